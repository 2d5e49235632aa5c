"""PowerPoint and Beamer slide by slide: the same words, statements, numbers, notes, small maps, parts, in one order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from scaffold.engines.latex.compile import compile_tex
from scaffold.plans import Item, Slide
from scaffold.write.beamer import deck
from scaffold.write.pptx import deck as pptx
from scaffold.write.slides import pictures
from tests.write.decks import opened, run_latex
from tests.write.talks import PAPER, PLAN, PROFILE

pytestmark = pytest.mark.requires_latex

STATEMENT = "Statement"
LONG = Slide(
    id="long", layout="statement", title="Lemma A.1 (Descent under many conditions)", section="Proof", seconds=60,
    items=(Item("statement", "lemma-A.1"),), page=16, here="lemma-A.1",
)  # fmt: skip
TALK = replace(PLAN, slides=(*PLAN.slides[:11], LONG, *PLAN.slides[11:]))
"""A key lemma of the talk continues on a second slide."""


@lru_cache(maxsize=1)
def slides() -> list[Any]:
    """The slides of the PowerPoint deck."""
    made = pictures.statements(PAPER, TALK, PROFILE, run_latex)
    return list(opened(pptx.write(PAPER, TALK, PROFILE, student="Jane Doe", pictures=made.by_key)).slides)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """The text of each page of the Beamer deck, and its notes, as LaTeX sets both."""
    folder = tmp_path_factory.mktemp("twin")
    for file in deck.write(PAPER, TALK, PROFILE, student="Jane Doe"):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content.replace(b"%\\setbeameroption{show notes}", b"\\setbeameroption{show notes}"))
    result = compile_tex(folder / "slides" / "slides.tex", Path(folder / "build"))
    assert result.errors == ()
    with pypdfium2.PdfDocument(result.data) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return list(zip(texts[::2], texts[1::2], strict=True))


def bare(text: str) -> str:
    """Only letters and digits: signs, spaces and line breaks differ between programs."""
    return re.sub(r"[^A-Za-z0-9]", "", unicodedata.normalize("NFKC", text))


def shapes(slide: Any) -> list[Any]:
    """The shapes of a slide, those in groups too."""
    return [s for shape in slide.shapes for s in (shape.shapes if shape.shape_type == 6 else [shape])]


def fragments(slide: Any, number: int) -> list[str]:
    """The text of a PowerPoint slide besides the statement's picture, paragraph by paragraph."""
    named = [s for s in shapes(slide) if s.has_text_frame and s.name != "Slide number"]
    texts = [p.text for s in named for p in s.text_frame.paragraphs]
    layout = slide.slide_layout.name
    texts += [str(number)] * (layout != "Title") + ["Backup"] * (layout == "Backup")
    return [b for b in map(bare, texts) if b]


def test_there_are_as_many_slides_and_their_words_are_the_same(pages: list[tuple[str, str]]) -> None:
    assert len(pages) == len(slides())
    for number, (slide, (page, _)) in enumerate(zip(slides(), pages, strict=True), start=1):
        texts, beside = fragments(slide, number), bare(page)
        assert [f for f in texts if f not in beside] == [], slide.name
        if not any(s.name == STATEMENT for s in slide.shapes):
            assert Counter("".join(texts)) == Counter(beside), slide.name


def test_statements_go_on_over_the_same_slides_with_the_same_words(pages: list[tuple[str, str]]) -> None:
    texts: dict[str, str] = {}
    alt: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    for slide, (page, _) in zip(slides(), pages, strict=True):
        for shape in slide.shapes:
            if shape.name == STATEMENT:
                alt[slide.name] = shape.element.xpath(".//p:cNvPr/@descr")[0]
                texts[slide.name] = texts.get(slide.name, "") + page
                parts.setdefault(slide.name, []).append(slide.shapes.title.text_frame.text[-5:])
    assert parts["long"] == parts["b1"] == ["(1/2)", "(2/2)"]
    for name, words in alt.items():
        body = words.partition(": ")[2]
        wanted = [bare(w) for w in re.findall(r"[A-Za-z-]{4,}", body)]
        assert wanted, name
        found = bare(texts[name])
        assert [w for w in wanted if w not in found] == [], name


def test_notes_are_the_same_on_every_slide(pages: list[tuple[str, str]]) -> None:
    for slide, (_, note) in zip(slides(), pages, strict=True):
        lines = [bare(line) for line in slide.notes_slide.notes_text_frame.text.split("\n")]
        assert any(lines), slide.name
        assert [line for line in lines if line not in bare(note)] == [], slide.name


def test_small_maps_light_the_same_box_at_the_same_place() -> None:
    tex = {f.path: f.content.decode() for f in deck.write(PAPER, TALK, PROFILE, student="")}
    drawn = dict(re.findall(r"\\placeonmap\{(.*?)\}\{%\n(.*?)\n\}", tex["slides/generated/here.tex"], re.DOTALL))
    assert drawn.keys() == {"lemma-2.2", "lemma-A.1"}
    source = tex["slides/slides.tex"]
    assert re.findall(r"^\{\\youarehere\{(.*?)\}\n\\statementframe\{(.*?)\}", source, re.MULTILINE) == [
        ("lemma-2.2", "lemma-2.2"), ("lemma-A.1", "lemma-A.1")
    ]  # fmt: skip
    node = re.compile(r"\\herenode\{here (\w+)\}\{([\d.]+)\}\{([\d.]+)\}\{([\d.]+)\}\{([\d.]+)\}")
    for name, id in (("lemma-2.2", "lemma-2.2"), ("long", "lemma-A.1")):
        groups = [s for slide in slides() if slide.name == name for s in slide.shapes if s.name == "You are here"]
        assert len(groups) == (2 if name == "long" else 1)
        boxes = [s for s in groups[0].shapes if s.name == "Box"]
        left, top = min(s.left for s in boxes), min(s.top for s in boxes)
        ours = [((s.left - left + s.width / 2) / 12700, (s.top - top + s.height / 2) / 12700, _lit(s)) for s in boxes]
        theirs = [(float(x), float(y), look == "lit") for look, x, y, _, _ in node.findall(drawn[id])]
        x0, y0 = min(x for x, _, _ in theirs), min(y for _, y, _ in theirs)
        x1, y1 = min(x for x, _, _ in ours), min(y for _, y, _ in ours)
        assert len(ours) == len(theirs)
        for (x, y, lit), (a, b, light) in zip(ours, theirs, strict=True):
            assert (x - x1, y - y1) == pytest.approx((a - x0, b - y0), abs=0.15)
            assert lit == light
        assert sum(lit for *_, lit in ours) == 1


def _lit(shape: Any) -> bool:
    return bool(shape.element.xpath("./p:spPr/a:solidFill/a:schemeClr[@val='accent2']"))


def test_small_maps_say_where_one_is_and_stand_beside_the_title() -> None:
    described = {}
    for slide in slides():
        for group in (s for s in slide.shapes if s.name == "You are here"):
            described[slide.name] = group.element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0]
            title = slide.shapes.title
            assert title.left + title.width <= group.left
            assert group.top >= 0
            assert group.top + group.height <= min(s.top for s in slide.shapes if s.name == "Panel")
    assert described == {
        "lemma-2.2": "Road map: you are at Lemma 2.2, which Theorem 1.1 uses",
        "long": "Road map: you are at Lemma A.1, which Theorem 3.2 uses",
    }
