"""The report's checks on values: pages and parts as a PDF might have them, ratings, citations, draft and final."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scaffold import seminar
from scaffold.check import talk
from scaffold.check.artefacts import latex_files
from scaffold.check.artefacts.pdf import Bookmark, Line, Page, Pdf
from scaffold.check.fidelity import compare
from scaffold.check.inputs import BuiltPdf, Inputs
from scaffold.check.pdf import fresh, health
from scaffold.check.report import draft, formalities, limits, pages, references, review
from scaffold.check.result import Check
from scaffold.formalities import Field
from scaffold.forms import Choice, Confidence, Form, Rating
from scaffold.model import Figure, Paper, Proof, Source, Statement
from scaffold.seminar import Limit
from scaffold.talk.notes import DeckSlide
from scaffold.talk.timing import timing
from scaffold.typed.types import Date
from scaffold.write.latex import escape

PROFILE = seminar.load("theory")
TITLES = [p.title for p in PROFILE.parts]
TOP, BOTTOM = 70.9, 771.0
"""The text block of A4 with margins of 25 mm above and below, in points from the top."""


def line(page: int, baseline: float, text: str = "words", **look: float) -> Line:
    return Line(
        page=page,
        left=look.get("left", 108.0),
        right=look.get("right", 480.0),
        baseline=baseline,
        size=look.get("size", 10.95),
        text=text,
    )


def document(*lines: Line, starts: Sequence[tuple[int, float]] = ((1, 150), (3, TOP), (4, TOP)), count: int = 5) -> Pdf:
    """A PDF with this number of pages and these lines and beginnings of parts."""
    made = [
        Page(number=n, width=595.28, height=841.89, lines=tuple(x for x in lines if x.page == n), rules=())
        for n in range(1, count + 1)
    ]
    marks = tuple(
        Bookmark(f"{i} {t}", page, top) for i, (t, (page, top)) in enumerate(zip(TITLES, starts, strict=True), 1)
    )
    return Pdf(pages=tuple(made), bookmarks=marks, works=(), title="Report", loose=())


FULL = [line(1, BOTTOM), line(2, BOTTOM - 1), line(3, BOTTOM - 1), line(4, 700.0), line(5, 420.9)]
"""Parts that fill 2, 1 and one and a half pages."""


def inputs(pdf: Pdf | None = None, folder: Path = Path(), **values: Any) -> Inputs:
    """Inputs of checks: a report's PDF, a project's folder, and other values."""
    files = latex_files.sources(folder) if folder != Path() else ()
    usual = {"profile": PROFILE, "paper": Paper(source=Source(kind="tex")), "files": files, "written": {}, "ledger": {}}
    return Inputs(folder=folder, report=BuiltPdf(path="report.pdf", made=True, pdf=pdf), **{**usual, **values})


def report_pages(given: Inputs) -> list[Check]:
    """All results about the pages of a report, in the order of printing."""
    return [c for check in (pages.check, pages.parts, pages.order, pages.page_format) for c in check(given)]


def verdicts(checks: Iterable[Check]) -> dict[str, str]:
    return {c.name: c.verdict for c in checks if c.verdict != "pass"}


def measured(pdf: Pdf) -> list[float]:
    return [round(x.pages, 2) for x in pages.lengths(pdf, PROFILE)]


def test_parts_are_measured_to_their_last_line() -> None:
    assert measured(document(*FULL)) == [2.0, 1.0, 1.5]
    assert verdicts(report_pages(inputs(document(*FULL)))) == {}


@pytest.mark.parametrize(
    ("limit", "verdict", "message"),
    [
        (Limit(of="total", unit="pages", least=4, most=5), "pass", "report: 4.50 of 4 to 5 pages"),
        (Limit(of="total", unit="pages", most=4), "fail", "report: 4.50 of at most 4 pages"),
        (Limit(of="total", unit="pages", least=5), "fail", "report: 4.50 of at least 5 pages"),
        (Limit(of="total", unit="pages", least=5, hard=False), "pass", "at least 5 pages, fewer than recommended"),
        (Limit(of="review", unit="pages", most=0.5), "fail", "review: 1.00 of at most 0.5 pages"),
        (Limit(of="review", unit="words", least=3, most=4), "pass", "review: 4 of 3 to 4 words"),
        (Limit(of="total", unit="words", most=7), "fail", "report: 8 of at most 7 words"),
    ],
)
def test_limits_of_the_whole_and_of_parts(tmp_path: Path, limit: Limit, verdict: str, message: str) -> None:
    part = "\\begin{{scaffoldpart}}{{{}}}{{{}}}{{1}} Four words of mine. $x$ \\question{{Why?}}\\end{{scaffoldpart}}"
    folder = project(tmp_path, review=part.format("review", TITLES[1]), proofs=part.format("proofs", TITLES[2]))
    given = replace(inputs(document(*FULL), folder), profile=replace(PROFILE, limits=(limit,)))
    (found,) = limits.check(given)
    assert found.verdict == verdict
    assert message in found.message
    assert bool(found.next) is (verdict == "fail")


def test_with_limits_the_budgets_are_a_plan() -> None:
    longer = [*FULL[:-1], line(5, BOTTOM), line(6, 200.0)]
    given = inputs(document(*longer, count=6))
    assert verdicts(report_pages(given)) == {"pages": "fail", "parts": "fail"}
    planned = replace(given, profile=replace(PROFILE, limits=(Limit(of="total", unit="pages", most=6),)))
    assert verdicts([*report_pages(planned), *limits.check(planned)]) == {}
    without = replace(planned, report=BuiltPdf(path="report.pdf", made=False))
    assert verdicts(limits.check(without)) == {"limits": "unknown"}


def test_a_short_part_is_passed_with_what_is_unused() -> None:
    pdf = document(line(1, 400.9), line(3, 420.9), line(5, 420.9))
    found = next(c for c in report_pages(inputs(pdf)) if c.name == "parts")
    assert found.verdict == "pass"
    assert re.search(r"0\.47 of 2\.00 pages, 1\.53 pages unused$", found.message)


def test_a_part_over_its_budget_is_reported_with_the_excess() -> None:
    pdf = document(*FULL, line(3, 300.0), starts=((1, 150), (3, 350), (4, TOP)))
    assert measured(pdf)[0] == pytest.approx(2.33, abs=0.01)
    found = next(c for c in report_pages(inputs(pdf)) if c.verdict == "fail")
    assert (found.name, found.where) == ("parts", "report.pdf, p. 3")
    assert "by 0.33 pages" in found.next


def test_foot_margin_and_free_pages_are_no_text() -> None:
    free, on = line(5, 500.0, "Free: this page belongs to the budget of x"), line(5, 511.0, "and y")
    foot, mark = line(4, 802.0, "4"), line(4, 750.0, "budgetends", left=30.0, right=60.0)
    assert measured(document(line(1, 400.9), line(3, 420.9), line(4, 420.9), free, on, foot, mark)) == [0.47, 0.5, 0.5]


def test_footnotes_count_where_they_stand() -> None:
    note = line(4, 765.0, "1a note", size=8.97)
    pdf = document(*FULL[:3], line(4, 400.0), note)
    ruled = replace(pdf.pages[3], rules=((108.0, 250.0, 750.0),))
    pdf = replace(pdf, pages=(*pdf.pages[:3], ruled, pdf.pages[4]))
    assert 0.47 < measured(pdf)[2] < 0.52


def test_the_bibliography_counts_apart_unless_the_profile_counts_it() -> None:
    pdf = document(*FULL, line(5, 600.0, "References"), line(5, 640.0), line(6, 700.0), count=6)
    pdf = replace(pdf, works=(Bookmark("a", 5, 610.0), Bookmark("b", 6, 200.0)))
    assert measured(pdf)[2] == 1.5
    assert verdicts(report_pages(inputs(pdf))) == {}
    counted = replace(PROFILE, count_references=True)
    assert pages.lengths(pdf, counted)[2].pages > 2.8


def test_which_pages_count_is_said_where_not_all_do() -> None:
    def counting(pdf: Pdf, *limit: Limit) -> str:
        profile = replace(PROFILE, limits=limit)
        return pages.counting(pdf, profile, pages.lengths(pdf, profile))

    assert counting(document(*FULL)) == ""
    apart = document(*FULL, line(6, 100.0, "References"), line(7, 700.0), count=7)
    apart = replace(apart, works=(Bookmark("a", 6, 110.0), Bookmark("b", 7, 200.0)))
    assert counting(apart) == "5 of 5 count; 2 of references do not"
    declared = replace(apart, bookmarks=(*apart.bookmarks, Bookmark("Declaration", 7, 80.0)))
    assert counting(declared) == "5 of 5 count; 1 of references and 1 after them do not"
    appendix = document(*FULL, line(6, 100.0), count=6)
    appendix = replace(appendix, bookmarks=(*appendix.bookmarks, Bookmark("Appendix", 6, 80.0)))
    assert counting(appendix) == "5 of 5 count; 1 after them does not"
    assert counting(apart, Limit(of="total", unit="pages", most=6)) == "4.50 count; the seminar wants at most 6 pages"
    assert counting(apart, Limit(of="total", unit="words", most=6)) == ""


def test_a_part_that_is_not_found_leaves_all_unknown() -> None:
    pdf = replace(document(*FULL), bookmarks=document(*FULL).bookmarks[:2])
    assert verdicts(report_pages(inputs(pdf))) == {"parts": "unknown"}


def test_order_paper_size_and_margins() -> None:
    turned = document(*FULL, starts=((3, TOP), (1, 150), (4, TOP)))
    assert verdicts(report_pages(inputs(turned)))["order"] == "fail"
    letter = replace(PROFILE, page=replace(PROFILE.page, paper="letter"))
    small = replace(PROFILE, page=replace(PROFILE.page, font_size=12))
    wide = document(*FULL, line(4, 300.0, right=560.0))
    for pdf, profile in ((document(*FULL), letter), (document(*FULL), small), (wide, PROFILE)):
        assert verdicts(report_pages(inputs(pdf, profile=profile)))["page format"] == "fail"
    assert verdicts(report_pages(inputs(document(*FULL, count=6)))) == {"pages": "fail"}


def test_parts_of_two_columns_begin_in_either() -> None:
    profile = replace(PROFILE, page=replace(PROFILE.page, columns=2))
    pdf = document(line(1, 600.0), line(1, 300.0, left=320.0), line(1, 600.0, left=320.0), line(2, 420.9), count=3)
    places = ((1, 150.0, 71.0), (1, 310.0, 320.0), (1, 700.0, 320.0))
    marks = tuple(Bookmark(t, page, top, left) for t, (page, top, left) in zip(TITLES, places, strict=True))
    assert [round(x.pages, 2) for x in pages.lengths(replace(pdf, bookmarks=marks), profile)] == [0.66, 0.21, 0.3]


def test_two_columns_fill_one_after_the_other() -> None:
    profile = replace(PROFILE, page=replace(PROFILE.page, columns=2))
    pdf = document(line(1, BOTTOM), line(2, 420.9, left=320.0), line(3, 420.9), line(4, 420.9, left=320.0))
    assert [round(x.pages, 2) for x in pages.lengths(pdf, profile)] == [1.75, 0.25, 0.75]


# ---- the student's files --------------------------------------------------------------------------------------------


def project(tmp_path: Path, **files: str) -> Path:
    """A project with these files in report/, summary and review input by report.tex."""
    folder = tmp_path / "report"
    (folder / "generated" / "statements").mkdir(parents=True)
    (folder / "generated" / "references.bib").write_text("@misc{paper,\n}\n@article{lee,\n}\n", encoding="utf-8")
    inputs = "".join(f"\\input{{{name}}}\n" for name in files if name != "report")
    texts = {"report": "\\usepackage[margin=25mm]{generated/scaffold-report}\n" + inputs, **files}
    for name, text in texts.items():
        (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    return tmp_path


LEMMA = Statement(
    id="lemma-1",
    kind="lemma",
    heading="Lemma",
    number="1",
    body="$a \\le b$",
    proofs=(Proof(body="clear", file="m.tex", line=1),),
)
THEOREM = Statement(
    id="theorem-2",
    kind="theorem",
    heading="Theorem",
    number="2",
    body="$c$",
    proofs=(Proof(body="clear", file="m.tex", line=2),),
)
PAPER = Paper(source=Source(kind="tex"), statements=(LEMMA, THEOREM))


def test_commands_are_read_with_their_lines_and_not_in_comments(tmp_path: Path) -> None:
    text = "% \\cite{no}\n\\begin{verbatim}\n\\cite{no}\n\\end{verbatim}\n50\\% \\cite[p.~3][x]{a, b}\n\\cite {c}"
    files = latex_files.sources(project(tmp_path, summary=text))
    found = [(c.arguments, c.option, c.where) for c in latex_files.commands(files, "cite", 1)]
    assert found == [(("a, b",), "p.~3", "report/summary.tex:5"), (("c",), None, "report/summary.tex:6")]


@given(st.text(st.sampled_from("abcXYZ äöüßéèçñåøłœŠžőĐ 0129 &%_#{}~^$|<>[]()\"'.-/:"), max_size=12))
@example("Établissement")
@example("Prüfer und Größe")
def test_what_is_written_as_latex_is_read_again(text: str) -> None:
    assert latex_files.printed(escape.tex(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\textbf{Gr\"o\ss e} und~Ma{\ss}", "Größe und Maß"),
        (r"\'Etude \`a \c c\^{\i}", "Étude à çî"),
        (r"$d$-ary \emph{trees}\footnote", "d-ary trees"),
    ],
)
def test_what_a_title_in_latex_prints(tex: str, words: str) -> None:
    assert latex_files.printed(tex) == words


def test_fields_and_parts_with_letters_that_latex_writes_as_commands(tmp_path: Path) -> None:
    head = '\\headerfield{Pr{\\"{u}}fer}{A} \\headerfield{Matrikelnummer}{}'
    profile = replace(PROFILE, header=(Field("Prüfer"), Field("Matrikelnummer")))
    found = formalities.header(inputs(folder=project(tmp_path, report=head), profile=profile))
    assert [c.message for c in found] == ["Matrikelnummer is not filled in"]


def test_a_key_without_entry_and_a_name_that_is_none(tmp_path: Path) -> None:
    folder = project(tmp_path, summary="\\citet{lee}\\cite{lee,kim}\\paperref{lemma-9}\\includegraphics{x}")
    found = [c.message for c in references.check(inputs(folder=folder, paper=PAPER))]
    assert ["kim" in found[0], "lemma-9" in found[1], "x" in found[2], len(found)] == [True, True, True, 3]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (r"\cite{le}", "'lee'"),
        (r"\cite{nowikoff}", "'DBLP:conf/x'"),
        (r"\cite{convergence62}", "'DBLP:conf/x'"),
        (r"\cite{mi}", "'mine'"),
        (r"\paperstatement{lemma-2}", "'theorem-2'"),
        (r"\paperref{thm:main}", "'theorem-2'"),
        (r"\paperref{Lemma 1}", "'lemma-1'"),
        (r"\paperpage{teorem-2}", "'theorem-2'"),
        (r"\paperfigure{fig:margin}", "'figure-1'"),
    ],
)
def test_a_name_that_is_none_is_answered_by_the_nearest(tmp_path: Path, text: str, meant: str) -> None:
    folder = project(tmp_path, summary=text)
    work = "@article{DBLP:conf/x,\n  author = {Novikoff, A.},\n  title = {On {C}onvergence},\n}\n"
    with (folder / "report" / "generated" / "references.bib").open("a", encoding="utf-8") as file:
        file.write(work)
    (folder / "report" / "own.bib").write_text("@book{mine,\n}\n", encoding="utf-8")
    figure = Figure(id="figure-1", number="1", caption="", labels=("fig:margin",))
    paper = replace(PAPER, statements=(LEMMA, replace(THEOREM, labels=("thm:main",))), figures=(figure,))
    (found,) = references.check(inputs(folder=folder, paper=paper))
    assert f"did you mean {meant}" in found.message


def test_the_paper_itself_is_among_the_references(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (passing,) = references.check(inputs(folder=folder, paper=PAPER))
    assert (passing.verdict, passing.message) == ("pass", "an entry for the paper itself; no other work is cited")
    bib = folder / "report" / "generated" / "references.bib"
    bib.write_text("@article{lee,\n}\n", encoding="utf-8")
    assert verdicts(references.check(inputs(folder=folder, paper=PAPER))) == {"references": "fail"}
    bib.unlink()
    assert verdicts(references.check(inputs(folder=folder, paper=PAPER))) == {"references": "fail"}


RATINGS = (Rating("Clarity", ("1 poor", "2 fair")), Rating("Confidence", ("1 low", "2 some", "3 half", "4 all")))
BOUNDS = Confidence(rating="Confidence", nothing=1, some=2, half=3, all=4)
FORM = Form(title="Form", dated=Date(2025, 2, 1), source="", sections=(), ratings=RATINGS, confidence=BOUNDS)
RESTATED = "\\paperstatement{lemma-1}\\paperstatement{theorem-2}"


@pytest.mark.parametrize(
    ("ledger", "allowed"),
    [
        ({}, 1),
        ({"Lemma 99": "checked", "Lemma 1": "not read"}, 1),
        ({"Lemma 1": "skimmed"}, 2),
        ({"lemma 1": "Checked"}, 3),
        ({"lemma-1": "checked", "Theorem 2": "checked"}, 4),
    ],
)
def test_the_ledger_bounds_the_confidence(tmp_path: Path, ledger: dict[str, str], allowed: int) -> None:
    for value in (1, 2, 3, 4):
        ratings = f"\\rating{{Clarity}}{{2 fair}}{{}}\\rating{{Confidence}}{{{value}}}{{}}"
        folder = project(tmp_path / str(value), review=RESTATED + ratings)
        found = review.confidence(inputs(folder=folder, paper=PAPER, ledger=ledger, form=FORM))
        assert verdicts(found) == ({} if value <= allowed else {"confidence": "fail"})


@pytest.mark.parametrize(
    "ratings",
    [
        "\\rating{Clarity}{}{}\\rating{Confidence}{1}{}",
        "\\rating{Confidence}{1}{}",
        "\\rating{Clarity}{7}{}\\rating{Confidence}{1}{}",
        "\\rating{Clarity}{great}{}\\rating{Confidence}{1}{}",
    ],
)
def test_a_rating_that_is_empty_gone_or_off_its_scale(tmp_path: Path, ratings: str) -> None:
    folder = project(tmp_path, review=ratings)
    assert verdicts(review.check(inputs(folder=folder, paper=PAPER, form=FORM))) == {"review": "fail"}


STRICT = Form(
    title="Form",
    dated=Date(2026, 2, 1),
    source="",
    sections=(),
    ratings=(Rating("Soundness", ("4 excellent", "3 good", "2 fair", "1 poor"), (2, 1)),),
    choices=(Choice("Type", ("General", "Theory & Proofs")), Choice("Supported?", ("yes", "no"), ("yes", "no"))),
    ai_statement="Which tools?",
)
ANSWERED = (
    r"\rating{Type}{Theory \& Proofs}{}\rating{Supported?}{yes}{}\reason{Supported?}{Each has a proof.}{}"
    r"\rating{Soundness}{2}{}\reason{Soundness}{The constant is wrong.}{}\aistatement{None.}{Which tools?}"
)


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        ("", "", []),
        (r"\rating{Soundness}{2}", r"\rating{Soundness}{4}", []),
        ("The constant is wrong.", "", ["Soundness is “2 fair”, which demands a reason"]),
        (r"\rating{Soundness}{2}", r"\rating{Soundness}{poor}", []),
        (r"\reason{Soundness}{The constant is wrong.}{}", "", ["Soundness is “2 fair”, which demands a reason"]),
        ("Each has a proof.", " ", ["Supported? is “yes”, which demands a reason"]),
        (r"{yes}", "{maybe}", ["Supported? is “maybe”, which is not on its scale"]),
        (r"{Theory \& Proofs}", "{}", ["not filled in: Type"]),
        (r"{Theory \& Proofs}", "{theory}", []),
        ("{None.}", "{}", ["nothing is said about the use of AI"]),
        (r"\aistatement{None.}{Which tools?}", "", ["nothing is said about the use of AI"]),
    ],
)
def test_choices_reasons_and_the_use_of_ai(tmp_path: Path, old: str, new: str, reasons: list[str]) -> None:
    folder = project(tmp_path, review=ANSWERED.replace(old, new, 1))
    found = review.check(inputs(folder=folder, paper=PAPER, form=STRICT))
    assert [c.message for c in found if c.verdict == "fail"] == reasons
    assert verdicts(found) == ({"review": "fail"} if reasons else {})
    assert all(c.next for c in found if c.verdict == "fail")


def test_a_review_without_ratings_is_unknown(tmp_path: Path) -> None:
    folder = project(tmp_path, review="Nothing")
    assert verdicts(review.check(inputs(folder=folder, paper=PAPER, form=FORM))) == {"review": "unknown"}


@pytest.mark.parametrize("shown", ["Summary 1.02 of 2.00 pages", "1.02of2.00pages", "Free:thispagebelongs", "fillin"])
def test_guidance_in_a_final_report(tmp_path: Path, shown: str) -> None:
    pdf = document(line(1, 300.0, shown))
    drafted = project(tmp_path / "draft", summary="\\towrite{x}")
    assert verdicts(draft.check(inputs(pdf, drafted))) == {}
    final = project(tmp_path / "final", report="\\usepackage[final]{generated/scaffold-report}")
    assert verdicts(draft.check(inputs(pdf, final))) == {"mode": "fail"}
    assert verdicts(draft.check(inputs(document(line(1, 300.0)), final))) == {}


def test_a_draft_is_reported_and_fails_if_it_should_be_final(tmp_path: Path) -> None:
    begun = "\\towrite{Why is $x$ so?}\n\\question{And $y$?}"
    loads = "\\usepackage[final]{generated/scaffold-report}\n\\input{summary}"
    drafted = project(tmp_path / "draft", summary=begun)
    (result,) = draft.check(inputs(document(), drafted))
    assert result.verdict == "pass"
    advice = r"add final to the options of \usepackage[…]{generated/scaffold-report}"
    assert result.message == f"draft: 2 questions and to-dos are open; before you hand in, {advice}"
    assert "[final]" not in "".join(c.message + c.next for c in draft.check(inputs(document(), drafted, final=True)))
    wanted = inputs(document(), drafted, final=True)
    assert [c.name for c in (*draft.check(wanted), *draft.todos(wanted))] == ["mode", "to-dos", "to-dos"]
    final = project(tmp_path / "final", report=loads, summary=begun)
    assert verdicts(draft.check(inputs(document(), final))) == {}
    assert draft.todos(inputs(document(), final)) == ()
    wanted = inputs(document(), final, final=True)
    assert [(c.name, c.where) for c in (*draft.check(wanted), *draft.todos(wanted)) if c.verdict == "fail"] == [
        ("to-dos", "report/summary.tex:1"),
        ("to-dos", "report/summary.tex:2"),
    ]


def test_a_report_without_our_style_is_neither(tmp_path: Path) -> None:
    folder = project(tmp_path, report="\\documentclass{article}")
    assert verdicts(draft.check(inputs(document(), folder))) == {"mode": "unknown"}


def test_a_shortened_statement_must_be_marked(tmp_path: Path) -> None:
    for option, verdict in (("[shortened]", {}), ("", {}), ("[]", {"fidelity": "fail"})):
        folder = project(tmp_path / f"x{option}", summary=f"\\paperstatement*{option}{{lemma-1}}{{less}}")
        found = tuple(compare.report(inputs(folder=folder, paper=PAPER)))
        assert verdicts(found) == verdict
        counted = "no statement restated in the report has words to compare; shortened: Lemma 1"
        assert verdict or found[0].message == counted


def test_a_clip_passes_while_it_is_as_it_was_written(tmp_path: Path) -> None:
    import hashlib

    folder = project(tmp_path, summary="\\paperstatement{lemma-1}")
    (folder / "report" / "generated" / "clips").mkdir()
    (folder / "report" / "generated" / "clips" / "lemma-1.pdf").write_bytes(b"%PDF")
    text = "\\scaffoldclip{Lemma 1}{generated/clips/lemma-1.pdf}{1}\n"
    (folder / "report" / "generated" / "statements" / "lemma-1.tex").write_text(text, encoding="utf-8")
    written = {"report/generated/clips/lemma-1.pdf": hashlib.sha256(b"%PDF").hexdigest()}
    (found,) = compare.report(inputs(folder=folder, paper=PAPER, written=written))
    assert found.verdict == "pass"
    matching = "no statement restated in the report has words to compare"
    assert found.message == f"{matching}; clips of the paper's PDF: 1"
    assert verdicts(compare.report(inputs(folder=folder, paper=PAPER))) == {"fidelity": "unknown"}


def test_a_long_title_is_cut_after_a_word() -> None:
    titled = replace(
        document(), title="Report: a title of words that are many, and of which the last ones are left out"
    )
    (found,) = health.report(inputs(titled))
    assert found.message == "fonts embedded, title “Report: a title of words that are many, and of which the …”"


def test_undefined_references_fonts_and_titles() -> None:
    for text in ("as in ??", "[?]", "(author?)"):
        assert verdicts(references.printed(inputs(document(line(2, 300.0, text))))) == {"undefined": "fail"}
    assert verdicts(references.printed(inputs(document(line(2, 300.0, "why? (a)?"))))) == {}
    for pdf in (replace(document(), loose=("Arial",)), replace(document(), title=" ")):
        assert verdicts(health.report(inputs(pdf))) == {"report fonts": "fail"}
    theirs = inputs(replace(document(), loose=("Arial",)), figure_fonts=frozenset(("Arial",)))
    (found,) = health.report(theirs)
    assert (found.verdict, found.message[:48]) == ("pass", "fonts embedded but Arial of the paper's figures,")


def test_a_pdf_is_old_by_hash_and_else_by_time(tmp_path: Path) -> None:
    for name in ("a.tex", "a.pdf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    made = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    assert fresh.newer(tmp_path, "a.pdf", ["a.tex"], {"a.tex": made}) == ()
    assert fresh.newer(tmp_path, "a.pdf", ["a.tex"], {"a.tex": "0"}) == ("a.tex",)
    assert fresh.newer(tmp_path, "a.pdf", ["a.tex"], {"a.tex": made, "b.tex": "0"}) == ("b.tex",)
    os.utime(tmp_path / "a.pdf", (1, 1))
    assert fresh.newer(tmp_path, "a.pdf", ["a.tex"], None) == ("a.tex",)


def test_a_pdf_that_is_old_is_unknown_and_one_made_in_spite_of_an_error_fails() -> None:
    for built, verdict in (
        ({}, "pass"),
        ({"newer": ("a.tex",)}, "unknown"),
        ({"error": "an error"}, "fail"),
        ({"lost": ("report/a.tex",)}, "fail"),
    ):
        (found,) = fresh.report(replace(inputs(), report=BuiltPdf(path="report.pdf", made=True, **built)))
        assert found.verdict == verdict


def test_a_talk_that_is_too_short_fails() -> None:
    slides = [DeckSlide(number=1, title="a", seconds=1100, cut=None)]
    (found,) = talk.check(inputs(talk=timing(slides, 25, least=20, most=30)))
    assert (found.verdict, found.message) == ("fail", "18 min 20 s of 20 to 30 min")
    assert "1 min 40 s are missing" in found.next
    (found,) = talk.check(inputs(talk=timing(slides, 25, least=15, most=30)))
    assert found.verdict == "pass"


def test_a_talk_without_times_is_unknown_and_cuts_are_named() -> None:
    slides = [
        DeckSlide(number=1, title="a", seconds=1700, cut=None),
        DeckSlide(number=2, title="b", seconds=190, cut=1),
    ]
    (over,) = talk.check(inputs(talk=timing(slides, 30)))
    assert over.message == "31 min 30 s of 30 min; skipping slide 2 leaves 28:20"
    assert verdicts(talk.check(inputs(talk=timing([DeckSlide(number=1, title="a", seconds=None, cut=None)], 30)))) == {
        "talk": "unknown"
    }
    (fits,) = talk.check(inputs(talk=timing([*slides, DeckSlide(number=3, title="c", backup=True)], 32)))
    assert (fits.verdict, fits.message) == ("pass", "2 slides for 32 minutes, 1 backup: 31 min 30 s of 32 min")


@pytest.mark.parametrize(("count", "named"), [(1, "slide 1, whose"), (2, "slides 1, 2, whose")])
def test_slides_without_a_time_are_named(count: int, named: str) -> None:
    (found,) = talk.check(inputs(talk=timing([DeckSlide(number=n + 1, title="a") for n in range(count)], 30)))
    assert f"not counting {named}" in found.message
