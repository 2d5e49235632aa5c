"""slides.pptx slide by slide: what the student changed stays, what scaffold wrote follows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.plans import Item, Slide, TalkPlan
from scaffold.write.pptx import deck as pptx
from scaffold.write.pptx.marks import marks
from scaffold.write.pptx.merging import MergedDeck, merge
from tests.fuzz import examples
from tests.write import powerpoint
from tests.write.decks import opened, pptx_titles
from tests.write.talks import PAPER, PLAN, PROFILE

Edit = Callable[[Any], object]


@lru_cache
def written(plan: TalkPlan = PLAN) -> bytes:
    return pptx.write(PAPER, plan, PROFILE, student="Jane Doe")


def changed(id: str, **fields: Any) -> TalkPlan:
    """The plan with other fields of one slide."""
    return replace(PLAN, slides=tuple(replace(s, **fields) if s.id == id else s for s in PLAN.slides))


def edited(content: bytes, *edits: Edit) -> bytes:
    """The deck after edits in a program that keeps what it does not know, as PowerPoint and python-pptx do."""
    file = opened(content)
    for edit in edits:
        edit(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def entitle(name: str, title: str) -> Edit:
    def edit(file: Any) -> None:
        named(file, name).shapes.title.text_frame.text = title

    return edit


def own(title: str, at: int) -> Edit:
    """A slide of the student's own."""

    def edit(file: Any) -> None:
        slide = file.slides.add_slide(next(x for x in file.slide_layouts if x.name == "Text"))
        slide.shapes.title.text_frame.text = title
        move(-1, at)(file)

    return edit


def move(old: int, new: int) -> Edit:
    def edit(file: Any) -> None:
        listed = file.slides._sldIdLst
        entry = listed[old]
        listed.remove(entry)
        listed.insert(new, entry)

    return edit


def delete(name: str) -> Edit:
    def edit(file: Any) -> None:
        listed = file.slides._sldIdLst
        listed.remove(next(e for e in listed if e.id == named(file, name).slide_id))

    return edit


def named(file: Any, name: str) -> Any:
    return next(s for s in file.slides if s.name == name)


def merged(mine: bytes, plan: TalkPlan, base: bytes | None = None) -> MergedDeck:
    return merge(base or written(), mine, written(plan), lambda _: None)


def names(content: bytes) -> list[str]:
    return [mark.name for mark in marks(opened(content))]


@cache
def order() -> list[str]:
    """The names of the slides."""
    return names(written())


TEXT = next(s for s in PLAN.slides if s.layout == "text" and s.items)
NEW_SLIDE = Slide(id="extra", layout="text", title="Extra", section=TEXT.section, seconds=30, items=TEXT.items)


def test_nothing_to_do_changes_no_byte() -> None:
    mine = edited(written(), entitle(TEXT.id, "Mine"), own("Own", 3))
    assert merged(mine, PLAN) == MergedDeck(mine)


def test_a_deck_that_nobody_touched_is_the_new_one() -> None:
    done = merged(written(), changed(TEXT.id, title="Another title"))
    assert done.content == written(changed(TEXT.id, title="Another title"))
    assert done.changes == ("replaced: Another title",)


def test_an_untouched_slide_is_replaced_in_place() -> None:
    mine = edited(written(), own("Own", 2), entitle("title", "My title"))
    done = merged(mine, changed(TEXT.id, title="Another title"))
    shown = pptx_titles(opened(done.content))
    assert shown[0] == "My title"
    assert shown[2] == "Own"
    assert shown[names(done.content).index(TEXT.id)] == "Another title"
    assert len(shown) == len(order()) + 1


def test_a_touched_slide_stays_and_its_new_form_is_hidden_behind_it() -> None:
    mine = edited(written(), entitle(TEXT.id, "My words"))
    new = changed(TEXT.id, title="Another title")
    done = merged(mine, new)
    found = marks(opened(done.content))
    at = order().index(TEXT.id)
    assert [(m.title, m.hidden) for m in found[at : at + 2]] == [("My words", False), ("new: Another title", True)]
    assert len(found) == len(order()) + 1
    assert merged(done.content, new, base=written(new)) == MergedDeck(done.content)


