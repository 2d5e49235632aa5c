"""The names that a report may use: keys of its bibliography, identifiers of the paper's statements and figures.

For a name that does not exist, those that may be meant: by spelling, and by what else a student may know of the work
or the statement, such as an author, a word of the title, a number or the paper's own label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from scaffold.model import Paper
from scaffold.spelling import meant

__all__ = ["GENERATED_BIB", "entries", "like_figure", "like_key", "like_statement", "works"]

GENERATED_BIB = "report/generated/references.bib"

_ENTRY = re.compile(r"^\s*@(\w+)\s*\{\s*([^\s,]+)\s*,", re.MULTILINE)
_KNOWN_BY = re.compile(r"^\s*(?:author|editor|title|note)\s*=(.*)", re.MULTILINE | re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST = 3
"""Most names that a message suggests."""


def works(project: Path) -> dict[str, tuple[str, ...]] | None:
    """The keys of all .bib files in report/, each with words of its entry; None if the generated file is missing."""
    if not (project / GENERATED_BIB).is_file():
        return None
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((project / "report").rglob("*.bib")):
        for key, entry in entries(path.read_text(encoding="utf-8", errors="replace")):
            words = (w for line in _KNOWN_BY.findall(entry) for w in _WORD.findall(line))
            found.setdefault(key, tuple(dict.fromkeys(words)))
    return found


def entries(text: str) -> Iterator[tuple[str, str]]:
    """The keys of a .bib file, each with its whole entry, in order."""
    begins = list(_ENTRY.finditer(text))
    ends = [*(m.start() for m in begins), len(text)][1:]
    for begin, end in zip(begins, ends, strict=True):
        if begin[1].lower() not in ("comment", "string", "preamble"):
            yield begin[2], text[begin.start() : end]


def like_key(key: str, works: Mapping[str, tuple[str, ...]]) -> str:
    """The keys that may be meant, to end a message; "" if none is like it."""
    return meant(key, works, _MOST)


def like_statement(name: str, paper: Paper) -> str:
    """The statements that may be meant, to end a message; "" if none is like it."""
    kind, _, number = name.rpartition("-")
    known = {s.id: (s.title, *s.labels, *((name,) if kind and s.number == number else ())) for s in paper.statements}
    return meant(name, known, _MOST)


def like_figure(name: str, paper: Paper) -> str:
    """The figures that may be meant, to end a message; "" if none is like it."""
    return meant(name, {f.id: f.labels for f in paper.figures}, _MOST)
