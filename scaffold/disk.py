"""Atomic writes, and errors of the disk as DiskError."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from scaffold import temporary
from scaffold.errors import DiskError

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG)


@contextlib.contextmanager
def report_errors(
    where: object,
    *,
    disk_full_hint: str = "free some space there and run the same command again",
    hidden: Path | None = None,
) -> Iterator[None]:
    """Turns an OSError into DiskError, which names the file that failed, or where.

    disk_full_hint is what to do if the disk is full. hidden is a file or folder that the user does not know: where
    is named instead of it and of files in it.
    """
    try:
        yield
    except OSError as e:
        place = e.filename or where
        if hidden is not None and Path(str(place)).is_relative_to(hidden):
            place = where
        if e.errno in _FULL:
            raise DiskError(f"no space left for {place}: the disk is full", disk_full_hint) from e
        if _must_not_be_read(e):
            raise DiskError(f"cannot read {place}: {e.strerror}", _NOT_READ) from e
        needed = Path(str(place)) / "any file" if e.errno == errno.EEXIST else Path(str(place))
        if e.errno in _TAKEN and (in_the_way := _in_the_way(needed)):
            raise DiskError(f"cannot write to {place}: {in_the_way}", _RENAME) from e
        hint = "choose a shorter name" if e.errno == errno.ENAMETOOLONG else "choose a folder that you can write to"
        raise DiskError(f"cannot write to {place}: {e.strerror or e}", hint) from e


def raise_if_in_the_way(folder: Path) -> None:
    """Raises DiskError if files cannot be written into a folder of ours because something else has its name."""
    if in_the_way := _in_the_way(folder / "any file"):
        raise DiskError(f"cannot write to {folder}: {in_the_way}", _RENAME)


def _in_the_way(place: Path) -> str:
    """What has the name of a folder that place needs, or of the file that it is; "" if nothing has."""
    if place.is_dir() and not place.is_symlink():
        return f"{place} is a folder, not a file"
    for path in (place, *place.parents):
        with contextlib.suppress(OSError):
            if path.is_symlink() and not path.exists():
                return f"{path} is a link that leads nowhere"
            if path.exists():
                return "" if path.is_dir() or path == place else f"{path} is a file, not a folder"
    return ""


_TAKEN = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR)
_RENAME = "rename it or delete it, and run the same command again"
_NOT_READ = "change its permissions, or run as its owner"
_FORBIDDEN = (errno.EACCES, errno.EPERM)


def _must_not_be_read(error: OSError) -> bool:
    """Whether the error is about a file or folder that exists, and that this user must not read."""
    try:
        place = Path(os.fsdecode(error.filename)) if error.filename is not None else None
        return error.errno in _FORBIDDEN and place is not None and place.exists() and not os.access(place, os.R_OK)
    except (OSError, TypeError):
        return False


def is_file(path: Path) -> bool:
    """Whether there is a file at path; raises DiskError if a folder above it must not be searched."""
    try:
        return path.is_file()
    except OSError as e:
        if e.errno not in _FORBIDDEN:
            return False
        raise DiskError(f"cannot read {path.parent}: {e.strerror}", _NOT_READ) from e


@contextlib.contextmanager
def atomic(
    path: Path, *, disk_full_hint: str = "free some space there and run the same command again"
) -> Iterator[BinaryIO]:
    """A temporary file next to path, renamed to path after the block; on an error it and new folders are removed.

    Other programs see the old file or the new one, never a part; parts that killed commands left there are removed.
    Raises DiskError; other exceptions pass through.
    """
    temporary.sweep(path.parent)
    made = [p for p in (path.parent, *path.parent.parents) if not p.exists()]
    part = temporary.beside(path)
    try:
        with report_errors(path, disk_full_hint=disk_full_hint, hidden=part):
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.opened(part) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                if sys.platform == "win32":  # where open files cannot be renamed
                    file.close()
                part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
            for folder in made:
                folder.rmdir()
        raise


def write(data: bytes, path: Path) -> None:
    """Writes a file atomically; raises DiskError."""
    with atomic(path) as file:
        file.write(data)


def write_temporary(data: bytes, path: Path) -> None:
    """Writes a file in a temporary folder of this process, without waiting for the disk; raises DiskError.

    Nobody else reads it, and after a power cut nobody needs it.
    """
    with report_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def copy_files(source: Path, target: Path) -> None:
    """Copies the files of a folder and of the folders in it; raises DiskError, which names the file that failed."""
    for path in sorted(source.rglob("*")):
        if is_file(path):
            with report_errors(path):
                copy = target / path.relative_to(source)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)


def raise_if_full(folder: Path, place: str) -> None:
    """Raises DiskError, which names place, if the disk of folder has no space for a small file.

    Programs that run out of space say so in their own words or not at all, so the disk is tried instead.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_NEEDED))
            file.flush()
    except OSError as e:
        if e.errno in _FULL:
            raise DiskError(f"no space left for {place}: the disk is full", _TEMPORARY_FULL) from e


_NEEDED = 1 << 18
"""Bytes; less cannot hold the log and the PDF of a single page."""

_TEMPORARY_FULL = "free some space there, or name another folder in TMPDIR (TMP on Windows), and run the command again"


def read_json(path: Path) -> Any:
    """The value in a JSON file; raises OSError, and ValueError for what is no JSON or nested without end."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError(f"{path.name} is nested too deeply") from None
