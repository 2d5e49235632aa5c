"""`dates`: every date of a seminar, and a calendar file that other programs read back as the same moments."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from scaffold.pipeline import calendars
from scaffold.project import state
from scaffold.write.calendar import Appointment, ics
from tests.pipeline.conftest import Run

NOON = datetime(2026, 10, 31, 12, tzinfo=timezone.utc)
PROFILE = """
title = "Seminar; with, signs"
[report]
parts = [{ key = "a", title = "A", pages = 1 }]
[talk]
minutes = 30
questions = 10
[[deliverables]]
what = "Report"
files = ["report.pdf", "slides.pdf"]
date = 2027-06-01
time = "23:59"
zone = "AoE"
[[deliverables]]
what = "Slides"
stage = "draft"
days_before_talk = 14
time = "12:00"
zone = "Europe/Berlin"
[[deliverables]]
what = "Review"
date = 2026-10-01
[[events]]
what = "Talks"
first = 2027-06-24
last = 2027-06-26
[[events]]
what = "Report due"
first = 2027-06-01
"""


@pytest.fixture
def project(drafted: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with dates of every kind."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    folder = Path(shutil.copytree(drafted / "paper", desk / "here"))
    (folder / "mine.toml").write_text(PROFILE, encoding="utf-8")
    settings(folder, 'profile = "theory"', 'profile = "mine.toml"')
    text = (folder / state.FILE).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("due = ")]
    (folder / state.FILE).write_text("\n".join(kept), encoding="utf-8")
    return folder


def settings(folder: Path, old: str, new: str) -> None:
    text = (folder / state.FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / state.FILE).write_text(text.replace(old, new), encoding="utf-8")


def speak(folder: Path, when: str) -> None:
    settings(folder, "# when = 2027-06-24T10:15:00", f'when = {when}\nroom = "A 313, left"')


def events(file: Path) -> dict[str, Any]:
    """The events of a calendar file by their summaries."""
    found = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return {str(event["summary"]): event for event in found}


def test_all_dates_with_the_days_that_are_left(scaffold: Run, project: Path) -> None:
    run = scaffold("dates", cwd=project)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "Seminar; with, signs",
        "    30 days ago  Review, 1 October 2026",
        "    in 213 days  Report, 1 June 2027, 23:59 AoE",
        "    in 236 days  Talks, 24 June 2027 to 26 June 2027",
        "              ?  Slides (draft), 14 days before your talk, 12:00 Europe/Berlin",
        "  ?: set when under [talk] in scaffold.toml",
    ]
    rows = json.loads(scaffold("dates", "--json", cwd=project).stdout)["dates"]
    assert [(row["what"], row["day"], row["left"], row["over"]) for row in rows[:2]] == [
        ("Review", "2026-10-01", -30, True),
        ("Report", "2027-06-01", 213, False),
    ]


def test_the_calendar_has_the_moments(scaffold: Run, project: Path) -> None:
    speak(project, "2027-06-24T10:15:00")
    run = scaffold("dates", "--ics", "dates.ics", cwd=project)
    assert (run.returncode, run.stderr) == (0, "wrote dates.ics: 5 dates\n")
    found = events(project / "dates.ics")
    assert found["Report"].decoded("dtstart") == datetime(2027, 6, 2, 11, 59, tzinfo=timezone.utc)
    assert found["Slides (draft)"].decoded("dtstart") == datetime(2027, 6, 10, 10, 0, tzinfo=timezone.utc)
    assert found["Review"].decoded("dtstart") == date(2026, 10, 1)
    assert (found["Talks"].decoded("dtstart"), found["Talks"].decoded("dtend")) == (
        date(2027, 6, 24),
        date(2027, 6, 27),
    )
    talk = found["Your talk"]
    assert talk.decoded("dtstart") == datetime(2027, 6, 24, 10, 15)  # of the place
    assert talk.decoded("dtend") - talk.decoded("dtstart") == timedelta(minutes=25 + 10)
    assert str(talk["location"]) == "A 313, left"


def test_the_calendar_follows_the_rules_that_other_programs_need(scaffold: Run, project: Path) -> None:
    speak(project, "2027-06-24T10:15:00")
    file = project / "dates.ics"
    assert scaffold("dates", "--ics", "dates.ics", cwd=project).returncode == 0
    data = file.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"TZID" not in data, "a zone needs a table of its own, which UTC does not"
    assert b"\r\nVERSION:2.0\r\n" in data
    assert b"\r\nPRODID:" in data
    found = events(file)
    assert len({str(event["uid"]) for event in found.values()}) == len(found)
    for event in found.values():
        assert event.decoded("dtstamp") == NOON.replace(hour=0)
        begins, ends = event.decoded("dtstart"), event.get("dtend") and event.decoded("dtend")
        assert ends is None or ends > begins
        alarms = event.walk("VALARM")
        triggers = [alarm.decoded("trigger") for alarm in alarms]
        assert triggers == sorted(triggers, reverse=True)
        assert all(t < timedelta(0) and alarm["action"] == "DISPLAY" for t, alarm in zip(triggers, alarms, strict=True))
        assert all(str(alarm["description"]) for alarm in alarms)
        if not isinstance(begins, datetime):  # at nine in the morning, not at midnight
            assert triggers[0] == timedelta(hours=-15)


def test_what_depends_on_an_unknown_talk_is_named(scaffold: Run, project: Path) -> None:
    run = scaffold("dates", "--ics", "dates.ics", cwd=project)
    assert "Slides (draft)" in run.stderr
    assert "set when under [talk] in scaffold.toml" in run.stderr
    assert "Slides (draft)" not in events(project / "dates.ics")


def test_an_unchanged_date_keeps_every_byte_and_a_moved_one_is_the_next_of_its_sequence(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project / "dates.ics"
    calendars.save(calendars.agenda(project), file)
    first, before = file.read_bytes(), events(file)
    later = NOON + timedelta(days=3)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))
    calendars.save(calendars.agenda(project), file)
    assert file.read_bytes() == first
    profile = project / "mine.toml"
    profile.write_text(PROFILE.replace("first = 2027-06-24", "first = 2027-06-25"), encoding="utf-8")
    calendars.save(calendars.agenda(project), file)
    after = events(file)
    assert after["Talks"]["uid"] == before["Talks"]["uid"]
    assert (after["Talks"]["sequence"], after["Talks"].decoded("dtstamp")) == (1, later.replace(hour=0))
    assert after["Report"].to_ical() == before["Report"].to_ical()


def test_two_projects_have_no_date_in_common(project: Path, desk: Path) -> None:
    other = Path(shutil.copytree(project, desk / "other"))
    settings(other, 'arxiv = "2401.00001"', 'arxiv = "2401.00002"')
    ids = [{e.appointment.key for e in calendars.agenda(p).entries if e.appointment} for p in (project, other)]
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])


@pytest.mark.parametrize("before", [b"", b"not a calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_calendar_is_replaced(project: Path, before: bytes) -> None:
    file = project / "dates.ics"
    file.write_bytes(before)
    calendars.save(calendars.agenda(project), file)
    assert set(events(file)) == {"Report", "Review", "Talks"}


def test_a_folder_in_place_of_the_file_is_an_error(scaffold: Run, project: Path) -> None:
    (project / "dates.ics").mkdir()
    run = scaffold("dates", "--ics", "dates.ics", cwd=project)
    assert run.returncode not in (0, 1)
    assert "dates.ics" in run.stderr


@given(st.dates(min_value=date(9999, 12, 30)), st.times().map(lambda t: t.replace(fold=0)), st.integers(0, 3000))
@example(date(9999, 12, 31), time(23, 59), 40)
def test_the_end_of_the_calendar_is_no_error(day: date, begins: time, minutes: int) -> None:
    one = Appointment(key="k", what="Talk", day=day, time=begins, minutes=minutes)
    (event,) = Calendar.from_ical(ics([one], "Name", NOON)).walk("VEVENT")
    assert event.decoded("dtstart") == datetime.combine(day, begins.replace(microsecond=0))


@given(
    what=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1),
    note=st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")),
    day=st.dates(),
    zone=st.sampled_from(["", "AoE", "Europe/Berlin", "Pacific/Kiritimati"]),
    time=st.none() | st.times().map(lambda t: t.replace(microsecond=0, fold=0)),
    length=st.integers(0, 5),
)
def test_any_date_can_be_read_back(what: str, note: str, day: date, zone: str, time: Any, length: int) -> None:
    last = day + timedelta(days=length) if day < date(9999, 12, 20) else None
    one = Appointment(key="k", what=what, day=day, last=last, time=time, zone=zone, note=note)
    (event,) = Calendar.from_ical(ics([one], "Name", NOON)).walk("VEVENT")
    assert str(event["summary"]) == what
    assert str(event.get("description", "")) == note
    begins = event.decoded("dtstart")
    if not isinstance(begins, datetime):
        assert begins == day
    elif not zone:
        assert begins == datetime.combine(day, time)
