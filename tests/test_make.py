"""What `make` would run: the whole suite with its checks, a part of it, the quick part, and coverage in CI alone."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make")


def pytest_line(*words: str, **env: str) -> tuple[str, str]:
    """The command that runs pytest, and all commands of a target."""
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", "COVERAGE", "MAKEFLAGS", "T")}
    command = ["make", "-n", "--no-print-directory", *words]
    run = subprocess.run(command, cwd=ROOT, env={**kept, **env}, capture_output=True, encoding="utf-8", check=True)
    (line,) = [row for row in run.stdout.splitlines() if "/pytest " in row]
    return line, run.stdout


def test_the_whole_suite_runs_on_all_cores_after_the_checks() -> None:
    line, commands = pytest_line("test")
    assert "-n auto --dist worksteal" in line
    assert "--cov" not in line
    assert commands.index("ruff check") < commands.index("/mypy") < commands.index(line)


def test_a_part_runs_without_the_checks() -> None:
    line, commands = pytest_line("test", "T=tests/read", "PYTEST_ARGS=-x")
    assert line.endswith("tests/read -x")
    assert "ruff" not in commands


def test_the_quick_part_says_so() -> None:
    assert "--quick" in pytest_line("quick")[0]


@pytest.mark.parametrize(("target", "env"), [("test", {"CI": "true"}), ("coverage", {})])
def test_coverage_is_measured_in_ci_and_when_asked_for(target: str, env: dict[str, str]) -> None:
    assert "--cov --cov-report=" in pytest_line(target, **env)[0]
