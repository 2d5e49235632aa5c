"""Counts the pages of PDFs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from scaffold.errors import EngineFailed

_PDFIUM = threading.Lock()
"""PDFium is not thread-safe (pypdfium2's README, "Thread incompatibility")."""


def pdf_pages(path: Path) -> int:
    """Number of pages of a PDF file; raises EngineFailed if it is not a readable PDF, OSError if it is missing."""
    return count_pages(path.read_bytes(), str(path))


def count_pages(data: bytes, name: str = "the PDF") -> int:
    """Number of pages of a PDF in memory; raises EngineFailed if it cannot be read."""
    with _PDFIUM:
        document = _open(data, name)
        try:
            return len(document)
        finally:
            document.close()


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        raise EngineFailed(f"{name} is not a readable PDF: {e}", "build it again") from e
