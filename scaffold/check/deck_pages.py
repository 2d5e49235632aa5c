"""The slides' PDF: a page for every slide that is shown, and no words beyond its pages."""

from __future__ import annotations

from scaffold.check.pdf import Pdf
from scaffold.check.result import Check, failed, passed, settled

__all__ = ["check"]

_NAME = "slides pages"
_OFF = 1.5
"""Points of rounding."""


def check(pdf: Pdf, where: str, shown: int | None = None) -> tuple[Check, ...]:
    """shown is how many slides the deck shows; None where that is not known, as for a deck in LaTeX."""
    if shown is not None and len(pdf.pages) != shown:
        told = f"{len(pdf.pages)} pages for {shown} slides that are shown"
        return (failed(_NAME, told, where, "scaffold build"),)
    beyond = []
    for page in pdf.pages:
        lines = [
            x for x in page.lines if x.right > page.width + _OFF or x.left < -_OFF or x.baseline > page.height + _OFF
        ]
        if lines:
            told = f"{len(lines)} lines run off page {page.number}, first “{lines[0].text[:40]}”"
            mend = "make the text smaller or shorter, then scaffold build"
            beyond.append(failed(_NAME, told, f"{where}, p. {page.number}", mend))
    of = f" for {shown} slides" if shown is not None else ""
    return settled(beyond, passed(_NAME, f"{len(pdf.pages)} pages{of}, no words beyond them", where))
