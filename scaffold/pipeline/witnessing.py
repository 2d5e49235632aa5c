"""Compares the statements that LaTeX has set for the slides with the paper's own pages.

The pictures of the slides hold each statement alone on its pages, set from the same LaTeX as in the report and the
Beamer deck. So what agrees here agrees there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.model import Paper, Statement
from scaffold.pipeline.graphics import Clips

if TYPE_CHECKING:
    from scaffold.check.inputs import Reprint
    from scaffold.check.printed.witness import Comparison, Shown
    from scaffold.write.slides.pictures import Pictures

__all__ = ["Comparisons", "again", "compared", "differing", "recorded", "told"]

Comparisons = Mapping[str, "Comparison"]
"""By statement; those that LaTeX did not set, or that a clip shows, have none."""


def compared(paper: Paper, clips: Clips, made: Pictures) -> Comparisons:
    """Compares each statement that LaTeX has set; none without the paper's PDF.

    What was found for the same statements and the same PDFs before is kept.
    """
    if not made.pdf or not clips.pdf.is_file():
        return {}
    from scaffold.check.printed import witness
    from scaffold.pipeline import measurements
    from scaffold.write.text.citations import labels

    shown, cited = list(_shown(paper, clips, made)), [*filter(None, labels(paper).values())]

    def measured() -> tuple[str, ...]:
        return tuple(map(_line, witness.compare(shown, made.pdf, clips.pdf, cited).items()))

    lines = measurements.kept(measured, "printed", shown, cited, made.pdf, clips.pdf.read_bytes())
    return dict(map(_comparison, lines))


def _line(row: tuple[str, Comparison]) -> str:
    id, comparison = row
    return json.dumps([id, comparison.compared, [asdict(d) for d in comparison.differences]])


def _comparison(line: str) -> tuple[str, Comparison]:
    from scaffold.check.printed.align import Difference
    from scaffold.check.printed.witness import Comparison

    id, compared, differences = json.loads(line)
    return id, Comparison(compared=compared, differences=tuple(Difference(**d) for d in differences))


def _shown(paper: Paper, clips: Clips, made: Pictures) -> Iterator[Shown]:
    from scaffold.check.printed.witness import Shown
    from scaffold.write.latex.statement_tex import is_cut

    for statement in paper.restatable:
        if statement.id in made.pages and statement.id not in clips.by_id and not is_cut(paper, statement):
            yield Shown(id=statement.id, title=statement.title, page=statement.page, ours=made.pages[statement.id])


def again(paper: Paper, sheets: Mapping[str, Sequence[int]], typeset: Path, printed: Path) -> dict[str, Reprint]:
    """Compares each statement that agrees with the paper's page with what a finished PDF of ours prints of it.

    sheets are its pages in the PDF typeset. A statement that the finished PDF does not show has not been compared. What
    was found for the same statements and the same PDFs before is kept.
    """
    from scaffold.check.inputs import Reprint
    from scaffold.check.printed import witness
    from scaffold.check.printed.witness import Shown
    from scaffold.pipeline import measurements
    from scaffold.write.text.citations import labels

    agreeing = [s for s in paper.restatable if s.verified == "verified" and s.id in sheets]
    shown = [Shown(id=s.id, title=s.title, page=None, ours=tuple(sheets[s.id])) for s in agreeing]
    cited = [*filter(None, labels(paper).values())]
    try:
        ours, theirs = typeset.read_bytes(), printed.read_bytes()
    except OSError:
        return {}

    def measured() -> tuple[str, ...]:
        found = _reprints(witness.compare(shown, ours, printed, cited, whole=False))
        return tuple(json.dumps([id, asdict(reprint)]) for id, reprint in found)

    lines = measurements.kept(measured, "reprinted", shown, cited, ours, theirs)
    return {id: Reprint(**values) for id, values in map(json.loads, lines)}


def _reprints(found: Comparisons) -> Iterator[tuple[str, Reprint]]:
    from scaffold.check.inputs import Reprint

    for id, comparison in found.items():
        if comparison.differs:
            first = comparison.differences[0]
            yield id, Reprint(differs=True, paper=first.ours, finished=first.theirs, page=first.page)
        elif comparison.agrees:
            yield id, Reprint(differs=False)


def differing(found: Comparisons) -> set[str]:
    """The statements whose picture prints something else than the paper's page."""
    return {id for id, comparison in found.items() if comparison.differs}


def told(paper: Paper, clips: Clips, found: Comparisons, shown: Collection[str]) -> Iterator[str]:
    """Notes for the student on the statements shown that differ."""
    for id, comparison in found.items():
        if comparison.differs and id in shown:
            instead = (
                "is shown as a clip of its page" if id in clips.by_id else "must be compared with its page by hand"
            )
            yield f"{paper.statement(id).title} {instead}: set from its source, it would print {comparison}"


def recorded(paper: Paper, clips: Clips, made: Pictures, found: Comparisons) -> Paper:
    """The paper, in which each statement that was set says whether it agrees with its page, or is a clip of it."""
    shown = {*made.pages, *made.failed}
    marked = {s.id: _marked(s, s.id in shown, clips, found) for s in paper.restatable}
    return replace(
        paper,
        statements=tuple(marked[s.id] for s in paper.statements),
        displays=tuple(marked[s.id] for s in paper.displays),
        referents=tuple(marked[s.id] for s in paper.referents),
    )


def _marked(statement: Statement, shown: bool, clips: Clips, found: Comparisons) -> Statement:
    if statement.id in clips.by_id:
        return replace(statement, verified="clip", shown_by="clip")
    if not shown:
        return statement
    comparison = found.get(statement.id)
    return replace(statement, verified="verified" if comparison is not None and comparison.agrees else "unverified")
