"""Dates as a calendar file (iCalendar, RFC 5545) with reminders, which Google, Apple and Outlook can import.

Moments in a zone are written in UTC, which needs no table of time zones and which AoE has too; times of the place are
floating. A date without a time is an event of the whole day, which does not make the day busy.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any

from scaffold.dates import zone_of

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["Appointment", "ics"]

_ROOT = uuid.UUID("6f0e5d53-5c0b-5b0e-9d7a-0f5c5b1c7a51")
"""The name space of the identifiers; another one would make every calendar show each date twice."""

_DAYS_BEFORE = (1, 7)
"""Reminders. Outlook keeps the first one of an event."""

_MORNING = timedelta(hours=9)
"""When a day of which no time is known reminds of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A date for a calendar. key identifies it for ever, also when its day changes.

    last is its last day, None for one day. time None: the whole day. zone is that of a deliverable. minutes is how
    long it takes; 0 for a moment. reminds: whether it has reminders.
    """

    key: str
    what: str
    day: date
    last: date | None = None
    time: time | None = None
    zone: str = ""
    minutes: int = 0
    place: str = ""
    note: str = ""
    reminds: bool = True


def ics(appointments: Sequence[Appointment], name: str, stamp: datetime, before: bytes = b"") -> bytes:
    """A calendar of this name. stamp is when it is made; before is the file that it replaces.

    An appointment that was in that file and has not changed keeps its stamp; one that has changed gets the next number
    of sequence, so that calendars which have imported it take the change.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//scaffold//seminar dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    known = {str(event.get("uid")): event for event in _events(before)}
    for appointment in appointments:
        event = _event(appointment, stamp)
        old = known.get(str(event["uid"]))
        calendar.add_component(event if old is None else _following(old, event, stamp))
    written: bytes = calendar.to_ical()
    return written


def _events(file: bytes) -> Iterable[Event]:
    """The events of a calendar file; none if it is something else."""
    from icalendar import Calendar, Event

    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError):
        return [event for event in Calendar.from_ical(file).walk("VEVENT") if isinstance(event, Event)]
    return []


def _following(old: Event, new: Event, stamp: datetime) -> Event:
    """The event that replaces old: itself if nothing has changed."""
    del new["dtstamp"]
    number, stamped = old.get("sequence", 0), old.get("dtstamp")
    new["sequence"] = number
    if stamped is not None:
        new["dtstamp"] = stamped
        if old.to_ical() == new.to_ical():
            return new
        del new["dtstamp"]
    new["sequence"] = number + 1
    new.add("dtstamp", stamp)
    return new


def _event(a: Appointment, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uuid.uuid5(_ROOT, a.key)}@scaffold")
    event.add("dtstamp", stamp)
    event.add("sequence", 0)
    event.add("summary", a.what)
    for name, value in (*_extent(a), ("location", a.place), ("description", a.note)):
        if value:
            event.add(name, value)
    whole = not isinstance(event.decoded("dtstart"), datetime)
    event.add("transp", "TRANSPARENT" if whole or not a.minutes else "OPAQUE")
    for days in _DAYS_BEFORE if a.reminds else ():
        event.add_component(_alarm(a.what, timedelta(days=-days) + (_MORNING if whole else timedelta())))
    return event


def _extent(a: Appointment) -> Iterator[tuple[str, Any]]:
    """Beginning and end. The end of one day, and of a moment, is not written: RFC 5545 wants it after the beginning."""
    begins = _moment(a)
    if begins is not None:
        yield "dtstart", begins
        if a.minutes and timedelta(minutes=a.minutes) < datetime.max - begins.replace(tzinfo=None):
            yield "dtend", begins + timedelta(minutes=a.minutes)
        return
    yield "dtstart", a.day
    if a.last is not None and a.day < a.last < date.max:
        yield "dtend", a.last + timedelta(days=1)


def _moment(a: Appointment) -> datetime | None:
    """When it begins; None if no time is known, or if the moment cannot be written in UTC."""
    if a.time is None:
        return None
    zone = zone_of(a.zone)
    try:
        begins = datetime.combine(a.day, a.time, zone)
        return begins.astimezone(timezone.utc) if zone else begins
    except OverflowError:  # the last hours of the year 9999
        return None


def _alarm(what: str, before: timedelta) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what)
    alarm.add("trigger", before)
    return alarm
