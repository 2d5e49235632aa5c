"""The report of a project, written and compiled until LaTeX sets every statement that it can.

What a compilation teaches makes the next attempt: a loop over frozen values, which `init` starts with nothing known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import EngineMissing
from scaffold.model import Paper
from scaffold.pipeline.graphics import Clips, Files
from scaffold.pipeline.reading import Say
from scaffold.plans import ProjectFile, ReportPlan, TalkPlan
from scaffold.project import layout
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult

_MOST = 5
"""Attempts at most: each shows LaTeX's first errors only, and replaces the statements that they are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What is to be written into a folder; the same for all attempts.

    figures are the files of the paper's figures, by figure. venue is where the paper was published, or "".
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
    """What is known after an attempt.

    failed are the ids of statements that LaTeX could not set: a clip or a pointer stands in their place. report are
    the files of report/ that follow from it; result is None where they were not compiled. notes are for the student.
    """

    clips: Clips
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    report: tuple[ProjectFile, ...] = ()
    result: TexResult | None = None

    @property
    def pages(self) -> int | None:
        """Pages of the report; None where it was not compiled, or not without errors."""
        return self.result.pages if self.result is not None and self.result.ok else None


def written(project: Project, attempt: Attempt) -> Attempt:
    """The attempt with its files of report/, which are on disk then."""
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


def settled(project: Project, attempt: Attempt, say: Say) -> Attempt:
    """The attempt that follows when a written one is compiled until nothing changes, five attempts at most."""
    say("verify", "compiling the report", None, None)
    try:
        last = _last(project, attempt)
    except EngineMissing as e:
        return replace(attempt, notes=(*attempt.notes, f"nothing was verified: {e.message} ({e.hint})"))
    told = f"report compiles, {last.pages} pages" if last.pages is not None else "report does not compile yet"
    say("verify", told, None, None)
    return replace(last, notes=(*last.notes, *_notes(project.paper, last)))


def _last(project: Project, attempt: Attempt) -> Attempt:
    for _ in range(_MOST - 1):
        after = _compiled(project, attempt)
        if after.failed == attempt.failed:
            return after
        attempt = written(project, after)
    return replace(_compiled(project, attempt), failed=attempt.failed)


def _compiled(project: Project, attempt: Attempt) -> Attempt:
    """The attempt with LaTeX's result and the statements that it shows to fail, of which clips are cut."""
    from scaffold.engines.latex import compile
    from scaffold.write.report import statements

    result = compile.compile_tex(project.folder / "report" / "report.tex", project.folder / "build")
    broken = statements.failed(m.file for m in result.errors) if not result.ok else frozenset()
    new = tuple(sorted((broken & {s.id for s in project.paper.statements}) - set(attempt.failed)))
    return replace(attempt, result=result, failed=(*attempt.failed, *new), clips=attempt.clips.more(new))


def _notes(paper: Paper, last: Attempt) -> Iterator[str]:
    """What came of compiling, for the student."""
    for id in last.failed:
        instead = "shows a clip of it" if id in last.clips.by_id else "points to it"
        title = paper.statement(id).title
        yield f"{title} does not compile outside the paper: the report {instead} instead"
    if last.result is not None and not last.result.ok:
        first = last.result.errors[0] if last.result.errors else "no PDF was made"
        yield f"the report does not compile yet: {first}"
