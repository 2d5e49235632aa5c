"""A project folder on disk: created completely or not at all, with a manifest of its files."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import __version__, disk, originals, temporary
from scaffold.errors import TargetNotEmpty
from scaffold.project import journal, state

if TYPE_CHECKING:
    from scaffold.plans import ProjectFile

MANIFEST = ".scaffold/manifest.json"


def check_target(target: Path) -> None:
    """Raises TargetNotEmpty if target is a file or a non-empty folder, DiskError if its name is impossible.

    Temporary folders of scaffold's own do not count: they are there while `scaffold init SOURCE .` runs.
    """
    with disk.report_errors(target):
        journal.recover(target)
        try:
            names = [path.name for path in target.iterdir()]
        except FileNotFoundError:
            names = ["a link to nothing"] if target.is_symlink() else []
        except NotADirectoryError:
            names = ["a file"] if target.exists() else []
    if any(not name.startswith(temporary.HIDDEN) for name in names):
        raise _not_empty(target)


def _not_empty(target: Path) -> TargetNotEmpty:
    return TargetNotEmpty(
        f"{target} exists and is not empty; nothing was written",
        "choose another folder (scaffold init SOURCE FOLDER) or remove this one",
    )


def place_to_stage(target: Path) -> Path:
    """The folder in which the project for target is made: on the same disk, and one that exists already.

    A failed command therefore leaves no new folder above target. Raises DiskError.
    """
    with disk.report_errors(target):
        place = target.resolve()
        if place.is_dir() and _has_to_stay(place):
            return place
        place = place.parent
        while not os.path.lexists(place) and place != place.parent:
            place = place.parent
        return place


@contextlib.contextmanager
def staged(parent: Path) -> Iterator[Path]:
    """A hidden folder in parent; removed after the block unless `move_into_place` moved it. Raises DiskError."""
    temporary.sweep(parent)
    with contextlib.ExitStack() as stack:
        with disk.report_errors(parent):
            folder = stack.enter_context(temporary.folder(parent, temporary.HIDDEN))
        with disk.report_errors(parent, hidden=folder.parent):
            yield folder


def _has_to_stay(folder: Path) -> bool:
    """Whether an empty folder cannot be replaced: it is the current one, a mount, or in a folder that is protected."""
    return folder.samefile(Path.cwd()) or folder.is_mount() or not os.access(folder.parent, os.W_OK)


def move_into_place(folder: Path, target: Path) -> None:
    """Moves the finished folder to target; raises TargetNotEmpty if target was created in the meantime."""
    check_target(target)
    place = target.resolve()
    made = [p for p in place.parents if not p.exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_dir():
            folder.rename(place)
        elif _has_to_stay(place):
            journal.move_in(folder, place, first=state.FILE)
        else:
            place.rmdir()
            folder.rename(place)
    except BaseException as e:
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        if isinstance(e, OSError) and e.errno in _OCCUPIED:
            raise _not_empty(target) from e
        raise


_OCCUPIED = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)


def write_files(folder: Path, files: Iterable[ProjectFile]) -> None:
    """Write files into folder."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a check or an update has to know later of the files as they were written.

    pictures gives the description of each picture of a statement in the deck, by the picture's hash: a check cannot
    read a picture, but recognizes it by its hash. sheets gives the pages (from 1) of the PDF of all statements on which
    each one stands. shown gives a hash of what the deck shows of each statement, by its id. parts gives the numbers of
    slides that LaTeX made of each statement in the Beamer deck. tex: whether LaTeX was allowed to run. venue is where
    the paper was published, or "". document is the class of the report with what it makes of a page, None without one.
    """

    pictures: Mapping[str, Sequence[str]]
    sheets: Mapping[str, Sequence[int]]
    shown: Mapping[str, str]
    parts: Mapping[str, Sequence[int]]
    tex: bool = True
    venue: str = ""
    document: Mapping[str, object] | None = None


def write_manifest(folder: Path, files: Sequence[ProjectFile], recorded: Recorded) -> None:
    """Write the manifest of a project's files: the owner and the hash of each, and what was recorded.

    The student's files are kept as they are now.
    """
    kept = (
        replace(f, path=f"{originals.FOLDER}/{f.path}") for f in files if f.owner == "student" and f.path != state.FILE
    )
    write_files(folder, kept)
    manifest = {
        "manifest": 1,
        "scaffold": __version__,
        "files": dict(sorted(_rows(files).items())),
        "pictures": dict(sorted(recorded.pictures.items())),
        "sheets": dict(sorted(recorded.sheets.items())),
        "shown": dict(sorted(recorded.shown.items())),
        "parts": dict(sorted(recorded.parts.items())),
        "tex": recorded.tex,
        "venue": recorded.venue,
    }
    if recorded.document is not None:
        manifest["class"] = recorded.document
    path = folder / MANIFEST
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def replace_files(folder: Path, files: Sequence[ProjectFile]) -> None:
    """Writes files of a project that it may have, and their rows in its manifest, in one step; raises DiskError.

    The project is locked.
    """
    manifest = read_manifest(folder)
    manifest["files"] = dict(sorted({**manifest["files"], **_rows(files)}.items()))
    rows = (json.dumps(manifest, indent=1) + "\n").encode()
    journal.apply(folder, {**{f.path: f.content for f in files}, MANIFEST: rows}, "build", undoable=False)


def _rows(files: Iterable[ProjectFile]) -> dict[str, dict[str, str]]:
    return {f.path: {"owner": f.owner, "sha256": hashlib.sha256(f.content).hexdigest()} for f in files}


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of the project in folder, without rows that are damaged; an empty one if it cannot be read."""
    try:
        manifest = disk.read_json(folder / MANIFEST)
    except (OSError, ValueError):
        manifest = None
    kept: dict[str, Any] = manifest if isinstance(manifest, dict) else {}
    files, pictures, sheets, shown, parts = (
        kept[k] if isinstance(kept.get(k), dict) else {} for k in ("files", "pictures", "sheets", "shown", "parts")
    )
    return kept | {
        "files": {path: row for path, row in files.items() if isinstance(row, dict) and "sha256" in row},
        "pictures": {key: said for key, said in pictures.items() if isinstance(said, list)},
        "shown": {id: value for id, value in shown.items() if isinstance(value, str)},
        "sheets": _numbers(sheets),
        "parts": _numbers(parts),
    }


def _numbers(rows: Mapping[str, object]) -> dict[str, list[int]]:
    return {id: n for id, n in rows.items() if isinstance(n, list) and all(isinstance(one, int) for one in n)}
