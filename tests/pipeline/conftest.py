"""The command line as a student runs it, against a loopback arXiv that serves the example paper.

Two projects of that paper are made once per run and copied by the tests that need one: drafted and built; a third one
is of a small paper.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, Once
from tests.loopback import Loopback
from tests.pipeline import forking

ID = "2401.00001"
EPRINTS = ROOT / "examples" / "eprints"
SMALL = ROOT / "tests" / "pipeline" / "small"
"""A paper of two statements, for tests to which any paper will do: a project of it takes a quarter of the work."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def arxiv() -> Iterator[Loopback]:
    """arXiv, serving the example paper in both versions."""
    with Loopback(EPRINTS) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder to work in."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


@pytest.fixture
def scaffold(arxiv: Loopback, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `scaffold` in the desk, as a process of its own, talking to the loopback arXiv."""
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", arxiv.url)
    monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", "0")
    monkeypatch.setenv("SCAFFOLD_CACHE", str(own_cache(tmp_path)))

    def run(*words: str, cwd: Path = desk) -> subprocess.CompletedProcess[str]:
        return forking.scaffold(*words, cwd=cwd)

    return run


def own_cache(folder: Path) -> Path:
    """A cache in folder with downloads of its own; the results of engines are those of the whole run of tests."""
    cache = folder / "cache"
    if not cache.exists():
        cache.mkdir()
        (cache / "results").symlink_to(Path(os.environ["SCAFFOLD_CACHE"]) / "results")
    return cache


def run_scaffold(folder: Path, name: str, *words: str, cwd: Path) -> None:
    """Runs one command against a loopback arXiv of its own; its output is kept as name.json in folder."""
    with Loopback(EPRINTS) as server:
        own = {"SCAFFOLD_ARXIV_URL": server.url, "SCAFFOLD_ARXIV_DELAY": "0", "SCAFFOLD_CACHE": str(own_cache(folder))}
        run = forking.scaffold(*words, cwd=cwd, **own)
    assert run.returncode == 0, run.stdout + run.stderr
    (folder / f"{name}.json").write_text(json.dumps([run.stdout, run.stderr]), encoding="utf-8")


def printed(folder: Path, name: str) -> tuple[str, str]:
    """Standard output and standard error of a command that made a shared project."""
    out, err = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return out, err


@pytest.fixture(scope="session")
def drafted(once: Once) -> Path:
    """A folder with paper/, the project of a talk of 25 minutes as init makes it without LaTeX."""
    words = ["init", ID, "paper", "--no-tex", "--minutes", "25"]
    return once("drafted", lambda folder: run_scaffold(folder, "init", *words, cwd=folder))


@pytest.fixture(scope="session")
def drafted_small(once: Once) -> Path:
    """A folder with paper/, the same of the small paper."""
    words = ["init", str(SMALL), "paper", "--no-tex", "--minutes", "25"]
    return once("drafted small", lambda folder: run_scaffold(folder, "init", *words, cwd=folder))


@pytest.fixture(scope="session")
def built(once: Once) -> Path:
    """A folder with paper/, a project made and built with all engines."""

    def make(folder: Path) -> None:
        run_scaffold(folder, "init", "init", ID, "paper", "--student", "Ada Lovelace", cwd=folder)
        run_scaffold(folder, "build", "build", cwd=folder / "paper" / "report")

    return once("built", make)
