"""`seminar page`: the page of a seminar, from the files that its commands leave, public or for its instructors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scaffold import clock, dates, disk, seminar
from scaffold.errors import TargetNotEmpty
from scaffold.fetch.progress import Progress
from scaffold.pipeline import loads
from scaffold.printable import printable_values
from scaffold.project import state
from scaffold.write.web import Day, Link, Listed, Mark, Person, Programmed, Site, page

if TYPE_CHECKING:
    from scaffold.cohort.marks import Result
    from scaffold.cohort.measured import Measured
    from scaffold.cohort.programme import Entry
    from scaffold.cohort.roster import Seat
    from scaffold.dates import Deliverable
    from scaffold.pipeline.loads import Load
    from scaffold.seminar import Profile

SCHEMA = 1
"""Version of the output of `seminar page --json`; every breaking change increments it."""

Names = Literal["none", "initials", "full"]
PUBLIC, PRIVATE = "index.html", "private.html"
PDFS = "pdfs"
"""The folder beside the public page with what may be published."""

_LAST = time(23, 59, 59)
"""The last second of a day."""

_DUTIES = ("web.moderator", "web.opponent", "web.reviewer")
"""The texts of the duties, in the order of the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The files of a seminar; None, and projects and handins that do not exist: there are none.

    table says who has which paper, facts what was measured of the hand-ins, programme when the talks are; sheet is the
    grading sheet, which only the private page needs. papers None: the list as `seminar papers` finds it.
    """

    papers: Path | None
    table: Path | None
    facts: Path | None
    programme: Path | None
    sheet: Path | None
    projects: Path
    handins: Path


@dataclass(frozen=True, slots=True)
class Written:
    """The page: where it is, what it shows, and sentences on what it leaves out."""

    path: Path
    site: Site
    left_out: tuple[str, ...]


def write(
    given: Inputs, into: Path, *, rules: str, private: bool, names: Names = "none", progress: Progress
) -> Written:
    """Writes index.html into a folder; or private.html, with full names, if private.

    A folder with the other one is refused, as it would be published as a whole. names: how the public page shows
    students. Raises BadTable, BadProfile, DiskError, TargetNotEmpty.
    """
    path, other = (into / name for name in ((PRIVATE, PUBLIC) if private else (PUBLIC, PRIVATE)))
    if other.exists():
        has = f"{into} has the {'public' if private else 'private'} page, {other.name}"
        raise TargetNotEmpty(f"{has}: both are not for the same readers", "choose another folder with --into")
    made = _Maker(given, into, seminar.load(rules), private=private, names="full" if private else names)
    site = printable_values(made.site(loads.papers(given.papers, progress)))
    disk.write(page(site).encode(), path)
    return Written(path, site, tuple(dict.fromkeys(made.left_out)))


class _Maker:
    """Puts the page together; left_out collects what the public page does not show of texts with names."""

    def __init__(self, given: Inputs, into: Path, profile: Profile, *, private: bool, names: Names) -> None:
        from scaffold.cohort import marks
        from scaffold.cohort.measured import read_measured
        from scaffold.cohort.programme import read_programme
        from scaffold.cohort.roster import read_roster
        from scaffold.cohort.tables import key

        self.given, self.into, self.profile = given, into, profile
        self.private, self.names = private, names
        self.seats: tuple[Seat, ...] = read_roster(given.table) if given.table else ()
        self.facts: tuple[Measured, ...] | None = read_measured(given.facts) if given.facts else None
        talks = read_programme(given.programme) if given.programme else ()
        self.programme: list[Entry] = sorted(talks, key=lambda e: (e.day, e.start))
        graded = marks.results(given.sheet, profile.grading) if given.sheet and private else ()
        self.marks: Mapping[str, Result] = {key(result.name): result for result in graded}
        self.published = _files(into / PDFS)
        self.left_out: list[str] = []

    def site(self, found: Sequence[Load]) -> Site:
        placed = [seat for seat in self.seats if seat.paper]
        return Site(
            title=self.profile.title,
            language=self.profile.language,
            written=clock.now(),
            private=self.private,
            named=self.names != "none" and bool(placed),
            assigned=bool(self.given.table),
            papers=tuple(self._papers(found, placed)),
            days=tuple(sorted(_days(self.profile), key=_order)),
            programme=tuple(self._programmed({load.offer.id: load.offer.title for load in found})),
            people=tuple(self._people()) if self.private else (),
            projects=len(placed),
            handed_in=self._handed_in(placed),
        )

    def _papers(self, found: Sequence[Load], placed: Sequence[Seat]) -> Iterator[Listed]:
        """The papers by topic, then those that are assigned and on no list."""
        of: dict[str, list[Seat]] = {}
        for seat in placed:
            of.setdefault(seat.paper, []).append(seat)
        topics = {load.offer.topic: n for n, load in reversed([*enumerate(found)])}
        before = None
        for load in sorted(found, key=lambda load: topics[load.offer.topic]):
            offer = load.offer
            listed = self._listed(offer.id, offer.title, of.pop(offer.id, []))
            yield replace(
                listed,
                topic=self._text(offer.topic, f"the topic of {offer.id}"),
                venue=self._text(offer.venue, f"the venue of {offer.id}"),
                note=self._text(offer.note, f"the note on {offer.id}"),
                pages=load.pages,
                statements=load.statements,
                proofs=load.proofs,
                places=offer.capacity,
                first=offer.topic != before,
            )
            before = offer.topic
        for n, (id, seats) in enumerate(of.items(), 1):
            title = self._text(seats[0].title, f"the title of paper {n} that is on no list")
            yield replace(self._listed(id, title, seats), id=self._unlisted(id), places=len(seats))

    def _listed(self, id: str, title: str, seats: Sequence[Seat]) -> Listed:
        from scaffold.fetch.identifiers import as_arxiv_id

        named = as_arxiv_id(id)
        planned = sorted(e.day for e in self.programme if e.paper == id and e.kind == "talk")
        talks = planned or sorted(seat.talk for seat in seats if seat.talk)
        return Listed(
            id=id,
            title=title,
            arxiv=str(named) if named else "",
            taken=len(seats),
            who=tuple(filter(None, (self._who(seat.members) for seat in seats))),
            talk=talks[0] if talks else None,
            made=bool(seats) and all(self._made(seat) for seat in seats),
            files=self._links(filter(self._may_be_public, _beginning(self.published, id.replace("/", "-")))),
        )

    def _made(self, seat: Seat) -> bool:
        return (self.given.projects / seat.folder / state.FILE).is_file()

    def _links(self, paths: Iterable[Path]) -> tuple[Link, ...]:
        """Links to files that exist, relative to the page."""
        found = []
        for path in paths:
            relative = Path(os.path.relpath(path, self.into)).as_posix()
            found.append(Link(path.name, relative if relative.startswith("../") else f"./{relative}"))
        return tuple(found)

    def _who(self, members: Sequence[str]) -> str:
        """Students as the page shows them; "" if it shows none."""
        if self.names == "none":
            return ""
        return ", ".join(members if self.names == "full" else map(_initials, members))

    def _text(self, text: str, where: str) -> str:
        """A text of the instructor's; on a page without full names, not one with all words of a name."""
        from scaffold.cohort.tables import key

        words = set(key(text).split())
        names = [name for seat in self.seats for name in seat.members]
        if self.names == "full" or not any(words.issuperset(key(name).split()) for name in names if key(name)):
            return text
        self.left_out.append(f"{where} names a student, and is left out")
        return ""

    def _unlisted(self, id: str) -> str:
        """An identifier that only the assignment or the programme gives; there it may be any text."""
        return self._text(id, "the identifier of a paper that is on no list")

    def _may_be_public(self, path: Path) -> bool:
        return bool(self._text(path.name, f"a file in {PDFS}"))

    def _programmed(self, titles: Mapping[str, str]) -> Iterator[Programmed]:
        text = self.profile.language
        for e in self.programme:
            duties = zip(_DUTIES, e.duties, strict=True) if self.private else ()
            where = f"the programme of {e.day}, {e.start:%H:%M}"
            title = titles.get(e.paper) or self._text(e.title, where)
            paper = e.paper if e.paper in titles else self._unlisted(e.paper)
            yield Programmed(
                day=e.day,
                time=f"{e.start:%H:%M}–{e.end:%H:%M}",
                title=title or (text("web.free-slot") if e.kind == "free" else paper or text("web.talk")),
                talk=e.kind == "talk",
                paper=paper,
                who=self._who(e.names),
                room=self._text(e.room, where),
                others={text(duty): name for duty, name in duties if name},
            )

    def _people(self) -> Iterator[Person]:
        """The students and teams of the table, then hand-ins whose owners are not in it."""
        from scaffold.cohort.tables import key

        facts = {key(f.student): f for f in self.facts or ()}
        files = self._handed()
        for seat in self.seats:
            graded = [self.marks[key(m)] for m in seat.members if key(m) in self.marks]
            person = Person(
                name=seat.name,
                paper=seat.paper,
                title=seat.title,
                mails=tuple(filter(_is_mail, seat.emails)),
                numbers=tuple(filter(None, seat.numbers)),
                marks=tuple(Mark(r.name, r.total, r.with_bonus, r.passed) for r in graded),
                made=self._made(seat),
                files=self._links(files.get(seat.folder, ())),
            )
            found = facts.pop(key(seat.name), None)
            yield _with(person, found) if found else person
        for other in facts.values():
            yield _with(Person(name=other.student, paper=""), other)

    def _handed(self) -> dict[str, list[Path]]:
        """The PDFs of each student that exist, by the names of the projects' folders: handed in, then built."""
        from scaffold.cohort.handins import grouped

        found: dict[str, list[Path]] = {}
        pdfs = (p.relative_to(self.given.handins).as_posix() for p in _files(self.given.handins))
        for handin in grouped(pdfs, self.seats):
            if handin.seat:
                found.setdefault(handin.seat.folder, []).extend(self.given.handins / name for name in handin.files)
        for seat in self.seats:
            built = self.given.projects / seat.folder / "build"
            found.setdefault(seat.folder, []).extend(
                p for name in ("report.pdf", "slides.pdf") if (p := built / name).is_file()
            )
        return found

    def _handed_in(self, placed: Sequence[Seat]) -> int | None:
        """How many of those with a paper have handed in something; None if nothing was measured."""
        from scaffold.cohort.tables import key

        if self.facts is None:
            return None
        there = {key(f.student) for f in self.facts if not f.nothing}
        return sum(key(seat.name) in there for seat in placed)


