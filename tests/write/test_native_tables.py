"""Tables with native cells: what PowerPoint shows of them, whether they fit, and when they stay pictures."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scaffold.check.artefacts import shapes
from scaffold.check.deck import overflow
from scaffold.check.fidelity import omml as shown_omml
from scaffold.engines.pandoc import run_pandoc
from scaffold.model import Paper
from scaffold.ooxml import EMU, MC, A, M, P
from scaffold.plans import Item, Slide, TalkPlan
from scaffold.write.equations import on_slides
from scaffold.write.equations.omml import Native, NativeParagraph, native
from scaffold.write.equations.tables import columns, fitted_table, heights
from scaffold.write.pptx import deck
from scaffold.write.slides import pictures
from tests.write.decks import opened, run_latex
from tests.write.talks import MACROS, PAPER, PROFILE, statement
from tests.write.test_pptx import png

pytestmark = pytest.mark.requires_pandoc

ROWS = r"""\toprule
Work & Bound & Assumption \\
\midrule
Rosenblatt & $\norm{w}_2^2 \le \frac{R^2}{\gamma^2}$ & a margin \\
\multicolumn{3}{c}{\emph{With noise}} \\
\textbf{Ours} & & none \\
\bottomrule"""


TALK = TalkPlan(
    30,
    (
        Slide(
            id="table-1",
            layout="statement",
            title="How it compares",
            section="",
            seconds=60,
            items=(Item("statement", "table-1"),),
        ),
    ),
)


def table(rows: str = ROWS, caption: str = r"\caption{How the bounds compare.}", below: str = "") -> Paper:
    body = rf"\begin{{table}}[t]\centering{caption}\begin{{tabular}}{{lcr}}{rows}\end{{tabular}}{below}\end{{table}}"
    one = replace(statement("table-1", "table", body, section="1", page=3), macros=tuple(m.name for m in MACROS))
    return replace(PAPER, referents=(one,))


def cells(paper: Paper) -> NativeParagraph | None:
    """The table with native cells; None where it has none."""
    found = native(paper, ["table-1"], run_pandoc, cells=True).by_id.get("table-1", ())
    return found[0] if found and found[0].grid else None


def written(paper: Paper) -> bytes:
    """The deck of a talk that shows the table, whose picture is a black one."""
    made = cells(paper)
    assert made is not None
    sheet = pictures.Sheet(png=png(600, 200), width=600.0, height=200.0, size=22.0)
    shown = {"table-1/table-1": pictures.Picture((sheet,))}
    found = Native({}, tables={"table-1": made})
    return deck.write(paper, TALK, PROFILE, student="", pictures=shown, native=found)


def chosen(data: bytes) -> Any:
    """The deck as PowerPoint shows it: native forms in place of alternatives, which python-pptx does not see."""
    file = opened(data)
    for slide in file.slides:
        for alternate in list(slide._element.iter(f"{MC}AlternateContent")):
            (fallback,) = alternate.find(f"{MC}Fallback")
            assert fallback.tag == f"{P}pic"
            for shape in list(alternate.find(f"{MC}Choice")):
                alternate.addprevious(shape)
            alternate.getparent().remove(alternate)
    return file


def frame(file: Any) -> Any:
    (found,) = [shape for slide in file.slides for shape in slide.shapes if shape.has_table]
    return found


def test_a_table_has_a_cell_for_each_of_the_papers() -> None:
    found = frame(chosen(written(table()))).table
    texts = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in found.rows]
    assert texts == [
        ["How the bounds compare.", "", ""],
        ["Work", "Bound", "Assumption"],
        ["Rosenblatt", "", "a margin"],
        ["With noise", "", ""],
        ["Ours", "", "none"],
    ]
    formula = found.cell(2, 1)._tc
    assert len(list(formula.iter(f"{M}f"))) == 1
    assert found.cell(4, 0).text_frame.paragraphs[0].runs[0].font.bold
    assert found.cell(3, 0).span_width == found.cell(0, 0).span_width == 3
    aligned = [cell._tc.find(f".//{A}pPr").get("algn") for cell in found.rows[1].cells]
    assert aligned == ["l", "ctr", "r"]


def test_it_has_the_papers_lines() -> None:
    """Above and below the rows, and below the head; the caption is outside."""
    found = frame(chosen(written(table()))).table
    ruled = [
        [row.cells[0]._tc.tcPr.find(f"{A}{side}/{A}solidFill") is not None for side in ("lnT", "lnB")]
        for row in found.rows
    ]
    assert ruled == [[False, False], [True, True], [True, False], [False, False], [False, True]]


def test_it_has_the_decks_sizes_and_is_within_its_panel() -> None:
    file = chosen(written(table()))
    shape = frame(file)
    sizes = {int(e.get("sz")) for e in shape._element.iter() if e.get("sz")}
    assert sizes == {1800, 2200}
    (panel,) = [s for s in file.slides[0].shapes if s.name == "Panel"]
    assert panel.left < shape.left
    assert shape.left + shape.width < panel.left + panel.width
    assert panel.top < shape.top
    assert shape.top + shape.height < panel.top + panel.height <= 488 * EMU
    assert sum(c.width for c in shape.table.columns) == pytest.approx(shape.width, abs=9)
    assert sum(r.height for r in shape.table.rows) == pytest.approx(shape.height, abs=9)


def test_the_check_reads_its_cells(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(written(table()))
    read = shapes.read(tmp_path / "deck.pptx")
    (found,) = [s for slide in read.slides for s in slide.shapes if s.kind == "frame"]
    assert "Rosenblatt" in found.text
    assert shown_omml.content([found]).atoms
    assert not [finding for finding in overflow.findings(read) if "overflows" in str(finding)]


def test_a_caption_is_where_the_paper_has_it() -> None:
    below = cells(table(caption="", below=r"\caption{Bounds.}"))
    above = cells(table())
    none = cells(table(caption=""))
    assert [t and t.grid and t.grid.caption for t in (below, above, none)] == [5 - 1, 0, None]


@pytest.mark.parametrize(
    "rows",
    [
        r"a & \multicolumn{2}{c}{b} \\ c & d & e \\",
        r"a & b & \begin{itemize}\item c\end{itemize} \\",
        r"a & b & \includegraphics{c} \\",
    ],
    ids=["two columns", "a list", "a picture"],
)
def test_other_cells_leave_it_a_picture(rows: str) -> None:
    assert cells(table(rows)) is None


def test_it_is_as_large_as_it_fits_and_else_a_picture() -> None:
    made = cells(table())
    assert made is not None
    sizes = [form and form.size for form in (fitted_table(made, 24.0, wide, 300.0) for wide in range(800, 100, -20))]
    assert sizes[0] == 24.0
    assert sizes[-1] is None
    numbers = [size or 0.0 for size in sizes]
    assert all(a >= b for a, b in pairwise(numbers))
    assert fitted_table(made, 24.0, 800.0, 60.0) is None
    wide = columns(made, 18.0, 700.0)
    assert sum(wide) == pytest.approx(700.0)
    assert len(heights(made, 18.0, wide)) == 5


@pytest.mark.requires_latex
@pytest.mark.parametrize(("body", "is_native"), [(ROWS, True), (ROWS.replace("none", r"\iffalse x\fi\char65"), False)])
def test_its_letters_are_those_that_latex_printed(body: str, is_native: bool) -> None:
    paper, plan = table(body), TALK
    set_by_latex = pictures.statements(paper, plan, PROFILE, run_latex)
    assert not set_by_latex.failed
    assert ("table-1" in on_slides.native(paper, plan, set_by_latex, run_pandoc).tables) == is_native
