"""A rehearsal of a talk: time spent on each slide compared with the time in its notes.

The timer uses neither terminal nor wall clock: it is given keys, and a function that returns seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from scaffold.talk.notes import DeckSlide
from scaffold.talk.timing import Timing, timing

__all__ = [
    "Key",
    "Rehearsal",
    "Spent",
    "Timer",
    "View",
    "deviations",
    "from_json",
    "retimed",
    "side_by_side",
    "to_json",
]

Key = Literal["next", "back", "pause", "stop"]
Mood = Literal["good", "soon", "over"]

SCHEMA = 1
_SOON, _OVER = 0.9, 1.1
"""The time of a slide is almost over from 90 % on, and exceeded from 110 % on."""

_SLACK = 20.0
"""Seconds that a talk may be behind schedule before the timer warns."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A rehearsed slide: its number and title at that time, seconds planned (None: not in the notes) and spent.

    seconds is None if the rehearsal did not reach the slide. Parts of one slide are one row.
    """

    number: int
    title: str
    planned: int | None
    seconds: float | None

    @property
    def deviation(self) -> float | None:
        """Seconds more than planned; None if either is unknown."""
        return None if self.planned is None or self.seconds is None else self.seconds - self.planned


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One rehearsal: when it began (ISO 8601), the talk's minutes, its slides, and whether it reached the last one."""

    started: str
    minutes: int
    slides: tuple[Spent, ...]
    finished: bool = False

    @property
    def total(self) -> float:
        """Seconds spent in all."""
        return sum(s.seconds or 0.0 for s in self.slides)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the speaker sees. Times are seconds; planned and until are None if a time is missing in the notes.

    until: the planned running time at the end of this slide. behind: seconds behind schedule; below 0, ahead of it.
    """

    slide: DeckSlide
    position: int
    of: int
    following: DeckSlide | None
    spent: float
    planned: int | None
    total: float
    until: int | None
    limit: int
    behind: float | None
    mood: Mood
    whole: Mood
    paused: bool


class Timer:
    """Times all slides except backup, in order; keys control it. `done` is set by "stop" or after the last slide."""

    def __init__(self, slides: Sequence[DeckSlide], minutes: int, clock: Callable[[], float]) -> None:
        self.slides = [s for s in slides if not s.backup]
        if not self.slides:
            raise ValueError("a deck without slides cannot be rehearsed")
        self.minutes, self.done, self.finished, self.paused = minutes, False, False, False
        self._clock, self._since, self._at = clock, clock(), 0
        self._group = _groups(self.slides)
        self._spent: dict[int, float] = {0: 0.0}

    def press(self, key: Key | None) -> None:
        """Handles a key; None only updates the time."""
        self._pass_time()
        if key == "pause":
            self.paused = not self.paused
        elif key == "stop":
            self.done = True
        elif key == "back":
            self._go(max(0, self._at - 1))
        elif key == "next" and self._at + 1 < len(self.slides):
            self._go(self._at + 1)
        elif key == "next":
            self.done = self.finished = True

    def _go(self, at: int) -> None:
        self._at, self.paused = at, False
        self._spent.setdefault(self._group[at], 0.0)

    def _pass_time(self) -> None:
        now = self._clock()
        if not self.paused and not self.done:
            self._spent[self._group[self._at]] += max(0.0, now - self._since)
        self._since = now

    @property
    def view(self) -> View:
        """The current state to show."""
        self._pass_time()
        here = self._group[self._at]
        spent, planned, total = self._spent[here], self.slides[here].seconds, sum(self._spent.values())
        known = [self.slides[g].seconds for g in dict.fromkeys(self._group) if g <= here]
        until = None if None in known else sum(s or 0 for s in known)
        behind = None if until is None or planned is None else total - (until - planned) - min(spent, planned)
        following = self.slides[self._at + 1] if self._at + 1 < len(self.slides) else None
        limit = 60 * self.minutes
        late = behind is not None and behind > _SLACK
        whole: Mood = "over" if total > limit else "soon" if late else "good"
        return View(
            slide=self.slides[self._at], position=self._at + 1, of=len(self.slides), following=following, spent=spent,
            planned=planned, total=total, until=until, limit=limit, behind=behind, mood=_mood(spent, planned),
            whole=whole, paused=self.paused,
        )  # fmt: skip

    def result(self, started: str) -> Rehearsal:
        """The times measured so far."""
        rows = (
            Spent(self.slides[g].number, self.slides[g].title, self.slides[g].seconds, self._spent.get(g))
            for g in dict.fromkeys(self._group)
        )
        return Rehearsal(started, self.minutes, tuple(rows), self.finished)


def _groups(slides: Sequence[DeckSlide]) -> list[int]:
    """For each slide, the index of the slide whose notes have its time: parts share the time of the first part."""
    groups: list[int] = []
    for i, slide in enumerate(slides):
        groups.append(groups[-1] if slide.continues and groups else i)
    return groups


def _mood(spent: float, planned: int | None) -> Mood:
    if planned is None or spent < _SOON * planned:
        return "good"
    return "soon" if spent <= _OVER * planned else "over"


def deviations(rehearsal: Rehearsal, most: int = 3, least: float = 10.0) -> list[Spent]:
    """At most `most` slides that differ from their plan by at least `least` seconds, largest difference first."""
    off = [s for s in rehearsal.slides if s.deviation is not None and abs(s.deviation) >= least]
    return sorted(off, key=lambda s: -abs(s.deviation or 0.0))[:most]


def retimed(slides: Sequence[DeckSlide], rehearsal: Rehearsal) -> Timing:
    """The timing with rehearsed times, and planned times for slides not reached; used to choose slides to skip."""
    spent = {s.number: s.seconds for s in rehearsal.slides if s.seconds is not None}
    rows = [replace(s, seconds=round(spent[s.number])) if s.number in spent else s for s in slides]
    return timing(rows, rehearsal.minutes)


def side_by_side(
    slides: Sequence[DeckSlide], rehearsals: Sequence[Rehearsal]
) -> list[tuple[DeckSlide, tuple[float | None, ...]]]:
    """All slides except backup with the seconds that each rehearsal spent on them; None if it did not reach them.

    Slides are matched by title, and by order if titles are equal: numbers change while a deck is edited.
    """
    spent = [dict(zip(_names(r.slides), (s.seconds for s in r.slides), strict=True)) for r in rehearsals]
    main = [s for s in slides if not s.backup and not s.continues]
    return [(s, tuple(row.get(name) for row in spent)) for s, name in zip(main, _names(main), strict=True)]


def _names(slides: Iterable[DeckSlide | Spent]) -> list[tuple[str, int]]:
    seen: dict[str, int] = {}
    names = []
    for slide in slides:
        seen[slide.title] = n = seen.get(slide.title, 0) + 1
        names.append((slide.title, n))
    return names


def to_json(rehearsal: Rehearsal) -> dict[str, Any]:
    """As plain JSON values; seconds to a tenth."""
    rows = [
        {"number": s.number, "title": s.title, "planned": s.planned,
         "seconds": None if s.seconds is None else round(s.seconds, 1)}
        for s in rehearsal.slides
    ]  # fmt: skip
    return {
        "schema": SCHEMA, "started": rehearsal.started, "minutes": rehearsal.minutes, "finished": rehearsal.finished,
        "seconds": round(rehearsal.total, 1), "slides": rows,
    }  # fmt: skip


def from_json(data: Mapping[str, Any]) -> Rehearsal:
    """The reverse of to_json; raises KeyError, TypeError or ValueError for anything else."""
    rows = tuple(
        Spent(
            int(s["number"]), str(s["title"]), None if s["planned"] is None else int(s["planned"]),
            None if s["seconds"] is None else float(s["seconds"]),
        )
        for s in data["slides"]
    )  # fmt: skip
    return Rehearsal(str(data["started"]), int(data["minutes"]), rows, bool(data["finished"]))
