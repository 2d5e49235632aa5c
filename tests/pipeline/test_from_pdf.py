"""`--from pdf`: the pages are read though the LaTeX is there."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scaffold.project import state
from tests.loopback import tar_gz
from tests.pipeline.conftest import EPRINTS, ID, Run
from tests.pipeline.test_damaged_pdf import few_pages

pytestmark = pytest.mark.slow

SOURCE = EPRINTS / ID / "v2"


def _model(run: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert run.returncode == 0, run.stderr
    data = json.loads(run.stdout)
    assert data["source"]["kind"] == "pdf"
    assert all(s["regions"] for s in data["statements"])
    return dict(data)


@pytest.mark.parametrize("kind", ["identifier", "folder", "archive", "inside"])
def test_wherever_a_pdf_is_beside_the_source(kind: str, scaffold: Run, tmp_path: Path) -> None:
    source = ID
    if kind == "folder":
        shutil.copytree(SOURCE, tmp_path / "mine")
        (tmp_path / "mine" / "main.pdf").write_bytes(few_pages())
        source = str(tmp_path / "mine")
    if kind in ("archive", "inside"):
        files = {"main.tex": (SOURCE / "main.tex").read_bytes()}
        if kind == "inside":
            files["paper.pdf"] = few_pages()
        else:
            (tmp_path / "mine.pdf").write_bytes(few_pages())
        (tmp_path / "mine.tar.gz").write_bytes(tar_gz(files))
        source = str(tmp_path / "mine.tar.gz")
    data = _model(scaffold("inspect", source, "--from", "pdf", "--json"))
    assert data["pages"] == (14 if kind == "identifier" else 2)


def test_a_project_made_from_the_pages_remembers_it(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "here", "--from", "pdf", "--no-tex")
    assert run.returncode == 0, run.stderr
    assert "read from its pages" in run.stderr
    assert state.load(desk / "here").main_file == "paper.pdf"
    assert _model(scaffold("inspect", "here", "--json"))["title"]
    assert any((desk / "here" / "report" / "generated").rglob("*.pdf"))


def test_a_project_made_from_the_source_is_looked_at_by_its_pages(scaffold: Run) -> None:
    assert scaffold("init", ID, "here", "--no-tex", "--slides", "beamer").returncode == 0
    assert _model(scaffold("inspect", "here", "--from", "pdf", "--json"))["pages"] == 14
    for command in ("plan", "graph"):
        assert scaffold(command, "here", "--from", "pdf", "--json").returncode == 0


def test_without_a_pdf_it_says_so(scaffold: Run) -> None:
    run = scaffold("inspect", str(SOURCE), "--from", "pdf")
    assert run.returncode == 18
    assert "has no PDF" in run.stderr
    assert "paper.pdf" in run.stderr


def test_a_tex_file_cannot_be_chosen_then(scaffold: Run) -> None:
    run = scaffold("inspect", ID, "--from", "pdf", "--main", "main.tex")
    assert run.returncode == 17
    assert "omit --main" in run.stderr


@pytest.mark.parametrize(
    "text", [r"\proclaim Theorem 1. All is well.\par\bye", r"\input amstex \proclaim{Lemma}x\endproclaim"]
)
def test_plain_tex_is_read_from_the_pdf_beside_it(text: str, scaffold: Run, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "old.tex").write_text(text, encoding="utf-8")
    run = scaffold("inspect", str(folder), "--json")
    assert run.returncode == 17
    assert "old.tex is plain TeX or AmS-TeX" in run.stderr
    (folder / "old.pdf").write_bytes(few_pages())
    _model(scaffold("inspect", str(folder), "--json"))
    assert scaffold("inspect", str(folder), "--json", "--main", "old.tex").returncode == 17
