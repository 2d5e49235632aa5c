"""Where the boxes of a road map stand: one layered layout for every writer, so that all pictures agree.

Main results stand in the top row, what they rest on below. The steps are those of Sugiyama, Tagawa and Toda
(IEEE Trans. SMC 11, 1981): fold to a readable number, drop implied edges, order rows by barycentre, place.
Coordinates are fractions of the picture, from the top left, and name the centres of boxes; writers bring their units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scaffold.plans import RoadMap, RoadNode

__all__ = ["Edge", "Layout", "Place", "layout"]

_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A node and the centre of its box, x and y in 0..1 from the top left; lit: it is on the path shown."""

    node: RoadNode
    x: float
    y: float
    row: int
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow to draw: the result `above` rests on `below`; lit: both ends are neighbours on the path."""

    above: str
    below: str
    lit: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A road map ready to draw: so many rows and columns of boxes must fit; folded statements are left off."""

    places: tuple[Place, ...] = ()
    edges: tuple[Edge, ...] = ()
    rows: int = 0
    columns: int = 0
    folded: int = 0

    @property
    def path(self) -> tuple[str, ...]:
        """Ids on the path to the main result, from the main result down."""
        return tuple(p.node.id for p in self.places if p.lit)


def layout(roadmap: RoadMap, *, limit: int = 12, per_row: int = 5) -> Layout:
    """The picture of at most `limit` nodes, at most `per_row` boxes in a row; an empty map is an empty layout."""
    nodes = _fold(roadmap, limit)
    if not nodes:
        return Layout(folded=roadmap.folded)
    ids = {n.id for n in nodes}
    edges = _reduce([(a, b) for a, b in dict.fromkeys(roadmap.edges) if a in ids and b in ids and a != b])
    rows = _order(_rows(nodes, per_row), edges)
    columns = max(len(row) for row in rows)
    x = _columns(rows, edges, columns)
    path = _path(nodes, edges)
    lit_edges = set(pairwise(path))
    places = tuple(
        Place(node, x[node.id], (r + 0.5) / len(rows), r, node.id in path) for r, row in enumerate(rows) for node in row
    )
    drawn = tuple(Edge(a, b, (a, b) in lit_edges) for a, b in edges)
    return Layout(places, drawn, len(rows), columns, roadmap.folded + len(roadmap.nodes) - len(nodes))


def _fold(roadmap: RoadMap, limit: int) -> list[RoadNode]:
    """Leaves go first, light before heavy, deep before shallow: what stays never hangs on something left off."""
    nodes = list(roadmap.nodes)
    while len(nodes) > limit:
        kept = {n.id for n in nodes}
        using = {a for a, b in roadmap.edges if a in kept and b in kept and a != b}
        leaves = [n for n in nodes if n.id not in using] or nodes
        drop = max(leaves, key=lambda n: (not n.main, not n.heavy, n.layer, nodes.index(n)))
        nodes.remove(drop)
    return nodes


def _reduce(edges: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Edges without those that a longer way implies."""
    below: dict[str, set[str]] = {}
    for a, b in edges:
        below.setdefault(a, set()).add(b)
    return tuple((a, b) for a, b in edges if not any(_reaches(m, b, below, {a}) for m in sorted(below[a] - {b})))


def _reaches(start: str, goal: str, below: Mapping[str, set[str]], seen: set[str]) -> bool:
    stack, seen = [start], set(seen)
    while stack:
        node = stack.pop()
        if node == goal:
            return True
        if node not in seen:
            seen.add(node)
            stack.extend(below.get(node, ()))
    return False


def _rows(nodes: Iterable[RoadNode], per_row: int) -> list[list[RoadNode]]:
    """One row a layer; a layer that is too long takes several rows of about equal length."""
    layers: dict[int, list[RoadNode]] = {}
    for node in nodes:
        layers.setdefault(node.layer, []).append(node)
    rows: list[list[RoadNode]] = []
    for layer in sorted(layers):
        row = layers[layer]
        pieces = -(-len(row) // per_row)
        length = -(-len(row) // pieces)
        rows.extend(row[i : i + length] for i in range(0, len(row), length))
    return rows


def _order(rows: list[list[RoadNode]], edges: Sequence[tuple[str, str]]) -> list[list[RoadNode]]:
    """Rows sorted by the mean place of their neighbours, down and up in turn."""
    rows = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        order = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        for r in order:
            at = {n.id: (i + 0.5) / len(row) for row in rows for i, n in enumerate(row)}
            near = _neighbours(edges, {n.id for row in (rows[:r] if sweep % 2 == 0 else rows[r + 1 :]) for n in row})
            want = {n.id: _mean([at[m] for m in near.get(n.id, ())], at[n.id]) for n in rows[r]}
            by_id = {n.id: n for n in rows[r]}
            rows[r] = [by_id[id] for id in sorted(want, key=want.__getitem__)]
    return rows


def _columns(rows: list[list[RoadNode]], edges: Sequence[tuple[str, str]], columns: int) -> dict[str, float]:
    """x of every node: near the mean of its neighbours, at least one column apart, inside the picture."""
    step = 1 / columns
    x = {n.id: 0.5 + (i - (len(row) - 1) / 2) * step for row in rows for i, n in enumerate(row)}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            near = _neighbours(edges, set(x))
            wish = [_mean([x[m] for m in near.get(n.id, ())], x[n.id]) for n in row]
            for node, place in zip(row, _apart(wish, step), strict=True):
                x[node.id] = place
    return x


def _apart(wish: Sequence[float], step: float) -> list[float]:
    """The wished places in their order, pushed at least a step apart and into the picture."""
    places: list[float] = []
    for w in wish:
        places.append(max(w, places[-1] + step if places else step / 2))
    right = 1 - step / 2
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], right)
        right = places[i] - step
    return places


def _path(nodes: Sequence[RoadNode], edges: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The chain below a main result with the most heavy results on it: of equals the longest, then the first."""
    below: dict[str, list[str]] = {}
    for a, b in edges:
        below.setdefault(a, []).append(b)
    heavy = frozenset(n.id for n in nodes if n.heavy)
    starts = [n.id for n in nodes if n.main] or [nodes[0].id]
    chains = [_chain(start, below, heavy) for start in starts]
    return max(chains, key=lambda c: (len(heavy.intersection(c[1:])), len(c)))


def _chain(start: str, below: Mapping[str, Sequence[str]], heavy: frozenset[str]) -> tuple[str, ...]:
    """From start down: at every step the heavy one first, then the deepest."""
    path = [start]
    while step := [b for b in below.get(path[-1], ()) if b not in path]:
        seen = frozenset(path)
        path.append(max(step, key=lambda b: (b in heavy, _depth(b, below, seen), -step.index(b))))
    return tuple(path)


def _depth(node: str, below: Mapping[str, Sequence[str]], seen: frozenset[str]) -> int:
    deeper = [_depth(b, below, seen | {node}) for b in below.get(node, ()) if b not in seen]
    return 1 + max(deeper, default=0)


def _neighbours(edges: Sequence[tuple[str, str]], among: set[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for a, b in edges:
        if b in among:
            near.setdefault(a, []).append(b)
        if a in among:
            near.setdefault(b, []).append(a)
    return near


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
