"""When the talks are: the days of a block cut into slots and breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from scaffold.block import Block
from scaffold.errors import NoSlots

__all__ = ["BREAK", "FREE", "TALK", "Frame", "Slot", "after", "counts", "day_of_slots"]

TALK, BREAK, FREE = "talk", "break", "free"
"""Kinds of slots; a free one was that of a talk that is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A piece of a day; what is the name of a break, and "" for a talk."""

    day: date
    start: time
    end: time
    kind: str = TALK
    what: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for all talks: the days, the block, and the minutes of a talk with its questions."""

    days: tuple[date, ...]
    block: Block
    minutes: int


def day_of_slots(day: date, frame: Frame, talks: int) -> tuple[Slot, ...]:
    """The slots of so many talks on a day, or of all that it holds, and the breaks between them.

    A break is between the two talks that are nearest to its time.
    """
    found: list[Slot] = []
    for group in islice(_groups(day, frame), talks):
        found += group
    return tuple(found)


def _groups(day: date, frame: Frame) -> Iterator[list[Slot]]:
    """Each talk that the day holds, after the breaks before it."""
    block, length = frame.block, timedelta(minutes=frame.minutes)
    now = begin = datetime.combine(day, block.start)
    last = datetime.combine(day, block.end)
    left = [b for b in block.breaks if b.at > block.start]
    while True:
        group: list[Slot] = []
        while left and now > begin and datetime.combine(day, left[0].at) <= now + length / 2:
            pause = left.pop(0)
            group.append(_slot(now, timedelta(minutes=pause.minutes), BREAK, pause.what))
            now += timedelta(minutes=pause.minutes)
        if now + length > last:
            return
        yield [*group, _slot(now, length)]
        now += length


def _slot(start: datetime, length: timedelta, kind: str = TALK, what: str = "") -> Slot:
    return Slot(day=start.date(), start=start.time(), end=(start + length).time(), kind=kind, what=what)


def after(day: date, moment: time, frame: Frame) -> Slot | None:
    """The slot of a talk that begins at this time; None if it would not be over at the end of the day."""
    start, length = datetime.combine(day, moment), timedelta(minutes=frame.minutes)
    return _slot(start, length) if start + length <= datetime.combine(day, frame.block.end) else None


def counts(talks: int, fixed: Mapping[date, int], frame: Frame) -> dict[date, int]:
    """How many talks each day has, as equal as can be; fixed: how many must be on a day. Raises NoSlots."""
    days, block = frame.days, frame.block
    most = {day: sum(slot.kind == TALK for slot in day_of_slots(day, frame, talks)) for day in days}
    found = Counter({day: fixed.get(day, 0) for day in days})
    for _ in range(talks - sum(fixed.values())):
        found[min(days, key=lambda day: (found[day] >= most[day], found[day], day))] += 1
    if any(found[day] > most[day] for day in days):
        shown = ", ".join(f"{day} {most[day]}" for day in days)
        kind = f"of {frame.minutes} minutes, from {block.start:%H:%M} to {block.end:%H:%M}"
        message = f"the days of the talks hold {sum(most.values())} talks {kind} ({shown}), and {talks} are needed"
        if talks <= sum(most.values()):
            message = f"more talks are settled for one day than it holds {kind} ({shown})"
        raise NoSlots(message, "add a day with --day, change [block] in the profile, or settle another day")
    return dict(found)
