"""`scaffold graph` and `scaffold plan`, and the student's choice of main results, as a student runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from scaffold import model, plans, seminar
from scaffold.cli import graph
from scaffold.cli import plan as show_plan
from scaffold.pipeline import Options, plan, planning
from scaffold.planning import rank
from tests.conftest import ROOT
from tests.pipeline.checked import warned
from tests.pipeline.conftest import EPRINTS, ID, Run
from tests.planning.papers import of, statement

SOURCE = str(EPRINTS / ID / "v2")


@pytest.fixture
def project(drafted: Path, tmp_path: Path) -> Path:
    """A project as init makes it from the loopback arXiv."""
    return Path(shutil.copytree(drafted / "paper", tmp_path / "project"))


def tree(paper: model.Paper, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What `graph` prints of a paper."""
    graph._tree(planning.mapped(planning.Subject(rank.rank(paper, ["Theorem 1"])), 30))
    return capsys.readouterr().out.splitlines()


def test_a_long_chain_of_lemmas_is_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"Lemma {n}" for n in range(3000)]
    rows = [statement(a, uses=(b,)) for a, b in pairwise(names)]
    lines = tree(of(statement("Theorem 1", uses=(names[0],)), *rows, statement(names[-1], proof="x")), capsys)
    assert len(lines) < 20
    assert max(map(len, lines)) < 120
    assert "Lemma 11  … 2988 more below (all: --json)" in "\n".join(lines)


def test_very_many_lemmas_are_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    names = tuple(f"Lemma {n}" for n in range(3000))
    rows = [statement(name, proof="x") for name in names]
    lines = tree(of(statement("Theorem 1", uses=names), *rows), capsys)
    assert len(lines) < 210
    assert "Lemma 198  … 2801 more below (all: --json)" in "\n".join(lines)


def overrule(project: Path, toml: str) -> None:
    """The student's choice: main = toml in scaffold.toml."""
    path = project / "scaffold.toml"
    text = path.read_text(encoding="utf-8")
    assert "main = []" in text
    path.write_text(text.replace("main = []", f"main = {toml}"), encoding="utf-8")


def change(project: Path, uses: dict[str, list[str]]) -> None:
    """The paper as read, with other uses in the first proofs of some statements."""
    path = project / "paper" / "paper.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for row in data["statements"]:
        if row["id"] in uses:
            row["proofs"][0]["uses"] = uses[row["id"]]
    path.write_text(json.dumps(data), encoding="utf-8")


def stars(text: str) -> list[str]:
    """The main results of a printed tree."""
    return re.findall(r"★ (\w+ [\w.]+) ", text.partition("\n\n")[0])


def test_help_names_the_commands(scaffold: Run) -> None:
    shown = scaffold("--help").stdout
    assert re.search(r"^  graph ", shown, re.MULTILINE)
    assert re.search(r"^  plan ", shown, re.MULTILINE)


def test_the_tree_has_the_main_results_on_top(scaffold: Run, project: Path) -> None:
    run = scaffold("graph", cwd=project / "report")
    assert run.returncode == 0, run.stderr
    first, *lines = run.stdout.splitlines()
    assert first.startswith("Margins, Mistakes and Dimension")
    assert re.fullmatch(r"  ★ Theorem [\d.]+ \(.+\)  p\. \d+.*", lines[0])
    assert any(re.fullmatch(r"  [├└]─ ● Proposition 5\.1 \(Rademacher complexity\)  p\. \d+", x) for x in lines)
    assert any(re.fullmatch(r"  [│ ]  [├└]─ Lemma 4\.5 \(Balancing signs\)  p\. \d+", x) for x in lines)
    assert warned(run) == []
    assert scaffold("graph", str(project)).stdout == run.stdout


def test_a_subtree_is_shown_once(scaffold: Run, project: Path) -> None:
    change(project, {"lemma-5.2": ["proposition-5.1"]})
    run = scaffold("graph", str(project))
    assert run.stdout.count("Proposition 5.1") == 2
    assert run.stdout.count("Lemma 4.5") == 1
    assert run.stdout.count("↑ see above") == 1


