"""The speaking time from the notes of all visible slides, compared with the length of the talk."""

from __future__ import annotations

from scaffold.check.inputs import Inputs, NotLoaded
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, unknown
from scaffold.talk.timing import Timing, clock, in_order

__all__ = ["check"]


@registered(
    "talk",
    what="the speaking time from the notes of all visible slides, whether it is long enough, and which slides to skip "
    "if it is too long",
    place=180,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Compares the time of the deck with what the seminar allows. Unknown if the notes of the deck cannot be read."""
    if inputs.talk is None:
        return ()
    if isinstance(inputs.talk, NotLoaded):
        return (unknown(inputs.talk.message, "slides", inputs.talk.next),)
    return _check(inputs.talk, inputs.talk_deck)


def _check(timing: Timing, where: str) -> tuple[Check, ...]:
    """Fails and lists slides to skip if the talk is too long. Unknown if a slide has no time."""
    of = f"of {timing.allowed}"
    if not timing.fits:
        slides = in_order([s.number for s in timing.cuts])
        skipping = f"; skipping {slides} leaves {clock(timing.left)}" if timing.cuts else ""
        fix = (
            f"skip {slides}, or shorten times in the notes"
            if timing.cuts
            else "remove slides, or shorten times in the notes"
        )
        return (failed(f"{_minutes(timing.total)} {of}{skipping}", where, fix),)
    if timing.short:
        missing = _minutes(timing.least - timing.total)
        return (
            failed(
                f"{_minutes(timing.total)} {of}",
                where,
                f"{missing} are missing: add slides or time",
            ),
        )
    if timing.untimed:
        numbers = ", ".join(str(s.number) for s in timing.untimed)
        slides = "slide" if len(timing.untimed) == 1 else "slides"
        message = f"{_minutes(timing.total)} {of}, not counting {slides} {numbers}, whose notes give no time"
        return (unknown(message, where, "begin the notes of each with its time, for example: 90 s"),)
    return (passed(f"{timing.size}: {_minutes(timing.total)} {of}", where),)


def _minutes(seconds: int) -> str:
    """ "31 min 30 s"."""
    return f"{seconds // 60} min {seconds % 60} s" if seconds % 60 else f"{seconds // 60} min"
