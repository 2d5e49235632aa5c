"""The checks of what restated statements refer to: pass, fail and unknown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.check.artefacts.latex_files import Source
from scaffold.check.artefacts.shapes import Deck, Shape, Slide
from scaffold.check.fidelity import named
from scaffold.check.inputs import BuiltPdf, Inputs, Meaning
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


@pytest.mark.parametrize(("text", "verdict"), [(r"\paperalgorithm{1}", "pass"), (r"\papertable{1}", "fail")])
def test_commands_of_a_kind_restate_too(text: str, verdict: str) -> None:
    """As \\paperstatement does with the whole id."""
    used = {"theorem-1": (("Algorithm 1", "algorithm-1"),)}
    found = named.report(inputs(rf"\paperstatement{{theorem-1}}{text}", final=True, refers=used))
    assert [c.verdict for c in found] == [verdict]


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


SAID = "is the number of all points of the plane."
RADIUS = Meaning(name="R", words=SAID, used=("theorem-1",))
BEFORE = "what introduces the symbols on slides comes before, as far as the paper surely does"
MARGIN = Meaning(name="γ", words="is.", statement="assumption-1", used=("theorem-1",))


def introduced(*slides: Slide, meanings: tuple[Meaning, ...], spoken: int = 9) -> tuple[str, str]:
    """Verdict and message of the check of a deck's notation."""
    talk = Timing(total=60, target=60, limit=60, slides=spoken, backup=0)
    given = replace(inputs(deck=Deck(960, 540, slides)), talk=talk, meanings=meanings)
    (found,) = named.notation(given)
    return found.verdict, found.message


@pytest.mark.parametrize(
    ("titles", "verdict", "message"),
    [
        (("Assumption 1", "Theorem 1"), "pass", BEFORE),
        (("Theorem 1", "Assumption 1"), "fail", "slide 1 uses γ, introduced on slide 2"),
        (("Theorem 1",), "pass", f"{BEFORE}; say yourself what these are: γ"),
        (("Lemma 9",), "pass", BEFORE),
    ],
)
def test_a_symbol_of_an_assumption(titles: tuple[str, ...], verdict: str, message: str) -> None:
    """A statement that no slide shows uses nothing."""
    slides = (slide(n, t) for n, t in enumerate(titles, 1))
    assert introduced(*slides, meanings=(MARGIN,)) == (verdict, message)


def test_a_symbol_of_running_text_is_introduced_where_its_sentence_is() -> None:
    before = introduced(slide(1, "Lemma 9", f"Here R {SAID}"), slide(2, "Theorem 1"), meanings=(RADIUS,))
    after = introduced(slide(1, "Theorem 1"), slide(2, "Lemma 9", f"Here R {SAID}"), meanings=(RADIUS,))
    assert (before[0], after) == ("pass", ("fail", "slide 1 uses R, introduced on slide 2"))


def test_a_backup_slide_introduces_nothing_and_a_backup_statement_needs_nothing() -> None:
    slides = (slide(1, "Theorem 1"), slide(2, "Assumption 1"))
    assert introduced(*slides, meanings=(MARGIN,), spoken=1)[1].endswith(": γ")
    assert introduced(*slides, meanings=(MARGIN,), spoken=0) == ("pass", BEFORE)


def test_many_symbols_are_counted() -> None:
    many = tuple(replace(MARGIN, name=name) for name in "abcdef")
    found = introduced(slide(1, "Theorem 1"), meanings=many)
    assert found == ("pass", f"{BEFORE}; say yourself what these are: a, b, c, d and 2 more")
