"""Updates of a project after any edits: nothing of the student's is lost, a second one changes nothing, undo restores.

What scaffold writes is made once for each kind of update; the merges, records and snapshots are those of every update.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold import pipeline
from scaffold.pipeline import creating, updating
from scaffold.pipeline.creating import Made
from scaffold.project import state
from scaffold.project.paper import paper_of
from tests.conftest import ROOT, Once
from tests.pipeline.test_update import files

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

EPRINTS = ROOT / "examples" / "eprints" / "2401.00001"
FILES = (
    "report/summary.tex",
    "report/review.tex",
    "report/proofs.tex",
    "report/report.tex",
    "report/own.bib",
    "slides/slides.tex",
)
VARIANTS: dict[str, dict[str, Any]] = {
    "shorter": {"minutes": 15, "review": "tmlr"},
    "german": {"language": "de"},
    "version": {"source": str(EPRINTS / "v1")},
}


@dataclass(frozen=True)
class Edit:
    """An edit of a file of the student's: what is done, and at which line, counted from the first one again."""

    file: str
    what: str
    at: int

    def apply(self, project: Path, word: str) -> None:
        path = project / self.file
        if not path.is_file():
            return
        lines = path.read_bytes().splitlines(keepends=True) or [b"\n"]
        at = self.at % len(lines)
        new = f"% {word}\n".encode()
        lines[at : at + 1] = {
            "insert": [lines[at], new],
            "replace": [new],
            "remove": [],
            "windows": [lines[at]],
            "delete": [],
        }[self.what]
        content = b"".join(lines)
        if self.what == "windows":
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if self.what == "delete":
            path.unlink()
        else:
            path.write_bytes(content)


EDITS = st.lists(
    st.builds(
        Edit,
        file=st.sampled_from(FILES),
        what=st.sampled_from(["insert", "insert", "replace", "replace", "remove", "windows", "delete"]),
        at=st.integers(0, 200),
    ),
    max_size=8,
)
OWN = st.dictionaries(
    st.sampled_from(["report/mine.tex", "slides/mine.bin", "report/figures/a.pdf", "notes.txt"]), st.binary(max_size=9)
)


def silent(*_: object) -> None:
    """Progress that nobody sees."""


@pytest.fixture(scope="module")
def written(once: Once) -> Callable[[str], Path]:
    """The project as scaffold writes it in each variant."""

    def made(name: str) -> Path:
        def make(folder: Path) -> None:
            common: dict[str, Any] = {
                "source": str(EPRINTS / "v2"),
                "directory": folder / "p",
                "tex": False,
                "own": False,
            }
            pipeline.init(pipeline.Options(**(common | VARIANTS.get(name, {}))), silent)

        return once(f"written-{name}", make) / "p"

    return made


def instead(patch: pytest.MonkeyPatch, variant: Path) -> None:
    """Lets an update write this project instead of making one."""

    def fill(folder: Path, *_: object, **__: object) -> SimpleNamespace:
        shutil.copytree(variant, folder, dirs_exist_ok=True)
        return SimpleNamespace(notes=())

    def paper(folder: Path, settings: object, into: Path, *_: object, **__: object) -> Made:
        shutil.copytree(variant / "paper", into)
        return Made(paper_of(variant, state.load(variant)), "")

    patch.setattr(creating, "fill", fill)
    patch.setattr(updating, "_paper", paper)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(edits=EDITS, own=OWN, variant=st.sampled_from(sorted(VARIANTS)))
def test_edits_are_kept_a_second_update_changes_nothing_and_undo_restores(
    tmp_path_factory: pytest.TempPathFactory,
    written: Callable[[str], Path],
    edits: list[Edit],
    own: dict[str, bytes],
    variant: str,
) -> None:
    project = Path(shutil.copytree(written("first"), tmp_path_factory.mktemp("update") / "p"))
    for name, content in own.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_bytes(content)
    for n, edit in enumerate(edits):
        edit.apply(project, f"written-by-the-student-{n}.")
    before = files(project)
    with pytest.MonkeyPatch.context() as patch:
        instead(patch, written(variant))
        updating.update(project, tex=False, progress=silent)
        after = files(project)
        for name in FILES:
            kept = [w for w in before.get(name, b"").split() if w.startswith(b"written-by-the-student-")]
            assert [w for w in kept if w not in after.get(name, b"")] == [], name
            assert (name in before) == (name in after)
        assert {name: after[name] for name in own} == own
        again = updating.update(project, tex=False, progress=silent)
        assert again.files == ()
        assert files(project) == after
    undone = updating.undo(project, silent)
    assert undone is not None
    assert undone.copies == ()
    assert files(project) == before
