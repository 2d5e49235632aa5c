"""Statements and equations that a text names by number: "by Lemma 4", "Theorems 2 and 3", "(3.1)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scaffold.model import Statement
from scaffold.read.kinds import KIND_WORDS, OTHER_WORK, kind_of
from scaffold.read.pdf.layout.columns import Line
from scaffold.read.pdf.structure.heads import NUMBER

_SHORT = {"thm": "theorem", "thms": "theorem", "lem": "lemma", "prop": "proposition", "props": "proposition",
          "cor": "corollary", "def": "definition", "defn": "definition", "rem": "remark", "ex": "example",
          "assn": "assumption", "assump": "assumption", "conj": "conjecture"}  # fmt: skip
_WORDS = sorted({w.capitalize() for w in KIND_WORDS if w.isalpha() and len(w) > 3}, key=len, reverse=True)
_NAMED = re.compile(
    rf"\b(?P<word>{'|'.join(_WORDS)}|(?:{'|'.join(_SHORT)})\.)(?P<more>s|ta|ries)?\s+"
    rf"(?P<numbers>(?:Appendix\s+)?{NUMBER}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|or)\s+|\s*&\s*|\s*[–-]\s*)(?:Appendix\s+)?{NUMBER})*)"
    rf"(?!\w|\.\d)(?!{OTHER_WORK})",
    re.I,
)
_STEMS = tuple(sorted({w.lower() for w in _WORDS} | {f"{w}." for w in _SHORT}))
_ONE = re.compile(rf"(?:Appendix\s+)?{NUMBER}")
_EQUATION = re.compile(r"\((\d{1,2}(?:\.\d{1,3})?|[A-Z]\.\d{1,3})\)")
_CITATION = re.compile(r"\[[^\]]{0,80}\]")


def may_name(text: str) -> bool:
    """Whether a text has a word that names statements, whole or as a part: told without a search for the numbers."""
    folded = text.casefold().replace("ı", "i")
    return any(map(folded.__contains__, _STEMS))  # far faster than one expression of all stems


class Names:
    """Statements by their printed names, and the statements that contain equations."""

    def __init__(self, statements: Sequence[Statement], equations: dict[str, str]) -> None:
        """equations: maps the number of an equation to the id of its statement."""
        self._by_name: dict[tuple[str, str], str] = {}
        self._by_kind: dict[tuple[str, str], str] = {}
        self._equations = equations
        for s in statements:
            if s.number and s.restates is None:
                self._by_name.setdefault((s.heading.lower(), _bare(s.number)), s.id)
                self._by_kind.setdefault((s.kind, _bare(s.number)), s.id)

    def within(self, text: str, equations: bool = True) -> list[str]:
        """Ids of the statements that a text names, in order, each once."""
        found: list[tuple[int, str]] = []
        if not equations and not may_name(text):
            return []
        text = _CITATION.sub("[]", text)
        for m in _NAMED.finditer(text):
            word = m["word"].lower().rstrip(".")
            found += [(m.start(), id) for id in self._numbered(_SHORT.get(word, word), m["numbers"])]
        if equations:
            found += [(m.start(), i) for m in _EQUATION.finditer(text) if (i := self._equations.get(m[1]))]
        return list(dict.fromkeys(id for _, id in sorted(found, key=lambda x: x[0])))

    def _numbered(self, word: str, numbers: str) -> list[str]:
        """Ids of the statements with a word and numbers: "3", "1 and 2", "2.2–3.2" with all statements between.

        After a number without brackets, one in brackets is an equation's: "Lemma 1 and (2)".
        """
        plain = numbers.startswith("(")
        out: list[str] = []
        for n in _ONE.finditer(numbers):
            if n[0].startswith("(") and not plain:
                break
            id = self._one(word, n[0])
            first, dash, last = n[0].replace("-", "–").partition("–")
            if id is None and dash:
                out += self._between(self._one(word, first), self._one(word, last), word)
            elif id and re.search(r"[–-]\s*$", numbers[: n.start()]) and out:
                out += self._between(out[-1], id, word)
            elif id:
                out.append(id)
        return out

    def _one(self, word: str, number: str) -> str | None:
        number = _bare(number)
        return self._by_name.get((word, number)) or self._by_kind.get((kind_of(word), number))

    def _between(self, first: str | None, last: str | None, word: str) -> list[str]:
        """Ids of the statements of one kind from the first to the last; of these two alone, if one is unknown."""
        ids = [id for (kind, _), id in self._by_kind.items() if kind == kind_of(word)]
        if first in ids and last in ids and ids.index(first) < ids.index(last):
            return ids[ids.index(first) : ids.index(last) + 1]
        return [id for id in (first, last) if id]


def _bare(number: str) -> str:
    return number.strip("()").rstrip(".")


def _far(line: Line, place: int) -> bool:
    """Whether there is a wide gap before a place of a line: in a frame, a number is not at the edge of the column."""
    return place > 1 and line.glyph_at(place).x0 - line.glyph_at(place - 2).x1 > 1.5 * line.size


def _script(line: Line, place: int) -> bool:
    """Whether a number is an index or exponent: the one of "W^(0)" may begin a line of tall brackets."""
    return line.glyph_at(place).size < 0.85 * line.size


def equation_numbers(lines: Iterable[Line]) -> list[str]:
    """Numbers of the equations displayed in lines: in brackets at either edge, separate from the formula."""
    out = []
    for line in lines:
        m = re.search(r"(?:^|\s)\((\d{1,2}(?:\.\d{1,3})?|[A-Z]\.\d{1,3})\)$", line.text)
        edge = line.x1 > line.right - 3 or (m and _far(line, m.start(1) - 1) and line.x1 > line.right - 3 * line.size)
        if m and edge and (line.x0 > line.left + 2 * line.size or m.start() == 0) and not _script(line, m.start(1)):
            out.append(m[1])
            continue
        m = re.match(r"\((\d{1,2}(?:\.\d{1,3})?|[A-Z]\.\d{1,3})\)\s", line.text)
        after = line.glyph_at(m.end()).x0 - line.glyph_at(m.end() - 2).x1 if m and len(line.text) > m.end() else 0.0
        if m and after > line.size and not _script(line, m.start(1)):
            out.append(m[1])
    return out
