"""Clips of the paper's PDF: vector pictures of statements that LaTeX cannot set."""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scaffold.model import Region
from scaffold.sheets import PAD, PDFIUM, Box, sheet_box, without
from scaffold.sheets import whole as uncropped
from scaffold.write.clips.strips import strips

__all__ = ["clip", "count", "sizes", "type_size"]


_VERSION = 15
"""pdflatex accepts version 1.5 of PDF without a warning, and a clip needs no newer one."""

_STENCIL = """%PDF-1.5
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R>> endobj
4 0 obj <</Length {length}>> stream
{content}
endstream endobj
trailer <</Root 1 0 R>>
"""

_USUAL = 10.0
_LEAST, _MOST = 7.0, 14.0
"""The type of a paper's text, in points."""


def clip(pdf: bytes, regions: Sequence[Region], *, whole: bool = False) -> bytes:
    """A PDF whose pages show the regions, from top to bottom; whole: each on one page.

    b"" when there are no regions, a page does not exist, or the PDF or a page is too damaged to show. A region of more
    than a few lines is cut between lines into several pages, where a report or a slide can break it.
    """
    import pypdfium2

    try:
        with PDFIUM:
            return _clip(pdf, regions, whole=whole)
    except pypdfium2.PdfiumError:
        return b""


def _clip(pdf: bytes, regions: Sequence[Region], *, whole: bool) -> bytes:
    import pypdfium2

    source = pypdfium2.PdfDocument(pdf)
    target = pypdfium2.PdfDocument.new()
    try:
        wanted = [r for r in regions if 1 <= r.page <= len(source) and _area(r) > 0]
        for region in wanted:
            page = uncropped(source, region.page)
            for strip in (region,) if whole else strips(page, region):
                target.import_pages(source, pages=[region.page - 1])
                added = target[len(target) - 1]
                _show(added, _cut(added, strip, region, page.get_bbox()))
        return _saved(target) if wanted else b""
    finally:
        target.close()
        source.close()


def _area(region: Region) -> float:
    x0, top, x1, bottom = region.box
    return max(0.0, x1 - x0) * max(0.0, bottom - top)


def _cut(page: Any, strip: Region, region: Region, sheet: Box) -> list[Box]:
    """Sets the page's boxes; returns the rectangles to show, in PDF coordinates, when they do not fill the page.

    Only edges of the whole region are padded, so that strips of one region meet without gap or overlap.
    """
    x0, y0, x1, y1 = strip.box
    above = PAD if y0 == region.box[1] else 0.0
    below = PAD if y1 == region.box[3] else 0.0
    turned = page.get_rotation()
    left, bottom, right, top = sheet_box((x0 - PAD, y0 - above, x1 + PAD, y1 + below), sheet, turned)
    box = max(sheet[0], left), max(sheet[1], bottom), min(sheet[2], right), min(sheet[3], top)
    page.set_mediabox(*box)
    page.set_cropbox(*box)
    parts = [box]
    for hole in region.holes:
        parts = without(parts, sheet_box(hole, sheet, turned))
    return parts if parts != [box] else []


def _show(page: Any, parts: Sequence[Box]) -> None:
    """Makes only these parts of a page visible; without parts it is shown completely.

    PDFium makes clip paths of one rectangle only, but inserts those of an object that it has read.
    """
    import pypdfium2
    import pypdfium2.raw as raw

    if parts:
        with pypdfium2.PdfDocument(_stencil(parts)) as document:
            stencil = document[0]  # held: it owns the path
            raw.FPDFPage_InsertClipPath(page, raw.FPDFPageObj_GetClipPath(raw.FPDFPage_GetObject(stencil, 0)))


def _stencil(parts: Sequence[Box]) -> bytes:
    """A PDF with one object, which is visible in these parts only."""
    path = "\n".join(f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re" for x0, y0, x1, y1 in parts)
    content = f"q\n{path}\nW n\n0 0 1 1 re f\nQ"
    return _STENCIL.format(length=len(content), content=content).encode("ascii")


def _saved(document: object) -> bytes:
    """The document's bytes, with a fixed date and id, so that the same document gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer, version=_VERSION)  # type: ignore[attr-defined]
    data = re.sub(rb"CreationDate\(D:\d{14}", b"CreationDate(D:20000101000000", buffer.getvalue())
    return re.sub(rb"(/ID\s*\[)(.*?)(\])", lambda m: m[1] + re.sub(rb"[0-9A-Fa-f]", b"0", m[2]) + m[3], data)


def count(clip: bytes) -> int:
    """How many pages a clip has: one per region, or more for a high one."""
    return len(sizes(clip))


def sizes(clip: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a clip, in points."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(clip) as document:
        return [document.get_page_size(n) for n in range(len(document))]


def type_size(clip: bytes) -> float:
    """The size in points of most letters of a clip; the usual size of a paper where it has no letters, as in a scan."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(clip) as document:
        found = Counter(size for n in range(len(document)) for size in _letters(document[n]))
    usual = found.most_common(1)[0][0] if found else _USUAL
    return usual if _LEAST <= usual <= _MOST else _USUAL


def _letters(page: Any) -> Iterator[float]:
    """The size of each letter of a page, to a tenth of a point: a font may be scaled by its matrix alone."""
    import pypdfium2.raw as raw

    text, matrix = page.get_textpage(), raw.FS_MATRIX()
    for n in range(text.count_chars()):
        if chr(raw.FPDFText_GetUnicode(text, n)).isalpha() and raw.FPDFText_GetMatrix(text, n, matrix):
            yield round(raw.FPDFText_GetFontSize(text, n) * math.hypot(matrix.c, matrix.d), 1)
