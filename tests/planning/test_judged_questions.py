"""Generated questions against the judgement of readers: which are sensible, which are specific to their paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scaffold import seminar
from scaffold.model import Paper
from scaffold.planning import report, talk
from scaffold.planning.rank import rank
from tests.planning.judged import form, questions, shares, table
from tests.planning.papers import crowd, of, perceptron, section, statement

PROFILE = seminar.load("theory-2020")
GOLDENS = Path(__file__).parents[1] / "papers"


def asked(paper: Paper) -> list[str]:
    ranked = rank(paper)
    return questions(talk.plan(ranked, PROFILE), report.plan(ranked, PROFILE))


def golden(name: str) -> list[str]:
    """All questions in the golden plans of one of our own papers."""
    found: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            asks = value.get("kind") == "prompt" or (value.get("kind") == "link" and "?" in value["text"])
            found.extend([value["text"]] if asks else [])
            value = list(value.values())
        for part in value if isinstance(value, list) else ():
            collect(part)

    collect(json.loads((GOLDENS / name / "plans.json").read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("name", ["margins", "margins-v1"])
def test_the_questions_on_our_papers_are_sensible_and_specific(name: str) -> None:
    sensible, specific, unjudged = shares(golden(name))
    assert not unjudged
    assert sensible >= 0.9
    assert specific >= 0.7


@pytest.mark.parametrize("paper", [perceptron(), crowd(90)], ids=["small", "crowd"])
def test_every_question_has_a_judged_form(paper: Paper) -> None:
    assert shares(asked(paper))[2] == []


def test_a_paper_without_results_gets_judged_questions_too() -> None:
    paper = of(sections=(section("1", "Introduction"), section("2", "A protocol"), section("3", "Conclusion")))
    assert shares(asked(paper))[2] == []


def test_nobody_asks_what_goes_wrong_without_the_subject() -> None:
    paper = of(
        statement("Proposition 1", "Let $f$ be convex and smooth. Then $g$ is small.", proof="We argue. " * 20),
        title="Disciplined convex programming",
    )
    found = asked(paper)
    assert not any("“convex”" in q for q in found)
    assert any("“smooth”" in q for q in found)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What does Theorem 2 add to Theorem 1.3? (§ 3, p. 4)", "What does □ add to □?"),
        ("How are Theorem 1, Theorem 2 and Lemma 3 related: does one need another?",
         "How are □… related: does one need another?"),
        ("Theorem 2 requires “compact”: what goes wrong without it?", "□ requires “…”: what goes wrong without it?"),
        ("The proof of Lemma A.1 uses [12], Theorem 2: what does it say?",
         "The proof of □ uses […], □: what does it say?"),
    ],
)  # fmt: skip
def test_a_form_leaves_out_what_the_paper_says(question: str, wanted: str) -> None:
    assert form(question) == wanted


def test_the_table_judges_some_questions_as_general_and_some_as_weak() -> None:
    assert {j.specific for j in table().values()} == {j.sensible for j in table().values()} == {True, False}
