"""Changes many files of a project in one step, and takes such a step back.

The new files are first written into .scaffold/pending; renaming that folder to this name decides that the step is
done. Then each file gets its place. If scaffold is killed meanwhile, the next command finishes the step. What the files
were before is kept as a snapshot, with which `undo` restores them.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from scaffold import clock, disk, temporary
from scaffold.errors import DiskError

__all__ = ["HIDDEN", "Snapshot", "apply", "inside", "last", "locked", "move_in", "recover", "restored", "undo"]

HIDDEN = ".scaffold"
_PENDING, _SNAPSHOTS = f"{HIDDEN}/pending", f"{HIDDEN}/snapshots"
_PLAN, _NEW, _OLD = "plan.json", "new", "old"

_MOST = 10
"""Snapshots that are kept; each is about as large as the files that an update replaced."""

Changes = Mapping[str, bytes | None]
"""The new content of files by path, relative to the project with forward slashes; None: the file is removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What `undo` restores: the files before a step, and the hashes of those that the step wrote.

    what names the step, day is when it was. before and after have None for a file that did not exist.
    """

    folder: Path
    what: str
    day: str
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]

    def content(self, path: str) -> bytes | None:
        """What the file was before; None if there was none."""
        return (self.folder / _OLD / path).read_bytes() if self.before[path] is not None else None


@contextlib.contextmanager
def locked(project: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Holds the lock of a project, so that no other command changes it; calls wait once if another one has it.

    An unfinished step is finished first. Raises DiskError.
    """
    with contextlib.ExitStack() as stack:
        with disk.report_errors(project):
            (project / HIDDEN).mkdir(exist_ok=True)
            stack.enter_context(temporary.locked(project / HIDDEN / "lock", wait))
        _finish(project)
        yield


def recover(project: Path) -> None:
    """Finishes a step that was interrupted, after another command that may be at it. Raises DiskError."""
    for folder in (project, project / HIDDEN):
        temporary.sweep(folder)
    if (project / _PENDING).is_dir():
        with locked(project, lambda: None):
            pass


def apply(project: Path, changes: Changes, what: str, *, undoable: bool = True) -> None:
    """Changes files in one step, and keeps what they were as a snapshot if it is undoable.

    The project is locked. Raises DiskError.
    """
    if changes and not undoable:
        _commit(project, changes, {"what": what})
    elif changes:
        taken = [int(folder.name) for folder in _snapshots(project)]
        _commit(project, changes, {"what": what, "keep": f"{max(taken, default=0) + 1:04d}"})
        for old in _snapshots(project)[:-_MOST]:
            _remove(old)


def move_in(made: Path, project: Path, *, first: str) -> None:
    """Moves a new project from a folder of the same disk into an empty one, which cannot be replaced, in one step.

    first is the file that makes a folder a project. Of several commands, only one can do this; the others raise
    OSError. Raises DiskError; the folder is then empty again.
    """
    pending = made / _PENDING
    (pending / _NEW).mkdir(parents=True)
    for path in made.iterdir():
        if path.name != HIDDEN:
            path.rename(pending / _NEW / path.name)
    found = [p.relative_to(pending / _NEW).as_posix() for p in sorted((pending / _NEW).rglob("*")) if p.is_file()]
    after = {path: _hash((pending / _NEW / path).read_bytes()) for path in sorted(found, key=lambda p: p != first)}
    before = dict.fromkeys(after)
    plan = {"what": "init", "day": clock.today().isoformat(), "before": before, "after": after}
    _write(pending / _PLAN, json.dumps(plan, indent=1).encode())
    (made / HIDDEN).rename(project / HIDDEN)
    try:
        with locked(project, lambda: None):
            pass  # it finishes the step
    except BaseException:
        with contextlib.suppress(DiskError):
            _take_back(project, before)
            shutil.rmtree(project / HIDDEN, ignore_errors=True)
        raise


def last(project: Path) -> Snapshot | None:
    """The snapshot of the last step that can be taken back; None if there is none."""
    for folder in reversed(_snapshots(project)):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            plan = disk.read_json(folder / _PLAN)
            return Snapshot(
                folder=folder, what=plan["what"], day=plan["day"], before=plan["before"], after=plan["after"]
            )
    return None


def restored(project: Path, snapshot: Snapshot) -> dict[str, bytes | None]:
    """What `undo` would write: the files before the step, and copies of those that were edited since."""
    changes: dict[str, bytes | None] = {}
    for path, after in snapshot.after.items():
        if not inside(path):
            continue
        current = _read(project / path)
        written = current is None or _hash(current) in (after, snapshot.before[path])
        if not (written or _is_ours(path)):
            changes[_aside(project, path)] = current
        changes[path] = snapshot.content(path)
    return changes


