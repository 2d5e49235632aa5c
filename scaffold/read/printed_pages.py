"""The page numbers that a paper prints where it refers to pages: they are known only from its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from scaffold.model import Label, Paper
from scaffold.read.heads import plain_number
from scaffold.read.numbers import Place, Reading
from scaffold.read.page_text import PageText
from scaffold.read.pdf.page.lines import Line, page_labels, squash
from scaffold.read.printed_numbers import AT_MARGIN, CAPTION, WORDS

__all__ = ["Folios", "found"]

_FOLIO = re.compile(r"\W*(\d{1,4})\W*")


def found(reading: Reading, paper: Paper, lines: Sequence[Line], pdf: Path) -> dict[str, str]:
    """The printed page number for each label whose page the paper names; those that are not known are left out.

    paper has the pages of its statements, sections and figures; lines are those of the PDF.
    """
    if not reading.places:
        return {}
    labels, find = {label.key: label for label in paper.labels}, _Sheets(paper, PageText(lines))
    folios = Folios(lines, page_labels(pdf))
    sheets = {place.key: find.sheet(place, labels[place.key]) for place in reading.places}
    return {key: number for key, sheet in sheets.items() if sheet and (number := folios.of(sheet))}


class _Sheets:
    """Finds the page of the PDF, from 1, on which a label is."""

    def __init__(self, paper: Paper, pages: PageText) -> None:
        self._pages = pages
        self._pages_of = {key: s.page for s in paper.statements for key in s.labels}
        self._pages_of.update({key: f.page for f in paper.figures for key in f.labels})
        self._sections: dict[str, int | None] = {key: s.page for s in paper.sections for key in s.labels}
        self._kinds: Mapping[str, Callable[[Label], int | None]] = {"equation": self._equation, "table": self._table}

    def sheet(self, place: Place, label: Label) -> int | None:
        """The page of what the label names, or of the words beside a label in the text; None if it is not known."""
        if label.kind in self._kinds:
            return self._kinds[label.kind](label)
        if label.key in self._pages_of:
            return self._pages_of[label.key]
        beside = self._words(squash(place.before)[-WORDS:], last=True), self._words(squash(place.after)[:WORDS])
        if all(beside):
            return beside[0] if beside[0] == beside[1] else self._sections.get(label.key)
        return beside[0] or beside[1] or self._sections.get(label.key)

    def _words(self, words: str, *, last: bool = False) -> int | None:
        """The page of words that are at one place only, where they begin or end."""
        at = self._pages.places(words)
        return self._pages.lines[self._pages.line_at(at[0] + last * (len(words) - 1))].page if len(at) == 1 else None

    def _equation(self, label: Label) -> int | None:
        found = ((line.page, AT_MARGIN.match(line.text)) for line in self._pages.lines)
        return _only(page for page, m in found if m and _same(m[1] or m[2], label.number))

    def _table(self, label: Label) -> int | None:
        found = ((line.page, CAPTION.match(line.text)) for line in self._pages.lines)
        return _only(page for page, m in found if m and m[1].lower() == label.kind and _same(m[2], label.number))


def _same(printed: str, number: str) -> bool:
    return plain_number(printed) == plain_number(number)


def _only(pages: Iterator[int]) -> int | None:
    """The page, if there is only one."""
    several = set(pages)
    return several.pop() if len(several) == 1 else None


class Folios:
    """The numbers that pages print at their head or foot, or that the PDF gives them."""

    def __init__(self, lines: Sequence[Line], labels: Mapping[int, str]) -> None:
        """labels: what the PDF calls its pages, which count from 1."""
        self._labels = labels
        self._seen = set(_numbers(lines))
        counts = Counter(number - page for page, number in self._seen)
        (self._first, often), pages = max(counts.items(), key=lambda c: c[1], default=(0, 0)), {x.page for x in lines}
        self._counted = 2 * often > len(pages)

    def of(self, page: int) -> str:
        """The number of a page; "" if neither the pages nor the PDF say it."""
        if self._counted and ((page, page + self._first) in self._seen or page not in self._labels):
            return str(page + self._first)
        return self._labels.get(page, "")


def _numbers(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Pages with each number that is alone in a line, or at an end of their first or last line."""
    for n, line in enumerate(lines):
        if m := _FOLIO.fullmatch(line.text):
            yield line.page, int(m[1])
        beside = {lines[m].page for m in (n - 1, n + 1) if 0 <= m < len(lines)}
        if beside != {line.page}:
            words = line.text.split()
            yield from ((line.page, int(w)) for w in (words[0], words[-1]) if w.isdecimal() and len(w) < 5)
