"""`submit` as a student runs it: refused with reasons, recorded with --anyway, and a zip that compiles elsewhere."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scaffold import dates
from scaffold.errors import BadProfile
from scaffold.formalities import Field
from scaffold.pipeline import checking, naming, packing
from scaffold.project.state import Settings
from tests.pipeline.conftest import SMALL, Run
from tests.pipeline.test_update import edit, files


@pytest.fixture
def finished(built: Path, desk: Path) -> Path:
    return Path(shutil.copytree(built / "paper", desk / "paper"))


def manifest(project: Path) -> Any:
    return json.loads((project / "submission" / "submission.json").read_text(encoding="utf-8"))


def line_of(file: Path, command: str) -> str:
    """The place of a command in a file of the report."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return f"report/{file.name}:{next(n for n, line in enumerate(lines, 1) if line.startswith(f'{chr(92)}{command}'))}"


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_reasons_are_given_and_recorded(scaffold: Run, finished: Path, tmp_path: Path) -> None:
    """Of a draft, too: what is not written yet is none, and is named; what is wrong is one."""
    edit(finished / "report" / "report.tex", "\\student{Ada Lovelace}", "\\student{}")
    run = scaffold("submit", cwd=finished)
    assert run.returncode == 43
    assert [line for line in run.stderr.splitlines() if line.startswith("✗")] == [
        f"✗ name and date: your name is missing ({line_of(finished / 'report' / 'report.tex', 'student')})"
    ]
    assert "Nothing was written. scaffold check shows more;" in run.stdout
    assert not (finished / "submission").exists()

    (finished / "slides" / "mine.txt").write_text("a note", encoding="utf-8")
    run = scaffold("submit", "--anyway", cwd=finished)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1].startswith(
        "submission/ is ready as a draft. Report and first version of the slides: due on "
    )
    said = manifest(finished)
    assert said["anyway"]
    assert [reason.split(":")[0] for reason in said["reasons"]] == ["name and date"]
    open_yet = ["mode", "to-dos", "own words", "review", "deck"]
    assert [line.split(":")[0] for line in said["unfinished"]] == open_yet
    assert all(f"○ unfinished: {line}" in run.stdout for line in said["unfinished"])
    for row in said["files"]:
        content = (finished / "submission" / row["name"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (row["sha256"], row["bytes"])
        assert content == (finished / "build" / row["name"]).read_bytes()
    assert (said["paper"]["arxiv"], said["stage"]) == ({"id": "2401.00001", "version": 2}, "draft")
    with zipfile.ZipFile(finished / "submission" / "sources.zip") as archive:
        inside = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
        archive.extractall(tmp_path / "elsewhere")
    assert {name: digest for name, digest in inside.items() if name in said["sources"]["files"]} == said["sources"][
        "files"
    ]
    assert set(inside) - set(said["sources"]["files"]) == {"report.pdf", "slides.pdf", "submission.json"}
    assert "slides/mine.txt" in inside

    shutil.copytree(finished / "submission", tmp_path / "handins" / "Ada Lovelace")
    (handed_in,) = json.loads(scaffold("seminar", "collect", str(tmp_path / "handins"), "--json").stdout)["handins"]
    read = handed_in["manifest"]
    assert (read["differs"], read["missing"], read["paper"], read["stage"]) == ([], [], "2401.00001v2", "draft")
    assert read["reasons"] == said["reasons"]
    assert [name for name, verdict in read["checks"].items() if verdict == "fail"] == ["name and date"]
    assert not any("several PDFs" in problem for problem in handed_in["problems"])

    before = files(finished)
    assert scaffold("submit", "--anyway", cwd=finished).returncode == 0
    assert {k: v for k, v in files(finished).items() if k.startswith("submission/")} == {
        k: v for k, v in before.items() if k.startswith("submission/")
    }
    for folder, name in (("report", "report"), ("slides", "slides")):
        for program in (["pdflatex", "-interaction=nonstopmode", f"{name}.tex"], ["bibtex", name])[
            : 1 + (name == "report")
        ]:
            done = subprocess.run(program, cwd=tmp_path / "elsewhere" / folder, capture_output=True, check=False)
            assert done.returncode == 0, done.stdout.decode("latin-1")[-2000:]
        assert (tmp_path / "elsewhere" / folder / f"{name}.pdf").is_file()
    said = scaffold("undo", cwd=finished).stdout
    assert "as before the submission of" in said
    assert "  submission/submission.json: removed" in said
    assert not (finished / "submission").exists()


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_names_and_stages_are_those_of_the_profile(scaffold: Run, finished: Path) -> None:
    rules = (Path(__file__).parents[2] / "templates" / "seminars" / "short-4.toml").read_text(encoding="utf-8")
    rules += """
[[deliverables]]
what = "First report"
files = ["{surname}_report.pdf", "statement.pdf"]
stage = "draft"
date = 2099-05-01
[[deliverables]]
what = "Slides"
files = ["Folien {student}.pdf", "{surname}.pptx", "all.zip"]
date = 2099-06-01
"""
    (finished / "seminar.toml").write_text(rules, encoding="utf-8")
    edit(finished / "scaffold.toml", 'profile = "theory"', 'profile = "seminar.toml"')
    run = scaffold("submit", "--anyway", cwd=finished)
    assert "✗ statement.pdf is missing: put a file of this name into the folder of the project" in run.stderr
    assert "placeholder" not in run.stdout + run.stderr, "what is wrong in the slides is none of the report's business"
    assert "○ unfinished: mode: the report is a draft" in run.stdout
    assert {row["name"] for row in manifest(finished)["files"]} == {"Lovelace_report.pdf"}

    (finished / "statement.pdf").write_bytes(b"%PDF mine")
    scaffold("submit", "--anyway", cwd=finished)
    assert [reason.split(":")[0] for reason in manifest(finished)["reasons"]] == [
        "pages",
        "parts",
        "order",
        "page format",
    ]
    assert (finished / "submission" / "statement.pdf").read_bytes() == b"%PDF mine"
    (finished / "submission" / "letter.txt").write_text("mine", encoding="utf-8")

    run = scaffold("submit", "--stage", "final", cwd=finished)
    assert run.returncode == 43
    assert "✗ mode: the report is a draft" in run.stderr
    assert "scaffold check --final shows more" in run.stdout
    run = scaffold("submit", "--stage", "final", "--anyway", cwd=finished)
    assert manifest(finished)["unfinished"] == []
    assert "letter.txt lies there too" in run.stdout
    names = {p.name for p in (finished / "submission").iterdir()}
    assert names == {"Folien Ada-Lovelace.pdf", "Lovelace.pptx", "all.zip", "letter.txt", "submission.json"}
    edit(finished / "seminar.toml", 'stage = "draft"', 'stage = "final"')
    run = scaffold("submit", "--stage", "draft", cwd=finished)
    assert run.returncode == 33
    assert "its stages are final" in run.stderr


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{Surname}-{arxiv}.pdf", "Lovelace-2401.00001.pdf"),
        ("Ü {Matriculation number}.zip", "Ü 12-3.zip"),
        ("{adviser}.pdf", "unknown.pdf"),
    ],
)
def test_placeholders(pattern: str, name: str) -> None:
    header = {"Matriculation Number": "12/3", "Adviser": ""}
    assert naming.named(pattern, Settings(student="Ada Lovelace", arxiv_id="2401.00001", header=header)) == name


