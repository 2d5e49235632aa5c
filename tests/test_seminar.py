"""Seminar profiles: the included ones are valid, and an invalid one is refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold import forms, seminar
from scaffold.errors import BadProfile

GOOD = """title = "Seminar"
due = 2027-06-01
[report]
count_references = false
page = { paper = "a4", font_size = 11, margin = 25.0, columns = 1 }
[[report.parts]]
key = "summary"
title = "Summary"
pages = 2.5
form = "summary"
[talk]
minutes = 30
"""


def load(folder: Path, text: str) -> seminar.Profile:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return seminar.load(str(path))


@pytest.mark.parametrize("name", seminar.shipped())
def test_every_shipped_profile_is_complete(name: str) -> None:
    profile = seminar.load(name)
    assert profile.name == name
    assert profile.pages == int(profile.pages) or profile.pages % 0.5 == 0
    assert profile.review in forms.shipped()


def test_the_shipped_profiles_differ_in_what_a_seminar_may_ask() -> None:
    profiles = [seminar.load(name) for name in seminar.shipped()]
    assert {p.page.paper for p in profiles} == {"a4", "letter"}
    assert {p.page.columns for p in profiles} == {1, 2}
    assert {p.count_references for p in profiles} == {True, False}
    assert {p.references.engine for p in profiles} == {"natbib", "biblatex"}
    assert {4, 5, 6, 8.5, 10} <= {p.pages for p in profiles}
    assert seminar.load("conference-6").minutes == 20
    assert [p.title for p in seminar.load("essay-9").parts] == ["Problem setup", "Results", "Proofs", "Open questions"]


def test_what_a_profile_leaves_out_has_a_default(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD.replace("count_references = false\n", "").replace("due = 2027-06-01\n", ""))
    assert (profile.name, profile.review, profile.questions, profile.due) == ("mine", "theory", 0, None)
    assert profile.count_references is False


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('title = "Seminar"', "", "'title' is missing"),
        ("[talk]\nminutes = 30", "", "'talk' is missing"),
        ("pages = 2.5", "", "'pages' is missing"),
        ("pages = 2.5", "pages = 0", "above 0"),
        ("pages = 2.5", "pages = -1", "pages = -1: it must be above 0 and at most 50"),
        ("pages = 2.5", "pages = nan", "above 0"),
        ("pages = 2.5", "pages = 1000", "at most 50"),
        ('form = "summary"', 'form = "essay"', "it must be one of summary, review, proofs"),
        ('key = "summary"', 'key = "report"', "are taken"),
        ('key = "summary"', 'key = "../x"', "becomes a file name"),
        ("minutes = 30", "minutes = 0", "at least 1"),
        ("minutes = 30", 'minutes = "long"', "not valid"),
        ("minutes = 30", "minutes = 30\nquestions = -1", "at least 0"),
        ("count_references = false", 'count_references = "no"', "true or false"),
        ("[report]", '[report]\nreferences = { engine = "endnote" }', "engine must be one of natbib, biblatex"),
        ("[report]", '[report]\nreferences = { style = "a]b" }', "the name of a style"),
        ("due = 2027-06-01", 'due = "1 June"', "2020-06-01, without quotes"),
        ('paper = "a4"', 'paper = "a3"', "paper must be one of a4, letter"),
        ("font_size = 11", "font_size = 13", "font_size one of 8, 9, 10, 11, 12, 14"),
        ("columns = 1", "columns = 3", "columns 1 or 2"),
        ("margin = 25.0", 'margin = "25mm"', "millimetres"),
        ("margin = 25.0", "margin = 2.5", "from 10 to 60"),
        ("columns = 1", "colums = 1", "no setting 'colums'"),
        ("minutes = 30", "minute = 30\nminutes = 30", "no setting 'minute'"),
        ("[talk]", "[talks]", "'talk' is missing"),
        ("[talk]", "talk]", "not valid"),
    ],
)
def test_a_bad_profile_is_refused_with_the_reason_and_a_remedy(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(BadProfile) as refused:
        load(tmp_path, GOOD.replace(old, new))
    assert reason in refused.value.message
    assert "mine.toml" in refused.value.message
    assert refused.value.hint


def test_the_same_key_twice_is_refused(tmp_path: Path) -> None:
    part = GOOD[GOOD.index("[[report.parts]]") : GOOD.index("[talk]")]
    with pytest.raises(BadProfile, match="keys must be distinct"):
        load(tmp_path, GOOD.replace("[talk]", part + "[talk]"))


@pytest.mark.parametrize("name", ["nowhere", "nowhere.toml"])
def test_a_profile_that_does_not_exist_is_reported(name: str) -> None:
    with pytest.raises(BadProfile) as refused:
        seminar.load(name)
    assert name in refused.value.message
    assert refused.value.hint
