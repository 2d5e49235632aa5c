"""What `make` would run: the whole suite with its checks, a part of it, the quick part, and coverage."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make")


def commands(*words: str, **env: str) -> str:
    """All commands of a target."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("CI", "COVERAGE", "MAKEFLAGS", "PYTEST_ARGS", "T")
    }
    command = ["make", "-n", "--no-print-directory", *words]
    run = subprocess.run(command, cwd=ROOT, env={**kept, **env}, capture_output=True, encoding="utf-8", check=True)
    return run.stdout


def pytest_lines(printed: str) -> list[str]:
    """The commands that run tests."""
    return [row.strip() for row in printed.splitlines() if "/pytest " in row and "--collect-only" not in row]


def pytest_line(*words: str, **env: str) -> tuple[str, str]:
    """The one command that runs pytest, and all commands of a target."""
    printed = commands(*words, **env)
    (line,) = pytest_lines(printed)
    return line, printed


def test_the_whole_suite_runs_on_all_cores_after_the_checks() -> None:
    line, commands = pytest_line("test")
    assert "-n auto --dist worksteal" in line
    assert "--cov" not in line
    checks = ("ruff check", "ruff format --check", "lint-imports", "/mypy", "pytest --collect-only")
    assert all(commands.index(check) < commands.index(line) for check in checks)


def test_the_checks_by_themselves_run_no_tests() -> None:
    assert "pytest" not in commands("lint")


def test_a_part_runs_without_the_checks() -> None:
    line, commands = pytest_line("test", "T=tests/read", "PYTEST_ARGS=-x")
    assert line.endswith("tests/read -x")
    assert "ruff" not in commands
    assert "--collect-only" not in commands


def test_the_quick_part_says_so() -> None:
    assert "--quick" in pytest_line("quick")[0]


def test_ci_runs_the_same_once() -> None:
    (line,) = pytest_lines(commands("test", CI="true"))
    assert line == pytest_line("test")[0]


def test_the_long_tests_run_when_asked_for() -> None:
    line, _ = pytest_line("long", "T=tests/engines")
    assert line.startswith("LONG_TESTS=1 ")
    assert line.endswith("tests/engines")


def test_coverage_is_measured_when_asked_for() -> None:
    line, _ = pytest_line("coverage")
    assert "--cov --cov-report=" in line
    assert "quick" not in line


def test_fuzzing_draws_many_inputs_and_then_doubles_the_size_of_sources() -> None:
    line, printed = pytest_line("fuzz")
    assert line.startswith("FUZZ_EXAMPLES=2000 ")
    assert '-m "hypothesis and not requires_latex"' in line
    assert printed.index(line) < printed.index("python -m tests.fuzz.scaling")
    part, printed = pytest_line("fuzz", T="tests/fetch", FUZZ_EXAMPLES="50")
    assert part.startswith("FUZZ_EXAMPLES=50 ")
    assert "tests.fuzz.scaling" not in printed
