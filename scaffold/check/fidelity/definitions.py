r"""The paper's macros as tokens: what a use takes, and the text it stands for, its \ifx answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scaffold.check.fidelity.tokens import Tokens, filled, tokens
from scaffold.model import Macro, Parameter
from scaffold.tex.arguments import CannotExpand, take
from scaffold.tex.definitions import meanings

__all__ = ["Definition", "definitions"]

_LAYOUT = frozenset(("DeclareMathAlphabet", "DeclareSymbolFontAlphabet", "newsavebox", "newlength"))
"""Commands that declare fonts and registers: where nothing is known of their meaning, they print nothing."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a use takes and stands for. readable: it can be followed; final: its one token keeps LaTeX's meaning."""

    parameters: tuple[Parameter, ...] = ()
    body: tuple[str, ...] = ()
    readable: bool = True
    final: bool = False

    def expanded(self, given: list[list[str]]) -> list[str]:
        """Its text with these arguments."""
        return filled(_decided(self.body, given), given)

    def arguments(self, rest: Tokens) -> list[list[str]] | None:
        """What a use of it takes; None where an argument is missing."""
        try:
            return take(self.parameters, rest)
        except CannotExpand:
            return None


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


@lru_cache(maxsize=4)
def definitions(macros: tuple[Macro, ...]) -> dict[str, Definition]:
    """The control sequences that the paper defines, by name without the backslash; fonts and registers are layout."""
    named = (m for m in meanings(macros).values() if m.name.startswith("\\"))
    return {m.name[1:]: _definition(m) for m in named if m.body is not None or m.form not in _LAYOUT}


def _definition(macro: Macro) -> Definition:
    if macro.body is None or (macro.final and macro.body == macro.name):
        return Definition(readable=False)
    body = tokens(macro.body)
    if macro.fence:
        before, left, right, after = map(tokens, macro.fence)
        body = [*before, *_bracket(left), *(t for t in body if t != "\\delimsize"), *_bracket(right), *after]
    return Definition(macro.parameters, tuple(body), final=macro.final)


def _bracket(given: list[str]) -> list[str]:
    return [{"<": "\\langle", ">": "\\rangle"}.get(t, t) for t in given]
