"""Compares headings with the marks of the PDF: corrects levels, adds missing headings, removes false ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.page.lines import squash
from scaffold.read.pdf.page.outline import Mark
from scaffold.read.pdf.structure.heads import Head
from scaffold.read.pdf.structure.sections import Found, heading_at, unnumbered_at

_AGREE = 0.8
"""The share of numbered headings that must be at marks before the others are removed as false."""

_FEWEST = 3
_COMPARED = 24
"""Letters and digits of a bookmark that the page must show."""

_BELOW = 3.4
"""Maximum number of lines between a destination and its heading or statement."""

_NOT_HEADINGS = re.compile(r"(?:fig|tab|equation|eq\.|algorithm|listing|proof|abstract|title page|cover)", re.I)


class Places:
    """The lines that the marks of a paper may refer to."""

    def __init__(self, paper: Layout) -> None:
        self._paper = paper
        self._reach = _BELOW * paper.leading
        self._pages: dict[int, list[int]] = {}
        for at, line in enumerate(paper.lines):
            self._pages.setdefault(line.page, []).append(at)

    def of(self, mark: Mark) -> list[int]:
        """Lines at a mark or close below it, in its column, in order.

        The title of a chapter is far below its mark: only space is between them. If no text is below a mark, TeX broke
        the page after it, and its lines are the first ones of the next page.
        """
        lines = self._paper.lines
        own = self._pages.get(mark.page, [])
        below = [at for at in own if lines[at].base > mark.top - 2 and _in_column(lines[at], mark)]
        begin = mark.top
        if not below and (after := self._pages.get(mark.page + 1)):
            below = [at for at in after if lines[at].column == lines[after[0]].column]
            begin = 0.0
        begin = max(begin, min((lines[at].base for at in below), default=0.0) - self._paper.leading)
        return [at for at in below if lines[at].base - begin < self._reach]


def _in_column(line: Line, mark: Mark) -> bool:
    return not line.column or not mark.x or line.left - 12 < mark.x < line.right


def with_marks(
    found: Sequence[Found], paper: Layout, heads: Sequence[Head], marks: Sequence[Mark], places: Places
) -> list[Found]:
    """The headings in reading order, from layout and marks together; unchanged if there are no marks."""
    by_line = {f.at: f for f in found}
    at_mark, unmet = _met(by_line, marks, places)
    kept = [_levelled(f, at_mark.get(f.at), paper) for f in found if not _stray(f, found, at_mark, paper)]
    taken = {n for f in kept for n in range(f.at, f.last + 1)} | {h.at for h in heads}
    shift = _shift([(by_line[at].level, m.depth) for at, m in at_mark.items() if m.title])
    for m in unmet:
        new = _named(m, paper, [at for at in places.of(m) if at not in taken], shift)
        if new:
            kept.append(replace(new, appendix=any(f.appendix and f.at < new.at for f in kept)))
            taken.update(range(new.at, new.last + 1))
    return sorted(kept, key=lambda f: f.at)


def _met(by_line: dict[int, Found], marks: Sequence[Mark], places: Places) -> tuple[dict[int, Mark], list[Mark]]:
    """The mark of each heading, by line, and the marks without one.

    First those that have the heading's words, so that the mark of an unnumbered heading close above takes none of them.
    """
    at_mark: dict[int, Mark] = {}
    unmet = list(marks)
    for worded in (True, False):
        left, unmet = unmet, []
        for m in left:
            near = (at for at in places.of(m) if at in by_line and at not in at_mark)
            own = next((at for at in near if not worded or _same_words(m, by_line[at])), None)
            if own is None:
                unmet.append(m)
            else:
                at_mark[own] = m
    return at_mark, unmet


def _same_words(mark: Mark, heading: Found) -> bool:
    shown = squash(heading.title)
    return any(
        title and (shown.startswith(title) or title.startswith(shown)) for title in map(squash, _forms(mark.title))
    )


def with_starred(
    found: Sequence[Found], paper: Layout, heads: Sequence[Head], marks: Sequence[Mark], places: Places
) -> tuple[list[Found], list[Head]]:
    """The headings in reading order, with those unnumbered ones whose destinations are known and that look like one.

    Then the heads without those that are such headings: "Application of 2." as a line of its own.
    """
    out = list(found)
    doubtful = {h.at for h in heads if not h.sure and not paper.lines[h.at].text[h.end :].strip()}
    taken = {n for f in found for n in range(f.at, f.last + 1)} | {h.at for h in heads} - doubtful
    for m in marks:
        near = list(takewhile(lambda at: at not in taken, places.of(m)[:2]))  # a mark may be beside the line above
        new = next((f for at in near if (f := unnumbered_at(at, paper, found))), None)
        if new:
            out.append(new)
            taken.update(range(new.at, new.last + 1))
    titles = {f.at for f in out}
    return sorted(out, key=lambda f: f.at), [h for h in heads if h.at not in titles]


def _levelled(f: Found, mark: Mark | None, paper: Layout) -> Found:
    """A numbered heading with the level from its destination's name, and a title no longer than its bookmark."""
    if mark is None or f.number is None:
        return f
    if paper.lines[f.at].size > 1.06 * paper.body:  # no text follows it; a bookmark may lack words that are formulas
        return f if mark.level is None else replace(f, level=mark.level)
    shown = squash(f.title)
    for title in _forms(mark.title):
        if len(title) > 3 and len(shown) > len(squash(title)) + 8 and shown.startswith(squash(title)):
            f = replace(f, title=title)
            break
    return f if mark.level is None else replace(f, level=mark.level)


def _stray(f: Found, found: Sequence[Found], at_mark: dict[int, Mark], paper: Layout) -> bool:
    """Whether a numbered heading has no mark in the PDF, although its neighbours have one."""
    if f.number is None or f.at in at_mark or len(at_mark) < _FEWEST or not min(at_mark) < f.at < max(at_mark):
        return False
    numbered = [g.at in at_mark for g in found if g.number is not None]
    return sum(numbered) >= _AGREE * len(numbered)


def _shift(levels: Sequence[tuple[int, int]]) -> int:
    """The difference between a heading's level and the depth of its bookmark."""
    return Counter(level - depth for level, depth in levels).most_common(1)[0][0] if levels else 1


def _named(mark: Mark, paper: Layout, lines: Sequence[int], shift: int) -> Found | None:
    """The heading that a bookmark names, if the page has its words at that position."""
    level = mark.level if mark.level is not None else mark.depth + shift
    wanted = [key for title in _forms(mark.title) if len(key := squash(title)) > 3]
    if _NOT_HEADINGS.match(mark.title) or not 0 <= level <= 4:
        return None
    for at in lines:
        heading = heading_at(at, paper)
        shown = squash(heading.title) if heading else ""
        if heading and len(shown) > 3 and any(shown.startswith(w[:_COMPARED]) or w.startswith(shown) for w in wanted):
            return replace(heading, level=level)
    return None


def _forms(title: str) -> tuple[str, str]:
    """A bookmark's title, with and without the number that it may begin with."""
    number = re.match(r"(?:(?:Appendix|Chapter|Section)\s+)?(?:[A-Z]|[\dIVX]+)(?:\.\d+)*[.:]?\s+", title)
    return title, title[number.end() :] if number else title
