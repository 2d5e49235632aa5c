"""Damaged PDFs as sources: cut, with bits flipped, with pieces lost or exchanged. Read, or refused with 18."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import re
import shutil
from functools import cache
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner

from scaffold.cli import cli
from scaffold.errors import ScaffoldError, UnreadablePdf
from scaffold.model import Region
from scaffold.read.pdf.reader import read
from scaffold.write.clips.clips import clip
from tests.pipeline.conftest import EPRINTS, ID, Run

WHOLE = (EPRINTS / ID / "v2.pdf").read_bytes()
_STRUCTURE = re.compile(rb"obj|/Length|/Type|/Pages|/Kids|/Filter|/Root|startxref|/Font|/W |/Index|stream|/First|/N ")


@cache
def few_pages() -> bytes:
    """The first pages of the example, in a file that is quick to read."""
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(WHOLE)).pages[:2]:
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def damaged(seed: int) -> bytes:
    """The example after one kind of damage; the same for the same seed."""
    source = random.Random(seed)
    data = bytearray(source.choice((few_pages(), few_pages(), WHOLE)))
    at = source.randrange(len(data))
    kind = seed % 5
    if kind == 0:
        return bytes(data[:at])
    if kind == 1:
        return bytes(data[:at] + data[at + source.randrange(1, 5000) :])
    if kind == 2:
        return bytes(data[:at] + data[source.randrange(len(data)) :])
    spots = [m.start() for m in _STRUCTURE.finditer(data)] if kind == 3 else range(len(data) - 8)
    for _ in range(source.choice((1, 5, 50))):
        data[min(len(data) - 1, source.choice(spots) + source.randrange(8))] = source.randrange(256)
    return bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [*range(20), *(pytest.param(n, marks=pytest.mark.long) for n in range(20, 60))])
def test_inspect_and_init(seed: int, tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(damaged(seed))
    for words in (["inspect", str(pdf)], ["init", str(pdf), str(tmp_path / "here"), "--no-tex"]):
        run = CliRunner().invoke(cli, words)
        if isinstance(run.exception, ScaffoldError):
            assert isinstance(run.exception, UnreadablePdf)
            assert run.exception.hint
            assert not (tmp_path / "here").exists()
        else:
            assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
            assert run.exit_code == 0, run.output


def without(word: bytes) -> bytes:
    """The example with a word of its structure made unreadable."""
    content = few_pages()
    assert word in content
    return content.replace(word, b"\0" * len(word))


@pytest.mark.parametrize("word", [b"/Kids", b"/Contents", b"/MediaBox", b"/Resources", b"/Type /Page\n", b"/Count"])
def test_a_word_of_the_structure_is_lost(word: bytes, tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(without(word))
    with contextlib.suppress(UnreadablePdf):
        read(pdf)


@pytest.mark.parametrize("content", [b"", b"no PDF", WHOLE[:5000]])
def test_a_clip_of_a_damaged_file_is_none(content: bytes) -> None:
    assert clip(content, [Region(page=1, box=(70.0, 70.0, 300.0, 100.0))]) == b""


def test_a_damaged_file_of_the_users_own_has_its_own_name_and_no_advice_about_arxiv(scaffold: Run, desk: Path) -> None:
    (desk / "mine.pdf").write_bytes(b"%PDF-1.5\ncut short")
    (desk / "mine.tar.gz").write_bytes(gzip.compress(b"x" * 5000)[:20])
    (desk / "mine.zip").write_bytes(b"PK\3\4abc")
    source = "\\documentclass{article}\\newtheorem{thm}{T}\\begin{document}\\begin{thm}x\\end{thm}\\end{document}"
    (desk / "paper").mkdir()
    (desk / "paper" / "main.tex").write_text(source, encoding="utf-8")
    shutil.copy(desk / "mine.pdf", desk / "paper" / "main.pdf")
    for name in ("mine.pdf", "mine.tar.gz", "mine.zip", "paper"):
        run = scaffold("inspect", name)
        named = "main.pdf: cannot be read" if name == "paper" else f"Error: {name}"
        assert named in run.stderr, run.stderr
        assert "paper.pdf" not in run.stderr
        assert not re.search("download|refresh|arXiv", run.stderr)
