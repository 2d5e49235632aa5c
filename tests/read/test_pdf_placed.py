"""Regions of statements compared with the true boxes that LuaLaTeX reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Region
from tests.benchmarks.pdf_regions_table import BAR, overlap, overlaps
from tests.read import placed
from tests.read.typeset import FILLER

HEAD = r"""
\usepackage{amsthm,amssymb}
\newtheorem{theorem}{Theorem}
\theoremstyle{definition}
\newtheorem{definition}{Definition}
\newtheorem{example}{Example}
\newcommand\closed{\hfill$\square$}
\begin{document}
"""

BODY = r"""
FILLER
\begin{definition} A tree\footnote{A graph without cycles.} is the image of a map, FILLER of the element
$\psi(e)$.\end{definition}
Let now a tree be given, with a root
\[ r = 1 . \] FILLER FILLER
\begin{example} A path is a tree. FILLER

FILLER Its ends are its leaves.\closed\end{example}
FILLER
\begin{theorem} Every tree with an edge has a leaf; indeed
\[ \sum_{v} (2 - \deg v) = 2 . \]\begin{proof} FILLER\end{proof}\end{theorem}
FILLER FILLER FILLER
\begin{definition} Let
\[ \mathrm{Ends} (T) = 2, \mathrm{Leaves} (T) = 1 , \]
where $T$ is a tree. FILLER\end{definition}
FILLER FILLER FILLER
\begin{example} A star is a tree.

FILLER So much for stars.\closed\end{example}
FILLER
\end{document}
"""


@pytest.mark.requires_lualatex
@pytest.mark.parametrize("columns", ["onecolumn", "twocolumn"])
def test_regions_are_the_boxes_that_tex_reports(columns: str, tmp_path: Path) -> None:
    text = rf"\documentclass[{columns}]{{article}}" + HEAD + BODY
    (tmp_path / "main.tex").write_text(text.replace("FILLER", FILLER * 2), encoding="utf-8")
    pdf = placed.run(placed.instrument(tmp_path, "main.tex", ["theorem", "definition", "example"]))
    assert pdf is not None
    found = overlaps(pdf, placed.boxes(pdf))
    assert sorted(o.title for o in found) == ["Definition 1", "Definition 2", "Example 1", "Example 2", "Theorem 1"]
    assert [o for o in found if o.share < BAR] == []


@pytest.mark.requires_lualatex
def test_telling_boxes_leaves_the_pages_as_they_are(tmp_path: Path) -> None:
    text = r"\documentclass[twocolumn]{article}" + HEAD + BODY
    (tmp_path / "main.tex").write_text(text.replace("FILLER", FILLER * 2), encoding="utf-8")
    with_boxes = placed.run(placed.instrument(tmp_path, "main.tex", ["theorem", "definition", "example"]))
    plain = placed.run(placed.instrument(tmp_path, "main.tex", [], report=False))
    assert with_boxes is not None
    assert plain is not None
    assert _letters(with_boxes) == _letters(plain)


def _letters(pdf: Path) -> list[tuple[str, float, float]]:
    """Every letter with its place, page after page."""
    import pdfplumber

    with pdfplumber.open(pdf) as document:
        return [(c["text"], c["x0"], c["top"]) for page in document.pages for c in page.chars]


def test_overlap_is_weighed_by_area_over_all_pages() -> None:
    regions = [Region(1, (0.0, 0.0, 10.0, 10.0)), Region(2, (0.0, 0.0, 10.0, 20.0))]
    assert overlap(regions, [(1, (0.0, 0.0, 10.0, 10.0)), (2, (0.0, 0.0, 10.0, 20.0))]) == 1
    assert overlap(regions, [(1, (0.0, 0.0, 10.0, 10.0))]) == pytest.approx(1 / 3)
    assert overlap(regions, [(3, (0.0, 0.0, 10.0, 10.0))]) == 0
