"""`seminar programme` and `seminar drop`, as an instructor types them."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from scaffold.resources import template
from tests.pipeline.forking import scaffold

BEFORE, AFTER = "1809000000", "1810036800"
"""29 April and 11 May 2027: before and after the last day to de-register."""

BAD_TABLE = 36

Seminar = Callable[..., "subprocess.CompletedProcess[str]"]

PEOPLE = ("Ada One", "Ben Two", "Cora Three", "Dan Four", "Eve Five", "Fay Six")


@pytest.fixture
def seminar(tmp_path: Path) -> Seminar:
    """Runs `scaffold seminar` in a folder with six students, the last two a team, and one without a paper."""
    rows = "".join(f"{name},p{min(n, 4)},{'T' if n > 3 else ''}\n" for n, name in enumerate(PEOPLE))
    (tmp_path / "assignment.csv").write_text(f"student,paper,team\n{rows}Gil Seven,,\n", encoding="utf-8")
    papers = "".join(f"p{n},Title {n}\n" for n in (3, 2, 1, 0, 4))
    (tmp_path / "papers.csv").write_text(f"id,title\n{papers}", encoding="utf-8")

    def run(*words: str, now: str = BEFORE) -> subprocess.CompletedProcess[str]:
        return scaffold("seminar", *words, cwd=tmp_path, SOURCE_DATE_EPOCH=now)

    return run


def made(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert run.returncode == 0, run.stderr
    return [slot for slot in json.loads(run.stdout)["slots"] if slot["kind"] == "talk"]


def test_a_programme_as_table_and_as_calendar(seminar: Seminar, tmp_path: Path) -> None:
    run = seminar("programme", "--ics", "talks.ics")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[2:4] == ["Thursday, 24 June 2027", "  09:00–09:40  Dan Four  p3  Title 3"]
    rows = list(csv.DictReader((tmp_path / "programme.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["names"] for row in rows] == ["Dan Four", "Cora Three", "Ben Two", "Ada One", "Eve Five; Fay Six"]
    events = Calendar.from_ical((tmp_path / "talks.ics").read_bytes()).walk("VEVENT")
    assert [str(e["summary"]) for e in events][-1] == "Eve Five and Fay Six: Title 4"
    assert f"Moderator: {rows[0]['moderator']}" in str(events[0]["description"])
    assert not any(e.walk("VALARM") for e in events)
    before = {name: (tmp_path / name).read_bytes() for name in ("programme.csv", "talks.ics")}
    assert seminar("programme", "--ics", "talks.ics").stdout.endswith(
        "\nBrought up to date: programme.csv, talks.ics\n"
    )
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_the_rules_are_those_of_the_folder(seminar: Seminar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Options come first, then the variable, then seminar.toml, then the default profile."""

    def title(*words: str) -> str:
        return seminar("programme", "--day", "2027-06-24", *words).stdout.splitlines()[0]

    assert title() == "Seminar on the Theory of Deep Learning"
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8").replace('name = "theory"\n', "")
    for name in ("seminar", "other", "third"):
        text = rules.replace("Seminar on the Theory of Deep Learning", f"Rules of {name}")
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    assert title() == "Rules of seminar"
    monkeypatch.setenv("SCAFFOLD_SEMINAR", "other.toml")
    assert title() == "Rules of other"
    assert title("--seminar", "third.toml") == "Rules of third"


def test_edits_stay_unless_the_programme_is_made_anew(seminar: Seminar, tmp_path: Path) -> None:
    first = made(seminar("programme", "--json", "--day", "2027-06-24"))
    path = tmp_path / "programme.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("09:00,09:40", "08:00,08:40"), encoding="utf-8")
    assert made(seminar("programme", "--json"))[0]["start"] == "08:00"
    assert made(seminar("programme", "--json", "--anew", "--day", "2027-06-24")) == first


def test_who_leaves_frees_the_paper_and_the_slot(seminar: Seminar, tmp_path: Path) -> None:
    before = made(seminar("programme", "--json"))
    run = seminar("drop", "cora")
    assert (run.returncode, run.stdout.splitlines()) == (
        0,
        [
            "Cora Three has de-registered on 2027-04-29",
            "  p2 is free",
            "  without a paper: Gil Seven",
            "  next: scaffold seminar programme",
        ],
    )
    after = made(seminar("programme", "--json"))
    assert [slot["names"] for slot in after] == [slot["names"] for slot in before if slot["names"] != ["Cora Three"]]
    assert "Cora Three" not in (tmp_path / "programme.csv").read_text(encoding="utf-8")
    assert "Cora Three" in (tmp_path / "assignment.csv").read_text(encoding="utf-8")
    table = tmp_path / "assignment.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Gil Seven,,", "Gil Seven,p2,"), encoding="utf-8")
    (gil,) = [slot for slot in made(seminar("programme", "--json")) if slot["names"] == ["Gil Seven"]]
    (cora,) = [slot for slot in before if slot["names"] == ["Cora Three"]]
    assert (gil["date"], gil["start"], gil["paper"]) == (cora["date"], cora["start"], "p2")
    again = seminar("drop", "Cora Three")
    assert (again.returncode, "Cora Three has de-registered on 2027-04-29" in again.stderr) == (36, True)


