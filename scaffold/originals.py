"""The student's files as scaffold wrote them: where they are kept, and what to do about one that is gone or damaged."""

from __future__ import annotations

from pathlib import Path

from scaffold import disk
from scaffold.errors import BadDeck

__all__ = ["FOLDER", "damaged_deck", "to_restore"]

FOLDER = ".scaffold/base"
"""Where they are kept in a project, to tell later what the student changed."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How a file of the old Office begins, and one that a password protects."""


def to_restore(project: Path, name: str) -> str:
    """What to do about a missing file of the student's in the project, with the place of scaffold's own copy."""
    return _from_backup(project, name) or "restore it from a backup, or delete the line that loads it"


def _from_backup(project: Path, name: str) -> str:
    if disk.is_file(project / FOLDER / name):
        return f"restore it from a backup; {FOLDER}/{name} is as scaffold wrote it"
    return ""


def damaged_deck(deck: Path) -> BadDeck:
    """The error for a PowerPoint file in a project's folder that cannot be read, the same for every command."""
    project, name = deck.parent.parent, f"{deck.parent.name}/{deck.name}"
    begin = _begin(deck)
    if begin == _OLD_OFFICE:
        message = f"{deck} is protected by a password, or is in the format of PowerPoint before 2007"
        return BadDeck(message, "save it as .pptx without a password")
    what = "is not a PowerPoint file, or is damaged" if begin else "is empty"
    repair = "open it in PowerPoint, which may repair it, or " if begin else ""
    return BadDeck(f"{deck} {what}", repair + (_from_backup(project, name) or "restore it from a backup"))


def _begin(file: Path) -> bytes:
    """Its first bytes; any if it cannot be opened, which is said elsewhere."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_OLD_OFFICE))
    except OSError:
        return b"?"
