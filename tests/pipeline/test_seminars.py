"""`scaffold seminar` and `scaffold config`."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.pipeline import seminars
from scaffold.project import state
from scaffold.resources import template
from tests.pipeline.conftest import ID, Run


def test_the_rules_of_every_profile_are_listed(scaffold: Run) -> None:
    run = scaffold("seminar", "list")
    assert run.returncode == 0, run.stderr
    assert [name for name in seminar.shipped() if f"{name}\n" not in run.stdout] == []
    assert "5 pages: Summary (2), Review (1), Summary of the proofs (2); talk: 30 minutes" in run.stdout


def test_rules_are_shown_with_the_days_that_are_left(scaffold: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")  # 31 October 2026
    shown = scaffold("seminar", "show", "theory").stdout
    assert "Report and first version of the slides (draft): due on 1 June 2027 (in 213 days)" in shown
    assert "24 June 2027 to 26 June 2027: Talks" in shown
    assert "Theory worksheet" in shown


@pytest.mark.parametrize(
    ("word", "meant"),
    [("theory", "scaffold seminar show theory"), ("mine.toml", "scaffold seminar check mine.toml"), ("shwo", "'show'")],
)
def test_what_is_no_command_but_a_profile_names_the_command(word: str, meant: str, scaffold: Run) -> None:
    run = scaffold("seminar", word)
    assert run.returncode == 2
    assert meant in run.stderr


def test_the_schema_of_profiles_is_printed(scaffold: Run) -> None:
    run = scaffold("seminar", "schema")
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == seminars.json_schema()


def test_a_new_profile_is_valid_and_a_mistake_is_named_by_its_line(scaffold: Run, desk: Path) -> None:
    run = scaffold("seminar", "new", "mine.toml", "short-4")
    assert "scaffold seminar check mine.toml" in run.stdout
    assert seminar.load(str(desk / "mine.toml")).parts == seminar.load("short-4").parts
    checked = scaffold("seminar", "check", "mine.toml")
    assert (checked.returncode, "mine.toml is valid" in checked.stdout) == (0, True)
    assert scaffold("seminar", "new", "mine.toml").returncode == 30
    assert scaffold("seminar", "new", "other.toml", "short-5").returncode == 33
    assert scaffold("seminar", "new", "other.toml", "mine.toml").returncode == 33
    unnamed = scaffold("seminar", "new", "other")
    assert (unnamed.returncode, "name it other.toml" in unnamed.stderr) == (33, True)
    assert not list(desk.glob("other*"))

    text = (desk / "mine.toml").read_text(encoding="utf-8").replace("minutes = 20", "minuts = 20")
    (desk / "mine.toml").write_text(text, encoding="utf-8")
    line = text[: text.index("minuts")].count("\n") + 1
    wrong = scaffold("seminar", "check", "mine.toml")
    assert wrong.returncode == 33
    assert f"mine.toml:{line}" in wrong.stderr
    assert "did you mean 'minutes'?" in wrong.stderr


def test_all_that_is_wrong_with_a_profile_is_named_in_one_run(scaffold: Run, desk: Path) -> None:
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8").replace("minutes = 20", "minuts = 20")
    rules = re.sub(r"^review = .*$", 'review = "own.toml"', rules, flags=re.MULTILINE)
    (desk / "own.toml").write_text('title = 3\nscale = "none"\n', encoding="utf-8")
    rules += (
        '\n[[deliverables]]\nwhat = "Report"\nfiles = ["{surnam}.pdf", "report.pdf", "Report.pdf"]\ndate = "05-01"\n'
    )
    (desk / "mine.toml").write_text(rules, encoding="utf-8")
    wrong = scaffold("seminar", "check", "mine.toml")
    assert wrong.returncode == 33
    for word in (
        "'minuts'",
        "{surnam} is none of",
        "Report.pdf and report.pdf are one file",
        "own.toml:1",
        "title is 3",
    ):
        assert word in wrong.stderr
    assert wrong.stderr.count("mine.toml") == 3


@pytest.mark.parametrize(
    "name",
    [
        "{.pdf",
        "}.pdf",
        "a{b",
        "con",
        "AUX.pdf",
        "lpt1.tar.gz",
        "report.",
        "report.pdf ",
        " report.pdf",
        "a\x7f.pdf",
        "ü" * 150,
        'report.pdf", "report.pdf',
        'report.pdf", "REPORT.PDF',
        'ü.pdf", "u\u0308.pdf',
        '{student}.pdf", "{Student}.PDF',
    ],
)
def test_names_that_some_system_cannot_have_are_refused(name: str, scaffold: Run, desk: Path) -> None:
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8")
    escaped = name.replace("\x7f", "\\u007f")
    rules += f'\n[[deliverables]]\nwhat = "Report"\nfiles = ["{escaped}"]\ndate = "05-01"\n'
    (desk / "mine.toml").write_text(rules, encoding="utf-8")
    wrong = scaffold("seminar", "check", "mine.toml")
    assert (wrong.returncode, "mine.toml:" in wrong.stderr) == (33, True), wrong.stdout + wrong.stderr


FORMAL = '[header]\nfields = ["Matriculation number", "Adviser"]\n'


def test_what_is_remembered_is_filled_in(scaffold: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CONFIG", str(desk / "kept" / "config.toml"))
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8")
    (desk / "mine.toml").write_text(f"{rules}\n{FORMAL}", encoding="utf-8")
    assert "Nothing is remembered yet" in scaffold("config", "list").stdout
    scaffold("config", "set", "student", "Ada Example")
    scaffold("config", "set", "matriculation number", "123")
    scaffold("config", "set", "Room", "7")
    run = scaffold("init", ID, "one", "--no-tex", "--seminar", "mine.toml", "--field", "Adviser=Prof. Muster")
    assert run.returncode == 0, run.stderr
    report = (desk / "one" / "report" / "report.tex").read_text(encoding="utf-8")
    assert r"\student{Ada Example}" in report
    assert "\\headerfield{Matriculation number}{123}\n\\headerfield{Adviser}{Prof. Muster}\n" in report
    assert state.load(desk / "one").header == {"matriculation number": "123", "Adviser": "Prof. Muster"}

    settings = desk / "one" / "scaffold.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Prof. Muster", "Dr. Beispiel"), encoding="utf-8")
    warned = " ".join(scaffold("check", cwd=desk / "one").stderr.split())
    assert "[header] Adviser is Dr. Beispiel, but report/report.tex" in warned
    assert "[header] Matriculation" not in warned

    listed = scaffold("config", "list").stdout
    assert "Adviser = Prof. Muster" in listed
    scaffold("config", "set", "Matriculation Number", "456")
    scaffold("config", "unset", "room")
    scaffold("config", "unset", "student")
    listed = scaffold("config", "list").stdout
    assert "Matriculation Number = 456" in listed
    assert all(gone not in listed for gone in ("123", "Room", "Ada"))


@pytest.mark.parametrize(
    ("field", "code", "said"),
    [("Adviser", 2, "no field with a value"), ("Advisor=X", 33, "did you mean 'Adviser'?"), ("=X", 2, "no field")],
)
def test_a_field_that_the_seminar_does_not_have(scaffold: Run, desk: Path, field: str, code: int, said: str) -> None:
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8")
    (desk / "mine.toml").write_text(f"{rules}\n{FORMAL}", encoding="utf-8")
    run = scaffold("init", ID, "here", "--no-tex", "--seminar", "mine.toml", "--field", field)
    assert run.returncode == code
    assert said in " ".join(run.stderr.split())
    assert not (desk / "here").exists()


def test_a_damaged_file_of_settings_is_named(scaffold: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "config.toml").write_text("student = 3\n", encoding="utf-8")
    monkeypatch.setenv("SCAFFOLD_CONFIG", str(desk / "config.toml"))
    run = scaffold("config", "list")
    assert run.returncode == 33
    assert "config.toml:1" in run.stderr
    assert "student is 3: it must be text" in run.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_fields_are_asked_for_once_on_a_terminal(scaffold: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pty

    monkeypatch.setenv("SCAFFOLD_CONFIG", str(desk / "config.toml"))
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8")
    (desk / "mine.toml").write_text(f"{rules}\n{FORMAL}", encoding="utf-8")
    words = ["init", ID, "one", "--no-tex", "--seminar", "mine.toml"]
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scaffold", *words], cwd=desk, stdin=follower, stderr=follower, stdout=subprocess.PIPE
    )
    os.close(follower)
    os.write(leader, b"123\n\n")
    shown = []
    with contextlib.suppress(OSError):  # the terminal is closed
        while text := os.read(leader, 1024):
            shown.append(text)
    process.communicate(timeout=60)
    os.close(leader)
    asked = b"".join(shown).decode()
    assert process.returncode == 0, asked
    assert "Matriculation number:" in asked
    assert "Adviser:" in asked
    report = (desk / "one" / "report" / "report.tex").read_text(encoding="utf-8")
    assert "\\headerfield{Matriculation number}{123}\n\\headerfield{Adviser}{}\n" in report
    assert "Matriculation number = 123" in scaffold("config", "list").stdout
