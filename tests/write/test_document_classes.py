"""Reports in a class of TeX or in a chair's template: its margins, our parts and meters, statements of both sides."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import classes, formalities, languages, seminar, seminar_file
from scaffold.check.artefacts import latex_files
from scaffold.check.artefacts import pdf as reader
from scaffold.check.inputs import BuiltPdf, Inputs
from scaffold.check.report import pages
from scaffold.errors import BadProfile
from scaffold.pipeline import document_classes
from scaffold.pipeline.document_classes import resolved
from scaffold.planning.heights import geometry
from scaffold.seminar import References
from scaffold.write.report import files as report
from tests.write.building import build, meters, page_texts, sound
from tests.write.papers import margins, report_plan

AROUND = {
    "title_page": True,
    "header": (formalities.Field("Adviser", "Prof. Muster"),),
    "declaration": seminar_file.Declaration(ai="none").made(languages.load("en")),
}
THEORY = replace(seminar.load("theory"), **AROUND)  # type: ignore[arg-type]

OWN = r"""Words of mine.
\begin{lemma}\label{own}A lemma of mine.\end{lemma}
\begin{proof}As \cref{own} says.\end{proof}
\paperstatement{theorem-3.1}
\paragraph{Clarity.} Good. Also \citet{paper}.
"""


def measured(folder: Path, profile: seminar.Profile) -> Inputs:
    pdf = reader.read(folder / "build" / "report.pdf")
    built = BuiltPdf(path="build/report.pdf", made=True, pdf=pdf)
    files = latex_files.sources(folder)
    return Inputs(folder=folder, profile=profile, paper=margins(), files=files, report=built, written={}, ledger={})


TEXT = {
    "llncs": (210, 122, 193, 1),
    "IEEEtran": (210, 181, 236, 2),
    "acmart": (216, 178, 220, 2),
    "scrartcl": (210, 147, 209, 1),
    "amsart": (210, 127, 222, 1),
    "elsarticle": (210, 121, 210, 1),
}
"""Width of the paper, width and height of the text in millimetres, columns."""


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", TEXT)
def test_a_class_keeps_its_margins_and_the_parts_their_meters(tmp_path: Path, name: str) -> None:
    profile = resolved(THEORY.with_class(classes.named(name)), tmp_path)
    block = profile.page.block
    assert block is not None
    assert (round(block.paper[0]), round(block.width), round(block.height), block.columns) == TEXT[name]
    files = report.write(margins(), report_plan(), profile, student="Ada Example")
    result = build(tmp_path, files, summary__tex=OWN)
    sound(result)
    assert result.pages == 7
    first, second, *_, last = (" ".join(text.split()) for text in page_texts(tmp_path))
    assert "Author Ada Example Adviser Prof. Muster" in first
    assert "Lemma 1" in second
    assert "Theorem 3.1 (Margin bound" in second
    assert "Clarity. Good. Also" in second
    assert "author?" not in second
    assert "lemma 1" in second
    assert "declare" in last or "Declaration" in last

    given = measured(tmp_path, profile)
    (count,) = pages.check(given)
    assert (count.verdict, count.message) == ("pass", "5 of 5 pages and 1 before them and 1 after them")
    (page,) = pages.page_format(given)
    assert (page.verdict, f"text of {TEXT[name][1]} × {TEXT[name][2]} mm" in page.message) == ("pass", True), page
    found = pages.lengths(given.report_pdf, profile)  # type: ignore[arg-type]
    assert len(found) == 3
    for length in found:
        assert length.pages == pytest.approx(meters(result)[length.part.title][0], abs=0.05)


@pytest.mark.requires_latex
def test_the_plan_of_a_class_is_for_its_page(tmp_path: Path) -> None:
    usual, small = THEORY, resolved(THEORY.with_class(classes.named("llncs")), tmp_path)
    assert geometry(small.page).lines < geometry(usual.page).lines
    assert geometry(small.page).characters == pytest.approx(geometry(usual.page).characters, rel=0.1)


CHAIR = r"""\ProvidesClass{chair}
\LoadClass[11pt,a4paper]{article}
\RequirePackage[left=50mm,right=20mm,top=40mm,bottom=30mm]{geometry}
\RequirePackage{look}
\newtheorem{lemma}{Hilfssatz}
"""


def template(folder: Path) -> Path:
    """A chair's template: a class, a package, a logo in a folder, a preamble."""
    (folder / "logos").mkdir(parents=True)
    (folder / "chair.cls").write_text(CHAIR, encoding="utf-8")
    look = "\\ProvidesPackage{look}\\RequirePackage{graphicx}\\def\\logo{\\input{logos/logo}}\n"
    (folder / "look.sty").write_text(look, encoding="utf-8")
    (folder / "logos" / "logo.tex").write_text("The logo", encoding="utf-8")
    (folder / "preamble.tex").write_text("\\newcommand\\faculty{Faculty: \\logo}\n", encoding="utf-8")
    return folder


