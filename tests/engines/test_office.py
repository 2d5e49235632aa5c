"""Exporting decks for real, and what LibreOffice does silently."""

from __future__ import annotations

import threading
from pathlib import Path

import pptx
import pytest

from scaffold.engines import limits
from scaffold.engines.office import export
from scaffold.engines.office.export import export_pdf, shown_slides
from scaffold.engines.pdf import pdf_pages
from scaffold.errors import BadDeck, EngineFailed, EngineMissing


def deck(path: Path, slides: int = 2, hidden: int = 0) -> Path:
    made = pptx.Presentation()
    for n in range(slides):
        slide = made.slides.add_slide(made.slide_layouts[5])
        slide.shapes.title.text = f"Slide {n}"
        if n < hidden:
            slide.element.set("show", "0")
    made.save(str(path))
    return path


@pytest.mark.requires_office
class TestExport:
    def test_one_page_a_slide_that_is_not_hidden(self, tmp_path: Path) -> None:
        result = export_pdf(deck(tmp_path / "slides.pptx", 4, hidden=1), tmp_path / "build" / "slides.pdf")
        assert result.pages == pdf_pages(result.pdf) == 3
        assert sorted(p.name for p in tmp_path.iterdir()) == ["build", "slides.pptx"]

    def test_two_at_once_and_the_same_bytes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
        source = deck(tmp_path / "slides.pptx")
        outs = [tmp_path / f"{n}.pdf" for n in range(2)]
        threads = [threading.Thread(target=export_pdf, args=(source, out), kwargs={"fresh": True}) for out in outs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        one, two = (out.read_bytes() for out in outs)
        assert one == two

    def test_wrong_number_of_pages_fails_and_leaves_the_old_file(self, tmp_path: Path) -> None:
        out = tmp_path / "d.pdf"
        out.write_bytes(b"old")
        with pytest.raises(EngineFailed, match="2 pages from the 5 slides"):
            export_pdf(deck(tmp_path / "d.pptx"), out, slides=5)
        assert out.read_bytes() == b"old"

    def test_unreadable_deck_for_which_libreoffice_exits_0(self, tmp_path: Path) -> None:
        bad = tmp_path / "slides.pptx"
        bad.write_bytes(deck(tmp_path / "good.pptx").read_bytes()[:5000])
        with pytest.raises(BadDeck, match=r"slides\.pptx"):
            export_pdf(bad, tmp_path / "slides.pdf", slides=2)
        assert not (tmp_path / "slides.pdf").exists()

    def test_time_limit(self, tmp_path: Path) -> None:
        with pytest.raises(EngineFailed, match="stopped after"):
            export_pdf(deck(tmp_path / "d.pptx"), tmp_path / "d.pdf", timeout=0.05)


@pytest.mark.parametrize("content", [b"", b"not a deck", b"PK\x03\x04" + b"\0" * 60])
def test_corrupt_deck(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "slides.pptx"
    path.write_bytes(content)
    with pytest.raises(BadDeck, match=r"not a PowerPoint file, or is damaged|is empty") as caught:
        shown_slides(path)
    assert caught.value.hint


@pytest.mark.requires_office
def test_corrupt_deck_through_the_export(tmp_path: Path) -> None:
    (tmp_path / "slides.pptx").write_bytes(b"no deck")
    with pytest.raises(BadDeck, match="damaged"):
        export_pdf(tmp_path / "slides.pptx", tmp_path / "slides.pdf")


@pytest.mark.requires_office
def test_deck_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="does not exist"):
        export_pdf(tmp_path / "slides.pptx", tmp_path / "slides.pdf")


def test_missing_office_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(export, "_usual_places", list)
    with pytest.raises(EngineMissing) as caught:
        export_pdf(deck(tmp_path / "d.pptx"), tmp_path / "d.pdf")
    for words in ("libreoffice-impress", "brew install --cask libreoffice", "winget"):
        assert words in caught.value.hint


def test_program_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice does for input it cannot read: exit code 0, an error message, no file."""
    finished = limits.Finished(0, "Error: source file could not be loaded\n")
    monkeypatch.setattr(export, "find_office", lambda: tmp_path / "soffice")
    monkeypatch.setattr(limits, "run", lambda *a, **k: finished)
    with pytest.raises(EngineFailed, match="source file could not be loaded"):
        export_pdf(deck(tmp_path / "d.pptx"), tmp_path / "d.pdf")
