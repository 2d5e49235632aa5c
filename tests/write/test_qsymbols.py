"""Characters that a paper makes active in its formulas: LaTeX and the native form show what the paper prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Package, Paper, Source
from scaffold.read.latex import reader
from scaffold.tex.arguments import CannotExpand
from scaffold.tex.packages import qsymbols, registry
from scaffold.write.latex import macros
from scaffold.write.text import plain
from tests.macros import macro
from tests.write.test_macros import compiled, sheet, text_of

OWN = ("`N", r"\newqsymbol{`N}{\mathbb{N}}")
TABLE = qsymbols.meanings(Paper(source=Source(kind="tex"), packages=(Package("qsymbols"),), macros=(macro(*OWN),)))


def spelt(tex: str) -> str:
    return qsymbols.spelt(tex, (), TABLE)[0]


def test_formulas_are_written_out_and_words_keep_their_quotations() -> None:
    text = spelt(r"the ``best'' $`l_n$ and $`lx \in `N$")
    assert text == r"the ``best'' $\lambda_n$ and $\lambda x \in \mathbb{N}$"


def test_the_longest_abbreviation_counts_and_keys_of_labels_stay() -> None:
    assert spelt(r"\[ a `(+) b \label{x:`g} \text{``so''} \]") == r"\[ a \oplus b \label{x:`g} \text{``so''} \]"


def test_an_abbreviation_that_nothing_explains_is_refused() -> None:
    with pytest.raises(CannotExpand, match="`9"):
        spelt("$`9$")


def test_macros_are_written_out_too() -> None:
    _, (seq,) = qsymbols.spelt("", [macro(r"\seq", r"\newcommand{\seq}{x\in`N}")], TABLE)
    assert seq.definition == r"\newcommand{\seq}{x\in\mathbb{N}}"


def test_without_the_package_a_backtick_is_one() -> None:
    assert registry.written_out(Paper(source=Source(kind="tex")), "$`l$") == ("$`l$", ())


@pytest.mark.requires_latex
def test_latex_prints_what_the_paper_prints_and_quotations_in_words(tmp_path: Path) -> None:
    body = r"``so'' $`l\in`N$, $\blacktriangle$"
    made = sheet(body, OWN, ("`P", r"\newqsymbol{`P}{\mathbb{P}}"), packages="qsymbols")
    log = compiled(tmp_path, made, r"\scaffoldpaperscope " + body)
    assert "Redefining qsymbol" not in log
    text = text_of(tmp_path)
    assert "λ" in text
    assert "“so”" in text
    assert "N" in text
    assert "`" not in text


def test_the_package_stays_away_where_no_formula_calls_on_it() -> None:
    assert "qsymbols" not in sheet("$x$", packages="qsymbols").packages


def test_declarations_are_read_with_the_meaning_that_they_give(tmp_path: Path) -> None:
    source = tmp_path / "main.tex"
    source.write_text(
        "\\documentclass{article}\\usepackage{qsymbols}\\newtheorem{theorem}{Theorem}\n"
        "\\newqsymbol{`N}{\\mathbb{N}}\n\\begin{document}\\begin{theorem}$`l\\in`N$\\end{theorem}\\end{document}\n",
        encoding="utf-8",
    )
    paper = reader.read(tmp_path)
    assert [(m.name, m.definition) for m in paper.macros] == [OWN]
    tex = macros.preamble(paper, ["theorem-1"])
    assert "qsymbols" in tex.packages
    assert OWN[1] in tex.tex


def test_plain_words_know_the_signs_and_what_nothing_explains_stays() -> None:
    paper = Paper(
        source=Source(kind="tex"), packages=(Package("qsymbols"),), macros=(macro(r"\x", r"\newcommand{\x}{`l}"),)
    )
    text = plain.paragraphs(*registry.in_words(paper, r"A ``set'' $\x\in`r$."))
    assert [p.text for p in text] == ["A “set” λ ∈ ρ."]
    assert registry.in_words(paper, "$`9$") == ("$`9$", paper.macros)
