"""Figures of a PDF: where they are, and that no half of one is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Figure
from scaffold.pipeline import graphics
from scaffold.read.pdf.reader import read
from tests.read.typeset import typeset

pytestmark = pytest.mark.requires_latex

TEXT = "We say what there is to say in a few lines of text that fill the width of the page from left to right. " * 4
DRAWN = r"\rule{20mm}{3mm}\hskip10mm\rule{20mm}{25mm}"


def figures(body: str, folder: Path, head: str = "") -> tuple[Figure, ...]:
    document = rf"\documentclass{{article}}{head}\begin{{document}}\section{{First}}{body}\end{{document}}"
    return read(typeset(document, folder)).figures


def size(figure: Figure) -> tuple[int, int]:
    """Width and height of the only region in millimetres, somewhat less than what a clip of it shows."""
    (region,) = figure.regions
    x0, top, x1, bottom = region.box
    return round((x1 - x0) * 25.4 / 72), int((bottom - top) * 25.4 / 72)


def placed(caption: str, drawn: str = DRAWN, at: str = "!h") -> str:
    return rf"\begin{{figure}}[{at}]\centering {drawn}\caption{{{caption}}}\end{{figure}}"


def test_a_figure_is_what_is_drawn_above_its_caption(tmp_path: Path) -> None:
    (figure,) = figures(f"{TEXT}\n\n{placed('Two bars of one width.')}\n\n{TEXT}", tmp_path)
    assert (figure.number, figure.caption, figure.form) == ("1", "Two bars of one width.", "text")
    assert size(figure) == (50, 24)
    assert figure.drawable


def test_a_caption_ends_before_its_first_formula(tmp_path: Path) -> None:
    body = placed("The bars that belong to $x_i$ and no others.") + placed("Of $x_i$ here.")
    assert [f.caption for f in figures(body, tmp_path)] == ["The bars that belong to …", ""]


def test_a_heading_and_the_page_head_are_not_part_of_it(tmp_path: Path) -> None:
    head = r"\pagestyle{myheadings}\markright{The head of this page}"
    first, second = figures(
        f"{TEXT}\\subsection{{Next}}{placed('Below a heading.')}\\newpage{placed('At the top.', at='t')}{TEXT}",
        tmp_path,
        head,
    )
    assert [size(first), size(second)] == [(50, 24), (50, 24)]


def test_text_beside_a_figure_leaves_it_without_a_region(tmp_path: Path) -> None:
    beside = rf"\begin{{minipage}}{{60mm}}{TEXT}\end{{minipage}}\begin{{minipage}}{{55mm}}{DRAWN}\end{{minipage}}"
    (figure,) = figures(f"{TEXT}\n\n{placed('Beside the text.', beside)}", tmp_path)
    assert (figure.regions, figure.drawable) == ((), False)


def test_a_caption_over_text_has_no_figure(tmp_path: Path) -> None:
    (figure,) = figures(f"{TEXT}\n\n{placed('Nothing is drawn.', '')}\n\n{TEXT}", tmp_path)
    assert figure.regions == ()


def test_its_file_is_a_clip_of_one_page(tmp_path: Path) -> None:
    tall = r"\rule{20mm}{3mm}\\[9mm]" * 6
    document = rf"\documentclass{{article}}\begin{{document}}{TEXT}{placed('A ladder.', tall)}\end{{document}}"
    paper = read(typeset(document, tmp_path))
    (tmp_path / "paper.pdf").write_bytes(next(tmp_path.glob("*.pdf")).read_bytes())
    files = graphics.figure_files(paper, tmp_path / "source", {"figure-1"})
    ((name, content),) = files["figure-1"]
    picture = graphics.figure_pictures(paper, files, {"figure-1"})["figure-1"]
    assert (name, content[:4]) == ("figure-1.pdf", b"%PDF")
    assert picture.sheets[0].height > picture.sheets[0].width
    assert graphics.figure_files(paper, tmp_path / "elsewhere" / "source", {"figure-1"}) == {}
