"""The table in which a paper compares itself with other works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.read.comparisons import Candidate, comparison
from tests.read.dump import read_case

USUAL = Candidate(
    caption="Comparison with prior work", rows="Ours & $O(n)$", works=2, part="introduction", heading="Introduction"
)


@pytest.mark.parametrize(
    ("candidate", "is_one"),
    [
        (USUAL, True),
        (replace(USUAL, caption="Regret bounds of different algorithms", rows="UCB & $O(n)$", works=0), True),
        (replace(USUAL, caption="Best known bounds", works=0, heading="Related Work", part="related"), True),
        (replace(USUAL, caption="Round complexity of protocols", works=4), True),
        (replace(USUAL, caption="Round complexity of our protocol", works=0), False),
        (replace(USUAL, caption="Comparison of test errors"), False),
        (replace(USUAL, heading="Numerical experiments", part=None), False),
        (replace(USUAL, rows="A & 1.5 & 2.5 & 1.0\\\\ B & 0.5 & 1.2 & 2.1"), False),
        (replace(USUAL, caption="Translation rules", rows="a & b", works=0), False),
        (replace(USUAL, caption="Notation of this and related work"), False),
    ],
)
def test_a_table_compares_by_its_caption_rows_and_place(candidate: Candidate, is_one: bool) -> None:
    """Measurements and notation are no comparison of results."""
    assert (comparison([("it", candidate)]) == "it") == is_one


def test_the_clearest_of_several_is_taken_and_the_first_of_equals() -> None:
    weaker = replace(USUAL, caption="Best known bounds", works=0)
    assert comparison([("a", weaker), ("b", USUAL), ("c", USUAL)]) == "b"
    assert comparison([]) is None


def test_the_table_is_among_the_referents_though_no_statement_names_it(tmp_path: Path) -> None:
    source = r"""\documentclass{article}\newtheorem{thm}{Theorem}
\begin{document}\section{Introduction}
\begin{table}\caption{Notes}a\end{table}
\begin{table*}[t]\caption{Sample complexity of previous algorithms}\label{t}
\begin{tabular}{ll}A \cite{a} & $O(n)$\\ B \cite{b,c} & $O(n^2)$\\ Ours & $O(1)$\end{tabular}\end{table*}
\begin{thm}It holds.\end{thm}
\end{document}
"""
    paper = read_case(source, tmp_path)
    assert paper.comparison == "table-2"
    assert [s.id for s in paper.referents] == ["table-2"]
