"""Which statements of a road map are shown, and which path to a main result is highlighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from scaffold.plans import RoadMap, RoadNode

__all__ = ["around", "folded", "path"]


def folded(roadmap: RoadMap, limit: int) -> RoadMap:
    """The map with at most `limit` statements; `folded` counts the omitted ones.

    Leaves are omitted first, other works before own results, light before heavy, deep before shallow, so that what is
    shown stays connected.
    """
    nodes = list(roadmap.nodes)
    while len(nodes) > limit:
        kept = {n.id for n in nodes}
        using = {a for a, b in roadmap.edges if a in kept and b in kept and a != b}
        leaves = [n for n in nodes if n.id not in using] or nodes
        drop = max(leaves, key=lambda n: (n.outside, not n.main, not n.heavy, n.layer, nodes.index(n)))
        nodes.remove(drop)
    ids = {n.id for n in nodes}
    edges = tuple((a, b) for a, b in roadmap.edges if a in ids and b in ids)
    return replace(
        roadmap, nodes=tuple(nodes), edges=edges, folded=roadmap.folded + len(roadmap.nodes) - len(nodes)
    )  # fmt: skip


def around(roadmap: RoadMap, id: str, most: int = 7) -> RoadMap:
    """A map of the shortest path from a main result to that statement and of its neighbours, at most `most` of all.

    Only the edges of the path and of the statement itself are kept; folded is 0, as nothing was too much to draw.
    """
    way = _shortest(roadmap, id)
    users = [a for a, b in roadmap.edges if b == id]
    used = [b for a, b in roadmap.edges if a == id]
    chosen = set(list(dict.fromkeys((*way, *used, *users)))[: max(most, len(way))])
    steps = set(pairwise(way))
    edges = tuple(e for e in roadmap.edges if chosen.issuperset(e) and (id in e or e in steps))
    return replace(roadmap, nodes=tuple(n for n in roadmap.nodes if n.id in chosen), edges=edges, folded=0)


def _shortest(roadmap: RoadMap, id: str) -> list[str]:
    """The shortest path down to that statement, from the spine if there is one, else from any main result."""
    mains = sorted((n.id for n in roadmap.nodes if n.main), key=lambda main: main != roadmap.spine)
    for main in mains:
        above: dict[str, str] = {main: ""}
        todo = [main]
        for at in todo:
            for a, b in roadmap.edges:
                if a == at and b not in above:
                    above[b] = at
                    todo.append(b)
        if id in above:
            way = [id]
            while above[way[-1]]:
                way.append(above[way[-1]])
            return way[::-1]
    return [id]


def path(nodes: Sequence[RoadNode], edges: Sequence[tuple[str, str]], spine: str = "") -> tuple[str, ...]:
    """The path down from the spine; without one, from the main result whose path has the most heavy results.

    Of equals the longest, then the first.

    Edges lead from a result to what it uses, without cycles and without edges implied by a longer path.
    """
    if not nodes:
        return ()
    outside = {n.id for n in nodes if n.outside}
    below: dict[str, list[str]] = {}
    for a, b in edges:
        if b not in outside:
            below.setdefault(a, []).append(b)
    heavy = frozenset(n.id for n in nodes if n.heavy)
    starts = [n.id for n in nodes if n.id == spine] or [n.id for n in nodes if n.main] or [nodes[0].id]
    depth: dict[str, int] = {}
    chains = [_chain(start, below, heavy, depth) for start in starts]
    return max(chains, key=lambda c: (len(heavy.intersection(c[1:])), len(c)))


def _chain(
    start: str, below: Mapping[str, Sequence[str]], heavy: frozenset[str], depth: dict[str, int]
) -> tuple[str, ...]:
    """The path from start down: at every step, heavy results are preferred, then the deepest."""
    chain = [start]
    while step := below.get(chain[-1], ()):
        chain.append(max(step, key=lambda b: (b in heavy, _depth(b, below, depth), -step.index(b))))
    return tuple(chain)


def _depth(node: str, below: Mapping[str, Sequence[str]], known: dict[str, int]) -> int:
    """The number of statements on the longest path down."""
    if node not in known:
        known[node] = 1 + max((_depth(b, below, known) for b in below.get(node, ())), default=0)
    return known[node]
