"""Two versions of a paper: statements are found again by what they say."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scaffold.planning.changes import Changes, compare
from tests.planning.papers import of, statement

BOUND = "For all $\\delta > 0$ the loss is at most $C \\sqrt{d/n}$ with probability $1 - \\delta$."
COVER = "Every bounded set in $\\mathbb{R}^d$ has a cover of size $(3/r)^d$ by balls of radius $r$."
NORM = "The norm of $w_{t+1}$ is at most the norm of $w_t$ plus the radius after each mistake."


def told(changes: Changes) -> list[str]:
    said = [f"{p.old.title} -> {p.new.title} {p.proof}".strip() for p in changes.pairs if p.changed]
    return [*said, *(f"+ {s.title}" for s in changes.added), *(f"- {s.title}" for s in changes.removed)]


def test_a_new_statement_renumbers_the_others() -> None:
    old = of(statement("Theorem 1", BOUND), statement("Lemma 2", COVER))
    new = of(statement("Theorem 1", NORM), statement("Theorem 2", BOUND), statement("Lemma 3", COVER))
    changes = compare(old, new)
    assert told(changes) == ["Theorem 1 -> Theorem 2", "Lemma 2 -> Lemma 3", "+ Theorem 1"]
    assert changes.renamed == {"theorem-1": "theorem-2", "lemma-2": "lemma-3"}


def test_a_constant_that_changed_is_shown_between_its_neighbours() -> None:
    changes = compare(of(statement("Lemma 2", COVER)), of(statement("Lemma 2", COVER.replace("(3/r)", "(5/r)"))))
    (pair,) = changes.pairs
    assert [(p.operation, p.text) for p in pair.pieces if p.operation != "same"] == [("removed", "3"), ("added", "5")]


def test_two_statements_that_change_places_are_not_confused() -> None:
    old = of(statement("Theorem 1", BOUND), statement("Theorem 2", COVER))
    new = of(statement("Theorem 1", COVER), statement("Theorem 2", BOUND))
    assert compare(old, new).renamed == {"theorem-1": "theorem-2", "theorem-2": "theorem-1"}


def test_a_label_says_what_a_statement_is_although_its_words_changed() -> None:
    old = of(statement("Theorem 1", BOUND, labels=("thm:main",)))
    new = of(statement("Theorem 1", COVER), statement("Theorem 2", NORM, labels=("thm:main",)))
    assert told(compare(old, new)) == ["Theorem 1 -> Theorem 2", "+ Theorem 1"]


def test_a_statement_read_from_a_page_is_found_but_not_compared_word_by_word() -> None:
    page = statement("Lemma 7", "Every bounded set in R d has a cover of size (3/r)d by balls of radius.", form="text")
    assert told(compare(of(page), of(statement("Theorem 1", BOUND), statement("Lemma 2", COVER)))) == [
        "Lemma 7 -> Lemma 2",
        "+ Theorem 1",
    ]


def test_signs_that_were_read_from_a_page_in_another_order_are_no_changes() -> None:
    pairs = [
        ("with probability at √ ( h ) least 1 − δ", "with probability √ ( h ) at least 1 − δ"),
        ("2 · sin y − 1", "2 · siny − 1"),
        ("h ' log 1 C ǫ 3 δ", "h C ' ǫ 3 log δ 1"),
        ("it by Lemma B.2", "it by Lemma E.2"),
    ]
    for before, after in pairs:
        old, new = (statement("Lemma 2", f"We have {body} for all x.", form="text") for body in (before, after))
        assert compare(of(old), of(new)).none
    longer = statement("Lemma 2", "We have with probability √ ( h ) at least 2 − δ for all x.", form="text")
    (pair,) = compare(of(statement("Lemma 2", f"We have {pairs[0][0]} for all x.", form="text")), of(longer)).pairs
    assert [p.text for p in pair.pieces if p.operation != "same"] == ["1", "2"]


def test_a_proof_on_a_page_is_the_same_if_only_what_it_refers_to_has_another_number() -> None:
    def read(proof: str) -> Any:
        return of(statement("Lemma 2", "All is well.", form="text", proof=proof))

    old = read("By Lemma B.2 and Eq. (3), it is at most 7.")
    assert compare(old, read("By Lemma E.12 and\nEq. (14), it is at most 7.")).none
    assert told(compare(old, read("By Lemma B.2 and Eq. (3), it is at most 8."))) == ["Lemma 2 -> Lemma 2 changed"]


def test_line_breaks_and_labels_are_no_changes() -> None:
    old = of(statement("Lemma 2", "\\label{a} " + COVER))
    assert compare(old, of(statement("Lemma 2", "\\label{b}\n" + COVER.replace(" ", "\n")))).none


def test_proofs_that_appear_change_and_go() -> None:
    old = of(
        statement("Lemma 1", NORM), statement("Lemma 2", COVER, proof="A."), statement("Lemma 3", BOUND, proof="B.")
    )
    new = of(
        statement("Lemma 1", NORM, proof="C."), statement("Lemma 2", COVER, proof="D."), statement("Lemma 3", BOUND)
    )
    assert told(compare(old, new)) == [
        "Lemma 1 -> Lemma 1 appeared",
        "Lemma 2 -> Lemma 2 changed",
        "Lemma 3 -> Lemma 3 went",
    ]


def test_a_statement_that_the_paper_repeats_is_added_once() -> None:
    again = statement("Theorem 1", BOUND, restates="theorem-1")
    assert told(compare(of(), of(statement("Theorem 1", BOUND), again))) == ["+ Theorem 1"]


@given(
    st.lists(st.sampled_from([BOUND, COVER, NORM]), max_size=5), st.lists(st.sampled_from([BOUND, COVER]), max_size=5)
)
def test_every_statement_has_one_place(old: list[str], new: list[str]) -> None:
    papers = [of(*(statement(f"Lemma {n}", body) for n, body in enumerate(bodies))) for bodies in (old, new)]
    changes = compare(*papers)
    assert len({p.old.id for p in changes.pairs}) + len(changes.removed) == len(old)
    assert len({p.new.id for p in changes.pairs}) + len(changes.added) == len(new)
    assert compare(papers[0], papers[0]).none
