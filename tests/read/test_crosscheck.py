"""Numbers compared with the PDF: matches are confirmed, conflicts are reported."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.diagnostics import Diagnostic
from scaffold.errors import UnreadablePdf
from scaffold.model import Confidence, Paper, Source, Statement
from scaffold.read.crosscheck import confirm_by_layout, crosscheck, unsure
from scaffold.read.latex.reader import read, reading
from scaffold.read.numbers import Reading
from scaffold.spans import Span
from tests.papers.extract_truth import EXAMPLE

PDF = EXAMPLE / "v2.pdf"
TRUTH = Path(__file__).resolve().parents[1] / "papers" / "margins" / "truth.json"


@pytest.fixture(scope="module")
def paper() -> Paper:
    return read(EXAMPLE / "v2")


def renumbered(paper: Paper, id: str, *, number: str | None = None, heading: str | None = None) -> Paper:
    """The paper with the number or heading of one statement read wrongly."""

    def wrong(s: Statement) -> Statement:
        return replace(s, number=number or s.number, heading=heading or s.heading)

    return replace(paper, statements=tuple(wrong(s) if s.id == id else s for s in paper.statements))


def test_our_own_paper_is_confirmed_with_its_pages(paper: Paper) -> None:
    checked = crosscheck(lambda _: Reading(paper), PDF)
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    assert {s.confidence for s in checked.statements} == {"confirmed"}
    assert not [d for d in checked.diagnostics if d.code == "number-conflict"]
    pages = {(s["heading"], s["number"]): int(s["page"]) for s in truth["statements"]}
    first = [s for s in checked.statements if s.restates is None]
    assert {(s.heading, s.number): s.page for s in first} == pages
    headings = {h["number"]: int(h["page"]) for h in truth["headings"] if h["number"]}
    assert {s.number: s.page for s in checked.sections if s.number} == headings
    assert checked.pages == max(s.page or 0 for s in checked.sections) or (checked.pages or 0) > 10


def test_a_wrong_number_is_a_conflict(paper: Paper) -> None:
    checked = crosscheck(lambda _: Reading(renumbered(paper, "theorem-4.2", number="4.9")), PDF)
    assert checked.statement("theorem-4.2").confidence == "conflict"
    (conflict,) = [d for d in checked.diagnostics if d.code == "number-conflict"]
    assert "Theorem 4.9" in conflict.message
    assert "Theorem 4.2" in conflict.message


def test_a_wrong_heading_is_a_conflict(paper: Paper) -> None:
    checked = crosscheck(lambda _: Reading(renumbered(paper, "theorem-4.2", heading="Lemma")), PDF)
    assert checked.statement("theorem-4.2").confidence == "conflict"


def test_a_statement_out_of_order_is_a_conflict(paper: Paper) -> None:
    swapped = list(paper.statements)
    swapped[3], swapped[12] = swapped[12], swapped[3]
    checked = crosscheck(lambda _: Reading(replace(paper, statements=tuple(swapped))), PDF)
    assert {s.confidence for s in checked.statements} == {"confirmed", "conflict"}


def test_a_statement_that_the_pdf_lacks_is_left_unconfirmed(paper: Paper) -> None:
    checked = crosscheck(lambda _: Reading(renumbered(paper, "theorem-4.2", heading="Porism", number="9.9")), PDF)
    assert checked.statement("theorem-4.2").confidence == "unconfirmed"


def miscounted(folder: Path, file: str, before: str, counter: str) -> Paper:
    """The paper, checked, of a source that steps a counter once more than the paper's PDF did, before some text."""
    root = shutil.copytree(EXAMPLE / "v2", folder / "v2")
    path = root / "sections" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, rf"\stepcounter{{{counter}}}{before}", 1), encoding="utf-8")
    return crosscheck(lambda numbers: reading(root, None, numbers), PDF)


def printed(paper: Paper) -> dict[str, object]:
    """What a reader of the paper sees of its numbers."""
    return {
        "statements": [(s.id, s.title, s.standalone, s.uses, s.page, s.confidence) for s in paper.statements],
        "figures": [f.number for f in paper.figures],
        "labels": {label.key: (label.number, label.target) for label in paper.labels},
        "sections": [s.printed for s in paper.sections],
    }


