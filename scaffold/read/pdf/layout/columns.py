"""From glyphs to lines in reading order: finds columns, joins scripts to their lines, removes everything but text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from operator import attrgetter

from scaffold.read.pdf.page.accents import join_accents, only_accents
from scaffold.read.pdf.page.glyphs import Glyph, Page, Rule, Style

_SCRIPT = 0.86
"""A row of glyphs smaller than this share of the line beside it is its sub- or superscript."""

_REACH = 0.62
"""The largest distance of a script from the line's baseline, in type sizes of the line."""

_GUTTER = 9.0
_SPACE = 0.16
"""A gap wider than this share of the size is a space between words."""

_TITLE_SIZE = 14.0
"""Type larger than this is a title across both columns, whose spaces may be as wide as a narrow gutter."""

_LARGE = 1.4
"""A line in type larger than the body's by this factor is a heading, and no running head."""

_SMALL_TYPE = 0.86
"""Lines in type below this share of the body's size may be notes at the foot of a column."""

_STRETCH = 9
"""Consecutive rows that leave the gutter free, on a page that is partly in two columns."""

_EDGE_SHARE = 0.16
_REPEATS = 3


_Rows = list[list[Glyph]]


@dataclass(slots=True, kw_only=True)
class Line:
    """A line of text: glyphs from left to right, box of the ink, size and baseline of its main text.

    column: 0 for full width, 1 left, 2 right. lead: space between its baseline and that of the line above in the
    same column, infinite for the first.
    """

    page: int
    column: int
    glyphs: list[Glyph]
    base: float
    size: float
    text: str = ""
    starts: list[int] = field(default_factory=list)
    lead: float = float("inf")
    left: float = 0.0
    right: float = 0.0
    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = min((g.x0 for g in self.glyphs), default=0.0)
        self.x1 = max((g.x1 for g in self.glyphs), default=0.0)

    def style_at(self, place: int) -> Style:
        """The style of the character at a position of the text."""
        return self.glyph_at(place).style

    def glyph_at(self, place: int) -> Glyph:
        """The glyph of a character of the text; for a space, the glyph before it."""
        return self.glyphs[max(0, bisect_right(self.starts, place) - 1)]

    def letters(self, start: int, end: int) -> Iterator[tuple[int, Glyph]]:
        """The positions of the letters in a part of the text, with their glyphs."""
        at = max(0, bisect_right(self.starts, start) - 1)
        for place in range(start, min(end, len(self.text))):
            while at + 1 < len(self.starts) and self.starts[at + 1] <= place:
                at += 1
            if self.text[place].isalpha():
                yield place, self.glyphs[at]

    def share(self, of: str) -> float:
        """The share of the line's letters, without mathematics, that have a style; 0 if it has no letters."""
        letters = [g.style for g in self.glyphs if not g.style.math and g.text.isalpha()]
        return sum(bool(getattr(s, of)) for s in letters) / len(letters) if letters else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The lines of a paper in reading order; body is the size of its running text, leading that of its lines."""

    lines: tuple[Line, ...]
    body: float
    leading: float
    notes: tuple[Line, ...] = ()
    rules: Mapping[int, tuple[Rule, ...]] = field(default_factory=dict)
    """The drawn rules and boxes of each page."""


def layout(pages: Sequence[Page]) -> Layout:
    """Lines of all pages in reading order, without running heads, page and line numbers, footnotes."""
    body = _common((g.size for p in pages for g in p.glyphs if not g.style.math), 10.0)
    lines: list[Line] = []
    notes: list[Line] = []
    rows = {page.number: _rows(page.glyphs) for page in pages}
    gutters = _gutters(pages, rows, body)
    for page in pages:
        own = _page_lines(page.number, rows.pop(page.number), gutters.get(page.number))
        ruled = set(map(id, feet := _ruled_notes(own, page.rules, body)))
        feet += _unruled_notes([n for n in own if id(n) not in ruled], page, body)
        notes += feet
        lines += [line for line in own if id(line) not in set(map(id, feet))]
    lines = _without_furniture(_without_marginalia(lines, body), pages, body)
    measure(lines)
    leading = _common((line.lead for line in lines if abs(line.size - body) < 0.6 and line.lead < 3 * body), 1.2 * body)
    return Layout(
        lines=tuple(lines), body=body, leading=leading, notes=tuple(notes), rules={p.number: p.rules for p in pages}
    )


def _common(values: Iterable[float], otherwise: float) -> float:
    counts = Counter[float]()
    for value, times in Counter(values).items():
        counts[round(value * 5) / 5] += times
    return counts.most_common(1)[0][0] if counts else otherwise


def _gutters(pages: Sequence[Page], rows: Mapping[int, _Rows], body: float) -> dict[int, float]:
    """The position of the gutter, for every page in two columns. rows: those of each page."""
    found = ((p, _gutter(rows[p.number], p.width, body)) for p in pages)
    own = {p.number: g for p, g in found if g and abs(g - p.width / 2) < 0.04 * p.width}
    if len(own) < 0.2 * len(pages):
        return {}
    usual = sorted(own.values())[len(own) // 2]
    return {p.number: usual for p in pages if _in_two_columns(rows[p.number], p.width, usual)}


def _in_two_columns(rows: _Rows, width: float, gutter: float) -> bool:
    """Whether a page has two columns, in most or part of it: its rows cross the page, but leave the gutter free.

    Rows that end well before the gutter do not count.
    """
    free = busy = run = longest = 0
    for row in (r for r in rows if len(r) > 8):
        left, right = min(g.x0 for g in row), max(g.x1 for g in row)
        if any(g.x0 < gutter + 2 and g.x1 > gutter - 2 for g in row):
            busy, run = busy + 1, 0
        elif right > gutter - 0.12 * width or left > gutter:
            free, run = free + 1, run + 1
            longest = max(longest, run)
    return free > 0.7 * (free + busy) or longest > _STRETCH


def _gutter(rows: _Rows, width: float, body: float) -> float | None:
    """The position of the gutter of a page in two columns; None for one column."""
    rows = [r for r in rows if len(r) > 8]
    if len(rows) < 12:
        return None
    gaps = [g for r in rows if (g := _gap_near(r, width / 2, width * 0.08))]
    if len(gaps) < 0.6 * len(rows) or sum(g.x0 > width / 2 for r in rows for g in r) < 100:
        return None
    left = sorted(a for a, _ in gaps)[int(0.85 * len(gaps))]
    right = sorted(b for _, b in gaps)[int(0.15 * len(gaps))]
    return (left + right) / 2 if right - left > 0.6 * body else None


def _gap_near(row: Sequence[Glyph], middle: float, reach: float) -> tuple[float, float] | None:
    """The widest gap of a row near the middle of the page, if it is wide enough for a gutter."""
    ordered = sorted(row, key=attrgetter("x0"))
    best: tuple[float, float] | None = None
    end = ordered[0].x1
    for g in ordered[1:]:
        near = end < middle + reach and g.x0 > middle - reach
        if near and g.x0 - end > max(_GUTTER, best[1] - best[0] if best else 0.0):
            best = (end, g.x0)
        end = max(end, g.x1)
    if best is None and (ordered[0].x0 > middle - reach or end < middle + reach):
        return (end, middle + reach) if end < middle + reach else (middle - reach, ordered[0].x0)
    return best


def _rows(glyphs: Sequence[Glyph]) -> _Rows:
    """Rows of glyphs on one baseline, from the top of the page to the bottom."""
    rows: _Rows = []
    lowest = float("-inf")
    for g in sorted(glyphs, key=attrgetter("base", "x0")):
        if g.base - lowest < 0.7:
            rows[-1].append(g)
        else:
            rows.append([g])
            lowest = g.base
    return rows


def _page_lines(page: int, rows: _Rows, gutter: float | None) -> list[Line]:
    if gutter is None:
        return _lines(rows, page, 0)
    wide, left, right = map(_rows, _split(rows, gutter))
    lines = [*_lines(wide, page, 0), *_lines(left, page, 1), *_lines(right, page, 2)]
    cuts = sorted(line.base for line in lines if line.column == 0)
    return sorted(lines, key=lambda n: (bisect_left(cuts, n.base), n.column == 0, n.column, n.base))


def _split(rows: _Rows, gutter: float) -> tuple[list[Glyph], list[Glyph], list[Glyph]]:
    """The glyphs of rows that cross the gutter, of the left column, and of the right column."""
    wide: list[Glyph] = []
    left: list[Glyph] = []
    right: list[Glyph] = []
    for row in rows:
        row.sort(key=lambda g: g.x0)
        before = [g for g in row if (g.x0 + g.x1) / 2 < gutter]
        after = [g for g in row if (g.x0 + g.x1) / 2 >= gutter]
        size = max(g.size for g in row)
        widest = 0.5 * size if size > _TITLE_SIZE else min(0.75 * size, 7.0)
        if before and after and min(g.x0 for g in after) - max(g.x1 for g in before) < widest:
            wide += row
        else:
            left += before
            right += after
    return wide, left, right


def _lines(rows: _Rows, page: int, column: int) -> list[Line]:
    """Joins rows to lines: scripts go to the line beside them, accents of capitals to the line below."""
    sizes = [_row_size(r) for r in rows]
    home = list(range(len(rows)))
    for n, row in enumerate(rows):
        best = None
        for m in (*range(n - 1, max(-1, n - 8), -1), *range(n + 1, min(len(rows), n + 8))):
            away = abs(rows[m][0].base - row[0].base)
            nearer = away < min(_REACH * sizes[m], best[0] if best else 99.0)
            if nearer and sizes[n] < _SCRIPT * sizes[m] and _beside(row, rows[m], sizes[m]) and not _over(row, rows[m]):
                best = (away, m)
        if best:
            home[n] = best[1]
        else:
            home[n] = next((m for m in range(n + 1, min(len(rows), n + 4)) if only_accents(row, rows[m])), n)
    joined: dict[int, list[Glyph]] = {}
    for n, row in enumerate(rows):
        m = n
        for _ in range(4):
            m = home[m]
        joined.setdefault(m, []).extend(row)
    return [_line(joined[m], rows[m][0].base, sizes[m], page, column=column) for m in sorted(joined)]


def _row_size(row: Sequence[Glyph]) -> float:
    """The most frequent size of a row's text, otherwise of its mathematics."""
    counts = Counter[float]()
    for size, times in (
        Counter([g.size for g in row if not g.style.math and g.text.strip()]) or Counter([g.size for g in row])
    ).items():
        counts[round(size, 1)] += times
    return counts.most_common(1)[0][0]


