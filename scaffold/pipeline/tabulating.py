"""Writes tables as CSV files that Excel and LibreOffice read: in UTF-8 with its mark, and without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from scaffold import disk

__all__ = ["write"]


def write(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    """Writes a table; None is an empty cell. Raises DiskError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_harmless(heading) for heading in headings])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    disk.write(out.getvalue().encode("utf-8-sig"), path)


def _harmless(value: object) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
