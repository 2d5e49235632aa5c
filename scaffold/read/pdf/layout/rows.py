"""Which line of text the rows of tall formulas are parts of, where one stretch of lines ends and the next begins.

A fraction or a sum within a line prints as rows of their own, before and behind it in the order of the page; so those
of the first line of a statement stand before its head, those of the line behind it within its last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import words
from scaffold.read.pdf.page.glyphs import Glyph
from scaffold.read.pdf.page.ink import Ink
from scaffold.sheets import Box

_MOST = 12
"""Rows on one side of a boundary that are looked at."""

_REACHES = 3.0, 1.0, -1.0
"""Points by which the ink of rows of one line overlaps in height, surely, as a rule, at least."""


def own_rows(paper: Layout, at: int, ink: Ink | None, above: bool) -> list[int]:
    """The rows without words about the boundary before a line that belong to what is above it, else below it.

    Rows whose ink reaches that of one line of text are of that line. What reaches neither, or both alike, is whole on
    the side of its first row.
    """
    first, last = _run(paper, at)
    rows = range(first + 1, last)
    heights = {n: _height(paper.lines[n], ink) for n in rows}
    heights |= {n: _deep(paper, n, way, ink) for n, way in ((first, -1), (last, 1)) if 0 <= n < len(paper.lines)}
    sides = dict.fromkeys(rows, 0)
    for reach in _REACHES:
        upper, lower = (_joined(paper, n, rows, heights, reach=reach) for n in (first, last))
        sides |= {n: -1 if n in upper else 1 for n in upper ^ lower if not sides[n]}
    for n in rows:
        group = [m for m in _joined(paper, n, rows, heights, reach=_REACHES[0]) | {n} if not sides[m]]
        sides |= {m: -1 if min(group) < at else 1 for m in group}
    return [n for n in rows if (sides[n] < 0) == above]


def _run(paper: Layout, at: int) -> tuple[int, int]:
    """The lines with words before and behind the rows without any at a boundary."""
    first, last = at - 1, at
    while first >= max(0, at - _MOST) and not words(paper.lines[first]):
        first -= 1
    while last < min(len(paper.lines), at + _MOST) and not words(paper.lines[last]):
        last += 1
    return first, last


def _joined(
    paper: Layout, start: int, rows: Collection[int], heights: Mapping[int, tuple[float, float]], reach: float
) -> set[int]:
    """The rows whose ink reaches so far into a line's, or into that of another such row, of its page and column."""
    if start not in heights:
        return set()
    line = paper.lines[start]
    beside = {n for n in rows if (paper.lines[n].page, paper.lines[n].column) == (line.page, line.column)}
    found: set[int] = set()
    open_ = [start]
    while open_:
        top, bottom = heights[open_.pop()]
        new = {n for n in beside if min(bottom, heights[n][1]) - max(top, heights[n][0]) > reach} - found
        found |= new
        open_ += sorted(new)
    return found


def _deep(paper: Layout, at: int, way: int, ink: Ink | None) -> tuple[float, float]:
    """The top and the foot of a line with the rows of its formulas that stand on its other side."""
    top, bottom = _height(paper.lines[at], ink)
    n = at + way
    while 0 <= n < len(paper.lines) and abs(n - at) < _MOST and not words(paper.lines[n]):
        a, b = _height(paper.lines[n], ink)
        if paper.lines[n].page != paper.lines[at].page or min(b, bottom) - max(a, top) < _REACHES[0]:
            break
        top, bottom, n = min(a, top), max(b, bottom), n + way
    return top, bottom


def _height(line: Line, ink: Ink | None) -> tuple[float, float]:
    """The top and the foot of what a line draws."""
    glyphs = [g for g in line.glyphs if g.text.strip()]
    drawn = [box for g in glyphs for _, box in ink.at(line.page, g.x0, g.base)] if ink else []
    _, top, _, bottom = hull_of(drawn or [box_of(g) for g in glyphs or line.glyphs])
    return top, bottom


def box_of(g: Glyph) -> Box:
    """About the box of what a glyph draws, where only its size is known."""
    return g.x0, max(g.top, g.base - g.size), g.x1, min(g.bottom, g.base + 0.3 * g.size)


def hull_of(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes, of which there is one at least."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
