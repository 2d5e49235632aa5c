"""Sentences of the paper in a document of ours, for the draft: no quotation can keep it from compiling."""

from __future__ import annotations

import re
from collections.abc import Collection

from scaffold.model import Form, Macro, Paper
from scaffold.tex.labels import without_labels
from scaffold.write.latex import escape, shims
from scaffold.write.text import plain
from scaffold.write.text.citations import labels
from scaffold.write.text.expand import CannotExpand, expand
from scaffold.write.text.references import References

__all__ = ["Quoting"]

_FORMULA = re.compile(r"((?<!\\)\$(?:[^$\\]|\\.)+\$|\\\((?:(?!\\[()]).)*\\\))", re.DOTALL)
_CONTROL = re.compile(r"\\([A-Za-z]+|[^A-Za-z,;:! {}|()])")
_UNKNOWN = re.compile(r"\[\?(?:, \?)*\]")
"""A citation whose label is not known."""

_OMITTED = "[…]"
"""In place of what a quotation cannot show: such a citation, and a formula that has no plain text."""

_ODD = re.compile(r"(?<!\\)[&#%]")
_KNOWN = shims.COMMON - frozenset("begin end item".split())
"""Commands that every report has."""


_DRAWS = re.compile(
    r"\\(?:tikz[a-z]*|pgf[a-z]*|input[A-Za-z]*|includegraphics|xymatrix|begin\s*\{(?:tikz[a-z]*|p?s?picture|xy)\})"
)


class Quoting:
    """Quotes a paper's words. carried are the paper's macros that the preamble defines for the statements.

    Formulas are set where LaTeX or those macros know all their commands, if need be with the paper's other macros
    written out, and are plain text otherwise, as are drawings: they may need what the paper sets up for them.
    """

    def __init__(self, paper: Paper, carried: Collection[str]) -> None:
        sound = set(carried) - _drawing(paper.macros)
        self.macros, self.known = paper.macros, _KNOWN | {name.lstrip("\\") for name in sound}
        self.references = References(paper)
        self.labels = labels(paper)

    def tex(self, words: str, form: Form) -> str:
        """The words as LaTeX: formulas as they are where all their commands are known, all else as plain text."""
        if form == "text":
            return escape.tex(words)
        words = self.references.written_out(without_labels(words))
        pieces = _FORMULA.split(words)
        if not all(map(escape.balanced, pieces)):
            return escape.tex(self._plain(_FORMULA.sub(f" {_OMITTED} ", words)))
        return "".join(self._formula(p) if i % 2 else self._text(p) for i, p in enumerate(pieces))

    def sets(self, words: str) -> bool:
        """Whether LaTeX can set all formulas of these words."""
        pieces = _FORMULA.split(self.references.written_out(without_labels(words)))
        return all(map(escape.balanced, pieces)) and None not in map(self._sound, pieces[1::2])

    def _formula(self, tex: str) -> str:
        sound = self._sound(tex)
        if sound is not None:
            return escape.source(sound)
        return escape.scripted(plain.exact(tex, self.macros, self.labels) or _OMITTED)

    def _sound(self, tex: str) -> str | None:
        """A formula as it is, or with the paper's macros written out, if all its commands are known."""
        known = self._knows(tex)
        if known or _DRAWS.search(tex):
            return tex if known else None
        try:
            written = expand(tex, self.macros)
        except CannotExpand:
            return None
        return written if self._knows(written) else None

    def _knows(self, tex: str) -> bool:
        return all(name in self.known for name in _CONTROL.findall(tex)) and not _ODD.search(tex)

    def _text(self, tex: str) -> str:
        before, after = (" " * bool(re.search(edge, tex)) for edge in (r"\A[\s~]", r"[\s~]\Z"))
        plain_text = escape.tex(self._plain(tex))
        return f"{before}{plain_text}{after}" if plain_text else before

    def _plain(self, tex: str) -> str:
        return _UNKNOWN.sub(_OMITTED, plain.text(tex, self.macros, self.labels))


def _drawing(macros: Collection[Macro]) -> set[str]:
    """The names of macros that draw, or set the content of a file."""
    found = {m.name for m in macros if _DRAWS.search(m.definition)}
    grown = True
    while grown:
        more = {m.name for m in macros if not found.isdisjoint(m.needs)} - found
        found |= more
        grown = bool(more)
    return found
