"""A finished PDF as checks see it: lines with their baselines, bookmarks, fonts; read with pdfplumber and pypdf.

Lengths are points from the top left of a page; pages count from 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Bookmark", "Line", "Page", "Pdf", "Unreadable", "read"]

_GAP = 14.0
"""White between two pieces on one baseline, in points, from which on they are lines of different columns."""

_THIN = 1.2
"""What is no thicker is a rule."""


class Unreadable(ValueError):
    """The file is no PDF that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline: text has no spaces where the PDF has none; size is that of most characters."""

    page: int
    left: float
    right: float
    baseline: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: rules are thin horizontal lines (left, right, top)."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in the document: a bookmark's title, or a named destination."""

    title: str
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class Pdf:
    """A whole PDF; loose names the fonts that are not embedded, works the places of the bibliography's entries."""

    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    works: tuple[Bookmark, ...]
    title: str
    loose: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all pages."""
        return tuple(line for page in self.pages for line in page.lines)


def read(path: Path) -> Pdf:
    """The PDF at path; raises Unreadable."""
    import pdfplumber
    import pypdf

    try:
        with pdfplumber.open(path) as plumbed:
            pages = tuple(_page(page) for page in plumbed.pages)
        reader = pypdf.PdfReader(path)
        bookmarks, works = tuple(_bookmarks(reader, reader.outline)), tuple(_works(reader))
        title = str(reader.metadata.title or "") if reader.metadata else ""
        return Pdf(pages, bookmarks, works, title, tuple(sorted(_loose(reader))))
    except Exception as e:  # two libraries' own errors, and what damaged files make them stumble over
        raise Unreadable(f"{path.name} cannot be read as a PDF: {e or type(e).__name__}") from e


def _page(page: Any) -> Page:
    rows: dict[int, list[Any]] = defaultdict(list)
    for c in page.chars:
        if c["text"].strip() and c["upright"]:
            rows[round(page.height - c["matrix"][5])].append(c)
    lines = [line for row in rows.values() for line in _lines(page, row)]
    drawn = [*page.rects, *page.lines, *page.curves]
    rules = [(float(r["x0"]), float(r["x1"]), float(r["top"])) for r in drawn if r["bottom"] - r["top"] < _THIN]
    ordered = sorted(lines, key=lambda x: (x.baseline, x.left))
    return Page(page.page_number, float(page.width), float(page.height), tuple(ordered), tuple(rules))


def _lines(page: Any, row: list[Any]) -> Iterator[Line]:
    """The characters on one baseline, cut where a column ends."""
    row.sort(key=lambda c: c["x0"])
    piece = [row[0]]
    for c in row[1:]:
        if c["x0"] - piece[-1]["x1"] > _GAP:
            yield _line(page, piece)
            piece = []
        piece.append(c)
    yield _line(page, piece)


def _line(page: Any, piece: list[Any]) -> Line:
    sizes = sorted(float(c["size"]) for c in piece)
    baseline = max(float(page.height - c["matrix"][5]) for c in piece)
    right = max(float(c["x1"]) for c in piece)
    text = "".join(c["text"] for c in piece)
    return Line(page.page_number, float(piece[0]["x0"]), right, baseline, sizes[len(sizes) // 2], text)


def _bookmarks(reader: Any, entries: Any) -> Iterator[Bookmark]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry)
        elif (place := _place(reader, entry, str(entry.title))) is not None:
            yield place


def _works(reader: Any) -> Iterator[Bookmark]:
    """Where hyperref says that entries of the bibliography stand."""
    for name, destination in reader.named_destinations.items():
        if name.startswith("cite.") and (place := _place(reader, destination, name[5:])) is not None:
            yield place


def _place(reader: Any, destination: Any, title: str) -> Bookmark | None:
    number = reader.get_destination_page_number(destination)
    if number is None or number < 0:
        return None
    height = float(reader.pages[number].mediabox.height)
    return Bookmark(title, number + 1, height - float(destination.top or height))


def _loose(reader: Any) -> set[str]:
    """Names of the fonts that are not in the file."""
    found: set[str] = set()
    for page in reader.pages:
        _fonts(page.get("/Resources"), found, 0)
    return found


def _fonts(resources: Any, found: set[str], depth: int) -> None:
    if resources is None or depth > 4:
        return
    resources = resources.get_object()
    for font in dict(resources.get("/Font", {})).values():
        font = font.get_object()
        inner = font["/DescendantFonts"].get_object()[0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor")
        files = descriptor.get_object().keys() if descriptor is not None else ()
        if font.get("/Subtype") != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(files):
            found.add(str(font.get("/BaseFont", "a font without name")).lstrip("/"))
    for form in dict(resources.get("/XObject", {})).values():
        form = form.get_object()
        if form.get("/Subtype") == "/Form":
            _fonts(form.get("/Resources"), found, depth + 1)
