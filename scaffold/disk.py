"""Writing so that nothing is ever half written, and saying what a disk refuses."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from scaffold.errors import DiskTrouble

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG)


@contextlib.contextmanager
def trouble(where: object, *, room: str = "free some space there and run the same command again") -> Iterator[None]:
    """Turns what the system says about a disk into DiskTrouble; where is the place, room what to do when it is full."""
    try:
        yield
    except OSError as e:
        place = e.filename or where
        if e.errno in _FULL:
            raise DiskTrouble(f"no space left for {place}: the disk is full", room) from e
        hint = "choose a folder that may be written to"
        raise DiskTrouble(f"cannot write to {place}: {e.strerror or e}", hint) from e


@contextlib.contextmanager
def atomic(path: Path, *, room: str = "free some space there and run the same command again") -> Iterator[BinaryIO]:
    """A temporary file beside path that becomes path when the block ends well; else it and new folders vanish.

    Readers see the old file or the new one, never a part. Raises DiskTrouble; other exceptions pass through.
    """
    made = [p for p in (path.parent, *path.parent.parents) if not p.exists()]
    part: Path | None = None
    try:
        with trouble(path, room=room):
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".part-{os.getpid()}-{threading.get_ident()}-{path.name}")
            with part.open("w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            if part is not None:
                part.unlink(missing_ok=True)
            for folder in made:
                folder.rmdir()
        raise


def write(data: bytes, path: Path) -> None:
    """Writes a file in one step; raises DiskTrouble."""
    with atomic(path) as file:
        file.write(data)
