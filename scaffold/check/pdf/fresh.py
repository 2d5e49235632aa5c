"""Whether a PDF was made from the files as they are now, and without errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scaffold.check.inputs import BuiltPdf, Inputs, Trouble, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, unknown

__all__ = ["newer", "report", "slides"]


@registered("report.pdf", what="`build/report.pdf` is made from the files as they are, without errors", place=10)
def report(inputs: Inputs) -> Iterator[Check]:
    """The report's PDF."""
    yield _fresh(inputs.report, "report.pdf")


@registered(
    "slides.pdf", what="`build/slides.pdf` is made from the deck as it is, without errors", needs=("slides",), place=100
)
def slides(inputs: Inputs) -> Iterator[Check]:
    """The slides' PDF."""
    yield _fresh(present(inputs.slides), "slides.pdf")


def _fresh(built: BuiltPdf, name: str) -> Check:
    """Unknown where the PDF is missing or older than its sources."""
    path = built.path
    if not built.made:
        return unknown(name, f"no PDF at {path}", path, "scaffold build")
    if built.newer:
        more = f" and {len(built.newer) - 1} more" if len(built.newer) > 1 else ""
        return unknown(name, f"{path} is older than {built.newer[0]}{more}", path, "scaffold build")
    if isinstance(built.pdf, Trouble):
        return failed(name, built.pdf.message, path, built.pdf.next)
    if built.error:
        return failed(
            name, f"{path} was made in spite of an error: {built.error}", path, "mend it, then scaffold build"
        )
    return passed(name, f"{path} is made from the files as they are", path)


def newer(project: Path, pdf: str, sources: Sequence[str], recorded: Mapping[str, str] | None) -> tuple[str, ...]:
    """The sources that changed since a PDF (relative to the project) was made.

    recorded holds the hashes of the sources that it was made from; None where no build says so: then the files' times
    decide.
    """
    found = _later(project, project / pdf, sources) if recorded is None else _changed(project, sources, recorded)
    return tuple(found)


def _changed(project: Path, sources: Sequence[str], recorded: Mapping[str, str]) -> list[str]:
    changed = [s for s in sources if recorded.get(s) != hashlib.sha256((project / s).read_bytes()).hexdigest()]
    return changed + sorted(recorded.keys() - set(sources))


def _later(project: Path, made: Path, sources: Sequence[str]) -> list[str]:
    """The sources that were written after the PDF; a second is the coarsest clock of a file system."""
    when = made.stat().st_mtime + 1
    return [s for s in sources if (project / s).stat().st_mtime > when]
