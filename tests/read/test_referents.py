"""What statements refer to outside statements: conditions under typed tags, items of lists, floats."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Statement
from tests.read.dump import read_case

HEAD = r"""\documentclass{article}\usepackage{amsmath,amsthm,enumitem}\newtheorem{thm}{Theorem}
\begin{document}\section{Setting}
"""


def referents(body: str, folder: Path) -> tuple[Statement, ...]:
    """The referents of a paper with that body."""
    return read_case(f"{HEAD}{body}\n\\end{{document}}\n", folder).referents


@pytest.mark.parametrize(
    ("source", "id", "title", "alone"),
    [
        (
            "We assume:\n\\textbf{Assumption (A1).} The map $f$ is convex.\n\nIt is usual.",
            "assumption-A1",
            "Assumption (A1)",
            "The map $f$ is convex.",
        ),
        ("\\noindent{\\bf (H2)} $f$ is smooth.\\par It is.", "condition-H2", "Condition (H2)", "$f$ is smooth."),
        ("We assume:\\\\[1ex]\n\\textbf{(A1')} True.", "condition-A1-prime", "Condition (A1')", "True."),
        (
            "\\begin{itemize}\\item[(C1)] One. \\item[(C2)] Two.\\end{itemize}",
            "condition-C1 condition-C2",
            "Condition (C1), Condition (C2)",
            "One.; Two.",
        ),
        (
            "(A1) For all $x$,\n\n\\[ x = x. \\]\n\nMore.",
            "condition-A1",
            "Condition (A1)",
            "For all $x$,\n\n\\[ x = x. \\]",
        ),
        (
            "\\begin{enumerate}[label=(B\\arabic*)]\\item Compact.\\item Open.\\end{enumerate}",
            "item-B1 item-B2",
            "Item (B1), Item (B2)",
            "Compact.; Open.",
        ),
    ],
)
def test_a_condition_is_what_follows_its_tag(source: str, id: str, title: str, alone: str, tmp_path: Path) -> None:
    """Up to the end of its paragraph or item, with a display after its words."""
    found = referents(source, tmp_path)
    assert " ".join(s.id for s in found) == id
    assert ", ".join(s.title for s in found) == title
    assert "; ".join(s.standalone for s in found) == alone


@pytest.mark.parametrize(
    "source",
    [
        "Let it be.\n\n(A1), even though it implies (A2), is useful.",
        "We use\n(A1) For all of it.",
        r"\textbf{Figure S1.} A caption.",
        r"\textbf{Lemma A1.} It holds.",
        r"\begin{thm}\textbf{(A1)} It holds.\end{thm}",
        r"\begin{proof}\textbf{(A1)} It holds.\end{proof}",
    ],
)
def test_what_is_no_condition(source: str, tmp_path: Path) -> None:
    """Mentions of a tag, other things in bold type, and what stands in statements and proofs."""
    assert not referents(source, tmp_path)


def test_floats_and_items_are_read_where_statements_refer_to_them(tmp_path: Path) -> None:
    """Also those that only these refer to; a figure that is a file is shown as a figure."""
    body = r"""
\begin{thm} By Algorithm~\ref{alg:a}, \ref{it:b} and Figure~\ref{f:2}, it holds.\end{thm}
\begin{algorithm}[t]\caption{Sort}\label{alg:a} See Table~\ref{t:1}.\end{algorithm}
\begin{table*}\caption{Rates}\label{t:1} 1 \end{table*}
\begin{table}\caption{Others}\label{t:2} 2 \end{table}
\begin{figure}\includegraphics{a.pdf}\caption{File}\label{f:1}\end{figure}
\begin{figure}\begin{tikzpicture}\draw (0,0);\end{tikzpicture}\caption{Drawn}\label{f:2}\end{figure}
\begin{enumerate}\item One \item\label{it:b} Two \begin{itemize}\item inner\end{itemize} \item Three\end{enumerate}
"""
    found = {s.id: s for s in referents(body, tmp_path)}
    assert list(found) == ["algorithm-1", "table-1", "drawing-2", "item-2"]
    assert found["algorithm-1"].standalone == ("\\begin{algorithm}[t]\\caption{Sort} See Table~1.\\end{algorithm}")
    assert found["table-1"].body.startswith("\\begin{table}")
    assert found["drawing-2"].title == "Figure 2"
    assert found["item-2"].standalone.endswith("inner\\end{itemize}")


def test_what_verbatim_prints_stays_in_statements_and_tables(tmp_path: Path) -> None:
    table = "\\begin{table}\\caption{C}\\label{x}\\begin{tabular}{l}\\verb|a%b{| % gone\n\\end{tabular}\\end{table}"
    body = f"\\begin{{thm}}By \\verb|f_1{{%| and Table~\\ref{{x}}.\\end{{thm}}{table}"
    paper = read_case(f"{HEAD}{body}\n\\end{{document}}\n", tmp_path)
    assert [s.standalone for s in paper.statements] == [r"By \texttt{f\_1\{\%} and Table~1."]
    (found,) = paper.referents
    assert r"{l}\texttt{a\%b\{}" in found.body
    assert "gone" not in found.body
