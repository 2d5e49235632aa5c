"""The seminar profile: all rules of a seminar as data (TOML)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scaffold import toml
from scaffold.errors import BadProfile
from scaffold.resources import template, templates

FORMS = ("summary", "review", "proofs", "setting", "open", "free")
PAPERS = ("a4", "letter")
FONT_SIZES = (8, 9, 10, 11, 12, 14)
"""In points: the sizes of LaTeX's article and extarticle classes."""

REFERENCE_ENGINES = ("natbib", "biblatex")
REFERENCE_STYLES = {"natbib": "unsrtnat", "biblatex": "numeric-comp"}
"""The default style of each engine; both list works in order of citation."""

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
                f"no seminar profile named {name_or_path!r}",
                f"choose one of {', '.join(shipped())}, or give a .toml file",
            )
        path = template("seminars", f"{name_or_path}.toml")
    try:
        data = toml.loads(path.read_text(encoding="utf-8"))
        return _profile(data, path.stem)
    except OSError as e:
        raise BadProfile(
            f"cannot read the seminar profile {path}: {e.strerror}", "check the path given to --seminar"
        ) from e
    except KeyError as e:
        raise BadProfile(
            f"the setting {e.args[0]!r} is missing in the seminar profile {path}",
            "compare it with a built-in profile in templates/seminars",
        ) from e
    except (toml.TOMLDecodeError, TypeError, ValueError, UnicodeDecodeError) as e:
        raise BadProfile(
            f"the seminar profile {path} is not valid: {e}", "compare it with one in templates/seminars"
        ) from e


def _profile(data: dict[str, Any], name: str) -> Profile:
    report, talk, count = data["report"], data["talk"], data["report"].get("count_references", False)
    _check_names("the profile", data, "name title review due report talk events")
    _check_names("report", report, "count_references references page parts")
    _check_names("talk", talk, "minutes questions")
    parts = _parts(report["parts"])
    if not isinstance(count, bool):
        raise ValueError("report.count_references must be true or false, without quotes")
    if int(talk["minutes"]) < 1 or int(talk.get("questions", 0)) < 0:
        raise ValueError("talk.minutes must be at least 1, and talk.questions at least 0")
    if not isinstance(data.get("due", date.min), date):
        raise ValueError("due must be a date such as 2020-06-01, without quotes")
    return Profile(
        name=data.get("name", name),
        title=data["title"],
        parts=parts,
        page=_page(report.get("page", {})),
        count_references=count,
        minutes=int(talk["minutes"]),
        questions=int(talk.get("questions", 0)),
        review=data.get("review", "theory"),
        events=tuple(_event(e) for e in data.get("events", ())),
        due=data.get("due"),
        references=_references(report.get("references", {})),
    )


def _check_names(where: str, table: dict[str, Any], names: str) -> None:
    """Raises ValueError for an unknown setting, which is usually a typing error."""
    if unknown := sorted(table.keys() - set(names.split())):
        raise ValueError(f"{where} has no setting {unknown[0]!r} (choose from {', '.join(names.split())})")


def _parts(rows: list[dict[str, Any]]) -> tuple[Part, ...]:
    for row in rows:
        _check_names("a part of the report", row, "key title pages form")
    parts = tuple(Part(p["key"], p["title"], float(p["pages"]), p.get("form", "free")) for p in rows)
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


def _page(row: dict[str, Any]) -> Page:
    _check_names("report.page", row, "paper font_size margin columns")
    page = Page(**row)
    if page.paper not in PAPERS or page.font_size not in FONT_SIZES or page.columns not in (1, 2):
        raise ValueError(
            f"report.page: paper must be one of {', '.join(PAPERS)}, font_size one of "
            f"{', '.join(map(str, FONT_SIZES))}, columns 1 or 2"
        )
    if not isinstance(page.margin, (int, float)) or not 10 <= page.margin <= 60:
        raise ValueError("report.page: margin must be from 10 to 60 (millimetres)")
    return page


def _references(row: dict[str, Any]) -> References:
    _check_names("report.references", row, "engine style")
    engine = row.get("engine", "natbib")
    if engine not in REFERENCE_ENGINES:
        raise ValueError(f"report.references: engine must be one of {', '.join(REFERENCE_ENGINES)}")
    style = row.get("style", REFERENCE_STYLES[engine])
    if not isinstance(style, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", style):
        raise ValueError("report.references: style must be the name of a style, such as unsrtnat or numeric-comp")
    return References(engine, style)


def _event(row: dict[str, Any]) -> Event:
    first, last = row["first"], row.get("last")
    if not isinstance(first, date) or not (last is None or isinstance(last, date)):
        raise ValueError(f"event {row.get('what')!r}: dates must be written as 2020-06-01, without quotes")
    return Event(row["what"], first, last)
