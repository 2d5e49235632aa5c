"""The structure that a PDF declares: named destinations, as written by hyperref, and the outline (bookmarks).

Both are hints. A destination is a little above its line; publishers' bookmarks and merged files contain errors. Code
that uses a mark must check the text at its position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from scaffold.sheets import Box, shown_point, whole

_MOST = 20_000
"""Maximum number of destinations and bookmarks that are read."""

_DEEPEST = 6
"""Maximum number of levels of the outline that are read."""

_LEVELS = {"part": -1, "chapter": 0, "section": 1, "appendix": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4}
_ELSE = re.compile(
    r"(?:page|equation|parentequation|\w*item\w*|cite|[\w-]*figure\w*|[\w-]*table\w*|\w*footnote\w*|al[cg]\w*@.*|algo\w*|"
    r"lst\w*|proof|ams|thmt@.*|doc-start|section|subparagraph)\*?",
    re.I,
)
"""Kinds of destinations that are neither headings with a level nor statements."""

_STARRED = re.compile(r"(?:part|chapter|(?:sub){0,2}section)\*", re.I)
"""Kinds of destinations that hyperref sets at headings without number, whatever their level, and wherever a document
asks for a place to point to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A named position in the PDF. top: points from the top of its page.

    level: that of a heading; None if only its depth in the outline is known. title: that of a bookmark.
    """

    page: int
    x: float
    top: float
    level: int | None = None
    depth: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Headings and statements that a PDF names; empty if it names none. starred: where unnumbered headings may be."""

    headings: tuple[Mark, ...] = ()
    starred: tuple[Mark, ...] = ()
    statements: tuple[Mark, ...] = ()


def marks_of(path: Path) -> Marks:
    """The marks of a PDF, in the order of its pages; never raises."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            tops = _Tops(document)
            named = sorted(_destinations(document, tops), key=lambda pair: (pair[1].page, pair[1].top))
            outline = list(_outline(document, tops))
    except (pypdfium2.PdfiumError, ValueError, RuntimeError, OSError):
        return Marks()
    headings = [m for kind, m in named if m.level is not None]
    statements = tuple(m for kind, m in named if m.level is None and not _ELSE.fullmatch(kind))
    starred = tuple(m for kind, m in named if _STARRED.fullmatch(kind))
    return Marks(_joined(headings, outline), starred, statements)


class _Tops:
    """Converts PDF coordinates to coordinates on the page as displayed, from its top left."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._known: dict[int, tuple[Box, int]] = {}

    def of(self, page: int, x: float, y: float) -> tuple[float, float]:
        if page not in self._known:
            sheet = whole(self._document, page + 1)
            self._known[page] = (sheet.get_bbox(), sheet.get_rotation())
        return shown_point(x, y, *self._known[page])


def _destinations(document: Any, tops: _Tops) -> Iterator[tuple[str, Mark]]:
    """Destinations with the kind that their names begin with: "theorem" of "theorem.3.1"."""
    import ctypes

    from pypdfium2 import raw

    for n in range(min(raw.FPDF_CountNamedDests(document), _MOST)):
        size = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(document, n, None, size)
        if not 0 < size.value < 400:
            continue
        buffer = (ctypes.c_char * size.value)()
        place = raw.FPDF_GetNamedDest(document, n, buffer, size)
        name = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        kind, _, number = name.partition(".")
        page = raw.FPDFDest_GetDestPageIndex(document, place) if place else -1
        if not number or not 0 <= page < len(document):
            continue
        has = [ctypes.c_int() for _ in range(3)]
        at = [ctypes.c_float() for _ in range(3)]
        if raw.FPDFDest_GetLocationInPage(place, *has, *at) and has[1].value:
            x, top = tops.of(page, at[0].value if has[0].value else 0.0, at[1].value)
            yield kind, Mark(page=page + 1, x=x, top=top, level=_LEVELS.get(kind.lower()))


def _bookmarks(document: Any) -> Iterator[Any]:
    """Bookmarks in order, down to _DEEPEST, each once; pypdfium2's own iterator writes to the log at its limit."""
    import ctypes

    import pypdfium2
    from pypdfium2 import raw

    seen: set[int] = set()
    open_ = [(raw.FPDFBookmark_GetFirstChild(document, None), 0)]
    while open_:
        place, depth = open_.pop()
        if not place or (address := ctypes.addressof(place.contents)) in seen:
            continue
        seen.add(address)
        yield pypdfium2.PdfBookmark(place, document, depth)
        open_.append((raw.FPDFBookmark_GetNextSibling(document, place), depth))
        if depth + 1 < _DEEPEST:
            open_.append((raw.FPDFBookmark_GetFirstChild(document, place), depth + 1))


def _outline(document: Any, tops: _Tops) -> Iterator[Mark]:
    for entry in islice(_bookmarks(document), _MOST):
        place = entry.get_dest()
        page = place.get_index() if place else None
        if page is None or not 0 <= page < len(document):
            continue
        _, view = place.get_view()
        if len(view) >= 2 and view[1] is not None:  # /XYZ left top zoom
            x, top = tops.of(page, view[0] or 0.0, view[1])
        elif len(view) == 1:  # /FitH top
            x, top = tops.of(page, 0.0, view[0])
        else:
            continue
        yield Mark(page=page + 1, x=x, top=top, depth=entry.level, title=" ".join(entry.get_title().split())[:300])


def _joined(headings: Sequence[Mark], outline: Iterable[Mark]) -> tuple[Mark, ...]:
    """Bookmarks with the levels of the destinations that they lead to, and the destinations without a bookmark."""
    out: list[Mark] = []
    taken: set[Mark] = set()
    for b in outline:
        same = [m for m in headings if m.page == b.page and abs(m.top - b.top) < 1]
        taken.update(same)
        level = same[0].level if same else None
        out.append(Mark(page=b.page, x=b.x, top=b.top, level=level, depth=b.depth, title=b.title))
    out += [m for m in headings if m not in taken]
    return tuple(sorted(out, key=lambda m: (m.page, m.top)))
