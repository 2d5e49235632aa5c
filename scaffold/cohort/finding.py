"""Ranks the papers of a seminar by words that somebody remembers of their titles."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from scaffold.cohort.papers import Offer
from scaffold.cohort.tables import key

__all__ = ["ranked"]

_LEAST = 0.6
"""The share of the words that a title must have."""
_ALIKE = 0.8
"""How alike two spellings are at least, from 0 to 1."""
_SHORTEST = 3
"""Letters of a word that may be the beginning of another."""


def ranked(words: Sequence[str], offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The papers whose titles have most of the words, the best first; also beginnings, and words that are spelt alike.

    Papers that are equally good stay in the order of the list.
    """
    wanted = [w for word in words for w in key(word).split()]
    if not wanted:
        return ()
    scores = {offer.id: _score(wanted, key(offer.title).split()) for offer in offers}
    return tuple(sorted((o for o in offers if scores[o.id] >= _LEAST), key=lambda o: -scores[o.id]))


def _score(wanted: Sequence[str], title: Sequence[str]) -> float:
    """From 0 to 1: the mean of how well each word is found."""
    return sum(max((_likeness(w, t) for t in title), default=0.0) for w in wanted) / len(wanted)


def _likeness(wanted: str, word: str) -> float:
    if wanted == word:
        return 1.0
    if len(wanted) >= _SHORTEST and word.startswith(wanted):
        return 0.9
    ratio = difflib.SequenceMatcher(None, wanted, word, autojunk=False).ratio()
    return ratio * 0.9 if ratio >= _ALIKE else 0.0
