"""Compares the computed statement numbers with the paper's own PDF: confirmed, in conflict, or unconfirmed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold.diagnostics import Diagnostic
from scaffold.model import Confidence, Figure, Paper, Section, Statement
from scaffold.read.pdf.page.lines import CONTINUATIONS, Line, read_lines, squash
from scaffold.spans import Span

_NUMBER = r"\(?(?:[A-Z](?![a-z])|[IVXLC]+(?![a-z])|\d)[\w.\-–′'*†‡]*\)?"
_AFTER_HEAD = re.compile(r"\s*(?:[.:(\[–—]|$|[^\W\d_a-z]|[^\w\s,;)])")
"""What may follow the head of a statement: a full stop, a note, a capital. Running text continues in lower case."""

_SHORTEST_TITLE, _TITLE_LENGTH = 4, 24
"""Letters and digits of a heading that are compared."""

_CONTENTS_LINE = re.compile(r"(?:\. ?){3,}|\s\d{1,3}$")
_FIGURE = re.compile(r"\W*fig(?:ure|\.)?\s*([A-Z]?[\w.-]*\d)\s*[.:|–—]", re.I)


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that begins like a statement. at: its index in all lines. weak: what follows may be running text."""

    at: int
    heading: str
    number: str
    weak: bool = False


def crosscheck(paper: Paper, pdf: Path) -> Paper:
    """Adds page numbers, and marks every statement's number as confirmed, in conflict, or unconfirmed.

    A statement is confirmed if a line of the PDF begins with its heading and number, in the paper's order. It is in
    conflict, with a diagnostic, if the PDF has another heading or number at that position. Never raises: a PDF that
    cannot be read gives a diagnostic.
    """
    try:
        pages, lines = read_lines(pdf)
    except OSError as trouble:
        return _with_diagnostic(
            paper,
            Diagnostic(
                severity="warning", code="unreadable-pdf", subject=pdf.name, span=Span(pdf.name), message=str(trouble)
            ),
        )
    if not any(line.text for line in lines):
        paper = _with_diagnostic(
            paper,
            Diagnostic(
                severity="info",
                code="no-text",
                subject=pdf.name,
                span=Span(pdf.name),
                message="the PDF has no text, so statement numbers are not confirmed",
            ),
        )
        return replace(paper, pages=pages)
    checked = _Check(paper.statements, lines)
    checked_statements, found = checked.result()
    return replace(
        paper,
        pages=pages,
        statements=checked_statements,
        sections=_sections(paper.sections, lines),
        figures=tuple(_figures(paper.figures, lines)),
        diagnostics=(*paper.diagnostics, *found),
    )


def unsure(paper: Paper) -> bool:
    """Whether any statement number is still unconfirmed."""
    return any(s.number and s.confidence != "confirmed" for s in paper.statements)


def confirm_by_layout(paper: Paper, printed: Paper) -> Paper:
    """Confirms numbers that occur once in the PDF as read by its layout, between the neighbouring statements' pages."""
    out, confirmed = list(paper.statements), set()
    shown: dict[tuple[str, str], list[Statement]] = {}
    for p in printed.statements:
        shown.setdefault(_key(p), []).append(p)
    for n, s in enumerate(out):
        heads = shown.get(_key(s), []) if s.number and s.confidence != "confirmed" else []
        pages = [heads[0].page or 0] if len(heads) == 1 else []
        before = [t.page for t in out[:n] if t.confidence == "confirmed" and t.page]
        after = [t.page for t in out[n + 1 :] if t.confidence == "confirmed" and t.page]
        if pages and max(before, default=0) <= pages[0] <= min(after, default=pages[0]):
            out[n] = replace(s, confidence="confirmed", page=pages[0])
            confirmed.add(s.id)
    kept = (d for d in paper.diagnostics if not (d.code == "number-conflict" and d.subject in confirmed))
    return replace(paper, statements=tuple(out), diagnostics=tuple(kept))


def _with_diagnostic(paper: Paper, diagnostic: Diagnostic) -> Paper:
    return replace(paper, diagnostics=(*paper.diagnostics, diagnostic))


class _Check:
    """One comparison of statements with lines."""

    def __init__(self, statements: Sequence[Statement], lines: Sequence[Line]) -> None:
        self._statements = statements
        self._lines = lines
        self._heads = _heads({s.heading for s in statements if s.heading}, lines)
        self._at: dict[int, int] = {}

    def result(self) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
        """The statements with page and confidence, and a diagnostic for each conflict."""
        places: dict[tuple[str, str], list[int]] = {}
        weak: dict[tuple[str, str], list[int]] = {}
        for head in self._heads:
            (weak if head.weak else places).setdefault((head.heading, head.number), []).append(head.at)
        wanted = [places.get(_key(s), []) if s.number else [] for s in self._statements]
        self._at = _longest(wanted)
        self._place_others(places, weak)
        claimed = {_key(s) for s in self._statements}
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

    def _judge(self, n: int, s: Statement, seen: bool, stray: list[_Head]) -> tuple[Confidence, str]:
        """Confirmed, in conflict (and with what), or unconfirmed."""
        if n in self._at:
            return "confirmed", ""
        if not s.number:
            return "unconfirmed", ""
        if seen:
            return "conflict", ""
        heading, number = _key(s)
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
            candidates = (weak if s.number else places).get(_key(s), []) if n not in self._at else []
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


