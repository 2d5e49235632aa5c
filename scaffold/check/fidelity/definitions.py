r"""The paper's macros as far as comparing needs them: how many arguments of which kind, and the text they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from scaffold.check.fidelity.tokens import Tokens, tokens
from scaffold.model import Macro

__all__ = ["NO_VALUE", "Definition", "definitions"]

NO_VALUE = "\\NoValue"
"""Stands for an optional argument that was not given."""

_HEAD = re.compile(
    r"\\((?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|DeclarePairedDelimiter|"
    r"(?:New|Renew|Declare|Provide)DocumentCommand|[gex]?def|let)(?![A-Za-z])\*?"
)
_LAYOUT = re.compile(
    r"\A\s*\\(?:DeclareMathAlphabet|DeclareTextFontCommand|new(?:savebox|length|skip|dimen|box|count))"
)
_PREFIX = re.compile(r"\A(?:\s|\\(?:long|global|protected|outer)(?![A-Za-z]))+")


@dataclass(frozen=True, slots=True)
class Definition:
    """kinds: "m" an argument, "o" one in brackets, "s" a star; defaults by place; readable: whether it is followed."""

    kinds: str
    body: tuple[str, ...]
    defaults: Mapping[int, tuple[str, ...]]
    readable: bool = True

    def expanded(self, given: list[list[str]]) -> list[str]:
        """Its text with these arguments."""
        done: list[str] = []
        for token in _decided(self.body, given):
            n = int(token[1]) - 1 if len(token) == 2 and token[0] == "#" and token[1].isdigit() else -1
            done.extend(["{", *given[n], "}"] if 0 <= n < len(given) else [token])
        return done

    def arguments(self, rest: Tokens) -> list[list[str]]:
        """What a use of it takes."""
        given: list[list[str]] = []
        for n, kind in enumerate(self.kinds):
            if kind == "s":
                given.append(["\\BooleanTrue" if rest.star() else "\\BooleanFalse"])
            elif kind == "o":
                option = rest.option()
                given.append(list(self.defaults.get(n, (NO_VALUE,))) if option is None else option)
            else:
                given.append(rest.argument())
        return given


_SIZES = frozenset(f"\\{size}{end}" for size in ("big", "Big", "bigg", "Bigg") for end in ("", "l", "r", "m"))
_DISTINCT = _SIZES | {"\\left", "\\right", "\\middle", "\\relax", "\\\\", "\\empty", "\\@empty"}
"""Commands that are not each other, whatever the paper defines: what macros ask after with \\ifx."""


def _decided(body: tuple[str, ...], given: list[list[str]]) -> list[str]:
    """The text of a macro with its \\ifx answered, the last first, where the arguments alone answer it."""
    text = list(body)
    for at in [n for n, token in enumerate(text) if token == "\\ifx"][::-1]:
        answer, start = _answer(text[at + 1 :], given)
        ends = _ends(text, at + 1 + start)
        if answer is not None and ends is not None:
            other, end = ends
            text[at : end + 1] = text[at + 1 + start : other] if answer else text[other + 1 : end]
    return text


def _answer(text: list[str], given: list[list[str]]) -> tuple[bool | None, int]:
    """Whether the two tokens that \\ifx compares are one, None where that is not known; where the branch begins."""
    compared: list[tuple[str, int, bool]] = []
    for place, token in enumerate(text[:4]):
        n = int(token[1]) - 1 if len(token) == 2 and token[0] == "#" and token[1].isdigit() else -1
        spread = [t for t in (given[n] if 0 <= n < len(given) else [token]) if not t.isspace()]
        compared += [(t, place, t is spread[-1]) for t in spread]
    if len(compared) < 2:
        return None, 0
    (first, _, _), (second, place, last) = compared[:2]
    if first == second:
        return (True if last else None), place + 1
    known = all(t in _DISTINCT or not t.startswith("\\") for t in (first, second))
    return (False if known else None), place + 1


def _ends(text: list[str], start: int) -> tuple[int, int] | None:
    """Where the \\else (else the \\fi) and the \\fi of a branch stand; None around other conditionals."""
    other = None
    for n in range(start, len(text)):
        if text[n] == "\\fi":
            return (n if other is None else other), n
        if text[n] == "\\else":
            other = n
        elif text[n].startswith("\\if"):
            return None
    return None


_UNREADABLE = Definition("", (), {}, readable=False)


@lru_cache(maxsize=4)
def definitions(macros: tuple[Macro, ...]) -> dict[str, Definition]:
    """The control sequences that the paper defines, by name without the backslash; fonts and registers are layout."""
    named = (m for m in macros if m.name.startswith("\\") and not _LAYOUT.search(m.definition))
    return {m.name[1:]: _definition(m.definition) for m in named}


def _definition(text: str) -> Definition:
    text = _PREFIX.sub("", text)
    head = _HEAD.match(text)
    if head is None:
        return _UNREADABLE
    how, rest = head[1], Tokens(tokens(text[head.end() :]))
    name = "".join(rest.argument())
    if how == "let":
        rest.skip("=")
        other = rest.pop()
        return Definition("", (other,), {}) if other and other != name else _UNREADABLE
    if how.endswith("def"):
        return _def(rest)
    if how == "DeclareMathOperator":
        return Definition("", tuple(rest.argument()), {})
    if how == "DeclarePairedDelimiter":
        first, last = (
            ["\\langle" if t == "<" else "\\rangle" if t == ">" else t for t in rest.argument()] for _ in "lr"
        )
        return Definition("som", (*first, "#3", *last), {1: ()})
    return _document(rest) if how.endswith("DocumentCommand") else _command(rest)


def _command(rest: Tokens) -> Definition:
    number, option = "".join(rest.option() or []).strip(), rest.option()
    count = int(number) if number.isdigit() else 0
    kinds = "m" * count if option is None else "o" + "m" * (count - 1)
    return Definition(kinds, tuple(rest.argument()), {} if option is None else {0: tuple(option)})


def _def(rest: Tokens) -> Definition:
    """A definition whose arguments nothing delimits."""
    parameters: list[str] = []
    while rest.next() not in ("{", ""):
        parameters.append(rest.pop())
    kept = [p for p in parameters if not p.isspace()]
    if any(not p.startswith("#") for p in kept):
        return _UNREADABLE
    return Definition("m" * len(kept), tuple(rest.argument()), {})


def _document(rest: Tokens) -> Definition:
    """xparse: m, o, O{default}, s, with + and > as they like; anything else is not read."""
    asked, kinds, defaults = Tokens(rest.argument()), "", dict[int, tuple[str, ...]]()
    while asked:
        kind = asked.pop()
        if kind == "O":
            defaults[len(kinds)] = tuple(asked.argument())
            kind = "o"
        if kind in ("m", "o", "s"):
            kinds += kind
        elif not kind.isspace() and kind != "+":
            return _UNREADABLE
    return Definition(kinds, tuple(rest.argument()), defaults)
