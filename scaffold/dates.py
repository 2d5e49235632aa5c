"""The dates of a seminar: events, what is handed in until when, the student's own talk, and their words in messages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from itertools import accumulate, pairwise
from pathlib import PurePosixPath
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from scaffold.clock import long_date

__all__ = [
    "AOE",
    "DECK",
    "NO_TALK",
    "OWN",
    "REPORT",
    "SLIDES",
    "SOURCES",
    "Day",
    "Deliverable",
    "Event",
    "EventKind",
    "OwnTalk",
    "Stage",
    "Yearly",
    "due",
    "is_over",
    "kinds",
    "late",
    "of_report",
    "on",
    "runs_backwards",
    "when",
    "with_years",
    "zone_of",
]

Stage = Literal["draft", "final"]

EventKind = Literal["", "wishes", "assignment", "meeting", "deregistration", "talks"]
"""What an event can be that commands for instructors ask for; "" for any other."""


class Yearly(NamedTuple):
    """A day without a year; not 29 February, which some years do not have."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


Day = date | Yearly
"""A date, or a day of every year."""

REPORT, SLIDES, DECK, SOURCES, OWN = "report", "slides", "deck", "sources", "own"
"""What a file is that is handed in; OWN: what only the student has."""

_SLIDES = re.compile(
    r"slides?|talk|presentation|beamer|folien|vortrag|pr(?:ae?|ä)sentation|expos[eé]|diapo", re.IGNORECASE
)
_CALLED = r"report|essay|bericht|arbeit|rapport"
_REPORT = re.compile(rf"{_CALLED}|paper", re.IGNORECASE)
_REPORT_IN_WORDS = re.compile(rf"{_CALLED}|term paper", re.IGNORECASE)
"""Without "paper" alone, which is what everybody reads."""

_OTHER = re.compile(r"handout|poster|declaration|erkl(?:ae|ä)rung|code|data|cue|cards?|abstract", re.IGNORECASE)

AOE = "AoE"
"""Anywhere on Earth: a day ends when it has ended in UTC-12, the last zone."""


@dataclass(frozen=True, slots=True)
class Event:
    """A date of the seminar, with its year; last is None for a single day."""

    what: str
    first: date
    last: date | None = None
    kind: EventKind = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverable:
    """What is handed in, and until when; files are the names that the seminar asks for.

    day is None as long as it depends on the date of the own talk, before_talk days earlier, and this is not set. time
    None: until the end of the day. zone is AOE, an IANA name such as "Europe/Berlin", or "" for the time of the place.
    """

    what: str
    files: tuple[str, ...] = ()
    stage: Stage = "final"
    day: date | None = None
    before_talk: int | None = None
    time: time | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTalk:
    """The student's own talk: its day, the time at which it begins, and where; None and "" if they are not known."""

    day: date | None = None
    time: time | None = None
    room: str = ""
    slot: str = ""

    def __str__(self) -> str:
        begins = f"{long_date(self.day)}{_clock(self.time, ', ')}" if self.day else ""
        slot = f"slot {self.slot}" if self.slot else ""
        return ", ".join(filter(None, (begins, slot, self.room)))


NO_TALK = OwnTalk()
"""A talk of which nothing is known yet."""


def on(deliverable: Deliverable, talk: date | None) -> Deliverable:
    """The deliverable with its day, if that depends on the date of the own talk."""
    if deliverable.before_talk is None or talk is None:
        return deliverable
    return replace(deliverable, day=date.fromordinal(max(1, talk.toordinal() - deliverable.before_talk)))


def kinds(names: Sequence[str]) -> dict[str, str]:
    """What each file is that the seminar asks for: REPORT, SLIDES, DECK, SOURCES or OWN.

    Of several PDFs that are no slides, the report is the one that is called so, otherwise the first.
    """
    found = {name: _kind(name) for name in names}
    reports = [name for name, kind in found.items() if kind == REPORT]
    called = [name for name in reports if _REPORT.search(name)] or reports[:1]
    return found | {name: OWN for name in reports if name not in called}


def _kind(name: str) -> str:
    pure = PurePosixPath(name.lower())
    by_suffix = {".zip": SOURCES, ".pptx": DECK, ".pdf": SLIDES if _SLIDES.search(pure.stem) else REPORT}
    return OWN if _OTHER.search(pure.stem) else by_suffix.get(pure.suffix, OWN)


