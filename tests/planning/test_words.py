"""What planning reads from LaTeX, and how often it does."""

from __future__ import annotations

from collections import Counter

import pytest

from scaffold import seminar
from scaffold.planning import rank, report, talk, wording, words
from scaffold.tex import blanks
from tests.planning.papers import of, statement

SENTENCES = "".join(f"Let $x_{n}$ be smooth % {n}\nand compact. " for n in range(600))
"""A statement with more conditions than texts are kept."""


def test_each_text_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned = Counter[str]()
    collapsed = blanks.collapsed

    def counted(tex: str) -> str:
        cleaned[tex] += 1
        return collapsed(tex)

    monkeypatch.setattr(blanks, "collapsed", counted)
    for kept in (words.uncommented, words.plain, wording.conditions_of):
        kept.cache_clear()
    paper = of(
        statement("Theorem 1", f"{SENTENCES} Then it is closed.", proof="By Lemma 2."),
        statement("Lemma 2", "For every compact set, $x \\le y$ holds.", proof="Clear."),
    )
    ranked = rank.rank(paper, ())
    report.plan(ranked, seminar.load("theory"))
    talk.plan(ranked, seminar.load("theory"), 30)
    assert any(len(text) > len(SENTENCES) // 2 for text in cleaned)
    assert set(cleaned.values()) == {1}


def test_the_stems_of_a_text_in_order() -> None:
    assert words.sequence("The 2 smooth clusterings of a C1 clustering") == ("smooth", "cluster", "cluster")