def test_a_field_that_the_seminar_asks_for_is_unknown_until_it_is_given() -> None:
    assert naming.named("{module}.pdf", Settings(), [Field("Module")]) == "unknown.pdf"
    assert naming.named("{module}.pdf", Settings(header={"module": "7"}), [Field("Module")]) == "7.pdf"


def test_a_pattern_that_is_no_name_is_found_before_the_last_day(scaffold: Run, finished: Path) -> None:
    rules = (Path(__file__).parents[2] / "templates" / "seminars" / "short-4.toml").read_text(encoding="utf-8")
    rules += '\n[[deliverables]]\nwhat = "Report"\nfiles = ["report.pdf", "{surnam}.zip"]\ndate = 2099-05-01\n'
    (finished / "seminar.toml").write_text(rules, encoding="utf-8")
    edit(finished / "scaffold.toml", 'profile = "theory"', 'profile = "seminar.toml"')
    wrong = "the seminar asks for a file '{surnam}.zip', but {surnam} is none of"
    found = [c for c in checking.check(finished) if c.name == "file names"]
    assert [(c.verdict, wrong in c.message) for c in found] == [("fail", True)]
    refused = scaffold("seminar", "check", "seminar.toml", cwd=finished)
    assert refused.returncode == 33
    line = rules[: rules.index("files = [")].count("\n") + 1
    told = " ".join(refused.stderr.split())
    assert f"seminar.toml:{line}: {wrong}" in told
    assert "did you mean 'surname'?" in told

    (finished / "seminar.toml").write_text(rules.replace("surnam}", "surname}"), encoding="utf-8")
    found = [c for c in checking.check(finished) if c.name == "file names"]
    assert [(c.verdict, c.message) for c in found] == [("pass", "report.pdf, Lovelace.zip")]
    assert scaffold("seminar", "check", "seminar.toml", cwd=finished).returncode == 0


