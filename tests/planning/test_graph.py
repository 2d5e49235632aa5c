"""The graph of uses: joined restatements, cycles, dangling uses, weights and the road map."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest

from scaffold.pipeline.planning import Subject, mapped
from scaffold.planning.dominators import cycles, depths, dominated
from scaffold.planning.graph import build
from scaffold.planning.outline import outline
from scaffold.planning.rank import rank
from scaffold.planning.spine import key_lemmas, roadmap
from tests.planning.papers import crowd, of, perceptron, statement


def test_order_holds_what_the_main_result_rests_on_in_reading_order() -> None:
    assert build(rank(perceptron())).order == ("theorem-4", "lemma-5", "lemma-6", "lemma-7")


def test_uses_of_a_restatement_count_for_the_original() -> None:
    paper = of(
        statement("Theorem 1"),
        statement("Lemma 2", proof="x"),
        statement("Theorem 3", uses=("Lemma 2",), restates="theorem-1"),
    )
    found = build(rank(paper))
    assert found.equivalents == (("theorem-1", "theorem-3"),)
    assert found.edges == (("theorem-1", "lemma-2"),)
    assert found.uses("theorem-3") == ("lemma-2",)
    assert found.users("lemma-2") == ("theorem-1",)


def test_cycles_and_dangling_uses_are_reported() -> None:
    paper = of(
        statement("Theorem 1", uses=("Lemma 2", "Lemma 9")),
        statement("Lemma 2", uses=("Lemma 3",)),
        statement("Lemma 3", uses=("Lemma 2", "Lemma 3")),
    )
    found = build(rank(paper))
    assert found.cycles == (("lemma-2", "lemma-3"),)
    assert found.dangling == (("theorem-1", "lemma-9"),)
    assert {node.id: node.layer for node in roadmap(paper, found).nodes} == {"theorem-1": 0, "lemma-2": 1, "lemma-3": 2}


def test_definitions_end_a_path() -> None:
    paper = of(
        statement("Theorem 1", uses=("Definition 2",)), statement("Definition 2", uses=("Lemma 3",)),
        statement("Lemma 3", proof="x"),
    )  # fmt: skip
    assert "lemma-3" not in build(rank(paper)).order


def test_the_lemma_that_all_paths_run_through_weighs_most() -> None:
    paper = of(
        statement("Theorem 1", uses=("Lemma 2", "Lemma 6")), statement("Lemma 2", uses=("Lemma 3", "Lemma 4")),
        statement("Lemma 3", uses=("Lemma 5",)), statement("Lemma 4", uses=("Lemma 5",)),
        statement("Lemma 5", proof="x"), statement("Lemma 6", proof="x"),
    )  # fmt: skip
    found = build(rank(paper))
    by_id = {w.id: w for w in found.weights}
    assert by_id["lemma-2"].dominated == 3
    assert by_id["lemma-5"].depth == 3
    assert by_id["lemma-5"].users == 2
    assert [s.id for s in key_lemmas(paper, found, 1)] == ["lemma-2"]


def test_without_any_use_the_weightiest_lemmas_are_key() -> None:
    paper = of(statement("Theorem 1"), statement("Lemma 2", proof="x"), statement("Lemma 3", proof="Much work. " * 50))
    ranked = rank(paper)
    assert [s.id for s in key_lemmas(ranked, build(ranked))] == ["lemma-3", "lemma-2"]


def test_the_road_map_folds_what_weighs_least() -> None:
    paper = rank(crowd(120), ["Theorem 117"])
    found = build(paper)
    shown = roadmap(paper, found, limit=8)
    assert len(shown.nodes) == 8
    assert shown.folded > 0
    assert sum(node.heavy for node in shown.nodes) <= 3
    layer = {node.id: node.layer for node in shown.nodes}
    assert all(layer[a] < layer[b] for a, b in shown.edges if layer[b])


def test_a_main_result_that_another_uses_is_below_it() -> None:
    rows = (statement("Theorem 1", proof="x"), statement("Theorem 2", uses=("Theorem 1",)))
    paper = rank(of(*rows), ["Theorem 1", "Theorem 2"])
    assert [(n.id, n.layer, n.main) for n in roadmap(paper, build(paper)).nodes] == [
        ("theorem-2", 0, True), ("theorem-1", 1, True),
    ]  # fmt: skip


def test_the_outline_unfolds_every_statement_once() -> None:
    paper = rank(perceptron())
    lines = [(line.depth, line.title, line.again) for line in outline(paper, build(paper))]
    assert lines == [(0, "Theorem 4", False), (1, "Lemma 6", False), (2, "Lemma 7", False), (1, "Lemma 5", False),
                     (2, "Lemma 7", False)]  # fmt: skip


def test_the_outline_of_a_cycle_ends() -> None:
    paper = rank(of(statement("Theorem 1", uses=("Lemma 2",)), statement("Lemma 2", uses=("Theorem 1",))))
    assert [(line.title, line.again) for line in outline(paper, build(paper))] == [
        ("Theorem 1", False), ("Lemma 2", False), ("Theorem 1", True),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_deep_chain_does_not_exhaust_the_stack() -> None:
    deeper = 2 * sys.getrecursionlimit()
    names = [f"Lemma {n}" for n in range(deeper)]
    rows = [statement(a, uses=(b,)) for a, b in pairwise(names)]
    found = build(rank(of(statement("Theorem 1", uses=("Lemma 0",)), *rows, statement(names[-1], proof="x"))))
    assert len(found.order) == deeper + 1
    assert len(roadmap(of(*rows), build(rank(of(*rows)))).nodes) == 12


def test_a_cycle_of_many_proofs_is_named_by_its_first() -> None:
    names = [f"Lemma {n}" for n in range(30)]
    rows = [statement(a, uses=(b,)) for a, b in zip(names, (*names[1:], names[0]), strict=True)]
    (problem,) = mapped(Subject(rank(of(*rows))), 12).diagnostics
    assert "Lemma 7 and 22 more seem to use each other" in problem.message


def test_dominators_of_a_diamond() -> None:
    steps = {"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ("e",)}
    assert dominated(["a"], steps) == {"a": 4, "b": 0, "c": 0, "d": 1, "e": 0}
    assert dominated(["b", "c"], steps)["d"] == 1
    assert depths(["a"], steps) == {"a": 0, "b": 1, "c": 1, "d": 2, "e": 3}


def test_cycles_are_whole_groups() -> None:
    steps = {"a": ("b",), "b": ("c",), "c": ("a", "d"), "d": ("e",), "e": ("d",), "f": ("f",)}
    assert {frozenset("abc"), frozenset("de")} == set(cycles(steps, steps))
