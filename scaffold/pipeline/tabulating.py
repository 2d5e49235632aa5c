"""Writes tables as CSV files that Excel and LibreOffice read: in UTF-8 with its mark, and without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import disk
from scaffold.errors import BadTable

if TYPE_CHECKING:
    from scaffold.cohort.tables import Table

__all__ = ["append", "write"]


def write(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """Writes a table; None is an empty cell. Raises DiskError, BadTable if the old file has more columns.

    A semicolon or tab between cells stays: so a spreadsheet program has saved it, which reads no other in its language.
    """
    before = _raise_if_lost(headings, path)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", delimiter=before.delimiter if before else ",")
    writer.writerow([_harmless(heading) for heading in headings])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    disk.write(out.getvalue().encode("utf-8-sig"), path)


def _raise_if_lost(headings: Sequence[str], path: Path) -> Table | None:
    """The table that is there, None without one. Raises BadTable for a file that is another table, or has columns or
    cells that the new one has not."""
    from scaffold.cohort.tables import key, read

    with disk.report_errors(path):
        if not path.is_file() or not path.read_bytes().strip():
            return None
    try:
        before = read(path)
    except BadTable as e:
        raise BadTable(f"{path} is there and is no table: it stays as it is", _ELSEWHERE) from e
    known = set(map(key, headings))
    if lost := [heading for heading in before.headings if heading and key(heading) not in known]:
        raise BadTable(f"{path} has a column {lost[0]!r} that would be lost: it stays as it is", _ELSEWHERE)
    named = {n for n, heading in enumerate(before.headings) if heading}
    if unnamed := next((row.line for row in before.rows if row.cells.keys() - named), None):
        message = (
            f"{path}:{unnamed}: a cell is in a column without a heading, and would be lost: the file stays as it is"
        )
        raise BadTable(message, "give the column a heading, or remove the cell")
    return before


_ELSEWHERE = "give another file with --output, or move this one away"


def append(path: Path, headings: Sequence[str], row: Sequence[object]) -> None:
    """Adds a row to a table, which is made if it is not there. Raises BadTable if it has other columns, DiskError."""
    from scaffold.cohort.tables import read

    rows: list[Sequence[object]] = []
    if path.is_file():
        table = read(path)
        if table.headings[: len(headings)] != tuple(headings):
            raise BadTable(f"{path} has other columns than {', '.join(headings)}", "rename it")
        rows = [[r.plain(n) for n in range(len(headings))] for r in table.rows]
    write(headings, [*rows, row], path)


def _harmless(value: object) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
