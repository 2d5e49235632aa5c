"""Pages that a paper names by where they are ("on the next page"): elsewhere their numbers stand for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffold.check.printed.glyphs import Glyph

__all__ = ["alike"]

_NEAR = re.compile(
    r"onthe(?:next|following|preceding|previous|facing)page"
    r"|aufder(?:nächsten|folgenden|vorherigen|vorangegangenen|gegenüberliegenden)Seite"
)
"""What the package varioref prints."""

_NUMBERED = re.compile(r"(?:onpage|aufSeite)(?:\d+|[ivxlc]+)")
_PAGE = "\N{PILCROW SIGN}"
"""Stands for such a page."""


def alike(ours: Sequence[Glyph], theirs: Sequence[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Both settings with one sign for a page that theirs names by its place and ours by a number not in theirs."""
    text = _text(theirs)
    near = [m.span() for m in _NEAR.finditer(text)]
    numbered = [m.span() for m in _NUMBERED.finditer(_text(ours)) if m[0] not in text]
    if not near or not numbered:
        return list(ours), list(theirs)
    return _shortened(ours, numbered), _shortened(theirs, near)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(g.sign[-1] for g in glyphs)


def _shortened(glyphs: Sequence[Glyph], parts: Sequence[tuple[int, int]]) -> list[Glyph]:
    kept, end = list[Glyph](), 0
    for start, stop in parts:
        kept += [*glyphs[end:start], glyphs[start]._replace(sign=_PAGE)]
        end = stop
    return [*kept, *glyphs[end:]]
