"""The input of the plans for report and talk: a paper's main results and what they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.languages import Language
from scaffold.model import Paper, Proof, Statement
from scaffold.once import for_last
from scaffold.planning.graph import Graph, build
from scaffold.planning.kinds import ASSUMED
from scaffold.planning.named import Names
from scaffold.planning.outside import Outside, outside
from scaffold.planning.prerequisites import Prerequisite, prerequisites
from scaffold.planning.rank import main_results, rank
from scaffold.planning.spine import key_lemmas
from scaffold.planning.wording import listed, title_of

__all__ = ["Material", "material"]


_SURE = 0.3
"""Strength that a prerequisite needs to be restated or cited as a part of the setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What plans and questions may mention: the paper, its main results (best first), and what is known about them."""

    paper: Paper
    mains: tuple[Statement, ...]
    graph: Graph
    needed: tuple[Prerequisite, ...]
    keys: tuple[Statement, ...]
    by_id: Mapping[str, Statement]
    same: Mapping[str, tuple[Statement, ...]]
    """All forms of each statement, by the id of their representative."""

    cited: Mapping[str, tuple[Outside, ...]]
    """The results of other works that the proofs of each statement cite by number."""

    language: Language
    """That of the texts of the plans."""

    def name(self, s: Statement) -> str:
        """What to call a statement within a sentence."""
        return title_of(s, self.language)

    def listed(self, names: Sequence[Statement | str], most: int = 2) -> str:
        """Names as one phrase: "Lemma 1, Lemma 2 and 3 others"."""
        return listed([n if isinstance(n, str) else self.name(n) for n in names], self.language, most)

    def say(self, key: str, **values: Statement | str | int) -> str:
        """The text of that key; a statement among the values is called by its name."""
        return self.language(key, **{k: self.name(v) if isinstance(v, Statement) else v for k, v in values.items()})

    def statement(self, id: str) -> Statement:
        """The statement of that id; raises KeyError."""
        return self.by_id[id]

    def form(self, s: Statement) -> str:
        """The id of the form that stands for all forms of a statement; its own outside statements."""
        return self.graph.stands_for.get(s.id, s.id)

    @property
    def setting(self) -> tuple[Statement, ...]:
        """What report and talk may restate as their setting, the surest and nearest first.

        That is what the main results need, each in one form and none of them themselves; among equals what the best of
        them needs, in reading order. For a paper without results, its definitions.
        """
        if not self.mains:
            found = (s for s in self.paper.statements if s.kind in ("definition", "notation"))
            return tuple(dict.fromkeys(self.by_id[self.form(s)] for s in found))
        rank = {s.id: n for n, s in enumerate(self.mains)}
        sure = (p for p in self.needed if p.strength >= _SURE)
        nearest = sorted(sure, key=lambda p: (-p.strength, rank.get(p.for_, len(rank))))
        forms, mains = (self.form(self.by_id[p.id]) for p in nearest), {self.form(s) for s in self.mains}
        return tuple(self.by_id[id] for id in dict.fromkeys(forms) if id not in mains)

    @property
    def reading(self) -> tuple[Statement, ...]:
        """The setting in the order in which it is shown: displays and other referents, then the paper's order."""
        sure = {s.id for s in self.setting}
        order = (*(p.id for p in self.needed), *(s.id for s in self.paper.statements))
        return tuple(self.by_id[id] for id in dict.fromkeys(order) if id in sure)

    @property
    def comparison(self) -> Statement | None:
        """The table that compares the paper with other works; None if there is none."""
        return self.by_id.get(self.paper.comparison or "")

    @property
    def spine(self) -> Statement | None:
        """The main result whose proof the talk follows; None where there is no main result."""
        return self.by_id.get(self.graph.spine)

    def proofs(self, s: Statement) -> tuple[Proof, ...]:
        """The proofs of a statement, whichever of its forms in the paper has them."""
        same = self.same[self.graph.stands_for[s.id]]
        return tuple(dict.fromkeys(p for t in (s, *same) for p in t.proofs))

    @property
    def assumptions(self) -> tuple[tuple[Statement, Statement], ...]:
        """Pairs (main result, assumption) where the result refers to the assumption or its proof uses it."""
        pairs = ((self.by_id[p.for_], self.by_id[p.id]) for p in self.needed if p.strength >= 0.9)
        return tuple((m, a) for m, a in pairs if m.main and a.kind in ASSUMED)


@for_last
def material(paper: Paper, language: Language) -> Material:
    """The input of both plans, whose texts are in that language."""
    if not any(s.main for s in paper.statements):
        paper = rank(paper)
    graph = build(paper)
    mains = main_results(paper)
    keys = tuple(s for s in key_lemmas(paper, graph, 12) if not s.main)
    by_id = {s.id: s for s in paper.restatable}
    needed = (*_outside(paper, mains), *prerequisites(paper, [s.id for s in mains]))
    same: dict[str, tuple[Statement, ...]] = {}
    for s in paper.statements:
        same[graph.stands_for[s.id]] = (*same.get(graph.stands_for[s.id], ()), s)
    return Material(
        paper=paper,
        mains=mains,
        graph=graph,
        needed=needed,
        keys=keys,
        by_id=by_id,
        same=same,
        cited=outside(paper),
        language=language,
    )


def _outside(paper: Paper, mains: Iterable[Statement]) -> Iterator[Prerequisite]:
    """The displays, conditions and algorithms outside statements that the main results name."""
    names, others = Names(paper), (*paper.displays, *(d for d in paper.referents if d.kind not in _BESIDE))
    known = {d.id for d in others}
    needed = {n.id: main.id for main in reversed(tuple(mains)) for n in names.of(main) if n.id in known}
    return (Prerequisite(id=d.id, for_=needed[d.id], strength=1.0) for d in others if d.id in needed)


_BESIDE = ("table", "drawing", "item")
"""Kinds of referents that are no part of the setting."""
