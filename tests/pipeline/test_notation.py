"""`scaffold notation`, as a student runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pipeline.conftest import Run

_PAPER = r"""
\documentclass{article}
\newtheorem{thm}{Theorem}
\newcommand{\walks}{\mathcal{W}}
\begin{document}
\section{Setting}
We denote the set of all walks by $\walks$, where $n$ is the number of steps of each of them.
\section{Main result}
\begin{thm}\label{thm:main}
The set $\walks$ has at least $2^n$ elements for every graph with $\kappa > 0$, if $\gamma$ is large.
\end{thm}
\end{document}
"""


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper with one main result."""
    (tmp_path / "main.tex").write_text(_PAPER, encoding="utf-8")
    return tmp_path


def test_each_symbol_has_the_sentence_that_introduces_it(scaffold: Run, paper: Path) -> None:
    run = scaffold("notation", str(paper), cwd=paper)
    said = " ".join(run.stdout.split())
    assert "𝒲, n “We denote the set of all walks by 𝒲, where n is the number of steps of each of them.”" in said
    assert "used in Theorem 1" in said
    assert said.endswith("Unknown how the paper introduces: γ")


def test_programs_get_symbols_sentences_and_slides(scaffold: Run, paper: Path) -> None:
    printed = json.loads(scaffold("notation", str(paper), "--json", cwd=paper).stdout)
    rows = {row["name"]: row for row in printed["notation"]}
    assert printed["schema"] == 1
    assert rows["\\walks"]["sentence"].startswith("We denote the set of all walks by $\\walks$")
    assert (rows["\\walks"]["section"], rows["\\walks"]["used"], rows["\\walks"]["slides"]) == (
        "1", ["theorem-1"], ["main-1"],
    )  # fmt: skip
    assert rows["\\gamma"]["sentence"] == ""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Hello.", "No main result was found"),
        ("\\newtheorem{thm}{Theorem}\\begin{thm}All graphs are finite.\\end{thm}", "use no symbols or terms"),
    ],
)
def test_why_a_paper_has_no_notation(scaffold: Run, tmp_path: Path, body: str, reason: str) -> None:
    (tmp_path / "main.tex").write_text(f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}", "utf-8")
    run = scaffold("notation", str(tmp_path), cwd=tmp_path)
    assert (run.returncode, reason in run.stdout) == (0, True)
