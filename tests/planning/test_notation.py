"""The notation of a paper: which sentence introduces a symbol or term, and which only mentions it."""

from __future__ import annotations

from dataclasses import replace

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
    """The sentences that introduce something outside the statements that use it, by name."""
    return {row.name: row.sentence for row in ledger(paper) if row.sentence and set(row.used) - {row.statement}}


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
        ("The weight is at most $V \\le W := \\sum_i w_i$.", "W"),
        ("It is defined as \\[ V := v \\text{ and } W := w. \\]", "W"),
        ("Let $w^\\star$ be the longest walk.", "w^*"),
        ("Let $W^\\prime$ be the longest walk.", "W'"),
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
        ("Formally, \\[ W = \\sum_i w_i. \\]", "W"),
        ("Abusing notation, we write the weight as $W = \\sum_i w_i$.", "W"),
        ("Walks are long, where $W = \\sum_i w_i$.", "W"),
        ("Walks are long, where $W \\sim N(0, 1)$.", "W"),
        ("Walks are long, where $W, V \\colon G \\to H$ are continuous.", "W"),
        ("Walks are long, where $V$ and $W$ are vectors of functions.", "W"),
        ("Recall that $W$ is the ring of walks.", "W"),
        ("The parameter $W$ indicates the fraction of walks.", "W"),
        ("The $E$-\\textit{module} $W$ is the functor of walks.", "W"),
        ("We use $V$ to denote all graphs and $W$ to denote all walks.", "W"),
        ("\\item $W$: the number of walks", "W"),
        ("Define the derivatives \\[ V = v', \\quad W = w'. \\]", "W"),
        ("Define the weight as usual by $W = \\sum_i w_i$.", "W"),
        ("Their number is denoted by \\vspace{5pt}\\begin{equation} W. \\end{equation}", "W"),
        ("Let $(W_i, V_i)_{i=1}^n \\in S$ be the sample.", "W_i"),
    ],
)
def test_a_phrase_introduces_a_symbol(sentence: str, symbol: str) -> None:
    assert known(paper(f"The value ${symbol}$ is at most two.", sentence)) == {symbol: sentence}


@pytest.mark.parametrize(
    ("sentence", "symbol"),
    [
        ("We study the step size $W$ in detail.", "W"),
        ("This uses some subset $W$ of all walks.", "W"),
        ("The \\emph{almost} free operad $W$ is known.", "W"),
        ("For any fixed sample size $W$, it holds.", "W"),
        ("It ends after $W$ steps.", "W"),
        ("This is a function of a $W$-dimensional parameter.", "W"),
        ("Recall that its density is $W(x) = e^{-x}$.", "W"),
        ("It depends on function pairs $W=(W^+, W^-)$.", "W^+"),
        ("The number of samples $W_n$ grows.", "W_n"),
        ("We need the stronger hardness ($\\mathsf{WW}$) assumption.", "\\mathsf{WW}"),
        ("We study the restricted model ($\\texttt{Walk}$) here.", "\\texttt{Walk}"),
        ("We use tensors of order-$W$ in the sequel.", "W"),
        ("We study the walk $W$, in particular its length.", "W"),
    ],
)
def test_what_is_named_in_passing_counts_where_nothing_else_introduces_it(sentence: str, symbol: str) -> None:
    assert known(paper(f"It is at most ${symbol}$ in all.", sentence)) == {symbol: sentence}
    phrase = f"Let ${symbol}$ be the weight."
    assert known(paper(f"It is at most ${symbol}$ in all.", sentence, phrase)) == {symbol: phrase}


def test_a_letter_named_in_passing_has_the_meaning_that_most_sentences_give_it() -> None:
    rows = (
        "The point $W$ is near.",
        "We take the walk $W$ now.",
        "Such a walk $W$ ends.",
        "All of the walk $W$ is open.",
    )
    assert known(paper("It is at most $W$ in all.", *rows)) == {"W": rows[1]}
    unclear = (text(rows[0], "1", 3), text(rows[1], "1", 4), text("The box $W$ is closed.", "1", 5))
    assert known(paper("It is at most $W$ in all.", *unclear)) == {}


