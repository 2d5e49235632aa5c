"""The goldens of the example paper are LaTeX's own numbering."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest

from tests.papers.extract_truth import GOLDENS, groups, headings_of, labels_of, printed, statements_of, truth

HERE = Path(__file__).parent


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_goldens_are_what_latex_prints(name: str) -> None:
    golden = json.loads((HERE / name / "truth.json").read_text(encoding="utf-8"))
    assert truth(GOLDENS[name] / "main.tex") == golden


def test_the_long_version_has_what_a_reader_must_cope_with() -> None:
    statements = json.loads((HERE / "margins" / "truth.json").read_text(encoding="utf-8"))["statements"]
    assert len(statements) >= 14
    assert len({s["heading"] for s in statements}) >= 6
    assert [s["heading"] for s in statements if s["number"] is None] == ["Convention", "Open Problem"]
    assert [s["number"] for s in statements if "again" in s] == ["5.4"]
    assert {s["number"] for s in statements} >= {"A", "B.1", "5.10"}


def test_brace_groups_nest() -> None:
    assert groups(r"{a{b}}{} {c}", 0, 3) == ["a{b}", "", "c"]


def test_labels_leave_out_the_shadows_of_packages() -> None:
    aux = (
        "\\newlabel{thm:x}{{3.1}{5}{A {\\it title}}{theorem.3.1}{}}\n"
        "\\newlabel{thm:x@cref}{{[theorem][1][3]3.1}{[1][5][]5}}\n"
        "\\newlabel{thmt@@x}{{3.1}{5}{}{theorem.3.1}{}}\n"
    )
    assert labels_of(aux) == {"thm:x": ("3.1", "theorem.3.1")}


def test_a_statement_typeset_again_is_one_statement() -> None:
    rows = [
        "Theorem|3.1|theorem|theorem.3.1|5",
        "Convention||convention|section.3|6",
        "Convention||convention|section.3|6",
        "Theorem|3.1|theorem|theorem.3.1|9",
    ]
    first, *conventions = statements_of(rows, {"thm:x": ("3.1", "theorem.3.1"), "sec:y": ("3", "section.3")})
    assert first == {
        "heading": "Theorem", "number": "3.1", "env": "theorem", "labels": ["thm:x"], "page": "5", "again": ["9"],
    }  # fmt: skip
    assert [c["labels"] for c in conventions] == [[], []]


def test_headings_come_numbered_and_plain() -> None:
    aux = (
        "\\@writefile{toc}{\\contentsline {section}"
        "{\\numberline {A}Proof of Theorem\\nobreakspace {}\\ref {thm:x}}{7}{}}\n"
        "\\@writefile{toc}{\\contentsline {paragraph}{Why?}{8}{section*.1}}\n"
    )
    labels = {"thm:x": ("3.1", "theorem.3.1")}
    assert headings_of(aux, labels) == [
        {"level": 1, "number": "A", "title": "Proof of Theorem 3.1", "page": "7"},
        {"level": 4, "number": None, "title": "Why?", "page": "8"},
    ]
    assert printed("A~b", {}) == "A b"


def test_the_labels_speak_of_statements_that_latex_prints() -> None:
    folder = HERE / "margins"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    truth_of = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["statements"]
    printed_names = {f"{s['heading']} {s['number']}" for s in truth_of}
    edges = labels["uses"] + labels["uses_also_acceptable"]
    named = {*labels["main"], *labels["acceptable_main"], *(p["of"] for p in labels["proofs"]), *chain(*edges)}
    assert named <= printed_names
    to_prove = ("Theorem", "Lemma", "Proposition", "Corollary", "Claim")
    assert {p["of"] for p in labels["proofs"]} == {n for n in printed_names if n.startswith(to_prove)}
