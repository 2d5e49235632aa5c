"""A paper read from its PDF alone: headings, statements, proofs, and the region of each statement.

The text of a statement is good enough for search and speech only. Its mathematics is shown by clips of its regions.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scaffold.diagnostics import Log
from scaffold.ids import statement_id
from scaffold.model import Label, Mention, Paper, Region, Section, Source, Statement
from scaffold.read.comparisons import Candidate, comparison
from scaffold.read.kinds import kind_of
from scaffold.read.passages import kinds_of
from scaffold.read.pdf.layout.columns import Layout, Line, layout, measure
from scaffold.read.pdf.layout.floats import without_floats
from scaffold.read.pdf.layout.regions import regions, without_head
from scaffold.read.pdf.layout.text import note, note_at, running
from scaffold.read.pdf.page.glyphs import Page, boxes
from scaffold.read.pdf.page.ink import Ink, ink_of
from scaffold.read.pdf.page.lines import squash
from scaffold.read.pdf.page.outline import Marks, marks_of
from scaffold.read.pdf.page.pages import MAX_PAGES, Each, Share, are_many, count_pages, pages_of, shares_of, unpacked
from scaffold.read.pdf.structure import algorithms as algorithms_
from scaffold.read.pdf.structure import tables as tables_
from scaffold.read.pdf.structure.derived import derived
from scaffold.read.pdf.structure.displays import displays, referred
from scaffold.read.pdf.structure.extents import Extent, extents, headless
from scaffold.read.pdf.structure.figures import figures
from scaffold.read.pdf.structure.front import after_front, front, references
from scaffold.read.pdf.structure.heads import Head, find_heads
from scaffold.read.pdf.structure.marked import Places, with_marks, with_starred
from scaffold.read.pdf.structure.passages import passages
from scaffold.read.pdf.structure.proofs import Owners, without_titles
from scaffold.read.pdf.structure.sections import Found, find_sections, text_begins
from scaffold.read.pdf.structure.uses import Names, equation_numbers, may_name
from scaffold.sheets import PAD
from scaffold.spans import Span

__all__ = ["Cores", "Progress", "read"]

_COMPARED = 80
"""Letters and digits at the beginning of statements without number that are compared to find copies."""

Progress = Callable[[int, int], None]
"""progress(done, total), in pages."""


@dataclass(frozen=True, slots=True)
class Cores:
    """Ways to use other processes: each for many tasks at once; apart for one, whose memory is free afterwards."""

    each: Each[Any, Any]
    apart: Callable[[Callable[[Any], Paper], Any], Paper]


def read(path: Path, progress: Progress | None = None, cores: Cores | None = None) -> Paper:
    """The paper in a PDF. cores: the pages of a long one may be read on several.

    Raises UnreadablePdf if no page can be read: damaged, locked, empty. A scan, turned or unreadable pages, and pages
    beyond the first MAX_PAGES give diagnostics; the rest of the paper is read.
    """
    count = count_pages(path)
    total = min(count, MAX_PAGES)
    if cores is None or not are_many(total):
        return _understood(path, count, list(_watched(pages_of(path, count), total, progress)))
    shares = list(_counted(shares_of(path, count, cores.each), total, progress))
    return cores.apart(_of_shares, (path, count, shares))


def _of_shares(task: tuple[Path, int, Sequence[Share]]) -> Paper:
    """The paper of these pages, which take most of the memory of reading."""
    path, count, shares = task
    return _understood(path, count, list(unpacked(shares, count)))


def _understood(path: Path, count: int, pages: Sequence[Page]) -> Paper:
    log = Log()
    _report(pages, count, path.name, log)
    with ink_of(path) as ink:
        paper = _read(path, layout(pages), marks_of(path), log, ink=ink)
    return replace(paper, pages=count, diagnostics=tuple(log.entries))


def _watched(pages: Iterator[Page], total: int, progress: Progress | None) -> Iterator[Page]:
    for done, page in enumerate(pages, 1):
        if progress is not None:
            progress(done, total)
        yield page


def _counted(shares: Iterator[Share], total: int, progress: Progress | None) -> Iterator[Share]:
    done = 0
    for share in shares:
        if progress is not None:
            for n in range(share.pages):
                progress(done + n + 1, total)
        done += share.pages
        yield share


def _report(pages: Sequence[Page], count: int, file: str, log: Log) -> None:
    """Reports what could not be read."""
    span = Span(file)
    if count > len(pages):
        log.warn("long-pdf", file, span, f"only the first {len(pages)} of {count} pages were read")
    for page in pages:
        if page.broken:
            log.warn(
                "unreadable-page", f"page {page.number}", span, f"page {page.number} cannot be read: {page.broken}"
            )
        elif page.turned:
            log.warn("turned-page", f"page {page.number}", span, f"the text of page {page.number} is rotated")
    empty = sum(len(p.glyphs) < 20 and not p.broken for p in pages)
    if empty > 0.8 * len(pages):
        log.warn("no-text", file, span, "the PDF has pictures of pages without text (a scan?): run OCR on it, "
                                        "or get the paper's source")  # fmt: skip
        return
    unknown = sum(g.text == "\ufffd" and not g.style.math for p in pages for g in p.glyphs)
    if unknown > 0.3 * sum(len(p.glyphs) for p in pages):
        log.warn("no-unicode", file, span, "the fonts of the PDF have no Unicode mapping, so much of its text is lost")
    letters = {text: n for text, n in Counter([g.text for p in pages for g in p.glyphs]).items() if text[:1].isalpha()}
    leftward = sum(n for text, n in letters.items() if unicodedata.bidirectional(text[0]) in ("R", "AL"))
    if leftward > 0.3 * sum(letters.values()) > 0:
        log.warn("right-to-left", file, span, "the text runs from right to left: its words are read in the wrong order")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """What was found in the lines."""

    lines: Layout
    headings: Sequence[Found]
    spans: Sequence[Extent]
    proofs: Sequence[Extent]
    file: str


def _read(path: Path, lines: Layout, marks: Marks, log: Log, *, ink: Ink | None) -> Paper:
    every = lines
    kept, _ = without_floats(lines)
    measure(kept)
    lines = replace(lines, lines=tuple(kept))
    places = Places(lines)
    heads = find_heads(lines, [places.of(m) for m in marks.statements])
    headings, heads = find_sections(lines, heads)
    headings = with_marks(headings, lines, heads, marks.headings, places=places)
    headings, heads = with_starred(headings, lines, heads, marks.starred, places=places)
    title, authors, abstract, begin = front(lines, headings)
    headings = after_front(lines, headings, authors)
    works, (from_line, to_line) = references(lines, headings)
    heads = [h for h in heads if not from_line <= h.at < to_line]
    headings = [f for f in headings if not from_line < f.at < to_line]
    found = extents(lines, heads, [f.at for f in headings] + [from_line])
    text = _Text(
        lines=lines,
        headings=headings,
        spans=[e for e in found if not e.head.proof],
        proofs=without_titles([e for e in found if e.head.proof]),
        file=path.name,
    )
    sections = [_section(lines, f, path.name) for f in headings]
    statements = _statements(text, ink)
    statements, labels = _linked(text, statements, sections)
    named, compared = _floats(every, text, statements)
    known = {x.number for x in labels}
    shown = _displays(text, (*statements, *named), known, (from_line, to_line), ink=ink)
    labels += tuple(Label(f"eq:{d.number}", d.number or "", "equation") for d in shown)
    if not statements and lines.lines:
        log.info("no-statements", path.name, Span(path.name), "no theorem-like statement was found in the PDF")
    return Paper(
        source=Source(kind="pdf", main_file=path.name, sha256=_hash(path)),
        title=title, authors=authors, abstract=abstract, sections=tuple(sections), statements=tuple(statements),
        displays=shown, referents=named, comparison=compared,
        figures=figures(every, path.name, ink, {id(lines.lines[f.at]) for f in headings}), references=works,
        mentions=_mentions(text, statements, begin, (from_line, to_line)), labels=labels,
        passages=passages(lines, headings, _apart(text) | set(range(from_line, to_line)), abstract),
    )  # fmt: skip


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _section(lines: Layout, f: Found, file: str) -> Section:
    return Section(
        number=f.number,
        title=f.title,
        title_tex=f.title,
        level=f.level,
        appendix=f.appendix,
        page=lines.lines[f.at].page,
        file=file,
        line=f.at + 1,
    )


def _statements(text: _Text, ink: Ink | None) -> list[Statement]:
    """The statements with their text and regions; the second with the same head restates the first.

    So does the second with the same heading and text, if they have no number.
    """
    out: list[Statement] = []
    taken: dict[str, None] = {}
    first: dict[tuple[str, str], str] = {}
    for e in text.spans:
        h, lines = e.head, text.lines.lines
        name, body = _name_and_body(text.lines, e)
        id = statement_id(kind_of(h.heading), h.number, taken)
        taken[id] = None
        key = _same(h, body)
        within = _enclosing(text.headings, h.at)
        out.append(
            Statement(
                id=id, kind=kind_of(h.heading), heading=h.heading, number=h.number, body=body, name=name,
                section=within.number if within else None, appendix=within.appendix if within else False,
                page=lines[h.at].page, file=text.file, line=h.at + 1,
                restates=first.get(key) if key else None,
                confidence="confirmed" if h.number else "unconfirmed",
                regions=_regions(text.lines, e, ink), standalone=body, form="text", shown_by="clip",
            )
        )  # fmt: skip
        if key:
            first.setdefault(key, id)
    return out


def _algorithms(every: Layout, statements: Sequence[Statement], file: str) -> tuple[Statement, ...]:
    """The algorithms between rules that statements name and that are no statements, each a clip of its page."""
    known = {s.number for s in statements if s.kind == "algorithm"}
    numbers = {n for n in algorithms_.referred(s.body for s in statements) if n not in known}
    return tuple(
        Statement(
            id=f"algorithm-{number}", kind="algorithm", heading="Algorithm", number=number,
            body=every.lines[at].text, page=region.page, file=file, line=at + 1, confidence="confirmed",
            regions=(region,), standalone=every.lines[at].text, form="text", shown_by="clip",
        )
        for number, at, region in algorithms_.algorithms(every, numbers)
    )  # fmt: skip


def _floats(every: Layout, text: _Text, statements: Sequence[Statement]) -> tuple[tuple[Statement, ...], str | None]:
    """The algorithms and tables that statements name, and the id of the table that compares with other works."""
    listed = _algorithms(every, statements, text.file)
    drawn, compared = _tables(every, text, (*statements, *listed))
    return (*listed, *drawn), compared


def _tables(every: Layout, text: _Text, named: Iterable[Statement]) -> tuple[tuple[Statement, ...], str | None]:
    """The tables that statements name, and the one that compares the paper with other works, with its id."""
    found = tuple(tables_.tables(every))
    kinds = kinds_of((f.title, f.level) for f in text.headings)
    heads = [text.lines.lines[f.at] for f in text.headings]
    begins = [(line.page, line.column, line.base) for line in heads]
    over = {t.number: _over(begins, every.lines[t.at]) for t in found}
    sections = {number: None if n is None else text.headings[n].number for number, n in over.items()}

    def candidate(t: tables_.Table) -> Candidate:
        n = over[t.number]
        part, heading = (kinds[n], text.headings[n].title) if n is not None else (None, "")
        return Candidate(caption=t.caption, rows=t.rows, works=t.works, part=part, heading=heading)

    best = comparison((t, candidate(t)) for t in found)
    numbers = tables_.referred(s.body for s in named)
    made = tuple(
        Statement(
            id=f"table-{t.number}", kind="table", heading="Table", number=t.number, body=t.caption,
            section=sections[t.number], page=t.region.page,
            file=text.file, line=t.at + 1, confidence="confirmed", regions=(t.region,), standalone=t.caption,
            form="text", shown_by="clip",
        )
        for t in found if t is best or t.number in numbers
    )  # fmt: skip
    return made, f"table-{best.number}" if best else None


def _over(begins: Sequence[tuple[int, int, float]], line: Line) -> int | None:
    """Which heading is the last one before a line; None before the first."""
    place = (line.page, line.column, line.base)
    return max((n for n, begin in enumerate(begins) if begin < place), default=None)


def _displays(
    text: _Text, statements: Sequence[Statement], known: set[str], works: tuple[int, int], ink: Ink | None
) -> tuple[Statement, ...]:
    """The displays outside statements that statements refer to, each a clip of its page with its number.

    known: the numbers of displays in statements; works: the lines of the bibliography.
    """
    own = {n for e in text.spans for n in range(e.head.at, e.end)} | set(range(*works))
    numbers, lines, out = referred(s.body for s in statements) - known, text.lines.lines, list[Statement]()
    for number, start, end in displays(text.lines, numbers, own):
        within, body = _enclosing(text.headings, start), running(lines[start:end])
        drawn = _narrowed(regions(text.lines, start, end, ink), lines[start:end])
        out.append(
            Statement(
                id=statement_id("equation", number, {d.id for d in out}), kind="equation", heading="Equation",
                number=number, body=body, labels=(f"eq:{number}",), section=within.number if within else None,
                appendix=within.appendix if within else False, page=lines[start].page, file=text.file,
                line=start + 1, confidence="confirmed", regions=drawn,
                standalone=body, form="text", shown_by="clip",
            )
        )  # fmt: skip
    return tuple(out)


def _narrowed(found: Sequence[Region], lines: Sequence[Line]) -> tuple[Region, ...]:
    """The regions without what is beside lines that are narrower than their column, with a number at their end."""
    x1 = max(n.x1 for n in lines)
    if not any(n.text.endswith(")") and n.x1 == x1 for n in lines) or x1 > max(n.right for n in lines) - 2 * PAD:
        return tuple(found)
    return tuple(replace(r, box=(r.box[0], r.box[1], min(r.box[2], x1 + PAD), r.box[3])) for r in found)


def _regions(paper: Layout, e: Extent, ink: Ink | None) -> tuple[Region, ...]:
    """The regions of a statement, without its head where that, with a name in brackets, ends on the first line."""
    h = e.head
    found, line = regions(paper, h.at, e.end, ink), paper.lines[h.at].text
    _, end = note_at(line[h.end :])
    if not end and re.match(r"\s*[.:]?\s*[(\[]", line[h.end :]):
        return found
    stop = re.match(r"\s*[.:–—]?", line[h.end + end :])
    return without_head(paper, h.at, h.end + end + (stop.end() if stop else 0), found, ink=ink)


def _same(h: Head, body: str) -> tuple[str, str] | None:
    """What a statement and its copy, as in a summary of all results, have in common; None if too little is known."""
    if h.number:
        return h.heading.lower(), h.number
    begins = squash(body)[:_COMPARED]
    return (h.heading.lower(), begins) if len(begins) > _COMPARED / 2 else None


def _name_and_body(paper: Layout, e: Extent) -> tuple[str | None, str]:
    """A statement's name, in brackets or in a title bar with the head ("Theorem 1: Name"), and its text."""
    h, lines = e.head, paper.lines[e.head.at : e.end]
    rest = lines[0].text[h.end :].strip()
    if lines[0].text[h.end - 1 : h.end] == ":" and 2 < len(rest) < 120 and len(lines) > 1:
        edges = [y for _, top, _, bottom in boxes(paper.rules.get(lines[0].page, ())) for y in (top, bottom)]
        if any(lines[0].base < y < lines[1].base - 0.5 * lines[1].size for y in edges):
            return rest, running(lines[1:])
    return note(running(lines, h.end))


