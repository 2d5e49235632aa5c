r"""The formulas in the text of a page, found by their letters and signs, so that phrases around them can be read.

`marked` writes "let Rn(F) be" as "let $R_{n}(F)$ be", `unmarked` takes that back. Whether a letter was a subscript or
a superscript the text of a page does not say: what is marked is read, and never shown.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from scaffold.model import Paper
from scaffold.planning.lost_layout import GREEK, without_layout
from scaffold.planning.proof_sentences import garbled
from scaffold.tex.symbols import SIGNS

__all__ = ["begun", "clear", "in_latex", "legible", "marked", "simple", "unmarked", "with_formulas"]

_LETTER = f"[A-Za-z{GREEK}]"
_SIGN = re.compile(rf"[=<>≤≥≈∼∈⊂⊆×∪∩→∥‖|·−±∞√∑∏∫∂∇+{GREEK}]|:=")
_WORDS = frozenset(
    "a i an as at be by do if in is it no of on or so to we us up my me he vs eq al et cf pp go am".split()
)
_ORDINALS = frozenset("st nd rd th".split())
"""Words that are as short as symbols."""

_SYMBOL = re.compile(rf"{_LETTER}[a-z0-9∗*]?(?:\([^()]*\)?)?|[A-Za-z]{{1,3}}\(.*")
_EDGES = re.compile(r"\A([“‘\"]*)(.*?)([.,;:”’\"]*)\Z", re.DOTALL)
_SCRIPT = re.compile(rf"(?<![A-Za-z{GREEK}])({_LETTER})([a-z0-9∗*])(?![A-Za-z{GREEK}0-9])")
_NAME = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{3,}(?![A-Za-z])")
_OURS = re.compile(r"\\operatorname\{([A-Za-z]+)\}|_\{([^{}])\}|\$|\\([{}%&#])")
_FOREIGN = re.compile(r"[\\$_^]")
"""What a page's text rarely has, and what would be read as LaTeX."""

_SIMPLE = re.compile(_LETTER)
_MOST = 34
"""Characters of a formula that can be read on one line as the page's text has it."""

_BEGINS, _BEGUN = re.compile(r"[A-Z][a-z]*[,:]?\s"), re.compile(r"(?:Denote|Define|Let|Here|Set|Write|We)\s")

_LOST = re.compile(
    r"\\[%&#]|[\u02c0-\u02ff\u0300-\u036f´`¨¸△]|\s[\"'’]\s|\d[A-Za-z]{2}|[A-Za-z]\d[A-Za-z]|\$\s+\$|\$\s+\d+\s+\$"
    rf"|[A-Za-z{GREEK}][A-Z]\(|\b[A-Za-z]{{1,2}}[{GREEK}]|[{GREEK}][A-Za-z]{{3}}|\(\s|\s\)|\d\s+\d"
)
"""Signs that stand where a formula has lost its layout."""


def legible(paper: Paper) -> bool:
    """Whether most of the running text has the signs of its pages, as fonts without names for their signs have not."""
    read = [garbled(p.body) for p in paper.passages if p.form == "text"]
    return 2 * sum(read) <= len(read)


def with_formulas(paper: Paper) -> Paper:
    """The paper with the formulas of its pages marked, as if it were LaTeX; what cannot be marked is empty."""
    statements = (replace(s, body=marked(s.body), form="latex") if s.form == "text" else s for s in paper.statements)
    passages = (replace(p, body=marked(p.body), form="latex") if p.form == "text" else p for p in paper.passages)
    return replace(paper, statements=tuple(statements), passages=tuple(passages))


def marked(text: str) -> str:
    """A page's text with its formulas between dollars; "" for one with signs of LaTeX."""
    if _FOREIGN.search(text):
        return ""
    safe = re.sub(r"[{}%&#]", r"\\\g<0>", text)
    out: list[str] = []
    for formula, pieces in groupby(_runs(safe.split()), key=lambda piece: piece[0]):
        words = " ".join(word for _, word in pieces)
        out.append(_formula(words) if formula else words)
    return " ".join(out)


def _runs(pieces: list[str]) -> list[tuple[int, str]]:
    """The pieces, those of one formula with the same odd number, which ends at a comma or full stop; others with 0."""
    out: list[tuple[int, str]] = []
    number = 1
    for piece in pieces:
        formula = _is_formula(piece.strip('“”‘’"()[].,;:'))
        out.append((number if formula else 0, piece))
        if not formula or piece[-1] in ".,;:":
            number += 2
    return out


def _is_formula(piece: str) -> bool:
    if not piece or piece in _ORDINALS or (piece.lower() in _WORDS and piece != "i"):
        return False
    return bool(_SIGN.search(piece) or _SYMBOL.fullmatch(piece))


def _formula(words: str) -> str:
    m = _EDGES.match(words)
    before, inner, after = (m[1], m[2], m[3]) if m else ("", words, "")
    while inner.startswith("(") and inner.count("(") > inner.count(")"):
        before, inner = before + "(", inner[1:]
    while inner.endswith(")") and inner.count(")") > inner.count("("):
        inner, after = inner[:-1], ")" + after
    named = _NAME.sub(lambda n: f"\\operatorname{{{n[0]}}}", _SCRIPT.sub(r"\1_{\2}", inner))
    return f"{before}${named}${after}" if named else before + after


def unmarked(text: str) -> str:
    """The page's text again."""
    return _OURS.sub(lambda m: m[1] or m[2] or m[3] or "", text)


def simple(name: str) -> bool:
    """Whether a symbol is one letter: of a sign beside it, nobody knows whether it was an index or an exponent."""
    return bool(_SIMPLE.fullmatch(name))


def clear(words: str) -> bool:
    """Whether marked words can be read as their page's text has them: their formulas are short and lost no layout."""
    formulas = re.findall(r"\$([^$]*)\$", words)
    begins = words.startswith("…") or bool(_BEGINS.match(words))
    short = all(len(f) <= _MOST and f.count("(") == f.count(")") for f in formulas)
    whole = begins and short and all(words.count(a) == words.count(b) for a, b in ("()", "[]"))
    text = unmarked(words)
    return whole and not (_LOST.search(words) or garbled(text) or any(without_layout(text.split())))


def begun(words: str) -> str:
    """Marked words without what a display before their sentence left at the beginning."""
    m = _BEGUN.search(words) if words.startswith("$") else None
    return words[m.start() :] if m else words


def in_latex(name: str) -> str:
    """A simple symbol as LaTeX: a Greek letter as a command."""
    return _COMMANDS.get(name, name)


_COMMANDS = {sign: f"\\{command} " for command, sign in reversed(SIGNS.items()) if re.match(f"[{GREEK}]", sign)}
