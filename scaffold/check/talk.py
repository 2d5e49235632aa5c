"""The deck's time, by the notes of the slides that are shown, against the minutes of the talk."""

from __future__ import annotations

from scaffold.check.inputs import Inputs, Trouble
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, unknown
from scaffold.talk.timing import Timing, clock

__all__ = ["check"]


@registered("talk", what="the seconds in the notes of the slides shown, and what to cut", place=180)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """The talk of the deck that is there; a deck whose notes cannot be read leaves it unknown."""
    if inputs.talk is None:
        return ()
    if isinstance(inputs.talk, Trouble):
        return (unknown("talk", inputs.talk.message, "slides", inputs.talk.next),)
    return _check(inputs.talk, inputs.talk_deck)


def _check(timing: Timing, where: str) -> tuple[Check, ...]:
    """Over its time fails and says what to cut first; slides without a time leave it unknown."""
    of = f"of {timing.limit // 60} min"
    if not timing.fits:
        numbers = ", ".join(str(s.number) for s in timing.cuts)
        slides = f"slide{'s' if len(timing.cuts) > 1 else ''} {numbers}"
        cutting = f"; cutting {slides} gives {clock(timing.left)}" if timing.cuts else ""
        mend = f"leave out {slides}, or give slides less time in their notes" if timing.cuts else "take slides out"
        return (failed("talk", f"{_spoken(timing.total)} {of}{cutting}", where, mend),)
    if timing.untimed:
        numbers = ", ".join(str(s.number) for s in timing.untimed)
        told = f"{_spoken(timing.total)} {of}, without slides {numbers}, whose notes give no time"
        return (unknown("talk", told, where, "begin the notes of each with its time, for instance: 90 s"),)
    return (passed("talk", f"{_spoken(timing.total)} {of}", where),)


def _spoken(seconds: int) -> str:
    """ "31 min 30 s"."""
    return f"{seconds // 60} min {seconds % 60} s" if seconds % 60 else f"{seconds // 60} min"
