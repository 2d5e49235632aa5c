"""Texts that lead to another slide: in both decks, and to the same slide."""

from __future__ import annotations

import re
from dataclasses import replace

from scaffold.plans import Item, Slide, TalkPlan
from scaffold.write.beamer import deck as beamer
from scaffold.write.pptx import deck as pptx
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
LINK = "{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick"
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
    assert r"\toslide{b1}{Why is Lemma A.1 true?" in source
    named = re.search(r"\\slidename\{b1\}\n\\statementframe\{lemma-A\.1\}", source)
    assert named
    assert r"\slidename{b2}" not in source
