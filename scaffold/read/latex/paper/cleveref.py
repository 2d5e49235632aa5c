r"""What cleveref's commands print: references of several kinds, ranges, and a paper's own names and formats.

Follows cleveref 0.21.4: labels are grouped by their type in the order in which types occur, sorted, and three or more
consecutive ones become a range; the first group of \Cref is in capitals, the others are as in \cref.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from scaffold.read.latex.drafts import Target
from scaffold.tex.references import CONJUNCTIONS, Names, clever_names

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

__all__ = ["MISSING", "Clever"]

MISSING = "??"
"""What LaTeX prints for a label that does not exist."""

_SHORTEST_RANGE = 3
_SECTIONS = frozenset(("section", "subsection", "subsubsection"))
_TYPES = {"item": "enumi"}
_LIKE = {
    "subsection": "section", "subsubsection": "section", "subappendix": "appendix", "subsubappendix": "appendix",
    "subfigure": "figure", "subtable": "table",
}  # fmt: skip
"""Types that print what others do, where a paper gives them no format of their own."""

_COUNT = re.compile(r"\d+|(?<![A-Za-z])[A-Za-z](?![A-Za-z\d])")
_LAST = re.compile(r"(.*?)(\d+|(?<![A-Za-z])[A-Za-z])(\W*)", re.DOTALL)
_LINKS = re.compile(r"#[23456]")

Run = tuple[str, str]
"""The first and the last key of consecutive labels; of a single one, the same twice."""


class Clever:
    """Prints references by the formats of one paper. number gives what \\ref prints for a key."""

    def __init__(self, engine: Engine, number: Callable[[str], str]) -> None:
        """The engine has read the whole paper."""
        options = f"{engine.notes.packages.get('cleveref', '')},{engine.notes.class_options}"
        given = {option.strip() for option in options.split(",")}
        self._capitals = not given.isdisjoint(("capitalise", "capitalize"))
        self._abbreviated = "noabbrev" not in given and "cleveref" in engine.notes.packages
        self._sorts = given.isdisjoint(("nosort", "compress"))
        self._ranges = given.isdisjoint(("nosort", "sort"))
        self._formats: Mapping[tuple[str, str], tuple[str, ...]] = engine.notes.ref_formats
        self._labels = engine.notes.labels
        self._counters = {env: spec.counter for env, spec in engine.theorems.items()}
        self._between = {
            name: engine.macros.parameterless(name) if engine.macros.parameterless(name) is not None else usual
            for name, usual in CONJUNCTIONS.items()
        }
        self._number = number

    def many(self, command: str, keys: list[str]) -> str:
        r"""\cref, \Cref and \labelcref of these keys."""
        groups = self._grouped(keys)
        done = []
        for n, (kind, members) in enumerate(groups):
            variant = command if n == 0 or command == "labelcref" else "cref"
            done.append(self._group(variant, kind, members))
        return _joined(done, *(self._said(f"cref{place}groupconjunction") for place in ("pair", "middle", "last")))

    def between(self, command: str, first: str, last: str) -> str:
        r"""\crefrange and \Crefrange."""
        variant = "Cref" if command[0].isupper() else "cref"
        return self._several(variant, self._type(first), [(first, last)])

    def pages(self, variant: str, keys: list[str]) -> str:
        r"""\cpageref and its kin, where numbers are those of pages."""
        return self._group(variant, "page", keys)

    def pages_between(self, variant: str, first: str, last: str) -> str:
        r"""\cpagerefrange and \Cpagerefrange."""
        return self._several(variant, "page", [(first, last)])

    def name(self, command: str, key: str) -> str:
        r"""\namecref and its kin: the name alone."""
        names = self._names("Cref" if "Cref" in command or command.startswith("lc") else "cref", self._type(key))
        word = names[command.endswith("s")] if names else ""
        return word.lower() if command.startswith("lc") else word

    def _said(self, name: str) -> str:
        return (self._between[name] or "").replace(r"\nobreakspace", "~")

    # --- groups

    def _grouped(self, keys: Iterable[str]) -> list[tuple[str, list[str]]]:
        """The keys by their type, types that print the same name as one; without sorting, runs of one type."""
        groups: list[tuple[str, list[str]]] = []
        for key in keys:
            kind = self._type(key)
            places = [n for n, (other, _) in enumerate(groups) if other == kind]
            if places and (self._sorts or places[-1] == len(groups) - 1):
                groups[places[-1]][1].append(key)
            else:
                groups.append((kind, [key]))
        return groups

    def _group(self, variant: str, kind: str, keys: list[str]) -> str:
        """The labels of one type."""
        runs = self._runs(sorted(keys, key=self._place) if self._sorts else keys)
        if len(runs) == 1 and runs[0][0] == runs[0][1]:
            return self._single(variant, kind, runs[0][0])
        return self._several(variant, kind, runs)

    def _runs(self, keys: list[str]) -> list[Run]:
        """The keys, each once, consecutive ones together from three on."""
        runs: list[list[str]] = []
        for key in dict.fromkeys(keys):
            if runs and self._ranges and self._follows(runs[-1][-1], key):
                runs[-1].append(key)
            else:
                runs.append([key])
        parted = ([[k] for k in run] if len(run) < _SHORTEST_RANGE else [run] for run in runs)
        return [(run[0], run[-1]) for some in parted for run in some]

    def _follows(self, first: str, second: str) -> bool:
        """Whether the second label has the number after the first; cleveref takes tags for consecutive."""
        if self._is_tagged(first) or self._is_tagged(second):
            return self._is_tagged(first) and self._is_tagged(second)
        a, b = (_LAST.fullmatch(self._number(key)) for key in (first, second))
        return bool(a and b and a[1] == b[1] and a[3] == b[3] and _value(b[2]) == _value(a[2]) + 1)

    def _place(self, key: str) -> tuple[bool, bool, list[int]]:
        """Sorts by the counters in a number; after them come tags, as they are given, then labels that do not exist."""
        if tagged := self._is_tagged(key):
            return False, tagged, []
        return key not in self._labels, False, [_value(m[0]) for m in _COUNT.finditer(self._number(key))]

    def _is_tagged(self, key: str) -> bool:
        return key in self._labels and self._labels[key].tagged

    # --- formats

    def _single(self, variant: str, kind: str, key: str) -> str:
        if key not in self._labels:
            return MISSING
        if (own := self._format(variant, "format", kind)) is not None:
            return _filled(own[0], self._number(key))
        return self._named(variant, kind, self._label(variant, kind, key), plural=False)

    def _several(self, variant: str, kind: str, runs: list[Run]) -> str:
        """Several labels of one type, or a range of them."""
        pieces = []
        for n, run in enumerate(runs):
            ranged = run[0] != run[1]
            own = self._format(variant, ("range" if ranged else "") + ("multiformat" if runs[1:] else "format"), kind)
            place = 0 if n == 0 else 1 if len(runs) == 2 else 3 if n == len(runs) - 1 else 2
            if own is not None:
                pieces.append(_filled(own[min(place, len(own) - 1)], *map(self._number, run if ranged else run[:1])))
                continue
            words = self._range(variant, kind, run) if ranged else self._label(variant, kind, run[0])
            if n == 0:
                pieces.append(self._named(variant, kind, words, plural=True))
            else:
                pieces.append(self._said(f"cref{('', 'pair', 'middle', 'last')[place]}conjunction") + words)
        return "".join(pieces)

    def _format(self, variant: str, form: str, kind: str) -> tuple[str, ...] | None:
        """The paper's own format; one for \\cref serves \\Cref with its first letter in capitals."""
        own = self._formats.get((variant + form, kind))
        if own is None and variant == "Cref" and (lower := self._formats.get(("cref" + form, kind))):
            return (_upper(lower[0]), *lower[1:])
        return own

    def _named(self, variant: str, kind: str, words: str, *, plural: bool) -> str:
        names = None if variant == "labelcref" else self._names(variant, kind)
        return f"{names[plural]}~{words}" if names and names[plural] else words

    def _label(self, variant: str, kind: str, key: str) -> str:
        """A number in the form of its type: equations stand in brackets."""
        if key not in self._labels:
            return MISSING
        if variant == "labelcref" and (own := self._formats.get(("labelcrefformat", kind))):
            return _filled(own[0], self._number(key))
        own = self._formats.get(("creflabelformat", kind)) or (("(#1)",) if kind == "equation" else None)
        own = own or self._formats.get(("crefdefaultlabelformat", "")) or ("#1",)
        return _filled(own[0], self._number(key))

    def _range(self, variant: str, kind: str, run: Run) -> str:
        if own := self._formats.get(("crefrangelabelformat", kind)):
            return _filled(own[0], *map(self._number, run))
        first, last = (self._label(variant, kind, key) for key in run)
        before, between, after = (self._said(f"crefrange{place}conjunction") for place in ("pre", "", "post"))
        return before + first + between + last + after

    # --- types and names

    def _type(self, key: str) -> str:
        """The type of a label: its environment, its counter, or what \\crefalias and \\label[type] say."""
        target = self._labels.get(key)
        if target is None:
            return ""
        kind = target.called or _kind(target)
        counter = self._counters.get(kind) or kind
        alias = self._formats.get(("crefalias", kind)) or self._formats.get(("crefalias", counter))
        kind = alias[0].strip() if alias and not target.called else kind
        return kind if any(own == kind for _, own in self._formats) else _LIKE.get(kind, kind)

    def _names(self, variant: str, kind: str) -> Names | None:
        """Name and plural of a type; None for one that has neither."""
        other = "cref" if variant == "Cref" else "Cref"
        if own := self._formats.get((variant + "name", kind)):
            return own[0], own[1]
        if own := self._formats.get((other + "name", kind)):
            change = _upper if variant == "Cref" else (lambda word: word) if self._capitals else _lower
            return change(own[0]), change(own[1])
        change = _upper if variant == "Cref" or self._capitals else _lower
        names = self._usual(variant, kind)
        return names and (change(names[0]), change(names[1]))

    def _usual(self, variant: str, kind: str) -> Names | None:
        """The package's name for a type, else the heading of the environment."""
        if names := clever_names(kind, abbreviated=self._abbreviated and variant == "cref"):
            return names
        heading = next(
            (t.statement.heading for t in self._labels.values() if t.statement is not None and _kind(t) == kind), ""
        )
        return (heading, heading + "s" * (not heading.endswith("s"))) if heading else None


def _kind(target: Target) -> str:
    if target.kind == "theorem" and target.statement is not None:
        return target.statement.env
    if target.kind in _SECTIONS and target.section is not None and target.section.appendix:
        return target.kind.replace("section", "appendix")
    return _TYPES.get(target.kind, target.kind)


def _filled(form: str, *numbers: str) -> str:
    """A format with one number, or the two of a range; places for links are left out."""
    for place, number in enumerate(numbers, 1):
        form = form.replace(f"#{place}", number)
    return _LINKS.sub("", form)


def _joined(parts: list[str], pair: str, middle: str, last: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return middle.join(parts[:-1]) + (pair if len(parts) == 2 else last) + parts[-1]


def _value(count: str) -> int:
    return int(count) if count.isdigit() else ord(count)


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]
