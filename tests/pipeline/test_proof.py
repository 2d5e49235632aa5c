"""`scaffold proof`, as a student runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scaffold.cli import proof
from scaffold.model import Proof
from scaffold.pipeline import planning, proving
from tests.pipeline.conftest import Run
from tests.planning.papers import of, statement


@pytest.fixture
def project(drafted: Path, tmp_path: Path) -> Path:
    """A project as init makes it from the loopback arXiv."""
    return Path(shutil.copytree(drafted / "paper", tmp_path / "project"))


def printed(capsys: pytest.CaptureFixture[str], body: str, name: str = "Theorem 4") -> list[str]:
    """What `proof` prints of a statement in a paper whose Theorem 4 has this proof."""
    theorem = statement("Theorem 4", proofs=(Proof(body=body, file="main.tex", line=3),))
    paper = of(statement("Lemma 2", file="main.tex", line=1, page=3), theorem)
    for p in proving.proved(planning.Subject(paper), (name,)):
        proof._print_proof(p)
    return capsys.readouterr().out.splitlines()


def test_a_step_has_its_words_formula_uses_and_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    body = "Let $x_1$ be given. By Lemma 2 it is clearly so, and \\[ x_1 \\le \\alpha. \\]"
    assert printed(capsys, body) == [
        "",
        "  Theorem 4",
        "     1  “Let x₁ be given.”  p. 3",
        "     2  “By Lemma 2 it is clearly so, and …”  p. 3",
        "          reaches: x₁ ≤ α.",
        "          uses: Lemma 2",
        "          look here: “clearly”",
        "    Used: Lemma 2 (step 2)",
    ]


def test_a_formula_without_plain_text_is_shown_as_latex(capsys: pytest.CaptureFixture[str]) -> None:
    assert "          reaches: \\xymatrix{A & B}" in printed(capsys, "It is \\[ \\xymatrix{A & B} \\]")
    display = "\\begin{equation*}\\label{eq:hat} \\widehat{x+y} \\quad\\text{and}\\qquad y \\nonumber \\end{equation*}"
    assert "          reaches: \\widehat{x+y} \\text{and} y" in printed(capsys, f"It is {display}")


def test_a_statement_without_a_proof(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "x", "Lemma 2")[-1].startswith("    No proof was found in the paper.")


def test_a_statement_of_a_kind_without_proofs(capsys: pytest.CaptureFixture[str]) -> None:
    paper = of(statement("Definition 1", file="main.tex", line=1, page=3))
    for p in proving.proved(planning.Subject(paper), ("Definition 1",)):
        proof._print_proof(p)
    assert capsys.readouterr().out.splitlines()[-1] == "    Statements of this kind (definition) have no proof."


def test_a_proof_that_begins_with_a_formula_quotes_no_empty_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "\\[ x_1 \\le \\alpha. \\] This is all.")[2] == "     1  “This is all.”  p. 3"


def test_a_formula_without_plain_text_does_not_vanish_from_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "Let $n \\odd 1$ and $x_1$ be \\emph{small}. Then all is well.")
    assert said[2] == "     1  “Let $n \\odd 1$ and x₁ be small.”  p. 3"


def test_of_a_project(scaffold: Run, project: Path) -> None:
    run = scaffold("proof", "Theorem 5.4", cwd=project)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0].startswith("Margins, Mistakes and Dimension")
    assert "  Theorem 5.4  p. " in run.stdout
    assert "uses: " in run.stdout
    assert scaffold("proof", "Theorem 5.4", str(project)).stdout == run.stdout


def test_without_a_name_main_results_and_key_lemmas(scaffold: Run, project: Path) -> None:
    run = scaffold("proof", str(project), "--json")
    data = json.loads(run.stdout)
    titles = [p["title"] for p in data["proofs"]]
    assert "Theorem 5.4" in titles
    assert len(titles) > 1
    assert all(step["words"] and step["words_source"] for p in data["proofs"] for step in p["steps"])


def test_an_unknown_name(scaffold: Run, project: Path) -> None:
    run = scaffold("proof", "Theorem 5.5", cwd=project)
    assert (run.returncode, run.stdout) == (19, "")
    assert "Theorem 5.4" in run.stderr


def test_outside_a_project(scaffold: Run) -> None:
    assert scaffold("proof", "Theorem 5.4").returncode == 32
