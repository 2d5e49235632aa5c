"""The numbers that the pages of a paper print for what its source counts: where they differ, the page is right.

A number is taken only where the words of the source around it stand around it on the page. Numbers within running text
are never taken: between the words and the number's place the source has no reference.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scaffold.model import Statement
from scaffold.read.heads import Head, heads, key_of, longest, plain_number
from scaffold.read.numbers import Mark, Numbers, Reading
from scaffold.read.page_text import PageText
from scaffold.read.pdf.page.lines import squash

__all__ = ["AT_MARGIN", "CAPTION", "WORDS", "found"]

WORDS = 32
"""Letters of a run of words that are sought."""

_FEWEST = 24
"""Letters of a statement that must follow its head."""

_NAME, _BETWEEN = 200, 700
"""Letters between a head and its statement's first words, and between two runs of words with formulas between."""

_FAR = 2500
"""Letters between the words before a display and those after it."""

_EQUATION = r"\(((?:[A-Z]{1,2}|\d+)?(?:[.\-–]?\d+)+[a-z]?['′*]*)\)"
AT_MARGIN = re.compile(rf"(?:^|.*\s){_EQUATION}$|^{_EQUATION}(?=\s)")
"""A line with the number of a display at its right or left end."""

_AFTER_A_WORD = re.compile(r"[^\W\d_]{2,}\.? \([^()]*\)$")

CAPTION = re.compile(r"\W*([^\W\d_]{3,})\.?\s*((?:[A-Z]{1,2}[.\-]?)?\d[\d.\-]*|[IVXL]+(?![a-z]))\s*[.:|–—]?\s*")
_BEFORE_CAPTION = 60
"""Letters between the number of a caption and the words that are found: formulas and short words may be first."""

_ITEM = re.compile(r"\W*([A-Za-z]|[ivx]{1,5}|\d{1,2})[.)\]:]")
_CORE = re.compile(r"[A-Za-z]+|\d+")
_KEY = re.compile(r"\d+|[A-Za-z]+")


