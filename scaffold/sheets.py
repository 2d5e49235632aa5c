"""Coordinates on a PDF page as used by regions: on the whole sheet, as rotated, from the top left.

Pages come from pypdfium2. A sheet is (left, bottom, right, top) in PDF coordinates; any other box is (x0, top, x1,
bottom). Lengths are units of the page's user space, which TeX treats as points regardless of /UserUnit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

__all__ = ["PAD", "PDFIUM", "Box", "sheet_box", "shown", "shown_point", "whole", "without"]

Box = tuple[float, float, float, float]

PDFIUM = threading.RLock()
"""Held while a PDF is read: PDFium is not thread-safe (pypdfium2's README, "Thread incompatibility")."""

PAD = 2.0
"""Points that a clip shows around a region on each side."""

_EVERYTHING = (-1e5, -1e5, 1e5, 1e5)


def whole(document: Any, number: int) -> Any:
    """The page of that number (from 1), uncropped; its get_bbox() is then the sheet, its own or inherited."""
    page = document[number - 1]
    if page.get_bbox() == page.get_mediabox(fallback_ok=False):
        return page  # not cropped; to load it again would parse its content twice
    page.set_cropbox(*_EVERYTHING)  # viewers show the intersection of it and the sheet
    page.close()  # a loaded page keeps its old box
    return document[number - 1]


def shown_point(x: float, y: float, sheet: Box, turned: int) -> tuple[float, float]:
    """Converts a point in PDF coordinates to the page as displayed; turned: degrees clockwise."""
    if turned % 360 == 0:
        return x - sheet[0], sheet[3] - y
    if turned % 360 == 90:
        return y - sheet[1], x - sheet[0]
    if turned % 360 == 180:
        return sheet[2] - x, y - sheet[1]
    return sheet[3] - y, sheet[2] - x


def shown(box: Box, sheet: Box, turned: int) -> Box:
    """Converts a box in PDF coordinates to the page as displayed; turned: degrees clockwise."""
    a, b = shown_point(box[0], box[1], sheet, turned)
    c, d = shown_point(box[2], box[3], sheet, turned)
    return c if c < a else a, d if d < b else b, c if c > a else a, d if d > b else b


def sheet_box(box: Box, sheet: Box, turned: int) -> Box:
    """Converts a box on the displayed page to PDF coordinates: the inverse of `shown`."""
    x0, y0, x1, y1 = box
    left, bottom, right, top = sheet
    if turned == 90:
        return left + y0, bottom + x0, left + y1, bottom + x1
    if turned == 180:
        return right - x1, bottom + y0, right - x0, bottom + y1
    if turned == 270:
        return right - y1, top - x1, right - y0, top - x0
    return left + x0, top - y1, left + x1, top - y0


def without(boxes: Iterable[Box], hole: Box) -> list[Box]:
    """The parts of boxes outside a hole, as boxes that do not overlap if the given ones do not."""
    out: list[Box] = []
    a, b, c, d = hole
    for x0, top, x1, bottom in boxes:
        if a >= x1 or c <= x0 or b >= bottom or d <= top:
            out.append((x0, top, x1, bottom))
            continue
        high, low = max(top, b), min(bottom, d)
        parts = ((x0, top, x1, high), (x0, high, a, low), (c, high, x1, low), (x0, low, x1, bottom))
        out += [p for p in parts if p[0] < p[2] and p[1] < p[3]]
    return out
