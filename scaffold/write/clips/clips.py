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


_HEADER = "%PDF-1.5"
"""pdflatex accepts this version without a warning, and a clip needs no newer one."""

_USUAL = 10.0
_LEAST, _MOST = 7.0, 14.0
"""The type of a paper's text, in points."""


def clip(pdf: bytes, regions: Sequence[Region], *, whole: bool = False) -> bytes:
    """A PDF whose pages show the regions, from top to bottom; whole: each on one page.

    b"" when there are no regions, a page does not exist, or the PDF or a page is too damaged to show. A region of more
    than a few lines is cut between lines into several pages, where a report or a slide can break it.
    """
    import pypdfium2
    from pypdf.errors import PyPdfError

    try:
        with PDFIUM:
            return _clip(pdf, regions, whole=whole)
    except (pypdfium2.PdfiumError, PyPdfError):
        return b""


def _clip(pdf: bytes, regions: Sequence[Region], *, whole: bool) -> bytes:
    import pypdfium2

    source = pypdfium2.PdfDocument(pdf)
    target = pypdfium2.PdfDocument.new()
    try:
        wanted = [r for r in regions if 1 <= r.page <= len(source) and _area(r) > 0]
        parts: list[list[Box]] = []
        for region in wanted:
            page = uncropped(source, region.page)
            for strip in (region,) if whole else strips(page, region):
                target.import_pages(source, pages=[region.page - 1])
                parts.append(_cut(target[len(target) - 1], strip, region, page.get_bbox()))
        return _holed(_saved(target), parts) if wanted else b""
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


def _holed(clip: bytes, parts: Sequence[Sequence[Box]]) -> bytes:
    """The clip with only these parts of its pages visible; a page without parts is shown completely."""
    if not any(parts):
        return clip
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    writer = PdfWriter(clone_from=io.BytesIO(clip))
    for page, shown in zip(writer.pages, parts, strict=True):
        if not shown:
            continue
        path = "\n".join(f"{x0:.3f} {y0:.3f} {x1 - x0:.3f} {y1 - y0:.3f} re" for x0, y0, x1, y1 in shown)
        before, after = StreamObject(), StreamObject()
        before.set_data(f"q\n{path}\nW n\n".encode("ascii"))
        after.set_data(b"\nQ")
        own = page["/Contents"].get_object()
        inner = list(own) if isinstance(own, ArrayObject) else [page.raw_get("/Contents")]
        ends = writer._add_object(before), writer._add_object(after)
        page[NameObject("/Contents")] = ArrayObject([ends[0], *inner, ends[1]])
    writer.pdf_header = _HEADER
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _saved(document: object) -> bytes:
    """The document's bytes, with a fixed date and id, so that the same document gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer, version=15)  # type: ignore[attr-defined]
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
