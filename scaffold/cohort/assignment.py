"""Assigns the papers: by the least sum of squared ranks, or one after the other in an order that is drawn.

Squares prefer two second wishes to a first and a third. A paper that is not among the wishes counts as the rank after
the last one: a longer list costs nothing, and a short one gains nothing. Who wishes nothing takes what is left. By the
other rule (random serial dictatorship) nobody gains by wishes that are not true.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scaffold.cohort.network import Network
from scaffold.cohort.papers import Offer
from scaffold.cohort.wishes import Wish

__all__ = ["RULES", "Assigned", "Change", "Outcome", "Rule", "assign"]

Rule = Literal["squares", "serial"]
RULES: tuple[Rule, ...] = ("squares", "serial")


@dataclass(frozen=True, slots=True)
class Change:
    """Another student or team in an exchange: what it would have instead; None: no paper."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Instead:
    """A better wish that was not granted, and what would change for others if it were.

    more is by how much the sum of squares would grow; None: somebody would be without a paper.
    """

    paper: str
    more: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What a student or team gets. paper None: none is left that it accepts.

    rank counts the papers that it likes better, plus one; None if the paper is not among its wishes. place is its place
    in the order that was drawn. instead is the better wish that is the cheapest to grant.
    """

    wish: Wish
    paper: str | None
    rank: int | None
    fixed: bool = False
    place: int | None = None
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An assignment in the order of the table of wishes. total is the sum of squared ranks, without fixed ones."""

    rule: Rule
    seed: int
    assigned: tuple[Assigned, ...]
    total: int


def assign(
    wishes: Sequence[Wish],
    offers: Sequence[Offer],
    *,
    rule: Rule,
    seed: int = 0,
    fixed: Mapping[str, str] | None = None,
) -> Outcome:
    """The assignment by a rule; fixed gives papers by names of wishes. The same input has the same result.

    Raises ValueError if a fixed paper has no place left.
    """
    fixed = dict(fixed or {})
    places = {offer.id: offer.capacity for offer in offers}
    for paper in fixed.values():
        places[paper] -= 1
        if places[paper] < 0:
            raise ValueError(f"{paper} is fixed for more students than it has places")
    rest = [wish for wish in wishes if wish.name not in fixed]
    found = _squares(rest, places) if rule == "squares" else _serial(rest, places, seed)
    by_name = {a.wish.name: a for a in found}
    everybody = tuple(
        by_name.get(w.name) or Assigned(wish=w, paper=fixed[w.name], rank=w.ranks.get(fixed[w.name]), fixed=True)
        for w in wishes
    )
    return Outcome(rule, seed, everybody, sum(_cost(a.wish, a.paper) for a in found if a.paper is not None))


def _cost(wish: Wish, paper: str) -> int:
    """The squared rank; a paper that is not among the wishes comes after all of them."""
    rank = wish.ranks.get(paper, len(wish.ranks) + 1)
    return rank * rank


def _serial(wishes: Sequence[Wish], places: Mapping[str, int], seed: int) -> list[Assigned]:
    """Each one in turn takes the best wish that is left; then those without any take what is left."""
    free = dict(places)
    order = sorted(wishes, key=lambda wish: wish.name)
    random.Random(seed).shuffle(order)
    taken: dict[str, str] = {}

    def take(wish: Wish, papers: Iterable[str]) -> None:
        paper = next((p for p in papers if free[p] > 0 and p not in wish.vetoes), None)
        if paper is not None and wish.name not in taken:
            taken[wish.name] = paper
            free[paper] -= 1

    for wish in order:
        take(wish, sorted(wish.ranks, key=wish.ranks.__getitem__))
    for wish in order:
        take(wish, free)
    place = {wish.name: n for n, wish in enumerate(order, start=1)}
    papers = [taken.get(wish.name) for wish in wishes]
    return [
        Assigned(wish=w, paper=p, rank=w.ranks.get(p or ""), place=place[w.name])
        for w, p in zip(wishes, papers, strict=True)
    ]


def _squares(wishes: Sequence[Wish], places: Mapping[str, int]) -> list[Assigned]:
    market = _Market(wishes, places)
    papers = market.papers({}, ())
    return [
        Assigned(wish=w, paper=papers[n], rank=w.ranks.get(papers[n] or ""), instead=market.instead(n, papers))
        for n, w in enumerate(wishes)
    ]


