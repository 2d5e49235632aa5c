"""Figures of a PDF: found by their captions, and clipped where it is safe to say what belongs to them.

A figure is what is drawn above its caption, up to the running text or another caption. If running text is beside it,
if something is cut at an edge, or if nothing is there, the figure has no region: nothing is better than half of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from scaffold.model import Figure, Region
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.floats import CAPTION, is_text
from scaffold.read.pdf.layout.text import running
from scaffold.read.pdf.page.ink import Ink
from scaffold.sheets import PAD, Box

_CAPTION = re.compile(r"(?:Figure|Fig\.|FIGURE|Abbildung|Abb\.)\s*((?:[A-Z]\.)?\d+(?:\.\d+)?)\s*[.:|–—]?\s*")
_BESIDE = re.compile(r"\s(?:Figure|Fig\.|FIGURE|Abbildung|Abb\.)\s*(?:[A-Z]\.)?\d+(?:\.\d+)?\s*[:.|]\s")
"""A second caption on the line of the first: the lines of both are mixed."""

_LINES = 8
_LEAST = 40.0
"""Width and height in points of a figure at least."""

_MOST = 0.75
"""Height of a figure at most, relative to the lowest line of its page."""

_ASIDE = 40.0
"""Points by which a figure may be wider than its column on each side."""

_TEXT = 0.4
"""Share of a figure's area that lines of text, such as its labels, take at most."""

_HEAD = 1.5
"""Height of a page's running head at most, in type sizes."""

_WORDS = 3
"""Words that a caption cut before a formula has at least."""


def figures(paper: Layout, file: str, ink: Ink | None, apart: Collection[int] = ()) -> tuple[Figure, ...]:
    """The figures in order, each once. apart: the ids of lines that are headings."""
    found: dict[str, Figure] = {}
    for at, line in enumerate(paper.lines):
        m = _CAPTION.match(line.text)
        if not m or m[1] in found or not _stopped(m, line):
            continue
        end = at + 1
        while end < min(at + _LINES, len(paper.lines)) and paper.lines[end].lead < 1.3 * line.size:
            end += 1
        own = paper.lines[at:end]
        alone = not any(_BESIDE.search(n.text, m.end() if n is line else 1) for n in own)
        found[m[1]] = Figure(
            id=f"figure-{m[1]}",
            number=m[1],
            caption=_words(own, m.end()) if alone else "",
            page=line.page,
            file=file,
            line=at + 1,
            regions=tuple(_regions(paper, own, apart, ink)) if ink and alone else (),
            form="text",
        )
    return tuple(found.values())


def _stopped(m: re.Match[str], line: Line) -> bool:
    """Whether it is a caption: a stop follows its number, or its head is in another style than its text."""
    rest = line.text[m.end() :]
    if m[0].rstrip()[-1:] in ".:|–—":
        return True
    return bool(rest[:1].isupper()) and line.style_at(0).bold != line.style_at(m.end()).bold


def _words(own: Sequence[Line], start: int) -> str:
    """The caption up to its first formula, which text cannot show; "" if hardly a word is left."""
    for n, line in enumerate(own):
        begin = start if n == 0 else 0
        formula = (at for at, g in zip(line.starts, line.glyphs, strict=False) if at >= begin and g.style.math)
        if (cut := next(formula, None)) is not None:
            before = running([*own[:n], replace(line, text=line.text[:cut])], start).split()
            kept = before if line.text[cut - 1 : cut].isspace() else before[:-1]
            return " ".join(kept).rstrip(" ,;:([=") + " …" if len(kept) >= _WORDS else ""
    return running(own, start)


