"""The road map's layout: readable, complete, the same everywhere."""

from __future__ import annotations

from itertools import combinations

import pytest

from scaffold.plans import RoadMap, RoadNode
from scaffold.write.layers import Layout, layout


def road(edges: str, heavy: str = "") -> RoadMap:
    """A map from "t>a t>b a>c"; the layer of a node is its longest distance from t."""
    pairs = tuple((a, b) for a, b in (e.split(">") for e in edges.split()))
    ids = dict.fromkeys(n for pair in pairs for n in pair)
    layer = dict.fromkeys(ids, 0)
    for _ in ids:
        for a, b in pairs:
            layer[b] = max(layer[b], layer[a] + 1)
    nodes = tuple(RoadNode(i, i, layer[i], main=layer[i] == 0, heavy=i in heavy) for i in ids)
    return RoadMap(nodes, pairs)


def overlaps(picture: Layout) -> list[tuple[str, str]]:
    return [
        (a.node.id, b.node.id)
        for a, b in combinations(picture.places, 2)
        if a.row == b.row and abs(a.x - b.x) < 1 / picture.columns - 1e-9
    ]


def test_an_empty_map_is_an_empty_layout() -> None:
    assert layout(RoadMap()) == Layout()


def test_main_results_stand_above_what_they_rest_on() -> None:
    picture = layout(road("t>a t>b a>c b>c"))
    y = {p.node.id: p.y for p in picture.places}
    assert all(y[e.above] < y[e.below] for e in picture.edges)
    assert picture.rows == 3
    assert picture.columns == 2


def test_implied_edges_are_not_drawn() -> None:
    picture = layout(road("t>a a>b t>b"))
    assert {(e.above, e.below) for e in picture.edges} == {("t", "a"), ("a", "b")}


def test_the_path_prefers_heavy_results_then_long_ways() -> None:
    assert layout(road("t>a t>b b>c")).path == ("t", "b", "c")
    assert layout(road("t>a t>b b>c", heavy="a")).path == ("t", "a")


def test_rows_are_uncrossed_where_they_can_be() -> None:
    picture = layout(road("s>b t>a"))
    x = {p.node.id: p.x for p in picture.places}
    assert (x["s"] < x["t"]) == (x["b"] < x["a"])


@pytest.mark.parametrize("fan", [1, 3, 7, 11, 30])
def test_boxes_never_overlap_and_stay_inside(fan: int) -> None:
    picture = layout(road(" ".join(f"t>n{i}" for i in range(fan))))
    assert not overlaps(picture)
    assert all(0 < p.x < 1 and 0 < p.y < 1 for p in picture.places)
    assert picture.columns <= 5
    assert len(picture.places) == min(fan + 1, 12)
    assert picture.folded == max(0, fan + 1 - 12)


def test_folding_keeps_what_others_hang_on() -> None:
    picture = layout(road("t>a a>b b>c c>d t>e"), limit=3)
    assert {p.node.id for p in picture.places} == {"t", "a", "e"}
    assert picture.folded == 3
    kept = {p.node.id for p in picture.places}
    assert all(e.above in kept and e.below in kept for e in picture.edges)


def test_a_cycle_does_not_hang() -> None:
    nodes = (RoadNode("a", "A", 0, main=True), RoadNode("b", "B", 1))
    assert layout(RoadMap(nodes, (("a", "b"), ("b", "a")))).path == ("a", "b")