def _with(person: Person, found: Measured) -> Person:
    """A person with what was measured."""
    return replace(
        person,
        nothing=found.nothing,
        handed_in=found.when,
        late=found.late,
        pages=found.pages,
        parts=found.parts,
        slides=found.slides,
        minutes=found.minutes,
        checked=any(verdict != "unknown" for verdict in found.checks.values()),
        failed=tuple(name for name, verdict in found.checks.items() if verdict == "fail"),
        unknown=tuple(name for name, verdict in found.checks.items() if verdict == "unknown"),
        problems=found.problems,
        ask=found.ask,
    )


def _initials(name: str) -> str:
    """ "N. P." """
    letters = (next((c for c in word if c.isalnum()), "") for word in name.split())
    return " ".join(f"{letter.upper()}." for letter in letters if letter)


def _is_mail(text: str) -> bool:
    return re.fullmatch(r"[^\s@<>\"'&?%/:]+@[^\s@<>\"'&?%/:]+", text) is not None


def _files(folder: Path) -> list[Path]:
    """The PDFs in a folder, in all folders below it; no links, which may lead out of it."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file() and not p.is_symlink())


def _beginning(paths: Sequence[Path], id: str) -> list[Path]:
    """The files whose names begin with an identifier, and go on with no other digit."""
    return [p for p in paths if re.match(rf"{re.escape(id)}(?!\d)", p.name)]


def _order(day: Day) -> tuple[bool, Any, str]:
    return day.day is None, day.day, day.what


def _days(profile: Profile) -> Iterator[Day]:
    """What is handed in, and the events that do not repeat it."""
    now = clock.now()
    due = {(d.day, d.what.lower()) for d in profile.deliverables}
    for d in profile.deliverables:
        yield _deliverable(d, now)
    for e in profile.events:
        if e.last is None and any(day == e.first and e.what.lower().startswith(what) for day, what in due):
            continue
        ends = clock.at_the_place(datetime.combine(e.last or e.first, _LAST))
        left = (e.first - now.date()).days
        yield Day(what=e.what, day=e.first, last=e.last, ends=ends, left=left, over=ends < now)


def _deliverable(d: Deliverable, now: datetime) -> Day:
    if d.day is None:
        return Day(what=d.what, day=None, before_talk=d.before_talk or 0)
    ends, zone = datetime.combine(d.day, d.time or _LAST), dates.zone_of(d.zone)
    ends = ends.replace(tzinfo=zone) if zone else clock.at_the_place(ends)
    return Day(
        what=d.what,
        day=d.day,
        time=" ".join(filter(None, (f"{d.time:%H:%M}" if d.time else "", d.zone))),
        ends=ends,
        left=(d.day - now.date()).days,
        over=ends < now,
    )


def page_json(made: Written) -> dict[str, Any]:
    """What was written as plain JSON values."""
    site = made.site
    return {
        "schema": SCHEMA,
        "file": str(made.path),
        "private": site.private,
        "papers": len(site.papers),
        "assigned": site.projects if site.assigned else None,
        "handed_in": site.handed_in,
        "talks": len(site.programme),
        "left_out": list(made.left_out),
    }
