"""The assignment against all possible ones, and against the condition that no exchange improves it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.cohort.assignment import Outcome, assign
from scaffold.cohort.papers import Offer
from scaffold.cohort.wishes import Wish


def wish(name: str, groups: Sequence[Sequence[str]], vetoes: Sequence[str] = ()) -> Wish:
    ranks: dict[str, int] = {}
    for group in groups:
        ranks |= dict.fromkeys(group, len(ranks) + 1)
    return Wish(name=name, members=(name,), ranks=ranks, vetoes=frozenset(vetoes))


def square(w: Wish, paper: str) -> int:
    return int(w.ranks.get(paper, len(w.ranks) + 1) ** 2)


@st.composite
def seminars(draw: st.DrawFn) -> tuple[list[Wish], list[Offer]]:
    """Up to four students and papers, with ties, vetoes, papers for two and papers for nobody."""
    offers = [Offer(id=f"p{n}", capacity=draw(st.integers(0, 2))) for n in range(draw(st.integers(1, 4)))]
    wishes = []
    for n in range(draw(st.integers(1, 4))):
        papers = draw(st.permutations([offer.id for offer in offers]))
        listed = draw(st.integers(0, len(papers)))
        cuts = sorted(draw(st.sets(st.integers(1, 3))))
        groups = [papers[a:b] for a, b in zip([0, *cuts], [*cuts, listed], strict=True) if papers[a : min(b, listed)]]
        groups = [[p for p in group if p in papers[:listed]] for group in groups]
        wishes.append(wish(f"s{n}", groups, papers[listed:][: draw(st.integers(0, 2))]))
    return wishes, offers


def best(wishes: Sequence[Wish], offers: Sequence[Offer]) -> tuple[int, int]:
    """Of all assignments: the fewest students without a paper, and then the least sum."""

    def all_of(n: int, free: Counter[str]) -> Iterator[tuple[int, int]]:
        if n == len(wishes):
            yield 0, 0
            return
        for without, total in all_of(n + 1, free):
            yield without + 1, total
        for paper in [p for p, count in free.items() if count > 0 and p not in wishes[n].vetoes]:
            free[paper] -= 1
            for without, total in all_of(n + 1, free):
                yield without, total + square(wishes[n], paper)
            free[paper] += 1

    return min(all_of(0, Counter({o.id: o.capacity for o in offers})))


def judged(outcome: Outcome) -> tuple[int, int]:
    return sum(a.paper is None for a in outcome.assigned), outcome.total


def feasible(outcome: Outcome, offers: Sequence[Offer]) -> bool:
    taken = Counter(a.paper for a in outcome.assigned if a.paper)
    return all(taken[o.id] <= o.capacity for o in offers) and all(
        a.paper not in a.wish.vetoes for a in outcome.assigned
    )


@given(seminars())
def test_no_assignment_is_better(seminar: tuple[list[Wish], list[Offer]]) -> None:
    wishes, offers = seminar
    outcome = assign(wishes, offers, rule="squares")
    assert feasible(outcome, offers)
    assert judged(outcome) == best(wishes, offers)
    assert assign(wishes, offers, rule="squares") == outcome


@given(seminars())
def test_a_better_wish_costs_what_is_said(seminar: tuple[list[Wish], list[Offer]]) -> None:
    """Fixing the better wish makes the sum grow by the amount; the changes are such an assignment."""
    wishes, offers = seminar
    outcome = assign(wishes, offers, rule="squares")
    for a in outcome.assigned:
        better = [
            p for p, rank in a.wish.ranks.items() if a.paper is None or square(a.wish, p) < square(a.wish, a.paper)
        ]
        open_ = [p for p in better if next(o.capacity for o in offers if o.id == p)]
        assert (a.instead is not None) == bool(open_)
        if a.instead is None:
            continue
        assert a.instead.paper in open_
        changes = {c.name: c.new for c in a.instead.changes}
        papers = {b.wish.name: changes.get(b.wish.name, b.paper) for b in outcome.assigned}
        papers[a.wish.name] = a.instead.paper
        assert all(c.old == next(b.paper for b in outcome.assigned if b.wish.name == c.name) for c in a.instead.changes)
        assert all(Counter(papers.values())[o.id] <= o.capacity for o in offers)
        assert not any(papers[w.name] in w.vetoes for w in wishes)
        if a.instead.more is not None:
            forced = assign(wishes, offers, rule="squares", fixed={a.wish.name: a.instead.paper})
            total = forced.total + square(a.wish, a.instead.paper)
            assert total - outcome.total == a.instead.more
            assert sum(square(w, p) for w in wishes if (p := papers[w.name])) == total


def crowd(students: int, seed: int) -> tuple[list[Wish], list[Offer]]:
    """Students who mostly wish the same few papers."""
    draw = random.Random(seed)
    offers = [Offer(id=f"p{n}") for n in range(students)]
    wishes = []
    for n in range(students):
        popular = dict.fromkeys(min(students - 1, int(draw.expovariate(10 / students))) for _ in range(5))
        wishes.append(wish(f"s{n}", [[f"p{p}"] for p in popular]))
    return wishes, offers


@pytest.mark.parametrize("seed", range(3))
def test_no_exchange_improves_a_large_one(seed: int) -> None:
    """A sum is least if and only if no circle of exchanges lowers it: the certificate of a linear program."""
    wishes, offers = crowd(60, seed)
    outcome = assign(wishes, offers, rule="squares")
    assert feasible(outcome, offers)
    assert judged(outcome)[0] == 0
    holders = {str(a.paper): a.wish for a in outcome.assigned}
    gain = {o.id: 0 for o in offers}
    for _ in offers:  # Bellman and Ford: after as many rounds as there are papers, only a circle lowers anything
        lower = {q: min(gain[p] + square(w, q) - square(w, p) for p, w in holders.items()) for q in gain}
        changed = {q: min(gain[q], lower[q]) for q in gain}
        if changed == gain:
            return
        gain = changed
    pytest.fail("a circle of exchanges lowers the sum")


@given(seminars(), st.integers(0, 5))
def test_in_turn_everybody_takes_the_best_that_is_left(seminar: tuple[list[Wish], list[Offer]], seed: int) -> None:
    wishes, offers = seminar
    outcome = assign(wishes, offers, rule="serial", seed=seed)
    assert feasible(outcome, offers)
    assert sorted(a.place or 0 for a in outcome.assigned) == list(range(1, len(wishes) + 1))
    free = {o.id: o.capacity for o in offers}
    for a in sorted(outcome.assigned, key=lambda a: a.place or 0):
        left = [a.wish.ranks[p] for p in a.wish.ranks if free[p] > 0]
        if left:
            assert a.rank == min(left)
            free[str(a.paper)] -= 1


def test_the_order_of_the_draw_is_that_of_the_seed() -> None:
    wishes, offers = crowd(20, 0)
    first, again, other = (assign(wishes, offers, rule="serial", seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert [a.place for a in first.assigned] != [a.place for a in other.assigned]
    shuffled = assign(wishes[::-1], offers, rule="serial", seed=1)
    assert {a.wish.name: a.paper for a in shuffled.assigned} == {a.wish.name: a.paper for a in first.assigned}


def test_fixed_papers_take_their_places() -> None:
    wishes = [wish("Ada", [["p0"]]), wish("Ben", [["p0"], ["p1"]])]
    offers = [Offer(id="p0"), Offer(id="p1")]
    outcome = assign(wishes, offers, rule="squares", fixed={"Ben": "p0"})
    assert [(a.paper, a.fixed) for a in outcome.assigned] == [("p1", False), ("p0", True)]
    with pytest.raises(ValueError, match="p0 is fixed for more"):
        assign(wishes, offers, rule="squares", fixed={"Ben": "p0", "Ada": "p0"})


def test_a_short_list_gains_nothing() -> None:
    wishes = [wish("Ada", [["p0"], ["p1"]]), wish("Ben", [["p0"]])]
    offers = [Offer(id="p0"), Offer(id="p1"), Offer(id="p2")]
    assert [a.paper for a in assign(wishes, offers, rule="squares").assigned] == ["p1", "p0"]
    honest = [wish("Ada", [["p0"], ["p1"]]), wish("Ben", [["p0"], ["p1"]])]
    assert Counter(a.rank for a in assign(honest, offers, rule="squares").assigned) == {1: 1, 2: 1}
