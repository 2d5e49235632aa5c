r"""References of the package varioref: a number, and the page if that is another one.

The paper prints "on the next page" for what is near; elsewhere that page is not the next, so that its number stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scaffold.read.latex.paper.cleveref import MISSING
from scaffold.tex.references import VARIOREF_RANGES

__all__ = ["Varioref"]

_ON_PAGE = {"german": ("auf Seite", "auf den Seiten", "bis"), "french": ("page", "pages", "à")}
_ON_PAGE_OTHERWISE = ("on page", "on pages", "to")
_HERE = {"german": "auf dieser Seite", "french": "de la présente page"}


class Varioref:
    """Prints them; number gives a label's number, with its name if that is printed, page its page ("": unknown)."""

    def __init__(self, number: Callable[[str, str], str], page: Callable[[str], str], language: str) -> None:
        self._number, self._page = number, page
        self._words = _ON_PAGE.get(language, _ON_PAGE_OTHERWISE)
        self._here = _HERE.get(language, "on this page")
        self.own: Sequence[str] = ()
        """Labels of the statement that refers: they say on which page it is."""

    def of(self, command: str, keys: Sequence[str], options: Sequence[str]) -> str:
        """What a command prints for a label, or for the ends of a range."""
        if command in VARIOREF_RANGES:
            return self._between(command, keys[0], keys[-1], options)
        key = keys[0] if keys else ""
        page = self._page(key)
        if command == "fullref":
            place = f"{self._words[0]}~{page}" if page else ""
        else:
            place = self._place(page, options, always=command == "vpageref")
        if command == "vpageref":
            return place or f"{self._words[0]}~{MISSING}"
        return " ".join(filter(None, (self._number(command, key), place)))

    def _place(self, page: str, options: Sequence[str], *, always: bool) -> str:
        r"""What is printed of a page; "" for the page of the reference, unless always, and for an unknown one.

        options: the words of \vpageref for this page and for others.
        """
        here = self._of_reference()
        if page and page == here:
            return (options[0] if options else self._here) if always else ""
        words = options[1] if page and len(options) > 1 else ""
        return " ".join(filter(None, (words, page and f"{self._words[0]}~{page}")))

    def _of_reference(self) -> str:
        return next(filter(None, map(self._page, self.own)), "")

    def _between(self, command: str, first: str, last: str, options: Sequence[str]) -> str:
        pages = [self._page(key) for key in (first, last)]
        if pages[0] == pages[1]:
            place = self._place(pages[0], options, always=command == "vpagerefrange")
        else:
            place = f"{self._words[1]}~{'--'.join(pages)}" if all(pages) else ""
        if command == "vpagerefrange":
            return place or f"{self._words[1]}~{MISSING}"
        numbers = f"{self._number(command, first)} {self._words[2]} {self._number('', last)}"
        return " ".join(filter(None, (numbers, place)))
