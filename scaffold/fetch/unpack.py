"""Unpacks a source of any format into a folder. The archive is untrusted; names.py decides which names are refused.

Everything is read as a stream and counted, so that a zip bomb stops at the limit before it fills the memory. Links are
never created: a link to a file in the archive becomes a copy of that file, other links are skipped.
"""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tarfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from scaffold import disk
from scaffold.errors import BadArchive
from scaffold.fetch import names
from scaffold.fetch.sink import CHUNK, DAMAGED, LIMITS, TOO_BIG, Limits, Read, Sink, Unpacked, too_much
from scaffold.fetch.sniff import HEAD, looks_like_latex, sniff
from scaffold.fetch.zips import BROKEN, unpack_zip


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
        with disk.report_errors(into, hidden=scratch):
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
                unpack_zip(archive, sink)
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
        raise BadArchive("the archive is damaged: its members are nested too deeply", DAMAGED) from e
    except BROKEN as e:
        raise BadArchive(f"the archive is damaged: {e}", DAMAGED) from e
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
        raise BadArchive(f"the source contains no LaTeX file: its content is {kind}", DAMAGED)
    sink.add(name, read)
    with (sink.folder / sink.files[0]).open("rb") as file:
        head = file.read(HEAD)
    if b"\\" not in head or b"\0" in head:
        raise BadArchive("the source contains no LaTeX file: there is no TeX command in it", DAMAGED)
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
        if too_much(self._count, self._packed, self._limits):
            limit = self._limits.total
            much = f"{limit // 2**20} MB" if self._count > limit else f"{self._limits.ratio} times its size"
            raise BadArchive(f"the archive unpacks to more than {much}, which is too large for a paper", TOO_BIG)
        return chunk


class _Member(tarfile.TarInfo):
    """A member with a valid header: tarfile itself treats a damaged header as the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> _Member:
        try:
            return super().fromtarfile(tarfile)
        except _HEADER_ERRORS as e:
            raise BadArchive(f"the archive is damaged at byte {tarfile.offset}: {e}", DAMAGED) from e


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
    except BROKEN as e:
        where = f" at member “{names.printable(member.name)}”" if member is not None else ""
        raise BadArchive(f"the archive is damaged{where}: {e}", DAMAGED) from e
    while stream.read(CHUNK):  # read the rest, so that gzip verifies its checksum
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
        raise BadArchive(f"the archive is unsafe: member “{'/'.join(path)}” is a device", DAMAGED)
    if member.size > sink.limits.single:
        raise BadArchive(f"the archive unpacks to too many bytes (at member “{'/'.join(path)}”)", TOO_BIG)
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
