"""Reading a PDF takes work in proportion to its pages, counted as calls of functions and not timed."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path
from types import FrameType

from scaffold.read.pdf.page.ink import ink_of
from scaffold.read.pdf.page.pages import count_pages, pages_of
from scaffold.read.pdf.reader import read
from tests.read.paged import paper_pdf

MOST_CALLS = 50
"""Calls of functions, also of Python's own, that reading a glyph more may take."""

RATIO = 1.25
"""The work of twice as many pages again, relative to what the first doubling added, at most."""


def work(pdf: Path) -> int:
    """Calls of functions while a PDF is read."""
    calls = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(pdf)
    finally:
        sys.setprofile(before)
    return calls


def written(folder: Path, pages: int) -> Path:
    (folder / f"{pages}.pdf").write_bytes(paper_pdf(pages))
    return folder / f"{pages}.pdf"


def test_the_pages_are_a_paper(tmp_path: Path) -> None:
    paper = read(written(tmp_path, 10))
    assert [s.number for s in paper.statements] == [str(n) for n in range(1, 11)]
    assert [s.title for s in paper.sections] == ["Bounds", "Bounds"]
    assert paper.statements[4].uses == ("theorem-4",)


def test_the_work_grows_as_the_pages(tmp_path: Path) -> None:
    read(written(tmp_path, 1))
    once, twice, fourfold = (work(written(tmp_path, n)) for n in (3, 6, 12))
    assert fourfold - twice <= 2 * RATIO * (twice - once), (once, twice, fourfold)


def test_a_glyph_takes_few_calls(tmp_path: Path) -> None:
    """All glyphs of a paper pass through every stage; each was 84 calls before what is known of a line was kept."""
    read(written(tmp_path, 1))
    less, more = written(tmp_path, 4), written(tmp_path, 8)
    glyphs = [sum(len(page.glyphs) for page in pages_of(pdf, count_pages(pdf))) for pdf in (less, more)]
    calls = (work(more) - work(less)) / (glyphs[1] - glyphs[0])
    assert calls < MOST_CALLS, calls


def test_pages_are_not_kept(tmp_path: Path) -> None:
    """What is taken from the pages one by one needs no more memory for many of them."""

    def peak(pages: int) -> int:
        pdf = written(tmp_path, pages)
        tracemalloc.start()
        try:
            assert sum(1 for _ in pages_of(pdf, count_pages(pdf))) == pages
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    assert peak(24) < 2 * peak(6)


def test_where_ink_was_looked_for_is_not_kept(tmp_path: Path) -> None:
    pdf = written(tmp_path, 1)
    (page,) = pages_of(pdf, 1)
    with ink_of(pdf) as ink:
        assert ink is not None
        found = [len(ink.at(1, g.x0, g.base)) for g in page.glyphs]
        tracemalloc.start()
        try:
            again = [len(ink.at(1, g.x0, g.base + 0.01)) for g in page.glyphs]
            kept = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
    assert sum(found) > 500
    assert sum(again) > 500
    assert kept < 20 * len(page.glyphs)
