"""The seminar profile: all rules of a seminar as data (TOML)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import get_args

from scaffold import block, clock, dates, formalities, grading, languages, seminar_file, toml
from scaffold.block import Block
from scaffold.classes import DocumentClass, TextBlock
from scaffold.dates import NO_TALK, Deliverable, Event, EventKind, OwnTalk
from scaffold.errors import BadProfile
from scaffold.formalities import Author, Declaration, Field
from scaffold.grading import Grading
from scaffold.languages import Language
from scaffold.part_forms import Form
from scaffold.printable import printable_values
from scaffold.resources import template, templates
from scaffold.seminar_file import Engine, PaperSize, Report, Seminar, Unit
from scaffold.spelling import meant
from scaffold.typed import faults, files

TOTAL = seminar_file.TOTAL
"""What a limit is of if it is not of a part."""

DEFAULT = "theory"
"""The profile of whoever chooses none."""

PAPERS = get_args(PaperSize)
_POINTS = {8: 8.0, 9: 9.0, 10: 10.0, 11: 10.95, 12: 12.0, 14: 14.4}
"""What LaTeX sets for each size."""
_PAPER_MM = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "a5": (148.0, 210.0)}

REFERENCE_STYLES = {"natbib": "unsrtnat", "biblatex": "numeric-comp"}
"""The default style of each engine; both list works in order of citation."""

UNCOUNTED = get_args(seminar_file.Uncounted)
"""What a seminar may not count as pages."""

_ROUNDING = 0.01
"""Rounding in pages of the meters that the student sees."""

_FIRST, _FIRST_FILES = "Report and first slides", ("report.pdf", "slides.pdf")
"""What `due` says of a profile without deliverables."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: pages is its page budget, form the kind of material in it."""

    key: str
    title: str
    pages: float
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The report's page: paper "a4" or "letter", font size in points, margins in millimetres, one or two columns.

    margin is above and below the text, side_margin beside it: the default makes lines of fewer than 80 characters.
    block is what a document class makes of the page instead; None without a class, or as long as it is not measured.
    """

    paper: str = "a4"
    font_size: int = 11
    margin: float = 25.0
    side_margin: float = 38.0
    columns: int = 1
    block: TextBlock | None = None

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in millimetres."""
        return self.text.paper

    @property
    def text(self) -> TextBlock:
        """The block of the text."""
        if self.block is not None:
            return self.block
        paper = _PAPER_MM.get(self.paper.lower(), _PAPER_MM["a4"])
        return TextBlock(
            paper=paper,
            left=self.side_margin,
            top=self.margin,
            width=paper[0] - 2 * self.side_margin,
            height=paper[1] - 2 * self.margin,
            columns=max(1, self.columns),
            points=_POINTS.get(self.font_size, float(self.font_size)),
        )


