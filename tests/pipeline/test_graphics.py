"""What a project takes from the paper's files: only figures that a plan names, in formats that LaTeX includes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

import pytest

from scaffold.engines import limits, workers
from scaffold.engines.latex.compile import render_pages
from scaffold.model import Figure, Paper, Source, Statement
from scaffold.pipeline import graphics
from scaffold.plans import Item, ReportPart, ReportPlan, Slide, TalkPlan
from scaffold.read.pdf import reader
from tests.check.printed_papers import STATEMENTS
from tests.check.printed_papers import paper as printed

EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 60 30\n0 0 moveto 60 30 lineto stroke showpage\n"


def paper(**files: tuple[str, ...]) -> Paper:
    return Paper(
        source=Source(kind="tex"),
        figures=tuple(Figure(id=id, number="1", caption="Caption", files=names) for id, names in files.items()),
    )


@pytest.mark.requires_ghostscript
def test_postscript_comes_as_pdf_for_the_report_and_the_deck(tmp_path: Path) -> None:
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "a.eps").write_bytes(EPS)
    found = graphics.figure_files(paper(a=("plots/a.eps",), b=("plots/a.eps",)), tmp_path, {"a"})
    assert list(found) == ["a"]
    ((name, content),) = found["a"]
    assert name == "plots/a.pdf"
    assert content.startswith(b"%PDF")
    (sheet,) = graphics.figure_pictures(paper(a=("plots/a.eps",)), found, ["a"])["a"].sheets
    assert sheet.width / sheet.height == pytest.approx(2, rel=0.05)


def test_without_ghostscript_it_stays_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "which", lambda name: None)
    (tmp_path / "a.eps").write_bytes(EPS)
    assert graphics.figure_files(paper(a=("a.eps",)), tmp_path, {"a"}) == {"a": [("a.eps", EPS)]}


def test_a_drawing_by_inkscape_includes_its_pdf_and_nothing_from_outside_comes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("plan.pdf_tex", "plan.pdf", "../outside.pdf"):
        (source / name).write_bytes(b"%PDF-1.4 " + name.encode())
    found = graphics.figure_files(paper(a=("plan.pdf_tex", "../outside.pdf")), source, {"a"})
    assert [name for name, _ in found["a"]] == ["plan.pdf_tex", "plan.pdf"]


def drawing(width: int, height: int) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(width, height)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def run(source: str, files: Mapping[str, bytes]) -> tuple[bytes | None, str]:
    result = render_pages(source, extra_files=files)
    assert result.ok, result.errors
    return result.data, result.log


@pytest.mark.requires_latex
def test_panels_stand_side_by_side_on_a_slide_and_letters_are_set() -> None:
    import pypdfium2

    letters = (
        b"\\setlength\\unitlength{\\svgwidth}\\begin{picture}(1,0.4)\\put(0,0){\\includegraphics[width=\\svgwidth]{plan.pdf}}"
        b"\\put(0.1,0.1){Letters $\\gamma$}\\end{picture}"
    )
    files = {
        "a": [("one.pdf", drawing(300, 300)), ("two.pdf", drawing(300, 300))],
        "b": [("plan.pdf_tex", letters), ("plan.pdf", drawing(300, 100))],
    }
    given = paper(a=("one.pdf", "two.pdf"), b=("plan.pdf_tex",))
    found = graphics.figure_pictures(given, files, ["a", "b"], run)
    (sheet,) = found["a"].sheets
    assert sheet.width / sheet.height == pytest.approx(2, rel=0.1)
    (sheet,) = graphics.figure_pictures(given, files, ["a"])["a"].sheets
    assert sheet.width == sheet.height
    assert found["b"].sheets[0].pdf is not None
    assert "Letters" in pypdfium2.PdfDocument(found["b"].sheets[0].pdf)[0].get_textpage().get_text_bounded()


def test_figures_of_slides_of_parts_and_on_offer_are_taken() -> None:
    part = ReportPart(
        key="summary",
        title="Summary",
        pages=3,
        form="summary",
        items=(Item("figure", "placed"), Item("statement", "theorem-1")),
    )
    slide = Slide(
        id="figure", layout="figure", title="Figure", section="Results", seconds=60, items=(Item("figure", "slide"),)
    )
    shown = graphics.shown_figures(ReportPlan(parts=(part,), figures=("offered",)), TalkPlan(30, (slide,)))
    assert shown == {"placed", "slide", "offered"}


@pytest.mark.requires_latex
def test_the_same_pages_are_read_once_for_clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))
    titles = [f"Theorem {n}" for n in range(1, len(STATEMENTS) + 1)]
    known = Paper(
        source=Source(kind="tex"),
        statements=tuple(
            Statement(id=title, kind="theorem", heading="Theorem", number=title.split()[1], body="") for title in titles
        ),
    )
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    one.write_bytes(render_pages(printed("one column")).data)
    other.write_bytes(render_pages(printed("two columns, Times")).data)
    monkeypatch.setattr(workers, "apart", lambda function, task: function(task))
    with mock.patch.object(reader, "read", wraps=reader.read) as read:
        first = graphics.Clips.of(known, one).more(titles)
        assert first.by_id
        assert graphics.Clips.of(known, one).more(titles) == first
        assert read.call_count == 1
        assert graphics.Clips.of(known, other).more(titles).regions != first.regions
        assert read.call_count == 2


def test_a_pdf_that_cannot_be_read_gives_no_clips(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"no PDF")
    known = Paper(
        source=Source(kind="tex"), statements=(Statement(id="a", kind="lemma", heading="Lemma", number="1", body=""),)
    )
    assert graphics.Clips.of(known, tmp_path / "paper.pdf").more({"a"}).by_id == {}
