r"""Text in which the paper's own switches are decided: of \iflong … \else … \fi only the branch that is printed.

A test with braces, such as \iftoggle{long}{…}{…}, is written as such a conditional first: there is one way to decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scaffold.model import Macro
from scaffold.read.latex.commands.conditionals import TEX_IFS, conditional, toggle_conditional
from scaffold.read.latex.macros import key_of
from scaffold.tex import tokens
from scaffold.tex.definitions import names

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

__all__ = ["Switches", "decided"]

_WORD = re.compile(r"\\([A-Za-z@]+)")
_SPACE = re.compile(r"[ \t]*(?:\n(?!\s*\n)[ \t]*)?")
_BRACE = re.compile(r"\\.|([{}])", re.S)
_BRACED = re.compile(r"\\(if|not)(?:toggle|bool)(?![A-Za-z@])|\\ifthenelse(?![A-Za-z@])")
_BOOLEAN = re.compile(r"\s*((?:\\(?:NOT|not)(?![A-Za-z])\s*)*)\\boolean\s*\{([^{}]*)\}\s*")
_JOINT = re.compile(r"\\(AND|and|OR|or)(?![A-Za-z])")
_THROWN = re.compile(
    r"\\(?:(?:toggle|bool)(?:true|false)|set(?:toggle|bool|boolean))\s*\{([^{}]*)\}|\\([A-Za-z@]+)(?:true|false)(?![A-Za-z@])"
)
_PRIMITIVES = frozenset(TEX_IFS)
_ALWAYS = {"iftrue": True, "iffalse": False}
_MOST = 200
"""Conditionals decided in one text: more is no text of a statement."""


class Switches:
    r"""What \newif, etoolbox's toggles and ifthen's booleans leave on or off, by conditional (\iflong: "iflong")."""

    def __init__(self, engine: Engine, texts: Iterable[str]) -> None:
        """texts: those in which switches are decided. One that a macro used there throws stays undecided."""
        doubtful = {conditional(engine, flag) for flag in _thrown_by_macros(engine, texts)}
        found = {conditional(engine, flag): value for flag, value in engine.flags.items() if not flag.startswith("\\")}
        self.last = _ALWAYS | {key: value for key, value in found.items() if key not in doubtful}
        """Their values at the end of the paper."""
        self._events = [
            (n, key, macro.body == r"\iftrue")
            for n, (key, macro) in enumerate(engine.macros.events)
            if macro is not None and key in self.last
        ]

    def at(self, place: int) -> dict[str, bool]:
        """Their values after so many changes of macros."""
        known = dict(self.last)
        first = {key: value for _, key, value in reversed(self._events)}
        return known | first | {key: value for n, key, value in self._events if n < place}

    def with_conditionals(self, macro: Macro) -> Macro:
        """The macro with tests of braces as conditionals."""
        parts = [macro.definition, macro.body, macro.end]
        made = [part and _with_conditionals(part, self.last) for part in parts]
        if made == parts:
            return macro
        return replace(macro, definition=made[0] or "", body=made[1], end=made[2])


def _thrown_by_macros(engine: Engine, texts: Iterable[str]) -> set[str]:
    """The switches that macros throw which the texts use, by way of others too."""
    by_key = {key_of(d): d for d in engine.macros.history}
    todo = {name for text in texts for name in _WORD.findall(text)}
    seen: set[str] = set()
    while todo:
        seen |= todo
        todo = {name for key in todo if key in by_key for name in names(by_key[key])} - seen
    return {flag for key in seen if key in by_key for flag in _thrown(f"{by_key[key].body}{by_key[key].end}")}


def _thrown(text: str) -> set[str]:
    """The switches that a text throws."""
    return {m[1] or m[2] for m in _THROWN.finditer(text)}


def decided(text: str, known: Mapping[str, bool]) -> str:
    """The text without those conditionals; one that is not closed, or turned round by \\unless, stays as it stands.

    Switches that the text itself throws are left to LaTeX.
    """
    if "\\if" not in text and "\\not" not in text:
        return text
    thrown = {"if" + flag for flag in _thrown(text)}
    known = {key: value for key, value in known.items() if key not in thrown}
    return _decided(_with_conditionals(text, known), known)


def _decided(text: str, known: Mapping[str, bool]) -> str:
    pos = 0
    for _ in range(_MOST):
        masked = tokens.mask(text)
        found = next((m for m in _WORD.finditer(masked, pos) if m[1] in known), None)
        if found is None:
            return text
        cut = _branches(masked, found.end(), known)
        pos = found.end()
        if cut and cut.clean(masked) and not masked[: found.start()].rstrip().endswith("\\unless"):
            pos = found.start()
            text = tokens.joined(text[:pos], text[cut.yes if known[found[1]] else cut.no], text[cut.after :])
    return text


def _with_conditionals(text: str, known: Collection[str]) -> str:
    r"""The text with \iftoggle, \ifbool and \ifthenelse{\boolean…} of known switches as conditionals."""
    pos = 0
    for _ in range(_MOST):
        masked = tokens.mask(text)
        found = _BRACED.search(masked, pos)
        if found is None:
            return text
        pos = found.end()
        taken = tokens.groups(masked, found.end(), 3)
        if taken is None:
            continue
        condition, yes, no = (text[start:end] for start, end in taken)
        if not found[1]:
            made = _chosen(condition, yes, no, known=known)
        elif name := _name(condition, known):
            made = _if(name, yes, no) if found[1] == "if" else _if(name, no, yes)
        else:
            made = None
        if made is not None:
            pos = found.start()
            text = tokens.joined(text[:pos], made, text[taken[-1][1] + 1 :])
    return text


def _chosen(condition: str, yes: str, no: str, known: Collection[str]) -> str | None:
    r"""ifthen's \ifthenelse as conditionals; None where it asks for more than known switches."""
    asked = _BOOLEAN.match(condition)
    name = _name(asked[2], known) if asked else None
    if asked is None or name is None:
        return None
    rest = condition[asked.end() :]
    joint = _JOINT.match(rest)
    if rest and not joint:
        return None
    if joint:
        other = _chosen(rest[joint.end() :], yes, no, known=known)
        if other is None:
            return None
        yes, no = (other, no) if joint[1] in ("AND", "and") else (yes, other)
    negated = (asked[1].lower().count("not")) % 2
    return _if(name, no, yes) if negated else _if(name, yes, no)


