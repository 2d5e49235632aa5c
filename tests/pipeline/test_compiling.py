"""Papers without a PDF: compiled to have pages to compare with, or unverified with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.model import Paper
from scaffold.pipeline.reading import Options, read
from tests.pipeline.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.requires_latex]

# What our reader does not follow: the primitive \advance of a register that is a counter by another name.
PAPER = r"""\documentclass{article}
\usepackage{amsthm}
\newtheorem{theorem}{Theorem}
%s
\begin{document}
\title{Energy}\author{A. Author}\maketitle
\section{Result}
\begin{theorem}\label{t}
Every solution of finite energy exists for all times and is unique among all of them.
\end{theorem}
By Theorem~\ref{t}, we are done.
\end{document}
"""
MISCOUNTED = r"\expandafter\advance\csname c@theorem\endcsname by 4"


def paper_of(tex: str, folder: Path, *, compiling: bool = True) -> tuple[Paper, tuple[str, ...], list[str]]:
    """The paper, the warnings, and what was told meanwhile."""
    source = folder / "source"
    source.mkdir()
    (source / "main.tex").write_text(tex, encoding="utf-8")
    told: list[str] = []
    options = Options(source=str(source))
    fetched, paper = read(
        str(source), folder / "paper", options, lambda _, text, *__: told.append(text), compiling=compiling
    )
    return paper, fetched.warnings, told


def test_the_numbers_of_a_paper_without_a_pdf_are_those_of_its_pages(tmp_path: Path) -> None:
    paper, warnings, told = paper_of(PAPER % MISCOUNTED, tmp_path)
    assert [(s.title, s.confidence, s.page) for s in paper.statements] == [("Theorem 5", "confirmed", 1)]
    assert (paper.source.pdf, paper.pages, warnings) == ("compiled", 1, ())
    assert told.count("compiled the paper to compare with its pages") == 1
    assert (tmp_path / "paper" / "paper.pdf").read_bytes().startswith(b"%PDF")


def test_a_paper_that_does_not_compile_is_unverified_and_that_is_said_once(tmp_path: Path) -> None:
    paper, (warning,), told = paper_of((PAPER % "").replace("Every", r"\undefinedhere Every"), tmp_path)
    assert "unverified: it does not compile here: main.tex:9: " in warning
    assert [(s.title, s.confidence) for s in paper.statements] == [("Theorem 1", "unconfirmed")]
    assert paper.source.pdf is None
    assert not [text for text in told if "compiled" in text]
    assert not (tmp_path / "paper" / "paper.pdf").exists()


def test_only_the_folder_of_the_paper_is_seen(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("secret", encoding="utf-8")
    paper, (warning,), _ = paper_of((PAPER % "").replace("By", rf"\input{{{tmp_path}/secret.tex}} By"), tmp_path)
    assert "unverified" in warning
    assert paper.source.pdf is None


def test_a_bibliography_that_cannot_be_made_does_not_matter(tmp_path: Path) -> None:
    tex = (PAPER % "").replace("By", r"\cite{x}\bibliographystyle{nowhere}\bibliography{all} By")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "all.bib").write_text("@book{x, title = {X}}", encoding="utf-8")
    (tmp_path / "source" / "main.tex").write_text(tex, encoding="utf-8")
    options = Options(source=str(tmp_path / "source"))
    _, paper = read(str(tmp_path / "source"), tmp_path / "paper", options, lambda *_: None, compiling=True)
    assert paper.source.pdf == "compiled"


def test_pages_with_undefined_references_are_not_the_papers(tmp_path: Path) -> None:
    paper, (warning,), _ = paper_of((PAPER % "").replace("Every", r"By Lemma~\ref{elsewhere}, every"), tmp_path)
    assert "elsewhere" in warning
    assert paper.source.pdf is None


def test_init_compiles_a_folder_and_verifies_its_statements(scaffold: Run, desk: Path) -> None:
    (desk / "src").mkdir()
    (desk / "src" / "main.tex").write_text(PAPER % "", encoding="utf-8")
    run = scaffold("init", "src", "here")
    assert run.returncode == 0, run.stderr
    assert "compiled the paper to compare with its pages" in run.stderr
    paper = json.loads((desk / "here" / "paper" / "paper.json").read_text(encoding="utf-8"))
    assert paper["source"]["pdf"] == "compiled"
    assert [s["verified"] for s in paper["statements"]] == ["verified"]
    assert (desk / "here" / "paper" / "paper.pdf").is_file()
    assert "· 1 page\n" in run.stdout
    assert "{1 page}" in (desk / "here" / "report" / "generated" / "paper.tex").read_text(encoding="utf-8")


def test_without_latex_nothing_is_compiled(scaffold: Run, desk: Path) -> None:
    (desk / "src").mkdir()
    (desk / "src" / "main.tex").write_text(PAPER % "", encoding="utf-8")
    run = scaffold("init", "src", "here", "--no-tex")
    assert run.returncode == 0, run.stderr
    assert "compiled" not in run.stderr
    assert not (desk / "here" / "paper" / "paper.pdf").exists()
