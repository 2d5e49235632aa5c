"""The pages of a PDF, opened within bounds: a file may be damaged, locked, or made to fill memory."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from scaffold.errors import UnreadablePdf
from scaffold.read.pdf_chars import Page, page_of

__all__ = ["MAX_PAGES", "Each", "count_pages", "pages_of"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

Each = Callable[[Callable[[_Task], _Result], Iterable[_Task]], Iterator[_Result]]
"""Calls a function with one task after the other and gives its results in order, perhaps from several cores."""

MAX_PAGES = 400
"""Pages read for layout; a longer document is read so far, and says so."""

MAX_BYTES = 400_000_000
MAX_CONTENT = 6_000_000
"""Bytes of drawing commands that one page may have, and MAX_ALL all pages together: more is a drawing or a trap."""

MAX_ALL = 80_000_000
_DEFLATED_MOST = 1032
"""How many bytes one byte of a deflated stream can become at most."""

_SHARES = 8
_FEWEST = 12
"""For several cores a document is cut in so many shares, of so many pages at least: each opens the file anew."""


def count_pages(path: Path) -> int:
    """The number of pages by a parser that mends damaged files; raises UnreadablePdf for what it cannot open."""
    import pypdfium2

    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise _unreadable(path, "it is not there" if not path.is_file() else "it is larger than 400 MB")
    try:
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
    except (pypdfium2.PdfiumError, ValueError, RuntimeError) as trouble:
        raise _unreadable(path, str(trouble)) from trouble
    if count == 0:
        raise _unreadable(path, "it has no pages")
    return count


def pages_of(path: Path, count: int, each: Each[Any, Any] | None = None) -> Iterator[Page]:
    """The first MAX_PAGES of a PDF's pages in order; raises UnreadablePdf when it cannot be opened at all.

    With an Each they are read in shares, a page is else there when it is read: the pages are the same. One whose
    content cannot be read comes without glyphs and says why.
    """
    total = min(count, MAX_PAGES)
    spent = 0
    for page in _shared(path, total, each) if each and total > 2 * _FEWEST else _opened(path, 1, total + 1):
        spent += page.commands
        if spent > MAX_ALL:
            yield from (_broken(n, page.width, page.height, _TOO_MUCH) for n in range(page.number, total + 1))
            return
        yield page


def _shared(path: Path, total: int, each: Each[Any, Any]) -> Iterator[Page]:
    size = max(_FEWEST, -(-total // _SHARES))
    for pages in each(_share, [(path, first, min(first + size, total + 1)) for first in range(1, total + 1, size)]):
        yield from pages


def _share(task: tuple[Path, int, int]) -> list[Page]:
    return list(_opened(*task))


_TOO_MUCH = "it holds more drawing commands than any page of text"


def _opened(path: Path, first: int, last: int) -> Iterator[Page]:
    """Pages of a file, from the first up to and without the last."""
    import pdfplumber

    try:
        document = pdfplumber.open(path, pages=list(range(first, last)))
    except Exception as trouble:  # the parser's own errors have no common base
        raise _unreadable(path, str(trouble) or type(trouble).__name__) from trouble
    try:
        yield from _pages(document, first, last)
    finally:
        document.close()


def _pages(document: Any, first: int, last: int) -> Iterator[Page]:
    try:
        found = {page.page_number: page for page in document.pages}
    except Exception as trouble:
        yield from (_broken(n, 612.0, 792.0, _said(trouble)) for n in range(first, last))
        return
    for number in range(first, last):
        page = found.get(number)
        if page is None:
            yield _broken(number, 612.0, 792.0, "it is missing from the file")
            continue
        try:
            size = _content_size(page)
            if size > MAX_CONTENT:
                raise OverflowError(_TOO_MUCH)
            yield page_of(page.layout, number, size)
        except Exception as trouble:  # content streams fail in every way there is
            yield _broken(number, float(page.width), float(page.height), _said(trouble))
        finally:
            page.close()


def _broken(number: int, width: float, height: float, why: str) -> Page:
    return Page(number, width, height, (), (), broken=why)


def _said(trouble: Exception) -> str:
    return str(trouble)[:80] or "damaged"


def _content_size(page: Any) -> int:
    """Bytes of a page's commands, found without unpacking more than MAX_CONTENT of them."""
    from pdfminer.pdftypes import resolve1

    return sum(_unpacked(resolve1(reference), MAX_CONTENT) for reference in page.page_obj.contents)


def _unpacked(stream: Any, most: int) -> int:
    """Bytes that a stream unpacks to; more than most where it goes beyond it."""
    raw = getattr(stream, "rawdata", None) or b""
    if len(raw) * _DEFLATED_MOST < most / 10:
        return len(raw)
    try:
        return len(zlib.decompressobj().decompress(raw, most + 1))
    except zlib.error:
        return len(raw)


def _unreadable(path: Path, why: str) -> UnreadablePdf:
    if ("password" in why.lower() or "encrypt" in why.lower()) and _encrypted(path):
        return UnreadablePdf(f"{path.name} is locked with a password", "save a copy without the password and try again")
    if "password" in why.lower():
        why = "it is damaged, or has no pages"
    return UnreadablePdf(
        f"{path.name} cannot be read as a PDF: {why}", "open it in a viewer and save it anew, or download it again"
    )


def _encrypted(path: Path) -> bool:
    """Whether a file says that it is locked, at its beginning or, as most do, in its trailer."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(1_000_000)
        file.seek(max(0, path.stat().st_size - 1_000_000))
        return b"/Encrypt" in head or b"/Encrypt" in file.read()
