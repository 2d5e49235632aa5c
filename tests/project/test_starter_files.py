"""A new project's README gives the rules that the profile sets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold import seminar
from scaffold.model import Paper, Source
from scaffold.project import starter_files

PAPER = Paper(source=Source(kind="tex", main_file="main.tex"), title="Leaves of trees")
FOLLOWED = "what to say. The talk is followed by {} min of questions.\n"


@pytest.mark.parametrize("name", seminar.shipped())
def test_the_minutes_of_questions_are_the_profiles(name: str) -> None:
    profile = seminar.load(name)
    assert FOLLOWED.format(profile.questions) in starter_files.readme(PAPER, profile, "both")


def test_the_commands_that_come_next_are_named() -> None:
    text = starter_files.readme(PAPER, seminar.load("theory"), "both")
    named = ["`scaffold build`", "`scaffold talk`", "`scaffold check`", "`scaffold check --final`"]
    assert [name for name in named if name not in text] == []


def test_without_minutes_of_questions_nothing_is_said_of_them() -> None:
    profile = replace(seminar.load("theory"), questions=0)
    assert "of questions" not in starter_files.readme(PAPER, profile, "both")
