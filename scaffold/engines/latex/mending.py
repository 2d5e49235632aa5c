"""Mends in a copy what hides later mistakes: a brace that swallows the rest of its file, a file that is not there.

LaTeX stops at a missing file, and reads past everything in an argument without an end. With these mended, another run
finds the mistakes after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scaffold.engines.latex.log import TexMessage

__all__ = ["mend", "new"]

_FOLLOWING = frozenset(("end", "unclosed", "unopened", "other-end", "mismatched-environment", "extra-brace"))
"""Codes of errors that may come from the mending itself."""


def mend(folder: Path, errors: Sequence[TexMessage]) -> bool:
    """Mends what hides mistakes in the files of a document; whether there was anything."""
    return sum(_mended(folder, error) for error in errors) > 0


def new(found: Sequence[TexMessage], known: Sequence[TexMessage]) -> list[TexMessage]:
    """The errors of a mended document that are not known; none in a line with a known one, which may follow from it."""
    places = {(error.file, error.line) for error in known}
    return [e for e in found if e.line is not None and (e.file, e.line) not in places and e.code not in _FOLLOWING]


def _mended(folder: Path, error: TexMessage) -> bool:
    if error.code == "missing-file" and error.offending.endswith(".tex"):
        path = (folder / error.offending).resolve()
        if path.is_relative_to(folder.resolve()) and not path.exists() and path.parent.is_dir():
            path.write_bytes(b"\\relax\n")
            return True
    if error.code == "unclosed" and error.text.startswith("the brace in") and error.line is not None:
        return _closed(folder / error.file, error.line)
    return False


def _closed(path: Path, line: int) -> bool:
    """Closes the brace at the end of its line, so that every other line keeps its number."""
    lines = path.read_bytes().split(b"\n") if path.is_file() else []
    if line > len(lines):
        return False
    lines[line - 1] = lines[line - 1].rstrip(b"\r") + b"}"
    path.write_bytes(b"\n".join(lines))
    return True