def _key(s: Statement) -> tuple[str, str]:
    return squash(s.heading), _number(s.number or "")


def _number(number: str) -> str:
    """A number without variations of fonts and punctuation."""
    plain = number.replace("′", "'").replace("’", "'").replace("–", "-")
    return re.sub(r"[^\w.'*†‡-]", "", plain).strip(".").lower()


def _heads(headings: Iterable[str], lines: Sequence[Line]) -> list[_Head]:
    """All lines that begin with one of these headings and a number, in either order, or with a heading alone."""
    words = sorted({squash(h): h for h in headings if squash(h)}.values(), key=len, reverse=True)
    if not words:
        return []
    either = "|".join(_spaced(word) for word in words)
    usual = re.compile(rf"\W*({either})(?![^\W\d_])(?:\s*({_NUMBER}))?", re.I)
    shortest = "|".join(_spaced(word) for word in reversed(words))  # "Theorem" A.1 beside "Theorem A"
    other = re.compile(rf"\W*({shortest})(?![^\W\d_])(?:\s*({_NUMBER}))?", re.I)
    swapped = re.compile(rf"\W*({_NUMBER})[\s.:]*({either})(?![^\W\d_])", re.I)
    out: list[_Head] = []
    for at, line in enumerate(lines):
        found = (_usual(at, line, usual), _usual(at, line, other), _swapped(at, line, swapped))
        out += dict.fromkeys(h for h in found if h)
    return out


def _spaced(word: str) -> str:
    """A heading with space allowed within words: small capitals come out of a PDF as "T HEOREM"."""
    letters = re.sub(r"\s+|\$|\\[a-zA-Z]+|[{}]", "", word)
    return r"\s*".join(re.escape(c) if c.isascii() else _accented(c) for c in letters)


def _accented(letter: str) -> str:
    """A pattern for a letter that old fonts compose of two glyphs, which are adjacent in the PDF's text."""
    base = re.escape(unicodedata.normalize("NFD", letter)[0])
    return rf"(?:{re.escape(letter)}|[^\w\s]?\s?{base}[^\w\s.:(]?)"


def _usual(at: int, line: Line, pattern: re.Pattern[str]) -> _Head | None:
    m = pattern.match(line.text)
    if not m:
        return None
    number = m[2] or ""
    end = m.end()
    if number and not (number[0].isupper() or number[0].isdigit() or number[0] == "("):
        number, end = "", m.end(1)
    trimmed = number.rstrip(".:)") if number.count("(") < number.count(")") else number.rstrip(".:")
    stopped = len(trimmed) < len(number)
    weak = not stopped and not _AFTER_HEAD.match(line.text, end)
    if weak and (not number or _runs_on(line.text, end)):
        return None
    return _Head(at, squash(m[1]), _number(number), weak)


def _runs_on(text: str, end: int) -> bool:
    """Whether a sentence continues after a statement's name."""
    m = re.compile(r"\s*([^\W\d_]+|[,;)])").match(text, end)
    return m is not None and (not m[1].isalpha() or m[1].lower() in CONTINUATIONS)


def _swapped(at: int, line: Line, pattern: re.Pattern[str]) -> _Head | None:
    m = pattern.match(line.text)
    if not m or not _AFTER_HEAD.match(line.text, m.end()):
        return None
    return _Head(at, squash(m[2]), _number(m[1]))


def _longest(wanted: Sequence[Sequence[int]]) -> dict[int, int]:
    """One position for as many entries as possible, in increasing order (a longest increasing subsequence)."""
    tails: list[int] = []
    nodes: list[tuple[int, int, int]] = []  # entry, place, node before
    at_tail: list[int] = []
    for n, places in enumerate(wanted):
        for place in sorted(set(places), reverse=True):
            rank = bisect_left(tails, place)
            nodes.append((n, place, at_tail[rank - 1] if rank else -1))
            if rank == len(tails):
                tails.append(place)
                at_tail.append(len(nodes) - 1)
            else:
                tails[rank], at_tail[rank] = place, len(nodes) - 1
    out: dict[int, int] = {}
    node = at_tail[-1] if at_tail else -1
    while node >= 0:
        n, place, node = nodes[node]
        out[n] = place
    return out


def _sections(sections: Sequence[Section], lines: Sequence[Line]) -> tuple[Section, ...]:
    """The headings with their pages."""
    begins: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        begins.setdefault(squash(line.text + following)[:_TITLE_LENGTH], []).append(at)
    keys = sorted(begins)
    contents = {at for at, line in enumerate(lines) if _CONTENTS_LINE.search(line.text)}
    at_of = _longest([_beginning(s, keys, begins, contents) for s in sections])
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
            pages.setdefault(_number(m[1]), line.page)
    for f in figures:
        yield replace(f, page=pages.get(_number(f.number or ""), f.page))
