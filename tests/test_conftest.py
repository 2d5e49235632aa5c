"""What conftest gives every test: engines that may be absent on a developer's machine alone, `--quick`, `once`."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TESTS = """
import pathlib, pytest

@pytest.mark.requires_latex
def test_latex(): pass

@pytest.mark.requires_office
def test_office(): pass

@pytest.mark.corpus
def test_corpus(corpus): pass

def test_plain(accept): assert accept is False

@pytest.mark.long
def test_long(): pass

@pytest.mark.slow
def test_slow(once):
    def fill(folder):
        with pathlib.Path(__file__).with_name("log").open("a") as log: log.write("filled\\n")
        (folder / "made").write_text("x")
    assert (once("it", fill) / "made").read_text() == "x"
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project of six tests under our conftest, with no corpus beside it."""
    tests = tmp_path / "project" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "setup.cfg", tests.parent)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_it.py").write_text(TESTS, encoding="utf-8")
    return tests.parent


def outcome(folder: Path, *options: str, **env: str) -> str:
    """The last line of a pytest run on a machine without engines.

    The run has a temporary folder of its own and is no worker of this one: in the folder that all runs share, pytest
    would first delete what earlier runs left, which can take minutes.
    """
    ours = ("CI", "PATH", "LONG_TESTS")
    kept = {key: value for key, value in os.environ.items() if key not in ours and not key.startswith("PYTEST_")}
    made = f"--basetemp={folder / 'made'}"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", made, *options],
        cwd=folder,
        env={**kept, "PATH": str(folder / "none"), **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return result.stdout.strip().splitlines()[-1]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere engines are found off the path too")
def test_skips_on_a_developers_machine(bare: Path) -> None:
    assert "2 passed, 3 skipped" in outcome(bare)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere engines are found off the path too")
def test_fails_in_ci(bare: Path) -> None:
    last = outcome(bare, CI="true")
    assert "2 passed, 1 skipped" in last
    assert "2 errors" in last or "2 failed" in last


@pytest.mark.slow
def test_quick_leaves_out_what_is_marked(bare: Path) -> None:
    assert "1 passed, 5 deselected" in outcome(bare, "--quick")


@pytest.mark.slow
def test_long_ones_run_when_asked_for(bare: Path) -> None:
    assert "2 passed" in outcome(bare, "-k", "plain or slow or long")
    assert "3 passed" in outcome(bare, "-k", "plain or slow or long", LONG_TESTS="1")


@pytest.mark.slow
def test_a_run_within_the_run_deletes_nothing_of_others(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = getpass.getuser()
    earlier = [tmp_path / f"pytest-of-{user}" / f"pytest-{number}" for number in range(5)]
    for folder in earlier:
        folder.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert "1 passed" in outcome(bare, "-k", "plain")
    assert all(folder.is_dir() for folder in earlier)


@pytest.mark.slow
def test_workers_share_what_is_made_once(bare: Path) -> None:
    assert "2 passed" in outcome(bare, "-n2", "--dist=each", "-k", "slow")
    assert (bare / "tests" / "log").read_text(encoding="utf-8") == "filled\n"
