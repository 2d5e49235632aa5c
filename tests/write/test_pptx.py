"""The PowerPoint deck, opened again by python-pptx and exported by LibreOffice."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from scaffold.metrics import width
from scaffold.model import Reference
from scaffold.plans import Item, Slide, TalkPlan
from scaffold.write.pptx import deck as pptx
from scaffold.write.pptx import master
from scaffold.write.slides.pictures import Picture, Sheet
from tests.write.decks import SLIDE, opened, pptx_titles, typeset
from tests.write.talks import PAPER, PLAN, PROFILE, tall

PML = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DML = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def deck(**more: Any) -> Any:
    return opened(pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe", **more))


def png(width: int, height: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), "black").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def plain() -> Any:
    return deck()


def test_the_master_has_our_layouts_in_wide_format() -> None:
    file = master.presentation()
    assert (file.slide_width, file.slide_height) == SLIDE
    assert [layout.name for layout in file.slide_layouts] == [
        "Title", "Section", "Statement", "Text", "Two columns", "Figure", "Road map", "References", "Backup",
    ]  # fmt: skip
    for layout in file.slide_layouts:
        kinds = {p.placeholder_format.idx for p in layout.placeholders}
        assert {0, 11, 12} <= kinds


def test_layouts_are_used_and_their_titles_filled(plain: Any) -> None:
    assert {s.slide_layout.name for s in plain.slides} == {layout.name for layout in plain.slide_layouts}
    assert all(pptx_titles(plain))
    assert len({s.slide_id for s in plain.slides}) == len(plain.slides)


def test_no_placeholder_is_left_empty(plain: Any) -> None:
    for slide in plain.slides:
        for holder in slide.placeholders:
            assert holder.has_text_frame is False or holder.text_frame.text.strip(), (slide.name, holder.name)


def test_words_stand_in_placeholders(plain: Any) -> None:
    slide = next(s for s in plain.slides if s.name == "question")
    body = next(p for p in slide.placeholders if p.placeholder_format.idx == 1)
    assert body.text_frame.paragraphs[0].text == "What is the one question that the paper answers?"
    assert all(r.font.italic for p in body.text_frame.paragraphs for r in p.runs)


def test_every_shape_is_inside_its_slide(plain: Any) -> None:
    for slide in plain.slides:
        for shape in slide.shapes:
            assert shape.left >= 0, (slide.name, shape.name)
            assert shape.top >= 0
            assert shape.left + shape.width <= SLIDE[0], (slide.name, shape.name)
            assert shape.top + shape.height <= SLIDE[1], (slide.name, shape.name)


def test_the_title_is_read_first_and_the_number_last(plain: Any) -> None:
    for slide in plain.slides:
        names = [s.name for s in slide.shapes]
        assert names[0] == "Title", slide.name
        assert slide.name == "title" or names[-1] == "Slide number"


def test_every_slide_has_notes_with_time_prompt_and_page(plain: Any) -> None:
    notes = {s.name: s.notes_slide.notes_text_frame.text for s in plain.slides}
    assert all(notes.values())
    assert notes["theorem-1.1"].startswith("180 s.\n")
    assert "Say why the bound does not see the dimension." in notes["theorem-1.1"]
    assert "p. 3" in notes["theorem-1.1"]


def test_the_footer_names_paper_and_seminar(plain: Any) -> None:
    for slide in list(plain.slides)[1:]:
        (footer,) = (s for s in slide.placeholders if s.placeholder_format.idx == 11)
        assert "Theory of Deep Learning" in footer.text_frame.text


def test_sections_group_all_slides(plain: Any) -> None:
    element = plain.part._element
    names = element.xpath("//*[local-name()='section']/@name")
    members = element.xpath("//*[local-name()='section']//*[local-name()='sldId']/@id")
    assert names == ["Opening", "Setting", "Results", "Proof", "Close", "Backup"]
    assert members == [str(s.slide_id) for s in plain.slides]


def test_document_properties(plain: Any) -> None:
    core = plain.core_properties
    assert core.title.startswith("Margins, Mistakes and ℓ₂-Regularisation")
    assert core.author == "Jane Doe"
    assert core.keywords == "arXiv:2001.00001"


def test_text_never_shows_a_command(plain: Any) -> None:
    words = "\n".join(s.text_frame.text for slide in plain.slides for s in slide.shapes if s.has_text_frame)
    assert "\\" not in words
    assert "$" not in words
    assert "ℝ" in words


def test_a_long_statement_goes_on_and_loses_nothing(plain: Any) -> None:
    parts = [s for s in plain.slides if s.name == "b1"]
    assert len(parts) > 1
    assert parts[0].shapes.title.text_frame.text.endswith(f"(1/{len(parts)})")
    words = " ".join(s.text_frame.text for slide in parts for s in slide.shapes if s.has_text_frame)
    assert all(f"k = {k}" in words for k in range(1, 9))


def test_pictures_stand_in_placeholders_with_alternative_text() -> None:
    key = "theorem-1.1/theorem-1.1"
    sheets = tuple(Sheet(png=png(800, 200), width=800.0, height=200.0) for _ in range(2))
    file = deck(pictures={key: Picture(sheets)})
    parts = [s for s in file.slides if s.name == "theorem-1.1"]
    assert [s.shapes.title.text_frame.text[-5:] for s in parts] == ["(1/2)", "(2/2)"]
    for slide in parts:
        (picture,) = (s for s in slide.shapes if s._element.tag == f"{PML}pic")
        assert picture.is_placeholder
        alt = picture._element.xpath(".//p:cNvPr/@descr")[0]
        assert alt.startswith("Theorem 1.1 (Mistake bound): Let (x₁, y₁)")
    questions = [s for slide in parts for s in slide.shapes if s.name == "Text"]
    assert len(questions) == 1


def test_a_figure_is_shown_with_its_caption() -> None:
    file = deck(figures={"figure-1": Picture((Sheet(png=png(900, 300), width=900.0, height=300.0),))})
    slide = next(s for s in file.slides if s.name == "figure")
    (picture,) = (s for s in slide.shapes if s._element.tag == f"{PML}pic")
    assert picture.width * 300 == pytest.approx(picture.height * 900, rel=0.01)
    assert any("Figure 1. Mistakes against the margin" in s.text_frame.text for s in slide.shapes if s.has_text_frame)


def test_what_cannot_be_shown_refers_to_the_paper() -> None:
    from dataclasses import replace

    broken = replace(PAPER.statement("lemma-2.2"), standalone=r"$\unknownthing{x}$")
    paper = replace(PAPER, statements=tuple(broken if s.id == broken.id else s for s in PAPER.statements))
    file = opened(pptx.write(paper, PLAN, PROFILE, student=""))
    slide = next(s for s in file.slides if s.name == "lemma-2.2")
    words = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert "see § 2, p. 5" in words


def test_the_same_plan_gives_the_same_bytes() -> None:
    once, twice = (pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe") for _ in range(2))
    assert hashlib.sha256(once).digest() == hashlib.sha256(twice).digest()
    with zipfile.ZipFile(io.BytesIO(once)) as package:
        assert {i.date_time for i in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.infolist()[0].filename == "[Content_Types].xml"


def test_a_plan_of_one_slide_is_a_deck() -> None:
    plan = TalkPlan(
        5,
        (
            Slide(
                id="t", layout="title", title="Title", section="", seconds=60, items=(Item("text", text="A. Author"),)
            ),
        ),
    )
    assert len(opened(pptx.write(PAPER, plan, PROFILE, student="")).slides) == 1


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_libreoffice_shows_every_slide_and_its_words(tmp_path: Path) -> None:
    from scaffold.engines.office.export import export_pdf

    data = pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe", pictures=typeset().by_key)
    source, pdf = tmp_path / "deck.pptx", tmp_path / "deck.pdf"
    source.write_bytes(data)
    export_pdf(source, pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    titles = pptx_titles(opened(data))
    assert len(texts) == len(titles)
    for title, text in zip(titles, texts, strict=True):
        assert title.split()[0] in text


@pytest.mark.requires_latex
def test_panels_beside_each_other_end_at_one_height() -> None:
    made = opened(pptx.write(tall(), PLAN, PROFILE, student=""))
    slide = next(s for s in made.slides if s.name == "setting")
    panels = [shape for shape in slide.shapes if shape.name == "Panel"]
    assert len(panels) == 2
    assert panels[0].top + panels[0].height == panels[1].top + panels[1].height
    places = [shape for shape in slide.shapes if shape.name == "Place in the paper"]
    assert places[0].top == places[1].top


def test_scripts_of_a_title_are_lowered_and_accents_stay_with_their_letters() -> None:
    slide = Slide(
        id="t",
        layout="text",
        title="Definition 2 (𝒞_𝒳 and 𝑋\u0302)",
        section="",
        seconds=60,
        items=(Item("prompt", text="Why?"),),
    )
    (made,) = opened(pptx.write(PAPER, TalkPlan(5, (slide,)), PROFILE, student="")).slides
    runs = made.shapes.title.text_frame.paragraphs[0].runs
    assert [r.text for r in runs] == ["Definition 2 (", "C", "X", " and ", "X\u0302", ")"]
    assert [r._r.rPr.get("baseline") for r in runs] == [None, None, "-25000", None, None, None]
    assert [bool(r.font.italic) for r in runs] == [False, True, True, False, True, False]


def test_the_line_for_unknown_authors_has_the_colour_of_the_title() -> None:
    plan = TalkPlan(30, (Slide(id="t", layout="title", title="", section="", seconds=60),))
    made = opened(pptx.write(replace(PAPER, authors=()), plan, PROFILE, student=""))
    authors = next(shape for shape in made.slides[0].shapes if shape.name == "Authors")
    (run,) = authors.text_frame.paragraphs[0].runs
    assert run.text == "The paper's authors"
    assert run._r.rPr.find(f"{DML}solidFill") is None


@pytest.mark.parametrize("label", ["2", "19", "123"])
def test_the_works_of_a_slide_begin_behind_the_widest_label(label: str) -> None:
    """A label that is wider than the indent moves the first line to the next tab stop."""
    works = (
        Reference(key="a", label=label, text="A. One. Words."),
        Reference(key="b", label="3", text="B. Two. More."),
    )
    items = (Item("reference", "a"), Item("reference", "b"))
    slide = Slide(id="r", layout="references", title="R", section="", seconds=60, items=items)
    (made,) = opened(pptx.write(replace(PAPER, references=works), TalkPlan(5, (slide,)), PROFILE, student="")).slides
    paragraphs = [p for s in made.shapes if s.has_text_frame for p in s.text_frame.paragraphs if p.runs]
    labelled = [p for p in paragraphs if "\t" in p.text]
    assert len(labelled) == 2
    (margin,) = {int(p._p.pPr.get("marL")) for p in labelled}
    assert {int(p._p.pPr.get("indent")) for p in labelled} == {-margin}
    shown = labelled[0].text.partition("\t")[0]
    assert margin / 12700 >= width(shown, labelled[0].runs[0].font.size.pt)
