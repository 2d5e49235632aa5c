"""Duties: nobody in the own team, equal loads; slots: no overlap, breaks between talks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, time
from itertools import combinations_with_replacement, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.block import Block, Break
from scaffold.cohort import slots
from scaffold.cohort.duties import DUTIES, deal
from scaffold.cohort.slots import Frame
from scaffold.errors import NoSlots

teams = st.lists(st.integers(1, 3), min_size=2, max_size=20).map(
    lambda sizes: [[f"{n}.{m}" for m in range(size)] for n, size in enumerate(sizes)]
)


def loads(talks: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> list[int]:
    counts = Counter(name for duties in found for name in duties)
    return [counts[name] for speakers in talks for name in speakers]


@given(teams)
def test_nobody_has_a_duty_in_the_own_team(talks: list[list[str]]) -> None:
    found = deal(talks)
    assert len(found) == len(talks)
    for speakers, duties in zip(talks, found, strict=True):
        assert len(duties) == len(DUTIES)
        assert set(duties).isdisjoint(speakers)
        assert set(duties) <= {name for others in talks for name in others}
    assert found == deal(talks)


@given(teams.filter(lambda talks: len(talks) > len(DUTIES)))
def test_loads_are_equal_in_the_sum_and_of_each_duty(talks: list[list[str]]) -> None:
    found = deal(talks)
    people = [name for speakers in talks for name in speakers]
    everything = loads(talks, found)
    assert max(everything) - min(everything) <= 1
    for n in range(len(DUTIES)):
        counts = Counter(duties[n] for duties in found)
        each = [counts[name] for name in people]
        assert max(each) - min(each) <= 1
    assert all(len(set(duties)) == len(DUTIES) for duties in found)


@pytest.mark.parametrize("sizes", [s for n in (2, 3) for s in combinations_with_replacement((1, 2, 3), n)])
def test_few_people_have_loads_as_equal_as_can_be(sizes: tuple[int, ...]) -> None:
    """Against all ways to give out as many duties."""
    talks = [[f"{n}.{m}" for m in range(size)] for n, size in enumerate(sizes)]
    people = [name for speakers in talks for name in speakers]
    ways = []
    for speakers in talks:
        others = [name for name in people if name not in speakers]
        ways.append(list(combinations_with_replacement(others, len(DUTIES))))
    least = min(
        sum(count**2 for count in Counter(name for part in way for name in part).values()) for way in product(*ways)
    )
    assert sum(load**2 for load in loads(talks, deal(talks))) == least


def test_of_many_speakers_nobody_reviews_the_own_reviewer_or_acts_beside_the_own_talk() -> None:
    talks = [[f"s{n}"] for n in range(15)]
    found = deal(talks)
    for n, (moderator, opponent, reviewer) in enumerate(found):
        assert [moderator, opponent, reviewer] == [f"s{(n - shift) % 15}" for shift in (2, 3, 4)]


@pytest.mark.parametrize("talks", [[["a"]], [["a", "b"]]])
def test_a_talk_without_anybody_else_has_no_duties(talks: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="nobody"):
        deal(talks)


DAY = date(2027, 6, 24)
hours = st.builds(time, st.integers(7, 20), st.sampled_from((0, 15, 30, 45)))


@given(
    hours,
    hours,
    st.lists(st.tuples(hours, st.integers(5, 90)), max_size=3),
    st.integers(10, 120),
    st.integers(0, 20),
)
def test_slots_follow_each_other_within_the_day(
    start: time, end: time, pauses: list[tuple[time, int]], minutes: int, talks: int
) -> None:
    block = Block(start=min(start, end), end=max(start, end), breaks=tuple(Break(t, m, "B") for t, m in sorted(pauses)))
    found = slots.day_of_slots(DAY, Frame((DAY,), block, minutes), talks)
    assert sum(slot.kind == slots.TALK for slot in found) <= talks
    assert all(one.end == two.start for one, two in pairwise(found))
    if found:
        assert found[0].start == block.start
        assert found[-1].end <= block.end
        assert {found[0].kind, found[-1].kind} == {slots.TALK}


def test_a_break_is_where_it_is_nearest_to_its_time() -> None:
    shown = [f"{s.start:%H:%M} {s.what or s.kind}" for s in slots.day_of_slots(DAY, Frame((DAY,), Block(), 40), 6)]
    assert shown == [
        "09:00 talk", "09:40 talk", "10:20 Break", "10:40 talk", "11:20 talk", "12:00 talk", "12:40 Lunch", "13:40 talk"
    ]  # fmt: skip


DAYS = tuple(date(2027, 6, day) for day in (24, 25, 26))
FRAME = Frame(DAYS, Block(), 40)


def test_days_have_equally_many_talks() -> None:
    assert list(slots.counts(15, {}, FRAME).values()) == [5, 5, 5]
    assert list(slots.counts(7, {DAYS[2]: 3}, FRAME).values()) == [2, 2, 3]


@pytest.mark.parametrize(
    ("talks", "fixed", "said"), [(40, {}, "hold 33 talks"), (12, {DAYS[0]: 12}, "settled for one day")]
)
def test_too_few_slots_are_said_with_numbers(talks: int, fixed: dict[date, int], said: str) -> None:
    with pytest.raises(NoSlots, match=said):
        slots.counts(talks, fixed, FRAME)
