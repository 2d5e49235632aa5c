"""The talk's plan: the spine, what short talks omit and long talks add, odd papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold import seminar
from scaffold.model import Label, Paper, Passage, PassageKind, Proof, Reference
from scaffold.planning import report, talk
from scaffold.planning.minutes import Share, kept, shared
from scaffold.planning.notation import needed
from scaffold.planning.rank import rank
from scaffold.plans import Notation, Slide, TalkPlan
from tests.planning.papers import crowd, of, perceptron, section, statement

DEFAULT = seminar.load("theory")


def plan(paper: Paper | None = None, minutes: int | None = None) -> TalkPlan:
    return talk.plan(rank(paper if paper is not None else perceptron()), DEFAULT, minutes)


def spine(found: TalkPlan) -> list[str]:
    return [s.id for s in found.slides if s.section != "Backup"]


def test_the_spine_of_half_an_hour() -> None:
    assert spine(plan()) == [
        "title", "question", "setting-1", "main-1", "corollary", "figure", "roadmap", "key-1", "key-2",
        "key-3", "idea-1", "review", "questions", "references",
    ]  # fmt: skip


def test_a_figure_whose_file_is_missing_or_cannot_be_shown_gets_no_slide() -> None:
    (drawn,) = perceptron().figures
    lost = replace(drawn, id="figure-0", files=("pictures/pic-720", "plot.svg"))
    assert "figure" not in spine(plan(replace(perceptron(), figures=(lost,))))
    slide = next(s for s in plan(replace(perceptron(), figures=(lost, drawn))).slides if s.id == "figure")
    assert [i.ref for i in slide.items] == [drawn.id]


def test_the_profile_says_how_long() -> None:
    assert plan().minutes == DEFAULT.minutes
    assert plan(minutes=12).minutes == 12


@pytest.mark.parametrize(("questions", "start"), [(10, "Questions take 10 min. Keep "), (0, "Keep ")])
def test_the_slide_for_questions_gives_their_minutes(questions: int, start: str) -> None:
    found = talk.plan(rank(perceptron()), replace(DEFAULT, questions=questions))
    assert found.questions == questions
    assert next(s for s in found.slides if s.id == "questions").prompt.startswith(start)


def test_short_definitions_share_a_slide() -> None:
    slide = next(s for s in plan().slides if s.id == "setting-1")
    assert (slide.layout, [i.ref for i in slide.items], [i.ref for i in slide.right]) == (
        "two-column", ["definition-2"], ["assumption-1"],
    )  # fmt: skip


def test_a_main_result_that_an_assumption_restates_is_on_one_slide() -> None:
    results = [statement(f"Theorem {n}", section="1") for n in range(1, 12)]
    assumption = statement("Assumption 1", section="1", restates="theorem-2")
    paper = of(assumption, *results, sections=(section("1", "Introduction"),))
    shown = [i.ref for s in plan(paper, 12).slides for i in (*s.items, *s.right) if i.kind == "statement"]
    assert "theorem-2" in shown
    assert len(shown) == len(set(shown))


def test_a_lightning_talk_keeps_the_main_result_and_few_slides() -> None:
    found = spine(plan(minutes=5))
    assert {"title", "question", "main-1", "questions"} <= set(found)
    assert len(found) <= 9


def test_a_longer_talk_never_has_fewer_slides() -> None:
    counts = [len(spine(plan(minutes=n))) for n in range(5, 91)]
    assert counts == sorted(counts)


def test_what_to_cut_first_is_numbered_and_the_core_is_not() -> None:
    cuts = {s.id: s.cut for s in plan().slides}
    assert [id for id, cut in sorted(cuts.items(), key=lambda pair: pair[1] or 99)][:3] == [
        "key-3",
        "figure",
        "corollary",
    ]
    assert cuts["main-1"] is None
    assert cuts["title"] is None
    assert cuts["backup"] is None


def test_key_lemmas_and_proof_ideas_know_their_place_on_the_road_map() -> None:
    found = plan()
    here = {s.id: s.here for s in found.slides if s.here}
    keys = {s.id: s.items[0].ref for s in found.slides if s.id.startswith("key-")}
    assert {id: here[id] for id in keys} == keys
    assert here.keys() - keys.keys() == {"idea-1"}
    assert set(here.values()) <= {n.id for n in found.roadmap.nodes}


def backup(found: TalkPlan) -> tuple[Slide, ...]:
    return tuple(s for s in found.slides if s.section == "Backup")


def test_the_backup_is_an_index_of_questions_and_what_answers_them() -> None:
    index, *spare = backup(plan())
    assert (index.id, index.layout, {i.kind for i in index.items}) == ("backup", "backup", {"link"})
    slides = {s.id for s in plan().slides}
    assert {i.ref for i in index.items} <= slides
    answers = {i.ref for i in index.items}
    asked, rest = [s.id in answers for s in spare], [s for s in spare if s.id not in answers]
    assert asked == sorted(asked, reverse=True), "what answers no question follows"
    assert all(s.prompt.startswith("Only if somebody asks about") for s in rest)
    shown = [i.ref for s in plan().slides for i in (*s.items, *s.right) if i.kind == "statement"]
    assert {"lemma-9"} < set(shown), "a paper with few statements has them all"
    assert {s.seconds for s in (index, *spare)} == {0}


def test_a_question_on_what_the_talk_shows_leads_back_to_that_slide() -> None:
    index, *spare = backup(plan())
    leads = {i.ref: i.text for i in index.items}
    assert leads["setting-1"] == "What happens to Theorem 4 without Assumption 1? (§ 2, p. 3)"
    assert "assumption-1" not in {i.ref for s in spare for i in s.items}


def test_a_result_of_another_work_gets_a_slide_that_says_where_it_is_used() -> None:
    paper = of(
        statement("Theorem 1", "Yes.", proof="By \\cite[Lemma 2]{smith}.", section="3", page=4),
        references=(Reference(key="smith", label="12"),),
    )
    index, spare = backup(plan(paper))
    assert index.items[0].text == "The proof of Theorem 1 uses [12], Lemma 2: what does it say? (§ 3, p. 4)"
    assert spare.title == "Cited: [12], Lemma 2"
    quoted, work, _ = spare.items
    assert quoted.text == "The authors: “By \\cite[Lemma 2]{smith}.” (§ 3, p. 4)"
    assert (work.kind, work.ref) == ("reference", "smith")
    assert [i.ref for s in plan(paper).slides if s.id == "references" for i in s.items] == ["smith"]


def test_a_sentence_that_plain_text_cannot_show_is_not_quoted_for_a_cited_result() -> None:
    proof = "By \\cite[Lemma 2]{smith} it is $\\frac{1}{2}$."
    paper = of(statement("Theorem 1", "Yes.", proof=proof, page=4), references=(Reference(key="smith", label="12"),))
    _, spare = backup(plan(paper))
    assert spare.items[0].text == "The paper uses it in a proof (p. 4) and does not state it."


def test_a_talk_that_cites_nothing_has_no_slide_of_references() -> None:
    assert "references" not in [s.id for s in plan(of(statement("Theorem 1", "Yes."))).slides]


def test_a_crowd_raises_ten_questions_with_different_answers() -> None:
    index, *spare = backup(plan(crowd(500)))
    assert len(index.items) == 10
    assert len({i.ref for s in spare for i in s.items}) == len(spare)


def test_a_paper_without_statements_has_no_backup() -> None:
    assert not backup(plan(of(sections=(section("1", "Introduction"),))))


@pytest.mark.parametrize("paper", [perceptron(), crowd(90)], ids=["small", "crowd"])
def test_from_thirty_to_twenty_minutes_the_spine_of_the_proof_stays(paper: Paper) -> None:
    assert {"roadmap", "key-1", "idea-1"} <= set(spine(plan(paper, 20)))


@pytest.mark.parametrize("minutes", [20, 30, 45, 60])
@pytest.mark.parametrize("paper", [perceptron(), crowd(90)], ids=["small", "crowd"])
def test_a_slide_takes_two_minutes_or_more_on_average(paper: Paper, minutes: int) -> None:
    found = [s for s in plan(paper, minutes).slides if s.seconds]
    content = [s for s in found if s.id not in ("title", "questions", "references")]
    assert sum(s.seconds for s in content) >= 120 * len(content)


def test_a_short_main_result_shares_its_slide_with_the_questions_on_it() -> None:
    slide = next(s for s in plan().slides if s.id == "main-1")
    assert [i.kind for i in slide.items] == ["statement", "prompt", "prompt"]
    long = of(statement("Theorem 1", "For every " + "long sentence, " * 60))
    assert "meaning-1" in spine(plan(long))


def test_slides_name_page_and_paper_heading() -> None:
    main = next(s for s in plan().slides if s.id == "main-1")
    assert (main.title, main.page) == ("Theorem 4", 5)
    named = of(statement("Theorem 1", name="Novikoff~\\cite{n}"))
    assert next(s for s in plan(named).slides if s.id == "main-1").title == "Theorem 1 (Novikoff~\\cite{n})"


def test_only_works_that_the_shown_statements_cite_are_referred_to() -> None:
    slide = next(s for s in plan().slides if s.id == "references")
    assert [i.ref for i in slide.items] == ["novikoff"]


@pytest.mark.parametrize(
    "paper",
    [
        of(),
        of(title=""),
        of(sections=(section(None, "A letter"),)),
        of(statement("Definition 1"), statement("Definition 2")),
        of(statement("Lemma 1")),
    ],
)
def test_odd_papers_make_whole_talks(paper: Paper) -> None:
    found = plan(paper)
    assert sum(s.seconds for s in found.slides) == 1800
    assert {"title", "question", "questions"} <= set(spine(found))
    assert all(s.title for s in found.slides[1:])


def test_definitions_are_shown_even_where_nothing_is_proved() -> None:
    assert plan(of(statement("Definition 1"), statement("Definition 2"))).statements()[:2] == (
        "definition-1", "definition-2",
    )  # fmt: skip


def test_less_than_a_minute_is_no_talk() -> None:
    with pytest.raises(ValueError, match="one minute"):
        plan(minutes=0)


def test_seconds_go_where_they_are_wanted() -> None:
    shares = (Share(100, 10, 0), Share(50, 10, 1))
    assert kept(shares, 15) == (0,)
    assert kept(shares, 20) == (0, 1)
    assert sum(shared(shares, 77)) == 77
    assert shared(shares, 150) == (100, 50)
    with pytest.raises(ValueError, match="too few"):
        shared(shares, 1)


def test_a_paper_without_results_is_presented_by_its_sections() -> None:
    sections = (section("1", "Introduction"), section("2", "A new protocol", page=4), section("3", "Measurements"))
    slides = plan(of(sections=sections)).slides
    assert [(s.title, s.page) for s in slides if s.id.startswith("claim")] == [
        ("The contribution", None), ("A new protocol", 4), ("Measurements", None),
    ]  # fmt: skip


@pytest.mark.parametrize("minutes", [10, 20, 30, 45, 60, 90, 120])
def test_the_idea_of_a_proof_is_never_skipped_first(minutes: int) -> None:
    order = {s.cut: s.id for s in plan(crowd(90), minutes).slides if s.cut}
    assert not order.get(1, "").startswith("idea-")
    assert "comparison" not in order.values() or not order[2].startswith("idea-")


def test_the_idea_shows_the_steps_of_the_proof_in_the_papers_words() -> None:
    body = "Let it be given. By Lemma~\\ref{l:six} it is so. It remains to see \\eqref{e:x} by it. Here Lemma 5 helps."
    proof = Proof(body=body, file="main.tex", line=30, uses=("lemma-5", "lemma-6"))
    paper = of(
        statement("Lemma 5", proof="x"), statement("Lemma 6", proof="x", labels=("l:six",)),
        statement("Theorem 4", proofs=(proof,)), labels=(Label("l:six", "6", "lemma", "lemma-6"),),
    )  # fmt: skip
    made = talk.plan(rank(paper, ["Theorem 4"]), DEFAULT)
    slide = next(s for s in made.slides if s.title == "The idea of the proof of Theorem 4")
    assert [step.words for step in slide.steps] == [
        "By Lemma~\\ref{l:six} it is so.",
        "It remains to see \\eqref{e:x} by it.",
        "Here Lemma 5 helps.",
    ]
    assert [(i.kind, i.ref) for i in slide.items] == [("proof", "theorem-4"), ("prompt", "")]


def test_a_long_proof_takes_two_slides_and_a_display_that_fills_one_is_left_out() -> None:
    step = "Next, we bound the term of it, which is as large as it may be, in the same way: \\[ \\frac ab \\le c. \\] "
    rows = " \\\\ ".join(f"a_{n} &= b" for n in range(9))
    huge = f"Finally, we add all of these terms up: \\begin{{align}} {rows} \\end{{align}}"
    proof = Proof(body=step * 6 + huge, file="main.tex", line=30)
    made = talk.plan(rank(of(statement("Theorem 4", proofs=(proof,))), ["Theorem 4"]), DEFAULT)
    assert [s.id for s in made.slides if s.steps] == ["idea-1", "idea-1b"]
    *others, last = [step.formula for s in made.slides for step in s.steps]
    assert (set(others), last) == ({"\\[ \\frac ab \\le c. \\]"}, "")


def test_steps_from_a_page_end_before_their_first_formula() -> None:
    body = "We now use the bound on ∥xt∥ for it. Next, let it go by 5%. Now take A = {x} here."
    body += " Finally, it is then clear that Wt is it."
    theorem = statement("Theorem 4", proofs=(Proof(body=body, file="p.pdf", line=3),), form="text")
    made = talk.plan(rank(of(theorem), ["Theorem 4"]), DEFAULT)
    slide = next(s for s in made.slides if s.title == "The idea of the proof of Theorem 4")
    assert [i.text for i in slide.items if i.kind == "text"] == [
        "“We now use the bound on …”",
        "“Next, let it go by 5%.”",
        "“Finally, it is then clear that …”",
    ]


def explained(*sentences: str, paper: Paper | None = None) -> Paper:
    """The paper with running text in its second section."""
    passages = tuple(Passage(kind="text", body=s, section="2") for s in sentences)
    return replace(paper if paper is not None else perceptron(), passages=passages, pages=None)


def test_two_symbols_of_the_main_result_have_a_slide() -> None:
    main = statement("Theorem 1", "The number $R$ is at most $n^2$.", section="3", main=True)
    paper = explained(
        "Here $R$ is the radius, and $n$ is the number of points.", paper=of(main, sections=perceptron().sections)
    )
    (slide,) = (s for s in plan(paper).slides if s.notation)
    assert (slide.id, slide.layout, [i.kind for i in slide.items]) == ("setting-1", "statement", ["notation"])
    assert [row.name for row in slide.notation] == ["R", "n"]
    assert slide.seconds > 0


def test_the_slide_follows_the_setting_without_what_that_shows() -> None:
    found = plan(explained("Here $R$ is the radius, and $\\gamma$ is the margin."))
    ids = spine(found)
    assert ids.index("notation") == ids.index("setting-1") + 1
    assert [row.name for s in found.slides for row in s.notation] == ["\\gamma", "R"]
    assert "notation" not in spine(plan(explained("Here $R$ is the radius, and $\\gamma$ is the margin."), minutes=10))


def test_one_symbol_or_many_long_sentences_do_not_overflow_a_slide() -> None:
    assert "notation" not in spine(plan(explained("Here $R$ is the radius of all points.")))
    long = [f"Here ${name}$ is the {'very ' * 40}number of all points." for name in "abcdefgh"]
    main = statement("Theorem 1", f"It is ${' + '.join('abcdefgh')}$.", section="3", main=True)
    (slide,) = (s for s in plan(explained(*long, paper=of(main, sections=perceptron().sections))).slides if s.notation)
    assert 1 < len(slide.notation) < 5


def choosy() -> Paper:
    """The main result names its assumption, and uses the terms of two definitions before that, of which one is sure."""
    return of(
        statement("Definition 1", "A graph is \\emph{perfectly balanced} " + "if it has a weight " * 60),
        statement("Definition 2", "A \\emph{split} is a partition. " + "It has a weight. " * 60),
        statement("Assumption 3", "All weights are positive. " + "They add up. " * 60, labels=("as:w",)),
        statement("Lemma 4", "A lemma.", proof="Easy."),
        statement("Theorem 5", "Under Assumption~\\ref{as:w} each perfectly balanced graph has a split.", ("Lemma 4",)),
    )


def test_the_setting_is_in_reading_order_and_loses_first_what_is_least_sure() -> None:
    slides = talk.plan(choosy(), DEFAULT, 60).slides
    found = [(s.id, s.items[0].ref) for s in slides if s.id.startswith("setting")]
    assert found == [("setting-2", "definition-1"), ("setting-3", "definition-2"), ("setting-1", "assumption-3")]
    cuts = {s.id: s.cut or 0 for s in slides}
    assert cuts["setting-3"] < cuts["setting-2"] < cuts["setting-1"]


def test_a_definition_that_the_appendix_repeats_is_in_the_setting_once() -> None:
    again = statement("Definition 1", choosy().statements[0].body, restates="definition-1", appendix=True)
    paper = of(*choosy().statements, replace(again, id="definition-1-b"))
    shown = [i.ref for s in talk.plan(paper, DEFAULT, 60).slides for i in s.items if s.id.startswith("setting")]
    assert shown.count("definition-1") == 1
    assert "definition-1-b" not in shown


def test_what_a_main_result_needs_and_another_one_states_is_no_setting() -> None:
    same = "All weights are positive."
    paper = of(
        statement("Assumption 1", same, restates="theorem-3", labels=("as:w",)),
        statement("Theorem 2", "Under Assumption~\\ref{as:w} each graph has a split.", main=True),
        statement("Theorem 3", same, main=True),
    )
    slides = [s for s in talk.plan(paper, DEFAULT, 60).slides if s.id.startswith(("setting", "main"))]
    assert [i.ref for s in slides for i in (*s.items, *s.right) if i.kind == "statement"] == ["theorem-2", "theorem-3"]


def test_a_symbol_has_one_row_on_a_slide() -> None:
    main = statement("Theorem 1", "The number $R$ is at most $n^2$.", section="3", main=True)
    paper = explained(
        "Here $R$ is the radius, and $n$ is the number of points.", paper=of(main, sections=perceptron().sections)
    )
    row = Notation(kind="symbol", name="R", words="$R$ is large.", sentence="$R$ is large.", used=("theorem-1",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(talk, "needed", lambda m: (row, *needed(m), row))
        (slide,) = (s for s in plan(paper).slides if s.notation)
    assert [r.name for r in slide.notation] == ["R", "n"]


def test_report_and_talk_begin_their_setting_with_the_same() -> None:
    restated = {i.ref for i in report.plan(choosy(), DEFAULT).parts[0].items if i.kind == "statement"}
    assert "assumption-3" in restated
    first = next(s for s in talk.plan(choosy(), DEFAULT, 15).slides if s.id.startswith("setting"))
    assert first.items[0].ref == "assumption-3"


def test_a_conjecture_stands_above_the_questions_on_the_limits() -> None:
    conjecture = statement("Conjecture 9", "Every such graph has a split.")
    slides = {s.id: s for s in plan(of(*choosy().statements, conjecture)).slides}
    assert [(i.kind, i.ref) for i in slides["limits"].items[:1]] == [("statement", "conjecture-9")]
    assert "limits" not in {s.id for s in plan(choosy()).slides}
    assert any("take it on trust" in i.text for s in plan(choosy()).slides if s.id == "review" for i in s.items)


def test_a_problem_that_states_what_is_solved_is_not_left_open() -> None:
    problem = statement("Problem 9", "Find a split of $G$.")
    texts = [i.text for s in plan(of(*choosy().statements, problem)).slides for i in s.items]
    assert not any("left open" in text for text in texts)
    called_open = statement("Problem 9", "Find a split of $G$.", name="Open")
    assert "limits" in {s.id for s in plan(of(*choosy().statements, called_open)).slides}


def test_a_remark_on_a_long_main_result_stands_above_the_questions_on_it() -> None:
    long = statement("Theorem 2", "It holds that many things hold. " * 60, ("Lemma 1",))
    lemma, remark = statement("Lemma 1", proof="Easy."), statement("Remark 3", "It is sharp.")
    slides = {s.id: s for s in plan(of(lemma, long, remark)).slides}
    assert [(i.kind, i.ref) for i in slides["meaning-1"].items[:1]] == [("statement", "remark-3")]


def test_a_slide_that_only_asks_what_few_talks_ask_fills_spare_time_only() -> None:
    ids = {s.id for s in plan(perceptron()).slides}
    assert "comparison" not in ids
    assert "comparison" in {s.id for s in plan(perceptron(), 60).slides}


def test_without_a_road_map_the_idea_of_the_proof_asks_for_it() -> None:
    alone = plan(of(statement("Theorem 1", proof="We argue.")))
    assert "roadmap" not in {s.id for s in alone.slides}
    idea = next(s for s in alone.slides if s.id == "idea-1")
    assert "Which single idea makes the proof of Theorem 1 work?" in [i.text for i in idea.items]


def test_a_short_talk_on_four_main_results_keeps_the_road_map() -> None:
    lemma = statement("Lemma 1", proof="Easy.")
    mains = [statement(f"Theorem {n}", f"Claim {n} holds.", ("Lemma 1",), main=True, rank=1.0) for n in range(2, 6)]
    found = talk.plan(of(lemma, *mains), DEFAULT, 12).slides
    ids = {s.id for s in found if s.seconds}
    assert {"main-1", "main-2", "roadmap"} <= ids
    assert "main-4" not in ids
    half = [s for s in talk.plan(of(lemma, *mains), DEFAULT, 30).slides if s.seconds]
    assert max(half, key=lambda s: s.cut or 0).id in ("roadmap", "idea-1")


def test_a_game_is_not_asked_to_be_proved_nor_a_sign_to_mean_something() -> None:
    """A definition whose name is a reference alone is called by its number."""
    paper = of(
        statement("Theorem 1", uses=("Game 2", "Lemma 3")),
        statement("Lemma 3", proof="Clear."),
        statement("Game 2", "Play.", kind="other"),
        statement("Definition 4", "A \\emph{thing} is one.", name=r"\ref{x},"),
    )
    texts = [i.text for s in backup(plan(paper)) for i in s.items if i.kind == "link"]
    assert texts
    assert not [t for t in texts if "Game 2 proved" in t or "“,”" in t]


def test_a_further_theorem_takes_the_place_of_questions_on_what_follows() -> None:
    one = statement("Theorem 1", "Our main claim holds.", proof="We argue.", main=True, rank=1.0)
    other = statement("Theorem 2", "Another claim holds.", rank=0.4)
    slides = {s.id: s for s in talk.plan(of(one, other), DEFAULT, 30).slides}
    shown = slides["implications"].items
    assert [i.ref or i.text for i in shown] == ["theorem-2", "What does Theorem 2 say that Theorem 1 does not?"]


def test_a_paper_without_definitions_has_its_own_words_on_the_setting_or_no_such_slide() -> None:
    main = statement("Theorem 1", "Two conflicting checkpoints are justified by few validators.", main=True)
    words = "A checkpoint is called justified if a majority of all validators links to it."
    paper = of(main, sections=perceptron().sections)
    (slide,) = (s for s in plan(explained(words, paper=paper)).slides if s.id == "setting-1")
    assert [i.kind for i in slide.items] == ["text", "prompt"]
    assert words in slide.items[0].text
    assert "setting-1" not in spine(plan(explained("Nothing is introduced here at all.", paper=paper)))


CLAIMS = (
    "In this paper we prove a bound on the mistakes of the perceptron.",
    "We also show that the bound is attained on data of any margin.",
    "Finally, we extend the bound to kernels of every degree at no cost.",
)
KINDS = " and ".join(f"for data of kind {n}" for n in range(4))
LONG = tuple(f"{claim[:-1]}, {KINDS}." for claim in CLAIMS)
OPEN = "It remains open whether the bound holds for data that no plane separates."


def authors(kind: PassageKind, *words: str) -> Passage:
    return Passage(kind=kind, body=" ".join(words), section="1")


def said(found: TalkPlan, id: str) -> list[str]:
    slide = next(s for s in found.slides if s.id == id)
    return [i.text for i in slide.items if i.kind == "text"]


def test_the_question_has_the_claims_of_the_authors_who_are_named_once() -> None:
    first, *others = said(
        plan(replace(perceptron(), passages=(authors("contributions", *CLAIMS),), pages=None)), "question"
    )
    assert first == f"The authors: “{CLAIMS[0]}” (section 1)"
    assert others == [f"“{words}” (section 1)" for words in CLAIMS[1:]]


def test_claims_that_are_long_do_not_crowd_the_question() -> None:
    found = plan(replace(perceptron(), passages=(authors("contributions", *LONG),), pages=None))
    assert len(said(found, "question")) == 2


def test_the_review_shows_what_no_other_slide_does() -> None:
    paper = replace(perceptron(), passages=(authors("contributions", *CLAIMS), authors("open", OPEN)), pages=None)
    short, long = plan(paper, 16), plan(paper, 60)
    assert "limits" not in spine(short)
    assert said(short, "review") == said(long, "limits") == [f"The authors: “{OPEN}” (section 1)"]
    assert said(long, "review") == []


def test_a_review_without_limits_shows_a_claim_that_is_left() -> None:
    found = plan(replace(perceptron(), passages=(authors("contributions", *LONG),), pages=None))
    assert said(found, "review") == [f"The authors: “{LONG[2]}” (section 1)"]


def test_a_quotation_of_a_few_words_is_shown_only_where_there_is_no_other() -> None:
    full, brief = (
        "We prove a bound on the mistakes that hold for all separable data.",
        "In this paper we take a new approach.",
    )

    def quoted(*sentences: str) -> list[str]:
        passage = Passage(kind="contributions", body=" ".join(sentences), section="1", confidence="confirmed")
        paper = of(statement("Theorem 1", "Yes."), passages=(passage,))
        question = next(s for s in plan(paper).slides if s.id == "question")
        return [i.text for i in question.items if i.kind == "text"]

    assert quoted(brief, full) == [f"The authors: “{full}” (section 1)"]
    assert quoted(brief) == [f"The authors: “{brief}” (section 1)"]
    result = "Our second result is that it is optimal."
    assert quoted(result, brief, full) == [f"The authors: “{full}” (section 1)", f"“{result}” (section 1)"]
