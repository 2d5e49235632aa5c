r"""Where the rows of a formula end: \\ with its star and its length, or \newline.

Ends within groups and inner environments are rows of these, not of the formula.
"""

from __future__ import annotations

import re

__all__ = ["in_one"]

_LENGTH = r"\s*\[\s*[-+]?\s*(?:[\d.,]+\s*)?(?:[a-z]{2}|\\[A-Za-z@]+)[^\[\]]*\]"
_SIGN = re.compile(
    rf"(?P<end>\\\\(?:\s*\*)?(?:{_LENGTH})?|\\newline(?![A-Za-z@]))|\\(?P<way>begin|end)(?![A-Za-z])|\\.|[{{}}]",
    re.DOTALL,
)
_DEEPER = {"{": 1, "}": -1, "begin": 1, "end": -1}
_APART = r"\quad "


def in_one(formula: str) -> str:
    """The formula as one row: LaTeX passes over the ends of rows in a display that has none.

    What stood in rows stands apart; an end after the last one leaves nothing.
    """
    pieces, start, depth = list[str](), 0, 0
    for m in _SIGN.finditer(formula):
        depth += _DEEPER.get(m["way"] or m[0], 0)
        if m["end"] and not depth:
            pieces.append(formula[start : m.start()])
            start = m.end()
    if not pieces:
        return formula
    last = formula[start:]
    return _APART.join([*pieces, last] if last.strip() else pieces)
