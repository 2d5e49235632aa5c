"""Sentences of the authors on slides, each with its place: few enough to be read, and none on two slides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffold.model import Passage
from scaffold.planning import proof_steps
from scaffold.planning.material import Material
from scaffold.planning.quotations import quotations
from scaffold.planning.words import as_latex
from scaffold.plans import Item, Quote, QuoteKind, Slide

__all__ = ["SlideQuotes"]

_LONGEST, _TOGETHER = 45, 75
"""Most words of a sentence, and of all sentences on one slide."""

_FULL_SENTENCE = 10
"""Words of a sentence that is likely to be clear by itself: "We answer this positively." is not."""

_CLEAR = re.compile(r"\b(?:results?|theorems?|Ergebnis\w*|S[aä]tze?|résultats?|théorèmes?)\b|\$|\\\(", re.I)
"""What makes a sentence of a few words clear: it names a result, or says something in a formula."""

_JUDGED: tuple[QuoteKind, ...] = ("limitations", "open", "comparison", "contributions")
"""What a review judges, what is rarest first."""


class SlideQuotes:
    """The sentences of one paper's authors that are short enough for slides."""

    def __init__(self, m: Material) -> None:
        self._m = m
        self._found = quotations(m.paper)

    def listed(self, kind: QuoteKind, most: int = 1, after: int = 0) -> tuple[Quote, ...]:
        """The first sentences of a kind, after so many, that share a slide; at least one if there is one."""
        return tuple(_sharing(self._fitting(kind)[after:][:most]))

    def items(self, kind: QuoteKind, most: int = 1, after: int = 0) -> tuple[Item, ...]:
        """The same as text with the authors' name and the places; () if there is none."""
        return self._items(self.listed(kind, most, after))

    def attributed(self, words: str, form: str, where: str, *, again: bool = False) -> Item:
        """Words of the authors with their place; again: below others, so that the authors are not named once more."""
        key = "slides.authors-also-say" if again else "slides.authors-say"
        text = words if form == "latex" else as_latex(words)
        return Item("text", text=self._m.say(key, words=text, where=where))

    def where(self, q: Quote | Passage) -> str:
        """The page of a sentence, else its section, else the abstract."""
        if q.pages:
            return self._m.language.on(q.pages)
        return self._m.say("quotes.section", section=q.section) if q.section else self._m.say("quotes.abstract")

    def left(self, slides: Sequence[Slide], most: int) -> tuple[Item, ...]:
        """What a review judges and none of the slides shows yet: limits, what is open, comparisons, else claims."""
        shown = {_bare(item.text) for slide in slides for item in (*slide.items, *slide.right)}
        left = [q for kind in _JUDGED for q in self._fitting(kind) if _bare(self._items([q])[0].text) not in shown]
        rare = [q for q in left if q.kind != "contributions"]
        return self._items(list(_sharing((rare or left[:1])[:most])))

    def _items(self, quotes: Sequence[Quote]) -> tuple[Item, ...]:
        rows = enumerate(quotes)
        return tuple(self.attributed(q.words, q.form, self.where(q), again=n > 0) for n, q in rows)

    def _fitting(self, kind: QuoteKind) -> tuple[Quote, ...]:
        """The sentences of that kind that are short and have no formula that needs LaTeX's layout.

        Those of a few words last, or only where there are no others: "In this paper we take another way."
        """
        short = (q for q in self._found if q.kind == kind and len(q.words.split()) <= _LONGEST and "…" not in q.words)
        plain = [q for q in short if not proof_steps.laid_out(q.words)]
        full = [q for q in plain if len(q.words.split()) >= _FULL_SENTENCE]
        brief = [q for q in plain if q not in full]
        return tuple(full + [q for q in brief if _CLEAR.search(q.words)] if full else brief)


def _sharing(quotes: Sequence[Quote]) -> Iterator[Quote]:
    """The quotations up to the first that makes a slide too full."""
    words = 0
    for n, q in enumerate(quotes):
        words += len(q.words.split())
        if n and words > _TOGETHER:
            return
        yield q


def _bare(text: str) -> str:
    """What stands between the quotation marks."""
    return re.sub(r"^[^“„]*[“„]|[“”][^“”]*$", "", text)
