"""Joins accents to their letters and strokes to the signs that they negate, which old fonts print as two glyphs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from scaffold.read.pdf.page.glyphs import Glyph
from scaffold.tex.symbols import COMBINING

_STROKES = {"\u0338": "\u0338", "/": "\u0338"}
"""What old fonts print over a relation that is negated, and the combining character for it."""


def join_accents(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs from left to right with every accent joined to the letter below it; other accents are unchanged.

    So are strokes over relations: "≠" of "=" and its stroke.
    """
    out: list[Glyph] = []
    marks = [g for g in glyphs if g.text in COMBINING or g.text in _STROKES]
    if not marks:
        return [*glyphs]
    for g in glyphs:
        if g.text in COMBINING or g.text in _STROKES:
            if not any(_belongs(g, other) for other in glyphs):
                out.append(g)
            continue
        mark = next((a for a in marks if _belongs(a, g)), None)
        out.append(g._replace(text=_with(g.text, mark.text)) if mark else g)
    return out


def only_accents(row: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether a row of glyphs has only the accents of letters in a line, as raised over capitals."""
    if not all(g.text in COMBINING or unicodedata.combining(g.text[:1] or " ") for g in row):
        return False
    return all(any(_letter(other) and _over(g, other) for other in line) for g in row)


def _belongs(mark: Glyph, g: Glyph) -> bool:
    """Whether an accent is over a letter, or a stroke over a relation."""
    if mark.text in COMBINING:
        return _letter(g) and _over(mark, g)
    negated = unicodedata.normalize("NFC", g.text + _STROKES[mark.text])
    return len(negated) == 1 and g.x0 - 0.5 <= mark.x0 and mark.x1 <= g.x1 + 0.5 and abs(mark.base - g.base) < 1


def _letter(g: Glyph) -> bool:
    return g.text[:1].isalpha() and g.text not in COMBINING


def _over(accent: Glyph, letter: Glyph) -> bool:
    middle = (accent.x0 + accent.x1) / 2
    return letter.x0 - 0.5 <= middle <= letter.x1 + 0.5 and abs(accent.base - letter.base) < 0.5 * letter.size


def _with(letter: str, accent: str) -> str:
    plain = {"ı": "i", "ȷ": "j"}.get(letter, letter)
    joined = unicodedata.normalize("NFC", plain[:1] + (COMBINING | _STROKES)[accent]) + plain[1:]
    return joined if len(joined) <= len(plain) else letter
