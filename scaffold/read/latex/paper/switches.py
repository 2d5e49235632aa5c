r"""Text in which the paper's own switches are decided: of \iflong … \else … \fi only the branch that is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scaffold.read.latex.commands.conditionals import TEX_IFS, test
from scaffold.read.latex.engine import Engine
from scaffold.tex import tokens
from scaffold.tex.definitions import names

__all__ = ["decided", "switches"]

_WORD = re.compile(r"\\([A-Za-z@]+)")
_SPACE = re.compile(r"[ \t]*(?:\n(?!\s*\n)[ \t]*)?")
_BRACE = re.compile(r"\\.|([{}])", re.S)
_PRIMITIVES = frozenset(TEX_IFS)
_MOST = 200
"""Conditionals decided in one text: more is no text of a statement."""


def switches(engine: Engine) -> dict[str, bool]:
    r"""What the paper's \newif leaves on or off, by conditional (\iflong: "iflong"); not what its macros throw."""
    thrown = {name for d in engine.macros.history for name in names(d)}
    fixed = {
        "if" + flag: value
        for flag, value in engine.flags.items()
        if engine.commands.get("if" + flag) is test and thrown.isdisjoint((flag + "true", flag + "false"))
    }
    return {"iftrue": True, "iffalse": False} | fixed


def decided(text: str, known: Mapping[str, bool]) -> str:
    """The text without those conditionals; one that is not closed, or turned round by \\unless, stays as it stands."""
    if "\\if" not in text:
        return text
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
    """After the white space that a control word takes with it: no empty line, which is a paragraph's end."""
    space = _SPACE.match(masked, pos)
    return space.end() if space else pos