def test_a_result_defines_names_for_others_but_no_letters() -> None:
    other = statement("Lemma 2", "Define the weight by $W_S = v$ and $W = 2$.", section="2", file="main.tex", line=30)
    found = known(paper("It is $W + W_S$ in all.", statements=(other,)))
    assert found == {"W_S": "Define the weight by $W_S = v$ and $W = 2$."}
    assert row(paper("It is $W$ in all.", statements=(other,)), "W").used != ("theorem-1", "lemma-2")


def test_a_game_has_its_name_in_its_title() -> None:
    game = statement("Game 2", "($\\mathsf{WW}_n$ -- \\textit{a game}) Walk.", kind="other", section="2", line=30)
    assert "\\mathsf{WW}_n" in known(paper("It solves $\\mathsf{WW}_n$ in time.", statements=(game,)))


@pytest.mark.parametrize(
    ("theorem", "symbol"),
    [
        ("Let $W$ be a set. Then it is finite.", "W"),
        ("If $2 \\le W \\le e^n$, it ends.", "W"),
        ("With probability $1/2$ all $W$ independent walks of length $n$ end.", "W"),
        ("A walk of radius $W$ ends.", "W"),
        ("Suppose points $W$ are drawn.", "W"),
        ("Let $V$ be a space and $W \\colon V \\to V$ a map.", "W"),
        ("Let $V$ be a space, $W$ its dual.", "W"),
        ("Let the matrix $V \\in \\mathbb{R}^{W \\times 2}$ be given.", "W"),
        ("The set is $V(W) = \\{v : v < W\\}$ for it.", "W"),
        ("It is $W$-convex.", "W"),
        ("A walk of order-$W$ ends.", "W"),
        ("It ends after $W = 2 v$ steps.", "W"),
        ("It is based on a cut-off value of $W$.", "W"),
        ("Consider the walk to be $W = v + 2$.", "W"),
        ("Let $V = \\{1, \\ldots, W\\}$ be the walks.", "W"),
        ("Then $W$, where $W$ is as defined in Algorithm \\ref{a}, ends.", "W"),
        ("Let $v \\sim N(0, W)$ be independent random variables $N(0, W)$.", "W"),
    ],
)
def test_what_a_statement_introduces_itself_has_its_own_sentence(theorem: str, symbol: str) -> None:
    found = row(paper(theorem), symbol)
    assert (found.statement, found.used) == ("theorem-1", ("theorem-1",))
    assert found.sentence in theorem


def test_a_derivative_has_the_sentence_of_its_function() -> None:
    walk = "Let $f$ be the length of a walk."
    assert known(paper("It is at most $f'(2)$ in all.", walk)) == {"f'": walk}
    assert known(paper("It is at most $f'$ in all.", walk)) == {}


def test_a_statement_that_uses_a_name_does_not_introduce_it() -> None:
    model = "We study the restricted model ($\\texttt{Walk}$) here."
    assert known(paper("It has access to a $\\texttt{Walk}$ oracle.", model)) == {"\\texttt{Walk}": model}
    assert known(paper("It is at most $\\texttt{Walk}$.", "It ends after $\\texttt{Walk}$ queries.")) == {}


