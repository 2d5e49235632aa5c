"""`seminar papers`, `fetch`, `init` and `update`, as an instructor types them, with the loopback arXiv."""

from __future__ import annotations

import json
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from scaffold.formalities import Author, Field
from scaffold.project import state
from scaffold.resources import template
from tests.loopback import Loopback
from tests.loopback.faults import PDF
from tests.pipeline.conftest import ID, Run

pytestmark = pytest.mark.slow

OTHER, GONE = "2401.00002", "2401.00003"


def tex(title: str, theorem: str) -> bytes:
    """The source of a small paper."""
    body = (
        "\\documentclass{article}\\newtheorem{theorem}{Theorem}\\title{" + title + "}\\begin{document}\\maketitle\n"
        "\\section{Results}\\begin{theorem}" + theorem + "\\end{theorem}\n\\begin{proof}Clear.\\end{proof}\n"
        "\\end{document}\n"
    ).encode()
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("main.tex")
        info.size = len(body)
        archive.addfile(info, BytesIO(body))
    return out.getvalue()


@pytest.fixture
def seminar(scaffold: Run, arxiv: Loopback, desk: Path) -> Run:
    """A folder with a list of three papers, of which arXiv has two, and an assignment to four students."""
    arxiv.add(OTHER, archive=tex("Squares", "$x^2 \\ge 0$."), pdf=PDF, title="Squares are not negative")
    papers = f"id,topic,title\n{ID},Trees,Margins\n{OTHER},Squares,Squares are not negative\n{GONE},Trees,Nowhere\n"
    (desk / "papers.csv").write_text(papers, encoding="utf-8")
    rows = f"student,paper\nAda Lovelace,{ID}\nBen,{OTHER}\nCora,{GONE}\nDan,\n"
    (desk / "assignment.csv").write_text(rows, encoding="utf-8")
    return scaffold


def test_loads_are_shown_once_the_papers_are_there(seminar: Run, arxiv: Loopback) -> None:
    before = seminar("seminar", "papers")
    assert before.returncode == 0, before.stderr
    assert before.stdout.count("not fetched") == 3
    assert arxiv.paths == []
    run = seminar("seminar", "fetch", "--json")
    assert run.returncode == 42
    states = {p["id"]: p["state"] for p in json.loads(run.stdout)["papers"]}
    assert states == {ID: "fetched", OTHER: "fetched", GONE: "failed"}
    asked = len(arxiv.requests)
    again = seminar("seminar", "fetch")
    assert "0 fetched, 2 were in the cache, 1 missing" in again.stdout
    assert set(arxiv.paths[asked:]) <= {"/api/query", "/oai"}
    shown = seminar("seminar", "papers")
    assert [line for line in shown.stdout.splitlines()[:5] if not line.startswith(" ")] == ["Trees", "Squares"]
    loads = {p["id"]: p for p in json.loads(seminar("seminar", "papers", "--json").stdout)["papers"]}
    assert (loads[OTHER]["statements"], loads[OTHER]["proofs"]) == (1, 1)
    assert loads[ID]["statements"] > 5
    assert loads[ID]["pages"] > 1
    assert loads[GONE]["unknown"] == "not fetched"


def test_without_a_network_the_rest_is_not_tried(seminar: Run, arxiv: Loopback) -> None:
    arxiv.fault("reset", "/", times=None)
    run = seminar("seminar", "fetch", "--json")
    assert run.returncode == 42
    assert [p["state"] for p in json.loads(run.stdout)["papers"]] == ["not tried"] * 3


