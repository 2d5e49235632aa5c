"""A road map as DOT and SVG: whatever the paper, the picture is readable and agrees with the graph."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.metrics import width
from scaffold.model import Paper
from scaffold.planning import graph, rank, spine
from scaffold.plans import RoadMap, RoadNode
from scaffold.write.roadmap import svg_dot
from scaffold.write.roadmap.routes import Drawing, Sizes, draw
from scaffold.write.roadmap.svg_dot import dot, svg
from tests.planning.generated import papers
from tests.planning.papers import crowd, perceptron

quick = settings(suppress_health_check=[HealthCheck.too_slow])
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'a "quoted" \\back\\ <tag> & ]]> {brace}\x00\x0b\n§ żółć'
SIZES = Sizes(width=120.0, height=40.0)
LABELS = ("Lemma 1", "Proposition 12.34", "Toyoda's theorem", "Main Technical Theorem, revisited", "")
NAMES = {"s0": "Sharp rates for deep networks under augmentation of data", "s1": "Key"}


@st.composite
def roadmaps(draw: st.DrawFn) -> RoadMap:
    """A map of 1 to 40 statements, edges down, up, sideways and over many layers; labels short and long."""
    count = draw(st.integers(1, 40))
    layers = [0, *draw(st.lists(st.integers(0, 9), min_size=count - 1, max_size=count - 1))]
    labels = st.sampled_from(
        ("Lemma 1", "Proposition 12.34", "Toyoda's theorem", "Main Technical Theorem, revisited", "")
    )
    rows = [
        RoadNode(
            id=f"s{i}",
            label=draw(labels),
            layer=layer,
            page=draw(st.sampled_from((None, 3, 117))),
            main=layer == 0,
            heavy=i % 7 == 1,
        )
        for i, layer in enumerate(layers)
    ]
    ids = st.sampled_from([n.id for n in rows])
    edges = draw(st.lists(st.tuples(ids, ids), max_size=60))
    return RoadMap(tuple(sorted(rows, key=lambda n: n.layer)), tuple(edges), draw(st.integers(0, 3)))


def road(edges: str, *more: str) -> RoadMap:
    """A map from "t>a a>b"; the layer of a node is its longest distance from t, or as in "t=0"."""
    pairs = tuple((a, b) for a, b in (e.split(">") for e in edges.split()))
    layer = dict.fromkeys((n for pair in pairs for n in pair), 0)
    for _ in layer:
        for a, b in pairs:
            layer[b] = max(layer[b], layer[a] + 1)
    layer |= {name: int(value) for name, value in (m.split("=") for m in more)}
    return RoadMap(tuple(RoadNode(id=i, label=i, layer=n, main=n == 0) for i, n in layer.items()), pairs)


def rectangles(root: ET.Element) -> dict[str, tuple[float, float, float, float]]:
    """The boxes of a picture by id: left, top, right, bottom."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        if "data-id" in group.attrib and rect is not None:
            x, y, w, h = (float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
            found[group.attrib["data-id"]] = (x, y, x + w, y + h)
    return found


def width_of(line: ET.Element) -> float:
    """A line's width by the metrics, its pieces and the gaps between them together."""
    pieces = [line, *line]
    total = 0.0
    for piece in pieces:
        look = {**line.attrib, **piece.attrib}
        bold = look.get("font-weight") == "bold"
        total += float(piece.attrib.get("dx", 0))
        total += width(piece.text or "", float(look["font-size"]), bold=bold)
    return total


def sampled(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Points on a route, close to each other."""
    return [
        (x0 + (x1 - x0) * i / 200, y0 + (y1 - y0) * i / 200)
        for (x0, y0), (x1, y1) in pairwise(points)
        for i in range(201)
    ]


def implied(drawing: Drawing, a: str, b: str) -> bool:
    """Whether drawn arrows lead from b up to a."""
    seen, todo = set[str](), [a]
    while todo:
        id = todo.pop()
        steps = {r.used for r in drawing.routes if r.user == id} - seen
        seen |= steps
        todo += steps
    return b in seen


@quick
@given(roadmaps())
def test_boxes_do_not_overlap_and_no_arrow_crosses_one(roadmap: RoadMap) -> None:
    picture = draw(roadmap, SIZES)
    assert sorted(b.node.id for b in picture.boxes) == sorted(n.id for n in roadmap.nodes)
    for a, b in combinations(picture.boxes, 2):
        assert abs(a.x - b.x) >= SIZES.width or abs(a.y - b.y) >= SIZES.height
    for route in picture.routes:
        points = sampled(route.points)
        for box in picture.boxes:
            assert not any(
                abs(x - box.x) < SIZES.width / 2 - 0.1 and abs(y - box.y) < SIZES.height / 2 - 0.1 for x, y in points
            ), (route, box)


@quick
@given(roadmaps())
def test_every_use_is_drawn_or_implied(roadmap: RoadMap) -> None:
    picture = draw(roadmap, SIZES)
    uses = {(a, b) for a, b in roadmap.edges if a != b}
    assert {(r.user, r.used) for r in picture.routes} <= uses
    assert all(implied(picture, a, b) for a, b in uses)
    assert len(picture.routes) + picture.implied == len(uses)


@quick
@given(roadmaps(), st.sampled_from(({}, NAMES)))
def test_text_stays_in_its_box_and_arrows_meet_theirs(roadmap: RoadMap, names: dict[str, str]) -> None:
    root = ET.fromstring(svg(roadmap, "On Margins", names))
    boxes = rectangles(root)
    assert len(boxes) == len(roadmap.nodes)
    for group in root.iter(f"{SVG}g"):
        if "data-id" not in group.attrib:
            continue
        left, top, right, bottom = boxes[group.attrib["data-id"]]
        for line in group.iter(f"{SVG}text"):
            middle, y, size = (float(line.attrib[k]) for k in ("x", "y", "font-size"))
            half = width_of(line) / 2
            assert left < middle - half <= middle + half < right
            assert top < y - 0.75 * size < y + 0.25 * size < bottom
    for path in root.iter(f"{SVG}path"):
        if "data-from" in path.attrib:
            x0, y0, *_, x1, y1 = _coordinates(path.attrib["d"])
            for x, y, id in ((x0, y0, path.attrib["data-from"]), (x1, y1, path.attrib["data-to"])):
                left, top, right, bottom = boxes[id]
                assert left <= x <= right
                assert min(abs(y - top), abs(y - bottom)) < 0.11


def _coordinates(d: str) -> list[float]:
    """The numbers of a path."""
    return [float(n) for n in re.split("[ML ]", d) if n]


@quick
@given(papers(most=40), st.integers(1, 40))
def test_the_road_map_of_any_paper_becomes_both_files(paper: Paper, limit: int) -> None:
    ranked = rank.rank(paper)
    roadmap = spine.roadmap(ranked, graph.build(ranked), limit)
    root = ET.fromstring(svg(roadmap, paper.title))
    assert set(rectangles(root)) == {n.id for n in roadmap.nodes}
    assert parsed(dot(roadmap, paper.title)) == (tuple(n.id for n in roadmap.nodes), roadmap.edges)


@pytest.mark.parametrize("count", [30, 40])
def test_a_crowd_stays_narrow_enough_to_read(count: int) -> None:
    ranked = rank.rank(crowd(400))
    roadmap = spine.roadmap(ranked, graph.build(ranked), count)
    assert len(roadmap.nodes) == count
    root = ET.fromstring(svg(roadmap))
    assert float(root.attrib["width"]) < 1900
    text = " ".join(line.text or "" for line in root.findall(f"{SVG}text"))
    assert f"{roadmap.folded} further statements omitted" in text


def test_a_picture_has_a_text_for_those_who_cannot_see_it() -> None:
    ranked = rank.rank(perceptron())
    root = ET.fromstring(
        svg(spine.roadmap(ranked, graph.build(ranked)), "Margins & Mistakes", {"theorem-4": "Mistakes"})
    )
    named = {child.attrib["id"]: child.text or "" for child in root if "id" in child.attrib}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == list(named)
    assert named["title"] == "Proof road map of Margins & Mistakes"
    assert "Theorem 4 (page 5), a main result uses Lemma 6, Lemma 5." in named["desc"]
    assert "Theorem 4 (Mistakes) (page 5), a main result" in "".join(root.itertext())
    assert root.attrib["font-family"].endswith("sans-serif")
    assert svg_dot.FONTS.split(", ")[-1] == "sans-serif"


def test_main_results_stand_above_what_they_rest_on() -> None:
    boxes = {b.node.id: b for b in draw(road("t>a t>b a>c b>c t>c"), SIZES).boxes}
    assert boxes["t"].y < boxes["a"].y == boxes["b"].y < boxes["c"].y
    assert draw(road("t>a t>b a>c b>c t>c"), SIZES).implied == 1


def test_a_chain_is_straight() -> None:
    picture = draw(road("t>a a>b b>c"), SIZES)
    assert len({b.x for b in picture.boxes}) == 1
    x = {b.node.id: b.x for b in draw(road("t>m m>a m>b b>c b>d d>e"), SIZES).boxes}
    assert x["t"] == x["m"]
    assert x["d"] == x["e"]
    x = {b.node.id: b.x for b in draw(road("s>a s>p t>p t>c c>d d>e"), SIZES).boxes}
    assert x["c"] == x["d"] == x["e"]


def test_rows_are_uncrossed_where_they_can_be() -> None:
    x = {b.node.id: b.x for b in draw(road("s>c t>a u>b"), SIZES).boxes}
    assert (x["s"] < x["t"]) == (x["c"] < x["a"])
    assert (x["t"] < x["u"]) == (x["a"] < x["b"])


def test_a_circle_is_drawn_dashed() -> None:
    nodes = (RoadNode(id="a", label="A", layer=0, main=True), RoadNode(id="b", label="B", layer=1))
    picture = svg(RoadMap(nodes, (("a", "b"), ("b", "a"))))
    assert picture.count("stroke-dasharray") == 1
    assert "cycle in the proofs" in picture


def test_a_missing_main_result_is_reported_not_drawn() -> None:
    assert "No main result was found" in svg(RoadMap())
    assert parsed(dot(RoadMap())) == ((), ())


def test_hostile_labels_are_text() -> None:
    roadmap = RoadMap(
        (RoadNode(id=HOSTILE, label=HOSTILE, layer=0, page=1, main=True), RoadNode(id="b", label="\x1b[31m", layer=1)),
        ((HOSTILE, "b"),),
    )
    root = ET.fromstring(svg(roadmap, HOSTILE, {HOSTILE: HOSTILE}))
    assert len(rectangles(root)) == 2
    ids, edges = parsed(dot(roadmap, HOSTILE, {"b": HOSTILE}))
    assert len(ids) == 2
    assert edges == ((ids[0], "b"),)


STRING = r'"(?:[^"\\]|\\.)*"'
VALUE = rf"(?:{STRING}|[\w.]+)"
ATTRIBUTES = rf"\[\w+={VALUE}(?:, ?\w+={VALUE})*\]"


def parsed(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Nodes and edges of a DOT file; every line must be one of the forms of Graphviz's grammar that we write."""
    first, opened, *body, closed = text.rstrip("\n").split("\n")
    assert first.startswith("//")
    assert (opened, closed) == ("digraph roadmap {", "}")
    nodes, edges = list[str](), list[tuple[str, str]]()
    for line in body:
        assert "\x00" not in line
        if m := re.fullmatch(rf"  ({STRING}) -> ({STRING});", line):
            edges.append((_unquoted(m[1]), _unquoted(m[2])))
        elif m := re.fullmatch(rf"  ({STRING}) {ATTRIBUTES};", line):
            nodes.append(_unquoted(m[1]))
        else:
            ranked = rf"  {{ rank=min; (?:{STRING}; )+}}"
            assert re.fullmatch(rf"  (?:graph|node|edge) {ATTRIBUTES};|{ranked}", line), line
    return tuple(nodes), tuple(edges)


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
