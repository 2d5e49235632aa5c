"""References that authors type by hand: "(A1)--(A3)" for conditions that carry such a tag, "Assumptions 1 and 2"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scaffold.model import Statement
from scaffold.planning.words import uncommented

__all__ = ["listed", "tagged", "tags"]

_TAG = r"[A-Z]{1,3}\.?\d{1,2}'{0,2}|[A-Z]{2,4}"
_DASH = r"\s*(?:---?|–|—|-|\bto\b|\$-\$)\s*"
_AND = rf"(?:{_DASH}|\s*,\s*(?:and\s+)?|(?:~|\s)+and(?:~|\s)+)"
_ITEM = re.compile(
    rf"\\(?:item\s*\[|tag\*?\s*\{{)[\s{{(\[]*(?:\\[a-z]+\s*[{{(]*)?({_TAG})\s*[.:]?\s*[)}}\]]"
    rf"|\\text(?:bf|it|sc)\s*\{{\(({_TAG})\)"
)
_LEADING = re.compile(rf"\A\s*\(({_TAG})\)")
_ONE = re.compile(rf"\(\s*({_TAG})\s*\)")
_RANGE = re.compile(rf"\(\s*([A-Z]{{1,3}}\.?)(\d{{1,2}})\s*\)?{_DASH}\(?\s*\1(\d{{1,2}})\s*\)")
_MANY = 20
"""A longer range is not a range of conditions."""

_NUMBER = r"[A-Z]?[\d.]*\d"
_LIST = re.compile(rf"\b([A-Z][a-z]+)s(?:~|\s)+({_NUMBER}(?:{_AND}{_NUMBER})+)")


def tags(s: Statement) -> frozenset[str]:
    """The tags of a statement's conditions, or its own tag: "A1" for an item (A1)."""
    body = uncommented(s.body)
    own = [n for n in ((s.number or "").strip("() "), (s.name or "").strip("() ")) if re.fullmatch(_TAG, n)]
    items = (m[1] or m[2] for m in _ITEM.finditer(body))
    return frozenset((*own, *items, *_LEADING.findall(body)))


def tagged(tex: str) -> frozenset[str]:
    """The tags in brackets that a passage names; ranges are expanded."""
    found = set(_ONE.findall(tex))
    for letter, first, last in _RANGE.findall(tex):
        found.update(f"{letter}{n}" for n in _between(int(first), int(last)))
    return frozenset(found)


def listed(tex: str) -> frozenset[str]:
    """Titles that a passage lists: "Assumptions 1--3" gives "Assumption 1", "Assumption 2", "Assumption 3"."""
    return frozenset(f"{m[1]} {n}" for m in _LIST.finditer(tex) for n in _numbers(m[2]))


def _numbers(text: str) -> Iterator[str]:
    pieces = re.split(f"({_AND})", text)
    for i, piece in enumerate(pieces[::2]):
        yield piece
        if i and re.fullmatch(_DASH, pieces[2 * i - 1]):
            yield from _filled(pieces[2 * i - 2], piece)


def _filled(first: str, last: str) -> Iterable[str]:
    """The numbers between "2.1" and "2.4", which differ only in their last digits."""
    a, b = re.fullmatch(r"(.*?)(\d+)", first), re.fullmatch(r"(.*?)(\d+)", last)
    if a is None or b is None or a[1] != b[1]:
        return ()
    return (f"{a[1]}{n}" for n in _between(int(a[2]), int(b[2])))


def _between(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last <= first + _MANY else range(0)
