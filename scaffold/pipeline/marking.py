"""`seminar sheet`, `seminar note`, `seminar results`: what is measured, noted and entered of each student.

Nothing here judges: points are entered by the instructor, and the rules are those of the profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import clock, disk, seminar
from scaffold.cohort.tables import key
from scaffold.errors import BadTable
from scaffold.pipeline import scheduling, tabulating, typesetting

if TYPE_CHECKING:
    from scaffold.cohort.marks import Result, Sheet
    from scaffold.cohort.measured import Measured
    from scaffold.cohort.programme import Entry
    from scaffold.languages import Language
    from scaffold.seminar import Profile
    from scaffold.write.handouts.grading import Page

SCHEMA = 1
"""Version of the output of `seminar sheet`, `note` and `results` with `--json`; breaking changes increment it."""

NOTES = "notes.csv"
_NOTES = ("date", "student", "note")

_LABELS = (
    "grading.handed-in",
    "grading.days-late",
    "grading.report-pages",
    "grading.slide-pages",
    "grading.minutes",
    "grading.failed",
    "grading.problems",
)
"""What the facts of a sheet are called on paper."""

_IF_ANY = ("grading.failed", "grading.problems")
"""Those that are not printed if there are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the grading sheet is made of: table says who has which paper; the others may be missing.

    facts is what `seminar collect` wrote, programme what `seminar programme` wrote.
    """

    table: Path
    facts: Path | None
    programme: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note: of whom, on which day, and how many that student has now."""

    name: str
    day: str
    note: str
    count: int


Notes = Mapping[str, Sequence[tuple[str, str]]]
"""Days and notes, by the keys of the students' names."""


def note(name: str, text: str, table: Path) -> Noted:
    """Adds a note on a student to notes.csv, beside the table of who has which paper. Raises BadTable, DiskError."""
    from scaffold.cohort.roster import named, read_roster

    member, path = named(name, read_roster(table), table), table.with_name(NOTES)
    day, text = clock.today().isoformat(), " ".join(text.split())
    if not text:
        raise BadTable("the note has no text", 'write what was asked, such as "about the constant in Theorem 2"')
    tabulating.append(path, _NOTES, (day, member, text))
    return Noted(name=member, day=day, note=text, count=len(_notes(path)[key(member)]))


def _notes(path: Path) -> Notes:
    from scaffold.cohort.tables import read

    found: dict[str, list[tuple[str, str]]] = {}
    for row in read(path).rows if path.is_file() else ():
        day, name, text = (row.plain(n) for n in range(len(_NOTES)))
        found.setdefault(key(name), []).append((day, text))
    return found


def sheet(sources: Sources, output: Path, *, rules: str) -> Sheet:
    """The grading sheet of an assignment, also written to output; what was entered there stays, by name.

    Raises BadTable, BadProfile, DiskError.
    """
    from scaffold.cohort import marks, tables

    grading = seminar.load(rules).grading
    found = marks.merged(list(_fresh(sources)), grading, tables.read(output) if output.is_file() else None)
    tabulating.write(found.headings, ([row[h] for h in found.headings] for row in found.rows), output)
    return found


def _fresh(sources: Sources) -> Iterator[dict[str, str]]:
    """What is known of each student with a paper, by heading. Raises BadTable."""
    from scaffold.cohort.marks import QUESTIONS
    from scaffold.cohort.roster import read_roster

    measured = _measured(sources.facts)
    talks, notes = _talks(sources.programme), _notes(sources.table.with_name(NOTES))
    seats = [seat for seat in read_roster(sources.table) if seat.paper]
    if not seats:
        raise BadTable(f"nobody in {sources.table} has a paper", "scaffold seminar assign gives them out")
    for seat, member in ((s, member) for s in seats for member in s.members):
        talk = talks.get(key(member))
        title = seat.title or (talk.title if talk else "")
        row = {"student": member, "paper": seat.paper, QUESTIONS: str(len(notes.get(key(member), ())))}
        row |= {"title": title} if title else {}
        row |= {"talk": f"{talk.day} {talk.start:%H:%M}"} if talk else {}
        if measured is not None:
            row |= _facts(measured.get(key(seat.name)) or measured.get(key(member)))
        yield row


def _measured(path: Path | None) -> Mapping[str, Measured] | None:
    """What was measured, by the keys of the names; None if there is no table of it. Raises BadTable."""
    from scaffold.cohort.measured import read_measured

    return None if path is None else {key(m.student): m for m in read_measured(path)}


def _talks(path: Path | None) -> Mapping[str, Entry]:
    """The talks by the keys of their speakers. Raises BadTable."""
    from scaffold.cohort.programme import read_programme

    return {} if path is None else {key(name): e for e in read_programme(path) for name in e.names}


def _facts(found: Measured | None) -> dict[str, str]:
    """The measured facts by heading; "" is unknown."""
    from scaffold.cohort.marks import FACTS

    if found is None:
        return dict.fromkeys(FACTS, "")
    numbers = (found.late, found.pages, found.slides, found.minutes)
    failed = "; ".join(name for name, verdict in found.checks.items() if verdict == "fail")
    values = (found.when.replace("T", " "), *("" if n is None else f"{n:g}" for n in numbers), failed, found.problems)
    return dict(zip(FACTS, values, strict=True))


