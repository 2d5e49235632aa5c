"""Lines broken at the width of a terminal, continued below the text and not below its marks and numbers."""

from __future__ import annotations

import re
import shutil
import unicodedata
from typing import TextIO

__all__ = ["width", "wrapped"]

_NARROWEST = 40
"""Columns below which lines are left to the terminal."""

_GAP = re.compile(r" {2,}(?=\S)")
"""What divides columns; the last one in the left half of a line stands before its text."""

_MARK = re.compile(r"[✓✗★●?·▷!+*] ")
_BRANCHES = re.compile(r"[\s│├└─]*")


def width(stream: TextIO) -> int | None:
    """Columns of the terminal that the stream leads to; None if it leads elsewhere, or if the terminal is too narrow.

    COLUMNS overrides what the terminal says.
    """
    try:
        if not stream.isatty():
            return None
    except ValueError:  # closed
        return None
    columns = shutil.get_terminal_size().columns
    return columns if columns >= _NARROWEST else None


def wrapped(text: str, columns: int, escape: str = "\x1b") -> str:
    """The text with its longer lines broken between words; a word that is too long stays whole.

    escape begins the sequences that colour text and take no room ("\\x1b[31m").
    """
    sequence = re.compile(re.escape(escape) + r"\[[0-9;]*m")
    return "\n".join(_broken(line, columns, sequence) for line in text.split("\n"))


def _broken(line: str, columns: int, sequence: re.Pattern[str]) -> str:
    plain = sequence.sub("", line)
    if _cells(plain) <= columns:
        return line
    indent = " " * _indent(plain, columns)
    lines, room = [""], columns
    for word in re.split(r"(?<=\S)(?= )", line):
        needed = _cells(sequence.sub("", word))
        if needed > room and lines[-1].strip():
            word = word.lstrip(" ")
            needed = _cells(sequence.sub("", word))
            lines.append(indent)
            room = columns - len(indent)
        lines[-1] += word
        room -= needed
    return "\n".join(lines)


def _indent(plain: str, columns: int) -> int:
    """Columns before the lines that continue: as many as before the text, and two if there are none."""
    branches = _BRANCHES.match(plain)
    before = [branches.end() if branches else 0, *(gap.end() for gap in _GAP.finditer(plain, 0, columns // 2))]
    mark = _MARK.match(plain, max(before))
    at = mark.end() if mark else max(before)
    return max(min(at, columns // 2), 2)


def _cells(text: str) -> int:
    """Columns that a text takes: two for each wide sign of Chinese, Japanese and Korean, none for accents."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
