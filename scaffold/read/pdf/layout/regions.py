"""Regions of consecutive lines: boxes that contain all of their ink and, apart from holes, no other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from scaffold.model import Region
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.rows import box_of, hull_of, own_rows
from scaffold.read.pdf.page.glyphs import Glyph, boxes
from scaffold.read.pdf.page.ink import SURE, Drawn, Ink
from scaffold.sheets import PAD, Box, without

_SMOOTHED = 1.0
"""Points below the ink of a head that its hole takes too, where no other ink is."""

_NEAR = 4.0
"""Largest distance in points from a fraction's rule to the numerator or the denominator."""

_LONG = 50
"""Characters of a line that is long enough to show where its column ends."""

_STRAY = 6.0
"""Largest distance in points from a statement's ink to glyphs in no line (a 2 mistaken for the page number)."""

_ROWS = 2.5
"""Distance of a line whose glyphs may reach into another one, in type sizes."""

_DEEP = 2.2
"""How far a drawing within a statement may extend beyond its glyphs, in type sizes."""


def regions(paper: Layout, start: int, end: int, ink: Ink | None) -> tuple[Region, ...]:
    """The boxes of the lines from start to end (exclusive), one for each column of each page."""
    out = []
    before, first = own_rows(paper, start, ink)
    last, after = own_rows(paper, end, ink)
    own = ((({*range(start, end)} | first) - before) | last) - after
    for _, group in groupby(sorted(own), key=lambda n: (paper.lines[n].page, paper.lines[n].column)):
        out.append(_region(paper, list(group), ink))
    return tuple(out)


def without_head(
    paper: Layout, start: int, head: int, found: tuple[Region, ...], *, ink: Ink | None
) -> tuple[Region, ...]:
    """The same regions with a hole where the head is: what shows them names the statement itself.

    head is the position in the text of the first line where the head ends. In a frame, whose colour may fill the line,
    the head stays.
    """
    line = paper.lines[start]
    ends = bisect_left(line.starts, head)
    hidden = [g for g in line.glyphs[:ends] if g.text.strip()]
    if not found or not hidden or ends >= len(line.glyphs) or _frame(paper, [start]):
        return found
    first = found[0]
    own = set(map(id, hidden))
    near = (n for n in paper.lines if n.page == first.page and abs(n.base - line.base) < _ROWS * line.size)
    others = [g for n in near for g in n.glyphs if g.text.strip() and id(g) not in own]
    kept = [b for g in others for b in _inked(g, first.page, ink)]
    # One hole for all of it, up to the edges of the clip: strips beside the ink would show its edges as hairlines.
    _, _, right, bottom = hull_of([b for g in hidden for b in _inked(g, first.page, ink)])
    whole = (first.box[0] - 2 * PAD, first.box[1] - 2 * PAD, right, bottom + _SMOOTHED)
    holes = _holes(first.box, [whole], kept)
    return (replace(first, holes=tuple(sorted({*first.holes, *holes}))), *found[1:])


def _inked(g: Glyph, page: int, ink: Ink | None) -> list[Box]:
    """The boxes of a glyph's ink; the glyph's own box where its ink is not known."""
    return ([box for _, box in ink.at(page, g.x0, g.base)] if ink else []) or [box_of(g)]


def _region(paper: Layout, at: Sequence[int], ink: Ink | None) -> Region:
    own = [paper.lines[n] for n in at]
    page = own[0].page
    frame = _frame(paper, at)
    if frame:
        return Region(page, frame)
    mine, others = _own_and_other_ink(paper, own, ink)
    mine, others = _with_rules(paper, page, mine, others)
    hull = hull_of(mine)
    left, right = _sides(own)
    left, right = min(left, hull[0]), max(right, hull[2])
    beside = [b for b in others if b[1] < hull[3] and b[3] > hull[1]]
    x0 = min(_edge(left, -1, [b[2] for b in beside if b[2] <= hull[0]]), hull[0])
    x1 = max(_edge(right, 1, [b[0] for b in beside if b[0] >= hull[2]]), hull[2])
    within = [b for b in others if b[0] < x1 and b[2] > x0]
    top = _edge(_reach(ink, own[0], hull, -1, others=within), -1, [b[3] for b in within if b[3] <= hull[1]])
    bottom = _edge(_reach(ink, own[0], hull, 1, others=within), 1, [b[1] for b in within if b[1] >= hull[3]])
    holes = _holes((x0, top, x1, bottom), within, mine)
    return Region(page, _rounded((x0 + PAD, top + PAD, x1 - PAD, bottom - PAD)), holes)


