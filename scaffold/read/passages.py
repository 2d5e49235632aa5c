"""Which parts of a paper hold what its authors say of it, by the headings over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scaffold.model import PassageKind

__all__ = ["LONGEST", "MOST", "kinds_of", "run_in"]

LONGEST, MOST = 6000, 600
"""Characters of a passage that are kept, and most passages of a paper; as many again of those whose kind is "text"."""

_PATTERNS: tuple[tuple[PassageKind, str], ...] = (
    (
        "limitations",
        r"\blimitations?\b(?! of (?:the )?(?:previous|prior|existing|earlier))|\b(?:short|draw)backs?\b",
    ),
    (
        "open",
        r"\bopen (?:problem|question)|\bfuture\b|\boutlook\b"
        r"|\bfurther (?:work|research|directions?|questions?)",
    ),
    (
        "conclusion",
        r"\bconclu|^discussion|\bdiscussion$|\b(?:final|closing) remarks|^(?:summary|remarks|perspectives)$",
    ),
    (
        "contributions",
        r"\bcontributions?\b|\b(?:our|main|new|summary of|overview of|statement of)\b.{0,12}\bresults?\b"
        r"|^results$|\bthis (?:paper|work|article)\b|^our (?:work|approach|techniques?)\b",
    ),
    (
        "related",
        r"\brelated\b|\b(?:previous|prior|earlier|known|existing) (?:work|result|approach|bound|method)"
        r"|\bliterature\b|\bcomparisons?\b|\bstate of the art\b|\bhistor(?:y|ical)\b",
    ),
    ("example", r"\bexamples?\b(?!.{0,20}\b(?:proofs?|deferred)\b)"),
    ("introduction", r"^introduction\b|\bintroduction$|^motivation|^overview$|^background$"),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_CLOSING = frozenset(("limitations", "open", "conclusion"))
_LONGEST_TITLE = 90


def kinds_of(titles: Iterable[tuple[str, int]]) -> list[PassageKind | None]:
    """The kind of the text under each heading, of which title and level are given; None where no heading says it.

    Text under a heading that says nothing is of the kind of the heading above it. If no heading says "introduction",
    the first part of the paper is one.
    """
    rows = list(titles)
    out: list[PassageKind | None] = []
    open_: list[tuple[int, PassageKind | None]] = []
    for title, level in rows:
        while open_ and open_[-1][0] >= level:
            open_.pop()
        kind = run_in(title) or (open_[-1][1] if open_ else None)
        open_.append((level, kind))
        out.append(kind)
    if rows and "introduction" not in out and out[0] is None:
        out[: _first_part(rows)] = [kind or "introduction" for kind in out[: _first_part(rows)]]
    return out


def run_in(title: str) -> PassageKind | None:
    """The kind that a heading names; one that names two things of the end of a paper is its conclusion."""
    if len(title) > _LONGEST_TITLE:
        return None
    found = [kind for kind, pattern in _KINDS if pattern.search(title)]
    return "conclusion" if len(_CLOSING.intersection(found)) > 1 else next(iter(found), None)


def _first_part(rows: Sequence[tuple[str, int]]) -> int:
    """How many headings belong to the first part."""
    return next((n for n, (_, level) in enumerate(rows) if n and level <= rows[0][1]), len(rows))
