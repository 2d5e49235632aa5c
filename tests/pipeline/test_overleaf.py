"""`export` and `import` as a student runs them: what was changed on Overleaf comes back, and no zip does harm."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import merging
from scaffold.pipeline import packing
from scaffold.project import state
from tests.conftest import LONG_TESTS
from tests.pipeline.conftest import Run
from tests.pipeline.test_update import edit, files, ran, text

pytestmark = pytest.mark.slow

SUMMARY = "report/summary.tex"


@pytest.fixture
def project(drafted_small: Path, desk: Path) -> Path:
    return Path(shutil.copytree(drafted_small / "paper", desk / "paper"))


@pytest.fixture
def exported(scaffold: Run, project: Path) -> dict[str, bytes]:
    ran(scaffold, project, "export", "overleaf")
    return content(project / "build" / "overleaf.zip")


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(project: Path, content: dict[str, bytes]) -> str:
    (project.parent / "back.zip").write_bytes(packing.packed(content))
    return "../back.zip"


def students(project: Path) -> dict[str, bytes]:
    return {k: v for k, v in files(project).items() if not k.startswith((".scaffold/", "build/"))}


def test_changes_of_both_sides_are_merged(scaffold: Run, project: Path, exported: dict[str, bytes]) -> None:
    assert not any(name.startswith("/") or ".." in name or name.endswith(".pptx") for name in exported)
    assert b"pdflatex -no-shell-escape" in exported["latexmkrc"]
    lines = exported[SUMMARY].decode().splitlines(keepends=True)
    (project / SUMMARY).write_text("".join([*lines, "\nWritten at home.\n"]), encoding="utf-8")
    theirs = {**exported, SUMMARY: "".join([lines[0], "Written on Overleaf.\r\n", *lines[1:]]).encode()}
    theirs |= {"report/figures/mine.png": b"\x89PNG\0", "notes.tex": b"at the top", "report/report.aux": b"x"}
    theirs |= {
        "report/generated/paper.tex": b"changed",
        "report/generated/more.sty": b"new",
        "latexmkrc": b"$pdf_mode = 4;",
    }
    del theirs["report/own.bib"]
    before = students(project)
    said = ran(scaffold, project, "import", zipped(project, theirs))
    merged = text(project, SUMMARY)
    assert "Written at home." in merged
    assert "Written on Overleaf." in merged
    assert "report/figures/mine.png: added" in said
    assert "report/own.bib: removed" in said
    assert "not taken: notes.tex" in said
    for name in ("report/generated/paper.tex", "report/generated/more.sty", "latexmkrc"):
        assert f"not taken: {name}, which is not as in this project" in said
    assert said.count("which is not as in this project") == 3
    assert (project / "report/generated/paper.tex").read_bytes() == before["report/generated/paper.tex"]
    assert not (project / "report" / "report.aux").exists()
    after = files(project)
    assert "There is nothing to import" in ran(scaffold, project, "import", zipped(project, theirs))
    assert files(project) == after
    assert "as before the import of" in ran(scaffold, project, "undo")
    assert students(project) == before


@pytest.mark.requires_latex
def test_the_zip_compiles_in_an_empty_folder_and_reads_nothing_from_home(
    project: Path, exported: dict[str, bytes], tmp_path: Path
) -> None:
    assert [name for name, data in exported.items() if str(project.parent).encode() in data] == []
    place, home = tmp_path / "overleaf", tmp_path / "home"
    home.mkdir()
    for name, data in exported.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    env = {**os.environ, "HOME": str(home), "TEXMFHOME": str(home / "texmf")}
    for part, programs in (("report", ("pdflatex", "bibtex", "pdflatex")), ("slides", ("pdflatex",))):
        for program in programs:
            options = ["-no-shell-escape", "-interaction=nonstopmode", "-recorder"] * (program == "pdflatex")
            subprocess.run([program, *options, part], cwd=place / part, env=env, capture_output=True, check=True)
        assert (place / part / f"{part}.pdf").is_file()
        read = [Path(line.removeprefix("INPUT ")) for line in text(place, f"{part}/{part}.fls").splitlines()]
        assert not any(path.is_relative_to(project.parent) or path.is_relative_to(Path.home()) for path in read)


def test_conflicts_are_counted_and_named(scaffold: Run, project: Path, exported: dict[str, bytes]) -> None:
    first = exported[SUMMARY].decode().splitlines()[0]
    edit(project / SUMMARY, first, "% mine")
    (project / "report" / "a.png").write_bytes(b"\0mine")
    theirs = {SUMMARY: exported[SUMMARY].replace(first.encode(), b"% theirs"), "report/a.png": b"\0theirs"}
    inner = {f"My project/{name}": data for name, data in {**exported, **theirs}.items()}
    said = ran(scaffold, project, "import", zipped(project, inner))
    assert "Conflict: report/summary.tex:1: both versions" in said
    assert "Imported with 1 conflict for you to settle." in said
    assert text(project, SUMMARY).startswith("<<<<<<< yours\n% mine\n=======\n% theirs\n>>>>>>> imported\n")
    assert (project / "report" / "a.png").read_bytes() == b"\0mine"
    assert (project / "report" / "a.imported.png").read_bytes() == b"\0theirs"
    assert "report/summary.tex:1" in scaffold("check", cwd=project).stdout


def test_a_zip_of_slides_alone_leaves_the_report(scaffold: Run, project: Path, exported: dict[str, bytes]) -> None:
    slides = {name: data for name, data in exported.items() if name.startswith("slides/")}
    slides["slides/slides.tex"] = b"% mine\n" + slides["slides/slides.tex"]
    before = students(project)
    ran(scaffold, project, "import", zipped(project, slides))
    changed = {k for k, v in students(project).items() if before.get(k) != v}
    assert changed == {"slides/slides.tex"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.tex", "leads outside the folder"),
        ("report/../../evil.tex", "leads outside the folder"),
        ("/tmp/evil.tex", "has an absolute path"),
        ("C:\\evil.tex", "has an absolute path"),
    ],
)
def test_names_that_lead_out_are_refused(
    name: str, said: str, scaffold: Run, project: Path, exported: dict[str, bytes]
) -> None:
    before = files(project)
    run = scaffold("import", zipped(project, {**exported, name: b"evil"}), cwd=project)
    assert run.returncode == 16
    assert said in run.stderr
    assert files(project) == before


def test_links_bombs_and_other_files_are_refused(scaffold: Run, project: Path, exported: dict[str, bytes]) -> None:
    before = files(project)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in exported.items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("report/link.tex")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    (project.parent / "link.zip").write_bytes(out.getvalue())
    ran(scaffold, project, "import", "../link.zip")
    assert students(project) == {k: v for k, v in before.items() if not k.startswith((".scaffold/", "build/"))}
    for evil in ({**exported, "report/bomb.tex": bytes(300_000_000)}, {"main.tex": b"\\documentclass{a}"}, {}):
        run = scaffold("import", zipped(project, evil), cwd=project)
        assert run.returncode == 16, run.stdout + run.stderr
    (project.parent / "broken.zip").write_bytes(out.getvalue()[:-300])
    assert scaffold("import", "../broken.zip", cwd=project).returncode == 16
    (project / "report" / "away").symlink_to(project.parent)
    ran(scaffold, project, "import", zipped(project, {**exported, "report/away/evil.tex": b"evil"}))
    assert not (project.parent / "evil.tex").exists()


def test_a_killed_command_leaves_the_old_or_the_new(scaffold: Run, project: Path, exported: dict[str, bytes]) -> None:
    """Killed at moments spread over its time, and recovered by the next command."""
    theirs = {name: data + b"% more\n" if name.endswith(".tex") else data for name, data in exported.items()}
    name, old = zipped(project, theirs), students(project)
    command = [sys.executable, "-m", "scaffold", "import", name]
    started = time.monotonic()
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    whole, new = time.monotonic() - started, students(project)
    ran(scaffold, project, "undo")
    moments = 40 if LONG_TESTS else 4
    for n in range(moments):
        running = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * (0.3 + 0.7 * n / moments))
        running.send_signal(signal.SIGKILL)
        running.wait()
        state.load(project)
        now = students(project)
        assert now in (old, new)
        if now == new:
            ran(scaffold, project, "undo")


LINES = st.lists(st.sampled_from("abcdef"), max_size=8).map(lambda rows: "".join(f"{row}\n" for row in rows))


@given(LINES, LINES, LINES)
def test_no_line_of_either_side_is_lost(base: str, mine: str, new: str) -> None:
    merged = merging.merged_text(base, mine, new, ">>>>>>> imported").text.splitlines()
    for side in (mine, new):
        assert {line for line in side.splitlines() if line not in base.splitlines()} <= set(merged)


@pytest.mark.parametrize(("service", "key"), [("github", "runs-on: ubuntu-latest"), ("gitlab", "junit: results/*.xml")])
def test_a_workflow_for_a_course(scaffold: Run, desk: Path, service: str, key: str) -> None:
    assert key in ran(scaffold, desk, "export", "workflow", service)
