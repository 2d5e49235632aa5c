"""Running text by paragraphs, and where the authors speak of their paper."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import islice

from scaffold.model import Passage, PassageKind
from scaffold.read.passages import LONGEST, MOST, kinds_of, run_in
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import running
from scaffold.read.pdf.structure.sections import Found

__all__ = ["passages"]

_ITEM = re.compile(r"(?:[•◦▪–∗*·‣▸]|\(?(?:\d{1,2}|[ivx]{1,4}|[a-h])[.)])\s+(?=[A-Z])")
_ENDS = re.compile(r"[.!?:][”’\")\]]?$")
_RUN_IN = re.compile(r"([A-Z][^.:]{4,60})[.:]\s")
_INDENT, _APART = 4.0, 1.3
"""Points by which the first line of a paragraph is indented at least; its distance from the line above, in leadings."""

_SHORTEST = 30


def passages(paper: Layout, headings: Sequence[Found], apart: Container[int], abstract: str) -> tuple[Passage, ...]:
    """The abstract, and the paragraphs under headings; too many are cut, first those of no kind of their own.

    apart: the lines of statements, proofs, headings and references.
    """
    out = (
        [Passage(kind="abstract", body=abstract, form="text", pages=(1, 1), confidence="confirmed")] if abstract else []
    )
    ends = [*(f.at for f in headings), len(paper.lines)][1:]
    kinds = kinds_of((f.title, f.level) for f in headings)
    left = {True: MOST - len(out), False: MOST}
    for f, end, kind in zip(headings, ends, kinds, strict=True):
        lines = [n for n in range(f.last + 1, end) if n not in apart]
        found = tuple(islice(_under(paper, lines, _numbered(headings, f), kind or "text"), left[bool(kind)]))
        left[bool(kind)] -= len(found)
        out += found
    return tuple(out)


def _numbered(headings: Sequence[Found], within: Found) -> str | None:
    """The number of a heading, or of the last numbered one before it."""
    before = [f.number for f in headings if f.at <= within.at and f.number]
    return before[-1] if before else None


def _under(paper: Layout, at: Sequence[int], section: str | None, kind: PassageKind) -> Iterator[Passage]:
    now = kind
    for lines in _paragraphs(paper, at):
        body = running([paper.lines[n] for n in lines])
        if kind != "text" and (title := _RUN_IN.match(body)) and _set_off(paper.lines[lines[0]], title.end(1)):
            now = run_in(title[1]) or kind
        if len(body) > _SHORTEST:
            pages = (paper.lines[lines[0]].page, paper.lines[lines[-1]].page)
            yield Passage(
                kind=now,
                body=body[:LONGEST],
                form="text",
                section=section,
                pages=pages,
                confidence="confirmed",
                line=lines[0] + 1,
            )


def _set_off(line: Line, end: int) -> bool:
    """Whether a line begins in bold or italics up to a place."""
    styles = [line.style_at(n) for n in range(min(end, len(line.text))) if line.text[n].isalpha()]
    return bool(styles) and all(s.bold or s.italic for s in styles)


def _paragraphs(paper: Layout, at: Sequence[int]) -> Iterator[list[int]]:
    """The lines by paragraph: one begins with an indent, after a space, or as an item of a list."""
    held: list[int] = []
    for n in at:
        if held and _begins(paper, n, held[-1]):
            yield held
            held = []
        held.append(n)
    if held:
        yield held


def _begins(paper: Layout, n: int, before: int) -> bool:
    line, above = paper.lines[n], paper.lines[before]
    if _ITEM.match(line.text) or n != before + 1:
        return True
    if not _ENDS.search(above.text):
        return False
    spaced = line.page == above.page and line.column == above.column and line.lead > _APART * paper.leading
    return spaced or (line.x0 - line.left > _INDENT and line.text[:1].isupper())
