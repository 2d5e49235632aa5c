"""Floats that interrupt the text at the top of a page or column are removed from the reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.page.glyphs import Rule

CAPTION = re.compile(r"(?:figure|fig\.|table|abbildung|tabelle|algorithm)\s*[A-Z]?\.?\d[\d.]*\s*[.:|–—]?\s", re.I)
_DEEP = 0.8
"""The caption of a float at the top of a page is within this share of the page's lines."""


def without_floats(paper: Layout) -> tuple[list[Line], list[Line]]:
    """The lines without floats at the top of their page, and the lines of these floats."""
    kept: list[Line] = []
    floats: list[Line] = []
    for (page, _), group in groupby(paper.lines, key=lambda n: (n.page, n.column)):
        own = list(group)
        end = _float_end(own, paper.body, paper.rules.get(page, ()))
        floats += own[:end]
        kept += own[end:]
    return kept, floats


def _float_end(own: Sequence[Line], body: float, rules: Sequence[Rule]) -> int:
    """How many lines the floats at the top of one column take."""
    end = 0
    while end < len(own):
        at = next((n for n in range(end, len(own)) if CAPTION.match(own[n].text)), None)
        if at is None or at > _DEEP * len(own) or any(is_text(n, body) for n in own[end:at]):
            break
        end = max(_caption_end(own, at, body), _ruled_end(own, at, rules))
    return end


def _ruled_end(own: Sequence[Line], at: int, rules: Sequence[Rule]) -> int:
    """The line after an algorithm between rules or in a box; 0 if there is none.

    Its caption has a rule close above it; the next rule of the same width, but one under the caption, ends it.
    """
    caption = own[at]
    if not caption.text.lower().startswith("alg"):
        return 0
    wide = [r for r in rules if r.x1 - r.x0 > 0.5 * (caption.right - caption.left) and r.x0 < caption.x0 + 2]
    above = [r for r in wide if 0 < caption.base - r.top < 2.2 * caption.size]
    if not above:
        return 0
    same = [r.bottom for r in wide if any(abs(r.x0 - a.x0) < 2 and abs(r.x1 - a.x1) < 2 for a in above)]
    below = sorted(b for b in same if b > caption.base)
    if len(below) > 1 and below[0] - caption.base < 1.2 * caption.size:  # the rule under the caption
        below = below[1:]
    return next((n for n in range(at + 1, len(own)) if own[n].base > below[0]), len(own)) if below else 0


def _caption_end(own: Sequence[Line], at: int, body: float) -> int:
    """The line after a caption and the cells of a table below it."""
    n = at + 1
    while n < len(own) and own[n].base - own[n - 1].base < 1.35 * own[at].size:
        n += 1
    if own[at].text.lower().startswith("tab"):
        while n < len(own) and not is_text(own[n], body) and not _heading(own[n], own[n - 1], body):
            n += 1
    return n


def _heading(line: Line, above: Line, body: float) -> bool:
    """Whether a line far below the previous one is at the left edge, like a heading and unlike a row of a table."""
    return line.base - above.base > 2.2 * body and line.x0 < line.left + 2 and line.text[:1].isalnum()


def is_text(line: Line, body: float) -> bool:
    """Whether a line is running text: full size, enough words, from the left edge."""
    words = re.findall(r"[^\W\d_]{2,}", line.text)
    return len(words) >= 5 and abs(line.size - body) < 0.06 * body and line.x0 < line.left + 2.5 * line.size
