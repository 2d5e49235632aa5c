"""What a name that does not exist may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["meant"]


def meant(name: str, names: Iterable[str]) -> str:
    """ " (did you mean 'iclr'?)" for the name that is most like it, to end a message; "" if none is like it."""
    spelled = {n.casefold(): n for n in reversed(list(names))}
    close = difflib.get_close_matches(name.casefold(), spelled, n=1, cutoff=0.6)
    return f" (did you mean {spelled[close[0]]!r}?)" if close else ""
