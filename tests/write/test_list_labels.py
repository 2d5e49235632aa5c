"""Labels of lists, as LaTeX would print them."""

from __future__ import annotations

import pytest

from scaffold.write.latex.list_labels import inlined, label, options, roman


@pytest.mark.parametrize(
    ("option", "third"),
    [
        ("", "3."),
        (r"label=(\roman*)", "(iii)"),
        (r"label={(\alph*)}, leftmargin=*", "(c)"),
        (r"label=\textbf{A\arabic*}", "A3"),
        (r"label=\bfseries\Roman*.", "III."),
        ("label=(i)", "(i)"),
        ("(i)", "(iii)"),
        ("a)", "c)"),
        ("I.", "III."),
        ("noitemsep", "3."),
        ("leftmargin=*, nosep", "3."),
        (r"label=(H\arabic*),start=4", "(H6)"),
        ("start=2", "4."),
    ],
)
def test_the_label_of_the_third_item(option: str, third: str) -> None:
    assert label(option, 3) == third


def test_options_come_in_the_order_of_the_lists() -> None:
    tex = r"\begin{enumerate}[(i)]\item a\begin{enumerate}\item b\end{enumerate}\end{enumerate}"
    assert list(options(tex)) == ["(i)", ""]


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 4, 9, 14)] == ["i", "iv", "ix", "xiv"]


def test_a_list_within_a_paragraph_is_words() -> None:
    listed = r"If \begin{enumerate*}[label=(\roman*)]\item a; \item[(x)] b; \item c\end{enumerate*}, then"
    assert inlined(listed) == "If (i) a; (x) b; (ii) c, then"
