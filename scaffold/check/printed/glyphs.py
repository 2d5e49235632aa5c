"""The glyphs of a PDF's pages in the order in which they were set.

TeX sets the same formula in the same order whatever the width of the lines, so no layout has to be understood: two
settings of one text are the same sequence of signs, apart from page breaks.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from scaffold.check.printed.encodings import bare, plain_name
from scaffold.check.printed.signs import is_of_large_signs, names_large_signs, signs

__all__ = ["Glyph", "glyphs"]

_DEEPEST = 6
_MOST = 60_000
"""Signs of a page: one of text has some thousands, a drawing may have millions."""

_END = 2
"""Bytes of the end of a string."""

_USUAL = 64
"""Signs of a text object, at most, but for few."""

_FIRST = "\0"
"""The first sign of a font, which pdfium leaves out if no table says what it means; it adds blanks, which have a code.

In fonts of large signs both codes are "(".
"""


class Glyph(NamedTuple):
    """A sign on a page (from 1): x of its left edge, y of its lower edge and size of its font, in points.

    A tuple, because a paper has a hundred thousand of them.
    """

    sign: str
    page: int
    x: float
    y: float
    size: float


def glyphs(document: Any, numbers: Iterable[int]) -> list[Glyph]:
    """The glyphs of these pages (from 1) of a document of pypdfium2; numbers beyond its end are skipped."""
    return [glyph for n in numbers if 1 <= n <= len(document) for glyph in _page(document[n - 1], n)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """Some letters of one font on one line; size in points."""

    characters: str
    font: str
    left: float
    step: float
    bottom: float
    size: float

    def glyphs(self, page: int, *, bare: bool, named: bool) -> Iterator[Glyph]:
        """The signs that they are; bare and named: what fonts of the page say, as in the function `signs`."""
        for n, c in enumerate(self.characters):
            for sign in signs(c, self.font, bare, named):
                yield Glyph(sign, page, self.left + n * self.step, self.bottom, size=self.size)


def _page(page: Any, number: int) -> list[Glyph]:
    text = page.get_textpage()
    try:
        found, letters = list[_Text](), 0
        for one in _texts(page, text.raw):
            found.append(one)
            letters += len(one.characters)
            if letters > _MOST:
                return []
    finally:
        text.close()
        page.close()
    codes = any(bare(one.characters, one.font) for one in found)
    names = any(names_large_signs(one.characters, one.font) for one in found)
    return [glyph for one in found for glyph in one.glyphs(number, bare=codes, named=names)]


def _texts(page: Any, text: Any) -> Iterator[_Text]:
    import pypdfium2.raw as pdfium

    count, names = pdfium.FPDFPage_CountObjects(page.raw), dict[int, str]()
    for item in _objects(count, lambda n: pdfium.FPDFPage_GetObject(page.raw, n), 0):
        characters = _string(partial(pdfium.FPDFTextObj_GetText, item, text))
        font = pdfium.FPDFTextObj_GetFont(item)
        place = ctypes.addressof(font.contents) if font else 0
        if place not in names:
            read = partial(pdfium.FPDFFont_GetBaseFontName, font)
            names[place] = plain_name(_name(read))
        name = names[place]
        if is_of_large_signs(name):
            characters = characters.rstrip(" ") or _FIRST
        if characters:
            left, bottom, right, _ = _bounds(item)
            step = (right - left) / len(characters)
            yield _Text(characters=characters, font=name, left=left, step=step, bottom=bottom, size=_size(item))


def _objects(count: int, get: Any, depth: int) -> Iterator[Any]:
    """The text objects of a page or form, with those of the forms in it."""
    import pypdfium2.raw as pdfium

    for n in range(count):
        item = get(n)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = pdfium.FPDFFormObj_CountObjects(item)
            yield from _objects(inner, lambda i, form=item: pdfium.FPDFFormObj_GetObject(form, i), depth + 1)


def _string(read: Any) -> str:
    """A string in UTF-16 from a function that fills a buffer of ctypes."""
    buffer = (ctypes.c_ushort * _USUAL)()
    size = read(buffer, 2 * _USUAL)
    if size > 2 * _USUAL:
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        read(buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", "replace").rstrip("\0") if size > _END else ""


def _name(read: Any) -> str:
    size = read(None, 0)
    buffer = ctypes.create_string_buffer(max(1, size))
    read(buffer, size)
    return buffer.value.decode("latin-1")


def _bounds(item: Any) -> tuple[float, float, float, float]:
    import pypdfium2.raw as pdfium

    edges = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    left, bottom, right, top = edges
    return left.value, bottom.value, right.value, top.value


def _size(item: Any) -> float:
    """The font size as shown: that of the font times the scale of its matrix."""
    import pypdfium2.raw as pdfium

    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return float(size.value * max(abs(matrix.d), abs(matrix.b)))
