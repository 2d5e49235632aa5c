"""The files of a project that LaTeX needs elsewhere, and zip archives that are the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffold.project import builds

__all__ = ["documents", "packed"]

_DOCUMENTS = {"report": "report/report.tex", "slides": "slides/slides.tex"}
_AT = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive: the earliest that a zip can have."""

_FILE = 0o100644 << 16
_UNIX = 3


def documents(folder: Path, besides: Sequence[str] = ()) -> dict[str, bytes]:
    """The files of report and slides by path in the project, and those besides that exist.

    What LaTeX writes, hidden files, and links that lead out of the project are left out.
    """
    root = folder.resolve()
    names = [name for main in _DOCUMENTS.values() for name in builds.sources(folder, main)]
    names += [_DOCUMENTS["slides"], "slides/slides.pptx", *besides]
    found = {name: folder / name for name in sorted(set(names))}
    inside = {name: p for name, p in found.items() if p.is_file() and p.resolve().is_relative_to(root)}
    return {name: path.read_bytes() for name, path in inside.items()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of these files, by path: in order of their names, with no date and the same permissions."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, _AT)
            info.external_attr, info.create_system = _FILE, _UNIX
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
