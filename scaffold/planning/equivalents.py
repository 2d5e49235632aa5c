"""Equivalent statements: exact restatements, and informal versions with the formal ones that they announce."""

from __future__ import annotations

import math
import re
from collections import Counter

from scaffold.model import Paper, Statement
from scaffold.planning.kinds import is_result
from scaffold.planning.words import commands, plain, references, stems

_INFORMAL = re.compile(r"\binformal|\bsimplified\b|\bspecial case of\b|\bsketch\b", re.IGNORECASE)
_FORMAL = re.compile(
    r"\bformal\b|\brestate|\bfull version\b|\bprecise (version|statement)\b|\bdetailed\b", re.IGNORECASE
)
_TRIMMINGS = re.compile(
    r"informal(ly)?|formal(ly)?|(?<![a-z])(inf|intro|app|full|restated?|main|simple|simplified|version|v\d)(?![a-z])"
)
_SIMILAR = 0.4
"""Least cosine similarity of words and commands at which an informal statement counts as another one's announcement."""


def informal(statement: Statement) -> bool:
    """Whether the paper itself calls the statement informal."""
    return bool(_INFORMAL.search(f"{statement.heading} {statement.name or ''}"))


def representatives(paper: Paper) -> dict[str, str]:
    """Maps the id of each statement to the id of its group's representative: a precise and early one, or itself."""
    group = {s.id: s.id for s in paper.statements}

    def find(id: str) -> str:
        while group[id] != id:
            group[id] = group[group[id]]
            id = group[id]
        return id

    for a, b in _pairs(paper):
        group[find(a)] = find(b)
    members: dict[str, list[Statement]] = {}
    for s in paper.statements:
        members.setdefault(find(s.id), []).append(s)
    chosen = {root: min(group_, key=_preference).id for root, group_ in members.items()}
    return {s.id: chosen[find(s.id)] for s in paper.statements}


def _preference(s: Statement) -> tuple[bool, bool, bool, bool]:
    """Sort key: main results first, then results, main text, precise versions; the first of equals wins."""
    return (not s.main, not is_result(s), s.appendix, informal(s))


def _pairs(paper: Paper) -> list[tuple[str, str]]:
    known = {s.id for s in paper.statements}
    pairs = [(s.id, s.restates) for s in paper.statements if s.restates in known and s.restates is not None]
    joined = {id for pair in pairs for id in pair}
    for s in paper.statements:
        if is_result(s) and (informal(s) or _FORMAL.search(s.name or "")) and s.id not in joined:
            match = _counterpart(paper, s)
            if match is not None:
                pairs.append((s.id, match.id))
    return pairs


def _counterpart(paper: Paper, s: Statement) -> Statement | None:
    """The statement that s announces (or that announced s); None where that is unclear."""
    others = [t for t in paper.statements if t.id != s.id and t.kind == s.kind and informal(t) != informal(s)]
    for same in (_refer, _labelled_alike, _named_alike):
        found = [t for t in others if same(s, t)]
        if len(found) == 1:
            return found[0]
    if not informal(s):
        return None
    scored = [(_likeness(s, t), t) for t in others]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= _SIMILAR else None


def _refer(s: Statement, t: Statement) -> bool:
    """Whether name or body of one refers to the other by label or in words ("formal version of Theorem 3")."""
    for one, other in ((s, t), (t, s)):
        text = f"{one.name or ''} {one.body}"
        if set(references(text)) & set(other.labels):
            return True
        if other.number and re.search(rf"\b{re.escape(other.title)}(?![\w.]*\d)", one.name or ""):
            return True
    return False


def _labelled_alike(s: Statement, t: Statement) -> bool:
    return bool(_cores(s.labels) & _cores(t.labels))


def _cores(labels: tuple[str, ...]) -> set[str]:
    cores = {re.sub(r"[^a-z0-9]+", "", _TRIMMINGS.sub("", label.lower())) for label in labels}
    return {core for core in cores if len(core) > 3}


def _named_alike(s: Statement, t: Statement) -> bool:
    one, other = _core_name(s), _core_name(t)
    return bool(one) and one == other


def _core_name(s: Statement) -> str:
    return re.sub(r"\W+", " ", _TRIMMINGS.sub("", plain(s.name or "").lower())).strip()


def _likeness(s: Statement, t: Statement) -> float:
    """Cosine similarity of words and commands."""
    a, b = _features(s), _features(t)
    dot = sum(count * b[key] for key, count in a.items())
    norm = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return dot / norm if norm else 0.0


def _features(s: Statement) -> Counter[str]:
    return stems(plain(s.body)) + Counter({f"\\{name}": 1 for name in commands(s.body)})
