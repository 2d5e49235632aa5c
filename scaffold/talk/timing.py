"""How long a talk takes according to its notes, and which slides to skip if it is too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.talk.notes import DeckSlide

__all__ = ["Timing", "clock", "cuts", "timing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A talk's time compared with its limit, in seconds.

    untimed: slides without a time in their notes, not in the total. cuts: the fewest slides that bring the talk within
    its limit if skipped; empty if none is needed, or if skipping all that may be skipped is not enough. left: the time
    without cuts, or without all that may be skipped. by_order: the slides to skip in the order in the notes, until it
    fits.
    """

    total: int
    limit: int
    untimed: tuple[DeckSlide, ...] = ()
    cuts: tuple[DeckSlide, ...] = ()
    left: int = 0
    by_order: tuple[DeckSlide, ...] = ()

    @property
    def over(self) -> int:
        """Seconds over the limit; 0 if the talk fits."""
        return max(0, self.total - self.limit)

    @property
    def fits(self) -> bool:
        """Whether it fits, not counting slides without a time."""
        return self.total <= self.limit


def timing(slides: Sequence[DeckSlide], minutes: int) -> Timing:
    """The time of a deck compared with a limit in minutes; backup slides do not count."""
    main = [s for s in slides if not s.backup]
    total, limit = sum(s.seconds or 0 for s in main), 60 * minutes
    chosen = cuts(main, total - limit)
    gone = chosen or ([s for s in main if s.cut] if total > limit else [])
    untimed = tuple(s for s in main if s.untimed)
    left = total - sum(s.seconds or 0 for s in gone)
    return Timing(
        total=total,
        limit=limit,
        untimed=untimed,
        cuts=tuple(chosen),
        left=left,
        by_order=tuple(_by_order(main, total - limit)) if chosen else (),
    )


def cuts(slides: Sequence[DeckSlide], excess: int) -> list[DeckSlide]:
    """The fewest slides that save `excess` seconds; of equally few, those that the notes skip first.

    Only slides with a number in the skipping order may be skipped. Empty if no time must be saved or all of them do not
    save enough. The result is in skipping order.
    """
    candidates = _skippable(slides)
    saved = [s.seconds or 0 for s in candidates]
    if excess <= 0 or sum(saved) < excess:
        return []
    count = next(n for n in range(1, len(saved) + 1) if sum(sorted(saved)[-n:]) >= excess)
    chosen: list[DeckSlide] = []
    for i, slide in enumerate(candidates):
        most = sum(sorted(saved[i + 1 :], reverse=True)[: max(0, count - len(chosen) - 1)])
        if len(chosen) < count and sum(s.seconds or 0 for s in chosen) + saved[i] + most >= excess:
            chosen.append(slide)
    return chosen


def _skippable(slides: Sequence[DeckSlide]) -> list[DeckSlide]:
    """The slides that may be skipped, in skipping order."""
    return sorted((s for s in slides if s.cut and s.seconds), key=lambda s: (s.cut or 0, s.number))


def _by_order(slides: Sequence[DeckSlide], excess: int) -> Iterator[DeckSlide]:
    """Slides in skipping order, until `excess` seconds are saved."""
    for slide in _skippable(slides):
        if excess <= 0:
            return
        excess -= slide.seconds or 0
        yield slide


def clock(seconds: float) -> str:
    """Minutes and seconds: "4:30"; a negative time keeps its sign."""
    whole = round(abs(seconds))
    return f"{'-' if seconds < 0 and whole else ''}{whole // 60}:{whole % 60:02d}"
