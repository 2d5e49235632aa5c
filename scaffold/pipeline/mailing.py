"""`seminar mail`: texts for each student as files, from templates; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import clock, dates, disk, ids, resources, seminar
from scaffold.cohort.tables import key
from scaffold.dates import Deliverable, EventKind, OwnTalk
from scaffold.errors import BadProfile, BadTable
from scaffold.pipeline import scheduling

if TYPE_CHECKING:
    from scaffold.cohort.programme import Entry
    from scaffold.cohort.roster import Seat
    from scaffold.languages import Language
    from scaffold.seminar import Profile

__all__ = ["SCHEMA", "Mail", "Order", "mails", "mails_json"]

SCHEMA = 1
"""Version of the output of `seminar mail --json`; every breaking change increments it."""

_NEEDED = {"assignment": "paper", "reminder": "due", "missing": "overdue"}
"""The steps, each with the value without which a mail has nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to write: a step, for whom, by which rules, and where to.

    facts is what `seminar collect` wrote, programme what `seminar programme` wrote; None: there is none. template: an
    own one. again: whether files that differ are written again.
    """

    step: str
    table: Path
    rules: str
    into: Path
    facts: Path | None = None
    programme: Path | None = None
    template: Path | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A text for a student: to is the address, "" if it is not known.

    state is "written", "unchanged", "kept" (the file differs, and stays) or "nothing to say".
    """

    name: str
    to: str
    path: str
    state: str


def mails(order: Order) -> tuple[Mail, ...]:
    """Writes the texts of a step. Raises BadTable, BadProfile, DiskError; BadProfile too if nobody has anything due."""
    from scaffold.cohort.mails import composed, read_template
    from scaffold.cohort.roster import folder_name

    profile = seminar.load(order.rules)
    code = profile.language.code
    template = read_template(order.template or resources.template("mails", f"{order.step}.{code}.txt"))
    taken: set[str] = set()
    found = []
    for number, (seat, member, values) in enumerate(_recipients(order, profile), 1):
        to = dict(zip(seat.members, seat.emails, strict=True))[member]
        path = order.into / order.step / f"{folder_name(ids.slug(member), f'student-{number}', taken)}.txt"
        if not values.get(_NEEDED[order.step]):
            found.append(Mail(member, to, "", "nothing to say"))
        else:
            text = composed(template, values, to)
            found.append(Mail(member, to, str(path), _written(path, text, again=order.again)))
    if found and not any(mail.path for mail in found):
        when = "is due yet, so nobody is late" if order.step == "missing" else "is still ahead"
        raise BadProfile(f"nothing that the profile asks for {when}", "check its deliverables and their dates")
    return tuple(found)


def _written(path: Path, text: str, *, again: bool) -> str:
    with disk.report_errors(path):
        before = path.read_bytes() if path.is_file() else None
    if before == text.encode():
        return "unchanged"
    if before is not None and not again:
        return "kept"
    disk.write(text.encode(), path)
    return "written"


def _recipients(order: Order, profile: Profile) -> Iterator[tuple[Seat, str, Mapping[str, str]]]:
    """Each student to whom a step speaks, with the values for the template. Raises BadTable."""
    from scaffold.cohort.programme import read_programme
    from scaffold.cohort.roster import read_roster

    entries = read_programme(order.programme) if order.programme else ()
    silent = _silent(order)
    for seat in read_roster(order.table):
        for member in seat.members if seat.paper else ():
            if silent is None or silent & {key(seat.name), key(member)}:
                yield seat, member, _values(seat, member, profile, entries)


def _silent(order: Order) -> set[str] | None:
    """Who has handed in nothing, by the keys of the names; None if the step speaks to everybody. Raises BadTable."""
    from scaffold.cohort.measured import read_measured

    if order.step != "missing":
        return None
    if order.facts is None:
        raise BadTable("what was handed in is not known", "scaffold seminar collect HANDINS --output handins.csv")
    return {key(m.student) for m in read_measured(order.facts) if m.nothing}


def _values(seat: Seat, member: str, profile: Profile, entries: Sequence[Entry]) -> dict[str, str]:
    from scaffold.cohort.roster import joined
    from scaffold.fetch.identifiers import as_arxiv_id

    own = next((e for e in entries if key(member) in map(key, e.names)), None)
    day = own.day if own else seat.talk
    say, now = profile.language, clock.now()
    todo = profile.with_talk(OwnTalk(day=day)).deliverables if day else profile.deliverables
    ahead = sorted((d for d in todo if d.day and not dates.is_over(d, now)), key=lambda d: d.day or date.max)
    nearest = [d for d in ahead if d.day == ahead[0].day]
    title = seat.title or (own.title if own else "")
    partners = [name for name in seat.members if name != member]
    return {
        "student": member,
        "seminar": profile.title,
        "paper": f"{title} ({seat.paper})" if title else seat.paper,
        "address": f"https://arxiv.org/abs/{seat.paper}" if as_arxiv_id(seat.paper) else "",
        "partners": joined(partners) if partners else "",
        "meeting": _event(profile, "meeting"),
        "deregistration": _event(profile, "deregistration"),
        "talks": _event(profile, "talks"),
        "talk": _talk(own, day, say),
        "duties": "\n".join(_duties(member, entries, say)),
        "deliverables": _listed(todo, say),
        "due": _listed(nearest, say),
        "due-day": say.date(nearest[0].day) if nearest and nearest[0].day else "",
        "overdue": _listed([d for d in todo if dates.is_over(d, now)], say),
        "command": f'scaffold init {seat.paper} --student "{seat.name}"',
    }


def _event(profile: Profile, kind: EventKind) -> str:
    event, say = profile.event(kind), profile.language
    if event is None:
        return ""
    return say.date(event.first) + (f" – {say.date(event.last)}" if event.last else "")


def _talk(own: Entry | None, day: date | None, say: Language) -> str:
    if own is None:
        return say.date(day) if day else ""
    return ", ".join(filter(None, (say.date(own.day), f"{own.start:%H:%M}", own.room)))


def _duties(member: str, entries: Sequence[Entry], say: Language) -> Iterator[str]:
    """What a student has to do in the talks of others, with their times."""
    for e in entries:
        for duty, name in scheduling.duties(e):
            if key(name) == key(member):
                when = "" if duty == "reviewer" else f"{_talk(e, None, say)}: "  # a review is before the talk
                yield f"- {when}{say(scheduling.SENTENCES[duty], name=e.name)}"


def _listed(deliverables: Sequence[Deliverable], say: Language) -> str:
    return "\n".join(f"- {d.what}: {_when(d, say)}" for d in deliverables)


def _when(d: Deliverable, say: Language) -> str:
    if d.day is None:
        return say.counted("mail.before-talk", d.before_talk or 0)
    return ", ".join(
        filter(None, (say.date(d.day), " ".join(filter(None, (f"{d.time:%H:%M}" if d.time else "", d.zone)))))
    )


def mails_json(found: Sequence[Mail]) -> dict[str, Any]:
    """The texts' files as plain JSON values."""
    return {"schema": SCHEMA, "mails": [asdict(mail) for mail in found]}
