"""Converts PostScript figures to PDF with Ghostscript, in a temporary folder and within limits: they are programs."""

from __future__ import annotations

import re

from scaffold.engines import limits
from scaffold.engines.latex.variables import EPOCH, settings

__all__ = ["SUFFIXES", "find_ghostscript", "to_pdf"]

SUFFIXES = (".eps", ".ps")
_NAMES = ("gs", "gswin64c", "gswin32c")
_LIMITS = limits.Limits(seconds=30.0, memory=1024, file=64)
_OPTIONS = (
    "-dSAFER -dBATCH -dNOPAUSE -q -dEPSCrop -dAutoRotatePages=/None -dLastPage=1 -sDEVICE=pdfwrite "
    "-sOutputFile=out.pdf -c <</NeverEmbed[]>>setdistillerparams -f in.eps"
).split()
"""SAFER: the figure can read only its own file, write only the output, and start no program.

NeverEmbed: figures often do not embed standard fonts such as Times, and by default Ghostscript does not either.
"""

_ARBITRARY = re.compile(rb"(?<=uuid:)[0-9a-f-]{36}|(?<=/ID \[<)[0-9A-F]{32}><[0-9A-F]{32}(?=>\])")


def find_ghostscript() -> str | None:
    """Path of Ghostscript; None if it is not installed."""
    return next((path for name in _NAMES if (path := limits.which(name))), None)


def to_pdf(content: bytes) -> bytes | None:
    """The picture as a vector PDF of the same size; always the same bytes.

    None if Ghostscript is missing, fails, or is stopped at a limit of time, memory or size.
    """
    path = find_ghostscript()
    if path is None or not _is_postscript(content):
        return None
    with limits.scratch() as folder:
        (folder / "in.eps").write_bytes(content)
        try:
            done = limits.run([path, *_OPTIONS], folder, _LIMITS, settings(folder, EPOCH))
        except OSError:
            return None
        made = folder / "out.pdf"
        data = made.read_bytes() if done.code == 0 and made.is_file() else b""
    return _ARBITRARY.sub(lambda m: re.sub(rb"[0-9a-fA-F]", b"0", m[0]), data) if data.startswith(b"%PDF") else None


def _is_postscript(content: bytes) -> bool:
    """Whether content is PostScript, or EPS with a binary preview header (Windows)."""
    return content.lstrip().startswith((b"%!", b"\x04%!")) or content.startswith(b"\xc5\xd0\xd3\xc6")
