"""What a page holds besides its text: the numbers of its lines, and footnotes with their marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from scaffold.check.printed.glyphs import Glyph

__all__ = ["footnotes", "without_line_numbers"]

_FEWEST = 2
"""How often a number is one more than that of the line above, at least: less may be something else."""

_SHARE = 0.1
"""The part of a page's signs that has the size of its text, at least: notes and questions may have most of them."""

_SIGN = 8.0
"""Width of a sign in points, at most."""

_MARKS = frozenset("0123456789*∗†‡§¶")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
"""Marks too, as in boxes, if they are smaller than the text of the footnote: else a line begins with the letter."""


def without_line_numbers(page: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a page without the numbers of its lines: digits beside all other signs, which count up."""
    text = [g.x for g in page if not g.sign.isdecimal()]
    left, right = min(text, default=0.0), max(text, default=0.0)
    outside = [g for g in page if g.sign.isdecimal() and not left <= g.x <= right + _SIGN]
    rows: dict[int, str] = {}
    for glyph in sorted(outside, key=lambda g: g.x):
        rows[round(glyph.y)] = rows.get(round(glyph.y), "") + glyph.sign
    values = [int(rows[y]) for y in sorted(rows, reverse=True)]
    if sum(b == a + 1 for a, b in pairwise(values)) < _FEWEST:
        return list(page)
    numbers = set(map(id, outside))
    return [g for g in page if id(g) not in numbers]


def footnotes(page: Sequence[Glyph]) -> frozenset[str]:
    """The marks of the footnotes of a page: small signs that begin a line of text smaller than the page's."""
    if not page:
        return frozenset()
    sizes = Counter(round(g.size, 1) for g in page)
    usual = max(size for size, count in sizes.items() if count >= _SHARE * len(page))
    found = set()
    for n, glyph in enumerate(page[:-1]):
        mark = _mark(page, n)
        following = page[n + len(mark)] if mark and n + len(mark) < len(page) else None
        starts = n == 0 or abs(page[n - 1].y - glyph.y) > 2
        if following and starts and glyph.size <= following.size < usual - 0.4 and following.y < glyph.y + 2:
            found.add(mark)
    return frozenset(found)


def _mark(page: Sequence[Glyph], start: int) -> str:
    following = page[start + 1] if start + 1 < len(page) else None
    if following and page[start].sign in _LETTERS and page[start].size < following.size - 0.5:
        return page[start].sign
    end = start
    while end < len(page) and page[end].sign in _MARKS and page[end].size == page[start].size:
        end += 1
    return "".join(g.sign for g in page[start:end]) if end - start <= 2 else ""
