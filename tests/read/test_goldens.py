"""Our own papers, whole: the reader finds what LaTeX printed and what a person annotated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffold.model import Paper
from scaffold.read.latex.reader import read
from tests.papers.extract_truth import GOLDENS

PAPERS = Path(__file__).resolve().parents[1] / "papers"


def golden(name: str, file: str) -> Any:
    return json.loads((PAPERS / name / file).read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=sorted(GOLDENS))
def named(request: pytest.FixtureRequest) -> tuple[str, Paper]:
    return request.param, read(GOLDENS[request.param])


def test_statements_are_those_that_latex_numbered(named: tuple[str, Paper]) -> None:
    name, paper = named
    expected = [(s["heading"], s["number"], s["labels"]) for s in golden(name, "truth.json")["statements"]]
    found = [(s.heading, s.number, list(s.labels)) for s in paper.statements if s.restates is None]
    assert found == expected


def test_repetitions_are_distinguished_from_statements(named: tuple[str, Paper]) -> None:
    name, paper = named
    again = [s["number"] for s in golden(name, "truth.json")["statements"] if "again" in s]
    assert [s.number for s in paper.statements if s.restates] == again
    assert all(paper.statement(s.restates).body == s.body for s in paper.statements if s.restates)


def test_headings_are_those_of_the_table_of_contents(named: tuple[str, Paper]) -> None:
    name, paper = named
    expected = [(h["level"], h["number"], h["title"]) for h in golden(name, "truth.json")["headings"]]
    assert [(s.level, s.number, s.printed) for s in paper.sections if s.number] == [h for h in expected if h[1]]


def test_every_standalone_body_is_complete(named: tuple[str, Paper]) -> None:
    for s in named[1].statements:
        assert "\\label" not in s.standalone
        assert "ref{" not in s.standalone
        assert "??" not in s.standalone
        assert s.standalone.count("{") == s.standalone.count("}")


def test_proofs_and_uses_are_those_that_a_person_found() -> None:
    paper, labels = read(GOLDENS["margins"]), golden("margins", "labels.json")
    titles = {s.id: s.title for s in paper.statements}
    first = [s for s in paper.statements if s.restates is None]
    assert {p["of"]: p["where"] != "none" for p in labels["proofs"]} == {
        s.title: bool(s.proofs) for s in first if s.title in {p["of"] for p in labels["proofs"]}
    }
    asked = {a for a, _ in labels["uses"]} | {p["of"] for p in labels["proofs"] if p["where"] != "none"}
    fine = {tuple(pair) for pair in labels["uses_also_acceptable"]}
    found = {(s.title, titles[u]) for s in first if s.title in asked for u in s.uses} - fine
    wanted = {tuple(pair) for pair in labels["uses"]}
    assert found <= wanted
    # A person also counts the assumptions that a statement itself makes; uses are what its proofs name.
    assert all(used.startswith("Assumption") for _, used in wanted - found)
