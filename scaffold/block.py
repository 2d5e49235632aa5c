"""The block of talks: when a day begins and ends, and its breaks. They are data of the profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from scaffold import toml

__all__ = ["DEFAULT", "LONGEST", "Block", "Break", "block"]

LONGEST = 600
"""Minutes of a break."""


@dataclass(frozen=True, slots=True)
class Break:
    """A break: it begins between the two talks that are nearest to this time."""

    at: time
    minutes: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A day of talks begins at start, and its last talk is over at end; breaks are in the order of time."""

    start: time = time(9)
    end: time = time(18)
    breaks: tuple[Break, ...] = (
        Break(time(10, 30), 20, "Break"),
        Break(time(12, 30), 60, "Lunch"),
        Break(time(15), 20, "Break"),
    )
    room: str = ""


DEFAULT = Block()
"""The block of a profile that gives none."""


def block(row: toml.Table) -> Block:
    """The block of a profile. Raises BadSetting."""
    row.only("start end breaks room")
    start, end = (row.clock_time(k) if k in row else getattr(DEFAULT, k) for k in ("start", "end"))
    if start >= end:
        raise row.wrong("end" if "end" in row else "start", f"{row.name}: end must be later than start")
    rows = row.tables("breaks") if "breaks" in row else None
    breaks = DEFAULT.breaks if rows is None else tuple(sorted(map(_break, rows), key=lambda found: found.at))
    return Block(start=start, end=end, breaks=breaks, room=row.text("room", ""))


def _break(row: toml.Table) -> Break:
    row.only("at minutes what")
    minutes = row.whole("minutes")
    if not 1 <= minutes <= LONGEST:
        raise row.wrong("minutes", f"{row.name} has minutes = {minutes}: it must be from 1 to {LONGEST}")
    return Break(row.clock_time("at"), minutes, row.text("what", "Break"))
