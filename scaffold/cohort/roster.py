"""Who has which paper: the table that `seminar assign --output` writes, or one of the instructor's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scaffold.cohort.tables import Row, key, read
from scaffold.errors import BadTable, Collected
from scaffold.ids import slug
from scaffold.spelling import meant

__all__ = ["DROPPED", "DROPS", "Seat", "dropped", "folder_name", "joined", "named", "personal", "read_roster"]

_COLUMNS = {
    "student": ("student", "name", "full name", "students"),
    "paper": ("paper", "id", "arxiv", "arxiv id"),
    "title": ("title", "titel"),
    "team": ("team", "group", "gruppe"),
    "talk": ("talk", "date", "date of the talk", "vortrag"),
    "part": ("part", "parts", "teil", "teile"),
}
_EMAIL = ("email", "e mail", "mail", "email address", "e mail address", "e mail adresse")
_NUMBER = re.compile(r"matriculation|matrikel|matr\b|student (?:id|number)")

DROPPED = "dropped.csv"
"""The table of those who have de-registered, beside the table of who has which paper."""

DROPS = ("date", "student", "paper", "late")
"""Its headings."""

_LONGEST = 60
"""Characters of the name of a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A student, or a team, with a paper; paper is "" for those who have none.

    folder is a name for their project. talk is the day of their talk, None if it is not known. Of each member: emails
    and numbers, of matriculation, "" where there is none; parts, the keys of those of the report that are theirs;
    others, the cells of further columns by their headings. line is where the table has them.
    """

    members: tuple[str, ...]
    paper: str
    folder: str
    title: str = ""
    talk: date | None = None
    others: tuple[Mapping[str, str], ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    line: int = 0

    @property
    def name(self) -> str:
        """ "Noor Placeholder", "Noor Placeholder and Kim Specimen"."""
        return joined(self.members)


def joined(names: Sequence[str]) -> str:
    """The names of a team as one."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def personal(heading: str) -> bool:
    """Whether a column of this heading is about one person, also in a team: a number of matriculation or an address."""
    return key(heading) in _EMAIL or _NUMBER.match(key(heading)) is not None


def dropped(table: Path) -> Mapping[str, str]:
    """Who has de-registered, with the date, by the keys of the names. table: who has which paper. Raises BadTable."""
    path = table.with_name(DROPPED)
    if not path.is_file():
        return {}
    found = read(path)
    columns = [key(h) for h in found.headings]
    if "student" not in columns:
        raise BadTable(f"{path} has no column student", "scaffold seminar drop writes it")
    day = columns.index("date") if "date" in columns else None
    return {key(row.plain(columns.index("student"))): row.plain(day) for row in found.rows}


def named(name: str, seats: Sequence[Seat], table: Path) -> str:
    """The one student with this name, or with all of its words in the name. Raises BadTable."""
    names = [member for seat in seats for member in seat.members]
    words = set(key(name).split())
    found = [n for n in names if key(n) == key(name)] or [n for n in names if words and words <= set(key(n).split())]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadTable(f"{name!r} may be {' or '.join(found)}", "give the whole name")
    if gone := [day for other, day in dropped(table).items() if words and words <= set(other.split())]:
        raise BadTable(f"{name} has de-registered on {gone[0]}", f"{table.with_name(DROPPED)} says so")
    by_word = {n: tuple(n.split()) for n in names}
    raise BadTable(f"{name!r} is not in {table}{meant(name, by_word)}", "give the name as it is there")


def read_roster(path: Path) -> tuple[Seat, ...]:
    """The seats in a table, in its order, without who has de-registered; rows with the same team and paper are one.

    Raises BadTable: a column is missing, a student is there twice, a talk has no date, a team has several papers.
    """
    table = read(path)
    gone = dropped(path)
    columns = _columns(table.name, table.headings)
    others = {i: h for i, h in enumerate(table.headings) if h and i not in columns.values()}
    email = next((i for i, h in others.items() if key(h) in _EMAIL), None)
    number = next((i for i, h in others.items() if _NUMBER.match(key(h))), None)
    rows: dict[str, list[tuple[Row, dict[str, str]]]] = {}
    names: dict[str, int] = {}
    problems = Collected()
    for row in table.rows:
        cells = {field: row.plain(i) for field, i in columns.items()} | {
            "email": row.plain(email),
            "number": row.plain(number),
        }
        with problems.step(BadTable):
            _take_name(path, row, cells["student"], names)
            rows.setdefault(key(cells.get("team", "")) or f"\n{row.line}", []).append((row, cells))
    if not table.rows:
        raise BadTable(f"{path} names no students", "add a row for each student")
    seats = list(_seats(path, list(rows.values()), others, problems))
    problems.raise_all()
    return tuple(s for seat in seats if (s := _without(seat, gone)) is not None)


