"""The meter against documents of known fill, in every engine: rules and lines that end where they are told to."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scaffold.build.tex import TexResult, compile_tex
from scaffold.resources import template
from tests.write.building import meters

TOLERANCE = 0.02
"""In pages; the meter itself shows hundredths."""

_PREAMBLE = r"""\documentclass[11pt,a4paper%(columns)s]{article}
\usepackage[margin=25mm,tight%(options)s]{generated/scaffold-report}
\newdimen\goal
\newcommand\upto[1]{\par\goal=#1\textheight \advance\goal-\pagetotal \advance\goal-\pagedepth}
%% Ends with a rule, with the baseline of a line that has descenders, or with a paragraph of known lines.
\newcommand\byrule[1]{\upto{#1}\hrule height\goal width 9pt\par}
\newcommand\byline[1]{\setbox0\hbox{gypq, (x)}\upto{#1}\advance\goal-\ht0 \hrule height\goal width 9pt\box0\par}
\newcommand\bynotes[3]{\setbox0\hbox{x}\upto{#1}\advance\goal-\ht0 \hrule height\goal width 9pt
  \noindent\hbox{x}\count1=0 \loop\ifnum\count1<#2\advance\count1 1 \footnote{one\count2=1
  \loop\ifnum\count2<#3\advance\count2 1 \hfil\break line\repeat}\repeat\par}
\begin{document}
"""


@dataclass(frozen=True)
class Fill:
    """A part: pages (or columns) full before the last, the share of the last, how it ends, and footnotes of lines."""

    full: int
    share: float
    ending: str
    notes: int = 0
    lines: int = 0

    def tex(self) -> str:
        end = (
            rf"\bynotes{{{self.share}}}{{{self.notes}}}{{{self.lines}}}"
            if self.notes
            else rf"\{self.ending}{{{self.share}}}"
        )
        return r"\null\newpage " * self.full + end

    def truth(self, height: float) -> float:
        """Pages or columns taken; a footnote at 11 points has lines of 11 points, and 10 points stand above all."""
        return self.full + self.share + ((10 + 11 * self.notes * self.lines) / height if self.notes else 0)


def family(count: int, columns: int = 1) -> list[Fill]:
    """The same parts every time: short and long ones, with each ending; every third has footnotes."""
    chance = random.Random(count)
    fills = []
    for n in range(count):
        full, share = chance.randrange(3 * columns), round(chance.uniform(0.15, 0.97), 3)
        if n % 3 == 2:
            fills.append(Fill(full, round(share * 0.7, 3), "byline", 1 + n % 2, 1 + n % 4))
        else:
            fills.append(Fill(full, share, ("byrule", "byline")[n % 3]))
    return fills


def measured(folder: Path, fills: Iterable[Fill], *, engine: str, columns: int = 1, final: bool = False) -> TexResult:
    """A report of these parts, each of three pages' budget, starting on a page of its own."""
    parts = "\n".join(
        rf"\begin{{scaffoldpart}}{{p{n}}}{{Part {n}}}{{3}}{fill.tex()}\end{{scaffoldpart}}"
        for n, fill in enumerate(fills)
    )
    head = _PREAMBLE % {"columns": ",twocolumn" * (columns == 2), "options": ",final" * final}
    (folder / "generated").mkdir()
    shutil.copy(template("report", "scaffold-report.sty"), folder / "generated")
    (folder / "report.tex").write_text(head + parts + "\n\\end{document}\n", encoding="utf-8")
    return compile_tex(folder / "report.tex", folder / "build", engine=engine)


def height() -> float:
    """Of the text block in points: that of A4 without 25 mm above and below."""
    return (297 - 2 * 25) / 25.4 * 72.27


ENGINES = [
    pytest.param("pdflatex", marks=pytest.mark.requires_latex),
    pytest.param("xelatex", marks=pytest.mark.requires_xelatex),
    pytest.param("lualatex", marks=pytest.mark.requires_lualatex),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("count", "columns"), [(30, 1), (12, 2)], ids=["one-column", "two-columns"])
def test_the_meter_agrees_with_the_truth(tmp_path: Path, engine: str, count: int, columns: int) -> None:
    fills = family(count, columns)
    result = measured(tmp_path, fills, engine=engine, columns=columns)
    assert result.ok, result.errors
    found = meters(result)
    off = {
        (name, fill): (used, fill.truth(height()) / columns)
        for (name, (used, _)), fill in zip(found.items(), fills, strict=True)
        if abs(used - fill.truth(height()) / columns) > TOLERANCE
    }
    assert not off
    assert result.runs <= 3
