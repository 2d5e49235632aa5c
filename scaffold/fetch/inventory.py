"""What is in the cache, over all servers, and how it is removed: only files that scaffold itself wrote there."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scaffold import disk
from scaffold.fetch.identifiers import ArxivId, as_arxiv_id
from scaffold.fetch.names import shown
from scaffold.fetch.turns import Turns

_FILES = re.compile(r"source|pdf|source\.json|pdf\.json|metadata\.json|\.part-.*")


@dataclass(frozen=True, slots=True)
class File:
    """A download: version of the paper, "source" or "PDF", size in bytes."""

    version: int
    what: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A paper in the cache of one server. size: bytes of all its files; title: "" if its metadata is not there."""

    host: str
    id: str
    title: str
    files: tuple[File, ...]
    size: int
    folder: Path


def papers(base: Path) -> tuple[Kept, ...]:
    """All papers in the cache, by server and identifier; base contains a folder for each server."""
    return tuple(sorted(_found(base), key=lambda p: (p.host, p.id)))


def clear(base: Path, paper: ArxivId | None = None) -> tuple[Kept, ...]:
    """Removes one paper, or all, from the cache, and returns what was removed. Raises DiskError, NetworkError.

    version of paper: only that version. It waits until no other process downloads.
    """
    removed = []
    for kept in papers(base):
        if paper is not None and kept.id != paper.id:
            continue
        version = paper.version if paper is not None else None
        if version is not None and version not in {file.version for file in kept.files}:
            continue
        with Turns(kept.folder.parent, 0).taken():
            _remove(kept.folder, f"v{version}" if version is not None else None)
        removed.append(kept)
    return tuple(removed)


def _found(base: Path) -> Iterator[Kept]:
    for folder in base.glob("*/*"):
        named = as_arxiv_id(folder.name.replace("_", "/"))
        if named is None or named.version is not None or folder.is_symlink() or not folder.is_dir():
            continue
        own = list(_own_files(folder))
        if own:
            sizes = {path: _size(path) for path in own}
            files = tuple(
                File(int(path.parent.name[1:]), "source" if path.name == "source" else "PDF", sizes[path])
                for path in sorted(own, key=lambda path: (len(path.parent.name), path))
                if path.name in ("source", "pdf")
            )
            yield Kept(
                host=folder.parent.name,
                id=named.id,
                title=_title(folder),
                files=files,
                size=sum(sizes.values()),
                folder=folder,
            )


def _own_files(folder: Path) -> Iterator[Path]:
    """The files of a paper that scaffold wrote: SCAFFOLD_CACHE may be a folder in which the user has other files."""
    for path in (*folder.glob("*"), *folder.glob("v*/*")):
        in_version = re.fullmatch(r"v[1-9]\d{0,2}", path.parent.name) is not None
        known = _FILES.fullmatch(path.name) and in_version == (path.name != "metadata.json")
        if (path.name.startswith(".part-") or known) and path.is_file() and not path.is_symlink():
            yield path


def _remove(folder: Path, version: str | None) -> None:
    with disk.report_errors(folder):
        for path in _own_files(folder):
            if version is None or path.parent.name == version:
                path.unlink(missing_ok=True)
    for place in (*folder.glob("v*"), folder):
        with contextlib.suppress(OSError):
            place.rmdir()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # removed by another process
        return 0


def _title(folder: Path) -> str:
    try:
        title = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["metadata"]["title"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""
    return shown(title) if isinstance(title, str) else ""
