"""The paper's notation in the draft: each sentence once, with the symbols that it introduces."""

from __future__ import annotations

from dataclasses import replace

from scaffold import languages
from scaffold.model import Macro
from scaffold.plans import Notation
from scaffold.write.report.meanings import table
from tests.write.papers import margins

EN = languages.load("en")
WORDS = "Here $w$ is a vector, and $b$ is a number."
PLAIN = Macro(name=r"\vecw", definition=r"\newcommand{\vecw}{\hat w}", form="newcommand", body=r"\hat w")


def test_a_sentence_stands_once_with_all_its_symbols_and_its_page() -> None:
    rows = [Notation(kind="symbol", name=name, words=WORDS, pages=(2, 2)) for name in "wb"]
    assert f"\\scaffoldmeaning{{$w$, $b$}}{{{WORDS}}}{{p. 2}}%" in table(margins(), rows, language=EN)


def test_a_definition_is_named_and_a_term_is_text() -> None:
    row = Notation(kind="term", name="50 % margin", words="\\item A margin.", statement="definition-2", pages=(2, 2))
    text = table(margins(), [row], language=EN)
    assert "\\scaffoldmeaning{50 \\% margin}{A margin.}{\\paperref{definition-2}}%" in text


def test_macros_are_written_out_and_what_latex_cannot_set_is_left_out() -> None:
    paper = replace(margins(), macros=(PLAIN,))
    known = Notation(kind="symbol", name=r"\vecw", words=r"Let $\vecw$ be a vector.", section="2")
    other = Notation(kind="symbol", name="b", words=r"Let $b$ be $\unheard{x}$.", section="2")
    assert r"\scaffoldmeaning{$\hat w$}{Let $\hat w$ be a vector.}{section 2}" in table(paper, [known], language=EN)
    assert table(paper, [other], language=EN) == ""
