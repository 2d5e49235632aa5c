"""The programme of the talks: a CSV file with a row for each talk, break or free slot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import TypeVar

from scaffold.cohort.tables import Row, key, read
from scaffold.errors import BadTable

__all__ = ["DUTIES", "Entry", "read_timetable"]

DUTIES = ("moderator", "opponent", "reviewer")

_NEEDED = ("date", "start", "end")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the programme. kind is "talk", "break" or "free".

    title is the paper's, or the name of the break. names are the speakers, duties those who have DUTIES, "" for nobody.
    """

    day: date
    start: time
    end: time
    kind: str = "talk"
    paper: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    duties: tuple[str, ...] = ("",) * len(DUTIES)
    room: str = ""


def read_timetable(path: Path) -> tuple[Entry, ...]:
    """The rows of a programme in the order of time. Raises BadTable: no column of dates, or no date or time in one."""
    table = read(path)
    places = {key(heading): i for i, heading in enumerate(table.headings)}
    if missing := [name for name in _NEEDED if name not in places]:
        shown = ", ".join(filter(None, table.headings))
        raise BadTable(f"{table.name} has no column {missing[0]}; its columns are {shown}", "give it this column")
    entries = []
    for row in table.rows:
        cells = {name: row.plain(i) for name, i in places.items()}
        entries.append(
            Entry(
                day=_read(path, row, cells["date"], _day),
                start=_read(path, row, cells["start"], _time),
                end=_read(path, row, cells["end"], _time),
                kind=cells.get("kind", "").casefold() or "talk",
                paper=cells.get("paper", ""),
                title=cells.get("title", ""),
                names=tuple(filter(None, (name.strip() for name in cells.get("names", "").split(";")))),
                duties=tuple(cells.get(duty, "") for duty in DUTIES),
                room=cells.get("room", ""),
            )
        )
    return tuple(sorted(entries, key=lambda e: (e.day, e.start)))


def _read(path: Path, row: Row, text: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(text)
    except ValueError as e:
        hint = "write dates as 2027-06-24 and times as 09:00"
        raise BadTable(f"{path}:{row.line}: {text!r} is no date or time", hint) from e


def _day(text: str) -> date:
    """A date as 2027-06-24, or as spreadsheet programs may have changed it: 24.06.2027. Raises ValueError."""
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(text)


def _time(text: str) -> time:
    """A time as 9:00, 09:00 or 09:00:00. Raises ValueError."""
    return time.fromisoformat(re.sub(r"^(\d):", r"0\1:", text))
