"""The report's pages: each part's length with fractions, their order, the page itself, all from the finished PDF.

A part begins at its bookmark and ends with the last line before the next part or the bibliography. A page counts from
the top of the text block to the last baseline, footnotes count for the part whose page they stand on: as the meter of
the report's style counts, but measured anew on paper (the two agree within 0.05 pages).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scaffold.check.artefacts.latex_files import Source, commands
from scaffold.check.artefacts.pdf import Bookmark, Line, Page, Pdf
from scaffold.check.inputs import Inputs, available, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, settled, unknown
from scaffold.seminar import Part, Profile

__all__ = ["Length", "check", "lengths"]

PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
"""Width and height in points."""

_MM = 72 / 25.4
_SHORT = 0.6
"""A part that fills less than this share of its budget is remarked on."""

_ROUNDING = 0.01
"""Pages: the rounding of the meter that the student sees."""

_FREE = re.compile(r"Free: ?this ?page ?belongs")
_NORMAL = {10: 9.96, 11: 10.95, 12: 11.96, 9: 8.97, 8: 7.97, 14: 14.35}
"""What LaTeX's sizes are in PDF points."""

_OUTSIDE = 6.0
"""Points that a line may reach over the margin before it is told."""


@dataclass(frozen=True, slots=True)
class Length:
    """A part and what it takes in pages; where is the page on which it ends."""

    part: Part
    pages: float
    where: int


@registered(
    "pages",
    what="the pages of the report, each part's length in pages with fractions against its budget, their order, paper, "
    "type size, margins",
    place=20,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Number of pages, length and order of the parts, paper, type size and margins."""
    profile, files, where = inputs.profile, inputs.files, inputs.report.path
    if not available(inputs, "report_pdf"):
        return (
            unknown("pages", f"nothing to measure: no PDF of the present text at {where}", where, "scaffold build"),
        )
    pdf = present(inputs.report_pdf)
    return (
        *_count(pdf, profile, where),
        *_parts(pdf, profile, files, where),
        *_format(pdf, profile, where),
    )


def _count(pdf: Pdf, profile: Profile, where: str) -> tuple[Check, ...]:
    wanted = math.ceil(profile.pages - _ROUNDING)
    end = _bibliography(pdf, profile)
    alone = len(pdf.pages) - end.page + (0 if _anything_before(pdf, end, profile) else 1) if end else 0
    count = len(pdf.pages) - alone
    said = f"{count} of {wanted} pages" + (f" and {alone} of references" if alone else "")
    if count == wanted:
        return (passed("pages", said, where),)
    more = "shorten the part that is over its budget" if count > wanted else "write on, or take the option tight away"
    return (failed("pages", f"{said}: the seminar asks for {wanted}", where, more),)


def _anything_before(pdf: Pdf, end: Bookmark, profile: Profile) -> bool:
    """Whether the page on which the bibliography begins has text of the report before it."""
    until = _at(pdf, profile, end.page, end.left, top=end.top)
    lines = _body(pdf.pages[end.page - 1], profile, keep_free=True)
    return any(_at(pdf, profile, x.page, x.left, top=x.baseline) < until for x in lines)


def _parts(pdf: Pdf, profile: Profile, files: tuple[Source, ...], where: str) -> tuple[Check, ...]:
    names = {c.arguments[0]: c for c in _begun(files)}
    found = lengths(pdf, profile, {key: c.arguments[1] for key, c in names.items()})
    gone = [p.title for p in profile.parts if p.key not in {x.part.key for x in found}]
    checks: list[Check] = []
    for part in profile.parts:
        if gone:
            told = f"its length cannot be measured: the PDF has no bookmark “{gone[0]}”"
            keep = "keep the scaffoldpart environments of report/report.tex, and run scaffold build"
            checks.append(unknown(f"part {part.key}", told, where, keep))
        else:
            checks.append(_length(next(x for x in found if x.part.key == part.key), where))
        if (begun := names.get(part.key)) is not None and _number(begun.arguments[2]) != part.pages:
            checks.append(
                failed(
                    f"part {part.key}",
                    f"its budget is written as {begun.arguments[2]} pages; the seminar gives {part.pages:g}",
                    begun.where,
                    f"write {{{part.pages:g}}} again",
                )
            )
    return (*checks, *_order(found, profile, where))


def _begun(files: tuple[Source, ...]) -> Iterable[_Begin]:
    """The parts as report.tex begins them: key, title, pages."""
    for c in commands(files, "begin", 4):
        if c.arguments[0] == "scaffoldpart":
            yield _Begin(c.arguments[1:], c.where)


@dataclass(frozen=True, slots=True)
class _Begin:
    arguments: tuple[str, ...]
    where: str


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _length(length: Length, where: str) -> Check:
    part, used = length.part, length.pages
    said = f"{part.title}: {used:.2f} of {part.pages:.2f} pages"
    place = f"{where}, p. {length.where}"
    if used > part.pages + _ROUNDING:
        over = used - part.pages
        return failed(f"part {part.key}", said, place, f"shorten report/{part.key}.tex by {over:.2f} pages")
    return passed(f"part {part.key}", said + (", much of it free" if used < _SHORT * part.pages else ""), place)


def _order(found: Sequence[Length], profile: Profile, where: str) -> tuple[Check, ...]:
    """The parts stand in the profile's order, where all were found."""
    keys = [x.part.key for x in found]
    wanted = [p.key for p in profile.parts]
    if len(keys) < len(wanted):
        return ()
    titles = ", ".join(x.part.title for x in found)
    if keys == wanted:
        return (passed("order", titles, where),)
    asked = ", ".join(p.title for p in profile.parts)
    return (failed("order", f"{titles}; the seminar asks for {asked}", where, "put the parts into this order"),)


# ---- lengths --------------------------------------------------------------------------------------------------------


def lengths(pdf: Pdf, profile: Profile, titles: dict[str, str] | None = None) -> tuple[Length, ...]:
    """The parts that have a bookmark, in the PDF's order; titles are those that the student gave them, by key."""
    places = []
    for part in profile.parts:
        title = (titles or {}).get(part.key, part.title)
        if (place := _bookmark(pdf, title)) is not None:
            places.append((place, part))
    places.sort(key=lambda p: _at(pdf, profile, p[0].page, p[0].left, top=p[0].top))
    ends = [_at(pdf, profile, place.page, place.left, top=place.top) for place, _ in places[1:]]
    works = _bibliography(pdf, profile)
    last = _at(pdf, profile, works.page, works.left, top=works.top) if works else (len(pdf.pages) + 1, 0, 0.0)
    spans = zip(places, [*ends, last], strict=False)
    return tuple(
        _measured(pdf, profile, part, place, until=until, first=n == 0)
        for n, ((place, part), until) in enumerate(spans)
    )


def _bookmark(pdf: Pdf, title: str) -> Bookmark | None:
    """The bookmark of that title, with or without a number before it."""
    wanted = _bare(title)
    return next((b for b in pdf.bookmarks if _bare(re.sub(r"^[\dA-Z.]+\s+", "", b.title)) == wanted), None)


def _bare(text: str) -> str:
    """Letters and digits of a title, without accents, markup and case."""
    text = re.sub(r"\\[A-Za-z]+|[{}\\$~]", " ", text)
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain.casefold() if c.isalnum())


