"""Looks at PDFs that an engine made: how many pages they have."""

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


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        raise EngineFailed(f"{name} is not a readable PDF: {e}", "build it again") from e
