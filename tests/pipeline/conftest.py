"""The command line as a student runs it, against a loopback arXiv that serves the example paper."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.loopback import Loopback

ID = "2401.00001"
EPRINTS = ROOT / "examples" / "eprints"
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
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))

    def run(*words: str, cwd: Path = desk) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scaffold", *words]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)

    return run
