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
_NOTES = re.compile(
    r"\\(?:thanks|footnote|IEEEmembership|ead|orcid|orcidID|thanksref|inits|corref|fnref|tnoteref|printead|symbolfootnote"
    r"|footnoteref|authornote|IEEEauthorrefmark|textsuperscript|ensuremath|inst|up|authormark|altaffilmark|thanksmark"
    r"|raisebox\s*\{[^{}]*\})\s*(?:\[[^\[\]]*\]\s*)?(?=\{)"
)
"""Commands whose argument is a note, or what links a name to an address or a note: it may have commas and groups."""
_GOES_ON = re.compile(r",\s*\\\\(?:\s*\[[^\[\]]*\])?|\\\\(?:\s*\[[^\[\]]*\])?\s*(?=and\s)")
"""A line break between names, not before an address."""

_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s~-]*)+\Z")
_STOP = re.compile(r"(?<![.\s~-][^\W\d_])(?<!\b[JS]r)[\s.,;]+\Z")
"""A full stop after a name that is not that of an initial."""

_NAMED = re.compile(r"\\(?:Name|IEEEauthorblockN)\s*(?=\{)")
"""Commands that hold names and nothing else (IEEEtran, the classes of JMLR's proceedings)."""

_MARKS = re.compile(
    r"\$(?:[^$\\]|\\.)*\$|\\\((?:[^\\]|\\[^)])*\\\)|\(\s*\d[\d,\s]*\)"
    r"|\\(?:footnotemark|samethanks|authornotemark|inst)(?![A-Za-z])\s*(?:\[[^\[\]]*\])?"
)
"""What links a name to an address or a note."""

_SIGNS_FIRST, _SIGNS_LAST = re.compile(r"^[\s\d*†‡§¶∗⋆]+"), re.compile(r"[\d*†‡§¶∗⋆‖\s]+$")
"""The same as the signs that are printed."""

_NOT_A_NAME = re.compile(
    r"@|\d{3}|universit|institut|department|laborator|school|college|research|inc\.|google|microsoft|http|street"
    r"|\beth\b|\blabs?\b",
    re.I,
)
_WITHOUT_BLANK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]{2,6}")
"""A Chinese, Japanese or Korean name, which has no blank."""

_INPUT = re.compile(r"\\(?:input|include)\s*(?:\{([^{}]*)\}|(?!\{)([^\s{}\\]+))")
_DEPTH = 4

_KEYWORDS = re.compile(
    r"\\(?:keywords?|subclass|subjclass|PACS|CRclass|classification)(?![A-Za-z])\s*(?:\[[^\[\]]*\]\s*)?(?=\{)"
)
_KEYWORDS_BEGIN = re.compile(r"\\begin\{((?:IEEE)?keywords?|AMS|MSCcodes)\}.*?\\end\{\1\}", re.DOTALL)
_TYPED_KEYWORDS = re.compile(
    r"(?:\n[ \t]*\n|\\\\(?:\[[^\[\]]*\])?|\\(?:par|smallskip|medskip|bigskip)(?![A-Za-z])|\\vspace\*?\s*\{[^{}]*\})"
    r"(?:\s|\\(?:noindent|par|smallskip|medskip|bigskip|newline)(?![A-Za-z])|\\vspace\*?\s*\{[^{}]*\})*"
    r"(?:\\(?:text(?:bf|it|sc)|emph|paragraph\*?)\s*\{\s*|\{\s*\\(?:bf|it|em|sc|bfseries|itshape)(?![A-Za-z])\s*)"
    r"(?:key\s*-?\s*words?(?:\s+and\s+phrases)?|index terms"
    r"|(?:(?:\d{4}|AMS|mathematics)\s+)*subject\s+classifications?|msc)(?:\s*\(?\d{4}\)?)?\s*[.:—–}-].{0,600}\Z",
    re.DOTALL | re.I,
)
"""Keywords that authors type as the end of the abstract."""


_SIGN = r"(?:\\(?:star|ast|dag|ddag|dagger|ddagger|bigstar|sharp|natural|flat|S|P)(?![A-Za-z])\s*|[*†‡§¶∗⋆,\s])"
_MARKS_LAST = re.compile(
    rf"(?:\$\s*(?:\{{\s*\}})?\^\s*(?:\{{\s*{_SIGN}+\s*\}}|{_SIGN})\s*\$"
    rf"|\\textsuperscript\s*\{{\s*\$?{_SIGN}+\$?\s*\}})+\s*(?:\\thanks\b.*)?\Z",
    re.S,
)
"""The mark of a footnote, typed by hand. Within a title it is one of mathematics: weak-$^*$ limits."""


