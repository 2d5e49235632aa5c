"""Positions of a road map's boxes and routes of its arrows: one layout for report, decks and picture files.

Main results are in the top row, what they depend on below. An arrow is straight if no box is in its way, else it has
as few bends as possible: every arrow that passes a row has a lane there, so that no arrow runs behind a box. The steps
are those of Sugiyama, Tagawa and Toda (IEEE Trans. SMC 11, 1981); positions in a row are a least-squares fit that keeps
the distances (pool adjacent violators). Coordinates are in the caller's units from the top left. Of the libraries for
this, igraph is large and under the GPL, and grandalf is no longer maintained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from scaffold.plans import RoadMap, RoadNode
from scaffold.write.roadmap.path import path

__all__ = ["Box", "Drawing", "Route", "Sizes", "draw", "least"]

_ORDERINGS = 16
_PLACINGS, _SETTLING = 21, 9
_LANE_WEIGHT = 3.0
"""Weight of a lane's position relative to a box's: a bend is worse than a box that is not centred."""

Point = tuple[float, float]

Key = tuple[str, ...]
"""("box", id), or a lane: ("lane", id of the upper box, id of the lower one where the lane is its own, row)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Sizes of the layout: width and height of a box, gap between boxes, width of a lane, gaps between rows."""

    width: float
    height: float
    between: float = 18.0
    lane: float = 12.0
    rise: float = 40.0
    most_rise: float = 84.0
    per_row: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node and the centre of its box; lit: it is on the highlighted path to the main result."""

    node: RoadNode
    x: float
    y: float
    row: int
    lit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The route of one arrow, from the box that is used to the box of the result that uses it: straight lines.

    turned: it closes a cycle, and so runs down or sideways. lit: it is on the highlighted path to the main result.
    """

    user: str
    used: str
    points: tuple[tuple[float, float], ...]
    turned: bool = False
    lit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The picture: its boxes row by row, its routes, its size, and how many uses a longer path implies (not drawn)."""

    boxes: tuple[Box, ...] = ()
    routes: tuple[Route, ...] = ()
    width: float = 0.0
    height: float = 0.0
    implied: int = 0


