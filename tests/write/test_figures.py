"""Figures of the paper in a report: those that LaTeX can include are copied with their caption, others are named."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.model import Figure, Paper
from scaffold.plans import Item, ReportPart, ReportPlan
from scaffold.write.report import figures
from scaffold.write.report import files as report
from tests.write.building import build, page_texts, sound
from tests.write.papers import margins

PROFILE = seminar.load("theory")
CAPTION = "Risk $\\risk(\\v w)$ by margin, % a comment\n as \\cref{thm:bound} and \\citet{novikoff} say. \\label{fig:x}"


def sample(*files: str, id: str = "figure-2") -> Paper:
    drawn = Figure(id=id, number=id.rpartition("-")[2], caption=CAPTION, files=files, page=7, file="main.tex", line=3)
    return replace(
        margins(), figures=(Figure(id="figure-9", number="9", caption="Not shown.", files=("other.pdf",)), drawn)
    )


def planned(id: str = "figure-2") -> ReportPlan:
    return ReportPlan(
        parts=(ReportPart(key="summary", title="Summary", pages=2, form="summary", items=(Item("figure", id),)),)
    )


def pdf() -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(900, 300)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def image(kind: str) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(buffer, kind)
    return buffer.getvalue()


def written(paper: Paper, given: figures.Files) -> dict[str, str]:
    files = report.write(paper, planned(), PROFILE, figures=given)
    return {f.path: f.content.decode("utf-8", errors="replace") for f in files}


@pytest.mark.requires_latex
def test_pdf_png_and_jpeg_come_along_with_number_page_and_caption(tmp_path: Path) -> None:
    given = {
        "figure-2": (("plots/a b.pdf", pdf()), ("c.png", image("PNG")), ("d.JPG", image("JPEG"))),
        "figure-9": (("other.pdf", pdf()),),
    }
    files = report.write(sample("plots/a b.pdf", "c.png", "d.JPG"), planned(), PROFILE, figures=given)
    copied = sorted(f.path for f in files if "/figures/" in f.path)
    assert copied == [f"report/generated/figures/figure-2-{name}" for name in ("a-b.pdf", "c.png", "d.jpg")]
    result = build(tmp_path, files)
    sound(result)
    assert result.pages == 2
    text = " ".join(page_texts(tmp_path)[0].split())
    assert "Figure 2 of the paper, p. 7." in text
    assert "by margin, as 3.1 and" in text
    assert "a comment" not in text


@pytest.mark.requires_latex
def test_a_drawing_by_inkscape_includes_its_letters_and_its_pdf(tmp_path: Path) -> None:
    letters = (
        "\\begingroup\\setlength\\unitlength{\\svgwidth}\\begin{picture}(1,0.4)%\n"
        "\\put(0,0){\\includegraphics[width=\\unitlength,page=1]{plan.pdf}}%\n"
        "\\put(0.1,0.1){\\transparent{0.5}Letters $\\gamma$}\\end{picture}\\endgroup\n"
    )
    given = {"figure-2": (("plan.pdf_tex", letters.encode()), ("plan.pdf", pdf()))}
    files = report.write(sample("plan.pdf_tex"), planned(), PROFILE, figures=given)
    assert figures.shown(sample("plan.pdf_tex").figures[1], given) == ("plan.pdf_tex",)
    result = build(tmp_path, files)
    sound(result)
    assert "Letters" in page_texts(tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.eps", b"%!PS-Adobe", "is PostScript and was not converted"),
        ("a.svg", b"<svg/>", "could be copied"),
        ("a.pdf", b"<html>not a PDF", "could be copied"),
    ],
)
def test_what_latex_cannot_include_is_asked_for_and_reported(name: str, content: bytes, why: str) -> None:
    paper, given = sample(name), {"figure-2": ((name, content),)}
    files = written(paper, given)
    assert not [path for path in files if "/figures/" in path]
    assert (
        "\\towrite{Would Figure 2 of the paper (p. 7) help here? Redraw it, or describe it.}"
        in files["report/summary.tex"]
    )
    (warning,) = report.diagnostics(paper, planned(), given)
    assert (warning.code, warning.subject) == ("figure-left-out", "figure-2")
    assert why in warning.message
    assert name in warning.message


def test_a_figure_drawn_in_latex_is_reported_as_such() -> None:
    (warning,) = figures.diagnostics(sample(), planned(), {})
    assert "drawn in LaTeX" in warning.message


@pytest.mark.requires_latex
def test_figures_that_the_plan_offers_can_be_placed_as_the_draft_explains(tmp_path: Path) -> None:
    parts = (
        ReportPart(key="summary", title="Summary", pages=2, form="summary"),
        ReportPart(key="rest", title="Rest", pages=1, form="free"),
    )
    offer = ReportPlan(parts=parts, figures=("figure-2", "figure-9"))
    given = {"figure-2": (("a.pdf", pdf()),), "figure-9": (("other.svg", b"<svg/>"),)}
    files = report.write(sample("a.pdf"), offer, PROFILE, figures=given)
    summary = next(f.content.decode() for f in files if f.path == "report/summary.tex")
    assert "\n\\paperfigure" not in summary
    assert "figure-9" not in summary
    assert report.diagnostics(sample("a.pdf"), offer, given) == ()
    result = build(tmp_path, files, rest__tex="\\paperfigure{figure-2}\n")
    sound(result)
    pages = [" ".join(text.split()) for text in page_texts(tmp_path)]
    assert "\\paperfigure{figure-2} (p. 7)" in pages[0]
    assert "Figure 2 of the paper, p. 7." in pages[2]


def test_all_figures_are_listed_and_only_planned_ones_copied() -> None:
    files = written(sample("a.pdf"), {"figure-2": (("a.pdf", b"%PDF-1.4"),), "figure-9": (("other.pdf", b"%PDF-1.4"),)})
    assert "% figure-9: Figure 9, other.pdf" in files["report/generated/figures.tex"]
    assert "report/generated/figures/figure-9-other.pdf" not in files
    assert "\\paperfigure{figure-2}" in files["report/summary.tex"]


def test_a_caption_that_is_not_latex_by_itself_is_plain() -> None:
    broken = replace(sample("a.pdf").figures[1], caption="half $x of {it")
    paper = replace(margins(), figures=(broken,))
    assert figures.captions(paper, planned()) == (r"half \$x of \{it",)
