"""What a name that does not exist may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["meant", "nearest"]


def meant(name: str, names: Iterable[str]) -> str:
    """ " (did you mean 'iclr'?)" for the name that is most like it, to end a message; "" if none is like it."""
    close = nearest(name, names, most=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def nearest(name: str, names: Iterable[str], most: int) -> list[str]:
    """At most `most` names that are like the name, the most similar first."""
    spelled = {n.casefold(): n for n in reversed(list(names))}
    return [spelled[n] for n in difflib.get_close_matches(name.casefold(), spelled, n=most, cutoff=0.6)]