def test_a_main_result_is_marked_wherever_it_appears(scaffold: Run, project: Path) -> None:
    overrule(project, '["Theorem 5.4", "Proposition 5.1"]')
    lines = scaffold("graph", str(project)).stdout.splitlines()
    assert any(re.match(r"  ★ Proposition 5\.1 ", line) for line in lines)
    assert any(re.match(r"  [├└]─ ★ Proposition 5\.1 .*↑ see above", line) for line in lines)


def test_a_name_that_only_cites_the_unknown_is_no_name() -> None:
    paper = of(statement("Lemma 1", name="\\cite{lost, gone}"), statement("Lemma 2", name="Key, \\cite{lost}"))
    assert planning.names(paper) == {"lemma-2": "Key"}


def test_circles_and_dangling_uses_are_reported(scaffold: Run, project: Path) -> None:
    change(project, {"lemma-5.2": ["lemma-5.3"], "lemma-5.3": ["lemma-5.2", "lemma-9.9"]})
    run = scaffold("graph", str(project))
    assert run.returncode == 0
    assert re.search(r"Warning: .*Lemma 5\.2, Lemma 5\.3 seem to use each other", run.stderr)
    assert re.search(r"Warning: .*Lemma 5\.3: .*'lemma-9\.9'", run.stderr)


@pytest.mark.slow
def test_the_files_are_written_where_asked(scaffold: Run, desk: Path) -> None:
    run = scaffold("graph", SOURCE, "--svg", "road.svg", "--dot", "new/road.dot", "--limit", "5")
    assert run.returncode == 0, run.stderr
    assert "wrote road.svg: 5 statements" in run.stderr
    assert "★" in run.stdout
    root = ET.parse(desk / "road.svg").getroot()
    assert len([g for g in root.iter() if "data-id" in g.attrib]) == 5
    assert (desk / "new" / "road.dot").read_text(encoding="utf-8").startswith("// ")
    assert scaffold("graph", SOURCE, "--svg", "-", "--limit", "5").stdout == (desk / "road.svg").read_text("utf-8")


def test_a_file_that_cannot_be_written_is_reported(scaffold: Run, desk: Path) -> None:
    (desk / "road.svg").mkdir()
    run = scaffold("graph", SOURCE, "--svg", "road.svg")
    assert run.returncode == 31
    assert "road.svg" in run.stderr


def test_the_graph_as_json_is_the_graph(scaffold: Run, project: Path) -> None:
    from scaffold.planning import graph, rank, spine

    data = json.loads(scaffold("graph", str(project), "--json").stdout)
    paper = model.from_json(json.loads((project / "paper" / "paper.json").read_text(encoding="utf-8")))
    built = graph.build(rank.rank(paper))
    assert [tuple(edge) for edge in data["edges"]] == list(built.edges)
    assert data["mains"] == list(built.mains)
    assert data["weights"] == plans.to_json(built.weights)
    assert [s["id"] for s in data["statements"] if s["needed"]] == list(built.order)
    assert {s["id"]: s["stands_for"] for s in data["statements"]} == dict(built.stands_for)
    assert data["roadmap"] == plans.to_json(spine.roadmap(rank.rank(paper), built, 30))


def test_the_plan_as_json_is_both_plans(scaffold: Run, project: Path) -> None:
    data = json.loads(scaffold("plan", str(project), "--json", "--minutes", "12").stdout)
    paper = model.from_json(json.loads((project / "paper" / "paper.json").read_text(encoding="utf-8")))
    _, report, talk = plan(paper, seminar.load("theory"), 12)
    assert data["report"] == plans.to_json(report)
    assert data["talk"] == plans.to_json(talk)
    assert data["seminar"] == "theory"


def test_the_plan_can_be_read(scaffold: Run, project: Path) -> None:
    run = scaffold("plan", cwd=project)
    assert run.returncode == 0, run.stderr
    assert re.search(r"^Report: 5 pages  ", run.stdout, re.MULTILINE)
    assert re.search(r"^  Summary: 2 pages, [01]\.\d\d for your text$", run.stdout, re.MULTILINE)
    assert re.search(r"^    0\.\d\d  Theorem 5\.\d \(.*\)  p\. \d+$", run.stdout, re.MULTILINE)
    assert re.search(r"^    cited \(no space to restate\): .*Lemma", run.stdout, re.MULTILINE)
    assert re.search(r"^Talk: 25 minutes plus 10 for questions  \d+ slides$", run.stdout, re.MULTILINE)


