"""What the proofs in report and talk follow: key lemmas and the road map, with a way down from each main result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from scaffold.model import Paper, Statement
from scaffold.planning.dominators import depths, layers
from scaffold.planning.graph import Graph, worth
from scaffold.planning.kinds import ASSUMED, is_result
from scaffold.planning.outside import Outside, outside
from scaffold.plans import RoadMap, RoadNode

__all__ = ["downward", "key_lemmas", "roadmap"]

_LEMMA_LIKE = frozenset(("lemma", "proposition", "claim", "fact", "observation", "property", "other"))
_OF_SPINE = 2
"""Key lemmas of the spine that come before those of the other main results."""

_HEAVY = 3
_OUTSIDE = 3
"""Most results of other works on the road map."""


def key_lemmas(paper: Paper, graph: Graph, most: int = 3) -> tuple[Statement, ...]:
    """The statements from which the main results follow: first those of the spine, then of each main result in turn.

    Where no use was read, the lemmas and propositions with the longest proofs; results without a proof are omitted
    where the paper proves others.
    """
    by_id = {s.id: s for s in paper.statements}
    length = {w.id: w.proof_length for w in graph.weights}
    first = _way(graph, graph.spine)
    others = (_way(graph, id) for id in graph.mains if id != graph.spine)
    turns = zip_longest(first[_OF_SPINE:], *others)
    ids = list(dict.fromkeys(id for id in (*first[:_OF_SPINE], *(id for turn in turns for id in turn)) if id))
    pool = ids or [w.id for w in graph.weights if by_id[w.id].kind in _LEMMA_LIKE]
    good = [id for id in pool if length[id]] or pool
    return tuple(by_id[id] for id in good[:most])


def _way(graph: Graph, main: str) -> list[str]:
    """The results that one main result rests on: near and heavy ones first."""
    depth = depths([main], graph.proved_from)
    below = [w for w in graph.weights if depth.get(w.id)]
    return [w.id for w in sorted(below, key=lambda w: -worth(w.load, depth[w.id]))]


def roadmap(paper: Paper, graph: Graph, limit: int = 12) -> RoadMap:
    """The road map of at most `limit` statements: the main results, what each follows from, then the heaviest.

    Every edge shown is a use in the paper; folded counts the omitted results (and assumptions). Results of other works
    that a shown proof cites by number take what space is left.
    """
    by_id = {s.id: s for s in paper.statements}
    value = {w.id: w.value for w in graph.weights}
    drawn = [id for id in graph.order if is_result(by_id[id]) or by_id[id].kind in ASSUMED]
    place = {id: i for i, id in enumerate(drawn)}
    steps: dict[str, list[str]] = {id: [] for id in drawn}
    for a, b in graph.edges:
        if a in place and b in place and is_result(by_id[a]):
            steps[a].append(b)
    keys = [s.id for s in key_lemmas(paper, graph, _HEAVY)]
    shown = list(graph.mains[:limit])
    shown += list(_first_steps(shown, steps, keys, value))[: limit - len(shown)]
    border = {b for a in shown for b in steps[a]} - set(shown)
    while border and len(shown) < limit:
        best = min(border, key=lambda id: (id not in keys, -value.get(id, 0.0), place[id]))
        shown.append(best)
        border = (border | set(steps[best])) - set(shown)
    return _drawn(paper, graph, shown, steps, keys=keys, limit=limit, folded=len(drawn) - len(shown))


def downward(made: RoadMap) -> RoadMap:
    """The map without edges that close a cycle: of two results that seem to use each other, the lower one is used.

    Proofs do not argue in a circle: one of the two references is no step of a proof. `graph` shows both.
    """
    layer = {node.id: node.layer for node in made.nodes}
    return replace(made, edges=tuple((a, b) for a, b in made.edges if layer[a] < layer[b]))


def _first_steps(
    mains: Sequence[str], steps: Mapping[str, list[str]], keys: Sequence[str], value: Mapping[str, float]
) -> Iterator[str]:
    """For each main result, the first of what it uses, so that none has no way down because others have long ones."""
    taken = set(mains)
    for main in mains:
        fresh = [b for b in steps.get(main, ()) if b not in taken]
        if fresh:
            best = min(fresh, key=lambda id: (id not in keys, -value.get(id, 0.0)))
            taken.add(best)
            yield best


def _drawn(
    paper: Paper,
    graph: Graph,
    shown: Sequence[str],
    steps: Mapping[str, list[str]],
    *,
    keys: Sequence[str],
    limit: int,
    folded: int,
) -> RoadMap:
    by_id = {s.id: s for s in paper.statements}
    chosen = set(shown)
    nodes = [id for id in graph.order if id in chosen]
    edges = [(a, b) for a in nodes for b in steps[a] if b in chosen]
    cited = dict(_cited(paper, graph, nodes, limit - len(nodes)))
    edges += [(user, work.id) for work, users in cited.items() for user in users]
    layer = layers(graph.mains, [*nodes, *(work.id for work in cited)], edges)
    row = [
        RoadNode(id=id, label=s.title, layer=layer[id], page=s.page, main=id in graph.mains, heavy=id in keys)
        for id in nodes
        for s in (by_id[id],)
    ]
    row += [RoadNode(id=work.id, label=work.label, layer=layer[work.id], outside=True) for work in cited]
    return RoadMap(tuple(sorted(row, key=lambda n: n.layer)), tuple(edges), folded, graph.spine)


def _cited(paper: Paper, graph: Graph, nodes: Iterable[str], most: int) -> Iterator[tuple[Outside, tuple[str, ...]]]:
    """The results of other works that the proofs of these statements cite, each with the statements, in their order."""
    users: dict[Outside, list[str]] = {}
    found = outside(paper)
    groups: dict[str, list[str]] = {}
    for s in paper.statements:
        groups.setdefault(graph.stands_for[s.id], []).append(s.id)
    for id in nodes:
        for work in dict.fromkeys(work for member in groups[id] for work in found.get(member, ())):
            users.setdefault(work, []).append(id)
    near = sorted(users.items(), key=lambda item: -len(item[1]))
    yield from ((work, tuple(ids)) for work, ids in near[: max(0, min(_OUTSIDE, most))])
