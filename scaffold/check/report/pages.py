"""The pages of the report, measured on the finished PDF: length and order of the parts, page format.

A part begins at its bookmark and ends with the last line before the next part or the bibliography. A page counts from
the top of the text block to the last baseline. Footnotes count for the part on whose page they are. The meter of the
report's style counts in the same way; this is an independent measurement (the two agree within 0.05 pages).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scaffold import languages
from scaffold.check.artefacts.latex_files import Source, commands, printed
from scaffold.check.artefacts.pdf import Bookmark, Line, Page, Pdf
from scaffold.check.inputs import Inputs, available, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, unknown
from scaffold.classes import TextBlock
from scaffold.seminar import PAPERS, TOTAL, Part, Profile
from scaffold.seminar import Page as Format

__all__ = ["Length", "check", "counting", "lengths", "order", "page_format", "parts", "whole"]

_MM = 72 / 25.4
"""Points of PDF in a millimetre."""
_TEX_POINT = 72 / 72.27
_SHORT = 0.6
"""The check mentions a part that fills less than this share of its budget."""

_ROUNDING = 0.01
"""Rounding in pages of the meter that the student sees."""

_FREE = re.compile(languages.beginning("latex.free", 3))
_OUTSIDE = 6.0
"""Points that a line may extend into the margin before the check fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A part and its length in pages. where: the page on which it ends. end: pages from the beginning to its end.

    by: whose it is, if there are several authors.
    """

    part: Part
    pages: float
    where: int
    end: float
    by: str = ""

    def __str__(self) -> str:
        by = f" ({self.by})" if self.by else ""
        return f"{self.part.title}{by}: {self.pages:.2f} of {self.part.pages:.2f} pages"

    @property
    def over(self) -> bool:
        """Whether the part is longer than its budget, not counting what rounding hides."""
        return self.pages > self.part.pages + _ROUNDING


@registered(
    "pages",
    what="number of pages, with and without the bibliography as the seminar counts it",
    place=20,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """The number of pages; unknown if there is no PDF that is up to date. Empty if there are limits of the whole."""
    where = inputs.report.path
    if any(limit.of == TOTAL for limit in inputs.profile.limits):
        return ()
    if not available(inputs, "report_pdf"):
        return (unknown(f"cannot be measured: {where} is missing or out of date", where, "run: scaffold build"),)
    return _count(present(inputs.report_pdf), inputs.profile, where, tight=_tight(inputs.files))


_STYLE = re.compile(r"\\usepackage\s*\[([^\]]*)\]\s*\{generated/scaffold-report\}")


def _tight(files: tuple[Source, ...]) -> bool:
    """Whether the report's style has the option that leaves no page of a part free."""
    return any("tight" in re.split(r"[,\s]+", m[1]) for source in files for m in _STYLE.finditer(source.text))


@dataclass(frozen=True, slots=True)
class _Count:
    """The pages of a report that count, how many the seminar wants, and the others, in words."""

    pages: int
    wanted: int
    others: tuple[str, ...]


def _counted(pdf: Pdf, profile: Profile) -> _Count:
    end, whole = _bibliography(pdf, profile), _last(pdf)
    alone = whole - end.page + (0 if _anything_before(pdf, end, profile) else 1) if end else 0
    front, back = _front(pdf, profile), len(pdf.pages) - whole
    others = {"before them": front, "of references": alone, "after them": back}
    wanted = math.ceil(profile.pages - _ROUNDING)
    return _Count(whole - front - alone, wanted, tuple(f"{n} {what}" for what, n in others.items() if n))


def _count(pdf: Pdf, profile: Profile, where: str, *, tight: bool) -> tuple[Check, ...]:
    count = _counted(pdf, profile)
    message = " and ".join([f"{count.pages} of {count.wanted} pages", *count.others])
    if count.pages == count.wanted:
        return (passed(message, where),)
    more = "write more, or remove the option tight" if tight else "write more"
    fix = "shorten the parts that exceed their budget" if count.pages > count.wanted else more
    return (failed(f"{message}: the seminar requires {count.wanted}", where, fix),)


