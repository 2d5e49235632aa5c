"""Counts the pages of PDFs, and reads their labels and text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scaffold.errors import EngineFailed
from scaffold.sheets import PDFIUM


def load() -> None:
    """Loads the library that reads PDFs here."""
    import pypdfium2  # noqa: F401


def pdf_pages(path: Path) -> int:
    """Number of pages of a PDF file; raises EngineFailed if it is not a readable PDF, OSError if it is missing."""
    return count_pages(path.read_bytes(), str(path))


def count_pages(data: bytes, name: str = "the PDF") -> int:
    """Number of pages of a PDF in memory; raises EngineFailed if it cannot be read."""
    with PDFIUM:
        document = _open(data, name)
        try:
            return len(document)
        finally:
            document.close()


def page_labels(path: Path) -> tuple[list[str], tuple[float, float]]:
    """The label of each page of a PDF, "" for none, and the size of the first page in points.

    Raises EngineFailed if it cannot be read or has no page, OSError if it is missing.
    """
    with PDFIUM:
        document = _open(path.read_bytes(), str(path))
        try:
            if not len(document):
                raise EngineFailed(f"{path} has no pages", "build it again")
            return [document.get_page_label(n) for n in range(len(document))], document[0].get_size()
        finally:
            document.close()


def text(path: Path) -> str:
    """The text of a PDF, words broken at the end of a line joined; raises EngineFailed and OSError likewise."""
    with PDFIUM:
        document = _open(path.read_bytes(), str(path))
        try:
            pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
        finally:
            document.close()
    lines = "\n".join(pages).replace("\r\n", "\n").replace("\ufffe", "-").replace("\u00ad", "-")
    return re.sub(r"(?<=[a-z])-\s*\n\s*(?=[a-z])", "", lines)


def _open(data: bytes, name: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        raise EngineFailed(f"{name} is not a readable PDF: {e}", "build it again") from e
