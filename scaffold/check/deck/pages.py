"""The slides' PDF: a page for every slide that is shown, no words beyond its pages, no frame too full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.inputs import DECK, TWIN, Inputs, Trouble, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, settled, unknown

__all__ = ["NO_INDEX", "check", "frames", "pictures"]

_NAME = "slides pages"
_OFF = 1.5
"""Points of rounding."""


NO_INDEX = Trouble(
    "slides/generated/vectors.json is not there to tell whether pictures behind formulas are still true",
    "compare the slides with and without PowerPoint, or copy it from a new project",
)
"""Why nobody knows which formulas changed since their pictures were made."""


@registered(
    "slides frames", what="without a PowerPoint deck: no frame of the Beamer deck is too full", needs=("slides_pdf",),
    place=140,
)  # fmt: skip
def frames(inputs: Inputs) -> Iterator[Check]:
    """What the engine reports of lines and frames too full for their place, of a Beamer deck alone."""
    if inputs.deck is None:
        yield _frames(present(inputs.slides).overfull, TWIN)


def _frames(overfull: Sequence[str] | None, where: str) -> Check:
    name, mend = "slides frames", "shorten it or set it smaller, then scaffold build"
    if overfull is None:
        return unknown(name, "no build tells whether the frames are too full", where, "scaffold build")
    if overfull:
        more = f", and {len(overfull) - 1} more" if len(overfull) > 1 else ""
        return failed(name, f"too full for its frame: {overfull[0]}{more}", where, mend)
    return passed(name, "no frame is too full", where)


@registered(
    "slides pictures", what="pictures behind formulas, which other programs show, show the same formulas", place=160
)
def pictures(inputs: Inputs) -> Iterator[Check]:
    """Slides whose formulas are others by now than their pictures."""
    if inputs.stale is not None:
        yield _pictures(inputs.stale, DECK)


def _pictures(stale: Sequence[int] | Trouble, where: str) -> Check:
    name = "slides pictures"
    if isinstance(stale, Trouble):
        return unknown(name, stale.message, where, stale.next)
    if stale:
        slides = ", ".join(map(str, stale))
        told = f"programs other than PowerPoint show formulas on slide {slides} as they were before they were changed"
        return failed(name, told, where, "open the deck in PowerPoint, change anything on that slide, and save it")
    return passed(name, "the pictures behind formulas show the same formulas", where)


@registered(
    _NAME, what="the slides' PDF has a page for every slide shown, and no words beyond its pages",
    needs=("slides_pdf",), place=130,
)  # fmt: skip
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Pages against the slides that the deck shows; how many a deck in LaTeX shows is not known."""
    deck = inputs.deck
    if isinstance(deck, Trouble):
        return ()
    shown = sum(slide.shown for slide in deck.slides) if deck else None
    return _pages(present(inputs.slides_pdf), present(inputs.slides).path, shown)


def _pages(pdf: Pdf, where: str, shown: int | None) -> tuple[Check, ...]:
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