@dataclass(frozen=True, slots=True)
class _Link:
    """An edge between an upper and a lower row; turned: it is the lower one whose proof uses the upper one."""

    upper: str
    lower: str
    turned: bool

    def lane(self, row: int) -> Key:
        return ("lane", self.upper, self.lower if self.turned else "", str(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrangement:
    """What of a layout depends on the length of rows alone: the order of boxes and lanes in each row, and the links.

    kept are the edges that lead down, without the number (implied) that others imply; level are those in one row.
    """

    row_of: Mapping[str, int]
    kept: Sequence[tuple[str, str]]
    implied: int
    links: Sequence[_Link]
    level: Sequence[tuple[str, str]]
    steps: Sequence[tuple[Key, Key]]
    rows: Sequence[Sequence[Key]]


def least(roadmap: RoadMap, sizes: Sizes) -> tuple[float, float]:
    """A width and a height that the drawing of a map has at least, at a small part of its cost; zero if it is empty."""
    if not roadmap.nodes:
        return 0.0, 0.0
    made = _arranged(roadmap, sizes.per_row)
    widths = (sum(_width(key, sizes) for key in row) + sizes.between * (len(row) - 1) for row in made.rows)
    count = len(made.rows)
    gaps = (count - 1) * min(sizes.rise, sizes.most_rise)
    return max(widths) - _ROUNDED, count * (sizes.height - _ROUNDED) + gaps


_ROUNDED = 0.05
"""By how much rounded coordinates may bring two boxes or two rows nearer, and more."""


def draw(roadmap: RoadMap, sizes: Sizes) -> Drawing:
    """The layout of a road map; an empty map gives an empty drawing."""
    if not roadmap.nodes:
        return Drawing()
    made = _arranged(roadmap, sizes.per_row)
    row_of, rows = made.row_of, made.rows
    x = _positions(roadmap, replace(sizes, height=0.0, rise=0.0, most_rise=0.0))
    y = _heights(rows, made.steps, x, sizes, arch=bool(made.level))
    lit = path(roadmap.nodes, made.kept, roadmap.spine)
    boxes = tuple(
        Box(node=n, x=x["box", n.id], y=y[row_of[n.id]], row=row_of[n.id], lit=n.id in lit)
        for n in sorted(roadmap.nodes, key=lambda n: (row_of[n.id], x["box", n.id]))
    )
    ways, steps_lit = [_route(link, row_of, x, y, sizes=sizes) for link in made.links], set(pairwise(lit))
    routes = [replace(r, points=_pulled(r.points, boxes, sizes), lit=(r.user, r.used) in steps_lit) for r in ways]
    routes += [_over(a, b, row_of, x, y=y, sizes=sizes) for a, b in made.level]
    width = max(x[key] + _width(key, sizes) / 2 for row in rows for key in row)
    return Drawing(
        boxes=boxes, routes=tuple(routes), width=width, height=y[-1] + sizes.height / 2, implied=made.implied
    )


@lru_cache(maxsize=16)
def _arranged(roadmap: RoadMap, per_row: int) -> _Arrangement:
    """The arrangement of a map that is not empty: kept, as a map is drawn in many sizes until it fits."""
    row_of = _rows(roadmap, per_row)
    edges = [(a, b) for a, b in dict.fromkeys(roadmap.edges) if a in row_of and b in row_of and a != b]
    down = [(a, b) for a, b in edges if row_of[a] < row_of[b]]
    kept = _reduced(down)
    links = [_Link(a, b, False) for a, b in kept] + [_Link(b, a, True) for a, b in edges if row_of[b] < row_of[a]]
    steps = _steps(links, row_of)
    return _Arrangement(
        row_of=row_of,
        kept=kept,
        implied=len(down) - len(kept),
        links=links,
        level=[(a, b) for a, b in edges if row_of[a] == row_of[b]],
        steps=steps,
        rows=_ordered(_filled(roadmap, row_of, links), steps),
    )


@lru_cache(maxsize=16)
def _positions(roadmap: RoadMap, sizes: Sizes) -> Mapping[Key, float]:
    """x of every box and lane; sizes without heights, on which it does not depend."""
    made = _arranged(roadmap, sizes.per_row)
    return _placed(made.rows, made.steps, sizes)


def _pulled(points: Sequence[Point], boxes: Iterable[Box], sizes: Sizes) -> tuple[Point, ...]:
    """The route with the fewest lanes: it enters a lane below its row and leaves it above, or passes without it."""
    halves = (sizes.width / 2 + sizes.lane / 2, sizes.height / 2 + sizes.lane / 4)
    ends = {points[0][1], points[-1][1]}
    between = [(b.x, b.y) for b in boxes if min(ends) < b.y < max(ends)]
    lanes = list(zip(points[1:-1:2], points[2:-1:2], strict=True))
    way, left = [points[0]], 0
    while _crosses_box(way[-1], points[-1], between, halves) and left < len(lanes):
        reached = (
            i for i in range(len(lanes) - 1, left, -1) if not _crosses_box(way[-1], lanes[i][0], between, halves)
        )
        taken = next(reached, left)
        enter, leave = lanes[taken]
        if enter[0] != way[-1][0]:
            way.append(enter)
        elif len(way) > 1:
            way.pop()
        way.append(leave)
        left = taken + 1
    return (*way, points[-1])


def _crosses_box(start: Point, end: Point, boxes: Iterable[Point], halves: tuple[float, float]) -> bool:
    """Whether a line crosses one of the boxes of that half width and height; the line is never horizontal."""
    (x0, y0), (x1, y1) = start, end
    wide, tall = halves
    for x, y in boxes:
        top, bottom = max(min(y0, y1), y - tall), min(max(y0, y1), y + tall)
        if top >= bottom:
            continue
        inside = [x0 + (x1 - x0) * (v - y0) / (y1 - y0) for v in (top, bottom)]
        if min(inside) < x + wide and max(inside) > x - wide:
            return True
    return False


def _rows(roadmap: RoadMap, per_row: int) -> dict[str, int]:
    """The row of each node: that of its layer; a long layer is split, results that use others in its last rows."""
    resting = {a for a, _ in roadmap.edges}
    row_of: dict[str, int] = {}
    row = 0
    for layer in sorted({n.layer for n in roadmap.nodes}):
        nodes = sorted((n for n in roadmap.nodes if n.layer == layer), key=lambda n: n.id in resting)
        pieces = -(-len(nodes) // per_row)
        length = -(-len(nodes) // pieces)
        for i, node in enumerate(nodes):
            row_of[node.id] = row + i // length
        row += -(-len(nodes) // length)
    return row_of


def _reduced(edges: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The transitive reduction of the edges, which lead down and so have no cycle."""
    below: dict[str, list[str]] = {}
    for a, b in edges:
        below.setdefault(a, []).append(b)
    reach: dict[str, frozenset[str]] = {}

    def reached(id: str) -> frozenset[str]:
        if id not in reach:
            reach[id] = frozenset(below.get(id, ())).union(*(reached(b) for b in below.get(id, ())))
        return reach[id]

    return [(a, b) for a, b in edges if not any(b in reached(m) for m in below[a] if m != b)]


def _steps(links: Iterable[_Link], row_of: Mapping[str, int]) -> list[tuple[Key, Key]]:
    """The pieces of all links from one row to the next, without duplicates: lanes are shared."""
    found: dict[tuple[Key, Key], None] = {}
    for link in links:
        lanes = [link.lane(row) for row in range(row_of[link.upper] + 1, row_of[link.lower])]
        for step in pairwise([("box", link.upper), *lanes, ("box", link.lower)]):
            found[step] = None
    return list(found)


def _filled(roadmap: RoadMap, row_of: Mapping[str, int], links: Iterable[_Link]) -> list[list[Key]]:
    """The rows with their boxes, and the lanes in the middle of each row, so that the picture grows to both sides."""
    rows: list[list[Key]] = [[] for _ in range(max(row_of.values()) + 1)]
    for node in roadmap.nodes:
        rows[row_of[node.id]].append(("box", node.id))
    lanes: list[dict[Key, None]] = [{} for _ in rows]
    for link in links:
        for row in range(row_of[link.upper] + 1, row_of[link.lower]):
            lanes[row][link.lane(row)] = None
    return [[*row[: len(row) // 2], *passing, *row[len(row) // 2 :]] for row, passing in zip(rows, lanes, strict=True)]


def _ordered(rows: list[list[Key]], steps: Sequence[tuple[Key, Key]]) -> list[list[Key]]:
    """The rows in an order with few crossings: by barycentres, down and up in turn, then by swapping neighbours."""
    above, below = _neighbours(steps)
    best, fewest = [list(r) for r in rows], _crossings(rows, below)
    for sweep in range(_ORDERINGS):
        downward = sweep % 2 == 0
        for r in range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1):
            fixed = rows[r - 1] if downward else rows[r + 1]
            rows[r] = _by_barycentre(rows[r], fixed, above if downward else below)
        count = _crossings(rows, below)
        if count < fewest:
            best, fewest = [list(r) for r in rows], count
    return _swapped(best, below)


def _neighbours(steps: Sequence[tuple[Key, Key]]) -> tuple[dict[Key, list[Key]], dict[Key, list[Key]]]:
    above: dict[Key, list[Key]] = {}
    below: dict[Key, list[Key]] = {}
    for upper, lower in steps:
        below.setdefault(upper, []).append(lower)
        above.setdefault(lower, []).append(upper)
    return above, below


def _by_barycentre(row: list[Key], fixed: list[Key], near: Mapping[Key, Sequence[Key]]) -> list[Key]:
    at = {key: (i + 0.5) / len(fixed) for i, key in enumerate(fixed)}
    own = {key: (i + 0.5) / len(row) for i, key in enumerate(row)}
    wish = {key: _mean([at[n] for n in near.get(key, ())], own[key]) for key in row}
    return sorted(row, key=wish.__getitem__)


def _crossings(rows: Sequence[Sequence[Key]], below: Mapping[Key, Sequence[Key]]) -> int:
    return sum(_crossed(upper, lower, below) for upper, lower in pairwise(rows))


def _crossed(upper: Sequence[Key], lower: Sequence[Key], below: Mapping[Key, Sequence[Key]]) -> int:
    place = {key: i for i, key in enumerate(lower)}
    ends = [end for key in upper for end in sorted(place[b] for b in below.get(key, ()))]
    return sum(first > second for i, first in enumerate(ends) for second in ends[i + 1 :])


def _swapped(rows: list[list[Key]], below: Mapping[Key, Sequence[Key]]) -> list[list[Key]]:
    """Swaps neighbours as long as that saves a crossing; real maps need only a few rounds."""
    for _ in range(4):
        better = False
        for r, row in enumerate(rows):
            for i in range(len(row) - 1):
                before = _around(rows, r, below)
                row[i], row[i + 1] = row[i + 1], row[i]
                if _around(rows, r, below) < before:
                    better = True
                else:
                    row[i], row[i + 1] = row[i + 1], row[i]
        if not better:
            break
    return rows


def _around(rows: Sequence[Sequence[Key]], r: int, below: Mapping[Key, Sequence[Key]]) -> int:
    return _crossings(rows[max(0, r - 1) : r + 2], below)


def _placed(rows: Sequence[Sequence[Key]], steps: Sequence[tuple[Key, Key]], sizes: Sizes) -> dict[Key, float]:
    """x of every box and lane: close to the mean of its neighbours, in order, at the required distance."""
    above, below = _neighbours(steps)
    x: dict[Key, float] = {}
    for row in rows:
        packed = _apart([0.0] * len(row), row, sizes)
        x.update(zip(row, packed, strict=True))
    for sweep in range(_PLACINGS):
        last = sweep >= _PLACINGS - _SETTLING
        for row in rows if sweep % 2 == 0 else reversed(rows):
            near = [(*(above if last or sweep % 2 == 0 else below).get(k, ()), *(below.get(k, ()) if last else ()))
                    for k in row]  # fmt: skip
            wish = [_mean([x[n] for n in ns], x[k]) for k, ns in zip(row, near, strict=True)]
            x.update(zip(row, _apart(wish, row, sizes), strict=True))
    for row in rows:  # finally, chains are made straight, from the top
        x.update(zip(row, _apart([x[_line(k, above, below)] for k in row], row, sizes), strict=True))
    left = min(x[key] - _width(key, sizes) / 2 for row in rows for key in row)
    return {key: value - left for key, value in x.items()}


def _line(key: Key, above: Mapping[Key, Sequence[Key]], below: Mapping[Key, Sequence[Key]]) -> Key:
    """The key to align with: the one above if neither has another neighbour there; in the top row, the one below."""
    for near, far in ((above, below), (below, above)):
        if ends := near.get(key, ()):
            return ends[0] if len(ends) == len(far[ends[0]]) == 1 else key
    return key


def _apart(wish: Sequence[float], row: Sequence[Key], sizes: Sizes) -> list[float]:
    """The positions closest to the wanted ones that keep order and distance: isotonic regression by pooling."""
    offset = [0.0]
    for left, right in pairwise(row):
        offset.append(offset[-1] + (_width(left, sizes) + _width(right, sizes)) / 2 + sizes.between)
    pools: list[tuple[float, float, int]] = []
    for w, o, key in zip(wish, offset, row, strict=True):
        value, weight, count = w - o, 1.0 if key[0] == "box" else _LANE_WEIGHT, 1
        while pools and pools[-1][0] >= value:
            before, heavy, many = pools.pop()
            value = (value * weight + before * heavy) / (weight + heavy)
            weight, count = weight + heavy, count + many
        pools.append((value, weight, count))
    flat = [value for value, _, count in pools for _ in range(count)]
    return [round(v + o, 2) for v, o in zip(flat, offset, strict=True)]


def _width(key: Key, sizes: Sizes) -> float:
    return sizes.width if key[0] == "box" else sizes.lane


def _heights(
    rows: Sequence[Sequence[Key]], steps: Sequence[tuple[Key, Key]], x: Mapping[Key, float], sizes: Sizes, arch: bool
) -> list[float]:
    """y of the centres of the rows: the further arrows run sideways between two rows, the larger the gap."""
    row_of = {key: r for r, row in enumerate(rows) for key in row}
    y = [sizes.height / 2 + (sizes.rise if arch else 0.0)]
    for r in range(1, len(rows)):
        wide = max((abs(x[a] - x[b]) for a, b in steps if row_of[b] == r), default=0.0)
        y.append(round(y[-1] + sizes.height + min(sizes.most_rise, max(sizes.rise, wide / 7)), 2))
    return y


def _route(link: _Link, row_of: Mapping[str, int], x: Mapping[Key, float], y: Sequence[float], sizes: Sizes) -> Route:
    """From the lower box's top through its lanes to the upper box's bottom; the reverse where the link is turned."""
    half, points = sizes.height / 2, list[tuple[float, float]]()
    points.append((x["box", link.lower], y[row_of[link.lower]] - half))
    for row in range(row_of[link.lower] - 1, row_of[link.upper], -1):
        lane = x[link.lane(row)]
        points += [(lane, y[row] + half), (lane, y[row] - half)]
    points.append((x["box", link.upper], y[row_of[link.upper]] + half))
    if link.turned:
        return Route(user=link.lower, used=link.upper, points=tuple(reversed(points)), turned=True)
    return Route(user=link.upper, used=link.lower, points=tuple(points))


def _over(
    user: str, used: str, row_of: Mapping[str, int], x: Mapping[Key, float], y: Sequence[float], sizes: Sizes
) -> Route:
    """The route between boxes of one row: up, across above them, and down."""
    top = y[row_of[user]] - sizes.height / 2
    a, b = x["box", used], x["box", user]
    return Route(user=user, used=used, points=((a, top), ((a + b) / 2, top - sizes.rise * 0.6), (b, top)), turned=True)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
