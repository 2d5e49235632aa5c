"""The text of all pages as one sequence of letters and digits, in which words of the source are found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from scaffold.read.pdf.page.lines import Line, squash

__all__ = ["PageText"]

_MOST = 6
"""Places of the same words that are looked at: words that a paper repeats more often say nothing."""


class PageText:
    """Lines of pages, and their letters and digits; places are counted in these."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        squashed = [squash(line.text) for line in lines]
        self.text = "".join(squashed)
        self._starts = [0, *accumulate(map(len, squashed))]

    def line_at(self, place: int) -> int:
        """The index of the line that holds the sign at a place."""
        return bisect_right(self._starts, place) - 1

    def start_of(self, line: int) -> int:
        """The place where a line begins."""
        return self._starts[line]

    def places(self, words: str) -> list[int]:
        """Where these letters and digits are; () if they are empty or at too many places."""
        found = list(self._places(words)) if words else []
        return found if len(found) <= _MOST else []

    def _places(self, words: str) -> Iterator[int]:
        at = self.text.find(words)
        for _ in range(_MOST + 1):
            if at < 0:
                return
            yield at
            at = self.text.find(words, at + 1)
