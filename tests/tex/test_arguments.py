"""Substituting arguments in a macro's body."""

from __future__ import annotations

import pytest

from scaffold.tex.arguments import substitute


@pytest.mark.parametrize(
    ("body", "values", "made"),
    [
        (r"\##1", ["A"], r"\#A"),
        (r"\\#1", ["x"], r"\\x"),
        (r"##1#1", ["y"], "#1y"),
        (r"#1#2", [r"\alpha", "x"], r"\alpha x"),
        (r"#1#2", [r"\alpha", "2"], r"\alpha2"),
        (r"#1#2#3", [r"\alpha", "", "x"], r"\alpha x"),
        (r"\mathbb#1x", ["R"], r"\mathbb Rx"),
        (r"#1x", [r"\beta"], r"\beta x"),
        (r"x#1", [r"\beta"], r"x\beta"),
        ("#2", ["x"], ""),
    ],
)
def test_arguments_are_put_where_they_belong(body: str, values: list[str], made: str) -> None:
    assert substitute(body, values) == made