def _enclosing(headings: Sequence[Found], at: int) -> Found | None:
    """The innermost numbered heading over a line, else the last one before it."""
    open_: list[Found] = []
    for f in headings:
        if f.at > at:
            break
        while open_ and open_[-1].level >= f.level:
            open_.pop()
        open_.append(f)
    return next((f for f in reversed(open_) if f.number), open_[-1] if open_ else None)


def _linked(
    text: _Text, statements: Sequence[Statement], sections: Sequence[Section]
) -> tuple[list[Statement], tuple[Label, ...]]:
    """The statements with their proofs and the statements used, and the numbers of the equations within them."""
    lines = text.lines.lines
    equations: dict[str, str] = {}
    for s, e in zip(statements, text.spans, strict=True):
        for number in equation_numbers(lines[e.head.at : e.end]):
            equations.setdefault(number, s.restates or s.id)
    names = Names(statements, equations)
    owners = Owners(
        statements=statements,
        spans=text.spans,
        sections=[(f.at, s) for f, s in zip(text.headings, sections, strict=True)],
        names=names,
    )
    _prove(text, owners)
    for sentence in derived(lines, _apart(text), names):
        owners.give_sentence(sentence, text.file)
    out = []
    for s in statements:
        proofs = tuple(owners.proved.get(s.id, ()))
        uses = dict.fromkeys(u for p in proofs for u in p.uses if u != s.id)
        out.append(replace(s, proofs=proofs, uses=tuple(uses)))
    return out, tuple(Label(f"eq:{n}", n, "equation", id) for n, id in sorted(equations.items()))


