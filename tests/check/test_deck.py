"""A finished deck measured: text beyond its slide or box, overlapping or too small text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Pt

from scaffold.check.artefacts import shapes as deck_shapes
from scaffold.check.deck import equations
from scaffold.check.deck import text as deck_text
from scaffold.check.deck.overflow import Finding, findings
from scaffold.errors import BadDeck

_NS = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def made(tmp_path: Path, *fill: Callable[[Any], None]) -> Path:
    """A deck of one slide 960 x 540 that these functions fill."""
    file: Any = Presentation()
    file.slide_width, file.slide_height = Pt(960), Pt(540)
    slide = file.slides.add_slide(file.slide_layouts[6])
    for draw in fill:
        draw(slide)
    path = tmp_path / "deck.pptx"
    file.save(str(path))
    return path


def box(text: str, at: tuple[int, int, int, int], size: float = 20, **look: Any) -> Callable[[Any], None]:
    def draw(slide: Any) -> None:
        shape = slide.shapes.add_textbox(*(Pt(v) for v in at))
        shape.name = look.get("name", "Text")
        frame = shape.text_frame
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.word_wrap = look.get("wrap", True)
        frame.text = text
        for paragraph in frame.paragraphs:
            paragraph.runs[0].font.size = Pt(size)
        if "xml" in look:
            look["xml"](shape._element)

    return draw


def found_in(path: Path) -> tuple[Finding, ...]:
    return findings(deck_shapes.read(path))


def kinds(path: Path) -> list[str]:
    return [f.kind for f in found_in(path)]


def test_words_in_their_boxes_are_as_they_should_be(tmp_path: Path) -> None:
    assert found_in(made(tmp_path, box("One line", (50, 50, 400, 40)), box("Two", (50, 100, 400, 40)))) == ()


@pytest.mark.parametrize(
    ("fill", "kind"),
    [
        (box("word " * 60, (50, 50, 300, 60)), "tall"),
        (box("w" * 60, (50, 50, 300, 90)), "wide"),
        (box("a line that goes on", (50, 50, 100, 40), wrap=False), "wide"),
        (box("off", (800, 50, 200, 40)), "off"),
        (box("off", (50, 520, 200, 40)), "off"),
        (box("small", (50, 50, 200, 40), 12), "small"),
    ],
)
def test_each_fault_by_itself(tmp_path: Path, fill: Callable[[Any], None], kind: str) -> None:
    assert kind in kinds(made(tmp_path, fill))


def test_captions_and_references_may_be_smaller(tmp_path: Path) -> None:
    assert kinds(made(tmp_path, box("[1] A. Lee", (50, 50, 400, 40), 14, name="References"))) == []


_MUTED, _DARK = MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.TEXT_1


@pytest.mark.parametrize(
    ("name", "colour", "small"), [("PlaceHolder 2", _MUTED, 0), ("PlaceHolder 2", _DARK, 1), ("Text", _MUTED, 1)]
)
def test_the_place_in_the_paper_may_be_smaller_after_libreoffice(
    name: str, colour: MSO_THEME_COLOR, small: int, tmp_path: Path
) -> None:
    def coloured(slide: Any) -> None:
        slide.shapes[0].text_frame.paragraphs[0].runs[0].font.color.theme_color = colour

    place = box("§ 3.1, p. 7", (50, 50, 400, 30), 14, name=name)
    assert kinds(made(tmp_path, place, coloured)) == ["small"] * small


def test_boxes_of_a_road_map_may_be_smaller_those_without_arrows_too(tmp_path: Path) -> None:
    def arrow(slide: Any) -> None:
        a, b = list(slide.shapes)[-2:]
        line = slide.shapes.add_connector(1, 0, 0, 9, 9)
        line.begin_connect(a, 0)
        line.end_connect(b, 0)

    boxes = [box(f"Lemma {n}", (50, 50 + 100 * n, 200, 40), 14) for n in (1, 2, 3)]
    assert kinds(made(tmp_path, *boxes)) == ["small"] * 3
    assert kinds(made(tmp_path, *boxes, arrow)) == []


def test_words_over_words_and_a_picture_over_words(tmp_path: Path) -> None:
    def cover(slide: Any) -> None:
        shape = slide.shapes.add_shape(1, Pt(60), Pt(55), Pt(60), Pt(20))
        shape.fill.solid()

    assert kinds(made(tmp_path, box("One", (50, 50, 300, 40)), box("Two", (55, 55, 300, 40)))) == ["over"]
    assert kinds(made(tmp_path, box("A line of words", (50, 50, 300, 40)), cover)) == ["over"]
    assert kinds(made(tmp_path, cover, box("A line of words", (50, 50, 300, 40)))) == []


def test_a_box_that_grows_may_hold_more_until_it_leaves_the_slide(tmp_path: Path) -> None:
    def grows(element: Any) -> None:
        body = element.xpath(".//a:bodyPr")[0]
        body[:] = [etree.SubElement(body, "{http://schemas.openxmlformats.org/drawingml/2006/main}spAutoFit")]

    assert kinds(made(tmp_path, box("word " * 60, (50, 50, 300, 60), xml=grows))) == []
    assert kinds(made(tmp_path, box("word " * 60, (50, 400, 300, 60), xml=grows))) == ["off"]


def test_what_powerpoint_shrank_is_measured_small(tmp_path: Path) -> None:
    def shrunk(element: Any) -> None:
        body = element.xpath(".//a:bodyPr")[0]
        fit = etree.SubElement(body, "{http://schemas.openxmlformats.org/drawingml/2006/main}normAutofit")
        fit.set("fontScale", "50000")
        body[:] = [fit]

    assert kinds(made(tmp_path, box("word " * 20, (50, 50, 300, 60), xml=shrunk))) == ["small"]


def test_shapes_of_a_group_stand_where_the_group_puts_them(tmp_path: Path) -> None:
    def grouped(slide: Any) -> None:
        group = slide.shapes.add_group_shape()
        shape = group.shapes.add_textbox(Pt(0), Pt(0), Pt(100), Pt(40))
        shape.text_frame.text = "in a group"
        group.left, group.top = Pt(900), Pt(100)

    (found,) = (f for f in found_in(made(tmp_path, grouped)) if f.kind == "off")
    assert found.message.endswith(" extends 40 pt beyond the slide")


def test_what_is_no_deck(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(b"PK no")
    with pytest.raises(BadDeck):
        found_in(tmp_path / "deck.pptx")


def test_lines_are_counted_as_they_break() -> None:
    pieces = (deck_shapes.Piece(text="one two three four five", size=20.0),)
    shape = deck_shapes.Shape(
        name="x",
        kind="text",
        box=(0, 0, 100, 100),
        order=1,
        paragraphs=(deck_shapes.Paragraph(pieces=pieces, size=20.0),),
    )
    filled = deck_text.fill(shape)
    assert filled.lines == 3
    assert filled.depth == pytest.approx(3 * 24)


# ---- equations ------------------------------------------------------------------------------------------------------


def maths(inner: str) -> Any:
    return etree.fromstring(f"<m:oMath {_NS}>{inner}</m:oMath>")


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def size(inner: str, *, display: bool = True) -> equations.Extent:
    return equations.extent(maths(inner), 20.0, display=display)


X = letters("x")
FRACTION = f"<m:f><m:num>{X}</m:num><m:den>{X}</m:den></m:f>"
SUM = f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{X}</m:sub><m:sup>{X}</m:sup><m:e>{X}</m:e></m:nary>'
POWER = f"<m:sSup><m:e>{X}</m:e><m:sup>{X}</m:sup></m:sSup>"
MATRIX = f"<m:m><m:mr><m:e>{X}</m:e><m:e>{X}</m:e></m:mr><m:mr><m:e>{X}</m:e><m:e>{X}</m:e></m:mr></m:m>"


def test_letters_are_a_line_high() -> None:
    assert size(X).height == pytest.approx(24)
    assert size(letters("xx")).width == pytest.approx(2 * size(X).width)


def test_what_stacks_is_higher_and_less_so_within_text() -> None:
    for stacked in (FRACTION, SUM, MATRIX):
        assert size(stacked).height > 1.4 * size(X).height
    assert size(FRACTION, display=False).height < size(FRACTION).height
    assert size(SUM, display=False).height < size(SUM).height


def test_an_exponent_hardly_raises_a_line_and_a_tower_does() -> None:
    tower = f"<m:sSup><m:e>{X}</m:e><m:sup>{FRACTION}</m:sup></m:sSup>"
    assert size(POWER).height < 1.1 * size(X).height
    assert size(tower).height > 1.15 * size(X).height


def test_rows_add_up() -> None:
    rows = f"<m:eqArr>{f'<m:e>{FRACTION}</m:e>' * 3}</m:eqArr>"
    assert size(rows).height > 3 * size(FRACTION).height
    assert size(f"<m:rad><m:deg/><m:e>{X}</m:e></m:rad>").width > size(X).width
    assert size(f"<m:d><m:e>{MATRIX}</m:e></m:d>").height > size(MATRIX).height
