"""`add`: puts a statement of the paper where the student asks, in a part of the report or on a slide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scaffold.errors import BadProfile, DiskError
from scaffold.fetch.progress import Progress
from scaffold.languages import Language
from scaffold.model import Paper, Statement
from scaffold.pipeline import building, updating
from scaffold.pipeline.planning import plan
from scaffold.pipeline.proving import checked_names
from scaffold.pipeline.updating import Updated
from scaffold.project import journal, state
from scaffold.project.paper import paper_of, profile_of
from scaffold.project.state import Settings
from scaffold.seminar import Profile
from scaffold.spelling import meant

__all__ = ["SLIDES", "Added", "add"]

SLIDES = "slides"
"""Where a statement goes that gets a slide; every other place is a part of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Where the statement of this title is: file, and line (None: on a slide). new: whether it was not there before.

    updated is what else changed for a slide, None in a part of the report.
    """

    title: str
    where: str
    new: bool
    line: int | None = None
    updated: Updated | None = None


def add(folder: Path, name: str, to: str, progress: Progress) -> Added:
    """Adds the statement of this name to a part of the report, or to the backup slides, as a step that `undo` reverts.

    to is SLIDES, or the key or the form of a part. Raises NoSuchStatement, NotAProject, BadProfile for a part that the
    report does not have, DiskError, and for slides the errors of `updating.update`.
    """
    settings = state.load(folder)
    paper, profile = paper_of(folder, settings), profile_of(settings, folder)
    statement = paper.statement(checked_names(paper, [name])[0])
    if to == SLIDES:
        return _on_slide(folder, statement, settings, profile, paper=paper, progress=progress)
    path = f"report/{_part(profile, to)}.tex"
    with journal.locked(folder, lambda: building.wait(progress)):
        return _in_report(folder, path, statement, paper, say=profile.language)


def _part(profile: Profile, to: str) -> str:
    """The key of the part that is called so; raises BadProfile."""
    keys = [part.key for part in profile.parts]
    found = to if to in keys else next((part.key for part in profile.parts if part.form == to), None)
    if found is None:
        choice = ", ".join([*keys, SLIDES])
        raise BadProfile(f"the report has no part {to!r}{meant(to, [*keys, SLIDES])}", f"choose one of {choice}")
    return found


def _in_report(folder: Path, path: str, statement: Statement, paper: Paper, *, say: Language) -> Added:
    from scaffold.check.artefacts import latex_files
    from scaffold.write.report import files

    uses = latex_files.commands(latex_files.source(folder, path), "paperstatement", 1)
    known = next((c.line for c in uses if c.arguments[0].strip() == statement.id), None)
    if known is not None:
        return Added(title=statement.title, where=path, line=known, new=False)
    text = _text(folder / path, path)
    end = "\r\n" if "\r\n" in text else "\n"
    before = f"{text.rstrip()}{end}{end}" if text.strip() else ""
    block = files.restating(paper, statement.id, say).replace("\n", end)
    journal.apply(folder, {path: (before + block).encode("utf-8", "surrogateescape")}, "addition")
    return Added(title=statement.title, where=path, line=before.count("\n") + 1, new=True)


def _text(file: Path, path: str) -> str:
    """The text of a part; raises DiskError for a missing file, and for an encoding to which nothing can be added."""
    try:
        content = file.read_bytes()
    except OSError as e:
        raise DiskError(f"{path} cannot be read: {e.strerror}", "restore it from a copy, or with scaffold undo") from e
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DiskError(f"{path} is saved as UTF-16, which LaTeX cannot read", "save it as UTF-8")
    return content.decode("utf-8", "surrogateescape")


def _on_slide(
    folder: Path, statement: Statement, settings: Settings, profile: Profile, *, paper: Paper, progress: Progress
) -> Added:
    _, _, talk = plan(paper, profile, settings.minutes, settings.main, backup=settings.backup)
    for slide in talk.slides:
        if statement.id in {i.ref for i in (*slide.items, *slide.right) if i.kind == "statement"}:
            return Added(title=statement.title, where=f"the slide “{slide.title}”", new=False)
    done = updating.update(folder, backup=statement.title, progress=progress)
    return Added(title=statement.title, where="a backup slide", new=True, updated=done)
