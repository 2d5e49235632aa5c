"""A statement that would put an action into the report's PDF costs that statement, not the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.conftest import Run

SOURCE = r"""\documentclass{article}\usepackage{amsthm,hyperref}\newtheorem{theorem}{Theorem}
\title{A note}\author{Ada Lovelace}
\begin{document}\maketitle\section{Results}
\begin{theorem} Let $x$ be a number. Then $x=x$, see \href{file:///etc/passwd}{here}.\end{theorem}
\begin{theorem} Let $y$ be a number. Then $y=y$, see \href{https://example.org}{there}.\end{theorem}
\end{document}
"""


@pytest.mark.requires_latex
def test_the_statement_is_replaced_and_named(scaffold: Run, desk: Path) -> None:
    (desk / "source").mkdir()
    (desk / "source" / "main.tex").write_text(SOURCE, encoding="utf-8")
    run = scaffold("init", "source", "here", "--slides", "beamer")
    assert run.returncode == 0, run.stderr
    assert "report compiles" in run.stderr
    assert "Theorem 1 does not compile outside the paper" in run.stdout + run.stderr
    assert "Theorem 2 does not compile" not in run.stdout + run.stderr
    left = [path for path in (desk / "here" / "build").rglob("*.pdf") if b"passwd" in path.read_bytes()]
    assert left == []
