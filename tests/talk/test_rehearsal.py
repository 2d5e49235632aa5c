"""The timer of a rehearsal with a given clock and keys; the saved result, and its evaluation."""

from __future__ import annotations

import json

import pytest

from scaffold.talk.notes import DeckSlide
from scaffold.talk.rehearsal import (  # fmt: skip
    Rehearsal,
    Spent,
    Timer,
    deviations,
    from_json,
    retimed,
    side_by_side,
    to_json,
)

SLIDES = (
    DeckSlide(number=1, title="Title", seconds=60),
    DeckSlide(number=2, title="Theorem", seconds=100, cut=2, prompt="Say why."),
    DeckSlide(number=3, title="Theorem (2/2)", continues=True),
    DeckSlide(number=5, title="Untimed"),
    DeckSlide(number=6, title="Lemma", seconds=40, cut=1),
    DeckSlide(number=7, title="More", backup=True),
)


class Clock:
    """A clock that advances only on request."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def rehearsed(*steps: tuple[float, str | None], minutes: int = 4) -> Timer:
    """A timer after these seconds before each key."""
    clock = Clock()
    timer = Timer(SLIDES, minutes, clock)
    for seconds, key in steps:
        clock.now += seconds
        timer.press(key)  # type: ignore[arg-type]
    return timer


def spent(timer: Timer) -> list[float | None]:
    return [s.seconds for s in timer.result("2026-01-01T10:00:00").slides]


def test_each_slide_gets_its_seconds_and_parts_share_theirs() -> None:
    timer = rehearsed((50, "next"), (30, "next"), (80, "next"), (5, "next"), (45, "next"))
    assert timer.done
    assert timer.finished
    result = timer.result("2026-01-01T10:00:00")
    assert [(s.number, s.planned, s.seconds) for s in result.slides] == [
        (1, 60, 50), (2, 100, 110), (5, None, 5), (6, 40, 45)
    ]  # fmt: skip
    assert result.total == 210
    assert result.finished


def test_going_back_adds_to_the_earlier_slide() -> None:
    timer = rehearsed((50, "next"), (10, "back"), (5, "next"), (1, None))
    assert spent(timer) == [55, 11, None, None]
    assert rehearsed((5, "back")).view.position == 1


def test_a_pause_takes_no_time_and_ends_with_the_next_slide() -> None:
    timer = rehearsed((10, "pause"), (100, None), (1, "pause"), (5, "pause"), (7, "next"), (3, None))
    assert spent(timer)[:2] == [15, 3]
    assert not timer.view.paused


def test_stopping_keeps_what_was_measured() -> None:
    timer = rehearsed((50, "next"), (30, "stop"), (500, None))
    assert timer.done
    assert not timer.finished
    assert spent(timer) == [50, 30, None, None]


def test_the_view_shows_the_state_of_the_talk() -> None:
    view = rehearsed((70, "next"), (50, "next"), (20, None)).view
    assert (view.slide.number, view.position, view.of) == (3, 3, 5)
    assert view.following == SLIDES[3]
    assert (view.spent, view.planned, view.until, view.limit) == (70, 100, 160, 240)
    assert (view.total, view.behind) == (140, 10)
    assert (view.mood, view.whole) == ("good", "good")


@pytest.mark.parametrize(("seconds", "mood"), [(50, "good"), (55, "soon"), (65, "soon"), (67, "over")])
def test_a_slide_turns_amber_then_red(seconds: float, mood: str) -> None:
    assert rehearsed((seconds, None)).view.mood == mood


def test_the_whole_turns_amber_when_behind_and_red_when_over() -> None:
    assert rehearsed((70, "next"), (1, None)).view.whole == "good"
    assert rehearsed((90, "next"), (1, None)).view.whole == "soon"
    assert rehearsed((241, None)).view.whole == "over"


def test_behind_is_unknown_if_a_time_is_missing() -> None:
    view = rehearsed((60, "next"), (50, "next"), (50, "next"), (30, None)).view
    assert (view.planned, view.until, view.behind, view.mood) == (None, None, None, "good")
    assert rehearsed((1, "next"), (1, "next"), (1, "next"), (1, "next")).view.until is None


def test_a_deck_of_backup_slides_cannot_be_rehearsed() -> None:
    with pytest.raises(ValueError, match="without slides"):
        Timer(SLIDES[-1:], 30, Clock())


def test_what_follows_from_a_rehearsal() -> None:
    timer = rehearsed((61, "next"), (150, "stop"))
    result = timer.result("2026-01-01T10:00:00")
    assert [s.number for s in deviations(result)] == [2]
    made = retimed(SLIDES, result)
    assert (made.total, made.over, [s.number for s in made.cuts], made.left) == (251, 11, [6], 211)


def test_a_rehearsal_survives_the_disk() -> None:
    result = rehearsed((50.04, "next"), (30, "stop")).result("2026-01-01T10:00:00")
    again = from_json(json.loads(json.dumps(to_json(result))))
    assert (again.started, again.minutes, again.finished) == (result.started, 4, False)
    assert [s.seconds for s in again.slides] == [50.0, 30, None, None]
    with pytest.raises((KeyError, TypeError)):
        from_json({"started": "x", "slides": 3})


def test_slides_are_known_again_by_their_titles() -> None:
    first = Rehearsal(
        "2026-01-01T10:00:00", 4, (Spent(1, "Title", 60, 50), Spent(9, "Lemma", 40, 30), Spent(2, "Gone", 1, 1))
    )
    second = Rehearsal("2026-01-02T10:00:00", 4, (Spent(1, "Title", 60, 70), Spent(2, "Theorem", 100, 90)))
    rows = side_by_side(SLIDES, [first, second])
    assert [(s.number, n) for s, n in rows] == [(1, (50, 70)), (2, (None, 90)), (5, (None, None)), (6, (30, None))]
    twice = (DeckSlide(number=1, title="Proof", seconds=5), DeckSlide(number=2, title="Proof", seconds=6))
    both = Rehearsal("x", 4, (Spent(1, "Proof", 5, 1), Spent(2, "Proof", 6, 2)))
    assert [n for _, n in side_by_side(twice, [both])] == [(1,), (2,)]
