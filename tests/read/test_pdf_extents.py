"""Where statements of a PDF end, if only the style of the next text shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.read.pdf.reader import read
from tests.read.typeset import FILLER, typeset

TEXT = r"""
\documentclass[fleqn]{article}\usepackage{amsthm,amsmath}\newtheorem{theorem}{Theorem}
\theoremstyle{definition}\newtheorem{example}{Example}
\begin{document}
FILLER
\begin{theorem} FILLER If the walker follows the protocol as told, then
\[ f\,(\mathrm{out}, \mathrm{Walk}(D), N) = \mathrm{Accept} \ge 2/3 , \]
and the walk ends.\end{theorem}
FILLER
\begin{example} The table shows small trees.\end{example}
\begin{center}\footnotesize\begin{tabular}{lll}order & leaves at most & leaves at least\\
three & two of them & two again\\
four & three of them & two again\\ five & four of them & two again\end{tabular}\end{center}
FILLER
\begin{theorem} FILLER Last of all, is it true that every tree ends?\end{theorem}
\bigskip\noindent{\footnotesize Ada Rooth,\\ Hill University, 7 Forest Lane, Oakham\\
A second address of hers, in another town\\ and her letters at hill dot edu\par}
\end{document}
"""


@pytest.mark.requires_latex
def test_statements_end_before_tables_and_addresses_but_not_before_displays_with_names(tmp_path: Path) -> None:
    first, example, last = read(typeset(TEXT.replace("FILLER", FILLER), tmp_path)).statements
    assert first.body.endswith("walk ends.")
    assert example.body == "The table shows small trees."
    assert last.body.endswith("every tree ends?")


@pytest.mark.requires_latex
@pytest.mark.parametrize(
    "title",
    ["Proof of Theorem 1", "Proof of Theorem 1, which says that every finite tree with an edge has a leaf at one end"],
)
def test_a_proof_begins_on_the_line_of_its_run_in_heading(title: str, tmp_path: Path) -> None:
    head = (
        r"\documentclass{amsart}\newtheorem{theorem}{Theorem}\begin{document}\section{First} We begin. " + FILLER
        + r" \begin{theorem} Every finite tree has a leaf. \end{theorem} " + FILLER
    )  # fmt: skip
    paper = read(
        typeset(rf"{head}\subsection{{{title}}} The proof is based on counting. {FILLER}\end{{document}}", tmp_path)
    )
    assert [p.body[:30] for p in paper.statements[0].proofs] == ["The proof is based on counting"]


UNRULED = r"""
\documentclass{article}\renewcommand{\footnoterule}{}\newtheorem{theorem}{Theorem}
\newcommand{\notice}[1]{{\renewcommand{\thefootnote}{}\footnotetext{#1}}}
\setlength{\skip\footins}{2cm}
\begin{document}
\section{First}\notice{Copyright: nobody at all.}
FILLER
\newpage
\begin{theorem} Every tree\footnote{A note on Theorem 9.} has a leaf. LONG and that is all.\end{theorem}
FILLER
\end{document}
"""


@pytest.mark.requires_latex
def test_notes_at_the_foot_of_a_column_without_a_rule_are_no_text(tmp_path: Path) -> None:
    text = UNRULED.replace("LONG", FILLER * 12).replace("FILLER", FILLER)
    paper = read(typeset(text, tmp_path))
    (theorem,) = paper.statements
    assert theorem.body.endswith("that is all.")
    assert "A note on" not in theorem.body
    assert not any("Copyright" in p.body for p in paper.passages)
