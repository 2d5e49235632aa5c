"""What the main results depend on: uses with restatements merged, and weights of statements."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from scaffold.model import Paper
from scaffold.planning.dominators import cycles, depths, dominated
from scaffold.planning.kinds import is_result
from scaffold.planning.rank import main_results
from scaffold.planning.uses import Uses, reachable, uses

__all__ = ["Graph", "Weight", "build", "worth"]

_SUBTREE_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How important a statement is for the proofs.

    users: statements whose proofs use it; dominated: how many statements the main results reach only through it;
    depth: steps from a main result (None: not needed for one); subtree: how many it depends on itself;
    proof_length: characters of its proofs; load: all of these in one number, 0..1, without the depth; value: with it.
    """

    id: str
    value: float
    load: float
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
    spine is the main result whose proof the talk follows: the best that rests on others or has a long proof.
    """

    mains: tuple[str, ...]
    spine: str
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
        spine=_spine(paper, found, mains),
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


def _spine(paper: Paper, found: Uses, mains: tuple[str, ...]) -> str:
    """The best main result that rests on other results or has a long proof of its own; "" without main results."""
    results = {s.id for s in paper.statements if is_result(s)}
    length = dict.fromkeys(mains, 0)
    for s in paper.statements:
        if (id := found.stands_for[s.id]) in length:
            length[id] = max(length[id], sum(len(p.body) for p in s.proofs))
    longest = max(length.values(), default=0)
    followed = (
        id
        for id in mains
        if results.intersection(found.proved_from.get(id, ())) or (longest and 2 * length[id] >= longest)
    )
    return next(chain(followed, mains), "")


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
            load=0.0,
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
    load = math.fsum(parts)
    return replace(w, load=round(load, 4), value=worth(load, w.depth))


def worth(load: float, depth: int | None) -> float:
    """What a statement of that load counts as, so many steps below a main result (None: not needed for one).

    What a result follows from directly comes before what carries twice as much further down.
    """
    near = 0.0 if depth is None else 0.4 + 0.3 / depth
    return round(near + 0.3 * load, 4)
