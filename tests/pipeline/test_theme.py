"""`scaffold init --theme`: a university's theme for both decks."""

from __future__ import annotations

from pathlib import Path

import pptx
import pytest
from pypdf import PageObject, PdfReader

from scaffold.engines.pdf import pdf_pages
from tests.pipeline.conftest import ID, Run
from tests.write import themes

OWN = r"""\mode<presentation>
\usecolortheme{seal}
\setbeamertemplate{footline}{\hfill\insertframenumber\quad\vskip2pt}
\logo{\includegraphics[height=4mm]{seal-mark}}
"""
COLOURS = "\\setbeamercolor{structure}{fg=red!60!black}\n\\setbeamercolor{normal text}{fg=white,bg=black}\n"


@pytest.fixture
def seal(desk: Path) -> Path:
    """A Beamer theme of one's own, with colours and a mark in files beside it."""
    (desk / "beamerthemeseal.sty").write_text(OWN, encoding="utf-8")
    (desk / "beamercolorthemeseal.sty").write_text(COLOURS, encoding="utf-8")
    from PIL import Image

    Image.new("RGB", (40, 20), "red").save(desk / "seal-mark.png")
    return desk / "beamerthemeseal.sty"


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_both_decks_take_their_theme(scaffold: Run, desk: Path, seal: Path) -> None:
    (desk / "uni.pptx").write_bytes(themes.narrow())
    made = scaffold("init", ID, "here", "--theme", "uni.pptx", "--theme", str(seal))
    assert made.returncode == 0, made.stderr
    slides = desk / "here" / "slides"
    assert pptx.Presentation(str(slides / "slides.pptx")).slide_width == 720 * 12700
    for name in ("beamerthemeseal.sty", "beamercolorthemeseal.sty", "seal-mark.png"):
        assert (slides / name).is_file(), name
    run = scaffold("build", "--slides", cwd=desk / "here")
    assert run.returncode == 0, run.stdout + run.stderr
    build = desk / "here" / "build"
    twin = pypdf_page(build / "slides-beamer.pdf", 4)
    assert pdf_pages(build / "slides.pdf") >= pdf_pages(build / "slides-beamer.pdf") > 15
    assert twin.mediabox.right == pytest.approx(453.5, abs=1)
    assert not pypdf_page(build / "slides.pdf", 4).images


def pypdf_page(pdf: Path, number: int) -> PageObject:
    return PdfReader(pdf).pages[number]


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", ["Madrid", pytest.param("Berkeley", marks=pytest.mark.long)])
def test_an_installed_theme_by_its_name(scaffold: Run, desk: Path, name: str) -> None:
    made = scaffold("init", ID, "here", "--slides", "beamer", "--theme", name, "--no-tex")
    assert made.returncode == 0, made.stderr
    run = scaffold("build", "--slides", cwd=desk / "here")
    assert run.returncode == 0, run.stderr
    assert "too wide" not in run.stderr
    assert pdf_pages(desk / "here" / "build" / "slides.pdf") > 15


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--theme", "gone.potx"], "gone.potx"),
        (["--theme", "README.txt"], "not a known kind of theme"),
        (["--theme", "look.sty"], "beamertheme"),
        (["--theme", "Madrid", "--theme", "Berlin"], "two themes for the Beamer deck"),
        (["--theme", "Madrid", "--slides", "pptx"], "makes no Beamer deck"),
        (["--theme", "bad.pptx"], "bad.pptx is not a PowerPoint file"),
    ],
)
def test_a_theme_that_cannot_be_used(scaffold: Run, desk: Path, words: list[str], message: str) -> None:
    (desk / "bad.pptx").write_bytes(b"nothing")
    run = scaffold("init", ID, "here", *words)
    assert run.returncode == 35
    assert message in run.stderr
    assert not (desk / "here").exists()


@pytest.mark.requires_latex
def test_a_theme_that_is_not_installed(scaffold: Run) -> None:
    run = scaffold("init", ID, "here", "--theme", "Atlantis")
    assert run.returncode == 35
    assert "no Beamer theme called Atlantis is installed" in run.stderr
