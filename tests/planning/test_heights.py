"""Heights without TeX: the order of magnitude, and that hidden displays are seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold.model import Macro, Paper, Region, Source
from scaffold.planning.heights import Ruler, geometry, width
from scaffold.seminar import Page
from tests.macros import macro
from tests.planning.papers import statement


def ruler(*macros: Macro) -> Ruler:
    return Ruler(Paper(source=Source(kind="tex"), macros=macros))


def test_the_page_of_the_default_seminar() -> None:
    page = geometry(Page())
    assert 60 <= page.characters <= 80
    assert 50 < page.lines < 54


def test_two_columns_are_half_as_wide_and_twice_as_long() -> None:
    one, two = geometry(Page()), geometry(Page(columns=2))
    assert two.characters == one.characters / 2
    assert two.lines == one.lines * 2


@pytest.mark.parametrize(
    ("tex", "low", "high"),
    [
        ("", 0, 0),
        ("One line.", 1, 1),
        ("word " * 60, 3, 4),
        ("Text. \\[ a = b \\] More.", 4, 4.5),
        ("\\begin{align} a&=b \\\\ c&=\\frac de \\\\ f&=g \\end{align}", 5, 7),
        ("\\begin{itemize} \\item one \\item two \\end{itemize}", 3, 4.5),
        ("% a comment only", 0, 0),
        ("one\n\ntwo", 2, 2),
        ("\\begin{tabular}{ll} a & b \\\\ c & d \\end{tabular}", 3, 4),
    ],
)
def test_lines_of_a_passage(tex: str, low: float, high: float) -> None:
    assert low <= ruler().lines(tex, 90) <= high


def test_a_display_hidden_in_macros_is_a_display() -> None:
    macros = (
        macro("\\be", "\\newcommand{\\be}{\\begin{equation}}"),
        macro("\\ee", "\\def\\ee{\\end{equation}}"),
    )
    assert ruler(*macros).lines("We have \\be a=b \\ee", 90) > ruler().lines("We have \\be a=b \\ee", 90)


def test_a_macro_that_calls_itself_ends() -> None:
    loop = (macro("\\a", "\\newcommand{\\a}{\\b\\b}"), macro("\\b", "\\newcommand{\\b}{\\a\\a}"))
    assert ruler(*loop).lines("\\a", 90) >= 1


@pytest.mark.parametrize(
    ("tex", "cells"), [("$\\alpha$", 1), ("$\\mathcal{F}_n$", 2), ("\\log n", 5), ("\\ref{a}", 4), ("\\label{a}b", 1)]
)
def test_width_in_characters(tex: str, cells: int) -> None:
    assert width(tex) == cells


def test_a_statement_in_its_box_is_taller_than_its_text() -> None:
    page = geometry(Page())
    assert ruler().statement(statement("Theorem 1", "Short."), page) > page.pages(1)


def test_a_paper_from_a_pdf_is_measured_by_its_clips() -> None:
    stated = replace(statement("Theorem 1"), regions=(Region(3, (72.0, 100.0, 540.0, 300.0)),))
    page = geometry(Page())
    assert 0.2 < ruler().statement(replace(stated, shown_by="clip"), page) < 0.4
    assert ruler().statement(stated, page) < 0.1
