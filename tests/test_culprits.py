"""The search for culprits: whichever they are, few runs find them all and nothing else."""

from __future__ import annotations

from itertools import combinations

import pytest

from scaffold.culprits import MOST_RUNS, NOT_TRIED, Verdict, find

IDS = tuple("abcdefghijkl")


class Runs:
    """Runs that fail with any of bad, or with both of a pair; naming as the runs of a kind do."""

    def __init__(self, bad: str = "", pair: str = "", kind: str = "silent") -> None:
        self.bad, self.pair, self.kind, self.count = bad, pair, kind, 0

    def __call__(self, ids: tuple[str, ...]) -> Verdict:
        self.count += 1
        hit = [id for id in ids if id in self.bad]
        if self.pair and set(self.pair) <= set(ids):
            hit.append(self.pair[1])
        hit.sort(key=ids.index)
        if not hit:
            return Verdict(ok=True)
        suspects = {"silent": (), "open": tuple(hit[:1]), "wrong": ids[-1:], "many": ids[::2]}.get(self.kind, ())
        proven = {hit[0]: "an error"} if self.kind == "error" else {}
        return Verdict(ok=False, why="it does not end", proven=proven, suspects=suspects)


@pytest.mark.parametrize("kind", ["silent", "open", "wrong", "many", "error"])
@pytest.mark.parametrize("size", [0, 1, 2])
def test_exactly_the_culprits_are_found(size: int, kind: str) -> None:
    for bad in combinations(IDS, size):
        runs = Runs("".join(bad), kind=kind)
        assert sorted(find(IDS, runs)) == list(bad)
        assert runs.count <= MOST_RUNS
        if kind in ("open", "error"):
            assert runs.count <= 1 + 3 * size


@pytest.mark.parametrize("kind", ["silent", "open"])
def test_one_that_breaks_a_later_one_is_found_or_its_victim(kind: str) -> None:
    for pair in combinations(IDS, 2):
        runs = Runs(pair="".join(pair), kind=kind)
        (found,) = find(IDS, runs)
        assert found in pair
        assert runs.count <= MOST_RUNS


def test_one_that_breaks_all_later_ones_is_found_alone() -> None:
    for at, spoiler in enumerate(IDS[:-1]):
        victims = IDS[at + 1 :]

        def trial(ids: tuple[str, ...], spoiler: str = spoiler, victims: tuple[str, ...] = victims) -> Verdict:
            hit = [id for id in ids if id in victims] if spoiler in ids else []
            return Verdict(ok=not hit, why="it does not end", suspects=tuple(hit[:1]))

        found = find(IDS, trial)
        assert set(found) == {spoiler} or (len(victims) == 1 and set(found) == set(victims))


def test_what_fails_without_any_member_blames_none() -> None:
    count = []

    def trial(ids: tuple[str, ...]) -> Verdict:
        count.append(ids)
        return Verdict(ok=False, why="no PDF")

    assert find(IDS, trial) == {}
    assert count == [IDS, ()]


def test_the_number_of_runs_is_limited() -> None:
    runs = Runs("".join(IDS))
    assert set(find(IDS, runs, most=8)) == set(IDS)
    assert runs.count == 8
    runs = Runs("abcdef")
    found = find(IDS, runs, most=9)
    assert set("abcdef") <= set(found)
    assert NOT_TRIED in found.values()


def test_nothing_is_run_for_nothing() -> None:
    runs = Runs()
    assert find((), runs) == {}
    assert runs.count == 0