def test_a_slide_without_its_jumps_to_other_slides_is_untouched() -> None:
    def jump(file: Any) -> None:
        named(file, TEXT.id).shapes.title.click_action.target_slide = file.slides[0]

    base = edited(written(), jump)
    mine = edited(written(), own("Own", 2))  # without the jump, as a merge leaves a slide that it copies
    done = merged(mine, changed(TEXT.id, title="Another title"), base)
    assert done.changes == ("replaced: Another title",)


def test_a_newer_form_takes_the_place_of_the_last_one() -> None:
    first, second = changed(TEXT.id, title="Second title"), changed(TEXT.id, title="Third title")
    mine = merged(edited(written(), entitle(TEXT.id, "My words")), first).content
    shown = pptx_titles(opened(merged(mine, second, base=written(first)).content))
    assert [t for t in shown if t.startswith("new: ")] == ["new: Third title"]


def test_a_new_form_that_the_student_has_edited_is_the_students() -> None:
    first, second = changed(TEXT.id, title="Second title"), changed(TEXT.id, title="Third title")
    mine = merged(edited(written(), entitle(TEXT.id, "My words")), first).content
    mine = edited(mine, entitle(f"new-{TEXT.id}", "new: half mine"))
    shown = pptx_titles(opened(merged(mine, second, base=written(first)).content))
    assert {"My words", "new: half mine", "new: Third title"} <= set(shown)


def test_slides_are_added_and_removed() -> None:
    slides = [s for s in PLAN.slides if s.id != TEXT.id]
    new = replace(PLAN, slides=(*slides[:3], NEW_SLIDE, *slides[3:]))
    found = names(merged(edited(written(), own("Own", 1)), new).content)
    assert TEXT.id not in found
    assert found.index("extra") == found.index(slides[2].id) + 1
    kept = merged(edited(written(), entitle(TEXT.id, "My words")), new)
    assert TEXT.id in names(kept.content)
    assert "kept, as you changed it, but scaffold would remove it: My words" in kept.changes


def test_what_the_student_deleted_stays_away() -> None:
    mine = edited(written(), delete(TEXT.id))
    assert TEXT.id not in names(merged(mine, changed(TEXT.id, title="Another title")).content)


def test_a_deleted_slide_that_a_program_left_in_the_file_takes_no_name() -> None:
    mine = edited(written(), move(1, 2), delete("b1"))
    done = merged(mine, changed(TEXT.id, title="Another title"))
    with zipfile.ZipFile(io.BytesIO(done.content)) as archive:
        slides = [n for n in archive.namelist() if n.startswith("ppt/slides/slide")]
    assert len(slides) == len(set(slides)) == len(order()) - 1


def test_the_students_order_stays() -> None:
    mine = edited(written(), move(1, 4))
    found = names(merged(mine, changed(TEXT.id, title="Another title")).content)
    assert found == names(mine)


def test_notes_follow_and_what_the_student_added_to_them_stays() -> None:
    def add(file: Any) -> None:
        named(file, TEXT.id).notes_slide.notes_text_frame.text += "\nMy own note."

    seconds = changed(TEXT.id, seconds=TEXT.seconds + 30)
    done = merged(edited(written(), add), seconds)
    said = next(m.notes for m in marks(opened(done.content)) if m.name == TEXT.id)
    assert said == next(m.notes for m in marks(opened(written(seconds))) if m.name == TEXT.id) + "\nMy own note."
    assert done.changes == (f"new notes: {TEXT.title}",)


def test_sections_follow() -> None:
    done = merged(edited(written(), own("Own", 3)), changed(TEXT.id, title="Another title"))
    found = marks(opened(done.content))
    assert found[3].section == found[2].section
    assert {m.name: m.section for m in found if m.name} == {m.name: m.section for m in marks(opened(written()))}


def test_slides_of_the_students_follow_a_section_that_has_another_name_now() -> None:
    first = changed(TEXT.id, title="Another title")
    mine = merged(edited(written(), own("Own", 3), entitle("title", "Mine")), first).content
    slides = tuple(replace(s, section=f"Teil {s.section}") for s in first.slides if s.id != "title")
    german = replace(first, slides=slides)
    found = marks(opened(merged(mine, german, base=written(first)).content))
    assert {m.title for m in found if not m.section.startswith("Teil ")} == {"Mine"}, "nothing is before it"
    assert found[3].title == "Own"
    assert found[3].section == found[2].section