def counting(pdf: Pdf, profile: Profile, found: Sequence[Length]) -> str:
    """Which pages of the report count, in words, where not all of them do; found are its `lengths`."""
    limit = next((limit for limit in profile.limits if limit.of == TOTAL), None)
    if limit is not None:
        length = whole(pdf, profile, found) if limit.unit == "pages" else None
        return "" if length is None else f"{length:.2f} count; the seminar wants {limit}"
    count = _counted(pdf, profile)
    if not count.others:
        return ""
    verb = "does" if len(pdf.pages) - count.pages == 1 else "do"
    return f"{count.pages} of {count.wanted} count; {' and '.join(count.others)} {verb} not"


def whole(pdf: Pdf, profile: Profile, found: Sequence[Length]) -> float | None:
    """The pages of all parts up to the last line that counts; None if a part was not found."""
    if len(found) < len(profile.parts):
        return None
    return max(length.end for length in found) + _besides(pdf, profile)


BACK = languages.every("report.appendix", "report.declaration", "report.referred")
"""Bookmarks of pages after the report, which the environment scaffoldback of its style makes."""


def _last(pdf: Pdf) -> int:
    """The last page before an appendix or a declaration on pages of its own."""
    return min((b.page - 1 for b in pdf.bookmarks if b.title in BACK), default=len(pdf.pages))


def _front(pdf: Pdf, profile: Profile) -> int:
    """The number of pages before the report, such as a title page."""
    found = (_bookmark(pdf, part.title) for part in profile.parts)
    return min((b.page - 1 for b in found if b), default=0) if profile.title_page else 0


def _besides(pdf: Pdf, profile: Profile) -> int:
    """The pages before and after the report that the seminar counts, which is unusual."""
    counted = languages.every(
        *(f"report.{name}" for name in ("appendix", "declaration") if name not in profile.uncounted)
    )
    starts = [*sorted(b.page for b in pdf.bookmarks if b.title in BACK), len(pdf.pages) + 1]
    titles = [b.title for b in sorted(pdf.bookmarks, key=lambda b: b.page) if b.title in BACK]
    spans = zip(titles, starts, starts[1:], strict=False)
    back = sum(end - start for title, start, end in spans if title in counted)
    return back + (_front(pdf, profile) if "title page" not in profile.uncounted else 0)


def _anything_before(pdf: Pdf, end: Bookmark, profile: Profile) -> bool:
    """Whether text of the report precedes the bibliography on the page on which the bibliography begins."""
    until = _at(pdf, profile, end.page, end.left, top=end.top)
    lines = _body(pdf.pages[end.page - 1], profile, keep_free=True)
    return any(_at(pdf, profile, x.page, x.left, top=x.baseline) < until for x in lines)


@registered(
    "parts",
    what="length of each part, in fractions of a page, against its budget",
    needs=("report_pdf",),
    place=22,
)
def parts(inputs: Inputs) -> tuple[Check, ...]:
    """The length of each part, and whether the files still have the budgets of the seminar."""
    profile, where = inputs.profile, inputs.report.path
    names = {c.arguments[0]: c for c in _begun(inputs.files)}
    found = lengths(present(inputs.report_pdf), profile, inputs.files)
    missing = [p.title for p in profile.parts if p.key not in {x.part.key for x in found}]
    checks: list[Check] = []
    for part in profile.parts:
        if missing:
            message = f"{part.title}: its length cannot be measured: the PDF has no bookmark “{missing[0]}”"
            checks.append(unknown(message, where, _without_mark(missing[0], names, profile)))
        else:
            checks.append(_length(next(x for x in found if x.part.key == part.key), where, strict=not profile.limits))
        if (begun := names.get(part.key)) is not None and _number(begun.arguments[2]) != part.pages:
            checks.append(
                failed(
                    f"{part.title}: its budget in the file is {begun.arguments[2]} pages; "
                    f"the seminar allows {part.pages:g}",
                    begun.where,
                    f"change it back to {{{part.pages:g}}}",
                )
            )
    return tuple(checks)


