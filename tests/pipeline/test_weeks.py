"""The weeks between `init` and the hand-in, with all engines: edits, a re-saved deck, other settings, a new version."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from scaffold.engines.office.export import resaved
from scaffold.project import state
from scaffold.write.pptx.marks import marks, opened
from tests.pipeline.conftest import ID, Run
from tests.pipeline.test_update import edit, files, ran, text

pytestmark = [
    pytest.mark.requires_latex,
    pytest.mark.requires_office,
    pytest.mark.requires_pandoc,
    pytest.mark.timeout(1200),
]

MINE = "The paper proves two bounds; by \\paperref{theorem-5.7}, the first one is nearly sharp."


MY_SLIDES = ("My own picture", "What Novikoff knew")


def edited_in_libreoffice(deck: Path) -> None:
    """A new slide, a moved one and another title; then saved by LibreOffice."""
    file: Any = opened(deck.read_bytes())
    slide = file.slides.add_slide(next(x for x in file.slide_layouts if x.name == "Text"))
    slide.shapes.title.text_frame.text = "My own picture"
    slide.notes_slide.notes_text_frame.text = "60 s"
    listed = file.slides._sldIdLst
    for old, new in ((-1, 4), (11, 9)):
        entry = listed[old]
        listed.remove(entry)
        listed.insert(new, entry)
    file.slides[2].shapes.title.text_frame.text = "What Novikoff knew"
    out = io.BytesIO()
    file.save(out)
    saved = resaved(out.getvalue())
    assert saved is not None
    deck.write_bytes(saved)


def titles(project: Path) -> list[str]:
    return [m.title for m in marks(opened((project / "slides" / "slides.pptx").read_bytes())) if not m.hidden]


def test_nothing_of_the_students_is_lost(scaffold: Run, desk: Path) -> None:
    ran(scaffold, desk, "init", f"{ID}v1", "p", "--student", "Ada Lovelace")
    project = desk / "p"
    first = files(project)
    ran(scaffold, project, "update")
    assert {k: v for k, v in files(project).items() if v != first.get(k)} == {}, "an update changes nothing by itself"

    summary = text(project, "report/summary.tex")
    edit(project / "report" / "summary.tex", summary.splitlines()[3], f"{MINE}\n\n{summary.splitlines()[3]}")
    edited_in_libreoffice(project / "slides" / "slides.pptx")
    edit(project / state.FILE, "main = []", 'main = ["Theorem 5.7"]')
    edit(project / state.FILE, "# minutes = 30", "minutes = 20")
    before, shown = files(project), titles(project)

    said = ran(scaffold, project, "update", "--version", "v2")
    assert "kept, as you changed it, but scaffold would remove it: What Novikoff knew" in said
    assert MINE.replace("5.7", "5.9") in text(project, "report/summary.tex")
    assert state.load(project).main == ("Theorem 5.9",)
    now = titles(project)
    assert now[2] == "What Novikoff knew"
    assert now[now.index("My own picture") - 1] in shown
    assert "Theorem 5.9 (Lower bound)" in now
    file = opened((project / "slides" / "slides.pptx").read_bytes())
    assert {s.slide_layout.name for s in file.slides if s.shapes.title.text in MY_SLIDES} == {"Text"}
    ran(scaffold, project, "build")
    checks = scaffold("check", cwd=project).stdout
    for good in ("deck fidelity", "fidelity", "printed", "conflicts", "slides pages"):
        assert f"✓ {good} " in checks, checks
    ran(scaffold, project, "undo")
    assert {k: v for k, v in files(project).items() if not k.startswith(("build/", ".scaffold/builds"))} == {
        k: v for k, v in before.items() if not k.startswith(("build/", ".scaffold/builds"))
    }
