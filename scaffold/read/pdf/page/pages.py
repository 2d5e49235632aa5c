"""The pages of a PDF, opened within limits: a file may be damaged, locked, or designed to fill memory."""

from __future__ import annotations

import pickle
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from scaffold.errors import UnreadablePdf
from scaffold.read.pdf.page.fonts import manager
from scaffold.read.pdf.page.glyphs import Page

__all__ = ["MAX_PAGES", "Each", "Share", "are_many", "count_pages", "pages_of", "shares_of", "unpacked"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

Each = Callable[[Callable[[_Task], _Result], Iterable[_Task]], Iterator[_Result]]
"""Calls a function with one task after the other and gives its results in order, perhaps from several cores."""

MAX_PAGES = 400
"""Maximum number of pages read for layout; of a longer document, scaffold reads only these and reports it."""

MAX_BYTES = 400_000_000
MAX_CONTENT = 6_000_000
"""Bytes of drawing commands that one page may have; MAX_ALL for all pages together. More is a drawing or an attack."""

MAX_ALL = 80_000_000
_DEEPEST = 12
_OPEN = -1
"""Maximum nesting of forms, and the mark of a form that is being measured."""

_SHARES = 8
_FEWEST = 12
"""For several cores, a document is split into _SHARES parts of at least _FEWEST pages; each opens the file again."""


def count_pages(path: Path) -> int:
    """The number of pages, by a parser that repairs damaged files; raises UnreadablePdf if it cannot be opened."""
    import pypdfium2

    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise _unreadable(path, "the file does not exist" if not path.is_file() else "it is larger than 400 MB")
    try:
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
    except (pypdfium2.PdfiumError, ValueError, RuntimeError) as trouble:
        raise _unreadable(path, str(trouble)) from trouble
    if count == 0:
        raise _unreadable(path, "it has no pages")
    return count


def pages_of(path: Path, count: int) -> Iterator[Page]:
    """The first MAX_PAGES of a PDF's pages in order; raises UnreadablePdf when it cannot be opened at all.

    A page whose content cannot be read has no glyphs and says why.
    """
    total = min(count, MAX_PAGES)
    return _bounded(_opened(path, 1, total + 1), total)


@dataclass(frozen=True, slots=True)
class Share:
    """Some pages of a PDF as bytes, which take a tenth of their memory: how many, with how many commands."""

    pages: int
    commands: int
    content: bytes


def are_many(count: int) -> bool:
    """Whether it is worth while to read so many pages in shares."""
    return count > 2 * _FEWEST


def shares_of(path: Path, count: int, each: Each[Any, Any]) -> Iterator[Share]:
    """What `pages_of` gives, in shares, perhaps from several cores; raises UnreadablePdf."""
    total, spent = min(count, MAX_PAGES), 0
    size = max(_FEWEST, -(-total // _SHARES))
    for share in each(_share, [(path, first, min(first + size, total + 1)) for first in range(1, total + 1, size)]):
        yield share
        spent += share.commands
        if spent > MAX_ALL:
            return


def unpacked(shares: Iterable[Share], count: int) -> Iterator[Page]:
    """The pages of the shares: the same as `pages_of` gives."""
    return _bounded((page for share in shares for page in pickle.loads(share.content)), min(count, MAX_PAGES))


def _share(task: tuple[Path, int, int]) -> Share:
    pages = list(_opened(*task))
    return Share(len(pages), sum(page.commands for page in pages), pickle.dumps(pages))


def _bounded(pages: Iterable[Page], total: int) -> Iterator[Page]:
    """The pages up to the one with which they have too many commands; the rest are broken."""
    spent = 0
    for page in pages:
        spent += page.commands
        if spent > MAX_ALL:
            yield from (_broken(n, page.width, page.height, _TOO_MUCH) for n in range(page.number, total + 1))
            return
        yield page


_TOO_MUCH = "it holds more drawing commands than any page of text"


def _opened(path: Path, first: int, last: int) -> Iterator[Page]:
    """Pages of a file, from first to last (exclusive)."""
    import pdfplumber

    # pdfplumber's own close() reads the pages again, and fails if that fails.
    with path.open("rb") as file:
        try:
            document = pdfplumber.open(file, pages=list(range(first, last)))
        except Exception as trouble:  # the parser's own errors have no common base
            raise _unreadable(path, str(trouble) or type(trouble).__name__) from trouble
        yield from _pages(document, path, first, last)


def _pages(document: Any, path: Path, first: int, last: int) -> Iterator[Page]:
    from scaffold.read.pdf.page.drawn import page_of

    fonts = manager()
    try:
        found = {page.page_number: page for page in document.pages}
    except Exception as trouble:
        raise _unreadable(path, f"its list of pages is damaged ({_reason(trouble)})") from trouble
    for number in range(first, last):
        page = found.get(number)
        if page is None:
            yield _broken(number, 612.0, 792.0, "it is missing from the file")
            continue
        try:
            size = _content_size(page)
            if size > MAX_CONTENT:
                raise OverflowError(_TOO_MUCH)
            yield page_of(page.page_obj, number, fonts, size)
        except Exception as trouble:  # content streams fail in every possible way
            yield _broken(number, float(page.width), float(page.height), _reason(trouble))
        finally:
            page.close()


def _broken(number: int, width: float, height: float, why: str) -> Page:
    return Page(number=number, width=width, height=height, glyphs=(), rules=(), broken=why)


def _reason(trouble: Exception) -> str:
    return str(trouble)[:80] or "damaged"


def _content_size(page: Any) -> int:
    """Bytes of a page's commands, including the forms it draws, as often as it draws them; streams are unpacked up to
    MAX_CONTENT only. Raises OverflowError for forms that draw themselves or are nested too deeply.
    """
    from pdfminer.pdftypes import resolve1

    own = [_unpacked(resolve1(reference)) for reference in page.page_obj.contents]
    return sum(map(len, own)) + _drawn(own, page.page_obj.resources, {}, 0)


def _drawn(content: Sequence[bytes], resources: Any, known: dict[int, int], depth: int) -> int:
    """Bytes of all commands in the forms that a content draws."""
    from pdfminer.pdftypes import resolve1

    forms = resolve1((resolve1(resources) or {}).get("XObject")) or {}
    total = 0
    for name, reference in forms.items() if isinstance(forms, dict) else ():
        form = resolve1(reference)
        if getattr(form, "attrs", {}).get("Subtype") is None or str(form.attrs["Subtype"]) != "/'Form'":
            continue
        uses = sum(len(re.findall(rb"/%s\s+Do\b" % re.escape(str(name).encode()), part)) for part in content)
        total += uses * _form(form, resources, known, depth + 1) if uses else 0
    return total


def _form(form: Any, resources: Any, known: dict[int, int], depth: int) -> int:
    """Bytes of a form's commands and of the forms it draws; each is measured once."""
    key = id(form)
    if depth > _DEEPEST or known.get(key) == _OPEN:
        raise OverflowError("one of its drawings contains itself")
    if key not in known:
        known[key] = _OPEN
        content = _unpacked(form)
        inner = form.attrs.get("Resources") or resources
        known[key] = len(content) + (_drawn([content], inner, known, depth) if len(content) <= MAX_CONTENT else 0)
    return known[key]


def _unpacked(stream: Any) -> bytes:
    """A stream's bytes; at most MAX_CONTENT + 1 of them."""
    raw: bytes = getattr(stream, "rawdata", None) or getattr(stream, "data", None) or b""
    filters = [str(name) for name, _ in stream.get_filters()] if hasattr(stream, "get_filters") else []
    for name in filters:
        if name not in ("/'FlateDecode'", "/'Fl'"):
            break
        try:
            raw = zlib.decompressobj().decompress(raw, MAX_CONTENT + 1)
        except zlib.error:
            break
    return raw


def _unreadable(path: Path, why: str) -> UnreadablePdf:
    if ("password" in why.lower() or "encrypt" in why.lower()) and _encrypted(path):
        hint = "save a copy without the password and try again"
        return UnreadablePdf("is locked with a password", hint, name=path.name)
    if "password" in why.lower():
        why = "it is damaged, or has no pages"
    hint = "open it in a viewer and save a new copy, or use another copy"
    return UnreadablePdf(f"cannot be read as a PDF: {why}", hint, name=path.name)


def _encrypted(path: Path) -> bool:
    """Whether a file is encrypted, according to its beginning or, as usual, its trailer."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(1_000_000)
        file.seek(max(0, path.stat().st_size - 1_000_000))
        return b"/Encrypt" in head or b"/Encrypt" in file.read()
