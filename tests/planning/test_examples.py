"""The running example of a paper: found, and offered on a slide and in the draft."""

from __future__ import annotations

from dataclasses import replace

from scaffold import seminar
from scaffold.model import Mention, Paper, Passage
from scaffold.planning import report, talk
from scaffold.planning.examples import running_example
from scaffold.planning.quotations import quotations
from scaffold.plans import Slide
from tests.planning.papers import of, perceptron, statement

PROFILE = seminar.load("theory")


def with_example(mentions: int) -> Paper:
    """A paper with two examples, the second of which is mentioned so many times."""
    usual = perceptron()
    examples = (statement("Example 1", "One."), statement("Example 2", "Let $d = 1$.", page=4))
    named = tuple(Mention("example-2", "3", "main.tex", n) for n in range(mentions))
    return replace(usual, statements=(*usual.statements, *examples), mentions=named)


def slide(paper: Paper, id: str) -> Slide | None:
    """The slide with that id."""
    return next((s for s in talk.plan(paper, PROFILE, 60).slides if s.id == id), None)


def test_an_example_is_running_if_the_paper_comes_back_to_it() -> None:
    found = running_example(with_example(3))
    assert found is not None
    assert found.id == "example-2"
    assert running_example(with_example(2)) is None
    assert running_example(of(statement("Theorem 1"))) is None


def test_a_slide_and_the_draft_offer_the_running_example() -> None:
    """With a question on what the main result says there."""
    made = slide(with_example(3), "example")
    assert made is not None
    assert [i.ref or i.text for i in made.items] == ["example-2", "What does Theorem 4 say in Example 2?"]
    parts = report.plan(with_example(3), PROFILE).parts
    assert any("Example 2 (p. 4)" in i.text for part in parts for i in part.items)
    assert slide(with_example(0), "example") is None


def test_a_sentence_that_names_the_running_example_is_quoted() -> None:
    words = "As a running example, consider traffic lights that are to keep all travelers content."
    passage = Passage(kind="introduction", body=f"We begin. {words} It is hard.", section="1")
    paper = replace(perceptron(), passages=(passage,), pages=None)
    assert [q.words for q in quotations(paper) if q.kind == "example"] == [words]
    made = slide(paper, "example")
    assert made is not None
    assert words in made.items[0].text


def compared(rows: int) -> Paper:
    """A paper with a table of so many rows that compares it with other works."""
    body = r"\begin{table}\caption{Bounds}\begin{tabular}{l}" + "a \\\\\n" * rows + r"\end{tabular}\end{table}"
    table = statement("Table 1", body + r" Theorem~\ref{thm:mistakes}", kind="table", page=2)
    return replace(perceptron(), referents=(table,), comparison="table-1")


def test_the_papers_table_is_how_it_compares() -> None:
    """It has the slide to itself, without links to the results that its rows name; the draft says where it is."""
    made = slide(compared(3), "comparison-table")
    assert made is not None
    assert [(i.kind, i.ref) for i in made.items] == [("statement", "table-1")]
    assert made.title == "Table 1: how it compares"
    assert "Which entries of Table 1 come from Theorem 4" in made.prompt
    parts = report.plan(compared(3), PROFILE).parts
    assert any("In Table 1 (p. 2)" in i.text for part in parts for i in part.items)


def test_a_table_that_cannot_be_read_on_a_slide_is_named_with_its_page() -> None:
    assert slide(compared(40), "comparison-table") is None
    made = slide(compared(40), "comparison")
    assert made is not None
    assert any("Table 1 (p. 2)" in i.text for i in made.items)


def test_the_audience_may_ask_about_the_table() -> None:
    """The question leads back to the slide that shows it."""
    index = slide(compared(3), "backup")
    assert index is not None
    asked = {i.text.split("?")[0]: i.ref for i in index.items}
    assert (
        asked["Which entries of Table 1 come from Theorem 4, and where is an earlier work better"] == "comparison-table"
    )
