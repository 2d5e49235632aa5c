"""Floats that interrupt the text at the head of a page or column: left out of the reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from scaffold.read.pdf_layout import Line

_CAPTION = re.compile(r"(?:figure|fig\.|table|abbildung|tabelle|algorithm)\s*[A-Z]?\.?\d[\d.]*\s*[.:|–—]?\s", re.I)
_DEEP = 0.8
"""The share of the page's lines within which a caption of a float at the page's head stands."""


def without_floats(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines without floats at the head of their page, and the lines of these floats."""
    kept: list[Line] = []
    floats: list[Line] = []
    for _, group in groupby(lines, key=lambda n: (n.page, n.column)):
        own = list(group)
        end = _float_end(own, body)
        floats += own[:end]
        kept += own[end:]
    return kept, floats


def _float_end(own: Sequence[Line], body: float) -> int:
    """How many lines the floats at the head of one column take."""
    end = 0
    while end < len(own):
        at = next((n for n in range(end, len(own)) if _CAPTION.match(own[n].text)), None)
        if at is None or at > _DEEP * len(own) or any(_is_text(n, body) for n in own[end:at]):
            break
        end = _caption_end(own, at, body)
    return end


def _caption_end(own: Sequence[Line], at: int, body: float) -> int:
    """The line behind a caption and the cells of a table below it."""
    n = at + 1
    while n < len(own) and own[n].base - own[n - 1].base < 1.35 * own[at].size:
        n += 1
    if own[at].text.lower().startswith("tab"):
        while n < len(own) and not _is_text(own[n], body) and not _heading(own[n], own[n - 1], body):
            n += 1
    return n


def _heading(line: Line, above: Line, body: float) -> bool:
    """Whether a line far below the one above stands at the left edge, as a heading does and no row of a table."""
    return line.base - above.base > 2.2 * body and line.x0 < line.left + 2 and line.text[:1].isalnum()


def _is_text(line: Line, body: float) -> bool:
    """Whether a line is of running text: full size, words enough, from the left edge."""
    words = re.findall(r"[^\W\d_]{2,}", line.text)
    return len(words) >= 5 and abs(line.size - body) < 0.06 * body and line.x0 < line.left + 2.5 * line.size
