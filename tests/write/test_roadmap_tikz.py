"""The road map as a picture: every result in it, arrows from what is used to what uses it."""

from __future__ import annotations

import re

from scaffold import languages
from scaffold.plans import RoadMap, RoadNode
from scaffold.write.roadmap.tikz import picture
from tests.write.papers import roadmap

ENGLISH = languages.load("en")

PAGE = re.compile(r"\\ifdim\\linewidth>[\d.]+mm\n(.*)\\else\n(.*)\\fi\n", re.DOTALL)


def page(roadmap: RoadMap) -> str:
    """The picture for a line as wide as a page."""
    tex = picture(roadmap, ENGLISH, 134.0)
    found = PAGE.search(tex)
    return found[1] if found else tex


def points(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"\((-?[\d.]+),(-?[\d.]+)\)", line)]


def test_boxes_say_what_and_where_and_the_heavy_ones_are_bold() -> None:
    tex = page(roadmap())
    assert r"\node[road main]" in tex
    assert r"{\textbf{Theorem 3.1}\enspace{\scriptsize p.\,5}};" in tex
    assert r"{Proposition 3.2\enspace{\scriptsize p.\,6}};" in tex
    assert tex.count(r"\node[road heavy]") == 2
    assert "3 further results are omitted" in tex


def test_a_column_has_a_picture_of_its_own_where_that_differs() -> None:
    wide = RoadMap(
        (
            RoadNode(id="t", label="Theorem 1", layer=0, main=True),
            *(RoadNode(id=f"l{i}", label=f"Lemma {i}", layer=1) for i in range(4)),
        ),
        tuple(("t", f"l{i}") for i in range(4)),
    )
    found = PAGE.search(picture(wide, ENGLISH, 134.0))
    assert found
    rows = [{points(line)[0][1] for line in part.splitlines() if r"\node" in line} for part in found.groups()]
    assert len(rows[0]) < len(rows[1])


def test_arrows_run_upwards_and_behind_the_boxes() -> None:
    tex = page(
        RoadMap((RoadNode(id="a", label="A", layer=0, main=True), RoadNode(id="b", label="B", layer=1)), (("a", "b"),))
    )
    assert tex.index(r"\draw") < tex.index(r"\node")
    (_, start), (_, end) = points(next(line for line in tex.splitlines() if r"\draw" in line))
    assert start > end


def test_results_on_one_level_are_joined_over_their_heads() -> None:
    nodes = (RoadNode(id="a", label="A", layer=0, main=True), RoadNode(id="b", label="B", layer=0, main=True))
    tex = page(RoadMap(nodes, (("a", "b"),)))
    (_, start), (_, bend), (_, end) = points(next(line for line in tex.splitlines() if r"\draw" in line))
    assert bend < start == end


def test_an_empty_map_asks_for_a_drawing_instead_of_showing_nothing() -> None:
    assert r"\towrite{" in picture(RoadMap(), ENGLISH, 134.0)


def test_the_picture_is_made_for_the_width_of_the_text() -> None:
    """Long rows of a wide page are folded on a narrow one."""
    lemmas = tuple(RoadNode(id=f"l{i}", label=f"Proposition 3.{i}", layer=1) for i in range(4))
    nodes = (RoadNode(id="t", label="Theorem 1", layer=0, main=True), *lemmas)
    road = RoadMap(nodes, tuple(("t", f"l{i}") for i in range(4)))
    wide, narrow = (picture(road, ENGLISH, width).partition("\\else")[0] for width in (170.0, 95.0))
    heights = [{points(line)[0][1] for line in tex.splitlines() if r"\node" in line} for tex in (wide, narrow)]
    assert [len(rows) for rows in heights] == [2, 3]


def test_labels_are_escaped() -> None:
    nodes = (RoadNode(id="a", label="A_B & C", layer=0), RoadNode(id="b", label="B", layer=1))
    assert r"A\_B \& C" in picture(RoadMap(nodes, (("a", "b"),)), ENGLISH, 134.0)


def test_a_map_without_arrows_asks_for_them_instead_of_showing_boxes() -> None:
    nodes = (RoadNode(id="a", label="Theorem 1", layer=0, main=True), RoadNode(id="b", label="Theorem 2", layer=0))
    text = picture(RoadMap(nodes), ENGLISH, 134.0)
    assert "tikzpicture" not in text
    assert "\\towrite{No proof of the paper names another result" in text
