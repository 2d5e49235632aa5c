"""The report: what is written, and that it compiles at once, to exactly the profile's pages, in draft and final."""

# ruff: noqa: E501  (odd LaTeX is quoted in one line)

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffold import forms, seminar
from scaffold.engines.latex.compile import TexResult
from scaffold.errors import BadProfile
from scaffold.model import Label, Paper, Region, Section, Source, Statement
from scaffold.plans import Item, ProjectFile, ProofGlance, ProofStep, Quote, ReportPart, ReportPlan
from scaffold.write.clips import clips
from scaffold.write.report import files as report
from scaffold.write.report import statements
from scaffold.write.slides.wording import statement_title
from tests.write.building import build, meters, page_texts, sound
from tests.write.papers import margins, report_plan

PROFILE = seminar.load("theory")


def texts(files: Iterable[ProjectFile]) -> dict[str, str]:
    return {f.path: f.content.decode() for f in files if not f.path.endswith(".pdf")}


def written(student: str | None = "Ada Example", **options: Any) -> tuple[ProjectFile, ...]:
    return report.write(margins(), report_plan(), PROFILE, student=student, **options)


# What is written


def test_the_students_files_and_the_tools_are_different_files() -> None:
    owners = {f.path: f.owner for f in written()}
    students = {path for path, owner in owners.items() if owner == "student"}
    assert students == {f"report/{n}" for n in ("report.tex", "summary.tex", "review.tex", "proofs.tex", "own.bib")}
    assert all(path.startswith("report/generated/") for path in owners.keys() - students)


def test_every_statement_named_in_the_plan_has_a_verbatim_body_of_its_own() -> None:
    files = texts(written())
    body = files["report/generated/statements/theorem-2.1.tex"]
    assert body.strip() == margins().statement("theorem-2.1").standalone
    assert "report/generated/statements/proposition-3.2.tex" in files
    index = files["report/generated/statements.tex"]
    assert r"\scaffoldfacts{theorem-3.1}{Theorem}{3.1}{Margin bound; \emph{simplified}}{3}{5}" in index


def test_the_plans_items_stand_in_order_and_the_student_gets_no_prose() -> None:
    summary = texts(written())["report/summary.tex"]
    commands = re.findall(r"^\\(papersections|question|paperstatement|towrite)", summary, re.M)
    # A definition introduces the topic; a theorem is to be explained in words.
    assert commands[:5] == ["papersections", "question", "paperstatement", "paperstatement", "towrite"]
    rest = [line for line in summary.splitlines() if line and not line.startswith(("%", "\\"))]
    assert rest == []


def proved() -> ReportPlan:
    """The plan with steps of a proof in its part on proofs."""
    steps = (
        ProofStep(kind="opening", words="Let $w$ satisfy \\eqref{e:m} for 50\\% of $x_i$ …", pages=(4, 5)),
        ProofStep(kind="use", words="By Lemma 2 …", number="7", uses=("lemma-A.2",), trusts=("clearly",), pages=(5, 5)),
    )
    made = report_plan()
    item = Item("proof", "theorem-3.1", height=0.1)
    parts = [replace(p, items=(item, *p.items)) if p.form == "proofs" else p for p in made.parts]
    return replace(made, parts=tuple(parts), proofs=(ProofGlance("theorem-3.1", steps),))


def test_the_steps_of_a_proof_are_plain_text_in_a_file_of_ours() -> None:
    paper = replace(margins(), labels=(*margins().labels, Label("e:m", "9", "equation")))
    files = report.write(paper, proved(), PROFILE)
    assert "\n\\paperproof{theorem-3.1}\n" in texts(files)["report/proofs.tex"]
    steps = texts(files)["report/generated/proofs/theorem-3.1.tex"]
    used = paper.statement("lemma-A.2").title
    assert steps.splitlines()[1:] == [
        "\\scaffoldproof{Theorem 3.1}{%",
        "  \\scaffoldstep{Let $w$ satisfy (9) for 50\\% of $x_i$ {\\ldots}}{pp. 4--5}{}{}{}%",
        f"  \\scaffoldstep{{By Lemma 2 {{\\ldots}}}}{{p. 5}}{{{used}}}{{(7)}}{{clearly}}%",
        "}",
    ]


def test_pages_that_all_steps_share_stand_once() -> None:
    plan = proved()
    glance = replace(plan.proofs[0], steps=tuple(replace(s, pages=(4, 5)) for s in plan.proofs[0].steps))
    made = texts(report.write(margins(), replace(plan, proofs=(glance,)), PROFILE))
    steps = made["report/generated/proofs/theorem-3.1.tex"]
    assert "\\scaffoldproof[pp. 4--5]{Theorem 3.1}{%" in steps
    assert steps.count("4--5") == 1