def _take_name(path: Path, row: Row, name: str, names: dict[str, int]) -> None:
    """Adds the name of a row to names, with its line. Raises BadTable for a row without one, and for a second one."""
    if not name:
        raise BadTable(f"{path}:{row.line}: a row without a student", "write the name, or remove the line")
    if earlier := names.get(key(name)):
        raise BadTable(f"{path}:{row.line}: {name} is already in line {earlier}", "remove one of them")
    names[key(name)] = row.line


def _without(seat: Seat, gone: Mapping[str, str]) -> Seat | None:
    """The seat without members who have de-registered, in the same folder; None if nobody is left."""
    there = [n for n, name in enumerate(seat.members) if key(name) not in gone]
    return (
        replace(
            seat,
            members=tuple(seat.members[n] for n in there),
            emails=tuple(seat.emails[n] for n in there),
            numbers=tuple(seat.numbers[n] for n in there),
            parts=tuple(seat.parts[n] for n in there),
            others=tuple(seat.others[n] for n in there),
        )
        if there
        else None
    )


def _columns(name: str, headings: Sequence[str]) -> dict[str, int]:
    keys = [key(h) for h in headings]
    found = {
        field: next(i for i, k in enumerate(keys) if k in words)
        for field, words in _COLUMNS.items()
        if any(k in words for k in keys)
    }
    if missing := [field for field in ("student", "paper") if field not in found]:
        shown = ", ".join(filter(None, headings))
        raise BadTable(
            f"{name} has no column {missing[0]}; its columns are {shown}", "scaffold seminar assign makes it"
        )
    return found


def _seats(
    path: Path,
    groups: Sequence[Sequence[tuple[Row, dict[str, str]]]],
    others: Mapping[int, str],
    problems: Collected,
) -> Iterator[Seat]:
    taken: set[str] = set()
    for group in groups:
        first, cells = group[0]
        papers = {c["paper"] for _, c in group}
        talk = None
        with problems.step(BadTable):
            talk = _day(path, first.line, cells.get("talk", ""))
        with problems.step(BadTable):
            _check_papers(path, first.line, cells.get("team", ""), papers)
        yield Seat(
            members=tuple(c["student"] for _, c in group),
            paper=cells["paper"],
            title=cells.get("title", ""),
            talk=talk,
            folder=folder_name("-".join(slug(c["student"]) for _, c in group), f"line-{first.line}", taken),
            others=tuple({h: value for i, h in others.items() if (value := row.plain(i))} for row, _ in group),
            parts=tuple(tuple(re.findall(r"[^\s,;]+", c.get("part", ""))) for _, c in group),
            emails=tuple(c["email"] for _, c in group),
            numbers=tuple(c["number"] for _, c in group),
            line=first.line,
        )


def _check_papers(path: Path, line: int, team: str, papers: Collection[str]) -> None:
    if len(papers) > 1:
        message = f"{path}:{line}: the team {team} has several papers: {', '.join(sorted(papers))}"
        raise BadTable(message, "give its members the same paper")


def folder_name(name: str, other: str, taken: set[str]) -> str:
    """A name that nobody has yet, which is then taken; with other if it has no letters that a folder may have."""
    base = name[:_LONGEST].strip("-") or other
    found = base if base not in taken else f"{base}-{other}"
    taken.add(found)
    return found


def _day(path: Path, line: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as e:
        raise BadTable(f"{path}:{line}: {text!r} is not the date of a talk", "write it as 2027-06-24") from e
