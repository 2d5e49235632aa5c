"""scaffold.toml as types: what each setting may be."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Literal

from msgspec import Meta, field

from scaffold.dates import OwnTalk
from scaffold.formalities import Author
from scaffold.formalities import Field as HeaderField
from scaffold.seminar import DEFAULT
from scaffold.seminar_file import ClassName, ClassOption, LanguageCode, Minutes
from scaffold.typed.types import Custom, Date, Section, Wrong

__all__ = ["SettingsFile", "several"]

Slides = Literal["pptx", "beamer", "both"]
Version = Annotated[int, Meta(ge=1)]
Statement = Annotated[str, Meta(extra={"needs": 'text in quotes, such as "Theorem 3"'})]
Theme = Annotated[str, Meta(extra={"needs": 'text in quotes, such as "Madrid"'})]
Statements = Annotated[
    Statement | tuple[Statement, ...], Meta(extra={"needs": 'a list of texts in quotes, such as ["Theorem 3"]'})
]
Themes = Annotated[Theme | tuple[Theme, ...], Meta(extra={"needs": 'a list of texts in quotes, such as ["Madrid"]'})]


class Moment(Custom):
    """A day, and its time of day if it has one; a zone is left out."""

    needs = "a date such as 2027-06-24 or 2027-06-24T10:15:00, without quotes"

    def __init__(self, day: date, begins: time | None) -> None:
        self.day, self.time = day, begins

    @classmethod
    def read(cls, value: object) -> Moment:
        if isinstance(value, datetime):
            return cls(value.date(), value.time())
        if not isinstance(value, date):
            raise ValueError(cls.needs)
        return cls(value, None)


class AuthorRow(Custom):
    """One of several authors; what is neither name nor part is a header field of their own."""

    needs = "a table, [[authors]]"

    def __init__(self, author: Author) -> None:
        self.author = author

    @classmethod
    def read(cls, value: object) -> AuthorRow:
        if not isinstance(value, dict):
            raise ValueError(cls.needs)
        for key, given in value.items():
            if key != "part" and not isinstance(given, str):
                raise Wrong("it must be text in quotes", key)
        if not value.get("name", "").strip():
            raise Wrong('the name is missing: write name = "First Last"')
        parts = value.get("part", [])
        parts = [parts] if isinstance(parts, str) else parts
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise Wrong('it must be a list of texts in quotes, such as ["summary"]', "part")
        details = (HeaderField(key, given) for key, given in value.items() if key not in ("name", "part"))
        return cls(Author(value["name"], tuple(parts), tuple(details)))


class Paper(Section, frozen=True, kw_only=True):
    """Which paper this is."""

    arxiv: str = ""
    version: Version | None = None
    source: str = ""
    sha256: str = ""
    main_file: str = ""


class Student(Section, frozen=True, kw_only=True):
    """Who writes."""

    name: str = ""


class Rules(Section, frozen=True, kw_only=True):
    """The profile, and what differs from it."""

    profile: str = DEFAULT
    language: LanguageCode | None = None
    due: Date | None = None


class Report(Section, frozen=True, kw_only=True):
    """The report, where it differs from the profile."""

    review: str | None = None
    main: Statements = ()
    document: ClassName | None = field(default=None, name="class")
    class_options: tuple[ClassOption, ...] = ()

    def __post_init__(self) -> None:
        if self.class_options and self.document is None:
            raise Wrong("they are options of report.class, which is not set", "class_options")


class Talk(Section, frozen=True, kw_only=True):
    """The slides, and the student's own talk."""

    slides: Slides = "both"
    minutes: Minutes | None = None
    theme: Themes = ()
    backup: Statements = ()
    when: Moment | None = None
    room: str = ""
    slot: str = ""

    def made(self) -> OwnTalk:
        """When and where the student speaks."""
        day, begins = (self.when.day, self.when.time) if self.when else (None, None)
        return OwnTalk(day=day, time=begins, room=self.room, slot=self.slot)


class SettingsFile(Section, frozen=True, kw_only=True):
    """The whole file; header and ledger have names that the seminar and the paper decide."""

    paper: Paper = Paper()
    student: Student = Student()
    seminar: Rules = Rules()
    report: Report = Report()
    talk: Talk = Talk()
    header: dict[str, str] = field(default_factory=dict)
    ledger: dict[str, str] = field(default_factory=dict)
    authors: tuple[AuthorRow, ...] = ()


def several(names: str | tuple[str, ...]) -> tuple[str, ...]:
    """A list of names, which a file may give as a single one."""
    return (names,) if isinstance(names, str) else names
