"""The words of LaTeX files: without commands, formulas, and what only names things or was not written by hand."""

from __future__ import annotations

import re
from collections.abc import Callable

from scaffold.tex import tokens
from scaffold.tex.environments import FORMULA

__all__ = ["BREAK", "cleared", "replaced"]

_NOT_PROSE = {
    **dict.fromkeys(
        "question towrite paperref paperpage paperfact paperfigure paperproof paperquotes papernamed".split(),
        1,
    ),
    **dict.fromkeys("paperequation paperalgorithm papertable section subsection paragraph".split(), 1),
    **dict.fromkeys("begin end label ref eqref cref Cref includegraphics caption vspace hspace url".split(), 1),
    **dict.fromkeys("cite citet citep citealt citealp citeauthor citeyear".split(), 1),
    "papernotation": 0,
    "paperstatement": 2,
    "rating": 3,
    "reason": 3,
    "aistatement": 2,
}
"""Commands of scaffold and of LaTeX, and how many of their arguments at most are no words of the student's."""

_QUOTED = re.compile(
    r"``.*?''|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|\"[^\"]*\""
    r"|\\begin\{(?P<env>quote|quotation|displayquote)\}.*?\\end\{(?P=env)\}",
    re.DOTALL,
)
_CONTROL = re.compile(r"\\([A-Za-z@]+)\*?|\\.", re.DOTALL)
BREAK = "\0"
"""Stands where a run ends: what is left out there may be any words."""

_IN_LINE = frozenset(
    "cite citet citep citealt citealp citeauthor citeyear ref eqref cref Cref label paperref paperpage".split()
)
"""Commands that stand within a sentence: a run goes on after them."""


def cleared(text: str, *, own: bool, options: bool = False) -> str:
    """The text of the same length and lines with its words alone; own: with breaks for what is left out.

    options: those of all commands are left out, also of commands that have words as their arguments.
    """
    if own:
        text = _QUOTED.sub(lambda m: _blank(m[0], BREAK), text)
    text = FORMULA.sub(lambda m: _blank(m[0], " "), text)

    def end(m: re.Match[str]) -> int:
        return _after(text, m.end(), _count(m, own=own), options=options)

    def blanked(m: re.Match[str], piece: str) -> str:
        breaks = own and _count(m, own=own) and m[1] not in _IN_LINE and m[1] not in ("begin", "end")
        return _blank(piece, BREAK if breaks else " ")

    return replaced(text, _CONTROL, end, blanked)


def replaced(
    text: str,
    command: re.Pattern[str],
    end: Callable[[re.Match[str]], int],
    by: Callable[[re.Match[str], str], str],
) -> str:
    """The text with other text for each command, up to where its arguments end; commands within these are not seen."""
    pieces, last = [], 0
    for m in command.finditer(text):
        if m.start() < last:
            continue
        pieces.append(text[last : m.start()])
        last = end(m)
        pieces.append(by(m, text[m.start() : last]))
    return "".join([*pieces, text[last:]])


def _blank(piece: str, first: str) -> str:
    return first + re.sub(r"[^\n]", " ", piece[1:]) if piece and piece[0] != "\n" else re.sub(r"[^\n]", " ", piece)


def _count(m: re.Match[str], *, own: bool) -> int:
    """How many arguments of a command are no prose."""
    return 1 if own and m[1] == "enquote" else _NOT_PROSE.get(m[1] or "", 0)


def _after(text: str, pos: int, count: int, *, options: bool) -> int:
    """The position after so many arguments and the options before them."""
    while (count or options) and (read := tokens.option(text, pos)) is not None:
        pos = read[1]
    for _ in range(count):
        if (group := tokens.group(text, pos)) is not None:
            pos = group[1]
    return pos
