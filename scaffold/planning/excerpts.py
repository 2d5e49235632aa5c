"""What a table can show of a sentence that introduces something: all of it, one clause or its beginning."""

from __future__ import annotations

import re

from scaffold.planning.flat_sentences import bare, flat
from scaffold.planning.formula_items import Symbol
from scaffold.planning.formula_symbols import Formulas
from scaffold.planning.phrases import DANGLING, ITEM
from scaffold.planning.proof_sentences import Sentence

__all__ = ["excerpt"]

_WORDS, _LETTERS = 45, 300
"""Words and characters of an excerpt at most."""

_TELLING = 12
"""Words of the beginning of a sentence at least: before a display, fewer say nothing without it."""

_BESIDE = 14
"""Words of a sentence that names a symbol in passing from which on only a part is shown."""

_WHOLE = 22
"""Words of a sentence from which on its clause is shown rather than all of it."""

_FEW = 3
"""Words before a formula that say what it is, at least."""

_CLAUSE = re.compile(r"[,;:(]\s|\s(?=(?:and|where|with|let)\s)")
_STOP = re.compile(r"[,;:.)]|\s(?:and|where)\s|\Z")
_ENVIRONMENT = re.compile(r"\\(?:begin|end|item|footnote|cite|label)(?![A-Za-z])")


def excerpt(
    s: Sentence, at: int, name: str, symbol: Symbol | None, *, formulas: Formulas, passing: bool = False
) -> str:
    """The sentence, the clause from a place on that introduces a symbol or term, a beginning or a part that has it.

    A display of one row stands in the line; "" where none of these can be shown. passing: the sentence is about
    something else, so that only the words around the symbol are shown of a long one.
    """
    if passing and symbol and len(s.words.split()) > _BESIDE and (part := _part(s, at, symbol, formulas)):
        return part
    starts = (s.start, max(at, s.start))
    for start in reversed(starts) if len(s.words.split()) > _WHOLE else starts:
        text = " ".join(_in_line(s, start).split()).strip(" ,;")
        lead = "… " if start > s.start and not text[:1].isupper() else ""
        short = len(text) <= _LETTERS and len(text.split()) <= _WORDS and _sound(text)
        if short and (start > s.start or _begins(text)):
            return lead + text
    return _cut(s, name, symbol, formulas) or (_part(s, at, symbol, formulas) if symbol else "")


def _cut(s: Sentence, name: str, symbol: Symbol | None, formulas: Formulas) -> str:
    """The beginning of a long sentence, if that has the symbol or term."""
    text = s.quoted(_WORDS, _LETTERS)
    if len(text.split()) < _TELLING:
        return ""
    shown = _formula(s, s.start, symbol, formulas) if symbol else None
    inside = shown is not None and shown[1] <= s.start + len(text) if symbol else name in text
    return text if inside and _sound(text) and _begins(text) else ""


def _formula(s: Sentence, at: int, symbol: Symbol, formulas: Formulas) -> tuple[int, int] | None:
    """The place of the first formula from a place on that has a symbol."""
    for start, end in flat(s).formulas:
        if start >= at and any(symbol.key == x.key for x in formulas.read(bare(s.source[start:end])).symbols):
            return start, end
    return None


def _part(s: Sentence, at: int, symbol: Symbol, formulas: Formulas) -> str:
    """The words around the formula that has a symbol, between signs that separate clauses; "" for only few words."""
    place = _formula(s, at, symbol, formulas) or _formula(s, s.start, symbol, formulas)
    if place is None:
        return ""
    breaks = [m.end() for m in _CLAUSE.finditer(s.masked, s.start, place[0])]
    for start in (*([at] if s.start < at <= place[0] else []), *reversed(breaks), s.start):
        if len(s.masked[start : place[0]].split()) >= _FEW:
            break
    stop = _STOP.search(s.masked, place[1])
    end = _closed(s.masked, start, place[1], stop.start() if stop else len(s.source))
    text = " ".join(_in_line(s, start, end).split()).strip(" ,;:")
    whole = len(text) <= _LETTERS and len(text.split()) <= _WORDS and _sound(text)
    return f"{'… ' if start > s.start else ''}{text.rstrip('.')} …" if whole else ""


def _closed(masked: str, start: int, after: int, end: int) -> int:
    """The end so that no bracket stays open: before one that opens after a place, or after the one that closes it."""
    opens = masked.rfind("(", start, end)
    if opens < 0 or ")" in masked[opens:end]:
        return end
    if opens >= after:
        return opens
    return end + masked.startswith(")", end)


def _in_line(s: Sentence, start: int, end: int | None = None) -> str:
    """A sentence from a place on to another, with its displays of one row set in the line."""
    out: list[str] = []
    at = start
    for a, b in flat(s).formulas:
        if s.masked[a] == "\x02" and a >= start and (end is None or b <= end):
            tex = re.sub(r"\\(?:nonumber|notag)(?![A-Za-z])", "", bare(s.source[a:b])).strip()
            stop = re.search(r"\s*(?:\\[,;: ])*([.,;])\Z", tex)
            body = tex[: stop.start()] if stop else tex
            rows = "\\\\" in body or "&" in body or "\\text" in body
            out += (s.source[at:a], s.source[a:b] if rows else f"${body.strip()}${stop[1] if stop else ''}")
            at = b
    return "".join((*out, s.source[at:end]))


def _sound(text: str) -> bool:
    """Whether an excerpt is whole: without displays of several rows, lists and open braces."""
    first = re.sub(rf"\A{ITEM}", "", text)
    return not _ENVIRONMENT.search(first) and "$$" not in text and text.count("{") == text.count("}")


def _begins(text: str) -> bool:
    return not DANGLING.match(text) and bool(re.match(rf"(?:{ITEM})?(?:\\[a-z]+\s*\{{)?[^\w\\]*(?:[A-Z]|\$)", text))
