"""`add` as a student runs it: a statement where she asks, once, kept by updates and taken back by `undo`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from scaffold.project import state
from scaffold.project.paper import paper_of
from scaffold.write.pptx.marks import marks, opened
from tests.pipeline.conftest import Run
from tests.pipeline.test_update import edit, files, ran, text

pytestmark = pytest.mark.slow


@pytest.fixture
def small(drafted_small: Path, desk: Path) -> Path:
    """A project of the small paper, which shows all its statements on slides."""
    return Path(shutil.copytree(drafted_small / "paper", desk / "paper"))


def deck(project: Path) -> list[str]:
    return [m.name for m in marks(opened((project / "slides" / "slides.pptx").read_bytes()))]


def test_a_statement_in_a_part_of_the_report(scaffold: Run, small: Path) -> None:
    path = small / "report" / "proofs.tex"
    path.write_bytes(path.read_bytes().rstrip() + b"\r\nMy last line.")
    before = files(small)
    said = ran(scaffold, small, "add", "remark 1.3", "--to", "proofs")
    found = re.search(r"Remark 1\.3 is now in report/proofs\.tex:(\d+)\.", said)
    assert found, said
    lines = path.read_bytes().decode().split("\r\n")
    tail = (
        "My last line.\r\n\r\n\\paperstatement{remark-1.3}\r\n"
        "\\towrite{In your own words: what does Remark 1.3 say?}\r\n"
    )
    assert path.read_bytes().decode().endswith(tail)
    after = files(small)
    assert "Remark 1.3 is already in report/proofs.tex:" in ran(scaffold, small, "add", "Remark 1.3", "--to", "proofs")
    assert files(small) == after
    assert lines[int(found[1]) - 1 - lines[0].count("\n")] == "\\paperstatement{remark-1.3}"
    assert "as before the addition of" in ran(scaffold, small, "undo")
    assert files(small) == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["Remrk 1.3", "--to", "proofs"], 19, "the names most like it are Remark 1.3"),
        (["Remark 1.3", "--to", "prof"], 33, "choose one of summary, review, proofs, slides"),
        (["Remark 1.3"], 2, "--to"),
    ],
)
def test_what_does_not_exist(scaffold: Run, small: Path, words: list[str], code: int, said: str) -> None:
    before = files(small)
    run = scaffold("add", *words, cwd=small)
    assert run.returncode == code
    assert said in run.stderr
    assert files(small) == before


def test_a_slide_in_both_decks_that_updates_keep(scaffold: Run, drafted: Path, desk: Path) -> None:
    project = Path(shutil.copytree(drafted / "paper", desk / "paper"))
    shown = {name.removeprefix("backup-") for name in deck(project)}
    id = next(i for i in ("remark-5.10", "claim-B.1", "lemma-4.2", "definition-2.1") if i not in shown)
    name = next(s.title for s in paper_of(project, state.load(project)).statements if s.id == id)
    before = files(project)
    said = ran(scaffold, project, "add", name, "--to", "slides")
    if "already" in said:
        pytest.fail(said)
    assert f"backup-{id}" in deck(project)
    assert f"{{{id}}}" in text(project, "slides/slides.tex")
    assert state.load(project).backup == (name,)
    after = files(project)
    assert "is already on the slide" in ran(scaffold, project, "add", name, "--to", "slides")
    assert files(project) == after
    edit(project / state.FILE, "minutes = 25", "minutes = 15")
    ran(scaffold, project, "update")
    assert f"backup-{id}" in deck(project)
    for _ in range(2):
        ran(scaffold, project, "undo")
    (project / "scaffold.edited.toml").unlink()
    assert files(project) == before


@pytest.mark.parametrize(
    "line", ["", 'backup = ["Lemma 1"]', 'backup = "Lemma 1" # mine', 'backup = [\n  "Lemma 1",\n]']
)
def test_the_setting_is_written_beside_what_is_there(line: str, tmp_path: Path) -> None:
    written = f'[paper]\nsource = "p"\n\n[talk] # talk\nslides = "both"\n{line}\n\n[ledger]\n"Lemma 1" = "checked"\n'
    changed = state.with_backup(written, ("Lemma 1", "Claim “B”"))
    assert state.parse(changed, tmp_path).backup == ("Lemma 1", "Claim “B”")
    assert (
        changed.replace('\nbackup = ["Lemma 1", "Claim “B”"]', "", 1).split()
        == [*written.replace(f"\n{line.partition(' #')[0]}" if line else "\n", "", 1).split()]
        or not line
    )
