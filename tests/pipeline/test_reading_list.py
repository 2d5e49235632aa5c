"""`scaffold reading`, as a student runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.pipeline.conftest import Run


@pytest.fixture
def project(drafted: Path, tmp_path: Path) -> Path:
    """A project as init makes it from the loopback arXiv."""
    return Path(shutil.copytree(drafted / "paper", tmp_path / "project"))


def test_the_list_is_ticked_off_in_the_ledger(scaffold: Run, project: Path) -> None:
    before = json.loads(scaffold("reading", "--json", cwd=project).stdout)
    title = before["reading"][-1]["title"]
    run = scaffold("reading", "--done", title, "--json", cwd=project)
    after = json.loads(run.stdout)
    assert (run.returncode, after["reading"][-1]["ledger"]) == (0, "checked")
    assert after["left"] == before["minutes"] - after["reading"][-1]["minutes"]
    assert f'"{title}" = "checked"' in (project / "scaffold.toml").read_text(encoding="utf-8")
    scaffold("reading", "--skimmed", title, cwd=project)
    assert (project / "scaffold.toml").read_text(encoding="utf-8").count(f'"{title}" = ') == 1


def test_a_definition_is_read_not_checked(scaffold: Run, project: Path) -> None:
    paper = json.loads((project / "paper" / "paper.json").read_text(encoding="utf-8"))
    name = next(s for s in paper["statements"] if s["kind"] == "definition")
    title = f"{name['heading']} {name['number']}"
    assert scaffold("reading", "--done", title, cwd=project).returncode == 0
    assert f'"{title}" = "read"' in (project / "scaffold.toml").read_text(encoding="utf-8")


def test_the_list_says_what_comes_first_and_how_long_it_takes(scaffold: Run, project: Path) -> None:
    lines = scaffold("reading", cwd=project).stdout.splitlines()
    assert any("★" in line and "min" in line for line in lines)
    assert "in all" in lines[-1]


def test_an_unknown_name_changes_nothing(scaffold: Run, project: Path) -> None:
    before = (project / "scaffold.toml").read_bytes()
    run = scaffold("reading", "--done", "Theorem 99", cwd=project)
    assert run.returncode != 0
    assert "no statement called 'Theorem 99'" in run.stderr
    assert (project / "scaffold.toml").read_bytes() == before
