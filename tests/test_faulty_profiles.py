"""Faults in a profile: each is refused with its line, its setting, the value, and what it must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.errors import BadProfile
from tests.stanzas import Stanza, params

FULL = """name = "ours"
title = "Seminar"
language = "en"
review = "theory"
due = "06-01"

[report]
class_options = []
overlap = 9
uncounted = ["title page", "references"]

[report.page]
paper = "a4"
font_size = 11
margin = 25.0
side_margin = 30
columns = 1

[report.references]
engine = "natbib"
style = "unsrtnat"

[[report.parts]]
key = "summary"
title = "Summary"
pages = 2.5
form = "summary"

[[report.parts]]
key = "own"
title = "Own words"
pages = 1

[[report.limits]]
of = "own"
unit = "words"
min = 100
max = 900
hard = false

[talk]
target = 25
min = 20
max = 30
questions = 5

[[events]]
what = "Talks"
kind = "talks"
first = "06-24"
last = "06-26"

[[deliverables]]
what = "Draft"
files = ["report.pdf"]
stage = "draft"
date = "05-15"
time = "23:59"
zone = "AoE"

[[deliverables]]
what = "Slides"
days_before_talk = 14

[header]
fields = ["Adviser", "Module"]
title_page = true

[declaration]
authorship = "I wrote it."
ai = "allowed"
on_ai = "Tools were used."
signature = true

[block]
start = "10:00"
end = "16:30"
room = "MI 1"

[[block.breaks]]
at = "12:00"
minutes = 45
what = "Lunch"

[grading]
pass = 60
bonus = 1
most_bonus = 5
missed = 0

[[grading.parts]]
what = "Talk"
weight = 100
least = 40.5
points = 20
criteria = ["clear", "correct"]
"""
"""A profile with every section."""


def faulty(changes: str) -> str:
    """FULL with lines replaced: "-" begins those that go, "+" those that come instead."""
    old, new = ("".join(x[1:] for x in changes.splitlines(keepends=True) if x[0] == sign) for sign in "-+")
    assert f"\n{old}" in f"\n{FULL}"
    return FULL.replace(old, new, 1)


def refusal(text: str, folder: Path) -> BadProfile:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadProfile) as caught:
        seminar.load(str(path))
    return caught.value


@pytest.mark.parametrize("stanza", params("faulty_profiles.md"))
def test_a_faulty_profile(stanza: Stanza, tmp_path: Path) -> None:
    refused = refusal(faulty(stanza.input), tmp_path)
    where, _, says = refused.message.partition(" is not valid: ")
    assert where.startswith("the seminar profile ")
    assert refused.exit_code == 33
    assert "docs/settings.md" in refused.hint
    stanza.check(f"{where.partition('mine.toml')[2].removeprefix(':') or '?'}: {says}")


def test_a_profile_with_every_section_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(FULL, encoding="utf-8")
    assert seminar.load(str(tmp_path / "mine.toml")).parts[1].form == "free"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[header", "is not valid: "),
        (f"x = {'[' * 20_000}", "nested too deeply"),
        ("title = Seminar", "is not valid: "),
        ("", "the setting 'title' is missing: it must be text in quotes"),
    ],
)
def test_what_is_no_profile_at_all(text: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(text, tmp_path).message
