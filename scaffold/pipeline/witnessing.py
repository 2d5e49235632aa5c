"""Compares the statements that LaTeX has set for the slides with the paper's own pages.

The pictures of the slides hold each statement alone on its pages, set from the same LaTeX as in the report and the
Beamer deck. So what agrees here agrees there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffold.model import Paper, Statement
from scaffold.pipeline.graphics import Clips

if TYPE_CHECKING:
    from scaffold.check.printed.witness import Shown, Verdict
    from scaffold.write.slides.pictures import Pictures

__all__ = ["differing", "recorded", "told"]


def differing(paper: Paper, clips: Clips, made: Pictures) -> dict[str, Verdict]:
    """The statements whose picture prints something else than the paper's page."""
    return {id: verdict for id, verdict in _verdicts(paper, clips, made).items() if verdict.differs}


def told(paper: Paper, clips: Clips, differing: Mapping[str, Verdict]) -> Iterator[str]:
    """Notes for the student on statements that differ."""
    for id, verdict in differing.items():
        instead = "is shown as a clip of its page" if id in clips.by_id else "must be compared with its page by hand"
        yield f"{paper.statement(id).title} {instead}: set from its source, it would print {verdict}"


def recorded(paper: Paper, clips: Clips, made: Pictures) -> Paper:
    """The paper, in which each statement shown says whether it agrees with its page, or is a clip of it."""
    verdicts = _verdicts(paper, clips, made)
    shown = {key.split("/")[-1] for key in made.by_key} | set(made.failed)
    return replace(paper, statements=tuple(_marked(s, s.id in shown, clips, verdicts) for s in paper.statements))


def _marked(statement: Statement, shown: bool, clips: Clips, verdicts: Mapping[str, Verdict]) -> Statement:
    if statement.id in clips.by_id:
        return replace(statement, verified="clip", shown_by="clip")
    if not shown:
        return statement
    verdict = verdicts.get(statement.id)
    return replace(statement, verified="verified" if verdict is not None and verdict.agrees else "unverified")


def _verdicts(paper: Paper, clips: Clips, made: Pictures) -> dict[str, Verdict]:
    """The verdict on each statement that LaTeX has set; none without the paper's PDF."""
    if not made.pdf or not clips.pdf.is_file():
        return {}
    from scaffold.check.printed import witness
    from scaffold.write.slides.wording import labels

    return witness.verdicts(_shown(paper, clips, made), made.pdf, clips.pdf, [*filter(None, labels(paper).values())])


def _shown(paper: Paper, clips: Clips, made: Pictures) -> Iterator[Shown]:
    from scaffold.check.printed.witness import Shown

    pages = {key.split("/")[-1]: picture.sheets for key, picture in reversed(tuple(made.by_key.items()))}
    for statement in paper.statements:
        if statement.id in pages and statement.id not in clips.by_id:
            ours = tuple(sheet.page + 1 for sheet in pages[statement.id])
            yield Shown(id=statement.id, title=statement.title, page=statement.page, ours=ours)
