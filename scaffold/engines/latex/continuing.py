"""Auxiliary files of a document's last compilation: the next one begins with them, and often needs a single run.

They are a first guess, which changes nothing but the number of runs: runs are repeated until these files no longer
change, and without the guess if there is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scaffold import disk
from scaffold.engines import results
from scaffold.engines.latex import bibtex

__all__ = ["alike", "begin", "clear", "files", "keep"]

_AUXILIARY = (".aux", ".toc", ".out", ".bbl", ".nav", ".lof", ".lot", bibtex.MARK)
"""Suffixes of the files that a run reads from the one before, or that say what one of them was made from."""


def files(folder: Path) -> dict[str, bytes]:
    """The contents of the auxiliary files in folder, by their paths in it, sorted."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in _AUXILIARY and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def alike(main: Path) -> str:
    """What stands for all documents with this main file, whose own paths are not known yet."""
    return f"{main.name} {results.file_hash(main)}"


def begin(document: str, engine: str, folder: Path) -> bool:
    """Writes what the last compilation of document left into folder; False if nothing is known of one.

    document is a path, which tells documents apart, or what stands for those that are alike.
    """
    kept = results.find(_key(document, engine)) or {}
    for name, content in kept.items():
        disk.write_temporary(content, folder / name)
    return bool(kept)


def clear(folder: Path) -> None:
    """Removes the auxiliary files from folder."""
    for name in files(folder):
        (folder / name).unlink()


def keep(document: str, engine: str, left: Mapping[str, bytes]) -> None:
    """Keeps the auxiliary files that a compilation of document left, as `files` gives them."""
    key = _key(document, engine)
    if left and results.find(key) != left:
        results.keep(key, left)


def _key(document: str, engine: str) -> str:
    return results.key("auxiliary files", document, engine)
