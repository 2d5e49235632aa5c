"""Displays outside statements: found by the numbers at their margin, where statements refer to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.structure.uses import equation_numbers

__all__ = ["displays", "referred"]

_NUMBER = r"\d{1,2}(?:\.\d{1,3})?|[A-Z]\.\d{1,3}"
_REFERENCE = re.compile(rf"(?:[^\W\d_]{{2,}}\.?\s|\)(?:\s*,|\s*[-–])\s*)\(({_NUMBER})\)")
_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
_ALONE = re.compile(rf"\(({_NUMBER})\)")
_AT_LEFT = re.compile(rf"\A\((?:{_NUMBER})\)\s")
_AT_RIGHT = re.compile(rf"(?<=\S)\s\(({_NUMBER})\)\Z")
_FUNCTIONS = frozenset(
    "min max inf sup lim log exp sin cos tan det tr div arg argmin argmax ker im rank sign sgn span supp var".split()
)
"""Names of functions, which are no words."""

_WORDS = 0.7
"""Share of the letters of a sentence that are in words at least."""

_FAR = 2.4
"""Distance of the rows of a display at most, in type sizes."""

_CLOSE = 0.8
"""Distance of accents from their line at most, in its type sizes."""

_ROWS = 8
"""Lines of a display at most, above its number and below."""

_SCRIPT = 0.85
"""Size of an index or exponent at most, as part of the type's."""

_INDENT = 0.8
"""How far a display is from the left edge at least, in type sizes."""


def referred(bodies: Iterable[str]) -> frozenset[str]:
    """The numbers in brackets after a word, by which texts refer to displays."""
    return frozenset(number for body in bodies for number in _REFERENCE.findall(body))


def displays(paper: Layout, numbers: Collection[str], apart: Collection[int]) -> Iterator[tuple[str, int, int]]:
    """The displays with these numbers, each once: number, first line, and the line after the last.

    apart: lines that belong to statements or works.
    """
    found = set[str]()
    for at, line in enumerate(paper.lines):
        number = (_number(line, paper.body) or _beside_figure(paper.lines, at)) if at not in apart else ""
        if number in numbers and number not in found and not _is_words(line):
            found.add(number)
            yield number, _end(paper.lines, at, -1), _end(paper.lines, at, 1) + 1


def _end(lines: Sequence[Line], at: int, way: int) -> int:
    """The first or last line of the display that has its number on a line."""
    last = at
    for n in range(at + way, at + way * (_ROWS + 1), way):
        if not 0 <= n < len(lines) or (lines[n].page, lines[n].column) != (lines[at].page, lines[at].column):
            break
        near = abs(lines[n].base - lines[last].base) < _FAR * lines[at].size
        near = near and not _is_beside(lines[n], lines[at])
        if not near or _is_words(lines[n]) or _number(lines[n], lines[at].size) or _is_accents(lines, n, way):
            break
        last = n
    return last


def _is_beside(line: Line, display: Line) -> bool:
    """Whether a line is of a figure at the right of a display with its number at the right."""
    return _AT_RIGHT.search(display.text) is not None and line.x0 > display.x1 + display.size


def _is_accents(lines: Sequence[Line], n: int, way: int) -> bool:
    """Whether a line is accents and scripts of a line of words beyond it."""
    beyond = lines[n + way] if 0 <= n + way < len(lines) else None
    close = beyond is not None and abs(beyond.base - lines[n].base) < _CLOSE * beyond.size
    return beyond is not None and close and _is_words(beyond)


def _number(line: Line, size: float) -> str:
    """The number at an edge of the line, which may be alone there in type of that size; "" if there is none."""
    alone = _ALONE.fullmatch(line.text) if line.size > _SCRIPT * size else None
    return alone[1] if alone else next(iter(equation_numbers([line])), "")


def _beside_figure(lines: Sequence[Line], at: int) -> str:
    """The number at the end of a line where the text is narrower than its column, as the lines near it show."""
    line, m = lines[at], _AT_RIGHT.search(lines[at].text)
    if m is None or line.x0 < line.left + _INDENT * line.size:
        return ""
    near = lines[max(0, at - _ROWS) : at + _ROWS]
    apart = line.glyph_at(m.start(1) - 1).x0 - line.glyph_at(m.start() - 1).x1 > line.size
    return m[1] if apart and any(n is not line and abs(n.x1 - line.x1) < 1.0 and _is_words(n) for n in near) else ""


def _is_words(line: Line) -> bool:
    """Whether a line is of a sentence: it is at the left edge and has words, or consists of words."""
    text = _AT_LEFT.sub("", line.text)
    words = [w for w in _WORD.findall(text) if w.lower() not in _FUNCTIONS]
    first = _WORD.match(text)
    begins = (first is not None and first[0] in words) or any(len(w) > 3 for w in words)
    at_edge = line.x0 < line.left + _INDENT * line.size and text == line.text
    mostly = sum(map(len, words)) > _WORDS * sum(c.isalpha() for c in text)
    return (at_edge and begins) or (mostly and len(words) > 3)
