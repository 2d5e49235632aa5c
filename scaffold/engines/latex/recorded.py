"""Reads which files a run of TeX opened (option -recorder), to find those of the user.

pdfTeX's \\pdfobj opens any file, whatever openin_any says. Where there is a sandbox, it cannot; this is the wall of
computers without one.
"""

from __future__ import annotations

from pathlib import Path

from scaffold.engines.sandbox.visible import installed, readable

__all__ = ["outside"]


def outside(record: Path, folder: Path, program: str) -> Path | None:
    """The first file in a record (.fls) that is neither in folder nor part of the system or of TeX; None if none is.

    None too where kpsewhich does not say where TeX is installed (MiKTeX).
    """
    if not record.is_file() or not installed():
        return None
    own = [folder, *(path.resolve() for path in readable(program))]
    rows = record.read_text(encoding="utf-8", errors="replace").splitlines()
    for name in dict.fromkeys(row[6:] for row in rows if row.startswith("INPUT ")):
        path = (folder / name).resolve()
        if not any(path.is_relative_to(root) for root in own):
            return path
    return None
