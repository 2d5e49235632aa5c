"""`dates`: all dates of a project with the days that are left, and as a calendar file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import clock, dates, disk
from scaffold.project import state
from scaffold.project.paper import paper_of, profile_of

if TYPE_CHECKING:
    from scaffold.model import Paper
    from scaffold.seminar import Profile
    from scaffold.write.calendar import Appointment

SCHEMA = 1
"""Version of the output of `dates --json`; every breaking change increments it."""

TALK = "Your talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A date. kind is "event", "deliverable" or "talk"; when says it in words.

    day is None if it depends on the date of the own talk, which is not set; left is the number of days until then,
    negative if it has passed, None without a day. over: whether it has passed, by the clock of its zone.
    """

    what: str
    kind: str
    when: str
    day: date | None = None
    left: int | None = None
    over: bool = False
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The dates of a project, in the order of time; those without a day are last. title is the seminar's."""

    title: str
    entries: tuple[Entry, ...]


def agenda(folder: Path) -> Agenda:
    """The dates of the project in folder. Raises NotAProject and BadProfile."""
    settings = state.load(folder)
    profile, paper = profile_of(settings, folder), paper_of(folder, settings)
    own = f"{settings.arxiv_id or paper.title}/{settings.seminar}"
    minutes = (settings.minutes or profile.minutes) + profile.questions
    found = [*_deliverables(profile), *_events(profile), *_talk(profile, paper, minutes)]
    entries = sorted(_keyed(found, own), key=lambda e: (e.day is None, e.day or date.max, e.what))
    return Agenda(title=profile.title, entries=tuple(entries))


def _keyed(entries: Sequence[Entry], own: str) -> Iterator[Entry]:
    """The entries with keys of their appointments that no other entry of any project has."""
    seen: Counter[tuple[str, str]] = Counter()
    for e in entries:
        number = seen[e.kind, e.what]
        seen[e.kind, e.what] += 1
        key = f"{own}/{e.kind}/{e.what}/{number}"
        yield replace(e, appointment=replace(e.appointment, key=key)) if e.appointment else e


def _deliverables(profile: Profile) -> Iterator[Entry]:
    from scaffold.write.calendar import Appointment

    now = clock.now()
    for d in profile.deliverables:
        stage = " (draft)" if d.stage == "draft" else ""
        if d.day is None:
            yield Entry(what=f"{d.what}{stage}", kind="deliverable", when=dates.when(d))
            continue
        note = "\n".join(filter(None, (f"Due {dates.when(d)}.", f"Files: {', '.join(d.files)}" if d.files else "")))
        yield Entry(
            what=f"{d.what}{stage}",
            kind="deliverable",
            when=dates.when(d),
            day=d.day,
            left=(d.day - now.date()).days,
            over=dates.is_over(d, now),
            appointment=Appointment(key="", what=f"{d.what}{stage}", day=d.day, time=d.time, zone=d.zone, note=note),
        )


def _events(profile: Profile) -> Iterator[Entry]:
    """The events, but for those that repeat what is handed in on their day."""
    from scaffold.write.calendar import Appointment

    today = clock.today()
    due = {(d.day, d.what.lower()) for d in profile.deliverables}
    for e in profile.events:
        if e.last is None and any(day == e.first and e.what.lower().startswith(what) for day, what in due):
            continue
        until = f" to {clock.long_date(e.last)}" if e.last else ""
        yield Entry(
            what=e.what,
            kind="event",
            when=f"{clock.long_date(e.first)}{until}",
            day=e.first,
            left=(e.first - today).days,
            over=(e.last or e.first) < today,
            appointment=Appointment(key="", what=e.what, day=e.first, last=e.last),
        )


def _talk(profile: Profile, paper: Paper, minutes: int) -> Iterator[Entry]:
    """The own talk, if its day is known; minutes with those of the questions."""
    from scaffold.write.calendar import Appointment

    own, today = profile.own_talk, clock.today()
    if own.day is None:
        return
    note = "\n".join(filter(None, (paper.title, f"Slot {own.slot}" if own.slot else "")))
    yield Entry(
        what=TALK,
        kind="talk",
        when=str(own),
        day=own.day,
        left=(own.day - today).days,
        over=own.day < today,
        appointment=Appointment(
            key="", what=TALK, day=own.day, time=own.time, minutes=minutes, place=own.room, note=note
        ),
    )


def calendar(found: Agenda, before: bytes = b"") -> bytes:
    """The dates as a calendar file, stamped with the beginning of today in UTC; before is the file that it replaces."""
    from scaffold.write.calendar import ics

    day = datetime.fromtimestamp(clock.seconds(), timezone.utc)
    stamp = day.replace(hour=0, minute=0, second=0)
    return ics([e.appointment for e in found.entries if e.appointment], found.title, stamp, before)


def save(found: Agenda, path: Path) -> int:
    """Writes the calendar file, in place of the one that is there; how many dates it has. Raises DiskError."""
    with disk.report_errors(path):
        before = path.read_bytes() if path.is_file() else b""
    disk.write(calendar(found, before), path)
    return sum(e.appointment is not None for e in found.entries)


def dates_json(found: Agenda) -> dict[str, Any]:
    """The dates as plain JSON values."""
    rows = [
        {
            "what": e.what,
            "kind": e.kind,
            "when": e.when,
            "day": e.day and e.day.isoformat(),
            "left": e.left,
            "over": e.over,
        }
        for e in found.entries
    ]
    return {"schema": SCHEMA, "title": found.title, "dates": rows}
