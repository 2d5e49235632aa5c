"""Where a stretch of lines stands on its pages: boxes whose edges run through white paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from scaffold.model import Region
from scaffold.read.pdf_extents import rises_to
from scaffold.read.pdf_layout import Layout, Line, boxes

_SCALE = 2.0
"""Pixels a point in which ink is looked for."""

_WHITE = 200
_PAD = 2.0
"""Points that a clip leaves free around a region: an edge keeps this much from a neighbour's ink where it can."""

_DESCENT = 4.0
"""Points from within a line to what hangs below it or stands above."""

_BAND = 1.5
"""Points of white paper that part two lines."""


class Ink:
    """Answers where a page is white, from a rendering of it; one page is kept at a time."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._page = 0
        self._rows: bytes = b""
        self._width = self._height = self._stride = 0

    def blank(self, page: int, x0: float, x1: float, y: float) -> bool:
        """Whether a row of pixels, y in points from the top, holds no ink between x0 and x1."""
        return min(self._row(page, x0, x1, y), default=255) > _WHITE

    def amount(self, page: int, x0: float, x1: float, y: float) -> int:
        """How many pixels of such a row hold ink."""
        return sum(v <= _WHITE for v in self._row(page, x0, x1, y))

    def _row(self, page: int, x0: float, x1: float, y: float) -> bytes:
        self._load(page)
        row = int(y * _SCALE)
        if not 0 <= row < self._height:
            return b""
        a, b = max(0, int(x0 * _SCALE)), min(self._width, int(x1 * _SCALE) + 1)
        return self._rows[row * self._stride + a : row * self._stride + b]

    def _load(self, number: int) -> None:
        if number == self._page:
            return
        page = self._document[number - 1]
        bitmap = page.render(scale=_SCALE, grayscale=True)
        self._rows, self._page = bytes(bitmap.buffer), number
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        bitmap.close()
        page.close()


@contextmanager
def ink_of(path: Path) -> Iterator[Ink | None]:
    """The ink of a PDF's pages; None where it cannot be drawn."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, ValueError):
        yield None
        return
    try:
        yield Ink(document)
    finally:
        document.close()


def regions(paper: Layout, start: int, end: int, ink: Ink | None) -> tuple[Region, ...]:
    """The boxes of the lines from start up to end, one for each column of each page."""
    out = []
    for _, group in groupby(range(start, end), key=lambda n: (paper.lines[n].page, paper.lines[n].column)):
        lines = list(group)
        out.append(_region(paper, lines[0], lines[-1] + 1, ink))
    return tuple(out)


def _region(paper: Layout, start: int, end: int, ink: Ink | None) -> Region:
    own = paper.lines[start:end]
    page = own[0].page
    x0, x1 = _sides(own, paper.body)
    frame = _frame(paper, start, end)
    if frame:
        return Region(page, frame)
    above = _beside(paper, start, before=True)
    below = _beside(paper, end, before=False)
    top, bottom = min(n.top for n in own), max(n.bottom for n in own)
    if ink is not None:
        first, last = own[0], max(own, key=lambda n: n.base)
        high = max([top - 2.2 * first.size, *(n.base + 0.1 * n.size for n in above)])
        low = min([bottom + 2.2 * last.size, *(n.base - 0.5 * n.size for n in below)])
        top = _edge(ink, page, (x0, x1), first.base - 0.3 * first.size, -1, high)
        bottom = _edge(ink, page, (x0, x1), last.base - 0.3 * last.size, 1, low)
    else:
        top = max([top, *((n.bottom + top) / 2 for n in above if n.bottom > top)])
        bottom = min([bottom, *((n.top + bottom) / 2 for n in below if n.top < bottom)])
    return Region(page, (round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)))


def _sides(own: Sequence[Line], body: float) -> tuple[float, float]:
    """Both side edges of lines: those of their column, farther where text of full size is; margin notes aside."""
    full = [n for n in own if len(n.text) > 30 and n.size > 0.85 * body]
    left = min(own[0].left, *(n.x0 for n in (own[0], *full)))
    right = max(own[0].right, *(n.x1 for n in (own[0], *full)))
    inside = [n for n in own if n.x0 < right and n.x1 > left]
    reach = 1.5 * body
    return max(min(left, *(n.x0 for n in inside)), left - reach), min(
        max(right, *(n.x1 for n in inside)), right + reach
    )


def _frame(paper: Layout, start: int, end: int) -> tuple[float, float, float, float] | None:
    """The smallest box drawn around these lines and no others, where there is one."""
    own = paper.lines[start:end]
    others = [
        n for n in (*paper.lines[max(0, start - 60) : start], *paper.lines[end : end + 60]) if n.page == own[0].page
    ]
    left, right = min(n.x0 for n in own), max(n.x1 for n in own)
    found = []
    for x0, top, x1, bottom in boxes(paper.rules.get(own[0].page, ())):
        holds = x0 <= left and right <= x1 and all(top < n.base - 0.5 * n.size and n.base < bottom for n in own)
        if holds and not any(top < n.base < bottom and n.x0 < x1 and n.x1 > x0 for n in others):
            found.append((bottom - top, (x0, top, x1, bottom)))
    if not found:
        return None
    x0, top, x1, bottom = min(found)[1]
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def _beside(paper: Layout, at: int, before: bool) -> Sequence[Line]:
    """The line of text next to a stretch in its column, where there is one; parts of its own formulas are passed."""
    step = -1 if before else 1
    own = paper.lines[at if before else at - 1]
    n = at - 1 if before else at
    while 0 <= n < len(paper.lines) and (rises_to(paper.lines[n], own) or paper.lines[n].x0 > own.right):
        n += step
    if 0 <= n < len(paper.lines) and (paper.lines[n].page, paper.lines[n].column) == (own.page, own.column):
        return [paper.lines[n]]
    return []


def _edge(ink: Ink, page: int, x: tuple[float, float], start: float, way: int, limit: float) -> float:
    """From within a line up or down to white paper, and so far into it that padding meets no neighbour.

    White enough is a band of _BAND points: what is narrower parts an accent from its letter. Where there is none
    before the limit, the widest band is taken, or the limit itself.
    """
    best, free = limit, 0.0
    y = start
    while (y - limit) * way < 0 and free < _BAND:
        band = 0.0
        while band < 2 * _PAD and ink.blank(page, *x, y + way * band):
            band += 1 / _SCALE
        if band > free:
            best, free = y, band
        y += way * max(band, 1 / _SCALE)
    if not free:  # the lines overlap: where they do so least
        rows = [start + way * n / _SCALE for n in range(int(abs(limit - start) * _SCALE) + 1)]
        deep = [y for y in rows if (y - start) * way > _DESCENT] or rows
        return min(deep, key=lambda y: ink.amount(page, *x, y)) - way * _PAD
    return best - way / _SCALE + way * min(0.5, free - _PAD - 0.5)
