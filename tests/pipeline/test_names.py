"""Names in any script: they print as they are, or a line says what to install."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from scaffold.engines import limits
from tests.pipeline.conftest import SMALL, Run

NAMES = ["Мария Иванова", "محمد علي", "Đặng Γεωργίου", "王小明"]
MORE_NAMES = ["Nguyễn Thị Hồng", "Γιώργος Παπαδόπουλος"]
"""In scripts that one of the others mixes."""
EXTRA_FONTS = {"王小明": "fonts-noto-cjk"}
"""What the message names, for letters that no font of the set-up has."""


def has_font(letters: str) -> bool:
    program = limits.which("fc-list") or "fc-list"
    wanted = " ".join(f"{ord(c):x}" for c in letters if c.isalpha())
    return bool(subprocess.run([program, f":charset={wanted}"], capture_output=True, check=True).stdout)


@pytest.mark.requires_xelatex
@pytest.mark.parametrize("name", [*NAMES, *(pytest.param(name, marks=pytest.mark.long) for name in MORE_NAMES)])
def test_a_name_prints_as_it_is(name: str, scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--no-tex", "--student", name)
    assert run.returncode == 0, run.stderr
    deck = Presentation(str(desk / "here" / "slides" / "slides.pptx"))
    assert deck.core_properties.author == name
    assert any(name in shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame)
    (desk / "here" / "slides" / "slides.pptx").unlink()
    run = scaffold("build", cwd=desk / "here")
    if not has_font(name):
        assert f"(sudo apt-get install {EXTRA_FONTS[name]}) and run: scaffold build" in run.stderr
        return
    assert run.returncode == 0, run.stdout + run.stderr
    for file in ("report", "slides"):
        pdf = PdfReader(desk / "here" / "build" / f"{file}.pdf")
        assert pdf.metadata is not None
        assert pdf.metadata.author == name
        printed = unicodedata.normalize("NFKC", pdf.pages[0].extract_text())
        assert all(c in printed for c in name)
        assert not re.search(r"by \?|\ufffd", printed)


@pytest.mark.requires_xelatex
def test_the_student_may_write_another_name_later(scaffold: Run, desk: Path) -> None:
    assert scaffold("init", str(SMALL), "here", "--no-tex", "--student", "Ada").returncode == 0
    report, letters = (desk / "here" / "report" / name for name in ("report.tex", "generated/letters.tex"))
    text = report.read_text(encoding="utf-8")
    for name, needed in (("Мария", True), ("Ada", False)):
        report.write_text(text.replace(r"\student{Ada}", rf"\student{{{name}}}"), encoding="utf-8")
        run = scaffold("build", "--report", cwd=desk / "here")
        assert run.returncode == 0, run.stdout + run.stderr
        assert letters.is_file() == needed
        pdf = PdfReader(desk / "here" / "build" / "report.pdf")
        assert pdf.metadata is not None
        assert pdf.metadata.author == name


def test_the_folder_has_the_names_of_the_authors(scaffold: Run, desk: Path) -> None:
    (desk / "paper").mkdir()
    (desk / "paper" / "main.tex").write_text(
        "\\documentclass{article}\\title{О сходимости рядов}\\author{Мария Ивановa \\and 王小明}"
        "\\begin{document}\\maketitle x\\end{document}",
        encoding="utf-8",
    )
    run = scaffold("init", "paper", "--no-tex")
    assert run.returncode == 0, run.stderr
    (folder,) = (p for p in desk.iterdir() if p.name != "paper")
    assert folder.name == "ивановa-王小明-о-сходимости"
    head = (folder / "report" / "generated" / "paper.tex").read_text(encoding="utf-8")
    assert "О сходимости рядов" in head
    assert "王小明" in head


PAPER = """\\documentclass{article}\\newtheorem{theorem}{Theorem}\\title{On works}\\author{Ada}
\\begin{document}\\maketitle See \\cite{ivanova} and \\cite{other}.
\\begin{theorem}All is well.\\end{theorem}
\\bibliographystyle{plain}\\bibliography{refs}\\end{document}
"""
WORKS = """@article{ivanova, author = {Иванова, Мария and Müller, Jürgen}, title = {О теоремах}, journal = {Труды},
  year = {1950}}
@article{other, author = {Euler, Leonhard}, title = {On numbers}, journal = {Acta}, year = {1750}}
"""


@pytest.mark.requires_xelatex
def test_a_work_is_printed_in_its_script_and_changes_nothing_unless_it_is_cited(scaffold: Run, desk: Path) -> None:
    source, report = desk / "source", desk / "here" / "report"
    source.mkdir()
    (source / "main.tex").write_text(PAPER, encoding="utf-8")
    (source / "refs.bib").write_text(WORKS, encoding="utf-8")
    assert scaffold("init", "source", "here", "--no-tex").returncode == 0
    letters = report / "generated" / "letters.tex"
    for cited, needed in (("other", False), ("other, ivanova", True)):
        (report / "summary.tex").write_text(f"See \\citep[p.~2]{{{cited}}}.\n", encoding="utf-8")
        run = scaffold("build", "--report", cwd=desk / "here")
        assert run.returncode == 0, run.stdout + run.stderr
        assert letters.is_file() == needed
    pages = PdfReader(desk / "here" / "build" / "report.pdf").pages
    printed = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages))
    works = printed.rpartition("References")[2]
    assert "Иванова" in works
    assert "О теоремах" in works
    assert "Müller" in works
    assert not re.search(r"\?|\ufffd", works)


STATEMENT = """\\documentclass{article}\\newtheorem{theorem}{Теорема}\\title{On works}\\author{Ada}
\\begin{document}\\maketitle
\\begin{theorem}[Иванов]Группа $Ш_x$ конечна, если $x ⟿ y$.\\end{theorem}
\\end{document}
"""


@pytest.mark.requires_xelatex
def test_a_statement_prints_its_letters_also_in_formulas(scaffold: Run, desk: Path) -> None:
    (desk / "main.tex").write_text(STATEMENT, encoding="utf-8")
    assert scaffold("init", "main.tex", "here", "--no-tex", "--slides", "pptx").returncode == 0
    run = scaffold("build", "--report", cwd=desk / "here")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "has no" not in run.stderr
    printed = unicodedata.normalize("NFKC", PdfReader(desk / "here/build/report.pdf").pages[0].extract_text())
    for word in ("Теорема", "Иванов", "Группа", "Ш", "конечна", "⟿"):
        assert word in printed
    checked = scaffold("check", cwd=desk / "here").stdout
    assert "✓ undefined" in checked
    assert re.search("✓ fidelity  .* 1 statement", checked)
