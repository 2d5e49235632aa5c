r"""What macros mean where a statement stands: one that is redefined on the way means what it meant there.

The paper has one table of macros. Of a name that comes to mean several things it holds what most statements mean by
it; where a statement means something else, its text is written out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from scaffold.diagnostics import Log
from scaffold.model import Macro
from scaffold.read.latex.drafts import StatementDraft
from scaffold.read.latex.macros import key_of
from scaffold.read.latex.paper.switches import decided
from scaffold.spans import Span
from scaffold.tex import tokens
from scaffold.tex.arguments import CannotExpand, Cursor, expansion, take
from scaffold.tex.definitions import environments, names
from scaffold.tex.symbols import ALPHABETS, FUNCTIONS, MATH_ACCENTS, PRINTED

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

__all__ = ["Scopes"]

Meanings = Mapping[str, "Macro | None"]
"""What names mean; None: what LaTeX means by them."""

_NAMES = re.compile(r"\\([A-Za-z@]+|.)", re.DOTALL)
_ENVIRONMENTS = re.compile(r"\\begin\s*\{([^{}\\]+)\}")
_DEFINED = re.compile(
    r"\\(?:(?:re|provide)?(?:new)?command|[gex]?def|let|DeclareMathOperator|(?:New|Renew|Declare)DocumentCommand)"
    r"(?![A-Za-z])\*?\s*\{?\\([A-Za-z@]+|.)"
)
_TAKES_ONE = re.compile(
    rf"(?:[_^]|\\(?:{'|'.join(sorted({*MATH_ACCENTS, *ALPHABETS, 'frac', 'dfrac', 'tfrac', 'sqrt', 'binom'}))}))\s*\Z"
)
_DECIDED = (r"\iftrue", r"\iffalse")
_MOST_USES, _LONGEST = 2_000, 200_000
"""Uses written out in one text, and its characters then."""


class Scopes:
    """The meanings of names by statement, and the table that the paper has."""

    def __init__(
        self,
        engine: Engine,
        drafts: list[StatementDraft],
        texts: Mapping[int, str],
        others: list[StatementDraft] | None = None,
    ) -> None:
        """texts: by the identity of a draft, all LaTeX of the statement that is shown.

        others: drafts that the table is not made for.
        """
        self._log: Log = engine.log
        self._last = {key_of(d): d for d in engine.macros.history}
        self._contested = _contested(engine.macros.history) | _thrown(engine.macros.events)
        self.table: dict[str, Macro | None] = {}
        """What the paper's table holds for names that come to mean several things; else the last definition counts."""
        self._meant: dict[int, dict[str, Macro | None]] = {}
        if self._contested:
            self._look(engine, drafts, others or [], texts)

    def _look(
        self, engine: Engine, drafts: list[StatementDraft], others: list[StatementDraft], texts: Mapping[int, str]
    ) -> None:
        voting = {id(d) for d in drafts}
        running: dict[str, Macro | None] = {}
        votes: dict[str, Counter[Macro | None]] = {}
        at = 0
        for d in sorted([*drafts, *others], key=lambda d: d.macros_at):
            for key, macro in engine.macros.events[at : d.macros_at]:
                if key in self._contested:
                    running[key] = macro
            at = max(at, d.macros_at)
            meant = self._meant[id(d)] = self._used(texts[id(d)], running)
            for key, macro in meant.items() if id(d) in voting else ():
                votes.setdefault(key, Counter())[macro] += 1
        for key, found in votes.items():
            self.table[key] = _chosen(found)

    def _used(self, text: str, running: Meanings) -> dict[str, Macro | None]:
        """The contested names that a text uses, by way of others too, with what they mean there."""
        closure = self._closure(_used(text) - set(_DEFINED.findall(text)), running)
        meant = {}
        for key in closure & self._contested:
            if key in running or key in PRINTED or key in FUNCTIONS:
                meant[key] = running.get(key)
        return {key: macro for key, macro in meant.items() if macro is not None or key in {*PRINTED, *FUNCTIONS}}

    def _closure(self, keys: Iterable[str], running: Meanings) -> set[str]:
        seen: set[str] = set()
        todo = list(keys)
        while todo:
            key = todo.pop()
            macro = running.get(key) if key in self._contested else self._last.get(key)
            if key in seen or (macro is None and key not in self._contested):
                continue
            seen.add(key)
            if macro is not None and not macro.final:
                todo += [*names(macro), *(":" + name for name in environments(macro))]
        return seen

    @property
    def switches(self) -> dict[str, bool]:
        """The values of the table's conditionals."""
        return _values(self.table)

    def written_out(self, d: StatementDraft, text: str) -> str:
        """A text of the statement in which names mean what they mean in the paper's table."""
        meant = self._meant.get(id(d), {})
        other = {key for key, macro in meant.items() if self._in_table(key) is not macro}
        if not other:
            return text
        meanings = {key: self._last[key] for key in self._closure(_used(text), meant) if key in self._last} | meant
        needed = {key for key in meanings if self._closure([key], meant) & other}
        try:
            made = _expanded(text, {key: meanings[key] for key in needed if not key.startswith(":")})
            return decided(made, {"iftrue": True, "iffalse": False} | _values(meant))
        except CannotExpand as e:
            self._log.warn(
                "macro-scope",
                str(e),
                Span(d.file, d.line),
                f"{e} means something else here than in most statements, and cannot be written out",
            )
            return text

    def _in_table(self, key: str) -> Macro | None:
        return self.table[key] if key in self.table else self._last.get(key)


