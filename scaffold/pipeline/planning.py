"""What `graph` and `plan` show: a project or any source, ranked by evidence or the student's word, planned."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import disk, model, plans, seminar
from scaffold.diagnostics import Diagnostic
from scaffold.errors import BadProfile, NotAProject
from scaffold.model import Paper
from scaffold.pipeline.creating import plan
from scaffold.pipeline.reading import Options, Say, inspect
from scaffold.plans import ReportPlan, RoadMap, TalkPlan
from scaffold.project import state
from scaffold.project.state import Settings
from scaffold.spans import Span

if TYPE_CHECKING:
    from scaffold.planning.graph import Graph
    from scaffold.planning.outline import Branch

SCHEMA = 1
"""Counts the breaking changes of what `graph --json` and `plan --json` print."""

_PAPER = "paper/paper.json"
_NOT_FOUND = "main-not-found"
_UNKNOWN = re.compile(r"\[\?(?:, \?)*\]")
"""Citations of which nobody knows what they print."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A ranked paper and where it came from: folder and settings are None for a source that is no project.

    chosen are the student's names of the main results, as far as the paper has them; empty where evidence chose.
    """

    paper: Paper
    folder: Path | None = None
    settings: Settings | None = None
    chosen: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[Diagnostic, ...]:
        """What scaffold.toml names as main results and the paper does not have."""
        return tuple(d for d in self.paper.diagnostics if d.code == _NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A paper's proofs: the graph, its outline, a road map of at most so many boxes, plain names, what is amiss."""

    subject: Subject
    graph: Graph
    outline: tuple[Branch, ...]
    roadmap: RoadMap
    names: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """Both plans of a paper under a profile; names as in Mapped."""

    subject: Subject
    profile: seminar.Profile
    report: ReportPlan
    talk: TalkPlan
    names: Mapping[str, str]


def project_at(source: str | None) -> Path | None:
    """The project that was meant: that folder, without a source the one we are in; None for any other source."""
    from scaffold.pipeline.building import project_folder

    if source is None:
        return project_folder(Path.cwd())
    return Path(source) if (Path(source) / state.FILE).is_file() else None


def subject(source: str | None, options: Options, say: Say, scratch: AbstractContextManager[Path]) -> Subject:
    """The paper of a project, with the student's word on its main results, or of a source, as `inspect` reads it.

    Raises NotAProject where source is None outside a project, and whatever reading raises.
    """
    folder = project_at(source)
    if folder is None:
        return Subject(inspect(replace(options, source=source or ""), say, scratch))
    from scaffold.planning import rank

    settings = state.load(folder)
    read = paper_of(folder, settings) if options.read_from == "tex" else _from_pages(folder)
    paper = rank.rank(read, settings.main)
    lost = {d.subject for d in paper.diagnostics if d.code == _NOT_FOUND}
    return Subject(paper, folder, settings, tuple(name for name in settings.main if name not in lost))


def _from_pages(folder: Path) -> Paper:
    """The paper as its PDF in the project shows it; raises UnreadablePdf."""
    from scaffold.engines.workers import in_order
    from scaffold.read.pdf import reader

    return reader.read(folder / "paper" / "paper.pdf", each=in_order)


def paper_of(folder: Path, settings: Settings) -> Paper:
    """The paper as the project keeps it; raises NotAProject."""
    path = folder / _PAPER
    source = settings.arxiv_id or settings.source or "the paper"
    hint = f"make the project anew in another folder and copy {_PAPER} from there: scaffold init {source}"
    try:
        return model.from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NotAProject(f"{path} is missing", hint) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise NotAProject(f"{path} cannot be read: {e}", hint) from e


def mapped(subject: Subject, limit: int) -> Mapped:
    """The proofs of a paper as graph, outline and road map of at most limit statements."""
    from scaffold.planning import graph, outline

    paper = subject.paper
    built = graph.build(paper)
    road = graph.roadmap(paper, built, limit)
    amiss = (*subject.lost, *_amiss(paper, built))
    return Mapped(subject, built, outline.outline(paper, built), road, names(paper), amiss)


def names(paper: Paper) -> dict[str, str]:
    """What the paper calls its statements besides their numbers, in plain characters; by id."""
    from scaffold.write.text import plain

    labels = {r.key: r.label for r in paper.references}
    named = {s.id: plain.text(s.name, paper.macros, labels) for s in paper.statements if s.name}
    known = {id: _UNKNOWN.sub("", name).strip(" ,;") for id, name in named.items()}
    return {id: name for id, name in known.items() if name}


