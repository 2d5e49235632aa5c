"""Writes tables as CSV files that Excel and LibreOffice read: in UTF-8 with its mark, and without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from scaffold import disk
from scaffold.errors import BadTable

__all__ = ["append", "write"]


def write(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """Writes a table; None is an empty cell. Raises DiskError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_harmless(heading) for heading in headings])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    disk.write(out.getvalue().encode("utf-8-sig"), path)


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