def undo(project: Path, snapshot: Snapshot) -> None:
    """Restores the files of a snapshot in one step, and forgets it. The project is locked. Raises DiskError."""
    _commit(project, restored(project, snapshot), {"what": "undo", "forget": snapshot.folder.name})


def _is_ours(path: str) -> bool:
    """Whether nobody else writes this file."""
    return path.startswith((f"{HIDDEN}/", "paper/")) or "/generated/" in path


def _aside(project: Path, path: str) -> str:
    """A free name beside the file, for what would be lost: proofs.edited.tex."""
    pure = Path(path)
    names = (f"{pure.stem}.edited{n or ''}{pure.suffix}" for n in range(1000))
    return next(p for name in names if not (project / (p := (pure.parent / name).as_posix())).exists())


def _commit(project: Path, changes: Changes, plan: dict[str, str]) -> None:
    with disk.report_errors(project), temporary.folder(project / HIDDEN, temporary.HIDDEN) as folder:
        before: dict[str, str | None] = {}
        for path, content in changes.items():
            old = _read(project / path)
            before[path] = _hash(old) if old is not None else None
            for kind, data in ((_NEW, content), (_OLD, old)):
                if data is not None:
                    _write(folder / kind / path, data)
        after = {path: _hash(data) if data is not None else None for path, data in changes.items()}
        whole = {**plan, "day": clock.today().isoformat(), "before": before, "after": after}
        _write(folder / _PLAN, json.dumps(whole, indent=1).encode())
        folder.rename(project / _PENDING)
    try:
        _finish(project)
    except DiskError as e:
        with contextlib.suppress(DiskError):
            _take_back(project, before)
        hint = _CLOSE if isinstance(e.__cause__, PermissionError) else e.hint
        raise DiskError(e.message, hint) from e


_CLOSE = "make it writable, or close the program that has it open, and run the same command again"


def _take_back(project: Path, before: Mapping[str, str | None]) -> None:
    """Gives up a pending step, of which a file could not be written; raises DiskError, and it stays pending."""
    pending = project / _PENDING
    with disk.report_errors(project):
        for path, old in before.items():
            _place(project, path, (pending / _OLD / path).read_bytes() if old is not None else None)
        _remove(pending)


def _finish(project: Path) -> None:
    """Gives the files of a pending step their places; it can be repeated at any moment."""
    pending = project / _PENDING
    if not (pending / _PLAN).is_file():
        shutil.rmtree(pending, ignore_errors=True)
        return
    with disk.report_errors(project):
        plan: dict[str, Any] = disk.read_json(pending / _PLAN)
        # A project from somebody else must not write anywhere else.
        files = {path: after for path, after in plan["after"].items() if inside(path)}
        for parent in {(project / path).parent for path in files}:
            temporary.sweep(parent)  # of what a killed command began to write
        for path, after in files.items():
            _keep_edited(project, path, (after, plan["before"][path]))
            _place(project, path, (pending / _NEW / path).read_bytes() if after is not None else None)
        if "keep" in plan:
            (project / _SNAPSHOTS).mkdir(exist_ok=True)
            pending.rename(project / _SNAPSHOTS / plan["keep"])
            shutil.rmtree(project / _SNAPSHOTS / plan["keep"] / _NEW, ignore_errors=True)
        else:
            if "forget" in plan:
                _remove(project / _SNAPSHOTS / plan["forget"])
            _remove(pending)
    with contextlib.suppress(OSError):
        (project / _SNAPSHOTS).rmdir()


def inside(path: str) -> bool:
    """Whether a recorded path leads to a place in the project."""
    pure = PurePosixPath(path)
    return not (pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path)


def _keep_edited(project: Path, path: str, known: tuple[str | None, str | None]) -> None:
    """Keeps a file aside that was edited between a kill and the end of the step: its hash is none of the known."""
    current = _read(project / path)
    if current is not None and _hash(current) not in known and not _is_ours(path):
        disk.write(current, project / _aside(project, path))


def _place(project: Path, path: str, content: bytes | None) -> None:
    """Writes or removes a file; through a link, the file that it leads to."""
    target = project / path
    if content is None:
        target.unlink(missing_ok=True)
        _remove_empty(target.parent, project)
    elif _read(target) != content:
        disk.write(content, target.resolve() if target.is_symlink() else target)


def _remove_empty(folder: Path, project: Path) -> None:
    while folder != project:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _remove(folder: Path) -> None:
    """Removes a folder of ours; its plan goes first, as without it the rest counts for nothing."""
    (folder / _PLAN).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def _snapshots(project: Path) -> list[Path]:
    try:
        found = [path for path in (project / _SNAPSHOTS).iterdir() if path.name.isdecimal()]
    except OSError:
        return []
    return sorted(found)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _hash(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()
