"""Any LaTeX in a statement, a title or a heading becomes plain text, a plan, a deck and a report: nothing raises."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model import Paper
from scaffold.tex import drawings
from scaffold.write.latex import statement_tex
from scaffold.write.pptx import deck
from scaffold.write.report import files
from scaffold.write.text import plain
from tests.fuzz import examples
from tests.fuzz.shapes import document
from tests.fuzz.stages import PROFILE, planned, read

_PIECES = r"""
    \frac{1}{ \frac \sqrt[ \sqrt{ { } [ ] $ $$ \[ \] \( \) ^ _ & # #1 \\ \\[2pt] ~ % \begin{align} \end{align} \tag{1}
    \begin{equation*} \end{equation*} \begin{cases} \end{cases} \begin{enumerate} \item \item[a] \end{enumerate}
    \label{a}
    \begin{tikzpicture} \end{tikzpicture} \begin{tabular}{c} \end{tabular} \cite[p.~3]{b} \cite[
    \ref{a} \eqref
    \left( \right)
    \left. \right \middle| \text{a \mbox{ \mathbb R \mathcal{ \hat \bar{x} \operatorname{ \overset{a}{b} \substack{
    \R \N{ \x
    \newcommand{\x}{\x} \def\y#1{ \y \let\z\section \z{
    \chapter{ \section{a} \emph{ \textbf \footnote{ \verb|x| \url{a_b}
    \begin{theorem} \end{theorem} \begin{theorem}[ \begin{lemma} \end{lemma} \begin{proof} \end{proof} \iffalse \fi \ifx
    \ifmmode \else \csname theorem\endcsname
    \expandafter \noexpand \smash{ \phantom{ \xymatrix{ \includegraphics{f} \char27
    \symbol{27} ^^[ `` '' --- \' \"o \c{c} \aa 'x' Theorem Let Suppose then if 3. a
    """.split()
LATEX = st.lists(
    st.sampled_from(
        [*_PIECES, " ", "\n", "\n\n", "\x1b", "\x07", "\0", "\x9b", "\u202e", "\ufeff", "é", "𝔸", "\ud7ff"]
    ),
    max_size=40,
).map("".join)


def paper(tex: str) -> Paper:
    """The paper of a source."""
    with tempfile.TemporaryDirectory() as folder:
        return read(tex, Path(folder))


@given(tex=LATEX)
def test_plain_text_of_anything_is_one_line_that_can_be_printed(tex: str) -> None:
    shown = plain.text(tex)
    assert "\n" not in shown
    assert "\\" not in shown or "backslash" in tex


@given(tex=LATEX)
def test_drawings_of_anything_are_within_it(tex: str) -> None:
    assert all(0 <= d.start <= d.end <= len(tex) for d in drawings.found(tex, ()))


@pytest.mark.slow
@examples(0.2)
@given(title=LATEX, body=LATEX, around=LATEX)
def test_anything_becomes_a_deck_and_a_report(title: str, body: str, around: str) -> None:
    from pptx import Presentation

    made = paper(document(f"\\begin{{theorem}}[{title}]{body}\\end{{theorem}}{around}", title=title))
    ranked, report, talk = planned(made)
    for statement in ranked.statements:
        statement_tex.body(ranked, statement)
    assert all(f.content is not None for f in files.write(ranked, report, PROFILE, student=title))
    shown = Presentation(io.BytesIO(deck.write(ranked, talk, PROFILE, student=title)))
    assert len(shown.slides) > 3


@examples(0.5)
@given(source=LATEX)
def test_any_source_is_planned(source: str) -> None:
    planned(paper(f"\\documentclass{{article}}\\begin{{document}}{source}\\end{{document}}"))


@pytest.mark.parametrize(
    "body",
    [
        "{" * 1000 + "}" * 1000,
        "$" + r"\frac{1}{" * 300 + "}" * 300 + "$",
        r"\cite[" * 2000,
        r"\begin{theorem}" * 400 + r"\end{theorem}" * 400,
        r"\[" * 1000,
        r"\begin{enumerate}\item " * 300,
        "x^{" * 1000 + "}" * 1000,
    ],
    ids=lambda body: body[:12],
)
def test_deep_nesting_is_a_reference_to_the_paper(body: str) -> None:
    ranked, report, talk = planned(paper(document(f"\\begin{{theorem}}{body}\\end{{theorem}}")))
    assert deck.write(ranked, talk, PROFILE, student="")
    assert files.write(ranked, report, PROFILE)


@pytest.mark.parametrize(
    "source",
    [
        "\\chapter{$\n\\csnametheorem}&&&&1\\) \\section{1",
        r"\chapter{A}",
        r"\section*{A}",
        r"\let\chap\chapter\chap{x}",
        r"\title{T" + "\x1b" + "}x",
    ],
)
def test_small_sources_that_once_raised(source: str) -> None:
    found = paper(f"\\documentclass{{book}}\\begin{{document}}{source}\\end{{document}}")
    ranked, report, talk = planned(found)
    assert deck.write(ranked, talk, PROFILE, student="\x1b")
    assert files.write(ranked, report, PROFILE)
    assert "\x1b" not in found.title
