"""Main results: what counts as evidence, how groups share it, and that the student's choice wins."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model import Mention, Paper, Proof
from scaffold.planning.rank import MOST_MAINS, evidence, main_results, rank, standing_apart
from tests.planning.papers import of, perceptron, section, statement


def mains(paper: Paper, *overrides: str) -> list[str]:
    return [s.id for s in main_results(rank(paper, overrides))]


def names(paper: Paper, id: str) -> set[str]:
    return {e.name for e in evidence(paper)[id]}


def test_the_theorem_of_the_results_section_is_main() -> None:
    assert mains(perceptron()) == ["theorem-4"]


def test_setting_and_remarks_get_no_rank() -> None:
    ranked = rank(of(statement("Definition 1"), statement("Remark 2"), statement("Lemma 3")))
    assert [s.rank is None for s in ranked.statements] == [True, True, False]
    assert [s.main for s in ranked.statements] == [False, False, True]


def test_a_proposition_is_main_where_no_theorem_is() -> None:
    assert mains(of(statement("Lemma 1"), statement("Proposition 2"), statement("Lemma 3")))[0] == "proposition-2"


def test_a_paper_without_results_has_no_main_result() -> None:
    assert mains(of(statement("Definition 1"))) == []
    assert mains(of()) == []


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"name": "Main result"}, {}),
        ({"labels": ("thm:main",)}, {}),
        ({"section": "1"}, {"section": "3"}),
        ({}, {"appendix": True}),
        ({}, {"name": "\\cite{someone}"}),
        ({}, {"body": "\\cite{someone} Every norm is convex."}),
        ({}, {"name": "Hoeffding's inequality"}),
        ({}, {"section": "2"}),
        ({"body": "The margin bounds the mistakes."}, {"body": "Norms are equivalent."}),
        ({"uses": ("Lemma 3",)}, {"proof": "Short."}),
        ({"body": "Algorithm 1 is fast."}, {"body": "Sorting is fast."}),
    ],
)
def test_evidence_that_decides_between_two_theorems(better: dict[str, Any], worse: dict[str, Any]) -> None:
    paper = of(
        statement("Theorem 1", **worse), statement("Theorem 2", **better), statement("Lemma 3", proof="x"),
        title="Margins and mistakes", abstract="We bound mistakes by an algorithm.",
        sections=(section("1", "Introduction"), section("2", "Background"), section("3", "Analysis")),
    )  # fmt: skip
    assert mains(paper)[0] == "theorem-2"


def test_what_the_introduction_speaks_of_comes_first() -> None:
    rows = (statement("Theorem 1", section="2"), statement("Theorem 2", section="2"))
    sections = (section("1", "Introduction"), section("2", "Analysis"))
    paper = of(*rows, sections=sections, mentions=(Mention("theorem-2", "1"), Mention("theorem-1", "2")))
    assert mains(paper)[0] == "theorem-2"
    assert "introduced" in names(paper, "theorem-2")


def test_text_before_the_first_heading_introduces_the_paper() -> None:
    first = section("1", "The proof", line=50)
    paper = of(statement("Theorem 1", file="main.tex", line=10), sections=(first,))
    assert "introduction" in names(paper, "theorem-1")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Main Results", "results section"),
        ("Our contributions and results", "results section"),
        ("Introduction", "introduction"),
        ("Proofs of the main results", "among proofs"),
        ("Technical lemmas", "auxiliary"),
        ("Preliminaries and notation", "background"),
        ("Conclusion", "closing"),
    ],
)
def test_what_a_heading_says_of_its_statements(title: str, name: str) -> None:
    paper = of(statement("Theorem 1", section="1"), sections=(section("1", title),))
    assert names(paper, "theorem-1") & {
        "results section", "introduction", "among proofs", "auxiliary", "background", "closing",
    } == {name}  # fmt: skip


def test_a_proof_with_a_section_of_its_own_is_evidence() -> None:
    proof = (Proof(body="Long.", file="main.tex", line=9, section="A"),)
    sections = (section("A", "Proof of Theorem 1", appendix=True),)
    assert "own section" in names(of(statement("Theorem 1", proofs=proof), sections=sections), "theorem-1")
    other = (section("A", "Proof of Theorem 12", appendix=True),)
    assert "own section" not in names(of(statement("Theorem 1", proofs=proof), sections=other), "theorem-1")


def test_informal_and_formal_version_share_evidence_and_one_represents_both() -> None:
    paper = of(
        statement("Theorem 1", "Few mistakes on data of margin.", name="Informal", section="1", labels=("thm:inf",)),
        statement("Theorem 2", "Data of margin $\\gamma$ give few mistakes.", ("Lemma 3",), section="2"),
        statement("Lemma 3", proof="x", section="2"),
        sections=(section("1", "Introduction"), section("2", "Analysis")),
    )
    assert mains(paper) == ["theorem-2"]
    assert "introduction" in names(paper, "theorem-2")
    assert "represented" in names(paper, "theorem-1")


def test_where_the_paper_announces_all_its_results_several_may_be_main() -> None:
    """An extended abstract states none of them precisely."""
    announced = [statement(f"Theorem {n}", "It holds.", name="Informal", section="1") for n in (1, 2)]
    sections = (section("1", "Introduction"),)
    assert mains(of(*announced, sections=sections)) == ["theorem-1", "theorem-2"]


def test_a_restatement_in_the_appendix_ranks_after_the_original() -> None:
    paper = of(statement("Theorem 1"), statement("Theorem 7", restates="theorem-1", appendix=True, proof="x"))
    assert mains(paper) == ["theorem-1"]


@pytest.mark.parametrize("name", ["Lemma 9", "lemma 9", "lemma-9", "Lemma~9", "lem:x", "Small steps"])
def test_the_student_overrules(name: str) -> None:
    paper = of(statement("Theorem 1", name="Main"), statement("Lemma 9", labels=("lem:x",), name="Small \\emph{steps}"))
    assert mains(paper, name) == ["lemma-9"]
    assert rank(paper, [name]).statement("lemma-9").rank == 1.0


def test_an_override_that_names_nothing_is_reported() -> None:
    ranked = rank(perceptron(), ["Theorem 99"])
    assert [s.id for s in main_results(ranked)] == ["theorem-4"]
    assert [d.code for d in ranked.diagnostics] == ["main-not-found"]


def test_every_reason_is_a_sentence_with_points() -> None:
    for rows in evidence(perceptron()).values():
        assert rows
        assert all(e.why and not e.why.endswith(".") for e in rows)


@pytest.mark.parametrize(
    ("points", "wanted"),
    [
        ((6.0,), 1),
        ((10.0, 8.6, 7.3, 5.2, 5.1), 3),
        ((10.4, 10.1, 7.4, 7.3, 3.6), 4),
        ((8.8, 6.7, 4.5), 2),
        ((7.4, 4.2, 3.3), 1),
        ((6.0, 5.9, 5.6, 5.5, 5.4, 5.3), MOST_MAINS),
        ((10.5, 7.9, 7.2, 5.2), 3),
        ((-1.0, -1.2, -9.0), 2),
    ],
)
def test_main_results_stand_apart_by_a_gap(points: tuple[float, ...], wanted: int) -> None:
    assert standing_apart(points) == wanted


@given(st.lists(st.floats(-10, 20), min_size=1, max_size=30))
def test_there_are_one_to_four_main_results(points: list[float]) -> None:
    ordered = sorted(points, reverse=True)
    assert 1 <= standing_apart(ordered) <= min(MOST_MAINS, len(ordered))


def test_two_theorems_named_alike_by_the_introduction_are_both_main() -> None:
    shared: dict[str, Any] = {"section": "1", "proof": "We argue. " * 20}
    paper = of(
        statement("Theorem 1", "Networks learn.", **shared),
        statement("Theorem 2", "Kernels fail.", **shared),
        *(statement(f"Lemma {n}", "Small step.", section="2", proof="Easy.") for n in range(3, 9)),
        sections=(section("1", "Introduction"), section("2", "Proofs")),
    )
    assert mains(paper) == ["theorem-1", "theorem-2"]


def test_an_announcement_without_a_precise_version_is_no_further_main_result() -> None:
    paper = of(
        statement("Theorem 1", "Informally, good.", name="Informal", section="1"),
        statement("Theorem 2", "Every group of order $p$ is cyclic.", section="2", proof="We argue. " * 20),
        sections=(section("1", "Introduction"), section("2", "Main results")),
    )
    assert "theorem-1" not in mains(paper)[1:]
