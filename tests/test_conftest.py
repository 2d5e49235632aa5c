"""An absent engine skips on a developer's machine and fails in CI; the corpus may be absent anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TESTS = """
import pytest

@pytest.mark.requires_latex
def test_latex(): pass

@pytest.mark.requires_office
def test_office(): pass

@pytest.mark.corpus
def test_corpus(corpus): pass

def test_plain(accept): assert accept is False
"""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A project of four tests under our conftest, with no corpus beside it."""
    tests = tmp_path / "project" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "setup.cfg", tests.parent)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_it.py").write_text(TESTS, encoding="utf-8")
    return tests.parent


def outcome(folder: Path, **env: str) -> str:
    """The last line of a pytest run on a machine without engines."""
    kept = {key: value for key, value in os.environ.items() if key not in ("CI", "PATH")}
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**kept, "PATH": str(folder / "none"), **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return result.stdout.strip().splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere engines are found off the path too")
def test_skips_on_a_developers_machine(bare: Path) -> None:
    assert "1 passed, 3 skipped" in outcome(bare)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere engines are found off the path too")
def test_fails_in_ci(bare: Path) -> None:
    last = outcome(bare, CI="true")
    assert "1 passed, 1 skipped" in last
    assert "2 errors" in last or "2 failed" in last