def test_the_section_map_leaves_out_what_is_no_part_of_the_argument_and_sets_scripts() -> None:
    aside = ("Abstract", "REFERENCES", "Acknowledgements.", "Literaturverzeichnis")
    extra = (*aside, "Curves in R^3 and R^n+1", "An index of sets")
    sections = (*margins().sections, *(Section(number=None, title=title, title_tex=title, level=1) for title in extra))
    made = texts(report.write(replace(margins(), sections=sections), report_plan(), PROFILE))
    shown = made["report/generated/sections.tex"]
    assert not any(title in shown for title in aside)
    assert "Curves in R\\textsuperscript{3} and R\\textasciicircum{}n+1" in shown
    assert "An index of sets" in shown


def quoted() -> ReportPlan:
    """The plan with sentences of the authors, one kind of which the summary shows."""
    quotes = (
        Quote(kind="contributions", words="We bound 50\\% of $x_i$ \\cite{none}.", pages=(1, 2), section="1"),
        Quote(kind="limitations", words="50% of it & more", form="text", section="7"),
    )
    made = report_plan()
    item = Item("quotes", "contributions", height=0.1)
    parts = [replace(p, items=(item, *p.items)) if p.form == "summary" else p for p in made.parts]
    return replace(made, parts=tuple(parts), quotes=quotes)


def test_what_the_authors_say_is_in_files_of_ours_and_shown_once() -> None:
    files = texts(report.write(margins(), quoted(), PROFILE))
    assert files["report/generated/quotes/contributions.tex"].splitlines()[1:] == [
        "\\scaffoldquotes{What the authors say they contribute}{%",
        "  \\scaffoldquote{We bound 50\\% of $x_i$ {[}{\\ldots}{]}.}{pp. 1--2}%",
        "}",
    ]
    assert "\\scaffoldquote{50\\% of it \\& more}{section 7}%" in files["report/generated/quotes/limitations.tex"]
    assert "\n\\paperquotes{contributions}\n" in files["report/summary.tex"]
    review = files["report/review.tex"]
    assert "\\paperquotes{limitations}" in review.split("\\paragraph{Limitations.}")[1]
    assert "\\paperquotes{contributions}" not in review


def test_what_no_part_has_space_for_follows_the_references() -> None:
    """As the student's lines, which the final report does not print; no environment if there is nothing."""
    plan = replace(report_plan(), referred=("lemma-3.1", "figure-1"))
    made = texts(report.write(margins(), plan, PROFILE))["report/report.tex"]
    assert made.endswith(
        "\\begin{scaffoldreferred}{What the statements refer to}\n"
        "  \\papernamed{lemma-3.1}\n  \\papernamed{figure-1}\n\\end{scaffoldreferred}\n\\end{document}\n"
    )
    assert "scaffoldreferred" not in texts(written())["report/report.tex"]


def test_writing_twice_gives_the_same_bytes() -> None:
    assert written() == written()


def test_special_characters_in_title_names_and_student_are_escaped() -> None:
    files = texts(report.write(margins(), report_plan(), PROFILE, student="A_B & C"))
    assert r"\student{A\_B \& C}" in files["report/report.tex"]
    assert r"Margins, Perceptrons \& the Dimension" in files["report/generated/paper.tex"]


def test_an_unknown_review_form_is_named_with_the_choice() -> None:
    with pytest.raises(BadProfile, match="no review form 'nips'"):
        written(review="nips")


@pytest.mark.parametrize("name", forms.shipped())
def test_every_form_has_its_headings_and_scales(name: str) -> None:
    form = forms.load(name)
    text = texts(written(review=name))["report/review.tex"]
    assert form.sections
    assert form.answers
    assert all(section.questions for section in form.sections)
    assert text.count("\\rating{") == len(form.answers)
    assert text.count("\\reason{") == sum(bool(answer.reason_for) for answer in form.answers)
    assert text.count("\\aistatement{") == bool(form.ai_statement)
    assert text.count("\\paragraph{") == len(form.sections)


def test_the_review_asks_about_the_paper_before_the_form_does() -> None:
    asked = Item("prompt", text="Which step of the proof of Theorem 3.1 did you check?")
    parts = (ReportPart(key="review", title="Review", pages=1, form="review", items=(asked,)),)
    review = texts(report.write(margins(), ReportPlan(parts=parts), PROFILE))["report/review.tex"]
    assert review.index("Theorem 3.1 did you check?") < review.index("\\paragraph{")


@pytest.mark.parametrize("name", [name for name in forms.shipped() if name != "theory"])
def test_a_public_form_names_its_year_and_its_address(name: str) -> None:
    form = forms.load(name)
    assert "https://" in form.source
    if name == "tmlr":
        return  # a journal, whose form has no year
    year = re.search(r"20\d\d", form.source)
    assert year is not None
    assert f"/{year[0]}/" in form.source
    assert form.dated.year in (int(year[0]), int(year[0]) - 1)
    for rating in form.ratings:
        values = [int(value.split()[0]) for value in rating.scale]
        assert values == sorted(values, reverse=True)


