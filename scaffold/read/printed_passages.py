"""Whether the words of a passage of the source stand on the paper's pages, and on which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffold.model import Passage
from scaffold.read.latex import prose
from scaffold.read.page_text import PageText
from scaffold.read.pdf.page.lines import squash
from scaffold.tex.tokens import mask

__all__ = ["confirmed"]

_FIRST, _FEWEST = 40, 16
"""Letters by which the first words are sought; runs of fewer say nothing of their place."""

_BETWEEN, _BROKEN = 900, 6000
"""Letters between two runs of words, for formulas and citations; and between the parts of a run where a page ends."""

_BREAKS = 3
"""How often a passage may be interrupted by what is between two pages or columns."""


def confirmed(passages: Sequence[Passage], pages: PageText) -> tuple[Passage, ...]:
    """The passages with their pages: confirmed where all their runs of words are printed there in this order."""
    return tuple(_compared(p, pages) for p in passages)


def _compared(p: Passage, pages: PageText) -> Passage:
    runs = [words for _, _, text in prose.runs(mask(p.body)) if len(words := squash(text)) >= _FEWEST]
    if not runs:
        return p
    for place in _places(runs[0], pages):
        end = _followed(runs, pages.text, place)
        if end is not None:
            first, last = (pages.lines[pages.line_at(at)].page for at in (place, end - 1))
            return replace(p, pages=(first, last), confidence="confirmed")
    return replace(p, confidence="conflict")


def _places(run: str, pages: PageText) -> Iterator[int]:
    """Where a passage may begin that begins with this run: a run of few letters may be where a page ends."""
    for length in (_FIRST, _FEWEST):
        found = pages.places(run[:length])
        if found:
            yield from found
            return


def _followed(runs: Sequence[str], text: str, place: int) -> int | None:
    """Where the last run ends if all follow each other from a place on; None if one does not."""
    at, breaks = place, 0
    for n, run in enumerate(runs):
        start = at if n == 0 else text.find(run[:_FEWEST], at, at + _BETWEEN + _FEWEST)
        end = _end(run, text, start) if start >= 0 else None
        if end is None:
            breaks += 1
            end = _interrupted(run, text, max(at, start), near=n == 0 or start >= 0)
        if end is None or breaks > _BREAKS:
            return None
        at = end
    return at


def _end(run: str, text: str, start: int) -> int | None:
    return start + len(run) if text.startswith(run, start) else None


def _interrupted(run: str, text: str, at: int, *, near: bool) -> int | None:
    """Where a run ends of which the beginning stands at a place and the rest after what comes between two pages.

    near: the run begins at the place; otherwise all of it may be after the interruption.
    """
    same = _common(run, text, at) if near else 0
    for kept in range(same, max(-1, same - 3), -1):  # what comes between may begin with the same letters
        found = text.find(run[kept:], at + kept, at + kept + _BROKEN)
        if found >= 0 and kept < len(run):
            return found + len(run) - kept
    return None


def _common(run: str, text: str, at: int) -> int:
    """How many letters of a run stand at a place of the text."""
    n = 0
    while n < len(run) and at + n < len(text) and run[n] == text[at + n]:
        n += 1
    return n
