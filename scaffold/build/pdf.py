"""Looks at PDFs that an engine made: how many pages, and a page as a picture."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from scaffold.errors import EngineFailed

_PDFIUM = threading.Lock()
"""PDFium is not safe to enter from two threads at once (pypdfium2's README, "Thread incompatibility")."""


def pdf_pages(path: Path) -> int:
    """Number of pages of a PDF file; raises EngineFailed when it is not a readable PDF, OSError when not there."""
    return count_pages(path.read_bytes(), str(path))


def count_pages(data: bytes, name: str = "the PDF") -> int:
    """Number of pages of a PDF in memory; raises EngineFailed when it cannot be read."""
    with _PDFIUM:
        document = _open(data, name)
        try:
            return len(document)
        finally:
            document.close()


def page_size(pdf: bytes | Path, page: int = 1) -> tuple[float, float]:
    """Width and height of a page (from 1) in points; raises as pdf_to_png does."""
    data, name = _load(pdf)
    with _PDFIUM:
        document = _open(data, name)
        try:
            width, height = _page(document, page, name).get_size()
            return float(width), float(height)
        finally:
            document.close()


def pdf_to_png(pdf: bytes | Path, page: int, dpi: int, transparent: bool = False) -> bytes:
    """A page (from 1) as PNG at so many dots per inch, on white or on nothing.

    Raises EngineFailed when the PDF cannot be read, IndexError when it has no such page.
    """
    import io

    data, name = _load(pdf)
    with _PDFIUM:
        document = _open(data, name)
        try:
            fill = (255, 255, 255, 0 if transparent else 255)
            bitmap = _page(document, page, name).render(
                scale=dpi / 72, fill_color=fill, force_bitmap_format=_BGRA if transparent else None
            )
            image = bitmap.to_pil()
            out = io.BytesIO()
            image.save(out, "PNG", dpi=(dpi, dpi))
            return out.getvalue()
        finally:
            document.close()


_BGRA = 4
"""FPDFBitmap_BGRA of PDFium's fpdfview.h."""


def _load(pdf: bytes | Path) -> tuple[bytes, str]:
    return (pdf, "the PDF") if isinstance(pdf, bytes) else (pdf.read_bytes(), str(pdf))


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        raise EngineFailed(f"{name} is not a readable PDF: {e}", "build it again") from e


def _page(document: Any, page: int, name: str) -> Any:
    if not 1 <= page <= len(document):
        raise IndexError(f"{name} has {len(document)} pages, no page {page}")
    return document[page - 1]
