"""`scaffold doctor tokens|model|plan|log|env`: each stage as text for a bug report."""

from __future__ import annotations

import getpass
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from scaffold import model
from scaffold.pipeline import dumping, environment
from scaffold.pipeline.reading import Options
from scaffold.project import state
from scaffold.project.state import Settings
from tests.conftest import Once
from tests.pipeline.conftest import EPRINTS, ID, Run, run_scaffold
from tests.stanzas import Stanza, params

pytestmark = pytest.mark.slow

SOURCE = str(EPRINTS / ID / "v2")
STUDENT = "Jane Q. Student"


def silent(*_: Any) -> None:
    """No progress."""


def without_first_line(text: str) -> str:
    return text.split("\n", 1)[1]


@pytest.fixture
def project(once: Once, desk: Path) -> Path:
    """A project of the local example paper with a student's name, made without LaTeX."""
    words = ["init", SOURCE, "project", "--no-tex", "--student", STUDENT]
    made = once("named", lambda folder: run_scaffold(folder, "init", *words, cwd=folder))
    return Path(shutil.copytree(made / "project", desk / "project"))


@pytest.mark.parametrize("stanza", params("dump_tokens.md"))
def test_tokens_of_a_file(stanza: Stanza, tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(stanza.input, encoding="utf-8")
    stanza.check(without_first_line(dumping.tokens(str(path), Options(source=""), silent)))


@pytest.mark.parametrize("stanza", params("dump_logs.md"))
def test_a_log(stanza: Stanza, tmp_path: Path) -> None:
    path = tmp_path / "paper.log"
    path.write_text(stanza.input, encoding="utf-8")
    stanza.check(without_first_line(dumping.log(str(path))))


def test_tokens_of_a_paper_name_every_file_that_was_read(scaffold: Run) -> None:
    run = scaffold("doctor", "tokens", SOURCE)
    assert run.returncode == 0, run.stderr
    assert "\n== sections/appendix.tex\n" in run.stdout
    assert "\nmain.bbl\n" in run.stdout.split("== files that were not read as LaTeX")[1]
    assert "\nmacros.tex:" in run.stdout.split("== definitions")[1]


def test_the_model_comes_with_how_it_was_fetched(scaffold: Run) -> None:
    data = json.loads(scaffold("doctor", "model", SOURCE).stdout)
    assert data["fetched"]["reason"] == "local folder v2"
    assert "main.tex" in data["fetched"]["files"]
    assert data["counts"]["statements"] == len(data["model"]["statements"]) > 0
    assert model.to_json(model.from_json(data["model"])) == data["model"]


def test_the_plan_comes_with_profile_and_evidence(scaffold: Run) -> None:
    data = json.loads(scaffold("doctor", "plan", SOURCE).stdout)
    assert (data["profile"]["name"], data["talk"]["questions"]) == ("theory", 10)
    first = data["ranking"][0]
    assert first["main"]
    assert all(row[0] in "+-" for row in first["evidence"])


def test_the_plan_names_what_the_report_cannot_carry(tmp_path: Path) -> None:
    text = (
        "\\begin{document}\\newtheorem{theorem}{Theorem}\\begin{theorem}See \\cite{gone}.\\end{theorem}\\end{document}"
    )
    (tmp_path / "main.tex").write_text("\\documentclass{article}" + text, encoding="utf-8")
    data = json.loads(dumping.plan_dump(str(tmp_path / "main.tex"), Options(source=""), silent))
    assert [row.split(" ")[0] for row in data["diagnostics"]] == ["warning:reference-missing:gone"]


@pytest.mark.parametrize("stage", ["tokens", "model", "plan"])
def test_a_project_is_dumped_alike_each_time_and_left_as_it_is(
    stage: str, project: Path, scaffold: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in project.rglob("*"))
    first = scaffold("doctor", stage, cwd=project)
    monkeypatch.setenv("PYTHONHASHSEED", "1")
    second = scaffold("doctor", stage, cwd=project)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert STUDENT not in first.stdout
    assert sorted((p, p.stat().st_mtime_ns) for p in project.rglob("*")) == before


@pytest.mark.requires_latex
def test_a_project_is_compiled_for_its_logs(project: Path, scaffold: Run) -> None:
    with (project / "report" / "summary.tex").open("a", encoding="utf-8") as file:
        file.write("\n\\nosuchcommand\n")
    run = scaffold("doctor", "log", str(project))
    assert run.returncode == 0, run.stderr
    assert "log of report/report.tex: pdflatex, " in run.stdout
    assert "log of slides/slides.tex: pdflatex, " in run.stdout
    assert "  offending: \\nosuchcommand" in run.stdout
    assert not (project / "build" / "report.pdf").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["tokens", "nowhere"], 10), (["model"], 32), (["plan", "nowhere.tex"], 10), (["log", "nowhere.log"], 10),
        (["env", "nowhere"], 32), (["nonsense"], 2), (["log", "a", "b"], 2), (["tokens", SOURCE, "--from", "pdf"], 17),
    ],
)  # fmt: skip
def test_what_cannot_be_dumped(words: list[str], code: int, scaffold: Run) -> None:
    run = scaffold("doctor", *words)
    assert (run.returncode, run.stdout) == (code, ""), run.stderr
    assert run.stderr


@pytest.mark.parametrize("stage", ["tokens", "model", "plan", "log", "env"])
def test_every_dump_explains_itself(stage: str, scaffold: Run) -> None:
    run = scaffold("doctor", stage, "--help")
    assert run.returncode == 0
    assert f"scaffold doctor {stage} [" in run.stdout


def test_env_says_versions_and_nothing_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "homes" / "jdoe77"
    project = home / "talk"
    project.mkdir(parents=True)
    settings = Settings(arxiv_id=ID, version=2, student=STUDENT, seminar="theory")
    (project / state.FILE).write_text(state.render(settings), encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setattr(getpass, "getuser", lambda: "jdoe")
    monkeypatch.setenv("SCAFFOLD_CACHE", str(home / "cache of jdoe"))
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", "http://jdoe:secret@mirror.example/?token=secret")
    monkeypatch.setenv("SCAFFOLD_TOKEN", "secret")
    monkeypatch.setenv("TEXINPUTS", "/home/secret/tex:")
    monkeypatch.setenv("UNRELATED_TOKEN", "hunter2")
    text = environment.describe(str(project))
    for private in ("jdoe", "secret", STUDENT, str(home), "hunter2"):
        assert private not in text
    assert f"variable SCAFFOLD_CACHE: ~{Path('/cache of <user>')}" in text
    assert "variable SCAFFOLD_ARXIV_URL: http://<removed>@mirror.example/?<removed>\n" in text
    assert "variable SCAFFOLD_TOKEN: (set)\n" in text
    assert "variable TEXINPUTS: (set)\n" in text
    for row in ("scaffold: ", "python: ", "platform: ", "encoding: ", "locale: ", "package python-pptx: ", "cache: ~"):
        assert f"\n{row}" in f"\n{text}"
    assert f"project paper: arXiv:{ID}v2, " in text
    assert "program pdflatex: " in text


def test_the_name_of_a_common_account_is_left_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    monkeypatch.setenv("HOME", "/home/ada")
    assert environment.without_private("/home/ada/x.tex: the root of it; /rooted") == "~/x.tex: the root of it; /rooted"
