"""The seminar profile: all rules of a seminar as data (TOML)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from scaffold import block, classes, clock, dates, formalities, grading, languages, toml
from scaffold.block import Block
from scaffold.classes import DocumentClass, TextBlock
from scaffold.dates import NO_TALK, Deliverable, Event, OwnTalk
from scaffold.errors import BadProfile
from scaffold.formalities import Author, Declaration, Field
from scaffold.grading import Grading
from scaffold.languages import Language
from scaffold.printable import printable_values
from scaffold.resources import template, templates
from scaffold.spelling import meant

DEFAULT = "theory"
"""The profile of whoever chooses none."""

FORMS = ("summary", "review", "proofs", "setting", "open", "free")
PAPERS = ("a4", "letter")
_POINTS = {8: 8.0, 9: 9.0, 10: 10.0, 11: 10.95, 12: 12.0, 14: 14.4}
"""What LaTeX sets for each size."""
_PAPER_MM = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "a5": (148.0, 210.0)}
FONT_SIZES = (8, 9, 10, 11, 12, 14)
"""In points: the sizes of LaTeX's article and extarticle classes."""

REFERENCE_ENGINES = ("natbib", "biblatex")
REFERENCE_STYLES = {"natbib": "unsrtnat", "biblatex": "numeric-comp"}
"""The default style of each engine; both list works in order of citation."""

MAX_MINUTES = 600
"""Of a talk, and of the questions after it."""

TOTAL = "total"
"""What a limit is of if it is not of a part."""

UNITS = ("pages", "words")
UNCOUNTED = ("title page", "abstract", "contents", "references", "appendix", "declaration")
"""What a seminar may not count as pages."""

_ROUNDING = 0.01
"""Rounding in pages of the meters that the student sees."""

MAX_PAGES = 50
_MAX_LIMIT = {"pages": 500.0, "words": 500_000.0}
MAX_DAYS = 1000
OVERLAP = (7, 1000)
"""The least and the most of report.overlap: fewer words in a row are nobody's."""
MARGINS = (10, 60)
"""Of a page, in millimetres."""
KEY = "^[a-z][a-z0-9-]*$"
"""What the key of a part may be."""
_FIRST, _FIRST_FILES = "Report and first slides", ("report.pdf", "slides.pdf")
"""What `due` says of a profile without deliverables."""

