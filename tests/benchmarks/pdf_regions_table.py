"""Regions of statements against true boxes: python -m tests.benchmarks.pdf_regions_table [--keep FOLDER] [PAPER...].

Each paper of ../shared/corpus with source is set by LuaLaTeX, which reports where the letters of every statement's
environment are (tests.read.placed: no node is added, so that lines and pages do not change). The resulting PDF
is read as-is, and without outline and destinations.

A statement's measure is intersection over union of the areas of its boxes on all its pages. Across, a true box is the
whole column; so are regions, except for what extends beyond it. Vertically it is from the top of the highest letter
of the first line to the bottom of the lowest of the last. Numbered statements are matched by head and number with the
nearest on their page; what matches none was typed without an environment, or misread, and is counted separately. Frames
that a package draws around a statement without rules of TeX count against its region. --keep compiles once and reads
again the contents of FOLDER. Without the corpus it exits with 0.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.fetch.unpack import unpack
from scaffold.model import Region, Statement
from scaffold.read.latex import reader
from scaffold.read.pdf.reader import read
from tests.benchmarks.pdf_table import CORPUS, bare
from tests.read import placed
from tests.read.placed import Placed

Box = tuple[float, float, float, float]
BAR = 0.9
_STAND_INS = 5
_NOTE = 12
WORST = 6
"""Statements below the bar that are named."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A statement's title and page, and how far its regions and its true boxes agree, from 0 to 1."""

    title: str
    page: int
    share: float


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap(found: Sequence[Region], true: Sequence[tuple[int, Box]]) -> float:
    """Intersection over union of areas on all pages; boxes of one side do not overlap each other."""
    both = 0.0
    for region in found:
        a = region.box
        for page, b in true:
            if page == region.page:
                both += _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))
    every = sum(_area(r.box) for r in found) + sum(_area(b) for _, b in true) - both
    return both / every if every else 0.0


def _squash(text: str) -> str:
    """Letters and digits that fonts of every encoding agree on: the ligatures of f are signs of their own."""
    return re.sub(r"[\W_fil]", "", text.lower())


def matched(statements: Sequence[Statement], boxes: Sequence[Placed]) -> Iterator[tuple[Statement, list[Placed]]]:
    """Numbered statements that begin on a page of the boxes, with true boxes; none if there is no such head."""
    own: dict[int, list[Placed]] = defaultdict(list)
    for box in boxes:
        own[box.id].append(box)
    free = dict(own)
    for s in statements:
        if not (s.number and s.regions):
            continue
        keys = (_squash(f"{s.heading}{s.number}"), _squash(f"{s.number}{s.heading}"))
        near = [id for id, b in free.items() if _near(s, b[0]) and _begins(b[0].text, keys)]
        yield s, free.pop(min(near, key=lambda id: _away(s, own[id][0]))) if near else []


def _begins(text: str, keys: Sequence[str]) -> bool:
    """Whether a head is at the beginning of the text, or a note in the margin ("Proven on p. 10") before it."""
    return any(key in _squash(text)[: len(key) + _NOTE] for key in keys)


def _near(s: Statement, box: Placed) -> bool:
    return abs(box.page - s.regions[0].page) <= 1


def _away(s: Statement, box: Placed) -> float:
    """How far a true box begins from where a statement was found; another page is farther than all of this one."""
    region = s.regions[0]
    (x0, top, _, _), (a, b, _, _) = box.box, region.box
    return abs(x0 - a) + abs(top - b) + 5000 * abs(box.page - region.page)


def overlaps(pdf: Path, boxes: Sequence[Placed]) -> list[Overlap]:
    """How the regions read from a PDF agree with its true boxes; a share of -1 if there is no true box."""
    return [
        Overlap(
            f"{s.heading} {s.number}",
            s.regions[0].page,
            overlap(s.regions, [(b.page, b.box) for b in own]) if own else -1.0,
        )
        for s, own in matched(read(pdf).statements, boxes)
    ]


def compiled(folder: Path, scratch: Path) -> Path | None:
    """The paper of a folder of the corpus, set so that it reports its boxes; None if LuaLaTeX fails."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    root = scratch / folder.name
    pdf = root / "placed-main.pdf"
    if pdf.is_file():
        return pdf
    if root.is_dir() and (root / "failed").is_file():
        return None
    unpack(folder / "eprint.tar.gz", root)
    main = next(iter(sorted(root.rglob(truth["main"]))), None)
    names = {s.env for s in reader.read(root, Path(truth["main"]).name).statements if s.env}
    made = _set(placed.instrument(main.parent, main.name, names)) if main and names else None
    if made is None or not made.with_suffix(".boxes").is_file():
        (root / "failed").touch()
        return None
    for suffix in (".pdf", ".boxes"):
        if made.parent != root:
            shutil.copy(made.with_suffix(suffix), root / f"placed-main{suffix}")
    return pdf


def _set(target: Path) -> Path | None:
    for _ in range(_STAND_INS):
        placed.run(target)
        if not _stood_in(target):
            break
    if not list(target.parent.glob("*.bbl")):
        subprocess.run(["bibtex", target.stem], cwd=target.parent, capture_output=True, timeout=60, check=False)
    return placed.run(target, 2)


def _stood_in(target: Path) -> bool:
    """Whether a package is missing that is now replaced by an empty one."""
    log = target.with_suffix(".log")
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    missing = re.search(r"File `([\w.-]+\.sty)' not found", text)
    if missing is None:
        return False
    (target.parent / missing[1]).write_text("\\providecommand\\mathds[1]{\\mathbf{#1}}\n", encoding="utf-8")
    return True


def line(name: str, found: Sequence[Overlap]) -> str:
    """One row: how many, their mean, the share that meets the bar, the worst."""
    shares = [o.share for o in found if o.share >= 0]
    if not shares:
        return f"{name:30s} nothing to compare"
    low = sorted((o for o in found if 0 <= o.share < BAR), key=lambda o: o.share)[:WORST]
    named = ", ".join(f"{o.title} p. {o.page} {o.share:.2f}" for o in low)
    return (
        f"{name:30s} n {len(shares):3d}  mean {sum(shares) / len(shares):.4f}  >= {BAR} "
        f"{sum(share >= BAR for share in shares) / len(shares):.3f}  no box {len(found) - len(shares)}  {named}"
    )


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("papers", nargs="*")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print("the corpus of real papers is not here: nothing to measure")
        return
    every: list[Overlap] = []
    stripped: list[Overlap] = []
    with tempfile.TemporaryDirectory() as temporary:
        for folder in sorted(CORPUS.iterdir()):
            known = all((folder / n).is_file() for n in ("eprint.tar.gz", "truth.json"))
            if not known or (options.papers and folder.name not in options.papers):
                continue
            pdf = compiled(folder, options.keep or Path(temporary))
            if pdf is None:
                print(f"{folder.name:30s} is not set by LuaLaTeX, or has no statement", flush=True)
                continue
            boxes = placed.boxes(pdf)
            found = overlaps(pdf, boxes)
            every += found
            stripped += overlaps(bare(pdf, Path(temporary) / "bare.pdf"), boxes)
            print(line(folder.name, found), flush=True)
    print(line("all, as they are", every))
    print(line("all, without destinations", stripped))


if __name__ == "__main__":
    main(sys.argv[1:])
