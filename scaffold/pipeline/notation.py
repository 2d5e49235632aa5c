"""What `notation` shows: the symbols and terms of a paper's main results, with the sentences that introduce them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from scaffold.model import Paper
from scaffold.pipeline.planning import Subject, planned
from scaffold.plans import Notation, Slide
from scaffold.plans import to_json as plain

__all__ = ["Missing", "ShownNotation", "missing", "notation", "notation_json"]

SCHEMA = 1

Missing = Literal["main results", "sentences", "symbols"]
"""What a paper without notation lacks: main results; sentences on its pages that surely introduce one of their symbols;
or symbols."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotation:
    """A symbol or term with its name and sentence in plain text; where and used are titles, slides ids of the plan."""

    row: Notation
    name: str
    sentence: str
    where: str
    used: tuple[str, ...]
    slides: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether only the statement uses it that introduces it."""
        return self.row.used == (self.row.statement,)


def notation(subject: Subject) -> tuple[ShownNotation, ...]:
    """The notation of main results and key lemmas of a project or source; those without a sentence come last."""
    from scaffold.planning.notation import ledger

    slides = planned(subject).talk.slides
    return tuple(_shown(subject.paper, row, slides) for row in ledger(subject.paper))


def missing(subject: Subject) -> Missing:
    """What the paper lacks if no notation was found."""
    from scaffold.planning.rank import main_results

    mains = main_results(subject.paper)
    if not mains:
        return "main results"
    return "symbols" if any(s.form == "latex" for s in mains) else "sentences"


def _shown(paper: Paper, row: Notation, slides: tuple[Slide, ...]) -> ShownNotation:
    from scaffold.write.slides.wording import plain_text, readable

    titles = {s.id: s.title for s in paper.statements}
    name = plain_text(paper, f"${row.name}$") if row.kind == "symbol" else row.name
    return ShownNotation(
        row=row,
        name=" ".join(name.split()) or row.name,
        sentence=" ".join(readable(paper, row.words or row.sentence).split()),
        where=titles.get(row.statement, ""),
        used=tuple(titles[id] for id in row.used),
        slides=tuple(slide.id for slide in slides if _shows(slide, row)),
    )


def _shows(slide: Slide, row: Notation) -> bool:
    return any(item.kind == "statement" and item.ref in row.used for item in (*slide.items, *slide.right))


def notation_json(found: tuple[ShownNotation, ...]) -> dict[str, Any]:
    """The notation as plain JSON values."""
    return {"schema": SCHEMA, "notation": [{**plain(shown.row), "slides": list(shown.slides)} for shown in found]}
