"""Which statements are the paper's main results: by evidence that can be shown, or as the student names them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scaffold.diagnostics import Diagnostic
from scaffold.model import Paper, Statement
from scaffold.planning.equivalents import informal
from scaffold.planning.evidence import Evidence, View, collect
from scaffold.planning.words import plain
from scaffold.spans import Span
from scaffold.spelling import meant

__all__ = ["MOST_MAINS", "Evidence", "evidence", "main_results", "named", "rank", "standing_apart"]

MOST_MAINS = 4

_NEAR, _SHARE = 1.3, 0.6
"""A main result has at most _NEAR points less than the first, or at least _SHARE of its points."""

_GAP, _ALIKE = 1.2, 0.7
"""The fewest points that are a gap in the evidence: more than one reason gives as a rule. Another gap counts as much
as the widest one if it has this part of its points."""

_MIDDLE, _SPREAD = 4.0, 1.8
"""The points that give rank 0.5, and how quickly the rank grows around them."""


def evidence(paper: Paper) -> dict[str, tuple[Evidence, ...]]:
    """Evidence for every statement that can be a result, by id in reading order; groups share positive evidence."""
    return _evidence(View(paper))


def _evidence(view: View) -> dict[str, tuple[Evidence, ...]]:
    own = {s.id: collect(view, s) for s in view.results}
    groups: dict[str, list[str]] = {}
    for id in own:
        groups.setdefault(view.uses.stands_for[id], []).append(id)
    return {id: _shared(view, id, own, groups[view.uses.stands_for[id]]) for id in own}


def _shared(view: View, id: str, own: dict[str, tuple[Evidence, ...]], group: list[str]) -> tuple[Evidence, ...]:
    """A statement's evidence with the best of its group; the others of a group rank after its representative."""
    best = {e.name: e for e in own[id]}
    for other in group:
        for e in own[other]:
            if e.points > max(0.0, best[e.name].points if e.name in best else 0.0):
                best[e.name] = e
    chosen = view.uses.stands_for[id]
    if chosen != id:
        title = view.by_id[chosen].title
        best["represented"] = Evidence("represented", -0.5, f"says the same as {title}, which is counted instead")
    return tuple(best.values())


def rank(paper: Paper, overrides: Sequence[str] = ()) -> Paper:
    """The paper with `rank` (0..1, None for what cannot be a result) and `main` set on every statement.

    overrides name all main results as a reader would ("Theorem 3"; an id or a label works too); a name that matches
    nothing is ignored and reported as diagnostic "main-not-found".
    """
    view = View(paper)
    points = {id: math.fsum(e.points for e in rows) for id, rows in _evidence(view).items()}
    asked = {name: named(paper, name) for name in overrides}
    wanted = tuple(dict.fromkeys(id for id in asked.values() if id is not None))
    mains = wanted or _choose(view, points)
    ranks = {id: round(1.0 / (1.0 + math.exp((_MIDDLE - p) / _SPREAD)), 4) for id, p in points.items()}
    ranks |= dict.fromkeys(wanted, 1.0)
    lost = [name for name, id in asked.items() if id is None]
    titles = [s.title for s in paper.statements]
    return replace(
        paper,
        statements=tuple(replace(s, rank=ranks.get(s.id), main=s.id in mains) for s in paper.statements),
        diagnostics=(*paper.diagnostics, *(_not_found(name, titles) for name in lost)),
    )


def main_results(paper: Paper) -> tuple[Statement, ...]:
    """The statements marked as main, highest rank first; ties in reading order."""
    return tuple(sorted((s for s in paper.statements if s.main), key=lambda s: -(s.rank or 0.0)))


def _choose(view: View, points: dict[str, float]) -> tuple[str, ...]:
    """The results that stand apart from the rest, best first; one for each group of equivalent statements."""
    order = sorted((id for id in points if view.uses.stands_for[id] == id), key=lambda id: -points[id])
    if not order:
        return ()
    first = view.by_id[order[0]]
    able = [first.id, *(id for id in order[1:] if _worthy(view.by_id[id], first))]
    return tuple(able[: standing_apart([points[id] for id in able])])


def standing_apart(points: Sequence[float]) -> int:
    """How many of these points, the largest first, stand apart from the rest: those above the widest gap.

    The lower one of two gaps that are almost as wide counts. Where there is no gap, those near to the first.
    """
    first = points[0]
    least = first - max(_NEAR, (1.0 - _SHARE) * first)
    near = sum(1 for p in points[:MOST_MAINS] if p >= least)
    below = (*points[1:], -math.inf)
    gaps = [p - q for p, q in zip(points[:near], below, strict=False)]
    if max(gaps) < _GAP:
        return near
    widest = min(max(gaps), first)
    return max(n for n, gap in enumerate(gaps, start=1) if gap >= _ALIKE * widest)


def _worthy(s: Statement, first: Statement) -> bool:
    """Whether s can be a further main result.

    A lemma cannot be one next to a theorem, nor can an announcement of which the paper has no precise version, unless
    the paper gives none of the first one either.
    """
    return (not informal(s) or informal(first)) and (
        s.kind == first.kind or s.kind in ("theorem", "proposition", "corollary", "other")
    )


def named(paper: Paper, name: str) -> str | None:
    """Id of the statement that a reader means by this name; None when there is none."""
    wanted = _key(name)
    for names in (_exact, _loose):
        for s in paper.statements:
            if wanted in {_key(n) for n in names(s) if n}:
                return s.id
    return None


def _exact(s: Statement) -> Iterable[str]:
    return (s.id, s.title, f"{s.title} ({s.name})", *s.labels)


def _loose(s: Statement) -> Iterable[str]:
    return (f"{s.kind} {s.number}" if s.number else "", plain(s.name or ""), s.name or "")


def _key(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("~", " ")).strip().rstrip(".").casefold()


def _not_found(name: str, titles: Sequence[str]) -> Diagnostic:
    message = f"the paper has no statement called {name!r}{meant(name, titles)}: this main result is ignored"
    return Diagnostic(
        severity="warning", code="main-not-found", subject=name, span=Span("scaffold.toml", 0), message=message
    )