class _Market:
    """Source → students → papers → sink. A student without a paper sends the unit to the sink directly, at a high cost.

    Papers that are not among the wishes are reached by one node in between, as they all cost the same: the number of
    edges stays that of the wishes. Whoever refuses a paper has edges to all others instead.
    """

    _SOURCE, _SINK, _REST, _FIRST = 0, 1, 2, 3

    def __init__(self, wishes: Sequence[Wish], places: Mapping[str, int]) -> None:
        self.wishes = wishes
        self.none = 1 + sum((len(wish.ranks) + 1) ** 2 for wish in wishes)
        self.network = Network(self._FIRST + len(wishes) + len(places))
        self.node = {p: self._FIRST + len(wishes) + i for i, p in enumerate(places)}
        self.direct: list[dict[int, str]] = []
        self.others: dict[int, int] = {}
        for n, wish in enumerate(wishes):
            self._add(n, wish)
        self.rest = {p: self.network.add(self._REST, self.node[p], 0, count) for p, count in places.items()}
        for paper, count in places.items():
            self.network.add(self.node[paper], self._SINK, 0, count)
        for _ in wishes:
            self.network.push(self._SOURCE, self._SINK)

    def _add(self, n: int, wish: Wish) -> None:
        own, edge = self._FIRST + n, self.network.add
        edge(self._SOURCE, own, 0, 1)
        edge(own, self._SINK, self.none, 1)
        named = [p for p in self.node if p not in wish.vetoes] if wish.vetoes else list(wish.ranks)
        self.direct.append({edge(own, self.node[p], _cost(wish, p), 1): p for p in named})
        if not wish.vetoes:
            self.others[n] = edge(own, self._REST, (len(wish.ranks) + 1) ** 2, 1)

    def papers(self, changes: Mapping[int, int], before: Sequence[str | None]) -> list[str | None]:
        """The paper of each student. changes: of the network's flow, by edge.

        Who gets which of the papers that were not wished is all the same; those of before stay with their students.
        """

        def used(edge: int) -> int:
            return self.network.free[edge ^ 1] + changes.get(edge, 0)

        found: list[str | None] = [next((p for e, p in own.items() if used(e)), None) for own in self.direct]
        left = [p for p, edge in self.rest.items() for _ in range(used(edge))]
        waiting = [n for n, edge in self.others.items() if used(edge)]
        for n in waiting if before else ():
            if (paper := before[n]) in left:
                found[n] = paper
                left.remove(paper)
        waiting = [n for n in waiting if found[n] is None]
        for n, paper in zip(waiting, left, strict=True):
            found[n] = paper
        return found

    def instead(self, n: int, papers: Sequence[str | None]) -> Instead | None:
        """The better wish of a student that is the cheapest to grant; None if there is none."""
        wish, own = self.wishes[n], papers[n]
        rank = wish.ranks.get(own or "", len(wish.ranks) + 1)
        better = sorted((p for p, r in wish.ranks.items() if r < rank), key=wish.ranks.__getitem__)
        found = filter(None, (self._exchange(n, p, papers) for p in better))
        return min(found, key=lambda i: self.none if i.more is None else i.more, default=None)

    def _exchange(self, n: int, paper: str, papers: Sequence[str | None]) -> Instead | None:
        """What follows if a student gets a paper: the cheapest exchange that ends with its own paper or a free one."""
        own = papers[n]
        goals = (self._SINK, *([self.node[own]] if own else ()))
        way = self.network.cheapest(self.node[paper], goals, self._FIRST + n)
        if way is None:
            return None
        more = way[0] + _cost(self.wishes[n], paper) - (_cost(self.wishes[n], own) if own else self.none)
        changes: dict[int, int] = {}
        for edge in way[1]:
            changes[edge & ~1] = -1 if edge & 1 else 1
        if own and own not in self._direct_papers(n):  # it comes from the rest
            changes[self.others[n]] = -1
            changes[self.rest[own]] = changes.get(self.rest[own], 0) - 1
        after = self.papers(changes, papers)
        moved = tuple(
            Change(self.wishes[i].name, papers[i], after[i])
            for i in range(len(papers))
            if i != n and after[i] != papers[i]
        )
        return Instead(paper, None if any(c.new is None for c in moved) else more, moved)

    def _direct_papers(self, n: int) -> list[str]:
        return [p for edge, p in self.direct[n].items() if self.network.free[edge ^ 1]]