def test_a_section_of_the_students_own_stays() -> None:
    mine = edited(written(), own("Own", 3), put_into("My section"))
    german = replace(PLAN, slides=tuple(replace(s, section=f"Teil {s.section}") for s in PLAN.slides))
    found = marks(opened(merged(mine, german).content))
    assert [m.section for m in found if m.title == "Own"] == ["My section"]


def put_into(name: str) -> Edit:
    """Puts the slide called "Own" into a new section of its own, at the end of the list of sections."""

    def edit(file: Any) -> None:
        number = next(str(s.slide_id) for s in file.slides if s.shapes.title.text == "Own")
        sections = [n for n in file.part._element.iter() if n.tag.endswith("}section")]
        new = deepcopy(sections[-1])
        new.set("name", name)
        new.set("id", "{00000000-0000-4000-8000-000000000001}")
        sections[-1].addnext(new)
        listed = [n for n in new.iter() if n.tag.endswith("}sldId")]
        listed[0].set("id", number)
        for n in listed[1:]:
            n.getparent().remove(n)

    return edit


PLANS = (
    changed(TEXT.id, title="Another title"),
    replace(PLAN, slides=tuple(s for s in PLAN.slides if s.id != TEXT.id)),
    replace(PLAN, slides=(*PLAN.slides[:2], NEW_SLIDE, *PLAN.slides[2:])),
    replace(PLAN, slides=(PLAN.slides[0], *PLAN.slides[1:4][::-1], *PLAN.slides[4:])),
    replace(PLAN, slides=tuple(replace(s, seconds=s.seconds + 30, section=f"Teil {s.section}") for s in PLAN.slides)),
)
"""What scaffold may write instead: another title, a slide less or more, another order, other times and sections."""


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[Edit], set[str], set[str]]:
    """Edits of the deck, the titles that the student has written, and the names of slides that she has deleted."""
    entitled = draw(st.sets(st.sampled_from(order()), max_size=3))
    whole = {name for name in order() if order().count(name) == 1}  # of two parts, the other one stays
    gone = draw(st.sets(st.sampled_from(sorted(whole - entitled)), max_size=2))
    owned = draw(st.lists(st.integers(0, len(order()) - 3), max_size=2))
    made: list[Edit] = [entitle(name, f"My {name}") for name in sorted(entitled)]
    made += [own(f"Own {n}", at) for n, at in enumerate(owned)]
    made += [move(draw(st.integers(0, len(order()) - 1)), draw(st.integers(0, len(order()) - 1))) for _ in range(2)]
    titles = {f"My {name}" for name in entitled} | {f"Own {n}" for n in range(len(owned))}
    return [*made, *(delete(name) for name in sorted(gone))], titles, gone


@examples(0.2)
@given(edits(), st.integers(0, len(PLANS) - 1), st.integers(0, len(PLANS) - 1))
def test_whatever_the_student_did_stays_in_two_updates_and_a_third_has_nothing_to_do(
    made: tuple[list[Edit], set[str], set[str]], one: int, two: int
) -> None:
    (done, titles, gone), first, second = made, PLANS[one], PLANS[two]
    once = merged(edited(written(), *done), first)
    twice = merged(once.content, second, base=written(first))
    for content in (once.content, twice.content):
        found = marks(opened(content))
        assert titles <= {m.title for m in found if not m.hidden}
        assert len([m for m in found if m.title.startswith("Own ")]) == len([t for t in titles if t.startswith("Own ")])
        assert not {m.name for m in found} & {name for name in gone if name != TEXT.id}
    assert merged(twice.content, second, base=written(second)) == MergedDeck(twice.content)


@pytest.mark.parametrize("theme", [False, True], ids=["same", "other"])
def test_a_slide_that_only_the_other_deck_has_keeps_its_picture(theme: bool) -> None:
    from PIL import Image

    def picture(file: Any) -> None:
        out = io.BytesIO()
        Image.new("RGB", (40, 20), "red").save(out, "PNG")
        own("Own", 2)(file)
        file.slides[2].shapes.add_picture(io.BytesIO(out.getvalue()), 0, 0)
        file.slides[2].shapes.add_chart(*chart())
        if theme:  # without our layouts, the slides are copied into the new deck
            for layout in file.slide_layouts:
                layout.name = f"Other {layout.name}"

    done = merged(edited(written(), picture), changed(TEXT.id, title="Another title"))
    slide = opened(edited(done.content)).slides[2]
    assert [s.image.size for s in slide.shapes if hasattr(s, "image")] == [(40, 20)]
    (drawn,) = [s.chart for s in slide.shapes if s.has_chart]
    assert list(drawn.plots[0].categories) == ["a", "b"]
    assert drawn.part.chart_workbook.xlsx_part is not None


