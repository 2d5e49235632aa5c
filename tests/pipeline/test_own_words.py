"""What a student adds to the report: citations, the paper's notation, any statement of the paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pipeline.conftest import Run
from tests.write.building import page_texts

OWN = "@article{mine2020, author = {Own Author}, title = {A source of mine}, journal = {J}, year = {2020}}\n"


@pytest.fixture
def project(drafted: Path, desk: Path) -> Path:
    """A project of the example paper, made without LaTeX."""
    return Path(shutil.copytree(drafted / "paper", desk / "here"))


def write(project: Path, words: str) -> None:
    """The student's summary is these words."""
    (project / "report" / "summary.tex").write_text(words, encoding="utf-8")


def words_of(project: Path) -> str:
    return " ".join(" ".join(page_texts(project)).split())


@pytest.mark.requires_latex
@pytest.mark.parametrize(
    "options",
    [
        "",
        pytest.param(",bib=biblatex", marks=pytest.mark.requires_biber),
        pytest.param(",bib=biblatex,bibbackend=bibtex", marks=pytest.mark.long),
    ],
)
def test_the_papers_works_and_ones_own_are_cited(scaffold: Run, project: Path, options: str) -> None:
    main = project / "report" / "report.tex"
    text = main.read_text(encoding="utf-8")
    assert r"\citep{paper}" in text.partition(r"\documentclass")[0]
    main.write_text(text.replace("]{generated/scaffold-report}", f"{options}]{{generated/scaffold-report}}"), "utf-8")
    write(project, r"By \citet{paper}, \citet{novikoff1962convergence} and \citep{mine2020}.")
    empty = scaffold("build", "--report", cwd=project)
    assert "Citation `mine2020'" in empty.stderr.replace("'mine2020'", "`mine2020'"), empty.stderr
    with (project / "report" / "own.bib").open("a", encoding="utf-8") as file:
        file.write(OWN)
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 0, run.stderr
    assert "Citation" not in run.stderr
    references = words_of(project).rpartition("References")[2]
    assert "Own Author" in references or "O. Author" in references
    assert "On convergence proofs" in references
    assert "Ada Example" in references or "A. Example" in references
    assert "Rosenblatt" not in references


@pytest.mark.requires_latex
def test_names_that_do_not_exist_are_answered_by_the_nearest_and_the_papers_notation_works_beside_ones_own(
    scaffold: Run, project: Path
) -> None:
    """The PDF is made all the same; one's own definitions win, but not in the paper's statements."""
    write(
        project,
        "See \\cite{novikoff}.\n\\paperstatement{theorem-5.99}\n\\paperstatement{lemma-4.6}\nWords after it.\n\n"
        r"\newcommand{\R}{\text{mine}}\newcommand{\ramp}{my ramp}Let $\abs{x}\ge\conv X$, $\ind{a}$, $\R$, \ramp."
        "\n\\paperstatement{assumption-A}",
    )
    build = scaffold("build", "--report", cwd=project)
    assert build.returncode == 0
    assert "(did you mean 'novikoff1962convergence'?)" in build.stderr
    assert "The paper has no statement `theorem-5.99'" in build.stderr
    assert "(did you mean 'theorem-5.9'," in build.stderr
    assert "(did you mean 'theorem-4.6'," in build.stderr
    text = words_of(project)
    assert "The paper has no statement theorem-5.99" in text
    assert "Words after it." in text
    assert "Let |x| ≥ conv X, 1{a}, mine, my ramp." in text
    assert text.count("mine") == 1
    check = " ".join(scaffold("check", cwd=project).stdout.split())
    assert r"\cite{novikoff} has no entry (did you mean 'novikoff1962convergence'?)" in check
    assert r"\paperstatement{theorem-5.99}: the paper has no such statement (did you mean 'theorem-5.9'," in check


@pytest.mark.requires_latex
def test_every_statement_of_the_paper_can_be_restated(scaffold: Run, project: Path) -> None:
    files = sorted((project / "report" / "generated" / "statements").glob("*.tex"))
    assert len(files) == 41
    write(project, "\n".join(rf"\paperstatement{{{file.stem}}}" for file in files))
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 0, run.stderr
    assert "Theorem 1.1" in words_of(project)
    assert "Unseen examples" in words_of(project)
    assert "fidelity 41 statements restated in the report match" in " ".join(
        scaffold("check", cwd=project).stdout.replace("✓", "").split()
    )


@pytest.mark.requires_latex
@pytest.mark.parametrize("with_pdf", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_statement_that_latex_refuses_is_replaced_and_said(scaffold: Run, project: Path, with_pdf: bool) -> None:
    file = project / "report" / "generated" / "statements" / "remark-4.8.tex"
    file.write_text("A \\nosuchcommand{x} and \\begin{nothing}.\n", encoding="utf-8")
    if not with_pdf:
        (project / "paper" / "paper.pdf").unlink(missing_ok=True)
    write(project, "Words.\n\\paperstatement{remark-4.8}\n\\paperstatement{theorem-1.1}\n")
    run = scaffold("build", "--report", cwd=project)
    assert run.returncode == 0, run.stderr
    shown = "shows a clip of the paper's PDF" if with_pdf else "refers to the paper"
    assert f"Remark 4.8 does not compile outside the paper: the report {shown} instead" in run.stderr
    assert (project / "report" / "generated" / "clips" / "remark-4.8.pdf").is_file() == with_pdf
    again = scaffold("build", "--report", cwd=project)
    assert again.returncode == 0
    assert "✗ fidelity" not in scaffold("check", cwd=project).stdout


@pytest.mark.requires_latex
def test_a_mistake_before_a_statement_does_not_cost_the_statement(scaffold: Run, project: Path) -> None:
    write(project, "Words $x\n\\paperstatement{remark-4.8}\nAfter.\n")
    before = (project / "report" / "generated" / "statements" / "remark-4.8.tex").read_text(encoding="utf-8")
    assert scaffold("build", "--report", cwd=project).returncode == 21
    after = (project / "report" / "generated" / "statements" / "remark-4.8.tex").read_text(encoding="utf-8")
    assert after == before
