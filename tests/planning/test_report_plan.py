"""The report's plan for one small paper and for odd ones."""

from __future__ import annotations

from dataclasses import replace

from scaffold import seminar
from scaffold.model import Paper, Passage
from scaffold.planning import report
from scaffold.planning.notation import ledger
from scaffold.planning.rank import rank
from scaffold.plans import ReportPart
from scaffold.seminar import Part, Profile
from tests.planning.papers import crowd, of, perceptron, section, statement

DEFAULT = seminar.load("theory")


def parts(paper: Paper | None = None, profile: Profile = DEFAULT) -> dict[str, ReportPart]:
    return {p.key: p for p in report.plan(rank(paper or perceptron()), profile).parts}


def refs(part: ReportPart) -> list[str]:
    return [i.ref for i in part.items if i.kind == "statement"]


def prompts(part: ReportPart) -> list[str]:
    return [i.text for i in part.items if i.kind == "prompt"]


def test_the_summary_states_setting_then_main_result() -> None:
    part = parts()["summary"]
    assert refs(part) == ["definition-2", "assumption-1", "theorem-4"]
    assert [i.text for i in part.items if i.kind == "statement"] == ["Setting and notation", "", "Main result"]
    assert part.items[-1].kind == "section-map"


def test_the_proofs_restate_the_key_lemmas() -> None:
    assert refs(parts()["proofs"]) == ["lemma-5", "lemma-6", "lemma-7"]


def test_questions_are_asked_of_this_paper() -> None:
    found = parts()
    assert "Theorem 4 assumes Assumption 1: which cases does that exclude?" in prompts(found["summary"])
    assert any("Corollary 8 uses Theorem 4" in q for q in prompts(found["summary"]))
    assert "Lemma 7 is used for Lemma 5 and Lemma 6: what is its main idea?" in prompts(found["proofs"])
    for part in found.values():
        assert 2 <= len(prompts(part)) <= 5


def test_a_main_result_of_a_page_is_cited_where_it_cannot_be_restated() -> None:
    paper = of(statement("Theorem 1", "\\[ x = \\frac{y}{z} \\]" * 60))
    part = parts(paper)["summary"]
    assert refs(part) == []
    assert part.cited == ("theorem-1",)


def test_what_does_not_fit_is_cited_heaviest_first() -> None:
    paper = rank(crowd(90), ["Theorem 81"])
    part = parts(paper)["proofs"]
    shown = refs(part)
    assert len(shown) == 3
    assert part.cited
    assert not set(shown) & set(part.cited)


def test_a_seminar_without_summary_states_the_main_result_with_the_proofs() -> None:
    profile = replace(DEFAULT, parts=(Part("all", "The proofs", 3.0, "proofs"),))
    assert "theorem-4" in refs(parts(profile=profile)["all"])


def test_a_free_part_has_questions_only() -> None:
    profile = replace(DEFAULT, parts=(*DEFAULT.parts, Part("open", "Open questions", 1.0, "free")))
    assert {i.kind for i in parts(profile=profile)["open"].items} == {"prompt"}


def test_a_paper_without_statements_is_asked_about_its_sections() -> None:
    sections = (section("1", "Introduction"), section("2", "A new protocol"), section("3", "Measurements"))
    found = parts(of(sections=sections))
    assert any("A new protocol" in q for q in prompts(found["summary"]))
    assert all(prompts(part) for part in found.values())
    assert all(prompts(part) for part in parts(of(title="")).values())


def test_the_place_of_a_deferred_proof_is_named() -> None:
    texts = [i.text for i in parts()["proofs"].items if i.kind == "text"]
    assert texts == ["The proof of Theorem 4 is in section A, Proofs, p. 8."]


def test_proofs_in_one_section_are_named_together_without_a_garbled_title() -> None:
    mains = ("Theorem 1", "Theorem 2")
    made = [statement(t, proof="We argue. " * 9, proof_section="A", section="1", page=2, form="text") for t in mains]
    for title, shown in (("Proofs", "A, Proofs"), ("Bounds of Θ(∞L)", "A")):
        paper = of(*made, sections=(section("1", "Results", page=1), section("A", title, appendix=True, page=8)))
        part = {p.key: p for p in report.plan(rank(paper, mains), DEFAULT).parts}["proofs"]
        texts = [i.text for i in part.items if i.kind == "text"]
        assert texts == [f"The proofs of Theorem 1 and Theorem 2 are in section {shown}, p. 8."]


