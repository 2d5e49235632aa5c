"""Which files of a document are looked at for their letters."""

from __future__ import annotations

import tracemalloc

from scaffold.pipeline.lettering import with_letters
from scaffold.plans import ProjectFile


def test_pictures_are_not_read_as_text() -> None:
    drawing = ProjectFile("report/clip.pdf", bytes(range(256)) * 20_000, "tool")
    text = ProjectFile("report/report.tex", b"plain", "tool")
    tracemalloc.start()
    try:
        assert with_letters((text, drawing), "report") == (text, drawing)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(drawing.content) / 2