@pytest.mark.parametrize(
    ("file", "before", "counter", "conflict"),
    [
        ("perceptron.tex", r"\begin{theorem}[Mistake bound]", "theorem", "theorem 3.3"),
        ("dimension.tex", r"\begin{lemma}[An unrealizable", "theorem", "lemma 4.2"),
        ("dimension.tex", r"\begin{lemma}[Balancing signs]", "equation", "equation 6"),
        ("introduction.tex", r"\begin{theorem}[Margin bound, informal]", "equation", "equation 2"),
        ("preliminaries.tex", r"\begin{definition}[Halfspace", "figure", "figure 2"),
        ("introduction.tex", r"\subsection{Contributions", "table", "table 2"),
    ],
)
def test_what_the_page_prints_is_used_everywhere(
    file: str, before: str, counter: str, conflict: str, paper: Paper, tmp_path: Path
) -> None:
    right = crosscheck(lambda numbers: reading(EXAMPLE / "v2", None, numbers), PDF)
    checked = miscounted(tmp_path, file, before, counter)
    assert printed(checked) == printed(right)
    messages = [d.message.lower() for d in checked.diagnostics if d.code == "number-conflict"]
    assert f"by its source this is {conflict}" in messages[0]
    assert len(messages) == len(set(messages))


@pytest.mark.requires_latex
def test_headings_in_small_capitals_accents_and_swapped_numbers(tmp_path: Path) -> None:
    source = r"""\documentclass{article}\usepackage{amsthm}
\swapnumbers\newtheoremstyle{caps}{}{}{}{}{\scshape}{.}{ }{}\theoremstyle{caps}
\newtheorem{thm}{Th\'eor\`eme}[section]\newtheorem{lem}[thm]{Lemma}
\begin{document}\section{Preliminary words}
In view of\\ Lemma 1.2 shows nothing here.
\begin{thm}a\end{thm}\newpage\begin{lem}b\end{lem}
\end{document}"""
    (tmp_path / "main.tex").write_text(source, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-interaction=batchmode", "main.tex"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    checked = crosscheck(lambda numbers: reading(tmp_path, None, numbers), tmp_path / "main.pdf")
    assert [(s.title, s.confidence, s.page) for s in checked.statements] == [
        ("Théorème 1.1", "confirmed", 1),
        ("Lemma 1.2", "confirmed", 2),
    ]
    assert (checked.pages, checked.sections[0].page) == (2, 1)


def _stated(number: str, page: int | None, confidence: Confidence) -> Statement:
    return Statement(
        id=f"lemma-{number}", kind="lemma", heading="Lemma", number=number, body="", page=page, confidence=confidence
    )


@pytest.mark.parametrize(("page", "confirmed"), [(4, True), (9, False)])
def test_the_layout_confirms_what_lines_leave_open(page: int, confirmed: bool) -> None:
    known = (_stated("1", 3, "confirmed"), _stated("2", None, "conflict"), _stated("3", 5, "confirmed"))
    conflict = Diagnostic(
        severity="warning", code="number-conflict", subject="lemma-2", span=Span("main.tex", 1), message="not confirmed"
    )
    paper = Paper(source=Source(kind="tex"), statements=known, diagnostics=(conflict,))
    printed = Paper(source=Source(kind="pdf"), statements=(_stated("2", page, "confirmed"),))
    assert unsure(paper)
    checked = confirm_by_layout(paper, printed)
    assert unsure(checked) is not confirmed
    assert checked.statements[1].page == (page if confirmed else None)
    assert checked.diagnostics == (() if confirmed else (conflict,))


def test_a_pdf_that_cannot_be_compared_has_the_name_that_the_user_knows(tmp_path: Path) -> None:
    copy = tmp_path / "paper.pdf"
    copy.write_bytes(b"no PDF")
    for name, called in (("", "paper.pdf"), ("my paper.pdf", "my paper.pdf")):
        (said,) = crosscheck(lambda _: Reading(Paper(source=Source(kind="tex"))), copy, name).diagnostics
        assert (said.subject, said.span.file) == (called, called)
        assert "paper.pdf" not in said.message


def test_an_error_about_a_copy_is_said_of_the_users_file() -> None:
    error = UnreadablePdf("is locked", "unlock it", name="paper.pdf")
    assert (str(error), str(error.of("paper.pdf paper.pdf"))) == (
        "paper.pdf is locked",
        "paper.pdf paper.pdf is locked",
    )
    again = pickle.loads(pickle.dumps(error))  # as it comes from another process
    assert (str(again.of("a.pdf")), again.hint, again.exit_code) == ("a.pdf is locked", "unlock it", 18)
