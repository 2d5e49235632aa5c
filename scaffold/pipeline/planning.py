"""What `graph` and `plan` show: a project or source with its ranked results, plans and graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import disk, seminar
from scaffold.diagnostics import Diagnostic, Log
from scaffold.errors import ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.model import Paper
from scaffold.pipeline import talking
from scaffold.pipeline.reading import Options, inspect, page_by_page
from scaffold.plans import Branch, ReportPlan, RoadMap, TalkPlan
from scaffold.project import state
from scaffold.project.paper import paper_of, profile_of, project_folder
from scaffold.project.state import Settings
from scaffold.spans import Span

if TYPE_CHECKING:
    from scaffold.planning.evidence import Evidence
    from scaffold.planning.graph import Graph

_MOST_TITLES = 8
"""Titles of a cycle that a message names."""

_NOT_FOUND = "main-not-found"
_UNKNOWN = re.compile(r"\[\?(?:, \?)*\]")
"""Citations whose labels are unknown."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A ranked paper and its origin: folder and settings are None for a source that is not a project.

    chosen are the main results that the student named and the paper has; empty if scaffold chose them.
    """

    paper: Paper
    folder: Path | None = None
    settings: Settings | None = None
    chosen: tuple[str, ...] = ()

    @property
    def not_found(self) -> tuple[Diagnostic, ...]:
        """Warnings for main results that scaffold.toml names and the paper does not have."""
        return tuple(d for d in self.paper.diagnostics if d.code == _NOT_FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A paper's proofs: the graph, its outline, the road map, names of statements in plain text, problems."""

    subject: Subject
    graph: Graph
    outline: tuple[Branch, ...]
    roadmap: RoadMap
    names: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Both plans of a paper under a profile; names as in Mapped, titles those of slides in plain text by their id.

    in_deck is the number of spoken slides of the project's deck, where a long statement takes several; None without it.
    """

    subject: Subject
    profile: seminar.Profile
    report: ReportPlan
    talk: TalkPlan
    names: Mapping[str, str]
    titles: Mapping[str, str]
    in_deck: int | None = None


def is_project(text: str) -> bool:
    """Whether this is the folder of a project. Raises DiskError if the folder must not be read."""
    return disk.is_file(Path(text) / state.FILE)


def project_at(source: str | None) -> Path | None:
    """The project in the folder source, or the current one if source is None; None for any other source."""
    if source is None:
        return project_folder(Path.cwd())
    return Path(source) if is_project(source) else None


def subject(source: str | None, options: Options, progress: Progress) -> Subject:
    """The paper of a project, with the main results set by the student, or of a source, as `inspect` reads it.

    Raises NotAProject if source is None outside a project, and the errors of reading.
    """
    folder = project_at(source)
    if folder is None:
        return Subject(inspect(replace(options, source=source or ""), progress))
    from scaffold.planning import rank

    settings = state.load(folder)
    read = paper_of(folder, settings) if options.read_from == "tex" else _from_pages(folder, progress)
    paper = rank.rank(read, settings.main)
    not_found = {d.subject for d in paper.diagnostics if d.code == _NOT_FOUND}
    return Subject(paper, folder, settings, tuple(name for name in settings.main if name not in not_found))


def _from_pages(folder: Path, progress: Progress) -> Paper:
    """The paper as read from the PDF in the project; raises UnreadablePdf."""
    from scaffold.engines.workers import apart, in_order
    from scaffold.read.pdf import reader

    progress("read", "the pages of the PDF", None, None)
    return reader.read(folder / "paper" / "paper.pdf", page_by_page(progress), reader.Cores(in_order, apart))


def plan(
    paper: Paper,
    profile: seminar.Profile,
    minutes: int | None,
    main: tuple[str, ...] = (),
    backup: tuple[str, ...] = (),
) -> tuple[Paper, ReportPlan, TalkPlan]:
    """The paper with its main results marked, and the plans of report and talk.

    backup names statements that the student wants on backup slides; names that the paper does not have are left out.
    """
    from scaffold.planning import rank
    from scaffold.planning import report as report_plan
    from scaffold.planning import talk as talk_plan

    ranked = rank.rank(paper, main)
    wanted = [id for name in backup if (id := rank.named(ranked, name)) is not None]
    return ranked, report_plan.plan(ranked, profile), talk_plan.plan(ranked, profile, minutes, wanted)


def evidence(subject: Subject) -> Mapping[str, tuple[Evidence, ...]]:
    """The evidence for and against each result being a main result, by the result's id."""
    from scaffold.planning import rank

    return rank.evidence(subject.paper)