def _prove(text: _Text, owners: Owners) -> None:
    """Proofs with a head, then sections that are proofs, then those without a head."""
    lines = text.lines.lines
    for e in text.proofs:
        within = _enclosing(text.headings, e.head.at)
        body = running(lines[e.head.at : e.end], e.head.end)
        owners.give(e, body, text.file, within.number if within else None)
    _prove_by_section(text, owners)
    for e in headless(text.lines, (*text.spans, *text.proofs), [f.at for f in text.headings]):
        within = _enclosing(text.headings, e.head.at)
        owners.give_following(e, running(lines[e.head.at : e.end]), text.file, within.number if within else None)


def _prove_by_section(text: _Text, owners: Owners) -> None:
    """Sections named "Proof of Theorem 3" that hold its proof without a head of its own."""
    taken = {n for e in (*text.spans, *text.proofs) for n in range(e.head.at, e.end)}
    ends = [*(f.at for f in text.headings), len(text.lines.lines)][1:]
    for f, end in zip(text.headings, ends, strict=True):
        first, start = text_begins(f, text.lines.lines)
        own = [text.lines.lines[n] for n in range(first, end) if n <= f.last or n not in taken]
        owners.give_section(f, running(own, start), text.file)


def _apart(text: _Text) -> set[int]:
    """The lines of statements, proofs and headings."""
    inside = {n for e in (*text.spans, *text.proofs) for n in range(e.head.at, e.end)}
    return inside | {n for f in text.headings for n in range(f.at, f.last + 1)}


def _mentions(text: _Text, statements: Sequence[Statement], begin: int, apart: tuple[int, int]) -> tuple[Mention, ...]:
    """Statements that running text names: outside statements, proofs, headings and the list of references."""
    inside = _apart(text) | set(range(*apart))
    names = Names(statements, {})
    out = []
    lines = text.lines.lines
    for n in range(len(lines)):
        if n in inside or not may_name(lines[n].text):
            continue
        pair = f"{lines[n].text} {lines[n + 1].text}" if n + 1 < len(lines) and n + 1 not in inside else lines[n].text
        later = names.within(lines[n + 1].text, equations=False) if pair is not lines[n].text else []
        own = names.within(lines[n].text, equations=False)
        within = _enclosing(text.headings, n)
        section = "abstract" if n < begin else within.number if within else None
        for id in names.within(pair, equations=False):
            if id in own or id not in later:
                out.append(Mention(id, section, text.file, n + 1))
    return tuple(out)
