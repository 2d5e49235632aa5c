"""Clips of the paper's PDF: vector pictures of statements that LaTeX cannot set."""

from __future__ import annotations

import contextlib
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scaffold.model import Region
from scaffold.sheets import PAD, PDFIUM, Box, sheet_box, without
from scaffold.sheets import whole as uncropped
from scaffold.write.clips.strips import strips

__all__ = ["clip", "clips", "count", "sizes", "type_size"]


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
    return clips(pdf, {"": regions}, whole=whole)[""]


def clips(pdf: bytes, regions: Mapping[str, Sequence[Region]], *, whole: bool = False) -> dict[str, bytes]:
    """The clip of each name's regions: the PDF is opened once, and a page is drawn once for all regions on it."""
    import pypdfium2

    found = dict.fromkeys(regions, b"")
    with contextlib.suppress(pypdfium2.PdfiumError), PDFIUM, pypdfium2.PdfDocument(pdf) as source:
        pages = _Pages(source)
        for name in sorted(regions, key=lambda name: [(r.page, r.box) for r in regions[name]]):
            with contextlib.suppress(pypdfium2.PdfiumError):
                found[name] = _clip(pages, regions[name], whole=whole)
    return found


class _Pages:
    """The pages of a PDF, uncropped, of which the one asked for last stays open."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._last: tuple[int, Any] = 0, None

    def page(self, number: int) -> Any:
        if self._last[0] != number:
            self._last = number, uncropped(self.document, number)
        return self._last[1]


def _clip(pages: _Pages, regions: Sequence[Region], *, whole: bool) -> bytes:
    cuts = [cut for region in regions for cut in _cuts(pages, region, whole=whole)]
    if not cuts:
        return b""
    made = _made(pages.document, [cuts])
    return _made(pages.document, [[cut] for cut in cuts]) if _is_entangled(made) else made


@dataclass(frozen=True, slots=True)
class _Cut:
    """A page of a clip: the index of its page in the paper, and its box and the parts to show, in PDF coordinates."""

    page: int
    box: Box
    parts: Sequence[Box]


def _cuts(pages: _Pages, region: Region, *, whole: bool) -> Iterator[_Cut]:
    """The strips of a region, except those that holes cover."""
    if not 1 <= region.page <= len(pages.document) or _area(region) <= 0:
        return
    page = pages.page(region.page)
    sheet = page.get_bbox()
    for strip in (region,) if whole else strips(page, region):
        box, parts = _cut(page, strip, region, sheet)
        if parts:
            yield _Cut(region.page - 1, box, parts)


def _made(document: Any, groups: Sequence[Sequence[_Cut]]) -> bytes:
    """A PDF with a page for each cut. Fonts, pictures and contents are there once for each group."""
    import pypdfium2

    with pypdfium2.PdfDocument.new() as target:
        for group in groups:
            first = len(target)
            target.import_pages(document, pages=[cut.page for cut in group])
            for n, cut in enumerate(group, first):
                _trim(target[n], cut)
        return _saved(target)


def _trim(page: Any, cut: _Cut) -> None:
    _set(page, cut.box)
    if cut.parts != [cut.box]:
        _show(page, cut.parts)
    page.close()


def _is_entangled(clip: bytes) -> bool:
    """Whether pages share their list of contents: then the holes of one, which stand in it, would be in all of them."""
    used = Counter(re.findall(rb"/Contents (\d+) 0 R", clip))
    return any(re.search(rb"\n%s 0 obj\s*\[" % name, clip) for name, times in used.items() if times > 1)


def _set(page: Any, box: Box) -> None:
    page.set_mediabox(*box)
    page.set_cropbox(*box)


def _area(region: Region) -> float:
    x0, top, x1, bottom = region.box
    return max(0.0, x1 - x0) * max(0.0, bottom - top)


def _cut(page: Any, strip: Region, region: Region, sheet: Box) -> tuple[Box, list[Box]]:
    """The box of a strip, and the rectangles to show of it, in PDF coordinates.

    Only edges of the whole region are padded, so that strips of one region meet without gap or overlap.
    """
    x0, y0, x1, y1 = strip.box
    above = PAD if y0 == region.box[1] else 0.0
    below = PAD if y1 == region.box[3] else 0.0
    turned = page.get_rotation()
    left, bottom, right, top = sheet_box((x0 - PAD, y0 - above, x1 + PAD, y1 + below), sheet, turned)
    box = max(sheet[0], left), max(sheet[1], bottom), min(sheet[2], right), min(sheet[3], top)
    parts = [box]
    for hole in region.holes:
        parts = without(parts, sheet_box(hole, sheet, turned))
    return box, parts


def _show(page: Any, parts: Sequence[Box]) -> None:
    """Makes only these parts of a page visible; raises PdfiumError.

    PDFium makes clip paths of one rectangle only, but inserts those of an object that it has read.
    """
    import pypdfium2
    import pypdfium2.raw as raw

    with pypdfium2.PdfDocument(_stencil(parts)) as document:
        stencil = document[0]  # held: it owns the path
        shape = raw.FPDFPage_GetObject(stencil, 0)
        path = raw.FPDFPageObj_GetClipPath(shape) if shape else None
        if not path or raw.FPDFClipPath_CountPaths(path) < 1:  # would be followed without a look
            raise pypdfium2.PdfiumError("Failed to read a clip path.")
        raw.FPDFPage_InsertClipPath(page, path)


def _stencil(parts: Sequence[Box]) -> bytes:
    """A PDF with one object, which is visible in these parts only.

    The object is larger than they are together: PDFium drops a clip path that hides nothing of it.
    """
    x0, y0, x1, y1 = (f([part[n] for part in parts]) for n, f in enumerate((min, min, max, max)))
    shape = f"{x0 - 9:.3f} {y0 - 9:.3f} {x1 - x0 + 18:.3f} {y1 - y0 + 18:.3f} re"
    path = "\n".join(f"{a:.3f} {b:.3f} {c - a:.3f} {d - b:.3f} re" for a, b, c, d in parts)
    content = f"q\n{path}\nW n\n{shape} f\nQ"
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


@lru_cache(maxsize=128)
def type_size(clip: bytes) -> float:
    """The size in points of most letters of a clip; the usual size of a paper where it has no letters, as in a scan.

    Each document with the clip asks for it, and each attempt to set one; all pages of the clip are parsed to find it.
    """
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
