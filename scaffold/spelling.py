"""What a name that does not exist may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

__all__ = ["meant", "nearest"]

_ALIKE = 0.6
"""How alike two spellings are at least, from 0 to 1."""


def meant(name: str, names: Iterable[str] | Mapping[str, Iterable[str]], most: int = 1) -> str:
    """ " (did you mean 'iclr'?)" for the names that are most like it, to end a message; "" if none is like it.

    names and most are those of `nearest`.
    """
    quoted = [repr(n) for n in nearest(name, names, most)]
    return f" (did you mean {' or '.join([', '.join(quoted[:-1]), quoted[-1]][len(quoted) < 2 :])}?)" if quoted else ""


def nearest(name: str, names: Iterable[str] | Mapping[str, Iterable[str]], most: int) -> list[str]:
    """At most `most` names that are like the name, the most similar first.

    A mapping gives the words that each name is also known by.
    """
    also = names if isinstance(names, Mapping) else dict.fromkeys(names, ())
    matcher = difflib.SequenceMatcher(b=name.casefold(), autojunk=False)
    alike = {n: max(_ratio(matcher, word) for word in (n, *words)) for n, words in also.items()}
    return sorted((n for n, ratio in alike.items() if ratio >= _ALIKE), key=lambda n: -alike[n])[:most]


def _ratio(matcher: difflib.SequenceMatcher[str], word: str) -> float:
    """How alike the words are; 0 where a rough bound says that it is too little."""
    matcher.set_seq1(word.casefold())
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
        return 0.0
    return matcher.ratio()
