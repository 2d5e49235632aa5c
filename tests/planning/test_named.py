"""What statements name, and that slides and report have it at hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold import seminar
from scaffold.model import Label, Paper, Section, Statement
from scaffold.planning import report, talk
from scaffold.planning.named import Named, Names
from scaffold.planning.reading_list import reading_list
from scaffold.plans import Slide, TalkPlan
from tests.planning.papers import of

BOUND = Statement(id="equation-2", kind="equation", heading="Equation", number="2", body=r"\[x\]", labels=("eq:b",))
GROUP = Statement(id="equation-4a-4b", kind="equation", heading="Equations", number="4a–4b", body=r"\[y\]")
LABELS = (
    Label("eq:b", "2", "equation"),
    Label("eq:g", "4", "equation"),
    Label("alg", "1", "algorithm"),
    Label("sec", "3", "section"),
    Label("thm:own", "1", "theorem", "theorem-1"),
    Label("eq:in", "7", "equation", "theorem-1"),
)


def stated(kind: str, number: str, body: str) -> Statement:
    """A statement of that kind."""
    return Statement(id=f"{kind}-{number}", kind=kind, heading=kind.title(), number=number, body=body)


def made(body: str) -> Paper:
    """A paper whose Theorem 1 has that body."""
    others = (stated("assumption", "1", "A set is finite."), stated("lemma", "2", r"\textbf{(A1)} A map exists."))
    theorem = replace(stated("theorem", "1", body), labels=("thm:own",), main=True)
    return replace(of(), statements=(*others, theorem), displays=(BOUND, GROUP), labels=LABELS)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (r"By \eqref{eq:b} it holds.", (Named("(2)", "equation-2"),)),
        (r"By (\ref{eq:g}).", (Named("(4)", "equation-4a-4b"),)),
        (r"Run Algorithm~\ref{alg}, as in \cref{sec}.", (Named("Algorithm 1"),)),
        (r"Under Assumption 1 and (A1).", (Named("Assumption 1", "assumption-1"), Named("Lemma 2", "lemma-2"))),
        (r"Under (A1)--(A2), for an (SVM).", (Named("Lemma 2", "lemma-2"), Named("(A2)"))),
        (r"With $f(X1)$ and $g$(B2).", (Named("(B2)"),)),
        (r"Here \eqref{eq:in} is its own, as is Theorem~\ref{thm:own}.", ()),
        (r"See Assumption 1 of \cite{other}.", ()),
        (r"See \cite[Lemma 2]{other} and Lemma 9.", ()),
        (r"By Algorithm 3 and Alg.~4, see Table 2 of \cite{other}.", (Named("Algorithm 3"), Named("Algorithm 4"))),
    ],
)
def test_names(body: str, named: tuple[Named, ...]) -> None:
    """Labels and typed references are followed, unless they are of another work or of the statement itself."""
    p = made(body)
    assert Names(p).of(p.statement("theorem-1")) == named


def test_a_tag_means_the_last_condition_before() -> None:
    """Where the paper uses a tag again, in the order in which its files are read."""
    typed = stated("assumption", "(A3)", "A step is small.")
    first, second = replace(typed, id="assumption-A3", file="a.tex"), replace(typed, id="assumption-A3-b", file="b.tex")
    sections = tuple(Section(number=n, title=n, title_tex=n, level=1, file=n) for n in ("a.tex", "b.tex", "c.tex"))
    p = replace(made("Under (A3)."), sections=sections, referents=(first, second))
    used = {file: replace(p.statement("theorem-1"), file=file, line=1) for file in ("a.tex", "c.tex")}
    assert [n for s in used.values() for n in Names(p).of(s)] == [
        Named("(A3)", "assumption-A3"),
        Named("(A3)", "assumption-A3-b"),
    ]


def shows(plan: TalkPlan, id: str) -> list[Slide]:
    """The slides that show a statement."""
    return [s for s in plan.slides if any(i.ref == id and i.kind == "statement" for i in (*s.items, *s.right))]


def test_a_display_that_a_main_result_names_is_shown_before_it() -> None:
    """It is part of the setting."""
    plan = talk.plan(made(r"By \eqref{eq:b} it holds."), seminar.load("theory"))
    order = [s.id for s in plan.slides]
    assert order.index(shows(plan, "equation-2")[0].id) < order.index(shows(plan, "theorem-1")[0].id)


def test_what_has_no_room_is_behind_a_link() -> None:
    """A statement with more assumptions than the talk has slides for leads to a backup slide that shows the others."""
    p = made(" ".join(f"Assumption {n}," for n in range(1, 9)))
    many = tuple(stated("assumption", str(n), "A long text about a set. " * 40) for n in range(1, 9))
    p = replace(p, statements=(*many, p.statement("theorem-1")))
    plan = talk.plan(p, seminar.load("theory"))
    main = shows(plan, "theorem-1")[0]
    targets = {i.ref for i in main.items if i.kind == "link"}
    order = {s.id: n for n, s in enumerate(plan.slides)}
    for n in range(1, 9):
        on = shows(plan, f"assumption-{n}")
        assert on
        assert order[on[0].id] < order[main.id] or targets & {s.id for s in on}


def test_a_drawing_named_by_its_parts_is_on_one_slide() -> None:
    """Once, however many of its parts the statement names."""
    drawn = Statement(id="drawing-4", kind="drawing", heading="Figure", number="4", body="x", labels=("f:a", "f:b"))
    p = replace(made(r"See \ref{f:a} and \ref{f:b}."), referents=(drawn,))
    p = replace(p, labels=(Label("f:a", "4a", "figure"), Label("f:b", "4b", "figure")))
    (slide,) = shows(talk.plan(p, seminar.load("theory")), "drawing-4")
    assert [i.ref for i in slide.items] == ["drawing-4"]


def test_the_report_has_what_its_statements_name() -> None:
    """In small type after the statement, and the page of what cannot be restated."""
    plan = report.plan(made(r"By \eqref{eq:g} and Algorithm~\ref{alg}, under Assumption 1."), seminar.load("theory"))
    items = [i for part in plan.parts for i in part.items]
    hand = {i.ref for i in items if i.kind in ("statement", "named")}
    assert {"theorem-1", "assumption-1", "equation-4a-4b"} <= hand
    assert any(i.text == "Theorem 1 also refers to Algorithm 1." for i in items)


def test_what_no_part_has_space_for_follows_the_draft() -> None:
    """With what it names in turn; each once, and a sentence after the statement says so."""
    p = made("By Theorem 9 and Theorem 8.")
    long = "A long text about a set. " * 60
    others = (replace(stated("theorem", "9", f"By \\eqref{{eq:b}}. {long}")), stated("theorem", "8", "By Theorem 9."))
    plan = report.plan(replace(p, statements=(*p.statements, *others)), seminar.load("theory"))
    assert plan.referred == ("theorem-9", "equation-2", "theorem-8")
    assert set(plan.referred) < set(plan.statements())
    texts = [i.text for part in plan.parts for i in part.items if i.kind == "text"]
    assert "Theorem 1 also refers to Theorem 9 and Theorem 8: see the last pages of this draft." in texts


def test_displays_are_not_on_the_reading_list() -> None:
    """They are read where they stand."""
    assert [line.id for line in reading_list(made(r"By \eqref{eq:b} it holds."))] == ["theorem-1"]


def test_links_share_lines() -> None:
    p = made(" ".join(f"Assumption {n}," for n in range(1, 9)))
    many = tuple(stated("assumption", str(n), "A long text about a set. " * 40) for n in range(1, 9))
    plan = talk.plan(replace(p, statements=(*many, p.statement("theorem-1"))), seminar.load("theory"))
    items = shows(plan, "theorem-1")[0].items
    links = [i for i in items if i.kind == "link"]
    assert len({i.ref for i in links}) == len(links) > 1
    assert {i.text for i in items if i.kind == "text"} == {"Refers to"}
