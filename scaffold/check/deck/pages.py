"""The slides' PDF: a page for every slide that is shown, no words beyond its pages, no frame too full."""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.check.pdf.reader import Pdf
from scaffold.check.result import Check, failed, passed, settled, unknown

__all__ = ["check", "frames", "pictures"]

_NAME = "slides pages"
_OFF = 1.5
"""Points of rounding."""


def frames(overfull: Sequence[str] | None, where: str) -> Check:
    """overfull is what the engine told of lines and frames too full for their place; None where no build says so."""
    name, mend = "slides frames", "shorten it or set it smaller, then scaffold build"
    if overfull is None:
        return unknown(name, "no build tells whether the frames are too full", where, "scaffold build")
    if overfull:
        more = f", and {len(overfull) - 1} more" if len(overfull) > 1 else ""
        return failed(name, f"too full for its frame: {overfull[0]}{more}", where, mend)
    return passed(name, "no frame is too full", where)


def pictures(stale: Sequence[int] | None, where: str) -> Check:
    """stale are the slides whose formulas are others by now than their pictures; None where that is not known."""
    name = "slides pictures"
    if stale is None:
        told = "slides/generated/vectors.json is not there to tell whether pictures behind formulas are still true"
        return unknown(
            name, told, where, "compare the slides with and without PowerPoint, or copy it from a new project"
        )
    if stale:
        slides = ", ".join(map(str, stale))
        told = f"programs other than PowerPoint show formulas on slide {slides} as they were before they were changed"
        return failed(name, told, where, "open the deck in PowerPoint, change anything on that slide, and save it")
    return passed(name, "the pictures behind formulas show the same formulas", where)


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
