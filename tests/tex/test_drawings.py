"""The parts of a statement that only LaTeX can draw, and their positions."""

from __future__ import annotations

import pytest

from scaffold.model import Macro
from scaffold.tex import drawings
from tests.macros import macro

SQUARE = r"\begin{tikzcd} A \arrow[r] & B \end{tikzcd}"


def texts(tex: str, *macros: Macro) -> list[str]:
    return [tex[d.start : d.end] for d in drawings.found(tex, macros)]


@pytest.mark.parametrize(
    "drawn",
    [
        rf"\[{SQUARE}\]",
        rf"\[ {SQUARE} \quad {SQUARE} \]",
        r"$$ \xymatrix@C=1em{A\ar[r]^{f} & B} $$",
        rf"\begin{{equation*}}{SQUARE}\tag{{3}}\end{{equation*}}",
        rf"\begin{{center}}\scalebox{{.5}}{{{SQUARE}}}\end{{center}}",
        r"\begin{figure}[h]\centering\includegraphics[width=2cm]{a.png}\caption{A map $f$.}\end{figure}",
        r"\begin{center}\begin{tabular}{cc}1&2\end{tabular}\end{center}",
        r"\begin{align*}x=\scalebox{.8}{\begin{blockarray}{cc}1&2\\3&4\end{blockarray}}\end{align*}",
    ],
)
def test_a_drawing_is_lifted_with_its_display_float_or_centring(drawn: str) -> None:
    assert texts(f"Let $a=b$ and\n{drawn}\nthen $c$ holds.") == [drawn]


def test_what_is_alone_in_its_paragraph_is_lifted_and_neighbours_are_one() -> None:
    half = r"\begin{minipage}{.4\textwidth}x\end{minipage}"
    assert texts(f"Two:\n\n{half}\\hfill\n{half}\n\nBoth.") == [f"{half}\\hfill\n{half}"]


def test_one_in_a_line_of_words_or_in_rows_is_left_and_then_all_are() -> None:
    assert texts(rf"The arrow {SQUARE} here.") == []
    assert texts(rf"Rows \begin{{align}}a&=b\\ {SQUARE}\end{{align}}") == []
    assert texts(rf"First \[{SQUARE}\] and the arrow {SQUARE} here.") == []


def test_commands_of_the_paper_that_draw_are_known_also_through_others() -> None:
    unit = macro(r"\unit", r"\newcommand{\unit}{\begin{tikzpicture}\draw (0,0)--(0,1);\end{tikzpicture}}")
    both = macro(r"\both", r"\newcommand{\both}{\unit\unit}", needs=(r"\unit",))
    opened = macro(r"\bd", r"\newcommand{\bd}{\begin{tikzpicture}}")
    assert texts(r"Let \[\both \mapsto 1\] be", both, unit, opened) == [r"\[\both \mapsto 1\]"]
    assert texts(r"Let \[\bd \mapsto 1\] be", opened) == []


def test_the_number_of_a_display_is_not_part_of_what_is_drawn() -> None:
    tex = rf"\begin{{equation*}}{SQUARE}\tag{{3}}\end{{equation*}}"
    (one,) = drawings.found(tex)
    assert one.inside
    assert tex[slice(*one.inside)] == SQUARE


def test_each_drawing_is_replaced_by_its_sign_in_a_paragraph_of_its_own() -> None:
    tex = rf"One \[{SQUARE}\] two \[{SQUARE}\] three"
    assert drawings.replaced(tex) == f"One\n\n{drawings.sign(0)}\n\ntwo\n\n{drawings.sign(1)}\n\nthree"
    assert drawings.omitted(tex) == "One\n\ntwo\n\nthree"
    assert [drawings.numbered(text) for text in (drawings.sign(1), "x", "xy", "")] == [1, None, None, None]
