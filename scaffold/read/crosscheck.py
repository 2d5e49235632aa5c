"""Compares a paper's numbers with its own PDF, whose numbers are used; marks them as confirmed or not."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Log, Severity
from scaffold.model import Confidence, Figure, Paper, Section, Statement
from scaffold.read import printed_numbers, printed_pages, printed_passages
from scaffold.read.heads import Head, heads, key_of, longest, plain_number
from scaffold.read.line_numbers import without_line_numbers
from scaffold.read.numbers import Numbers, Reading
from scaffold.read.page_text import PageText
from scaffold.read.pdf.page.lines import Line, read_lines, squash
from scaffold.spans import Span

_SHORTEST_TITLE, _TITLE_LENGTH = 4, 24
"""Letters and digits of a heading that are compared."""

_CONTENTS_LINE = re.compile(r"(?:\. ?){3,}|\s\d{1,3}$")
_FIGURE = re.compile(r"\W*fig(?:ure|\.)?\s*([A-Z]?[\w.-]*\d)\s*[.:|–—]", re.I)


Read = Callable[[Numbers], Reading]
"""Reads a paper from its source, with these numbers in place of computed ones."""


def crosscheck(read: Read, pdf: Path, name: str = "") -> Paper:
    """Reads a paper and compares it with its PDF: the numbers that the PDF prints are used, and pages are added.

    A number of the source that the PDF clearly prints otherwise is replaced, with a diagnostic, also where the paper
    refers to it. Every statement's number is marked: confirmed if a line of the PDF begins with its heading and number,
    in the paper's order; in conflict, with a diagnostic, if the PDF has another heading or number at that position.
    Raises only what reading raises: a PDF that cannot be read gives a diagnostic, which calls it by this name.
    """
    reading, name = read(Numbers()), name or pdf.name
    try:
        pages, lines = read_lines(pdf)
        lines = without_line_numbers(lines)
    except OSError as trouble:
        return _with_diagnostic(reading.paper, name, "unreadable-pdf", str(trouble), severity="warning")
    if not any(line.text for line in lines):
        message = "the PDF has no text, so statement numbers are not confirmed"
        return replace(_with_diagnostic(reading.paper, name, "no-text", message, severity="info"), pages=pages)
    text = PageText(lines)
    numbers = printed_numbers.found(reading, text)
    paper = _with_pages(_as_printed(reading, numbers, read), pages, lines)
    if named := printed_pages.found(reading, paper, lines, pdf):
        paper = _with_pages(_as_printed(reading, replace(numbers, pages=named), read), pages, lines)
    return replace(paper, passages=printed_passages.confirmed(paper.passages, text))


def _with_pages(paper: Paper, pages: int, lines: Sequence[Line]) -> Paper:
    """The paper compared with the lines of its PDF."""
    checked, found = _Check(paper.statements, lines).result()
    return replace(
        paper,
        pages=pages,
        statements=checked,
        sections=_sections(paper.sections, lines),
        figures=tuple(_figures(paper.figures, lines)),
        diagnostics=(*paper.diagnostics, *found),
    )


def _as_printed(reading: Reading, numbers: Numbers, read: Read) -> Paper:
    """The paper with the numbers that its pages print, and a diagnostic for each of something counted."""
    if not numbers:
        return reading.paper
    paper = read(numbers).paper
    log = Log()
    for n, number in sorted(numbers.statements.items()):
        before, s = reading.paper.statements[n], paper.statements[n]
        log.warn("number-conflict", s.id, Span(s.file, s.line), _taken(before.heading, before.number or "", number))
    for n, number in sorted(numbers.marks.items()):
        mark = reading.marks[n]
        if mark.labelled:
            log.warn("number-conflict", f"{mark.kind} {number}", mark.span, _taken(mark.kind, mark.number, number))
    return replace(paper, diagnostics=(*paper.diagnostics, *log.entries))


def _taken(kind: str, computed: str, printed: str) -> str:
    return f"by its source this is {kind} {computed}, but the PDF prints {kind} {printed}: {printed} is used"


def unsure(paper: Paper) -> bool:
    """Whether any statement number is still unconfirmed."""
    return any(s.number and s.confidence != "confirmed" for s in paper.statements)


def confirm_by_layout(paper: Paper, printed: Paper) -> Paper:
    """Confirms numbers that occur once in the PDF as read by its layout, between the neighbouring statements' pages."""
    out, confirmed = list(paper.statements), set()
    shown: dict[tuple[str, str], list[Statement]] = {}
    for p in printed.statements:
        shown.setdefault(key_of(p), []).append(p)
    for n, s in enumerate(out):
        heads = shown.get(key_of(s), []) if s.number and s.confidence != "confirmed" else []
        pages = [heads[0].page or 0] if len(heads) == 1 else []
        before = [t.page for t in out[:n] if t.confidence == "confirmed" and t.page]
        after = [t.page for t in out[n + 1 :] if t.confidence == "confirmed" and t.page]
        if pages and max(before, default=0) <= pages[0] <= min(after, default=pages[0]):
            out[n] = replace(s, confidence="confirmed", page=pages[0])
            confirmed.add(s.id)
    kept = (d for d in paper.diagnostics if not (d.code == "number-conflict" and d.subject in confirmed))
    return replace(paper, statements=tuple(out), diagnostics=tuple(kept))


