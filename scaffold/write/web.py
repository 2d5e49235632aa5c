"""The page of a seminar: one HTML file that needs no server, no network and no script to be read.

Style and script are in the file, and its policy allows nothing else: neither an address nor a script that came with a
title or a name is ever loaded. Every text is escaped by the templates.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from scaffold.languages import Language
from scaffold.resources import template, templates

if TYPE_CHECKING:
    import jinja2

__all__ = ["Day", "Link", "Listed", "Mark", "Person", "Programmed", "Site", "page"]


@dataclass(frozen=True, slots=True)
class Link:
    """A file: path is relative to the page, and begins with ./ or ../."""

    text: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A paper of the list. arxiv is its identifier there, "" for others; None: not known.

    taken of its places are assigned, to who as far as the page shows names. first: its topic begins here.
    """

    id: str
    title: str
    topic: str = ""
    venue: str = ""
    note: str = ""
    arxiv: str = ""
    pages: int | None = None
    statements: int | None = None
    proofs: int | None = None
    places: int = 1
    taken: int = 0
    who: tuple[str, ...] = ()
    talk: date | None = None
    made: bool = False
    files: tuple[Link, ...] = ()
    first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date of the seminar; day None: before_talk days before the talk of each student.

    ends is the moment at which it is over, left the days until it begins.
    """

    what: str
    day: date | None
    last: date | None = None
    time: str = ""
    before_talk: int = 0
    ends: datetime | None = None
    left: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmed:
    """A row of the programme. talk: it is not a break or free. others are further cells by their headings."""

    day: date
    time: str
    title: str
    talk: bool = True
    paper: str = ""
    who: str = ""
    room: str = ""
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What follows from the grading sheet, in percent; None: not known. passed is "yes", "no" or "unknown"."""

    name: str
    total: float | None
    with_bonus: float | None
    passed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A student or team, for the private page; None and "": unknown.

    handed_in says when, or is "" if that is unknown; nothing: it is known that nothing was. mails and numbers are
    those of each member, as are marks, if there is a grading sheet. failed and unknown are names of checks.
    """

    name: str
    paper: str
    title: str = ""
    mails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    made: bool = False
    nothing: bool = False
    handed_in: str = ""
    late: float | None = None
    pages: float | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    slides: float | None = None
    minutes: float | None = None
    checked: bool = False
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    problems: str = ""
    ask: str = ""
    files: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that a page shows. people are empty on a public page. handed_in: of how many projects; None: unknown.

    named: whether it shows who has which paper. assigned: whether that is known at all.
    """

    title: str
    language: Language
    written: datetime
    private: bool
    named: bool
    assigned: bool
    papers: tuple[Listed, ...]
    days: tuple[Day, ...]
    programme: tuple[Programmed, ...]
    people: tuple[Person, ...]
    projects: int
    handed_in: int | None


def page(site: Site) -> str:
    """The HTML of a page."""
    style = template("web", "page.css").read_text(encoding="utf-8")
    script = template("web", "page.js").read_text(encoding="utf-8")
    hashes = {"style_hash": _hash(style), "script_hash": _hash(script)}
    return _environment(site.language).get_template("page.html").render(site=site, style=style, script=script, **hashes)


def _hash(text: str) -> str:
    """The hash by which a policy knows the content of an element."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=4)
def _environment(language: Language) -> jinja2.Environment:
    """Templates that escape every text, fail on a name that nobody gave, and know the words of the language."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates() / "web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    environment.globals["t"] = language
    return environment
