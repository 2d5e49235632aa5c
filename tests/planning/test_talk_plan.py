"""The talk's plan: the spine, what short talks omit and long talks add, odd papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold import seminar
from scaffold.model import Paper
from scaffold.planning import talk
from scaffold.planning.minutes import Share, kept, shared
from scaffold.planning.rank import rank
from scaffold.plans import TalkPlan
from tests.planning.papers import crowd, of, perceptron, section, statement

DEFAULT = seminar.load("theory-2020")


def plan(paper: Paper | None = None, minutes: int | None = None) -> TalkPlan:
    return talk.plan(rank(paper if paper is not None else perceptron()), DEFAULT, minutes)


def spine(found: TalkPlan) -> list[str]:
    return [s.id for s in found.slides if s.section != "Backup"]


def test_the_spine_of_half_an_hour() -> None:
    assert spine(plan()) == [
        "title", "question", "known", "setting-1", "main-1", "meaning-1", "implications", "comparison", "figure",
        "roadmap", "key-1", "key-2", "idea-1", "limits", "review", "questions", "references",
    ]  # fmt: skip


def test_a_figure_whose_file_is_missing_or_cannot_be_shown_gets_no_slide() -> None:
    (drawn,) = perceptron().figures
    lost = replace(drawn, id="figure-0", files=("pictures/pic-720", "plot.svg"))
    assert "figure" not in spine(plan(replace(perceptron(), figures=(lost,))))
    slide = next(s for s in plan(replace(perceptron(), figures=(lost, drawn))).slides if s.id == "figure")
    assert [i.ref for i in slide.items] == [drawn.id]


def test_the_profile_says_how_long() -> None:
    assert plan().minutes == DEFAULT.minutes
    assert plan(minutes=12).minutes == 12


@pytest.mark.parametrize(("questions", "start"), [(10, "Questions take 10 min. Keep "), (0, "Keep ")])
def test_the_slide_for_questions_gives_their_minutes(questions: int, start: str) -> None:
    found = talk.plan(rank(perceptron()), replace(DEFAULT, questions=questions))
    assert found.questions == questions
    assert next(s for s in found.slides if s.id == "questions").prompt.startswith(start)


def test_short_definitions_share_a_slide() -> None:
    slide = next(s for s in plan().slides if s.id == "setting-1")
    assert (slide.layout, [i.ref for i in slide.items], [i.ref for i in slide.right]) == (
        "two-column", ["definition-2"], ["assumption-1"],
    )  # fmt: skip


def test_a_lightning_talk_keeps_the_main_result_and_few_slides() -> None:
    found = spine(plan(minutes=5))
    assert {"title", "question", "main-1", "questions"} <= set(found)
    assert len(found) <= 9


def test_a_longer_talk_never_has_fewer_slides() -> None:
    counts = [len(spine(plan(minutes=n))) for n in range(5, 91)]
    assert counts == sorted(counts)


def test_what_to_cut_first_is_numbered_and_the_core_is_not() -> None:
    cuts = {s.id: s.cut for s in plan().slides}
    assert cuts["figure"] == 1
    assert cuts["main-1"] is None
    assert cuts["title"] is None
    assert cuts["backup-lemma-9"] is None


def test_key_lemmas_and_proof_ideas_know_their_place_on_the_road_map() -> None:
    found = plan()
    here = {s.id: s.here for s in found.slides if s.here}
    keys = {s.id: s.items[0].ref for s in found.slides if s.id.startswith("key-")}
    assert {id: here[id] for id in keys} == keys
    assert here.keys() - keys.keys() == {"idea-1"}
    assert set(here.values()) <= {n.id for n in found.roadmap.nodes}


def test_backup_holds_the_rest_in_order() -> None:
    backup = [s for s in plan().slides if s.layout == "backup"]
    assert [s.items[0].ref for s in backup] == ["theorem-1", "definition-3", "corollary-8", "lemma-7", "lemma-9"]
    assert {s.seconds for s in backup} == {0}


def test_backup_of_a_crowd_is_capped_and_in_order() -> None:
    paper = crowd(500)
    backup = [s.items[0].ref for s in plan(paper).slides if s.layout == "backup"]
    order = [s.id for s in paper.statements]
    assert len(backup) == 30
    assert backup == sorted(backup, key=order.index)


def test_slides_name_page_and_paper_heading() -> None:
    main = next(s for s in plan().slides if s.id == "main-1")
    assert (main.title, main.page) == ("Theorem 4", 5)
    named = of(statement("Theorem 1", name="Novikoff~\\cite{n}"))
    assert next(s for s in plan(named).slides if s.id == "main-1").title == "Theorem 1 (Novikoff~\\cite{n})"


def test_only_works_that_the_shown_statements_cite_are_referred_to() -> None:
    slide = next(s for s in plan().slides if s.id == "references")
    assert [i.ref for i in slide.items] == ["novikoff"]


@pytest.mark.parametrize(
    "paper",
    [
        of(),
        of(title=""),
        of(sections=(section(None, "A letter"),)),
        of(statement("Definition 1"), statement("Definition 2")),
        of(statement("Lemma 1")),
    ],
)
def test_odd_papers_make_whole_talks(paper: Paper) -> None:
    found = plan(paper)
    assert sum(s.seconds for s in found.slides) == 1800
    assert {"title", "question", "questions"} <= set(spine(found))
    assert all(s.title for s in found.slides[1:])


def test_definitions_are_shown_even_where_nothing_is_proved() -> None:
    assert plan(of(statement("Definition 1"), statement("Definition 2"))).statements()[:2] == (
        "definition-1", "definition-2",
    )  # fmt: skip


def test_less_than_a_minute_is_no_talk() -> None:
    with pytest.raises(ValueError, match="one minute"):
        plan(minutes=0)


def test_seconds_go_where_they_are_wanted() -> None:
    shares = (Share(100, 10, 0), Share(50, 10, 1))
    assert kept(shares, 15) == (0,)
    assert kept(shares, 20) == (0, 1)
    assert sum(shared(shares, 77)) == 77
    assert shared(shares, 150) == (100, 50)
    with pytest.raises(ValueError, match="too few"):
        shared(shares, 1)


def test_a_paper_without_results_is_presented_by_its_sections() -> None:
    sections = (section("1", "Introduction"), section("2", "A new protocol", page=4), section("3", "Measurements"))
    slides = plan(of(sections=sections)).slides
    assert [(s.title, s.page) for s in slides if s.id.startswith("claim")] == [
        ("The contribution", None), ("A new protocol", 4), ("Measurements", None),
    ]  # fmt: skip


def test_a_divider_precedes_the_backup_slides() -> None:
    slides = plan().slides
    first = next(n for n, s in enumerate(slides) if s.section == "Backup")
    assert (slides[first].id, slides[first].layout, slides[first].seconds) == ("backup", "section", 0)
    assert {s.layout for s in slides[first + 1 :]} == {"backup"}
    assert "backup" not in [s.id for s in plan(of(sections=(section("1", "Introduction"),))).slides]


@pytest.mark.parametrize("minutes", [10, 20, 30, 45, 60, 90, 120])
def test_the_idea_of_a_proof_is_never_skipped_first(minutes: int) -> None:
    order = {s.cut: s.id for s in plan(crowd(90), minutes).slides if s.cut}
    assert not order[1].startswith("idea-")
    assert "comparison" not in order.values() or not order[2].startswith("idea-")
