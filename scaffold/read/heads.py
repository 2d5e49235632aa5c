"""Lines of a PDF that begin like a statement: a heading and a number."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaffold.model import Statement
from scaffold.read.pdf.page.lines import CONTINUATIONS, Line, squash

__all__ = ["Head", "heads", "key_of", "longest", "plain_number"]

_NUMBER = r"\(?(?:[A-Z](?![a-z])|[IVXLC]+(?![a-z])|\d)[\w.\-–′'*†‡]*\)?"
_AFTER_HEAD = re.compile(r"\s*(?:[.:(\[–—]|$|[^\W\d_a-z]|[^\w\s,;)])")
"""What may follow the head of a statement: a full stop, a note, a capital. Running text continues in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A line that begins like a statement. at: its index in all lines. weak: what follows may be running text.

    heading and number are as `key_of` compares them; printed is the number as it is on the page.
    """

    at: int
    heading: str
    number: str
    printed: str
    weak: bool = False


def key_of(s: Statement) -> tuple[str, str]:
    """A statement's heading and number without variations of fonts and punctuation."""
    return squash(s.heading), plain_number(s.number or "")


def plain_number(number: str) -> str:
    """A number without variations of fonts and punctuation."""
    plain = number.replace("′", "'").replace("’", "'").replace("–", "-")
    return re.sub(r"[^\w.'*†‡-]", "", plain).strip(".").lower()


def heads(headings: Iterable[str], lines: Sequence[Line]) -> list[Head]:
    """All lines that begin with one of these headings and a number, in either order, or with a heading alone."""
    words = sorted({squash(h): h for h in headings if squash(h)}.values(), key=len, reverse=True)
    if not words:
        return []
    either = "|".join(_spaced(word) for word in words)
    usual = re.compile(rf"\W*({either})(?![^\W\d_])(?:\s*({_NUMBER}))?", re.I)
    shortest = "|".join(_spaced(word) for word in reversed(words))  # "Theorem" A.1 beside "Theorem A"
    other = re.compile(rf"\W*({shortest})(?![^\W\d_])(?:\s*({_NUMBER}))?", re.I)
    swapped = re.compile(rf"\W*({_NUMBER})[\s.:]*({either})(?![^\W\d_])", re.I)
    out: list[Head] = []
    for at, line in enumerate(lines):
        found = (_usual(at, line, usual), _usual(at, line, other), _swapped(at, line, swapped))
        out += dict.fromkeys(h for h in found if h)
    return out


def _spaced(word: str) -> str:
    """A heading with space allowed within words: small capitals come out of a PDF as "T HEOREM"."""
    letters = re.sub(r"\s+|\$|\\[a-zA-Z]+|[{}]", "", word)
    return r"\s*".join(re.escape(c) if c.isascii() else _accented(c) for c in letters)


def _accented(letter: str) -> str:
    """A pattern for a letter that old fonts compose of two glyphs, which are adjacent in the PDF's text."""
    base = re.escape(unicodedata.normalize("NFD", letter)[0])
    return rf"(?:{re.escape(letter)}|[^\w\s]?\s?{base}[^\w\s.:(]?)"


def _usual(at: int, line: Line, pattern: re.Pattern[str]) -> Head | None:
    m = pattern.match(line.text)
    if not m:
        return None
    number = m[2] or ""
    end = m.end()
    if number and not (number[0].isupper() or number[0].isdigit() or number[0] == "("):
        number, end = "", m.end(1)
    trimmed = number.rstrip(".:)") if number.count("(") < number.count(")") else number.rstrip(".:")
    stopped = len(trimmed) < len(number)
    weak = not stopped and not _AFTER_HEAD.match(line.text, end)
    if weak and (not number or _runs_on(line.text, end)):
        return None
    return Head(at=at, heading=squash(m[1]), number=plain_number(number), printed=trimmed, weak=weak)


def _runs_on(text: str, end: int) -> bool:
    """Whether a sentence continues after a statement's name."""
    m = re.compile(r"\s*([^\W\d_]+|[,;)])").match(text, end)
    return m is not None and (not m[1].isalpha() or m[1].lower() in CONTINUATIONS)


def _swapped(at: int, line: Line, pattern: re.Pattern[str]) -> Head | None:
    m = pattern.match(line.text)
    if not m or not _AFTER_HEAD.match(line.text, m.end()):
        return None
    return Head(at=at, heading=squash(m[2]), number=plain_number(m[1]), printed=m[1].rstrip(".:"))


def longest(wanted: Sequence[Sequence[int]]) -> dict[int, int]:
    """One position for as many entries as possible, in increasing order (a longest increasing subsequence)."""
    tails: list[int] = []
    nodes: list[tuple[int, int, int]] = []  # entry, place, node before
    at_tail: list[int] = []
    for n, places in enumerate(wanted):
        for place in sorted(set(places), reverse=True):
            rank = bisect_left(tails, place)
            nodes.append((n, place, at_tail[rank - 1] if rank else -1))
            if rank == len(tails):
                tails.append(place)
                at_tail.append(len(nodes) - 1)
            else:
                tails[rank], at_tail[rank] = place, len(nodes) - 1
    out: dict[int, int] = {}
    node = at_tail[-1] if at_tail else -1
    while node >= 0:
        n, place, node = nodes[node]
        out[n] = place
    return out
