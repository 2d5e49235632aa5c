"""The checks of what restated statements refer to: pass, fail and unknown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.check.artefacts.latex_files import Source
from scaffold.check.artefacts.shapes import Deck, Shape, Slide
from scaffold.check.fidelity import named
from scaffold.check.inputs import BuiltPdf, Inputs
from scaffold.talk.timing import Timing
from tests.planning.papers import of, statement

PAPER = of(statement("Theorem 1"), statement("Assumption 1"))
NAMED = {"theorem-1": (("Assumption 1", "assumption-1"),)}
OPEN = {"theorem-1": (("Algorithm 1", ""),)}


def inputs(text: str = "", deck: Deck | None = None, final: bool = False, refers: object = None) -> Inputs:
    """A project with that report."""
    return Inputs(
        folder=Path("project"),
        profile=seminar.load("theory"),
        paper=PAPER,
        files=(Source("report/summary.tex", text, text),),
        report=BuiltPdf(path="build/report.pdf", made=False),
        written={},
        ledger={},
        final=final,
        deck=deck,
        named=refers or NAMED,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "final", "verdict"),
    [
        (r"\paperstatement{theorem-1}", False, "fail"),
        (r"\paperstatement{theorem-1}\paperstatement{assumption-1}", True, "pass"),
        (r"\paperstatement{theorem-1}\papernamed{assumption-1}", False, "pass"),
        (r"\paperstatement{theorem-1}\papernamed{assumption-1}", True, "fail"),
        (r"\paperstatement{theorem-1} Our \paperref{assumption-1} is mild.", True, "pass"),
        ("Nothing is restated.", True, "pass"),
    ],
)
def test_the_report(text: str, final: bool, verdict: str) -> None:
    """What the draft shows in small type is not in the final report."""
    assert [c.verdict for c in named.report(inputs(text, final=final))] == [verdict]


def test_what_cannot_be_restated_is_unknown() -> None:
    """An algorithm may be explained in the student's words."""
    (found,) = named.report(inputs(r"\paperstatement{theorem-1}", refers=OPEN))
    assert (found.verdict, found.message) == (
        "unknown",
        "Theorem 1 refers to Algorithm 1, which scaffold cannot restate",
    )


def slide(number: int, title: str, says: str = "") -> Slide:
    """A slide that shows the statement of its title."""
    shown = Shape(name="Statement", kind="text", box=(0, 0, 1, 1), order=2, description=f"{title}. Text")
    line = Shape(name="Text", kind="text", box=(0, 0, 1, 1), order=1, description=says)
    return Slide(number=number, name=f"s{number}", layout="", shown=True, shapes=(line, shown))


@pytest.mark.parametrize(
    ("titles", "refers", "found"),
    [
        (("Assumption 1", "Theorem 1"), NAMED, ("pass", "statements on slides refer to nothing that no slide shows")),
        (("Theorem 1",), NAMED, ("fail", "slide 1 uses Assumption 1, shown nowhere")),
        (("Theorem 1", "Assumption 1"), NAMED, ("fail", "slide 1 uses Assumption 1, shown only on slide 2")),
        (("Theorem 1",), OPEN, ("unknown", "slide 1 uses Algorithm 1, which scaffold cannot show")),
    ],
)
def test_the_deck(titles: tuple[str, ...], refers: object, found: tuple[str, str]) -> None:
    """What comes later must be named on the slide."""
    deck = Deck(960, 540, tuple(slide(n, t) for n, t in enumerate(titles, 1)))
    (only,) = named.deck(inputs(deck=deck, refers=refers))
    assert (only.verdict, only.message) == found


def test_among_backup_slides_the_order_does_not_matter() -> None:
    """The speaker goes to one of them when asked."""
    deck = Deck(960, 540, tuple(slide(n, t) for n, t in enumerate(("Lemma 7", "Theorem 1", "Assumption 1"), 1)))
    spoken = replace(inputs(deck=deck), talk=Timing(total=60, target=60, limit=60, slides=1, backup=2))
    assert [c.verdict for c in named.deck(spoken)] == ["pass"]
