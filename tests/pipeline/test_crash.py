"""A bug of ours ends with exit 1 and a small file for the bug report, in which nothing is private."""

from __future__ import annotations

import errno
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffold import cli, pipeline
from scaffold.cli import crash as shown
from scaffold.cli import signals
from scaffold.engines import doctor
from scaffold.pipeline import crash

STUDENT = "Jane Q. Student"
PRIVATE = ("jdoe", STUDENT, "My own words", "hand-in-of-jane")

Crash = Callable[..., int]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a user jdoe, below a home directory."""
    folder = tmp_path / "homes" / "jdoe" / "hand-in-of-jane"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    monkeypatch.setattr(getpass, "getuser", lambda: "jdoe")
    monkeypatch.setattr(doctor, "programs", lambda: {"pdflatex": "pdfTeX 3"})
    return folder


@pytest.fixture
def crashed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Crash:
    """Runs `scaffold init` with a bug planted in the pipeline; the exit code."""

    def run(error: BaseException) -> int:
        def planted(*_: Any) -> None:
            raise error

        monkeypatch.setattr(pipeline, "init", planted)
        words = ["init", "1905.03684", "hand-in-of-jane", "--student", STUDENT, "--minutes", "20", "--slides", "beamer"]
        monkeypatch.setattr(sys, "argv", ["scaffold", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    return run


def test_the_file_holds_traceback_command_and_versions(
    crashed: Crash, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert crashed(KeyError(f"{desk / 'report'} of {STUDENT}")) == 1
    (file,) = desk.glob("scaffold-crash-????????-??????.txt")
    text, printed = file.read_text(encoding="utf-8"), capsys.readouterr().err
    assert f"attach {file.name}: the traceback" in printed
    assert f"a bug in scaffold (KeyError: '{desk / 'report'} of {STUDENT}')." in " ".join(printed.split())
    assert "(exit" not in printed
    rows = text.splitlines()
    assert rows[1] == (
        "command: scaffold init source=1905.03684 directory=(not shown) student=(not shown) minutes=20 slides=beamer"
    )
    assert 'File "scaffold/cli/__init__.py", line ' in text
    assert "in planted" in text
    assert f"KeyError (message of {len(str(desk / 'report')) + len(STUDENT) + 6} characters, not shown)" in rows
    assert "package python-pptx: " in text
    assert "program pdflatex: pdfTeX 3" in text
    assert [word for word in PRIVATE if word in text] == []


def _from_another(words: str) -> Exception:
    """An exception that was raised from one that itself came up while a third was being handled, all with the words."""
    try:
        try:
            raise KeyError(words)
        except KeyError:
            int(words)
    except ValueError as e:
        error = RuntimeError(f"in {words}", words)
        error.__cause__ = e
        return error
    raise AssertionError("not reached")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("My own words"), SyntaxError("My own words", ("My own words", 1, 2, "My own words")),
        OSError(2, "My own words", "My own words"), UnicodeDecodeError("utf-8", b"My own words", 0, 1, "My own words"),
        _from_another("My own words"), type("Noted", (Exception,), {"__notes__": ["My own words"]})("short"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_no_message_is_in_the_file(error: Exception, crashed: Crash, desk: Path) -> None:
    assert crashed(error) == 1
    (file,) = desk.glob("scaffold-crash-*.txt")
    text = file.read_text(encoding="utf-8")
    assert "My own words" not in text
    assert f"\n{type(error).__name__} (message of {len(str(error))} characters, not shown)\n" in text


def test_an_exception_that_cannot_say_what_it_is(crashed: Crash, desk: Path) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError("My own words")

    assert crashed(Mute()) == 1
    (file,) = desk.glob("scaffold-crash-*.txt")
    assert "Mute\n" in file.read_text(encoding="utf-8")


def test_a_chain_is_shown_from_its_first_exception_on() -> None:
    rows = crash.trace(_from_another("words")).splitlines()
    named = [row.split(" ")[0] for row in rows if "characters, not shown" in row or row == "which led to:"]
    assert named == ["KeyError", "which", "ValueError", "which", "RuntimeError"]
    assert "            int(words)" not in rows
    assert "    int(words)" in rows


def test_a_long_message_is_cut_in_the_terminal(crashed: Crash, capsys: pytest.CaptureFixture[str]) -> None:
    assert crashed(ValueError("words and " * 100)) == 1
    first = capsys.readouterr().err.splitlines()[0]
    assert first.endswith(" …).")
    assert len(first) < 220


@pytest.mark.parametrize("where", ["temporary", "nowhere"])
def test_a_folder_that_cannot_be_written_to(
    where: str, crashed: Crash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = Path.open
    refused = 0 if where == "nowhere" else 1

    def only_elsewhere(path: Path, mode: str = "r", **more: Any) -> Any:
        if mode == "x" and (refused == 0 or not path.is_absolute()):
            raise PermissionError(13, "denied")
        return real(path, mode, **more)

    monkeypatch.setattr(Path, "open", only_elsewhere)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert crashed(RuntimeError("planted")) == 1
    printed = capsys.readouterr().err
    if where == "temporary":
        (file,) = tmp_path.glob("scaffold-crash-*.txt")
        assert str(file) in printed
    else:
        assert "No file could be written" in printed
        assert "RuntimeError (message of 7 characters, not shown)" in printed
        assert [word for word in PRIVATE if word in printed] == []


def test_a_report_that_fails_too_still_ends_with_a_message(
    crashed: Crash, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("planted")

    monkeypatch.setattr(shown, "show", broken)
    assert crashed(RuntimeError("first")) == 1
    assert capsys.readouterr().err == "Error: a bug in scaffold (RuntimeError); no report could be made.\n"


def test_a_part_that_fails_leaves_the_others(monkeypatch: pytest.MonkeyPatch, desk: Path) -> None:
    def broken() -> None:
        raise OSError("planted")

    monkeypatch.setattr(doctor, "programs", broken)
    text, _ = crash.report(RuntimeError("first"), "scaffold build")
    assert "RuntimeError (message of 5 characters" in text
    assert "(not available: OSError)" in text


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130), (signals.Stopped(15), 143), (OSError(errno.ENOSPC, "full", "/x"), 31),
        (OSError(errno.ENAMETOOLONG, "long", "x" * 300), 31), (OSError(errno.EMFILE, "many"), 31),
    ],
    ids=repr,
)  # fmt: skip
def test_interrupts_and_errors_of_the_disk_are_no_crashes(
    error: BaseException, code: int, crashed: Crash, desk: Path
) -> None:
    assert crashed(error) == code
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["doctor", "model", "hep-th/9711200v3", "--offline"], "doctor model source=hep-th/9711200v3 offline=True"),
        (["check", "home/mine", "--final"], "check project=(not shown) final=True"),
        (["talk", "--rehearse", "--slides", "pptx"], "talk mode=rehearse slides=pptx"),
        (["init", "x", "--nonsense"], "init"),
        ([], ""),
    ],
)
def test_the_command_without_private_values(words: list[str], text: str, desk: Path) -> None:
    assert shown.described(cli.cli, words)[0] == f"scaffold {text}".strip()


def test_a_name_in_the_environment_is_not_in_the_file(
    crashed: Crash, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCAFFOLD_STUDENT", "Ida Innominata")
    monkeypatch.setenv("SCAFFOLD_SEMINAR", "/home/ida/seminar-of-ida.toml")
    crashed(KeyError("of Ida Innominata"))
    (file,) = desk.glob("scaffold-crash-*.txt")
    text = file.read_text(encoding="utf-8")
    assert "Innominata" not in text
    assert "seminar-of-ida" not in text
