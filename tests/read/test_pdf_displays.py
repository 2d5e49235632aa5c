"""Displays outside statements in a PDF: those that statements refer to by number, whole and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Statement
from scaffold.planning.named import Named, Names
from scaffold.read.pdf.reader import read
from tests.read.typeset import typeset

pytestmark = pytest.mark.requires_latex

TEXT = "We say what there is to say in a few lines of text that fill the width of the page from left to right. " * 3
BODY = rf"""\section{{First}}{TEXT} Then
\begin{{equation}} \min_{{x\in X}} \Bigl( \sum_{{i=1}}^n f_i(x) \Bigr)^2\end{{equation}}
{TEXT}
\begin{{align}} a &= b + c,\\ &\le \frac{{\hat d}}{{2}} \end{{align}}
{TEXT}
\begin{{equation}} u = v \end{{equation}}
\begin{{theorem}} Every solution of (1) and (3) is unique if $f(0)$ is, which we call
\begin{{equation}} w \ge 0. \end{{equation}} It holds with (5).\end{{theorem}}
{TEXT}"""


def displays(options: str, folder: Path) -> dict[str, Statement]:
    """The displays of the paper by number; its theorem names them."""
    head = rf"\documentclass[{options}]{{article}}\usepackage{{amsmath}}\newtheorem{{theorem}}{{Theorem}}"
    paper = read(typeset(rf"{head}\begin{{document}}{BODY}\end{{document}}", folder))
    named = Names(paper).of(paper.statement("theorem-1"))
    assert named == (Named("(1)", "equation-1"), Named("(3)", "equation-3"))
    return {s.number or "": s for s in paper.displays}


@pytest.mark.parametrize("options", ["a4paper", "leqno"])
def test_a_display_is_its_rows_and_the_number(options: str, tmp_path: Path) -> None:
    """Shown as a clip of its page; of several rows with numbers, the one that is referred to."""
    found = displays(options, tmp_path)
    assert list(found) == ["1", "3"]
    assert {(s.kind, s.form, s.shown_by, s.page) for s in found.values()} == {("equation", "text", "clip", 1)}
    ((x0, top, x1, bottom),) = (r.box for r in found["1"].regions)
    assert 25 < bottom - top < 45
    assert x1 - x0 > 330
    ((_, above, _, below),) = (r.box for r in found["3"].regions)
    assert 15 < below - above < 45
    assert not any(word in s.body for s in found.values() for word in ("Then", "We say", "right"))


def test_an_algorithm_that_a_statement_names_is_what_its_rules_enclose(tmp_path: Path) -> None:
    """With its caption; one without rules has no region, and is not shown."""
    rule = r"\noindent\rule{\linewidth}{.6pt}\par"
    body = (
        rf"{TEXT}\par\medskip{{\offinterlineskip{rule}\vskip4pt}}\noindent\textbf{{Algorithm 2}} Sort.\par{rule}"
        rf"\noindent 1: compare\par\noindent 2: swap\par\noindent 3: repeat\par{rule}\medskip {TEXT}\par"
        r"\noindent\textbf{Algorithm 3} Other.\par"
        rf"\begin{{theorem}} Algorithm 2 is faster than Algorithm 3.\end{{theorem}}{TEXT}"
    )
    head = r"\documentclass{article}\newtheorem{theorem}{Theorem}"
    paper = read(typeset(rf"{head}\begin{{document}}\section{{First}}{body}\end{{document}}", tmp_path))
    assert Names(paper).of(paper.statement("theorem-1")) == (
        Named("Algorithm 2", "algorithm-2"),
        Named("Algorithm 3"),
    )
    ((_, top, _, bottom),) = (r.box for s in paper.referents for r in s.regions)
    assert 45 < bottom - top < 90


def test_a_table_that_a_statement_names_is_a_clip_with_its_caption(tmp_path: Path) -> None:
    """Between its rules, or in a frame; one without them has no region."""
    rows = r"\begin{tabular}{lll}\hline a & b & c and more\\\hline 1 & 2 & 3\\ 4 & 5 & 6\\\hline\end{tabular}"
    body = (
        rf"{TEXT}\begin{{table}}[h]\centering{rows}\caption{{Choices}}\end{{table}}{TEXT}"
        rf"\begin{{table}}[h]\centering\caption{{Bounds}}\fbox{{\parbox{{9cm}}{{We choose all of them as follows.}}}}"
        rf"\end{{table}}{TEXT}\begin{{table}}[h]\centering\caption{{Bare}} nothing\end{{table}}{TEXT}"
        rf"\begin{{theorem}} With Table 1, Table 2 and Table 3, it holds.\end{{theorem}}{TEXT}"
    )
    head = r"\documentclass{article}\newtheorem{theorem}{Theorem}"
    paper = read(typeset(rf"{head}\begin{{document}}\section{{First}}{body}\end{{document}}", tmp_path))
    named = Names(paper).of(paper.statement("theorem-1"))
    assert named == (Named("Table 1", "table-1"), Named("Table 2", "table-2"), Named("Table 3"))
    assert [(s.body, s.section) for s in paper.referents] == [("Choices", "1"), ("Bounds", "1")]
    heights = [r.box[3] - r.box[1] for s in paper.referents for r in s.regions]
    assert 50 < heights[0] < 110
    assert 20 < heights[1] < 70
    assert paper.comparison is None


def test_the_table_that_compares_with_other_works_is_found_in_a_pdf(tmp_path: Path) -> None:
    rows = r"\begin{tabular}{ll}\hline Method & Bound\\\hline Ada [3] & $O(n)$\\ Bob [5] & $O(1)$\\\hline\end{tabular}"
    table = rf"\begin{{table}}[h]\centering\caption{{Comparison with previous bounds}}{rows}\end{{table}}"
    head = r"\documentclass{article}\newtheorem{theorem}{Theorem}"
    body = rf"\section{{Introduction}}{TEXT}{table}{TEXT}\begin{{theorem}}It holds.\end{{theorem}}"
    paper = read(typeset(rf"{head}\begin{{document}}{body}\end{{document}}", tmp_path))
    assert paper.comparison == "table-1"
    assert paper.statement("table-1").shown_by == "clip"


def test_a_number_beside_a_figure_is_at_the_edge_of_the_text(tmp_path: Path) -> None:
    """Where a figure narrows the text, the number of a display does not stand at the margin of the page."""
    narrow = (
        rf"\begin{{minipage}}[t]{{9cm}}{TEXT}\begin{{equation}} f(x) = y + z \end{{equation}}{TEXT}\end{{minipage}}"
    )
    body = rf"{TEXT}\par {narrow}\par\medskip {TEXT}\begin{{theorem}}As in (1), it holds.\end{{theorem}}"
    head = r"\documentclass{article}\newtheorem{theorem}{Theorem}"
    paper = read(typeset(rf"{head}\begin{{document}}\section{{First}}{body}\end{{document}}", tmp_path))
    assert [s.number for s in paper.displays] == ["1"]
    ((x0, _, x1, _),) = (r.box for s in paper.displays for r in s.regions)
    assert x1 - x0 < 275


SCRIPTS = {
    "before tall brackets": r"V_{3}^{(0)} + U_{3} + x \bigl( W \bigr) + U",
    "before and after them": r"V_{3}^{(0)} + U_{3} + x \bigl( W \bigr) + \Bigl( y_3^{(0)} \Bigr)",
    "in the second row": r"V + U \] \[ = A_{3}^{(0)} + U + V + x \bigl( W + V \bigr)",
}


@pytest.mark.parametrize("formula", SCRIPTS.values(), ids=SCRIPTS)
def test_an_exponent_in_brackets_is_no_number_of_a_display(formula: str, tmp_path: Path) -> None:
    head = r"\documentclass{article}\newtheorem{theorem}{Theorem}"
    body = rf"{TEXT}\[{formula}\]{TEXT}\begin{{theorem}} It holds where (0) it is.\end{{theorem}}{TEXT}"
    paper = read(typeset(rf"{head}\begin{{document}}\section{{First}}{body}\end{{document}}", tmp_path))
    assert [s.number for s in paper.displays] == []
