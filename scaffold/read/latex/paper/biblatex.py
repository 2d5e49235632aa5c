"""The works in a .bbl by Biber, which has fields instead of BibTeX's formatted entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.tex import tokens

__all__ = ["Work", "works"]

_ENTRY = re.compile(r"\\entry\{([^{}]*)\}\{([^{}]*)\}")
_VALUE = re.compile(r"\\(field|verb|list|name)\s*\{(\w+)\}")
_PART = re.compile(r"(?<![A-Za-z])(family|given|prefix)=(?=\{)")
_DELIMITER = re.compile(r"\\bib(?:namedelim[a-z]|initdelim|inithyphendelim)\s*")
_KEPT = frozenset(
    "author editor title subtitle booktitle journaltitle series edition volume number pages publisher institution "
    "school location eprint doi year note howpublished type".split()
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Work:
    """One entry. label: what a citation prints; None if it prints the authors and the year."""

    key: str
    kind: str
    label: str | None
    fields: tuple[tuple[str, str], ...]


def works(text: str) -> Iterator[Work]:
    """Every entry of the list, in order; empty if BibTeX wrote the file."""
    body = text.partition("\\enddatalist")[0]
    for n, m in enumerate(_ENTRY.finditer(body), 1):
        stop = body.find("\\endentry", m.end())
        fields = dict(_fields(body[m.end() : stop if stop >= 0 else len(body)]))
        yield Work(m[1], m[2], _label(fields, n), tuple((k, v) for k, v in fields.items() if k in _KEPT and v))


def _label(fields: dict[str, str], place: int) -> str | None:
    """The letters of an alphabetic style; None for an author-year style; otherwise the position in the list."""
    if "labelalpha" in fields:
        extra = fields.get("extraalpha", "")
        return fields["labelalpha"] + (_LETTERS[int(extra) - 1] if extra.isdigit() and 0 < int(extra) <= 26 else "")
    return None if "labeldatesource" in fields else str(place)


def _fields(entry: str) -> Iterator[tuple[str, str]]:
    for m in _VALUE.finditer(entry):
        value = _groups(entry, m.end())
        if m[1] == "name":
            yield m[2], " and ".join(filter(None, map(_person, _inner(value[-1])))) if value else ""
        elif m[1] == "list":
            yield m[2], " and ".join(_inner(value[-1])) if value else ""
        elif value:
            yield m[2], re.sub(r"\s+", " ", value[0].replace("\\bibrangedash", "--").replace("-- ", "--")).strip()


def _groups(text: str, pos: int) -> list[str]:
    """Consecutive groups."""
    found: list[str] = []
    while got := tokens.group(text, pos):
        found.append(got[0])
        pos = got[1]
    return found


def _inner(text: str) -> list[str]:
    """The groups within a group, skipping comments and line ends between them."""
    return [g.strip() for g in _groups(tokens.without_comments(text), 0)]


def _person(text: str) -> str:
    """ "Family, Given" of one name."""
    whole = _groups(text, 0)
    parts = (
        {m[1]: _DELIMITER.sub(" ", g[0]) for m in _PART.finditer(whole[-1]) if (g := tokens.group(whole[-1], m.end()))}
        if whole
        else {}
    )
    family = f"{parts.get('prefix', '')} {parts.get('family', '')}".strip()
    return f"{family}, {parts['given']}" if "given" in parts else family
