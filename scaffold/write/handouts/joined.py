"""Two PDFs side by side, page by page."""

from __future__ import annotations

import io

__all__ = ["beside"]


def beside(left: bytes, right: bytes) -> bytes:
    """The pages of two PDFs of the same sizes and numbers of pages, each pair as one page of twice the width."""
    from pypdf import PageObject, PdfReader, PdfWriter, Transformation

    writer, slides, notes = PdfWriter(), PdfReader(io.BytesIO(left)), PdfReader(io.BytesIO(right))
    for slide, note in zip(slides.pages, notes.pages, strict=True):
        width, height = float(slide.mediabox.width), float(slide.mediabox.height)
        page = PageObject.create_blank_page(width=2 * width, height=height)
        page.merge_page(slide)
        page.mediabox.upper_right = page.cropbox.upper_right = (2 * width, height)
        page.merge_transformed_page(note, Transformation().translate(width, 0))
        if "/Annots" in page:  # links of the slides lead to pages of another document
            del page["/Annots"]
        writer.add_page(page)
    writer.compress_identical_objects()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
