"""The layout of the road map on slides: it fits, it can be read, no arrow runs behind a box, both decks alike."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold import languages
from scaffold.metrics import width
from scaffold.plans import RoadMap, RoadNode, Slide, TalkPlan
from scaffold.write.beamer import deck
from scaffold.write.pptx import deck as pptx
from scaffold.write.roadmap.fit import Fitted, here, on_slide, words
from scaffold.write.roadmap.path import around, folded, path
from scaffold.write.roadmap.routes import Sizes, draw, least
from tests.write.decks import opened
from tests.write.talks import PAPER, PROFILE, ROADMAP
from tests.write.test_graph_files import road, roadmaps

ENGLISH = languages.load("en")

WIDE, DEEP = 864.0, 340.0
POINT = 12700
quick = settings(suppress_health_check=[HealthCheck.too_slow])


def crossing(made: Fitted) -> list[tuple[str, str, str]]:
    """Arrows that pass behind a box."""
    half = (made.sizes.width / 2 - 0.5, made.sizes.height / 2 - 0.5)
    return [
        (route.user, route.used, box.node.id)
        for route in made.drawing.routes
        for (x0, y0), (x1, y1) in pairwise(route.points)
        for box in made.drawing.boxes
        if any(
            abs(x0 + (x1 - x0) * i / 100 - box.x) < half[0] and abs(y0 + (y1 - y0) * i / 100 - box.y) < half[1]
            for i in range(101)
        )
    ]


@pytest.mark.slow
@quick
@given(roadmaps())
def test_it_fits_can_be_read_and_no_arrow_passes_behind_a_box(roadmap: RoadMap) -> None:
    made = on_slide(roadmap, WIDE, DEEP, ENGLISH)
    half = (made.sizes.width / 2, made.sizes.height / 2)
    assert made.drawing.boxes
    assert len(made.drawing.boxes) + made.folded == len(roadmap.nodes) + roadmap.folded
    for box in made.drawing.boxes:
        assert half[0] - 0.1 <= box.x <= WIDE - half[0] + 0.1
        assert half[1] - 0.1 <= box.y <= DEEP - half[1] + 0.1
        label, _, page = words(box.node, made, ENGLISH).partition("\n")
        assert width(label, made.type, bold=True) <= made.sizes.width - 10 or len(box.node.label) < 2
        assert page == (f"p. {box.node.page}" if made.stacked and box.node.page else "")
    for a, b in combinations(made.drawing.boxes, 2):
        assert abs(a.x - b.x) >= 2 * half[0] or abs(a.y - b.y) >= 2 * half[1]
    assert made.type >= 14
    assert made.sizes.height >= 1.2 * (made.type + (14 if made.stacked else 0))
    assert crossing(made) == []


@quick
@given(roadmaps(), st.integers(1, 6), st.floats(0.0, 40.0), st.floats(0.0, 40.0))
def test_no_drawing_is_smaller_than_its_bound(roadmap: RoadMap, per_row: int, gap: float, lane: float) -> None:
    sizes = Sizes(width=90.0, height=22.0, between=gap, lane=lane, rise=24.0, most_rise=24.0 - gap / 4, per_row=per_row)
    wide, deep = least(roadmap, sizes)
    drawing = draw(roadmap, sizes)
    assert 0 < wide <= drawing.width
    assert 0 < deep <= drawing.height


def test_a_check_of_crossings_can_fail() -> None:
    made = on_slide(road("t>a a>b t>c"), WIDE, DEEP, ENGLISH)
    through = [r for r in made.drawing.routes if r.user == "a"]
    assert crossing(made) == []
    object.__setattr__(through[0], "points", ((through[0].points[0]), (through[0].points[0][0], 0.0)))
    assert crossing(made) != []


def test_an_arrow_past_a_box_bends_and_others_run_straight() -> None:
    made = on_slide(RoadMap(ROADMAP.nodes, (*ROADMAP.edges, ("theorem-1.1", "lemma-A.8"))), WIDE, DEEP, ENGLISH)
    bends = {(r.user, r.used): len(r.points) - 2 for r in made.drawing.routes}
    assert bends["theorem-1.1", "lemma-2.2"] == 0
    assert max(bends.values()) <= 4


def test_folding_keeps_what_others_hang_on() -> None:
    less = folded(road("t>a a>b b>c c>d t>e"), 3)
    assert {n.id for n in less.nodes} == {"t", "a", "e"}
    assert less.folded == 3
    assert less.edges == (("t", "a"), ("t", "e"))


@pytest.mark.parametrize(
    ("edges", "heavy", "way"),
    [("t>a t>b b>c", "", ("t", "b", "c")), ("t>a t>b b>c", "a", ("t", "a")), ("s>a t>b b>c", "", ("t", "b", "c"))],
)
def test_the_lit_way_prefers_heavy_results_then_long_ways(edges: str, heavy: str, way: tuple[str, ...]) -> None:
    plain = road(edges)
    nodes = tuple(
        RoadNode(id=n.id, label=n.label, layer=n.layer, main=n.main, heavy=n.id in heavy) for n in plain.nodes
    )
    assert path(nodes, plain.edges) == way
    made = on_slide(RoadMap(nodes, plain.edges), WIDE, DEEP, ENGLISH)
    assert tuple(b.node.id for b in sorted(made.drawing.boxes, key=lambda b: b.row) if b.lit) == way
    assert {(r.user, r.used) for r in made.drawing.routes if r.lit} == set(pairwise(way))


def test_no_statement_is_no_picture() -> None:
    assert on_slide(RoadMap(folded=2), WIDE, DEEP, ENGLISH).drawing.boxes == ()
    assert path((), ()) == ()


PLAN = TalkPlan(5, (Slide(id="roadmap", layout="roadmap", title="Road map", section="Proof", seconds=60),), ROADMAP)


def pptx_picture() -> tuple[dict[str, tuple[float, float, str]], dict[str, list[Any]]]:
    """Boxes of the slide with their middle and words, and its connectors by name, in order."""
    slide = opened(pptx.write(PAPER, PLAN, PROFILE, student="")).slides[0]
    labels = {n.label for n in ROADMAP.nodes}
    boxes = {
        s.name: ((s.left + s.width / 2) / POINT - 48, (s.top + s.height / 2) / POINT - 112, s.text_frame.text)
        for s in slide.shapes
        if s.name in labels
    }
    arrows: dict[str, list[Any]] = {}
    for shape in slide.shapes:
        if shape.element.tag.endswith("cxnSp"):
            arrows.setdefault(shape.name, []).insert(0, shape)
    return boxes, arrows


def test_both_decks_draw_the_same_boxes_and_arrows() -> None:
    boxes, arrows = pptx_picture()
    tex = {f.path: f for f in deck.write(PAPER, PLAN, PROFILE, student="")}["slides/generated/roadmap.tex"]
    node = re.compile(
        r"\\roadnode\{\w+\}\{([\d.]+)\}\{([\d.]+)\}(?:\{[\d.]+\}){3}\{([^\\]*)(?:\\roadpage\{(.*)\})?\}$", re.MULTILINE
    )
    found = node.findall(tex.content.decode())
    places = {f"{label}\n{page}".strip(): (float(x), float(y)) for x, y, label, page in found}
    assert places.keys() == {label for *_, label in boxes.values()}
    for x, y, label in boxes.values():
        assert places[label] == pytest.approx((x, y), abs=0.06)
    ways = re.findall(r"\\roadedge\{(line|lit line)\}\{(.*)\}$", tex.content.decode(), re.MULTILINE)
    assert len(ways) == len(arrows)
    assert sum(way.count("--") for _, way in ways) == sum(len(lines) for lines in arrows.values())


def test_arrows_are_glued_from_box_to_box() -> None:
    _, arrows = pptx_picture()
    slide = opened(pptx.write(PAPER, PLAN, PROFILE, student="")).slides[0]
    names = {str(s.shape_id): s.name for s in slide.shapes}
    for name, lines in arrows.items():
        ends = [[line.element.xpath(f".//a:{end}/@id")[0] for end in ("stCxn", "endCxn")] for line in lines]
        used, user = names[ends[0][0]], names[ends[-1][1]]
        assert name == f"{user} rests on {used}"
        assert all(a[1] == b[0] and names[a[1]] == "Bend" for a, b in pairwise(ends))
        heads = [bool(line.element.xpath(".//a:tailEnd")) for line in lines]
        assert heads == [False] * (len(lines) - 1) + [True]


def chain(length: int, wings: int) -> RoadMap:
    """A main result, a chain below it, and further results that the main result uses."""
    nodes = [RoadNode(id="n0", label="Theorem 0", layer=0, main=True)]
    nodes += [RoadNode(id=f"n{i}", label=f"Lemma {i}", layer=i) for i in range(1, length + 1)]
    nodes += [RoadNode(id=f"w{i}", label=f"Lemma 9.{i}", layer=1) for i in range(wings)]
    edges = [(f"n{i}", f"n{i + 1}") for i in range(length)] + [("n0", f"w{i}") for i in range(wings)]
    return RoadMap(tuple(nodes), tuple(edges), 0, "n0")


def test_the_small_map_shows_the_path_and_the_neighbours_only() -> None:
    small = around(chain(3, 8), "n2")
    assert {n.id for n in small.nodes} == {"n0", "n1", "n2", "n3"}
    assert small.edges == (("n0", "n1"), ("n1", "n2"), ("n2", "n3"))


def test_the_small_map_of_many_boxes_stays_readable() -> None:
    place = here(chain(3, 9), "n0", 864.0, 346.0, ENGLISH)
    assert place is not None
    assert len(place.picture.drawing.boxes) <= 7
    assert min(place.picture.sizes.width, place.picture.sizes.height) >= 5


def test_a_statement_that_no_main_result_needs_is_alone_with_its_neighbours() -> None:
    nodes = tuple(RoadNode(id=i, label=i, layer=0, main=i == "a") for i in "abc")
    assert [n.id for n in around(RoadMap(nodes, (("b", "c"),)), "b").nodes] == ["b", "c"]
