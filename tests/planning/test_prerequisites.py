"""What a main result needs, and by which evidence."""

from __future__ import annotations

import pytest

from scaffold.model import Paper
from scaffold.planning.prerequisites import prerequisites
from scaffold.planning.words import acronyms, citations, defined_terms, plain, references
from tests.macros import macro
from tests.planning.papers import of, perceptron, section, statement

EVIDENCE = {1.0: "reference", 0.9: "proof", 0.8: "term", 0.7: "term", 0.6: "symbol", 0.5: "symbol", 0.4: "section"}


def found(paper: Paper, *ids: str) -> dict[str, str]:
    """By which evidence each prerequisite was found, as its strength says it."""
    return {p.id: EVIDENCE[p.strength] for p in prerequisites(paper, ids)}


def test_by_reference_and_by_term() -> None:
    assert found(perceptron(), "theorem-4") == {"definition-2": "term", "assumption-1": "reference"}


def test_by_reference_in_words() -> None:
    paper = of(
        statement("Assumption 1"), statement("Assumption 12"), statement("Theorem 2", "Under Assumption 1, yes.")
    )
    assert found(paper, "theorem-2") == {"assumption-1": "reference"}


@pytest.mark.parametrize(
    ("wording", "wanted"),
    [
        ("Under Assumptions 1 and 3, yes.", "13"),
        ("Under Assumptions~1--3, yes.", "123"),
        ("Under Assumptions 1, 2, and 3 yes.", "123"),
        ("Under Assumptions 3--1, yes.", "13"),
        ("Under Definitions 1 and 2, yes.", ""),
        ("In 2019 the Assumptions held.", ""),
    ],
)
def test_by_a_list_in_words(wording: str, wanted: str) -> None:
    paper = of(*(statement(f"Assumption {n}") for n in (1, 2, 3)), statement("Theorem 4", wording))
    assert found(paper, "theorem-4") == {f"assumption-{n}": "reference" for n in wanted}


@pytest.mark.parametrize(
    ("wording", "wanted"),
    [
        ("Under (A1), yes.", "1"),
        ("Under (A1)--(A3), yes.", "12"),
        ("Under (A2)-(A3), yes.", "2"),
        ("Under (A2), yes.", "2"),
        ("Under (A1-A3), yes.", "12"),
        ("Under (H) and (A4), yes.", ""),
        ("Under (B1)--(B9), yes.", "3"),
        ("A1 is no reference.", ""),
    ],
)
def test_by_a_tag_typed_by_hand(wording: str, wanted: str) -> None:
    paper = of(
        statement("Assumption 1", "\\begin{itemize}\\item[(A1)] One. \\end{itemize}"),
        statement("Condition 2", "\\begin{itemize}\\item[{\\rm A2.}] Two. \\item[(A3)] Three.\\end{itemize}"),
        statement("Assumption 3", "(B2) All $x$ are small."),
        statement("Theorem 4", wording),
    )
    kinds = {"1": "assumption", "2": "condition", "3": "assumption"}
    assert found(paper, "theorem-4") == {f"{kinds[n]}-{n}": "reference" for n in wanted}


def test_by_symbol_where_it_is_introduced() -> None:
    paper = of(
        statement("Definition 1", "Let $\\Rad(f)$ be given."), statement("Definition 2", "Let $\\Rad(f)$ again."),
        statement("Theorem 3", "Then $\\Rad$ is small."), macros=(macro("\\Rad", "\\def\\Rad{R}"),),
    )  # fmt: skip
    assert found(paper, "theorem-3") == {"definition-1": "symbol"}


def test_what_a_prerequisite_needs_counts_for_less() -> None:
    paper = of(
        statement("Definition 1", "A \\emph{gadget} is a thing."),
        statement("Definition 2", "A \\emph{widget} is a finite gadget."),
        statement("Theorem 3", "Every widget is good."),
    )
    strength = {p.id: p.strength for p in prerequisites(paper, ["theorem-3"])}
    assert strength["definition-1"] == strength["definition-2"] / 2


def test_an_assumption_of_the_proof_and_one_of_the_section() -> None:
    paper = of(
        statement("Assumption 1", section="1"),
        statement("Assumption 2", section="2"),
        statement("Assumption 3", section="2"),
        statement("Theorem 4", uses=("Assumption 2",), section="2"),
        sections=(section("1", "One"), section("2", "Two")),
    )  # fmt: skip
    assert found(paper, "theorem-4") == {"assumption-2": "proof", "assumption-3": "section"}


def test_words_see_through_latex() -> None:
    assert plain("Let $x$ be \\emph{good}~\\cite{a} % no\n by \\cref{b}.") == "Let be good by ."
    assert references("\\cref{a, b} and \\eqref{c}, \\ref{a}") == ("a", "b", "c")
    assert citations("\\citep[p.~3]{x,y} \\cite{z}") == ("x", "y", "z")
    assert defined_terms("a \\emph{fair coin} is {\\em flat}") == ("fair coin", "flat")


def test_by_acronym_that_stands_for_a_term() -> None:
    paper = of(
        statement("Definition 1", "[Coalition Indistinguishable Keys] A game."),
        statement("Definition 2", "A scheme is fair, or EUF, if nobody wins."),
        statement("Theorem 3", "The scheme is CIK and st-EUF."),
    )
    assert found(paper, "theorem-3") == {"definition-1": "symbol", "definition-2": "symbol"}


def test_words_see_accents_brackets_and_capitals() -> None:
    assert plain('H\\"{o}lder and Erd\\H{o}s') == "Holder and Erdos"
    assert defined_terms("{[One-Time Keys]} A scheme") == ("one-time keys",)
    assert acronyms("the LSA-AGK game, A and $XY$") == {"LSA-AGK"}


@pytest.mark.parametrize(
    ("definition", "wanted"),
    [
        ("An operad is said to be normal if it is free.", ("normal",)),
        ("A net of maps is called nearly closed, for short good.", ("nearly closed",)),
        ("An occurrence of a pattern in another is an injection.", ("occurrence",)),
        ("A function $f$ grows.", ()),
        ("Let D be a law. D is (d, 2)-non-degenerate, if it is not zero.", ("non-degenerate",)),
        ("Let F be a class. The Gaussian complexity of F is its supremum.", ("gaussian complexity",)),
        ("A set X is called nice if it is.", ("nice",)),
        ("Let $x$ be given.", ()),
    ],
)
def test_an_unmarked_definition_defines_what_it_says(definition: str, wanted: tuple[str, ...]) -> None:
    assert defined_terms(definition) == wanted


def test_by_a_sign_without_fixed_meaning() -> None:
    paper = of(statement("Definition 1", "Write $a \\oplus b$ for both."), statement("Theorem 2", "$m \\oplus m = 0$."))
    assert found(paper, "theorem-2") == {"definition-1": "symbol"}


def test_by_a_game_that_the_result_refers_to() -> None:
    paper = of(
        statement("Game 1", "You win.", kind="other", labels=("game",)),
        statement("Theorem 2", "Nobody wins Game~\\ref{game}."),
    )
    assert found(paper, "theorem-2") == {"game-1": "reference"}


def test_by_a_term_whose_noun_differs() -> None:
    paper = of(
        statement("Definition 1", "", name="Positive affine operator"),
        statement("Theorem 2", "A positive affine map is fine."),
    )
    assert found(paper, "theorem-2") == {"definition-1": "term"}
