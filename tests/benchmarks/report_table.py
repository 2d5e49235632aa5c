"""Compiles the generated report, paper by paper: python -m tests.benchmarks.report_table [PAPER...].

Each paper of ../shared/corpus that has LaTeX source is read, planned with the default profile, written and compiled as
`init` does at first. Printed are errors, pages, what the log calls undefined, boxes over the margin by more than
5 pt, and the statements that cannot be set as LaTeX and are replaced by a reference or a clip. The last line is the
summary. Without the corpus it prints a note and exits with 0.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scaffold import seminar
from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.pipeline.planning import plan
from scaffold.pipeline.reading import Options, read
from scaffold.plans import ProjectFile, ReportPlan
from scaffold.write.report import files as report
from scaffold.write.report import statements

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
PROFILE = seminar.load("theory")
_UNKNOWN = r"Warning: .*undefined|Undefined control sequence|definition was not found|number is not known"


@dataclass(frozen=True)
class Row:
    """One paper: the result of the first compilation of its report. replaced: statements that are not set as LaTeX."""

    name: str
    errors: int
    pages: int | None
    undefined: int
    overfull: int
    replaced: int
    restated: int

    @property
    def right(self) -> bool:
        """Whether there is no problem."""
        return not (self.errors or self.undefined or self.overfull) and self.pages == PROFILE.pages


def overfull(log: str) -> int:
    """Boxes that extend into the margin by more than 5 points."""
    return sum(float(points) > 5 for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", log))


def compiled(files: tuple[ProjectFile, ...], folder: Path) -> TexResult:
    """The report of these files."""
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return compile_tex(folder / "report" / "report.tex", folder / "build")


def row(paper: Path, scratch: Path) -> Row:
    """Measures one paper."""
    meta = json.loads((paper / "META.json").read_text(encoding="utf-8"))
    main = meta.get("main_tex") if meta.get("needs_main") else None
    options = Options(source=str(paper / "eprint.tar.gz"), main=main)
    _, read_paper = read(options.source, scratch / "paper", options, lambda *_: None)
    ranked, planned, _ = plan(read_paper, PROFILE, None)
    first = compiled(report.write(ranked, planned, PROFILE, student="Ada Example"), scratch)
    gone = report.broken(ranked) | statements.failed(m.file for m in first.errors)
    return _row(paper.name, first, gone, planned)


def _row(name: str, first: TexResult, gone: frozenset[str], planned: ReportPlan) -> Row:
    undefined = len(re.findall(_UNKNOWN, first.log))
    restated = report.restated(planned)
    replaced = len(gone & set(restated))
    return Row(name, len(first.errors), first.pages, undefined, overfull(first.log), replaced, len(restated))


def main(names: list[str]) -> None:
    """Prints the table."""
    papers = [p for p in sorted(CORPUS.glob("*")) if (p / "eprint.tar.gz").is_file() and (not names or p.name in names)]
    if not papers:
        print("no corpus, nothing measured")
        return
    print(f"{'paper':34} errors pages undefined overfull replaced/statements")
    rows = []
    for paper in papers:
        with tempfile.TemporaryDirectory() as scratch:
            r = row(paper, Path(scratch))
        rows.append(r)
        figures = f"{r.errors:6} {r.pages or '-':>5} {r.undefined:9} {r.overfull:8} {r.replaced:8}/{r.restated}"
        print(f"{r.name:34} {figures}", flush=True)
    replaced, restated = sum(r.replaced for r in rows), sum(r.restated for r in rows)
    print(f"{sum(r.right for r in rows)} of {len(rows)} reports right at the first try; "
          f"{replaced} of {restated} statements replaced ({100 * replaced / max(1, restated):.1f} %)")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