def _measured(pdf: Pdf, profile: Profile, part: Part, place: Bookmark, until: _At, *, first: bool) -> Length:
    """The head of the report counts for the first part; a heading near the top of a page begins with the page."""
    top = profile.page.margin * _MM
    begins = 0.0 if first else place.page - 1 + _reached(pdf, profile, place.page, max(place.top, top), left=place.left)
    start = _at(pdf, profile, place.page, place.left, top=place.top - 1)
    lines = [
        x
        for page in pdf.pages
        for x in _body(page, profile)
        if start <= _at(pdf, profile, x.page, x.left, top=x.baseline)
        and _at(pdf, profile, x.page, x.left, top=x.baseline - 1) < until
    ]
    if not lines:
        return Length(part, 0.0, place.page)
    page = max(x.page for x in lines)
    here = [x for x in lines if x.page == page]
    text, notes = _notes(pdf.pages[page - 1], here)
    end = max((_reached(pdf, profile, page, x.baseline, left=x.left) for x in text), default=0.0)
    end += notes / _depth(pdf, profile, page)
    return Length(part, page - 1 + end - begins, page)


_At = tuple[int, int, float]
"""Page, column and height: places in the order of reading."""


def _at(pdf: Pdf, profile: Profile, page: int, left: float, top: float) -> _At:
    return page, _column(pdf, profile, page, left), top


def _column(pdf: Pdf, profile: Profile, page: int, left: float) -> int:
    """0, or 1 for the right one of two columns."""
    return int(profile.page.columns == 2 and left > pdf.pages[min(page, len(pdf.pages)) - 1].width / 2 - 4)


def _depth(pdf: Pdf, profile: Profile, page: int) -> float:
    """Points of text that a page holds, both columns together."""
    return (pdf.pages[page - 1].height - 2 * profile.page.margin * _MM) * profile.page.columns


