"""The notation of a paper: which sentence introduces a symbol or term, and which only mentions it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model import Confidence, Macro, Paper, Parameter, Passage, PassageKind
from scaffold.planning.formula_symbols import Formulas
from scaffold.planning.notation import ledger
from scaffold.plans import Notation
from tests.planning.papers import of, section, statement

SECTIONS = (section("1", "Introduction", line=1), section("2", "Setting", line=20), section("3", "Walks", line=60))


def text(body: str, section: str = "2", line: int = 21, **fields: object) -> Passage:
    """A passage of the paper that the pages confirm."""
    kind: PassageKind = fields.pop("kind", "text")  # type: ignore[assignment]
    confidence: Confidence = fields.pop("confidence", "confirmed")  # type: ignore[assignment]
    return Passage(
        kind=kind, body=body, section=section, line=line, file="main.tex", pages=(3, 3), confidence=confidence
    )


def paper(theorem: str, *passages: Passage | str, **fields: object) -> Paper:
    """A paper whose main result says this, after these passages."""
    main = statement("Theorem 1", theorem, section="3", page=5, file="main.tex", line=61, main=True)
    given = fields.pop("statements", ())
    return of(
        *given,  # type: ignore[misc]
        main,
        sections=SECTIONS,
        passages=tuple(p if isinstance(p, Passage) else text(p) for p in passages),
        pages=9,
        **fields,
    )


def known(paper: Paper) -> dict[str, str]:
    """The sentences of what is surely introduced, by name."""
    return {row.name: row.sentence for row in ledger(paper) if row.sentence}


def row(paper: Paper, name: str) -> Notation:
    """The row of that name."""
    return next(r for r in ledger(paper) if r.name == name)


@pytest.mark.parametrize(
    ("sentence", "symbol"),
    [
        ("Let $W$ be the set of all walks.", "W"),
        ("Let us now denote by $W$ the set of all walks.", "W"),
        ("We denote the set of all walks by $W$.", "W"),
        ("The set of all walks is denoted by $W$.", "W"),
        ("We write $W$ for the set of all walks.", "W"),
        ("We use $W$ to denote the set of all walks.", "W"),
        ("Walks are long, where $W$ is the set of all walks.", "W"),
        ("Here $W$ denotes the set of all walks.", "W"),
        ("The weight is $W := \\sum_i w_i$ in the sequel.", "W"),
        ("We define $W$ to be the set of all walks.", "W"),
        ("The total weight $W$ of a graph is defined as its sum.", "W"),
        ("Consider a weighted graph $W = (V, E)$.", "W"),
        ("The weight is defined as \\[ W = \\sum_i w_i. \\]", "W"),
        ("We call $W$ the weight of the graph.", "W"),
        ("A map of one variable $W$ called the weight is used.", "W"),
        ("Throughout, fix a graph $W$.", "W"),
        ("Throughout this paper, $W$ is a finite set of walks.", "W"),
        ("Here $n$ is a number, $v$ is the sum, and $W$ is the product of all.", "W"),
        ("Let $V$ be a set and $W$ be the walks on it.", "W"),
        ("Let $W_1, \\ldots, W_n$ be independent walks.", "W_i"),
        ("Let $\\widehat{W}$ be the longest walk.", "\\hat W"),
        ("The weight, denoted as $\\mathcal W$, is large.", "\\mathcal{W}"),
        ("Let $W^\\star$ be the longest walk.", "W^*"),
    ],
)
def test_a_phrase_introduces_a_symbol(sentence: str, symbol: str) -> None:
    assert known(paper(f"The value ${symbol}$ is at most two.", sentence)) == {symbol: sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        "The set $W$ of all walks is large.",
        "By this, $W$ is larger than all others.",
        "We bound $W$ by the number of edges.",
        "Consider the case where $W$ is a number.",
        "This holds for all $W$ in the set.",
        "For example, let $W$ be the set of all walks.",
        "Is $W$ called the weight, where $W$ is the sum?",
        "The bound is $cW$, where $W$ is an absolute constant.",
        "We denote this by $W \\sim V$ in the sequel.",
        "Let $W$ be as in the last section.",
        "Let $W + V$ be at most two.",
        "Then $n$ is a number, and $W$ is the product of all.",
    ],
)
def test_a_phrase_that_only_mentions_a_symbol_says_nothing(sentence: str) -> None:
    found = row(paper("The value $W$ is at most two.", sentence), "W")
    assert (found.sentence, found.words, found.used) == ("", "", ("theorem-1",))


@pytest.mark.parametrize(
    "theorem",
    [
        "Let $W$ be a set. Then $W$ is finite.",
        "For every walk $W$ we have $W > 0$.",
        "There exists a number $W$ with $W > 0$.",
        "It holds that $\\sum_{W \\in S} W > 0$.",
        "It holds that $\\forall W \\colon W > 0$.",
        "The number is at most $c$, where $W$ is even.",
        "The map $W \\mapsto 2 W$ is monotone.",
        "The set $\\{W \\in S : W > 0\\}$ is finite.",
    ],
)
def test_what_a_statement_introduces_or_binds_raises_nothing(theorem: str) -> None:
    found = ledger(paper(theorem, "Let $W$ be the set of all walks."))
    assert "W" not in {r.name for r in found}


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("A walk is called \\emph{tame} if it is short.", "tame"),
        ("We say that a walk is \\textit{tame} if it is short.", "tame"),
        ("A \\emph{tame walk} is a walk that is short.", "tame walk"),
        ("A walk is \\emph{tame}, for us, whenever it is short.", "tame"),
        ("A walk is called \\emph{timid} (short: tame) if it is short.", "tame"),
    ],
)
def test_a_phrase_introduces_a_term(sentence: str, term: str) -> None:
    assert known(paper("Every tame walk is finite.", sentence)) == {term: sentence}


@pytest.mark.parametrize(
    "sentence",
    ["We study \\emph{tame} walks here.", "It is called \\emph{tame} by others.", "This is \\emph{tame} and easy."],
)
def test_emphasis_alone_introduces_no_term(sentence: str) -> None:
    assert known(paper("Every tame walk is finite.", sentence)) == {}


def test_a_definition_is_preferred_to_running_text_for_a_term() -> None:
    definition = statement(
        "Definition 2", "A walk is \\emph{tame} if short.", section="2", page=4, file="main.tex", line=30
    )
    found = row(
        paper("Every tame walk ends.", "We call a walk \\emph{tame} if it is short.", statements=(definition,)), "tame"
    )
    assert (found.kind, found.statement, found.pages) == ("term", "definition-2", (4, 4))


def test_an_assumption_introduces_what_it_says_to_exist() -> None:
    assumed = statement(
        "Assumption 2", "There exists a number $\\kappa > 0$ that is small.", section="2", file="main.tex", line=30
    )
    assert row(paper("It is at most $\\kappa$.", statements=(assumed,)), "\\kappa").statement == "assumption-2"


def test_the_nearest_sentence_above_in_the_same_section_holds() -> None:
    rows = (
        text("Let $W$ be the set of all walks."),
        text("Let $W$ be the set of tame walks.", "3", 60),
        text("Let $W$ be the set of wild walks.", "3", 70),
    )
    assert known(paper("The number $W$ is finite.", *rows)) == {"W": "Let $W$ be the set of tame walks."}


def test_a_letter_with_two_meanings_elsewhere_is_unknown() -> None:
    rows = (text("Let $W$ be the set of all walks."), text("Let $W$ be the set of tame walks.", "1", 3))
    assert known(paper("The number $W$ is finite.", *rows)) == {}
    assert known(paper("The number $\\hat{W}$ is finite.", *rows)) == {}


def test_what_follows_counts_for_a_result_of_the_introduction_only() -> None:
    later = text("Let $W$ be the set of all walks.", "3", 80)
    assert known(paper("The number $W$ is finite.", later)) == {}
    early = statement("Theorem 2", "The number $W$ is finite.", section="1", file="main.tex", line=5, main=True)
    assert known(of(early, sections=SECTIONS, passages=(later,), pages=9)) != {}


@pytest.mark.parametrize(
    "passage",
    [
        text("Let $W$ be the set of all walks.", confidence="conflict"),
        text("Let $W$ be the set of all walks.", kind="example"),
        text("By \\cite{lee}, where $W$ is the walks, it holds.", "1", 3, kind="introduction"),
    ],
)
def test_other_texts_introduce_nothing(passage: Passage) -> None:
    assert known(paper("The number $W$ is finite.", passage)) == {}


def test_macros_of_the_paper_are_written_out() -> None:
    macros = (
        Macro(name="\\Walks", definition="", form="newcommand", body="\\mathcal{W}"),
        Macro(name="\\est", definition="", form="newcommand", body="\\hat{#1}", parameters=(Parameter(),)),
    )
    found = known(
        paper("The number $\\Walks$ is at most $\\est{c}$.", "Let $\\mathcal W$ be all walks.", macros=macros)
    )
    assert found == {"\\Walks": "Let $\\mathcal W$ be all walks."}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Let $W$ be the set\nof all walks.", "Let $W$ be the set of all walks."),
        ("The weight is \\[ W := v + 1. \\]", "The weight is $W := v + 1$."),
        ("It is " + "very " * 60 + "large, where $W$ is the weight.", "… where $W$ is the weight."),
        (
            "Let $W$ be all walks that are " + "very " * 60 + "large.",
            "Let $W$ be all walks that are " + "very " * 38 + "…",
        ),
        ("It is " + "very " * 60 + "large; let $W$ be all.", ""),
    ],
)
def test_an_excerpt_is_short_and_shows_the_symbol(body: str, words: str) -> None:
    found = row(paper("The number $W$ is finite.", body), "W")
    assert (found.words, found.sentence) == (words, " ".join(body.split()))


def test_all_statements_that_use_a_symbol_are_named_and_the_unknown_come_last() -> None:
    other = statement("Theorem 2", "Twice $V$ is more than $W$.", section="3", file="main.tex", line=65, main=True)
    found = ledger(paper("The number $V$ is finite.", "Let $W$ be all walks.", statements=(other,)))
    assert [(r.name, r.used) for r in found] == [("W", ("theorem-2",)), ("V", ("theorem-2", "theorem-1"))]


def test_a_paper_of_pages_has_no_notation() -> None:
    assert ledger(of(statement("Theorem 1", "W is finite.", form="text", main=True))) == ()


@given(st.text(alphabet="ab\\{}_^$()[],:=' \n", max_size=60))
def test_any_formula_is_read_and_its_symbols_lie_in_it(tex: str) -> None:
    macros = (Macro(name="\\a", definition="", body="#1_b\\a", parameters=(Parameter(),)),)
    for symbol in Formulas(macros).read(tex).symbols:
        assert 0 <= symbol.start < symbol.end <= len(tex)
