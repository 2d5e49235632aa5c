"""The road map as a picture: every result in it, arrows from what is used to what uses it."""

from __future__ import annotations

from scaffold.plans import RoadMap, RoadNode
from scaffold.write.roadmap_tikz import picture
from tests.write.papers import roadmap


def test_boxes_say_what_and_where_and_the_heavy_ones_are_bold() -> None:
    tex = picture(roadmap())
    assert r"\node[road main]" in tex
    assert r"{\textbf{Theorem 3.1}\enspace{\scriptsize p.\,5}};" in tex
    assert r"{Proposition 3.2\enspace{\scriptsize p.\,6}};" in tex
    assert tex.count(r"\node[road heavy]") == 2
    assert "3 further results are left off" in tex


def test_arrows_run_upwards_and_behind_the_boxes() -> None:
    tex = picture(RoadMap((RoadNode("a", "A", 0, main=True), RoadNode("b", "B", 1)), (("a", "b"),)))
    assert tex.index(r"\draw") < tex.index(r"\node")
    draw = next(line for line in tex.splitlines() if r"\draw" in line)
    start, end = (float(part.partition(")")[0].split(",")[1]) for part in draw.split("(")[1:])
    assert start < end


def test_results_on_one_level_are_joined_over_their_heads() -> None:
    nodes = (RoadNode("a", "A", 0, main=True), RoadNode("b", "B", 0, main=True))
    assert "to[out=60,in=120]" in picture(RoadMap(nodes, (("a", "b"),)))


def test_an_empty_map_asks_for_a_drawing_instead_of_showing_nothing() -> None:
    assert r"\towrite{" in picture(RoadMap())


def test_labels_are_escaped() -> None:
    nodes = (RoadNode("a", "A_B & C", 0), RoadNode("b", "B", 1))
    assert r"A\_B \& C" in picture(RoadMap(nodes, (("a", "b"),)))


def test_a_map_without_arrows_asks_for_them_instead_of_showing_boxes() -> None:
    text = picture(RoadMap((RoadNode("a", "Theorem 1", 0, main=True), RoadNode("b", "Theorem 2", 0))))
    assert "tikzpicture" not in text
    assert "\\towrite{No proof of the paper names another result" in text
