"""Unpacks a source of any format into a folder. The archive is untrusted; names.py decides which names are refused.

Everything is read as a stream and counted, so that a zip bomb stops at the limit before it fills the memory. Links are
never created: a link to a file in the archive becomes a copy of that file, other links are skipped.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import lzma
import os
import shutil
import stat
import struct
import tarfile
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from scaffold import disk
from scaffold.errors import BadArchive
from scaffold.fetch import names
from scaffold.fetch.sniff import HEAD, looks_like_latex, sniff

Kind = Literal["tex", "pdf", "ps"]
Read = Callable[[int], bytes]

_CHUNK = 65536
_MOST_WARNINGS = 20
_MOST_REPEATS = 100
"""How often a name may occur: tar adds a file again when it changed; each costs the disk a new file."""
_LARGEST_LIST = 8 * 2**20
"""Bytes of a zip's list of members: 800 for each of 10,000."""
_DAMAGED = "download it again (--force-refresh), or pack the folder again"
_TOO_BIG = "if it really is a paper, unpack it yourself and give the folder"


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
            raise BadArchive(f"the archive has more than {self.limits.members} members", _TOO_BIG)

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
            raise BadArchive(f"the archive contains more than {self.limits.files} files", _TOO_BIG)
        times = self._files.get(joined, 0)
        if times >= _MOST_REPEATS:
            raise BadArchive(f"the archive has more than {_MOST_REPEATS} members “{joined}”", _TOO_BIG)
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
        with disk.report_errors(self.into / name, temporary=self.folder):
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                file = target.open("xb")
            except (FileExistsError, NotADirectoryError, IsADirectoryError) as e:
                raise BadArchive(f"member “{name}” is both a file and a folder", _DAMAGED) from e
            with file:
                self._copy_stream(file, name, read)

    def _copy_stream(self, file: IO[bytes], name: str, read: Read) -> None:
        count = 0
        while chunk := read(_CHUNK):
            count += len(chunk)
            self._total += len(chunk)
            if count > self.limits.single or _too_much(self._total, self.packed, self.limits):
                raise BadArchive(f"the archive unpacks to too many bytes (at member “{name}”)", _TOO_BIG)
            file.write(chunk)


def _too_much(count: int, packed: int, limits: Limits) -> bool:
    return count > limits.total or (count > limits.free and count > limits.ratio * packed)


def unpack(archive: Path, into: Path, limits: Limits = LIMITS) -> Unpacked:
    """The files of an archive (tar, tar.gz, gz, zip) or of a single .tex or PDF, in the new folder `into`.

    Raises BadArchive, which names the member, and DiskError; then `into` does not exist.
    """
    return fill(
        into,
        lambda folder: _unpack(archive, Sink(folder=folder, into=into, packed=archive.stat().st_size, limits=limits)),
    )


def fill(into: Path, work: Callable[[Path], Unpacked]) -> Unpacked:
    """Let work fill a new folder next to `into`, which is renamed to `into`, or removed after an error."""
    made = [p for p in (into.parent, *into.parent.parents) if not p.exists()]
    scratch = into.parent / f".part-{uuid.uuid4().hex}"
    try:
        with disk.report_errors(into, temporary=scratch):
            into.parent.mkdir(parents=True, exist_ok=True)
            scratch.mkdir(mode=0o700)
            folder = scratch / "source"
            folder.mkdir()
            result = work(folder)
            with contextlib.suppress(FileNotFoundError):
                into.rmdir()
            folder.replace(into)
            scratch.rmdir()
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        with contextlib.suppress(OSError):
            for folder in made:
                folder.rmdir()
        raise
    return result


def require_latex(folder: Path, files: Sequence[str], what: str) -> None:
    """Raises BadArchive when none of the files is LaTeX, by suffix or by content."""
    if not any(is_latex(folder, name) for name in files):
        few = ", ".join(files[:4]) + (" …" if len(files) > 4 else "")
        raise BadArchive(
            f"{what} contains no LaTeX file (it contains {few})" if files else f"{what} is empty",
            "if there is a PDF of the paper, give that: scaffold init paper.pdf",
        )


