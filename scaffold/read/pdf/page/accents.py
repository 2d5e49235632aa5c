"""Joins accents to their letters, which old fonts print as two glyphs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from scaffold.read.pdf.page.glyphs import Glyph
from scaffold.tex.symbols import COMBINING


def join_accents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs from left to right with every accent joined to the letter below it; other accents are unchanged."""
    out: list[Glyph] = []
    accents = [g for g in glyphs if g.text in COMBINING]
    for g in glyphs:
        if g.text in COMBINING:
            if not any(_over(g, other) for other in glyphs if _letter(other)):
                out.append(g)
            continue
        mark = next((a for a in accents if _letter(g) and _over(a, g)), None)
        out.append(replace(g, text=_with(g.text, mark.text)) if mark else g)
    return out


def _letter(g: Glyph) -> bool:
    return g.text[:1].isalpha() and g.text not in COMBINING


def _over(accent: Glyph, letter: Glyph) -> bool:
    middle = (accent.x0 + accent.x1) / 2
    return letter.x0 - 0.5 <= middle <= letter.x1 + 0.5 and abs(accent.base - letter.base) < 0.5 * letter.size


def _with(letter: str, accent: str) -> str:
    plain = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    joined = unicodedata.normalize("NFC", plain[:1] + COMBINING[accent]) + plain[1:]
    return joined if len(joined) <= len(plain) else letter
