"""Ends of rows in a formula that has no rows."""

from __future__ import annotations

import pytest

from scaffold.tex import rows


@pytest.mark.parametrize(
    ("formula", "one"),
    [
        ("x = y", "x = y"),
        (r" x = y.\\[5pt] ", " x = y."),
        (r"x = y \\*[.5\baselineskip]", "x = y "),
        (r"x = y \newline", "x = y "),
        (r"x = y \\ [0, 1]", r"x = y \quad  [0, 1]"),
        (r"x \\ y\\z\\", r"x \quad  y\quad z"),
        (r"\substack{a\\b} = \begin{cases}a\\b\end{cases}\\", r"\substack{a\\b} = \begin{cases}a\\b\end{cases}"),
        (r"x \newlineno \{ y \\ \}", r"x \newlineno \{ y \quad  \}"),
    ],
)
def test_in_one(formula: str, one: str) -> None:
    assert rows.in_one(formula) == one