def _beside(row: Sequence[Glyph], line: Sequence[Glyph], size: float) -> bool:
    """Whether a script is near the line's own glyphs."""
    x0, x1 = min(g.x0 for g in row), max(g.x1 for g in row)
    return x0 < max(g.x1 for g in line) + size and x1 > min(g.x0 for g in line) - size


def _over(row: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether a script is printed over words or digits of a line: then it belongs to the line above or below."""
    words = [g for g in line if not g.style.math and g.text.isalnum()]
    middles = sorted((g.x0 + g.x1) / 2 for g in row if g.text.isalnum())
    return any(bisect_right(middles, g.x1 - 0.5) > bisect_left(middles, g.x0 + 0.5) for g in words)


def _line(glyphs: list[Glyph], base: float, size: float, page: int, column: int) -> Line:
    ordered = join_accents(sorted(glyphs, key=attrgetter("x0", "x1")))
    line = Line(page=page, column=column, glyphs=ordered, base=base, size=size)
    text, end = "", None
    for g in ordered:
        if end is not None and g.x0 - end > _SPACE * max(min(g.size, size), 5) and not text.endswith(" "):
            text += " "
        if g.text == " " and (not text or text.endswith(" ")):
            line.starts.append(len(text))
            end = g.x1
            continue
        line.starts.append(len(text))
        text += g.text
        end = g.x1 if end is None else max(end, g.x1)
    line.text = text.rstrip()
    return line


def _ruled_notes(lines: Sequence[Line], rules: Sequence[Rule], body: float) -> list[Line]:
    """Lines in small type below a short rule at the bottom of their column."""
    out: list[Line] = []
    short = [r for r in rules if r.bottom - r.top < 1.5 and 30 < r.x1 - r.x0 < 260 and not _in_formula(r, lines)]
    for rule in short:
        under = [n for n in lines if _under(n, rule)]
        column = min(under, key=lambda n: abs(n.x0 - rule.x0)).column if under else 0
        below = [n for n in under if n.base > rule.top and n.column == column]
        first = min((n.base for n in below), default=0.0)
        above = [n for n in under if n.base <= rule.top and n.column == column]
        if not below or first - rule.top > 2.5 * body or not above:
            continue
        small = all(n.size < 0.96 * body or len(n.text) < 4 for n in below)
        if small and abs(rule.x0 - min(n.x0 for n in above)) < 4 * body:
            far = max(n.x1 for n in below)  # rows of a note's formulas may extend beyond the end of the rule
            out += [n for n in lines if n.base > rule.top and n.x0 < far and n.x1 > rule.x0 - 30]
    return out


def _unruled_notes(lines: Sequence[Line], page: Page, body: float) -> list[Line]:
    """Small lines at the bottom of a column from a raised mark on; on the first page, those below a wide space too."""
    out: list[Line] = []
    for column in {n.column for n in lines}:
        own = [n for n in lines if n.column == column and not _is_folio(n, {page.number: page.height})]
        own.sort(key=attrgetter("base"))
        small = list(takewhile(lambda n: n.size < _SMALL_TYPE * body, reversed(own)))[::-1]
        if len(small) > 0.4 * len(own):
            continue
        above = own[-len(small) - 1] if small else None
        for n in small:
            wide = page.number == 1 and above is not None and n.base - above.base > 1.8 * body
            if (wide and n.base > 0.85 * page.height) or _begins_note(n):
                out += [x for x in small if x.base >= n.base]
                break
            above = n
    return out


def _begins_note(line: Line) -> bool:
    """Whether a line begins with a raised mark before a word."""
    first = line.glyphs[0]
    raised = first.size < 0.8 * line.size and first.base < line.base - 0.15 * line.size
    return raised and re.match(r"[\d∗*†‡§¶]{1,2} ?[A-Z]", line.text) is not None


def _in_formula(rule: Rule, lines: Sequence[Line]) -> bool:
    """Whether a rule is the bar of a root, whose sign hangs from it, or of a fraction, with glyphs beside."""
    beside = (g for n in lines if n.x0 < rule.x1 + 2 and n.x1 > rule.x0 - 2 for g in n.glyphs)
    return any(
        g.top < rule.top < g.bottom or (abs(g.x1 - rule.x0) < 1.5 and abs(g.base - rule.top) < 2) for g in beside
    )


def _under(line: Line, rule: Rule) -> bool:
    return line.x0 < rule.x1 and line.x1 > rule.x0 - 30


def _without_furniture(lines: list[Line], pages: Sequence[Page], body: float) -> list[Line]:
    """Lines without running heads and feet, page numbers, and the line numbers of drafts.

    Lines in larger type are none of these: "Chapter 3" may be the first line of many pages.
    """
    heights = {p.number: p.height for p in pages}
    edge = _at_edges(lines, heights)
    large = {id(n) for n in edge if n.size > _LARGE * body}
    worded = {(n.page, _key(n)): _key(n) for n in edge if any(map(str.isalpha, _key(n)[0]))}  # not pieces of drawings
    repeated = Counter(worded.values())
    again = {id(n) for n in edge if repeated[_key(n)] >= _REPEATS} - large
    drop = (_heads_and_feet(edge, again, lines) - large) | {id(n) for n in lines if _is_folio(n, heights)}
    return _without_line_numbers([n for n in lines if id(n) not in drop])


def _at_edges(lines: Sequence[Line], heights: Mapping[int, float]) -> list[Line]:
    """Lines near the edges of their sheet, and the outermost of each page: a small page may be on a large sheet."""
    pages: dict[int, list[Line]] = {}
    for n in lines:
        pages.setdefault(n.page, []).append(n)
    ends = {id(end(own, key=lambda n: n.base)) for own in pages.values() for end in (min, max)}
    return [n for n in lines if id(n) in ends or not _EDGE_SHARE < n.base / heights[n.page] < 1 - _EDGE_SHARE]


def _heads_and_feet(edge: Sequence[Line], again: Container[int], lines: Sequence[Line]) -> set[int]:
    """The lines at a height where running heads or feet are, whether they change or not.

    again: the ids of lines that are repeated at their height. The first line of a text may be "Proof." on some pages;
    at the height of running heads, most lines are repeated, or each is alone above more space than text has.
    """
    heights: dict[int, list[Line]] = {}
    for n in edge:
        heights.setdefault(round(n.base / 3), []).append(n)
    out: set[int] = set()
    for own in heights.values():
        pages = {n.page for n in own}
        same = {n.page for n in own if id(n) in again}
        if len(same) >= 0.5 * len(pages) or (len(same) >= _REPEATS and _above_space(own, lines)):
            out |= {id(n) for n in own}
    return out


def _above_space(own: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether lines of one height are the first of their pages, with more space below than the lines of the text."""
    bases: dict[int, list[float]] = {}
    for n in lines:
        bases.setdefault(n.page, []).append(n.base)
    gaps = []
    for n in own:
        below = sorted(b for b in bases[n.page] if b > n.base + 3)
        if min(bases[n.page]) < n.base - 3 or not below:
            return False
        gaps.append(below[0] - n.base)
    usual = _common((b - a for own in bases.values() for a, b in pairwise(sorted(own)) if b - a > 6), 12.0)
    return sorted(gaps)[len(gaps) // 10] > 1.35 * usual


def _without_marginalia(lines: Sequence[Line], body: float) -> list[Line]:
    """Lines without the small notes in the margin beside them."""
    lefts: dict[tuple[int, int], list[float]] = {}
    for n in lines:
        if len(n.text) > 30:
            lefts.setdefault((n.page % 2, n.column), []).append(n.x0)
    edges = {key: _common(values, 0.0) for key, values in lefts.items()}
    out = []
    for n in lines:
        edge = edges.get((n.page % 2, n.column), 0.0) - 3
        if n.x0 >= edge or not any(g.size < 0.85 * body for g in n.glyphs if g.x1 < edge):
            out.append(n)
            continue
        inner = [g for g in n.glyphs if g.x1 >= edge or g.size >= 0.85 * body]
        if inner and any(g.text.strip() for g in inner):
            out.append(_line(inner, n.base, _row_size(inner), n.page, column=n.column))
    return out


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"[\d\s]+|\b[ivxl]+\b", "", line.text.lower())[:40], round(line.base / 3)


def _is_folio(line: Line, heights: dict[int, float]) -> bool:
    return not _EDGE_SHARE < line.base / heights[line.page] < 0.8 and (
        re.fullmatch(r"[-–—\s|]*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d+)?[-–—\s|]*", line.text, re.I)
        is not None
    )


def _without_line_numbers(lines: list[Line]) -> list[Line]:
    """Lines without the numbers that a draft prints in its margin."""
    bare = [n for n in lines if re.fullmatch(r"\d{1,4}", n.text) and n.size < 9]
    if len(bare) > 0.25 * len(lines):
        gone = set(map(id, bare))
        return [n for n in lines if id(n) not in gone]
    beside = _columns_with_numbers(lines)
    numbered = [n for n in lines if _number_before(n) and beside.get((n.page, n.column), "left") == "left"]
    known = any(side == "left" for side in beside.values())
    if not known and len(numbered) < 0.3 * len(lines):
        numbered = []
    cut = {id(n): _cut(n) for n in numbered}
    cut |= {id(n): _cut_after(n) for n in lines if beside.get((n.page, n.column)) == "right" and _number_after(n)}
    return [cut.get(id(n), n) for n in lines if not (cut and re.fullmatch(r"\d{1,4}", n.text))]


def _columns_with_numbers(lines: Sequence[Line]) -> dict[tuple[int, int], str]:
    """On which side the columns of each page have numbers beside their lines; a short one as others of its place."""
    columns: dict[tuple[int, int], list[Line]] = {}
    for n in lines:
        columns.setdefault((n.page, n.column), []).append(n)
    sides = {key: side for key, own in columns.items() if (side := _side(own))}
    if not sides:
        return {}
    usual = {column: Counter(s for (_, c), s in sides.items() if c == column) for _, column in columns}
    return {key: sides.get(key) or (usual[key[1]].most_common(1)[0][0] if usual[key[1]] else "none") for key in columns}


def _side(lines: Sequence[Line]) -> str:
    """On which side of a column rising numbers stand beside its lines; "" on neither."""
    for side, found in (
        ("left", [n for n in lines if _number_before(n)]), ("right", [n for n in lines if _number_after(n)]),
    ):  # fmt: skip
        numbers = [int(n.text.split(" ")[0 if side == "left" else -1]) for n in sorted(found, key=lambda n: n.base)]
        rising = sum(b > a for a, b in pairwise(numbers))
        if len(found) > max(4, 0.3 * len(lines)) and rising > 0.9 * (len(numbers) - 1):
            return side
    return ""


def _number_before(line: Line) -> bool:
    m = re.match(r"\d{1,4} ", line.text)
    return m is not None and _apart(line, m.end() - 1)


def _number_after(line: Line) -> bool:
    """Whether a line ends with a number apart from the rest, in smaller type or far away."""
    m = re.search(r"\S (\d{1,4})$", line.text)
    if m is None:
        return False
    glyphs = [g for g in line.glyphs if g.text.strip()]
    digits = len(m[1])
    if len(glyphs) <= digits:
        return False
    gap = glyphs[-digits].x0 - glyphs[-digits - 1].x1
    return gap > (0.5 if glyphs[-1].size < 0.85 * line.size else 1.5) * line.size


def _cut_after(line: Line) -> Line:
    digits = len(line.text.rsplit(" ", 1)[1])
    glyphs = [g for g in line.glyphs if g.text.strip()]
    kept = {id(g) for g in glyphs[:-digits]}
    last = max(n for n, g in enumerate(line.glyphs) if id(g) in kept)
    return _line(line.glyphs[: last + 1], line.base, line.size, line.page, column=line.column)


def _apart(line: Line, digits: int) -> bool:
    return len(line.glyphs) > digits and line.glyphs[digits].x0 - line.glyphs[digits - 1].x1 > 0.5 * line.size


def _cut(line: Line) -> Line:
    digits = len(re.match(r"\d*", line.text)[0])  # type: ignore[index]
    return _line(line.glyphs[digits:], line.base, line.size, line.page, column=line.column)


def measure(lines: Sequence[Line]) -> None:
    """Sets each line's lead and the edges of its column on that page."""
    before: dict[tuple[int, int], Line] = {}
    edges: dict[tuple[int, int], tuple[list[float], list[float]]] = {}
    for n in lines:
        key = (n.page, n.column)
        above = before.get(key)
        if above is not None and n.base > above.base:
            n.lead = n.base - above.base
        before[key] = n
        lefts, rights = edges.setdefault(key, ([], []))
        if len(n.text) > 30:
            lefts.append(n.x0)
            rights.append(n.x1)
    whole: dict[int, tuple[list[float], list[float]]] = {}
    for (_, column), (lefts, rights) in edges.items():
        every = whole.setdefault(column, ([], []))
        every[0].extend(lefts)
        every[1].extend(rights)
    sides = {c: (_common(lefts, -1.0), _common(rights, -1.0)) for c, (lefts, rights) in whole.items()}
    found = {key: (_left(lefts, sides[key[1]][0]), _right(rights, sides[key[1]][1]))
             for key, (lefts, rights) in edges.items()}  # fmt: skip
    for n in lines:
        (left, firm), right = found[(n.page, n.column)]
        n.left = n.x0 if left is None else left if firm else min(left, n.x0)
        n.right = n.x1 if right is None else right


def _left(values: Sequence[float], usual: float) -> tuple[float | None, bool]:
    """The left edge of a column, and whether it holds for lines that begin before it; None for that of each line.

    It is the leftmost position where a fifth of its lines begin (many may be list items). If it has few lines, it is
    where most of the paper's lines begin, or the first of its own.
    """
    if not values and usual < 0:
        return None, True
    if len(values) <= 5 and usual >= 0:
        return min(usual, *values, usual), False
    ordered = sorted(values)
    many = (v for n, v in enumerate(ordered) if bisect_right(ordered, v + 0.6) - n >= 0.2 * len(ordered))
    first = next(many, None)
    return _common(values, usual) if first is None else first, True


def _right(values: Sequence[float], usual: float) -> float | None:
    """The right edge of a column: where most of its lines end, otherwise where most of the paper's lines end.

    None for that of each line.
    """
    common = _common(values, -1.0)
    if sum(abs(v - common) < 1 for v in values) > 3 or (usual < 0 and values):
        return common
    return usual if usual >= 0 else None
