"""References in statements: what we print for them, and what LaTeX prints."""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest

from tests.read.dump import read_case
from tests.read.typeset import typeset
from tests.stanzas import Stanza, params

_CHANGES = ((r"\\textup|\\,|[{}\s~-]", ""), (r"\\S", "§"), ("–", ""))


def _squashed(text: str) -> str:
    """The text without blanks, dashes (lines may end in hyphens) and LaTeX's groups."""
    for pattern, instead in _CHANGES:
        text = re.sub(pattern, instead, text)
    return text


@pytest.mark.parametrize("stanza", params("read_refs.md"))
def test_references_are_printed(stanza: Stanza, tmp_path: Path) -> None:
    statements = read_case(stanza.input, tmp_path).statements
    lines = [" ".join(s.standalone.replace("~", " ").split()) for s in statements if len(s.standalone) > len("A.")]
    stanza.check("\n".join(lines))


@pytest.mark.requires_latex
@pytest.mark.parametrize("stanza", params("read_refs.md"))
def test_latex_prints_the_same(stanza: Stanza, tmp_path: Path) -> None:
    with pdfplumber.open(typeset(stanza.input, tmp_path, runs=2)) as pdf:
        printed = _squashed("".join(page.extract_text() for page in pdf.pages))
    assert all(_squashed(line) in printed for line in stanza.expected.splitlines()), printed


def test_a_supplement_has_its_own_labels(tmp_path: Path) -> None:
    """Package xr: from the .aux beside it, else counted in its source; one that is missing is said."""
    main = (
        "\\documentclass{article}\\usepackage{xr}\\externaldocument[S-]{supp}\\externaldocument{old}\n"
        "\\externaldocument{gone}\\newtheorem{thm}{Theorem}\\begin{document}\n"
        "\\begin{thm}\\label{own}By \\ref{S-a}, \\ref{b} and \\ref{own}.\\end{thm}\n\\end{document}\n"
    )
    supplement = (
        "%%% supp.tex\n\\documentclass{article}\\newtheorem{lem}{Lemma}\\renewcommand{\\thelem}{S\\arabic{lem}}\n"
        "\\begin{document}\\begin{lem}A.\\end{lem}\\begin{lem}\\label{a}B.\\end{lem}\\end{document}\n"
    )
    aux = "%%% old.aux\n\\relax\n\\newlabel{b}{{7.{\\it x}}{3}{}{}{}}\n\\newlabel{b@cref}{{[lem][2][]2}{3}}\n"
    paper = read_case(main + supplement + aux, tmp_path)
    assert paper.statements[-1].standalone == "By S2, 7.{\\it x} and 1."
    assert [d.subject for d in paper.diagnostics if d.code == "missing-file"] == ["gone"]
