"""Waiting for a program: its exit code, a time limit, and systems that do not tell when a program ends."""

from __future__ import annotations

import os
import subprocess

import pytest

from scaffold.engines.sandbox import waiting

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell")


@pytest.fixture(params=["announced", "unknown call", "refused"], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(pid: int) -> int:
        raise OSError(38, "Function not implemented")

    if request.param == "unknown call":
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    elif request.param == "refused":
        monkeypatch.setattr(os, "pidfd_open", refused, raising=False)


def started(script: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["/bin/sh", "-c", script], stdin=subprocess.PIPE)


def test_the_exit_code() -> None:
    with started("exit 7") as process:
        assert waiting.wait(process, 30) == 7
        assert waiting.wait(process, 30) == 7


def test_a_program_that_a_signal_ended() -> None:
    with started("kill -9 $$") as process:
        assert waiting.wait(process, 30) == -9


def test_a_program_that_runs_on() -> None:
    with started("read line") as process:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(process, 0.01)
        process.communicate(b"line\n")
        assert waiting.wait(process, 30) == 0
