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


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('class = "llncs"', "report.page.margin: the class llncs has margins of its own, so remove margin"),
        ('class = "my class"', "report.class is 'my class': it must be the name of a LaTeX class"),
        ('class = "/"', "report.class is '/'"),
        ("class = 3", "report.class is 3: it must be text in quotes"),
        ('class_options = ["a4paper"]', "report.class_options needs report.class"),
        ('class = "llncs"\nclass_options = ["a]b"]', "'a]b' is no option of a class"),
    ],
)
def test_a_class_that_cannot_be_is_refused(lines: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadProfile) as caught:
        load(tmp_path, GOOD.replace("[report]", f"[report]\n{lines}"))
    assert says in caught.value.message


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
        ("minutes = 30", 'minutes = "long"', "talk.minutes is 'long': it must be a whole number"),
        ("minutes = 30", "minutes = 30.5", "talk.minutes is 30.5: it must be a whole number"),
        ("minutes = 30", "minutes = true", "talk.minutes is true: it must be a whole number"),
        ("minutes = 30", "minutes = 601", "both at most 600"),
        ("minutes = 30", "target = 0", "talk.target must be at least 1"),
        ("minutes = 30", "minutes = 30\ntarget = 30", "write only one of them"),
        ("minutes = 30", "target = 30\nmin = 31", "talk.min, talk.target and talk.max must not decrease"),
        ("minutes = 30", "target = 30\nmax = 29", "talk.min, talk.target and talk.max must not decrease"),
        ("minutes = 30", "target = 30\nmin = -1", "must not decrease"),
        ('title = "Seminar"', "title = 2020-01-01", "title is 2020-01-01: it must be text in quotes"),
        ('title = "Summary"', "title = 2020-01-01", "report.parts[1].title is 2020-01-01: it must be text"),
        ('title = "Summary"', 'title = ["Theorem 3", 5]', "report.parts[1].title is ['Theorem 3', 5]: it must be text"),
        ('key = "summary"', "key = 5", "report.parts[1].key is 5: it must be text"),
        ("pages = 2.5", 'pages = "2.5"', "report.parts[1].pages is '2.5': it must be a number"),
        ("[[report.parts]]", "[report.parts]", "it must be a list of tables, [[report.parts]]"),
        ("[report]", "events = 3\n[report]", "events is 3: it must be a list of tables, [[events]]"),
        ("[report]", "events = [3]\n[report]", "events[1] is 3: it must be a section"),
        ("[report]", "review = nan\n[report]", "review is nan: it must be text"),
        ("due = 2027-06-01", "due = 2027-06-01T09:00:00", "without quotes"),
        ("due = 2027-06-01", f"due = {'[' * 20_000}", "nested too deeply"),
        ("[talk]", "[[talk]]", "it must be a section, [talk]"),
        ("minutes = 30", "minutes = 30\nquestions = -1", "at least 0"),
        ("count_references = false", 'count_references = "no"', "true or false"),
        ("[report]", '[report]\nreferences = { engine = "endnote" }', "engine must be one of natbib, biblatex"),
        ("[report]", '[report]\nreferences = { style = "a]b" }', "the name of a style"),
        ("due = 2027-06-01", 'due = "1 June"', "2027-06-01, without quotes"),
        ("due = 2027-06-01", 'due = "02-29"', 'a day of every year such as "06-01"'),
        ("due = 2027-06-01", 'due = "6-1"', 'a day of every year such as "06-01"'),
        ('paper = "a4"', 'paper = "a3"', "paper must be one of a4, letter"),
        ("font_size = 11", "font_size = 13", "font_size must be one of 8, 9, 10, 11, 12, 14"),
        ("columns = 1", "columns = 3", "columns must be 1 or 2"),
        ("margin = 25.0", 'margin = "25mm"', "report.page.margin is '25mm': it must be a number"),
        ("margin = 25.0", "margin = 2.5", "from 10 to 60"),
        ("margin = 25.0", "margin = 25.0, side_margin = 70", "side_margin must be from 10 to 60"),
        ("columns = 1", "colums = 1", "no setting 'colums'"),
        ("count_references = false", 'uncounted = ["cover"]', "'cover' is none of title page, abstract"),
        ("count_references = false", "uncounted = []\ncount_references = true", "remove report.count_references"),
        ("minutes = 30", "minute = 30\nminutes = 30", "no setting 'minute'"),
        ("[talk]", "[talks]", "no setting 'talks' (did you mean 'talk'?)"),
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
        ('scale = ["1: low", "2: high"]', "scale = [1, 2]", "ratings[1].scale is [1, 2]: it must be a list of texts"),
        ('source = "ours"', "source = nan", "source is nan: it must be text in quotes"),
        ("dated = 2025-02-01", 'dated = "2025"', "dated is '2025': it must be a date"),
        ("half = 2", "half = true", "confidence.half is true: it must be a whole number"),
        ("half = 2", "half = 0", "never decrease"),
        ("half = 2", "halve = 2", "confidence has no setting 'halve'"),
        ("[confidence]", "[[confidence]]", "it must be a section, [confidence]"),
        ("[[sections]]", "[sections]", "it must be a list of tables, [[sections]]"),
        ('title = "Review"', "", "'title' is missing"),
        ('scale = ["1: low", "2: high"]', 'scale = ["1: low", "2: high"]\nreason_for = [3]', "3, which is not on"),
        ('scale = ["1: low", "2: high"]', 'scale = ["1: low"]\nreason_for = ["1"]', "must be a list of whole numbers"),
        ("[confidence]", '[[choices]]\nname = "C"\noptions = ["a"]\n[confidence]', "at least two different"),
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


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('of = "summary"', 'of = "sumary"', "it must be one of total, summary (did you mean 'summary'?)"),
        ('unit = "words"', 'unit = "lines"', "it must be one of pages, words"),
        ("min = 4\nmax = 5.5", "", "needs min or max"),
        ("min = 4", "min = 6", "min not above max"),
        ("max = 5.5", "max = nan", "needs min or max"),
        ("max = 900", "max = 1e9", "at most 500000"),
        ('of = "summary"\nunit = "words"\nmax = 900', "max = 9", "two limits of the same thing"),
        ("hard = false", 'hard = "no"', "true or false"),
    ],
)
def test_a_bad_limit_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in LIMITS
    with pytest.raises(BadProfile) as refused:
        load(tmp_path, GOOD + LIMITS.replace(old, new, 1))
    assert reason in refused.value.message


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


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('date = "12-15"', "", "deliverables[1] must have either date or days_before_talk"),
        ("days_before_talk = 14", 'days_before_talk = 14\ndate = "12-15"', "either date or days_before_talk"),
        ("days_before_talk = 14", "days_before_talk = -1", "from 0 to 1000"),
        ('stage = "draft"', 'stage = "drat"', "it must be one of draft, final (did you mean 'draft'?)"),
        ('zone = "AoE"', 'zone = "Europe/Berlim"', "no time zone is called 'Europe/Berlim': write \"AoE\""),
        ('zone = "AoE"', 'zone = "/etc"', "no time zone"),
        (
            'time = "23:59"',
            'time = "24:00"',
            "deliverables[1].time is '24:00': it must be a time of day such as \"23:59\"",
        ),
        ('what = "Draft"', "", "'what' is missing"),
        ('what = "Draft"', 'wat = "Draft"', "deliverables[1] has no setting 'wat'"),
    ],
)
def test_a_bad_deliverable_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(BadProfile) as refused:
        load(tmp_path, GOOD + HANDED_IN.replace(old, new, 1))
    assert reason in refused.value.message


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


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('ai = "allowed"', 'ai = "alowed"', "one of none, allowed, disclose (did you mean 'allowed'?)"),
        ('"Adviser"]', '"matriculation  Number"]', "must be distinct names"),
        ('fields = ["Matriculation number", "Adviser"]', "fields = 3", "must be a list of texts"),
        ("title_page", "titlepage", "no setting 'titlepage'"),
    ],
)
def test_a_bad_header_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(BadProfile) as refused:
        load(tmp_path, GOOD + FORMAL.replace(old, new, 1))
    assert reason in refused.value.message


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


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('end = "16:30"', 'end = "09:30"', "block: end must be later than start"),
        ('start = "10:00"', "start = 10", "block.start is 10: it must be a time of day"),
        ("minutes = 10", "minutes = 0", "block.breaks[1] has minutes = 0: it must be from 1 to 600"),
        ('kind = "talks"', 'kind = "talk"', "events[1] has kind = 'talk': it must be one of wishes, assignment,"),
        ('room = "MI 1"', 'rooms = "MI 1"', "block has no setting 'rooms' (did you mean 'room'?)"),
    ],
)
def test_a_bad_block_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(BadProfile) as refused:
        load(tmp_path, GOOD + BLOCK.replace(old, new, 1))
    assert reason in refused.value.message


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


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("weight = 100", "weight = 90", "the weights of grading.parts are 90: their sum must be 100"),
        ("weight = 100", "weight = 0", "grading.parts[1].weight must be above 0"),
        ("least = 40.5", "least = 101", "grading.parts[1].least is 101: it must be from 0 to 100 percent"),
        ("points = 20", "points = 0", "grading.parts[1].points must be from 1 to 1000"),
        ('["clear", "correct"]', "[]", "criteria must not be empty"),
        ('["clear", "correct"]', '["clear", "clear"]', "must be different texts"),
        ("missed = 0", "missed = -1", "grading.missed must be from 0 to 100 days"),
        ("pass = 60", "passes = 60", "grading has no setting 'passes' (did you mean 'pass'?)"),
    ],
)
def test_a_bad_grading_is_refused_with_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(BadProfile) as refused:
        load(tmp_path, GOOD + GRADING.replace(old, new, 1))
    assert reason in refused.value.message
