"""A rehearsal of a talk: what was spent on each slide against what its notes plan.

The timer knows neither terminal nor wall clock: both are handed in, as keys and as a function that gives seconds.
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
"""A slide is nearly up from nine tenths of its time, and takes too long beyond eleven tenths."""

_SLACK = 20.0
"""Seconds by which a talk may lie behind before that is worth a warning."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A slide as rehearsed: its number and title then, seconds planned (None: the notes said none) and spent.

    seconds is None where the slide was not come to. Parts of one slide are one row.
    """

    number: int
    title: str
    planned: int | None
    seconds: float | None

    @property
    def deviation(self) -> float | None:
        """Seconds more than planned; None where either is not known."""
        return None if self.planned is None or self.seconds is None else self.seconds - self.planned


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One rehearsal: when it began (ISO 8601), the talk's minutes, its slides, and whether it came to the last one."""

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
    """What a speaker sees. Seconds; of planned and until None where a time is missing in the notes.

    until is the planned running total at the end of this slide, behind how much later than planned it is now.
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
    """Times the slides that are spoken to, in order; keys move it. `done` is set by stopping or by leaving the last."""

    def __init__(self, slides: Sequence[DeckSlide], minutes: int, clock: Callable[[], float]) -> None:
        self.slides = [s for s in slides if not s.backup]
        if not self.slides:
            raise ValueError("a deck without slides cannot be rehearsed")
        self.minutes, self.done, self.finished, self.paused = minutes, False, False, False
        self._clock, self._since, self._at = clock, clock(), 0
        self._group = _groups(self.slides)
        self._spent: dict[int, float] = {0: 0.0}

    def press(self, key: Key | None) -> None:
        """Takes a key; None only lets time pass."""
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
        """What to show now."""
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
        """What was measured so far."""
        rows = (
            Spent(self.slides[g].number, self.slides[g].title, self.slides[g].seconds, self._spent.get(g))
            for g in dict.fromkeys(self._group)
        )
        return Rehearsal(started, self.minutes, tuple(rows), self.finished)


def _groups(slides: Sequence[DeckSlide]) -> list[int]:
    """For each slide the position of the one whose notes have its time: parts share that of the first."""
    groups: list[int] = []
    for i, slide in enumerate(slides):
        groups.append(groups[-1] if slide.continues and groups else i)
    return groups


def _mood(spent: float, planned: int | None) -> Mood:
    if planned is None or spent < _SOON * planned:
        return "good"
    return "soon" if spent <= _OVER * planned else "over"


def deviations(rehearsal: Rehearsal, most: int = 3, least: float = 10.0) -> list[Spent]:
    """The slides furthest from their plan, by at least so many seconds, furthest first."""
    off = [s for s in rehearsal.slides if s.deviation is not None and abs(s.deviation) >= least]
    return sorted(off, key=lambda s: -abs(s.deviation or 0.0))[:most]


def retimed(slides: Sequence[DeckSlide], rehearsal: Rehearsal) -> Timing:
    """The talk's time as it was spoken, slides not come to as planned: what to leave out follows from that."""
    spent = {s.number: s.seconds for s in rehearsal.slides if s.seconds is not None}
    rows = [replace(s, seconds=round(spent[s.number])) if s.number in spent else s for s in slides]
    return timing(rows, rehearsal.minutes)


def side_by_side(
    slides: Sequence[DeckSlide], rehearsals: Sequence[Rehearsal]
) -> list[tuple[DeckSlide, tuple[float | None, ...]]]:
    """The slides spoken to with the seconds each rehearsal spent on them, None where it did not come to them.

    Slides are known again by their titles, of equal ones by their order: numbers change while a deck is worked on.
    """
    spent = [dict(zip(_names(r.slides), (s.seconds for s in r.slides), strict=True)) for r in rehearsals]
    spoken = [s for s in slides if not s.backup and not s.continues]
    return [(s, tuple(row.get(name) for row in spent)) for s, name in zip(spoken, _names(spoken), strict=True)]


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
