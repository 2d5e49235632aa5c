"""The sentences that say what the main results are about."""

from __future__ import annotations

import pytest

from scaffold import seminar
from scaffold.model import Paper, Passage, Section, Source
from scaffold.planning.conventions import conventions
from scaffold.planning.material import material
from tests.planning.papers import statement

MAIN = statement(
    "Theorem 1", "Two conflicting checkpoints are justified only if a third of the validators is slashed.", main=True
)
DEFINED = r"A checkpoint is called \emph{justified} if a majority of all validators links to it."


def found(*passages: Passage, most: int = 3) -> list[str]:
    appendix = Section(number="A", title="More", title_tex="More", level=1, appendix=True)
    paper = Paper(source=Source(kind="tex"), statements=(MAIN,), passages=passages, sections=(appendix,))
    return [p.body for p in conventions(material(paper, seminar.load("theory").language), most)]


def text(body: str, **more: str) -> Passage:
    return Passage(**{"kind": "text", "body": body, "section": "2", **more})  # type: ignore[arg-type]


def test_a_sentence_that_introduces_what_the_result_is_about_is_found() -> None:
    assert found(text(DEFINED)) == [DEFINED]
    assert found(text("\\item " + DEFINED)) == [DEFINED]
    assert (
        found(text(DEFINED, kind="conclusion"), text(DEFINED, section="A"), text(DEFINED, confidence="conflict")) == []
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "A tree is called spanning if it reaches every one of the vertices of a graph.",
        "The justified checkpoints of all the validators grow over time in our experiments.",
        "This is called a justified checkpoint of the validators by most of the authors.",
        "We assume by contradiction that two checkpoints are justified by the same validators.",
        "Let the checkpoint be justified by these validators as the proof of the claim needs.",
        "Although checkpoints are defined by votes, few validators have justified any of them.",
        "A checkpoint is called justified.",
    ],
)
def test_other_sentences_are_not(sentence: str) -> None:
    assert found(text(sentence)) == []


def test_what_a_page_has_lost_is_not_found() -> None:
    said = "Let the justified checkpoints of all validators have weights wilj i∼id N(0, nσl−w21 ) of a third."
    assert found(text(said, form="text")) == []
    assert found(text(said.replace("wilj i∼id N(0, nσl−w21 )", "w(v)"), form="text")) != []


def test_those_that_share_most_with_the_results_are_chosen_and_stay_in_the_order_of_the_paper() -> None:
    less = "Let the validators be numbered, and let a checkpoint be any block of a height of a hundred."
    more = "Throughout, two checkpoints are said to be conflicting if neither of the justified validators links them."
    assert found(text(less), text(DEFINED), text(more), most=2) == [DEFINED, more]
    assert found(text(DEFINED), text(DEFINED)) == [DEFINED]
