"""Every included profile gives a report of exactly its pages, at the first build, as a draft and as final version."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from scaffold import seminar
from scaffold.part_forms import Form
from scaffold.pipeline.planning import plan
from scaffold.planning.heights import geometry
from scaffold.plans import Item, ReportPart, ReportPlan
from scaffold.resources import template
from scaffold.write.report import files as report
from tests.write.building import build, example, meters, page_texts, put, sound
from tests.write.papers import margins, report_plan

PROFILES = [pytest.param(name, marks=pytest.mark.long) if name == "theory-2020" else name for name in seminar.shipped()]
"""That of 2020 has the parts and the pages of "theory"."""


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", PROFILES)
def test_the_report_of_every_profile_compiles_to_its_pages(tmp_path: Path, name: str) -> None:
    profile = seminar.load(name)
    paper, planned, _ = plan(example(), profile, None)
    files = report.write(paper, planned, profile, student="Ada Example")
    draft = build(tmp_path, files)
    sound(draft)
    assert draft.pages == math.ceil(profile.pages)
    found = meters(draft)
    assert [budget for _, budget in found.values()] == [part.pages for part in profile.parts]
    # The generated text leaves space for the student's words in every part.
    assert all(0 < used < 0.8 * budget for used, budget in found.values()), found

    main = (tmp_path / "report" / "report.tex").read_text(encoding="utf-8")
    final = build(tmp_path, (), report__tex=main.replace("]{generated", ",final]{generated"))
    sound(final)
    assert final.pages == math.ceil(profile.pages)
    text = "\n".join(page_texts(tmp_path))
    assert not any(hidden in text for hidden in (".00 pages", ".50 pages", "Free:", "fill in", "In your own words"))
    assert "References" in text


_ONE_COLUMN = {seminar.load(name).page: name for name in seminar.shipped() if seminar.load(name).page.columns == 1}
"""The pages with one column, each with a profile that has it."""

_PROSE = "The bound depends on the margin alone, and so it says something even where the dimension is infinite. " * 9


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", _ONE_COLUMN.values())
def test_a_line_of_prose_has_60_to_80_characters(tmp_path: Path, name: str) -> None:
    profile = replace(seminar.load(name), references=seminar.References())
    alone = ReportPlan(parts=(ReportPart(key="summary", title="Summary", pages=1, form="free"),))
    build(tmp_path, report.write(margins(), alone, profile), summary__tex=_PROSE)
    lines = page_texts(tmp_path)[0].split("The bound", 1)[1].split("\n")[1:6]
    assert all(60 <= len(line) <= 80 for line in lines), lines
    planned = geometry(profile.page).characters
    assert planned == pytest.approx(sum(map(len, lines)) / len(lines), rel=0.1)


def test_a_profile_that_sets_one_margin_sets_all_four(tmp_path: Path) -> None:
    shipped = template("seminars", "theory.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    pages = {}
    for asked in ("margin = 20.0,", "margin = 20.0, side_margin = 30.0,", ""):
        mine.write_text(shipped.replace("margin = 25.0, side_margin = 38.0,", asked), encoding="utf-8")
        pages[asked] = seminar.load(str(mine)).page
    assert [(p.margin, p.side_margin) for p in pages.values()] == [(20, 20), (20, 30), (25, 38)]


@pytest.mark.requires_latex
def test_a_title_of_two_lines_is_balanced_and_ratings_stand_beside_their_names(tmp_path: Path) -> None:
    ratings = r"\begin{ratings}\rating{Clarity}{3}{1 poor \textperiodcentered\ 4 good}\end{ratings}"
    title = "Margins, Mistakes and Dimension: the Perceptron and Large-Margin Classification"
    files = report.write(replace(margins(), title=title), report_plan(), seminar.load("theory"))
    sound(build(tmp_path, files, review__tex=ratings))
    text = "\n".join(page_texts(tmp_path))
    first, second = text[text.index("Margins, Mistakes") : text.index("Classification") + 14].split("\n")
    assert abs(len(first) - len(second)) < 12
    assert re.search(r"Clarity\s3\s1 poor", text)


@pytest.mark.requires_latex
@pytest.mark.parametrize(
    "bibtex", [pytest.param(False, marks=pytest.mark.requires_biber), True], ids=["biber", "bibtex"]
)
def test_biblatex_makes_the_references_with_and_without_biber(tmp_path: Path, bibtex: bool) -> None:
    profile = replace(seminar.load("theory"), references=seminar.References("biblatex", "numeric-comp"))
    cites = "See \\citet{novikoff} and \\citep[p. 3]{rosenblatt58}.\n"
    plan = ReportPlan(parts=(ReportPart(key="review", title="Review", pages=1, form="free"),))
    files = report.write(margins(), plan, profile, bibtex=bibtex)
    result = build(tmp_path, files, review__tex=cites)
    # biblatex 3.18 asks for BibTeX once more whatever has run, and then calls references undefined: none is.
    assert result.ok, result.errors
    assert not [w for w in result.warnings if w.code.startswith("undefined-")]
    assert result.pages == 1
    assert (tmp_path / "report" / "report.tex").read_text(encoding="utf-8").count("bibbackend=bibtex") == bibtex
    text = " ".join(page_texts(tmp_path)[0].split())
    assert "See [2] and [3, p. 3]" in text
    assert "The perceptron: a probabilistic model of 100%" in text


@pytest.mark.requires_latex
def test_references_that_count_stand_in_the_last_part_and_on_its_meter(tmp_path: Path) -> None:
    statement = Item("statement", "theorem-2.1")
    parts = (
        ReportPart(key="text", title="Text", pages=1, form="free", items=(statement,)),
        ReportPart(key="end", title="End", pages=1, form="free", items=(statement,)),
    )
    used = {}
    for count in (True, False):
        profile = replace(seminar.load("theory"), count_references=count)
        folder = tmp_path / str(count)
        result = build(folder, report.write(margins(), ReportPlan(parts=parts), profile))
        sound(result)
        assert result.pages == 2
        used[count] = meters(result)["End"][0]
        main = (folder / "report" / "report.tex").read_text(encoding="utf-8")
        assert ("\\scaffoldreferences\n\\end{scaffoldpart}" in main.replace("%\n", "\n")) is count
    assert used[True] > used[False] + 0.05


@pytest.mark.requires_latex
def test_parts_of_every_form_in_any_order_make_a_report(tmp_path: Path) -> None:
    parts = tuple(
        seminar.Part(f"{form}-{n}", f"{form} {n}", 0.5 + n / 2, form) for n, form in enumerate(get_args(Form))
    )
    profile = replace(seminar.load("theory"), parts=parts)
    paper, planned, _ = plan(example(), profile, None)
    put(tmp_path, files := report.write(paper, planned, profile))
    result = build(tmp_path, files)
    sound(result)
    assert result.pages == math.ceil(sum(p.pages for p in parts))
