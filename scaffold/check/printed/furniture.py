"""What a page holds besides its text: running heads, numbers of its lines, and footnotes with their marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from scaffold.check.printed.glyphs import Glyph

__all__ = ["Row", "footnotes", "rows", "without_footnotes", "without_line_numbers", "without_running_heads"]

_FEWEST = 2
"""How often a number is one more than that of the line above, at least: less may be something else."""

_SHARE = 0.1
"""The part of a page's signs that has the size of its text, at least: notes and questions may have most of them."""

_SIGN = 8.0
"""Width of a sign in points, at most."""

_MARKS = frozenset("0123456789*∗†‡§¶abcdefghijklmnopqrstuvwxyz")

_SHIFT = 2.0
"""Points by which a running head may be shifted on another page."""

_SEPARATED = 10
"""Points between a running head and the text, at least."""

_SHORTEST = 6
"""Signs of a running head without its digits, at least: a sign of a formula may stand at one height on two pages."""

_RAISED = 0.85
"""Size of a raised mark as a part of that of the text, at most."""

_SMALLER = 0.4
"""Points by which a footnote is smaller than the text, at least."""

_SHORTEST_NOTE, _LINES = 12, 200
"""Signs of a footnote, at least, and of the lines before it, which say where its column begins."""

_LEADING, _INDENT = 5.0, 30.0
"""Points by which a footnote begins below the text, at least, and to the right of its column, at most."""

_IN_A_ROW, _BELOW = 3, 40
"""Larger signs in a row that end a footnote; signs that a page may have below its footnotes, in its last line."""


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


def without_running_heads(page: Sequence[Glyph], own: Sequence[Row], others: Iterable[Sequence[Row]]) -> list[Glyph]:
    """The glyphs without the outermost rows that other pages have, too, at the same height but for their digits.

    own are the rows of the page, others those of the other pages.
    """
    known = [row for other in others for row in other]
    heads = {row.y for side in (own, own[::-1]) for row in _repeated(side, known)}
    return [g for g in page if round(g.y) not in heads]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a page at a height in whole points, and its signs without digits."""

    y: int
    text: str

    def repeats(self, other: Row) -> bool:
        """Whether the other row has the same signs at about the same height."""
        return self.text == other.text and abs(self.y - other.y) <= _SHIFT


def rows(page: Sequence[Glyph]) -> list[Row]:
    """The rows of a page, from the lowest."""
    signs: dict[int, list[str]] = {}
    for glyph in page:
        signs.setdefault(round(glyph.y), []).append("" if glyph.sign.isdecimal() else glyph.sign)
    return [Row(y, "".join(signs[y])) for y in sorted(signs)]


def _repeated(rows: Sequence[Row], known: Sequence[Row]) -> list[Row]:
    """The first rows that are all among those known; none if they are short or close to the others, as in a formula."""
    found = list(takewhile(lambda row: any(map(row.repeats, known)), rows))
    apart = not rows[len(found) :] or abs(rows[len(found)].y - found[-1].y) >= _SEPARATED if found else False
    return found if apart and sum(len(row.text) for row in found) >= _SHORTEST else []


def footnotes(page: Sequence[Glyph]) -> dict[int, str]:
    """Where the footnotes of a page begin, and their marks: small signs before a line smaller than the page's."""
    return dict(_footnotes(page, _usual(page)))


def without_footnotes(page: Sequence[Glyph], notes: Iterable[int]) -> list[Glyph]:
    """The glyphs without the footnotes below the text, or below that of each column; notes are where some begin."""
    kept, end = list[Glyph](), 0
    usual = _usual(page)
    for start in notes:
        stop = _stop(page, start, usual)
        if start >= end and _is_paragraph(page, start, stop) and _is_last(page, start, stop):
            kept += page[end:start]
            end = stop
    return [*kept, *page[end:]]


def _usual(page: Sequence[Glyph]) -> float:
    """The size of the page's text."""
    sizes = Counter[float]()
    for size, count in Counter(g.size for g in page).items():
        sizes[round(size, 1)] += count
    return max((size for size, count in sizes.items() if count >= _SHARE * len(page)), default=0.0)


def _footnotes(page: Sequence[Glyph], usual: float) -> Iterator[tuple[int, str]]:
    for n, glyph in enumerate(page[:-1]):
        if n and abs(page[n - 1].y - glyph.y) <= 2:
            continue
        mark = _mark(page, n)
        following = page[n + len(mark)] if mark and n + len(mark) < len(page) else None
        if following and _marks(glyph, following) and following.size < usual - _SMALLER:
            yield n, mark


def _marks(mark: Glyph, following: Glyph) -> bool:
    """Whether a sign before others is not larger nor lower; a letter must be raised, or it may begin a word."""
    if mark.sign.isalpha() and not (mark.size < _RAISED * following.size and mark.y > following.y):
        return False
    return mark.size <= following.size and following.y < mark.y + 2


def _stop(page: Sequence[Glyph], start: int, usual: float) -> int:
    """Where the smaller text ends that begins there; large signs of formulas in it do not end it."""
    end = start
    for n in range(start, len(page)):
        if page[n].size < usual - _SMALLER:
            end = n + 1
        if n + 1 - end >= _IN_A_ROW:
            break
    return end


def _is_paragraph(page: Sequence[Glyph], start: int, stop: int) -> bool:
    """Whether it is a text that begins below the one before it, at the left: no exponents of a formula."""
    before = page[max(0, start - _LINES) : start]
    left = min((g.x for g in before), default=page[start].x)
    lower = not before or page[start].y < before[-1].y - _LEADING
    return stop - start >= _SHORTEST_NOTE and lower and page[start].x < left + _INDENT


def _is_last(page: Sequence[Glyph], start: int, stop: int) -> bool:
    """Whether no text stands below in what was set after it, so that it is no smaller text between others."""
    lowest = min(g.y for g in page[start:stop])
    return sum(g.y < lowest for g in page[stop:]) <= _BELOW


def _mark(page: Sequence[Glyph], start: int) -> str:
    end = start
    while end < len(page) and page[end].sign in _MARKS and page[end].size == page[start].size:
        end += 1
    return "".join(g.sign for g in page[start:end]) if end - start <= 2 else ""