def found(reading: Reading, pages: PageText) -> Numbers:
    """The numbers that the pages print where those of the source are others."""
    equations = _Equations(reading.marks, pages).changed()
    others = dict(_captions_and_items(reading.marks, pages))
    return Numbers(_Statements(reading, pages).changed(), {**equations, **others})


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a page prints for something counted, and the line in which it does.

    reference: whether it may be a reference at the end of a line.
    """

    number: str
    line: int
    reference: bool = False


_Places = Callable[[int, str, int, int], "list[_Seen]"]
"""Where the pages print, for the one at a position, this number between two lines."""

_END = 10**9
"""A line after all others."""


def _in_order(seen: Mapping[int, _Seen]) -> dict[int, _Seen]:
    """Those whose lines follow each other as in the source."""
    order = sorted(seen)
    kept = longest([[seen[n].line] for n in order])
    return {order[n]: seen[order[n]] for n in kept}


def _same(number: str, printed: str) -> bool:
    return plain_number(number) == plain_number(printed)


def _shifted(number: str, old: str, new: str) -> str:
    """The number after the change from old to new, if it is counted with old; "" if it is not."""
    parts = [re.fullmatch(r"(.*?)(\d+)([a-z]?)", n) for n in (number, old, new)]
    if not all(parts):
        return ""
    (prefix, at, letter), (old_prefix, before, _), (new_prefix, after, _) = (m.groups() for m in parts if m)
    return f"{new_prefix}{int(at) + int(after) - int(before)}{letter}" if prefix == old_prefix else ""


def _counted_on(
    numbers: Mapping[int, str], seen: Mapping[int, _Seen], places: _Places, *, mixed: bool
) -> dict[int, _Seen]:
    """Adds to what was seen what has no words of its own: counted on from its neighbours, where the page agrees.

    That is, if the page has its number, changed like that of the neighbour before or after it, between the two. If the
    neighbours disagree, or are mixed, of different counters, it must be there once, and the source's number not at all.
    """
    out, taken = dict(seen), {s.line for s in seen.values()}
    order = sorted(numbers)
    before: int | None = None
    for n, after in zip(order, _next_ones(order, seen), strict=True):
        if n not in out:
            start = out[before].line if before is not None else -1
            end = out[after].line if after is not None else _END
            beside = [m for m in (before, after) if m is not None]
            wanted = {_shifted(numbers[n], numbers[m], out[m].number) for m in beside} - {""}
            if not mixed and (before is None or not _shifted(numbers[n], numbers[before], out[before].number)):
                wanted = set()
            printed = [s for number in wanted - {numbers[n]} for s in places(n, number, start, end)]
            there = [s for s in printed if s.line not in taken and not s.reference]
            sure = not mixed and len(wanted) == 1
            if there and (sure or (len(there) == 1 and not places(n, numbers[n], start, end))):
                out[n] = there[0]
                taken.add(there[0].line)
        before = n if n in out else before
    return out


def _next_ones(order: Sequence[int], seen: Collection[int]) -> list[int | None]:
    """For each of them the next one that was seen; None after the last."""
    out: list[int | None] = []
    following: int | None = None
    for n in reversed(order):
        out.append(following)
        following = n if n in seen else following
    return out[::-1]


# --- statements


class _Statements:
    """Statements, by the heads that are followed by their own words."""

    def __init__(self, reading: Reading, pages: PageText) -> None:
        self._statements = reading.paper.statements
        self._words = {n: [squash(run)[:WORDS] for run in runs] for n, runs in enumerate(reading.openings)}
        self._pages = pages
        self._numbers = {n: s.number for n, s in enumerate(self._statements) if s.number and s.restates is None}
        headings = {s.heading for s in self._statements if s.heading and s.number}
        self._heads: dict[str, list[Head]] = {}
        for head in heads(headings, pages.lines):
            if head.number:
                self._heads.setdefault(head.heading, []).append(head)

    def changed(self) -> dict[int, str]:
        """New numbers by position."""
        heads = {n: head for n, s in enumerate(self._statements) if (head := self._head(n, s))}
        seen = _in_order({n: _Seen(head.printed, head.at) for n, head in heads.items()})
        for heading in self._heads:
            alike = {n: number for n, number in self._numbers.items() if key_of(self._statements[n])[0] == heading}
            of_these = {n: s for n, s in seen.items() if n in alike}
            seen.update(_counted_on(alike, of_these, self._with_number, mixed=False))
        seen = _counted_on(self._numbers, _in_order(seen), self._with_number, mixed=True)
        taken = {s.line for s in seen.values()}
        return {
            n: _as_in(self._numbers[n], s.number)
            for n, s in seen.items()
            if not _same(self._numbers[n], s.number) and taken.issuperset(self._own(n))
        }

    def _own(self, n: int) -> list[int]:
        """The lines that begin like a statement with the number that the source gives it."""
        return [s.line for s in self._with_number(n, self._numbers[n], -1, len(self._pages.lines))]

    def _with_number(self, n: int, number: str, start: int, end: int) -> list[_Seen]:
        """Where a statement with this number begins between two lines."""
        strong = (h for h in self._heads.get(key_of(self._statements[n])[0], ()) if not h.weak)
        return [_Seen(h.printed, h.at) for h in strong if start < h.at < end and _same(h.printed, number)]

    def _head(self, n: int, s: Statement) -> Head | None:
        """The head of a statement: its own if its words follow there, otherwise the only other one."""
        words = self._words.get(n, [])
        if n not in self._numbers or sum(map(len, words)) < _FEWEST:
            return None
        heading, number = key_of(s)
        at_all = [h for h in self._heads.get(heading, ()) if self._followed(h, words)]
        own = [h for h in at_all if h.number == number]
        others = {h.number: h for h in at_all if not h.weak}
        if own:
            return own[0]
        return next(iter(others.values())) if len(others) == 1 else None

    def _followed(self, head: Head, words: Sequence[str]) -> bool:
        """Whether the words stand after a head, in order, as far apart as formulas are long."""
        place, room = self._pages.start_of(head.at), _NAME
        for run in words:
            at = self._pages.text.find(run, place, place + room + len(run))
            if at < 0:
                return False
            place, room = at + len(run), _BETWEEN
        return True


def _as_in(number: str, printed: str) -> str:
    """The printed number, without brackets that the source's lacks."""
    return printed if number.startswith("(") else printed.strip("()")


# --- displays


