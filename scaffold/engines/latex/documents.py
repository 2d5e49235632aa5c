"""The files of a document: all in its folder but hidden ones, links to the outside, formats, and what engines write."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

__all__ = ["copy", "files"]

_BY_PRODUCTS = frozenset(
    ".aux .log .out .toc .lof .lot .nav .snm .vrb .bcf .blg .fls .fdb_latexmk .synctex .run.xml .pdf~ .fmt".split()
)
"""Among them formats of TeX: it would load a pdflatex.fmt of the document in place of its own."""


def files(folder: Path) -> list[str]:
    """The paths of the document's files, relative to its folder, sorted."""
    root, found = folder.resolve(), list[str]()
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not _skip(Path(parent, name), root)]
        paths = (Path(parent, name) for name in names)
        found += [path.relative_to(folder).as_posix() for path in paths if not _skip(path, root)]
    return sorted(found)


def copy(source: Path, target: Path) -> None:
    """Copies the files of the document in source to the folder target."""
    root = source.resolve()

    def skipped(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if _skip(Path(folder, name), root)}

    shutil.copytree(source, target, ignore=skipped, dirs_exist_ok=True)


def _skip(path: Path, root: Path) -> bool:
    if path.name.startswith(".") or path.suffix in _BY_PRODUCTS:
        return True
    if path.is_symlink():
        # A link to a folder is never followed: it may lead to a parent folder.
        try:
            return not path.resolve().is_relative_to(root) or path.is_dir()
        except (OSError, RuntimeError):  # a link that leads to itself
            return True
    return not (path.is_dir() or path.is_file())
