"""A talk's time, and the slides to skip."""

from __future__ import annotations

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


def test_the_order_of_the_notes_decides_however_long_a_later_slide_is() -> None:
    slides = deck((1500, None), (60, 1), (60, 2), (60, 3), (320, 4))
    made = timing(slides, 28)
    assert made.over == 320
    made = timing(slides, 31)
    assert (made.over, [s.number for s in made.cuts], made.left) == (140, [2, 3, 4], 1820)


def test_equal_numbers_go_in_the_order_of_the_slides() -> None:
    made = timing(deck((600, None), (100, 2), (100, 1), (100, 2)), 12)
    assert [s.number for s in made.cuts] == [3, 2]


def test_the_size_of_a_deck_counts_backup_apart() -> None:
    slides = [*deck((60, None), (30, 1)), DeckSlide(number=3, title="Backup", backup=True)]
    assert timing(slides, 1).size == "2 slides for 1 minute, 1 backup"
    assert timing(slides[:1], 30).size == "1 slide for 30 minutes"


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
def test_the_first_of_the_order_go_and_no_more_than_needed(rows: list[tuple[int, int | None]], excess: int) -> None:
    slides = deck(*rows)
    loose = sorted((s for s in slides if s.cut), key=lambda s: (s.cut or 0, s.number))
    chosen = list(cuts(slides, excess))
    if excess <= 0 or sum(s.seconds or 0 for s in loose) < excess:
        assert chosen == []
        return
    assert chosen == loose[: len(chosen)]
    saved = [s.seconds or 0 for s in chosen]
    assert sum(saved[:-1]) < excess <= sum(saved)


def test_clock() -> None:
    assert [clock(s) for s in (0, 59.6, 90, -90, -0.2)] == ["0:00", "1:00", "1:30", "-1:30", "0:00"]


def test_a_talk_may_have_a_least_and_a_most() -> None:
    short, right, long = (timing(deck((60 * n, None)), 25, least=20, most=30) for n in (19, 30, 31))
    assert [(t.short, t.fits) for t in (short, right, long)] == [(True, True), (False, True), (False, False)]
    assert (long.over, long.allowed, long.size) == (60, "20 to 30 min", "1 slide for 25 minutes")
    assert timing(deck((60, None), (None, None)), 25, least=20).short is False