def _sides(own: Sequence[Line]) -> tuple[float, float]:
    """Both edges of the column of lines; extended to the longest lines, because a page may have few."""
    long = [n for n in own if len(n.text) > _LONG]
    return min([own[-1].left, *(n.x0 for n in long)]), max([own[-1].right, *(n.x1 for n in long)])


def _rounded(box: Box) -> Box:
    return round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)


def _edge(own: float, way: int, others: Iterable[float]) -> float:
    """The edge of a clip: PAD beyond its own ink, or halfway to a neighbour nearer than twice PAD."""
    room = min((way * (other - own) for other in others), default=2 * PAD)
    return own + way * max(0.0, min(PAD, room / 2))


def _reach(ink: Ink | None, line: Line, hull: Box, way: int, others: Sequence[Box]) -> float:
    """Where a drawing at an edge of the glyphs (arrows of a diagram, a picture) ends, before any neighbour."""
    own = hull[3] if way > 0 else hull[1]
    if ink is None or any(b[1] < own < b[3] for b in others):
        return own
    ahead = [way * ((b[1] if way > 0 else b[3]) - own) for b in others]
    limit = min([_DEEP * line.size, *(h - 1 for h in ahead if h > 0)])
    far = 1.0
    while far < limit:
        if ink.blank(line.page, hull[0], hull[2], own + way * far):
            return own + way * (far if far > 1 else 0)
        far += 0.5
    return own


def _own_and_other_ink(paper: Layout, own: Sequence[Line], ink: Ink | None) -> tuple[list[Box], list[Box]]:
    """The boxes of the ink of lines, and those of all other glyphs of their page; margin notes belong to no line.

    Glyphs in no line (accents joined to letters, removed text) belong to the lines if they are near them.
    """
    page = own[0].page
    left, right = _sides(own)
    mine = [g for line in own for g in _of_column(line, left, right, alone=not _beside(line, own))]
    mine = mine or [g for g in own[0].glyphs if g.text.strip()]
    every = [n.glyphs for n in (*paper.lines, *paper.notes) if n.page == page]
    kept, owned = set(map(id, mine)), {id(line.glyphs) for line in own}
    if ink is None:
        return [box_of(g) for g in mine], [
            box_of(g) for gs in every for g in gs if g.text.strip() and id(g) not in kept
        ]
    here = dict(d for g in mine for d in ink.at(page, g.x0, g.base))
    there = dict[int, Box]()
    for glyphs in every:
        if id(glyphs) in owned:
            there.update(d for g in glyphs if g.text.strip() and id(g) not in kept for d in ink.at(page, g.x0, g.base))
        else:
            there.update(ink.of(page, glyphs))
    if not here:
        return [box_of(g) for g in mine], list(there.values())
    strays = [d for d in ink.glyphs(page) if d[0] not in here and d[0] not in there]
    ours = _near(strays, here, there)
    foreign = [*there.items(), *(d for d in strays if d[0] not in ours)]
    return [*here.values(), *ours.values()], [box for n, box in foreign if n not in here]


def _near(strays: Sequence[Drawn], here: Mapping[int, Box], there: Mapping[int, Box]) -> dict[int, Box]:
    """The strays that are nearer to the ink here than to that of any other line, and near enough."""
    hull = hull_of(here.values())
    ours = {}
    for n, box in strays:
        if (apart := _distance(box, hull)) < _STRAY:
            away = min(_distance(box, b) for b in here.values())
            if away < min([2 * _STRAY if not apart else _STRAY, *(_distance(box, b) for b in there.values())]):
                ours[n] = box
    return ours


