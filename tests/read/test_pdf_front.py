"""Titles and authors in the layouts of classes, read from their pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.read.pdf.reader import read
from tests.read.typeset import typeset

FRONTS = {
    "amsart sets authors in small capitals": (
        r"\documentclass{amsart}\title{Trees and leaves}\author{Sophie Germain}\author{Carl Gauss}"
        r"\begin{document}\begin{abstract} We count. \end{abstract}\maketitle",
        "TREES AND LEAVES",
        ("Sophie Germain", "Carl Gauss"),
    ),
    "IEEEtran sets blocks side by side": (
        r"\documentclass[conference]{IEEEtran}\title{Counting leaves in columns}"
        r"\author{\IEEEauthorblockN{Grace Hopper}\IEEEauthorblockA{University of Woods}\and"
        r"\IEEEauthorblockN{Alan M. Turing}\IEEEauthorblockA{Forest Institute}}"
        r"\begin{document}\maketitle\begin{abstract} We count. \end{abstract}",
        "Counting leaves in columns",
        ("Grace Hopper", "Alan M. Turing"),
    ),
    "a name over a break of the line, with digits of an ORCID": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees}\\[1em]"
        r"Anna Schulze$^{1[0000-0000-0000-0001]}$, Jean Picard$^{2}$ and Bj\"orn\\{\O}stergaard$^{1}$\end{center}",
        "Leaves of finite trees",
        ("Anna Schulze", "Jean Picard", "Björn Østergaard"),
    ),
    "by stands before the name": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees}\\[1em]"
        r"By Hermann Weyl\end{center}",
        "Leaves of finite trees",
        ("Hermann Weyl",),
    ),
    "a raised number after the title leads to a footnote": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees$^1$}\\[1em]"
        r"Hermann Weyl\end{center}",
        "Leaves of finite trees",
        ("Hermann Weyl",),
    ),
    "a raised number after a letter is an exponent": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Finite trees in $L^2$}\\[1em]"
        r"Hermann Weyl\end{center}",
        "Finite trees in L2",
        ("Hermann Weyl",),
    ),
    "a cover says with its letters apart that it is a thesis": (
        r"\documentclass{article}\begin{document}\begin{center}{\Huge T\ H\ E\ S\ I\ S}\\[1em]"
        r"{\LARGE Leaves of finite trees}\\[1em] Hermann Weyl\end{center}",
        "Leaves of finite trees",
        ("Hermann Weyl",),
    ),
    "letters and signs that are raised after names": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees}\\[1em]"
        r"Anna Schulze$^{\rm a}$, Jean Picard\textsuperscript{b,$\ast$}, Hans Meyer$^\|$\hfil Ida Curie$^{ab}$"
        r"\end{center}",
        "Leaves of finite trees",
        ("Anna Schulze", "Jean Picard", "Hans Meyer", "Ida Curie"),
    ),
    "a raised letter within a name is a part of it": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees}\\[1em]"
        r"Anna M\textsuperscript{c}Donald and Jean Picard\end{center}",
        "Leaves of finite trees",
        ("Anna McDonald", "Jean Picard"),
    ),
    "digits after names that are not raised": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees}\\[1em]"
        r"Anna Schulze1,2, Jean Picard (1) and Hans Meyer[2]\end{center}",
        "Leaves of finite trees",
        ("Anna Schulze", "Jean Picard", "Hans Meyer"),
    ),
    "firms, countries and cities are no authors": (
        r"\documentclass{article}\title{Leaves of finite trees}\date{}"
        r"\author{Anna Schulze\\Woodland Labs\\ \texttt{a@b.org}\and Jean Picard\\Forest AI\\ \texttt{c@d.org}}"
        r"\begin{document}\maketitle\begin{abstract}We count.\end{abstract}",
        "Leaves of finite trees",
        ("Anna Schulze", "Jean Picard"),
    ),
    "a raised mark, smaller type or italics begin an address": (
        r"\documentclass{article}\begin{document}\begin{center}{\LARGE Leaves of finite trees}\\[1em]"
        r"Anna Schulze$^1$ and Jean Picard$^2$\\$^1$Green Woods, Tall Oaks\\$^2$Old Forest\\{\itshape Dark Lake}\\"
        r"{\scriptsize Deep Moor}\end{center}",
        "Leaves of finite trees",
        ("Anna Schulze", "Jean Picard"),
    ),
    "names in capitals before their addresses on one line": (
        r"\documentclass{article}\begin{document}{\LARGE Leaves of finite trees}\par\medskip\noindent "
        r"ANNA SCHULZE, University of Woods, France\par\noindent JEAN PICARD, Green Woods, France\par",
        "Leaves of finite trees",
        ("Anna Schulze", "Jean Picard"),
    ),
    "the space between words of a wide title is at the gutter": (
        r"\documentclass[conference]{IEEEtran}\title{On the Leaves of Finite Trees}"
        r"\author{\IEEEauthorblockN{Grace Hopper}\IEEEauthorblockA{University of Woods}}"
        r"\begin{document}\maketitle\begin{abstract} We count. \end{abstract} FILLER FILLER FILLER FILLER FILLER"
        r" FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER",
        "On the Leaves of Finite Trees",
        ("Grace Hopper",),
    ),
}


@pytest.mark.requires_latex
@pytest.mark.parametrize("case", FRONTS.values(), ids=FRONTS)
def test_title_and_authors(case: tuple[str, str, tuple[str, ...]], tmp_path: Path) -> None:
    text, title, authors = case
    paper = read(typeset(text + r"\section{Introduction} FILLER FILLER \end{document}", tmp_path))
    assert (paper.title, paper.authors) == (title, authors)
    assert [s.title.capitalize() for s in paper.sections if s.number] == ["Introduction"]


@pytest.mark.requires_latex
def test_title_authors_and_date_are_no_headings(tmp_path: Path) -> None:
    front = (
        r"\documentclass{article}\begin{document}\begin{center}{\Large\bfseries Leaves of finite trees}\\[1em]"
        r"{\Large\bfseries Hermann Weyl}\\[1em]{\Large\bfseries 1. April 2020}\end{center}"
    )
    paper = read(typeset(front + r"\section{Introduction} FILLER \section{Rest} FILLER \end{document}", tmp_path))
    assert [(s.number, s.title) for s in paper.sections] == [("1", "Introduction"), ("2", "Rest")]


ABSTRACTS = {
    "in smaller type": r"{\small We count leaves. FILLER\par}",
    "with wider margins": r"\begin{quotation}We count leaves. FILLER\end{quotation}",
}


@pytest.mark.requires_latex
@pytest.mark.parametrize("abstract", ABSTRACTS.values(), ids=ABSTRACTS)
def test_an_abstract_without_a_heading(abstract: str, tmp_path: Path) -> None:
    front = r"\documentclass{article}\title{Leaves}\author{Anna Schulze}\begin{document}\maketitle "
    end = r"\section{Introduction} FILLER \newpage FILLER \end{document}"
    paper = read(typeset(front + abstract + end, tmp_path))
    assert paper.abstract.startswith("We count leaves. The argument")
    assert paper.abstract.endswith("where the difficulty lies.")
    assert paper.authors == ("Anna Schulze",)


AUTHORS = {
    "by": r"By Anna Maria Schulze and Jean B. Picard-Meyer",
    "above their addresses": r"Anna Maria Schulze and Jean B. Picard-Meyer\\[4pt]"
    r"\itshape Institute of Woods and Trees, and University of Paris VI",
    "with addresses in small type": r"By Anna Maria Schulze and Jean B. Picard-Meyer\\[2pt]"
    r"\footnotesize Institute of Woods of the City and University of Paris VI",
    "on two lines": r"By Anna Maria Schulze, Jean B. Picard-Meyer and\\ Maria Theresa van Loon, Emil Meyer",
}


@pytest.mark.requires_latex
@pytest.mark.parametrize("authors", AUTHORS.values(), ids=AUTHORS)
def test_authors_with_wide_margins_are_no_abstract(authors: str, tmp_path: Path) -> None:
    front = (
        rf"\documentclass{{article}}\begin{{document}}\begin{{center}}{{\LARGE Leaves}}\\[8pt]{authors}\end{{center}}"
    )
    abstract = r"\begin{quotation}\small We count leaves. FILLER\end{quotation}"
    end = r"\section{Introduction} FILLER \newpage FILLER \end{document}"
    paper = read(typeset(front + abstract + end, tmp_path))
    assert paper.abstract.startswith("We count leaves. The argument")
    assert paper.authors[:2] == ("Anna Maria Schulze", "Jean B. Picard-Meyer")
    assert len(paper.authors) == (4 if "Loon" in authors else 2)


@pytest.mark.requires_latex
def test_text_before_the_first_heading_is_no_abstract(tmp_path: Path) -> None:
    front = r"\documentclass{article}\title{Leaves}\author{Anna Schulze}\begin{document}\maketitle "
    paper = read(typeset(front + r"FILLER \section{First} FILLER \newpage FILLER \end{document}", tmp_path))
    assert paper.abstract == ""
