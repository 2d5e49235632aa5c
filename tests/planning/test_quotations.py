"""What the authors say of their paper: which sentences are quoted, as what, and which are not."""

from __future__ import annotations

import pytest

from scaffold.model import Confidence, Paper, Passage, PassageKind
from scaffold.planning.quotations import quotations
from tests.planning.papers import of


def paper(kind: PassageKind, body: str, *, pages: int | None = 9, confidence: Confidence = "confirmed") -> Paper:
    """A paper with one passage."""
    passage = Passage(kind=kind, body=body, section="1", pages=(2, 2), confidence=confidence)
    return of(passages=(passage,), pages=pages)


def quoted(kind: PassageKind, body: str) -> list[str]:
    """The kinds of the sentences that are quoted."""
    return [q.kind for q in quotations(paper(kind, body))]


@pytest.mark.parametrize(
    ("within", "sentence", "kind"),
    [
        ("introduction", "In this paper we prove that every such graph has a small cover.", "contributions"),
        ("introduction", "Our main contribution is a bound on the size of covers of graphs.", "contributions"),
        ("contributions", "\\item We give an algorithm that finds a small cover in linear time.", "contributions"),
        ("conclusion", "Our analysis does not cover graphs with loops or with multiple edges.", "limitations"),
        ("limitations", "One limitation is that our bound depends on the size of the graph.", "limitations"),
        ("conclusion", "It remains an open question whether the bound can be improved further.", "open"),
        ("open", "It would be interesting to extend the result to graphs with loops.", "open"),
        ("introduction", "We leave the case of graphs with loops to future work on covers.", "open"),
        ("introduction", "In contrast to the bound of \\cite{lee}, our bound holds for all graphs.", "comparison"),
        ("related", "Small covers of planar graphs were first studied by Lee \\cite{lee} in detail.", "known"),
    ],
)  # fmt: skip
def test_a_sentence_is_quoted_for_what_it_says(within: PassageKind, sentence: str, kind: str) -> None:
    assert quoted(within, sentence) == [kind]


@pytest.mark.parametrize(
    ("within", "sentence"),
    [
        ("introduction", "The rest of this paper is organized as follows, with proofs in the appendix."),
        ("introduction", "In Section 3 we show that every such graph has a small cover of its edges."),
        ("introduction", "Our main contributions are the following results on covers of graphs:"),
        ("introduction", "Previous bounds do not apply to graphs with loops or with multiple edges."),
        ("introduction", "We resolve a long-standing open question on the covers of planar graphs of Lee."),
        ("conclusion", "We assume, without loss of generality, that we do not need the edges of it."),
        ("conclusion", "Every open subset of the space is covered by finitely many of the balls."),
        ("related", "Lee and others were first of all interested in the covers of planar graphs."),
        ("introduction", "We remark that in this paper we show covers to be small only as a step to others."),
        ("introduction", "Recall \\eqref{e} \\cite{lee} and note that such a graph has a cover of its own edges."),
        ("introduction", "We show it."),
    ],
)  # fmt: skip
def test_other_sentences_are_not(within: PassageKind, sentence: str) -> None:
    assert [k for k in quoted(within, sentence) if k != "contributions" or "resolve" not in sentence] == []


def test_a_quotation_is_verbatim_and_has_its_page() -> None:
    found = quotations(
        paper("conclusion", "Well.\n\nIt remains open whether $n^2$ can\nbe improved to $n$ in general.")
    )
    assert [(q.words, q.pages, q.section) for q in found] == [
        ("It remains open whether $n^2$ can be improved to $n$ in general.", (2, 2), "1")
    ]


@pytest.mark.parametrize(
    ("confidence", "pages", "count"), [("conflict", 9, 0), ("unconfirmed", 9, 0), ("unconfirmed", None, 1)]
)
def test_what_the_pages_do_not_print_is_not_quoted(confidence: Confidence, pages: int | None, count: int) -> None:
    body = "It remains open whether the bound can be improved in general."
    assert len(quotations(paper("conclusion", body, pages=pages, confidence=confidence))) == count


def test_a_garbled_formula_of_a_page_ends_a_quotation() -> None:
    body = "It remains open whether the bound can be improved to ¨n˝ q{2 in general."
    passage = Passage(kind="conclusion", body=body, form="text", pages=(2, 2), confidence="confirmed")
    assert [q.words for q in quotations(of(passages=(passage,), pages=3))] == [
        "It remains open whether the bound can be improved to …"
    ]


def test_no_sentence_is_quoted_twice() -> None:
    body = "In this paper we prove that every such graph has a small cover."
    twice = tuple(Passage(kind=k, body=body, confidence="confirmed") for k in ("abstract", "introduction"))
    assert len(quotations(of(passages=twice))) == 1


def test_where_no_sentence_says_so_the_abstract_and_a_sentence_on_others_stand_in() -> None:
    said = {
        "abstract": "The chromosome is often shorter than others due to its slow decay. It is short.",
        "introduction": "Recall that $Y_i = +1$ with the probability one half in all that follows.\n\n"
        "Equilibrium is often studied by an approach of the thirties \\cite{haldane}.",
    }
    passages = tuple(
        Passage(kind=kind, body=said[kind], confidence="confirmed") for kind in ("abstract", "introduction")
    )
    assert [(q.kind, q.words) for q in quotations(of(passages=passages))] == [
        ("contributions", "The chromosome is often shorter than others due to its slow decay."),
        ("known", "Equilibrium is often studied by an approach of the thirties \\cite{haldane}."),
    ]