def _without_mark(title: str, names: Mapping[str, _Begin], profile: Profile) -> str:
    """What to do about a part that the PDF does not have."""
    part = next(p for p in profile.parts if p.title == title)
    if part.key in names:
        return "run: scaffold build"
    begin = f"\\begin{{scaffoldpart}}{{{part.key}}}{{{part.title}}}{{{part.pages:g}}}"
    return f"put its text between {begin} and \\end{{scaffoldpart}} in report/report.tex, then run: scaffold build"


def _begun(files: tuple[Source, ...]) -> Iterable[_Begin]:
    """The beginnings of parts in report.tex: key, title, pages."""
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


def _length(length: Length, where: str, *, strict: bool) -> Check:
    """strict: whether the budget is what the seminar demands."""
    part, used = length.part, length.pages
    place = f"{where}, p. {length.where}"
    unused = f", {part.pages - used:.2f} pages unused" if used < _SHORT * part.pages else ""
    if length.over and not strict:
        return passed(f"{length}: more than planned", place)
    if length.over:
        over = used - part.pages
        return failed(str(length), place, f"shorten report/{part.key}.tex by {over:.2f} pages")
    return passed(f"{length}{unused}", place)


@registered("order", what="the parts are in the order that the seminar requires", needs=("report_pdf",), place=24)
def order(inputs: Inputs) -> tuple[Check, ...]:
    """Whether the parts are in the profile's order, if all were found."""
    profile, where = inputs.profile, inputs.report.path
    found = lengths(present(inputs.report_pdf), profile, inputs.files)
    keys = [x.part.key for x in found]
    wanted = [p.key for p in profile.parts]
    if len(keys) < len(wanted):
        return ()
    titles = ", ".join(x.part.title for x in found)
    if keys == wanted:
        return (passed(titles, where),)
    asked = ", ".join(p.title for p in profile.parts)
    return (
        failed(
            f"the order is {titles}; the seminar requires {asked}",
            where,
            "move the parts into the required order",
        ),
    )


# ---- lengths --------------------------------------------------------------------------------------------------------


def lengths(pdf: Pdf, profile: Profile, files: tuple[Source, ...] = ()) -> tuple[Length, ...]:
    """The lengths of parts that have a bookmark, in the PDF's order. files: the student's, which may rename a part."""
    titles = {c.arguments[0]: c.arguments[1] for c in _begun(files)}
    places = []
    for part in profile.parts:
        title = titles.get(part.key, part.title)
        if (place := _bookmark(pdf, title)) is not None:
            places.append((place, part))
    places.sort(key=lambda p: _at(pdf, profile, p[0].page, p[0].left, top=p[0].top))
    ends = [_at(pdf, profile, place.page, place.left, top=place.top) for place, _ in places[1:]]
    works = _bibliography(pdf, profile)
    last = _at(pdf, profile, works.page, works.left, top=works.top) if works else (_last(pdf) + 1, 0, 0.0)
    spans = zip(places, [*ends, last], strict=False)
    return tuple(
        replace(_measured(pdf, profile, part, place, until=until, first=n == 0), by=profile.by(part.key))
        for n, ((place, part), until) in enumerate(spans)
    )


def _bookmark(pdf: Pdf, title: str) -> Bookmark | None:
    """The bookmark of that title, with or without a number before it."""
    wanted = _bare(title)
    return next((b for b in pdf.bookmarks if _bare(re.sub(r"^[\dA-Z.]+\s+", "", b.title)) == wanted), None)


def _bare(text: str) -> str:
    """The letters and digits of a title, without accents and markup, in lower case."""
    plain = unicodedata.normalize("NFKD", printed(text))
    return "".join(c for c in plain.casefold() if c.isalnum())