@dataclass(frozen=True, slots=True)
class References:
    """The bibliography: style is a style of the engine."""

    engine: Engine = "natbib"
    style: str = "unsrtnat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit on the report: of is the key of a part or TOTAL, most None if there is no maximum.

    hard: whether the seminar demands it; otherwise it recommends it.
    """

    of: str
    unit: Unit
    least: float = 0.0
    most: float | None = None
    hard: bool = True

    def __str__(self) -> str:
        if self.most is None:
            return f"at least {self.least:g} {self.unit}"
        return f"{f'{self.least:g} to ' if self.least else 'at most '}{self.most:g} {self.unit}"

    def excess(self, found: float) -> float:
        """By how much a length is above the limit; 0 if it is not."""
        over = found - self.most if self.most is not None else 0.0
        return over if over > _ROUNDING else 0.0

    def shortage(self, found: float) -> float:
        """By how much a length is below the limit; 0 if it is not."""
        return self.least - found if self.least - found > _ROUNDING else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The rules of one seminar. count_references: whether the bibliography counts as part of the page budget.

    minutes is the length of the talk, least and most are what it may take, questions is how many minutes of questions
    follow it. limits replace the budgets of the parts as what the seminar demands; the budgets are then a plan.
    uncounted: what else than the bibliography does not count. own_talk is the student's, from the
    settings of the project. overlap: how many words in a row of the student's may be the paper's; None: no limit.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    page: Page
    count_references: bool
    minutes: int
    questions: int
    review: str
    least: int = 0
    most: int | None = None
    """None: as many minutes as planned."""
    events: tuple[Event, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    header: tuple[Field, ...] = ()
    title_page: bool = False
    declaration: Declaration | None = None
    limits: tuple[Limit, ...] = ()
    uncounted: tuple[str, ...] = tuple(name for name in UNCOUNTED if name != "references")
    overlap: int | None = None
    own_talk: OwnTalk = NO_TALK
    authors: tuple[Author, ...] = ()
    """If there are several, each with parts of their own."""
    references: References = References()
    block: Block = block.DEFAULT
    grading: Grading = field(default_factory=lambda: grading.usual(languages.load(languages.DEFAULT)))
    document: DocumentClass | None = None
    """The class of the report; None: scaffold's own page."""
    language: Language = field(default_factory=lambda: languages.load(languages.DEFAULT))

    @property
    def pages(self) -> float:
        """Page budget of the whole report."""
        return sum(part.pages for part in self.parts)

    @property
    def report_due(self) -> Deliverable | None:
        """What is handed in with the report first, as far as names say; None if nothing is due."""
        return dates.of_report(self.deliverables)

    @property
    def due(self) -> date | None:
        """The day on which the report is due; None if none is set, or if it depends on a talk without a date."""
        return self.report_due.day if self.report_due else None

    def event(self, kind: EventKind) -> Event | None:
        """The first event of a kind; None if the profile has none."""
        return next((e for e in self.events if e.kind == kind), None)

    def due_on(self, day: date) -> Profile:
        """The profile with another day on which the report is due, also among its events."""
        old = self.report_due or Deliverable(what=_FIRST, files=_FIRST_FILES, stage="draft")
        new = replace(old, day=day, before_talk=None)
        events = (replace(e, first=day) if (e.first, e.last) == (old.day, None) else e for e in self.events)
        rows = self.deliverables if old in self.deliverables else (old, *self.deliverables)
        return replace(self, events=tuple(events), deliverables=tuple(new if d is old else d for d in rows))

    def with_header(self, values: Mapping[str, str]) -> Profile:
        """The profile with the values of header fields, by their names."""
        return replace(self, header=formalities.filled(self.header, values))

    def with_authors(self, authors: tuple[Author, ...]) -> Profile:
        """The profile with several authors; a header field that all of them give is no longer one of the report."""
        asked = (field for field in self.header if not authors or not all(a.has(field.name) for a in authors))
        return replace(self, authors=authors, header=tuple(asked))

    def by(self, key: str) -> str:
        """Whose part of the report this is; "" if that is not said."""
        return ", ".join(author.name for author in self.authors if key in author.parts)

    def with_class(self, asked: DocumentClass, block: TextBlock | None = None) -> Profile:
        """The profile with another document class, and the bibliography style that goes with it instead of the usual.

        block is what the class makes of a page; None: not known.
        """
        usual = References(style=self.document.bibliography) if self.document and self.document.bibliography else None
        references = self.references
        if references in (usual, References()):
            references = References(style=asked.bibliography or REFERENCE_STYLES["natbib"])
        return replace(self, document=asked, page=replace(self.page, block=block), references=references)

    def with_talk(self, talk: OwnTalk) -> Profile:
        """The profile with the student's own talk, and with the days that depend on its date."""
        deliverables = tuple(dates.on(d, talk.day) for d in self.deliverables)
        return replace(self, own_talk=talk, deliverables=deliverables)


def shipped() -> tuple[str, ...]:
    """Names of the built-in profiles."""
    return tuple(sorted(path.stem for path in (templates() / "seminars").glob("*.toml")))


