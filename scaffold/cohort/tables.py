"""Reads CSV files as spreadsheets and forms write them: any common delimiter and encoding; rows know their line."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.errors import BadTable

__all__ = ["Row", "Table", "key", "read"]

_DELIMITERS = ",;\t"
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_LARGEST = 20 << 20
"""Bytes of the largest file that is read; a table of 500 students with long texts has one megabyte."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its first line in the file, and the cells without surrounding space by the index of their column.

    raw are the cells as they are in the file.
    """

    line: int
    cells: Mapping[int, str]
    raw: tuple[str, ...] = ()

    def plain(self, column: int | None) -> str:
        """A cell without the apostrophe that keeps spreadsheet programs from taking it for a formula; "" for None."""
        return _unguarded(self.cells.get(column, "") if column is not None else "")

    def entered(self, column: int) -> str:
        """A cell as `plain`, but with its line breaks."""
        return _unguarded(self.raw[column].strip()) if column < len(self.raw) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its name for messages, the headings of its columns, and its rows without empty ones.

    delimiter is what is between its cells: a comma, a semicolon or a tab.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str = ","


def read(path: Path) -> Table:
    """The table in a file whose first row holds the headings. Raises BadTable."""
    try:
        if path.stat().st_size > _LARGEST:
            raise BadTable(f"{path} has more than {_LARGEST >> 20} MB", "export the table as CSV, without attachments")
        text = _decoded(path.read_bytes())
    except OSError as e:
        raise BadTable(f"{path} cannot be read: {e.strerror}", "give the path of a CSV file") from e
    if text.startswith("PK\x03\x04") or "\0" in text:
        raise BadTable(f"{path} is not a CSV file", "in the spreadsheet program, save the table as CSV (UTF-8)")
    delimiter, hinted = _delimiter(text)
    rows = list(_rows(path, text, delimiter, hinted=hinted))
    if not rows:
        raise BadTable(f"{path} is empty", "the first row must hold the headings of the columns")
    head, *rest = rows
    headings = tuple(head.cells.get(i, "") for i in range(max(head.cells) + 1))
    return Table(path.name, headings, tuple(rest), delimiter if delimiter in _DELIMITERS else ",")


def _unguarded(text: str) -> str:
    return re.sub(r"^'(?=[=+\-@])", "", text)


def key(text: str) -> str:
    """Text for comparison: without case, punctuation and differences in space or in how accents are encoded."""
    plain = unicodedata.normalize("NFC", text.casefold())
    return " ".join("".join(c if _counts(c) else " " for c in plain).split())


def _counts(character: str) -> bool:
    """Letters and digits, the vowel signs of scripts that write them as marks, and pictures such as emoji."""
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc", "So")


def _decoded(data: bytes) -> str:
    """The text of UTF-8 or UTF-16; of anything else as Excel for Western Europe writes it."""
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(text: str) -> tuple[str, bool]:
    """What is between cells, and whether a first line says so, a hint for Excel; otherwise what is most frequent."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.casefold().startswith("sep=") and len(first) == 5:
        return first[4], True
    return max(_DELIMITERS, key=first.count), False


def _rows(path: Path, text: str, delimiter: str, *, hinted: bool) -> Iterator[Row]:
    """The rows that are not empty; hinted: after a line that gives the delimiter."""
    offset, text = (1, text.partition("\n")[2]) if hinted else (0, text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    line = 1 + offset
    try:
        for cells in reader:
            found = {i: " ".join(cell.split()) for i, cell in enumerate(cells) if cell.strip()}
            if found:
                yield Row(line, found, tuple(cells))
            line = reader.line_num + 1 + offset
    except csv.Error as e:
        raise BadTable(f"{path}:{reader.line_num + offset}: not a row of a CSV file ({e})", _REPAIR) from e


_REPAIR = "open the file in a spreadsheet program, and save it as CSV (UTF-8) again"
