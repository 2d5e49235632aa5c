"""The file of a seminar profile as types, with what each setting may be and a line on it for editors.

`seminar` makes a Profile of it. What a single setting may be is in its type; `__post_init__` compares settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args
from zoneinfo import available_timezones

from msgspec import Meta, field

from scaffold import block, classes, dates, formalities, grading, languages
from scaffold.dates import EventKind, Stage, Yearly
from scaffold.formalities import Ai
from scaffold.languages import Language
from scaffold.part_forms import Form
from scaffold.spelling import meant
from scaffold.typed.types import ClockTime, Custom, Section, Wrong, is_date, says

__all__ = [
    "MAX_MINUTES",
    "REVIEW",
    "TOTAL",
    "ClassName",
    "ClassOption",
    "Day",
    "Deliverable",
    "Engine",
    "LanguageCode",
    "Limit",
    "Page",
    "PaperSize",
    "Part",
    "Report",
    "Seminar",
    "Talk",
    "Unit",
]

MAX_MINUTES = 600
"""Of a talk, and of the questions after it."""

REVIEW = "theory"
"""The review form of a profile that names none."""

TOTAL = "total"
"""What a limit is of if it is not of a part."""

PaperSize = Literal["a4", "letter"]
Unit = Literal["pages", "words"]
Engine = Literal["natbib", "biblatex"]
Uncounted = Literal["title page", "abstract", "contents", "references", "appendix", "declaration"]

_MAX_LIMIT = {"pages": 500, "words": 500_000}
_RESERVED = ("report", "generated", "declaration")
"""File names in report/ that are already taken."""


T = TypeVar("T")


def _repeated(values: Sequence[T]) -> int:
    """The number, from 1, of the first value that was there before; 0 if all differ."""
    return next((n for n, value in enumerate(values, 1) if value in values[: n - 1]), 0)


class Day(Custom):
    """A date, or a day of every year, written "06-01"; not 29 February, which some years do not have."""

    needs = 'a date such as 2027-06-01, without quotes, or a day of every year such as "06-01"'
    json: ClassVar[dict[str, Any]] = {
        "type": "string",
        "pattern": r"^([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    }

    def __init__(self, given: date | Yearly) -> None:
        self.given = given

    @classmethod
    def read(cls, value: object) -> Day:
        if isinstance(value, date) and is_date(value):
            return cls(value)
        if not isinstance(value, str) or not re.fullmatch("[0-9]{2}-[0-9]{2}", value):
            raise ValueError(cls.needs)
        date.fromisoformat(f"{_NO_LEAP_YEAR}-{value}")
        return cls(Yearly(*map(int, value.split("-"))))


_NO_LEAP_YEAR = 2001


class LanguageCode(str, Custom):
    """The code of a language that there is a file for."""

    needs = f"one of {', '.join(languages.shipped())}"
    json: ClassVar[dict[str, Any]] = {"enum": list(languages.shipped())}

    @classmethod
    def read(cls, value: object) -> LanguageCode:
        if not isinstance(value, str) or value not in cls.choice():
            raise ValueError(cls.needs)
        return cls(value)

    @classmethod
    def choice(cls) -> tuple[str, ...]:
        return languages.shipped()


class Zone(str, Custom):
    """A time zone."""

    needs = '"AoE", or the name of a time zone such as "Europe/Berlin"'

    @classmethod
    def read(cls, value: object) -> Zone:
        if not isinstance(value, str):
            raise ValueError(cls.needs)
        dates.zone_of(value)
        return cls(value)

    @classmethod
    def choice(cls) -> Iterable[str]:
        return (dates.AOE, *available_timezones())


Margin = Annotated[float, Meta(ge=10, le=60, extra={"needs": "a number{range} (millimetres)"})]
Percent = Annotated[float, Meta(ge=0, le=grading.WHOLE, extra={"needs": "a number{range} percent"})]
Weight = Annotated[float, Meta(gt=0, le=grading.WHOLE, extra={"needs": "a number{range} percent"})]
Pages = Annotated[float, Meta(gt=0, le=50)]
Words = Annotated[int, Meta(ge=7, le=1000, extra={"needs": "a whole number{range} (words)"})]
Amount = Annotated[float, Meta(ge=0)]
Minutes = Annotated[int, Meta(ge=1, le=MAX_MINUTES)]
AnyMinutes = Annotated[int, Meta(ge=0, le=MAX_MINUTES)]
Points = Annotated[int, Meta(ge=1, le=1000)]
Days = Annotated[int, Meta(ge=0, le=1000, extra={"needs": "a whole number{range} days"})]
FewDays = Annotated[int, Meta(ge=0, le=100, extra={"needs": "a whole number{range} days"})]
Filled = Annotated[str, Meta(min_length=1)]
PartKey = Annotated[
    str,
    Meta(
        pattern=rf"^(?!({'|'.join(_RESERVED)})$)[a-z][a-z0-9-]*$",
        extra={"needs": f"a-z, digits and hyphens: it becomes a file name, and {', '.join(_RESERVED)} are taken"},
    ),
]
StyleName = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z][A-Za-z0-9-]*$",
        extra={"needs": 'the name of a style, such as "unsrtnat" or "numeric-comp"'},
    ),
]
ClassName = Annotated[str, Meta(pattern=classes.PATTERN, extra={"needs": classes.NEEDS})]
ClassOption = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9][\w.=+-]*$", extra={"needs": 'an option of a LaTeX class, such as "11pt"'})
]

_DAYS = 'A date without quotes, or month and day such as "06-01" for every year.'


class Page(Section, frozen=True, kw_only=True):
    """The page, unless a document class decides."""

    paper: Annotated[PaperSize | None, says("The paper size.")] = None
    font_size: Annotated[Literal[8, 9, 10, 11, 12, 14] | None, says("Points of type.")] = None
    margin: Annotated[Margin | None, says("Millimetres above and below the text.")] = None
    side_margin: Annotated[Margin | None, says("Millimetres beside it; if not set: as margin.")] = None
    columns: Annotated[Literal[1, 2], says("Columns of text.")] = 1


class References(Section, frozen=True, kw_only=True):
    """The bibliography."""

    engine: Annotated[Engine, says("natbib or biblatex.")] = "natbib"
    style: Annotated[StyleName | None, says("A bibliography style, such as unsrtnat or numeric-comp.")] = None


class Part(Section, frozen=True, kw_only=True):
    """A part of the report."""

    key: Annotated[PartKey, says("The name of its file: a-z, digits, hyphens.")]
    title: Annotated[str | None, says("Its title; may be left out for the keys that the language knows.")] = None
    pages: Annotated[Pages, says("Its pages.")]
    form: Annotated[Form, says("What init puts into it.")] = "free"


class Limit(Section, frozen=True, kw_only=True):
    """A limit on pages or words."""

    of: Annotated[str, says(f"{TOTAL!r}, or the key of a part.")] = TOTAL
    unit: Annotated[Unit, says("What is counted.")] = "pages"
    min: Annotated[Amount, says("The least.")] = 0.0
    max: Annotated[Amount | None, says("The most.")] = None
    hard: Annotated[bool, says("false if the seminar only recommends it.")] = True

    def __post_init__(self) -> None:
        top = _MAX_LIMIT[self.unit]
        for name, value in (("min", self.min), ("max", self.max or 0)):
            if value > top:
                raise Wrong(f"it must be at most {top} {self.unit}", name)
        if self.min == 0 and not self.max:
            raise Wrong("it needs min or max, above 0", "max" if self.max is not None else "min")
        if self.max is not None and self.min > self.max:
            raise Wrong(f"it must not be below min, {self.min:g}", "max")


class Report(Section, frozen=True, kw_only=True):
    """The report."""

    count_references: Annotated[bool | None, says("Whether the bibliography counts as part of the page limit.")] = None
    uncounted: Annotated[
        tuple[Uncounted, ...] | None, says("What does not count as pages, instead of count_references.")
    ] = None
    limits: Annotated[tuple[Limit, ...], says("The limits on pages or words.")] = ()
    overlap: Annotated[Words | None, says("How many words in a row may be the paper's.")] = None
    references: References = References()
    page: Page = Page()
    parts: Annotated[tuple[Part, ...], Meta(min_length=1, description="The parts, in their order.")]
    document: Annotated[ClassName | None, says(f"The document class: {classes.NEEDS}.")] = field(
        default=None, name="class"
    )
    class_options: Annotated[tuple[ClassOption, ...], says("Options of the document class.")] = ()

    def __post_init__(self) -> None:
        if self.uncounted is not None and self.count_references is not None:
            raise Wrong("report.uncounted says it already: remove report.count_references", "count_references")
        keys = [part.key for part in self.parts]
        if n := _repeated(keys):
            raise Wrong("another part has this key: keys must be distinct", "parts", n, "key")
        if n := _repeated([(limit.of, limit.unit) for limit in self.limits]):
            raise Wrong("two limits of the same thing in the same unit", "limits", n)
        for n, limit in enumerate(self.limits, 1):
            if limit.of not in (TOTAL, *keys):
                choice = (TOTAL, *keys)
                near = f"{', '.join(choice)}{meant(limit.of, choice)}"
                raise Wrong(f"it must be one of {near}", "limits", n, "of")
        self._check_class()

    def _check_class(self) -> None:
        if self.document is None:
            if self.class_options:
                raise Wrong("they are options of report.class, which is not set", "class_options")
            return
        for name in ("margin", "side_margin"):
            if getattr(self.page, name) is not None:
                message = f"the class {self.document} has margins of its own, so remove {name}"
                raise Wrong(message, "page", name)

    def document_class(self) -> classes.DocumentClass | None:
        """The class, with the options that follow from the page."""
        if self.document is None:
            return None
        page, given = self.page, self.class_options
        size = (f"{page.font_size}pt",) if page.font_size else ()
        columns = ("twocolumn",) if page.columns == 2 else ()
        return classes.named(self.document, (*given, *size, *columns), paper=page.paper or "", usual=not given)

    def counted(self) -> tuple[bool, tuple[str, ...]]:
        """Whether the bibliography counts, and what else does not."""
        names = get_args(Uncounted) if self.uncounted is None else self.uncounted
        counted = bool(self.count_references) if self.uncounted is None else "references" not in names
        return counted, tuple(name for name in names if name != "references")


class Talk(Section, frozen=True, kw_only=True):
    """The talk."""

    target: Annotated[Minutes | None, says("The minutes of the talk that are planned.")] = None
    minutes: Annotated[Minutes | None, says("The same as target.")] = None
    min: Annotated[AnyMinutes, says("The least minutes that it may take.")] = 0
    max: Annotated[Minutes | None, says("The most minutes that it may take.")] = None
    questions: Annotated[AnyMinutes, says("Minutes of questions after it.")] = 0

    def __post_init__(self) -> None:
        if self.target is None and self.minutes is None:
            raise Wrong(f"the setting 'target' is missing: it must be a whole number from 1 to {MAX_MINUTES}")
        if self.target is not None and self.minutes is not None:
            raise Wrong("it is the same as talk.target: write only one of them", "minutes")
        name = "minutes" if self.target is None else "target"
        if self.min > self.planned:
            raise Wrong(f"it must not be above talk.{name}, {self.planned}", "min")
        if self.max is not None and self.max < self.planned:
            raise Wrong(f"it must not be below talk.{name}, {self.planned}", "max")

    @property
    def planned(self) -> int:
        """The minutes that are planned."""
        return self.target or self.minutes or 0


class Event(Section, frozen=True, kw_only=True):
    """A date of the seminar."""

    what: Annotated[str, says("What happens.")]
    first: Annotated[Day, says(f"Its day, or the first of its days. {_DAYS}")]
    last: Annotated[Day | None, says(f"The last of its days. {_DAYS}")] = None
    kind: Annotated[EventKind, says("What it is to the commands for instructors.")] = ""


class Deliverable(Section, frozen=True, kw_only=True):
    """What is handed in."""

    what: Annotated[str, says("What it is.")]
    files: Annotated[
        tuple[str, ...],
        says("The names of its files; {student}, {surname}, {arxiv} and header fields are filled in."),
    ] = ()
    stage: Annotated[Stage, says("Whether it is a draft.")] = "final"
    date: Annotated[Day | None, says(f"The day on which it is due. {_DAYS}")] = None
    days_before_talk: Annotated[Days | None, says("Or how many days before the student's own talk.")] = None
    time: Annotated[ClockTime | None, says("Until.")] = None
    zone: Annotated[Zone | None, says('"AoE", or a name such as "Europe/Berlin".')] = None

    def __post_init__(self) -> None:
        if (self.date is None) == (self.days_before_talk is None):
            raise Wrong("there must be either date or days_before_talk, and not both", "days_before_talk")
        if n := _repeated(self.files):
            raise Wrong(f"{self.files[n - 1]!r} is there twice", "files")

    def made(self) -> dates.Deliverable:
        """What is handed in, without its date."""
        return dates.Deliverable(
            what=self.what,
            files=self.files,
            stage=self.stage,
            before_talk=self.days_before_talk,
            time=self.time,
            zone=self.zone or "",
        )


class Header(Section, frozen=True, kw_only=True):
    """The head of the report."""

    names: Annotated[tuple[str, ...], says('What else the head of the report names, such as "Adviser".')] = field(
        default=(), name="fields"
    )
    title_page: Annotated[bool, says("Whether there is a title page.")] = False

    def __post_init__(self) -> None:
        names = [" ".join(name.split()).casefold() for name in self.names]
        if _repeated(names) or "" in names:
            raise Wrong('they must be distinct names, such as "Adviser"', "fields")

    def made(self) -> tuple[formalities.Field, ...]:
        """The header fields, without values."""
        return tuple(formalities.Field(" ".join(name.split())) for name in self.names)


class Declaration(Section, frozen=True, kw_only=True):
    """The declaration after the report."""

    authorship: Annotated[str | None, says("The text of the declaration.")] = None
    ai: Annotated[Ai, says("What is said of AI tools.")] = ""
    on_ai: Annotated[str | None, says("The sentence on AI tools.")] = None
    signature: Annotated[bool, says("Whether there is a line to sign on.")] = True

    def made(self, language: Language) -> formalities.Declaration:
        """The declaration, with plain examples where it has no text of its own."""
        usual = language(f"declaration.{self.ai}") if self.ai else ""
        return formalities.Declaration(
            authorship=language("declaration.authorship") if self.authorship is None else self.authorship,
            ai=self.ai,
            on_ai=usual if self.on_ai is None else self.on_ai,
            signature=self.signature,
        )


class Break(Section, frozen=True, kw_only=True):
    """A break."""

    at: Annotated[ClockTime, says("When it begins.")]
    minutes: Annotated[Minutes, says("How long it is.")]
    what: Annotated[str | None, says("What the programme calls it.")] = None


class Block(Section, frozen=True, kw_only=True):
    """A day of talks."""

    start: Annotated[ClockTime | None, says("When the first talk begins.")] = None
    end: Annotated[ClockTime | None, says("When the last talk is over.")] = None
    breaks: Annotated[tuple[Break, ...] | None, says("The breaks; [] for none.")] = None
    room: Annotated[str, says("Where it is.")] = ""

    def __post_init__(self) -> None:
        start, end = self._hours()
        if start < end:
            return
        if self.end is None:
            raise Wrong(f"it must be earlier than end, {end:%H:%M}", "start")
        raise Wrong(f"it must be later than start, {start:%H:%M}", "end")

    def _hours(self) -> tuple[time, time]:
        return self.start or block.DEFAULT.start, self.end or block.DEFAULT.end

    def made(self, language: Language) -> block.Block:
        """The block, with what is usual where it says nothing, and breaks in the language of the seminar."""
        start, end = self._hours()
        pause = language("block.break")
        rows = None if self.breaks is None else sorted(self.breaks, key=lambda found: found.at)
        own = (block.Break(b.at, b.minutes, pause if b.what is None else b.what) for b in rows or ())
        return block.Block(
            start=start,
            end=end,
            breaks=block.usual(pause, language("block.lunch")) if rows is None else tuple(own),
            room=self.room,
        )


class Assessed(Section, frozen=True, kw_only=True):
    """A part of the grade."""

    what: Annotated[str, says("What is graded, such as the report.")]
    weight: Annotated[Weight, says("Percent. Its share of the total.")]
    criteria: Annotated[tuple[Filled, ...], Meta(min_length=1, description="What is judged, a column each.")]
    points: Annotated[Points, says("The most points of a criterion.")] = 10
    least: Annotated[Percent, says("Percent. How much of it is needed to pass.")] = 0.0

    def __post_init__(self) -> None:
        if _repeated(self.criteria):
            raise Wrong("they must be different texts", "criteria")


Assesseds = Annotated[tuple[Assessed, ...], Meta(min_length=1)]


class Grading(Section, frozen=True, kw_only=True):
    """How to grade."""

    parts: Annotated[Assesseds | None, says("The parts of the grade.")] = None
    needed: Annotated[Percent, says("Percent. How much of the total is needed to pass.")] = field(
        default=50.0, name="pass"
    )
    bonus: Annotated[Percent, says("Percent. What a good question adds.")] = 1.0
    most_bonus: Annotated[Percent, says("Percent. What good questions add at most.")] = 5.0
    missed: Annotated[FewDays | None, says("How many days of talks somebody may miss.")] = None

    def __post_init__(self) -> None:
        if self.parts is None:
            return
        if n := _repeated([part.what for part in self.parts]):
            raise Wrong("another part of the grade has this name: they must be different", "parts", n, "what")
        if abs(sum(part.weight for part in self.parts) - grading.WHOLE) > 1e-6:
            weights = " + ".join(f"{part.weight:g}" for part in self.parts)
            raise Wrong(f"the weights are {weights}: their sum must be {grading.WHOLE}", "parts")

    def made(self, language: Language) -> grading.Grading:
        """The grading; without parts, they are those that are usual."""
        parts = grading.usual(language).parts if self.parts is None else tuple(map(_assessed, self.parts))
        return grading.Grading(
            parts=parts, needed=self.needed, bonus=self.bonus, most_bonus=self.most_bonus, missed=self.missed
        )


def _assessed(part: Assessed) -> grading.Assessed:
    return grading.Assessed(
        what=part.what, weight=part.weight, criteria=part.criteria, points=part.points, least=part.least
    )


def _one_of_them(*names: str) -> Meta:
    """For the schema: a table has exactly one of these settings."""
    return Meta(extra_json_schema={"oneOf": [{"required": [name]} for name in names]})


_Dated = Annotated[Deliverable, _one_of_them("date", "days_before_talk")]


class Seminar(Section, frozen=True, kw_only=True):
    """The rules of a seminar."""

    name: Annotated[str | None, says("A short name; the file's name if it is not set.")] = None
    title: Annotated[str, says("The title that is printed.")]
    language: Annotated[LanguageCode | None, says("The language of report and slides.")] = None
    review: Annotated[str, says("The review form: the name of a built-in one, or a .toml file.")] = REVIEW
    due: Annotated[Day | None, says(f"The day on which report and slides are due. {_DAYS}")] = None
    report: Report
    talk: Annotated[Talk, _one_of_them("target", "minutes")]
    events: Annotated[tuple[Event, ...], says("The dates of the seminar, in the order of time.")] = ()
    deliverables: Annotated[tuple[_Dated, ...], says("What is handed in.")] = ()
    header: Header = Header()
    declaration: Declaration | None = None
    block: Block = Block()
    grading: Grading = Grading()
