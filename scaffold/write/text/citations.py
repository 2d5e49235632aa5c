"""What citations print as plain text."""

from __future__ import annotations

from functools import lru_cache

from scaffold.model import Macro, Paper, Reference
from scaffold.write.text import plain

__all__ = ["labels"]


def labels(paper: Paper) -> dict[str, str | None]:
    """What a citation of each work prints: the paper's label, or else name and year; None when neither is known."""
    return dict(_labels(paper.references, paper.macros))


@lru_cache(maxsize=4)
def _labels(works: tuple[Reference, ...], macros: tuple[Macro, ...]) -> tuple[tuple[str, str | None], ...]:
    return tuple((work.key, work.label or _name_and_year(work, macros)) for work in works)


def _name_and_year(work: Reference, macros: tuple[Macro, ...]) -> str | None:
    known = {k.lower(): v for k, v in work.fields}
    if not known.get("author") or not known.get("year"):
        return None
    names = [n.split(",")[0].split()[-1:] for n in known["author"].replace("\n", " ").split(" and ") if n.strip()]
    last = [plain.text(n[0], macros) for n in names if n]
    who = f"{last[0]} et al." if len(last) > 2 else " and ".join(last)
    return f"{who}, {known['year']}"
