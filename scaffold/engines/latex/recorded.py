"""Reads which files a run of TeX opened (option -recorder): to find those of the user, and what a PDF was made from.

pdfTeX's \\pdfobj opens any file, whatever openin_any says. Where there is a sandbox, it cannot; this is the wall of
computers without one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
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
    found = (real for _, real in _inputs(record, folder) if real not in own and not real.startswith(below))
    return next(map(Path, found), None)


def system_files(record: Path, folder: Path) -> tuple[Path, ...]:
    """The files in a record (.fls) that are not in folder; raises OSError if there is no record."""
    own = f"{folder}{os.sep}"
    return tuple(path for path, real in _inputs(record, folder) if not real.startswith(own))


def _inputs(record: Path, folder: Path) -> tuple[tuple[Path, str], ...]:
    """The files that were read, and their real paths."""
    return _resolved(record.read_text(encoding="utf-8", errors="replace"), folder)


@lru_cache(maxsize=2)
def _resolved(record: str, folder: Path) -> tuple[tuple[Path, str], ...]:
    """The files of the record: hundreds, in few folders, which are looked at once. Both functions ask for the same."""
    return tuple(_paths(record.splitlines(), folder))


def _paths(rows: Sequence[str], folder: Path) -> Iterator[tuple[Path, str]]:
    folders: dict[Path, Path] = {}
    for name in dict.fromkeys(row[6:] for row in rows if row.startswith("INPUT ")):
        path = folder / name
        if path.parent not in folders:
            folders[path.parent] = path.parent.resolve()
        real = folders[path.parent] / path.name
        yield path, str(real.resolve() if path.name == ".." or real.is_symlink() else real)
