"""How much of a slide something takes, estimated in lines of text at 22 points."""

from __future__ import annotations

import math
import re

from scaffold.model import Paper, Statement
from scaffold.planning.heights import Ruler, width
from scaffold.plans import Notation, ProofStep

__all__ = ["BESIDE", "FULL", "SlideRuler"]

WIDTH = 72.0
"""Characters in a line of a statement that fills the width of a slide."""

FULL = 12.0
"""Lines of a statement that fills a slide."""

BESIDE = 8.0
"""Most lines of a statement that shares its slide with questions on it, in type of 18 points or more."""

_POINTS, _LINE = 832.0, 26.4
"""Width of a slide's panel, and height of a line at 22 points, in points of the slide."""

_ENLARGED = 2.0
"""How many times as large as printed a clip is shown, where it is not too wide for that."""

_ROW, _TABLE_ROWS, _READ = re.compile(r"\\\\"), 18, 1.3
"""The end of a row, and most rows of a table that can be read on a slide; how much a clip of one must be enlarged."""

_GAP = 0.4
"""Space between two steps of a proof, in lines."""

_QUOTES = 8
"""Characters of bullet, colon and quotation marks."""

_HIGH, _TALL = re.compile(r"\\(?:[dt]?frac|sum|int|prod|left|sqrt|over|under)"), 0.4
"""What is higher than a line within a sentence, and by how many lines."""


class SlideRuler:
    """Measures one paper's statements and steps of proofs."""

    def __init__(self, paper: Paper) -> None:
        self._ruler = Ruler(paper)

    def lines(self, s: Statement, characters: float = WIDTH) -> float:
        """Height of a statement without its heading; for a clip, of the clip."""
        if s.shown_by == "clip" and s.regions:
            return _clip_lines(s)
        return self._ruler.lines(s.body, characters)

    def legible(self, table: Statement) -> bool:
        """Whether a table can be read on a slide of its own: its rows are few, or its clip is large enough there."""
        if table.shown_by == "clip":
            return bool(table.regions) and _clip_scale(table) >= _READ
        return len(_ROW.findall(table.body)) <= _TABLE_ROWS

    def step(self, step: ProofStep) -> float:
        """Height of a step of a proof in LaTeX: its words, and the formula that it reaches."""
        words = math.ceil((width(step.words) + 24) / (WIDTH - 4))
        return words + self.formula(step) + _GAP

    def meaning(self, row: Notation) -> float:
        """Height of a sentence that introduces a symbol, with the symbol's name."""
        lines = math.ceil((width(row.words) + width(row.name) + _QUOTES) / WIDTH)
        return lines + _TALL * bool(_HIGH.search(row.words)) + _GAP

    def formula(self, step: ProofStep) -> float:
        """Height of the formula that a step reaches; 0.0 without one."""
        return self._ruler.lines(step.formula, WIDTH - 4) if step.formula else 0.0


def _clip_scale(s: Statement) -> float:
    """How many times as large as printed a clip is on a slide of its own."""
    boxes = [r.box for r in s.regions]
    deep = sum(bottom - top for _, top, _, bottom in boxes)
    return min(_POINTS / max(x1 - x0 for x0, _, x1, _ in boxes), FULL * _LINE / max(deep, 1.0))


def _clip_lines(s: Statement) -> float:
    boxes = [r.box for r in s.regions]
    widest = max(x1 - x0 for x0, _, x1, _ in boxes) or _POINTS
    scale = min(_ENLARGED, _POINTS / widest)
    return sum(bottom - top for _, top, _, bottom in boxes) * scale / _LINE
