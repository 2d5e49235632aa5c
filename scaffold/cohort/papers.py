"""The papers that a seminar offers: a CSV file with the columns id, title, topic, venue, note and capacity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from scaffold.cohort.tables import Row, key, read
from scaffold.errors import BadTable, Collected
from scaffold.spelling import meant

__all__ = ["Offer", "read_offers"]

_COLUMNS = {
    "id": ("id", "arxiv", "arxiv id", "paper", "identifier"),
    "title": ("title", "titel"),
    "topic": ("topic", "thema", "area", "section"),
    "venue": ("venue", "where", "published"),
    "note": ("note", "notes", "comment", "remark"),
    "capacity": ("capacity", "places", "students", "teams", "plätze"),
}
_MOST = 1000
"""The largest capacity, which catches a year or a number of pages in its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A paper that is offered; capacity is how many students or teams may have it. line is where the list has it."""

    id: str
    title: str = ""
    topic: str = ""
    venue: str = ""
    note: str = ""
    capacity: int = 1
    line: int = 0


def read_offers(path: Path) -> tuple[Offer, ...]:
    """The papers in a file, in its order. Raises BadTable: no column id, a paper twice, an impossible capacity."""
    table = read(path)
    columns = _columns(table.name, table.headings)
    if not table.rows:
        raise BadTable(f"{path} lists no papers", "add a row for each paper")
    problems, offers = Collected(), []
    lines: dict[str, int] = {}
    for row in table.rows:
        with problems.step(BadTable):
            offer = _offer(path, row, columns)
            if offer.id in lines:
                raise BadTable(
                    f"{path}:{offer.line}: {offer.id} is already in line {lines[offer.id]}",
                    "remove one of the lines; a paper for several students has a capacity",
                )
            lines[offer.id] = offer.line
            offers.append(offer)
    problems.raise_all()
    return tuple(offers)


def _columns(name: str, headings: tuple[str, ...]) -> dict[str, int]:
    keys = [key(h) for h in headings]
    found = {
        field: next(i for i, k in enumerate(keys) if k in words)
        for field, words in _COLUMNS.items()
        if any(k in words for k in keys)
    }
    if "id" not in found:
        raise BadTable(
            f"{name} has no column id{meant('id', headings)}; its columns are {', '.join(filter(None, headings))}",
            f"the columns of a list of papers are {', '.join(_COLUMNS)}",
        )
    return found


def _offer(path: Path, row: Row, columns: dict[str, int]) -> Offer:
    values = {field: row.cells.get(i, "") for field, i in columns.items()}
    if not values["id"]:
        raise BadTable(f"{path}:{row.line}: a paper without id", "give its arXiv identifier, or remove the line")
    capacity = values.pop("capacity", "") or "1"
    if not re.fullmatch(r"\d{1,4}", capacity) or not 0 <= int(capacity) <= _MOST:
        raise BadTable(
            f"{path}:{row.line}: {capacity!r} is not a capacity", "write how many students may have the paper"
        )
    return Offer(**values, capacity=int(capacity), line=row.line)
