"""The time of the command: that of SOURCE_DATE_EPOCH if it is set, so that two runs write the same bytes."""

from __future__ import annotations

import os
from datetime import date, datetime, timezone

from scaffold.errors import EngineFailed

__all__ = ["at_the_place", "long_date", "now", "period", "seconds", "today"]

_DAY = 86_400
_LATEST = 253_402_300_799
"""The last second of the year 9999, which dates can still hold."""


def seconds() -> int:
    """Whole seconds since 1970 in UTC. Raises EngineFailed if SOURCE_DATE_EPOCH is not such a number."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return int(datetime.now(timezone.utc).timestamp())
    if given.isascii() and given.isdecimal() and int(given) <= _LATEST:
        return int(given)
    raise EngineFailed(
        f"SOURCE_DATE_EPOCH is {given!r}: it must be whole seconds since 1970", "correct this variable, or unset it"
    )


def period(moment: int) -> int:
    """The number of the day (UTC) of a moment in seconds; with SOURCE_DATE_EPOCH the moment itself."""
    return moment if os.environ.get("SOURCE_DATE_EPOCH") else moment // _DAY


def today() -> date:
    """The date of today: on this computer, or of SOURCE_DATE_EPOCH in UTC. Raises EngineFailed as `seconds` does."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(seconds(), timezone.utc).date()
    return date.today()


def now() -> datetime:
    """The time with the zone of this computer, or that of SOURCE_DATE_EPOCH in UTC. Raises EngineFailed likewise."""
    moment = datetime.fromtimestamp(seconds(), timezone.utc)
    return moment if os.environ.get("SOURCE_DATE_EPOCH") else moment.astimezone()


def at_the_place(moment: datetime) -> datetime:
    """A moment without a zone in that of this computer, as it is on that day; with SOURCE_DATE_EPOCH in UTC."""
    if os.environ.get("SOURCE_DATE_EPOCH"):
        return moment.replace(tzinfo=timezone.utc)
    try:
        return moment.astimezone()
    except (ValueError, OverflowError, OSError):  # the first and last years have no moments in other zones
        return moment.replace(tzinfo=timezone.utc)


def long_date(day: date) -> str:
    """A date such as "1 June 2027"."""
    return f"{day.day} {day:%B} {day.year}"
