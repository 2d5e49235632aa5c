"""The pages of a deck's PDF with the slides that they show, their notes, and when they are planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.languages import Language
from scaffold.talk.notes import DeckSlide
from scaffold.talk.timing import clock

__all__ = ["Page", "matched", "schedule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the PDF, from 1. slide is None where the deck has none for it.

    overlay counts the pages of one slide from 0. until is the planned time in seconds when its slide ends, of the
    whole time total; None for a backup slide, and from the first slide without a time on.
    """

    number: int
    slide: DeckSlide | None = None
    overlay: int = 0
    until: int | None = None
    total: int = 0


def matched(slides: Sequence[DeckSlide], labels: Sequence[str]) -> tuple[Page, ...]:
    """The pages of a PDF with these page labels, in order.

    One page for each slide is the rule. Beamer shows a slide with overlays on several pages, which have its number as
    their label. Otherwise the slides are taken in order.
    """
    numbers = {str(s.number): s for s in slides}
    if len(labels) != len(slides) and all(label in numbers for label in labels):
        shown: list[DeckSlide | None] = [numbers[label] for label in labels]
    else:
        shown = [slides[n] if n < len(slides) else None for n in range(len(labels))]
    ends, total = _ends(slides)
    pages: list[Page] = []
    for n, slide in enumerate(shown, start=1):
        before = pages[-1] if pages else None
        again = before is not None and slide is not None and before.slide is slide
        overlay = before.overlay + 1 if again and before else 0
        until = ends.get(slide.number) if slide else None
        pages.append(Page(number=n, slide=slide, overlay=overlay, until=until, total=total))
    return tuple(pages)


def _ends(slides: Sequence[DeckSlide]) -> tuple[dict[int, int], int]:
    """The planned end of each slide of the talk, by its number, and the whole time."""
    ends, total, known = dict[int, int](), 0, True
    for s in (s for s in slides if not s.backup):
        known = known and not s.untimed
        total += s.seconds or 0
        if known:
            ends[s.number] = total
    return ends, total


def schedule(page: Page, say: Language) -> str:
    """ "1:30, until 4:30 of 30:00"; "Backup"; "no time in the notes"."""
    slide = page.slide
    if slide is None or slide.backup:
        return say("slides.section.backup") if slide else ""
    if slide.seconds is None and not slide.continues:
        return say("handout.untimed")
    time = clock(slide.seconds or 0) if not slide.continues else say("handout.continued")
    if page.until is None:
        return time
    return say("handout.until", time=time, end=clock(page.until), total=clock(page.total))
