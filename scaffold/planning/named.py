"""What a restated statement names: results, definitions, conditions, displays, and what cannot be restated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.model import Label, Paper, Statement
from scaffold.planning import manual_references
from scaffold.planning.kinds import SETTING, is_result
from scaffold.planning.words import ELSEWHERE, TITLE, plain, references, uncommented

__all__ = ["Named", "Names"]

_CITED = re.compile(r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?\s*(?:\[[^\[\]]*\]\s*){1,2}\{[^{}]*\}")

_PART = re.compile(r"\(?[a-z]\)?\Z")
"""What is printed after the number of a figure for one of its parts."""

_GROUP = re.compile(r"([^–]*\w)[a-z](?:–|\Z)")
"""The number of a display in a group: 2.2a belongs to (2.2)."""

_CONDITION = re.compile(r"[A-Z]\d+'*")
"""A typed tag that names a condition wherever the paper states it, such as (A1)."""

_BY_LABEL = ("equation", "item", "drawing", "table")
"""Kinds of which references may name a part: a row, an inner item, a panel."""

_FLOAT = re.compile(r"\b(Algorithm|Alg\.|Table|Figure|Fig\.)(?:~|\s)+([A-Z]?[\d.]*\d)(?![\w.]*\d)")
_FLOATS = {"Algorithm": "Algorithm", "Alg.": "Algorithm", "Table": "Table", "Figure": "Figure", "Fig.": "Figure"}
"""How authors type the names of floats."""

_DISPLAY = re.compile(r"(?:[^\W\d_]{2,}\.?\s|\)(?:\s*,|\s*[-–])\s*)\((\d{1,2}(?:\.\d{1,3})?|[A-Z]\.\d{1,3})\)")
"""A display by its number, after a word or another number."""

_UNSEEN = {"equation": "({})", "algorithm": "Algorithm {}", "table": "Table {}", "figure": "Figure {}", "item": "{}"}
"""How the paper names what is no statement, by the kind of its label. A section is only a place, and a line is not
named without its algorithm.
"""


@dataclass(frozen=True, slots=True)
class Named:
    """What a statement names: words as the paper prints it, and the id of what can be restated, "" if nothing can."""

    words: str
    id: str = ""


class Names:
    """Looks up what statements name; what the lookup needs of the paper is collected once."""

    def __init__(self, paper: Paper) -> None:
        self._known = {s.id: s for s in paper.restatable}
        self._labels = {x.key: x for x in paper.labels}
        self._targets = {x.key: x.target for x in paper.labels if x.target is not None}
        self._targets |= {key: s.id for s in paper.restatable for key in s.labels}
        self._figures = {f.number: f.id for f in reversed(paper.figures) if f.drawable and f.number}
        self._groups = {m[1]: d.id for d in reversed(paper.displays) if (m := _GROUP.match(d.number or ""))}
        titled = [*paper.statements, *paper.referents]
        self._titles = {" ".join(s.title.split()): s.id for s in reversed(titled) if s.number and s.kind != "item"}
        setting = [s for s in titled if not s.proofs]
        files = dict.fromkeys((*(x.file for x in paper.sections), *(s.file for s in paper.statements)))
        self._files = {name: n for n, name in enumerate(files)}
        self._tags: dict[str, list[Statement]] = {}
        for s in setting:
            for tag in manual_references.tags(s):
                self._tags.setdefault(tag, []).append(s)
        self._forms = _forms(paper)

    def of(self, s: Statement) -> tuple[Named, ...]:
        """What the statement's name or body names besides itself, in order, each once."""
        own = self._forms.get(s.id, s.id)
        found = dict.fromkeys(self._named(s))
        others = (n for n in found if not n.id or self._forms.get(n.id, n.id) != own)
        return tuple(n for n in others if s.kind != "table" or not self._is_result(n))

    def _is_result(self, n: Named) -> bool:
        """Whether it is a result: a row of a table says by it where it comes from, and is clear without it."""
        return n.id in self._known and is_result(self._known[n.id])

    def form(self, id: str) -> str:
        """The id of the first form of a statement that the paper repeats."""
        return self._forms.get(id, id)

    def _named(self, s: Statement) -> Iterator[Named]:
        tex = uncommented(f"{s.name or ''} {s.body}")
        for key in references(tex):
            if (found := self._label(key)) is not None:
                yield found
        words = _CITED.sub("", tex)
        titles = (f"{m[1]} {m[2]}" for m in TITLE.finditer(words) if not ELSEWHERE.match(words, m.end()))
        for title in (*titles, *sorted(manual_references.listed(words))):
            if title in self._titles:
                yield self._one(self._titles[title])
        yield from self._typed(words, s)
        states = s.kind in SETTING or s.form == "text"
        tags = manual_references.tagged(words) - manual_references.tags(s)
        typed = manual_references.tagged(plain(words)) if tags and not states else frozenset[str]()
        for tag in sorted(tags):
            if (stated := self._stated(tag, s)) is not None:
                yield self._one(stated)
            elif tag in typed and _CONDITION.fullmatch(tag):
                yield Named(f"({tag})")

    def _typed(self, words: str, s: Statement) -> Iterator[Named]:
        """Floats by their names, and in text of a page the displays by their numbers."""
        for m in _FLOAT.finditer(words):
            kind = _FLOATS[m[1]]
            if f"{kind} {m[2]}" not in self._titles and not ELSEWHERE.match(words, m.end()):
                drawn = self._figures.get(m[2], "") if kind == "Figure" else ""
                yield Named(f"{kind} {m[2]}", drawn)
        for m in _DISPLAY.finditer(words) if s.form == "text" else ():
            label = self._labels.get(f"eq:{m[1]}")
            if label is not None or "." in m[1]:
                yield (self._label(label.key) if label else None) or Named(f"({m[1]})")

    def _stated(self, tag: str, s: Statement) -> str | None:
        """The id of what a tag means in a statement: of several conditions under it, the last one before it."""
        several = sorted(self._tags.get(tag, []), key=self._place)
        before = [c for c in several if self._place(c) <= self._place(s)]
        return (before[-1] if before else several[0]).id if several else None

    def _place(self, s: Statement) -> tuple[int, int]:
        """Where a statement stands in the source, whose files are read in the order of their headings."""
        return self._files.get(s.file, len(self._files)), s.line

    def _one(self, id: str) -> Named:
        s = self._known[id]
        return Named(_short(s), id)

    def _label(self, key: str) -> Named | None:
        target = self._targets.get(key)
        label = self._labels.get(key)
        printed = _printed(label)
        if target is not None and target in self._known:
            shown = self._known[target]
            return Named(printed, target) if printed and shown.kind in _BY_LABEL else self._one(target)
        if label is None or not printed:
            return None
        if label.kind == "equation":
            return Named(printed, self._groups.get(label.number, ""))
        whole = _PART.sub("", label.number) if label.kind == "figure" else ""
        return Named(printed, self._figures.get(whole, ""))


def _short(s: Statement) -> str:
    """What references call a statement: displays and conditions by their numbers."""
    if s.kind == "equation":
        return f"({s.number})"
    return (s.number or "") if (s.number or "").startswith("(") else s.title


def _printed(label: Label | None) -> str:
    """How the paper names what the label stands for; "" for a place, or what has no number."""
    return _UNSEEN[label.kind].format(label.number) if label and label.number and label.kind in _UNSEEN else ""


def _forms(paper: Paper) -> dict[str, str]:
    return {s.id: s.restates for s in paper.statements if s.restates is not None}
