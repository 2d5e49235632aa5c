"""What a command prints of its progress where no spinner turns: a line for each stage, and for each long silence."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from scaffold.cli import show
from scaffold.cli.show import Progress

Read = Callable[[], str]


@pytest.fixture
def printed(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Read:
    """Returns all that was printed on standard error, which is no terminal."""
    monkeypatch.setattr(show, "_PATIENCE", 0.01)
    so_far = [""]

    def read() -> str:
        so_far[0] += capfd.readouterr().err
        return so_far[0]

    return read


def wait_for(words: str, printed: Read) -> None:
    deadline = time.monotonic() + 60
    while words not in printed():
        assert time.monotonic() < deadline, printed()
        time.sleep(0.01)


def test_a_long_stage_is_not_silent_and_says_how_far_it_is(printed: Read) -> None:
    with Progress(lines=False) as progress:
        progress("read", "the pages of the PDF", None, None)
        wait_for("  read      the pages of the PDF …\n", printed)
        wait_for("  read      the pages of the PDF … 0 s\n", printed)
        progress("read", "page 3 of 14", 3, 14)
        wait_for("  read      page 3 of 14 …\n", printed)
    assert "\x1b" not in printed()


def test_lines_of_stages_come_beside_them(printed: Read) -> None:
    with Progress() as progress:
        progress("write", "compiling the slides", None, None)
        wait_for("  write     compiling the slides …\n", printed)
        progress("write", "20 slides", None, None)
        progress("verify", "", None, None)
    lines = printed().splitlines()
    assert [line.partition("  0.")[0] for line in lines if " …" not in line] == [
        "  write     20 slides",
        "  verify    ",
    ]


def test_quiet_is_silent(printed: Read) -> None:
    with Progress(quiet=True) as progress:
        progress("write", "compiling the slides", None, None)
        time.sleep(0.05)
    assert printed() == ""
