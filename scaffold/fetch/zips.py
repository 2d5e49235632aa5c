"""Reads zip archives, and what Python's decompressors raise for damage."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

from scaffold.errors import BadArchive
from scaffold.fetch import names
from scaffold.fetch.sink import DAMAGED, TOO_BIG, Read, Sink, too_much

_LARGEST_LIST = 8 * 2**20
"""Bytes of a zip's list of members: 800 for each of 10,000."""

BROKEN = (
    tarfile.TarError, zipfile.BadZipFile, gzip.BadGzipFile, lzma.LZMAError, zlib.error, struct.error,
    EOFError, ValueError, LookupError, ArithmeticError,
)  # fmt: skip
"""What Python's decompressors raise for damage: besides their own errors what a wrong number or name ends in."""


def unpack_zip(archive: Path, sink: Sink) -> None:
    """Writes the files of a zip archive to the sink. Raises BadArchive, the errors of BROKEN, DiskError."""
    with _Bounded(archive) as file, zipfile.ZipFile(file) as opened:
        for info in opened.infolist():
            sink.count_member()
            name = _zip_name(info)
            if name.endswith("/") or names.is_junk(names.parts(name, windows=False)):
                continue
            if stat.S_ISLNK(info.external_attr >> 16):
                sink.warnings.append(f"{names.printable(name)} is a link: skipped")
                continue
            if too_much(info.file_size, sink.packed, sink.limits):
                raise BadArchive(f"the archive unpacks to too many bytes (at member “{name}”)", TOO_BIG)
            try:
                with opened.open(info) as data:
                    sink.add(name, _careful(data.read))
            except BROKEN as e:
                raise BadArchive(f"the archive is damaged at member “{name}”: {e}", DAMAGED) from e


class _Bounded(io.FileIO):
    """A file of which a zip's list of members is read only up to a size: Python reads it as a whole."""

    def read(self, count: int | None = -1) -> bytes:
        if count is not None and count > _LARGEST_LIST:
            raise BadArchive("the archive has too many members", TOO_BIG)
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
