"""The seminar profile: all rules of a seminar as data (TOML)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scaffold import toml
from scaffold.errors import BadProfile
from scaffold.printable import printable_values
from scaffold.resources import template, templates
from scaffold.spelling import meant

FORMS = ("summary", "review", "proofs", "setting", "open", "free")
PAPERS = ("a4", "letter")
FONT_SIZES = (8, 9, 10, 11, 12, 14)
"""In points: the sizes of LaTeX's article and extarticle classes."""

REFERENCE_ENGINES = ("natbib", "biblatex")
REFERENCE_STYLES = {"natbib": "unsrtnat", "biblatex": "numeric-comp"}
"""The default style of each engine; both list works in order of citation."""

MAX_MINUTES = 600
"""Of a talk, and of the questions after it."""

_MAX_PAGES = 50
_RESERVED = ("report", "generated")
"""File names in report/ that are already taken."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: pages is its page budget, form the kind of material in it (one of FORMS)."""

    key: str
    title: str
    pages: float
    form: str


@dataclass(frozen=True, slots=True)
class Page:
    """The report's page: paper "a4" or "letter", font size in points, margins in millimetres, one or two columns."""

    paper: str = "a4"
    font_size: int = 11
    margin: float = 25.0
    columns: int = 1


@dataclass(frozen=True, slots=True)
class References:
    """The bibliography: engine is one of REFERENCE_ENGINES, style is a style of that engine."""

    engine: str = "natbib"
    style: str = "unsrtnat"


@dataclass(frozen=True, slots=True)
class Event:
    """A date of the seminar; last is None for a single day."""

    what: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The rules of one seminar. count_references: whether the bibliography counts as part of the page budget.

    minutes is the length of the talk, questions how many minutes of questions follow it.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    page: Page
    count_references: bool
    minutes: int
    questions: int
    review: str
    events: tuple[Event, ...]
    due: date | None
    """The day on which the report and the first slides are due; None if the profile sets none."""
    references: References = References()

    @property
    def pages(self) -> float:
        """Page budget of the whole report."""
        return sum(part.pages for part in self.parts)


def shipped() -> tuple[str, ...]:
    """Names of the built-in profiles."""
    return tuple(sorted(path.stem for path in (templates() / "seminars").glob("*.toml")))


def load(name_or_path: str) -> Profile:
    """The built-in profile of that name, or the profile in that TOML file; raises BadProfile."""
    path = Path(name_or_path)
    if path.suffix != ".toml":
        if name_or_path not in shipped():
            raise BadProfile(
                f"no seminar profile named {name_or_path!r}{meant(name_or_path, shipped())}",
                f"choose one of {', '.join(shipped())}, or give a .toml file",
            )
        path = template("seminars", f"{name_or_path}.toml")
    try:
        return printable_values(_profile(toml.table(path.read_text(encoding="utf-8")), path.stem))
    except OSError as e:
        raise BadProfile(
            f"cannot read the seminar profile {path}: {e.strerror}", "check the path given to --seminar"
        ) from e
    except KeyError as e:
        raise BadProfile(
            f"the setting {e.args[0]!r} is missing in the seminar profile {path}",
            "compare it with a built-in profile in templates/seminars",
        ) from e
    except ValueError as e:
        raise BadProfile(
            f"the seminar profile {path} is not valid: {e}", "compare it with one in templates/seminars"
        ) from e


def _profile(data: toml.Table, name: str) -> Profile:
    report, talk = data.table("report"), data.table("talk")
    data.only("name title review due report talk events")
    report.only("count_references references page parts")
    talk.only("minutes questions")
    minutes, questions = talk.whole("minutes"), talk.whole("questions", 0)
    if not (1 <= minutes <= MAX_MINUTES and 0 <= questions <= MAX_MINUTES):
        raise ValueError(f"talk.minutes must be at least 1, talk.questions at least 0, both at most {MAX_MINUTES}")
    return Profile(
        name=data.text("name", name),
        title=data.text("title"),
        parts=_parts(report.tables("parts")),
        page=_page(report.table("page", {})),
        count_references=report.truth("count_references", False),
        minutes=minutes,
        questions=questions,
        review=data.text("review", "theory"),
        events=tuple(_event(e) for e in data.tables("events", ())),
        due=data.day("due") if "due" in data else None,
        references=_references(report.table("references", {})),
    )


def _parts(rows: tuple[toml.Table, ...]) -> tuple[Part, ...]:
    for row in rows:
        row.only("key title pages form")
    parts = tuple(Part(p.text("key"), p.text("title"), p.number("pages"), p.text("form", "free")) for p in rows)
    for part in parts:
        if not 0 < part.pages <= _MAX_PAGES:
            raise ValueError(
                f"part {part.key!r} has pages = {part.pages:g}: it must be above 0 and at most {_MAX_PAGES}"
            )
        if part.form not in FORMS:
            raise ValueError(f"part {part.key!r} has form = {part.form!r}: it must be one of {', '.join(FORMS)}")
        if not re.fullmatch(r"[a-z][a-z0-9-]*", part.key) or part.key in _RESERVED:
            raise ValueError(
                f"part {part.key!r}: the key becomes a file name: use a-z, digits and hyphens; "
                f"{' and '.join(_RESERVED)} are taken"
            )
    if len({p.key for p in parts}) != len(parts) or not parts:
        raise ValueError("report.parts must not be empty, and its keys must be distinct")
    return parts


def _page(row: toml.Table) -> Page:
    row.only("paper font_size margin columns")
    usual = Page()
    page = Page(
        paper=row.text("paper", usual.paper),
        font_size=row.whole("font_size", usual.font_size),
        margin=row.number("margin", usual.margin),
        columns=row.whole("columns", usual.columns),
    )
    if page.paper not in PAPERS or page.font_size not in FONT_SIZES or page.columns not in (1, 2):
        raise ValueError(
            f"report.page: paper must be one of {', '.join(PAPERS)}, font_size one of "
            f"{', '.join(map(str, FONT_SIZES))}, columns 1 or 2"
        )
    if not 10 <= page.margin <= 60:
        raise ValueError("report.page: margin must be from 10 to 60 (millimetres)")
    return page


def _references(row: toml.Table) -> References:
    row.only("engine style")
    engine = row.text("engine", "natbib")
    if engine not in REFERENCE_ENGINES:
        raise ValueError(f"report.references: engine must be one of {', '.join(REFERENCE_ENGINES)}")
    style = row.text("style", REFERENCE_STYLES[engine])
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", style):
        raise ValueError("report.references: style must be the name of a style, such as unsrtnat or numeric-comp")
    return References(engine, style)


def _event(row: toml.Table) -> Event:
    return Event(row.text("what"), row.day("first"), row.day("last") if "last" in row else None)
