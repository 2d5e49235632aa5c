"""The graph of uses as a tree, read from the top: for the terminal, and for a speaker to go through."""

from __future__ import annotations

from scaffold.model import Paper
from scaffold.planning.graph import Graph
from scaffold.plans import Branch

__all__ = ["outline"]


def outline(paper: Paper, graph: Graph) -> tuple[Branch, ...]:
    """The main results with what they depend on below them, in order of use; every statement is expanded once."""
    by_id = {s.id: s for s in paper.statements}
    unfolded: set[str] = set()
    lines: list[Branch] = []
    todo = [(id, 0) for id in reversed(graph.mains)]
    while todo:
        id, depth = todo.pop()
        below = [b for b in graph.proved_from.get(id, ()) if b in by_id]
        again = id in unfolded and bool(below)
        lines.append(Branch(id=id, title=by_id[id].title, depth=depth, page=by_id[id].page, again=again))
        if id not in unfolded:
            unfolded.add(id)
            todo += [(b, depth + 1) for b in reversed(below)]
    return tuple(lines)