class _Equations:
    """Rows of displays, by the words before and after the display."""

    def __init__(self, marks: Sequence[Mark], pages: PageText) -> None:
        self._pages = pages
        self._rows = {n: m for n, m in enumerate(marks) if m.display is not None}

    def changed(self) -> dict[int, str]:
        """New numbers by position."""
        seen: dict[int, _Seen] = {}
        for _, rows in groupby(self._rows.items(), key=lambda row: row[1].display):
            seen.update(self._display(list(rows)))
        seen = self._plausible(_in_order(self._of_one_row(seen)))
        numbers = {n: m.number for n, m in self._rows.items()}
        seen = _counted_on(numbers, seen, self._with_number, mixed=False)
        return {n: s.number for n, s in seen.items() if not _same(numbers[n], s.number)}

    def _with_number(self, _: int, number: str, start: int, end: int) -> list[_Seen]:
        """Where this number is at the margin of the lines between two."""
        return [s for s in self._at_margin(start, end) if _same(s.number, number)]

    def _display(self, rows: Sequence[tuple[int, Mark]]) -> Iterator[tuple[int, _Seen]]:
        """What the page prints for the rows of one display; nothing if it has more numbers there, or fewer."""
        first = rows[0][1]
        if (place := self._place(squash(first.before)[-WORDS:], squash(first.after)[:WORDS])) is None:
            return
        printed = list(self._at_margin(*place))
        if len(printed) == len(rows):
            yield from zip((n for n, _ in rows), printed, strict=True)

    def _of_one_row(self, seen: Mapping[int, _Seen]) -> dict[int, _Seen]:
        """Without numbers that several rows of the source have there, as it repeats them, but that it agrees with."""
        count = Counter(s.line for s in seen.values())
        return {n: s for n, s in seen.items() if count[s.line] == 1 or _same(self._rows[n].number, s.number)}

    def _place(self, before: str, after: str) -> tuple[int, int] | None:
        """The lines of the words before and after a display; None if they are not there, or not at one place only."""
        ends = [at + len(before) for at in self._pages.places(before)]
        pairs = [(b, a) for b in ends for a in self._pages.places(after) if 0 <= a - b < _FAR]
        if len(pairs) != 1:
            return None
        return self._pages.line_at(pairs[0][0] - 1), self._pages.line_at(pairs[0][1])

    def _at_margin(self, start: int, end: int) -> Iterator[_Seen]:
        """The numbers at the margin of the lines between two."""
        for at in range(start + 1, min(end, len(self._pages.lines))):
            text = self._pages.lines[at].text
            if m := AT_MARGIN.match(text):
                yield _Seen(m[1] or m[2], at, reference=_AFTER_A_WORD.search(text) is not None)

    def _plausible(self, seen: Mapping[int, _Seen]) -> dict[int, _Seen]:
        """Those that are unique and count up."""
        out: dict[int, _Seen] = {}
        printed = [plain_number(s.number) for s in seen.values()]
        order = sorted(seen)
        for at, n in enumerate(order):
            beside = [seen[m] for m in (*order[max(0, at - 1) : at],)], [seen[m] for m in order[at + 1 : at + 2]]
            counts = all(_counts_up(s, seen[n]) for s in beside[0]) and all(_counts_up(seen[n], s) for s in beside[1])
            if _same(self._rows[n].number, seen[n].number) or (counts and printed.count(printed[at]) == 1):
                out[n] = seen[n]
        return out


def _counts_up(first: _Seen, second: _Seen) -> bool:
    """Whether one number is less than the other, where both are counted within the same."""
    a, b = ([int(k) if k.isdigit() else k for k in _KEY.findall(s.number)] for s in (first, second))
    if len(a) < 1 or a[:-1] != b[:-1] or type(a[-1]) is not type(b[-1]):
        return True
    return bool(a[-1] < b[-1])


# --- captions and items


def _captions_and_items(marks: Sequence[Mark], pages: PageText) -> Iterator[tuple[int, str]]:
    """New numbers of captions and items by position."""
    for n, mark in enumerate(marks):
        if mark.display is not None or not mark.labelled:
            continue
        read = _item if mark.kind == "item" else _caption
        for letters in (WORDS, 2 * WORDS, 4 * WORDS):  # captions of one paper may begin alike
            words = squash(mark.after)[:letters]
            printed = {number for at in pages.places(words) if (number := read(mark, pages, at))}
            if len(printed) < 2:
                break
        if len(printed) == 1 and not _same(number := printed.pop(), mark.number):
            yield n, number


def _caption(mark: Mark, pages: PageText, at: int) -> str:
    """The number that stands before a caption's words, after the name of its kind; "" if none does."""
    line = pages.line_at(at)
    for head in range(line, max(-1, line - 3), -1):
        m = CAPTION.match(pages.lines[head].text)
        if m and m[1].lower().startswith(mark.kind[:3]):
            begins = pages.start_of(head) + len(squash(m[0]))
            return m[2].rstrip(".-") if 0 <= at - begins <= _BEFORE_CAPTION else ""
    return ""


def _item(mark: Mark, pages: PageText, at: int) -> str:
    """The item's number with the sign that stands before its words on the page; "" if there is none of its kind."""
    line = pages.line_at(at)
    m, core = _ITEM.match(pages.lines[line].text), _CORE.findall(mark.number)
    if not m or len(core) != 1 or at - pages.start_of(line) != len(squash(m[0])):
        return ""
    alike = m[1].isdigit() == core[0].isdigit() and m[1].isupper() == core[0].isupper()
    return mark.number.replace(core[0], m[1]) if alike else ""
