"""`handout`: finished files for the room, from the deck as it is."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from itertools import groupby
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from scaffold.pipeline.handouts import _ever_less
from scaffold.write.handouts.listeners import Summary
from tests.pipeline.conftest import Run

MM = 72 / 25.4
MADE = ("slides.pdfpc", "slides-notes.pdf", "cards.pdf", "slides-handout.pdf", "handout.pdf")

pytestmark = [pytest.mark.requires_latex, pytest.mark.requires_office, pytest.mark.slow]


@pytest.fixture
def project(built: Path, desk: Path, scaffold: Run) -> Path:
    return Path(shutil.copytree(built / "paper", desk / "here"))


def words(pdf: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(pdf).pages]


def size(pdf: Path) -> tuple[int, int]:
    box = PdfReader(pdf).pages[0].mediabox
    return round(float(box.width) / MM), round(float(box.height) / MM)


def say(deck: Path, text: str) -> None:
    """The notes of the second slide begin with this text."""
    presentation = Presentation(str(deck))
    frame = presentation.slides[1].notes_slide.notes_text_frame
    assert frame is not None
    frame.text = f"90 s\n{text}"
    presentation.save(str(deck))


def test_all_handouts_from_the_notes_as_they_are(scaffold: Run, project: Path) -> None:
    say(project / "slides" / "slides.pptx", "Greet Åsa & all; 5% of ‖x‖ ≤ γ.")
    run = scaffold("handout", cwd=project)
    assert run.returncode == 0, run.stdout + run.stderr
    build = project / "build"
    slides = PdfReader(build / "slides.pdf")
    notes = json.loads((build / "slides.pdfpc").read_text(encoding="utf-8"))["pages"]
    assert len(notes) == len(slides.pages)
    assert notes[1]["note"].splitlines()[0].startswith("1:30, until ")
    assert "Greet Åsa & all; 5% of ‖x‖ ≤ γ." in notes[1]["note"]
    beside = PdfReader(build / "slides-notes.pdf")
    assert len(beside.pages) == len(slides.pages)
    wide, narrow = beside.pages[0].mediabox, slides.pages[0].mediabox
    assert float(wide.width) == pytest.approx(2 * float(narrow.width))
    assert float(wide.height) == pytest.approx(float(narrow.height))
    assert all(label in words(build / "slides-notes.pdf")[1] for label in ("The question", "1:30", "5%"))
    assert size(build / "cards.pdf") == (148, 105)
    assert size(build / "slides-handout.pdf") == (210, 297)
    (page,) = words(build / "handout.pdf")
    for part in (
        "The problem",
        "Main results",
        "Theorem 5.4",
        "Road map",
        "Questions to ask",
        "References",
        "Lovelace",
    ):
        assert part in page
    assert "Refers to" not in page  # a link of another slide, and no question
    first = {name: hashlib.sha256((build / name).read_bytes()).hexdigest() for name in MADE}
    assert scaffold("handout", cwd=project).returncode == 0
    assert {name: hashlib.sha256((build / name).read_bytes()).hexdigest() for name in MADE} == first


def test_the_page_for_listeners_leaves_out_the_weakest_main_result_and_keeps_the_order_of_the_paper() -> None:
    main = ["theorem-1", "theorem-2", "theorem-3"]
    whole = Summary(title="", paper="", speaker="", when="", main=main, weakest=["theorem-2", "theorem-3", "theorem-1"])
    shown = [list(less.main) for less in _ever_less(whole)]
    assert [group for group, _ in groupby(shown)] == [main, ["theorem-1", "theorem-3"], ["theorem-1"]]


def test_only_what_is_asked_for(scaffold: Run, project: Path) -> None:
    assert scaffold("handout", "--cards", cwd=project).returncode == 0
    assert [name for name in MADE if (project / "build" / name).exists()] == ["cards.pdf"]
    shutil.rmtree(project / "slides")
    assert scaffold("handout", "--listeners", cwd=project).returncode == 0
    refused = scaffold("handout", "--cards", cwd=project)
    assert refused.returncode not in (0, 1)
    assert "slides" in refused.stderr


def test_a_long_note_fits_beside_its_slide_and_goes_on_on_a_second_card(scaffold: Run, project: Path) -> None:
    say(project / "slides" / "slides.pptx", "\n".join(f"Sentence number {n} of a long note." for n in range(60)))
    assert scaffold("handout", "--cards", "--notes", cwd=project).returncode == 0
    assert "Sentence number 59" in words(project / "build" / "slides-notes.pdf")[1]
    cards = [text for text in words(project / "build" / "cards.pdf") if re.search(r"Slide 2\b", text)]
    assert len(cards) > 1
    assert "Sentence number 59" in cards[-1]


def test_overlays_of_a_beamer_deck_share_their_note(scaffold: Run, project: Path) -> None:
    (project / "slides" / "slides.pptx").unlink()
    deck = project / "slides" / "slides.tex"
    frame = "\\begin{frame}{Mine}One \\pause two\\note{2 min\n\nOnly mine}\\end{frame}\n\\end{document}"
    deck.write_text(deck.read_text(encoding="utf-8").replace("\\end{document}", frame), encoding="utf-8")
    run = scaffold("handout", "--notes", cwd=project)
    assert run.returncode == 0, run.stderr
    notes = json.loads((project / "build" / "slides.pdfpc").read_text(encoding="utf-8"))["pages"]
    assert len(notes) == len(PdfReader(project / "build" / "slides.pdf").pages)
    assert [(page["overlay"], "Only mine" in page["note"]) for page in notes[-2:]] == [(0, True), (1, True)]