def chart() -> tuple[Any, ...]:
    import pptx.chart.data as charts
    from pptx.enum.chart import XL_CHART_TYPE

    made: Any = charts
    data = made.CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("s", (1, 2))
    return XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 2_000_000, 2_000_000, data


def test_a_copy_that_the_student_made_is_the_students() -> None:
    def double(file: Any) -> None:
        own("Copy", 5)(file)
        file.slides[5].name = TEXT.id

    done = merged(edited(written(), double), changed(TEXT.id, title="Another title"))
    shown = pptx_titles(opened(done.content))
    assert shown.count("Copy") == shown.count("Another title") == 1


@pytest.mark.requires_office
def test_what_libreoffice_saves_is_recognized() -> None:
    from scaffold.engines.office.export import resaved

    def saved(content: bytes) -> bytes:
        result = resaved(content)
        assert result is not None
        return result

    mine = saved(edited(written(), entitle("title", "My title"), own("Own", 2), move(4, 6)))
    assert not any(names(mine)), "LibreOffice keeps the names of slides: marks.py need not do without them"
    done = merge(written(), mine, written(changed(TEXT.id, title="Another title")), saved)
    assert done.changes == ("replaced: Another title",)
    shown = opened(done.content)
    assert pptx_titles(shown)[0] == "My title"
    assert pptx_titles(shown)[2] == "Own"
    assert len(shown.slides) == len(order()) + 1
    assert not set(order()) - set(names(done.content)), "slides that LibreOffice saved have no names again"
    assert {s.slide_layout.name for s in shown.slides if s.shapes.title.text in ("Own", "Another title")} == {"Text"}
    unknown = merge(written(), mine, written(changed(TEXT.id, title="Another title")), lambda _: None)
    assert unknown.changes == (f"kept, as you changed it; the new form follows it, hidden: {TEXT.title}",)


def test_what_powerpoint_saves_is_recognized() -> None:
    """Slides in other files, with other relationships and PowerPoint's own data; see tests/write/powerpoint.py."""
    changes = entitle("title", "My title"), own("Own", 2), move(4, 6), delete(order()[-2])
    mine = powerpoint.saved(edited(written(), *changes))
    done = merged(mine, changed(TEXT.id, title="Another title"))
    assert done.changes == ("replaced: Another title",)
    assert names(done.content) == names(edited(written(), *changes))
    shown = pptx_titles(opened(done.content))
    assert (shown[0], shown[2]) == ("My title", "Own")
    again = merged(powerpoint.saved(done.content), changed(TEXT.id, title="A third title"),
                   base=written(changed(TEXT.id, title="Another title")))  # fmt: skip
    assert again.changes == ("replaced: A third title",)
    assert merged(powerpoint.saved(written()), PLAN).changes == ()


def leads_to(content: bytes, name: str) -> list[str]:
    """The names of the slides to which the links of a slide lead, in order."""
    slide = named(opened(content), name)
    clicks = slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick")
    id = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return [slide.part.related_part(click.get(id)).slide.name for click in clicks]


def test_links_between_slides_lead_on_to_the_same_slides() -> None:
    """Also those of a copied slide, forwards and backwards, and to one that the student has changed and moved."""
    ends = (order()[0], TEXT.id, order()[-1])
    index = Slide(
        id="index",
        layout="backup",
        title="Questions",
        section="Backup",
        seconds=0,
        items=tuple(Item("link", end, f"to {end}") for end in ends),
    )
    plan = replace(PLAN, slides=(*PLAN.slides[:-1], index, PLAN.slides[-1]))
    mine = edited(written(), entitle(TEXT.id, "Mine"), move(2, 4))
    found = merged(mine, plan)
    assert leads_to(written(plan), "index") == list(ends)
    assert leads_to(found.content, "index") == list(ends)
    again = edited(found.content, entitle("index", "Mine"))
    fewer = replace(index, items=index.items[:2])
    later = replace(plan, slides=tuple(fewer if s is index else s for s in plan.slides[:-1]))
    result = merged(again, later, base=written(plan)).content
    assert order()[-1] not in names(result)
    assert leads_to(result, "index") == list(ends[:2])
