"""The spine: key lemmas and road map follow one main result, and every main result has its own way down."""

from __future__ import annotations

from scaffold.model import Paper, Reference
from scaffold.planning.graph import build
from scaffold.planning.rank import rank
from scaffold.planning.spine import downward, key_lemmas, roadmap
from tests.planning.papers import of, perceptron, statement


def keys(paper: Paper, *mains: str) -> list[str]:
    ranked = rank(paper, mains)
    return [s.id for s in key_lemmas(ranked, build(ranked), 4)]


def two_ways() -> Paper:
    """Two theorems: a long way down from the first, one lemma below the second."""
    return of(
        statement("Theorem 1", "Networks learn.", ("Lemma 3", "Lemma 4", "Lemma 5")),
        statement("Theorem 2", "Kernels fail.", ("Lemma 8",)),
        *(statement(f"Lemma {n}", "A step.", ("Lemma 6", "Lemma 7")) for n in (3, 4, 5)),
        *(statement(f"Lemma {n}", "A fact.", proof="Expand. " * 400) for n in (6, 7)),
        statement("Lemma 8", "A trick.", proof="Short."),
    )


def test_what_a_result_follows_from_comes_before_far_leaves() -> None:
    paper = of(
        statement("Theorem 1", "Yes.", ("Lemma 2",)),
        statement("Lemma 2", "Near.", ("Lemma 3",)),
        statement("Lemma 3", "Between.", ("Lemma 4",)),
        statement("Lemma 4", "Far.", proof="Expand the square. " * 100),
    )
    assert keys(paper, "Theorem 1")[0] == "lemma-2"


def test_two_key_lemmas_of_the_spine_come_first_then_those_of_the_others() -> None:
    found = keys(two_ways(), "Theorem 1", "Theorem 2")
    assert set(found[:2]) < {"lemma-3", "lemma-4", "lemma-5"}
    assert "lemma-8" in found


def test_every_main_result_has_a_way_down_on_a_small_map() -> None:
    ranked = rank(two_ways(), ("Theorem 1", "Theorem 2"))
    made = roadmap(ranked, build(ranked), limit=4)
    assert {a for a, _ in made.edges} >= {"theorem-1", "theorem-2"}


def test_the_spine_is_a_result_that_rests_on_others() -> None:
    paper = of(
        statement("Theorem 1", "Yes.", proof="Clear."),
        statement("Theorem 2", "Also.", ("Lemma 3",)),
        statement("Lemma 3", "A step.", proof="Easy."),
    )
    assert build(rank(paper, ("Theorem 1", "Theorem 2"))).spine == "theorem-2"


def test_a_long_proof_without_lemmas_is_a_spine() -> None:
    paper = of(
        statement("Theorem 1", "Yes.", proof="By a long direct argument. " * 40),
        statement("Theorem 2", "Also.", ("Lemma 3",)),
        statement("Lemma 3", "A step.", proof="Easy."),
    )
    assert build(rank(paper, ("Theorem 1", "Theorem 2"))).spine == "theorem-1"


def test_no_main_result_has_no_spine() -> None:
    assert build(of(statement("Definition 1"))).spine == ""


def test_results_of_other_works_are_nodes_of_their_own() -> None:
    paper = of(
        statement("Theorem 1", "Yes.", proof="By \\cite[Theorem~2.3]{smith} and Lemma 4 in \\cite{jones}."),
        statement("Theorem 2", "Unrelated.", proof="Clear."),
        references=(Reference(key="smith", label="12"), Reference(key="jones", label="Jo10")),
    )
    ranked = rank(paper, ("Theorem 1",))
    made = roadmap(ranked, build(ranked))
    assert [n.label for n in made.nodes if n.outside] == ["[12], Theorem 2.3", "[Jo10], Lemma 4"]
    assert len([e for e in made.edges if e[0] == "theorem-1"]) == 2


def test_other_works_leave_the_space_to_the_papers_own_results() -> None:
    ranked = rank(perceptron())
    made = roadmap(ranked, build(ranked), limit=3)
    assert len(made.nodes) == 3
    assert not any(n.outside for n in made.nodes)


def test_results_that_seem_to_use_each_other_have_one_arrow_in_report_and_talk() -> None:
    paper = of(
        statement("Theorem 1", uses=("Lemma 2",)),
        statement("Lemma 2", uses=("Lemma 3", "Theorem 1")),
        statement("Lemma 3", uses=("Lemma 4",)),
        statement("Lemma 4", uses=("Lemma 2",)),
    )
    made = roadmap(rank(paper, ("Theorem 1",)), build(rank(paper, ("Theorem 1",))))
    assert ("lemma-2", "theorem-1") in made.edges
    down = [("theorem-1", "lemma-2"), ("lemma-2", "lemma-3"), ("lemma-3", "lemma-4")]
    assert sorted(downward(made).edges) == sorted(down)


def test_main_results_that_use_each_other_have_one_arrow() -> None:
    paper = of(statement("Theorem 1", uses=("Theorem 2",)), statement("Theorem 2", uses=("Theorem 1",)))
    ranked = rank(paper, ("Theorem 1", "Theorem 2"))
    assert len(downward(roadmap(ranked, build(ranked))).edges) == 1
