"""The ink of a page: the boxes of its glyphs as their fonts draw them, and blank rows of pixels."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from scaffold.read.pdf.page.glyphs import Glyph
from scaffold.sheets import Box, shown, shown_point, whole

Place = tuple[int, int]
Drawn = tuple[int, Box]
"""A glyph: its number on the page, and the box of its ink, in points from the top left of the page."""

SURE = 0.2
"""Points by which a glyph's box is enlarged, because outlines are smoothed."""

_SCALE = 2.0
"""Resolution in pixels per point at which ink is searched for."""

_WHITE = 200
_DARK = bytes(value <= _WHITE for value in range(256))
_MOST = 60_000
"""Maximum number of glyphs read from a page."""

_KEPT = 48
"""Pages whose glyphs are kept: statements, displays and figures of a page are found one after the other."""


def place(x: float, base: float) -> Place:
    """The origin of a glyph, in half points."""
    return round(2 * x), round(2 * base)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pixels:
    """The pixels of a page, row by row; none of a damaged page."""

    rows: bytes = b""
    width: int = 0
    height: int = 0
    stride: int = 0


class _Glyphs(dict[Place, list[Drawn]]):
    """The visible glyphs of a page by origin, and the ink of lines that were asked for."""

    def __init__(self) -> None:
        self.lines: dict[int, tuple[Sequence[Glyph], dict[int, Box]]] = {}
        """The ink of lines of glyphs by their identity, with the line, so that this identity stays its own."""
        self._rows: dict[int, dict[int, list[Drawn]]] = {}

    def near(self, x: float, base: float) -> list[Drawn]:
        """Found anew each time: to keep it for all glyphs of a paper would take a fifth of the memory for its ink."""
        a, b = place(x, base)
        if not self._rows:
            for (i, j), drawn in self.items():
                self._rows.setdefault(j, {})[i] = drawn
        rows = [self._rows[j] for j in (b, b - 1, b + 1) if j in self._rows]
        return [d for i in (a, a - 1, a + 1) for row in rows if i in row for d in row[i]]


class Ink:
    """The ink of a PDF's pages. The glyphs of some pages are kept, and the pixels of few: these take more memory."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._page = lru_cache(maxsize=2)(self._opened)
        self._glyphs = lru_cache(maxsize=_KEPT)(self._read)
        self._pixels = lru_cache(maxsize=4)(self._render)

    def glyphs(self, page: int) -> Iterator[Drawn]:
        """The visible glyphs of a page."""
        return chain.from_iterable(self._glyphs(page).values())

    def at(self, page: int, x: float, base: float) -> list[Drawn]:
        """The glyphs with this origin, to within half a point."""
        return self._glyphs(page).near(x, base)

    def of(self, page: int, line: Sequence[Glyph]) -> Mapping[int, Box]:
        """The boxes of all ink of a line's glyphs, by the numbers of these glyphs on the page; none for spaces."""
        glyphs = self._glyphs(page)
        known = glyphs.lines.get(id(line))
        if known is None:
            found = dict(d for g in line if g.text.strip() for d in glyphs.near(g.x0, g.base))
            known = glyphs.lines[id(line)] = line, found
        return known[1]

    def blank(self, page: int, x0: float, x1: float, y: float) -> bool:
        """Whether a row of pixels, y in points from the top, holds no ink between x0 and x1."""
        pixels, row = self._pixels(page), int(y * _SCALE)
        if not 0 <= row < pixels.height:
            return True
        a, b = max(0, int(x0 * _SCALE)), min(pixels.width, int(x1 * _SCALE) + 1)
        return min(pixels.rows[row * pixels.stride + a : row * pixels.stride + b], default=255) > _WHITE

    def box(self, page: int, within: Box) -> Box | None:
        """The smallest box around all ink of a page within a box, to half a point; None if that is blank."""
        pixels = self._pixels(page)
        x0, top, x1, bottom = (int(v * _SCALE) for v in within)
        x0, x1 = max(0, x0), min(pixels.width, x1 + 1)
        left, right, rows = x1, x0, list[int]()
        for y in range(max(0, top), min(pixels.height, bottom + 1)):
            row = pixels.rows[y * pixels.stride + x0 : y * pixels.stride + x1].translate(_DARK)
            if (first := row.find(1)) >= 0:
                rows.append(y)
                left, right = min(left, x0 + first), max(right, x0 + row.rfind(1) + 1)
        return (left / _SCALE, rows[0] / _SCALE, right / _SCALE, (rows[-1] + 1) / _SCALE) if rows else None

    def _opened(self, number: int) -> Any:
        """A page, which PDFium parses as a whole when it is opened; None if it is damaged."""
        try:
            return whole(self._document, number)
        except RuntimeError:
            return None

    def _render(self, number: int) -> _Pixels:
        page = self._page(number)
        if page is None:
            return _Pixels()
        bitmap = page.render(scale=_SCALE, grayscale=True)
        pixels = _Pixels(rows=bytes(bitmap.buffer), width=bitmap.width, height=bitmap.height, stride=bitmap.stride)
        bitmap.close()
        return pixels

    def _read(self, number: int) -> _Glyphs:
        glyphs, page = _Glyphs(), self._page(number)
        for at, drawn in _drawn(page) if page is not None else ():
            glyphs.setdefault(place(*at), []).append(drawn)
        return glyphs


def _drawn(page: Any) -> Iterator[tuple[tuple[float, float], Drawn]]:
    from pypdfium2 import raw

    sheet, turned = page.get_bbox(), page.get_rotation()
    textpage = page.get_textpage()
    text = textpage.raw  # a call with the object itself asks Python for this each time
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    origin, box = [*map(ctypes.byref, (x, y))], [*map(ctypes.byref, (left, right, bottom, top))]
    origin_of, box_of, code_of = raw.FPDFText_GetCharOrigin, raw.FPDFText_GetCharBox, raw.FPDFText_GetUnicode
    for n in range(min(textpage.count_chars(), _MOST)):
        if not box_of(text, n, *box) or not (left.value < right.value and bottom.value < top.value):
            continue
        if code_of(text, n) not in (32, 160) and origin_of(text, n, *origin):
            at = shown_point(x.value, y.value, sheet, turned)
            x0, y0, x1, y1 = shown((left.value, bottom.value, right.value, top.value), sheet, turned)
            yield at, (n, (x0 - SURE, y0 - SURE, x1 + SURE, y1 + SURE))
    textpage.close()


@contextmanager
def ink_of(path: Path) -> Iterator[Ink | None]:
    """The ink of a PDF's pages; None if it cannot be rendered."""
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