def of_report(deliverables: Sequence[Deliverable]) -> Deliverable | None:
    """The first one that is called a report or has a file that is; else with a PDF that is none of slides; else any."""
    rows = [(d, [name for name, kind in kinds(d.files).items() if kind == REPORT]) for d in deliverables]
    called = (d for d, names in rows if _REPORT_IN_WORDS.search(d.what) or any(map(_REPORT.search, names)))
    others = (d for d, names in rows if names)
    return next(called, next(others, next(iter(deliverables), None)))


def zone_of(name: str) -> tzinfo | None:
    """The zone of a deliverable; None for the time of the place. Raises ValueError for a name that is not known."""
    if name == AOE:
        return timezone(timedelta(hours=-12), AOE)
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError) as e:  # a name with a slash may be a folder of the database
        raise ValueError(f"no time zone is called {name!r}") from e


def is_over(deliverable: Deliverable, now: datetime) -> bool:
    """Whether its time has passed; False if its day is not known. now has the zone of the place."""
    if deliverable.day is None:
        return False
    ends = datetime.combine(deliverable.day, deliverable.time or time.max, zone_of(deliverable.zone) or now.tzinfo)
    return ends.timestamp() < now.timestamp() if 1 < ends.year < 9999 else ends.year < now.year


def late(deliverable: Deliverable, moment: datetime) -> timedelta | None:
    """How long after the deadline a moment is, zero if it is not; None if the day is not known. moment has a zone."""
    if deliverable.day is None:
        return None
    ends = datetime.combine(deliverable.day, deliverable.time or time.max, zone_of(deliverable.zone) or moment.tzinfo)
    return max(timedelta(0), moment - ends)


def when(deliverable: Deliverable) -> str:
    """ "1 June 2027", "1 June 2027, 23:59 AoE", "14 days before your talk"."""
    day = long_date(deliverable.day) if deliverable.day else _before(deliverable.before_talk or 0)
    zone = f" {deliverable.zone}" if deliverable.zone else ""
    return f"{day}{_clock(deliverable.time, ', ') or (zone and ', end of the day')}{zone}"


def due(deliverable: Deliverable, now: datetime) -> str:
    """ "due on 1 June 2027 (in 185 days)", "was due on 1 June 2027", "due 14 days before your talk"."""
    if deliverable.day is None:
        return f"due {when(deliverable)}"
    if is_over(deliverable, now):
        return f"was due on {when(deliverable)}"
    days = (deliverable.day - now.date()).days
    later = f"in {days} day{'s' * (days != 1)}" if days > 0 else "still open elsewhere on Earth"
    left = later if days else "today"
    return f"due on {when(deliverable)} ({left})"


def _before(days: int) -> str:
    return f"{days} day{'s' * (days != 1)} before your talk" if days else "on the day of your talk"


def _clock(moment: time | None, before: str) -> str:
    return f"{before}{moment:%H:%M}" if moment else ""


_ANY_YEAR = 2001
_NO_NEW_YEAR = 183
"""Days back in the calendar up to which a later date is a mistake, and not one of the next year."""


def runs_backwards(earlier: Day, later: Day, *, same_event: bool) -> bool:
    """Whether a date comes before the one that it follows; same_event: they are the first and the last day of one."""
    if isinstance(earlier, Yearly) and isinstance(later, Yearly):
        back = date(_ANY_YEAR, *earlier) - date(_ANY_YEAR, *later)
        return timedelta(0) < back <= timedelta(_NO_NEW_YEAR)
    return same_event and not isinstance(earlier, Yearly) and not isinstance(later, Yearly) and later < earlier


def with_years(ordered: Sequence[Day], others: Sequence[Day], today: date) -> tuple[list[date], list[date]]:
    """Both lists with the first years in which not all of their days of every year are over.

    ordered are in the order of time: a day that is earlier in the year than the one before it is in the next year. So
    is one of the others that is earlier than the first of all by more than half a year.
    """
    yearly, loose = ([d for d in days if isinstance(d, Yearly)] for days in (ordered, others))
    years = [0, *accumulate(int(later < earlier) for earlier, later in pairwise(yearly))][: len(yearly)]
    first = next(iter((*yearly, *loose)), None)
    years += [
        int(first is not None and day < first and not runs_backwards(first, day, same_event=False)) for day in loose
    ]
    yearly += loose
    start = today.year - max(years, default=0) - 1
    while yearly and max(date(start + y, *day) for y, day in zip(years, yearly, strict=True)) < today:
        start += 1
    found = iter([date(start + y, *day) for y, day in zip(years, yearly, strict=True)])
    dated = [[next(found) if isinstance(d, Yearly) else d for d in days] for days in (ordered, others)]
    return dated[0], dated[1]
