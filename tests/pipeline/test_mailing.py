"""`seminar mail`: texts for each student, from templates."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from scaffold import languages
from scaffold.cohort.mails import VALUES, composed, read_template
from scaffold.errors import BadProfile
from scaffold.resources import templates
from tests.pipeline.forking import scaffold

MAY, JUNE = "1811000000", "1812000000"
"""22 May and 3 June 2027."""

STEPS = ("assignment", "reminder", "missing")


def mail(folder: Path, *words: str, now: str = MAY) -> subprocess.CompletedProcess[str]:
    return scaffold("seminar", "mail", *words, cwd=folder, SOURCE_DATE_EPOCH=now)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three students, two of them a team, with a programme; the third has handed in nothing."""
    rows = "Ada One,2401.00001,Trees,T,ada@example.org\nBen Two,2401.00001,Trees,T,\nCora Three,2401.00002,,,c@a.org\n"
    (tmp_path / "assignment.csv").write_text(f"student,paper,title,team,E-Mail\n{rows}", encoding="utf-8")
    programme = (
        "2027-06-24,09:00,09:40,talk,Ada One; Ben Two,Cora Three,,\n"
        "2027-06-24,09:40,10:20,talk,Cora Three,,Ada One,Ben Two\n"
    )
    head = "date,start,end,kind,names,moderator,opponent,reviewer\n"
    (tmp_path / "programme.csv").write_text(head + programme, encoding="utf-8")
    head = "student,handed in,days late,report pages,slide pages,minutes,problems,ask\n"
    (tmp_path / "handins.csv").write_text(
        f"{head}Ada One and Ben Two,2027-06-01T10:00+00:00,0,5,,,,\nCora Three,,,,,,nothing was handed in,\n",
        encoding="utf-8",
    )
    return tmp_path


def text(folder: Path, step: str, name: str) -> str:
    return (folder / "mail" / step / f"{name}.txt").read_text(encoding="utf-8")


def test_the_assignment(folder: Path) -> None:
    run = mail(folder, "assignment")
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 without an address" in run.stdout
    ada = text(folder, "assignment", "ada-one")
    assert ada.startswith(
        "To: ada@example.org\nSubject: Seminar on the Theory of Deep Learning: your paper\n\nDear Ada One,"
    )
    for line in (
        "your paper is Trees (2401.00001).",
        "https://arxiv.org/abs/2401.00001",
        "You share it with Ben Two.",
        "Last day to deregister: 3 May 2027",
        "Talks: 24 June 2027 – 26 June 2027",
        "Your talk: 24 June 2027, 09:00",
        "- Report and first version of the slides: 1 June 2027",
        'scaffold init 2401.00001 --student "Ada One and Ben Two"',
    ):
        assert line in ada.splitlines()
    cora = text(folder, "assignment", "cora-three")
    assert "your paper is 2401.00002." in cora
    assert "share" not in cora


def test_the_reminder_in_german(folder: Path) -> None:
    profile = templates() / "seminars" / "theory.toml"
    (folder / "de.toml").write_text('language = "de"\n' + profile.read_text(encoding="utf-8"), encoding="utf-8")
    assert mail(folder, "reminder", "--seminar", "de.toml", "--into", "out").returncode == 0
    ada = (folder / "out" / "reminder" / "ada-one.txt").read_text(encoding="utf-8")
    assert "Subject: Seminar on the Theory of Deep Learning: Abgabe am 1. Juni 2027" in ada
    assert "- 24. Juni 2027, 09:40: fragt zuerst nach dem Vortrag von Cora Three" in ada
    ben = (folder / "out" / "reminder" / "ben-two.txt").read_text(encoding="utf-8")
    assert "- begutachtet den Entwurf von Cora Three" in ben


def test_only_who_has_handed_in_nothing_is_missing(folder: Path) -> None:
    run = mail(folder, "missing", "--json", now=JUNE)
    (cora,) = json.loads(run.stdout)["mails"]
    assert (cora["name"], cora["to"], cora["state"]) == ("Cora Three", "c@a.org", "written")
    assert "- Report and first version of the slides: 1 June 2027" in text(folder, "missing", "cora-three")
    early = mail(folder, "missing")
    assert (early.returncode, "nothing that the profile asks for is due yet" in early.stderr) == (33, True)
    (folder / "handins.csv").unlink()
    unknown = mail(folder, "missing")
    assert (unknown.returncode, "what was handed in is not known" in unknown.stderr) == (36, True)


def test_a_changed_file_stays_unless_asked(folder: Path) -> None:
    mail(folder, "reminder")
    path = folder / "mail" / "reminder" / "ada-one.txt"
    path.write_text("mine", encoding="utf-8")
    run = mail(folder, "reminder")
    assert [line.split()[0] for line in run.stdout.splitlines()[:3]] == ["kept", "unchanged", "unchanged"]
    assert path.read_text(encoding="utf-8") == "mine"
    assert mail(folder, "reminder", "--again").returncode == 0
    assert path.read_text(encoding="utf-8") != "mine"


def test_lines_without_their_value_are_left_out() -> None:
    template = "Subject: {seminar}\nDear {student},\n\nTalk: {talk}\n\nDuties:\n{duties}\n\nSee:\nyou\n"
    known = {"seminar": "S", "student": "{talk}", "duties": ""}
    assert composed(template, known, "a@b") == "To: a@b\nSubject: S\n\nDear {talk},\n\nSee:\nyou\n"
    assert "Duties:\n- a\n- b\n" in composed(template, {**known, "duties": "- a\n- b"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Dear {student}", ":1: no subject"),
        ("Subject: x\n{studnet}", r":2: \{studnet\} is not known \(did you mean 'student'\?\)"),
        (None, "cannot read the template"),
    ],
)
def test_templates_that_cannot_be_used(tmp_path: Path, content: str | None, said: str) -> None:
    path = tmp_path / "mine.txt"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BadProfile, match=said):
        read_template(path)


def test_there_is_a_template_for_each_step_in_each_language() -> None:
    names = {f"{step}.{code}.txt" for step in STEPS for code in languages.shipped()}
    assert {path.name for path in (templates() / "mails").iterdir()} == names
    used = {step: [] for step in STEPS}  # type: dict[str, list[set[str]]]
    for name in names:
        found = read_template(templates() / "mails" / name)
        used[name.partition(".")[0]].append(set(re.findall(r"\{([\w-]+)\}", found)))
    assert all(one == other for one, other in used.values())
    assert {value for sets in used.values() for value in sets[0]} == set(VALUES)
