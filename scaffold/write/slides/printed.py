"""What LaTeX printed on a page, as characters: the reference for comparing other forms of a statement."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from typing import Any

from scaffold.sheets import PDFIUM
from scaffold.tex.drawings import sign
from scaffold.write.slides.pictures import Pictures, Sheet

__all__ = ["characters", "letters", "parts", "whole"]

_SIGNS = re.compile(
    r"(?i)(?:^|\+)(?:[a-z]*ex\d|[a-z]*math-?ex|esint|[a-z]*mathextension|fourier-mex|txex|pxex|mathx|stmary|yhcmex|line|lcircle)"
)
"""Fonts of large operators, whose character codes are those of letters in other fonts: a sum sign reads as "P"."""

_RELATIONS = re.compile(r"(?i)(?:^|\+)(?:[a-z]*sy\d|[a-z]*mathsymbols)")
"""Fonts of relations: the tail of \\mapsto has the character code of a digit."""

_SAME = {"ϵ": "ε", "ϕ": "φ", "ϑ": "θ", "ϱ": "ρ", "ϖ": "π", "∆": "Δ", "Ω": "Ω", "µ": "μ", "ı": "i", "ȷ": "j", "ς": "σ"}


def parts(pictures: Pictures) -> dict[str, tuple[str, ...]]:
    """The characters on each sheet of each statement that LaTeX set, by the key of its place."""
    import pypdfium2

    if not pictures.pdf:
        return {}
    with PDFIUM, pypdfium2.PdfDocument(pictures.pdf) as document:
        return {
            key: tuple(_on_sheet(document[sheet.page], sheet) for sheet in picture.sheets)
            for key, picture in pictures.by_key.items()
        }


def whole(pictures: Pictures, ids: Collection[str]) -> dict[str, str]:
    """The characters of statements that LaTeX set, by their id, with those in their drawings."""
    import pypdfium2

    pages = {id: pictures.pages.get(id, ()) for id in ids} if pictures.pdf else {}
    if not any(pages.values()):
        return {}
    with PDFIUM, pypdfium2.PdfDocument(pictures.pdf) as document:
        return {id: "".join(characters(document[n - 1]) for n in own) for id, own in pages.items() if own}


def _on_sheet(page: Any, sheet: Sheet) -> str:
    """The characters on a sheet; a placeholder character for each of its drawings."""
    if not sheet.bands:
        return characters(page)
    return "".join(characters(page, band.box) if band.drawing is None else sign(band.drawing) for band in sheet.bands)


def characters(page: Any, box: tuple[float, float, float, float] | None = None) -> str:
    """The characters of a page of pypdfium2 in the order of its content, without those in fonts of large operators.

    box (left, bottom, right, top in points): only characters inside it.
    """
    import pypdfium2.raw as raw

    text = page.get_textpage()
    chars = text.get_text_range()
    if len(chars) != text.count_chars():
        chars = "".join(chr(raw.FPDFText_GetUnicode(text, i)) for i in range(text.count_chars()))
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    shown = []
    for i, c in enumerate(chars):
        if box is not None and not _within(text, i, box):
            continue
        if c.isalnum():
            raw.FPDFText_GetFontInfo(text, i, name, 128, flags)
            font = name.value.decode("latin-1")
            if _SIGNS.search(font) or (c.isdigit() and _RELATIONS.search(font)):
                continue
        shown.append(c)
    return "".join(shown)


def _within(text: Any, number: int, box: tuple[float, float, float, float]) -> bool:
    """Whether the centre of a character is in the box."""
    left, bottom, right, top = text.get_charbox(number)
    return bool(box[0] <= (left + right) / 2 <= box[2] and box[1] <= (bottom + top) / 2 < box[3])


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs, regardless of style: 𝓗, ℋ and H are the same."""
    bare = unicodedata.normalize("NFKD", text)
    same = (_SAME.get(c, c) for c in bare if c.isalnum() or c in _SAME)
    return Counter(c for c in same if unicodedata.category(c) != "Lm")
