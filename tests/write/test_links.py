"""Texts that lead to another slide: in both decks, and to the same slide."""

from __future__ import annotations

import re
from dataclasses import replace

from scaffold.plans import Item, Slide, TalkPlan
from scaffold.write.beamer import deck as beamer
from scaffold.write.pptx import deck as pptx
from scaffold.write.slides.blocks import TextBlock
from scaffold.write.slides.compose import compose
from tests.write.decks import opened
from tests.write.talks import PAPER, PLAN, PROFILE

INDEX = Slide(
    id="backup",
    layout="backup",
    title="Questions that may come up",
    section="Backup",
    seconds=0,
    items=(Item("link", "b1", "Why is Lemma A.1 true? (App. A, p. 16)"), Item("link", "lost", "Where is it proved?")),
)
TALK: TalkPlan = replace(PLAN, slides=(*PLAN.slides[:-2], INDEX, *PLAN.slides[-2:]))
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
LINK = f"{A}hlinkClick"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def test_powerpoint_links_to_the_slide_and_leaves_out_what_is_not_there() -> None:
    file = opened(pptx.write(PAPER, TALK, PROFILE, student=""))
    slide = next(s for s in file.slides if s.shapes.title.text_frame.text == INDEX.title)
    (link,) = slide._element.iter(LINK)
    assert link.get("action") == "ppaction://hlinksldjump"
    target = slide.part.related_part(link.get(ID)).slide
    assert target.shapes.title.text_frame.text.startswith("Lemma A.1")


def test_beamer_names_the_slide_to_which_a_text_leads() -> None:
    files = {f.path: f.content.decode() for f in beamer.write(PAPER, TALK, PROFILE, student="")}
    source = files["slides/slides.tex"]
    assert r"\toslide{b1}{Why is Lemma~A.1 true?" in source
    named = re.search(r"\\slidename\{b1\}\n\\statementframe\{lemma-A\.1\}", source)
    assert named
    assert r"\slidename{b2}" not in source


def test_links_on_one_line_lead_to_their_own_slides() -> None:
    main = next(s for s in PLAN.slides if any(i.ref == "theorem-1.1" and i.kind == "statement" for i in s.items))
    links = tuple(Item("link", id, text) for id, text in (("b1", "Lemma A.1"), ("b2", "Lemma 9 and Lemma 10")))
    end = PLAN.slides[-1]
    ends = tuple(replace(end, id=id, layout="backup", title=id.upper()) for id in ("b1", "b2"))
    talk = replace(PLAN, slides=(replace(main, items=(*main.items, Item("text", text="Refers to"), *links)), *ends))
    source = {f.path: f.content.decode() for f in beamer.write(PAPER, talk, PROFILE, student="")}["slides/slides.tex"]
    assert r"Refers to \toslide{b1}{Lemma~A.1} \ensuremath{\cdot} \toslide{b2}{Lemma~9 and Lemma~10}" in source
    first = opened(pptx.write(PAPER, talk, PROFILE, student="")).slides[0]
    found = list(first._element.iter(LINK))
    titles = [first.part.related_part(link.get(ID)).slide.shapes.title.text_frame.text for link in found]
    assert titles == ["B1", "B2"]
    between = [r for r in next(found[0].iterancestors(f"{A}p")).iter(f"{A}r") if not list(r.iter(LINK))]
    assert [r.findtext(f"{A}t") for r in between] == ["Refers to ", " · "]
    assert any("Refers to Lemma\xa0A.1 · Lemma\xa09" in s.text_frame.text for s in first.shapes if s.has_text_frame)


def test_links_are_set_smaller_before_one_is_broken() -> None:
    def size(*texts: str) -> float:
        (page,) = compose(
            PAPER,
            TalkPlan(30, (replace(INDEX, items=tuple(Item("link", "b1", text) for text in texts)),)),
            PROFILE,
            student="",
        ).pages
        (block,) = page.blocks
        assert isinstance(block, TextBlock)
        return block.size

    assert size("Why is it true?", "Where is it proved?") == 24.0
    assert (
        size(
            "Why is it true?", "Where in the paper is it proved that it is as large as it can possibly be at all times?"
        )
        == 22.0
    )
    assert size("Which of these entries come from it? " * 2 + "Where is a work better?") == 18.0
    assert size("Which of these entries come from it? " * 9) == 20.0
