"""The seminar profile: every rule of a seminar as data (TOML), with this seminar's as the default."""

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
"""In points: those that LaTeX's article and extarticle have."""

REFERENCE_ENGINES = ("natbib", "biblatex")
REFERENCE_STYLES = {"natbib": "unsrtnat", "biblatex": "numeric-comp"}
"""The style of each engine where the profile names none; works stand in order of citation."""

_LONGEST = 50
_TAKEN = ("report", "generated")
"""Names that report/ has already."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: pages is its budget, form says which material it gets (one of FORMS)."""

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
    """How the bibliography is made: engine is one of REFERENCE_ENGINES, style a style of that engine."""

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
    """The day by which report and first slides are due; None when the profile sets none."""
    references: References = References()

    @property
    def pages(self) -> float:
        """Pages of the whole report."""
        return sum(part.pages for part in self.parts)


def shipped() -> tuple[str, ...]:
    """Names of the profiles that come with the tool."""
    return tuple(sorted(path.stem for path in (templates() / "seminars").glob("*.toml")))


def load(name_or_path: str) -> Profile:
    """The profile of that shipped name, or in that TOML file; raises BadProfile."""
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
            f"the seminar profile {path} lacks {e.args[0]!r}", "compare it with a shipped one in templates/seminars"
        ) from e
    except (toml.TOMLDecodeError, TypeError, ValueError, UnicodeDecodeError) as e:
        raise BadProfile(
            f"the seminar profile {path} is not valid: {e}", "compare it with a shipped one in templates/seminars"
        ) from e


def _profile(data: dict[str, Any], name: str) -> Profile:
    report, talk, count = data["report"], data["talk"], data["report"].get("count_references", False)
    _only("the profile", data, "name title review due report talk events")
    _only("report", report, "count_references references page parts")
    _only("talk", talk, "minutes questions")
    parts = _parts(report["parts"])
    if not isinstance(count, bool):
        raise ValueError("report.count_references is true or false, without quotes")
    if int(talk["minutes"]) < 1 or int(talk.get("questions", 0)) < 0:
        raise ValueError("talk.minutes must be at least 1, and talk.questions not negative")
    if not isinstance(data.get("due", date.min), date):
        raise ValueError("due is written 2020-06-01, without quotes")
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


def _only(where: str, table: dict[str, Any], names: str) -> None:
    """Raises ValueError for a setting that nothing reads, which is mostly a slip of the pen."""
    if unknown := sorted(table.keys() - set(names.split())):
        raise ValueError(f"{where} has no setting {unknown[0]!r} (there are {', '.join(names.split())})")


def _parts(rows: list[dict[str, Any]]) -> tuple[Part, ...]:
    for row in rows:
        _only("a part of the report", row, "key title pages form")
    parts = tuple(Part(p["key"], p["title"], float(p["pages"]), p.get("form", "free")) for p in rows)
    for part in parts:
        if not 0 < part.pages <= _LONGEST or part.form not in FORMS:
            raise ValueError(
                f"part {part.key!r}: pages must be above 0 and at most {_LONGEST}, and form one of {', '.join(FORMS)}"
            )
        if not re.fullmatch(r"[a-z][a-z0-9-]*", part.key) or part.key in _TAKEN:
            raise ValueError(f"part {part.key!r}: the key names a file: a-z, digits and hyphens, and none of {_TAKEN}")
    if len({p.key for p in parts}) != len(parts) or not parts:
        raise ValueError("report.parts must be non-empty, with distinct keys")
    return parts


def _page(row: dict[str, Any]) -> Page:
    _only("report.page", row, "paper font_size margin columns")
    page = Page(**row)
    if page.paper not in PAPERS or page.font_size not in FONT_SIZES or page.columns not in (1, 2):
        raise ValueError(
            f"report.page: paper is one of {', '.join(PAPERS)}, font_size one of "
            f"{', '.join(map(str, FONT_SIZES))}, columns 1 or 2"
        )
    if not isinstance(page.margin, (int, float)) or not 10 <= page.margin <= 60:
        raise ValueError("report.page: margin is in millimetres, from 10 to 60")
    return page


def _references(row: dict[str, Any]) -> References:
    _only("report.references", row, "engine style")
    engine = row.get("engine", "natbib")
    if engine not in REFERENCE_ENGINES:
        raise ValueError(f"report.references: engine is one of {', '.join(REFERENCE_ENGINES)}")
    style = row.get("style", REFERENCE_STYLES[engine])
    if not isinstance(style, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", style):
        raise ValueError("report.references: style is the name of a style, as unsrtnat or numeric-comp")
    return References(engine, style)


def _event(row: dict[str, Any]) -> Event:
    first, last = row["first"], row.get("last")
    if not isinstance(first, date) or not (last is None or isinstance(last, date)):
        raise ValueError(f"event {row.get('what')!r}: dates are written 2020-06-01, without quotes")
    return Event(row["what"], first, last)
