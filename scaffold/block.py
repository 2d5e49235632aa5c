"""The block of talks: when a day begins and ends, and its breaks. They are data of the profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

__all__ = ["DEFAULT", "Block", "Break", "usual"]


@dataclass(frozen=True, slots=True)
class Break:
    """A break: it begins between the two talks that are nearest to this time."""

    at: time
    minutes: int
    what: str


def usual(pause: str, lunch: str) -> tuple[Break, ...]:
    """The breaks of a day that has none of its own, by their names."""
    return Break(time(10, 30), 20, pause), Break(time(12, 30), 60, lunch), Break(time(15), 20, pause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A day of talks begins at start, and its last talk is over at end; breaks are in the order of time."""

    start: time = time(9)
    end: time = time(18)
    breaks: tuple[Break, ...] = usual("Break", "Lunch")
    room: str = ""


DEFAULT = Block()
"""The block of a profile that gives none."""
