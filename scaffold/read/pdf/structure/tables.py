"""Tables of a PDF: found by their captions, and clipped where rules or a frame say what belongs to them.

A table is between the first and the last of several rules of one width, or in a frame, right below its caption or right
above it. Without them there is no region: nothing is better than half of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scaffold.model import Region
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.floats import CAPTION, is_text
from scaffold.read.pdf.layout.text import running
from scaffold.read.pdf.page.glyphs import Rule

__all__ = ["Table", "referred", "tables"]

_NUMBER = r"(?:[A-Z]\.)?\d+(?:\.\d+)?"
_CAPTION = re.compile(rf"(?:Table|TABLE|Tab\.|Tabelle)\s*({_NUMBER})\s*[.:|–—]?\s*")
_NAMED = re.compile(rf"\b(?:Table|Tab\.)\s({_NUMBER})(?!\w)")
_CITED = re.compile(r"\[[A-Z\d][\w+,–\- ]{0,20}\]|[A-Z][\w-]+ (?:et al\.,? |and [A-Z][\w-]+,? )?[(\[]?(?:19|20)\d\d")
_NEAR, _LINES, _LEAD = 3.0, 12, 1.3
"""Distance of a table from its caption at most; lines of a caption at most, and their distance; in type sizes."""

_SAME, _LEAST, _THIN = 4.0, 60.0, 2.0
"""How much the ends of rules of one width differ at most, their width at least, and their height at most, in points."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: at is the line of its caption, rows the text between its rules, works how often that cites one."""

    number: str
    at: int
    caption: str
    rows: str
    works: int
    region: Region


def referred(bodies: Iterable[str]) -> frozenset[str]:
    """The numbers of the tables that texts name."""
    return frozenset(number for body in bodies for number in _NAMED.findall(body))


def tables(paper: Layout) -> Iterator[Table]:
    """The tables whose extent is certain, each once."""
    found: set[str] = set()
    for at, line in enumerate(paper.lines):
        m = _CAPTION.match(line.text)
        if m and m[1] not in found and _stopped(m, line):
            own = _caption(paper, at)
            box = _box(paper, own)
            if box is not None:
                found.add(m[1])
                rows = running([n for n in paper.lines if n.page == line.page and _within(n, box)])
                yield Table(
                    number=m[1],
                    at=at,
                    caption=running(own, m.end()),
                    rows=rows,
                    works=len(set(_CITED.findall(rows))),
                    region=Region(line.page, _with_caption(box, own)),
                )


def _stopped(m: re.Match[str], line: Line) -> bool:
    """Whether it is a caption: a stop follows its number, it is alone, or its head is in another style."""
    rest = line.text[m.end() :]
    styled = rest[:1].isupper() and line.style_at(0) != line.style_at(m.end())
    return m[0].rstrip()[-1:] in ".:|–—" or not rest or styled


def _caption(paper: Layout, at: int) -> Sequence[Line]:
    """The lines of a caption, up to a rule; accents of formulas may stand between them."""
    lines, end = paper.lines, at + 1
    rules = [r.top for r in paper.rules.get(lines[at].page, ()) if r.x1 - r.x0 >= _LEAST]
    while end < min(at + _LINES, len(lines)):
        one, before = lines[end], lines[end - 1]
        beside = (one.page, one.column) == (before.page, before.column)
        if any(before.base < y < one.base for y in rules):
            break
        if not beside or not -one.size < one.base - before.base < _LEAD * lines[at].size or CAPTION.match(one.text):
            break
        end += 1
    return lines[at:end]


def _within(line: Line, box: Box) -> bool:
    return box[1] < line.base < box[3] and line.x0 < box[2] and line.x1 > box[0]


def _box(paper: Layout, own: Sequence[Line]) -> Box | None:
    """What stands between rules next to a caption, the nearer one of above and below; None where nothing does."""
    first, size = own[0], own[0].size
    top, foot = first.base - size, max(n.base for n in own)
    there = [n for n in paper.lines if n.page == first.page and all(n is not line for line in own)]
    stops = [n.base for n in there if CAPTION.match(n.text) or is_text(n, paper.body)]
    near: list[tuple[float, Box]] = []
    for group in _groups(paper.rules.get(first.page, ()), own):
        below = _run([r for r in group.rules if r[0] > foot], stops)
        above = _run([r for r in reversed(group.rules) if r[1] < top + 0.5 * size], stops)
        for run, far in ((below, below[0] - foot if below else 0.0), (above, top - above[1] if above else 0.0)):
            if run is not None and far < _NEAR * size:
                near.append((far, (group.x0, run[0], group.x1, run[1])))
    return min(near, default=(0.0, None))[1]


def _run(rules: Sequence[tuple[float, float]], stops: Sequence[float]) -> tuple[float, float] | None:
    """What the first of these rules and those after it enclose, up to running text; None for a single rule."""
    if not rules:
        return None
    top, bottom = rules[0]
    for a, b in rules[1:]:
        if any(min(bottom, b) < y < max(top, a) for y in stops):
            break
        top, bottom = min(top, a), max(bottom, b)
    return (top, bottom) if bottom - top > 4 * _THIN else None


@dataclass(slots=True)
class _Group:
    """Horizontal rules and frames with the same ends: top and bottom of each, from the top."""

    x0: float
    x1: float
    rules: list[tuple[float, float]]


def _groups(rules: Sequence[Rule], own: Sequence[Line]) -> list[_Group]:
    """The horizontal rules, and the edges of frames, over or under a caption, by their ends."""
    x0, x1 = min(n.x0 for n in own), max(n.x1 for n in own)
    out: list[_Group] = []
    for r in sorted(rules, key=lambda r: r.top):
        if r.x1 - r.x0 < _LEAST or r.x0 > x1 or r.x1 < x0:
            continue
        same = next((g for g in out if abs(g.x0 - r.x0) < _SAME and abs(g.x1 - r.x1) < _SAME), None)
        if same is None:
            out.append(same := _Group(r.x0, r.x1, []))
        same.x0, same.x1 = min(same.x0, r.x0), max(same.x1, r.x1)
        same.rules.append((r.top, r.bottom))
    return out


def _with_caption(box: Box, own: Sequence[Line]) -> Box:
    glyphs = [g for n in own for g in n.glyphs]
    x0, x1 = min(box[0], *(n.x0 for n in own)), max(box[2], *(n.x1 for n in own))
    top, bottom = min(box[1], *(g.top for g in glyphs)), max(box[3], *(g.bottom for g in glyphs))
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
