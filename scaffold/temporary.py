"""Temporary folders and files that do not outlive scaffold: the next command removes what a killed one left.

Whoever makes one keeps a file locked in it. The system releases that lock when its owner ends, however it ends, so what
is not locked belongs to nobody: no process id can be wrong. A library for locks is not used because this one is taken
where others may be removing the file at the same moment, and because loading it takes as long as a whole `--help`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["HIDDEN", "VISIBLE", "beside", "clear", "folder", "locked", "opened", "sweep", "system_folder"]

VISIBLE, HIDDEN = "scaffold-", ".scaffold-"
"""How temporary folders begin: in the system's folder for them, and in a folder of the student's."""

_FOLDER = re.compile(r"\.?scaffold-[0-9a-f]{16}")
_PART = re.compile(r"\.part-\d+-\d+-.+", re.DOTALL)
_LOCK, _CONTENT = "lock", "files"
_POLL = 0.1
"""Seconds between two attempts to get a lock that another process holds."""

_PAUSE = 0.01
"""Seconds that a sweep may need to remove a file that it has locked, or a killed program to finish one."""

_made: set[Path] = set()
"""The folders and files of this process that may still be there."""

_ATTEMPTS = 100
"""How often another process may be in the way, as a sweep that removes what was made before it is locked."""


@contextlib.contextmanager
def folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new empty folder, removed after the block; raises OSError, which names parent.

    It lies in a folder of its own in parent, beside the lock, so that it can be renamed and given to other programs.
    """
    for _ in range(_ATTEMPTS):
        with _attempt(parent / f"{prefix}{os.urandom(8).hex()}") as content:
            if content is not None:
                yield content
                return
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(parent))


@contextlib.contextmanager
def _attempt(outer: Path) -> Iterator[Path | None]:
    """A folder in a new one; None if a sweep removed it before it was locked.

    The removal is prepared before anything is made, because a signal can come at any moment.
    """
    content, held = outer / _CONTENT, None
    _made.add(outer)
    try:
        try:
            outer.mkdir(mode=0o700)
            with contextlib.suppress(FileNotFoundError):
                held = _opened(outer / _LOCK)
            if held is not None:
                content.mkdir()
        except OSError as e:
            raise OSError(e.errno, e.strerror, str(outer.parent)) from e
        yield content if held is not None else None
    finally:
        if held is not None:
            held.close()
        _remove(outer)
        _made.discard(outer)


def clear() -> None:
    """Removes what is left of this process: a signal can come while something is being removed. Never raises OSError.

    Nothing may be in use any more.
    """
    for path in _made:
        if path.is_dir():
            _remove(path)
        else:
            with contextlib.suppress(OSError):
                path.unlink()
    _made.clear()


def _remove(outer: Path) -> None:
    """Removes a folder, the lock last: without it, what is left would have no owner that could be missing.

    A program that was killed can finish writing a file for a moment, so what is left is tried again.
    """
    content = outer / _CONTENT
    for _ in range(_ATTEMPTS):
        shutil.rmtree(content, ignore_errors=True)
        if not os.path.lexists(content):
            break
        time.sleep(_PAUSE)
    if not os.path.lexists(content):
        with contextlib.suppress(OSError):
            (outer / _LOCK).unlink(missing_ok=True)
            outer.rmdir()


def system_folder() -> Path:
    """The system's folder for temporary files; raises OSError if there is none.

    tempfile looks for it by writing a file, which a signal can leave there, and takes another folder if that one is
    full, without a word; so the usual places are tried first.
    """
    if tempfile.tempdir is None:
        for name in (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp"):
            if name and Path(name).is_dir() and os.access(name, os.W_OK | os.X_OK):
                tempfile.tempdir = str(Path(name).absolute())
                break
    return Path(tempfile.gettempdir())


def beside(path: Path) -> Path:
    """The name of a temporary file next to path; no other process and no other thread uses it."""
    return path.with_name(f".part-{os.getpid()}-{threading.get_ident()}-{path.name}")


def opened(part: Path) -> BinaryIO:
    """An empty file of a name from `beside`, open and locked until it is closed; raises OSError."""
    _made.add(part)
    for _ in range(_ATTEMPTS):
        file = _opened(part)
        if file is not None:
            file.truncate()
            return file
        time.sleep(_PAUSE)
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(part))


@contextlib.contextmanager
def locked(path: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Holds a lock that only one process has at a time; calls wait once if another one has it. Raises OSError.

    The file exists only while it is locked. On a disk without locks nobody waits.
    """
    held = _opened(path)
    if held is None:
        wait()
    while held is None:
        time.sleep(_POLL)
        held = _opened(path)
    try:
        yield
    finally:
        if sys.platform == "win32":  # where open files cannot be removed
            held.close()
        with contextlib.suppress(OSError):
            path.unlink()
        held.close()


def _opened(path: Path) -> BinaryIO | None:
    """The file, made if it is missing, open and locked; None if another process has it or has just removed it."""
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666), "r+b")
    try:
        if _lock(file) is not False and _is_at(path, file):
            return file
    except BaseException:
        file.close()
        raise
    file.close()
    return None


_FLAGS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def _is_at(path: Path, file: BinaryIO) -> bool:
    """Whether the open file is still the one at path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _lock(file: BinaryIO) -> bool | None:
    """Locks an open file until it is closed: False if another process has it, None if its disk has no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e:
        return False if e.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK) else None
    return True


def sweep(parent: Path) -> None:
    """Removes the temporary folders and files in parent that no living process holds; never raises OSError."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if _FOLDER.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False) and _is_ours(entry):
                    _sweep_folder(Path(entry.path))
                elif _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and _is_ours(entry):
                    _sweep_file(Path(entry.path))


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Whether this user made it: in a shared folder for temporary files, others have theirs."""
    return sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _sweep_folder(outer: Path) -> None:
    """Removes a folder whose lock is free; one without a lock only if it is empty, as another program may own it."""
    names = {path.name for path in outer.iterdir()}
    if not names:
        outer.rmdir()
    elif names <= {_LOCK, _CONTENT} and _LOCK in names:
        with _free(outer / _LOCK) as free:
            if free:
                _remove(outer)


def _sweep_file(path: Path) -> None:
    with _free(path) as free:
        if free:
            path.unlink()


@contextlib.contextmanager
def _free(path: Path) -> Iterator[bool]:
    """Whether nobody holds the lock of an existing file; nobody can get it during the block, but for Windows."""
    with os.fdopen(os.open(path, os.O_RDWR | _FLAGS), "r+b") as file:
        free = _lock(file) is True and _is_at(path, file)
        if sys.platform == "win32":  # where open files cannot be removed
            file.close()
        yield free
