"""The example paper read from its pages once per process, because it takes seconds: as-is, and without marks."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import pypdf

from scaffold.model import Paper
from scaffold.read.pdf.reader import read
from tests.conftest import ROOT

__all__ = ["EXAMPLE", "bare", "stripped", "whole"]

EXAMPLE = ROOT / "examples" / "eprints" / "2401.00001" / "v2.pdf"


@lru_cache(maxsize=1)
def whole() -> Paper:
    """The example."""
    return read(EXAMPLE)


@lru_cache(maxsize=1)
def bare() -> Paper:
    """The example without outline and destinations."""
    with tempfile.TemporaryDirectory() as folder:
        stripped(EXAMPLE, Path(folder, "bare.pdf"))
        return read(Path(folder, "bare.pdf"))


def stripped(path: Path, target: Path) -> pypdf.PdfWriter:
    """Writes a PDF without its outline and destinations to target; the writer, to add others."""
    writer = pypdf.PdfWriter(clone_from=path)
    for key in ("/Outlines", "/Names", "/Dests"):
        writer.root_object.pop(key, None)
    writer.write(target)
    return writer
