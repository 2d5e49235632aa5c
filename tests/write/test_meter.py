"""The meter against documents of known fill, in every engine: rules and lines that end at known positions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from scaffold import clock, languages
from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.resources import template
from scaffold.write.report import files
from tests.write.building import meters, page_texts

ENGLISH = languages.load("en")
WORDS = files.language_file(ENGLISH, ENGLISH)

TOLERANCE = 0.02
"""In pages; the meter itself shows hundredths."""

_PREAMBLE = r"""\documentclass[11pt,a4paper%(columns)s]{article}
\usepackage[margin=25mm,tight%(options)s]{generated/scaffold-report}
\newdimen\goal
\newcommand\upto[1]{\par\goal=#1\textheight \advance\goal-\pagetotal \advance\goal-\pagedepth}
%% Ends with a rule, with the baseline of a line that has descenders, or with a paragraph of known lines.
\newcommand\byrule[1]{\upto{#1}\hrule height\goal width 9pt\par}
\newcommand\byline[1]{\setbox0\hbox{gypq, (x)}\upto{#1}\advance\goal-\ht0 \hrule height\goal width 9pt\box0\par}
\newcommand\bynotes[3]{\setbox0\hbox{x}\upto{#1}\advance\goal-\ht0 \hrule height\goal width 9pt
  \noindent\hbox{x}\count1=0 \loop\ifnum\count1<#2\advance\count1 1 \footnote{one\count2=1
  \loop\ifnum\count2<#3\advance\count2 1 \hfil\break line\repeat}\repeat\par}
\begin{document}
"""


@dataclass(frozen=True)
class Fill:
    """A part: pages (or columns) full before the last, the share of the last, how it ends, and footnotes of lines.

    before is LaTeX at its beginning, which takes as much space as extra says, in pages (or columns).
    """

    full: int
    share: float
    ending: str
    notes: int = 0
    lines: int = 0
    before: str = ""
    extra: float = 0

    def tex(self) -> str:
        end = (
            rf"\bynotes{{{self.share}}}{{{self.notes}}}{{{self.lines}}}"
            if self.notes
            else rf"\{self.ending}{{{self.share}}}"
        )
        return self.before + r"\null\newpage " * self.full + end

    def truth(self, height: float) -> float:
        """Pages or columns taken; a footnote at 11 points has lines of 11 points, and 10 points stand above all."""
        return self.extra + self.full + self.share + ((10 + 11 * self.notes * self.lines) / height if self.notes else 0)


def fills(columns: int) -> st.SearchStrategy[Fill]:
    """Short and long parts, with each ending; those with footnotes leave space for them on their last page."""
    full = st.integers(0, 3 * columns - 1)
    plain = st.builds(Fill, full, st.integers(150, 970).map(_thousandths), st.sampled_from(("byrule", "byline")))
    noted = st.builds(
        Fill, full, st.integers(150, 680).map(_thousandths), st.just("byline"), st.integers(1, 2), st.integers(1, 4)
    )
    return plain | plain | noted


def _thousandths(n: int) -> float:
    return n / 1000


def family(count: int, columns: int = 1) -> list[Fill]:
    """So many parts as hypothesis draws them, the same every time; one document holds all, as a run of TeX is dear."""
    drawn: dict[Fill, None] = {}

    @seed(count)
    @settings(max_examples=2 * count, database=None, phases=[Phase.generate])
    @given(fills(columns))
    def draw(fill: Fill) -> None:
        drawn[fill] = None

    draw()
    return list(drawn)[:count]


def measured(folder: Path, parts: Iterable[Fill], *, engine: str, columns: int = 1, final: bool = False) -> TexResult:
    """A report of these parts, each of three pages' budget, starting on a page of its own."""
    body = "\n".join(
        rf"\begin{{scaffoldpart}}{{p{n}}}{{Part {n}}}{{3}}{fill.tex()}\end{{scaffoldpart}}"
        for n, fill in enumerate(parts)
    )
    head = _PREAMBLE % {"columns": ",twocolumn" * (columns == 2), "options": ",final" * final}
    (folder / "generated").mkdir(parents=True)
    shutil.copy(template("report", "scaffold-report.sty"), folder / "generated")
    (folder / "generated/language.tex").write_text(WORDS, encoding="utf-8")
    (folder / "report.tex").write_text(head + body + "\n\\end{document}\n", encoding="utf-8")
    return compile_tex(folder / "report.tex", folder / "build", engine=engine)


def height() -> float:
    """Of the text block in points: that of A4 without 25 mm above and below."""
    return (297 - 2 * 25) / 25.4 * 72.27


ENGINES = [
    pytest.param("pdflatex", marks=pytest.mark.requires_latex),
    pytest.param("xelatex", marks=pytest.mark.requires_xelatex),
    pytest.param("lualatex", marks=pytest.mark.requires_lualatex),
]


def notes_that_go_on() -> list[Fill]:
    """A part that begins with the rest of a note below the text of its page, and one whose note goes on after it."""
    on = r"\null\newpage\bynotes{0.9}{1}{14}\newpage "
    lines = int((0.1 * height() - 10 - 9) / 11)
    begun = Fill(0, 0.4, "byline", before=on, extra=2 + (10 + 11 * (14 - lines)) / height())
    return [begun, Fill(0, 0.9, "byline", 1, 14)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("count", "columns"), [(30, 1), (12, 2)], ids=["one-column", "two-columns"])
def test_the_meter_agrees_with_the_truth(tmp_path: Path, engine: str, count: int, columns: int) -> None:
    """Also where a note goes on over the page, which is counted whole."""
    drawn = family(count, columns)
    assert len(drawn) == count
    assert {fill.notes for fill in drawn} == {0, 1, 2}
    drawn += notes_that_go_on()
    result = measured(tmp_path, drawn, engine=engine, columns=columns)
    assert result.ok, result.errors
    found = meters(result)
    off = {
        (name, fill): (used, fill.truth(height()) / columns)
        for (name, (used, _)), fill in zip(found.items(), drawn, strict=True)
        if abs(used - fill.truth(height()) / columns) > TOLERANCE
    }
    assert not off
    assert result.runs <= 3


@pytest.mark.requires_latex
def test_a_note_of_a_box_in_an_earlier_column_is_counted_with_its_box(tmp_path: Path) -> None:
    before = r"\null\newpage\begin{minipage}{3cm}x\footnote{y}\end{minipage}\par"
    parts = [Fill(1, 0.4, "byrule", before=before), Fill(0, 0.5, "byline", before=before)]
    result = measured(tmp_path, parts, engine="pdflatex", columns=2)
    assert result.ok, result.errors
    assert meters(result)["Part 0"][0] == pytest.approx((1 + 1 + 0.4) / 2, abs=TOLERANCE)


@pytest.mark.requires_latex
@pytest.mark.parametrize(("columns", "share", "right"), [(1, 0.75, False), (2, 0.75, True), (2, 0.25, False)])
def test_the_end_of_the_budget_is_marked_in_the_margin(tmp_path: Path, columns: int, share: float, right: bool) -> None:
    over = r"\null\newpage" * columns + " over"
    parts = rf"\begin{{scaffoldpart}}{{a}}{{A}}{{{share}}}{over}\end{{scaffoldpart}}"
    (x, y, page) = marked(tmp_path, parts, columns)
    assert page == 0
    assert (x > 297.5) is right
    assert y == pytest.approx((25 + (297 - 50) * (share * columns - right)) / 25.4 * 72, abs=6)


@pytest.mark.requires_latex
def test_a_part_that_ends_in_ratings_is_counted_to_their_last_line(tmp_path: Path) -> None:
    rows = "".join(rf"\rating{{Scale}}{{{n}}}{{4 excellent to 1 poor}}" for n in range(5)) + r"\rating{Last}{5}{x}"
    body = rf"\vspace*{{5cm}}\begin{{ratings}}{rows}\end{{ratings}}"
    (_, y, page) = marked(tmp_path, rf"\begin{{scaffoldpart}}{{a}}{{A}}{{1}}{body}\end{{scaffoldpart}}", 1, "Last")
    assert page == 0
    used = re.search(r"([\d.]+) of 1.00 pages", page_texts(tmp_path)[0])
    assert used is not None
    assert float(used[1]) == pytest.approx((y / 72 * 25.4 - 25) / (297 - 50), abs=0.01)


@pytest.mark.requires_latex
@pytest.mark.parametrize("columns", [1, 2])
def test_lengths_that_change_need_one_run(tmp_path: Path, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meters and ends of budgets are printed by the run that measures them, as by runs that begin with nothing."""
    monkeypatch.setattr(clock, "seconds", lambda: 1_793_448_000)
    parts = [Fill(0, 0.4, "byline"), Fill(columns * 3, 0.5, "byrule"), Fill(0, 0.3, "byline", 1, 2)]
    pages = measured(tmp_path, parts, engine="pdflatex", columns=columns).pages
    main = tmp_path / "report.tex"
    for share, title in ((0.6, "{Part 0}{3}"), (0.2, "{Part 0}{0.05}"), (0.3, "{Part 0}{0.05}"), (0.5, "{Part 0}{3}")):
        text = re.sub(r"\\byline\{[\d.]+\}", rf"\\byline{{{share}}}", main.read_text(encoding="utf-8"), count=1)
        main.write_text(re.sub(r"\{Part 0\}\{[\d.]+\}", title, text), encoding="utf-8")
        result = compile_tex(main, tmp_path / "build")
        assert (result.ok, result.runs) == (True, 1 + (result.pages != pages))
        pages = result.pages
        used, budget = meters(result)["Part 0"]
        assert used == pytest.approx(share / columns, abs=TOLERANCE)
        assert f"{used:.2f} of {budget:.2f} pages" in page_texts(tmp_path)[0]
        assert ["budget ends" in text for text in page_texts(tmp_path)[:2]] == [used > budget, False]
        assert compile_tex(main, tmp_path / "build", fresh=True).data == result.data


@pytest.mark.requires_latex
def test_a_run_that_writes_no_marks_shows_no_length(tmp_path: Path) -> None:
    measured(tmp_path, [Fill(0, 0.4, "byline")], engine="pdflatex")
    main = tmp_path / "report.tex"
    silent = "\\makeatletter\\@fileswfalse\\makeatother\n\\begin{document}"
    main.write_text(main.read_text(encoding="utf-8").replace("\\begin{document}", silent), encoding="utf-8")
    assert compile_tex(main, tmp_path / "build").ok
    assert "? of 3.00 pages" in page_texts(tmp_path)[0]


def marked(folder: Path, parts: str, columns: int, what: str = "budget ends") -> tuple[float, float, int]:
    """Where the words first occur, in points from the left and from the top, and on which page (from 0)."""
    import pypdfium2

    (folder / "generated").mkdir()
    shutil.copy(template("report", "scaffold-report.sty"), folder / "generated")
    (folder / "generated/language.tex").write_text(WORDS, encoding="utf-8")
    head = _PREAMBLE % {"columns": ",twocolumn" * (columns == 2), "options": ""}
    (folder / "report.tex").write_text(head + parts + "\n\\end{document}\n", encoding="utf-8")
    assert compile_tex(folder / "report.tex", folder / "build").ok
    with pypdfium2.PdfDocument(folder / "build" / "report.pdf") as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            if found := text.search(what).get_next():
                left, bottom, _, _ = text.get_charbox(found[0])
                return left, page.get_height() - bottom, number
    raise AssertionError(f"no {what}")
