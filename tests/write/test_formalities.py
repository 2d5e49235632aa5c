"""Title page, header fields and declaration: printed, not counted, and never filled in for the student."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from scaffold import formalities, languages, seminar, seminar_file
from scaffold.check.artefacts import latex_files
from scaffold.check.artefacts import pdf as reader
from scaffold.check.inputs import BuiltPdf, Inputs
from scaffold.check.report import formalities as checks
from scaffold.check.report import limits, pages
from scaffold.seminar import Limit
from scaffold.write.report import files as report
from tests.write.building import build, meters, page_texts, sound
from tests.write.papers import margins, report_plan

ENGLISH = languages.load("en")

FIELDS = (formalities.Field("Matriculation number", "123 & 4"), formalities.Field("Adviser", "Prof. Muster"))
DISCLOSE = seminar_file.Declaration(ai="disclose").made(ENGLISH)
PROFILE = replace(seminar.load("theory"), title_page=True, header=FIELDS, declaration=DISCLOSE)
TWO = seminar.Page(font_size=10, margin=20.0, side_margin=20.0, columns=2)


def measured(folder: Path, profile: seminar.Profile) -> Inputs:
    pdf = reader.read(folder / "build" / "report.pdf")
    built = BuiltPdf(path="build/report.pdf", made=True, pdf=pdf)
    files = latex_files.sources(folder)
    return Inputs(folder=folder, profile=profile, paper=margins(), files=files, report=built, written={}, ledger={})


@pytest.mark.requires_latex
@pytest.mark.parametrize("page", [PROFILE.page, TWO], ids=["one-column", "two-columns"])
def test_title_page_and_declaration_do_not_count(tmp_path: Path, page: seminar.Page) -> None:
    profile = replace(PROFILE, page=page)
    result = build(tmp_path, report.write(margins(), report_plan(), profile, student="Ada Example"))
    sound(result)
    assert result.pages == 7
    first, second, *_, last = (" ".join(text.split()) for text in page_texts(tmp_path))
    assert "Author Ada Example Matriculation number 123 & 4 Adviser Prof. Muster Date 1 June" in first
    assert "Margins, Perceptrons" in first
    assert second.startswith("1 Summary")
    assert last.startswith("Declaration I have written this report myself.")
    assert last.count("fill in") == 1
    assert "Place, date Signature" in last

    given = measured(tmp_path, profile)
    (count,) = pages.check(given)
    assert (count.verdict, count.message) == ("pass", "5 of 5 pages and 1 before them and 1 after them")
    for length in pages.lengths(given.report_pdf, profile):  # type: ignore[arg-type]
        assert length.pages == pytest.approx(meters(result)[length.part.title][0], abs=0.05)


ADA = formalities.Author("Ada Example", ("summary",), (formalities.Field("Matriculation number", "1 & 2"),))
BEN = formalities.Author("Ben Sample", ("review", "proofs"), (formalities.Field("matriculation number", "3"),))


@pytest.mark.requires_latex
@pytest.mark.parametrize("title_page", [True, False], ids=["title-page", "head"])
def test_several_authors_have_their_parts(tmp_path: Path, title_page: bool) -> None:
    profile = replace(PROFILE, title_page=title_page).with_authors((ADA, BEN))
    assert [field.name for field in profile.header] == ["Adviser"]
    assert (profile.by("review"), profile.by("other")) == ("Ben Sample", "")
    result = build(tmp_path, report.write(margins(), report_plan(), profile, student="Ada Example, Ben Sample"))
    sound(result)
    texts = [" ".join(text.split()) for text in page_texts(tmp_path)]
    assert "Ada Example Matriculation number 1 & 2, Summary" in texts[0]
    assert "Ben Sample matriculation number 3, Review, Summary of the proofs" in texts[0]
    assert texts[0].count("Author") == int(title_page)
    assert texts[-1].count("Place, date") == 2
    given = measured(tmp_path, profile)
    lengths = [c.message for c in pages.parts(given)]
    assert [text.partition(":")[0] for text in lengths] == [
        "Summary (Ada Example)",
        "Review (Ben Sample)",
        "Summary of the proofs (Ben Sample)",
    ]
    first = texts[1] if title_page else texts[0]
    assert "Ada Example" in first.split("1 Summary")[1]
    for length in pages.lengths(given.report_pdf, profile):  # type: ignore[arg-type]
        assert length.pages == pytest.approx(meters(result)[length.part.title][0], abs=0.05)


@pytest.mark.requires_latex
def test_fields_without_a_title_page_are_in_the_head(tmp_path: Path) -> None:
    profile = replace(PROFILE, title_page=False, header=(*FIELDS, formalities.Field("Module")), declaration=None)
    sound(build(tmp_path, report.write(margins(), report_plan(), profile, student="Ada Example")))
    first = " ".join(page_texts(tmp_path)[0].split())
    assert "Matriculation number: 123 & 4 · Adviser: Prof. Muster · Module: fill in" in first


@pytest.mark.requires_latex
def test_a_seminar_that_counts_the_title_page(tmp_path: Path) -> None:
    whole = Limit(of="total", unit="pages", most=6)
    profile = replace(PROFILE, limits=(whole,))
    sound(build(tmp_path, report.write(margins(), report_plan(), profile)))
    counted = replace(profile, uncounted=("declaration",))
    found = [limits.check(measured(tmp_path, p)) for p in (profile, counted)]
    (without,), (with_it,) = ([float(c.message.split()[1]) for c in checks] for checks in found)
    assert with_it == without + 1


def written(folder: Path, profile: seminar.Profile, **changes: str) -> Inputs:
    """A project's files without a PDF."""
    for file in report.write(margins(), report_plan(), profile):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    for name, text in changes.items():
        (folder / "report" / f"{name}.tex").write_text(text, encoding="utf-8")
    missing = BuiltPdf(path="build/report.pdf", made=False)
    files = latex_files.sources(folder)
    return Inputs(folder=folder, profile=profile, paper=margins(), files=files, report=missing, written={}, ledger={})


