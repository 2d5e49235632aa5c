"""Page numbers in statements: what LaTeX prints for \\pageref, found on the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest

from scaffold.model import Paper
from scaffold.read.crosscheck import crosscheck
from scaffold.read.latex.reader import read, reading
from scaffold.read.pdf.page.lines import Line
from scaffold.read.printed_pages import Folios
from tests.read.typeset import typeset

PAPER = r"""\documentclass{article}
\usepackage{amsmath,amsthm%s}
\newtheorem{thm}{Theorem}
\begin{document}
%s
FILLER
\begin{thm}\label{one}Words of the first theorem.\end{thm}
FILLER
\section{The second part}\label{sec}
FILLER \begin{equation}\label{eq}x=y\end{equation} FILLER
\newpage
Words that nobody else has in this paper stand here.\label{text} They are followed by others of this sort, too.
\begin{table}[h]\caption{Some table of numbers}\label{tab}\end{table}
FILLER
\newpage
\begin{figure}[h]\caption{A figure with words}\label{fig}\end{figure}
\begin{thm}\label{two}
%s
\end{thm}
\end{document}
"""
PLAIN = "See pages \\pageref{one}, \\pageref{sec}, \\pageref{eq}, \\pageref{text}, \\pageref{tab}, \\pageref{fig} here."
CLEVER = "See \\cpageref{one}, \\cpageref{one,fig}, \\cpagerefrange{one}{two}, \\autopageref{tab} and \\Cpageref{text}."

VARIED = (
    "See \\vref{one}, \\vref*{sec}, \\vref{fig}, \\fullref{eq}, \\fullref{fig}, \\vpageref{one}, "
    "\\vpageref[above][seen]{eq}, \\vpageref[above]{fig}, \\vrefrange{one}{fig}, \\vpagerefrange{one}{text} here."
)


def compared(source: str, folder: Path) -> tuple[Paper, str]:
    """The paper compared with its pages as LaTeX sets them, and the text of the last page."""
    pdf = typeset(source, folder, runs=2)
    with pdfplumber.open(pdf) as pages:
        last = pages.pages[-1].extract_text()
    return crosscheck(lambda numbers: reading(folder, "main.tex", numbers), pdf), last


def plain(tex: str) -> str:
    return re.sub(r"\W+", "", tex)


@pytest.mark.requires_latex
@pytest.mark.parametrize("start", ["", r"\setcounter{page}{117}", r"\pagenumbering{roman}"])
@pytest.mark.parametrize(
    ("packages", "named"), [("", PLAIN), (",hyperref", PLAIN), (",hyperref,cleveref", CLEVER), (",varioref", VARIED)]
)
def test_the_page_that_latex_prints(start: str, packages: str, named: str, tmp_path: Path) -> None:
    if "roman" in start and packages != ",hyperref":
        pytest.skip("only hyperref says what pages with roman numbers are called, and cleveref sorts them as words")
    paper, last = compared(PAPER % (packages, start, named), tmp_path)
    assert plain(paper.statements[-1].standalone) in plain(last)
    assert "??" not in paper.statements[-1].standalone
    assert not [d for d in paper.diagnostics if d.code in ("unknown-page", "number-conflict")]


@pytest.mark.requires_latex
def test_a_heading_is_on_the_page_of_the_text_below_it(tmp_path: Path) -> None:
    source = r"""\documentclass{article}\usepackage{amsthm}\newtheorem{thm}{Theorem}\begin{document}
FILLER The words that come before it are on the first page only.
\newpage
\paragraph{Extracting.}\label{par} These words begin the second page, and no other one.
\begin{thm}See page \pageref{par}.\end{thm}\end{document}"""
    assert compared(source, tmp_path)[0].statements[-1].standalone == "See page 2."


def test_varioref_needs_no_page(tmp_path: Path) -> None:
    named = "By~\\vref{one} and \\vrefrange{one}{two}, \\vpageref{one}."
    (tmp_path / "main.tex").write_text(PAPER % ("", "", named), encoding="utf-8")
    paper = read(tmp_path)
    assert paper.statements[-1].standalone == "By~1 and 1 to 2, on page~??."
    assert [d.subject for d in paper.diagnostics if d.code == "unknown-page"] == ["theorem-2"]


def test_a_page_that_is_not_known_is_said(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text(PAPER % ("", "", "On page~\\pageref{one}, \\pageref{one}."), encoding="utf-8")
    paper = read(tmp_path)
    assert paper.statements[-1].standalone == "On page~??, ??."
    (said,) = [d for d in paper.diagnostics if d.code == "unknown-page"]
    assert said.subject == "theorem-2"
    assert "“one”" in said.message


@pytest.mark.parametrize(
    ("foot", "labels", "expected"),
    [
        (["101", "102", "103"], {}, ["101", "102", "103"]),
        (["101", "102", "103"], {1: "1", 2: "2", 3: "3"}, ["101", "102", "103"]),
        (["words", "102", "103"], {}, ["101", "102", "103"]),
        (["Journal 101", "102 Title", "Journal 103"], {}, ["101", "102", "103"]),
        (["words", "words", "words"], {1: "i", 2: "ii", 3: "1"}, ["i", "ii", "1"]),
        (["words", "words", "7"], {}, ["", "", ""]),
    ],
)
def test_the_number_of_a_page(foot: list[str], labels: dict[int, str], expected: list[str]) -> None:
    lines = [Line(page, text) for page, last in enumerate(foot, 1) for text in ("A title", "Words of 12 lines", last)]
    folios = Folios(lines, labels)
    assert [folios.of(page) for page in (1, 2, 3)] == expected