def test_the_plan_names_the_slides_of_the_deck_where_they_are_more(
    scaffold: Run, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_deck = scaffold("talk", cwd=project).stdout.split("Talk: ")[1].split(" slides")[0]
    subject = planning.subject(str(project), Options(source=str(project)), lambda *_: None)
    own = planning.planned(subject)
    assert str(own.in_deck) == in_deck
    assert planning.planned(subject, minutes=12).in_deck is None
    show_plan._print_talk(replace(own, in_deck=99))
    assert "the deck has 99: a long statement takes several slides" in capsys.readouterr().out


def test_titles_of_slides_are_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    paper = of(
        statement("Definition 1", "A \\emph{split} is a partition.", name="{\\bf Splits} of $\\alpha$"),
        statement("Theorem 2", "Each graph has a split.", proof="Easy."),
    )
    show_plan._print_talk(planning.planned(planning.Subject(rank.rank(paper))))
    assert "Definition 1 (Splits of α)" in capsys.readouterr().out


def seconds(clock: str) -> int:
    minutes, _, rest = clock.partition(":")
    return 60 * int(minutes) + int(rest)


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [5, 30, 90])
def test_the_running_total_is_the_minutes(minutes: int, scaffold: Run) -> None:
    shown = scaffold("plan", SOURCE, "--minutes", str(minutes)).stdout
    rows = re.findall(r"^ +(\d+) +(\d+:\d\d) +(\d+:\d\d) +(\d*) ", shown, re.MULTILINE)
    assert [int(n) for n, *_ in rows] == list(range(1, len(rows) + 1))
    total = 0
    for _, time, until, _ in rows:
        total += seconds(time)
        assert seconds(until) == total
    assert total == 60 * minutes
    cuts = sorted(int(cut) for *_, cut in rows if cut)
    assert cuts == list(range(1, len(cuts) + 1))


@pytest.mark.slow
def test_another_seminar_plans_otherwise(scaffold: Run, project: Path) -> None:
    own = ROOT / "examples" / "seminar" / "seminar.toml"
    run = scaffold("plan", str(project), "--seminar", str(own))
    assert f"Report: {seminar.load(str(own)).pages:g} pages" in run.stdout
    assert scaffold("plan", str(project), "--seminar", "nowhere").returncode == 33


def test_the_projects_own_seminar_file_is_found_from_anywhere(scaffold: Run, project: Path) -> None:
    shutil.copy(ROOT / "examples" / "seminar" / "seminar.toml", project / "seminar.toml")
    path = project / "scaffold.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"theory"', '"seminar.toml"'), encoding="utf-8")
    run = scaffold("plan", str(project))
    assert run.returncode == 0, run.stderr
    assert f"Report: {seminar.load(str(project / 'seminar.toml')).pages:g} pages" in run.stdout


@pytest.mark.slow
@pytest.mark.parametrize("word", ['["Theorem 4.6"]', '"theorem 4.6"'])
def test_the_students_word_counts(word: str, scaffold: Run, project: Path) -> None:
    overrule(project, word)
    tree, planned = scaffold("graph", cwd=project), scaffold("plan", cwd=project)
    assert stars(tree.stdout) == ["Theorem 4.6"]
    assert "set in scaffold.toml" in tree.stdout
    assert "★ Theorem 4.6 (set in scaffold.toml)" in planned.stdout
    data: dict[str, Any] = json.loads(scaffold("plan", "--json", cwd=project).stdout)
    assert "theorem-4.6" in {i["ref"] for s in data["talk"]["slides"] if s["cut"] is None for i in s["items"]}
    why = scaffold("inspect", "--why", cwd=project).stdout.splitlines()
    assert why[0].startswith("1.00 ★ Theorem 4.6")
    assert "set in scaffold.toml" in why[1]
    assert sum("★" in line for line in why) == 1