def test_a_project_for_each_student(seminar: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = desk / "config.toml"
    config.write_text('student = "The Instructor"\n', encoding="utf-8")
    monkeypatch.setenv("SCAFFOLD_CONFIG", str(config))
    run = seminar("seminar", "init", "--no-tex", "--slides", "pptx")
    assert run.returncode == 42, run.stderr
    assert "2 made, 1 failed, 1 no paper" in run.stdout
    assert f"arXiv has no paper {GONE}" in run.stdout
    assert sorted(path.name for path in (desk / "projects").iterdir()) == ["ada-lovelace", "ben"]
    settings = (desk / "projects" / "ada-lovelace" / "scaffold.toml").read_text(encoding="utf-8")
    assert 'name = "Ada Lovelace"' in settings
    assert config.read_text(encoding="utf-8") == 'student = "The Instructor"\n'
    (desk / "projects" / "ben" / "report" / "report.tex").write_text("mine", encoding="utf-8")
    again = seminar("seminar", "init", "--no-tex", "--slides", "pptx", "--json")
    states = [(p["name"], p["state"], p["code"]) for p in json.loads(again.stdout)["projects"]]
    assert states == [
        ("Ada Lovelace", "present", 0),
        ("Ben", "present", 0),
        ("Cora", "failed", 11),
        ("Dan", "no paper", 0),
    ]
    assert (desk / "projects" / "ben" / "report" / "report.tex").read_text(encoding="utf-8") == "mine"


def test_the_members_of_a_team_are_the_authors_of_their_report(seminar: Run, desk: Path) -> None:
    fields = '[header]\nfields = ["Matriculation number", "Adviser", "Module"]\n'
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8")
    assert "[header]" not in rules
    (desk / "rules.toml").write_text(f"{rules}\n{fields}", encoding="utf-8")
    (desk / "assignment.csv").write_text(
        "student,paper,team,matriculation number,adviser,module,parts\n"
        f"Ada Lovelace,{OTHER},T,123,Prof. Example,M1,summary; review\nBen,{OTHER},T,456,,M2,proofs\n"
        f"Cora,{OTHER},,789,,,\n",
        encoding="utf-8",
    )
    run = seminar("seminar", "init", "--no-tex", "--slides", "beamer", "--seminar", "rules.toml")
    assert run.returncode == 0, run.stdout
    team = state.load(desk / "projects" / "ada-lovelace-ben")
    assert team.authors == (
        Author("Ada Lovelace", ("summary", "review"), (Field("Matriculation number", "123"), Field("Module", "M1"))),
        Author("Ben", ("proofs",), (Field("Matriculation number", "456"), Field("Module", "M2"))),
    )
    assert dict(team.header) == {"Adviser": "Prof. Example"}
    report = (desk / "projects" / "ada-lovelace-ben" / "report" / "report.tex").read_text(encoding="utf-8")
    assert "\\reportauthor{Ben}{Matriculation number 456, Module M2}{" in report
    assert "\\headerfield{Matriculation number}" not in report
    alone = state.load(desk / "projects" / "cora")
    assert (alone.authors, alone.student, dict(alone.header)) == ((), "Cora", {"Matriculation number": "789"})


def test_update_of_all(seminar: Run, desk: Path) -> None:
    rows = f"student,paper\nAda,{ID}\nBen,{OTHER}\n"
    (desk / "assignment.csv").write_text(rows, encoding="utf-8")
    assert seminar("seminar", "init", "--no-tex", "--slides", "pptx").returncode == 0
    changed = desk / "projects" / "ada" / "scaffold.toml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("# minutes = 30", "minutes = 20"), encoding="utf-8")
    (desk / "projects" / "ben" / "scaffold.toml").write_text("[paper", encoding="utf-8")
    run = seminar("seminar", "update", "--json")
    assert run.returncode == 42
    ada, ben = json.loads(run.stdout)["projects"]
    assert (ada["name"], ada["state"]) == ("Ada", "updated")
    assert (ben["name"], ben["state"], ben["code"]) == ("ben", "failed", 32)


def test_a_project_about_another_paper_is_not_taken_for_it(seminar: Run, desk: Path) -> None:
    (desk / "assignment.csv").write_text(f"student,paper\nBen,{OTHER}\n", encoding="utf-8")
    assert seminar("seminar", "init", "--no-tex", "--slides", "pptx").returncode == 0
    (desk / "assignment.csv").write_text(f"student,paper\nBen,{ID}\n", encoding="utf-8")
    run = seminar("seminar", "init", "--no-tex")
    assert run.returncode == 42
    assert f"ben is about {OTHER}, but the table gives Ben {ID}" in run.stdout


@pytest.mark.parametrize(
    ("words", "code"), [(("init", "nowhere.csv"), 36), (("update",), 36), (("papers", "nowhere.csv"), 36)]
)
def test_what_is_not_there(seminar: Run, words: tuple[str, ...], code: int) -> None:
    run = seminar("seminar", *words)
    assert (run.returncode, "Hint:" in run.stderr) == (code, True)


def test_find_looks_through_the_list_first(seminar: Run, arxiv: Loopback) -> None:
    run = seminar("find", "squres", "--offline")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        f"{OTHER}   Squares are not negative",
        f"{'':<12} on the list of the seminar: Squares",
    ]
    assert arxiv.paths == []
    arxiv.fault("reset", "/", times=None)
    broken = seminar("find", "squares", "--json")
    assert broken.returncode == 0
    found = json.loads(broken.stdout)
    assert [p["id"] for p in found["listed"]] == [OTHER]
    assert found["error"]
    assert seminar("find", "nothing like it", "--offline").returncode == 11
