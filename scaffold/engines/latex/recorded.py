"""Reads which files a run of TeX opened (option -recorder): to find those of the user, and what a PDF was made from.

pdfTeX's \\pdfobj opens any file, whatever openin_any says. Where there is a sandbox, it cannot; this is the wall of
computers without one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from scaffold.engines.sandbox.visible import installed, readable

__all__ = ["outside", "system_files"]


def outside(record: Path, folder: Path, program: str) -> Path | None:
    """The first file in a record (.fls) that is neither in folder nor part of the system or of TeX; None if none is.

    None too where kpsewhich does not say where TeX is installed (MiKTeX).
    """
    if not record.is_file() or not installed():
        return None
    own = {str(path.resolve()) for path in (folder, *readable(program))}
    below = tuple(path.rstrip(os.sep) + os.sep for path in own)  # of paths as text: each run opens hundreds of files
    read = (path.resolve() for path in _inputs(record, folder))
    return next((path for path in read if str(path) not in own and not str(path).startswith(below)), None)


def system_files(record: Path, folder: Path) -> tuple[Path, ...]:
    """The files in a record (.fls) that are not in folder; raises OSError if there is no record."""
    return tuple(path for path in _inputs(record, folder) if not path.resolve().is_relative_to(folder))


def _inputs(record: Path, folder: Path) -> Iterator[Path]:
    rows = record.read_text(encoding="utf-8", errors="replace").splitlines()
    for name in dict.fromkeys(row[6:] for row in rows if row.startswith("INPUT ")):
        yield folder / name
