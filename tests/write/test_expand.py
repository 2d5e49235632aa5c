"""The paper's macros, expanded or refused; never half."""

from __future__ import annotations

import pytest

from scaffold.model import Macro
from scaffold.write.expand import CannotExpand, expand

DEFINITIONS = {
    r"\R": r"\newcommand{\R}{\mathbb{R}}",
    r"\E": r"\newcommand\E[2][x]{\mathbb{E}_{#1}\left[#2\right]}",
    r"\argmin": r"\DeclareMathOperator*{\argmin}{arg\,min}",
    r"\sgn": r"\DeclareMathOperator{\sgn}{sgn}",
    r"\nrm": r"\DeclarePairedDelimiter{\nrm}{\lVert}{\rVert}",
    r"\eps": r"\def\eps{\varepsilon}",
    r"\half": r"\def\half#1#2{\frac{#1}{2#2}}",
    r"\be": r"\let\be\beta",
    r"\twice": r"\newcommand{\twice}[1]{\eps #1\eps}",
    r"\loop": r"\newcommand{\loop}{\loop}",
    r"\odd": r"\def\odd#1;{x}",
}
MACROS = [Macro(name, text) for name, text in DEFINITIONS.items()]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"x\in\R^d", r"x\in\mathbb{R}^d"),
        (r"A_\R", r"A_{\mathbb{R}}"),
        (r"\E{y}", r"\mathbb{E}_{x}\left[y\right]"),
        (r"\E[z]{y}", r"\mathbb{E}_{z}\left[y\right]"),
        (r"\argmin_x \sgn t", r"\operatorname*{arg\,min}_x \operatorname{sgn}t"),
        (r"\nrm{x}", r"\lVert x \rVert "),
        (r"\nrm*{x}", r"\left\lVert x \right\rVert "),
        (r"\nrm[\big]{x}", r"\bigl\lVert x \bigr\rVert "),
        (r"\eps a", r"\varepsilon a"),
        (r"\half ab", r"\frac{a}{2b}"),
        (r"\be{}", r"\beta{}"),
        (r"\twice{q}", r"\varepsilon q\varepsilon"),
        (r"\epsilon \Rightarrow", r"\epsilon \Rightarrow"),
    ],
)
def test_it_expands_as_tex_does(tex: str, expected: str) -> None:
    assert expand(tex, MACROS) == expected


@pytest.mark.parametrize("tex", [r"\loop", r"\odd a;", r"\half{a", r"\E"])
def test_what_it_does_not_understand_raises(tex: str) -> None:
    with pytest.raises(CannotExpand):
        expand(tex, MACROS)


def test_let_takes_the_meaning_of_its_moment() -> None:
    swapped = [
        Macro(r"\old", r"\let\old\epsilon"),
        Macro(r"\epsilon", r"\let\epsilon\varepsilon"),
        Macro(r"\varepsilon", r"\let\varepsilon\old"),
    ]
    assert expand(r"\epsilon+\varepsilon", swapped) == r"\varepsilon+\epsilon"
