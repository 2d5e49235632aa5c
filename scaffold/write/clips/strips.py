"""Where a clip may be cut between its lines, so that a page or a slide can end within a long statement.

Only rows of a page on which nothing is drawn are cut, so no glyph is ever divided; what has none (a shaded box)
stays whole. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from scaffold.model import Region

__all__ = ["strips"]

_LEAST, _MOST = 26.0, 64.0
"""A strip is at least two lines high, and is cut where the white is widest before it is five."""

_GAP = 1.6
"""White between lines; limits stand nearer to their sign."""

_SCALE = 3.0
_WHITE = bytes(0 if value < 245 else 255 for value in range(256))


def strips(page: Any, region: Region) -> tuple[Region, ...]:
    """The region in strips from top to bottom that tile it, each as wide as the region.

    The page is pypdfium2's, uncropped: regions count from the corner of the sheet as it is shown, turned or not.
    """
    x0, top, x1, bottom = region.box
    if bottom - top <= _MOST:
        return (region,)
    cuts = _cuts(list(_gaps(_inked(page, region))), top, bottom)
    edges = (top, *cuts, bottom)
    return tuple(replace(region, box=(x0, a, x1, b)) for a, b in pairwise(edges))


def _inked(page: Any, region: Region) -> list[tuple[float, bool]]:
    """Every row of pixels across the region: its height on the page, and whether anything is drawn on it."""
    bitmap = page.render(scale=_SCALE, grayscale=True)
    data, stride = bytes(bitmap.buffer).translate(_WHITE), bitmap.stride
    x0, top, x1, bottom = region.box
    left, right = max(0, int(x0 * _SCALE)), min(bitmap.width, int(x1 * _SCALE) + 1)
    rows = range(max(0, int(top * _SCALE)), min(bitmap.height, int(bottom * _SCALE)))
    return [(n / _SCALE, bool(data[n * stride + left : n * stride + right].strip(b"\xff"))) for n in rows]


def _gaps(rows: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, float]]:
    """Begin and end of the white between lines."""
    start: float | None = None
    for height, inked in rows:
        if not inked:
            start = height if start is None else start
        elif start is not None:
            if height - start >= _GAP:
                yield start, height
            start = None


def _cuts(gaps: Sequence[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Where to cut: at the widest gap that leaves no strip too small and, where that can be, none too high."""
    cuts: list[float] = []
    last = top
    while bottom - last > _MOST:
        ahead = [g for g in gaps if g[0] - last >= _LEAST and bottom - g[1] >= _LEAST]
        near = [g for g in ahead if g[0] - last <= _MOST] or ahead[:1]
        if not near:
            break
        start, end = max(near, key=lambda g: (round(g[1] - g[0], 1), g[0]))
        last = (start + end) / 2
        cuts.append(last)
    return cuts