def _regions(paper: Layout, own: Sequence[Line], apart: Collection[int], ink: Ink) -> Iterator[Region]:
    """Where the figure over a caption is; nothing where that is not certain. apart: the ids of headings' lines."""
    page = own[0].page
    there = [n for n in (*paper.lines, *paper.notes) if n.page == page and not any(n is line for line in own)]
    for aside in (0.0, _ASIDE):
        x0, x1 = _sides(own, there, aside)
        bottom = min(g.top for g in own[0].glyphs)
        over = [n for n in there if n.base < bottom and n.x0 < x1 and n.x1 > x0]
        stops = _stops(paper, over, apart)
        top = max(map(_foot, stops), default=0.0)
        within = [n for n in over if n.base > top]
        box = _without_page_head(ink.box(page, (x0, top + 1, x1, bottom - 1)), page, (paper.body, within), ink=ink)
        if box is None or not _sized(box, max(n.base for n in (*there, *own))):
            return
        if _drawn(box, within) and not _cut(box, (x0, top, x1), page, ink=ink):
            yield Region(page, (box[0] + PAD / 2, box[1] + PAD / 2, box[2] - PAD / 2, box[3] - PAD / 2))
            return


def _without_page_head(box: Box | None, page: int, text: tuple[float, Sequence[Line]], ink: Ink) -> Box | None:
    """The box without a running head, a row at its top that is in no line; text: its size, and the lines there."""
    size, lines = text
    if box is None:
        return None
    x0, top, x1, bottom = box
    foot = top
    while foot < min(bottom, top + _HEAD * size) and not ink.blank(page, x0, x1, foot):
        foot += 0.5
    if foot >= top + _HEAD * size or any(top < n.base < foot + 1 for n in lines):
        return box
    below = ink.box(page, (x0, foot, x1, bottom))
    return below if below and below[1] - foot > size else box


def _sized(box: Box, lowest: float) -> bool:
    """Whether a box is large enough for a figure, and leaves something of its page, whose lowest line is there."""
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) >= _LEAST and height <= _MOST * lowest


def _sides(own: Sequence[Line], there: Sequence[Line], aside: float) -> tuple[float, float]:
    """The width that a figure may take: that of its column and aside, or up to half-way to a caption beside its own."""
    column = [n for n in there if n.column == own[0].column]
    x0, x1 = min(n.left for n in (*own, *column)) - aside, max(n.right for n in (*own, *column)) + aside
    left, right = min(n.x0 for n in own), max(n.x1 for n in own)
    for n in (n for n in there if abs(n.base - own[0].base) < own[0].size):
        if n.x0 >= right:
            x1 = min(x1, (right + n.x0) / 2)
        elif n.x1 <= left:
            x0 = max(x0, (left + n.x1) / 2)
    return min(x0, left) - PAD, max(x1, right) + PAD


def _stops(paper: Layout, over: Sequence[Line], apart: Collection[int]) -> list[Line]:
    """The lines above a figure that are not of it: text to the end of its paragraph, headings, captions, page heads."""
    notes = set(map(id, paper.notes))
    stops: list[Line] = []
    for n in sorted(over, key=lambda n: n.base):
        last = stops[-1] if stops else None
        goes_on = last is not None and abs(n.size - last.size) < 0.5 and 0 <= n.base - last.base < 1.4 * last.size
        head = id(n) in notes and not any(m.base < n.base and m not in stops for m in over)
        if head or goes_on or id(n) in apart or is_text(n, paper.body) or CAPTION.match(n.text):
            stops.append(n)
    return stops


def _foot(line: Line) -> float:
    return max(g.bottom for g in line.glyphs)


def _drawn(box: Box, within: Sequence[Line]) -> bool:
    """Whether more than lines of text is there."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    return sum((n.x1 - n.x0) * n.size for n in within) < _TEXT * area


def _cut(box: Box, limits: tuple[float, float, float], page: int, ink: Ink) -> bool:
    """Whether something drawn goes on beyond the sides or the top of where the figure may be."""
    x0, top, x1 = limits
    beyond = (x0 - 6 * PAD, box[1], x0, box[3]), (x1, box[1], x1 + 6 * PAD, box[3])
    return box[1] < top + 2 or any(ink.box(page, side) is not None for side in beyond)