_RESERVED = ("report", "generated", "declaration")
"""File names in report/ that are already taken."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: pages is its page budget, form the kind of material in it (one of FORMS)."""

    key: str
    title: str
    pages: float
    form: str


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
    """The bibliography: engine is one of REFERENCE_ENGINES, style is a style of that engine."""

    engine: str = "natbib"
    style: str = "unsrtnat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit on the report: of is the key of a part or TOTAL, unit one of UNITS, most None if there is no maximum.

    hard: whether the seminar demands it; otherwise it recommends it.
    """

    of: str
    unit: str
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
    uncounted: what else than the bibliography does not count, of UNCOUNTED. own_talk is the student's, from the
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

    def event(self, kind: str) -> Event | None:
        """The first event of a kind, which is one of dates.EVENT_KINDS; None if the profile has none."""
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
        return printable_values(_profile(toml.table(text), path.stem, language))
    except OSError as e:
        raise BadProfile(f"cannot read the seminar profile {path}: {e.strerror}", "check this path") from e
    except KeyError as e:
        raise BadProfile(
            f"the setting {e.args[0]!r} is missing in the seminar profile {path}",
            "compare it with a built-in profile in templates/seminars",
        ) from e
    except ValueError as e:
        raise BadProfile(
            f"the seminar profile {toml.place(str(path), text, e)} is not valid: {e}",
            "compare it with one in templates/seminars",
        ) from e


def _profile(data: toml.Table, name: str, other: str | None) -> Profile:
    data.only("name title language review due report talk events deliverables header declaration block grading")
    report, talk = data.table("report"), data.table("talk")
    report.only("count_references uncounted limits overlap references page parts class class_options")
    minutes, least, most, questions = _talk(talk)
    given = _language(data)
    language = languages.load(other) if other else given
    parts = _parts(report, language, own=language == given)
    counted, uncounted = _counted(report)
    header = data.table("header", {})
    events, deliverables = _dates(data, clock.today())
    document = classes.document_class(report, report.table("page", {}))
    return Profile(
        name=data.text("name", name),
        title=data.text("title"),
        parts=parts,
        page=_page(report.table("page", {})),
        header=formalities.fields(header),
        title_page=header.truth("title_page", False),
        declaration=formalities.declaration(data.table("declaration"), language) if "declaration" in data else None,
        count_references=counted,
        uncounted=uncounted,
        limits=_limits(report, [part.key for part in parts]),
        overlap=_overlap(report),
        minutes=minutes,
        questions=questions,
        least=least,
        most=most,
        review=data.text("review", "theory"),
        events=events,
        deliverables=deliverables,
        block=block.block(data.table("block", {})),
        grading=grading.grading(data.table("grading", {}), language),
        references=_references(report.table("references", {}), document),
        document=document,
        language=language,
    )


def _language(data: toml.Table) -> Language:
    code, choice = data.text("language", languages.DEFAULT), languages.shipped()
    if code not in choice:
        raise data.wrong(
            "language", f"language is {code!r}: it must be one of {', '.join(choice)}{meant(code, choice)}"
        )
    return languages.load(code)


def _talk(talk: toml.Table) -> tuple[int, int, int | None, int]:
    """The minutes of the talk that are planned, the least and the most that it may take, and those of the questions."""
    talk.only("target minutes min max questions")
    if "target" in talk and "minutes" in talk:
        raise talk.wrong("minutes", "talk.target and talk.minutes are the same: write only one of them")
    name = "target" if "target" in talk else "minutes"
    minutes, questions = talk.whole(name), talk.whole("questions", 0)
    if not (1 <= minutes <= MAX_MINUTES and 0 <= questions <= MAX_MINUTES):
        wrong = "questions" if 1 <= minutes <= MAX_MINUTES else name
        message = f"talk.{name} must be at least 1, talk.questions at least 0, both at most {MAX_MINUTES}"
        raise talk.wrong(wrong, message)
    least, most = talk.whole("min", 0), talk.whole("max") if "max" in talk else None
    if not 0 <= least <= minutes <= (minutes if most is None else most) <= MAX_MINUTES:
        wrong = "min" if not 0 <= least <= minutes else "max"
        raise talk.wrong(wrong, f"talk.min, talk.{name} and talk.max must not decrease, and be at most {MAX_MINUTES}")
    return minutes, least, most, questions


def _parts(report: toml.Table, language: Language, *, own: bool) -> tuple[Part, ...]:
    parts = tuple(_part(row, language, own=own) for row in report.tables("parts"))
    if len({p.key for p in parts}) != len(parts) or not parts:
        raise report.wrong("parts", "report.parts must not be empty, and its keys must be distinct")
    return parts


def _part(row: toml.Table, language: Language, *, own: bool) -> Part:
    """A part; own: whether the profile is in this language, and its title too."""
    row.only("key title pages form")
    key = row.text("key")
    usual = [text for name, text in language.under("parts") if name == key]
    given = row.text("title", *usual)
    part = Part(key, given if own or not usual else usual[0], row.number("pages"), row.text("form", "free"))
    named = f"part {part.key!r}"
    if not 0 < part.pages <= MAX_PAGES:
        raise row.wrong("pages", f"{named} has pages = {part.pages:g}: it must be above 0 and at most {MAX_PAGES}")
    if part.form not in FORMS:
        choice = f"{', '.join(FORMS)}{meant(part.form, FORMS)}"
        raise row.wrong("form", f"{named} has form = {part.form!r}: it must be one of {choice}")
    if not re.fullmatch(KEY, part.key) or part.key in _RESERVED:
        advice = f"use a-z, digits and hyphens; {' and '.join(_RESERVED)} are taken"
        raise row.wrong("key", f"{named}: the key becomes a file name: {advice}")
    return part


def _counted(report: toml.Table) -> tuple[bool, tuple[str, ...]]:
    """Whether the bibliography counts, and what else does not."""
    usual = tuple(name for name in UNCOUNTED if name != "references")
    if "uncounted" not in report:
        return report.truth("count_references", False), usual
    names = report.texts("uncounted")
    if strange := [name for name in names if name not in UNCOUNTED]:
        near = f"{strange[0]!r} is none of {', '.join(UNCOUNTED)}{meant(strange[0], UNCOUNTED)}"
        raise report.wrong("uncounted", f"report.uncounted: {near}")
    if "count_references" in report:
        raise report.wrong("count_references", "report.uncounted says it already: remove report.count_references")
    return "references" not in names, tuple(name for name in names if name != "references")


def _overlap(report: toml.Table) -> int | None:
    """How many words in a row may be the paper's; None if the seminar does not say."""
    most = report.whole("overlap") if "overlap" in report else None
    if most is not None and not OVERLAP[0] <= most <= OVERLAP[1]:
        raise report.wrong("overlap", f"report.overlap must be from {OVERLAP[0]} to {OVERLAP[1]} words")
    return most


def _limits(report: toml.Table, keys: list[str]) -> tuple[Limit, ...]:
    limits = tuple(_limit(row, keys) for row in report.tables("limits", ()))
    if len({(limit.of, limit.unit) for limit in limits}) != len(limits):
        raise report.wrong("limits", "report.limits has two limits of the same thing in the same unit")
    return limits


def _limit(row: toml.Table, keys: list[str]) -> Limit:
    row.only("of unit min max hard")
    of, unit = row.text("of", TOTAL), row.text("unit", "pages")
    for key, value, choice in (("of", of, (TOTAL, *keys)), ("unit", unit, UNITS)):
        if value not in choice:
            near = f"{', '.join(choice)}{meant(value, choice)}"
            raise row.wrong(key, f"{row.name} has {key} = {value!r}: it must be one of {near}")
    least, most = row.number("min", 0.0), row.number("max") if "max" in row else None
    top = _MAX_LIMIT[unit]
    if not 0 <= least <= (top if most is None else most) <= top or (least == 0 and not most):
        wrong = "min" if most is None else "max"
        raise row.wrong(wrong, f"{row.name} needs min or max, above 0 and at most {top:g}, and min not above max")
    return Limit(of=of, unit=unit, least=least, most=most, hard=row.truth("hard", True))


