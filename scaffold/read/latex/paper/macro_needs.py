"""The macros that a piece of LaTeX needs: the transitive closure of the paper's own definitions, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scaffold.model import Macro
from scaffold.read.latex.macros import key_of
from scaffold.read.latex.paper.switches import decided
from scaffold.tex.definitions import environments, names, parsed

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_NAMES = re.compile(r"\\([A-Za-z@]+|.)", re.S)
_ENVIRONMENTS = re.compile(r"\\begin\s*\{([^{}\\]+)\}")


class MacroNeeds:
    """Answers which definitions a text needs; the last definition of a name counts, unless the table names another."""

    def __init__(self, engine: Engine, switches: Mapping[str, bool], table: Mapping[str, Macro | None]) -> None:
        self._switches = switches
        self._by_key: dict[str, Macro] = {}
        history, saved = engine.macros.history, engine.macros.saved
        places: dict[str, int] = {}
        for n, d in enumerate(history):
            key = key_of(d)
            if key not in table or table[key] is d:
                self._by_key.pop(key, None)
                self._by_key[key] = d
                places[key] = n
        kept = {id(saved[n]) for n in places.values() if n in saved}
        self._listed = [d for n, d in enumerate(history) if places.get(key_of(d)) == n or id(d) in kept]
        """Every definition that counts, and each earlier one whose meaning a \\let keeps."""
        self._direct: dict[str, tuple[str, ...]] = {}
        self._closure: dict[str, frozenset[str]] = {}
        self._rank = {key: n for n, key in enumerate(self._by_key)}

    def of(self, text: str) -> tuple[str, ...]:
        """Names needed (environments without backslash), in the order of their definition."""
        found: set[str] = set()
        for key in self._used(text):
            found |= self._all(key)
        return tuple(self._by_key[k].name for k in sorted(found, key=self._rank.__getitem__))

    def all(self) -> tuple[Macro, ...]:
        """Every definition, in order, the paper's switches decided."""
        return tuple(
            parsed(
                Macro(
                    name=d.name,
                    definition=decided(d.definition, self._switches),
                    needs=self._shown(key_of(d)),
                    file=d.file,
                    line=d.line,
                )
            )
            for d in self._listed
        )

    def _shown(self, key: str) -> tuple[str, ...]:
        """The names that a macro needs itself."""
        return tuple(self._by_key[need].name for need in self._needs(key))

    def _used(self, text: str) -> set[str]:
        names = {n for n in _NAMES.findall(text) if n in self._by_key}
        return names | {":" + n for n in _ENVIRONMENTS.findall(text) if ":" + n in self._by_key}

    def _needs(self, key: str) -> tuple[str, ...]:
        if key not in self._direct:
            d = self._by_key[key]
            used = {n for n in (*names(d), *(":" + n for n in environments(d))) if n in self._by_key}
            self._direct[key] = tuple(sorted(used - {key}, key=self._rank.__getitem__))
        return self._direct[key]

    def _all(self, key: str) -> frozenset[str]:
        """The closure, walked without recursion: chains of definitions can be long."""
        if key not in self._closure:
            seen, todo = {key}, [key]
            while todo:
                for need in self._needs(todo.pop()):
                    if need not in seen:
                        seen.add(need)
                        todo.append(need)
            self._closure[key] = frozenset(seen)
        return self._closure[key]
