"""Displays outside statements: their numbers, what can be restated of them, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Statement
from tests.read.dump import read_case

HEAD = r"\documentclass{article}\usepackage{amsmath,amsthm}\newtheorem{thm}{Theorem}\newcommand{\R}{\mathbb{R}}"


def displays(body: str, folder: Path) -> tuple[Statement, ...]:
    """The displays of a paper with that body."""
    return read_case(f"{HEAD}\n\\begin{{document}}\n{body}\n\\end{{document}}\n", folder).displays


@pytest.mark.parametrize(
    ("source", "id", "title", "alone"),
    [
        (
            r"\begin{equation}\label{e} x\in\R \end{equation}",
            "equation-1",
            "Equation 1",
            "\\begin{equation}\n\\tag{1} x\\in\\R\n\\end{equation}",
        ),
        (r"\[ y \tag{A}\label{t} \]", "equation-A", "Equation A", r"\[y \tag{A}\]"),
        (
            r"\begin{align} a\label{a}\\ b\nonumber\\ c\label{c}\end{align}",
            "equation-1-2",
            "Equations 1–2",
            "\\begin{align}\na\\tag{1}\\\\ b\\nonumber\\\\ c\\tag{2}\n\\end{align}",
        ),
    ],
)
def test_a_labelled_display_keeps_its_number(source: str, id: str, title: str, alone: str, tmp_path: Path) -> None:
    """It stands alone, with the number that the paper prints."""
    (found,) = displays(source, tmp_path)
    assert (found.id, found.title, found.standalone) == (id, title, alone)


def test_it_has_the_macros_that_it_needs(tmp_path: Path) -> None:
    """As a statement has."""
    (found,) = displays(r"\begin{equation}\label{e} \R \end{equation}", tmp_path)
    assert found.macros == ("\\R",)


@pytest.mark.parametrize(
    "source",
    [
        r"\begin{equation} x \end{equation}",
        r"\begin{equation*} x \end{equation*}",
        r"\begin{thm}\begin{equation}\label{e} x \end{equation}\end{thm}",
        r"\begin{empheq}[box=\fbox]{align}\label{e} x \end{empheq}",
    ],
)
def test_what_cannot_be_referred_to_or_is_in_a_statement_is_left_out(source: str, tmp_path: Path) -> None:
    """A display without label or number; one that its statement shows; one that cannot be put together."""
    assert displays(source, tmp_path) == ()
