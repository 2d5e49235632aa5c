"""`seminar init` and `seminar update`: a project for each student, many at the same time, one connection to arXiv."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import formalities, seminar, temporary
from scaffold.errors import BadTable, ScaffoldError
from scaffold.fetch.progress import Progress, quiet
from scaffold.pipeline.reading import Options
from scaffold.project import state

if TYPE_CHECKING:
    from scaffold.cohort.roster import Seat

SCHEMA = 1
"""Version of the output of `seminar init --json` and `seminar update --json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one project.

    state is "made", "present", "updated", "unchanged", "failed" or "no paper". detail is a fact about it, or the error;
    hint and code are those of the error, "" and 0 otherwise.
    """

    name: str
    paper: str
    folder: str
    state: str
    detail: str = ""
    hint: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """A project to make."""

    seat: Seat
    options: Options


def init(
    table: Path, into: Path, options: Options, progress: Progress, *, programme: Path | None = None
) -> tuple[Result, ...]:
    """Makes the projects of a table of who has which paper, in the folder into; what is there already stays.

    options: what holds for all of them; their source, folder, student and date of the talk are each student's. The
    members of a team are the authors of their report.
    programme: when the talks are, if not as the table says. A project that fails does not stop the others. Raises
    BadTable and BadProfile, for what concerns all.
    """
    from scaffold.cohort.programme import seats_of

    seats = seats_of(table, programme)
    fields = seminar.load(options.seminar).header
    temporary.sweep(into)
    jobs = [_Job(seat, _options(seat, into, options, fields)) for seat in seats]
    return _all(_made, jobs, progress)


def _options(seat: Seat, into: Path, common: Options, fields: tuple[formalities.Field, ...]) -> Options:
    team = len(seat.members) > 1
    given = [{f.name: row[n] for f in fields for n in row if formalities.has((f,), n)} for row in seat.others]
    header, details = _shared(given) if team else (given[0], [])
    return replace(
        common,
        source=seat.paper,
        directory=into / seat.folder,
        student=seat.name,
        authors=dict(zip(seat.members, seat.parts, strict=True)) if team else {},
        details=dict(zip(seat.members, details, strict=True)) if team else {},
        header={**common.header, **header},
        talk_date=seat.talk,
        own=False,
    )


def _shared(given: Sequence[Mapping[str, str]]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The header fields of a team, which are the same in all rows that have one, and those of each member."""
    from scaffold.cohort.roster import personal

    values: dict[str, set[str]] = {}
    for row in given:
        for name, value in row.items():
            values.setdefault(name, set()).add(value)
    shared = {name: next(iter(found)) for name, found in values.items() if len(found) == 1 and not personal(name)}
    return shared, [{name: value for name, value in row.items() if name not in shared} for row in given]


def _made(job: _Job) -> Result:
    from scaffold.pipeline import creating

    seat, folder = job.seat, job.options.directory
    assert folder is not None  # init sets it

    def result(state: str, detail: str = "") -> Result:
        return Result(name=seat.name, paper=seat.paper, folder=str(folder), state=state, detail=detail)

    if not seat.paper:
        return result("no paper")
    if (folder / state.FILE).is_file():
        return _guarded(lambda: _present(seat, folder), result("failed"))

    def make() -> Result:
        created = creating.init(job.options, quiet)
        count, number = len(created.paper.statements), created.paper.pages
        pages = f", {number} page{'s' * (number != 1)}" if number else ""
        return result("made", f"{count} statement{'s' * (count != 1)}{pages}")

    return _guarded(make, result("failed"))


def _present(seat: Seat, folder: Path) -> Result:
    """A project that exists; raises BadTable if it is about another paper than the table says."""
    from scaffold.fetch.identifiers import as_arxiv_id

    settings = state.load(folder)
    wanted, has = as_arxiv_id(seat.paper), settings.arxiv_id or settings.source
    if has != (wanted.id if wanted else seat.paper):
        hint = f"rename {folder.name}, which keeps it, and run the same command again; or correct the table"
        raise BadTable(f"{folder} is about {has}, but the table gives {seat.name} {seat.paper}", hint)
    return Result(name=seat.name, paper=seat.paper, folder=str(folder), state="present")


def update(into: Path, progress: Progress) -> tuple[Result, ...]:
    """Brings all projects in a folder up to date; one that fails does not stop the others. Raises BadTable."""
    folders = sorted(path.parent for path in into.glob(f"*/{state.FILE}"))
    if not folders:
        raise BadTable(f"{into} has no projects", "scaffold seminar init makes them; --into names their folder")
    return _all(_updated, folders, progress)


def _updated(folder: Path) -> Result:
    from scaffold.pipeline import updating

    failed = Result(name=folder.name, paper="", folder=str(folder), state="failed")

    def bring() -> Result:
        settings = state.load(folder)
        done = updating.update(folder, progress=quiet)
        changed = sum(change.what != "kept" for change in done.files)
        detail = f"{changed} file{'s' * (changed != 1)}"
        if done.conflicts:
            detail += f", {done.conflicts} conflict{'s' * (done.conflicts != 1)} to settle"
        return Result(
            name=settings.student or folder.name,
            paper=settings.arxiv_id or settings.source,
            folder=str(folder),
            state="updated" if changed else "unchanged",
            detail=detail if changed else "",
        )

    return _guarded(bring, failed)


def _guarded(make: Callable[[], Result], failed: Result) -> Result:
    """What make returns, or what failed with the error: it must not end the work on the others."""
    try:
        return make()
    except ScaffoldError as e:
        return replace(failed, detail=e.message, hint=e.hint, code=e.exit_code)
    except (Exception, MemoryError) as e:
        hint = "make this project alone, which writes a report on the bug"
        return replace(failed, detail=f"a bug in scaffold ({type(e).__name__}: {e})", hint=hint, code=1)


def _all(work: Callable[[Any], Result], jobs: Iterable[Any], progress: Progress) -> tuple[Result, ...]:
    from scaffold.engines.workers import in_order

    jobs, found = list(jobs), []
    progress("projects", f"0 of {len(jobs)}", 0, len(jobs))
    for result in in_order(work, jobs):
        found.append(result)
        progress("projects", f"{len(found)} of {len(jobs)}: {result.name} {result.state}", len(found), len(jobs))
    return tuple(found)


def results_json(results: Sequence[Result]) -> dict[str, Any]:
    """The results as plain JSON values."""
    return {"schema": SCHEMA, "projects": [asdict(r) for r in results]}
