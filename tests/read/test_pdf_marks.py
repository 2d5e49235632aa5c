"""The structure that a PDF declares helps the reading of its pages, and never misleads it."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pypdf.generic import Fit

from scaffold.model import Paper
from scaffold.read.pdf.page.outline import marks_of
from scaffold.read.pdf.reader import read
from tests.read.example import EXAMPLE, bare, stripped, whole
from tests.read.typeset import typeset

QUIET = r"""
\documentclass{article}\usepackage[T1]{fontenc}\usepackage{amsthm}\usepackage[bookmarksnumbered]{hyperref}
\makeatletter
\renewcommand\section{\@startsection{section}{1}{0pt}{2ex}{1ex}{\normalfont\normalsize}}
\renewcommand\subsection{\@startsection{subsection}{2}{0pt}{2ex}{1ex}{\normalfont\normalsize}}
\makeatother
\newtheoremstyle{quiet}{}{}{\normalfont}{}{\normalfont}{}{ }{}\theoremstyle{quiet}
\newtheorem{theorem}{Theorem}[section]\newtheorem{obs}{Observation}
\begin{document}
\section{Where we begin}
FILLER
\begin{theorem} Every finite tree with two vertices or more has a leaf. \end{theorem}
FILLER
\subsection{How it goes on}
FILLER
\begin{obs} Forests are made of trees. \end{obs}
FILLER
\section*{What is left}\addcontentsline{toc}{section}{What is left}
FILLER
\end{document}
"""


def _headings(paper: Paper) -> list[tuple[str | None, str, int]]:
    return [(s.number, s.title, s.level) for s in paper.sections]


@pytest.mark.requires_latex
def test_what_looks_like_running_text_is_found_by_its_destination(tmp_path: Path) -> None:
    pdf = typeset(QUIET, tmp_path, runs=2)
    paper = read(pdf)
    assert _headings(paper) == [
        ("1", "Where we begin", 1),
        ("1.1", "How it goes on", 2),
        (None, "What is left", 1),
    ]
    assert [s.title for s in paper.statements] == ["Theorem 1.1", "Observation 1"]
    stripped(pdf, tmp_path / "bare.pdf")
    assert len(read(tmp_path / "bare.pdf").sections) < 3


BROKEN = r"""
\documentclass{book}\usepackage[T1]{fontenc}\usepackage{hyperref}\raggedbottom
\makeatletter
\renewcommand\@makechapterhead[1]{\vspace*{90pt}{\LARGE\bfseries\thechapter\quad #1\par}\vspace{30pt}}
\makeatother
\pagestyle{empty}\begin{document}
\chapter{Trees}
\section{Where we begin}
FILLER
\section{How it goes on}
FILLER
\clearpage
FILLER

\vspace{9pt}\pdfdest name{section.1.3} xyz\newpage % as if TeX broke the page after it
{\let\refstepcounter\stepcounter\section{What is left}}
FILLER
\chapter{Forests}
FILLER
\end{document}
"""


@pytest.mark.requires_latex
def test_a_heading_may_be_far_below_its_destination_or_on_the_next_page(tmp_path: Path) -> None:
    paper = read(typeset(BROKEN, tmp_path, runs=2))
    assert _headings(paper) == [
        ("1", "Trees", 0),
        ("1.1", "Where we begin", 1),
        ("1.2", "How it goes on", 1),
        ("1.3", "What is left", 1),
        ("2", "Forests", 0),
    ]


DEEP = r"""
\documentclass{article}\usepackage[T1]{fontenc}\usepackage{amsthm}\usepackage[bookmarksdepth=2]{hyperref}
\setcounter{secnumdepth}{2}\newtheorem{lemma}{Lemma}
\begin{document}
\section{Trees}
FILLER
\begin{lemma} Every edge has two ends. \end{lemma}
\subsubsection{Properties of $x$, \textrm{II}, $A$}
FILLER
\subsection{Forests}
FILLER\par\phantomsection\label{here}
FILLER
\begin{lemma} Every path has two ends. \end{lemma}
\begin{lemma} A star may have more. \end{lemma}
\paragraph{A title within its line} FILLER
\subsubsection*{Application of 2.}
FILLER
\subsubsection*{Where the maps lead, all of them, from every tree that we have to the forest
$S \to T (S) = - \mathrm{d}_S \mathrm{N}$}
FILLER
\section*{Summary of the whole, in so many words that the title takes a second line}
FILLER
\end{document}
"""


@pytest.mark.requires_latex
def test_unnumbered_headings_in_the_size_of_text_are_found_by_their_destinations(tmp_path: Path) -> None:
    paper = read(typeset(DEEP, tmp_path, runs=2))
    assert _headings(paper) == [
        ("1", "Trees", 1),
        (None, "Properties of x, II, A", 3),
        ("1.1", "Forests", 2),
        (None, "Application of 2", 3),
        (None, "Where the maps lead, all of them, from every tree that we have to the forest S → T(S) = −dSN", 3),
        (None, "Summary of the whole, in so many words that the title takes a second line", 1),
    ]
    assert [s.title for s in paper.statements] == ["Lemma 1", "Lemma 2", "Lemma 3"]


RUN_IN = r"""
\documentclass{amsart}\usepackage{hyperref}\newtheorem{lemma}{Lemma}[section]
\theoremstyle{remark}\newtheorem*{remark}{Remark}
\begin{document}
\section{Trees}
\subsection{Paths} FILLER
\begin{lemma} Every edge has two ends. \end{lemma}
\begin{remark} Not every vertex has two. \end{remark}
\subsection*{The case of stars} FILLER
\subsection{Forests} FILLER
\begin{lemma} Every path has two ends. \end{lemma}
\textbf{Words\phantomsection} in bold are no heading. FILLER
\end{document}
"""


@pytest.mark.requires_latex
def test_an_unnumbered_heading_may_stand_in_its_paragraph_as_the_numbered_ones_do(tmp_path: Path) -> None:
    paper = read(typeset(RUN_IN, tmp_path, runs=2))
    assert _headings(paper) == [
        ("1", "Trees", 1),
        ("1.1", "Paths", 2),
        (None, "The case of stars", 2),
        ("1.2", "Forests", 2),
    ]
    assert [s.body for s in paper.statements][:2] == ["Every edge has two ends.", "Not every vertex has two."]


def test_marks_name_the_places_of_our_example() -> None:
    marks = marks_of(EXAMPLE)
    assert {m.level for m in marks.headings} >= {1, 2}
    assert len(marks.statements) >= 36
    pages = [m.page for m in marks.headings]
    assert pages == sorted(pages)


@pytest.mark.slow
def test_a_wrong_outline_changes_nothing(tmp_path: Path) -> None:
    writer = stripped(EXAMPLE, tmp_path / "bare.pdf")
    for page in range(0, 14, 2):  # as publishers and mergers leave them
        entry = writer.add_outline_item(title=f"1.{page} Another paper's heading", page_number=page)
        writer.add_outline_item(title="Figure 3", page_number=page, parent=entry)
    writer.add_named_destination(title="section.9", page_number=5)
    writer.write(tmp_path / "wrong.pdf")
    wrong = read(tmp_path / "wrong.pdf")
    assert _headings(wrong) == _headings(bare())
    assert [s.title for s in wrong.statements] == [s.title for s in bare().statements]


@pytest.mark.slow
def test_the_outline_of_our_example_agrees_with_its_pages() -> None:
    assert _headings(bare()) == _headings(whole())


def test_a_file_that_is_no_pdf_has_no_marks(tmp_path: Path) -> None:
    (tmp_path / "odd.pdf").write_bytes(b"%PDF-1.5 nothing")
    assert marks_of(tmp_path / "odd.pdf").headings == ()


def test_an_outline_deeper_than_any_paper_is_read_without_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    writer = pypdf.PdfWriter()
    entry = None
    for n in range(9):
        writer.add_blank_page(200, 200)
        entry = writer.add_outline_item(title=f"Part {n}", page_number=n, parent=entry, fit=Fit.xyz(left=0, top=100))
    writer.add_outline_item(title="Last", page_number=0, fit=Fit.xyz(left=0, top=100))
    writer.write(tmp_path / "deep.pdf")
    headings = marks_of(tmp_path / "deep.pdf").headings
    assert [(m.title, m.depth) for m in headings] == [
        ("Part 0", 0), ("Last", 0), *((f"Part {n}", n) for n in range(1, 6))
    ]  # fmt: skip
    assert (caplog.records, *capfd.readouterr()) == ([], "", "")


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_bookmark_of_a_turned_page_points_to_where_it_is_shown(turned: int, inherited: bool, tmp_path: Path) -> None:
    from pypdf.generic import DictionaryObject, NameObject, RectangleObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(400, 600)
    page[NameObject("/MediaBox")] = RectangleObject((30, 50, 430, 650))
    page.rotate(turned)
    writer.add_outline_item(title="Here", page_number=0, fit=Fit.xyz(left=50, top=640))
    if inherited:
        box = page.pop("/MediaBox")
        parent = page["/Parent"].get_object()
        assert isinstance(parent, DictionaryObject)
        parent[NameObject("/MediaBox")] = box
    writer.write(tmp_path / "turned.pdf")
    (mark,) = marks_of(tmp_path / "turned.pdf").headings
    assert (mark.x, mark.top) == {0: (20, 10), 90: (590, 20), 180: (380, 590), 270: (10, 380)}[turned]
