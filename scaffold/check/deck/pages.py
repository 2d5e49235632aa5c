"""The slides' PDF: one page for every visible slide, no text outside its pages, no overflowing frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.inputs import DECK, TWIN, Inputs, NotLoaded, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, unknown

__all__ = ["NO_INDEX", "check", "frames", "pictures"]

_OFF = 1.5
"""Points of rounding."""


NO_INDEX = NotLoaded(
    "slides/generated/vectors.json is missing, so the fallback pictures of formulas cannot be checked",
    "compare the slides in PowerPoint and in another program, or copy the file from a new project",
)
"""Without the index, it is unknown which formulas changed after their pictures were made."""


@registered(
    "slides frames", what="only without a PowerPoint deck: no frame of the Beamer deck overflows",
    needs=("slides_pdf",), place=140,
)  # fmt: skip
def frames(inputs: Inputs) -> Iterator[Check]:
    """Overflowing lines and frames that the engine reports. Only for a project without a PowerPoint deck."""
    if inputs.deck is None:
        yield _frames(present(inputs.slides).overfull, TWIN)


def _frames(overfull: Sequence[str] | None, where: str) -> Check:
    fix = "shorten the text or make it smaller, then run: scaffold build"
    if overfull is None:
        return unknown("no build has reported whether a frame overflows", where, "run: scaffold build")
    if overfull:
        more = f", and {len(overfull) - 1} more" if len(overfull) > 1 else ""
        return failed(f"frame overflows: {overfull[0]}{more}", where, fix)
    return passed("no frame overflows", where)


@registered(
    "slides pictures",
    what="the fallback pictures of formulas, for other programs than PowerPoint, are up to date",
    place=160,
)
def pictures(inputs: Inputs) -> Iterator[Check]:
    """Slides whose formulas changed after their fallback pictures were made."""
    if inputs.stale is not None:
        yield _pictures(inputs.stale, DECK)


def _pictures(stale: Sequence[int] | NotLoaded, where: str) -> Check:
    if isinstance(stale, NotLoaded):
        return unknown(stale.message, where, stale.next)
    if stale:
        slides = ", ".join(map(str, stale))
        message = f"programs other than PowerPoint still display old formulas on slide {slides}"
        return failed(message, where, "in PowerPoint, change anything on that slide and save the deck")
    return passed("the fallback pictures of formulas are up to date", where)


@registered(
    "slides pages", what="the slides' PDF has one page for every visible slide, and no text outside its pages",
    needs=("slides_pdf",), place=130,
)  # fmt: skip
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Compares pages with visible slides. The number of slides of a Beamer deck is not known."""
    deck = inputs.deck
    if isinstance(deck, NotLoaded):
        return ()
    shown = sum(slide.shown for slide in deck.slides) if deck else None
    return _pages(present(inputs.slides_pdf), present(inputs.slides).path, shown)


def _pages(pdf: Pdf, where: str, shown: int | None) -> tuple[Check, ...]:
    if shown is not None and len(pdf.pages) != shown:
        message = f"{len(pdf.pages)} pages for {shown} visible slides"
        return (failed(message, where, "run: scaffold build"),)
    beyond = []
    for page in pdf.pages:
        lines = [
            x for x in page.lines if x.right > page.width + _OFF or x.left < -_OFF or x.baseline > page.height + _OFF
        ]
        if lines:
            message = f"{len(lines)} lines extend beyond page {page.number}, the first is “{lines[0].text[:40]}”"
            fix = "make the text smaller or shorter, then run: scaffold build"
            beyond.append(failed(message, f"{where}, p. {page.number}", fix))
    of = f" for {shown} visible slides" if shown is not None else ""
    return findings_or(beyond, passed(f"{len(pdf.pages)} pages{of}, no text outside them", where))
