"""Decks on other masters: their layouts, positions, fonts and colours, with our words."""

from __future__ import annotations

from typing import Any

import pytest

from scaffold.errors import BadTheme
from scaffold.write.pptx import deck as pptx
from scaffold.write.pptx import theme, theme_colours
from scaffold.write.slides.pictures import requests
from scaffold.write.slides.space import OURS, title_size
from tests.write import themes
from tests.write.decks import opened
from tests.write.talks import PAPER, PLAN, PROFILE

EMU = 12700


def deck(content: bytes) -> Any:
    return opened(pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe", theme=theme.load(content, "its.pptx")))


@pytest.fixture(scope="module")
def narrow() -> Any:
    return deck(themes.narrow())


@pytest.fixture(scope="module")
def night() -> Any:
    return deck(themes.night())


def test_layouts_are_chosen_by_what_they_are(narrow: Any) -> None:
    names = {slide.name: slide.slide_layout.name for slide in narrow.slides}
    assert names["title"] == "Title Slide"
    assert {"Title and Content", "Two Content"} <= set(names.values())
    assert "Our Institute" not in {slide.shapes.title.text_frame.text for slide in narrow.slides}
    assert (narrow.slide_width, narrow.slide_height) == (720 * EMU, 540 * EMU)


def test_a_master_with_one_layout_takes_every_slide(night: Any) -> None:
    assert {slide.slide_layout.name for slide in night.slides} == {"Title Only"}
    assert all(slide.shapes.title.text_frame.text for slide in night.slides)


@pytest.mark.parametrize("name", ["narrow", "night"])
def test_words_stand_in_the_places_of_the_master(name: str, request: pytest.FixtureRequest) -> None:
    file = request.getfixturevalue(name)
    for slide in file.slides:
        narrowed = any(shape.name == "You are here" for shape in slide.shapes)
        assert narrowed or not slide.shapes.title._element.xpath("./p:spPr/a:xfrm"), slide.name
        for shape in slide.shapes:
            assert shape.left >= 0, (slide.name, shape.name)
            assert shape.top >= 0, (slide.name, shape.name)
            assert shape.left + shape.width <= file.slide_width, (slide.name, shape.name)
            assert shape.top + shape.height <= file.slide_height, (slide.name, shape.name)
    question = next(s for s in file.slides if s.name == "question")
    body = next(s for s in question.shapes if s.name == "Text")
    box = theme.load(getattr(themes, name)(), "it").stages["text"].boxes[1]
    assert (body.left, body.top, body.width, body.height) == pytest.approx(tuple(v * EMU for v in box), abs=2 * EMU)


def test_a_place_is_the_placeholder_itself(narrow: Any) -> None:
    question = next(s for s in narrow.slides if s.name == "question")
    (body,) = (p for p in question.placeholders if p.placeholder_format.idx == 1)
    assert body.text_frame.text.startswith("What is the one question")
    assert not body._element.xpath("./p:spPr/a:xfrm")


@pytest.mark.parametrize("name", ["narrow", "night"])
def test_colours_and_fonts_are_the_themes(name: str, request: pytest.FixtureRequest) -> None:
    for slide in request.getfixturevalue(name).slides:
        for shape in slide.shapes:
            assert not shape._element.xpath(".//a:srgbClr"), (slide.name, shape.name)
            fonts = shape._element.xpath(".//a:latin/@typeface")
            assert all(font.startswith("+") for font in fonts), (slide.name, shape.name, fonts)


def test_no_placeholder_is_left_empty(narrow: Any) -> None:
    for slide in narrow.slides:
        for holder in slide.placeholders:
            assert holder.has_text_frame is False or holder.text_frame.text.strip(), (slide.name, holder.name)


def test_statements_are_set_for_the_available_space() -> None:
    space = theme.load(themes.narrow(), "it").space
    ours = {r.key: r for r in requests(PAPER, PLAN, PROFILE)}
    theirs = [r for r in requests(PAPER, PLAN, PROFILE, space) if r.key in ours]
    assert theirs
    assert all(r.width < ours[r.key].width for r in theirs)
    assert max(r.width for r in theirs) == 600 - 45


def test_words_can_be_read_on_the_ground() -> None:
    def contrast(content: bytes) -> dict[str, float]:
        file = theme.load(content, "it").file
        look = theme_colours.read(file.slide_master)
        scheme = theme_colours._scheme(file.slide_master)
        value = {**scheme, "bg1": scheme["lt1"], "tx1": scheme["dk1"], "bg2": scheme["lt2"], "tx2": scheme["dk2"]}
        panel = value[look.names["bg2"]]
        return {n: theme_colours._contrast(value[look.names[n]], panel) for n in ("tx1", "tx2", "accent1", "accent3")}

    for content in (themes.narrow(), themes.night()):
        found = contrast(content)
        assert min(found["tx1"], found["tx2"], found["accent3"]) >= 4.5, found
        assert found["accent1"] >= 3, found


def test_ink_of_a_dark_theme_is_light() -> None:
    dark, light = theme.load(themes.night(), "it"), theme.load(themes.narrow(), "it")
    assert (dark.ink, dark.dark, light.ink, light.dark) == ("FFFFFF", True, "000000", False)


def test_a_template_is_read_as_its_deck() -> None:
    assert theme.load(themes.template(themes.narrow()), "it.potx").space == theme.load(themes.narrow(), "it").space


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no theme", r"its\.pptx is not a PowerPoint file"),
        (b"PK\x03\x04" + b"\0" * 60, "is damaged"),
        (themes.untitled(), "no layout with a title"),
        (themes.cramped(), "leaves 300 x 100 points"),
    ],
)
def test_a_bad_theme_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(BadTheme, match=message) as caught:
        theme.load(content, "its.pptx")
    assert caught.value.exit_code == 35
    assert caught.value.hint


def test_the_same_theme_gives_the_same_bytes() -> None:
    one, two = (
        pptx.write(PAPER, PLAN, PROFILE, student="J", theme=theme.load(themes.narrow(), "it")) for _ in range(2)
    )
    assert one == two


@pytest.mark.parametrize("words", [3, 8, 14, 24])
def test_titles_are_set_to_fit_theirs(words: int) -> None:
    title = " ".join(["convergence"] * words)
    sizes = [title_size(title, space) for space in (OURS, theme.load(themes.narrow(), "it").space)]
    assert all(20 <= size <= 44 for size in sizes)
    assert sizes[0] <= 30
