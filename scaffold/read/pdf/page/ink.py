"""The ink of a page: the boxes of its glyphs as their fonts draw them, and blank rows of pixels."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from scaffold.sheets import Box, shown, whole

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


def place(x: float, base: float) -> Place:
    """The origin of a glyph, in half points."""
    return round(2 * x), round(2 * base)


class Ink:
    """The ink of a PDF's pages; one page is kept at a time."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._page = 0
        self._rows: bytes = b""
        self._width = self._height = self._stride = 0
        self._glyphs: dict[Place, list[Drawn]] = {}

    def glyphs(self, page: int) -> Iterator[Drawn]:
        """The visible glyphs of a page."""
        self._load(page)
        return chain.from_iterable(self._glyphs.values())

    def at(self, page: int, x: float, base: float) -> Iterator[Drawn]:
        """The glyphs with this origin, to within half a point."""
        self._load(page)
        a, b = place(x, base)
        for i in (0, -1, 1):
            for j in (0, -1, 1):
                yield from self._glyphs.get((a + i, b + j), ())

    def blank(self, page: int, x0: float, x1: float, y: float) -> bool:
        """Whether a row of pixels, y in points from the top, holds no ink between x0 and x1."""
        self._load(page)
        row = int(y * _SCALE)
        if not 0 <= row < self._height:
            return True
        a, b = max(0, int(x0 * _SCALE)), min(self._width, int(x1 * _SCALE) + 1)
        return min(self._rows[row * self._stride + a : row * self._stride + b], default=255) > _WHITE

    def box(self, page: int, within: Box) -> Box | None:
        """The smallest box around all ink of a page within a box, to half a point; None if that is blank."""
        self._load(page)
        x0, top, x1, bottom = (int(v * _SCALE) for v in within)
        x0, x1 = max(0, x0), min(self._width, x1 + 1)
        left, right, rows = x1, x0, list[int]()
        for y in range(max(0, top), min(self._height, bottom + 1)):
            row = self._rows[y * self._stride + x0 : y * self._stride + x1].translate(_DARK)
            if (first := row.find(1)) >= 0:
                rows.append(y)
                left, right = min(left, x0 + first), max(right, x0 + row.rfind(1) + 1)
        return (left / _SCALE, rows[0] / _SCALE, right / _SCALE, (rows[-1] + 1) / _SCALE) if rows else None

    def _load(self, number: int) -> None:
        if number == self._page:
            return
        self._rows, self._page, self._glyphs = b"", number, {}
        self._width = self._height = self._stride = 0
        try:
            page = whole(self._document, number)
        except RuntimeError:  # PDFium's error for a damaged page
            return
        bitmap = page.render(scale=_SCALE, grayscale=True)
        self._rows = bytes(bitmap.buffer)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        for at, box in _glyphs(page):
            self._glyphs.setdefault(place(*at), []).append(box)
        bitmap.close()
        page.close()


def _glyphs(page: Any) -> Iterator[tuple[tuple[float, float], Drawn]]:
    from pypdfium2 import raw

    sheet, turned = page.get_bbox(), page.get_rotation()
    text = page.get_textpage()
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    for n in range(min(text.count_chars(), _MOST)):
        if not raw.FPDFText_GetCharOrigin(text, n, x, y) or not raw.FPDFText_GetCharBox(
            text, n, left, right, bottom, top
        ):
            continue
        if left.value < right.value and bottom.value < top.value and raw.FPDFText_GetUnicode(text, n) not in (32, 160):
            at = shown((x.value, y.value, x.value, y.value), sheet, turned)
            box = shown((left.value, bottom.value, right.value, top.value), sheet, turned)
            yield (at[0], at[1]), (n, (box[0] - SURE, box[1] - SURE, box[2] + SURE, box[3] + SURE))
    text.close()


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