@pytest.mark.slow
def test_an_unknown_name_is_reported(scaffold: Run, project: Path) -> None:
    evident = stars(scaffold("graph", cwd=project).stdout)
    overrule(project, '["Theorem 99"]')
    for command in ("graph", "plan", "inspect"):
        run = scaffold(command, cwd=project)
        assert run.returncode == 0
        assert run.stderr.count("Warning: scaffold.toml: the paper has no statement called 'Theorem 99'") == 1
    run = scaffold("graph", cwd=project)
    assert stars(run.stdout) == evident
    assert "set in scaffold.toml" not in run.stdout


def test_a_word_that_is_no_name_is_an_error(scaffold: Run, project: Path) -> None:
    overrule(project, "3")
    run = scaffold("graph", cwd=project)
    assert run.returncode == 32
    assert "report.main" in run.stderr


@pytest.mark.slow
def test_outside_a_project_a_source_is_needed(scaffold: Run) -> None:
    for command in ("graph", "plan", "inspect"):
        run = scaffold(command)
        assert run.returncode == 32
        assert "Hint" in run.stderr


@pytest.mark.parametrize("content", [None, "{", '{"schema": 0}', "[]", '{"schema": 1, "statements": [3]}'])
def test_a_missing_or_broken_paper_is_reported(content: str | None, scaffold: Run, project: Path) -> None:
    path = project / "paper" / "paper.json"
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    run = scaffold("graph", cwd=project)
    assert run.returncode == 32
    assert "paper.json" in run.stderr
    assert f"scaffold init {ID}" in run.stderr


def test_options_for_reading_do_not_fit_a_project(scaffold: Run, project: Path) -> None:
    assert scaffold("graph", "--main", "main.tex", cwd=project).returncode == 2
    assert scaffold("graph", SOURCE, "--json", "--svg", "-").returncode == 2


@pytest.mark.slow
def test_what_a_statement_names_is_called_as_the_paper_calls_it(scaffold: Run, desk: Path) -> None:
    paper = (
        "\\documentclass{article}\\usepackage{amsmath,amsthm}\\newtheorem{theorem}{Theorem}\n"
        "\\newtheorem{lemma}[theorem]{Lemma}\\begin{document}\\section{One}\n"
        "\\begin{theorem}All is well.\\end{theorem}\\begin{proof}By Lemma~\\ref{l}.\\end{proof}\\section{Two}\n"
        "Let \\begin{equation}\\label{e} m(x) = \\sqrt{x} + x^2 \\end{equation} for all $x$.\n"
        "\\begin{lemma}\\label{l}The map $m$ of \\eqref{e} is good.\\end{lemma}\\begin{proof}Add.\\end{proof}\n"
        "\\end{document}"
    )
    (desk / "main.tex").write_text(paper, encoding="utf-8")
    shown = scaffold("plan", "main.tex", cwd=desk).stdout
    assert "Equation 1, which a statement above names" in shown
    assert "equation-1" not in shown


def test_a_paper_without_results_is_no_error(scaffold: Run, desk: Path) -> None:
    (desk / "note.tex").write_text("\\documentclass{article}\\begin{document}Words.\\end{document}", encoding="utf-8")
    run = scaffold("graph", "note.tex", "--svg", "road.svg")
    assert run.returncode == 0
    assert "No main result found" in run.stdout
    assert "No main result was found" in (desk / "road.svg").read_text(encoding="utf-8")
    assert scaffold("plan", "note.tex").returncode == 0


IN_TURN = """
import json, sys
from scaffold.cli import cli
for words in json.loads(sys.argv[1]):
    cli.main(words, standalone_mode=False)
"""


@pytest.mark.slow
def test_the_hash_seed_changes_nothing(project: Path) -> None:
    forms = (["graph", "--svg", "-"], ["graph", "--dot", "-"], ["graph", "--json"], ["plan", "--json"])
    command = [sys.executable, "-c", IN_TURN, json.dumps([[name, str(project), *words] for name, *words in forms])]
    outputs = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert all(mark in outputs[0] for mark in (b"<svg", b"digraph", b'"edges"', b'"talk"'))
