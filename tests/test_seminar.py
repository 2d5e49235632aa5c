"""Seminar profiles: the included ones are valid, and an invalid one is refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from scaffold import clock, dates, forms, seminar
from scaffold.dates import OwnTalk
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


def test_a_profile_names_a_document_class(tmp_path: Path) -> None:
    text = GOOD.replace("[report]\n", '[report]\nclass = "llncs"\n').replace("margin = 25.0, ", "")
    profile = load(tmp_path, text.replace('paper = "a4", ', 'paper = "letter", '))
    assert profile.document is not None
    assert (profile.document.asked, profile.document.options) == ("llncs", ("11pt", "letterpaper", "orivec"))
    assert profile.references.style == "splncs04"
    own = load(tmp_path, text.replace("[report]", '[report]\nreferences = { style = "alpha" }\nclass_options = ["x"]'))
    assert own.references.style == "alpha"
    assert own.document is not None
    assert own.document.options[0] == "x"
    two = load(tmp_path, text.replace("columns = 1", "columns = 2").replace("llncs", "scrartcl"))
    assert two.document is not None
    assert "twocolumn" in two.document.options


def test_what_a_profile_leaves_out_has_a_default(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD.replace("count_references = false\n", "").replace("due = 2027-06-01\n", ""))
    assert (profile.name, profile.review, profile.questions, profile.due) == ("mine", "theory", 0, None)
    assert profile.count_references is False


@pytest.mark.parametrize("name", ["nowhere", "nowhere.toml"])
def test_a_profile_that_does_not_exist_is_reported(name: str) -> None:
    with pytest.raises(BadProfile) as refused:
        seminar.load(name)
    assert name in refused.value.message
    assert refused.value.hint


CHOICE = """[[choices]]
name = "Sound?"
options = ["yes", "no"]
"""
FORM = """title = "Review"
dated = 2025-02-01
source = "ours"
[[sections]]
heading = "Summary"
questions = ["What?"]
[[ratings]]
name = "Confidence"
scale = ["1: low", "2: high"]
[confidence]
rating = "Confidence"
nothing = 1
some = 1
half = 2
all = 2
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('heading = "Summary"', "heading = []", "sections[1].heading is []: it must be text in quotes"),
        ('questions = ["What?"]', 'questions = "What?"', "sections[1].questions is 'What?': it must be a list"),
        ('scale = ["1: low", "2: high"]', "scale = [1, 2]", "ratings[1].scale[1] is 1: it must be text in quotes"),
        ('source = "ours"', "source = nan", "source is nan: it must be text in quotes"),
        ("dated = 2025-02-01", 'dated = "2025"', "dated is '2025': it must be a date"),
        ("half = 2", "half = true", "confidence.half is true: it must be a whole number"),
        ("half = 2", "half = 0", "never decrease"),
        ("half = 2", "halve = 2", "confidence has no setting 'halve'"),
        ("[confidence]", "[[confidence]]", "it must be a section, [confidence]"),
        ("[[sections]]", "[sections]", "it must be a list of tables, [[sections]]"),
        ('title = "Review"', "", "'title' is missing"),
        (
            'scale = ["1: low", "2: high"]',
            'scale = ["1: low", "2: high"]\nreason_for = [3]',
            "reason_for is [3]: 3 is not on",
        ),
        (
            'scale = ["1: low", "2: high"]',
            'scale = ["1: low"]\nreason_for = ["1"]',
            "[1] is '1': it must be a whole number",
        ),
        (
            "[confidence]",
            '[[choices]]\nname = "C"\noptions = ["a"]\n[confidence]',
            "options is ['a']: there must be at least two",
        ),
        ("[confidence]", f'{CHOICE}reason_for = ["yess"]\n[confidence]', "no option (did you mean 'yes'?)"),
        ("[confidence]", f"{CHOICE.replace('Sound?', 'Confidence')}[confidence]", "must be distinct"),
    ],
)
def test_a_bad_review_form_is_refused_with_the_setting(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(FORM, encoding="utf-8")
    assert forms.load(str(path)).ratings[0].scale == ("1: low", "2: high")
    path.write_text(FORM.replace(old, new), encoding="utf-8")
    with pytest.raises(BadProfile) as refused:
        forms.load(str(path))
    assert reason in refused.value.message
    assert refused.value.hint


def test_control_characters_of_a_profile_are_spaces(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD.replace('title = "Seminar"', 'title = "Semi\\u001b]0;nar\\u202e"'))
    assert profile.title == "Semi ]0;nar"


def test_the_seminar_of_2020_is_the_default_with_its_days() -> None:
    """Projects of that profile still load."""
    then, default = seminar.load("theory-2020"), seminar.load(seminar.DEFAULT)
    assert then.due == date(2020, 6, 1)
    assert {day.first.year for day in then.events} == {2020}
    undated = {"name": "", "deliverables": (), "events": ()}
    assert replace(then, **undated) == replace(default, **undated)  # type: ignore[arg-type]
    assert default.due is not None
    assert default.due >= clock.today()


LIMITS = """[[report.limits]]
min = 4
max = 5.5
[[report.limits]]
of = "summary"
unit = "words"
max = 900
hard = false
"""


def test_limits_are_of_the_whole_or_of_a_part_in_pages_or_words(tmp_path: Path) -> None:
    total, part = load(tmp_path, GOOD + LIMITS).limits
    assert (str(total), total.hard) == ("4 to 5.5 pages", True)
    assert (part.of, str(part), part.hard) == ("summary", "at most 900 words", False)
    assert [total.excess(5.505), total.excess(6), total.shortage(6), total.shortage(3)] == [0, 0.5, 0, 1]
    assert load(tmp_path, GOOD + "[[report.limits]]\nmin = 2\n").limits[0].excess(1e6) == 0


@pytest.mark.parametrize(
    ("given", "counted", "others"),
    [
        ('uncounted = ["references", "title page"]', False, ("title page",)),
        ('uncounted = ["appendix"]', True, ("appendix",)),
        ("count_references = true", True, ("title page", "abstract", "contents", "appendix", "declaration")),
    ],
)
def test_what_does_not_count(tmp_path: Path, given: str, counted: bool, others: tuple[str, ...]) -> None:
    profile = load(tmp_path, GOOD.replace("count_references = false", given))
    assert (profile.count_references, profile.uncounted) == (counted, others)


def test_a_talk_may_be_shorter_or_longer_than_planned(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD.replace("minutes = 30", "target = 25\nmin = 20\nmax = 30\nquestions = 5"))
    assert (profile.minutes, profile.least, profile.most, profile.questions) == (25, 20, 30, 5)


HANDED_IN = """[[deliverables]]
what = "Draft"
files = ["report.pdf"]
stage = "draft"
date = "12-15"
time = "23:59"
zone = "AoE"
[[deliverables]]
what = "Report"
date = "01-20"
[[deliverables]]
what = "Slides"
days_before_talk = 14
"""


@pytest.fixture
def autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")  # 31 October 2026, 12:00 UTC


@pytest.mark.usefixtures("autumn")
def test_deliverables_have_a_date_or_days_before_the_own_talk(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD.replace("due = 2027-06-01\n", "") + HANDED_IN)
    assert [d.day for d in profile.deliverables] == [date(2026, 12, 15), date(2027, 1, 20), None]
    assert [d.stage for d in profile.deliverables] == ["draft", "final", "final"]
    assert profile.deliverables[0].files == ("report.pdf",)
    assert profile.due == date(2026, 12, 15)
    assert [dates.due(d, clock.now()) for d in profile.deliverables] == [
        "due on 15 December 2026, 23:59 AoE (in 45 days)",
        "due on 20 January 2027 (in 81 days)",
        "due 14 days before your talk",
    ]
    dated = profile.with_talk(OwnTalk(day=date(2027, 2, 10)))
    assert dates.due(dated.deliverables[2], clock.now()) == "due on 27 January 2027 (in 88 days)"
    assert profile.due_on(date(2026, 12, 1)).due == date(2026, 12, 1)
    assert [d.what for d in profile.due_on(date(2026, 12, 1)).deliverables] == ["Draft", "Report", "Slides"]
    slides_first = replace(profile, deliverables=profile.deliverables[::-1])
    assert [d.what for d in slides_first.due_on(date(2026, 12, 1)).deliverables] == ["Slides", "Report", "Draft"]


@pytest.mark.parametrize(
    ("first", "second", "report"),
    [
        ('what = "Folien"', 'what = "Ausarbeitung"', 1),
        ('what = "Abgabe 1"\nfiles = ["{surname}-Folien.pdf"]', 'what = "Abgabe 2"\nfiles = ["{surname}.pdf"]', 1),
        ('what = "Essay"', 'what = "Final report"', 0),
        ('what = "Report"\nfiles = ["a.pdf", "slides.pdf"]', 'what = "Report, again"', 0),
        ('what = "Outline"\nfiles = ["outline.pdf"]', 'what = "Term paper"\nfiles = ["paper.pdf"]', 1),
        ('what = "Slides on the paper"', 'what = "Exposition"', 0),
    ],
)
@pytest.mark.usefixtures("autumn")
def test_the_day_of_the_report_is_that_of_the_report(tmp_path: Path, first: str, second: str, report: int) -> None:
    rows = f'[[deliverables]]\n{first}\ndate = "12-15"\n[[deliverables]]\n{second}\ndate = "01-20"\n'
    profile = load(tmp_path, GOOD.replace("due = 2027-06-01\n", "") + rows)
    assert profile.report_due == profile.deliverables[report]


@pytest.mark.parametrize(
    ("moment", "over"),
    [("2026-12-16T11:58:00+00:00", False), ("2026-12-16T12:00:00+00:00", True), ("2026-12-15T12:00:00+00:00", False)],
)
@pytest.mark.usefixtures("autumn")
def test_a_day_anywhere_on_earth_ends_at_noon_in_utc(tmp_path: Path, moment: str, over: bool) -> None:
    draft = load(tmp_path, GOOD + HANDED_IN).deliverables[1]
    assert dates.is_over(draft, now := datetime.fromisoformat(moment)) is over
    assert ("was due" in dates.due(draft, now)) is over


FORMAL = """[header]
fields = ["Matriculation number", "Adviser"]
title_page = true
[declaration]
ai = "allowed"
"""


def test_header_and_declaration(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD + FORMAL)
    assert profile.title_page
    assert profile.declaration is not None
    assert profile.declaration.ai == "allowed"
    filled = profile.with_header({"matriculation_number": "12", "Room": "1"})
    assert [(f.name, f.value) for f in filled.header] == [("Matriculation number", "12"), ("Adviser", "")]


BLOCK = """[block]
start = "10:00"
end = "16:30"
room = "MI 1"
[[block.breaks]]
at = "14:00"
minutes = 10
[[block.breaks]]
at = "12:00"
minutes = 45
what = "Lunch"
[[events]]
what = "Block"
kind = "talks"
first = 2027-06-24
"""


def test_breaks_are_in_the_language_of_the_seminar(tmp_path: Path) -> None:
    german = f'language = "de"\n{GOOD}'
    assert [b.what for b in load(tmp_path, german).block.breaks] == ["Pause", "Mittagspause", "Pause"]
    assert [b.what for b in load(tmp_path, german + BLOCK).block.breaks] == ["Lunch", "Pause"]
    assert [b.what for b in load(tmp_path, GOOD).block.breaks] == ["Break", "Lunch", "Break"]


def test_the_block_of_talks(tmp_path: Path) -> None:
    profile = load(tmp_path, GOOD + BLOCK)
    block = profile.block
    assert (block.start, block.end, block.room) == (time(10), time(16, 30), "MI 1")
    assert [(b.at, b.minutes, b.what) for b in block.breaks] == [(time(12), 45, "Lunch"), (time(14), 10, "Break")]
    found = profile.event("talks")
    assert found
    assert (found.what, found.first) == ("Block", date(2027, 6, 24))
    assert profile.event("meeting") is None
    assert load(tmp_path, GOOD).block.breaks
    assert load(tmp_path, GOOD + "[block]\nbreaks = []\n").block.breaks == ()


GRADING = """[grading]
pass = 60
missed = 0
[[grading.parts]]
what = "Talk"
weight = 100
least = 40.5
points = 20
criteria = ["clear", "correct"]
"""


def test_grading(tmp_path: Path) -> None:
    grading = load(tmp_path, GOOD + GRADING).grading
    assert (grading.needed, grading.missed, grading.bonus, grading.most_bonus) == (60, 0, 1, 5)
    (talk,) = grading.parts
    assert (talk.what, talk.weight, talk.least) == ("Talk", 100, 40.5)
    assert [talk.heading(c) for c in talk.criteria] == ["Talk: clear (0-20)", "Talk: correct (0-20)"]
    usual = load(tmp_path, GOOD).grading
    assert [(part.what, part.weight) for part in usual.parts] == [("Report", 40), ("Talk", 60)]
    german = seminar.load("theory", "de").grading
    assert [part.what for part in german.parts] == ["Ausarbeitung", "Vortrag"]
    assert all(len(part.criteria) > 3 for part in (*usual.parts, *german.parts))


def _dated(*rows: str) -> str:
    return GOOD.replace("due = 2027-06-01\n", "") + "".join(
        f'[[events]]\nwhat = "{n}"\n{r}\n' for n, r in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (
            ['first = "06-24"', 'first = "06-01"'],
            "events[2].first is 06-01: it must not be before the date before it, 06-24",
        ),
        (['first = "06-24"\nlast = "06-20"'], "events[1].last is 06-20: it must not be before first, 06-24"),
        (["first = 2027-06-24\nlast = 2027-06-20"], "events[1].last is 2027-06-20: it must not be before first"),
        (['first = "06-24"\nlast = "06-26"', 'first = "06-25"'], "events[2].first is 06-25"),
        (['first = "10-15"', 'first = "12-20"\nlast = "01-07"', 'first = "02-05"'], ""),
        (["first = 2027-06-24", "first = 2027-06-01"], ""),
    ],
)
def test_dates_do_not_run_backwards(rows: list[str], wrong: str, tmp_path: Path) -> None:
    if not wrong:
        load(tmp_path, _dated(*rows))
        return
    with pytest.raises(BadProfile) as caught:
        load(tmp_path, _dated(*rows))
    assert wrong in caught.value.message


def test_what_is_due_shortly_before_the_first_date_is_due_in_its_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2027, 3, 1))
    summer, winter = (_dated(f'first = "{day}"') for day in ("06-24", "10-15"))
    found = [load(tmp_path, f'due = "{day}"\n{events}').due for day, events in (("06-01", summer), ("02-05", winter))]
    assert found == [date(2027, 6, 1), date(2028, 2, 5)]
