"""The reading list: what the main results rest on, in an order in which nothing needs what comes later."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from scaffold import languages
from scaffold.model import Paper, Statement
from scaffold.planning import proof_steps
from scaffold.planning.heights import Ruler
from scaffold.planning.material import Material, material
from scaffold.plans import ToRead

__all__ = ["LOOK_MINUTES", "PROOF_MINUTES", "STATEMENT_MINUTES", "reading_list"]

STATEMENT_MINUTES, PROOF_MINUTES, LOOK_MINUTES = 20, 60, 10
"""Minutes for a page of statements, for a page of proofs, and for each place where the paper trusts its reader."""

_CHARACTERS, _LINES = 80.0, 46.0
"""Characters of a line and lines of a page of a paper in one column."""

_SHORTEST, _STEP = 5, 5
"""Minutes for the shortest statement; all times are multiples of the second."""

_SURE = 0.4
"""Strength that a definition or assumption needs to be on the list."""


def reading_list(paper: Paper) -> tuple[ToRead, ...]:
    """All that the main results rest on, what is used before what uses it; () without main results."""
    m = material(paper, languages.load(languages.DEFAULT))
    reader = _Reader(m)
    return tuple(reader.line(m.statement(id)) for id in _order(m))


def _order(m: Material) -> list[str]:
    """What each main result needs, then the result, best first; without a circle, in the paper's order."""
    place = {s.id: n for n, s in enumerate(m.paper.statements)}
    done: dict[str, None] = {}
    for main in m.mains:
        stack: list[tuple[str, bool]] = [(m.graph.stands_for[main.id], False)]
        entered: set[str] = set()
        while stack:
            id, ready = stack.pop()
            if ready:
                done.setdefault(id)
            elif id not in done and id not in entered:
                entered.add(id)
                stack.append((id, True))
                needed = sorted(_needs(m, id), key=lambda x: place[x], reverse=True)
                stack += ((x, False) for x in needed if x not in entered)
    return list(done)


def _needs(m: Material, id: str) -> Iterator[str]:
    """What the proof of a statement uses, and for a main result the setting that it needs."""
    forms = {s.id for s in m.same.get(id, ())} | {id}
    setting = (m.graph.stands_for.get(p.id) for p in m.needed if p.for_ in forms and p.strength >= _SURE)
    yield from dict.fromkeys(x for x in (*setting, *m.graph.uses(id)) if x not in (id, None))


class _Reader:
    """Measures the statements and proofs of one paper."""

    def __init__(self, m: Material) -> None:
        self.m = m
        self.ruler = Ruler(m.paper)

    def line(self, s: Statement) -> ToRead:
        """The line of a statement."""
        looks = tuple(self._looks(s))
        stated, proved = self._pages([s.body]), self._pages([p.body for p in self.m.proofs(s)])
        minutes = STATEMENT_MINUTES * stated + PROOF_MINUTES * proved + LOOK_MINUTES * len(looks)
        return ToRead(
            id=s.id,
            title=s.title,
            page=s.page,
            main=s.main,
            first=tuple(_needs(self.m, s.id)),
            statement_pages=round(stated, 2),
            proof_pages=round(proved, 2),
            minutes=max(_SHORTEST, _STEP * math.ceil(minutes / _STEP)),
            looks=looks,
        )

    def _pages(self, bodies: Sequence[str]) -> float:
        return sum(self.ruler.lines(body, _CHARACTERS) for body in bodies) / _LINES

    def _looks(self, s: Statement) -> Iterator[tuple[int, str]]:
        proved = next((t for t in (s, *self.m.same[self.m.graph.stands_for[s.id]]) if t.proofs), None)
        if proved is not None:
            for n, step in enumerate(proof_steps.glance(self.m.paper, proved.id).steps, start=1):
                yield from ((n, words) for words in step.trusts)