def test_page_options_follow_the_profile() -> None:
    profile = replace(
        PROFILE, page=seminar.Page(paper="letter", font_size=10, margin=20.5, side_margin=20.5, columns=2)
    )
    text = texts(report.write(margins(), report_plan(), profile))["report/report.tex"]
    assert r"\documentclass[10pt,letterpaper,twocolumn]{article}" in text
    assert r"\usepackage[margin=20.5mm]{generated/scaffold-report}" in text


def one_page() -> bytes:
    """A PDF of one empty page, 400 by 300 points."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(400, 300)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_clip_is_cut_to_its_regions_and_always_the_same() -> None:
    regions = [Region(1, (100, 50, 300, 90)), Region(1, (100, 200, 300, 290)), Region(2, (0, 0, 9, 9))]
    made = clips.clip(one_page(), regions)
    import pypdfium2

    sizes = [page.get_size() for page in pypdfium2.PdfDocument(made)]
    assert sizes == [(204, 44), (204, 94)]
    assert clips.count(made) == 2
    assert clips.clip(one_page(), regions) == made
    assert clips.clip(one_page(), [Region(3, (0, 0, 9, 9))]) == b""


def test_a_statement_that_does_not_compile_is_clipped_and_needs_no_macros() -> None:
    files = written(failed={"theorem-2.1"}, clips={"theorem-2.1": one_page(), "lemma-A.1": one_page()})
    generated = texts(files)
    assert generated["report/generated/statements/theorem-2.1.tex"] == (
        "\\scaffoldclip{Theorem 2.1}{generated/clips/theorem-2.1.pdf}{1}\n"
    )
    assert r"\def\beq" not in generated["report/generated/macros.tex"]
    assert [f.path for f in files if "clips" in f.path] == ["report/generated/clips/theorem-2.1.pdf"]


@pytest.mark.requires_latex
def test_a_paper_that_is_only_a_pdf_is_restated_in_clips_and_words(tmp_path: Path) -> None:
    odd = "Let f : R → R, 50% of x_1 ≤ ‖x‖₂ & {more} $"
    found = tuple(
        Statement(
            id=f"theorem-{n}",
            kind="theorem",
            heading="Theorem",
            number=str(n),
            body=odd,
            page=1,
            regions=(Region(1, (10, 20, 390, 80)),),
            form="text",
            shown_by="clip",
        )
        for n in (1, 2)
    )
    paper = Paper(source=Source(kind="pdf"), title="Only a PDF", statements=found)
    items = tuple(Item("statement", s.id) for s in found)
    plan = ReportPlan(parts=(ReportPart(key="summary", title="Summary", pages=2, form="summary", items=items),))
    shown = {"theorem-1": clips.clip(one_page(), found[0].regions)}
    result = build(tmp_path, report.write(paper, plan, PROFILE, clips=shown))
    sound(result)
    assert result.pages == 2
    assert "Theorem 1 is shown as a clip of the paper's PDF" in " ".join(result.log.split())
    assert "50% of x_1" in page_texts(tmp_path)[0]


def test_failures_are_read_from_the_files_that_errors_name() -> None:
    files = ["generated/statements/theorem-2.1.tex", r"generated\statements\lemma-A.1.tex", "summary.tex", ""]
    assert statements.failed(files) == {"theorem-2.1", "lemma-A.1"}


@pytest.mark.parametrize(
    ("body", "written"),
    [
        (r"If $$a$$ then $$b$$.", r"If \[a\] then \[b\]."),
        ("If\n\n$$a$$\n\nthen", "If\n\\[a\\]\n\nthen"),
        (r"Costs \$$$a$$", r"Costs \$\[a\]"),
        (r"$$a \eqno(1)$$", r"$$a \eqno(1)$$"),
        (r"\begin{equation}\label{e}a\end{equation}", r"\begin{equation}a\end{equation}"),
        (r"\mbox{}\\ \begin{itemize}\item a\end{itemize}", r"\begin{itemize}\item a\end{itemize}"),
        (r"\leavevmode $a$", r"$a$"),
        ("für $α ≤ 1$", r"f{\"{u}}r $\ensuremath{\alpha} \ensuremath{\le} 1$"),
        (r"\ \\[-1.2em]\begin{enumerate}\item x\end{enumerate}", r"\begin{enumerate}\item x\end{enumerate}"),
        ("\\\n\n\\noindent Under", "Under"),
        ("\\(\\)\n{} $ $\\hspace{1em}\\par Under $a$", "Under $a$"),
    ],
)
def test_bodies_change_only_where_print_does_not(body: str, written: str) -> None:
    assert (
        statements.body(Statement(id="x", kind="theorem", heading="Theorem", number="1", body=body, standalone=body))
        == written + "\n"
    )


def test_text_from_a_pdf_is_plain() -> None:
    statement = Statement(
        id="x", kind="theorem", heading="Theorem", number="1", body="50% of x_1", standalone="", form="text"
    )
    assert statements.body(statement) == "50\\% of x\\_1\n"
    named = replace(statement, name="Theorems 1 & 4, 50%")
    paper = replace(margins(), statements=(named,))
    assert "\\scaffoldfacts{x}{Theorem}{1}{Theorems 1 \\& 4, 50\\%}" in statements.facts(paper)
    assert statement_title(paper, named) == "Theorem 1 (Theorems 1 & 4, 50%)"


# What LaTeX makes of it


def draft(folder: Path) -> TexResult:
    """The draft with the steps of a proof; the tests that ask about it have one document, which is compiled once."""
    files = report.write(margins(), proved(), PROFILE, student="Ada Example")
    proofs = texts(files)["report/proofs.tex"] + "\\paperproof{theorem-3.1}\n\\paperproof{no-such}\n"
    return build(folder, files, proofs__tex=proofs)


@pytest.mark.requires_latex
def test_the_draft_compiles_at_once_to_the_profiles_pages_with_meters(tmp_path: Path) -> None:
    result = draft(tmp_path)
    sound(result)
    assert result.pages == 5
    assert set(meters(result)) == {"Summary", "Review", "Summary of the proofs"}
    pages = page_texts(tmp_path)
    assert "What was known before" in pages[0]
    assert "2 Review" in pages[2]
    assert "3 Summary of the proofs" in pages[3]
    assert "References" in pages[4]
    used, budget = meters(result)["Summary"]
    assert f"{used:.2f} of {budget:.2f} pages" in pages[0]
    assert "Theorem 3.1 (Margin bound; simplified)" in pages[0]


@pytest.mark.requires_latex
def test_the_draft_shows_the_steps_of_a_proof_and_says_that_the_meter_counts_them(tmp_path: Path) -> None:
    draft(tmp_path)
    text = " ".join(" ".join(page_texts(tmp_path)).split())
    assert text.count("The proof of Theorem 3.1 in the paper’s words") == 2
    assert text.count("only in the draft, where the meter counts it") == 1
    assert "(p. 5)" in text
    assert "look here: clearly" in text
    assert "scaffold proof no-such" in text


@pytest.mark.requires_latex
def test_the_pdf_has_author_and_title(tmp_path: Path) -> None:
    import pypdfium2

    draft(tmp_path)
    with pypdfium2.PdfDocument(tmp_path / "build" / "report.pdf") as document:
        metadata = document.get_metadata_dict()
    title = "Margins, Perceptrons & the Dimension That Does Not Matter"
    assert metadata["Title"] == f"Report: {title}"
    assert metadata["Author"] == "Ada Example"
    assert metadata["Subject"] == f"Élodie Müller, Çağlar Őrsi, Jan Novák: {title} (arXiv:2001.01234v2)"
    assert metadata["Keywords"] == "Seminar on the Theory of Deep Learning"


@pytest.mark.requires_latex
def test_final_hides_meters_and_guidance_and_keeps_the_pages(tmp_path: Path) -> None:
    files = report.write(margins(), proved(), PROFILE)
    main = texts(files)["report/report.tex"].replace("]{generated", ",final]{generated")
    proofs = texts(files)["report/proofs.tex"] + "\\paperfact{The proof of Theorem 3.1 is in section 4.}\n"
    result = build(tmp_path, files, report__tex=main, proofs__tex=proofs)
    sound(result)
    assert result.pages == 5
    text = "\n".join(page_texts(tmp_path))
    for hidden in ("What was known", "In your own words", "of 2.00 pages", "Free:", "fill in", "your name"):
        assert hidden not in text
    for leftover in ("Sections", "The proof of Theorem 3.1", "in the paper's words", "By Lemma 2"):
        assert leftover not in text
    assert "Theorem 2.1 (Novikoff)" in text


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("xelatex", marks=pytest.mark.requires_xelatex),
        pytest.param("lualatex", marks=pytest.mark.requires_lualatex),
    ],
)
def test_the_other_engines_make_the_same_report(tmp_path: Path, engine: str) -> None:
    result = build(tmp_path, written(), engine=engine)
    sound(result)
    assert result.pages == 5
    assert set(meters(result)) == {"Summary", "Review", "Summary of the proofs"}


@pytest.mark.requires_latex
def test_the_meter_agrees_with_the_truth(tmp_path: Path) -> None:
    """The head, which is on each of three pages here, takes what it takes; rows of one baseline each are added."""
    lines = {"empty": 0, "some": 30, "many": 61}
    parts = tuple(ReportPart(key=name, title=name, pages=2, form="free") for name in lines)
    rows = {name: "\n".join(rf"\hbox to \hsize{{row {n}\hfil}}" for n in range(count)) for name, count in lines.items()}
    pages = {f"{name}__tex": f"x\\par\n\\parskip0pt {rows[name]}\n\\par\n" for name in lines}
    pages |= {f"{name}__tex": f"\\scaffoldhead\n{pages[f'{name}__tex']}" for name in ("some", "many")}
    result = build(tmp_path, report.write(margins(), ReportPlan(parts=parts), PROFILE), **pages)
    found, height = meters(result), float(re.search(r"textheight=([\d.]+)pt", result.log)[1])  # type: ignore[index]
    for name, count in list(lines.items())[1:]:
        added = found[name][0] - found["empty"][0]
        assert added == pytest.approx(count * 13.6 / height, abs=0.02 + (0.03 if count > 45 else 0))


@pytest.mark.requires_latex
def test_a_part_beyond_its_budget_is_reported_and_moves_the_rest(tmp_path: Path) -> None:
    long = "\n\n".join(["A sentence that fills some of the page and says nothing at all."] * 160)
    result = build(tmp_path, written(), review__tex=long)
    sound(result)
    used, budget = meters(result)["Review"]
    assert used > budget == 1
    assert "over its budget" in result.log
    assert result.pages == 7  # 2 + 4 + 1: nothing is kept free beyond the fifth page


@pytest.mark.requires_latex
def test_budgets_may_end_within_a_page(tmp_path: Path) -> None:
    parts = (
        ReportPart(
            key="summary", title="Summary", pages=1.5, form="summary", items=(Item("statement", "theorem-2.1"),)
        ),
        ReportPart(key="review", title="Review", pages=0.5, form="review"),
        ReportPart(
            key="open", title="Open questions", pages=0.75, form="free", items=(Item("prompt", text="What is next?"),)
        ),
    )
    files = report.write(margins(), ReportPlan(parts=parts), PROFILE)
    result = build(tmp_path, files, review__tex="Short.\n")
    sound(result)
    assert result.pages == 3
    assert meters(result)["Open questions"][1] == 0.75


@pytest.mark.requires_latex
@pytest.mark.parametrize(
    "page",
    [seminar.Page(paper="letter"), seminar.Page(paper="a4", font_size=10, margin=20.0, side_margin=20.0, columns=2)],
    ids=["letter", "two-columns"],
)
def test_other_pages_compile_too(tmp_path: Path, page: seminar.Page) -> None:
    result = build(tmp_path, report.write(margins(), report_plan(), replace(PROFILE, page=page), student="Ada"))
    sound(result)
    assert result.pages == 5
    assert all(0 < used <= budget for used, budget in meters(result).values())


@pytest.mark.requires_latex
def test_a_review_page_of_every_form_fits_its_page(tmp_path: Path) -> None:
    """Below a head, and with space for references after it."""
    names = forms.shipped()
    parts = tuple(ReportPart(key=f"form{n}", title=name, pages=1, form="free") for n, name in enumerate(names))
    files = report.write(margins(), ReportPlan(parts=parts), PROFILE)
    reviews = [texts(written(review=name))["report/review.tex"] for name in names]
    heads = ["", *["\\scaffoldhead\n"] * (len(names) - 1)]
    pages = {f"form{n}__tex": head + review for n, (head, review) in enumerate(zip(heads, reviews, strict=True))}
    result = build(tmp_path, files, **pages)
    sound(result)
    assert result.pages == len(names)
    assert {name: used for name, (used, _) in meters(result).items() if used > 0.9} == {}
    assert set(meters(result)) == set(names)


@pytest.mark.requires_latex
def test_reasons_and_the_use_of_ai_are_asked_for_in_a_draft_and_printed_when_given(tmp_path: Path) -> None:
    plan = ReportPlan(parts=(ReportPart(key="review", title="Review", pages=1, form="review"),))
    files = report.write(margins(), plan, PROFILE, review="icml-2026")
    sound(build(tmp_path, files))
    draft = " ".join(page_texts(tmp_path)[0].split())
    assert draft.count("give a reason for 2 fair or 1 poor") == 4
    assert "Use of AI. Which AI tools" in draft

    bare, answered = (replace(plan.parts[0], key=key, title=key.title()) for key in ("bare", "answered"))
    final = report.write(margins(), ReportPlan(parts=(bare, answered)), PROFILE, review="icml-2026")
    written = texts(final)
    answer = written["report/answered.tex"].replace(
        r"\reason{Soundness}{}", r"\reason{Soundness}{Lemma 2 is \emph{wrong}.}"
    )
    answer = answer.replace(r"\aistatement{}", r"\aistatement{I used none.}")
    main = written["report/report.tex"].replace("]{generated", ",final]{generated")
    sound(build(tmp_path / "final", final, report__tex=main, answered__tex=answer))
    without, text = (" ".join(page.split()) for page in page_texts(tmp_path / "final"))
    assert "give a reason" not in without
    assert "Use of AI" not in without
    assert "Lemma 2 is wrong." in text
    assert "Use of AI. I used none." in text


ODD = {
    "wide": r"\[" + "+".join(f"a_{{{n}}}x^{{{n}}}" for n in range(40)) + r"\]",
    "wide-piece": r"\begin{equation}x=\left(" + "+".join(["b_{ijk}"] * 30) + r"\right)\tag{8}\end{equation}",
    "wide-item": r"\begin{itemize}\item\[" + "+".join(["c_{ijk}"] * 30) + r"\tag{9}\] then\end{itemize}",
    "wide-rows": r"\begin{align}" + r"\\".join(["a&=" + "+".join(["b_{ijk}"] * 30)] * 2) + r"\tag{7}\end{align}",
    "eqnarray": r"\begin{eqnarray}a&=&b \tag{3}\\c&=&d\nonumber\end{eqnarray}",
    "rows": r"\begin{gather*}a\\b\tag{1}\end{gather*}\begin{multline}a\\b\end{multline}\begin{alignat}{2}a&=b&c&=d\end{alignat}",
    "shortcut": r"\newcommand\be{\begin{equation}}\newcommand\ee{\end{equation}}\be x=\begin{split}a&b\\c&d\end{split}\tag*{A}\ee",
    "verbatim": r"Code \verb|a_b#%| and a footnote\footnote{Below the box.}.",
    "floats": r"\begin{figure}[t]\caption{A caption.}\end{figure}\begin{table}\begin{tabular}{c}x\end{tabular}\end{table}",
    "titled": r"\begin{table}\tbl{A title.}{\begin{tabular}{c}x\end{tabular}}\end{table}",
    "lists": r"\begin{enumerate}[(a)]\item x\end{enumerate}\begin{inparaenum}[i)]\item y\end{inparaenum}\begin{compactitem}\item z\end{compactitem}",
    "diagram": r"\[\begin{tikzcd}A \arrow[r,\"f\"] & B \\ C & D\end{tikzcd}\]".replace(r"\"", '"'),
    "xy": r"$$\xymatrix{A \ar[r] & B}$$",
    "refs": r"By \ref{x}, \cref{a,b} and \eqref{e} of \cite{nobody}, \autocite[2]{nobody} and \textcite{nobody}.",
    "unicode": "Für alle ε ≤ 𝛿 gilt ‖x‖₂ → ∞ — „ja“.",
    "stray-tag": r"\begin{subequations}\tag{2.6} Text \begin{align}a&=b\tag{2.6a}\end{align}\end{subequations}",
    "unspaced": "$(" + "$\\mathtt{verifying}$, " * 12 + "$x)$",
    "nested": r"\begin{sublemma}[x] inner \end{sublemma} \begin{proof}short\end{proof}",
    "itemless": r"\begin{description}\[x\]\end{description}",
    "breqn": r"\begin{dmath*} a \hiderel{=} b \condition{for all $x$} \end{dmath*}",
}


def _odd(bodies: Mapping[str, str]) -> Paper:
    claims = tuple(
        Statement(id=f"claim-{n}", kind="claim", heading="Claim", number=n, body=body, standalone=body, name="§")
        for n, body in bodies.items()
    )
    return Paper(source=Source(kind="tex"), title="Odd", statements=claims)


def _shown(paper: Paper) -> ReportPlan:
    items = tuple(Item("statement", s.id) for s in paper.statements)
    return ReportPlan(parts=(ReportPart(key="summary", title="Summary", pages=5, form="free", items=items),))


@pytest.mark.requires_latex
def test_odd_bodies_compile_and_stay_within_the_margins(tmp_path: Path) -> None:
    paper = _odd(ODD)
    result = build(tmp_path, report.write(paper, _shown(paper), PROFILE))
    sound(result)
    text = "\n".join(page_texts(tmp_path))
    for printed in ("(7)", "(3)", "(8)", "(9)", "A caption.", "A title.", "a_b#%", "missing from its bibliography"):
        assert printed in text
    assert "textcite" not in text
    assert "autocite" not in text
    assert "tbl" not in text


BETWEEN_LINES = (
    r"\vspace{5pt}", r"\vspace*{-1ex}", r"\smallskip", r"\bigskip ", r"\noindent ", r"\newline", r"\\[5pt]", r"\\*",
    r"\linebreak[4]", r"\break ", r"\pagebreak[1]", r"\space ", r"\nobreak ", r"\footnote{Below.}",
)  # fmt: skip
"""What papers write in a formula to move what is around it."""

DISPLAYS = (
    r"\[ \mathrm{%s}%s \]",
    "\\begin{equation}%%\n \\mathrm{%s}%s\n\\tag{9}\\end{equation}",
    r"\begin{align*} \mathrm{%s}%s &= 1 \\ x &= y \end{align*}",
    r"\begin{gather} \mathrm{%s} %s \\ x \tag{8}\end{gather}",
    r"\begin{multline*} \mathrm{%s} %s \\ x \end{multline*}",
)


@pytest.mark.requires_latex
@pytest.mark.parametrize("display", [r"\[%s\]", r"\begin{equation}%s\end{equation}", r"\begin{align}%s&=1\end{align}"])
def test_a_display_that_begins_a_statement_is_below_its_heading(tmp_path: Path, display: str) -> None:
    """TeX leaves an empty line above it."""
    import pypdfium2

    paper = _odd({"b": display % "Q"})
    build(tmp_path, report.write(paper, _shown(paper), PROFILE))
    text = pypdfium2.PdfDocument(tmp_path / "build" / "report.pdf")[0].get_textpage()
    at = text.get_text_range().index("Q")
    heading = text.get_text_range().index(paper.statements[0].heading)
    apart = text.get_charbox(heading)[1] - text.get_charbox(at)[3]
    assert 0 < apart < 15


@pytest.mark.requires_latex
def test_space_and_breaks_in_a_display_leave_its_formula(tmp_path: Path) -> None:
    paper = _odd({f"b{n}": " then ".join(d % (f"Q{n}{i}Z", c) for i, d in enumerate(DISPLAYS))
                  for n, c in enumerate(BETWEEN_LINES)})  # fmt: skip
    result = build(tmp_path, report.write(paper, _shown(paper), PROFILE))
    sound(result)
    text = "".join(page_texts(tmp_path))
    lost = [(d, c) for n, c in enumerate(BETWEEN_LINES) for i, d in enumerate(DISPLAYS) if f"Q{n}{i}Z" not in text]
    assert lost == []


def replaced(folder: Path) -> TexResult:
    """A report with a statement that failed, and one with a heading that LaTeX cannot set in text."""
    odd = replace(margins().statement("theorem-3.1"), heading=r"Condition A^\ensuremath{'}", name="x_1 and $y_1$")
    sample = replace(margins(), statements=tuple(odd if s.id == odd.id else s for s in margins().statements))
    return build(folder, report.write(sample, report_plan(), PROFILE, failed={"theorem-2.1"}))


@pytest.mark.requires_latex
def test_failed_statements_are_replaced_by_a_notice(tmp_path: Path) -> None:
    result = replaced(tmp_path)
    sound(result)
    assert "Theorem 2.1 could not be compiled outside the paper" in " ".join(result.log.split())
    assert "This statement cannot be set outside the paper" in page_texts(tmp_path)[0].replace("\n", " ")


@pytest.mark.requires_latex
def test_a_heading_that_latex_cannot_set_in_text_is_printed_as_plain_text(tmp_path: Path) -> None:
    sound(replaced(tmp_path))
    assert "Condition A^" in page_texts(tmp_path)[0]


@pytest.mark.requires_latex
def test_one_bad_body_is_found_by_its_file(tmp_path: Path) -> None:
    bad = replace(margins().statement("theorem-2.1"), standalone=r"Broken $\frac{1}{2} \right)$ here")
    sample = replace(margins(), statements=tuple(bad if s.id == bad.id else s for s in margins().statements))
    result = build(tmp_path, report.write(sample, report_plan(), PROFILE))
    assert "theorem-2.1" in statements.failed(e.file for e in result.errors)


@pytest.mark.parametrize(
    "body", [r"$\frac{1}{$", r"a $b", r"\begin{align}a", r"\end{align}", r"\begin{a}\end{b}", "}{"]
)
def test_a_body_that_would_swallow_the_document_is_never_tried(body: str) -> None:
    bad = replace(margins().statement("theorem-2.1"), standalone=body)
    sample = replace(margins(), statements=tuple(bad if s.id == bad.id else s for s in margins().statements))
    files = texts(report.write(sample, report_plan(), PROFILE))
    assert report.broken(sample) == {"theorem-2.1"}
    assert files["report/generated/statements/theorem-2.1.tex"] == "\\scaffoldfallback{Theorem 2.1}{4}\n"


def test_what_could_not_be_carried_is_reported() -> None:
    found = report.diagnostics(margins(), report_plan())
    assert [(d.severity, d.code, d.subject) for d in found] == [("info", "reference-mended", "ledoux talagrand")]
    bad = replace(margins().statement("theorem-2.1"), standalone=r"Broken } and \cite{lost}")
    sample = replace(margins(), statements=tuple(bad if s.id == bad.id else s for s in margins().statements))
    reported = {(d.code, d.subject) for d in report.diagnostics(sample, report_plan())}
    assert reported == {
        ("reference-mended", "ledoux talagrand"),
        ("statement-replaced", "theorem-2.1"),
        ("reference-missing", "lost"),
    }


def test_a_long_list_of_authors_is_cut_and_counted() -> None:
    sample = replace(margins(), authors=tuple(f"A{n}" for n in range(40)))
    text = texts(report.write(sample, report_plan(), PROFILE))["report/generated/paper.tex"]
    assert "A7 and 32 more" in text


@pytest.mark.requires_latex
def test_shortening_shows_a_mark_and_unknown_ids_are_reported(tmp_path: Path) -> None:
    summary = "\\paperstatement*[shortened]{theorem-3.1}{A short form.}\n\n\\paperstatement{theorem-9}\n\\paperref{lemma-A.1}\n"
    result = build(tmp_path, written(), summary__tex=summary)
    sound(result)
    text = page_texts(tmp_path)[0]
    assert "[shortened]" in text
    assert "A short form." in text
    assert "Lemma A.1" in text
    assert "The paper has no statement `theorem-9'" in result.log
    main = texts(written())["report/report.tex"].replace("mm]{generated", "mm,final]{generated")
    build(tmp_path, written(), summary__tex=summary, report__tex=main)
    assert "[shortened]" in page_texts(tmp_path)[0]  # the mark is for the reader


def luminance(hex: str) -> float:
    """Relative luminance of a colour, as WCAG 2.1 defines it."""
    parts = (int(hex[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours() -> dict[str, str]:
    style = texts(written())["report/generated/scaffold-report.sty"]
    return dict(re.findall(r"\\definecolor\{scaffold(\w+)\}\{HTML\}\{(\w{6})\}", style))


@pytest.mark.parametrize("name", ["ink", "grey", "green", "amber", "red"])
@pytest.mark.parametrize("ground", ["white", "tint"])
def test_text_stands_out_from_its_ground(name: str, ground: str) -> None:
    assert contrast(colours()[name], "FFFFFF" if ground == "white" else colours()[ground]) >= 4.5


def test_the_head_of_the_style_documents_every_command_and_option_for_students() -> None:
    style = texts(written())["report/generated/scaffold-report.sty"]
    head, _, code = style.partition("\\NeedsTeXFormat")
    commands = set(re.findall(r"\\newcommand\\((?!scaffold)[a-zA-Z]+)(?![a-zA-Z@])", code))
    environments = {"scaffoldpart", "ratings"} & set(re.findall(r"\\newenvironment\{(\w+)\}", code))
    options = set(re.findall(r"\\Declare(?:Bool|String)Option\[?[^\]{]*\]?\{(\w+)\}", code))
    assert {"paperstatement", "paperfigure", "question"} <= commands
    assert len(environments) == 2
    assert {"final", "margin", "bib"} <= options
    missing = [c for c in commands if f"\\{c}" not in head] + [e for e in environments if f"begin{{{e}}}" not in head]
    assert missing + [o for o in options if not re.search(rf"\b{o}\b", head)] == []


def test_arrows_and_frames_of_the_road_map_can_be_seen() -> None:
    road = texts(written())["report/generated/roadmap.tex"]
    strokes = set(re.findall(r"draw=scaffold(\w+)(?:!(\d+))?[,\]]", road))
    assert strokes
    for name, share in strokes:
        parts = (int(colours()[name][i : i + 2], 16) for i in (0, 2, 4))
        mixed = "".join(f"{round(255 - (255 - c) * int(share or 100) / 100):02X}" for c in parts)
        assert contrast(mixed, "FFFFFF") >= 3, (name, share)


@pytest.mark.requires_latex
def test_a_heading_is_never_left_at_the_foot_of_a_page(tmp_path: Path) -> None:
    offsets = range(20, 80)
    heads = "\n".join(
        rf"\newpage\vspace*{{\dimexpr\textheight-{3 * n}pt}}\subsection*{{Head{n}}}\paperstatement{{theorem-3.1}}"
        for n in offsets
    )
    result = build(tmp_path, written(), summary__tex=heads)
    assert not result.errors
    pages = page_texts(tmp_path)
    for n in offsets:
        (page,) = [text for text in pages if f"Head{n}\n" in text]
        assert "Theorem 3.1 (Margin bound; simplified)" in page
        assert "With probability" in page  # and two lines of the statement at least
