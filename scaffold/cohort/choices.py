"""What a cell of a table of wishes says: which papers, which rank, or a veto."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.cohort.papers import Offer
from scaffold.cohort.tables import key
from scaffold.spelling import meant

__all__ = ["NUMBERS", "Catalogue", "rank_of", "refuses"]

NUMBERS = {
    word: n
    for n, words in enumerate(
        (
            "first erste ersten erster erstes premier",
            "second zweite zweiten zweiter zweites deuxième",
            "third dritte dritten dritter drittes troisième",
            "fourth vierte vierten vierter viertes",
            "fifth fünfte fünften fünfter fünftes",
            "sixth sechste sechsten sechster sechstes",
        ),
        start=1,
    )
    for word in words.split()
}
"""Ordinal numbers as the headings and answers of forms write them."""

_VETOES = frozenset("veto never no nein nie not niemals refuse exclude nicht".split())
_NOTHING = frozenset("none nothing keine keiner keines any egal indifferent n a na".split())
_SEPARATORS = re.compile(r"\s*[;|=]\s*|\s+/\s+")


def rank_of(text: str) -> int | None:
    """The number in a cell such as "1", "2nd choice" or "Erste Wahl"; None if there is none."""
    words = key(text).split()
    number = next((w for w in words if re.fullmatch(r"\d{1,3}(?:st|nd|rd|th)?", w)), None)
    if number:
        return int(re.sub(r"\D", "", number)) or None
    return next((NUMBERS[w] for w in words if w in NUMBERS), None)


def refuses(text: str) -> bool:
    """Whether a cell says that the paper is not acceptable."""
    return not _VETOES.isdisjoint(key(text).split())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The papers on offer, as students name them: by identifier, by title, or both."""

    offers: Sequence[Offer]

    def papers(self, text: str) -> tuple[list[str], list[str]]:
        """The identifiers of the papers that a cell names, and the parts of it that name none."""
        if key(text) in _NOTHING or not key(text):
            return [], []
        whole = self.paper(text)
        if whole:
            return [whole], []
        parts = [part for part in _SEPARATORS.split(text) if part]
        found = [(part, self.paper(part)) for part in parts]
        return [p for _, p in found if p], [part for part, p in found if not p and key(part) not in _NOTHING]

    def paper(self, text: str) -> str | None:
        """The identifier of the one paper that text names; None if it names none or several."""
        named = [o.id for o in self.offers if _contains(text, o.id)]
        words = f" {key(text)} "
        titled = [o.id for o in self.offers if o.title and f" {key(o.title)} " in words]
        begun = [o.id for o in self.offers if len(words) > _SHORTEST and key(o.title).startswith(words.strip())]
        found = next((f for f in (named, titled, begun) if f), [])
        return found[0] if len(found) == 1 else None

    def suggestion(self, text: str) -> str:
        """What may have been meant, to end a message."""
        return meant(text, {o.id: (o.title,) if o.title else () for o in self.offers})


def _contains(text: str, id: str) -> bool:
    """Whether text has this identifier, with or without a version, and not within a longer one."""
    return re.search(rf"(?<![\w.]){re.escape(id)}(?:v\d+)?(?!\w|\.\d)", text, re.IGNORECASE) is not None


_SHORTEST = 10
"""Letters of the beginning of a title that are enough to name it."""
