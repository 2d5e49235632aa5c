"""A project folder on disk: made as a whole or not at all, and remembered file by file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffold import __version__
from scaffold.errors import DiskTrouble, TargetNotEmpty
from scaffold.plans import ProjectFile

MANIFEST = ".scaffold/manifest.json"
_FULL = (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC)


def check_target(target: Path) -> None:
    """Raises TargetNotEmpty when target is a file, or a folder that holds anything."""
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or target.is_symlink():
        raise TargetNotEmpty(
            f"{target} exists and is not empty: nothing was written",
            "choose another folder (scaffold init SOURCE FOLDER), or remove this one",
        )


@contextlib.contextmanager
def staged(beside: Path) -> Iterator[Path]:
    """A hidden folder next to the one to make, removed whatever ends the block, unless `settle` moved it away."""
    with disk_trouble(beside):
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".scaffold-", dir=beside))
    try:
        with disk_trouble(beside):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(folder: Path, target: Path) -> None:
    """Move a finished folder to its place, in one step; raises TargetNotEmpty when the place was taken meanwhile."""
    check_target(target)
    folder.chmod(0o777 & ~_umask())
    if target.is_dir():
        target.rmdir()
    folder.rename(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def disk_trouble(where: Path) -> Iterator[None]:
    """Turns a full or unwritable disk into DiskTrouble."""
    try:
        yield
    except OSError as e:
        if e.errno in _FULL:
            raise DiskTrouble(
                f"the disk is full while writing to {where}", "free some space and run the command again"
            ) from e
        if e.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise DiskTrouble(f"{e.filename or where} may not be written to", "choose a folder that is yours") from e
        raise


def write_files(folder: Path, files: Iterable[ProjectFile]) -> None:
    """Write files below folder and the manifest that remembers them: who owns each, and its hash as written."""
    remembered: dict[str, dict[str, str]] = {}
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        remembered[file.path] = {"owner": file.owner, "sha256": hashlib.sha256(file.content).hexdigest()}
    manifest = {"manifest": 1, "scaffold": __version__, "files": dict(sorted(remembered.items()))}
    path = folder / MANIFEST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