@pytest.mark.parametrize(
    ("tex", "keys"),
    [
        ("q_\\mathsf{ro}", ["q_mathsfro"]),
        ("\\mathsf{Adv}_{\\hspace{1pt}G}^{\\mathsf{A}}", ["mathsf:Adv_G^mathsfA"]),
        ("poly(n)", ["mathrm:poly", "n"]),
        ("\\text{Proj}_r(T)", ["mathrm:Proj_#", "T"]),
        ("e^{-\\gamma t}", ["gamma", "t", "e"]),
        ("\\mathbb{R}^{n}", ["n", "mathbb:R"]),
        ("\\norm{x}_H", ["x"]),
        ("\\begin{array}{cc} H & K \\end{array}", ["H", "K"]),
        ("\\smash{W}", ["W"]),
        ("\\large W \\kern-.7em V \\hskip 1em v", ["W", "V", "v"]),
        ("\\texttt{Walk}", ["mathrm:Walk"]),
        ("\\texttt{Walk} + v", ["v"]),
        ("\\both{x} + \\hat{\\both{y}}", ["\\both", "hat(\\both)"]),
    ],
)
def test_symbols_of_a_formula(tex: str, keys: list[str]) -> None:
    macros = (Macro(name="\\both", definition="", body="A(B(#1))", parameters=(Parameter(),)),)
    assert [s.key for s in Formulas(macros).read(tex).symbols] == keys


def test_the_variable_of_an_integral_is_bound() -> None:
    symbols = Formulas(()).read("\\int_X k(x) d\\mu(x)").symbols
    assert {s.key for s in symbols if s.bound} == {"d", "x"}


@pytest.mark.parametrize(
    "sentence",
    [
        "By this, $W$ is larger than all others.",
        "We bound $W$ by the number of edges.",
        "Consider the case where $W$ is a number.",
        "This holds for all $W$ in the set.",
        "For example, let $W$ be the set of all walks.",
        "Is $W$ called the weight, where $W$ is the sum?",
        "The bound is $cW$, where $W$ is an absolute constant.",
        "We denote this by $W \\sim V$ in the sequel.",
        "Let $W$ be as in the last section.",
        "This covers the case of $W$ points.",
        "In particular, the step size $W$ is small.",
        "It corresponds to the unique morphism $W(V) \\to U$ of walks.",
        "Let $W + V$ be at most two.",
        "Then $n$ is a number, and $W$ is the product of all.",
    ],
)
def test_a_phrase_that_only_mentions_a_symbol_says_nothing(sentence: str) -> None:
    found = row(paper("It is at most $W$ in all.", sentence), "W")
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
    assert not [r for r in found if r.name == "W" and r.statement != "theorem-1"]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("A walk is called \\emph{tame} if it is short.", "tame"),
        ("We say that a walk is \\textit{tame} if it is short.", "tame"),
        ("A \\emph{tame walk} is a walk that is short.", "tame walk"),
        ("A walk is \\emph{tame}, for us, whenever it is short.", "tame"),
        ("A walk is called \\emph{timid} (short: tame) if it is short.", "tame"),
        ("A walk is \\dfn{tame} if it is short.", "tame"),
        ("A walk is \\textsl{tame} if it is short.", "tame"),
        ("A walk is {\\sl tame} if it is short.", "tame"),
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


def test_of_a_long_sentence_the_clause_is_shown_that_introduces_the_symbol() -> None:
    body = (
        "It can be written as the sum of all that " + "very " * 20 + "many gave, where $W$ denotes the weight of all."
    )
    assert row(paper("It is at most $W$ in all.", body), "W").words == "… where $W$ denotes the weight of all."


def test_a_sentence_is_shown_once_for_all_that_it_introduces() -> None:
    body = "Here $V$ is the number of steps of all walks in the true model $W^*$ that all of us have seen before."
    found = ledger(paper("It is $V + W^*$ in all.", body))
    assert {(r.name, r.words) for r in found} == {("V", body), ("W^*", body)}


def test_a_symbol_written_in_two_ways_is_one() -> None:
    other = statement("Theorem 2", "It is $W_{n}$.", section="3", file="main.tex", line=65, main=True)
    found = ledger(paper("It is $W_n$.", "Let $W_n$ be all walks.", statements=(other,)))
    assert [(r.name, r.used) for r in found] == [("W_{n}", ("theorem-2", "theorem-1"))]


