"""Finds which members of a set make a run of it fail: by what the run says, otherwise by runs of halves of the set.

A run is expensive, and one that fails may take the longest time there is for it. So what a run itself blames is tried
first, and the number of runs is limited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["MOST_RUNS", "Trial", "Verdict", "find"]

MOST_RUNS = 24
"""Runs of one search at most: three culprits among a dozen members that a run never names take as many."""

NOT_TRIED = "it was not tried alone after many failures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a run of some members says.

    proven are members with errors of their own, and the reasons; suspects are those that the run was in when it
    stopped: another one may be the cause. why is the reason for those that are found by trying.
    """

    ok: bool
    why: str = ""
    proven: Mapping[str, str] = field(default_factory=dict)
    suspects: tuple[str, ...] = ()


Trial = Callable[[tuple[str, ...]], Verdict]
"""Runs these members together; none of them is a run too."""


def find(ids: tuple[str, ...], trial: Trial, most: int = MOST_RUNS) -> dict[str, str]:
    """The members without which a run of the others is well, with the reasons; empty if a run without any fails.

    After `most` runs, all members of the sets that failed are culprits.
    """
    search = _Search(trial, most)
    while sound := tuple(id for id in ids if id not in search.bad):
        verdict, before = search.run(sound), len(search.bad)
        if verdict.ok:
            break
        named = {*verdict.proven, *verdict.suspects} & set(sound)
        if not named and not search.base_is_well():
            return {}
        search.divide(sound, verdict)
        if len(search.bad) == before:
            search.bad[search.spoiler(sound)] = "what it defines breaks other statements"
    return search.bad


@dataclass(slots=True)
class _Search:
    trial: Trial
    left: int
    bad: dict[str, str] = field(default_factory=dict)
    _base: bool | None = None

    def run(self, ids: tuple[str, ...]) -> Verdict:
        """A run of these members; fails without one if there were too many."""
        if not self.left:
            return Verdict(ok=False, why=NOT_TRIED)
        self.left -= 1
        return self.trial(ids)

    def base_is_well(self) -> bool:
        """Whether a run without any member is well; asked once."""
        if self._base is None:
            self._base = not self.left or self.run(()).ok
        return self._base

    def divide(self, ids: tuple[str, ...], verdict: Verdict) -> None:
        """Finds culprits among members whose run failed; none if they fail only together."""
        proven = {id: verdict.proven[id] for id in ids if id in verdict.proven}
        suspects = tuple(id for id in ids if id in verdict.suspects)
        if proven:
            self.bad |= proven
            self.narrow(tuple(id for id in ids if id not in proven))
        elif len(ids) == 1:
            self.bad[ids[0]] = verdict.why
        elif suspects and len(suspects) < len(ids):
            self._accuse(suspects, tuple(id for id in ids if id not in suspects), verdict)
        else:
            self.narrow(ids[: len(ids) // 2])
            self.narrow(ids[len(ids) // 2 :])

    def narrow(self, ids: tuple[str, ...]) -> None:
        """Finds culprits among members of which it is not known whether they fail."""
        if ids and not (verdict := self.run(ids)).ok:
            self.divide(ids, verdict)

    def _accuse(self, suspects: tuple[str, ...], others: tuple[str, ...], verdict: Verdict) -> None:
        """One suspect is the culprit if the others are well without it; otherwise each part is tried."""
        without = self.run(others)
        if without.ok and len(suspects) == 1:
            self.bad[suspects[0]] = verdict.why
            return
        self.narrow(suspects)
        if without.ok:
            return
        if any(id not in self.bad for id in suspects):  # the runs stop in victims of another one
            self.bad[self.spoiler(others)] = without.why
        else:
            self.divide(others, without)

    def spoiler(self, ids: tuple[str, ...]) -> str:
        """The member that makes the last one of the first members that fail together fail; it may be that one."""
        low, high = 1, len(ids)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if not self.run(ids[:middle]).ok else (middle + 1, high)
        first, last = 0, high - 1
        while first < last:
            middle = (first + last + 1) // 2
            first, last = (middle, last) if not self.run(ids[middle:high]).ok else (first, middle - 1)
        return ids[first]
