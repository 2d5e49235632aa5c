"""Properties of the plans for any paper and any seminar."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold import plans, seminar
from scaffold.model import Paper
from scaffold.planning import graph, rank, report, spine, talk
from scaffold.planning.kinds import is_result
from scaffold.seminar import Profile
from tests.planning.generated import papers, profiles
from tests.planning.papers import perceptron

quick = settings(suppress_health_check=[HealthCheck.too_slow])


@quick
@given(papers(), profiles())
def test_the_report_leaves_space_and_keeps_to_its_pages(paper: Paper, profile: Profile) -> None:
    plan = report.plan(rank.rank(paper), profile)
    assert [part.key for part in plan.parts] == [part.key for part in profile.parts]
    for part in plan.parts:
        heights = [item.height for item in part.items]
        restated = [item.height for item in part.items if item.kind == "statement"]
        assert sum(heights) < part.pages
        # The first statement of the setting is restated even where the first main result takes more than its share.
        assert sum(restated[1:]) <= report.RESTATED * part.pages or len(restated) <= 2
        assert all(height > 0 for height in heights)


@quick
@given(papers(), profiles())
def test_nothing_is_restated_or_asked_twice(paper: Paper, profile: Profile) -> None:
    plan = report.plan(rank.rank(paper), profile)
    for kind, text in (("statement", "ref"), ("prompt", "text")):
        seen = Counter(getattr(i, text) for part in plan.parts for i in part.items if i.kind == kind)
        assert all(n == 1 for n in seen.values())
    cited = [id for part in plan.parts for id in part.cited]
    assert len(cited) == len(set(cited))
    assert not set(cited) & set(plan.statements())


@quick
@given(papers(), profiles(), st.integers(5, 90))
def test_every_main_result_is_in_report_and_deck(paper: Paper, profile: Profile, minutes: int) -> None:
    ranked = rank.rank(paper)
    mains = {s.id for s in ranked.statements if s.main}
    plan = report.plan(ranked, profile)
    assert mains <= {*plan.statements(), *(id for part in plan.parts for id in part.cited)}
    slides = talk.plan(ranked, profile, minutes).slides
    spoken = {item.ref for slide in slides if slide.seconds for item in slide.items}
    assert mains <= {item.ref for slide in slides for item in slide.items}
    assert mains <= spoken if minutes >= 30 else not mains or mains & spoken


@quick
@given(papers(), profiles(), st.integers(5, 90))
def test_the_talk_fills_its_minutes_exactly(paper: Paper, profile: Profile, minutes: int) -> None:
    plan = talk.plan(rank.rank(paper), profile, minutes)
    assert sum(slide.seconds for slide in plan.slides) == 60 * minutes == 60 * plan.minutes
    timed = [slide for slide in plan.slides if slide.section != "Backup"]
    assert all(slide.seconds > 0 and slide.prompt for slide in timed)
    assert plan.slides[: len(timed)] == tuple(timed), "backup slides come last"
    assert len({slide.id for slide in plan.slides}) == len(plan.slides)
    cuts = sorted(slide.cut for slide in timed if slide.cut is not None)
    assert cuts == list(range(1, len(cuts) + 1))


@quick
@given(papers(), profiles())
def test_no_statement_is_on_two_slides(paper: Paper, profile: Profile) -> None:
    plan = talk.plan(rank.rank(paper), profile)
    refs = Counter(i.ref for s in plan.slides for i in (*s.items, *s.right) if i.kind == "statement")
    assert all(n == 1 for n in refs.values())


ranked_perceptron = cache(lambda: rank.rank(perceptron()))
theory = cache(lambda: seminar.load("theory"))


@pytest.mark.parametrize("minutes", range(5, 91))
def test_every_length_of_talk_sums(minutes: int) -> None:
    plan = talk.plan(ranked_perceptron(), theory(), minutes)
    assert sum(slide.seconds for slide in plan.slides) == 60 * minutes


@quick
@given(papers())
def test_one_to_four_main_results_where_there_are_results(paper: Paper) -> None:
    ranked = rank.rank(paper)
    mains = [s for s in ranked.statements if s.main]
    assert 1 <= len(mains) <= rank.MOST_MAINS if any(is_result(s) for s in paper.statements) else not mains
    assert all(is_result(s) for s in mains)
    for s in ranked.statements:
        assert (s.rank is not None and 0 <= s.rank <= 1) if is_result(s) else s.rank is None
    assert rank.rank(ranked) == ranked, "ranking again changes nothing"


@quick
@given(papers(), st.integers(1, 8))
def test_the_road_map_shows_true_uses_only(paper: Paper, limit: int) -> None:
    ranked = rank.rank(paper)
    found = graph.build(ranked)
    shown = spine.roadmap(ranked, found, limit)
    ids = [node.id for node in shown.nodes]
    assert len(ids) == len(set(ids)) <= limit
    assert set(shown.edges) <= set(found.edges)
    assert all(a in ids and b in ids for a, b in shown.edges)
    reached = {node.id for node in shown.nodes if node.main} | {b for _, b in shown.edges}
    assert set(ids) <= reached, "every box hangs on a main result"


@quick
@given(papers(), profiles())
def test_plans_are_plain_json(paper: Paper, profile: Profile) -> None:
    ranked = rank.rank(paper)
    for plan in (report.plan(ranked, profile), talk.plan(ranked, profile)):
        assert json.loads(json.dumps(plans.to_json(plan))) == plans.to_json(plan)


def test_plans_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import json; from scaffold import plans, seminar; from scaffold.planning import graph, rank, report, talk\n"
        "from tests.planning.papers import crowd, perceptron; profile = seminar.load('theory')\n"
        "for paper in (perceptron(), crowd(60)):\n"
        "    paper = rank.rank(paper); print(rank.evidence(paper), graph.build(paper))\n"
        "    print(json.dumps([plans.to_json(f(paper, profile)) for f in (report.plan, talk.plan)]))\n"
    )
    root = Path(__file__).parents[2]
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1] != ""
