"""The formulas in a page's text: what is marked is taken back exactly, and what lost its layout is not shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.planning.page_formulas import begun, clear, in_latex, marked, simple, unmarked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let Rn(F) be the average of a class F.", "Let $R_{n}(F)$ be the average of a class $F$."),
        ("We use σ (·) to denote it (see f).", "We use $σ (·)$ to denote it (see $f$)."),
        ("Here φ ∈ R is as in Section 2.", "Here $φ ∈ R$ is as in Section 2."),
        ("It is a map of I to us.", "It is a map of I to us."),
        ("with 5 % of max(x, y)", "with 5 \\% of $\\operatorname{max}(x$, $y$)"),
        ("the {±1}-valued", "the $\\{±1\\}-\\operatorname{valued}$"),
        ("costs $5", ""),
    ],
)
def test_letters_and_signs_are_formulas(text: str, expected: str) -> None:
    assert marked(text) == expected


@given(st.text("abRxn(){}[],.:;=≤σφ∗1 25%&#“”−"))
def test_what_is_marked_is_taken_back(text: str) -> None:
    assert unmarked(marked(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "words",
    ["where φ is the activation function.", "… a class F of maps …", "We use R(F) for the average of F."],
)
def test_short_formulas_can_be_read(words: str) -> None:
    assert clear(marked(words[0].upper() + words[1:]))


@pytest.mark.parametrize(
    "words",
    [
        "Let f be a map from Rd to R.",
        "Let wilj i∼id N(0, nσl−w21 ) be the weights.",
        "Let R be R Ž f. of f.",
        "Let (X be a pair.",
        "… the number n is large by theorems [17 …",
        "n i=1 n i=n/2+1 of f is a sum.",
        "We bound ˆ f by 2.",
        "Let f be at most 2 3 times g.",
        "We use Rn(F) for the average of F.",
        "Let g be the inverse A−1 of A.",
    ],
)
def test_what_lost_its_layout_cannot(words: str) -> None:
    assert not clear(marked(words))


def test_the_rest_of_a_display_does_not_begin_a_sentence() -> None:
    assert begun(marked("n i=1 f∈F Denote the mean by Dn(F).")) == "Denote the mean by $D_{n}(F)$."
    assert begun("Denote it by $f$.") == "Denote it by $f$."
    assert begun("$f$ is small.") == "$f$ is small."


def test_a_simple_symbol_is_a_letter_alone() -> None:
    names = ("f", "σ", "R_{n}", "\\operatorname{log}", "fg", "C_{an}", "A_{∗}")
    assert [name for name in names if simple(name)] == ["f", "σ"]
    assert (in_latex("σ"), in_latex("f")) == ("\\sigma ", "f")
