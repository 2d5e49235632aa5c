"""A project folder on disk: created completely or not at all, with a manifest of its files."""

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
    """Raises TargetNotEmpty if target is a file or a non-empty folder."""
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or target.is_symlink():
        raise TargetNotEmpty(
            f"{target} exists and is not empty; nothing was written",
            "choose another folder (scaffold init SOURCE FOLDER) or remove this one",
        )


@contextlib.contextmanager
def staged(parent: Path) -> Iterator[Path]:
    """A hidden folder in parent; removed after the block unless `move_into_place` moved it."""
    folder = parent / f".scaffold-{uuid.uuid4().hex[:12]}"
    with disk.report_errors(parent, temporary=folder):
        parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
    try:
        with disk.report_errors(parent, temporary=folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_into_place(folder: Path, target: Path) -> None:
    """Rename the finished folder to target; raises TargetNotEmpty if target was created in the meantime."""
    check_target(target)
    if target.is_dir():
        target.rmdir()
    folder.rename(target)


def write_files(folder: Path, files: Iterable[ProjectFile]) -> None:
    """Write files into folder."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def write_manifest(folder: Path, files: Iterable[ProjectFile], pictures: Mapping[str, Sequence[str]]) -> None:
    """Write the manifest of a project's files: the owner and the hash of each.

    pictures gives the description of each picture of a statement in the deck, by the picture's hash: a check cannot
    read a picture, but recognizes it by its hash.
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


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the project in folder; an empty one if it is missing or cannot be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    return manifest if isinstance(manifest, dict) else {"files": {}}
