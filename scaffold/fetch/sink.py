"""Writes the files of one archive or folder, within limits on what a paper may be."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from scaffold import disk
from scaffold.errors import BadArchive
from scaffold.fetch import names

Kind = Literal["tex", "pdf", "ps"]
Read = Callable[[int], bytes]

CHUNK = 65536
DAMAGED = "download it again with --force-refresh"
"""What to do about an archive from arXiv that is damaged."""
LOCAL_HINTS = {
    DAMAGED: "pack the folder again, or copy the archive again from where it is whole",
    names.SAFE_HINT: "do not unpack this archive yourself; pack the folder again",
}
"""What to do instead about an archive of the user's own, by what to do about one from arXiv."""
TOO_BIG = "if it really is a paper, unpack it yourself and give the folder"
"""What to do about an archive over a limit."""

_MOST_WARNINGS = 20
_MOST_REPEATS = 100
"""How often a name may occur: tar adds a file again when it changed; each costs the disk a new file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits for one paper. ratio: unpacked bytes per packed byte, checked after the first `free` unpacked bytes.

    members: everything that an archive lists, also folders, links, junk, and names that occur again.
    """

    files: int = 5000
    members: int = 10_000
    single: int = 256 * 2**20
    total: int = 1024 * 2**20
    ratio: int = 200
    free: int = 32 * 2**20


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An unpacked source: files are relative to the folder, with forward slashes, sorted.

    kind "pdf" or "ps": the source is that single file, and there is no LaTeX.
    """

    kind: Kind
    files: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Sink:
    """Writes the files of one archive of `packed` bytes to a folder, within the limits.

    into: the folder's later name, which errors of the disk mention.
    """

    folder: Path
    into: Path
    packed: int
    limits: Limits = LIMITS
    warnings: list[str] = field(default_factory=list)
    _total: int = 0
    _members: int = 0
    _files: dict[str, int] = field(default_factory=dict)
    """How often each name occurred."""
    _folded: dict[str, str] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The files written so far, sorted."""
        return tuple(sorted(self._files))

    def has(self, name: str) -> bool:
        """Whether a file of that name was written."""
        return name in self._files

    def count_member(self) -> None:
        """Counts one member of any kind; raises BadArchive over the limit."""
        self._members += 1
        if self._members > self.limits.members:
            raise BadArchive(f"the archive has more than {self.limits.members} members", TOO_BIG)

    def result(self) -> Unpacked:
        """The LaTeX that was written; of many warnings only the first."""
        shown = self.warnings[:_MOST_WARNINGS]
        more = len(self.warnings) - len(shown)
        return Unpacked("tex", self.files, (*shown, *([f"… and {more} more warnings about files"] if more else ())))

    def add(self, name: str, read: Read) -> None:
        """Writes one file; raises BadArchive for an unsafe name or over the limits, DiskError."""
        path = names.parts(name, windows=os.name == "nt")
        if not path or names.is_junk(path):
            return
        joined, target = "/".join(path), self.folder.joinpath(*path)
        if len(self._files) >= self.limits.files:
            raise BadArchive(f"the archive contains more than {self.limits.files} files", TOO_BIG)
        times = self._files.get(joined, 0)
        if times >= _MOST_REPEATS:
            raise BadArchive(f"the archive has more than {_MOST_REPEATS} members “{joined}”", TOO_BIG)
        if times:
            # Not truncated: some file systems write a truncated file to the disk at once (ext4, auto_da_alloc).
            target.unlink(missing_ok=True)
        if times == 1:
            self.warnings.append(f"{joined} occurs twice in the archive: scaffold uses the later one")
        if not times and (twin := self._folded.setdefault(joined.casefold(), joined)) != joined:
            self.warnings.append(f"{joined} and {twin} differ only in case: on some systems they are the same file")
            if target.exists():
                return
        self._files[joined] = times + 1
        self._write(target, joined, read)

    def _write(self, target: Path, name: str, read: Read) -> None:
        with disk.report_errors(self.into / name, hidden=self.folder):
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                file = target.open("xb")
            except (FileExistsError, NotADirectoryError, IsADirectoryError) as e:
                raise BadArchive(f"member “{name}” is both a file and a folder", DAMAGED) from e
            with file:
                self._copy_stream(file, name, read)

    def _copy_stream(self, file: IO[bytes], name: str, read: Read) -> None:
        count = 0
        while chunk := read(CHUNK):
            count += len(chunk)
            self._total += len(chunk)
            if count > self.limits.single or too_much(self._total, self.packed, self.limits):
                raise BadArchive(f"the archive unpacks to too many bytes (at member “{name}”)", TOO_BIG)
            file.write(chunk)


def too_much(count: int, packed: int, limits: Limits) -> bool:
    """Whether count bytes from an archive of packed bytes are over the limits."""
    return count > limits.total or (count > limits.free and count > limits.ratio * packed)
