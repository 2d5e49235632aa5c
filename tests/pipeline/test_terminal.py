"""What reaches the terminal: no command of a paper's, every sign in every encoding, and streams that are closed."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import IO

import pytest

from scaffold.cli import terminal
from tests.conftest import ROOT
from tests.pipeline.forking import scaffold_bytes

pytestmark = pytest.mark.slow

ENCODINGS = ("latin-1", "cp1252", "cp437", "ascii", "utf-8")
HOSTILE = "a\x1b]0;x\x07b\x9b31mc\u202ed\x7fe\u2066f\u200fg\x00h\x85i\r"
PAPER = """\\documentclass{article}\\newtheorem{theorem}{Theorem}
\\title{T\x1b]0;owned\x07 \x9b31m\u202e}\\author{A\x1b[2J}
\\begin{document}\\maketitle\\section{S\x1b[8m\u2067}
\\begin{theorem}[N\x1b[31m\u202e α → β]\\label{l\x1b[1m}A\\end{theorem}\\begin{proof}\\ref{nope\x1b[5m}\\end{proof}
\\end{document}
"""
COMMANDS = (["inspect"], ["inspect", "--why"], ["inspect", "--json"], ["plan"], ["plan", "--json"], ["graph"],
            ["graph", "--json"], ["graph", "--dot", "-"], ["graph", "--svg", "-"], ["doctor", "model"],
            ["doctor", "tokens"])  # fmt: skip

_REMOVED = """
import os, sys
from scaffold.cli import main
os.rmdir(os.getcwd())
for command in sys.argv[1:]:
    child = os.fork()
    if not child:
        sys.argv[1:] = command.split()
        main()
    print(f"{command}: {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}", flush=True)
"""
"""Runs commands in a folder that is gone, each in a process of its own."""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A paper whose texts command the terminal, in a folder whose name does."""
    folder = tmp_path / "p\x1b[7m\u202e"
    folder.mkdir()
    (folder / "main.tex").write_text(PAPER, encoding="utf-8")
    return folder


def run_into(output: IO[bytes], words: list[str], cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "scaffold", *words]
    return subprocess.run(command, cwd=cwd, stdout=output, stderr=subprocess.PIPE, check=False)


def commanding(text: str) -> list[str]:
    """The control characters and marks of direction in a text."""
    marks = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    return [
        c
        for c in text
        if (unicodedata.category(c) == "Cc" and c not in "\n\t") or unicodedata.bidirectional(c) in marks
    ]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_text_of_a_paper_commands_the_terminal(words: list[str], hostile: Path, desk: Path) -> None:
    ran = scaffold_bytes(*words, hostile, cwd=desk)
    assert ran.returncode == 0, ran.stderr
    printed = (ran.stdout + ran.stderr).decode()
    assert commanding(printed) == []
    if "--json" in words:
        json.loads(ran.stdout)


@pytest.mark.parametrize("words", [["build"], ["inspect"], ["check"], ["init", "--theme"], ["init", "x", "--seminar"]])
def test_no_file_name_commands_the_terminal(words: list[str], desk: Path) -> None:
    ran = scaffold_bytes(*words, "no\x1b]0;x\x07\u202e\udcff", cwd=desk)
    assert ran.returncode not in (0, 1)
    assert commanding(ran.stderr.decode()) == []


def test_the_classes_of_characters() -> None:
    assert commanding(terminal.visible(HOSTILE)) == []
    assert terminal.visible(HOSTILE).startswith("a\\u001b]0;x\\u0007b\\u009b31mc\\u202ed\\u007fe")
    assert terminal.visible("tab\tline\n é 漢 \U0001f600 a\u200db") == "tab\tline\n é 漢 \U0001f600 a\u200db"
    assert terminal.visible("\udcff\U000e0041") == "\\udcff\\udb40\\udc41"


def test_styles_of_ours_are_printed_and_no_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    terminal.echo(terminal.style("a\x1b[1mb", fg="red") + "\x1b[2m\ufdd0")
    assert capsys.readouterr().out == "\x1b[31ma\\u001b[1mb\x1b[0m\\u001b[2m\ufdd0\n"


def test_only_one_module_prints() -> None:
    """Nothing in scaffold/ prints by other ways, so that no text is forgotten."""
    found = []
    for path in sorted((ROOT / "scaffold").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not re.search(r"\bprint\b|\bclick\b|\bsys\b", text):
            continue
        for node in ast.walk(ast.parse(text)):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name in {"print", "click.echo", "click.secho", "click.style", "sys.stdout.write", "sys.stderr.write"}:
                found.append((path.name, name))
    # The launcher of the sandbox is a program of its own, whose output scaffold reads.
    own = {("launch.py", "sys.stderr.write")}
    assert set(found) == {("terminal.py", "click.echo"), ("terminal.py", "click.style")} | own


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("words", [*COMMANDS, ["doctor"], ["--help"], ["init", "--help"]], ids=" ".join)
def test_every_encoding_of_the_output(words: list[str], encoding: str, hostile: Path, desk: Path) -> None:
    alone = words[0].startswith("-") or words[-1] in ("doctor", "--help")
    ran = scaffold_bytes(*words, *([] if alone else [hostile]), cwd=desk, PYTHONIOENCODING=encoding)
    assert ran.returncode == (ran.returncode if words == ["doctor"] else 0), ran.stderr
    assert b"Traceback" not in ran.stderr
    by_click = words[-1] == "--help" and encoding == "ascii"  # Click prints UTF-8 where an output claims to be ASCII
    text = ran.stdout.decode("utf-8" if "-" in words or by_click else encoding)
    if "--json" in words:
        data = json.loads(text)
        assert "α" in str(data)
    elif words == ["graph"] and encoding != "utf-8":
        assert "* Theorem 1" in text
        assert "alpha" not in text


@pytest.mark.parametrize("words", [["check"], ["talk"], ["plan"]])
@pytest.mark.parametrize("encoding", ["latin-1", "cp437"])
def test_a_project_in_other_encodings(words: list[str], encoding: str, drafted: Path) -> None:
    ran = scaffold_bytes(*words, cwd=drafted / "paper", PYTHONIOENCODING=encoding)
    assert ran.returncode in (0, 40, 41), ran.stderr
    ran.stdout.decode(encoding)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and descriptors of Unix")
class TestStreams:
    @pytest.mark.parametrize(("words", "code"), [
        (["inspect"], 0), (["check"], 40), (["--help"], 0), (["graph", "--svg", "-"], 0),
        *(pytest.param(words, 0, marks=pytest.mark.long)
          for words in (["plan"], ["graph"], ["talk"], ["inspect", "--json"])),
    ])  # fmt: skip
    def test_a_reader_that_went_away(self, words: list[str], code: int, drafted: Path) -> None:
        """As with `| head`: the command keeps its exit code and says nothing."""
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            ran = run_into(pipe, words, drafted / "paper")
        assert ran.returncode == code, ran.stderr
        assert b"Error" not in ran.stderr

    @pytest.mark.parametrize("words", [["inspect"], ["graph", "--dot", "-"], ["--help"]])
    def test_a_full_disk_behind_the_output(self, words: list[str], drafted: Path) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("no /dev/full")
        with Path("/dev/full").open("wb") as full:
            ran = run_into(full, words, drafted / "paper")
        assert ran.returncode == 31
        assert ran.stderr.decode().count("cannot write to standard output: No space left on device.") == 1

    @pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
    @pytest.mark.parametrize(
        ("words", "code"),
        [("inspect", 0), ("talk --rehearse", 2), ("nonsense", 2), pytest.param("check", 40, marks=pytest.mark.long)],
    )
    def test_closed_streams(self, closed: str, words: str, code: int, drafted: Path) -> None:
        line = f'"{sys.executable}" -m scaffold {words} {closed}'
        ran = subprocess.run(["/bin/sh", "-c", line], cwd=drafted / "paper", capture_output=True, check=False)
        assert ran.returncode == code, ran.stderr

    def test_init_with_closed_streams(self, hostile: Path, desk: Path) -> None:
        (hostile / "main.tex").write_text(PAPER.translate({0x1B: "", 7: "", 0x9B: ""}), encoding="utf-8")
        line = f'"{sys.executable}" -m scaffold init "$1" p --no-tex <&- >&- 2>&-'
        ran = subprocess.run(["/bin/sh", "-c", line, "sh", str(hostile / "main.tex")], cwd=desk, check=False)
        assert ran.returncode == 0
        assert (desk / "p" / "scaffold.toml").is_file()

    def test_a_current_folder_that_was_removed(self, desk: Path) -> None:
        commands = ["init x", "check", "build", "talk", "inspect", "doctor", "graph", "plan"]
        ran = subprocess.run(
            [sys.executable, "-c", _REMOVED, *commands], cwd=desk, capture_output=True, text=True, check=True
        )
        assert ran.stdout.splitlines() == [f"{command}: 31" for command in commands], ran.stderr
        assert ran.stderr.count("the current folder does not exist any more") == len(commands)


def test_json_loses_nothing(hostile: Path) -> None:
    outputs = []
    for encoding in ENCODINGS:
        ran = scaffold_bytes("inspect", hostile, "--json", cwd=hostile, PYTHONIOENCODING=encoding)
        outputs.append(json.loads(ran.stdout.decode(encoding)))
    assert all(output == outputs[0] for output in outputs)


def test_what_libraries_log_reaches_nobody(desk: Path) -> None:
    """As pypdf does of a figure whose table of objects is odd, amid the lines of `check`."""
    code = (
        "import logging\n"
        "from click.testing import CliRunner\n"
        "from scaffold.cli import cli\n"
        "CliRunner().invoke(cli, ['version'])\n"
        "logging.getLogger('library').warning('an odd object')\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=desk, capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")
