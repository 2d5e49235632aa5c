"""Regions of statements compared with positions that TeX itself writes while it sets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scaffold.model import Region, Statement
from scaffold.read.pdf.reader import read
from tests.read.typeset import typeset

POSITIONS = r"""
\newwrite\places\AtBeginDocument{\immediate\openout\places=\jobname.pos}
\newcommand\place[1]{\pdfsavepos\write\places{#1 \thepage\space\the\pdflastxpos\space\the\pdflastypos}}
\newtheorem{theorem}{Theorem}
\newcommand\statement[1]{\begin{theorem}\leavevmode\place{begin}#1\place{end}\end{theorem}}
\raggedbottom
"""

BODY = r"""
FILLER
\statement{Every finite tree with two vertices or more has a leaf, and indeed it has two of them, one at each end.}
FILLER

FILLER
\statement{Let $G$ be a graph with $\displaystyle\sum_{v}\frac{\deg v}{2}$ edges; then
\[ \int_0^1 \frac{x^2}{1 + \frac{1}{x}}\,dx \le \widehat{\mathcal{A}}_{G_{\underline{n}}} , \]
where both sides are meant as they stand, $\hat{\bar{A}}$ and all, and nothing else is.}
FILLER FILLER FILLER
\statement{Any graph qualifies.}
FILLER FILLER
\statement{\emph{A second long one.} FILLER FILLER FILLER FILLER FILLER FILLER FILLER FILLER Here it ends.}
FILLER FILLER
\statement{The last one ends with a row of words and a full stop.}
FILLER
"""

STYLES = {
    "amsthm": (r"\documentclass{article}\usepackage{amsthm}", ""),
    "two columns": (r"\documentclass[twocolumn]{article}\usepackage{amsthm}", ""),
    "tcolorbox": (
        r"\documentclass{article}\usepackage{amsthm}\usepackage[most]{tcolorbox}",
        r"\tcolorboxenvironment{theorem}{breakable,enhanced jigsaw,colback=white}",
    ),
    "mdframed": (
        r"\documentclass{article}\usepackage{amsthm}\usepackage[framemethod=default]{mdframed}",
        r"\surroundwithmdframed[backgroundcolor=white]{theorem}",
    ),
}
FRAMED = ("tcolorbox", "mdframed")
_SP = 65781.76
"""TeX's scaled points in one point of PDF."""

_ASCENT, _DESCENT = 7.2, 2.4
"""From the baseline to the top and the bottom of a line of ten points."""


def _places(pdf: Path) -> list[tuple[str, int, float]]:
    """Where each statement begins and ends: page and baseline, in points from the top of the page."""
    text = pdf.with_suffix(".pos").read_text(encoding="utf-8")
    height = 792.0
    return [
        (what, int(page), height - int(y) / _SP) for what, page, y in re.findall(r"(begin|end) (\d+) -?\d+ (\d+)", text)
    ]


def _overlap(found: Region, top: float, bottom: float) -> float:
    """Intersection over union of the heights: the widths are those of the column for both."""
    _, a, _, b = found.box
    return max(0.0, min(b, bottom) - max(a, top)) / (max(b, bottom) - min(a, top))


@pytest.mark.requires_latex
@pytest.mark.parametrize("style", sorted(STYLES))
def test_regions_are_where_tex_reports(style: str, tmp_path: Path) -> None:
    head, after = STYLES[style]
    text = head + r"\pdfpagewidth=612bp\pdfpageheight=792bp" + POSITIONS + after
    pdf = typeset(text + r"\begin{document}" + BODY + r"\end{document}", tmp_path)
    statements, places = read(pdf).statements, _places(pdf)
    assert [s.title for s in statements] == [f"Theorem {n}" for n in range(1, 6)]
    for s, begin, end in zip(statements, places[::2], places[1::2], strict=True):
        assert (s.regions[0].page, s.regions[-1].page) == (begin[1], end[1])
        if style in FRAMED:
            _is_the_frame(s, begin, end)
        elif len(s.regions) == 1:
            assert _overlap(s.regions[0], begin[2] - _ASCENT, end[2] + _DESCENT) > 0.9, s.title
        else:
            assert abs(s.regions[0].box[1] - (begin[2] - _ASCENT)) < 4
            assert abs(s.regions[-1].box[3] - (end[2] + _DESCENT)) < 4
    assert any(len(s.regions) > 1 for s in statements)


def _is_the_frame(s: Statement, begin: tuple[str, int, float], end: tuple[str, int, float]) -> None:
    """The clip begins above the first line's box by the frame's inner margin, and ends below the last."""
    assert 3 < begin[2] - _ASCENT - s.regions[0].box[1] < 24, s.title
    assert 3 < s.regions[-1].box[3] - end[2] - _DESCENT < 16, s.title


TIGHT = r"""
\documentclass{article}\usepackage{amsthm,amsmath}\newtheorem{theorem}{Theorem}\raggedbottom\topsep=-9pt
\begin{document}\section{Where lines are near}
FILLER What stands above is $\displaystyle\sum_{q\in Q_q}^{g} y_{g_g}$ with depths $y_{y_y}$ in gypsy lines.
\begin{theorem} Let $\displaystyle\frac{a^{M^M}}{\sqrt{b}}$ and $\left(\displaystyle\int_0^1 f\right)^{-1}$ be as
they are in the statement that we make, and let $\displaystyle\frac{d_{p_p}}{\int_q e}$ follow.\end{theorem}\noindent
What follows is $\displaystyle\left\|\frac{A^{A^A}}{B}\right\|^{2^{2^2}}$ and $\hat{\hat X}^{H^H}$, and it is high.

FILLER
\end{document}
"""


@pytest.mark.requires_latex
@pytest.mark.parametrize("cropped", [False, True])
def test_a_clip_between_lines_that_overlap_has_its_own_signs_and_no_others(cropped: bool, tmp_path: Path) -> None:
    import pypdf
    from pypdf.generic import RectangleObject

    pdf = typeset(TIGHT, tmp_path)
    if cropped:
        writer = pypdf.PdfWriter(clone_from=pdf)
        writer.pages[0].cropbox = RectangleObject((90, 90, 500, 690))
        writer.write(pdf)
    (s,) = read(pdf).statements
    assert len(s.regions) == 1
    own, others = _seen(pdf, s.regions[0])
    assert own.lstrip(".").startswith("LetaMM"), "a hole for a full stop does not reach the middle of the line"
    assert own.endswith("follow.")
    assert "Whatfollows" in others
    assert "gypsylines." in others
    assert not (set("ABHXQ2") & set(own)), own


DISPLAYS = r"""
\documentclass{article}\usepackage{amsthm,amsmath}\newtheorem{theorem}{Theorem}\pagestyle{empty}\raggedbottom
\newcommand\formula[1]{\[ #1 = a+b+c+d+e+f+g+h+i+j \]}
\begin{document}FILLER
\begin{theorem} The following hold, with the letters that we have: FILLER \pagebreak
\formula{A}\formula{B} or\formula{C}\formula{D}\formula{E} also\formula{F}\formula{G}\formula{H}
\end{theorem}
\end{document}
"""


@pytest.mark.requires_latex
def test_short_lines_between_displays_on_the_second_page_are_seen(tmp_path: Path) -> None:
    (s,) = read(typeset(DISPLAYS, tmp_path)).statements
    assert [r.page for r in s.regions] == [1, 2]
    own, _ = _seen(tmp_path / "main.pdf", s.regions[1])
    assert "or" in own
    assert "also" in own
    assert set("ABCDEFGH") < set(own)


def _seen(pdf: Path, region: Region) -> tuple[str, str]:
    """The signs whose middle a clip shows, and those of the rest of the page."""
    import pdfplumber

    def within(box: tuple[float, float, float, float], c: dict[str, float]) -> bool:
        x, y = (c["x0"] + c["x1"]) / 2, c["bottom"] - 0.45 * c["size"]
        return box[0] < x < box[2] and box[1] < y < box[3]

    with pdfplumber.open(pdf) as document:
        chars = [
            c for c in document.pages[region.page - 1].chars if c["text"].isascii() and "CMEX" not in c["fontname"]
        ]
    shown = [c for c in chars if within(region.box, c) and not any(within(h, c) for h in region.holes)]
    return "".join(c["text"] for c in shown), "".join(c["text"] for c in chars if c not in shown)


HEADS = r"""
\documentclass{article}\usepackage{amsthm,lipsum}\newtheorem{theorem}{Theorem}
\begin{document}\section{What clips show}
\begin{theorem} Any graph qualifies.\end{theorem}
\begin{theorem}[Euler] Any tree qualifies.\end{theorem}
\begin{theorem}[A name that is so long that it does not end on the line on which it begins, so that it stays]
Any path qualifies.\end{theorem}
\end{document}
"""


@pytest.mark.requires_latex
def test_a_clip_does_not_show_the_head_of_its_statement(tmp_path: Path) -> None:
    pdf = typeset(HEADS, tmp_path)
    shown = [_seen(pdf, s.regions[0])[0].lstrip(".") for s in read(pdf).statements]
    assert shown[:2] == ["Anygraphqualifies.", "Anytreequalifies."]
    assert shown[2].startswith("Theorem3(Aname")


@pytest.mark.requires_latex
def test_no_strip_of_the_clip_touches_the_ink_of_the_head(tmp_path: Path) -> None:
    """A viewer that smooths edges draws ink which a clip path touches as a hairline."""
    for s in read(typeset(HEADS, tmp_path)).statements[:2]:
        (region,) = s.regions
        assert any(h[0] < region.box[0] and h[1] < region.box[1] for h in region.holes), (region.box, region.holes)
