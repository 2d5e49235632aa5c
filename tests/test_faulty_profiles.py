"""Faults in a profile: each is refused with its line, its setting, the value, and what it must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold import forms, seminar
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
    says = says.replace(str(tmp_path / "mine.toml"), "mine.toml")
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


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    changes = {
        'title = "Seminar"': 'titel = "Seminar"',
        'language = "en"': 'language = "dee"',
        "font_size = 11": "font_size = 13",
        'key = "own"': 'key = "Own"',
        "min = 20": "min = 29",
        'first = "06-24"': 'first = "6-24"',
        "days_before_talk = 14": 'days_before_talk = "14"',
        'at = "12:00"': "at = 12",
        "pass = 60": "pass = 600",
        '["Adviser", "Module"]': '["A", "a"]',
    }
    text = FULL
    for old, new in changes.items():
        text = text.replace(old, new, 1)
    lines = refusal(text, tmp_path).message.splitlines()
    found = [line.partition("mine.toml")[2].removeprefix(":").replace(" is not valid", "") for line in lines]
    numbers = {int(line.partition(":")[0]): line.partition(": ")[2] for line in found}
    assert {n: words.partition(":")[0] for n, words in numbers.items()} == {
        n: said
        for n, line in enumerate(text.splitlines(), 1)
        for new, said in {
            "titel": "the file has no setting 'titel' (did you mean 'title'?) (choose from name, title, language, "
            "review, due, report, talk, events, deliverables, header, declaration, block, grading)",
            "language": "language is 'dee'",
            "font_size": "report.page.font_size is 13",
            'key = "Own"': "report.parts[2].key is 'Own'",
            "min = 29": "talk.min is 29",
            "first": "events[1].first is '6-24'",
            "days_before_talk": "deliverables[2].days_before_talk is '14'",
            "at = 12": "block.breaks[1].at is 12",
            "pass": "grading.pass is 600",
            "fields": "header.fields is ['A', 'a']",
        }.items()
        if line.startswith(new)
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b'title = "\xe4"', "it is not UTF-8 text"),
        (b"overlap = " + b"9" * 5000, "it has a number that is too long"),
        (b"[talk]\n[talk]", "the section [talk] is there twice"),
        (b"[a.b]\n[a.b]", "the section [a.b] is there twice"),
        (b"title = 1\ntitle = 2", "a setting is there twice"),
        (b'title = "a\n', "a text in quotes has no quotation mark at its end"),
        (b"title = [2027-06-01, {a = 12:00:00}]", "title is [2027-06-01, {a = 12:00:00}]: it must"),
    ],
)
def test_no_words_of_python(text: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(text)
    for load in (seminar.load, forms.load):
        with pytest.raises(BadProfile) as caught:
            load(str(path))
        if not says.endswith("it must") or load is seminar.load:
            assert says in caught.value.message
