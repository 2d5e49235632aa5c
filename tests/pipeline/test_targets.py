"""Where `init` may create a project, and what a failed one leaves: nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold import disk
from scaffold.errors import DiskError, TargetNotEmpty
from scaffold.project import layout
from tests.pipeline.conftest import Run

pytestmark = pytest.mark.slow

PAPER = (
    r"\documentclass{article}\newtheorem{theorem}{Theorem}\begin{document}\begin{theorem}A\end{theorem}\end{document}"
)


@pytest.fixture
def paper(tmp_path: Path) -> str:
    """A small paper outside the desk."""
    file = tmp_path / "source" / "main.tex"
    file.parent.mkdir()
    file.write_text(PAPER)
    return str(file.parent)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_current_folder(scaffold: Run, paper: str, desk: Path) -> None:
    run = scaffold("init", paper, ".", "--no-tex")
    assert run.returncode == 0, run.stderr
    assert {"scaffold.toml", ".scaffold", "report", "slides"} <= names(desk)
    assert not [name for name in names(desk) if name.startswith(".scaffold-")]
    assert scaffold("talk").returncode == 0
    assert scaffold("init", paper, ".", "--no-tex").returncode == 30


@pytest.mark.parametrize("target", ["link", "link/", "link/../empty", "deep/er/p", "empty"])
def test_other_targets(target: str, scaffold: Run, paper: str, desk: Path) -> None:
    (desk / "empty").mkdir()
    (desk / "link").symlink_to("empty")
    run = scaffold("init", paper, target, "--no-tex")
    assert run.returncode == 0, run.stderr
    assert (desk / target / "scaffold.toml").is_file()
    assert (desk / "link").is_symlink()
    assert names(desk) == {"empty", "link", *({"deep"} & names(desk))}


@pytest.mark.parametrize("target", ["a/b/c/p", "link/p/q", "empty"])
def test_a_failed_command_leaves_no_folder(target: str, scaffold: Run, desk: Path) -> None:
    (desk / "empty").mkdir()
    (desk / "link").symlink_to("empty")
    assert scaffold("init", "/nope.pdf", target).returncode == 10
    assert names(desk) == {"empty", "link"}
    assert names(desk / "empty") == set()


@pytest.mark.parametrize("target", ["n" * 300, "n/" * 2500 + "p", "file/p", "dangling", "loop/p", "dangling/p"])
def test_impossible_targets(target: str, scaffold: Run, paper: str, desk: Path) -> None:
    (desk / "file").touch()
    (desk / "dangling").symlink_to("nowhere")
    (desk / "loop").symlink_to("loop")
    run = scaffold("init", paper, target, "--no-tex")
    expected = {"dangling": 30, "dangling/p": 0}.get(target, 31)
    assert run.returncode == expected, run.stderr
    assert names(desk) <= {"file", "dangling", "loop", "nowhere"}


def test_a_target_made_meanwhile(tmp_path: Path) -> None:
    with layout.staged(tmp_path) as folder:
        (tmp_path / "p").mkdir()
        (tmp_path / "p" / "notes.txt").touch()
        with pytest.raises(TargetNotEmpty):
            layout.move_into_place(folder, tmp_path / "p")
    assert names(tmp_path) == {"p"}


def test_only_one_of_two_moves_into_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have seen an empty folder; what one has moved is not replaced by the other."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(layout, "check_target", lambda _: None)
    for name in ("one", "two"):
        with layout.staged(here) as folder:
            (folder / ".scaffold").mkdir()
            (folder / ".scaffold" / "manifest.json").write_text(name)
            (folder / "scaffold.toml").write_text(name)
            if name == "one":
                layout.move_into_place(folder, Path())
            else:
                with pytest.raises(TargetNotEmpty):
                    layout.move_into_place(folder, Path())
    assert (here / "scaffold.toml").read_text() == "one"
    assert names(here) == {".scaffold", "scaffold.toml"}


def test_a_move_that_fails_half_way_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write = disk.write

    def refusing(data: bytes, path: Path) -> None:
        if path == tmp_path / "report" / "report.tex":
            with disk.report_errors(path):
                raise PermissionError(13, os.strerror(13), str(path))
        write(data, path)

    monkeypatch.setattr(disk, "write", refusing)

    def refused() -> None:
        with layout.staged(tmp_path) as folder:
            for name in (".scaffold/manifest.json", "scaffold.toml", "report/report.tex", "report/summary.tex"):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).touch()
            layout.move_into_place(folder, Path())

    with pytest.raises(DiskError):
        refused()
    assert names(tmp_path) == set()


def test_four_processes_with_one_target(scaffold: Run, paper: str, desk: Path) -> None:
    command = [sys.executable, "-m", "scaffold", "init", paper, "p", "--no-tex", "-q"]
    started = [subprocess.Popen(command, cwd=desk, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [(p.communicate()[1], p.returncode) for p in started]
    assert sorted(code for _, code in ended) == [0] + [30] * 3, ended
    assert all("exists and is not empty" in text for text, code in ended if code)
    assert names(desk) == {"p"}
