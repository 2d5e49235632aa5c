"""Everything that scaffold prints goes through here, whatever the terminal, and whatever the text.

A title, a file name or the answer of a server may contain characters that command a terminal: they are shown as
escapes, such as \\u001b. An output that cannot show a sign of ours, as with pipes on Windows, gets a readable one
instead; where nobody reads any more, as with `| head`, the command goes on and keeps its exit code.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import IO, Any, TextIO, cast

import click

from scaffold.cli import wrapping
from scaffold.errors import DiskError

__all__ = ["connected", "echo", "print_file", "print_json", "style", "typed", "visible"]

_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters (C0 but for tab and line feed, DEL, C1), line separators, marks of direction (UAX #9), invisible
tags, and halves of characters, which stand for bytes of file names that are not UTF-8."""

_ESC = f"\ufdd0{os.urandom(8).hex()}\ufdd1"
"""Stands for ESC in styles of ours until they are printed; no text from outside can contain it."""

_SIGNS = {
    "✓": "+", "✗": "x", "★": "*", "●": "o", "→": "->", "←": "<-", "↑": "^", "·": "-", "–": "-", "—": "-",
    "├": "|", "└": "`", "│": "|", "─": "-", "█": "#", "░": ".", "“": '"', "”": '"', "‘": "'", "’": "'",
    "≤": "<=", "≥": ">=", "×": "x",
}  # fmt: skip
_READABLE = "scaffold-readable"


def style(text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> str:
    """The text in a colour or weight; only `echo` may print it."""
    return click.style(visible(text), fg=fg, bold=bold, dim=dim).replace("\x1b", _ESC)


def typed(path: str) -> str:
    """A path as an argument of a command, quoted where a shell needs it."""
    return f'"{path}"' if re.search(r"[^\w./\\:~-]", path) else path


def visible(text: str) -> str:
    """The text with control characters as escapes, such as \\u001b."""
    return _CONTROLS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def echo(text: str = "", *, err: bool = False, breakable: bool = True) -> None:
    """Prints lines, in which only what `style` made commands the terminal; there, long lines are broken.

    What is to be copied from the terminal, such as a command, is not breakable.
    """
    stream = sys.stderr if err else sys.stdout
    columns = wrapping.width(stream) if breakable else None
    shown = visible(text)
    _print(shown if columns is None else wrapping.wrapped(shown, columns, _ESC), stream)


def _print(shown: str, stream: TextIO) -> None:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    click.echo(shown.replace(_ESC, "\x1b"), file=stream, color=False if plain else None)


def print_json(value: Any) -> None:
    """Prints a value as JSON; what the output cannot show is an escape of JSON's, so that nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    try:
        text.encode(sys.stdout.encoding or "utf-8", "surrogatepass")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=1)
    _print(visible(text), sys.stdout)


def print_file(text: str) -> None:
    """Prints the content of a file in UTF-8, as the formats want it, whatever the encoding of the output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(visible(text).encode())
    sys.stdout.buffer.flush()


def _readable(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an output cannot show: a sign like it, the letter without its accents, or "?"."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_ascii, error.object[error.start : error.end])), error.end


def _ascii(char: str) -> str:
    return _SIGNS.get(char) or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode() or "?"


codecs.register_error(_READABLE, _readable)


class _Output(io.FileIO):
    """Standard output or standard error: when it breaks, what follows is dropped, and scaffold goes on.

    A reader that went away is not an error. Other failures of standard output raise DiskError, once.
    """

    def __init__(self, fd: int, name: str) -> None:
        super().__init__(fd, "w", closefd=False)
        self.lost = False
        self.what = name

    def write(self, data: Any, /) -> int:
        if self.lost:
            return len(data)
        try:
            return super().write(data)
        except OSError as e:
            self.lost = True
            if self.what == "stdout" and not _reader_left(e):
                hint = "send the output to a place that takes it"
                raise DiskError(f"cannot write to standard output: {e.strerror}", hint) from e
            return len(data)


def _reader_left(error: OSError) -> bool:
    """Whether a pipe was closed or a terminal went away; Windows says EINVAL of a pipe."""
    gone = (errno.EPIPE, errno.EIO, errno.ENXIO)
    return error.errno in ((*gone, errno.EINVAL) if sys.platform == "win32" else gone)


@contextlib.contextmanager
def connected() -> Iterator[None]:
    """Makes the three standard streams usable: those that are closed lead nowhere. Raises DiskError at the end.

    A closed one would also give its number to the next file that is opened, which programs would then write into.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = before[0] or _nowhere("r")
    sys.stdout = _wrapped(before[1], "stdout") if before[1] else _nowhere("w")
    sys.stderr = _wrapped(before[2], "stderr") if before[2] else _nowhere("w")
    try:
        yield
        sys.stdout.flush()
    finally:
        sys.stderr.flush()
        sys.stdin, sys.stdout, sys.stderr = before


def _nowhere(mode: str) -> TextIO:
    return io.TextIOWrapper(cast("IO[bytes]", io.FileIO(os.devnull, mode)), encoding="utf-8")


def _wrapped(stream: TextIO, name: str) -> TextIO:
    """The stream with readable signs and, unless it is a console of Windows or not a file, with an `_Output`."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    try:
        fd = stream.fileno()
    except OSError:
        fd = -1
    if fd < 0 or (sys.platform == "win32" and stream.isatty()):
        stream.reconfigure(errors=_READABLE)
        return stream
    buffer = io.BufferedWriter(_Output(fd, name))
    return io.TextIOWrapper(buffer, encoding=stream.encoding, errors=_READABLE, line_buffering=stream.line_buffering)
