"""The grading sheet: a table of measured facts and of what the instructor enters; and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.cohort.tables import Row, Table, key, read
from scaffold.errors import BadTable, Collected
from scaffold.grading import Assessed, Grading
from scaffold.spelling import meant

__all__ = ["FACTS", "MISSED", "OURS", "QUESTIONS", "REMARKS", "Result", "Sheet", "entered", "merged", "results"]

STUDENT, MISSED, REMARKS, QUESTIONS = "student", "days missed", "remarks", "questions"

OURS = (STUDENT, "paper", "title", "talk", QUESTIONS)
"""Columns that scaffold fills in each time."""

FACTS = ("handed in", "days late", "report pages", "slide pages", "minutes", "failed checks", "problems")
"""Columns that it fills in from the table of what was measured."""

_LATEST_DAY = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grading sheet: its headings, the cells of each student, and sentences on what does not fit."""

    headings: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    problems: tuple[str, ...] = ()


def entered(grading: Grading) -> tuple[str, ...]:
    """The headings of the columns that the instructor fills in."""
    return (*(part.heading(c) for part in grading.parts for c in part.criteria), MISSED, REMARKS)


def merged(fresh: Sequence[Mapping[str, str]], grading: Grading, before: Table | None) -> Sheet:
    """The sheet with fresh facts by heading, and with all that was entered in the one before, by name.

    A fact that is missing in fresh stays as it was. Columns of the instructor's own stay, and rows of people who are
    not in fresh, if something was entered. Raises BadTable: the old sheet has a name twice, or no names.
    """
    old = _by_name(before) if before else {}
    own = before.headings if before else ()
    ours = (*OURS, *FACTS, *entered(grading))
    more = tuple(h for h in own if h and key(h) not in set(map(key, ours)))
    rows = []
    for facts in fresh:
        kept = old.pop(key(facts[STUDENT]), {})
        rows.append({h: facts.get(h, kept.get(key(h), "")) for h in (*ours, *more)})
    problems = list(uncounted(more))
    names = [facts[STUDENT] for facts in fresh]
    for kept in old.values():
        name = kept[STUDENT]
        if any(text for heading, text in kept.items() if heading not in {*map(key, (*OURS, *FACTS))}):
            rows.append({h: kept.get(key(h), "") for h in (*ours, *more)})
            problems.append(f"{name} is in the sheet, but not in the assignment{meant(name, names)}; the row is kept")
    return Sheet((*ours, *more), tuple(rows), tuple(problems))


def uncounted(headings: Iterable[str]) -> Iterator[str]:
    """A sentence for each column, of those that are not in the profile, that seems to have points of a criterion."""
    for heading in headings:
        if re.search(r"\(0-\d+\)$", heading):
            yield f"the column {heading!r} is no criterion of the profile: its points do not count"


def _by_name(table: Table) -> dict[str, dict[str, str]]:
    """The rows by the key of the name, each by the keys of the headings. Raises BadTable."""
    headings = [key(h) for h in table.headings]
    if STUDENT not in headings:
        raise BadTable(f"{table.name} has no column {STUDENT}", "scaffold seminar sheet writes it")
    if twice := next((h for h, k in zip(table.headings, headings, strict=True) if k and headings.count(k) > 1), None):
        message = f"{table.name} has several columns {twice!r}, of which only one could count"
        raise BadTable(message, "give each column a heading of its own, or remove one")
    found: dict[str, dict[str, str]] = {}
    problems = Collected()
    for row in table.rows:
        cells = {h: row.entered(i) for i, h in enumerate(headings) if h}
        with problems.step(BadTable):
            if not cells[STUDENT]:
                message = f"{table.name}:{row.line}: a row without a student"
                raise BadTable(message, "write the name, or remove the line")
            if key(cells[STUDENT]) in found:
                raise BadTable(f"{table.name}:{row.line}: {cells[STUDENT]} is there twice", "join the rows")
            found[key(cells[STUDENT])] = cells
    problems.raise_all()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What follows from the points of a student. Percent; None: something is not entered.

    parts is for each part of the grade, total without the bonus, passed "yes", "no" or "unknown", for the reasons why.
    """

    name: str
    parts: tuple[float | None, ...]
    bonus: float
    total: float | None
    passed: str
    why: tuple[str, ...]

    @property
    def with_bonus(self) -> float | None:
        """The total with the bonus, at most 100."""
        return None if self.total is None else min(100.0, self.total + self.bonus)


def results(path: Path, grading: Grading) -> tuple[Result, ...]:
    """What follows from a sheet that the instructor has filled in. Raises BadTable for a cell that is no number."""
    table = read(path)
    _by_name(table)
    columns = {key(h): i for i, h in enumerate(table.headings) if h}
    return tuple(_result(_Line(path, row, columns), grading) for row in table.rows)


@dataclass(frozen=True, slots=True)
class _Line:
    path: Path
    row: Row
    columns: Mapping[str, int]

    def text(self, heading: str) -> str:
        return self.row.plain(self.columns.get(key(heading)))

    def number(self, heading: str, most: float) -> float | None:
        """The number in a cell, also with a decimal comma; None if it is empty. Raises BadTable."""
        text = self.text(heading)
        if not text:
            return None
        number = float(text.replace(",", ".")) if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", text) else None
        if number is None or number > most:
            message = f"{self.path}:{self.row.line}: {text!r} in the column {heading} is no number from 0 to {most:g}"
            raise BadTable(message, "correct the cell, or empty it")
        return number


def _result(line: _Line, grading: Grading) -> Result:
    parts = tuple(_share(line, part) for part in grading.parts)
    weighted = [p.weight * share / 100 for p, share in zip(grading.parts, parts, strict=True) if share is not None]
    total = sum(weighted) if len(weighted) == len(parts) else None
    asked = line.number(QUESTIONS, 1000) or 0
    reasons = list(_reasons(line, grading, parts, total))
    return Result(
        name=line.text(STUDENT),
        parts=parts,
        bonus=min(grading.most_bonus, asked * grading.bonus),
        total=total,
        passed="no" if any(sure for sure, _ in reasons) else "unknown" if reasons else "yes",
        why=tuple(why for _, why in reasons),
    )


def _share(line: _Line, part: Assessed) -> float | None:
    """The points of a part in percent; None if one is missing."""
    points = [line.number(part.heading(c), part.points) for c in part.criteria]
    known = [p for p in points if p is not None]
    return 100 * sum(known) / (part.points * len(points)) if len(known) == len(points) else None


def _reasons(
    line: _Line, grading: Grading, parts: Sequence[float | None], total: float | None
) -> Iterator[tuple[bool, str]]:
    """Why somebody has not passed (True), or why it is not known yet (False)."""
    for part, share in zip(grading.parts, parts, strict=True):
        if share is None:
            missing = sum(line.number(part.heading(c), part.points) is None for c in part.criteria)
            yield False, f"{part.what}: {missing} of {len(part.criteria)} criteria are not entered"
        elif share < part.least:
            yield True, f"{part.what}: {share:.1f} %, {part.least:g} are needed"
    if total is not None and total < grading.needed:
        yield True, f"total: {total:.1f} %, {grading.needed:g} are needed"
    if grading.missed is not None:
        days = line.number(MISSED, _LATEST_DAY)
        if days is None:
            yield False, f"{MISSED}: not entered"
        elif days > grading.missed:
            yield True, f"{MISSED}: {days:g}, {grading.missed} allowed"
