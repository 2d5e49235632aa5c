"""Runs of words in LaTeX: what a page certainly prints in one piece, without formulas and the paper's own commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scaffold.tex.environments import DISPLAYS
from scaffold.tex.tokens import mask

LETTERS = 16
"""Letters and digits of a run that says where on the pages it is."""

_NEAR = 500
"""Characters of the source that are read around a place."""

_MATH = "|".join(re.escape(name) for name in (*DISPLAYS, "math", "subequations"))
_NO_WORDS = re.compile(
    r"\$\$.*?\$\$|\$[^$]*\$|\\\(.*?\\\)|\\\[.*?\\\]"
    rf"|\\begin\s*\{{(?P<math>(?:{_MATH})\*?)\}}.*?\\end\s*\{{(?P=math)\}}"
    r"|\\[A-Za-z@]+\*?(?:\s*\[[^\[\]]*\]|\{[^{}]*\})*"
    r"|\\.|[$&#]|\n[ \t]*\n",
    re.S,
)
"""What no run goes across."""

_TRANSPARENT = re.compile(
    r"\\(?:label|index|vspace|hspace)\*?\s*\{[^{}]*\}|\\(?:emph|text(?:it|bf|sl|rm|sc|up|tt|normal))\s*(?=\{)"
    r"|\\(?:it|bf|em|noindent|itshape|bfseries|small|par)(?![A-Za-z])|\\[ ,/]"
)
"""Commands that print nothing, or the words after them as they are."""

_NEXT_ITEM = re.compile(r"\\item(?![A-Za-z])|\\(?:begin|end)(?![A-Za-z])")
_REFERENCE = re.compile(r"\\[A-Za-z]*[Rr]ef(?![a-z])|\\[A-Za-z]*eq[a-z]*\s*\{|\\tag(?![A-Za-z])")


def runs(tex: str) -> Iterator[tuple[int, int, str]]:
    """Where each run of words begins and ends in the source, and the words."""
    plain = _TRANSPARENT.sub(lambda m: " " * len(m[0]), tex)
    start = 0
    for m in _NO_WORDS.finditer(plain):
        yield start, m.start(), _words(plain[start : m.start()])
        start = m.end()
    yield start, len(plain), _words(plain[start:])


def opening(tex: str, count: int) -> tuple[str, ...]:
    """The first runs of words of a text that are long enough to be found."""
    return tuple([words for _, _, words in runs(mask(tex)[:_NEAR]) if _says_where(words)][:count])


def of_item(tex: str, at: int) -> str:
    """The first run of words of an item that begins at a place; "" if it has none."""
    words = opening(_NEXT_ITEM.split(tex[at : at + _NEAR], 1)[0], 1)
    return words[0] if words else ""


def before(tex: str, at: int) -> str:
    """The last run of words before a place; "" if a reference, whose number is printed too, is nearer."""
    first = max(0, at - _NEAR)
    near = tex[first:at]
    found = [(end, words) for _, end, words in runs(near) if _says_where(words)]
    return found[-1][1] if found and not _REFERENCE.search(near, found[-1][0]) else ""


def after(tex: str, at: int) -> str:
    """The first run of words after a place; "" if a reference, whose number is printed too, is nearer."""
    near = tex[at : at + _NEAR]
    found = next(((start, words) for start, _, words in runs(near) if _says_where(words)), None)
    return found[1] if found and not _REFERENCE.search(near, 0, found[0]) else ""


def _words(text: str) -> str:
    return re.sub(r"[\s{}~]+", " ", text).strip()


def _says_where(words: str) -> bool:
    return sum(c.isalnum() for c in words) >= LETTERS
