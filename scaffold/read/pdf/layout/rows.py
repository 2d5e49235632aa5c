"""Assigns rows of tall formulas to lines of text at a boundary between two statements.

A fraction or a sum within a line gives separate rows, before and after the line in page order. Therefore rows of the
first line of a statement are before its head, and rows of the next line are within its last line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import words
from scaffold.read.pdf.page.glyphs import Glyph
from scaffold.read.pdf.page.ink import Ink
from scaffold.sheets import Box

_MOST = 12
"""How many rows on each side of a boundary are examined."""

_REACHES = 3.0, 1.0, -1.0
"""Points by which the ink of rows of one line overlaps in height: certain, usual, and minimum."""


def own_rows(paper: Layout, at: int, ink: Ink | None) -> tuple[set[int], set[int]]:
    """The rows without words near a boundary that belong to the text above, and those that belong to the text below.

    Rows whose ink overlaps that of one line of text belong to that line. Rows that overlap neither or both equally
    belong to the side of their first row.
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
    return {n for n in rows if sides[n] < 0}, {n for n in rows if sides[n] >= 0}


def _run(paper: Layout, at: int) -> tuple[int, int]:
    """The lines with words before and after the rows without words at a boundary."""
    first, last = at - 1, at
    while first >= max(0, at - _MOST) and not words(paper.lines[first]):
        first -= 1
    while last < min(len(paper.lines), at + _MOST) and not words(paper.lines[last]):
        last += 1
    return first, last


def _joined(
    paper: Layout, start: int, rows: Collection[int], heights: Mapping[int, tuple[float, float]], reach: float
) -> set[int]:
    """The rows whose ink overlaps by this much with that of a line, or of another such row, of its page and column."""
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
    """The top and bottom of a line with the rows of its formulas on its other side."""
    top, bottom = _height(paper.lines[at], ink)
    n = at + way
    while 0 <= n < len(paper.lines) and abs(n - at) < _MOST and not words(paper.lines[n]):
        a, b = _height(paper.lines[n], ink)
        if paper.lines[n].page != paper.lines[at].page or min(b, bottom) - max(a, top) < _REACHES[0]:
            break
        top, bottom, n = min(a, top), max(b, bottom), n + way
    return top, bottom


def _height(line: Line, ink: Ink | None) -> tuple[float, float]:
    """The top and bottom of a line's ink."""
    drawn = ink.of(line.page, line.glyphs).values() if ink else ()
    visible = [] if drawn else [g for g in line.glyphs if g.text.strip()] or line.glyphs
    _, top, _, bottom = hull_of(drawn or [box_of(g) for g in visible])
    return top, bottom


def box_of(g: Glyph) -> Box:
    """The approximate box of a glyph, if only its size is known."""
    return g.x0, max(g.top, g.base - g.size), g.x1, min(g.bottom, g.base + 0.3 * g.size)


def hull_of(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes, of which there is at least one."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
