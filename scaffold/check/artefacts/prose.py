"""The words of LaTeX files: without commands, formulas, and what only names things or was not written by hand."""

from __future__ import annotations

import re

from scaffold.tex import tokens
from scaffold.tex.environments import FORMULA

__all__ = ["BREAK", "NOT_PROSE", "cleared"]

NOT_PROSE = {
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


def cleared(text: str, *, own: bool) -> str:
    """The text of the same length and lines with its words alone; own: with breaks for what is left out."""
    if own:
        text = _QUOTED.sub(lambda m: _blank(m[0], BREAK), text)
    return _without_commands(FORMULA.sub(lambda m: _blank(m[0], " "), text), own=own)


def _blank(piece: str, first: str) -> str:
    return first + re.sub(r"[^\n]", " ", piece[1:]) if piece and piece[0] != "\n" else re.sub(r"[^\n]", " ", piece)


def _without_commands(text: str, *, own: bool) -> str:
    """Without control sequences, and without the arguments that are no prose."""
    pieces, last = [], 0
    for m in _CONTROL.finditer(text):
        if m.start() < last:
            continue
        end, name = m.end(), m[1] or ""
        count = 1 if own and name == "enquote" else NOT_PROSE.get(name, 0)
        while count and (read := tokens.option(text, end)) is not None:
            end = read[1]
        for _ in range(count):
            if (group := tokens.group(text, end)) is not None:
                end = group[1]
        breaks = own and count and name not in _IN_LINE and name not in ("begin", "end")
        pieces += [text[last : m.start()], _blank(text[m.start() : end], BREAK if breaks else " ")]
        last = end
    return "".join([*pieces, text[last:]])