def _reached(pdf: Pdf, profile: Profile, page: int, baseline: float, left: float) -> float:
    """How much of its page stands above and left of a baseline, as a fraction."""
    one = pdf.pages[page - 1]
    top = profile.page.margin * _MM
    depth = one.height - 2 * top
    down = (baseline - top) / depth
    if profile.page.columns == 1:
        return down
    return (down + _column(pdf, profile, page, left)) / 2


def _notes(page: Page, lines: list[Line]) -> tuple[list[Line], float]:
    """The lines above the footnotes, and how deep the footnotes are with the white above them."""
    text, depth = list(lines), 0.0
    for left, right, top in page.rules:
        below = [x for x in text if x.baseline > top and x.left < right + 400 and abs(x.left - left) < 30]
        above = [x for x in text if x.baseline <= top]
        if not 60 < right - left < 0.5 * page.width or not below or not above:
            continue
        if all(x.size < max(y.size for y in above) for x in below) and _smallest_head(below):
            depth += max(x.baseline for x in below) - top + 9
            text = [x for x in text if x not in below and x.baseline <= top]
    return text, depth


def _smallest_head(below: Sequence[Line]) -> bool:
    """Whether lines begin as footnotes do, with a mark."""
    first = min(below, key=lambda x: x.baseline)
    return bool(re.match(r"[\d*†‡]", first.text))


def _body(page: Page, profile: Profile, *, keep_free: bool = False) -> list[Line]:
    """The lines of the text block: without foot, marks in the margin and the draft's words on pages that are free."""
    margin = profile.page.margin * _MM
    free = [] if keep_free else [x for x in page.lines if _FREE.match(x.text)]
    return [
        x
        for x in page.lines
        if margin - 4 < x.baseline < page.height - margin + 4
        and margin - 4 < (x.left + x.right) / 2 < page.width - margin + 4
        and x.right > margin - 1
        and not any(_goes_on(f, x) for f in free)
    ]


def _goes_on(first: Line, line: Line) -> bool:
    """Whether a line belongs to the paragraph, of three lines at most, that begins with the first."""
    down = line.baseline - first.baseline
    return 0 <= down < 3.5 * first.size and abs(line.size - first.size) < 0.1 and abs(line.left - first.left) < 5


def _bibliography(pdf: Pdf, profile: Profile) -> Bookmark | None:
    """Where the bibliography begins that counts for no part; None when it counts, or there is none."""
    if profile.count_references or not pdf.works:
        return None
    first = min(pdf.works, key=lambda w: _at(pdf, profile, w.page, w.left, top=w.top))
    above = [x for x in pdf.pages[first.page - 1].lines if first.top - 30 < x.baseline < first.top + 3]
    head = max((x for x in above if len(x.text) < 30), key=lambda x: x.baseline, default=None)
    return replace(first, top=(head.baseline - head.size if head else first.top) - 1)


# ---- the page itself ------------------------------------------------------------------------------------------------


def _format(pdf: Pdf, profile: Profile, where: str) -> tuple[Check, ...]:
    wanted = PAPERS[profile.page.paper]
    name = "page format"
    for page in pdf.pages:
        if abs(page.width - wanted[0]) > 2 or abs(page.height - wanted[1]) > 2:
            size = f"{page.width / _MM:.0f} × {page.height / _MM:.0f} mm"
            told = f"the page is {size}, not {profile.page.paper}"
            paper = f"write {profile.page.paper}paper into the options of \\documentclass"
            return (failed(name, told, f"{where}, p. {page.number}", paper),)
    points = profile.page.font_size
    if not any(abs(x.size - _NORMAL[points]) < 0.3 for x in pdf.lines):
        return (failed(name, f"no text is set in {points} pt", where, f"write {points}pt into \\documentclass"),)
    passing = passed(name, f"{profile.page.paper}, {points} pt, margins of {profile.page.margin:g} mm", where)
    return settled(_outside(pdf, profile, where), passing)


def _outside(pdf: Pdf, profile: Profile, where: str) -> Iterable[Check]:
    """Lines that begin within the text block and end beyond it, or stand below it."""
    margin = profile.page.margin * _MM
    for page in pdf.pages:
        over = [x for x in _body(page, profile) if x.right > page.width - margin + _OUTSIDE]
        if over:
            worst = max(over, key=lambda x: x.right)
            far = (worst.right - page.width + margin) / _MM
            yield failed(
                "page format",
                f"a line runs {far:.0f} mm into the margin: “{worst.text[:40]}”",
                f"{where}, p. {page.number}",
                "break the formula or the word that is too long",
            )
