"""What the main results depend on: uses with restatements merged, weights of statements, the road map."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.model import Paper, Statement
from scaffold.planning.dominators import cycles, depths, dominated, layers
from scaffold.planning.kinds import ASSUMED, is_result
from scaffold.planning.rank import main_results
from scaffold.planning.uses import Uses, reachable, uses
from scaffold.plans import RoadMap, RoadNode

__all__ = ["Graph", "Weight", "build", "key_lemmas", "roadmap"]

_LEMMA_LIKE = frozenset(("lemma", "proposition", "claim", "fact", "observation", "property", "other"))
_SUBTREE_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How important a statement is for the proofs.

    users: statements whose proofs use it; dominated: how many statements the main results reach only through it;
    depth: steps from a main result (None: not needed for one); subtree: how many it depends on itself;
    proof_length: characters of its proofs; value: all of these in one number, 0..1.
    """

    id: str
    value: float
    users: int
    dominated: int
    depth: int | None
    subtree: int
    proof_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Which statement uses which. Ids are those of representatives; stands_for maps every statement to its own.

    An edge (a, b) means "the proof of a uses b"; order holds the main results and all they depend on, in reading order;
    equivalents are the groups of equivalent statements; each cycle is a group of statements that, as read, depend on
    each other; dangling (id, target) are uses of statements that do not exist; weights are sorted, heaviest first.
    direct and used_by are the edges by either end; proved_from omits what definitions and remarks refer to.
    """

    mains: tuple[str, ...]
    order: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    equivalents: tuple[tuple[str, ...], ...]
    cycles: tuple[tuple[str, ...], ...]
    dangling: tuple[tuple[str, str], ...]
    weights: tuple[Weight, ...]
    stands_for: Mapping[str, str]
    direct: Mapping[str, tuple[str, ...]]
    proved_from: Mapping[str, tuple[str, ...]]
    used_by: Mapping[str, tuple[str, ...]]

    def uses(self, id: str) -> tuple[str, ...]:
        """What the proofs of that statement use, in order of use."""
        return self.direct.get(self.stands_for.get(id, id), ())

    def users(self, id: str) -> tuple[str, ...]:
        """The statements whose proofs use that one, in reading order."""
        return self.used_by.get(self.stands_for.get(id, id), ())


def build(paper: Paper) -> Graph:
    """The graph of a ranked paper; without main results `order` is empty."""
    found = uses(paper)
    mains = tuple(dict.fromkeys(found.stands_for[s.id] for s in main_results(paper)))
    needed = reachable(mains, found.proved_from) | set(mains)
    groups: dict[str, list[str]] = {}
    for s in paper.statements:
        groups.setdefault(found.stands_for[s.id], []).append(s.id)
    order = {s.id: n for n, s in enumerate(paper.statements)}
    return Graph(
        mains=mains,
        order=tuple(id for id in order if id in needed),
        edges=tuple((a, b) for a, targets in found.direct.items() for b in targets),
        equivalents=tuple(tuple(g) for g in groups.values() if len(g) > 1),
        cycles=tuple(tuple(sorted(g, key=order.__getitem__)) for g in cycles(found.direct, found.proved_from)),
        dangling=found.dangling,
        weights=_weights(paper, found, mains),
        stands_for=found.stands_for,
        direct=found.direct,
        proved_from=found.proved_from,
        used_by=found.used_by,
    )


def _weights(paper: Paper, found: Uses, mains: tuple[str, ...]) -> tuple[Weight, ...]:
    """Weights of all results except the main ones; those that a main result needs come before all others."""
    depth, below = depths(mains, found.proved_from), dominated(mains, found.proved_from)
    length: dict[str, int] = {}
    for s in paper.statements:
        id = found.stands_for[s.id]
        length[id] = max(length.get(id, 0), sum(len(p.body) for p in s.proofs))
    raw = [
        Weight(
            id=s.id,
            value=0.0,
            users=len(found.used_by[s.id]),
            dominated=below.get(s.id, 0),
            depth=depth.get(s.id),
            subtree=len(reachable([s.id], found.proved_from, _SUBTREE_MOST)),
            proof_length=length[s.id],
        )
        for s in paper.statements
        if is_result(s) and found.stands_for[s.id] == s.id and s.id not in mains
    ]
    most = tuple(max(column) for column in zip(*map(_measures, raw), strict=True))
    weighed = [_valued(w, most) for w in raw]
    return tuple(sorted(weighed, key=lambda w: -w.value))


_SHARES = (0.3, 0.25, 0.3, 0.15)


def _measures(w: Weight) -> tuple[float, ...]:
    return tuple(math.log1p(n) for n in (w.users, w.dominated, w.proof_length, w.subtree))


def _valued(w: Weight, most: tuple[float, ...]) -> Weight:
    parts = (share * x / top for share, x, top in zip(_SHARES, _measures(w), most, strict=True) if top)
    near = 0.0 if w.depth is None else 0.5 + 0.1 / w.depth
    return Weight(
        id=w.id,
        value=round(near + 0.4 * math.fsum(parts), 4),
        users=w.users,
        dominated=w.dominated,
        depth=w.depth,
        subtree=w.subtree,
        proof_length=w.proof_length,
    )


def key_lemmas(paper: Paper, graph: Graph, most: int = 3) -> tuple[Statement, ...]:
    """The statements that matter most for the proofs of the main results, heaviest first.

    Where no use was read, the lemmas and propositions with the longest proofs; results without a proof are omitted
    where the paper proves others.
    """
    by_id = {s.id: s for s in paper.statements}
    needed = [w for w in graph.weights if w.depth is not None]
    pool = needed or [w for w in graph.weights if by_id[w.id].kind in _LEMMA_LIKE]
    good = [w for w in pool if w.proof_length] or pool
    return tuple(by_id[w.id] for w in good[:most])


def roadmap(paper: Paper, graph: Graph, limit: int = 12) -> RoadMap:
    """The road map of at most `limit` statements: the main results, then always the heaviest one that a shown one uses.

    So every edge shown is a use in the paper; folded counts the omitted results (and assumptions).
    """
    by_id = {s.id: s for s in paper.statements}
    value = {w.id: w.value for w in graph.weights}
    drawn = [id for id in graph.order if is_result(by_id[id]) or by_id[id].kind in ASSUMED]
    place = {id: i for i, id in enumerate(drawn)}
    steps: dict[str, list[str]] = {id: [] for id in drawn}
    for a, b in graph.edges:
        if a in place and b in place and is_result(by_id[a]):
            steps[a].append(b)
    shown = list(graph.mains[:limit])
    border = {b for a in shown for b in steps[a]} - set(shown)
    while border and len(shown) < limit:
        best = min(border, key=lambda id: (-value.get(id, 0.0), place[id]))
        shown.append(best)
        border = (border | set(steps[best])) - set(shown)
    return _drawn(by_id, graph, shown, steps, folded=len(drawn) - len(shown))


def _drawn(
    by_id: Mapping[str, Statement], graph: Graph, shown: list[str], steps: Mapping[str, list[str]], folded: int
) -> RoadMap:
    chosen = set(shown)
    nodes = [id for id in graph.order if id in chosen]
    edges = tuple((a, b) for a in nodes for b in steps[a] if b in chosen)
    layer = layers(graph.mains, nodes, edges)
    heavy = {w.id for w in graph.weights if w.id in chosen and w.depth is not None}
    heaviest = {w.id for w in [w for w in graph.weights if w.id in heavy][:3]}
    row = [
        RoadNode(id=id, label=s.title, layer=layer[id], page=s.page, main=id in graph.mains, heavy=id in heaviest)
        for id in nodes
        for s in (by_id[id],)
    ]
    return RoadMap(tuple(sorted(row, key=lambda n: n.layer)), edges, folded)
