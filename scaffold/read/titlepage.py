"""Who wrote a paper and when, from what its title matter says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffold.read import plain, tokens

if TYPE_CHECKING:
    from scaffold.read.engine import Engine

_SEPARATORS = re.compile(r"\\(?:and|And|AND|quad|qquad|\\)(?![A-Za-z])(?:\s*\[[^\]]*\])?|,\s+(?:and\s+)?|\s+and\s+")
_NOT_A_NAME = re.compile(
    r"@|\d{3}|universit|institut|department|laborator|school|college|research|inc\.|google|microsoft|http|street|\beth\b",
    re.I,
)


def authors(engine: Engine) -> tuple[str, ...]:
    """Names from \\author: what stands before the first line break of each, split at \\and and commas."""
    names: list[str] = []
    for raw in engine.notes.authors:
        for block in re.split(r"\\(?:and|And|AND)(?![A-Za-z])", tokens.mask(raw)):
            head = re.split(
                r"\\\\|\\(?:affil|address|thanks|email|texttt|institute|inst|footnote|IEEEauthorblockA)(?![A-Za-z])",
                block,
            )[0]
            for piece in _SEPARATORS.split(head):
                name = re.sub(r"\$[^$]*\$|[\d*†‡§¶∗]+$", "", piece)
                name = plain.text(name, engine.name_of).strip(" ,.;")
                if 3 <= len(name) <= 60 and not _NOT_A_NAME.search(name) and " " in name:
                    names.append(name)
    return tuple(dict.fromkeys(names))


def year(date: str) -> int | None:
    """The year that a \\date names; None when it names none."""
    m = re.search(r"\b(19|20)\d\d\b", date)
    return int(m[0]) if m else None
