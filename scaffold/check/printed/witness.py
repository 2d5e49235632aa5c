"""Whether a PDF of ours prints what the paper's page prints, for each statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.check.printed import align
from scaffold.check.printed.align import Difference
from scaffold.check.printed.encodings import swaps_phi, with_phi_swapped
from scaffold.check.printed.furniture import (
    Row,
    footnotes,
    rows,
    without_footnotes,
    without_line_numbers,
    without_running_heads,
)
from scaffold.check.printed.glyphs import Glyph, glyphs
from scaffold.sheets import PDFIUM

__all__ = ["Comparison", "Shown", "compare"]

_PAGES, _ALL = 4, 80
"""Pages of the paper on which a statement may stand, from the one on which it begins; if that is not known, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A statement in a PDF of ours: the pages that hold it and nothing else, and the paper's page where it begins.

    Pages count from 1; page is None if it is not known. title is what the paper prints before it ("Theorem 3.1").
    """

    id: str
    title: str
    page: int | None
    ours: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whether a statement was compared, and what differs; () if ours prints what the page prints."""

    compared: bool
    differences: tuple[Difference, ...] = ()

    @property
    def agrees(self) -> bool:
        return self.compared and not self.differences

    @property
    def differs(self) -> bool:
        return bool(self.differences)

    def __str__(self) -> str:
        """The first difference, for people."""
        first = self.differences[0]
        ours, theirs = (_short(text) for text in (first.ours, first.theirs))
        more = f", and {len(self.differences) - 1} more" if len(self.differences) > 1 else ""
        if not ours:
            return f"“{theirs}” on page {first.page} of the paper is missing{more}"
        if not theirs:
            return f"“{ours}” does not stand on page {first.page} of the paper{more}"
        return f"“{ours}” for “{theirs}” on page {first.page} of the paper{more}"


def compare(
    shown: Iterable[Shown], ours: bytes, paper: Path, labels: Sequence[str] = (), *, whole: bool = True
) -> dict[str, Comparison]:
    """Compares each statement in the PDF `ours` with the paper's; labels are those of our citations.

    whole: whether the paper shows every statement; if not, one that is only mentioned there is not compared. Never
    raises: a PDF that cannot be read compares nothing.
    """
    import pypdfium2

    shown = list(shown)
    try:
        with PDFIUM, pypdfium2.PdfDocument(ours) as mine, pypdfium2.PdfDocument(paper) as theirs:
            swapped = whole and swaps_phi(paper.read_bytes())
            return dict(_comparisons(shown, mine, _Pages(theirs, whole=whole, swapped=swapped), labels))
    except (pypdfium2.PdfiumError, ValueError, RuntimeError, OSError):
        return {s.id: Comparison(compared=False) for s in shown}


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the paper without its furniture, and the marks of its footnotes."""

    glyphs: Sequence[Glyph]
    notes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Begun:
    """Pages on which a statement may stand, and the marks of their footnotes."""

    passage: align.Passage
    notes: frozenset[str]


class _Pages:
    """The pages of the paper, each read once.

    whole: as in the function `compare`. A report or deck of ours has no running heads with words: what its slides
    repeat at one height is the title of a statement.
    """

    def __init__(self, document: Any, *, whole: bool, swapped: bool) -> None:
        """swapped: as `swaps_phi` says."""
        self._document = document
        self._whole = whole
        self._swapped = swapped
        self._read: dict[int, Sequence[Glyph]] = {}
        self._rows_of: dict[int, Sequence[Row]] = {}
        self._made: dict[int, _Page] = {}
        self._begun: dict[int | None, _Begun] = {}

    def page(self, n: int) -> _Page:
        """The page of that number, from 1."""
        if n not in self._made and not self._whole:
            self._made[n] = _Page(self._glyphs(n), frozenset(footnotes(self._glyphs(n)).values()))
        elif n not in self._made:
            beside = map(self._rows, _beside(n, len(self._document)))
            text = without_running_heads(self._glyphs(n), self._rows(n), beside)
            notes = footnotes(text)
            self._made[n] = _Page(without_footnotes(text, notes), frozenset(notes.values()))
        return self._made[n]

    def beginning(self, first: int | None) -> _Begun:
        """The pages that may hold a statement that begins on a page, or on any if that is not known."""
        if first not in self._begun:
            start, most = (first, _PAGES) if first else (1, _ALL)
            pages = [self.page(n) for n in range(start, min(start + most, len(self._document) + 1))]
            glyphs = [glyph for page in pages for glyph in page.glyphs]
            notes = frozenset(mark for page in pages for mark in page.notes)
            self._begun[first] = _Begun(align.Passage(glyphs), notes)
        return self._begun[first]

    @property
    def least(self) -> float:
        """The part of the first signs of a statement that must agree for it to be compared."""
        return align.SOME if self._whole else align.MOST

    def _glyphs(self, n: int) -> Sequence[Glyph]:
        if n not in self._read:
            read = glyphs(self._document, [n])
            if self._swapped:
                read = [g._replace(sign=with_phi_swapped(g.sign)) for g in read]
            self._read[n] = without_line_numbers(read)
        return self._read[n]

    def _rows(self, n: int) -> Sequence[Row]:
        if n not in self._rows_of:
            self._rows_of[n] = rows(self._glyphs(n))
        return self._rows_of[n]


def _beside(n: int, last: int) -> list[int]:
    """The pages that may have the same running head: left pages and right pages have heads of their own."""
    return [m for m in (n - 2, n - 1, n + 1, n + 2) if 1 <= m <= last]


def _comparisons(
    shown: Sequence[Shown], mine: Any, paper: _Pages, labels: Sequence[str]
) -> Iterator[tuple[str, Comparison]]:
    for statement in shown:
        pages, ours = paper.beginning(statement.page), glyphs(mine, statement.ours)
        yield statement.id, _comparison(statement, ours, pages, labels, least=paper.least)


def _comparison(
    statement: Shown, ours: Sequence[Glyph], pages: _Begun, labels: Sequence[str], *, least: float
) -> Comparison:
    known = statement.page is not None  # otherwise a text without the title may have another number there
    place = align.found(ours, pages.passage, statement.title, untitled=known, least=least)
    if place is None:
        return Comparison(compared=False)
    return Comparison(compared=True, differences=tuple(align.differences(ours, place, labels, pages.notes)))


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:28] + "…"