def test_who_has_left_gets_no_paper_any_more(seminar: Seminar, tmp_path: Path) -> None:
    wishes = "name,first,team\nCora Three,p2,\nBen Two,p2,\nDan Four,p3,Eve Five\nEve Five,p3,Dan Four\n"
    (tmp_path / "wishes.csv").write_text(wishes, encoding="utf-8")
    for name in ("Cora Three", "Eve Five"):
        assert seminar("drop", name).returncode == 0
    run = seminar("assign", "wishes.csv", "--json")
    assert [(a["students"], a["paper"]) for a in json.loads(run.stdout)["assigned"]] == [
        (["Ben Two"], "p2"),
        (["Dan Four"], "p3"),
    ]
    warnings = [w["message"] for w in json.loads(run.stdout)["warnings"]]
    assert "Cora Three has de-registered on 2027-04-29, and gets no paper" in warnings


def test_after_the_last_day_only_with_a_word(seminar: Seminar, tmp_path: Path) -> None:
    late = seminar("drop", "Fay Six", now=AFTER)
    assert (late.returncode, "the last day to de-register was 3 May 2027" in late.stderr) == (37, True)
    assert not (tmp_path / "dropped.csv").exists()
    anyway = seminar("drop", "Fay Six", "--anyway", "--json", now=AFTER)
    found = json.loads(anyway.stdout)
    assert (found["late"], found["last"], found["partners"]) == (True, "2027-05-03", ["Eve Five"])
    assert "2027-05-11,Fay Six,p4,yes" in (tmp_path / "dropped.csv").read_text(encoding="utf-8-sig")
    assert [s["names"] for s in made(seminar("programme", "--json"))][-1] == ["Eve Five"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("drop", "Coora Three"), 36, "'Coora Three' is not in assignment.csv (did you mean 'Cora Three'?)"),
        (("drop", ""), 36, "'' is not in assignment.csv"),
        (("programme", "nowhere.csv"), 36, "nowhere.csv cannot be read"),
        (("programme", "--seminar", "short-4"), 33, "does not say when the talks are"),
        (("programme", "--output", "papers.csv"), 36, "papers.csv has no column date"),
    ],
)
def test_what_cannot_be_done(seminar: Seminar, words: tuple[str, ...], code: int, said: str) -> None:
    run = seminar(*words)
    assert (run.returncode, said in run.stderr, "Hint:" in run.stderr) == (code, True, True), run.stderr


def test_a_block_that_is_too_short(seminar: Seminar, tmp_path: Path) -> None:
    seminar("new", "mine.toml")
    profile = tmp_path / "mine.toml"
    text = profile.read_text(encoding="utf-8") + '[block]\nstart = "09:00"\nend = "09:50"\n'
    profile.write_text(text, encoding="utf-8")
    run = seminar("programme", "--seminar", "mine.toml")
    assert run.returncode == 38
    assert "hold 3 talks of 40 minutes, from 09:00 to 09:50" in run.stderr
    assert not (tmp_path / "programme.csv").exists()
    shown = seminar("show", "mine.toml")
    assert "09:00 to 09:50; breaks: Break 10:30 (20), Lunch 12:30 (60), Break 15:00 (20)" in shown.stdout


def test_names_with_semicolons_or_without_letters_keep_their_slots(seminar: Seminar, tmp_path: Path) -> None:
    names = ("One; Ada", "!!", "\N{GRINNING FACE}", "Dan")
    rows = "".join(f'"{name}",p{n}\n' for n, name in enumerate(names))
    (tmp_path / "assignment.csv").write_text(f"student,paper\n{rows}", encoding="utf-8")
    assert len(made(seminar("programme", "--json"))) == len(names)
    before = (tmp_path / "programme.csv").read_bytes()
    assert len(made(seminar("programme", "--json"))) == len(names)
    assert (tmp_path / "programme.csv").read_bytes() == before


def test_a_column_of_the_instructors_own_is_not_lost(seminar: Seminar, tmp_path: Path) -> None:
    made(seminar("programme", "--json"))
    path = tmp_path / "programme.csv"
    head, *rest = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([f"{head},link", *(f"{line},https://example.org" for line in rest)]), encoding="utf-8")
    before = path.read_bytes()
    run = seminar("programme", "--anew")
    assert (run.returncode, "'link'" in run.stderr, path.read_bytes()) == (BAD_TABLE, True, before)
