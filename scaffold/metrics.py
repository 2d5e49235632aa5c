"""Font metrics: Arial's advances as data, used by writers for layout and by checks for measurement.

The table holds the advances of Liberation Sans, which are Arial's and Helvetica's, so that a deck is the same on every
machine. Line breaking and box filling are not here: the checks of a finished deck must not share that code with the
writers.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache

from scaffold.resources import template

__all__ = ["PITCH", "width"]

PITCH = 1.2
"""Distance of lines in multiples of the font size, as LibreOffice sets them."""

_SUBSTITUTE = 900
"""Advance of a character that Arial lacks, in thousandths: the widest in its substitute fonts."""


@lru_cache(maxsize=1 << 13)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of text set in one line, in points; combining accents have no width. Kept, as lines have the same words."""
    table = _advances("bold" if bold else "regular")
    return sum(table.get(ord(c), 0 if unicodedata.combining(c) else _SUBSTITUTE) for c in text) * size / 1000


@lru_cache(maxsize=2)
def _advances(style: str) -> dict[int, int]:
    runs = json.loads(template("slides", "advances.json").read_text(encoding="utf-8"))[style]
    return {int(start, 16) + i: int(w) for start, row in runs.items() for i, w in enumerate(row.split())}
