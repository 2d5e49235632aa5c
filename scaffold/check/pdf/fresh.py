"""Whether a PDF is up to date and was built without errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scaffold.check.inputs import BuiltPdf, Inputs, NotLoaded, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, unknown

__all__ = ["newer", "report", "slides"]


@registered("report.pdf", what="`build/report.pdf` is up to date and was built without errors", place=10)
def report(inputs: Inputs) -> Iterator[Check]:
    """The report's PDF."""
    yield _fresh(inputs.report)


@registered(
    "slides.pdf", what="`build/slides.pdf` is up to date and was built without errors", needs=("slides",), place=100
)
def slides(inputs: Inputs) -> Iterator[Check]:
    """The slides' PDF."""
    yield _fresh(present(inputs.slides))


def _fresh(built: BuiltPdf) -> Check:
    """Unknown if the PDF is missing or older than its sources."""
    path = built.path
    if built.lost:
        more = f", and {len(built.lost) - 1} more" if len(built.lost) > 1 else ""
        return failed(
            f"{built.lost[0]} is missing{more}", built.lost[0], "restore it, or delete the line that loads it"
        )
    if not built.made:
        return unknown(f"{path} does not exist", path, "run: scaffold build")
    if built.newer:
        more = f" and {len(built.newer) - 1} more" if len(built.newer) > 1 else ""
        return unknown(f"{path} is older than {built.newer[0]}{more}", path, "run: scaffold build")
    if isinstance(built.pdf, NotLoaded):
        return failed(built.pdf.message, path, built.pdf.next)
    if built.error:
        return failed(f"{path} was built with an error: {built.error}", path, "fix it, then run: scaffold build")
    if built.overfull is None:
        return passed(f"{path} was not built by scaffold, but is newer than its sources and prints their words", path)
    return passed(f"{path} is up to date", path)


def newer(project: Path, pdf: str, sources: Sequence[str], recorded: Mapping[str, str] | None) -> tuple[str, ...]:
    """The sources that changed since a PDF (relative to the project) was made.

    recorded: hashes of the sources at the last build. Without a record (None), modification times decide.
    """
    found = _later(project, project / pdf, sources) if recorded is None else _changed(project, sources, recorded)
    return tuple(found)


def _changed(project: Path, sources: Sequence[str], recorded: Mapping[str, str]) -> list[str]:
    changed = [s for s in sources if recorded.get(s) != hashlib.sha256((project / s).read_bytes()).hexdigest()]
    return changed + sorted(recorded.keys() - set(sources))


def _later(project: Path, made: Path, sources: Sequence[str]) -> list[str]:
    """The sources written after the PDF, with a tolerance of one second, the coarsest resolution of a file system."""
    when = made.stat().st_mtime + 1
    return [s for s in sources if (project / s).stat().st_mtime > when]
