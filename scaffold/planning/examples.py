"""The running example: the one to which a paper comes back again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scaffold.model import Paper, Statement
from scaffold.planning.named import Names

__all__ = ["running_example"]

_AGAIN = 3
"""In how many places a paper comes back to its running example at least."""


def running_example(paper: Paper) -> Statement | None:
    """The example that the most places refer to; None where no example has several."""
    places: dict[str, set[str]] = defaultdict(set)
    for m in paper.mentions:
        places[m.target].add(f"{m.file}:{m.line}")
    examples = {s.id: s for s in paper.statements if s.kind == "example" and s.restates is None}
    names = Names(paper)
    for s in paper.statements if examples else ():
        for id in _used(s, names):
            places[id].add(s.id)
    best = max(examples, key=lambda id: len(places[id] - {id}), default=None)
    return examples[best] if best is not None and len(places[best] - {best}) >= _AGAIN else None


def _used(s: Statement, names: Names) -> Iterator[str]:
    yield from s.uses
    yield from (id for proof in s.proofs for id in proof.uses)
    yield from (names.form(n.id) for n in names.of(s))
