r"""Pieces of a page's text that show a formula without its layout: a glued index or exponent, a lost root or bracket.

"Rn(F)" may have been $R_n(F)$, "A−1" $A^{-1}$ and "kMk2" a norm: what they mean is on the page, not in its text. A
piece that reads on one line as it does on the page, such as "f(x)" or "ε>0", is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["GREEK", "without_layout"]

GREEK = "\u0391-\u03c9\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5ℓ"
"""The Greek letters of formulas, and ℓ, as they stand in the brackets of a regular expression."""

_GREEK = f"{GREEK}\u01eb∂∇"
"""These, and other letters that only formulas have; ǫ is what the pages of some fonts have for an epsilon."""

_LETTER = r"[^\W\d_]"
_BEGINS, _ENDS = rf"(?<!{_LETTER})(?<!['’.])", rf"(?!{_LETTER})"

_WORDS = (
    "ad|al|am|an|as|at|be|by|ce|cf|da|de|do|du|eg|el|en|eq|er|es|et|ex|go|he|id|ie|if|il|in|is|it|la|le|lg|ln|lo|ma|me|my|ne"
    "|no|ob|of|oh|ok|on|op|or|ou|pp|sa|se|so|su|to|tr|un|up|us|vs|we|wo|zu"
)
_CAPITALS = "Dr|Im|Mr|Ms|Pr|Re|St|Th|Tr"
_LOWER = "am|ii|im|iv|ix|nd|rd|st|th"
"""Words, operators, numerals and ordinals of two letters."""

_PAIR = (
    rf"(?!(?:(?i:{_WORDS})|{_CAPITALS}|{_LOWER}){_ENDS})"
    rf"(?:[a-z]{{2}}|[A-Z](?![aeou](?!\())[a-z])(?![’'-]){_ENDS}"  # a name, such as Du, ends with a vowel
)
_SCRIPT = re.compile(
    rf"{_BEGINS}(?:[A-Za-z]\d|{_PAIR}|[a-z]{{1,2}}[A-Z](?![A-Za-z]{{2}})|[b-df-hj-np-tv-zB-HJ-Z][ijkl]{{2}}{_ENDS})"
    rf"|[{_GREEK}][A-Za-z\d{_GREEK}]|[A-Za-z][{_GREEK}]|[a-z][A-Z]\(|[a-z]{{2}}=\d"
    r"|(?:log|exp|sup|inf|max|min|lim)(?:\d|[a-z]\()"
    rf"|[\w)\]}}][)\]}}](?:\d|[A-Za-z]{_ENDS})|\w[|∥‖]\d|[A-Z)\]}}]−\d|\d[a-z]\d"
    r"|√\S\S|6=|^[a-z](?:,[a-z])+,?$|\ufffd|[\ue000-\uf8ff]"
    rf"|{_BEGINS}k{_LETTER}k\d?{_ENDS}"
    rf"|[a-z]{{2}}−\d|\w−\d+/\d|\w∞|∞[^\W_]|[A-Za-z][–~˜ˆ][{_GREEK}]"
)
_OF_LIST = re.compile(r"\((?:[A-Z]\d{1,2}|[ivx]+|[a-z]{1,2})\)\W*(?:\([A-Z]\d{1,2}\)\W*)?")
"""The number of an item or an assumption: (iv), (A1)-(A3)."""

_NUMBER = re.compile(r"[A-Z]\d[\d.]*\W*")
"""The number of a statement after its heading: Theorem B1."""

_LONE = re.compile(rf"(?![aAI]\Z)[A-Za-z{_GREEK}]")
_PART = re.compile(rf"{_LONE.pattern}|\d|∞|\(\d\)")
"""What may have been a limit, an index or a part of something tall, after a letter."""

_STRAY, _ARTICLES = re.compile("[B-HJ-Z]"), (["the"], ["a"], ["an"])
"""A letter between a word and an article may have been a limit of a display above or below its line."""

_SHORT_NAME, _NAME = re.compile(r"[A-Z][a-z],?"), re.compile(r"[A-Z][^\W\d_]{2}.*")
_AND, _CITED = ("and", "&", "und", "et"), re.compile(r"\[|\(?(?:19|20)\d\d")


def without_layout(pieces: Sequence[str]) -> list[bool]:
    """Of each piece, in order, whether it has lost the layout that it had on its page."""
    return [_lost(["", *pieces[:n]][-1], piece, pieces[n + 1 : n + 3]) for n, piece in enumerate(pieces)]


def _lost(before: str, piece: str, after: Sequence[str]) -> bool:
    numbered = _NUMBER.fullmatch(piece) and len(before) > 2 and before.isalpha() and before.istitle()
    if numbered or _OF_LIST.fullmatch(piece) or (_SHORT_NAME.fullmatch(piece) and _is_author(after)):
        return False
    bare = piece.rstrip(".,;:")
    apart = _LONE.fullmatch(before) and _PART.fullmatch(bare)
    strayed = _STRAY.fullmatch(piece) and len(before) > 2 and before.islower() and [*after[:1]] in _ARTICLES
    sign = bare in ("1", "2", "∞") and after and after[0].startswith("norm")
    return bool(apart or sign or strayed or _SCRIPT.search(piece))


def _is_author(after: Sequence[str]) -> bool:
    """Whether what comes after a name of two letters says that it is one: another name, or a citation."""
    cited = bool(after) and (list(after[:2]) in (["et", "al."], ["et", "al"]) or bool(_CITED.match(after[0])))
    joined = len(after) > 1 and after[0] in _AND and bool(_NAME.fullmatch(after[1]))
    return cited or joined
