"""Steps of a proof on a slide: the paper's words and formulas, set like a statement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold.model import Label, Macro, Paper, Proof
from scaffold.plans import Item, Notation, ProofStep, Slide, TalkPlan
from scaffold.write.slides import chains, pictures
from scaffold.write.slides.blocks import StatementBlock
from scaffold.write.slides.compose import compose
from tests.planning.papers import of, statement
from tests.write.decks import run_latex
from tests.write.talks import PROFILE

PROVED = of(
    statement("Lemma 5", labels=("l:five",)),
    statement("Theorem 4", proofs=(Proof(body="x", file="main.tex", line=3, section="2"),), section="1", page=2),
    labels=(Label("l:five", "5", "lemma", "lemma-5"), Label("e:one", "7", "equation")),
)
TITLE = "The idea of the proof of Theorem 4"


def step(words: str, **more: object) -> ProofStep:
    return ProofStep(kind="turn", words=words, **more)  # type: ignore[arg-type]


def plan(*steps: ProofStep) -> TalkPlan:
    slide = Slide(
        id="idea-1",
        layout="statement",
        title=TITLE,
        section="Proof",
        seconds=60,
        items=(Item("proof", "theorem-4"), Item("prompt", text="Why?")),
        steps=steps,
    )
    return TalkPlan(5, (slide,))


def laid_out(*steps: ProofStep) -> tuple[Paper, TalkPlan, str]:
    paper, talk = chains.laid_out(PROVED, plan(*steps))
    return paper, talk, paper.statement("steps-idea-1").body


def test_each_step_has_its_words_its_formula_and_what_it_uses() -> None:
    _, _, body = laid_out(
        step("By Lemma~\\ref{l:five} and \\eqref{e:one} it holds", uses=("lemma-5",)),
        step("It remains to see", formula="\\[ a \\le b \\]", uses=("lemma-5",), pages=(3, 3)),
    )
    assert body.split("\n") == [
        "\\begin{itemize}",
        "\\item ``By Lemma~5 and (7) it holds''",
        "\\item ``It remains to see'' (by Lemma~5)",
        "\\[ a \\le b \\]",
        "\\end{itemize}",
    ]


@pytest.mark.parametrize("words", ["Here $a {b", "Now \\begin{cases} a", "Here 5 % of $a$"])
def test_words_that_latex_may_not_set_are_plain_text(words: str) -> None:
    _, _, body = laid_out(step(words), step("So it is."))
    quoted = body.split("\n")[1]
    assert quoted.startswith("\\item ``")
    assert quoted.endswith("''")
    assert not {"{b", "\\begin"} & set(quoted.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("By $a$ \\start a = b", "By $a$ …"),
        ("\\stop We bound $\\eps$", "We bound $\\eps$"),
        ("\\stop\\start[A name] We bound $\\eps$, \\start", "We bound $\\eps$ …"),
        ("Here $\\two{a}{b}$ is \\loop small", "Here $\\two{a}{b}$ is \\loop small"),
    ],
)
def test_words_end_where_a_macro_begins_a_display(words: str, expected: str) -> None:
    bodies = {
        "\\beq": "\\begin{equation}",
        "\\start": "\\beq",
        "\\stop": "\\end{equation}",
        "\\eps": "\\varepsilon",
        "\\loop": "\\loop",
        "\\two": "\\begin{pmatrix} #1 & #2 \\\\[2pt] \\end{pmatrix}",
    }
    macros = tuple(Macro(name=name, definition=name, form="newcommand", body=body) for name, body in bodies.items())
    paper, _ = chains.laid_out(replace(PROVED, macros=macros), plan(step(words), step("So it is.")))
    assert paper.statement("steps-idea-1").body.split("\n")[1] == f"\\item ``{expected}''"


@pytest.mark.parametrize("formula", ["\\[ a \\ref{gone} \\]", "a = b", "\\[ {a \\]"])
def test_a_formula_that_cannot_be_set_is_left_out(formula: str) -> None:
    _, _, body = laid_out(step("It remains to see", formula=formula), step("So it is."))
    assert body.count("\n") == 3


def test_the_slide_shows_the_steps_below_its_title_and_the_question_after_them() -> None:
    paper, talk, _ = laid_out(step("It is so.", pages=(3, 4)), step("So it is.", pages=(4, 4)))
    (page,) = compose(paper, talk, PROFILE, student="").pages
    block = page.blocks[0]
    assert isinstance(block, StatementBlock)
    assert (page.title, block.header, block.pointer, len(page.blocks)) == (TITLE, "", "§ 2, p. 3", 2)


def test_the_paper_is_as_before_without_them() -> None:
    paper, _, _ = laid_out(step("It is so."), step("So it is."))
    assert len(paper.statements) == len(PROVED.statements) + 1
    assert chains.without(paper) == PROVED
    assert chains.without(replace(PROVED, statements=())) == replace(PROVED, statements=())


@pytest.mark.requires_latex
def test_latex_sets_them_on_one_slide() -> None:
    paper, talk, _ = laid_out(step("It remains to see", formula="\\[ a \\le b \\]"), step("So $a$ is."))
    made = pictures.statements(paper, talk, PROFILE, run_latex)
    assert made.failed == {}
    assert [len(p.sheets) for p in made.by_key.values()] == [1]


def meanings(*rows: Notation) -> Paper:
    slide = Slide(
        id="notation", layout="statement", title="Notation", section="Setting", seconds=60, items=(Item("notation"),),
        page=2, notation=rows,
    )  # fmt: skip
    paper, talk = chains.laid_out(PROVED, TalkPlan(5, (slide,)))
    assert [(i.kind, i.ref) for i in talk.slides[0].items] == [("statement", "notation-notation")]
    assert (talk.slides[0].notation, chains.without(paper)) == ((), PROVED)
    return paper


def test_words_of_a_page_have_the_commands_of_its_letters() -> None:
    row = Notation(kind="symbol", name="\\varphi ", words="Here φ is 5 \\% of {x}.".replace("{x}", "\\{x\\}"))
    body = meanings(row).statement("notation-notation").body
    assert "``Here \\ensuremath{\\varphi} is 5 \\% of \\{x\\}.''" in body


def test_each_sentence_stands_once_with_the_symbols_that_it_introduces() -> None:
    rows = [
        Notation(kind="symbol", name=n, words="Here $s$ and $t$ are, by \\eqref{e:one}, two.", section="2")
        for n in "st"
    ]
    term = Notation(kind="term", name="tame", words="\\item It is \\emph{tame}.", statement="lemma-5", section="2")
    made = meanings(*rows, term).statement("notation-notation")
    assert made.body.split("\n") == [
        "\\begin{itemize}",
        "\\item $s$, $t$: ``Here $s$ and $t$ are, by (7), two.''",
        "\\item tame: ``It is \\emph{tame}.'' (Lemma 5)",
        "\\end{itemize}",
    ]
    assert (made.section, made.page) == ("2", 2)


def test_sentences_of_several_sections_have_no_place_in_common() -> None:
    rows = [Notation(kind="symbol", name=n, words=f"Let ${n}$ be.", section=n) for n in "st"]
    made = meanings(*rows).statement("notation-notation")
    assert (made.section, made.page) == (None, None)
