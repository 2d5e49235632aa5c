"""The programme of the talks: who speaks when, and who has which duty. As a table that the instructor may edit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise
from pathlib import Path

from scaffold.cohort import slots
from scaffold.cohort.duties import DUTIES, deal
from scaffold.cohort.roster import Seat, joined, read_roster
from scaffold.cohort.slots import BREAK, FREE, TALK, Frame
from scaffold.cohort.tables import Row, key, read
from scaffold.errors import BadTable, Collected, NoSlots

__all__ = ["COLUMNS", "Entry", "kept", "new", "problems", "read_programme", "seats_of"]

COLUMNS = ("date", "start", "end", "kind", "paper", "title", "names", *DUTIES, "room")
"""The headings of the table."""

_NEEDED = ("date", "start", "end", "kind", "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the programme: a talk, a break or a free slot (kind).

    title is the paper's, or the name of the break. names are the speakers. duties gives the names of those who have
    DUTIES, "" for nobody. line is where the table has it, 0 if it is new.
    """

    day: date
    start: time
    end: time
    kind: str = TALK
    paper: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    duties: tuple[str, ...] = ("",) * len(DUTIES)
    room: str = ""
    line: int = 0

    @property
    def name(self) -> str:
        """ "Noor Placeholder", "Noor Placeholder and Kim Specimen"."""
        return joined(self.names) if self.names else ""


def new(seats: Sequence[Seat], frame: Frame) -> tuple[Entry, ...]:
    """The programme of these talks in their order, but for those whose day is settled. Raises NoSlots, BadTable."""
    for seat in seats:
        if seat.talk and seat.talk not in frame.days:
            shown = ", ".join(map(str, frame.days))
            message = f"the talk of {seat.name} is on {seat.talk}, which is no day of the talks ({shown})"
            raise BadTable(message, "correct the column talk, or add the day with --day")
    fixed = Counter(seat.talk for seat in seats if seat.talk)
    counts = slots.counts(len(seats), fixed, frame)
    free = [seat for seat in seats if not seat.talk]
    entries: list[Entry] = []
    for day in frame.days:
        settled = [seat for seat in seats if seat.talk == day]
        number = counts[day] - len(settled)
        waiting = iter((*settled, *free[:number]))
        free = free[number:]
        for slot in slots.day_of_slots(day, frame, counts[day]):
            entry = Entry(day=day, start=slot.start, end=slot.end, kind=slot.kind, title=slot.what)
            entries.append(entry if slot.kind == BREAK else _of(next(waiting), entry, frame.block.room))
    try:
        duties = iter(deal([e.names for e in entries if e.kind == TALK]))
    except ValueError as e:
        raise NoSlots(f"no duties can be given out: {e}", "there must be somebody who is not in the team") from e
    return tuple(replace(e, duties=next(duties)) if e.kind == TALK else e for e in entries)


def _of(seat: Seat, slot: Entry, room: str) -> Entry:
    """The slot with the talk of a seat."""
    return replace(
        slot, kind=TALK, paper=seat.paper, title=seat.title, names=seat.members, room=slot.room if slot.line else room
    )


def kept(before: Sequence[Entry], seats: Sequence[Seat], frame: Frame) -> tuple[Entry, ...]:
    """The programme with its slots and duties as they are, for the talks that there are now.

    The slot of a talk that is no more is free, and taken by one that has none; other new talks follow the last one of
    a day. Duties of speakers who are no more go to those who have fewest; other people, such as a guest, keep theirs.
    Raises NoSlots.
    """
    rows, waiting = list(before), list[Seat]()
    people = {key(name): name for seat in seats for name in seat.members}
    gone = {key(name) for e in before for name in e.names} - people.keys()
    of: dict[int, Seat] = {}
    for seat in seats:
        own = {key(name) for name in seat.members}
        found = [n for n, e in enumerate(rows) if e.kind == TALK and n not in of and own & set(map(key, e.names))]
        if found:
            of[found[0]] = seat
        else:
            waiting.append(seat)
    rows = [_updated(row, of.get(n), waiting) for n, row in enumerate(rows)]
    for seat in waiting:
        rows.append(_of(seat, _another(rows, seat, frame), frame.block.room))
    rows.sort(key=lambda e: (e.day, e.start, e.kind != TALK))
    return tuple(_filled(rows, people, gone))


def _updated(row: Entry, seat: Seat | None, waiting: list[Seat]) -> Entry:
    """A row with the talk that it had, or a free one with the first that waits; waiting loses that."""
    if row.kind == BREAK:
        return row
    if seat is None:
        empty = replace(row, kind=FREE, paper="", title="", names=(), duties=("",) * len(DUTIES))
        fits = next((s for s in waiting if s.talk in (None, row.day)), None)
        if fits is None:
            return empty
        waiting.remove(fits)
        return _of(fits, empty, row.room)
    return replace(row, paper=seat.paper, title=seat.title or row.title, names=seat.members)


def _another(rows: Sequence[Entry], seat: Seat, frame: Frame) -> Entry:
    """A slot after the last talk of the day that ends first. Raises NoSlots."""
    days = [seat.talk] if seat.talk else frame.days
    ends = {day: max((e.end for e in rows if e.day == day), default=frame.block.start) for day in days}
    for day in sorted(days, key=lambda day: (ends[day], day)):
        slot = slots.after(day, ends[day], frame)
        if slot is not None:
            return Entry(day=day, start=slot.start, end=slot.end)
    hint = "add a day with --day, or --anew makes a new programme"
    raise NoSlots(f"no day of the talks has a slot left for {seat.name}", hint)


