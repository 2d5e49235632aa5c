"""How long a deck takes by its notes, and which slides to leave out when that is too long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.talk.notes import DeckSlide

__all__ = ["Timing", "clock", "cuts", "timing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """A talk's seconds against its limit.

    untimed are slides without a time in their notes, which the total lacks. cuts is the shortest list of slides whose
    leaving out brings the talk within its limit, empty where none is needed or all that may go would not do; left is
    what the talk takes then, or without all that may go. by_order are the slides that would go one after the other in
    the order of leaving out, until it fits.
    """

    total: int
    limit: int
    untimed: tuple[DeckSlide, ...] = ()
    cuts: tuple[DeckSlide, ...] = ()
    left: int = 0
    by_order: tuple[DeckSlide, ...] = ()

    @property
    def over(self) -> int:
        """Seconds too many; 0 where the talk fits."""
        return max(0, self.total - self.limit)

    @property
    def fits(self) -> bool:
        """Whether it fits, slides without a time set aside."""
        return self.total <= self.limit


def timing(slides: Sequence[DeckSlide], minutes: int) -> Timing:
    """The time of a deck against so many minutes; backup slides take none."""
    spoken = [s for s in slides if not s.backup]
    total, limit = sum(s.seconds or 0 for s in spoken), 60 * minutes
    chosen = cuts(spoken, total - limit)
    gone = chosen or ([s for s in spoken if s.cut] if total > limit else [])
    untimed = tuple(s for s in spoken if s.untimed)
    left = total - sum(s.seconds or 0 for s in gone)
    return Timing(
        total=total,
        limit=limit,
        untimed=untimed,
        cuts=tuple(chosen),
        left=left,
        by_order=tuple(_by_order(spoken, total - limit)) if chosen else (),
    )


def cuts(slides: Sequence[DeckSlide], excess: int) -> list[DeckSlide]:
    """The fewest slides that save so many seconds; of equally few those that their notes leave out first.

    Only slides whose notes give them a number in the order of leaving out may go. Empty where nothing is to be saved
    or all of them are too little. In the order of leaving out.
    """
    loose = _loose(slides)
    saved = [s.seconds or 0 for s in loose]
    if excess <= 0 or sum(saved) < excess:
        return []
    count = next(n for n in range(1, len(saved) + 1) if sum(sorted(saved)[-n:]) >= excess)
    chosen: list[DeckSlide] = []
    for i, slide in enumerate(loose):
        most = sum(sorted(saved[i + 1 :], reverse=True)[: max(0, count - len(chosen) - 1)])
        if len(chosen) < count and sum(s.seconds or 0 for s in chosen) + saved[i] + most >= excess:
            chosen.append(slide)
    return chosen


def _loose(slides: Sequence[DeckSlide]) -> list[DeckSlide]:
    """The slides that may go, in the order of leaving out."""
    return sorted((s for s in slides if s.cut and s.seconds), key=lambda s: (s.cut or 0, s.number))


def _by_order(slides: Sequence[DeckSlide], excess: int) -> Iterator[DeckSlide]:
    """One slide after the other, until so many seconds are saved."""
    for slide in _loose(slides):
        if excess <= 0:
            return
        excess -= slide.seconds or 0
        yield slide


def clock(seconds: float) -> str:
    """Minutes and seconds: "4:30"; a negative time keeps its sign."""
    whole = round(abs(seconds))
    return f"{'-' if seconds < 0 and whole else ''}{whole // 60}:{whole % 60:02d}"