def _distance(a: Box, b: Box) -> float:
    """The distance of two boxes along the axis on which they are farther apart; 0 if they touch."""
    return max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3], 0.0)


def _beside(line: Line, others: Sequence[Line]) -> bool:
    """Whether another line is beside this one, as the text is beside a note in the margin."""
    return any(
        abs(n.base - line.base) < max(n.size, line.size) and (n.x0 > line.x1 or n.x1 < line.x0)
        for n in others
        if n is not line
    )


def _of_column(line: Line, left: float, right: float, *, alone: bool) -> list[Glyph]:
    """A line's glyphs without those of a margin note beyond the edges of its column.

    alone: nothing is beside the line, so that it is no note: on a page of formulas, few lines show where the column
    begins (notes-diffgeo-de, page 34).
    """
    glyphs = sorted((g for g in line.glyphs if g.text.strip()), key=lambda g: g.x0)
    slack = 0.5 * line.size
    if line.x0 > right + slack or line.x1 < left - slack:
        return glyphs if alone else []
    first, last = 0, len(glyphs)
    for n in range(1, len(glyphs)):
        if glyphs[n].x0 - glyphs[n - 1].x1 > 0.8 * line.size:
            if glyphs[n - 1].x1 < left:
                first = n
            if glyphs[n].x0 > right + slack:
                last = min(last, n)
    return glyphs[first:last]


def _with_rules(paper: Layout, page: int, mine: list[Box], others: list[Box]) -> tuple[list[Box], list[Box]]:
    """The same with the thin rules of the page, each given to the nearest glyph above or below it."""
    own, foreign = list(mine), list(others)
    x0, top, x1, bottom = hull_of(mine)
    for rule in ((r.x0, r.top, r.x1, r.bottom) for r in paper.rules.get(page, ())):
        if min(rule[2] - rule[0], rule[3] - rule[1]) > 2 or rule[3] < top - 2 * _NEAR or rule[1] > bottom + 2 * _NEAR:
            continue
        inside = x0 - 1 < rule[0] and rule[2] < x1 + 1 and top < rule[1] and rule[3] < bottom
        away = _away(rule, mine)
        (own if (away < _NEAR or inside) and away <= _away(rule, others) else foreign).append(rule)
    return own, foreign


def _away(rule: Box, found: Sequence[Box]) -> float:
    """The distance from a rule to the nearest box above, below or beside it."""
    near = [b for b in found if b[0] < rule[2] + 1 and b[2] > rule[0] - 1]
    return min((max(b[1] - rule[3], rule[1] - b[3], 0.0) for b in near), default=1e9)


def _holes(box: Box, others: Sequence[Box], mine: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes of other ink within a box, except where they overlap its own ink."""
    out: list[Box] = []
    for x0, top, x1, bottom in others:
        # The dot of an i may be above the box that its font gives.
        b = (x0 - SURE, top - 2 * SURE, x1 + SURE, bottom + 2 * SURE)
        if b[0] < box[2] and b[2] > box[0] and b[1] < box[3] and b[3] > box[1]:
            parts = [b]
            for m in mine:
                parts = without(parts, m)
            out += (p for p in parts if p[2] - p[0] > 2 * SURE and p[3] - p[1] > SURE)
    return tuple(sorted(map(_rounded, out)))


def _frame(paper: Layout, at: Sequence[int]) -> Box | None:
    """The smallest box drawn around these lines and no others, where there is one."""
    own = [paper.lines[n] for n in at]
    near = range(max(0, at[0] - 60), min(len(paper.lines), at[-1] + 61))
    others = [paper.lines[n] for n in near if n not in at and paper.lines[n].page == own[0].page]
    left, right = min(n.x0 for n in own), max(n.x1 for n in own)
    found = []
    for x0, top, x1, bottom in boxes(paper.rules.get(own[0].page, ())):
        holds = x0 <= left and right <= x1 and all(top < n.base - 0.5 * n.size and n.base < bottom for n in own)
        if holds and not any(top < n.base < bottom and n.x0 < x1 and n.x1 > x0 for n in others):
            found.append((bottom - top, (x0, top, x1, bottom)))
    return _rounded(min(found)[1]) if found else None
