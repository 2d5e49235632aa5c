"""Where a clip may be cut between its lines, so that a page or a slide can end within a long statement.

Cuts go only through rows of pixels without ink, so they never divide a glyph; a region without such rows (a shaded
box) stays whole. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from scaffold.model import Region
from scaffold.once import for_last

__all__ = ["strips"]

_LEAST, _MOST = 26.0, 64.0
"""A strip is at least two and at most five lines high; the cut is at the widest gap in between."""

_GAP = 1.6
"""Least gap between two lines; limits are closer to their operator."""

_SCALE = 3.0
_WHITE = bytes(0 if value < 245 else 255 for value in range(256))


def strips(page: Any, region: Region) -> tuple[Region, ...]:
    """The region in strips from top to bottom, each as wide as the region.

    page is pypdfium2's, not cropped: coordinates of a region start at the corner of the sheet as shown, rotated or not.
    """
    x0, top, x1, bottom = region.box
    if bottom - top <= _MOST:
        return (region,)
    cuts = _cuts(list(_gaps(_inked(page, region))), top, bottom)
    edges = (top, *cuts, bottom)
    return tuple(replace(region, box=(x0, a, x1, b)) for a, b in pairwise(edges))


def _inked(page: Any, region: Region) -> list[tuple[float, bool]]:
    """Every row of pixels of the region: its height on the page, and whether it has any ink."""
    data, stride, width, height = _drawn(page)
    x0, top, x1, bottom = region.box
    left, right = max(0, int(x0 * _SCALE)), min(width, int(x1 * _SCALE) + 1)
    rows = range(max(0, int(top * _SCALE)), min(height, int(bottom * _SCALE)))
    return [(n / _SCALE, bool(data[n * stride + left : n * stride + right].strip(b"\xff"))) for n in rows]


@for_last
def _drawn(page: Any) -> tuple[bytes, int, int, int]:
    """The page's pixels in black and white, the length of a row in bytes, width and height: drawn once for all regions
    that follow each other on a page.
    """
    bitmap = page.render(scale=_SCALE, grayscale=True)
    return bytes(bitmap.buffer).translate(_WHITE), bitmap.stride, bitmap.width, bitmap.height


def _gaps(rows: Sequence[tuple[float, bool]]) -> Iterator[tuple[float, float]]:
    """Start and end of each gap between lines."""
    start: float | None = None
    for height, inked in rows:
        if not inked:
            start = height if start is None else start
        elif start is not None:
            if height - start >= _GAP:
                yield start, height
            start = None


def _cuts(gaps: Sequence[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Where to cut: at the widest gap that makes no strip too small and, if possible, none too high."""
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