def _measured(pdf: Pdf, profile: Profile, part: Part, place: Bookmark, until: _At, *, first: bool) -> Length:
    """The title block counts for the first part. A heading near the top of a page counts from the top of the page."""
    top, front = profile.page.text.top * _MM, _front(pdf, profile)
    begins = (
        float(front)
        if first
        else place.page - 1 + _reached(pdf, profile, place.page, max(place.top, top), left=place.left)
    )
    start = _at(pdf, profile, place.page, place.left, top=place.top - 1)
    lines = [
        x
        for page in pdf.pages
        for x in _body(page, profile)
        if start <= _at(pdf, profile, x.page, x.left, top=x.baseline)
        and _at(pdf, profile, x.page, x.left, top=x.baseline - 1) < until
    ]
    if not lines:
        return Length(part=part, pages=0.0, where=place.page, end=begins - front)
    page = max(x.page for x in lines)
    here = [x for x in lines if x.page == page]
    text, notes = _notes(pdf.pages[page - 1], here)
    end = max((_reached(pdf, profile, page, x.baseline, left=x.left) for x in text), default=0.0)
    end += notes / _depth(pdf, profile, page)
    return Length(part=part, pages=page - 1 + end - begins, where=page, end=page - 1 + end - front)


_At = tuple[int, int, float]
"""Page, column and height: positions that sort in reading order."""


def _at(pdf: Pdf, profile: Profile, page: int, left: float, top: float) -> _At:
    return page, _column(pdf, profile, page, left), top


def _column(pdf: Pdf, profile: Profile, page: int, left: float) -> int:
    """1 for the right one of two columns, otherwise 0."""
    text = profile.page.text
    middle = pdf.pages[min(page, len(pdf.pages)) - 1].width / 2 if profile.page.block is None else _middle(text)
    return int(text.columns == 2 and left > middle - 4)


def _middle(text: TextBlock) -> float:
    return (text.left + text.width / 2) * _MM


def _depth(pdf: Pdf, profile: Profile, page: int) -> float:
    """Height of the text block of a page in points, both columns together."""
    return _height(pdf.pages[page - 1], profile) * profile.page.text.columns


def _height(page: Page, profile: Profile) -> float:
    """Height of the text block in points; without a class, the page decides, whatever its paper."""
    text = profile.page.text
    return text.height * _MM if profile.page.block else page.height - 2 * text.top * _MM


def _reached(pdf: Pdf, profile: Profile, page: int, baseline: float, left: float) -> float:
    """The part of its page before a baseline in reading order, as a fraction."""
    text = profile.page.text
    down = (baseline - text.top * _MM) / _height(pdf.pages[page - 1], profile)
    if text.columns == 1:
        return down
    return (down + _column(pdf, profile, page, left)) / 2


def _notes(page: Page, lines: list[Line]) -> tuple[list[Line], float]:
    """The lines above the footnotes, and the height of the footnotes with the space above them."""
    text, depth = list(lines), 0.0
    for left, right, top in page.rules:
        below = [x for x in text if x.baseline > top and x.left < right + 400 and abs(x.left - left) < 30]
        above = [x for x in text if x.baseline <= top]
        if not 60 < right - left < 0.5 * page.width or not below or not above:
            continue
        if all(x.size < max(y.size for y in above) for x in below) and _begin_with_mark(below):
            depth += max(x.baseline for x in below) - top + 9
            text = [x for x in text if x not in below and x.baseline <= top]
    return text, depth


def _begin_with_mark(below: Sequence[Line]) -> bool:
    """Whether lines begin with a mark, as footnotes do."""
    first = min(below, key=lambda x: x.baseline)
    return bool(re.match(r"[\d*†‡]", first.text))


def _body(page: Page, profile: Profile, *, keep_free: bool = False) -> list[Line]:
    """The lines of the text block: without footer, margin notes and the notices on free pages of a draft."""
    text, (left, right) = profile.page.text, _sides(page, profile)
    bottom = text.top * _MM + _height(page, profile)
    free = [] if keep_free else [x for x in page.lines if _FREE.match(x.text)]
    return [
        x
        for x in page.lines
        if text.top * _MM - 4 < x.baseline < bottom + 4
        and left - 4 < (x.left + x.right) / 2 < right + 4
        and x.right > left - 1
        and not any(_same_paragraph(f, x) for f in free)
    ]