def _if(name: str, yes: str, no: str) -> str:
    """The conditional; {} keeps white space that it would take with it."""
    return tokens.joined(f"\\{name}", _apart(yes), "\\else", _apart(no), "\\fi{}")


def _apart(branch: str) -> str:
    return f"{{}}{branch}" if branch[:1].isspace() else branch


def _name(flag: str, known: Collection[str]) -> str | None:
    """The conditional of a switch that is known."""
    flag = flag.strip()
    return next((name for name in ("if" + flag, toggle_conditional(flag)) if name in known), None)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the branches of a conditional stand, and where the text goes on."""

    yes: slice
    no: slice
    after: int

    def clean(self, masked: str) -> bool:
        """Whether each branch closes the braces that it opens: TeX's tricks with others are left to TeX."""
        return all(_closes(masked[branch]) for branch in (self.yes, self.no))


def _closes(text: str) -> bool:
    signs = [m[1] for m in _BRACE.finditer(text) if m[1]]
    return signs.count("{") == signs.count("}")


def _branches(masked: str, start: int, known: Mapping[str, bool]) -> _Cut | None:
    """The branches of a conditional whose name ends at start; None where it is not closed."""
    first = start = _after_space(masked, start)
    depth, yes = 0, None
    for m in _WORD.finditer(masked, start):
        if m[1] == "fi" and depth == 0:
            last = slice(start, m.start())
            return _Cut(yes or last, last if yes else slice(m.start(), m.start()), _after_space(masked, m.end()))
        if m[1] == "else" and depth == 0:
            yes, start = slice(first, m.start()), _after_space(masked, m.end())
        elif m[1] in _PRIMITIVES or m[1] in known:
            depth += 1
        elif m[1] == "fi":
            depth -= 1
    return None


def _after_space(masked: str, pos: int) -> int:
    """After the white space that a control word takes with it: no empty line, which ends a paragraph; or after {}."""
    if masked.startswith("{}", pos):
        return pos + 2
    space = _SPACE.match(masked, pos)
    return space.end() if space else pos
