"""Whether what the projects print is what the papers print: python -m tests.benchmarks.printed_table [PAPER...].

Each paper of ../shared/corpus is made a project with its own PDF at hand. Printed are its statements shown, those that
the witness verified, clips of the page (because something differs, because LaTeX cannot set it, or because the paper
is a PDF), those that could not be compared, and those that a second look marks although they are verified. That look
shares nothing with the witness (second_look.py). Then the report
and the Beamer deck are built: how many statements stand in each as on the paper's page, and how many do not. Below each
paper stand the statements that differ, are unverified or are marked, with the characters; the last line is the sum.
Without the corpus it prints a note and exits with 0.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from unittest import mock

import pdfplumber

from scaffold.check.printed import witness
from scaffold.model import Paper
from scaffold.pipeline import building, checking, creating
from scaffold.pipeline.reading import Options
from tests.benchmarks.second_look import characters, marks

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
_PAGES = 5


@dataclass
class Row:
    """Numbers of one paper, or of all; `notes` are the lines below it."""

    shown: int = 0
    verified: int = 0
    differing: int = 0
    failed: int = 0
    pages: int = 0
    unverified: int = 0
    marked: int = 0
    built: int = 0
    otherwise: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return "  ".join(f"{f.name} {getattr(self, f.name)}" for f in fields(self) if f.name != "notes")


@dataclass
class Seen:
    """What the witness was given, and what it said."""

    shown: list[witness.Shown] = field(default_factory=list)
    ours: bytes = b""
    labels: Sequence[str] = ()
    said: dict[str, witness.Comparison] = field(default_factory=dict)


def looked(folder: Path) -> Row:
    """The row of one paper."""
    source = next((folder / name for name in ("eprint.tar.gz", "paper.pdf") if (folder / name).exists()), folder)
    seen = Seen()
    real = witness.compare

    def compare(
        shown: Iterable[witness.Shown], ours: bytes, paper: Path, labels: Sequence[str] = (), **how: Any
    ) -> dict[str, witness.Comparison]:
        seen.shown, seen.ours, seen.labels = list(shown), ours, labels
        seen.said |= real(seen.shown, ours, paper, labels, **how)
        return seen.said

    with tempfile.TemporaryDirectory() as scratch:
        made, project = Path(scratch), Path(scratch) / "project"
        given = _given(folder, source, made)
        with mock.patch.object(witness, "compare", compare):
            created = creating.init(Options(source=str(given), directory=project), lambda *_: None)
        row = _row(created, seen, project / "paper" / "paper.pdf")
        _add_built(row, project, created.paper)
        return row


def _add_built(row: Row, project: Path, paper: Paper) -> None:
    (project / "slides" / "slides.pptx").unlink(missing_ok=True)  # its PDF holds the pictures that were compared
    building.build(project, progress=lambda *_: None)
    for name, found in checking.load(project).reprinted.items():
        differing = {id: reprint for id, reprint in found.items() if reprint.differs}
        row.built += len(found) - len(differing)
        row.otherwise += len(differing)
        row.notes += [
            f"  ! {paper.statement(id).title} in {name}: {it.finished!r} for {it.paper!r}"
            for id, it in differing.items()
        ]


def _given(folder: Path, source: Path, made: Path) -> Path:
    """The source with the paper's PDF beside it, as a student would have both."""
    pdf = next((folder / name for name in ("paper.pdf", "truth.pdf") if (folder / name).exists()), None)
    if source.suffix == ".pdf" or pdf is None:
        return source
    target = made / "given"
    target.mkdir()
    (target / source.name).write_bytes(source.read_bytes())
    (target / f"{source.name.removesuffix('.tar.gz')}.pdf").write_bytes(pdf.read_bytes())
    return target / source.name


def _row(created: creating.Created, seen: Seen, paper: Path) -> Row:
    row = Row()
    for s in created.paper.statements:
        if s.verified is None:
            continue
        row.shown += 1
        said = seen.said.get(s.id)
        if s.verified == "verified":
            row.verified += 1
        elif s.verified == "clip":
            row.differing += said is not None and said.differs
            row.failed += s.form == "latex" and (said is None or not said.differs)
            row.pages += s.form == "text"
        else:
            row.unverified += 1
        if said is not None and s.verified != "verified":
            row.notes.append(f"    {s.title}: {said if said.differs else 'not compared'}")
    for title, what in _marks(created, seen, paper):
        row.marked += 1
        row.notes.append(f"  ! {title}: {what}")
    return row


def _marks(created: creating.Created, seen: Seen, paper: Path) -> Iterator[tuple[str, str]]:
    verified = {s.id for s in created.paper.statements if s.verified == "verified"}
    if not verified:
        return
    with pdfplumber.open(io.BytesIO(seen.ours)) as ours, pdfplumber.open(paper) as theirs:
        for shown in seen.shown:
            if shown.id not in verified:
                continue
            first = shown.page or 1
            pages = range(first, first + _PAGES if shown.page else len(theirs.pages) + 1)
            found = marks(characters(ours, shown.ours), characters(theirs, pages), seen.labels)
            if found:
                yield shown.title, "; ".join(found[:3])


def main(names: list[str]) -> None:
    """The table of these papers, or of all."""
    if not CORPUS.is_dir():
        print("the corpus of real papers is not here")
        return
    total = Row()
    for folder in sorted(f for f in CORPUS.iterdir() if f.is_dir() and (not names or f.name in names)):
        row = looked(folder)
        print(f"{folder.name:32}{row}", *row.notes, sep="\n", flush=True)
        for f in fields(Row):
            if f.name != "notes":
                setattr(total, f.name, getattr(total, f.name) + getattr(row, f.name))
    print(total)


if __name__ == "__main__":
    main(sys.argv[1:])