def sheet_json(found: Sheet) -> dict[str, Any]:
    """The sheet as plain JSON values."""
    return {"schema": SCHEMA, "students": [dict(row) for row in found.rows], "problems": list(found.problems)}


def note_json(found: Noted) -> dict[str, Any]:
    """The note as plain JSON values."""
    return {"schema": SCHEMA, **asdict(found)}


def results(path: Path, rules: str) -> tuple[Result, ...]:
    """What follows from a grading sheet, by the rules of the profile. Raises BadTable, BadProfile."""
    from scaffold.cohort import marks

    return marks.results(path, seminar.load(rules).grading)


def uncounted(path: Path, rules: str) -> tuple[str, ...]:
    """A sentence for each column of a sheet with points that the profile does not know. Raises BadTable, BadProfile."""
    from scaffold.cohort import marks, tables

    known = set(map(key, marks.entered(seminar.load(rules).grading)))
    return tuple(marks.uncounted(h for h in tables.read(path).headings if key(h) not in known))


def write_results(found: Sequence[Result], rules: str, path: Path) -> None:
    """Writes a line for each student. Raises DiskError."""
    parts = [f"{part.what} (%)" for part in seminar.load(rules).grading.parts]
    rows = (
        (r.name, *map(_rounded, (*r.parts, r.total, r.bonus, r.with_bonus)), r.passed, "; ".join(r.why)) for r in found
    )
    tabulating.write(("student", *parts, "total (%)", "bonus (%)", "with bonus (%)", "passed", "why"), rows, path)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def results_json(found: Sequence[Result], rules: str, problems: Sequence[str]) -> dict[str, Any]:
    """The results as plain JSON values; null is what is not known yet."""
    names = [part.what for part in seminar.load(rules).grading.parts]
    rows = [
        {
            "student": r.name,
            "parts": [{"part": n, "percent": _rounded(p)} for n, p in zip(names, r.parts, strict=True)],
            "total": _rounded(r.total),
            "bonus": r.bonus,
            "with_bonus": _rounded(r.with_bonus),
            "passed": r.passed,
            "why": list(r.why),
        }
        for r in found
    ]
    return {"schema": SCHEMA, "results": rows, "problems": list(problems)}


def pdf(found: Sheet, sources: Sources, output: Path, path: Path, *, rules: str) -> int:
    """Prints a sheet, as it was written to output, to a PDF with a page for each student; how many pages it has.

    Raises BadTable for points that are no number, EngineMissing, EngineFailed, DiskError.
    """
    from scaffold.write.handouts import grading

    profile = seminar.load(rules)
    concluded = {key(r.name): r for r in results(output, rules)}
    notes, entries = _notes(sources.table.with_name(NOTES)), _talks(sources.programme)
    pages = [
        _page(row, profile, entries, result=concluded[of], questions=notes.get(of, ()))
        for row, of in ((row, key(row["student"])) for row in found.rows)
    ]
    tex = grading.sheets(pages, profile.title, profile.grading, profile.language)
    result = typesetting.typeset(path.name, tex, {})
    disk.write(result.data, path)
    return result.pages or len(pages)


def _page(
    row: Mapping[str, str],
    profile: Profile,
    talks: Mapping[str, Entry],
    *,
    result: Result,
    questions: Sequence[tuple[str, str]],
) -> Page:
    """What is printed of a student."""
    from scaffold.cohort.marks import MISSED, REMARKS
    from scaffold.write.handouts.grading import Page

    say, given = profile.language, profile.grading
    paper = " · ".join(filter(None, (row["paper"], row["title"])))
    talk = talks.get(key(row["student"]))
    day = f"{say.date(talk.day)}, {talk.start:%H:%M}" if talk else row["talk"]
    when = say("grading.talk-on", when=day) if day else ""
    return Page(
        name=row["student"],
        about=[*filter(None, (paper, when)), *_duties(row["student"], talks, profile)],
        facts=list(_printed(row, say)),
        points=[[row[part.heading(c)] for c in part.criteria] for part in given.parts],
        questions=questions,
        missed=row[MISSED],
        remarks=row[REMARKS],
        total=result.total,
        with_bonus=result.with_bonus,
        passed=result.passed,
    )


def _printed(row: Mapping[str, str], say: Language) -> Iterator[tuple[str, str]]:
    """The measured facts with their names; "unknown" if there is none, and for those that are not known."""
    from scaffold.cohort.marks import FACTS

    if not any(row[fact] for fact in FACTS):
        yield say("grading.unknown"), ""
        return
    for label, fact in zip(_LABELS, FACTS, strict=True):
        if row[fact] or label not in _IF_ANY:
            yield say(label), row[fact] or say("grading.unknown")


def _duties(name: str, talks: Mapping[str, Entry], profile: Profile) -> Iterator[str]:
    """Which duties a student has in the talks of others, as sentences."""
    for entry in dict.fromkeys(talks.values()):
        for duty, holder in scheduling.duties(entry):
            if key(holder) == key(name):
                yield profile.language(scheduling.SENTENCES[duty], name=entry.name)