@pytest.mark.requires_latex
def test_a_template_folder_comes_with_its_files_and_margins(tmp_path: Path) -> None:
    template(tmp_path / "ours")
    profile = resolved(THEORY.with_class(classes.named("ours/")), tmp_path)
    assert profile.page.block is not None
    assert [round(profile.page.block.left), round(profile.page.block.top)] == [50, 40]
    files = report.write(margins(), report_plan(), profile, student="Ada")
    paths = {f.path: f.owner for f in files if "template" in f.path}
    assert paths == dict.fromkeys((f"report/template/{n}" for n, _ in profile.document.files), "student")  # type: ignore[union-attr]
    result = build(tmp_path, files, summary__tex=f"\\faculty\n\n{OWN}")
    sound(result)
    text = " ".join(" ".join(page_texts(tmp_path)).split())
    assert "Faculty: The logo" in text
    assert "Hilfssatz 1" in text
    found = pages.lengths(measured(tmp_path, profile).report_pdf, profile)  # type: ignore[arg-type]
    for length in found:
        assert length.pages == pytest.approx(meters(result)[length.part.title][0], abs=0.05)


@pytest.mark.requires_latex
def test_statements_of_a_class_have_the_names_of_another_language(tmp_path: Path) -> None:
    german = replace(THEORY, language=languages.load("de"))
    profile = resolved(german.with_class(classes.named("llncs")), tmp_path)
    result = build(
        tmp_path, report.write(margins(), report_plan(), profile), summary__tex=OWN.replace("lemma", "claim")
    )
    assert not result.errors, result.errors
    assert "Behauptung 1" in " ".join(" ".join(page_texts(tmp_path)).split())


def test_options_of_a_class_follow_from_what_is_known_of_it() -> None:
    assert classes.named("llncs").options == ("a4paper", "orivec")
    assert classes.named("IEEEtran", paper="letter").options == ("conference", "letterpaper")
    assert classes.named("IEEEtran", ("journal",)).options == ("journal", "a4paper")
    assert classes.named("acmart", ("sigconf", "review")).options[:3] == ("sigconf", "review", "twocolumn")
    assert "twocolumn" not in classes.named("acmart", ("acmsmall",)).options
    assert classes.named("ours/").options == ()


def test_the_bibliography_fits_the_class_unless_the_seminar_has_its_own() -> None:
    llncs = THEORY.with_class(classes.named("llncs"))
    assert llncs.references.style == "splncs04"
    assert llncs.with_class(classes.named("IEEEtran")).references.style == "IEEEtranN"
    assert llncs.with_class(classes.named("scrartcl")).references == References()
    own = replace(THEORY, references=References("natbib", "alpha"))
    assert own.with_class(classes.named("llncs")).references.style == "alpha"


def test_what_was_measured_is_recorded_for_this_class_alone() -> None:
    llncs, block = classes.named("llncs"), seminar.Page().text
    recorded = classes.options(llncs, block)
    assert classes.block(recorded, llncs) == block
    assert classes.block(recorded, classes.named("llncs", ("11pt",))) is None
    assert classes.block(recorded, classes.named("IEEEtran")) is None
    for damaged in (None, {}, {**recorded, "block": {}}, {**recorded, "block": {"paper": "x"}}):
        assert classes.block(damaged, llncs) is None
    assert classes.block(classes.options(llncs, None), llncs) is None


def wrong(profile: seminar.Profile, base: Path) -> BadProfile:
    with pytest.raises(BadProfile) as caught:
        resolved(profile, base)
    return caught.value


