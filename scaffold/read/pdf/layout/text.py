"""Running text from lines: joins hyphenated words, and reduces formulas to readable text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scaffold.read.pdf.layout.columns import Line

_HYPHENATED = re.compile(r"[^\W\d_]-$")
FUNCTIONS = frozenset(
    "log ln lg exp sin cos tan cot sinh cosh tanh max min sup inf lim limsup liminf argmax argmin arg det dim ker deg "
    "gcd hom rank tr sgn sign diag var cov pr poly polylog supp conv span vol dist diam relu sech".split()
)
"""Names of functions in formulas, which are not words of a sentence."""


def running(lines: Sequence[Line], start: int = 0) -> str:
    """The text of lines as one paragraph, without hyphens at line ends. start: position in the first line."""
    pieces: list[str] = []
    for n, line in enumerate(lines):
        piece = (line.text[start:] if n == 0 else line.text).replace("\ufffd", " ").strip()
        if not piece:
            continue
        if pieces and piece[:1].islower() and _HYPHENATED.search(pieces[-1]):
            pieces[-1] = pieces[-1][:-1]
        elif pieces:
            pieces.append(" ")
        pieces.append(piece)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def note(text: str) -> tuple[str | None, str]:
    """The name in brackets that a statement's text begins with, and the rest; None if there is no name."""
    start, end = note_at(text)
    rest = re.sub(r"^[\s.:–—]+", "", text[end:])
    return (text[start + 1 : end - 1].strip() if end else None), rest


def note_at(text: str) -> tuple[int, int]:
    """Start and end of the bracketed name at the beginning of a statement's text; (0, 0) if there is none."""
    opened = re.match(r"\s*[.:]?\s*([(\[])", text)
    if not opened:
        return 0, 0
    depth, start = 0, opened.start(1)
    for at in range(start, min(len(text), 400)):
        depth += (text[at] in "([") - (text[at] in ")]")
        if depth == 0:
            name = text[start + 1 : at].strip()
            return (0, 0) if len(name) < 2 or re.fullmatch(r"[ivx]+|[a-z]|\d+", name) else (start, at + 1)
    return 0, 0


def words(line: Line) -> int:
    """How many words a line has, without letters of formulas and names of functions."""
    found = re.finditer(r"[^\W\d_]{2,}", line.text)
    return sum(not line.style_at(m.start()).math and m[0].lower() not in FUNCTIONS for m in found)