def _filled(rows: Sequence[Entry], people: Mapping[str, str], gone: Collection[str]) -> Iterator[Entry]:
    """The rows with every duty of a talk taken by somebody who is not gone; people and gone are by key."""
    loads = Counter(key(name) for row in rows if row.kind == TALK for name in row.duties if key(name) in people)
    each = Counter((n, key(name)) for row in rows if row.kind == TALK for n, name in enumerate(row.duties))
    order = {k: n for n, k in enumerate(people)}
    for row in rows:
        duties = ["" if not name or key(name) in gone else people.get(key(name), name) for name in row.duties]
        for n in range(len(duties)) if row.kind == TALK else ():
            others = people.keys() - set(map(key, row.names))
            if not duties[n] and others:
                busy = {key(name) for name in duties}
                chosen = min(others, key=lambda k: (k in busy, loads[k], each[n, k], order[k]))
                loads[chosen] += 1
                each[n, chosen] += 1
                duties[n] = people[chosen]
        yield replace(row, duties=tuple(duties))


def problems(entries: Sequence[Entry]) -> Iterator[str]:
    """What is odd about a programme, as sentences: slots that overlap, duties in the own talk, unequal loads."""
    ordered = sorted(entries, key=lambda e: (e.day, e.start))
    for one, two in pairwise(ordered):
        if one.day == two.day and two.start < one.end:
            yield f"{two.day}: what begins at {two.start:%H:%M} overlaps with what begins at {one.start:%H:%M}"
    talks = [e for e in ordered if e.kind == TALK]
    people = [name for e in talks for name in e.names]
    for e in talks:
        for duty, name in zip(DUTIES, e.duties, strict=True):
            if name and key(name) in map(key, e.names):
                yield f"{name} is {duty} of the own talk"
        counts = Counter(filter(None, e.duties))
        yield from (f"{name} has {count} duties in the talk of {e.name}" for name, count in counts.items() if count > 1)
    yield from _unequal(people, talks)


def _unequal(people: Iterable[str], talks: Sequence[Entry]) -> Iterator[str]:
    loads = Counter(key(name) for e in talks for name in e.duties)
    numbers = {name: loads[key(name)] for name in people}
    if numbers and max(numbers.values()) - min(numbers.values()) > 1:
        most, least = max(numbers, key=numbers.__getitem__), min(numbers, key=numbers.__getitem__)
        yield f"the loads are not equal: {most} has {numbers[most]} duties, {least} has {numbers[least]}"


def seats_of(table: Path, programme: Path | None) -> tuple[Seat, ...]:
    """Who has which paper, with the days of the talks by the programme; None: by the table. Raises BadTable."""
    entries = read_programme(programme) if programme else ()
    days = {key(name): e.day for e in entries for name in e.names}
    return tuple(replace(seat, talk=days.get(key(seat.members[0]), seat.talk)) for seat in read_roster(table))


def read_programme(path: Path) -> tuple[Entry, ...]:
    """The rows of a programme, in the order of the table. Raises BadTable with the line."""
    table = read(path)
    headings = [key(h) for h in table.headings]
    columns = {name: headings.index(name) for name in COLUMNS if name in headings}
    if missing := [name for name in _NEEDED if name not in columns]:
        message = f"{path.name} has no column {missing[0]}; its columns are {', '.join(filter(None, table.headings))}"
        raise BadTable(message, "scaffold seminar programme writes it")
    problems, entries = Collected(), []
    for row in table.rows:
        with problems.step(BadTable):
            entries.append(_entry(path, row, columns))
    problems.raise_all()
    return tuple(entries)


def _entry(path: Path, row: Row, columns: Mapping[str, int]) -> Entry:
    cells = {name: row.plain(i) for name, i in columns.items()}
    kind = cells["kind"].casefold()
    if kind not in (TALK, BREAK, FREE):
        raise BadTable(f"{path}:{row.line}: {cells['kind']!r} is no kind", f"write {TALK}, {BREAK} or {FREE}")
    names = tuple(filter(None, (name.strip() for name in cells["names"].split(";"))))
    if kind == TALK and not names:
        raise BadTable(f"{path}:{row.line}: a talk without a speaker", f"write the names, or {FREE} as its kind")
    try:
        day, start, end = _day(cells["date"]), _time(cells["start"]), _time(cells["end"])
    except ValueError as e:
        hint = "write dates as 2027-06-24 and times as 09:00"
        raise BadTable(f"{path}:{row.line}: {e}", hint) from e
    if start >= end:
        raise BadTable(f"{path}:{row.line}: it ends before it begins", "correct start or end")
    return Entry(
        day=day,
        start=start,
        end=end,
        kind=kind,
        paper=cells.get("paper", ""),
        title=cells.get("title", ""),
        names=names,
        duties=tuple(cells.get(duty, "") for duty in DUTIES),
        room=cells.get("room", ""),
        line=row.line,
    )


def _day(text: str) -> date:
    """A date as 2027-06-24, or as spreadsheet programs may have changed it: 24.06.2027. Raises ValueError."""
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"{text!r} is not a date")
    return date.fromisoformat(text)


def _time(text: str) -> time:
    """A time as 9:00, 09:00 or 09:00:00. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::00)?", text)
    if not found:
        raise ValueError(f"{text!r} is not a time of day")
    return time(int(found[1]), int(found[2]))
