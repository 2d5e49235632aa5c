"""`seminar programme`: when the talks are, and who has which duty; `seminar drop`: who has left the seminar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import clock, seminar
from scaffold.errors import BadProfile, BadTable, TooLate
from scaffold.pipeline import loads, tabulating
from scaffold.pipeline.calendars import Agenda, Entry

if TYPE_CHECKING:
    from scaffold.cohort import programme as tables
    from scaffold.cohort.roster import Seat
    from scaffold.seminar import Profile

SCHEMA = 1
"""Version of the output of `seminar programme --json` and `seminar drop --json`; breaking changes increment it."""

SENTENCES = {"moderator": "grading.moderator", "opponent": "grading.opponent", "reviewer": "grading.reviewer"}
"""For each duty, the key of the text that says who has it in whose talk."""

_KIND = 'kind = "talks"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The programme: kept says whether a table was there, whose slots and duties stay; problems are sentences."""

    title: str
    key: str
    entries: tuple[tables.Entry, ...]
    kept: bool
    problems: tuple[str, ...]


def programme(
    table: Path, output: Path, *, rules: str, days: Sequence[date] = (), papers: Path | None = None, anew: bool = False
) -> Programme:
    """The programme of an assignment, which is also written to output; what that has already stays, unless anew.

    days: of the talks; none: those that the profile gives. papers: the list in whose order the talks are; None:
    papers.csv beside the table, otherwise that of the default seminar. Raises BadTable, BadProfile, NoSlots, DiskError.
    """
    from scaffold.cohort import programme as tables
    from scaffold.cohort.roster import read_roster
    from scaffold.cohort.slots import Frame

    profile = seminar.load(rules)
    seats = _in_order(read_roster(table), loads.listed(papers, table.parent))
    if not seats:
        raise BadTable(f"nobody in {table} has a paper", "scaffold seminar assign gives them out")
    frame = Frame(_days(profile, days), profile.block, profile.minutes + profile.questions)
    before = tables.read_programme(output) if output.is_file() and not anew else ()
    entries = tables.kept(before, seats, frame) if before else tables.new(seats, frame)
    rows = (
        (e.day, f"{e.start:%H:%M}", f"{e.end:%H:%M}", e.kind, e.paper, e.title, _cell(e.names), *e.duties, e.room)
        for e in entries
    )
    tabulating.write(tables.COLUMNS, rows, output)
    return Programme(
        title=profile.title,
        key=profile.name,
        entries=entries,
        kept=bool(before),
        problems=tuple(tables.problems(entries)),
    )


def _cell(names: Sequence[str]) -> str:
    """Names as one cell; a semicolon in one of them would make two of it when the table is read again."""
    return "; ".join(name.replace(";", ",") for name in names)


def _in_order(seats: Sequence[Seat], listed: Path) -> list[Seat]:
    """Those with a paper, with its title, in the order of the list of papers: talks on a topic follow each other."""
    from scaffold.cohort.papers import read_offers

    offers = read_offers(listed)
    places = {offer.id: n for n, offer in enumerate(offers)}
    titles = {offer.id: offer.title for offer in offers}
    titled = [replace(s, title=s.title or titles.get(s.paper, "")) for s in seats if s.paper]
    return sorted(titled, key=lambda seat: places.get(seat.paper, len(places)))


def _days(profile: Profile, given: Sequence[date]) -> tuple[date, ...]:
    """The days of the talks. Raises BadProfile."""
    event = profile.event("talks")
    if given or event is None:
        if not given:
            hint = f"write {_KIND} under the event of the talks, or give their days with --day"
            raise BadProfile(f"the profile {profile.name} does not say when the talks are", hint)
        return tuple(sorted(set(given)))
    last = event.last or event.first
    return tuple(event.first + timedelta(days=n) for n in range((last - event.first).days + 1))


def agenda(found: Programme) -> Agenda:
    """The talks as dates for a calendar."""
    from scaffold.write.calendar import Appointment

    entries = []
    for e in found.entries:
        if e.kind == "talk":
            length = datetime.combine(e.day, e.end) - datetime.combine(e.day, e.start)
            appointment = Appointment(
                key=f"{found.key}/programme/{e.names[0]}",
                what=f"{e.name}: {e.title or e.paper}",
                day=e.day,
                time=e.start,
                minutes=length.seconds // 60,
                place=e.room,
                note="\n".join(f"{duty.capitalize()}: {name}" for duty, name in duties(e) if name),
                reminds=False,
            )
            entries.append(Entry(what=appointment.what, kind="talk", when=str(e.day), appointment=appointment))
    return Agenda(title=found.title, entries=tuple(entries))


def duties(entry: tables.Entry) -> tuple[tuple[str, str], ...]:
    """The duties of a talk with the names of those who have them, "" for nobody."""
    from scaffold.cohort.duties import DUTIES

    return tuple(zip(DUTIES, entry.duties, strict=True))


def programme_json(found: Programme) -> dict[str, Any]:
    """The programme as plain JSON values."""
    rows = [
        {
            "date": e.day.isoformat(),
            "start": f"{e.start:%H:%M}",
            "end": f"{e.end:%H:%M}",
            "kind": e.kind,
            "paper": e.paper,
            "title": e.title,
            "names": list(e.names),
            **dict(duties(e)),
            "room": e.room,
        }
        for e in found.entries
    ]
    return {"schema": SCHEMA, "title": found.title, "kept": found.kept, "slots": rows, "problems": [*found.problems]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A student who has left: the paper is free unless partners stay; waiting are those without a paper.

    last is the last day to de-register as the profile gives it, None if it does not; late: whether it was over.
    """

    name: str
    paper: str
    title: str
    day: date
    last: date | None
    late: bool
    partners: tuple[str, ...]
    waiting: tuple[str, ...]


def drop(name: str, table: Path, *, rules: str, anyway: bool = False) -> Dropped:
    """Records beside the table that a student has de-registered; their seat is then empty for all commands.

    Raises TooLate after the last day without anyway, BadTable for a name that is not there, BadProfile, DiskError.
    """
    from scaffold.cohort import roster

    event = seminar.load(rules).event("deregistration")
    last = (event.last or event.first) if event else None
    today, seats = clock.today(), roster.read_roster(table)
    member = roster.named(name, seats, table)
    seat = next(s for s in seats if member in s.members)
    late = last is not None and today > last
    if late and not anyway and last is not None:
        message = f"the last day to de-register was {clock.long_date(last)}; nothing was recorded"
        raise TooLate(message, f"--anyway records that {member} has left")
    path = table.with_name(roster.DROPPED)
    tabulating.append(path, roster.DROPS, (today, member, seat.paper, "yes" if late else "no"))
    return Dropped(
        name=member,
        paper=seat.paper,
        title=seat.title,
        day=today,
        last=last,
        late=late,
        partners=tuple(m for m in seat.members if m != member),
        waiting=tuple(m for s in seats if not s.paper for m in s.members if m != member),
    )


def drop_json(found: Dropped) -> dict[str, Any]:
    """What was recorded as plain JSON values."""
    row = asdict(found)
    row |= {"day": found.day.isoformat(), "last": found.last and found.last.isoformat()}
    return {"schema": SCHEMA, **row}
