"""Checks a download before it is cached: it is what was asked for, and it is complete."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from scaffold.errors import BadDownload
from scaffold.fetch.identifiers import ArxivId, as_arxiv_id
from scaffold.fetch.sniff import HEAD, html_says, sniff

LARGEST_CHECKED = 1024 * 2**20
"""Unpacked bytes of a gzip file after which its checksum is not verified: larger than any paper."""

_TAIL = 4096
"""Bytes at the end of a PDF in which its end mark must be; PDFium looks for startxref in as many."""
_BLOCK = 512
"""A tar ends with two blocks of zeros (POSIX.1-2017, pax, ustar interchange format)."""

_NAMED = re.compile(r"(?<![\d.])\d{4}\.\d{4,5}(?:v\d{1,9})?(?!\d)", re.ASCII)
_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,300}?/L\s+(\d{1,12})\b|/L\s+(\d{1,12})\b[^>]{0,300}?/Linearized\b")
_TEX_END = re.compile(rb"\\end\s*\{document\}|\\bye\b|\\end\b(?!\s*\{)")


class Answered(Protocol):
    """What the server said about a download: see `Received` in http.py."""

    @property
    def url(self) -> str:
        """The address that answered."""

    @property
    def name(self) -> str:
        """The file name that the server gave the download."""

    @property
    def sized(self) -> bool:
        """Whether the body has the length that the server announced."""


def check_download(
    file: BinaryIO, paper: ArxivId, what: Literal["source", "pdf"], answered: Answered | None = None
) -> None:
    """Raises BadDownload if the bytes cannot be the requested file; a PDF instead of a source is valid."""
    file.seek(0)
    head = file.read(HEAD)
    kind = sniff(head)
    name = "source" if what == "source" else "PDF"
    if answered is not None:
        _check_identity(answered, paper, name)
    _check_kind(head, kind, paper, name)
    sized = answered is None or answered.sized
    problem = _incomplete(file, head, kind, sized)
    if problem:
        raise BadDownload(f"the download of the {name} of {paper} is damaged or incomplete: {problem}", _later(paper))


def _check_identity(answered: Answered, paper: ArxivId, name: str) -> None:
    """Raises BadDownload if the server names another paper or version than the requested one.

    It names it in the address after redirects and in Content-Disposition ("arXiv-1905.03684v2.tar.gz").
    """
    for text in (answered.url.rsplit("/", 1)[-1], answered.name):
        for named in map(as_arxiv_id, _NAMED.findall(text)):
            if named is not None and (named.id != paper.id or named.version not in (None, paper.version)):
                raise BadDownload(f"arXiv sent {named} instead of the {name} of {paper}", _later(paper))


def _check_kind(head: bytes, kind: str, paper: ArxivId, name: str) -> None:
    """Raises BadDownload if a file of that kind is not what was requested."""
    if kind == "html":
        raise BadDownload(f"arXiv sent a web page instead of the {name} of {paper}{_meaning(head)}", _later(paper))
    if kind == "empty":
        raise BadDownload(f"arXiv sent an empty {name} of {paper}", _later(paper))
    if name == "PDF" and kind != "pdf":
        raise BadDownload(f"the file that arXiv sent as the PDF of {paper} is not a PDF", _later(paper))
    if kind == "unknown" and (b"\0" in head or b"\\" not in head):
        raise BadDownload(
            f"the file that arXiv sent as the source of {paper} is not an archive, LaTeX or a PDF", _later(paper)
        )


def _incomplete(file: BinaryIO, head: bytes, kind: str, sized: bool) -> str:
    """What shows that a file of that kind is damaged or incomplete; "" if nothing does.

    Kinds without a checksum or a directory are only checked for their end if the server announced no length.
    """
    if kind == "gzip":
        return _bad_gzip(file)
    if kind == "pdf":
        return bad_pdf(file, head)
    if kind == "zip":
        return "" if zipfile.is_zipfile(file) else "a zip file without its directory"
    if sized:
        return ""
    if kind == "tar":
        return "" if not _tail(file, 2 * _BLOCK).strip(b"\0") else "a tar file without its end"
    end = b"%%EOF" in _tail(file, HEAD) if kind == "ps" else _TEX_END.search(_tail(file, HEAD)) is not None
    return "" if end else "its end is missing, and the server did not announce its length"


def _bad_gzip(file: BinaryIO) -> str:
    """What is wrong with a gzip file; "" if its checksum is right. Zip bombs are refused later, while unpacking."""
    file.seek(0)
    left, head = LARGEST_CHECKED, b""
    try:
        with gzip.GzipFile(fileobj=file) as opened:
            while left > 0 and (chunk := opened.read(2**18)):
                left -= len(chunk)
                head = (head + chunk)[:HEAD] if len(head) < HEAD else head
    except (EOFError, zlib.error, gzip.BadGzipFile) as e:
        return str(e)
    inner = sniff(head)
    return f"its content is {inner}" if inner in ("html", "empty", "gzip") else ""


def bad_pdf(file: BinaryIO, head: bytes) -> str:
    """What is wrong with a PDF; "" if it ends as a PDF does, opens and has pages, or needs a password to open."""
    import pypdfium2

    tail = _tail(file, _TAIL)
    if b"%%EOF" not in tail:
        return "its end is missing"
    size = file.seek(0, 2)
    announced = _LINEARIZED.search(head[:2048])
    if announced is not None and int(announced[1] or announced[2]) > size:
        return "its end is missing"
    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as e:
        return "" if "password" in str(e).lower() else "it cannot be opened"
    try:
        return "" if len(document) else "it has no pages"
    finally:
        document.close()


def count_pages(path: Path) -> int:
    """The number of pages of a PDF; 0 if it cannot be opened without a password. Raises OSError."""
    import pypdfium2

    with path.open("rb") as file:
        try:
            document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError:
            return 0
        try:
            return len(document)
        finally:
            document.close()


def _tail(file: BinaryIO, count: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - count))
    return file.read()


def _meaning(head: bytes) -> str:
    """The probable meaning of a web page instead of a file."""
    title = html_says(head)
    lower = head.lower()
    if b"captcha" in lower or b"automated" in lower or b"denied" in lower:
        meaning = "arXiv considers this computer a bot"
    elif b"withdrawn" in lower:
        meaning = "this version was withdrawn"
    elif b"unavailable" in lower or b"not available" in lower or b"being generated" in lower:
        meaning = "the file is not ready or not available"
    else:
        meaning = "probably an error at arXiv, or your network requires a login"
    return f" (“{title}”): {meaning}" if title else f": {meaning}"


def _later(paper: ArxivId) -> str:
    return f"check https://arxiv.org/abs/{paper}; if it works there, run the same command again in a few minutes"