@pytest.mark.parametrize(
    "pattern", ["../a.pdf", "a/b.pdf", "", ".hidden", "C:a.pdf", "submission.json", "{nmae}.pdf", "a\n.pdf"]
)
def test_names_that_are_none(pattern: str) -> None:
    with pytest.raises(BadProfile):
        naming.named(pattern, Settings(student="Ada Lovelace"))


def test_what_names_mean() -> None:
    names = ["Folien.pdf", "Report.PDF", "statement.pdf", "a.pptx", "a.zip", "poster.pdf"]
    assert list(dates.kinds(names).values()) == ["slides", "report", "own", "deck", "sources", "own"]
    assert dates.kinds(["Lovelace.pdf", "slides.pdf"]) == {"Lovelace.pdf": "report", "slides.pdf": "slides"}


def test_an_archive_is_the_same_for_the_same_files() -> None:
    assert packing.packed({"b": b"1", "a": b"2"}) == packing.packed({"a": b"2", "b": b"1"})


def test_links_that_lead_out_are_not_packed(drafted: Path, tmp_path: Path) -> None:
    project = shutil.copytree(drafted / "paper", tmp_path / "p")
    (tmp_path / "secret.tex").write_text("secret", encoding="utf-8")
    (project / "report" / "secret.tex").symlink_to(tmp_path / "secret.tex")
    assert "report/secret.tex" not in packing.documents(project)
    assert "report/summary.tex" in packing.documents(project)


@pytest.mark.parametrize("name", ["submission", "build"])
@pytest.mark.parametrize("link", [True, False])
def test_what_has_the_name_of_a_folder_of_ours_is_said_before_anything_is_built(
    name: str, link: bool, scaffold: Run, desk: Path
) -> None:
    assert scaffold("init", str(SMALL), "here", "--no-tex", "--slides", "beamer").returncode == 0
    taken = desk / "here" / name
    if link:
        taken.symlink_to("nowhere")
    else:
        taken.write_text("mine", encoding="utf-8")
    for command in (["submit", "--anyway"], *([["build"], ["handout"]] if name == "build" else [])):
        run = scaffold(*command, cwd=desk / "here")
        assert run.returncode == 31, run.stderr
        assert f"{name} is a {'link that leads nowhere' if link else 'file, not a folder'}" in run.stderr
        assert "rename it or delete it" in run.stderr
