"""What finished PDFs print of the statements: the same files are compared once, others again."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from scaffold.check.printed import witness
from scaffold.engines.latex.compile import render_pages
from scaffold.model import Paper, Source, Statement
from scaffold.pipeline import witnessing
from scaffold.pipeline.graphics import Clips
from scaffold.write.slides.pictures import Pictures
from tests.check.printed_papers import STATEMENTS, ours, paper, planted

PAPER = Paper(
    source=Source(kind="tex"),
    statements=tuple(
        Statement(id=f"theorem-{n}", kind="theorem", heading="Theorem", number=str(n), body="", verified="verified")
        for n in range(1, len(STATEMENTS) + 1)
    ),
)
SHEETS = {s.id: (n,) for n, s in enumerate(PAPER.statements, 1)}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


@pytest.mark.requires_latex
def test_the_same_files_are_compared_once(tmp_path: Path) -> None:
    printed, typeset, faulty = tmp_path / "printed.pdf", tmp_path / "typeset.pdf", tmp_path / "faulty.pdf"
    at, text, _ = next(iter(planted()))
    printed.write_bytes(render_pages(paper("one column")).data)
    typeset.write_bytes(render_pages(ours([*STATEMENTS])).data)
    faulty.write_bytes(render_pages(ours([text if n == at else s for n, s in enumerate(STATEMENTS)])).data)
    with mock.patch.object(witness, "compare", wraps=witness.compare) as compare:
        first = witnessing.again(PAPER, SHEETS, typeset, printed)
        assert len(first) == len(STATEMENTS)
        assert not any(reprint.differs for reprint in first.values())
        assert witnessing.again(PAPER, SHEETS, typeset, printed) == first
        assert compare.call_count == 1
        other = witnessing.again(PAPER, SHEETS, faulty, printed)
        assert [id for id, reprint in other.items() if reprint.differs] == [PAPER.statements[at].id]
        assert witnessing.again(PAPER, SHEETS, faulty, printed) == other
        assert compare.call_count == 2


@pytest.mark.requires_latex
def test_the_same_pictures_are_compared_once(tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    at, text, _ = next(iter(planted()))
    printed.write_bytes(render_pages(paper("one column")).data)
    clips = Clips.of(PAPER, printed)
    pages = {id: tuple(sheets) for id, sheets in SHEETS.items()}
    sound = Pictures({}, pdf=render_pages(ours([*STATEMENTS])).data, pages=pages)
    faulty = [text if n == at else s for n, s in enumerate(STATEMENTS)]
    with mock.patch.object(witness, "compare", wraps=witness.compare) as compare:
        first = witnessing.compared(PAPER, clips, sound)
        assert all(comparison.agrees for comparison in first.values())
        assert witnessing.compared(PAPER, clips, sound) == first
        assert compare.call_count == 1
        replaced = Pictures({}, pdf=render_pages(ours(faulty)).data, pages=pages)
        other = witnessing.compared(PAPER, clips, replaced)
        assert witnessing.differing(other) == {PAPER.statements[at].id}
        assert witnessing.compared(PAPER, clips, replaced) == other
        assert compare.call_count == 2


def test_a_file_that_is_not_there_compares_nothing(tmp_path: Path) -> None:
    assert witnessing.again(PAPER, SHEETS, tmp_path / "none.pdf", tmp_path / "neither.pdf") == {}
