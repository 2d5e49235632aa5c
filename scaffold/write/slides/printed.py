"""What LaTeX printed on a page, as characters: the truth that other forms of a statement are compared with."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from typing import Any

from scaffold.tex.drawings import sign
from scaffold.write.slides.pictures import Pictures, Sheet

__all__ = ["characters", "letters", "parts"]

_SIGNS = re.compile(
    r"(?i)(?:^|\+)(?:[a-z]*ex\d|[a-z]*math-?ex|esint|[a-z]*mathextension|fourier-mex|txex|pxex|mathx|stmary|yhcmex|line|lcircle)"
)
"""Fonts of large signs, whose places TeX fills by numbers that are letters elsewhere: a sum sign reads "P"."""

_RELATIONS = re.compile(r"(?i)(?:^|\+)(?:[a-z]*sy\d|[a-z]*mathsymbols)")
"""Fonts of relations: the foot of a mapping arrow stands in the place of a digit."""

_SAME = {"ϵ": "ε", "ϕ": "φ", "ϑ": "θ", "ϱ": "ρ", "ϖ": "π", "∆": "Δ", "Ω": "Ω", "µ": "μ", "ı": "i", "ȷ": "j", "ς": "σ"}


def parts(pictures: Pictures) -> dict[str, tuple[str, ...]]:
    """What stands on each sheet of each statement that LaTeX set, by the key of its place."""
    import pypdfium2

    if not pictures.pdf:
        return {}
    with pypdfium2.PdfDocument(pictures.pdf) as document:
        return {
            key: tuple(_said(document[sheet.page], sheet) for sheet in picture.sheets)
            for key, picture in pictures.by_key.items()
        }


def _said(page: Any, sheet: Sheet) -> str:
    """What stands on a sheet; each of its drawings as its sign."""
    if not sheet.bands:
        return characters(page)
    return "".join(characters(page, band.box) if band.drawing is None else sign(band.drawing) for band in sheet.bands)


def characters(page: Any, box: tuple[float, float, float, float] | None = None) -> str:
    """The characters of a page of pypdfium2 in the order of its content, without those of fonts of large signs.

    box (left, bottom, right, top in points) leaves out what is not in it.
    """
    import pypdfium2.raw as raw

    text = page.get_textpage()
    said = text.get_text_range()
    if len(said) != text.count_chars():
        said = "".join(chr(raw.FPDFText_GetUnicode(text, i)) for i in range(text.count_chars()))
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    shown = []
    for i, c in enumerate(said):
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
    """Whether the middle of a character stands in the box."""
    left, bottom, right, top = text.get_charbox(number)
    return bool(box[0] <= (left + right) / 2 <= box[2] and box[1] <= (bottom + top) / 2 < box[3])


def letters(text: str) -> Counter[str]:
    """Letters and digits and how often each stands there, whatever their style: 𝓗, ℋ and H are one."""
    bare = unicodedata.normalize("NFKD", text)
    same = (_SAME.get(c, c) for c in bare if c.isalnum() or c in _SAME)
    return Counter(c for c in same if unicodedata.category(c) != "Lm")