def _page(row: toml.Table) -> Page:
    row.only("paper font_size margin side_margin columns")
    usual = Page()
    margin, columns = row.number("margin", usual.margin), row.whole("columns", usual.columns)
    sides = margin if "margin" in row or columns == 2 else usual.side_margin
    page = Page(
        paper=row.text("paper", usual.paper),
        font_size=row.whole("font_size", usual.font_size),
        margin=margin,
        side_margin=row.number("side_margin", sides),
        columns=columns,
    )
    fits = {
        "paper": page.paper in PAPERS,
        "font_size": page.font_size in FONT_SIZES,
        "columns": page.columns in (1, 2),
        "margin": MARGINS[0] <= page.margin <= MARGINS[1],
        "side_margin": MARGINS[0] <= page.side_margin <= MARGINS[1],
    }
    for key, fit in fits.items():
        if not fit:
            raise row.wrong(key, f"{row.name}: {key} must be {_PAGES[key]}")
    return page


_PAGES = {
    "paper": f"one of {', '.join(PAPERS)}",
    "font_size": f"one of {', '.join(map(str, FONT_SIZES))}",
    "columns": "1 or 2",
    "margin": f"from {MARGINS[0]} to {MARGINS[1]} (millimetres)",
    "side_margin": f"from {MARGINS[0]} to {MARGINS[1]} (millimetres)",
}
"""What each setting of a page may be, for messages."""


def _references(row: toml.Table, document: DocumentClass | None) -> References:
    row.only("engine style")
    engine = row.text("engine", "natbib")
    if engine not in REFERENCE_ENGINES:
        raise row.wrong("engine", f"report.references: engine must be one of {', '.join(REFERENCE_ENGINES)}")
    fitting = document.bibliography if document and engine == "natbib" else ""
    style = row.text("style", fitting or REFERENCE_STYLES[engine])
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", style):
        message = "report.references: style must be the name of a style, such as unsrtnat or numeric-comp"
        raise row.wrong("style", message)
    return References(engine, style)


def _dates(data: toml.Table, today: date) -> tuple[tuple[Event, ...], tuple[Deliverable, ...]]:
    """The events and the deliverables; `due` is one, too."""
    rows, handed_in = data.tables("events", ()), data.tables("deliverables", ())
    for row in rows:
        row.only("what first last kind")
    ordered = [row.day_or_yearly(key) for row in rows for key in ("first", *(["last"] if "last" in row else []))]
    first = [Deliverable(what=_FIRST, files=_FIRST_FILES, stage="draft")] if "due" in data else []
    dated = [*([data] if first else []), *(row for row in handed_in if "date" in row)]
    others = [row.day_or_yearly("due" if row is data else "date") for row in dated]
    ordered_days, other_days = map(iter, dates.with_years(ordered, others, today))
    events = (
        Event(r.text("what"), next(ordered_days), next(ordered_days) if "last" in r else None, _event_kind(r))
        for r in rows
    )
    undated = (*first, *map(_deliverable, handed_in))
    return tuple(events), tuple(d if d.before_talk is not None else replace(d, day=next(other_days)) for d in undated)


def _event_kind(row: toml.Table) -> str:
    kind = row.text("kind", "")
    if kind and kind not in dates.EVENT_KINDS:
        choice = f"{', '.join(dates.EVENT_KINDS)}{meant(kind, dates.EVENT_KINDS)}"
        raise row.wrong("kind", f"{row.name} has kind = {kind!r}: it must be one of {choice}")
    return kind


def _deliverable(row: toml.Table) -> Deliverable:
    """What is handed in, without its date."""
    row.only("what files stage date days_before_talk time zone")
    if ("date" in row) == ("days_before_talk" in row):
        raise row.wrong("date", f"{row.name} must have either date or days_before_talk")
    before = row.whole("days_before_talk") if "days_before_talk" in row else None
    if before is not None and not 0 <= before <= MAX_DAYS:
        raise row.wrong("days_before_talk", f"{row.name}: days_before_talk must be from 0 to {MAX_DAYS}")
    stage, zone = row.text("stage", "final"), row.text("zone", "")
    if stage not in dates.STAGES:
        choice = f"{', '.join(dates.STAGES)}{meant(stage, dates.STAGES)}"
        raise row.wrong("stage", f"{row.name} has stage = {stage!r}: it must be one of {choice}")
    try:
        dates.zone_of(zone)
    except ValueError as e:
        raise row.wrong("zone", f'{row.name}: {e}: write "AoE", or a name such as "Europe/Berlin"') from e
    return Deliverable(
        what=row.text("what"),
        files=row.texts("files", ()),
        stage=stage,
        before_talk=before,
        time=row.clock_time("time") if "time" in row else None,
        zone=zone,
    )
