"""Lines on a terminal: none is longer than it is wide, no word is cut, and elsewhere a line is a line."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.cli.wrapping import wrapped
from tests.conftest import ROOT
from tests.pipeline.checked import warned
from tests.pipeline.forking import scaffold, scaffold_at

MARGINS = ROOT / "examples" / "eprints" / "2401.00001" / "v2"
ERASED = re.compile(r"[^\n]*\n(?:\x1b\[\?25h)?\r?\x1b\[1A\x1b\[2K")
"""The last state of a progress line, which is removed when it ends."""

COLOURS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def on_a_terminal(words: list[str], columns: int, folder: Path) -> list[str]:
    """The lines that a command prints on a terminal of that width."""
    return shown(scaffold_on_a_terminal(words, columns, folder))


def shown(raw: str) -> list[str]:
    """The lines that stay on a terminal."""
    text = COLOURS.sub("", ERASED.sub("", raw))
    return [line.rsplit("\r", 1)[-1] for line in text.split("\n")]


SPINNING = {"TERM": "xterm-256color", "NO_COLOR": ""}


def raw_on_a_terminal(command: list[str], columns: int, folder: Path, **variables: str) -> str:
    """All that a command sends to a terminal of that width."""

    def run(terminal: int, env: dict[str, str]) -> None:
        subprocess.run(command, cwd=folder, env=env, stdin=terminal, stdout=terminal, stderr=terminal, check=False)

    return _sent(run, columns, variables)


def scaffold_on_a_terminal(words: list[str], columns: int, folder: Path, **variables: str) -> str:
    """All that a command of scaffold sends to a terminal of that width."""
    return _sent(lambda terminal, env: scaffold_at(os.ttyname(terminal), words, folder, env), columns, variables)


def _sent(run: Callable[[int, dict[str, str]], object], columns: int, variables: dict[str, str]) -> str:
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")} | variables
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(_all_of, ours)
        try:
            run(theirs, env)
        finally:
            os.close(theirs)
    return read.result().decode(variables.get("PYTHONIOENCODING", "utf-8")).replace("\r\n", "\n")


def _all_of(ours: int) -> bytes:
    read = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # its other end was closed
            break
        if not piece:
            break
        read += piece
    os.close(ours)
    return read


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
@pytest.mark.parametrize(
    "words",
    [
        ["plan"],
        ["inspect", "--why"],
        ["graph"],
        ["find"],
        ["versions", "2401.00001v99x"],
        ["init", "2401.00001", "p", "--student", "First", "Last"],
    ],
    ids=" ".join,
)
def test_no_line_is_longer_than_the_terminal(words: list[str], tmp_path: Path) -> None:
    source = [str(MARGINS)] if words[0] in ("plan", "inspect", "graph") else []
    for columns in (60, 80):
        lines = on_a_terminal([*words, *source], columns, tmp_path)
        assert len(lines) > 1
        # The terminal itself would break a longer line, within a word.
        assert [line for line in lines if len(line) > columns and " " in line.strip()] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_a_project_on_eighty_columns(tmp_path: Path) -> None:
    raw = scaffold_on_a_terminal(["init", str(MARGINS), "p", "--no-tex"], 50, tmp_path, **SPINNING)
    assert "\x1b[?25l" in raw
    assert re.search(r"\x1b\[\?25l\r?(?:\x1b\[2K)?\x1b\[1A", raw) is None, "a spinner begins by erasing a line"
    made = shown(raw)
    checked = on_a_terminal(["check"], 80, tmp_path / "p")
    talk = on_a_terminal(["talk"], 80, tmp_path / "p")
    assert "  cd p && scaffold build --open" in made
    for lines, columns in ((made, 50), (checked, 80), (talk, 80)):
        assert len(lines) > 5
        paths = (str(tmp_path), str(ROOT))
        assert [line for line in lines if len(line) > columns and not any(p in line for p in paths)] == []
    piped = scaffold("check", cwd=tmp_path / "p")
    assert " ".join(checked).split() == " ".join((piped.stdout, *warned(piped))).split()


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("✓ part  one two three", ["✓ part  one two", "        three"]),
        ("  ? why is it so and not otherwise", ["  ? why is it so and", "    not otherwise"]),
        ("│  ├─ Lemma 4.5 (Balancing signs)", ["│  ├─ Lemma 4.5", "      (Balancing", "      signs)"]),
        ("one /a/long/path/that/cannot/be/broken x", ["one", "  /a/long/path/that/cannot/be/broken", "  x"]),
        ("\x1b[31mone two three\x1b[0m four five six", ["\x1b[31mone two three\x1b[0m four", "  five six"]),
        ("学生姓名 学生姓名 学生姓名", ["学生姓名 学生姓名", "  学生姓名"]),
        ("short", ["short"]),
    ],
)
def test_lines_go_on_below_their_text(line: str, lines: list[str]) -> None:
    assert wrapped(line, 20).split("\n") == lines


@given(st.lists(st.text(alphabet="ab✓(│学 \t", max_size=60), max_size=4).map("\n".join), st.integers(20, 60))
def test_nothing_is_lost(text: str, columns: int) -> None:
    assert wrapped(text, columns).split() == text.split()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours_nothing_commands_the_terminal(variable: dict[str, str], tmp_path: Path) -> None:
    """What takes long is a line then."""
    shown = scaffold_on_a_terminal(["inspect", "--why", str(MARGINS.parent / "v2.pdf")], 80, tmp_path, **variable)
    assert "\x1b" not in shown
    assert "Theorem" in shown


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="terminals of Unix")
def test_reading_a_pdf_is_not_silent_and_counts_its_pages(tmp_path: Path) -> None:
    pdf = str(MARGINS.parent / "v2.pdf")
    shown = scaffold_on_a_terminal(["inspect", "--why", pdf], 80, tmp_path, TERM="xterm-256color", NO_COLOR="")
    assert re.search(r"read +page \d+ of 14", COLOURS.sub("", shown))
    assert "\x1b[?25l" in shown
