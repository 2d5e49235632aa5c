"""`open`, the manual page, completion, and what was meant by a misspelt command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from scaffold.cli import cli, manual
from tests.pipeline.conftest import Run


@pytest.fixture
def project(drafted: Path, desk: Path) -> Path:
    return Path(shutil.copytree(drafted / "paper", desk / "here"))


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the program that opens files on Linux; it writes down which."""
    folder = tmp_path / "viewer"
    folder.mkdir()
    program = folder / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$1" > {folder}/opened\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the program of Linux")
def test_a_pdf_is_opened(
    scaffold: Run, drafted: Path, desk: Path, viewer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(shutil.copytree(drafted / "paper", desk / "here"))
    run = scaffold("open", "paper", cwd=project / "report")
    assert run.returncode == 0, run.stderr
    assert "opened ../paper/paper.pdf" in run.stderr
    missing = scaffold("open", "slides", cwd=project)
    assert missing.returncode not in (0, 1)
    assert "slides.pdf does not exist" in missing.stderr
    assert "scaffold build" in missing.stderr
    (viewer / "xdg-open").unlink()
    monkeypatch.setenv("PATH", str(viewer))
    failed = scaffold("open", "paper", str(project))
    assert failed.returncode not in (0, 1)
    assert "open this file yourself" in failed.stderr


def test_open_needs_a_project(scaffold: Run, desk: Path) -> None:
    assert scaffold("open", "report", cwd=desk).returncode == 32
    assert scaffold("open", "reprot", cwd=desk).returncode == 2


def test_the_manual_page_has_every_command_and_option() -> None:
    page = manual.page(cli).replace("\\-", "-")
    for name, command in cli.commands.items():
        assert f".SS scaffold {name}" in page
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or all(option in page for option in parameter.opts)
    assert ".SS scaffold seminar assign" in page
    assert page.isascii()


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff")
def test_groff_has_nothing_to_say_of_the_manual_page(scaffold: Run) -> None:
    page = scaffold("help", "--man").stdout
    run = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=page, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    assert "Build again whenever you save" in " ".join(run.stdout.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for_every_shell(scaffold: Run, monkeypatch: pytest.MonkeyPatch, shell: str) -> None:
    monkeypatch.setenv("_SCAFFOLD_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "scaffold wat")
    monkeypatch.setenv("COMP_CWORD", "1" if shell != "fish" else "wat")
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'scaffold'; from scaffold.cli import main; main()"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "watch" in run.stdout


def test_help_suggests_the_command_that_was_meant(scaffold: Run) -> None:
    assert "did you mean 'build'?" in scaffold("help", "buld").stderr
    assert "Did you mean 'build'?" in scaffold("buld").stderr
    assert "Did you mean '--final'?" in scaffold("check", "--finl").stderr
