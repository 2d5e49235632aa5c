"""Algorithms of a PDF: found by their captions, and clipped where rules say what belongs to them.

An algorithm is between a rule above its caption and the last of the same width below it. Without such rules there is
no region: nothing is better than half of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scaffold.model import Region
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.page.glyphs import Rule

__all__ = ["algorithms", "referred"]

_CAPTION = re.compile(r"(?:Algorithm|ALGORITHM)\s*((?:[A-Z]\.)?\d+(?:\.\d+)?)(?=\s|[.:|–—]|\Z)")
_NAMED = re.compile(r"\b(?:Algorithm|Alg\.)\s((?:[A-Z]\.)?\d+(?:\.\d+)?)(?!\w)")
_ABOVE, _UNDER = 2.2, 3.0
"""Distance of the rule above a caption, and of the one under it, which may have two lines, from its base at most."""

_SAME, _LEAST, _THIN = 2.0, 60.0, 2.0
"""How much the ends of rules of one width differ at most, their width at least, and their height at most, in points."""

Box = tuple[float, float, float, float]


def referred(bodies: Iterable[str]) -> frozenset[str]:
    """The numbers of the algorithms that texts name."""
    return frozenset(number for body in bodies for number in _NAMED.findall(body))


def algorithms(paper: Layout, numbers: Iterable[str]) -> Iterator[tuple[str, int, Region]]:
    """The algorithms with these numbers between rules: number, place of the caption, region; each once."""
    left = set(numbers)
    for at, line in enumerate(paper.lines):
        m = _CAPTION.match(line.text)
        box = _box(_groups(paper.rules.get(line.page, ()), line), line) if m and m[1] in left else None
        if m and box:
            left.remove(m[1])
            yield m[1], at, Region(line.page, box)


def _groups(rules: Sequence[Rule], line: Line) -> list[list[Rule]]:
    """The horizontal rules over or under a line by their ends, each group from the top."""
    out: list[list[Rule]] = []
    for r in sorted(rules, key=lambda r: r.top):
        if r.x1 - r.x0 < _LEAST or r.bottom - r.top > _THIN or r.x0 > line.x1 or r.x1 < line.x0:
            continue
        same = next((g for g in out if abs(g[0].x0 - r.x0) < _SAME and abs(g[0].x1 - r.x1) < _SAME), None)
        if same is None:
            out.append([r])
        else:
            same.append(r)
    return out


def _box(groups: Sequence[Sequence[Rule]], line: Line) -> Box | None:
    for group in groups:
        above = [r for r in group if 0 < line.base - r.top < _ABOVE * line.size]
        below = [r for r in group if r.top > line.base]
        under = bool(below) and below[0].top - line.base < _UNDER * line.size
        if above and len(below) > under:
            top, bottom = above[-1], below[under]
            return round(top.x0, 2), round(top.top, 2), round(top.x1, 2), round(bottom.bottom, 2)
    return None
