"""Measures the type on the slides, paper by paper: python -m tests.benchmarks.type_table [--all] [PAPER...].

Reads ../shared/corpus (or the folder in SCAFFOLD_SHARED); without it it prints a note and exits with 0. Sizes are
points of a slide 13.33 in wide, those of the spoken slides (--all: of those after the last, too). Printed are the
smallest type of running text; of a line of a statement as LaTeX sets it, or most of a clip, as the Beamer deck and
PowerPoint's pictures have them; of a native form in PowerPoint, displays included; the statements below the bar of 14
points; and the short statements, alone on their slide, in less than 24 points. Scripts, references and footers do not
count. Below each paper are the places below the bar; the last line is the summary.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from scaffold import seminar
from scaffold.check.printed.glyphs import Glyph, glyphs
from scaffold.engines.pandoc import run_pandoc
from scaffold.model import Paper
from scaffold.pipeline import graphics
from scaffold.pipeline.decks import set_pages
from scaffold.planning import talk
from scaffold.plans import TalkPlan
from scaffold.write.equations import on_slides
from scaffold.write.equations.omml import Native
from scaffold.write.slides.blocks import StatementBlock, TextBlock
from scaffold.write.slides.chains import laid_out
from scaffold.write.slides.compose import compose
from scaffold.write.slides.pictures import Pictures, Request, key, requests, statements
from tests.benchmarks.main_results import SHARED, inspected

PROFILE = seminar.load("theory")
BAR, LARGE = 14.0, 24.0
_SHORT = 90.0
"""Most points of the height of a statement that counts as short: three lines at 24 points."""

_SLIDE_POINTS = 6 * 25.4 / 72
"""Points of the slide for each point of LaTeX's page."""

_LINE, _SCRIPT = 12, 0.75
"""Signs of a line of text, and its size by that of most signs: what has less may be a script, or a line of scripts."""


@dataclass(kw_only=True)
class Row:
    """Smallest sizes (0.0 for none) and the places below the bar; short is how many short statements are too small."""

    text: float = 0.0
    printed: float = 0.0
    native: float = 0.0
    short: int = 0
    small: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.text:5.1f} {self.printed:7.1f} {self.native:6.1f} {len(self.small):9} {self.short:5}"


def lines(page: Sequence[Glyph]) -> Iterator[float]:
    """The type of each line of text: that of its largest signs of which there are several; no lines of scripts."""
    line: list[Glyph] = []
    least = _SCRIPT * max(most(page), default=0.0)
    for glyph in sorted(page, key=lambda g: -g.y):
        if line and line[0].y - glyph.y > 0.8 * max(g.size for g in line):
            yield from (size for size in _of_line(line) if size > least)
            line = []
        line.append(glyph)
    yield from (size for size in _of_line(line) if size > least)


def most(page: Sequence[Glyph]) -> Iterator[float]:
    """The size of most signs: a clip has glyphs beyond its edges, too, which nobody sees."""
    sizes = Counter(round(g.size, 2) for g in page)
    yield from (size for size, _ in sizes.most_common(1))


def _of_line(line: Sequence[Glyph]) -> Iterator[float]:
    sizes = sorted((g.size for g in line), reverse=True)
    if len(sizes) >= _LINE:
        yield sizes[2]


def row(folder: Path, *, everything: bool) -> Row:
    """Measures the talk of half an hour on one paper."""
    paper = inspected(folder)
    plan = talk.plan(paper, PROFILE, 30)
    paper, plan = laid_out(paper, plan)
    slides = {s.id for s in plan.slides if (everything or s.seconds) and s.layout not in ("title", "section")}
    clips = graphics.Clips.of(paper, next(folder.glob("*.pdf"), folder / "none"))
    made = statements(paper, plan, PROFILE, set_pages)
    clips = clips.more(made.failed)
    if clips.by_id:
        made = statements(paper, plan, PROFILE, set_pages, clips.by_id)
    native = on_slides.native(paper, plan, made, run_pandoc, clips.by_id)
    alone = _alone(paper, plan)
    found = Row(text=min(_texts(paper, plan, slides), default=0.0))
    if not made.pdf:
        found.small.append("LaTeX made no PDF")
        return found
    with pypdfium2.PdfDocument(io.BytesIO(made.pdf)) as document:
        for request in requests(paper, plan, PROFILE):
            if request.key.split("/")[0].removesuffix("-2") in slides and request.key in made.by_key:
                sizes = _printed(request, made, document, clips.by_id)
                _measured(found, request, made, native, alone=request.key in alone, printed=sizes)
    return found


def _texts(paper: Paper, plan: TalkPlan, slides: set[str]) -> Iterator[float]:
    for page in compose(paper, plan, PROFILE, student="").pages:
        if page.slide.id in slides:
            yield from (b.size for b in (*page.blocks, *page.right) if isinstance(b, TextBlock))


def _alone(paper: Paper, plan: TalkPlan) -> set[str]:
    """Keys of the statements that have a slide of their own."""
    pages = compose(paper, plan, PROFILE, student="").pages
    single = (p for p in pages if len(p.blocks) == 1 and not p.right)
    return {key(p, b) for p in single for b in p.blocks if isinstance(b, StatementBlock)}


def _printed(request: Request, made: Pictures, pages: pypdfium2.PdfDocument, clips: Collection[str]) -> list[float]:
    """The type of each line of a statement, or of most of its clip, on all of its slides."""
    of = most if request.statement in clips else lines
    sheets = made.by_key[request.key].sheets
    return [s * _SLIDE_POINTS for sheet in sheets for s in of(glyphs(pages, [sheet.page + 1]))]


def _measured(
    found: Row, request: Request, made: Pictures, native: Native, *, alone: bool, printed: Sequence[float]
) -> None:
    """Adds one place of a statement to what was found."""
    sheets = made.by_key[request.key].sheets
    forms = on_slides.forms(native, request.key, request.statement, sheets, request.width, request.max_height)
    edited = [form.size * p.scale for form in forms for p in form.paragraphs]
    found.printed = min((x for x in (*printed, found.printed) if x), default=0.0)
    found.native = min((x for x in (*edited, found.native) if x), default=0.0)
    least = min((*printed, *edited), default=BAR)
    if least < BAR - 0.05:
        found.small.append(f"{request.key}: {least:.1f}")
    if alone and len(sheets) == 1 and sheets[0].height <= _SHORT and max((*printed, 0.0)) < LARGE - 0.5:
        found.short += 1


def total(rows: Mapping[str, Row]) -> Row:
    """All papers as one."""

    def least(name: str) -> float:
        return min((getattr(r, name) for r in rows.values() if getattr(r, name)), default=0.0)

    small = [f"{name}: {place}" for name, r in rows.items() for place in r.small]
    short = sum(r.short for r in rows.values())
    return Row(text=least("text"), printed=least("printed"), native=least("native"), short=short, small=small)


def main(arguments: Sequence[str]) -> None:
    """Prints the table."""
    names = [a for a in arguments if not a.startswith("-")]
    rows: dict[str, Row] = {}
    for folder in sorted(Path(SHARED / "corpus").glob("*/")):
        if (folder / "META.json").is_file() and (not names or folder.name in names):
            if not rows:
                print(f"{'paper':30}  text printed native below {BAR:.0f} short")
            rows[folder.name] = found = row(folder, everything="--all" in arguments)
            print(f"{folder.name:30} {found}", *(f"      {place}" for place in found.small), sep="\n", flush=True)
    print(f"{f'all {len(rows)}':30} {total(rows)}" if rows else "no corpus here: nothing measured", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
