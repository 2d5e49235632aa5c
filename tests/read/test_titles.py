"""Titles as arXiv has them: LaTeX where there are formulas or commands, otherwise plain text."""

from __future__ import annotations

import pytest

from scaffold.read.latex.plain_text import online_title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (r"Bounds on $\ell_1$ and $n^{1/2}$ in $\mathbb{R}^d$", "Bounds on ℓ_1 and n^(1/2) in R^d"),
        (r"Erd\H{o}s \& others: 5% of $x_{i,j}$ & more", "Erdős & others: 5% of x_(i,j) & more"),
        ("5% of all & #1 for $9", "5% of all & #1 for $9"),
        ("", ""),
    ],
)
def test_a_title_is_plain_text(given: str, title: str) -> None:
    assert online_title(given) == title
