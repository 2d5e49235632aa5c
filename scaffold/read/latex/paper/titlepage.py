"""The title matter: authors, year and abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scaffold.read.latex import plain_text
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

_SEPARATORS = re.compile(
    r"\\\\|\\(?:quad|qquad|hspace\*?\s*\{[^{}]*\})(?![A-Za-z])|\\hfil+|&|,\s+(?:and\s+)?|\s+and\s+"
)
_NEXT_BLOCK = re.compile(r"\\(?:and|And|AND|IEEEauthorblockN)(?![A-Za-z])")
_NAME_ENDS = re.compile(r"\\(?:affil|address|addr|e?mail|Email|texttt|institute|inst|IEEEauthorblockA)(?![A-Za-z])")
_LINE_BREAK = re.compile(r"\\\\(?:\s*\[[^\[\]]*\])?")
_NOTES = re.compile(r"\\(?:thanks|footnote|IEEEmembership)\s*(?=\{)")
_NAMED = re.compile(r"\\(?:Name|IEEEauthorblockN)\s*(?=\{)")
"""Commands that hold names and nothing else (IEEEtran, the classes of JMLR's proceedings)."""

_MARKS = re.compile(
    r"\$[^$]*\$|\\(?:IEEEauthorrefmark|textsuperscript|footnotemark|inst)\s*(?:\[[^\[\]]*\]|\{[^{}]*\})"
    r"|^[\s\d*]+|[\d*†‡§¶∗]+$"
)
"""What links a name to an address or a note."""

_NOT_A_NAME = re.compile(
    r"@|\d{3}|universit|institut|department|laborator|school|college|research|inc\.|google|microsoft|http|street"
    r"|\beth\b|\blabs?\b",
    re.I,
)
_INPUT = re.compile(r"\\(?:input|include)\s*(?:\{([^{}]*)\}|(?!\{)([^\s{}\\]+))")
_DEPTH = 4


def authors(engine: Engine) -> tuple[str, ...]:
    """Names from \\author and similar commands: the text before the addresses, split at \\and, commas and columns."""
    names: list[str] = []
    for raw in engine.notes.authors:
        for piece in _pieces(tokens.mask(raw)):
            name = plain_text.text(_MARKS.sub("", piece.strip()), engine.name_of).strip(" ,.;").removeprefix("by ")
            if 3 <= len(name) <= 60 and not _NOT_A_NAME.search(name) and " " in name:
                names.append(name)
    return tuple(dict.fromkeys(names))


def _pieces(text: str) -> Iterator[str]:
    """The parts of an author block that may be names."""
    named = [g[0] for m in _NAMED.finditer(text) if (g := tokens.group(text, m.end()))]
    if named:
        for names in named:
            yield from _SEPARATORS.split(_LINE_BREAK.sub(", ", names))
        return
    for block in _NEXT_BLOCK.split(_untabled(_without_notes(text))):
        head = _LINE_BREAK.split(_NAME_ENDS.split(block)[0].strip())[0]
        yield from _SEPARATORS.split(head)


def _without_notes(text: str) -> str:
    while (m := _NOTES.search(text)) and (note := tokens.group(text, m.end())):
        text = text[: m.start()] + text[note[1] :]
    return text


def _untabled(text: str) -> str:
    """The text without \\begin and \\end of tables that place authors side by side."""
    while (start := text.find(r"\begin{tabular}")) >= 0:
        spec = tokens.group(text, tokens.skip_blank(text, start + len(r"\begin{tabular}")))
        text = text[:start] + text[spec[1] if spec else start + len(r"\begin{tabular}") :]
    return text.replace(r"\end{tabular}", "")


def abstract(engine: Engine) -> str:
    """The abstract as LaTeX: without comments, and with the text of its input files inserted."""
    text = engine.notes.abstract
    for _ in range(_DEPTH):
        if not _INPUT.search(text):
            break
        text = _INPUT.sub(lambda m: _file(engine, m[1] or m[2]), tokens.without_comments(text))
    return tokens.without_comments(text).strip()


def _file(engine: Engine, name: str) -> str:
    """The text of an input file; "" if it is missing."""
    found = engine.tree.find(engine.plain_name(name), ("",), (".tex", "", ".ltx"))
    return engine.tree.text(found) if found else ""


def year(date: str) -> int | None:
    """The year in a \\date; None if there is none."""
    m = re.search(r"\b(19|20)\d\d\b", date)
    return int(m[0]) if m else None
