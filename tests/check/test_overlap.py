"""Which words of the student's are the paper's: the longest runs, with their places."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.check.artefacts.latex_files import Source
from scaffold.check.report import overlap
from scaffold.tex import tokens
from tests.check.test_report_checks import PROFILE, inputs, project

PAPER = r"""\section{Introduction} We prove that the perceptron makes few mistakes \cite{a} on every
sequence of examples $x_1, x_2$ with a large margin. Gradient descent finds
a \emph{global} minimum of the training loss in polynomial time for all widths."""


def found(text: str, paper: str = PAPER) -> list[tuple[int, str]]:
    return [(run.words, run.where) for run in overlap.runs((Source("a.tex", tokens.mask(text), text),), paper)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Here, the Perceptron makes few mistakes on every sequence of nothing.", [(9, "a.tex:1")]),
        ("The perceptron makes\nfew mistakes $y$ on every sequence\nof examples \\citep{b} with a large margin",
         [(14, "a.tex:1")]),
        ("One.\n\nGradient descent finds a global minimum of the loss", [(8, "a.tex:3")]),
        ("finds a global minimum of the", []),
        ("We say: ``the perceptron makes few mistakes on every sequence of examples''.", []),
        ("“the perceptron makes few mistakes on every sequence of examples”", []),
        ("\\enquote{the perceptron makes few mistakes on every sequence of examples}", []),
        ("\\begin{quote}the perceptron makes few mistakes\non every sequence of examples\\end{quote}", []),
        ("% the perceptron makes few mistakes on every sequence of examples", []),
        ("\\question{Why is it that the perceptron makes few mistakes on every sequence?}", []),
        ("the perceptron makes few mistakes \\paperstatement{t} on every sequence of", []),
        ("The perceptron makes few mistakes on every set. Gradient descent finds a global minimum of the training loss",
         [(10, "a.tex:1"), (7, "a.tex:1")]),
        ("", []),
    ],
)  # fmt: skip
def test_runs(text: str, expected: list[tuple[int, str]]) -> None:
    assert found(text) == expected


def test_a_hint_without_a_limit_and_a_failure_above_it(tmp_path: Path) -> None:
    text = "Gradient descent finds a global minimum of the training loss in some time."
    given = dataclasses.replace(inputs(folder=project(tmp_path, report=text)), paper_text=PAPER)
    (hint,) = overlap.check(given)
    assert (hint.verdict, hint.where) == ("pass", "report/report.tex:1")
    assert hint.message.startswith("11 words in a row are the paper's: “Gradient descent finds a global minimum")
    for most, verdict in ((11, "pass"), (10, "fail")):
        (one,) = overlap.check(dataclasses.replace(given, profile=dataclasses.replace(PROFILE, overlap=most)))
        assert one.verdict == verdict
        assert ("quotation" in one.next) == (verdict == "fail")


def test_nothing_in_common_and_no_paper(tmp_path: Path) -> None:
    given = inputs(folder=project(tmp_path, report="Words of mine."))
    (missing,) = overlap.check(given)
    assert missing.verdict == "unknown"
    (found,) = overlap.check(dataclasses.replace(given, paper_text=PAPER))
    assert (found.verdict, found.where) == ("pass", "")


@given(st.text(), st.text())
def test_any_text_is_compared(text: str, paper: str) -> None:
    for run in overlap.runs((Source("a.tex", tokens.mask(text), text),), paper):
        assert run.words >= 7


@given(st.lists(st.sampled_from("alpha beta gamma delta".split()), min_size=7, max_size=40))
def test_a_copy_is_found_whole(words: list[str]) -> None:
    text = " ".join(words)
    assert found(text, f"before {text} after") == [(len(words), "a.tex:1")]
