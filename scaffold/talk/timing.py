"""How long a talk takes according to its notes, and which slides to skip if it is too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from scaffold.talk.notes import DeckSlide

__all__ = ["Timing", "clock", "cuts", "in_order", "size", "timing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A talk's time compared with its limit, in seconds.

    target is the planned time, limit the longest that is allowed, least the shortest, 0 if there is none.
    untimed: slides without a time in their notes, not in the total. cuts: the slides to skip in the order of the notes
    until the talk is within its limit; empty if none is needed, or if skipping all that may be skipped is not enough.
    left: the time without cuts, or without all that may be skipped. slides and backup are the numbers of slides.
    """

    total: int
    target: int
    limit: int
    least: int = 0
    untimed: tuple[DeckSlide, ...] = ()
    cuts: tuple[DeckSlide, ...] = ()
    left: int = 0
    slides: int = 0
    backup: int = 0

    @property
    def over(self) -> int:
        """Seconds over the limit; 0 if the talk fits."""
        return max(0, self.total - self.limit)

    @property
    def fits(self) -> bool:
        """Whether it is not too long, not counting slides without a time."""
        return self.total <= self.limit

    @property
    def short(self) -> bool:
        """Whether it is too short, although every slide has a time."""
        return self.total < self.least and not self.untimed

    @property
    def allowed(self) -> str:
        """ "30 min", "20 to 30 min"."""
        least, most = self.least // 60, self.limit // 60
        return f"{least} to {most} min" if least and least != most else f"{most} min"

    @property
    def size(self) -> str:
        """ "20 slides for 30 minutes, 31 backup"."""
        return size(self.slides, self.backup, self.target // 60)


def size(slides: int, backup: int, minutes: int) -> str:
    """The numbers of slides as every command prints them: "20 slides for 30 minutes, 31 backup"."""
    aside = f", {backup} backup" if backup else ""
    return f"{slides} slide{'s' * (slides != 1)} for {minutes} minute{'s' * (minutes != 1)}{aside}"


def timing(slides: Sequence[DeckSlide], minutes: int, *, least: int = 0, most: int | None = None) -> Timing:
    """The time of a deck compared with what is allowed, in minutes, without backup slides. most None: as planned."""
    main = [s for s in slides if not s.backup]
    total, limit = sum(s.seconds or 0 for s in main), 60 * (most or minutes)
    chosen = cuts(main, total - limit)
    gone = chosen or ([s for s in main if s.cut] if total > limit else [])
    return Timing(
        total=total,
        target=60 * minutes,
        limit=limit,
        least=60 * least,
        untimed=tuple(s for s in main if s.untimed),
        cuts=chosen,
        left=total - sum(s.seconds or 0 for s in gone),
        slides=len(main),
        backup=len(slides) - len(main),
    )


def cuts(slides: Sequence[DeckSlide], excess: int) -> tuple[DeckSlide, ...]:
    """The slides to skip, in the order that the notes give, until `excess` seconds are saved.

    Only slides with a number in that order may be skipped. Empty if no time must be saved or all of them do not save
    enough. One long slide never goes in place of several that the notes skip first: it is often the idea of the proof.
    """
    order = sorted((s for s in slides if s.cut and s.seconds), key=lambda s: (s.cut or 0, s.number))
    saved = [0, *accumulate(s.seconds or 0 for s in order)]
    if excess <= 0 or saved[-1] < excess:
        return ()
    return tuple(s for s, before in zip(order, saved, strict=False) if before < excess)


def in_order(numbers: Sequence[int]) -> str:
    """ "slide 4", "slides 4 and 2 (in that order)"; "" for none."""
    *others, last = [*map(str, numbers)] or [""]
    return f"slides {', '.join(others)} and {last} (in that order)" if others else f"slide {last}" * bool(last)


def clock(seconds: float) -> str:
    """Minutes and seconds: "4:30"; a negative time keeps its sign."""
    whole = round(abs(seconds))
    return f"{'-' if seconds < 0 and whole else ''}{whole // 60}:{whole % 60:02d}"
