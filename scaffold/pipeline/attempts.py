"""Writes and compiles the report of a project until LaTeX can typeset every statement in it.

A loop over frozen values: the errors of one attempt decide what the next one replaces.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.culprits import Verdict
from scaffold.errors import EngineMissing, ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.model import Paper
from scaffold.pipeline import blame, lettering
from scaffold.pipeline.graphics import Clips, Files
from scaffold.plans import ProjectFile, ReportPlan, TalkPlan
from scaffold.project import layout
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold.engines.background import Task
    from scaffold.engines.latex.compile import TexResult
    from scaffold.engines.latex.runs import Citations

_MAX_ATTEMPTS = 5
"""Maximum number of attempts: each one shows only LaTeX's first errors and replaces the statements they are in."""

_BY_ERRORS = 2
"""Attempts after which statements are tried alone, although each run names one: LaTeX may end at its first error."""

_SPARE_PAGES = 5
"""Pages above the budget of a report at which its statements are tried alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What to write into a folder; the same for all attempts.

    figures are the image files by figure id. venue is where the paper was published, or "".
    """

    folder: Path
    paper: Paper
    profile: Profile
    report: ReportPlan
    talk: TalkPlan
    student: str
    review: str | None
    figures: Files
    venue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The state after an attempt.

    failed are the ids of statements that LaTeX could not typeset: a clip or a reference to the paper replaces them.
    why has reasons for some of them; suspected are those in which a run stopped, as long as no other run shows that it
    was their fault. minimal: macros beyond those of the plan's statements are left out, as LaTeX failed in them. report
    are the files of report/; result is None if they were not compiled. counting says which of its pages count, where
    not all do. notes are for the student.
    """

    clips: Clips
    failed: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    suspected: tuple[str, ...] = ()
    minimal: bool = False
    notes: tuple[str, ...] = ()
    report: tuple[ProjectFile, ...] = ()
    result: TexResult | None = None
    counting: str = ""

    @property
    def pages(self) -> int | None:
        """Pages of the report; None if it was not compiled or has errors."""
        return self.result.pages if self.result is not None and self.result.ok else None


def write(project: Project, attempt: Attempt) -> Attempt:
    """Writes the files of report/ for an attempt; returns the attempt with them."""
    attempt = _drafted(project, attempt)
    layout.write_files(project.folder, attempt.report)
    return attempt


def _drafted(project: Project, attempt: Attempt) -> Attempt:
    """The attempt with the files of report/, which are not written yet."""
    attempt = replace(attempt, clips=attempt.clips.more(_incomplete(project)))
    return replace(attempt, report=_files(project, attempt))


@dataclass(frozen=True, slots=True)
class Ahead:
    """The report as it will be if no statement has to be replaced, while LaTeX compiles it; None: it does not."""

    files: tuple[ProjectFile, ...]
    compiling: Task[None] | None

    def settle(self, attempt: Attempt) -> None:
        """Waits for LaTeX if the attempt has the same files, and stops it otherwise."""
        if self.compiling is None:
            return
        if attempt.report == self.files:
            self.compiling()
        else:
            self.compiling.cancel()


@contextlib.contextmanager
def begun(project: Project, clips: Clips, *, tex: bool) -> Iterator[Ahead]:
    """Compiles the report of a first attempt in the block, if LaTeX may run (tex) and a core is free for it.

    Nothing would be kept of a report with Biber.
    """
    from scaffold.engines import background, limits, workers

    biber = project.profile.references.engine == "biblatex" and limits.which("biber") is not None
    if not tex or biber or workers.cores() < 2:
        yield Ahead((), None)
        return
    files = _drafted(project, Attempt(clips=clips)).report
    with background.started(partial(_compile_ahead, files, _expected(project, files))) as compiling:
        yield Ahead(files, compiling)


def _compile_ahead(files: tuple[ProjectFile, ...], expected: Citations | None) -> None:
    from scaffold.engines.latex import compile
    from scaffold.engines.latex.patience import OF_A_TRIAL

    with contextlib.suppress(ScaffoldError):  # the same error will come again, and then somebody is told
        contents = {f.path.removeprefix("report/"): f.content for f in files}
        compile.compile_ahead(contents, "report.tex", patience=OF_A_TRIAL, expected=expected)


def _expected(project: Project, files: tuple[ProjectFile, ...]) -> Citations | None:
    """What the report cites before the student writes; None if BibTeX is not used."""
    from scaffold.engines.latex.runs import Citations
    from scaffold.pipeline import citing

    if project.profile.references.engine != "natbib":
        return None
    sources = {f.path.removeprefix("report/"): f.content for f in files if f.path.startswith("report/")}
    data = tuple(name for name in _BIBLIOGRAPHIES if f"{name}.bib" in sources)
    return Citations(lettering.cited(citing.printed(sources)), project.profile.references.style, data)


_BIBLIOGRAPHIES = ("generated/references", "own")


def _incomplete(project: Project) -> frozenset[str]:
    """The statements that are replaced without compiling them."""
    from scaffold.write.report import files as report

    return report.broken(project.paper)


def _files(project: Project, attempt: Attempt) -> tuple[ProjectFile, ...]:
    from scaffold.engines import limits
    from scaffold.write.report import files as report

    files = report.write(
        project.paper,
        project.report,
        project.profile,
        student=project.student or None,
        review=project.review,
        failed=attempt.failed,
        clips=attempt.clips.by_id,
        figures=project.figures,
        venue=project.venue,
        bibtex=limits.which("biber") is None,
        minimal=attempt.minimal,
    )
    return lettering.with_letters(files, "report")


def compile_until_stable(
    project: Project, attempt: Attempt, progress: Progress, *, meanwhile: str = "", ahead: Ahead | None = None
) -> Attempt:
    """Compiles a written attempt and rewrites it until nothing changes, at most five times; returns the last one.

    Without LaTeX, the attempt stays as it is. meanwhile is what is made beside the report, for the progress;
    ahead is the report that LaTeX has begun with.
    """
    both = f"compiling the report, the {meanwhile} meanwhile" if meanwhile else "compiling the report"
    progress("verify", both, None, None)
    if ahead is not None:
        ahead.settle(attempt)
    try:
        last = _final(project, attempt, progress)
    except EngineMissing:
        return attempt
    last = replace(last, counting=_counting(project, last))
    counting = f" ({last.counting})" if last.counting else ""
    message = (
        f"report compiles, {last.pages} pages{counting}" if last.pages is not None else "report does not compile yet"
    )
    progress("verify", message, None, None)
    return replace(last, notes=(*last.notes, *_notes(project.paper, last)))


def _counting(project: Project, last: Attempt) -> str:
    """Which pages of the report count, if they are not as many as the seminar wants; "" if all count."""
    from scaffold.check.artefacts import pdf as reader
    from scaffold.pipeline import measurements

    result = last.result
    if result is None or result.pdf is None or last.pages in (None, math.ceil(project.profile.pages)):
        return ""
    try:
        return measurements.lengths(result.pdf, project.profile, project.folder)[1]
    except reader.Unreadable:
        return ""


def _final(project: Project, attempt: Attempt, progress: Progress) -> Attempt:
    searched = False
    for n in range(_MAX_ATTEMPTS - 1):
        attempt = _compiled(project, attempt)
        said = _verdict(project, attempt)
        if said.ok:
            return attempt
        if not attempt.minimal and (why := _in_macros(attempt)):
            attempt = write(project, replace(attempt, minimal=True, notes=(*attempt.notes, _MINIMAL.format(why))))
            continue
        again = _replaced(attempt, said.proven)
        if again == attempt and len(said.suspects) == 1 and not (searched or attempt.suspected):
            again = replace(_replaced(attempt, {said.suspects[0]: said.why}), suspected=said.suspects)
        elif (again == attempt or n >= _BY_ERRORS) and not searched:
            progress("verify", "looking for the statements that LaTeX cannot typeset", None, None)
            again, searched = _searched(project, again), True
        if again.failed == attempt.failed:
            return again
        attempt = write(project, again)
    return _compiled(project, attempt)


_MINIMAL = (
    "the report has only the macros of the statements that it shows, as LaTeX stops at one of the paper's others: {}"
)


def _in_macros(attempt: Attempt) -> str:
    """The first error in the macros taken from the paper; "" if there is none."""
    errors = attempt.result.errors if attempt.result is not None else ()
    return next((str(e) for e in errors if e.file in ("generated/macros.tex", "generated/notation.tex")), "")


def _compiled(project: Project, attempt: Attempt) -> Attempt:
    """The attempt with LaTeX's result."""
    from scaffold.engines.latex import compile
    from scaffold.engines.latex.patience import OF_A_TRIAL

    folder, expected = project.folder, _expected(project, attempt.report)
    report = folder / "report" / "report.tex"
    result = compile.compile_tex(report, folder / "build", patience=OF_A_TRIAL, expected=expected)
    return replace(attempt, result=result)