def load(name_or_path: str, language: str | None = None) -> Profile:
    """The built-in profile of that name, or the profile in that TOML file; raises BadProfile.

    Days without a year are those of the run of the seminar that ends next, counted from today. language: the code of
    another language than the profile's.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        if name_or_path not in shipped():
            raise BadProfile(
                f"no seminar profile named {name_or_path!r}{meant(name_or_path, shipped())}",
                f"choose one of {', '.join(shipped())}, or give a .toml file",
            )
        path = template("seminars", f"{name_or_path}.toml")
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return printable_values(_profile(files.read(toml.loads(text), Seminar), path.stem, language))
    except OSError as e:
        raise BadProfile(f"cannot read the seminar profile {path}: {e.strerror}", "check this path") from e
    except ValueError as e:
        raise BadProfile(
            toml.explained(str(path), text, e, "the seminar profile "),
            "correct it there; docs/settings.md explains the keys, and scaffold seminar new writes an example",
        ) from e


def _profile(given: Seminar, name: str, other: str | None) -> Profile:
    """The profile of a file of that name. other: the code of another language than its own."""
    report, talk, own = given.report, given.talk, given.language or languages.DEFAULT
    language = languages.load(other or own)
    counted, uncounted = report.counted()
    events, deliverables = _dates(given, clock.today())
    document = report.document_class()
    return Profile(
        name=name if given.name is None else given.name,
        title=given.title,
        parts=_parts(report, language, own=language.code == own),
        page=_page(report.page),
        header=given.header.made(),
        title_page=given.header.title_page,
        declaration=given.declaration.made(language) if given.declaration else None,
        count_references=counted,
        uncounted=uncounted,
        limits=tuple(Limit(of=m.of, unit=m.unit, least=m.min, most=m.max, hard=m.hard) for m in report.limits),
        overlap=report.overlap,
        minutes=talk.planned,
        questions=talk.questions,
        least=talk.min,
        most=talk.max,
        review=given.review,
        events=events,
        deliverables=deliverables,
        block=given.block.made(language),
        grading=given.grading.made(language),
        references=_references(report, document),
        document=document,
        language=language,
    )


def _parts(report: Report, language: Language, *, own: bool) -> tuple[Part, ...]:
    """The parts; own: whether the profile is in this language, and its titles too."""
    usual = dict(language.under("parts"))
    for n, part in enumerate(report.parts, 1):
        if part.title is None and part.key not in usual:
            needs = f"text in quotes, because only {', '.join(usual)} have a title of their own"
            raise faults.missing(("report", "parts", n, "title"), needs)
    titles = (p.title if p.title is not None and (own or p.key not in usual) else usual[p.key] for p in report.parts)
    return tuple(Part(p.key, title, p.pages, p.form) for p, title in zip(report.parts, titles, strict=True))


def _page(given: seminar_file.Page) -> Page:
    usual = Page()
    margin = usual.margin if given.margin is None else given.margin
    sides = usual.side_margin if given.margin is None and given.columns == 1 else margin
    return Page(
        paper=given.paper or usual.paper,
        font_size=given.font_size or usual.font_size,
        margin=margin,
        side_margin=sides if given.side_margin is None else given.side_margin,
        columns=given.columns,
    )


def _references(report: Report, document: DocumentClass | None) -> References:
    engine, style = report.references.engine, report.references.style
    fitting = document.bibliography if document and engine == "natbib" else ""
    return References(engine, style or fitting or REFERENCE_STYLES[engine])


def _dates(given: Seminar, today: date) -> tuple[tuple[Event, ...], tuple[Deliverable, ...]]:
    """The events and the deliverables; `due` is one, too."""
    _check_order(given)
    ordered = [day.given for row in given.events for day in (row.first, row.last) if day is not None]
    others = [day.given for day in (given.due, *(row.date for row in given.deliverables)) if day is not None]
    ordered_days, other_days = map(iter, dates.with_years(ordered, others, today))
    events = (Event(r.what, next(ordered_days), next(ordered_days) if r.last else None, r.kind) for r in given.events)
    first = [Deliverable(what=_FIRST, files=_FIRST_FILES, stage="draft")] if given.due else []
    undated = (*first, *(row.made() for row in given.deliverables))
    return tuple(events), tuple(d if d.before_talk is not None else replace(d, day=next(other_days)) for d in undated)


def _check_order(given: Seminar) -> None:
    """Raises BadSetting for the first event that is earlier than the one before, as far as no new year explains it."""
    rows = [
        (("events", n, name), day.given)
        for n, row in enumerate(given.events, 1)
        for name, day in (("first", row.first), ("last", row.last))
        if day is not None
    ]
    for (_, earlier), (path, later) in pairwise(rows):
        if dates.runs_backwards(earlier, later, same_event=path[-1] == "last"):
            before = "first" if path[-1] == "last" else "the date before it"
            message = f"{toml.named(path)} is {later}: it must not be before {before}, {earlier}"
            raise toml.BadSetting(f"{message}; events are in the order of time", path)
