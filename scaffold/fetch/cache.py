"""The cache of downloads, by identifier and version; all writes are atomic.

ROOT/HOST/ID/metadata.json           the metadata, and when it was saved
ROOT/HOST/ID/vN/source  source.json  the bytes as arXiv sent them; their sha256, size and address
ROOT/HOST/ID/vN/pdf     pdf.json

HOST separates the papers of a loopback arXiv from real papers with the same identifier.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from scaffold import disk
from scaffold.fetch.identifiers import ArxivId

What = Literal["source", "pdf"]
DISK_FULL_HINT = "free some space there, or point SCAFFOLD_CACHE to another disk, and run the same command again"
"""The hint if the disk of the cache is full."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete download on disk, exactly as arXiv sent it."""

    path: Path
    sha256: str
    size: int


class Cache:
    """A folder of downloads; created with the first one."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def default(cls, host: str = "arxiv.org") -> Cache:
        """The user's cache for that host: in SCAFFOLD_CACHE if set, otherwise in the system's cache folder."""
        base = os.environ.get("SCAFFOLD_CACHE")
        if base:
            root = Path(base).expanduser()
        else:
            from platformdirs import user_cache_path

            root = user_cache_path("scaffold", appauthor=False)
        return cls(root / re.sub(r"[^\w.-]", "_", host))

    def find(self, paper: ArxivId, what: What) -> Stored | None:
        """The cached download of that version, its hash verified; None if there is none or its hash differs."""
        path = self._folder(paper) / what
        try:
            row = json.loads(path.with_name(f"{what}.json").read_text(encoding="utf-8"))
            if path.stat().st_size == row["size"] and file_sha256(path) == row["sha256"]:
                return Stored(path, row["sha256"], row["size"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

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
        with disk.atomic(path, disk_full_hint=DISK_FULL_HINT) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            row = {"sha256": _digest(file), "size": file.tell(), "url": url}
            with disk.atomic(path.with_name(f"{what}.json"), disk_full_hint=DISK_FULL_HINT) as note:
                note.write(_text(row))

    def load_record(self, paper: ArxivId, max_age: float | None = None) -> dict[str, Any] | None:
        """The metadata saved for that paper at most max_age seconds ago (None: any age); None if there is none."""
        try:
            row = json.loads(self._record(paper).read_text(encoding="utf-8"))
            age = time.time() - float(row["saved"])
            record = row["metadata"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        fresh = max_age is None or 0 <= age <= max_age
        return record if fresh and isinstance(record, dict) else None

    def save_record(self, paper: ArxivId, record: dict[str, Any]) -> None:
        """Save the metadata; raises DiskError."""
        with disk.atomic(self._record(paper), disk_full_hint=DISK_FULL_HINT) as file:
            file.write(_text({"saved": int(time.time()), "metadata": record}))

    def _record(self, paper: ArxivId) -> Path:
        return self.root / paper.folder / "metadata.json"

    def _folder(self, paper: ArxivId) -> Path:
        return self.root / paper.folder / f"v{paper.version}"


def file_sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal; raises OSError."""
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(2**20):
        digest.update(chunk)
    return digest.hexdigest()


def _text(row: dict[str, Any]) -> bytes:
    return (json.dumps(row, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