def _sides(page: Page, profile: Profile) -> tuple[float, float]:
    """The left and the right edge of the text block in points; without a class, the page decides."""
    text = profile.page.text
    left = text.left * _MM
    return left, left + text.width * _MM if profile.page.block else page.width - left


def _same_paragraph(first: Line, line: Line) -> bool:
    """Whether a line belongs to the paragraph of at most three lines that begins with the line first."""
    down = line.baseline - first.baseline
    return 0 <= down < 3.5 * first.size and abs(line.size - first.size) < 0.1 and abs(line.left - first.left) < 5


def _bibliography(pdf: Pdf, profile: Profile) -> Bookmark | None:
    """The beginning of the bibliography, if it does not count as pages of the report; otherwise None."""
    if profile.count_references or not pdf.works:
        return None
    first = min(pdf.works, key=lambda w: _at(pdf, profile, w.page, w.left, top=w.top))
    above = [x for x in pdf.pages[first.page - 1].lines if first.top - 30 < x.baseline < first.top + 3]
    head = max((x for x in above if len(x.text) < 30), key=lambda x: x.baseline, default=None)
    return replace(first, top=(head.baseline - head.size if head else first.top) - 1)


# ---- the page itself ------------------------------------------------------------------------------------------------


@registered("page format", what="paper size, type size and margins", needs=("report_pdf",), place=26)
def page_format(inputs: Inputs) -> tuple[Check, ...]:
    """Paper, type size and margins of the report."""
    pdf, profile, where = present(inputs.report_pdf), inputs.profile, inputs.report.path
    name, text = profile.page.paper if profile.page.block is None else "that of the class", profile.page.text
    for page in pdf.pages:
        if abs(page.width - text.paper[0] * _MM) > 2 or abs(page.height - text.paper[1] * _MM) > 2:
            size = f"{page.width / _MM:.0f} × {page.height / _MM:.0f} mm"
            fix = f"add {profile.page.paper}paper to the options of \\documentclass" if name in PAPERS else _CLASS
            return (failed(f"the paper size is {size}, not {name}", f"{where}, p. {page.number}", fix),)
    points = profile.page.font_size if profile.page.block is None else text.points
    if not any(abs(x.size - text.points * _TEX_POINT) < 0.3 for x in pdf.lines):
        fix = f"add the option {points}pt to \\documentclass" if profile.page.block is None else _CLASS
        return (failed(f"no text is set in {points:g} pt", where, fix),)
    passing = passed(f"{_paper(profile)}, {points:g} pt, {_margins(profile.page)}", where)
    return findings_or(_outside(pdf, profile, where), passing)


_CLASS = "\\documentclass and its options are the seminar's: run scaffold update"


def _paper(profile: Profile) -> str:
    """ "a4", or "llncs, 210 × 297 mm"."""
    if profile.document is None or profile.page.block is None:
        return profile.page.paper
    width, height = profile.page.size
    return f"{profile.document.asked}, {width:.0f} × {height:.0f} mm"


def _margins(page: Format) -> str:
    """ "margins of 25 mm", "margins of 25 mm, 37 mm at the sides", "text of 122 × 193 mm"."""
    if page.block is not None:
        return f"text of {page.block.width:.0f} × {page.block.height:.0f} mm"
    sides = f", {page.side_margin:g} mm at the sides" if page.side_margin != page.margin else ""
    return f"margins of {page.margin:g} mm{sides}"


def _outside(pdf: Pdf, profile: Profile, where: str) -> Iterable[Check]:
    """Lines that extend beyond the right edge of the text block."""
    for page in pdf.pages:
        edge = _sides(page, profile)[1]
        over = [x for x in _body(page, profile) if x.right > edge + _OUTSIDE]
        if over:
            worst = max(over, key=lambda x: x.right)
            far = (worst.right - edge) / _MM
            yield failed(
                f"a line extends {far:.0f} mm into the margin: “{worst.text[:40]}”",
                f"{where}, p. {page.number}",
                "break the long formula or word",
            )
