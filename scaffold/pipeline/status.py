"""`status`: how far report and talk are, how many days are left, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import clock, dates, originals
from scaffold.dates import OwnTalk
from scaffold.errors import BadDeck
from scaffold.pipeline import checking, merging_files, talking
from scaffold.project import state
from scaffold.project.paper import paper_of, profile_of
from scaffold.seminar import Profile
from scaffold.talk.notes import DECKS
from scaffold.talk.timing import Timing

if TYPE_CHECKING:
    from scaffold.check.artefacts.latex_files import Source
    from scaffold.check.inputs import BuiltPdf
    from scaffold.model import Paper

SCHEMA = 1
"""Version of the output of `status --json`; every breaking change increments it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartStatus:
    """A part of the report: its length and its budget in pages, words of the student's, open questions and to-dos.

    pages is None if the PDF is missing or older than the files.
    """

    title: str
    pages: float | None
    budget: float
    words: int
    open: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the seminar, and the days until then; negative if it has passed."""

    what: str
    day: date
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How far a project is. seconds and limit are those of the talk; None without a deck that can be read.

    deck says why there is none, "" otherwise.
    missing are the files that the report loads and that do not exist: then what is open is not known.
    proofs is how many proofs of restated results the student has entered in the ledger, restated how many there are.
    """

    folder: Path
    parts: tuple[PartStatus, ...]
    seconds: int | None
    limit: int | None
    deck: str
    missing: tuple[str, ...]
    proofs: int
    restated: int
    days: tuple[Day, ...]
    next: str


def status(folder: Path) -> Status:
    """The status of the project in folder. Raises NotAProject and BadProfile."""
    from scaffold.check.artefacts import latex_files

    settings = state.load(folder)
    profile, paper = profile_of(settings, folder), paper_of(folder, settings)
    files, report = latex_files.sources(folder), checking.built(folder, checking.REPORT, "report/report.tex")
    parts = tuple(_parts(profile, files, report))
    entered, restated = _proofs(files, paper, settings.ledger)
    talk = _talk(folder)
    timed = talk if isinstance(talk, Timing) else None
    steps = (*_broken(folder, report, talk), *_in_order(profile, _of_report(parts), _of_talk(timed)))
    return Status(
        folder=folder,
        parts=parts,
        seconds=timed.total if timed else None,
        limit=timed.limit if timed else None,
        deck=talk.message if isinstance(talk, BadDeck) else "",
        missing=report.lost,
        proofs=entered,
        restated=restated,
        days=tuple(_days(profile, clock.today())),
        next=steps[0],
    )


def _parts(profile: Profile, files: tuple[Source, ...], report: BuiltPdf) -> Iterator[PartStatus]:
    from scaffold.check.artefacts.latex_files import Source, commands
    from scaffold.check.artefacts.pdf import Pdf
    from scaffold.check.report import own_text, pages

    lengths = pages.lengths(report.pdf, profile, files) if isinstance(report.pdf, Pdf) else ()
    measured = {length.part.key: length.pages for length in lengths}
    for part in profile.parts:
        text = own_text.text_of(files, part.key) or ""
        asked = commands((Source(part.key, text, text),), "towrite|question", 1)
        yield PartStatus(
            title=f"{part.title} ({by})" if (by := profile.by(part.key)) else part.title,
            pages=measured.get(part.key),
            budget=part.pages,
            words=own_text.count(text),
            open=len(list(asked)),
        )


def _proofs(files: tuple[Source, ...], paper: Paper, ledger: Any) -> tuple[int, int]:
    """How many proofs of restated results are in the ledger, and of how many."""
    from scaffold.check.report import review

    restated = review.restated_proofs(files, paper)
    names = {" ".join(name.lower().split()) for name in ledger}
    entered = [s for s in paper.statements if s.id in restated and {s.id.lower(), s.title.lower()} & names]
    return len(entered), len(restated)


def _talk(folder: Path) -> Timing | BadDeck:
    try:
        return talking.talk(folder).timing
    except BadDeck as e:
        return e


def _days(profile: Profile, today: date) -> Iterator[Day]:
    """The events that have not passed, all that is handed in, and the own talk, in the order of time."""
    events = ((e.what, e.first) for e in profile.events if (e.last or e.first) >= today)
    handed_in = ((d.what, d.day) for d in profile.deliverables if d.day is not None)
    own = ((_called(profile.own_talk), day) for day in (profile.own_talk.day,) if day is not None)
    for what, day in sorted({*events, *handed_in, *own}, key=lambda row: (row[1], row[0])):
        yield Day(what, day, (day - today).days)


def _called(talk: OwnTalk) -> str:
    """ "Your talk (10:15, slot 2, A 313)", as far as it is known."""
    begins = f"{talk.time:%H:%M}" if talk.time else ""
    details = ", ".join(filter(None, (begins, str(replace(talk, day=None)))))
    return f"Your talk ({details})" if details else "Your talk"


def _broken(folder: Path, report: BuiltPdf, talk: Timing | BadDeck) -> Iterator[str]:
    """What comes before all else: without it, nothing can be built or measured."""
    for name in report.lost:
        yield f"{name} is missing: {originals.to_restore(folder, name)}"
    for file, line in merging_files.unmerged(folder):
        yield f"resolve the conflict in {file}:{line}"
    if isinstance(talk, BadDeck) and any((folder / name).is_file() for name in DECKS.values()):
        yield f"{talk.message}: {talk.hint}"
    if report.pdf is None:
        yield "scaffold build"


def _in_order(profile: Profile, report: Iterator[str], talk: Iterator[str]) -> Iterator[str]:
    """The steps of what is due first; the report's time is over after its day."""
    due = profile.report_due
    over = due is not None and dates.is_over(due, clock.now())
    yield from (*talk, *report) if over else (*report, *talk)
    yield "scaffold check --final"


def _of_report(parts: Sequence[PartStatus]) -> Iterator[str]:
    """The parts in which nothing is written yet, in their order, then those with questions, then the too long ones."""
    for part in (part for part in parts if part.open and not part.words):
        yield f"write {part.title}: it has no words of your own yet, and {_open(part)}"
    for part in (part for part in parts if part.open):
        yield f"go on with {part.title}: {_open(part)}"
    for part in parts:
        if part.pages is not None and part.pages > part.budget:
            yield f"shorten {part.title}: it has {part.pages:.2f} of {part.budget:.2f} pages"


def _open(part: PartStatus) -> str:
    return f"{part.open} questions and to-dos are open" if part.open != 1 else "1 question or to-do is open"


def _of_talk(timed: Timing | None) -> Iterator[str]:
    if timed is not None and timed.total > timed.limit:
        yield "scaffold talk, which shows what to skip"


def status_json(found: Status) -> dict[str, Any]:
    """The status as plain JSON values."""
    return {
        "schema": SCHEMA,
        "parts": [asdict(part) for part in found.parts],
        "talk": {"seconds": found.seconds, "limit": found.limit, "error": found.deck},
        "proofs": {"entered": found.proofs, "restated": found.restated},
        "missing": list(found.missing),
        "days": [{"what": d.what, "day": d.day.isoformat(), "left": d.left} for d in found.days],
        "next": found.next,
    }
