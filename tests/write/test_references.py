"""What references print in words of the paper that are quoted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.model import Paper
from scaffold.read.latex import reader
from scaffold.write.text.references import References

SOURCE = r"""
\documentclass{article}
\usepackage{amsmath,amsthm,hyperref,cleveref}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}[theorem]{Lemma}
\Crefname{lemma}{Hilfssatz}{Hilfss\"atze}
\begin{document}
\section{One}\label{s}
\begin{lemma}\label{a}x\end{lemma}
\begin{lemma}\label{b}x\end{lemma}
\begin{equation}\label{e} x \end{equation}
\begin{theorem}\label{t}x\end{theorem}
\begin{proof}By \cref{t} and \cref{a, b}, \Cref{a,b} and \autoref{t}; see \eqref{e}, \cref{e,s}, \crefrange{a}{b},
\ref{t} and \cref{gone}.\end{proof}
\end{document}
"""


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    (tmp_path / "main.tex").write_text(SOURCE, encoding="utf-8")
    return reader.read(tmp_path, None)


@pytest.mark.parametrize(
    ("tex", "printed"),
    [
        (r"By \cref{t}.", "By theorem~3."),
        (r"By \cref{a, b}.", r"By hilfss\"atze~1 and~2."),
        (r"By \cref{a,  b}.", r"By hilfss\"atze~1 and~2."),
        (r"\Cref{a,b} hold", r"Hilfss\"atze~1 and~2 hold"),
        (r"\autoref{t} and \ref{t}", "Theorem~3 and 3"),
        (r"see \eqref{e}, \crefrange{a}{b}", r"see (1), hilfss\"atze~1 to~2"),
        (r"\cref{gone} is unknown", "? is unknown"),
    ],
)
def test_references_are_written_out_as_the_paper_prints_them(tex: str, printed: str, paper: Paper) -> None:
    references = References(paper)
    assert references.written_out(tex) == printed
    assert references.all_known(tex) == ("?" not in printed)


def test_without_their_texts_they_are_numbers(paper: Paper) -> None:
    references = References(replace(paper, printed=()))
    assert references.written_out(r"By \cref{t} and \eqref{e}") == "By 3 and (1)"
    assert not references.all_known(r"By \cref{a,b}")
