"""Whether a PDF was made from the files as they are now, and without errors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffold.check.result import Check, failed, passed, unknown

__all__ = ["check"]


def check(
    project: Path, pdf: str, sources: Sequence[str], recorded: Mapping[str, str] | None, error: str, name: str
) -> Check:
    """Unknown where the PDF (relative to the project) is missing or older than its sources.

    recorded holds the hashes of the sources that it was made from; None where no build says so: then the files' times
    decide. error is what the engine told, or "".
    """
    made = project / pdf
    if not made.is_file():
        return unknown(name, f"no PDF at {pdf}", pdf, "scaffold build")
    newer = _newer(project, made, sources) if recorded is None else _changed(project, sources, recorded)
    if newer:
        more = f" and {len(newer) - 1} more" if len(newer) > 1 else ""
        return unknown(name, f"{pdf} is older than {newer[0]}{more}", pdf, "scaffold build")
    if error:
        return failed(name, f"{pdf} was made in spite of an error: {error}", pdf, "mend it, then scaffold build")
    return passed(name, f"{pdf} is made from the files as they are", pdf)


def _changed(project: Path, sources: Sequence[str], recorded: Mapping[str, str]) -> list[str]:
    changed = [s for s in sources if recorded.get(s) != hashlib.sha256((project / s).read_bytes()).hexdigest()]
    return changed + sorted(recorded.keys() - set(sources))


def _newer(project: Path, made: Path, sources: Sequence[str]) -> list[str]:
    """The sources that were written after the PDF; a second is the coarsest clock of a file system."""
    when = made.stat().st_mtime + 1
    return [s for s in sources if (project / s).stat().st_mtime > when]