def _used(text: str) -> set[str]:
    masked = tokens.mask(text)
    return {*_NAMES.findall(masked), *(":" + name for name in _ENVIRONMENTS.findall(masked))}


def _contested(history: list[Macro]) -> frozenset[str]:
    """Names that come to mean several things, LaTeX's own meaning included."""
    found: dict[str, set[object]] = {}
    for d in history:
        key = key_of(d)
        first: set[object] = {None} if key in PRINTED or key in FUNCTIONS else set()
        found.setdefault(key, first).add((d.parameters, d.body, d.end, d.fence, d.definition if d.body is None else ""))
    return frozenset(key for key, meanings in found.items() if len(meanings) > 1)


def _thrown(events: Iterable[tuple[str, Macro | None]]) -> frozenset[str]:
    """The conditionals of switches that are both on and off."""
    found = {(key, macro.body) for key, macro in events if macro is not None and macro.body in _DECIDED}
    return frozenset(key for key, count in Counter(key for key, _ in found).items() if count > 1)


def _values(meanings: Meanings) -> dict[str, bool]:
    """Those of the conditionals among these names."""
    return {key: macro.body == r"\iftrue" for key, macro in meanings.items() if macro and macro.body in _DECIDED}


def _chosen(votes: Counter[Macro | None]) -> Macro | None:
    """What most statements mean; LaTeX's own meaning if any does, since that cannot be written out otherwise."""
    others = [macro for macro in votes if macro is not None]
    if None in votes and all(macro.body is not None and macro.end is None for macro in others):
        return None
    return max(others, key=lambda macro: votes[macro])


def _expanded(text: str, meanings: Meanings) -> str:
    """The text with all uses of these names replaced; raises CannotExpand with the name of one that cannot be."""
    pos = 0
    control = tokens.CONTROL_AT if any("@" in key for key in meanings) else tokens.CONTROL
    for _ in range(_MOST_USES):
        masked = tokens.mask(text)
        use = next((m for m in control.finditer(masked, pos) if m[1] in meanings), None)
        if use is None or len(text) > _LONGEST:
            return text
        macro = meanings[use[1]]
        cursor = Cursor(text, use.end(), at_letter=False)
        if macro is None:
            raise CannotExpand(use[0])
        try:
            made = expansion(macro, take(macro.parameters, cursor))
        except CannotExpand as e:
            raise CannotExpand(use[0]) from e
        takes_one = _TAKES_ONE.search(text, 0, use.start()) and not text.startswith("{", cursor.pos)
        if takes_one and macro.body not in _DECIDED:
            made = f"{{{made}}}"
        rest = text[cursor.pos :]
        pos = use.start() + (len(made) if macro.final else 0)
        text = tokens.joined(text[: use.start()], made, rest.lstrip(" ") if not macro.parameters else rest)
    return text