def test_a_student_who_overrules_changes_the_report() -> None:
    found = report.plan(rank(perceptron(), ["Corollary 8"]), DEFAULT)
    assert "corollary-8" in found.statements()


def test_quoted_lemmas_are_key_where_the_paper_proves_none() -> None:
    paper = of(statement("Theorem 1", uses=("Lemma 2",)), statement("Lemma 2", "Somebody proved this elsewhere."))
    assert refs(parts(paper)["proofs"]) == ["lemma-2"]


def test_a_paper_of_definitions_has_them_restated() -> None:
    paper = of(statement("Definition 1"), statement("Definition 2"))
    assert refs(parts(paper)["summary"]) == ["definition-1", "definition-2"]


ARGUED = "Let it be given. By Lemma 5 it is so. " + "It is so. " * 5 + "Finally, by Lemma 6 it is so."


def test_the_steps_of_proofs_of_main_results_then_of_key_lemmas() -> None:
    small = perceptron()
    rows = tuple(
        replace(s, proofs=tuple(replace(p, body=ARGUED, line=n) for p in s.proofs))  # a shared proof has one line
        for n, s in enumerate(small.statements, start=1)
    )
    made = report.plan(rank(replace(small, statements=rows)), DEFAULT)
    items = [i for part in made.parts for i in part.items if i.kind == "proof"]
    assert [i.ref for i in items][:2] == ["theorem-4", "lemma-5"]
    assert [g.id for g in made.proofs] == [i.ref for i in items]
    assert [s.words.split()[0] for s in made.proofs[0].steps] == ["Let", "By", "Finally,"]


def test_the_steps_leave_most_of_the_part_to_the_student() -> None:
    small = perceptron()
    long = ARGUED * 40
    rows = tuple(replace(s, proofs=tuple(replace(p, body=long) for p in s.proofs)) for s in small.statements)
    part = parts(replace(small, statements=rows))["proofs"]
    assert 0 < sum(i.height for i in part.items if i.kind == "proof") <= 0.25 * part.pages
    assert sum(i.height for i in part.items) <= 0.9 * part.pages


def test_a_proof_of_one_step_is_no_course_of_a_proof() -> None:
    assert report.plan(rank(perceptron()), DEFAULT).proofs == ()


def test_the_notation_of_the_main_results_follows_the_setting() -> None:
    passage = Passage(kind="text", body="Here $R$ is the radius and $n$ is the number of all points.", section="2")
    paper = replace(perceptron(), passages=(passage,), pages=None)
    planned = report.plan(rank(paper), DEFAULT)
    (part,) = (p for p in planned.parts if "notation" in [i.kind for i in p.items])
    kinds = [(i.kind, i.ref) for i in part.items]
    assert kinds.index(("notation", "")) == kinds.index(("statement", "theorem-4")) - 1
    assert [(row.name, row.words) for row in planned.notation] == [("R", passage.body)]
    assert 0 < part.items[kinds.index(("notation", ""))].height < 0.1


def test_notation_takes_what_is_left_and_no_place_of_questions() -> None:
    rows = ("Here $R$ is the radius of all points.", "We write $w$ for the weights of the perceptron, which it learns.")
    passages = tuple(Passage(kind="text", body=row, section="2") for row in rows)
    plain, planned = (report.plan(rank(replace(perceptron(), passages=p)), DEFAULT) for p in ((), passages))
    kept = [[i for i in part.items if i.kind != "notation"] for part in planned.parts]
    assert kept == [list(part.items) for part in plain.parts]
    assert planned.notation
    long = tuple(replace(p, body=f"{p.body[:-1]}, {'and all that is known of it, ' * 30}.") for p in passages)
    full = report.plan(rank(replace(perceptron(), passages=long)), DEFAULT)
    assert all(sum(i.height for i in part.items) <= 0.9 * part.pages for part in full.parts)


def test_what_a_restated_definition_shows_is_not_explained_again() -> None:
    assert "margin" in [row.name for row in ledger(perceptron())]
    assert report.plan(rank(perceptron()), DEFAULT).notation == ()
