"""The seminar profile: every rule of a seminar as data (TOML), with this seminar's as the default."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scaffold.errors import BadProfile
from scaffold.resources import template, templates

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FORMS = ("summary", "review", "proofs", "free")


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
class Event:
    """A date of the seminar; last is None for a single day."""

    what: str
    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one seminar. count_references: whether the bibliography counts as part of the page budget."""

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
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _profile(data, path.stem)
    except OSError as e:
        raise BadProfile(
            f"cannot read the seminar profile {path}: {e.strerror}", "check the path given to --seminar"
        ) from e
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, UnicodeDecodeError) as e:
        raise BadProfile(
            f"the seminar profile {path} is not valid: {e}", "compare it with a shipped one in templates/seminars"
        ) from e


def _profile(data: dict[str, Any], name: str) -> Profile:
    report, talk = data["report"], data["talk"]
    parts = tuple(Part(p["key"], p["title"], float(p["pages"]), p.get("form", "free")) for p in report["parts"])
    for part in parts:
        if part.pages <= 0 or part.form not in FORMS:
            raise ValueError(f"part {part.key!r}: pages must be positive and form one of {', '.join(FORMS)}")
    if len({p.key for p in parts}) != len(parts) or not parts:
        raise ValueError("report.parts must be non-empty, with distinct keys")
    if int(talk["minutes"]) < 1:
        raise ValueError("talk.minutes must be at least 1")
    return Profile(
        name=data.get("name", name),
        title=data["title"],
        parts=parts,
        page=Page(**report.get("page", {})),
        count_references=bool(report.get("count_references", False)),
        minutes=int(talk["minutes"]),
        questions=int(talk.get("questions", 0)),
        review=data.get("review", "theory"),
        events=tuple(_event(e) for e in data.get("events", ())),
        due=data.get("due"),
    )


def _event(row: dict[str, Any]) -> Event:
    first, last = row["first"], row.get("last")
    if not isinstance(first, date) or not (last is None or isinstance(last, date)):
        raise ValueError(f"event {row.get('what')!r}: dates are written 2020-06-01, without quotes")
    return Event(row["what"], first, last)
