"""What was measured of the hand-ins: the table that `seminar collect --output` writes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scaffold.cohort.tables import Row, key, read
from scaffold.errors import BadTable

__all__ = ["NOTHING", "Measured", "read_measured"]

NOTHING = "nothing was handed in"
"""The problem of whoever handed in nothing."""

_BEFORE_PARTS, _AFTER_PARTS = "report pages", "slide pages"
_BEFORE_CHECKS, _AFTER_CHECKS = "minutes", "problems"
_NEEDED = ("student", "handed in", "days late", _BEFORE_PARTS, _AFTER_PARTS, _BEFORE_CHECKS, _AFTER_CHECKS, "ask")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The facts of one hand-in; None, "" and missing keys: unknown.

    when is the time of its latest file as the table has it, late how many days after the deadline that is. parts gives
    the pages of each part, checks the verdict of each check. nothing: it is known that nothing was handed in.
    """

    student: str
    when: str
    late: float | None
    pages: float | None
    slides: float | None
    minutes: float | None
    nothing: bool
    problems: str
    ask: str
    parts: Mapping[str, float] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)


def read_measured(path: Path) -> tuple[Measured, ...]:
    """The hand-ins in a table, in its order. A cell that is no number is unknown. Raises BadTable."""
    table = read(path)
    places = {key(heading): i for i, heading in enumerate(table.headings)}
    if missing := [name for name in _NEEDED if name not in places]:
        raise BadTable(
            f"{table.name} has no column {missing[0]}", "scaffold seminar collect HANDINS --output FILE writes it"
        )
    return tuple(_measured(row, places, table.headings) for row in table.rows)


def _measured(row: Row, places: Mapping[str, int], headings: Sequence[str]) -> Measured:
    def text(name: str) -> str:
        return row.plain(places[name])

    def between(first: str, last: str) -> Iterator[tuple[str, str]]:
        for i in range(places[first] + 1, places[last]):
            yield headings[i], row.cells.get(i, "")

    problems = text(_AFTER_CHECKS)
    lengths = ((title, _number(cell)) for title, cell in between(_BEFORE_PARTS, _AFTER_PARTS))
    return Measured(
        student=text("student"),
        when=text("handed in"),
        late=_number(text("days late")),
        pages=_number(text(_BEFORE_PARTS)),
        slides=_number(text(_AFTER_PARTS)),
        minutes=_number(text(_BEFORE_CHECKS)),
        nothing=problems == NOTHING,
        problems=problems,
        ask=text("ask"),
        parts={title: pages for title, pages in lengths if pages is not None},
        checks={name: verdict for name, verdict in between(_BEFORE_CHECKS, _AFTER_CHECKS) if verdict},
    )


def _number(cell: str) -> float | None:
    """The number in a cell, also with a decimal comma; None if there is none."""
    return float(cell.replace(",", ".")) if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", cell) else None