def _amiss(paper: Paper, built: Graph) -> tuple[Diagnostic, ...]:
    """Circles of proofs and uses of what is not there."""
    by_id = {s.id: s for s in paper.statements}
    found: list[Diagnostic] = []
    for group in built.cycles:
        first = by_id[group[0]]
        titles = ", ".join(by_id[id].title for id in group)
        message = f"as read, the proofs of {titles} rest on each other: one of the uses is no step of a proof"
        found.append(Diagnostic("warning", "proof-cycle", first.title, Span(first.file, first.line), message))
    for id, target in built.dangling:
        s = by_id[id]
        message = f"its proof uses {target!r}, which the paper does not state"
        found.append(Diagnostic("warning", "dangling-use", s.title, Span(s.file, s.line), message))
    return tuple(found)


def planned(subject: Subject, *, seminar_name: str | None = None, minutes: int | None = None) -> Planned:
    """Both plans. Without a name the project's profile, else the default one; minutes likewise. Raises BadProfile."""
    settings = subject.settings
    profile = seminar.load(seminar_name) if seminar_name else profile_of(settings or Settings(), subject.folder)
    if minutes is None and settings is not None:
        minutes = settings.minutes
    _, report, talk = plan(subject.paper, profile, minutes, subject.chosen)
    return Planned(subject, profile, report, talk, names(subject.paper))


def profile_of(settings: Settings, folder: Path | None) -> seminar.Profile:
    """The profile that a project's settings name, relative to its folder; raises BadProfile."""
    name = settings.seminar
    if name.endswith(".toml") and folder is not None:
        name = str(folder / name)
    try:
        return seminar.load(name)
    except BadProfile as e:
        raise BadProfile(e.message, f"{e.hint}; the name stands in {state.FILE} under [seminar]") from e


def graph_json(m: Mapped) -> dict[str, Any]:
    """The whole graph as plain JSON values; `roadmap` is the part that the pictures show."""
    g, paper = m.graph, m.subject.paper
    heavy = {n.id for n in m.roadmap.nodes if n.heavy}
    return {
        "schema": SCHEMA,
        "paper": _paper(paper),
        "statements": [
            {
                "id": s.id, "title": s.title, "name": m.names.get(s.id), "kind": s.kind, "page": s.page, "main": s.main,
                "heavy": s.id in heavy, "needed": s.id in g.order, "stands_for": g.stands_for[s.id],
            }
            for s in paper.statements
        ],
        "mains": list(g.mains),
        "edges": [list(edge) for edge in g.edges],
        "equivalents": plans.to_json(g.equivalents),
        "cycles": plans.to_json(g.cycles),
        "dangling": plans.to_json(g.dangling),
        "weights": plans.to_json(g.weights),
        "outline": plans.to_json(m.outline),
        "roadmap": plans.to_json(m.roadmap),
        "diagnostics": [_diagnostic(d) for d in m.diagnostics],
    }  # fmt: skip


def plan_json(p: Planned) -> dict[str, Any]:
    """Both plans as plain JSON values."""
    return {
        "schema": SCHEMA,
        "paper": _paper(p.subject.paper),
        "seminar": p.profile.name,
        "report": plans.to_json(p.report),
        "talk": plans.to_json(p.talk),
        "diagnostics": [_diagnostic(d) for d in p.subject.lost],
    }


def _paper(paper: Paper) -> dict[str, Any]:
    source = paper.source
    return {
        "title": paper.title, "arxiv_id": source.arxiv_id, "version": source.version, "sha256": source.sha256,
    }  # fmt: skip


def _diagnostic(d: Diagnostic) -> dict[str, Any]:
    return {"severity": d.severity, "code": d.code, "subject": d.subject, "message": d.message}


def graph_dot(m: Mapped) -> str:
    """The road map for Graphviz."""
    from scaffold.write.roadmap import svg_dot

    return svg_dot.dot(m.roadmap, m.subject.paper.title, m.names)


def graph_svg(m: Mapped) -> str:
    """The road map as a picture."""
    from scaffold.write.roadmap import svg_dot

    return svg_dot.svg(m.roadmap, m.subject.paper.title, m.names)


def save(text: str, path: str) -> None:
    """Writes a file that the student asked for, in one step; raises DiskTrouble."""
    disk.write(text.encode(), Path(path))