def test_of_a_long_sentence_that_names_a_symbol_in_passing_the_words_around_it_are_shown() -> None:
    body = "For any fixed sample size $W$, the bound of the last section depends on all that was said before of it."
    found = row(paper("It is at most $W$ in all.", body), "W")
    assert (found.words, found.sentence) == ("… fixed sample size $W$ …", body)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("of all the walks $W$ (cf. the last section)", "… of all the walks $W$ …"),
        ("of all the walks, (so to say, all the large $W$) and trees", "… all the large $W$ …"),
        ("of all the walks $W$ (or trees) and more, trees", "… of all the walks $W$ …"),
    ],
)
def test_no_bracket_stays_open_in_the_words_around_a_symbol(words: str, shown: str) -> None:
    body = f"For any fixed size, the bound of the last section depends on all that was said before it, {words}."
    assert row(paper("It is at most $W$ in all.", body), "W").words == shown


def test_all_statements_that_use_a_symbol_are_named_and_the_unknown_come_last() -> None:
    other = statement("Theorem 2", "It is $V + V$ or more than $W$.", section="3", file="main.tex", line=65, main=True)
    found = ledger(paper("It is at most $V$ in all.", "Let $W$ be all walks.", statements=(other,)))
    assert [(r.name, r.used) for r in found] == [("W", ("theorem-2",)), ("V", ("theorem-2", "theorem-1"))]


def pages(theorem: str, *sentences: str) -> Paper:
    """A paper read from its pages."""
    found = paper(theorem, *sentences)
    return replace(
        found,
        statements=tuple(replace(s, form="text") for s in found.statements),
        passages=tuple(replace(p, form="text") for p in found.passages),
    )


def test_a_paper_of_pages_has_the_words_of_its_pages() -> None:
    found = pages("The mean R(F) is at most σ.", "We write R(F) for half of F.", "Here σ is the spread of a sample.")
    rows = [(r.name, r.words, r.sentence) for r in ledger(found)]
    assert ("R", "We write R(F) for half of F.", "We write R(F) for half of F.") in rows
    assert ("\\sigma ", "Here σ is the spread of a sample.", "Here σ is the spread of a sample.") in rows


def test_symbols_of_pages_whose_index_is_glued_to_them_are_not_listed() -> None:
    found = pages("The mean Rn(F) is at most σ.", "We write Rn(F) for half of F.", "Here σ is the spread of A−1.")
    assert ledger(found) == ()


def test_pages_that_lost_a_formula_introduce_nothing() -> None:
    assert ledger(pages("It is at most W in all.", "Let W be the set of wilj i∼id N(0, nσl−w21 ) of walks.")) == ()
    assert ledger(pages("It is at most W in all.", "Nothing is said.")) == ()


def test_pages_whose_fonts_do_not_name_their_signs_introduce_nothing() -> None:
    said = "Let W be the set of all walks."
    assert ledger(pages("It is at most W in all.", said)) != ()
    assert ledger(pages("It is at most W in all.", said, "Here Ž . is f.", "Now Ž . is g.")) == ()


@given(st.text(alphabet="ab\\{}_^$()[],:=' \n", max_size=60))
def test_any_formula_is_read_and_its_symbols_lie_in_it(tex: str) -> None:
    macros = (Macro(name="\\a", definition="", body="#1_b\\a", parameters=(Parameter(),)),)
    for symbol in Formulas(macros).read(tex).symbols:
        assert 0 <= symbol.start < symbol.end <= len(tex)


@pytest.mark.parametrize("body", [r"\refstepcounter{x}", r"\setcounter{x}{0}", r"\gdef\a{b}", r"\global\let\a\b"])
def test_a_macro_that_counts_or_defines_is_no_symbol(body: str) -> None:
    acting, letter = (
        Macro(name=r"\acts", definition="", body=body),
        Macro(name=r"\letter", definition="", body=r"\mathcal{W}"),
    )
    found = ledger(paper(r"$\acts \letter = 1$", macros=(acting, letter)))
    assert [r.name for r in found] == [r"\letter"]
