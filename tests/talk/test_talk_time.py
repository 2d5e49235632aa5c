"""A talk's time, and the shortest list of slides to skip."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scaffold.talk.notes import DeckSlide
from scaffold.talk.timing import clock, cuts, timing


def deck(*rows: tuple[int | None, int | None]) -> list[DeckSlide]:
    return [
        DeckSlide(number=n, title=f"Slide {n}", seconds=seconds, cut=cut)
        for n, (seconds, cut) in enumerate(rows, start=1)
    ]


def test_a_talk_that_fits_needs_no_cuts() -> None:
    made = timing(deck((600, None), (600, 1)), 20)
    assert (made.total, made.over, made.fits, made.cuts, made.left) == (1200, 0, True, (), 1200)


def test_one_large_slide_goes_rather_than_three_small_ones() -> None:
    slides = deck((1500, None), (60, 1), (60, 2), (60, 3), (180, 4))
    made = timing(slides, 28)
    assert made.over == 180
    assert [s.number for s in made.cuts] == [5]
    assert made.left == 1680
    assert [s.number for s in made.by_order] == [2, 3, 4]


def test_of_equally_few_those_go_that_the_notes_leave_out_first() -> None:
    made = timing(deck((600, None), (100, 2), (100, 1), (100, 3)), 14)
    assert [s.number for s in made.cuts] == [3]


def test_slides_without_a_number_stay_even_if_the_talk_is_too_long() -> None:
    made = timing(deck((1200, None), (60, 1)), 19)
    assert (made.over, made.cuts, made.left) == (120, (), 1200)


def test_untimed_slides_are_named_and_backup_takes_no_time() -> None:
    slides = [
        *deck((60, None), (None, None)),
        DeckSlide(number=3, title="Backup", seconds=90, backup=True),
        DeckSlide(number=4, title="x", continues=True),
    ]
    made = timing(slides, 1)
    assert (made.total, [s.number for s in made.untimed]) == (60, [2])


@given(
    st.lists(st.tuples(st.integers(5, 200), st.one_of(st.none(), st.integers(1, 9))), max_size=8), st.integers(-50, 900)
)
def test_no_shorter_list_would_do(rows: list[tuple[int, int | None]], excess: int) -> None:
    slides = deck(*rows)
    chosen = cuts(slides, excess)
    loose = [s for s in slides if s.cut]

    def saves(group: tuple[DeckSlide, ...] | list[DeckSlide]) -> int:
        return sum(s.seconds or 0 for s in group)

    if excess <= 0 or saves(loose) < excess:
        assert chosen == []
        return
    assert saves(chosen) >= excess
    assert not any(saves(g) >= excess for n in range(len(chosen)) for g in combinations(loose, n))
    same = [
        g for g in combinations(sorted(loose, key=lambda s: (s.cut or 0, s.number)), len(chosen)) if saves(g) >= excess
    ]
    assert [(s.cut, s.number) for s in chosen] == min([(s.cut, s.number) for s in g] for g in same)


def test_clock() -> None:
    assert [clock(s) for s in (0, 59.6, 90, -90, -0.2)] == ["0:00", "1:00", "1:30", "-1:30", "0:00"]