def _with_diagnostic(paper: Paper, name: str, code: str, message: str, *, severity: Severity) -> Paper:
    """The paper with a diagnostic about its PDF."""
    found = Diagnostic(severity=severity, code=code, subject=name, span=Span(name), message=message)
    return replace(paper, diagnostics=(*paper.diagnostics, found))


class _Check:
    """One comparison of statements with lines."""

    def __init__(self, statements: Sequence[Statement], lines: Sequence[Line]) -> None:
        self._statements = statements
        self._lines = lines
        self._heads = heads({s.heading for s in statements if s.heading}, lines)
        self._at: dict[int, int] = {}

    def result(self) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
        """The statements with page and confidence, and a diagnostic for each conflict."""
        places: dict[tuple[str, str], list[int]] = {}
        weak: dict[tuple[str, str], list[int]] = {}
        for head in self._heads:
            (weak if head.weak else places).setdefault((head.heading, head.number), []).append(head.at)
        wanted = [places.get(key_of(s), []) if s.number else [] for s in self._statements]
        self._at = longest(wanted)
        self._place_others(places, weak)
        claimed = {key_of(s) for s in self._statements}
        stray = [h for h in self._heads if not h.weak and h.number and (h.heading, h.number) not in claimed]
        out, conflicts = [], []
        for n, s in enumerate(self._statements):
            confidence, other = self._judge(n, s, bool(wanted[n]), stray)
            page = self._lines[self._at[n]].page if n in self._at else s.page
            out.append(replace(s, confidence=confidence, page=page))
            if confidence == "conflict":
                reason = f"the PDF has {other} at its position" if other else "the PDF has it at another position"
                message = f"{s.title} is not confirmed: {reason}"
                conflicts.append(
                    Diagnostic(
                        severity="warning",
                        code="number-conflict",
                        subject=s.id,
                        span=Span(s.file, s.line),
                        message=message,
                    )
                )
        return tuple(out), conflicts

    def _judge(self, n: int, s: Statement, seen: bool, stray: list[Head]) -> tuple[Confidence, str]:
        """Confirmed, in conflict (and with what), or unconfirmed."""
        if n in self._at:
            return "confirmed", ""
        if not s.number:
            return "unconfirmed", ""
        if seen:
            return "conflict", ""
        heading, number = key_of(s)
        low, high = self._window(n)
        first = bisect_right([h.at for h in stray], low)
        for head in stray[first:]:
            if head.at >= high:
                break
            if heading == head.heading or number == head.number:
                return "conflict", self._lines[head.at].text[:40]
        return "unconfirmed", ""

    def _window(self, n: int) -> tuple[int, int]:
        """Line numbers of the nearest confirmed statements before and after."""
        known = sorted(self._at)
        i = bisect_left(known, n)
        low = self._at[known[i - 1]] if i > 0 else -1
        high = self._at[known[i]] if i < len(known) else len(self._lines)
        return low, high

    def _place_others(
        self, places: Mapping[tuple[str, str], list[int]], weak: Mapping[tuple[str, str], list[int]]
    ) -> None:
        """Places each remaining statement at the first free line with its head between its neighbours."""
        taken = set(self._at.values())
        for n, s in enumerate(self._statements):
            candidates = (weak if s.number else places).get(key_of(s), []) if n not in self._at else []
            if not candidates:
                continue
            low, high = self._window(n)
            for at in candidates[bisect_right(candidates, low) :]:
                if at >= high:
                    break
                if at not in taken:
                    self._at[n] = at
                    taken.add(at)
                    break


def _sections(sections: Sequence[Section], lines: Sequence[Line]) -> tuple[Section, ...]:
    """The headings with their pages."""
    begins: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        begins.setdefault(squash(line.text + following)[:_TITLE_LENGTH], []).append(at)
    keys = sorted(begins)
    contents = {at for at, line in enumerate(lines) if _CONTENTS_LINE.search(line.text)}
    at_of = longest([_beginning(s, keys, begins, contents) for s in sections])
    return tuple(replace(s, page=lines[at_of[n]].page) if n in at_of else s for n, s in enumerate(sections))


def _beginning(s: Section, keys: list[str], begins: Mapping[str, list[int]], contents: Collection[int]) -> list[int]:
    """Lines that begin with a heading's number and title, or with the title if the number is set apart.

    Lines that look like those of a table of contents count only if there are no others.
    """
    title, number = squash(s.printed), squash(s.number or "")
    last = re.search(r"(?:\d+|[A-Za-z]?)$", s.number or "")
    forms = [number, last[0].lower() if last else "", *(["appendix" + number] if s.appendix else ()), ""]
    for text in (form + title for form in forms):
        wanted = text[:_TITLE_LENGTH]
        found: list[int] = []
        for key in keys[bisect_left(keys, wanted) :] if len(wanted) >= _SHORTEST_TITLE else ():
            if not key.startswith(wanted):
                break
            found += begins[key]
        if found:
            return [at for at in found if at not in contents] or found
    return []


def _figures(figures: Sequence[Figure], lines: Sequence[Line]) -> Iterable[Figure]:
    """Figures with the page of their caption."""
    pages: dict[str, int] = {}
    for line in lines:
        m = _FIGURE.match(line.text)
        if m:
            pages.setdefault(plain_number(m[1]), line.page)
    for f in figures:
        yield replace(f, page=pages.get(plain_number(f.number or ""), f.page))
