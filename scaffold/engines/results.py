"""Results of engines, kept by the content of everything that they were made from: time stamps are not trusted.

FOLDER/KEY.result holds a result: the hash of KEY and of a ZIP archive, and the archive. KEY is the hash of what is
known before the engine runs: scaffold's own code, the document's files, the engine, its settings. `inputs.json` in the
archive lists what the engine read besides, such as classes and fonts, with hashes: the result is used only as long as
all of these are the same. Without this cache all is the same, but slower; so an error in it is never raised.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from scaffold import caches, disk, temporary
from scaffold.errors import DiskError
from scaffold.once import once

__all__ = ["clear", "file_hash", "find", "holds", "keep", "key", "size"]

_PACKAGE = Path(__file__).resolve().parents[1]
_INPUTS = "inputs.json"
_SUFFIX = ".result"
_DIGEST = hashlib.sha256().digest_size
_GZIP = b"\x1f\x8b"
"""How files begin that are compressed already, as formats of TeX are."""

_MOST = 256 << 20
"""Bytes that all results may take; those that were not used for longest are removed."""

_DIRECTORY = "ls-R"
"""The list of files at the root of a tree of TeX: a new package may hide another one, and changes it."""


def key(*parts: object) -> str:
    """The name of a result that depends on scaffold's own code and on parts: bytes, text, numbers, tuples."""
    digest = hashlib.sha256(_own_code())
    for piece in _pieces(parts):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(part: object) -> Iterator[bytes]:
    """What identifies a part: the bytes in it as they are, since their repr takes several times as much memory."""
    if isinstance(part, (tuple, list)):
        yield b"%d parts" % len(part)
        for inner in part:
            yield from _pieces(inner)
        return
    data = part if isinstance(part, bytes) else repr(part).encode()
    yield b"%s of %d" % (b"bytes" if data is part else b"text", len(data))
    yield data


@once
def _own_code() -> bytes:
    """The hash of scaffold's modules: two commits of one version may make or measure the same thing differently."""
    modules = sorted(_PACKAGE.rglob("*.py"))
    code = [(path.relative_to(_PACKAGE).as_posix(), file_hash(path)) for path in modules]
    return hashlib.sha256(repr(code).encode()).digest()


def find(name: str) -> Mapping[str, bytes] | None:
    """The files of the result with this key; None if there is none, or if what it was made from has changed."""
    with _entry(name) as entry:
        if entry is None or not _is_current(entry):
            return None
        return {member: entry.read(member) for member in entry.namelist() if member != _INPUTS}


def holds(name: str) -> bool:
    """Whether there is a result with this key, and all that it was made from is the same; its files are not read."""
    with _entry(name) as entry:
        return entry is not None and _is_current(entry)


@contextlib.contextmanager
def _entry(name: str) -> Iterator[zipfile.ZipFile | None]:
    """The archive of a result, which counts as used now; None if there is none, or if it is damaged or another's."""
    path = _folder() / f"{name}{_SUFFIX}"
    try:
        content = path.read_bytes()
        os.utime(path)
    except OSError:
        yield None
        return
    digest, packed = content[:_DIGEST], content[_DIGEST:]
    if _seal(name, packed) != digest:
        yield None
        return
    with zipfile.ZipFile(io.BytesIO(packed)) as entry:
        yield entry


def _is_current(entry: zipfile.ZipFile) -> bool:
    return all(file_hash(Path(file)) == known for file, known in json.loads(entry.read(_INPUTS)).items())


def keep(name: str, files: Mapping[str, bytes], read: Iterable[Path] = ()) -> None:
    """Keeps the files of a result under its key; read are the files outside of the document that the engine read."""
    read = sorted(set(read))
    inputs = {str(path): file_hash(path) for path in (*read, *_directories(read))}
    with contextlib.suppress(DiskError, OSError):
        disk.write(_packed(name, {_INPUTS: json.dumps(inputs).encode(), **files}), _folder() / f"{name}{_SUFFIX}")
        _prune()


def size() -> int:
    """Bytes of all results."""
    return sum(count for _, count, _ in _entries())


def clear() -> None:
    """Removes all results."""
    for _, _, path in _entries():
        with contextlib.suppress(OSError):
            path.unlink()
    with contextlib.suppress(OSError):
        _folder().rmdir()


def file_hash(path: Path) -> str:
    """The hash of a file's content; "" if it cannot be read."""
    try:
        stat = path.stat()
        return _hash(path, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=4096)
def _hash(path: Path, size: int, changed: int) -> str:
    """The hash of a file that this process has not seen in this state; raises OSError."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _folder() -> Path:
    return caches.base_folder() / "results"


def _directories(read: Iterable[Path]) -> list[Path]:
    """The lists of files of the trees in which files lie."""
    folders = {folder for path in read for folder in path.parents}
    return sorted(folder / _DIRECTORY for folder in folders if (folder / _DIRECTORY).is_file())


def _packed(name: str, files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as entry:
        for member, content in files.items():
            how = zipfile.ZIP_STORED if content.startswith(_GZIP) else zipfile.ZIP_DEFLATED
            entry.writestr(zipfile.ZipInfo(member), content, how)
    packed = out.getvalue()
    return _seal(name, packed) + packed


def _seal(name: str, packed: bytes) -> bytes:
    """What stands before an archive: a whole result under the name of another one is no result."""
    return hashlib.sha256(b"%s of %d" % (name.encode(), len(packed)) + packed).digest()


def _entries() -> Iterator[tuple[int, int, Path]]:
    """When each result was last used, its bytes, and its file."""
    with contextlib.suppress(OSError):
        for path in _folder().glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):  # removed by another process
                stat = path.stat()
                yield stat.st_mtime_ns, stat.st_size, path


def _prune() -> None:
    """Removes results until the others take no more than they may, and what killed processes left."""
    temporary.sweep(_folder())
    taken = 0
    for _, count, path in sorted(_entries(), reverse=True):
        taken += count
        if taken > _MOST:
            path.unlink(missing_ok=True)
