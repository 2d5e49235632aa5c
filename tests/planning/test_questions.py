"""Questions: asked only if the wording of the paper gives a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold import languages
from scaffold.model import Statement
from scaffold.planning import questions, wording
from scaffold.planning.material import material
from scaffold.planning.questions import working
from scaffold.planning.wording import bounds, conditions, name_in_words
from tests.planning.papers import of, section, statement

ENGLISH = languages.load("en")

HARD = "Which direction of Theorem 1 is the harder one, and why?"
RANDOM = "What is random in Theorem 1, and where does the randomness come from?"
HIDDEN = "Which constants and logarithms does Theorem 1 hide, and what do they depend on?"
EXISTS = "Does the proof construct what Theorem 1 says exists?"
DEGREE = "“Polynomial” in Theorem 1: of which degree, and in which quantities?"
SHARP = "Is the inequality in Theorem 1 sharp: what do the authors say about it?"
MATCH = "Is there an upper bound that matches the lower bound in Theorem 1?"


def reading(s: Statement) -> tuple[str, ...]:
    return wording.reading(s, ENGLISH)


def listed(names: list[str]) -> str:
    return wording.listed(names, ENGLISH)


def title_of(s: Statement) -> str:
    return wording.title_of(s, ENGLISH)


def fresh(pool: list[str], asked: set[str], most: int) -> tuple[str, ...]:
    return questions.fresh(pool, asked, most, ENGLISH)


@pytest.mark.parametrize(
    ("body", "question"),
    [
        ("$A$ holds if and only if $B$ does.", HARD),
        ("With probability one $x=y$; with probability $1-\\delta$ too.", RANDOM),
        ("The regret is $O(\\sqrt{T \\log d})$.", HIDDEN),
        ("It takes $\\mathcal{O}\\left(n^2\\right)$ steps.", HIDDEN),
        ("It takes $\\tilde{O}(n)$ steps.", HIDDEN),
        ("Let $f$ be given. Then there exists a $g$.", EXISTS),
        ("It runs in polynomial time.", DEGREE),
        ("We have \\[ a \\leq b. \\]", SHARP),
        ("The error is at most $1$.", SHARP),
        ("This lower bound holds.", MATCH),
    ],
)
def test_the_wording_raises_a_question(body: str, question: str) -> None:
    assert question in reading(statement("Theorem 1", body))


@pytest.mark.parametrize(
    ("body", "question"),
    [
        ("The orthogonal group $O(n)$ acts.", HIDDEN),
        ("The sheaf $\\mathcal{O}(U)$ is coherent.", HIDDEN),
        ("If there exists a $g$, then $f$ is flat.", EXISTS),
        ("Let $\\sigma$ be non-polynomial in $x$; a polynomial is given.", DEGREE),
        ("For $n \\le 2$ we have \\[ a = b. \\] Here $m \\leq n$.", SHARP),
        ("With probability at least $1-\\delta$ and $p \\ge 2$.", MATCH),
        ("% if and only if\nNothing.", HARD),
    ],
)
def test_other_wording_does_not(body: str, question: str) -> None:
    assert question not in reading(statement("Theorem 1", body))


def test_statements_with_the_same_name_are_counted() -> None:
    assert listed(["the Folgerung", "the Folgerung"]) == "the 2 statements called “Folgerung”"
    assert listed(["the Lemma “A”", "Lemma 3", "the Lemma “A”"]) == "the 2 statements called Lemma “A” and Lemma 3"
    assert listed(["Theorem 1", "Theorem 1"]) == "Theorem 1"


def test_a_question_never_names_two_statements_alike() -> None:
    pairs = ["the Folgerung uses the Folgerung: why?", "What does the Lemma “A” say that the Lemma “A” does not?"]
    assert fresh(pairs, set(), 2) == ()
    apart = ["The proof of the Satz uses the Lemma “A” and the Lemma “B”.", "Is the Satz sharp?"]
    assert fresh(apart, set(), 2) == tuple(apart)


def test_questions_of_a_new_form_come_first() -> None:
    asked: set[str] = set()
    assert fresh(["Is Theorem 1 sharp?", "Why?"], asked, 1) == ("Is Theorem 1 sharp?",)
    assert fresh(["Is Theorem 2.3 sharp?", "Why?"], asked, 1) == ("Why?",)
    assert fresh(["Is Theorem 2.3 sharp?", "Why?"], asked, 2) == ("Is Theorem 2.3 sharp?",)


def test_questions_of_one_form_give_way_to_others() -> None:
    pool = ["Is Definition 1 needed?", "Is Definition 2 needed?", "Why?"]
    assert fresh(pool, set(), 2) == ("Is Definition 1 needed?", "Why?")
    assert fresh(pool, set(), 3) == ("Is Definition 1 needed?", "Why?", "Is Definition 2 needed?")


def test_words_of_the_paper_give_a_reason_for_one_question() -> None:
    asked: set[str] = set()
    assert fresh(["Does it hold without “convex”?"], asked, 1)
    assert fresh(["Where is “convex” needed?", "Why?"], asked, 1) == ("Why?",)
    assert fresh(["Conjecture 1 is open: why?"], asked, 1)
    assert fresh(["Conjecture 1 is open: why, and for how long?", "How?"], asked, 1) == ("How?",)
    assert fresh(["Conjecture 1 is open: who asked it?", "Who?"], asked, 1) == ("Conjecture 1 is open: who asked it?",)


def test_a_letter_in_a_heading_is_a_number() -> None:
    assert title_of(replace(statement("Condition"), heading="Condition A")) == "Condition A"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Vec\\-tor \\emph{spaces},", "Vector spaces"),
        ("$\\alpha$-center proximity", ""),
        ("Part 1 of \\ref{all}", ""),
        (None, ""),
    ],
)
def test_a_name_is_quoted_if_it_is_words(name: str | None, words: str) -> None:
    assert name_in_words(statement("Definition 1", name=name)) == words


def test_what_has_no_proof_since_it_is_no_result_is_not_asked_for_one() -> None:
    game = statement("Game 1", "The adversary wins.", kind="other")
    rest = [statement(f"Lemma {n}", proof="Easy.") for n in range(2, 7)]
    texts = questions.soundness(material(of(game, *rest, statement("Theorem 8", uses=("Lemma 2",))), ENGLISH))
    assert not any("No proof was found" in text for text in texts)


def test_names_in_questions_are_plain() -> None:
    assert title_of(statement("Theorem 3", kind="theorem")) == "Theorem 3"
    assert title_of(statement("Theorem")) == "the Theorem"
    assert title_of(statement("Lemma", name="Small \\emph{steps}")) == "the Lemma “Small steps”"
    assert fresh(["the Theorem is what?"], set(), 1) == ("The Theorem is what?",)
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert listed(["A", "B", "C", "D", "E"]) == "A, B and 3 others"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("Let $A$ be a reduced ring. Then $A$ is smooth.", "reduced"),
        ("Suppose that $f$ is $L$-Lipschitz and convex, then $f$ is continuous.", "Lipschitz"),
        ("We have $a$. If $K$ is compact, then $f(K)$ is closed.", "compact"),
        ("Let $A$ be a ring. Then $A$ is reduced.", ""),
        ("The space is compact.", ""),
        ("Let $f$ be non-convex. Then nothing.", ""),
        ("% Let $A$ be finite.\nNothing.", ""),
        ("Under (A1) the value is small, and it is finite.", ""),
        ("Under the assumption that $f$ is finite, it is small.", "finite"),
        ("Let $C$ be independent of $n$.", ""),
        ("Let $X, Y$ be independent.", "independent"),
        ("Let $\\mu$ be a -finite measure on a measurable space.", ""),
        ("Suppose that normal densities are used for $f$.", ""),
    ],
)
def test_a_condition_is_what_the_statement_grants(body: str, word: str) -> None:
    assert next(iter(conditions(statement("Theorem 1", body))), "") == word


def test_a_bound_is_seen() -> None:
    assert bounds(statement("Theorem 1", "We have \\[ a \\leq b. \\]"))
    assert not bounds(statement("Theorem 1", "For $n \\le 2$ we have \\[ a = b. \\]"))


def test_the_appendix_is_no_section_that_claims_something() -> None:
    titles = ("INTRODUCTION", "Schemes", "The appendix of a curve", "APPENDIX", "Supplementary material")
    found = working([section(str(n), title) for n, title in enumerate(titles, start=1)])
    assert [s.title for s in found] == ["Schemes", "The appendix of a curve"]


def test_a_problem_that_a_main_result_names_is_asked_about() -> None:
    problem = statement("Problem 1", "Find a split of $G$.", labels=("pr",))
    main = statement("Theorem 2", "A solution of Problem~\\ref{pr} exists.", proof="Easy.")
    m = material(of(problem, main), ENGLISH)
    asked = questions.on_setting(m, m.by_id["problem-1"])
    assert list(asked) == ["What does Problem 1 say in words, and where does Theorem 2 use it?"]