def mapped(subject: Subject, limit: int) -> Mapped:
    """The proofs of a paper as graph, outline and road map of at most limit statements."""
    from scaffold.planning import graph, outline, spine

    paper = subject.paper
    built = graph.build(paper)
    road = spine.roadmap(paper, built, limit)
    problems = (*subject.not_found, *_graph_problems(paper, built))
    return Mapped(
        subject=subject,
        graph=built,
        outline=outline.outline(paper, built),
        roadmap=road,
        names=names(paper),
        diagnostics=problems,
    )


def names(paper: Paper) -> dict[str, str]:
    """The names of statements (not their numbers) in plain text, by id."""
    return _plainly(paper, {s.id: s.name for s in paper.statements if s.name})


def _plainly(paper: Paper, tex: Mapping[str, str]) -> dict[str, str]:
    """Texts in LaTeX as plain text, by their keys; without those that are empty then."""
    from scaffold.write.text import plain

    labels = {r.key: r.label for r in paper.references}
    read = {key: plain.text(text, paper.macros, labels) for key, text in tex.items()}
    known = {key: _UNKNOWN.sub("", text).strip(" ,;") for key, text in read.items()}
    return {key: text for key, text in known.items() if text}


def _graph_problems(paper: Paper, built: Graph) -> tuple[Diagnostic, ...]:
    """Cycles of proofs, and references to statements that the paper does not contain."""
    by_id = {s.id: s for s in paper.statements}
    log = Log()
    for group in built.cycles:
        first = by_id[group[0]]
        titles = ", ".join(by_id[id].title for id in group[:_MOST_TITLES])
        more = f" and {len(group) - _MOST_TITLES} more" if len(group) > _MOST_TITLES else ""
        message = f"the proofs of {titles}{more} seem to use each other: one of these references is not a proof step"
        log.warn("proof-cycle", first.title, Span(first.file, first.line), message)
    for id, target in built.dangling:
        s = by_id[id]
        message = f"its proof uses {target!r}, which the paper does not contain"
        log.warn("dangling-use", s.title, Span(s.file, s.line), message)
    return tuple(log.entries)


def planned(subject: Subject, *, seminar_name: str | None = None, minutes: int | None = None) -> Planned:
    """Both plans. Profile and minutes default to the project's, then to the default profile's. Raises BadProfile."""
    settings, own = subject.settings, seminar_name is None and minutes is None
    profile = seminar.load(seminar_name) if seminar_name else profile_of(settings or Settings(), subject.folder)
    if minutes is None and settings is not None:
        minutes = settings.minutes
    backup = settings.backup if settings is not None else ()
    _, report, talk = plan(subject.paper, profile, minutes, subject.chosen, backup=backup)
    return Planned(
        subject=subject,
        profile=profile,
        report=report,
        talk=talk,
        names=names(subject.paper),
        titles=_plainly(subject.paper, {s.id: s.title for s in talk.slides}),
        in_deck=_in_deck(subject.folder) if subject.folder and own else None,
    )


def _in_deck(folder: Path) -> int | None:
    """How many slides the project's deck has, without the backup; None if there is none that can be read."""
    try:
        return sum(not slide.backup for slide in talking.talk(folder).slides)
    except ScaffoldError:
        return None
