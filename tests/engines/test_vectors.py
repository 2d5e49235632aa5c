"""Which pictures of a deck are stamped as vectors, which stay pictures, and how PowerPoint's rewriting affects them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from scaffold.engines.office import vectors
from scaffold.engines.office.export import export_pdf
from scaffold.engines.office.fingerprints import fingerprint
from scaffold.engines.office.promote import Prepared, prepare
from scaffold.ooxml import MC, A
from tests.engines import vector_decks as decks


def prepared(folder: Path, before: Any, after: Any | None = None) -> Prepared:
    """A deck as init wrote it (which makes the index), prepared in its present state."""
    kept = decks.keep(folder / "generated", decks.content(before), {10: "ten", 20: "twenty"})
    return prepare(decks.content(after or before), vectors.load(kept))


@pytest.fixture
def file() -> Any:
    return decks.new_deck()


class TestPictures:
    def test_a_picture_is_taken_out_and_stamped_at_its_place(self, tmp_path: Path, file: Any) -> None:
        decks.add_picture(decks.add_slide(file), 10)
        got = prepared(tmp_path, file)
        assert [(s.page, s.source_page, s.rect) for s in got.stamps] == [(0, 0, (100, 200, 200, 40))]
        assert b"<p:pic>" not in slide_xml(got.deck)
        assert got.size == (960, 540)

    def test_a_moved_resized_and_cropped_one_is_stamped_as_it_is_now(self, tmp_path: Path, file: Any) -> None:
        picture = decks.add_picture(decks.add_slide(file), 20, (300, 100), (100, 40))
        picture.crop_left, picture.crop_top = 0.5, 0.25
        (stamp,) = prepared(tmp_path, file).stamps
        assert (stamp.source_page, stamp.rect, stamp.box) == (1, (300, 100, 100, 40), (50, 0, 100, 15))

    def test_another_picture_in_its_place_stays(self, tmp_path: Path, file: Any) -> None:
        decks.add_picture(decks.add_slide(file), 30)
        assert not prepared(tmp_path, file).stamps

    @pytest.mark.parametrize("turn", ["rotation", "flip", "line", "shape", "effect"])
    def test_a_turned_or_decorated_one_stays(self, tmp_path: Path, file: Any, turn: str) -> None:
        picture = decks.add_picture(decks.add_slide(file), 10)
        if turn == "rotation":
            picture.rotation = 3
        elif turn == "flip":
            picture._element.spPr.find(f"{A}xfrm").set("flipH", "1")
        elif turn == "line":
            picture.line.color.rgb = pptx_colour()
        elif turn == "shape":
            picture.auto_shape_type = MSO_SHAPE.OVAL
        else:
            picture._element.xpath(".//a:blip")[0].append(parse_xml(f"<a:grayscl {decks.NS}/>"))
        assert not prepared(tmp_path, file).stamps

    def test_one_that_is_covered_stays_and_one_beside_does_not(self, tmp_path: Path, file: Any) -> None:
        slide = decks.add_slide(file)
        decks.add_picture(slide, 10)
        decks.add_picture(slide, 20, (100, 300))
        slide.shapes.add_textbox(Pt(250), Pt(210), Pt(100), Pt(20)).text_frame.text = "over it"
        assert [s.source_page for s in prepared(tmp_path, file).stamps] == [1]

    def test_one_in_a_group_is_found_where_the_group_puts_it(self, tmp_path: Path, file: Any) -> None:
        slide = decks.add_slide(file)
        picture = decks.add_picture(slide, 10)
        group = slide.shapes.add_group_shape([picture])
        group.left, group.top, group.width, group.height = Pt(50), Pt(60), Pt(100), Pt(20)
        assert [s.rect for s in prepared(tmp_path, file).stamps] == [(50, 60, 100, 20)]
        group.rotation = 10
        assert not prepared(tmp_path, file).stamps

    def test_hidden_shapes_and_slides_are_not_stamped(self, tmp_path: Path, file: Any) -> None:
        hidden = decks.add_slide(file)
        decks.add_picture(hidden, 10)
        hidden._element.set("show", "0")
        slide = decks.add_slide(file)
        decks.add_picture(slide, 10)._element.xpath(".//p:cNvPr")[0].set("hidden", "1")
        decks.add_picture(slide, 20)
        assert [(s.page, s.source_page) for s in prepared(tmp_path, file).stamps] == [(0, 1)]


RED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'


def pptx_colour() -> Any:
    from pptx.dml.color import RGBColor

    untyped: Any = RGBColor
    return untyped(255, 0, 0)


class TestFormulas:
    def test_as_written(self, tmp_path: Path, file: Any) -> None:
        decks.add_native(decks.add_slide(file), 10)
        got = prepared(tmp_path, file)
        assert [s.rect for s in got.stamps] == [(100, 200, 200, 40)]
        assert not got.lost

    def test_saved_by_powerpoint(self, tmp_path: Path, file: Any) -> None:
        """The fallback picture is another one, the formula the same."""
        slide = decks.add_slide(file)
        decks.add_native(slide, 10)
        before = decks.content(file)
        decks.resave(slide, 99, (300, 80))
        got = prepare(decks.content(file), vectors.load(decks.keep(tmp_path, before, {10: "ten"})))
        assert [s.rect for s in got.stamps] == [(300, 80, 200, 40)]
        assert b"AlternateContent" not in slide_xml(got.deck)

    @pytest.mark.parametrize(
        "math", [decks.saved_by_powerpoint("𝑦"), decks.saved_by_powerpoint("𝑥", "3"), decks.saved_by_powerpoint("𝐱")]
    )
    def test_an_edited_formula_shows_the_picture_that_powerpoint_made(
        self, tmp_path: Path, file: Any, math: str
    ) -> None:
        slide = decks.add_slide(file)
        decks.add_native(slide, 10)
        before = decks.content(file)
        decks.resave(slide, 99, math=math)
        got = prepare(decks.content(file), vectors.load(decks.keep(tmp_path, before, {10: "ten"})))
        assert not got.stamps
        assert not got.lost
        assert b"blipFill" in slide_xml(got.deck)

    def test_a_box_too_narrow_for_the_lines_shows_the_picture_that_powerpoint_made(
        self, tmp_path: Path, file: Any
    ) -> None:
        slide = decks.add_slide(file)
        decks.add_native(slide, 10)
        before = decks.content(file)
        decks.resave(slide, 99, size=(150, 100))
        got = prepare(decks.content(file), vectors.load(decks.keep(tmp_path, before, {10: "ten"})))
        assert not got.stamps

    def test_an_edited_formula_with_our_old_picture_is_lost_not_stale(self, tmp_path: Path, file: Any) -> None:
        slide = decks.add_slide(file, "Theorem 3")
        decks.add_native(slide, 10)
        before = decks.content(file)
        for old in slide.shapes._spTree.findall(f"{MC}AlternateContent"):
            slide.shapes._spTree.remove(old)
        decks.add_native(slide, 10, math=decks.formula("y"))
        got = prepare(decks.content(file), vectors.load(decks.keep(tmp_path, before, {10: "ten"})))
        assert not got.stamps
        assert [it.slide for it in got.lost] == ["slide 1 (Theorem 3)"]
        assert b"<p:pic>" not in slide_xml(got.deck)

    @pytest.mark.parametrize("form", ["empty", "absent", "bare"])
    def test_a_formula_without_a_picture_is_named(self, tmp_path: Path, file: Any, form: str) -> None:
        """Empty is what pandoc writes; bare what programs without support for alternate content write."""
        slide = decks.add_slide(file, "Lemma 2")
        element = decks.add_native(slide, 10)
        if form == "bare":
            element.getparent().replace(element, element[0][0])
        else:
            element[1].remove(element[1][0])
        if form == "absent":
            element.remove(element[1])
        got = prepared(tmp_path, file)
        assert [(it.page, it.slide, it.rect) for it in got.lost] == [(0, "slide 1 (Lemma 2)", (100, 200, 400, 60))]

    def test_other_alternate_content_shows_its_fallback(self, tmp_path: Path, file: Any) -> None:
        slide = decks.add_slide(file)
        element = decks.add_native(slide, 30)
        for math in list(element[0].iter(f"{A}p")):
            math.getparent().remove(math)
        got = prepared(tmp_path, file)
        assert not got.lost
        assert b"<p:pic>" in slide_xml(got.deck)


def slide_xml(deck: bytes, number: int = 1) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(deck)) as read:
        return read.read(f"ppt/slides/slide{number}.xml")


class TestFingerprint:
    def digest(self, math: str, runs: tuple[str, ...] = ("Let ",)) -> str:
        return fingerprint(
            parse_xml(decks.text_shape(math, (0, 0), (9, 9), runs).replace("<p:sp>", f"<p:sp {decks.NS}>"))
        )

    def test_what_powerpoint_rewrites_does_not_matter(self) -> None:
        assert self.digest(decks.formula()) == self.digest(decks.saved_by_powerpoint(), ("L", "et", " "))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (decks.formula("x"), decks.formula("y")),
            (decks.formula("x"), decks.formula("𝐱")),
            (decks.formula("x"), decks.formula("x").replace("sSup", "sSub")),
            (decks.formula("x"), decks.formula("x").replace('sz="2000"', 'sz="2400"')),
            (decks.formula("x"), decks.formula("x").replace("<a:latin", f"{RED}<a:latin")),
            (decks.formula("d"), decks.formula("d").replace("<m:r>", '<m:r><m:rPr><m:sty m:val="p"/></m:rPr>')),
        ],
    )  # fmt: skip
    def test_what_a_reader_sees_does(self, one: str, other: str) -> None:
        assert self.digest(one) != self.digest(other)

    def test_words_around_a_formula_count(self) -> None:
        assert self.digest(decks.formula(), ("Let ",)) != self.digest(decks.formula(), ("For ",))

    def test_missing_values_are_the_defaults_of_the_standard(self) -> None:
        inner = decks.formula().replace("<m:oMath>", "").replace("</m:oMath>", "")
        bare = f"<m:oMath><m:d><m:e>{inner}</m:e></m:d></m:oMath>"
        explicit = bare.replace("<m:d>", '<m:d><m:dPr><m:begChr m:val="("/><m:endChr m:val=")"/></m:dPr>')
        other = bare.replace("<m:d>", '<m:d><m:dPr><m:begChr m:val="["/></m:dPr>')
        assert self.digest(bare) == self.digest(explicit) != self.digest(other)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pictures": {"a": {"file": "../x.pdf"}}, "natives": {}}'])
def test_an_index_that_cannot_be_read_leaves_pictures_as_they_are(tmp_path: Path, text: str) -> None:
    (tmp_path / "vectors.json").write_text(text, encoding="utf-8")
    assert not vectors.load(tmp_path).pictures


def test_a_vector_form_whose_file_is_gone_is_none(tmp_path: Path, file: Any) -> None:
    decks.add_picture(decks.add_slide(file), 10)
    kept = decks.keep(tmp_path, decks.content(file), {10: "ten"})
    (kept / "statements.pdf").unlink()
    assert not prepare(decks.content(file), vectors.load(kept)).stamps


def pages(path: Path) -> list[list[tuple[str, int, int]]]:
    """Words of every page of 960 x 540 with the left and top of their first letter, and pictures as "#"."""
    found: list[list[tuple[str, int, int]]] = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            wide, high = page.get_size()
            text = page.get_textpage()
            words, row = text.get_text_range().split(), []
            at = 0
            for word in words:
                start = text.get_text_range().index(word, at)
                left, _, _, top = text.get_charbox(start)
                row.append((word, round(left / wide * 960), round((high - top) / high * 540)))
                at = start + len(word)
            row += [("#", 0, 0) for shape in page.get_objects() if shape.type == 3]
            found.append(row)
    return found


@pytest.mark.requires_office
def test_a_deck_edited_in_powerpoint_exports_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As written, moved, duplicated, deleted, hidden, edited, replaced: each page shows what its slide does."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    file = decks.new_deck()
    slides = [decks.add_slide(file) for _ in range(6)]
    for slide in slides:
        decks.add_native(slide, 10)
    decks.add_picture(slides[0], 20, (100, 300))
    kept = decks.keep(tmp_path / "generated", decks.content(file), {10: "ten", 20: "twenty"})
    for n, slide in enumerate(slides[1:], 1):
        decks.resave(slide, 90 + n, (400, 80), math=decks.saved_by_powerpoint("𝑧") if n == 2 else None)
    slides[3]._element.set("show", "0")
    decks.add_picture(slides[4], 77, (100, 300))
    decks.duplicate(file, slides[1])
    decks.delete(file, 5)
    deck = tmp_path / "slides.pptx"
    deck.write_bytes(decks.content(file))
    result = export_pdf(deck, tmp_path / "slides.pdf", vectors=kept)
    seen = pages(result.pdf)
    assert result.pages == len(seen) == 5
    assert [[word for word, _, _ in page] for page in seen] == [
        ["ten", "twenty"],
        ["ten"],
        ["#"],
        ["ten", "#"],
        ["ten"],
    ]
    for word, left, top in (seen[0][0], seen[1][0], seen[4][0]):
        x, y = (100, 200) if (left, top) < (200, 400) and top > 150 else (400, 80)
        assert x + 6 <= left <= x + 14, (word, left, top)
        assert y + 4 <= top <= y + 24, (word, left, top)
    again = export_pdf(deck, tmp_path / "again.pdf", vectors=kept)
    assert again.pdf.read_bytes() == result.pdf.read_bytes()


@pytest.mark.requires_office
@pytest.mark.requires_latex
@pytest.mark.requires_pandoc
def test_formulas_without_a_picture_are_set_again(tmp_path: Path) -> None:
    file = decks.new_deck()
    element = decks.add_native(decks.add_slide(file), 10, at=(300, 250))
    element[1].remove(element[1][0])
    deck = tmp_path / "slides.pptx"
    deck.write_bytes(decks.content(file))
    result = export_pdf(deck, tmp_path / "slides.pdf")
    ((let, left, top), *rest) = pages(result.pdf)[0]
    assert (let, "".join(word for word, _, _ in rest)) == ("Let", "x2")
    assert abs(left - 300) < 6
    assert abs(top - 255) < 10
    assert not result.lost


@pytest.mark.requires_office
def test_formulas_that_cannot_be_shown_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = decks.new_deck()
    element = decks.add_native(decks.add_slide(file, "Lemma 2"), 10)
    element[1].remove(element[1][0])
    deck = tmp_path / "slides.pptx"
    deck.write_bytes(decks.content(file))
    monkeypatch.setattr("scaffold.engines.office.formulas.find_pandoc", lambda: None)
    result = export_pdf(deck, tmp_path / "slides.pdf")
    (explicit,) = result.lost
    assert explicit.startswith("slide 1 (Lemma 2): its formulas are missing")
    assert not result.ok
