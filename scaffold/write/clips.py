"""Clips of the paper's PDF: vector pictures of statements, for where LaTeX cannot set them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from scaffold.model import Region
from scaffold.write.strips import strips

__all__ = ["clip", "count"]

_Box = tuple[float, float, float, float]

_PAD = 2.0
"""Points left free around a region, so that no accent or descender is cut."""


def clip(pdf: bytes, regions: Sequence[Region]) -> bytes:
    """A PDF whose pages show the regions, from top to bottom; b"" when there is nothing to cut or a page is not there.

    A region higher than a few lines is cut between lines into several pages, so that what shows it can break there.
    """
    import pypdfium2

    source = pypdfium2.PdfDocument(pdf)
    target = pypdfium2.PdfDocument.new()
    try:
        wanted = [r for r in regions if 1 <= r.page <= len(source) and _area(r) > 0]
        for region in wanted:
            for strip in strips(_uncropped(source, region.page), region):
                target.import_pages(source, pages=[region.page - 1])
                _cut(target[len(target) - 1], strip, region)
        return _saved(target) if wanted else b""
    finally:
        target.close()
        source.close()


def _area(region: Region) -> float:
    x0, top, x1, bottom = region.box
    return max(0.0, x1 - x0) * max(0.0, bottom - top)


def _uncropped(document: object, number: int) -> object:
    """A page as regions count it: from the corner of its whole sheet, whatever of it readers are shown."""
    page = document[number - 1]  # type: ignore[index]
    if page.get_cropbox() == page.get_mediabox():
        return page
    page.set_cropbox(*page.get_mediabox())
    page.close()  # a loaded page keeps the box that it was loaded with
    return document[number - 1]  # type: ignore[index]


def _cut(page: object, strip: Region, region: Region) -> None:
    """Sets the page's boxes; a box of the region counts from the top left, one of PDF from the bottom left.

    Only what is an edge of the region is padded: strips of one region meet without seam or overlap.
    """
    sheet = page.get_mediabox()  # type: ignore[attr-defined]
    x0, y0, x1, y1 = strip.box
    above = _PAD if y0 == region.box[1] else 0.0
    below = _PAD if y1 == region.box[3] else 0.0
    shown = (x0 - _PAD, y0 - above, x1 + _PAD, y1 + below)
    left, bottom, right, top = _on_sheet(shown, sheet, page.get_rotation())  # type: ignore[attr-defined]
    box = max(sheet[0], left), max(sheet[1], bottom), min(sheet[2], right), min(sheet[3], top)
    page.set_mediabox(*box)  # type: ignore[attr-defined]
    page.set_cropbox(*box)  # type: ignore[attr-defined]


def _on_sheet(shown: _Box, sheet: _Box, turned: int) -> _Box:
    """A box of the page as it is shown, from its top left, on the sheet that is turned clockwise to show it."""
    x0, y0, x1, y1 = shown
    left, bottom, right, top = sheet
    if turned == 90:
        return left + y0, bottom + x0, left + y1, bottom + x1
    if turned == 180:
        return right - x1, bottom + y0, right - x0, bottom + y1
    if turned == 270:
        return right - y1, top - x1, right - y0, top - x0
    return left + x0, top - y1, left + x1, top - y0


def _saved(document: object) -> bytes:
    """The document's bytes, with the date and the random name that every saving gives it made the same."""
    buffer = io.BytesIO()
    # pdflatex is content with version 1.5; what a clip holds needs no more.
    document.save(buffer, version=15)  # type: ignore[attr-defined]
    data = re.sub(rb"CreationDate\(D:\d{14}", b"CreationDate(D:20000101000000", buffer.getvalue())
    return re.sub(rb"(/ID\s*\[)(.*?)(\])", lambda m: m[1] + re.sub(rb"[0-9A-Fa-f]", b"0", m[2]) + m[3], data)


def count(clip: bytes) -> int:
    """How many pages a clip has: one a region, or more for a high one."""
    return len(sizes(clip))


def sizes(clip: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a clip, in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument(clip)
    try:
        return [document.get_page_size(n) for n in range(len(document))]
    finally:
        document.close()
