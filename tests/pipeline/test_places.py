"""The places that a paper's pages show: found in another process, whose memory `init` does not keep."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.engines import workers
from scaffold.errors import UnreadablePdf
from scaffold.model import Paper, Source
from scaffold.pipeline import places, reading
from scaffold.pipeline.graphics import Clips
from scaffold.read.pdf import reader
from tests.conftest import ROOT

PDF = ROOT / "examples" / "eprints" / "2401.00001" / "v2.pdf"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process must not read pages by their layout: of 40 pages, it would keep a hundred megabytes."""

    def read(*_: object, **__: object) -> Paper:
        raise AssertionError("pages are read by their layout in this process")

    monkeypatch.setattr(reader, "read", read)


def test_they_are_those_that_the_reader_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    read = reader.read(PDF)
    shown = places.shown(PDF)
    for name in ("statements", "displays", "referents"):
        found, wanted = ([(s.id, s.title, s.page, s.regions) for s in getattr(p, name)] for p in (shown, read))
        assert found == wanted
    assert not any(s.body or s.standalone or s.proofs for s in shown.restatable)
    assert [(f.id, f.number, f.regions) for f in shown.figures] == [(f.id, f.number, f.regions) for f in read.figures]
    monkeypatch.setattr(workers, "apart", lambda *_: pytest.fail("the places are not kept"))
    assert places.shown(PDF) == shown


def test_clips_of_a_source_are_cut_without_reading_pages_here(elsewhere: None) -> None:
    statements = tuple(replace(s, regions=(), shown_by="source") for s in places.shown(PDF).statements)
    paper = Paper(source=Source(kind="tex"), statements=statements)
    named = {s.id for s in statements if s.number}
    assert named
    assert Clips.of(paper, PDF).more(named).by_id.keys() == named


def test_numbers_are_confirmed_by_layout_without_reading_pages_here(elsewhere: None) -> None:
    known = next(s for s in places.shown(PDF).statements if s.number)
    paper = Paper(source=Source(kind="tex"), statements=(replace(known, page=None, confidence="unconfirmed"),))
    said: list[str] = []
    found = reading._with_layout(paper, PDF, lambda stage, message, *_: said.append(f"{stage}: {message}"))
    assert (found.statements[0].page, found.statements[0].confidence) == (known.page, "confirmed")
    assert said == ["read: the layout of the pages, for numbers that their lines do not confirm"]


def test_a_pdf_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"no PDF")
    with pytest.raises(UnreadablePdf, match=r"paper\.pdf cannot be read"):
        places.shown(tmp_path / "paper.pdf")