def test_fields_that_are_empty_are_found(tmp_path: Path) -> None:
    profile = replace(PROFILE, header=(*FIELDS, formalities.Field("Module")))
    (found,) = checks.header(written(tmp_path, profile))
    assert (found.verdict, found.message) == ("fail", "Module is not filled in")
    assert found.where.startswith("report/report.tex:")
    assert [c.verdict for c in checks.header(written(tmp_path, PROFILE))] == ["pass"]
    assert checks.header(written(tmp_path, replace(PROFILE, header=()))) == ()


def test_a_declaration_is_missed_and_its_table_too(tmp_path: Path) -> None:
    (empty,) = checks.declaration(written(tmp_path / "a", PROFILE))
    assert (empty.verdict, empty.message) == ("fail", "the table of AI tools is empty")
    assert empty.where.startswith("report/declaration.tex:")
    text = (tmp_path / "a" / "report" / "declaration.tex").read_text(encoding="utf-8")
    filled = text.replace(r"\aitool{}", r"\aitool{I used none}")
    (found,) = checks.declaration(written(tmp_path / "b", PROFILE, declaration=filled))
    assert found.verdict == "pass"
    (gone,) = checks.declaration(written(tmp_path / "c", PROFILE, declaration="Nothing"))
    assert (gone.verdict, gone.message) == ("fail", "the report has no declaration")
    assert [*checks.declaration(written(tmp_path / "d", replace(PROFILE, declaration=None)))] == []


@pytest.mark.parametrize("ai", get_args(formalities.Ai))
def test_the_declaration_says_what_the_seminar_says_of_ai(ai: formalities.Ai) -> None:
    asked = seminar_file.Declaration(ai=ai, authorship="100% mine.", signature=False).made(ENGLISH)
    files = report.write(margins(), report_plan(), replace(PROFILE, declaration=asked))
    (text,) = [f.content.decode() for f in files if f.path == "report/declaration.tex"]
    assert r"100\% mine." in text
    assert ("AI" in text) is bool(ai)
    assert (r"\aitool{}{}{}" in text) is (ai == "disclose")
    assert r"\signature" not in text
