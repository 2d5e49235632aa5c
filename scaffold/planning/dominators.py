"""Graph algorithms on uses: dominators, strongly connected components, depths. No recursion: papers can be deep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_ROOT = ""


def dominated(mains: Sequence[str], steps: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """For each node reachable from mains, how many nodes it dominates: all their paths from mains pass through it.

    Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", with one root above all mains.
    """
    graph = {**{id: steps.get(id, ()) for id in steps}, _ROOT: tuple(mains)}
    order = _postorder(graph)
    number = {id: i for i, id in enumerate(order)}
    above: dict[str, list[str]] = {id: [] for id in order}
    for id in order:
        for nxt in graph.get(id, ()):
            above[nxt].append(id)
    parent = _immediate(order, number, above)
    count = dict.fromkeys(order, 0)
    for id in order:  # postorder: a node's subtree is counted before the node is added to its parent
        if id != _ROOT:
            count[parent[id]] += count[id] + 1
    del count[_ROOT]
    return count


def _immediate(order: Sequence[str], number: Mapping[str, int], above: Mapping[str, list[str]]) -> dict[str, str]:
    parent = {_ROOT: _ROOT}
    changed = True
    while changed:
        changed = False
        for id in reversed(order[:-1]):
            known = [p for p in above[id] if p in parent]
            new = known[0]
            for other in known[1:]:
                new = _meet(new, other, parent, number)
            if parent.get(id) != new:
                parent[id] = new
                changed = True
    return parent


def _meet(a: str, b: str, parent: Mapping[str, str], number: Mapping[str, int]) -> str:
    while a != b:
        while number[a] < number[b]:
            a = parent[a]
        while number[b] < number[a]:
            b = parent[b]
    return a


def _postorder(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    order: list[str] = []
    seen = {_ROOT}
    stack = [(_ROOT, iter(graph[_ROOT]))]
    while stack:
        id, rest = stack[-1]
        for nxt in rest:
            if nxt not in seen:
                seen.add(nxt)
                stack.append((nxt, iter(graph.get(nxt, ()))))
                break
        else:
            order.append(id)
            stack.pop()
    return order


def cycles(nodes: Iterable[str], steps: Mapping[str, tuple[str, ...]]) -> list[frozenset[str]]:
    """Strongly connected components of two or more nodes (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    found: list[frozenset[str]] = []
    for start in nodes:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        open_[start] = None
        stack = [(start, iter(steps.get(start, ())))]
        while stack:
            id, rest = stack[-1]
            for nxt in rest:
                if nxt not in index:
                    index[nxt] = low[nxt] = len(index)
                    open_[nxt] = None
                    stack.append((nxt, iter(steps.get(nxt, ()))))
                    break
                if nxt in open_:
                    low[id] = min(low[id], index[nxt])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[id])
                if low[id] == index[id]:
                    group = _pop_to(open_, id)
                    if len(group) > 1:
                        found.append(group)
    return found


def _pop_to(open_: dict[str, None], id: str) -> frozenset[str]:
    group = set()
    while True:
        last, _ = open_.popitem()
        group.add(last)
        if last == id:
            return frozenset(group)


def depths(mains: Sequence[str], steps: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Fewest steps from a main result to each reachable node; 0 for mains."""
    depth = dict.fromkeys(mains, 0)
    todo = list(depth)
    for id in todo:
        for nxt in steps.get(id, ()):
            if nxt not in depth:
                depth[nxt] = depth[id] + 1
                todo.append(nxt)
    return depth


def layers(mains: Sequence[str], nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Layer of each node: 0 for unused mains, else one below the lowest user; edges that close a cycle are ignored."""
    chosen = set(nodes)
    steps = {id: tuple(b for a, b in edges if a == id and b in chosen) for id in nodes}
    order = list(reversed(_postorder({**steps, _ROOT: tuple(mains)})))
    place = {id: i for i, id in enumerate(order)}
    layer = {id: 0 if id in mains or id == _ROOT else 1 for id in order}
    for id in order:
        for nxt in steps.get(id, ()):
            if place[nxt] > place[id]:
                layer[nxt] = max(layer[nxt], layer[id] + 1)
    del layer[_ROOT]
    return layer
