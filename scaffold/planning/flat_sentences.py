"""A sentence on one line with a private character for each formula, so that phrases around formulas can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scaffold.planning.formula_items import Symbol
from scaffold.planning.formula_symbols import Formula, Formulas
from scaffold.planning.proof_sentences import Sentence

__all__ = [
    "AND",
    "ANY",
    "DEFINED",
    "FORMULA",
    "FORMULAS",
    "INSIDE",
    "SET",
    "STRICT",
    "TYPED",
    "Flat",
    "Reading",
    "bare",
    "flat",
]

FORMULA = "[\ue000-\uf7ff]"
"""The character of a formula, as a part of regular expressions."""

AND = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+)"
"""What stands between the formulas of a list."""

FORMULAS = rf"(?P<f>{FORMULA}(?:{AND}{FORMULA})*)"
"""A formula, or a list of them."""

_FIRST = 0xE000
_MOST = 0xF7FF - _FIRST
_PIECE = re.compile(
    r"((?:[\s~]|\\(?:[vh]space\*?|label)\s*\{[^{}]*\}|\\[,;! ]"
    r"|\\(?:noindent|smallskip|medskip|bigskip|q?quad)(?![A-Za-z]))+)"
    r"|\\?[^\s~\\]+|\\"
)
_MASKED = re.compile("\x01+|\x02+")
_DELIMITERS = re.compile(
    r"\A(?:\$\$?|\\\(|\\\[|\\begin\s*\{[^{}]*\}(?:\s*\{[^{}]*\})?)|(?:\$\$?|\\\)|\\\]|\\end\s*\{[^{}]*\})\Z"
)
_LABEL = re.compile(r"\\(?:label|tag)\s*\{[^{}]*\}")
ANY, DEFINED, STRICT, TYPED, INSIDE, SET = "any", "define", "strict", "typed", "in", "set"
_RELATIONS = {
    ANY: ("", "define", "typed", "law", "order", "shift", "value"),
    DEFINED: ("define", "value"),
    STRICT: ("", "define", "typed"),
    TYPED: ("typed", "law"),
    "": ("",),
    INSIDE: ("", "typed", "law", "order", "range"),
    SET: ("define", "order", "typed", "law", "range", "value"),
}
"""Which relations may follow the first symbols of a formula."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A sentence on one line with a private character for each formula; at holds the place in its source of each."""

    text: str
    at: tuple[int, ...]
    formulas: tuple[tuple[int, int], ...]

    def formula(self, letter: str) -> tuple[int, int]:
        """The place in the source of the formula that a character stands for."""
        return self.formulas[ord(letter) - _FIRST]


@lru_cache(maxsize=16)
def flat(sentence: Sentence) -> Flat:
    """The sentence with its formulas as single characters; formulas beyond the first thousands are left out."""
    out: list[str] = []
    places: list[int] = []
    formulas: list[tuple[int, int]] = []
    at = 0
    for m in (*_MASKED.finditer(sentence.masked), None):
        stop = m.start() if m else len(sentence.masked)
        for piece in _PIECE.finditer(sentence.masked, at, stop):
            if not piece[1]:
                out.append(piece[0])
                places += range(*piece.span())
            elif out and out[-1] != " ":
                out.append(" ")
                places.append(piece.start())
        if m and len(formulas) < _MOST:
            out.append(chr(_FIRST + len(formulas)))
            places.append(m.start())
            formulas.append(m.span())
        at = m.end() if m else at
    return Flat("".join(out), tuple(places), tuple(formulas))


class Reading:
    """The formulas of one sentence, each read once."""

    def __init__(self, sentence: Sentence, formulas: Formulas) -> None:
        self.source, self.flat, self.read = sentence.source, flat(sentence), formulas.read
        self.known: dict[str, Formula] = {}

    def formula(self, letter: str) -> Formula:
        if letter not in self.known:
            start, end = self.flat.formula(letter)
            self.known[letter] = self.read(bare(self.source[start:end]))
        return self.known[letter]

    def heads(self, letters: str, relation: str) -> Iterator[Symbol]:
        """What a list of formulas is about, of those with that relation."""
        for letter in re.findall(FORMULA, letters):
            f = self.formula(letter)
            if f.relation in _RELATIONS[relation]:
                yield from f.heads
                yield from f.parts if relation == DEFINED else ()


def bare(formula: str) -> str:
    """A formula without its delimiters and labels."""
    return _LABEL.sub("", _DELIMITERS.sub("", formula.strip()))
