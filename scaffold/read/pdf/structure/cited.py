"""Which works of the reference list a paper cites, from the words of its pages.

By label ("[12]", "[3, 5–7]", "[BFT17, Theorem 2]") or, where the list prints none, by the first author's name and the
year ("Bartlett et al. [2017]", "(Bartlett et al., 2017; Arora and Ge, 2018a)", "Bartlett (2017, 2018)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["cited"]

_BRACKETS = re.compile(r"\[([^\[\]]{1,300})\]")
_BEFORE = re.compile(r"(?:see(?: also)?|e\.\s?g\.|cf\.|and|,)\s+", re.I)
_RANGE = re.compile(r"(\d{1,3})\s*[–—-]\s*(\d{1,3})")
_YEAR = r"(?:1[6-9]|20)\d\d[a-z]?"
_YEARS = re.compile(rf"\b{_YEAR}\b")
_FIRST = re.compile(r",| and | & |;|(?<=[^\W\d_]{2})[.:] | \((?=\d{4})")
"""What ends the first author of an entry: a comma, the next author, or the full stop after a whole word."""

_WIDEST = 60
"""Maximum length of a range of numbers; a longer one is not a citation."""


def cited(works: Sequence[tuple[str | None, str]], text: str) -> list[bool]:
    """For each work, its label and its entry, whether the text cites it."""
    labels = {label for label, _ in works if label}
    named = set(_labels(labels, text))
    return [label in named or _by_name(entry, text) for label, entry in works]


def _labels(labels: set[str], text: str) -> Iterator[str]:
    """The labels in brackets; "[0, 1]" is an interval if the list has no 0."""
    for m in _BRACKETS.finditer(text):
        parts = [_BEFORE.sub("", p.strip(), count=1).strip() for p in re.split(r"[,;]", m[1])]
        whole = [_BEFORE.sub("", p.strip(), count=1).strip() for p in m[1].split(";")]
        found = [number for part in parts for number in _numbers(part)]
        if found and found[0] in labels:
            yield from found
        yield from (p for p in whole if p in labels)


def _numbers(part: str) -> Iterator[str]:
    """The labels in a part of a citation: each number of a range, otherwise the part."""
    m = _RANGE.fullmatch(part)
    if m and 0 < int(m[2]) - int(m[1]) <= _WIDEST:
        yield from (str(n) for n in range(int(m[1]), int(m[2]) + 1))
    else:
        yield part


def _by_name(entry: str, text: str) -> bool:
    """Whether a text names the first author of an entry with its year; a second name must be in the entry too."""
    name, years = _surname(entry), set(_YEARS.findall(entry))
    if not name or not years:
        return False
    alone = r"(?<![^\W\d_] and )(?<![^\W\d_] & )"  # not the second author of another work
    pattern = (
        rf"{alone}\b{re.escape(name)}\b([^\d;()\[\]]{{0,80}}?)\s*[\[(]?\s*({_YEAR}(?:(?:,| and|, and)\s*{_YEAR})*)\b"
    )
    for m in re.finditer(pattern, text):
        between = re.sub(r"[’']s\b|[,.]", " ", m[1]).split()
        others = [w for w in between if w not in ("et", "al", "and", "&")]
        if all(w[0].isupper() and w in entry for w in others) and years & set(_YEARS.findall(m[2])):
            return True
    return False


def _surname(entry: str) -> str:
    """The first author's last name: of "Peter L Bloom, …", "P. Bloom. …", "Bloom, P., …" or "Bloom P L, …"."""
    first = _FIRST.split(entry.strip(), maxsplit=1)[0].strip(" .")
    words = [w for w in first.split() if len(w.strip(".")) > 1 and w[0].isalpha()]
    if not words or len(words) > 6:
        return ""
    whole = words[0] if len(first.split()[-1].strip(".")) == 1 else words[-1]
    return whole.strip(".,")