def unmarked(title: str) -> str:
    """The title without the marks of footnotes at its end."""
    return _MARKS_LAST.sub("", title)


def authors(engine: Engine) -> tuple[str, ...]:
    """Names from \\author and similar commands: the text before the addresses, split at \\and, commas and columns."""
    names: list[str] = []
    for raw in engine.notes.authors:
        for block in _blocks(tokens.mask(raw)):
            pieces = [_SIGNS_LAST.sub("", plain_text.text(piece.strip(), engine.name_of)) for piece in block]
            pieces = [_SIGNS_FIRST.sub("", piece) for piece in pieces]
            in_order = [*_in_order([piece.strip() for piece in pieces if piece.strip()])]
            for piece in in_order:
                name = _STOP.sub("", piece.strip(" ,;").lstrip(".")).removeprefix("by ")
                if _is_name(name, alone=len(in_order) == 1):
                    names.append(name)
    return tuple(dict.fromkeys(names))


def _is_name(name: str, *, alone: bool) -> bool:
    """Whether a piece is a name; one of a single word only if nothing else stands beside it (alone)."""
    if _WITHOUT_BLANK.fullmatch(name):
        return True
    if not 3 <= len(name) <= 60 or _NOT_A_NAME.search(name):
        return False
    return " " in name or (alone and name.isalpha() and name.istitle() and name.casefold() not in _NOBODY)


_NOBODY = frozenset("anonymous author authors blinded redacted name names draft date today preprint".split())
"""What stands for the names where they are not told."""


def _in_order(pieces: list[str]) -> Iterator[str]:
    """Names as they are said: "Byron, Ada" and "Byron, A." become "Ada Byron" and "A. Byron"."""
    n = 0
    while n < len(pieces):
        name, following = pieces[n], pieces[n + 1] if n + 1 < len(pieces) else ""
        given = _INITIALS.match(following) or (len(pieces) == 2 and " " not in following)
        if " " not in name and following and given:
            yield f"{following} {name}"
            n += 1
        elif not _INITIALS.match(name):
            yield name
        n += 1


def _blocks(text: str) -> Iterator[list[str]]:
    """The parts of an author's or several authors' text that may be names, those between two \\and together."""
    text = _without_notes(text)
    named = [g[0] for m in _NAMED.finditer(text) if (g := tokens.group(text, m.end()))]
    if named:
        for names in named:
            yield _SEPARATORS.split(_LINE_BREAK.sub(", ", names))
        return
    for block in _NEXT_BLOCK.split(_untabled(text)):
        lines = _GOES_ON.sub(", ", _NAME_ENDS.split(block)[0].strip())
        yield _SEPARATORS.split(_LINE_BREAK.split(lines)[0])


def _without_notes(text: str) -> str:
    """The text without notes and what links to them: before it is split at commas, which marks have, too."""
    while (m := _NOTES.search(text)) and (note := tokens.group(text, m.end())):
        text = text[: m.start()] + text[note[1] :]
    return _MARKS.sub("", text)


def _untabled(text: str) -> str:
    """The text without \\begin and \\end of tables that place authors side by side."""
    while (start := text.find(r"\begin{tabular}")) >= 0:
        spec = tokens.group(text, tokens.skip_blank(text, start + len(r"\begin{tabular}")))
        text = text[:start] + text[spec[1] if spec else start + len(r"\begin{tabular}") :]
    return text.replace(r"\end{tabular}", "")


def abstract(engine: Engine) -> str:
    """The abstract as LaTeX: without comments, and with the text of its input files inserted."""
    text = tokens.spelled(engine.notes.abstract)
    for _ in range(_DEPTH):
        if not _INPUT.search(text):
            break
        text = _INPUT.sub(lambda m: _file(engine, m[1] or m[2]), tokens.without_comments(text))
    return _without_keywords(tokens.without_comments(text)).strip()


def _without_keywords(text: str) -> str:
    """The abstract without keywords and classifications in it, which are printed below it."""
    text = _KEYWORDS_BEGIN.sub("", text)
    while (m := _KEYWORDS.search(text)) and (words := tokens.group(text, m.end())):
        text = text[: m.start()] + text[words[1] :]
    return _TYPED_KEYWORDS.sub("", text)


def _file(engine: Engine, name: str) -> str:
    """The text of an input file; "" if it is missing."""
    found = engine.tree.find(engine.plain_name(name), ("",), (".tex", "", ".ltx"))
    return tokens.spelled(engine.tree.text(found)) if found else ""


def year(date: str) -> int | None:
    """The year in a \\date; None if there is none."""
    m = re.search(r"\b(19|20)\d\d\b", date)
    return int(m[0]) if m else None
