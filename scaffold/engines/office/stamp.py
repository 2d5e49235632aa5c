"""Stamps vector graphics onto the pages of a PDF; the same input at the same time (`clock`) gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from scaffold import clock

__all__ = ["Stamp", "stamped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One stamp: a box on a page (from 0) of a source PDF, and its place on a page (from 0) of the export.

    box is left, bottom, right, top in points of the source; rect is left, top, width, height in points of the slide.
    """

    page: int
    file: str
    source_page: int
    box: tuple[float, float, float, float]
    rect: tuple[float, float, float, float]


def stamped(
    pdf: bytes,
    stamps: Sequence[Stamp] = (),
    files: Mapping[str, bytes] | None = None,
    size: tuple[float, float] = (1, 1),
) -> bytes:
    """The PDF with the stamps, the date of the build and no identifier (which is optional in PDF).

    files are the source PDFs of the stamps, by name; size is a slide's width and height in points. Raises the errors of
    pypdf for an unreadable PDF, and KeyError for a missing file.
    """
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(pdf))
    reader.trailer.pop("/ID", None)
    writer = PdfWriter(clone_from=reader)
    _Forms(writer, files or {}, size).put(stamps)
    date = f"D:{datetime.fromtimestamp(clock.seconds(), timezone.utc):%Y%m%d%H%M%S}Z"
    writer.add_metadata({"/CreationDate": date, "/ModDate": date})
    writer.xmp_metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


class _Forms:
    """Form XObjects of one PDF: a page used twice is stored once, and fonts are shared."""

    def __init__(self, writer: Any, files: Mapping[str, bytes], size: tuple[float, float]) -> None:
        self.writer, self.files, self.size = writer, files, size
        self._readers: dict[str, Any] = {}
        self._made: dict[tuple[str, int, tuple[float, ...]], tuple[str, Any]] = {}

    def put(self, stamps: Sequence[Stamp]) -> None:
        for n in sorted({stamp.page for stamp in stamps}):
            self._page(self.writer.pages[n], [stamp for stamp in stamps if stamp.page == n])

    def _page(self, page: Any, stamps: Sequence[Stamp]) -> None:
        from pypdf.generic import ArrayObject, DictionaryObject, NameObject

        resources = page["/Resources"].get_object()
        forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
        drawn = []
        for stamp in stamps:
            # LibreOffice gives all pages the same resources, so names of forms must be unique in the file.
            name, form = self._form(stamp)
            forms[NameObject(name)] = form
            drawn.append(f"q {self._matrix(page, stamp)} cm {name} Do Q")
        old = page["/Contents"].get_object() if "/Contents" in page else ArrayObject()
        parts = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
        # The page's content is enclosed in q and Q, so that its graphics state does not affect the stamps.
        after = "Q\n" + "\n".join(drawn)
        page[NameObject("/Contents")] = ArrayObject([self._stream("q\n"), *parts, self._stream(after)])

    def _stream(self, text: str) -> Any:
        from pypdf.generic import StreamObject

        stream = StreamObject()
        stream.set_data(f"\n{text}\n".encode("ascii"))
        return self.writer._add_object(stream)

    def _matrix(self, page: Any, stamp: Stamp) -> str:
        """The transformation from source to page; the page size may differ from the slide by 0.01 mm."""
        across, down = float(page.mediabox.width) / self.size[0], float(page.mediabox.height) / self.size[1]
        (x, y, w, h), (x0, y0, x1, y1) = stamp.rect, stamp.box
        a, d = w * across / (x1 - x0), h * down / (y1 - y0)
        e = float(page.mediabox.left) + x * across - x0 * a
        f = float(page.mediabox.top) - (y + h) * down - y0 * d
        return " ".join(f"{v:.5f}" for v in (a, 0, 0, d, e, f))

    def _form(self, stamp: Stamp) -> tuple[str, Any]:
        """Name and object reference of a stamp's form."""
        key = (stamp.file, stamp.source_page, stamp.box)
        if key not in self._made:
            self._made[key] = (f"/Stamp{len(self._made)}", self._new(stamp))
        return self._made[key]

    def _new(self, stamp: Stamp) -> Any:
        from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

        page = self._reader(stamp.file).pages[stamp.source_page]
        content = page.get_contents()
        form = StreamObject()
        form.set_data(content.get_data() if content is not None else b"")
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject(FloatObject(round(v, 4)) for v in stamp.box)
        resources = page.get("/Resources", DictionaryObject()).get_object()
        form[NameObject("/Resources")] = resources.clone(self.writer)
        if "/Group" in page:
            form[NameObject("/Group")] = page["/Group"].get_object().clone(self.writer)
        return self.writer._add_object(form.flate_encode())

    def _reader(self, name: str) -> Any:
        from pypdf import PdfReader

        if name not in self._readers:
            self._readers[name] = PdfReader(io.BytesIO(self.files[name]))
        return self._readers[name]
