"""A proof at a glance: where steps begin, what they quote, reach, use and take on trust."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model import Label, Paper, Proof, Reference
from scaffold.planning.chains import on_slides
from scaffold.planning.proof_sentences import sentences
from scaffold.planning.proof_steps import chosen, glance, glances, in_words
from scaffold.planning.slide_lines import SlideRuler
from scaffold.plans import ProofGlance, ProofStep, StepKind
from tests.planning.generated import papers
from tests.planning.papers import of, section, statement


def paper(proof: str, **fields: object) -> Paper:
    """A paper whose Theorem 4 has this proof."""
    lemma = statement("Lemma 2", labels=("l:two",), file="main.tex", line=10, page=3)
    assumed = statement("Assumption 1", labels=("a:one",), file="main.tex", line=5, page=2)
    theorem = statement(
        "Theorem 4", proofs=(Proof(body=proof, file="main.tex", line=30),), main=True, file="main.tex", line=20, page=4
    )
    after = statement("Lemma 5", file="main.tex", line=90, page=6)
    labels = (Label("e:x", "12", "equation"), Label("l:two", "2", "lemma", "lemma-2"))
    return of(assumed, lemma, theorem, after, labels=labels, references=(Reference(key="lee", label="7"),), **fields)


def steps(proof: str, **fields: object) -> tuple[ProofStep, ...]:
    """The steps of that proof."""
    return glance(paper(proof, **fields), "theorem-4").steps


def begun(proof: str) -> list[tuple[str, str]]:
    """The kind and the words of each step."""
    return [(s.kind, s.words) for s in steps(proof)]


def test_what_says_nothing_without_its_formula_is_left_out_where_that_is_not_shown() -> None:
    words = ("a) …", "(ii) Dann …", "Hence …", "Dann gilt nun …", "By $x$ …", "It is free.")
    made = [ProofStep(kind="part", words=w, line=n) for n, w in enumerate(words)]
    made.append(ProofStep(kind="use", words="By Lemma 2 …", uses=("lemma-2",), line=9))
    made.append(ProofStep(kind="use", words="b) …", number="7", line=10))
    assert [s.line for s in in_words(ProofGlance("x", tuple(made))).steps] == [3, 4, 5, 9, 10]


@pytest.mark.parametrize("short", ["vgl.", "d.h.", "d. h.", "z.B.", "bzw.", "p. ex."])
def test_shortened_words_of_other_languages_end_no_sentence(short: str) -> None:
    assert len(sentences(f"Dies ist ({short} Satz 2) frei. Es gilt.", latex=True)) == 2


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It remains to bound $x$.", "turn"),
        ("Thus, it suffices to bound $x$.", "turn"),
        ("Hence we need to bound $x$.", "turn"),
        ("Finally, let $M$ be free.", "turn"),
        ("To prove the bound, fix $x$.", "turn"),
        ("Conversely, let $x$ be free.", "turn"),
        ("We now turn to $x$.", "turn"),
        ("By Lemma~\\ref{l:two} it is free.", "use"),
        ("It is free by Lemma 2.", "use"),
        ("By the Chernoff bound it is small.", "use"),
        ("It follows from Lemma 3.1 of \\cite{lee}.", "use"),
        ("\\textbf{Step 2.} It is free.", "part"),
        ("Case 1: it is free.", "part"),
        ("Claim. It is free.", "part"),
        ("\\paragraph{Upper bound.} It is free.", "part"),
        ("\\item It is free.", "part"),
        ("To determine $n$, we test it.", "turn"),
        ("Since $x$ is free and so is $y$, we can apply it.", "turn"),
        ("For $x = 1$, we test it.", "turn"),
        ("But if $x$ is free, then so is $y$.", "turn"),
        ("Hence the map that is free is also one of all.", "turn"),
        ("Uniqueness of the map follows because it is free.", "turn"),
        ("\\cref{a} $\\Rightarrow$ \\cref{b}. It is so.", "part"),
        ("(i) $\\implies$ (ii): it is so.", "part"),
    ],
)
def test_a_sentence_that_begins_a_step(sentence: str, kind: str) -> None:
    found = steps(f"Let $x$ be given. It is so. {sentence} It is so.")
    assert [s.kind for s in found] == ["opening", kind]


@pytest.mark.parametrize(
    "sentence",
    [
        "Then $x$ is free.",
        "This is so because $x > 0$.",
        "Now it follows that $x$ is free.",
        "By definition it is free.",
        "The second term is free.",
        "We have $x = \\text{By Lemma. We now}$.",
        "It is the case of Theorem 4 as stated.",
        "\\item a map of $x$,",
        "To be free is so.",
    ],
)
def test_a_sentence_that_continues_a_step(sentence: str) -> None:
    assert [s.kind for s in steps(f"Let $x$ be given. It is so. {sentence} It is so.")] == ["opening"]


def test_the_first_words_are_as_written() -> None:
    (step,) = steps("%c\nLet $x =\n 1. Then$ be   given, see e.g. Lee, of $M$.")
    assert step.words == "Let $x = 1. Then$ be given, see e.g. Lee, of $M$."


def test_a_long_sentence_is_cut_between_words_outside_formulas() -> None:
    (step,) = steps(f"Let $a$ be {'very ' * 12}\\emph{{large or small}} and ${'b + ' * 40}c$ small.")
    assert step.words == f"Let $a$ be {'very ' * 12}\\emph{{large or small}} …"


def test_a_sentence_is_quoted_up_to_its_display() -> None:
    (step,) = steps("We have the bound \\[ a \\le b, \\] where $b$ is free.")
    assert (step.words, step.formula) == ("We have the bound …", "\\[ a \\le b, \\]")


def test_the_formula_is_the_last_display_before_the_next_step() -> None:
    first, second = steps(
        "We have \\[ a. \\] Then \\begin{equation}\\label{e:x} b. \\end{equation} Next, let $c$ be. It is $$ d. $$"
    )
    assert (first.formula, first.number) == ("\\begin{equation}\\label{e:x} b. \\end{equation}", "12")
    assert (second.formula, second.number) == ("$$ d. $$", "")


def test_a_display_after_a_display_begins_a_step_unless_it_is_where_that_leads() -> None:
    found = begun("We have \\[ a. \\] Hence it is so, and \\[ b. \\] For all $x$ it is so by \\[ c. \\] It is free.")
    assert found == [("opening", "We have …"), ("formula", "For all $x$ it is so by …")]


def test_a_display_after_words_alone_belongs_to_their_step() -> None:
    (step,) = steps("We bound $x$. This is so because \\[ a. \\]")
    assert step.formula == "\\[ a. \\]"


def test_a_display_with_a_full_stop_or_before_a_capital_ends_the_sentence() -> None:
    proof = "We have \\[ a. \\] By Lemma 2 it is so and \\[ b \\] By Lemma 5 it is so, where \\[ c \\] is $x$."
    assert begun(proof) == [
        ("opening", "We have …"),
        ("use", "By Lemma 2 it is so and …"),
        ("use", "By Lemma 5 it is so, where …"),
    ]


def test_a_step_names_all_that_it_uses() -> None:
    _, step = steps("Let it be. By Lemmas~2 and 5, and as \\ref{a:one} holds by \\cite{lee,none}, as does Theorem 4.")
    assert set(step.uses) == {"lemma-2", "lemma-5", "assumption-1"}
    assert step.works == ("lee",)


def test_a_proof_of_two_theorems_uses_neither() -> None:
    proof = Proof(
        body="We prove Theorem 4 first. By Lemma 2 it is free. Finally, we prove Theorem 5.", file="m.tex", line=3
    )
    both = (statement("Theorem 4", proofs=(proof,)), statement("Theorem 5", proofs=(proof,)))
    made = of(statement("Lemma 2"), *both)
    assert [[s.uses for s in g.steps if s.uses] for g in glances(made, ("theorem-4", "theorem-5"))] == [
        [("lemma-2",)]
    ] * 2


def test_a_result_of_another_work_is_not_ours() -> None:
    _, step = steps("Let it be. It follows from Lemma 2 of \\cite{lee}.")
    assert (step.uses, step.works) == ((), ("lee",))


@pytest.mark.parametrize(
    "words",
    "clearly|It is easy to see|Similarly|by the same argument|we omit|is left to the reader|Mutatis mutandis"
    "|Similar reasoning|a similar argument".split("|"),
)
def test_words_that_leave_a_step_to_the_reader(words: str) -> None:
    (step,) = steps(f"Let it be. {words} it is $clearly$ so.")
    assert step.trusts == (words.removeprefix("a ").replace("is left", "left"),)


def test_pages_lie_between_what_is_around() -> None:
    assert [s.pages for s in steps("Let it be.\nNext, let it go.")] == [(4, 6), (4, 6)]
    assert [s.line for s in steps("Let it be.\n\n% a\nNext, let it go.")] == [30, 33]


def test_a_line_that_only_points_to_the_proof_is_not_a_step_of_it() -> None:
    pointer = Proof(body="The proof is given in Appendix B.", file="main.tex", line=21, complete=False)
    full = Proof(body="Let it be. " * 30, file="main.tex", line=30)
    both = of(statement("Theorem 4", proofs=(pointer, full)))
    assert [s.words for s in glance(both, "theorem-4").steps] == ["Let it be."]
    alone = of(statement("Theorem 4", proofs=(pointer,)))
    assert [s.words for s in glance(alone, "theorem-4").steps] == ["The proof is given in Appendix B."]


def test_steps_of_a_sketch_are_marked() -> None:
    proofs = (Proof(body="Let it be.", file="main.tex", line=1, complete=False),)
    assert [s.sketch for s in glance(of(statement("Theorem 4", proofs=proofs)), "theorem-4").steps] == [True]


def test_overviews() -> None:
    headings = (
        section("2", "Proof overview", page=3), section("3", "Proof sketch of Lemma 2", page=5), section("4", "Ideas"),
    )  # fmt: skip
    made = paper("Let it be.", sections=headings)
    assert glance(made, "theorem-4").overviews == ("Section 2, Proof overview (p. 3)",)
    assert glance(made, "lemma-2").overviews == ("Section 3, Proof sketch of Lemma 2 (p. 5)",)
    assert glance(made, "lemma-5").overviews == ()


def test_a_statement_without_a_proof_has_no_steps() -> None:
    assert glance(of(statement("Lemma 2")), "lemma-2") == ProofGlance("lemma-2")
    with pytest.raises(KeyError):
        glance(of(), "lemma-2")


def on_pages(proof: str) -> list[tuple[str, str]]:
    """The steps of a proof that was read from pages of a PDF."""
    made = statement("Theorem 4", proofs=(Proof(body=proof, file="paper.pdf", line=9),), form="text")
    return [(s.kind, s.words) for s in glance(of(statement("Lemma D.2"), made), "theorem-4").steps]


def test_on_pages_a_display_is_not_quoted_and_need_not_end_in_a_full_stop() -> None:
    proof = (
        "Let it be. By Lemma D.2, we have „ˆ ˙ „ˆ n ˙2 ÿ ÿ b Therefore, as long as it is so, it is. Recall from Lemma "
        "D.2, 2 2 2 2 2 ♥ Now to cover it, let δ = 6, say."
    )
    assert on_pages(proof) == [
        ("opening", "Let it be."),
        ("use", "By Lemma D.2, we have …"),
        ("use", "Recall from Lemma D.2 …"),
        ("turn", "Now to cover it, let δ = 6, say."),
    ]


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("By Lemma D.2, as long as m ě CL2d logpm{τ0q it is so.", "By Lemma D.2, as long as …"),
        ("By Lemma D.2 we have }Σlpxq ´ Σlpx1q}0 ď C2L2{3τ02{3ml it is so.", "By Lemma D.2 we have …"),
        ("By Lemma D.2, with probability at least 1 ´ δ{2, it is so.", "By Lemma D.2, with probability at least …"),
        ("By Lemma D.2 we have shown it for 0 1.", "By Lemma D.2 we have shown it for …"),
        ("By Lemma D.2 we have ÿn 1 pkq p so.", "By Lemma D.2 we have …"),
        ("By Lemma D.2 it is at least a m1˚ here.", "By Lemma D.2 it is at least …"),
        (f"By Lemma D.2 it is {'very ' * 11}x + y + z large.", f"By Lemma D.2 it is {'very ' * 11}…"),
        ("By Lemma D.2 it holds for the ▷ Back to p.12 languages.", "By Lemma D.2 it holds for …"),
        ("By Lemma D.2 it is so for Ž12. and others.", "By Lemma D.2 it is so for …"),
        ("By Lemma D.2 it is so (but for m1˚ it is not).", "By Lemma D.2 it is so …"),
        ("By Lemma D.2 the map x ↦ 2x of ℝ is ‘open’ by [3].", None),
        ("By Lemma D.2 and Hölder’s inequality for p ≥ 1, it is so.", None),
    ],
)
def test_what_a_page_garbles_is_not_quoted(sentence: str, quoted: str | None) -> None:
    assert on_pages(f"Let m1˚ and m2˚ be numbers. {sentence}") == [("use", quoted or sentence)]


def test_numbers_that_have_lost_their_brackets_are_not_quoted() -> None:
    proof = (
        "Let it be ii as is Ž . so. By Lemma D.2 and now also 26 we get it. By Lemma D.2 it holds for Theorem 4 and D."
    )
    assert on_pages(proof) == [
        ("use", "By Lemma D.2 and now also …"),
        ("use", "By Lemma D.2 it holds for Theorem 4 and …"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Then by Lemmas D.2 and 5.7, if it is so, we get it.",
        "Then by Lemmas D.2, 4 and 5 we get it.",
        "Then by Lemma D.2 and Theorems 3, 4, 5 and 6 we get it.",
    ],
)
@pytest.mark.parametrize("before", ["Let it be so.", "Let it be ii as is Ž . so.", "Let it be at most x ď . so."])
def test_numbers_of_several_statements_are_quoted(sentence: str, before: str) -> None:
    assert on_pages(f"{before} {sentence}")[-1] == ("use", sentence)


def test_a_relation_that_a_font_draws_as_a_letter_is_no_bracket() -> None:
    found = on_pages("Let it be ii as is 0 ď . so. By Lemma D.2 it holds for D.")
    assert found[-1] == ("use", "By Lemma D.2 it holds for D.")


def test_no_quotation_ends_within_brackets() -> None:
    (step,) = steps(f"Let it be as large (and {'very ' * 30}large) as $x$ and so on.")
    assert step.words == "Let it be as large …"
    (step,) = steps("Let it (this is long) be.")
    assert step.words == "Let it (this is long) be."


@pytest.mark.parametrize(
    "junk",
    ["as stated before).", ".", "(0) ρ (0) ρ 2 that it is so by Lemma D.2.", "Therefore, 2 J 1 J 2 1 2 by Lemma D.2."],
)
def test_on_pages_a_step_without_words_before_its_formula_is_left_out(junk: str) -> None:
    assert on_pages(junk) == []


def test_the_most_important_steps_in_order() -> None:
    words = "It is so by all of it"
    kinds: tuple[StepKind, ...] = ("opening", "use", "part", "turn", "part", "turn")
    found = tuple(ProofStep(kind=kind, words=words, line=n) for n, kind in enumerate(kinds))
    used = (*found[:3], replace(found[3], uses=("lemma-2",)), *found[4:])
    assert [s.line for s in chosen(ProofGlance("x", found), 3).steps] == [2, 4, 5]
    assert [s.line for s in chosen(ProofGlance("x", used), 4).steps] == [2, 3, 4, 5]
    assert chosen(ProofGlance("x", found), 9).steps == found


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("\\paragraph{Upper \\emph{bound}.} It is so.", "Upper \\emph{bound}."),
        ("\\item It is so.", "It is so."),
        ("\\item[(a)] It is so.", "(a) It is so."),
    ],
)
def test_the_command_of_an_item_or_heading_is_not_quoted(source: str, words: str) -> None:
    assert steps(source)[0].words == words


def test_a_display_without_words_before_it_is_no_step() -> None:
    assert [step.words for step in steps("\\[ x = 1 \\] Now $y = 2$.")] == ["Now $y = 2$."]


@pytest.mark.parametrize(
    "silent",
    [
        "{\\label{p}}\n",
        "\\phantomsection\n\\label{p}\n\n",
        "\\noindent\\textbf{}\n\n",
        "\\index{a}\\mbox{}\\\\\n",
        "\\par\\hfill\n\n",
        "\\(\\)\n\n",
    ],
)
def test_what_prints_nothing_is_no_step(silent: str) -> None:
    assert [step.words for step in steps(f"{silent}We apply it.")] == ["We apply it."]


PIECES = st.sampled_from(
    ("\\[", "\\]", "$$", "$", "\\(", "\\)", "\\begin{align}", "\\end{align}", "%", "\n\n", " ", ". ", "By Lemma 2", "{",
     "}", "Now", "\\item[", "]", "\\ref{l:two}", "(D.1)", "A", "-", "~", "\\cite{lee}", "We ", "\\\\", "Step 1", "’")
)  # fmt: skip


@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_the_sentences_are_the_proof_and_nothing_raises(body: str, latex: bool) -> None:
    found = sentences(body, latex=latex)
    assert all(s.head and len(s.source) == len(s.masked) for s in found)
    assert [s.line for s in found] == sorted(s.line for s in found)
    if "%" not in body:
        assert "".join(s.source for s in found).strip() in body
    proofs = (Proof(body=body, file="", line=0),)
    made = statement("Theorem 1", proofs=proofs, form="latex" if latex else "text")
    for step in glance(of(made), "theorem-1").steps:
        assert step.formula in body.replace("%", " ") or "%" in body


@given(papers())
def test_every_statement_of_any_paper(drawn: Paper) -> None:
    ids = [s.id for s in drawn.statements]
    assert [g.id for g in glances(drawn, ids)] == ids


def test_a_last_step_is_not_alone_on_a_slide_for_a_fraction_of_a_line() -> None:
    paper = of(statement("Theorem 1"))

    def slides(long: int) -> list[int]:
        words = [f"By Lemma {n} it is {'very ' * 12 if n < long else ''}small." for n in range(8)]
        shown = tuple(ProofStep(kind="use", words=w, uses=("theorem-1",)) for w in words)
        return [len(part) for part in on_slides(ProofGlance(id="theorem-1", steps=shown), SlideRuler(paper), 2)]

    assert slides(1) == [8]
    assert slides(3) == [3, 5]
