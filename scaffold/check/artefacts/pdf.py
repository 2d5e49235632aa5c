"""A finished PDF as checks see it: lines of text with baselines, bookmarks, fonts. Uses pdfplumber and pypdf.

Lengths are points from the top left of a page; pages count from 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.check.artefacts.page_contents import Contents

__all__ = ["Bookmark", "Line", "Page", "Pdf", "Unreadable", "read"]

_GAP = 14.0
"""Horizontal distance in points from which two pieces on one baseline belong to different columns."""

_FAR = 1e6
"""Points: beyond any page."""

_THIN = 1.2
"""Largest thickness of a rule, in points."""


class Unreadable(ValueError):
    """The file cannot be read as a PDF; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Characters on one baseline. text has no spaces where the PDF has none. size is the characters' median size."""

    page: int
    left: float
    right: float
    baseline: float
    size: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: rules are thin horizontal lines (left, right, top).

    contents is the hash of all that it is drawn from; "" if that is not known.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float, float], ...]
    contents: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A position in the document, with the title of a bookmark or the name of a destination."""

    title: str
    page: int
    top: float
    left: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """A whole PDF. loose: names of fonts that are not embedded. works: positions of the entries of the bibliography."""

    pages: tuple[Page, ...]
    bookmarks: tuple[Bookmark, ...]
    works: tuple[Bookmark, ...]
    title: str
    loose: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all pages."""
        return tuple(line for page in self.pages for line in page.lines)


def load() -> None:
    """Loads the libraries of `read`, whose first call then takes half the time."""
    import pdfplumber  # noqa: F401
    import pypdf  # noqa: F401


def read(path: Path, known: Iterable[Page] = ()) -> Pdf:
    """The PDF at path; raises Unreadable. Pages of known that it has unchanged are not read again."""
    import pdfplumber
    import pypdf

    by_contents, contents = {page.contents: page for page in known if page.contents}, Contents()
    try:
        with pdfplumber.open(path) as plumbed:
            hashed = ((page, contents.of(page.page_number, page.page_obj)) for page in plumbed.pages)
            pages = tuple(by_contents.get(drawn_from) or _page(page, drawn_from) for page, drawn_from in hashed)
        reader = pypdf.PdfReader(path)
        bookmarks, works = tuple(_bookmarks(reader, reader.outline)), tuple(_works(reader))
        title = str(reader.metadata.title or "") if reader.metadata else ""
        return Pdf(pages=pages, bookmarks=bookmarks, works=works, title=title, loose=tuple(sorted(_loose(reader))))
    except Exception as e:  # the errors of two libraries, and those that damaged files cause in them
        raise Unreadable(f"{path.name} cannot be read as a PDF: {e or type(e).__name__}") from e


def locked(path: Path) -> bool:
    """Whether the PDF at path can be read only with a password; False if it cannot be read at all."""
    import pypdf

    try:
        reader = pypdf.PdfReader(path)
        return bool(reader.is_encrypted) and not reader.decrypt("")
    except Exception:  # the errors that damaged files cause in the library
        return False


def loose(path: Path) -> frozenset[str]:
    """The names of fonts that the PDF at path does not embed; none if it cannot be read."""
    import pypdf

    try:
        return frozenset(_loose(pypdf.PdfReader(path)))
    except Exception:  # the errors that damaged files cause in the library
        return frozenset()


def _page(page: Any, drawn_from: str) -> Page:
    number, width, height = page.page_number, float(page.width), float(page.height)
    rows: dict[int, list[Any]] = defaultdict(list)
    rules = []
    for item in _visible(page.layout, (-_FAR, -_FAR, _FAR, _FAR)):
        if not hasattr(item, "fontname"):
            rules.append((float(item.x0), float(item.x1), height - float(item.y1)))
        elif item.get_text().strip() and item.upright:
            rows[round(item.matrix[5])].append(item)
    lines = [line for row in rows.values() for line in _lines(number, height, row)]
    ordered = sorted(lines, key=lambda x: (x.baseline, x.left))
    return Page(
        number=number, width=width, height=height, lines=tuple(ordered), rules=tuple(rules), contents=drawn_from
    )


def _visible(place: Any, clip: tuple[float, float, float, float]) -> Iterator[Any]:
    """Visible characters and thin rules: a form XObject shows nothing outside its box."""
    from pdfminer.layout import LTChar, LTCurve, LTFigure

    for item in place:
        if isinstance(item, LTFigure):
            x0, y0, x1, y1 = _box(item)
            inner = (max(clip[0], x0), max(clip[1], y0), min(clip[2], x1), min(clip[3], y1))
            yield from _visible(item, inner)
        elif isinstance(item, LTChar) or (isinstance(item, LTCurve) and item.height < _THIN):
            x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
            if clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]:
                yield item


def _box(form: Any) -> tuple[float, float, float, float]:
    """The box of a form XObject or image on the page.

    pdfminer takes the corners of a form's BBox (ISO 32000-2, 8.10.2) for a corner, a width and a height. Its box
    therefore is larger than the form wherever the BBox does not begin at the origin, as in clips of a page.
    """
    from pdfminer.utils import apply_matrix_rect

    a, b, c, d, e, f = form.matrix
    if not (scale := a * d - b * c):
        return (0.0, 0.0, 0.0, 0.0)
    back = (d / scale, -b / scale, -c / scale, a / scale, (c * f - d * e) / scale, (b * e - a * f) / scale)
    x0, y0, right, top = apply_matrix_rect(back, form.bbox)
    box: tuple[float, float, float, float] = apply_matrix_rect(form.matrix, (x0, y0, right - x0, top - y0))
    return box


def _lines(page: int, height: float, row: list[Any]) -> Iterator[Line]:
    """The characters on one baseline, split between columns."""
    row.sort(key=lambda c: c.x0)
    piece = [row[0]]
    for c in row[1:]:
        if c.x0 - piece[-1].x1 > _GAP:
            yield _line(page, height, piece)
            piece = []
        piece.append(c)
    yield _line(page, height, piece)


def _line(page: int, height: float, piece: list[Any]) -> Line:
    sizes = sorted(float(c.size) for c in piece)
    baseline = height - min(float(c.matrix[5]) for c in piece)
    right = max(float(c.x1) for c in piece)
    text = "".join(c.get_text() for c in piece)
    return Line(
        page=page, left=float(piece[0].x0), right=right, baseline=baseline, size=sizes[len(sizes) // 2], text=text
    )


def _bookmarks(reader: Any, entries: Any) -> Iterator[Bookmark]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry)
        elif (place := _place(reader, entry, str(entry.title))) is not None:
            yield place


def _works(reader: Any) -> Iterator[Bookmark]:
    """Positions of the bibliography's entries, by hyperref's destinations."""
    for name, destination in reader.named_destinations.items():
        if name.startswith("cite.") and (place := _place(reader, destination, name[5:])) is not None:
            yield place


def _place(reader: Any, destination: Any, title: str) -> Bookmark | None:
    number = reader.get_destination_page_number(destination)
    if number is None or number < 0:
        return None
    height = float(reader.pages[number].mediabox.height)
    return Bookmark(title, number + 1, height - float(destination.top or height), float(destination.left or 0.0))


def _loose(reader: Any) -> set[str]:
    """Names of the fonts that are not embedded."""
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
