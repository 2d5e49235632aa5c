"""Nothing lesser is made in silence: `init` names what is missing, its cost and the command that installs it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from scaffold.cli import cli
from scaffold.engines import doctor, pandoc
from tests.pipeline.conftest import EPRINTS, ID, SMALL, Run, printed

SOURCE = str(EPRINTS / ID / "v2")


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the only one in which programs are looked for."""
    only = tmp_path / "bin"
    only.mkdir()
    monkeypatch.setenv("PATH", str(only))
    return only


def lines(output: str) -> list[str]:
    return [line.strip() for line in output.splitlines() if "lacking" in line]


def test_without_latex_and_office_each_is_one_line_with_its_cost_and_command(scaffold: Run, bare: Path) -> None:
    run = scaffold("init", str(SMALL), "here")
    assert run.returncode == 0, run.stderr
    latex, office = lines(run.stdout)
    assert "no LaTeX: statements on slides are plain text, nothing is verified" in latex
    assert "no LibreOffice: slides.pdf is made from the Beamer slides" in office
    for line in (latex, office):
        assert re.search(r"to install it: \S+ .+, then run init again", line), line
    assert run.stdout.count("LaTeX engine") <= 1


def test_without_latex_in_a_deck_of_powerpoint_only(scaffold: Run, bare: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--slides", "pptx")
    latex, office = lines(run.stdout)
    assert "no PDF of report is made" in latex
    assert "no LibreOffice: slides.pdf is not made" in office


def test_a_paper_without_pages_is_said_if_it_is_not_compiled(scaffold: Run) -> None:
    (line,) = lines(scaffold("init", str(SMALL), "here", "--no-tex").stdout)
    assert "no PDF of the paper: its numbers and statements are not compared with its pages" in line
    assert "put it into the folder of the source as paper.pdf" in line


def test_biblatex_without_biber_is_said(scaffold: Run, bare: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--no-tex", "--slides", "beamer", "--seminar", "report-10")
    assert "no Biber: BibTeX makes the references" in lines(run.stdout)[0]


@pytest.mark.requires_latex
@pytest.mark.requires_office
@pytest.mark.requires_pandoc
def test_a_whole_installation_lacks_nothing_and_the_formulas_are_counted(built: Path) -> None:
    out = printed(built, "init")[0]
    assert lines(out) == []
    found = re.search(r"PowerPoint: (\d+) formulas native, (\d+) statements? shown as pictures", out)
    assert found
    assert int(found[1]) > 50
    assert found[2] == "0"


@pytest.mark.requires_latex
def test_without_pandoc_all_statements_are_pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    monkeypatch.setattr(doctor, "find_pandoc", lambda: None)
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "pypandoc-binary" else "1")
    run = CliRunner().invoke(cli, ["init", SOURCE, str(tmp_path / "here"), "--slides", "pptx"])
    assert run.exit_code == 0, run.output
    (line,) = (line for line in lines(run.output) if "pandoc" in line)
    assert "no pandoc: statements in PowerPoint are pictures" in line
    assert "pip install pypandoc-binary, then run init again" in line
    (shown,) = re.findall(r"PowerPoint: 0 formulas native, (\d+) statements shown as pictures", run.output)
    assert int(shown) > 10
    told = CliRunner().invoke(cli, ["doctor"]).output
    assert "As good as it gets: no, without" in told
    assert "pypandoc-binary" in told.partition("As good as it gets")[2]


def test_doctor_says_that_scaffold_does_not_work_without_what_it_needs(scaffold: Run, bare: Path) -> None:
    run = scaffold("doctor")
    assert run.returncode == 20
    works, better = run.stdout.split("Works: ")[1].split("As good as it gets: ")
    assert works.startswith("no, without pdflatex, bibtex")
    assert "to install what is missing" in works
    assert "biber" in better
    assert "biber" not in works


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs a whole installation")
def test_doctor_tells_a_whole_installation(scaffold: Run) -> None:
    run = scaffold("doctor")
    if run.returncode == 0 and "missing" not in run.stdout:
        assert run.stdout.endswith("Works: yes\nAs good as it gets: yes\n")