@pytest.mark.requires_latex
def test_a_class_that_is_not_there_is_named_with_its_package(tmp_path: Path) -> None:
    error = wrong(THEORY.with_class(classes.named("lipics-v2021")), tmp_path)
    assert "lipics-v2021 of the report is not installed" in error.message
    assert "texlive-publishers" in error.hint
    error = wrong(THEORY.with_class(classes.named("no-such-class")), tmp_path)
    assert "class = 'template/'" in error.hint
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "bad.cls").write_text(
        "\\ProvidesClass{bad}\\LoadClass{article}\\undefinedthing\\stop\n", encoding="utf-8"
    )
    error = wrong(THEORY.with_class(classes.named("broken/")), tmp_path)
    assert "cannot use the document class report/template/" in error.message
    assert "undefinedthing" in error.message


@pytest.mark.requires_latex
@pytest.mark.parametrize(
    "lengths",
    [
        r"\textwidth=0pt\textheight=0pt",
        r"\textwidth=-50pt\paperwidth=0pt",
        r"\textwidth=\maxdimen",
        r"\typeout{scaffold-block:1.2.3pt;1.pt;1pt;1pt;1pt;1pt;0;1.2.3}\paperheight=0pt",
    ],
)
def test_a_class_that_makes_an_impossible_page_is_refused(tmp_path: Path, lengths: str) -> None:
    (tmp_path / "odd").mkdir()
    odd = f"\\ProvidesClass{{odd}}\\LoadClass{{article}}\\AtBeginDocument{{{lengths}}}\n"
    (tmp_path / "odd" / "odd.cls").write_text(odd, encoding="utf-8")
    assert "mm of text on" in wrong(THEORY.with_class(classes.named("odd/")), tmp_path).message


def test_a_folder_that_is_no_template_is_not_searched_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_classes, "_MOST_ENTRIES", 5)
    for n in range(6):
        (tmp_path / "home" / f".cache-{n}").mkdir(parents=True)
    assert "has more than" in wrong(THEORY.with_class(classes.named("home/")), tmp_path).message


def test_names_that_latex_cannot_load_are_refused(tmp_path: Path) -> None:
    for folder, name in (("a", "our #1 style.sty"), ("b", "our class.cls"), ("c", os.fsdecode(b"f\xfcr.tex"))):
        (tmp_path / folder).mkdir()
        try:
            (tmp_path / folder / name).write_text("", encoding="utf-8")
        except (OSError, UnicodeEncodeError):
            continue  # this disk has no such names
        error = wrong(THEORY.with_class(classes.named(f"{folder}/")), tmp_path)
        assert error.hint.startswith("rename it")


def test_classes_in_folders_inside_a_template_are_not_its_class(tmp_path: Path) -> None:
    template(tmp_path / "ours")
    (tmp_path / "ours" / "old").mkdir()
    (tmp_path / "ours" / "old" / "chair-2010.cls").write_text("", encoding="utf-8")
    found = resolved(THEORY.with_class(classes.named("ours/")), tmp_path, tex=False)
    assert found.document is not None
    assert found.document.name == "chair"
    (tmp_path / "ours" / "chair.cls").unlink()
    (tmp_path / "ours" / "look.sty").unlink()
    assert "has no .cls" in wrong(THEORY.with_class(classes.named("ours/")), tmp_path).message


def test_a_folder_without_a_template_is_refused(tmp_path: Path) -> None:
    ours = THEORY.with_class(classes.named("ours/"))
    assert "does not exist" in wrong(ours, tmp_path).message
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "README").write_text("x", encoding="utf-8")
    assert "has no .cls and no .sty file" in wrong(ours, tmp_path).message
    for name in ("a.cls", "b.cls"):
        (folder / name).write_text("x", encoding="utf-8")
    assert "several .cls files: a, b" in wrong(ours, tmp_path).message


def test_a_template_may_be_a_package_alone(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "look.sty").write_text("x", encoding="utf-8")
    profile = resolved(THEORY.with_class(classes.named("ours/")), tmp_path, tex=False)
    main = report.write(margins(), report_plan(), profile)[0].content.decode()
    lines = "\\documentclass[11pt,a4paper]{article}\n\\usepackage{look}\n\\usepackage[classlayout]{generated/"
    assert lines in main


@pytest.mark.parametrize("name", ["beamer", "minimal", "letter", "standalone"])
@pytest.mark.parametrize("tex", [True, False])
def test_a_class_that_no_report_can_have_is_refused_also_without_latex(name: str, tex: bool, tmp_path: Path) -> None:
    profile = document_classes.chosen(seminar.load("theory"), name)
    with pytest.raises(BadProfile, match=f"the document class {name} is for"):
        document_classes.resolved(profile, tmp_path, tex=tex)
