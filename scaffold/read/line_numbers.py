"""Takes the numbers of lines, as manuscripts under review print them in the margin, out of the text of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffold.read.pdf.page.lines import Line

__all__ = ["without_line_numbers"]

_FEWEST, _SHARE = 25, 0.3
"""Lines with a number that make a manuscript with numbered lines: how many, and which part of the long ones."""

_LONG = 20
"""Letters of a line that would have a number."""

_SKIPPED = 6
"""How far the next number may be from the last one: those between are lost, or stand for themselves."""


def without_line_numbers(lines: Sequence[Line]) -> list[Line]:
    """The lines without their numbers; as they are where lines have none.

    Numbers count up by one over the paper or from 1 on each page, and may stand within a line that begins with a
    formula: there only the one that comes next is taken out.
    """
    numbered = list(_numbered(lines))
    begun = sum(at == 0 for _, at in numbered)
    if begun < max(_FEWEST, _SHARE * sum(len(line.text) >= _LONG for line in lines)):
        return list(lines)
    return [_without(line, at) for line, at in numbered]


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """The lines, each with the place among its words of the number that comes next; -1 for none."""
    count, page = 0, 0
    for line in lines:
        words = line.text.split()
        if line.page != page and words and _value(words[0]) in (0, 1):
            count = _value(words[0]) - 1
        page = line.page
        first = _value(words[0]) if words else -1
        if count < first <= count + _SKIPPED:
            count = first
            yield line, 0
            continue
        at = next((n for n, word in enumerate(words) if _value(word) == count + 1), -1)
        count += at >= 0
        yield line, at


def _value(word: str) -> int:
    """The number that a word is; -1 for any other word."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 4 else -1


def _without(line: Line, at: int) -> Line:
    words = line.text.split()
    return line if at < 0 else replace(line, text=" ".join((*words[:at], *words[at + 1 :])))