def is_latex(folder: Path, name: str) -> bool:
    """Whether a file of the folder is LaTeX: old e-prints come without a suffix, so the content counts too."""
    path = folder / name
    if path.suffix.lower() in (".tex", ".ltx", ".latex"):
        return True
    if path.suffix.lower() in (".sty", ".cls", ".bbl", ".bib", ".pdf", ".png", ".jpg", ".jpeg", ".eps", ".md"):
        return False
    with path.open("rb") as file:
        return looks_like_latex(file.read(HEAD))


def _unpack(archive: Path, sink: Sink) -> Unpacked:
    with archive.open("rb") as file:
        head = file.read(HEAD)
        file.seek(0)
        kind = sniff(head)
        with _named(archive):
            if kind == "zip":
                _zip(archive, sink)
            elif kind == "tar":
                _tar(file, sink)
            elif kind == "gzip":
                single = _gzip(archive, file, head, sink)
                if single is not None:
                    return single
            else:
                return _single(file.read, kind, _tex_name(archive.name), sink)
    require_latex(sink.folder, sink.files, "the archive")
    return sink.result()


@contextlib.contextmanager
def _named(archive: Path) -> Iterator[None]:
    """Turns errors of the decompressors into BadArchive."""
    try:
        yield
    except RecursionError as e:
        raise BadArchive("the archive is damaged: its members are nested too deeply", _DAMAGED) from e
    except _BROKEN as e:
        raise BadArchive(f"the archive is damaged: {e}", _DAMAGED) from e
    except (RuntimeError, NotImplementedError) as e:
        raise BadArchive(f"the archive cannot be opened: {e}", "pack the folder again, without a password") from e


def _gzip(archive: Path, file: IO[bytes], head: bytes, sink: Sink) -> Unpacked | None:
    """Unpacks a gzipped tar into the sink, or a gzipped single file, which is then the result."""
    with gzip.GzipFile(fileobj=file) as opened:
        meter = _Meter(opened, sink.packed, sink.limits)
        inner = meter.peek(HEAD)
        kind = sniff(inner)
        if kind == "tar":
            _tar(meter, sink)
            return None
        name = names.gzip_name(head) or archive.name.removesuffix(".gz")
        return _single(meter.read, kind, _tex_name(name), sink)


def _single(read: Read, kind: str, name: str, sink: Sink) -> Unpacked:
    """A source of one file."""
    if kind in ("pdf", "ps"):
        sink.add(f"paper.{kind}", read)
        return Unpacked("pdf" if kind == "pdf" else "ps", sink.files, tuple(sink.warnings))
    if kind in ("html", "empty", "zip", "gzip"):
        raise BadArchive(f"the source contains no LaTeX file: its content is {kind}", _DAMAGED)
    sink.add(name, read)
    with (sink.folder / sink.files[0]).open("rb") as file:
        head = file.read(HEAD)
    if b"\\" not in head or b"\0" in head:
        raise BadArchive("the source contains no LaTeX file: there is no TeX command in it", _DAMAGED)
    return sink.result()


def _tex_name(name: str) -> str:
    return name if name.lower().endswith((".tex", ".ltx")) and names.parts(name, windows=False) else "main.tex"


class _Meter:
    """Counts the output of a decompressor and stops it over the limits."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, packed: int, limits: Limits) -> None:
        self._stream, self._packed, self._limits = stream, packed, limits
        self._count, self._held = 0, b""

    def peek(self, count: int) -> bytes:
        """The first bytes, which read will return again."""
        while len(self._held) < count and (chunk := self._next(count - len(self._held))):
            self._held += chunk
        return self._held

    def read(self, count: int) -> bytes:
        """Up to count bytes, b"" at the end; raises BadArchive."""
        if self._held:
            chunk, self._held = self._held[:count], self._held[count:]
            return chunk
        return self._next(count)

    def _next(self, count: int) -> bytes:
        chunk = self._stream.read(count)
        self._count += len(chunk)
        if _too_much(self._count, self._packed, self._limits):
            limit = self._limits.total
            much = f"{limit // 2**20} MB" if self._count > limit else f"{self._limits.ratio} times its size"
            raise BadArchive(f"the archive unpacks to more than {much}, which is too large for a paper", _TOO_BIG)
        return chunk


class _Member(tarfile.TarInfo):
    """A member with a valid header: tarfile itself treats a damaged header as the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> _Member:
        try:
            return super().fromtarfile(tarfile)
        except _HEADER_ERRORS as e:
            raise BadArchive(f"the archive is damaged at byte {tarfile.offset}: {e}", _DAMAGED) from e


_BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, lzma.LZMAError, zlib.error, struct.error,
    EOFError, ValueError, LookupError, ArithmeticError,
)  # fmt: skip
"""What Python's decompressors raise for damage: besides their own errors what a wrong number or name ends in."""

_HEADER_ERRORS: tuple[type[Exception], ...] = tuple(
    getattr(tarfile, name) for name in ("InvalidHeaderError", "TruncatedHeaderError") if hasattr(tarfile, name)
)


def _tar(stream: IO[bytes] | _Meter, sink: Sink) -> None:
    links: list[tuple[str, str]] = []
    member: tarfile.TarInfo | None = None
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Member, errors="surrogateescape") as tar:  # type: ignore[call-overload]
            for member in tar:
                sink.count_member()
                _tar_member(tar, member, sink, links)
    except _BROKEN as e:
        where = f" at member “{names.printable(member.name)}”" if member is not None else ""
        raise BadArchive(f"the archive is damaged{where}: {e}", _DAMAGED) from e
    while stream.read(_CHUNK):  # read the rest, so that gzip verifies its checksum
        pass
    _copy_links(links, sink)


def _tar_member(tar: tarfile.TarFile, member: tarfile.TarInfo, sink: Sink, links: list[tuple[str, str]]) -> None:
    path = names.parts(member.name, windows=False)
    if member.isdir() or names.is_junk(path):
        return
    if member.issym() or member.islnk():
        start = "" if member.islnk() else "/".join(path[:-1])
        links.append((member.name, f"{start}/{member.linkname}" if start else member.linkname))
        return
    if not member.isreg():
        raise BadArchive(f"the archive is unsafe: member “{'/'.join(path)}” is a device", _DAMAGED)
    if member.size > sink.limits.single:
        raise BadArchive(f"the archive unpacks to too many bytes (at member “{'/'.join(path)}”)", _TOO_BIG)
    data = tar.extractfile(member)
    if data is not None:
        sink.add(member.name, data.read)


def _copy_links(links: list[tuple[str, str]], sink: Sink) -> None:
    for name, target in links:
        inside = "/".join(_resolved(target))
        if sink.has(inside):
            with (sink.folder / inside).open("rb") as file:
                sink.add(name, file.read)
        else:
            sink.warnings.append(f"{names.printable(name)} is a link to a file outside the archive: skipped")


def _resolved(target: str) -> list[str]:
    """The parts of a link's target with ".." resolved; [] if it leads outside the archive."""
    found: list[str] = []
    for part in names.printable(target).split("/"):
        if part == ".." and not found:
            return []
        if part == "..":
            found.pop()
        elif part not in ("", "."):
            found.append(part)
    return [] if target.startswith("/") else found


def _zip(archive: Path, sink: Sink) -> None:
    with _Bounded(archive) as file, zipfile.ZipFile(file) as opened:
        for info in opened.infolist():
            sink.count_member()
            name = _zip_name(info)
            if name.endswith("/") or names.is_junk(names.parts(name, windows=False)):
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                sink.warnings.append(f"{names.printable(name)} is a link: skipped")
                continue
            if _too_much(info.file_size, sink.packed, sink.limits):
                raise BadArchive(f"the archive unpacks to too many bytes (at member “{name}”)", _TOO_BIG)
            try:
                with opened.open(info) as data:
                    sink.add(name, _careful(data.read))
            except _BROKEN as e:
                raise BadArchive(f"the archive is damaged at member “{name}”: {e}", _DAMAGED) from e


class _Bounded(io.FileIO):
    """A file of which a zip's list of members is read only up to a size: Python reads it as a whole."""

    def read(self, count: int | None = -1) -> bytes:
        if count is not None and count > _LARGEST_LIST:
            raise BadArchive("the archive has too many members", _TOO_BIG)
        return super().read(-1 if count is None else count)


def _careful(read: Read) -> Read:
    """The same function with bzip2's error for damage, an OSError without number, as BadZipFile."""

    def careful(count: int) -> bytes:
        try:
            return read(count)
        except OSError as e:
            if e.errno is None:
                raise zipfile.BadZipFile(str(e)) from e
            raise

    return careful


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name: decoded as UTF-8 even without the UTF-8 flag, which archives made on a Mac lack."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
