"""The cache of downloads, by identifier and version; all writes are atomic.

ROOT/HOST/ID/metadata.json           the metadata, when it was saved, and the sha256 of both
ROOT/HOST/ID/vN/source  source.json  the bytes as arXiv sent them; their sha256, size and address
ROOT/HOST/ID/vN/pdf     pdf.json

HOST separates the papers of a loopback arXiv from real papers with the same identifier. What was saved is compared with
its hash and its address whenever it is used. Only the process whose turn it is (turns.py) writes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import unquote

from scaffold import caches, disk
from scaffold.fetch.identifiers import ArxivId

What = Literal["source", "pdf"]
_AT: dict[What, str] = {"source": "src", "pdf": "pdf"}
"""The folders of arXiv's addresses."""

DISK_FULL_HINT = "free some space there, or point SCAFFOLD_CACHE to another disk, and run the same command again"
"""The hint if the disk of the cache is full."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete download on disk, exactly as arXiv sent it."""

    path: Path
    sha256: str
    size: int


class Damaged(Exception):
    """A file in the cache is not what was saved there."""


class Cache:
    """A folder of downloads; created with the first one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def default(cls, host: str = "arxiv.org") -> Cache:
        """The user's cache for that host."""
        return cls(caches.base_folder() / re.sub(r"[^\w.-]", "_", host))

    def find(self, paper: ArxivId, what: What) -> Stored | None:
        """The cached download of that version; None if there is none. Raises Damaged if its hash differs."""
        path = self._folder(paper) / what
        if not path.exists():
            return None
        try:
            row = _load(path.with_name(f"{what}.json"))
            if not _is_of(row, paper, what):
                raise Damaged
            if path.stat().st_size == row["size"] and file_sha256(path) == row["sha256"]:
                return Stored(path, row["sha256"], row["size"])
        except (OSError, KeyError) as e:
            raise Damaged from e
        raise Damaged

    def drop(self, paper: ArxivId, what: What) -> None:
        """Removes the cached download of that version, if there is one. Raises DiskError."""
        for path in (self._folder(paper) / what, self._folder(paper) / f"{what}.json"):
            _remove(path)

    def unfinished(self) -> tuple[Path, ...]:
        """Files that are being saved, or that a killed process left; whoever holds the lock may remove them."""
        return tuple(path for pattern in ("*/.part-*", "*/v*/.part-*") for path in self.root.glob(pattern))

    def versions(self, paper: ArxivId) -> tuple[int, ...]:
        """Numbers of the versions whose source or PDF is in the cache, in order."""
        names = (re.fullmatch(r"v(\d+)", p.parent.name) for p in (self.root / paper.folder).glob("v*/*.json"))
        return tuple(sorted({int(match[1]) for match in names if match}))

    @contextlib.contextmanager
    def writing(self, paper: ArxivId, what: What, url: str) -> Iterator[BinaryIO]:
        """A file to write to: saved when the block ends, removed if an exception ends it.

        Raises DiskError.
        """
        path = self._folder(paper) / what
        _remove_folders(path, path.with_name(f"{what}.json"))
        with disk.atomic(path, disk_full_hint=DISK_FULL_HINT) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            row = {"sha256": _digest(file), "size": file.tell(), "url": url}
            with disk.atomic(path.with_name(f"{what}.json"), disk_full_hint=DISK_FULL_HINT) as note:
                note.write(_text(row))

    def load_record(self, paper: ArxivId, max_age: float | None = None) -> dict[str, Any] | None:
        """The metadata saved for that paper at most max_age seconds ago (None: any age); None if there is none.

        Raises Damaged if it is not what was saved.
        """
        path = self._record(paper)
        if not path.exists():
            return None
        try:
            row = _load(path)
            record, age = row["metadata"], time.time() - float(row["saved"])
            if row["sha256"] != _record_sha256(row) or not isinstance(record, dict):
                raise Damaged
        except (OSError, KeyError, TypeError, ValueError, OverflowError) as e:
            raise Damaged from e
        return record if max_age is None or 0 <= age <= max_age else None

    def save_record(self, paper: ArxivId, record: dict[str, Any]) -> None:
        """Save the metadata; raises DiskError."""
        row = {"saved": int(time.time()), "metadata": record}
        path = self._record(paper)
        _remove_folders(path)
        with disk.atomic(path, disk_full_hint=DISK_FULL_HINT) as file:
            file.write(_text({**row, "sha256": _record_sha256(row)}))

    def _record(self, paper: ArxivId) -> Path:
        return self.root / paper.folder / "metadata.json"

    def _folder(self, paper: ArxivId) -> Path:
        return self.root / paper.folder / f"v{paper.version}"


def _is_of(row: dict[str, Any], paper: ArxivId, what: What) -> bool:
    """Whether a record is of this file of this version: whole files may have been moved to another's place."""
    return unquote(str(row["url"])).endswith(f"/{_AT[what]}/{paper}")


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal; raises OSError."""
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(2**20):
        digest.update(chunk)
    return digest.hexdigest()


def _load(path: Path) -> dict[str, Any]:
    """The object in a JSON file; raises Damaged if it holds none, OSError."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as e:
        raise Damaged from e
    if not isinstance(row, dict):
        raise Damaged
    return row


def _record_sha256(row: dict[str, Any]) -> str:
    """The hash of saved metadata and of the time when it was saved."""
    return hashlib.sha256(_text({"saved": row["saved"], "metadata": row["metadata"]})).hexdigest()


def _remove_folders(*paths: Path) -> None:
    """Removes folders that stand where a file must be written: damage that a rename cannot replace."""
    for path in paths:
        if path.is_dir():
            _remove(path)


def _remove(path: Path) -> None:
    """Removes a file, a link or a folder, if it is there. Raises DiskError."""
    with disk.report_errors(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _text(row: dict[str, Any]) -> bytes:
    return (json.dumps(row, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
