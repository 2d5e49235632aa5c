"""Writes and compiles the report of a project until LaTeX can typeset every statement in it.

A loop over frozen values: the errors of one attempt decide what the next one replaces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import EngineMissing
from scaffold.fetch.progress import Progress
from scaffold.model import Paper
from scaffold.pipeline.graphics import Clips, Files
from scaffold.plans import ProjectFile, ReportPlan, TalkPlan
from scaffold.project import layout
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult

_MAX_ATTEMPTS = 5
"""Maximum number of attempts: each one shows only LaTeX's first errors and replaces the statements they are in."""


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
    report are the files of report/; result is None if they were not compiled. notes are for the student.
    """

    clips: Clips
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    report: tuple[ProjectFile, ...] = ()
    result: TexResult | None = None

    @property
    def pages(self) -> int | None:
        """Pages of the report; None if it was not compiled or has errors."""
        return self.result.pages if self.result is not None and self.result.ok else None


def write(project: Project, attempt: Attempt) -> Attempt:
    """Writes the files of report/ for an attempt; returns the attempt with them."""
    from scaffold.engines import limits
    from scaffold.write.report import files as report

    clips = attempt.clips.more(report.broken(project.paper, project.report))
    files = report.write(
        project.paper,
        project.report,
        project.profile,
        student=project.student or None,
        review=project.review,
        failed=attempt.failed,
        clips=clips.by_id,
        figures=project.figures,
        venue=project.venue,
        bibtex=limits.which("biber") is None,
    )
    layout.write_files(project.folder, files)
    return replace(attempt, clips=clips, report=files)


def compile_until_stable(project: Project, attempt: Attempt, progress: Progress) -> Attempt:
    """Compiles a written attempt and rewrites it until nothing changes, at most five times; returns the last one."""
    progress("verify", "compiling the report", None, None)
    try:
        last = _final(project, attempt)
    except EngineMissing as e:
        return replace(attempt, notes=(*attempt.notes, f"the report was not verified: {e.message} ({e.hint})"))
    message = f"report compiles, {last.pages} pages" if last.pages is not None else "report does not compile yet"
    progress("verify", message, None, None)
    return replace(last, notes=(*last.notes, *_notes(project.paper, last)))


def _final(project: Project, attempt: Attempt) -> Attempt:
    for _ in range(_MAX_ATTEMPTS - 1):
        after = _compiled(project, attempt)
        if after.failed == attempt.failed:
            return after
        attempt = write(project, after)
    return replace(_compiled(project, attempt), failed=attempt.failed)


def _compiled(project: Project, attempt: Attempt) -> Attempt:
    """The attempt with LaTeX's result, the statements that failed to compile, and clips for them."""
    from scaffold.engines.latex import compile
    from scaffold.write.report import statements

    result = compile.compile_tex(project.folder / "report" / "report.tex", project.folder / "build")
    broken = statements.failed(m.file for m in result.errors) if not result.ok else frozenset()
    new = tuple(sorted((broken & {s.id for s in project.paper.statements}) - set(attempt.failed)))
    return replace(attempt, result=result, failed=(*attempt.failed, *new), clips=attempt.clips.more(new))


def _notes(paper: Paper, last: Attempt) -> Iterator[str]:
    """Notes for the student on the compilation."""
    for id in last.failed:
        instead = "shows a picture of it" if id in last.clips.by_id else "refers to the paper"
        title = paper.statement(id).title
        yield f"{title} does not compile outside the paper: the report {instead} instead"
    if last.result is not None and not last.result.ok:
        first = last.result.errors[0] if last.result.errors else "no PDF was made"
        yield f"the report does not compile yet: {first}"
