"""Which statement uses which, as read from the proofs; equivalent statements count as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scaffold.model import Paper, Statement
from scaffold.planning.equivalents import representatives
from scaffold.planning.kinds import is_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """direct[a] are the representatives that the proofs of a use, in order of use; dangling are (id, unknown id).

    proved_from is direct without what definitions and remarks refer to, as they are not part of a proof.
    """

    stands_for: Mapping[str, str]
    direct: Mapping[str, tuple[str, ...]]
    proved_from: Mapping[str, tuple[str, ...]]
    used_by: Mapping[str, tuple[str, ...]]
    dangling: tuple[tuple[str, str], ...]


def uses(paper: Paper) -> Uses:
    """The uses between representatives, in reading order of the users."""
    stands_for = representatives(paper)
    direct: dict[str, dict[str, None]] = {s.id: {} for s in paper.statements if stands_for[s.id] == s.id}
    dangling: dict[tuple[str, str], None] = {}
    for s in paper.statements:
        user = stands_for[s.id]
        for target in _targets(s):
            used = stands_for.get(target)
            if used is None:
                dangling[(s.id, target)] = None
            elif used != user:
                direct[user][used] = None
    results = {s.id for s in paper.statements if is_result(s)}
    used_by: dict[str, list[str]] = {id: [] for id in direct}
    for user, targets in direct.items():
        for used in targets:
            used_by[used].append(user)
    return Uses(
        stands_for=stands_for,
        direct={id: tuple(targets) for id, targets in direct.items()},
        proved_from={id: tuple(targets) for id, targets in direct.items() if id in results},
        used_by={id: tuple(users) for id, users in used_by.items()},
        dangling=tuple(dangling),
    )


def _targets(s: Statement) -> Iterator[str]:
    for proof in s.proofs:
        yield from proof.uses
    yield from s.uses


def reachable(start: Iterable[str], steps: Mapping[str, tuple[str, ...]], most: int | None = None) -> set[str]:
    """Everything reachable from start in one or more steps; start itself only if it is on a cycle.

    most: stop at this many (for estimates that need no exact count).
    """
    seen: set[str] = set()
    todo = list(start)
    while todo and (most is None or len(seen) < most):
        for nxt in steps.get(todo.pop(), ()):
            if nxt not in seen:
                seen.add(nxt)
                todo.append(nxt)
    return seen
