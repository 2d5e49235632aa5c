"""A project folder on disk: made as a whole or not at all, and remembered file by file."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffold import __version__, disk
from scaffold.errors import TargetNotEmpty
from scaffold.plans import ProjectFile

MANIFEST = ".scaffold/manifest.json"


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
    with disk.trouble(beside):
        beside.mkdir(parents=True, exist_ok=True)
        folder = beside / f".scaffold-{uuid.uuid4().hex[:12]}"
        folder.mkdir()
    try:
        with disk.trouble(beside):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def settle(folder: Path, target: Path) -> None:
    """Move a finished folder to its place, in one step; raises TargetNotEmpty when the place was taken meanwhile."""
    check_target(target)
    if target.is_dir():
        target.rmdir()
    folder.rename(target)


def write_files(folder: Path, files: Iterable[ProjectFile]) -> None:
    """Write files below folder."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def remember(folder: Path, files: Iterable[ProjectFile], pictures: Mapping[str, Sequence[str]]) -> None:
    """Write the manifest of a project's files: who owns each, and its hash as written.

    pictures is what each picture of a statement in the deck, by its hash, is described as: a check cannot read it, but
    knows it again.
    """
    rows = {f.path: {"owner": f.owner, "sha256": hashlib.sha256(f.content).hexdigest()} for f in files}
    manifest = {
        "manifest": 1,
        "scaffold": __version__,
        "files": dict(sorted(rows.items())),
        "pictures": dict(sorted(pictures.items())),
    }
    path = folder / MANIFEST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def remembered(folder: Path) -> dict[str, Any]:
    """The manifest of the project in folder; without one, or with one that cannot be read, an empty one."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    return manifest if isinstance(manifest, dict) else {"files": {}}
