"""A new project's README gives the rules that the profile sets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold import seminar
from scaffold.model import Paper, Source, Statement
from scaffold.project import starter_files

PAPER = Paper(source=Source(kind="tex", main_file="main.tex"), title="Leaves of trees")
FOLLOWED = "what to say. The talk is followed by {} min of questions.\n"


@pytest.mark.parametrize("name", seminar.shipped())
def test_the_minutes_of_questions_are_the_profiles(name: str) -> None:
    profile = seminar.load(name)
    assert FOLLOWED.format(profile.questions) in starter_files.readme(PAPER, profile, "both")


def test_the_commands_that_come_next_are_named() -> None:
    text = starter_files.readme(PAPER, seminar.load("theory"), "both")
    named = ["`scaffold build`", "`scaffold talk`", "`scaffold check`", "`scaffold check --final`", "`scaffold submit`"]
    assert [name for name in named if name not in text] == []


def test_without_minutes_of_questions_nothing_is_said_of_them() -> None:
    profile = replace(seminar.load("theory"), questions=0)
    assert "of questions" not in starter_files.readme(PAPER, profile, "both")


def test_the_option_final_is_where_the_report_has_its_options() -> None:
    said = " ".join(starter_files.readme(PAPER, seminar.load("theory"), "both").split())
    assert r"`\usepackage[final,…]{generated/scaffold-report}`" in said
    assert "restated statements stay" in said


def test_a_paper_read_from_its_pdf_is_shown_as_clips() -> None:
    clip = Statement(id="lemma-1", kind="lemma", heading="Lemma", number="1", body="", form="text", shown_by="clip")
    paper = replace(PAPER, statements=(clip,))
    assert "statements as clips" in starter_files.readme(paper, seminar.load("theory"), "both")
    for other in (PAPER, replace(PAPER, statements=(replace(clip, form="latex"),))):
        assert "statements as clips" not in starter_files.readme(other, seminar.load("theory"), "both")