def _verdict(project: Project, attempt: Attempt) -> Verdict:
    """What the result says about the statements that are not replaced yet."""
    from scaffold.write.report import statements

    if attempt.result is None:
        return Verdict(ok=True)
    if attempt.pages is not None and attempt.pages > project.profile.pages + _SPARE_PAGES:
        return Verdict(ok=False)
    said = blame.verdict(attempt.result, statements.failed)
    left = {s.id for s in project.paper.restatable} - set(attempt.failed)
    proven = {id: said.proven[id] for id in sorted(left & said.proven.keys())}
    return replace(said, proven=proven, suspects=tuple(id for id in said.suspects if id in left))


def _searched(project: Project, attempt: Attempt) -> Attempt:
    """The attempt after its statements were compiled alone; a suspect that is well then is not replaced."""
    from scaffold.write.report import statements

    failed = tuple(id for id in attempt.failed if id not in attempt.suspected)
    ids = tuple(id for id in project.report.statements() if id not in {*failed, *_incomplete(project)})
    shown = _files(project, replace(attempt, failed=failed))
    files = {f.path.removeprefix("report/"): f.content for f in shown}
    runs = 1 if attempt.result is None else min(2, attempt.result.runs)
    found = blame.found_alone(ids, files, statements.failed, runs)
    return _replaced(replace(attempt, failed=failed, suspected=()), found) if found else attempt


def _replaced(attempt: Attempt, why: Mapping[str, str]) -> Attempt:
    """The attempt in which these statements are replaced too, and clips for them."""
    new = tuple(id for id in why if id not in attempt.failed)
    if not new:
        return attempt
    return replace(attempt, failed=(*attempt.failed, *new), why={**attempt.why, **why}, clips=attempt.clips.more(new))


def _notes(paper: Paper, last: Attempt) -> Iterator[str]:
    """Notes for the student on the compilation."""
    for id in last.failed:
        instead = "shows a picture of it" if id in last.clips.by_id else "refers to the paper"
        title, why = paper.statement(id).title, last.why.get(id, "")
        cause = f", as {why}" if why else ""
        yield f"{title} does not compile outside the paper{cause}: the report {instead} instead"
    if last.result is not None and not last.result.ok:
        first = last.result.errors[0] if last.result.errors else "no PDF was made"
        yield f"the report does not compile yet: {first}"
