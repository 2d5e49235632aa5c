"""`diff`: what changed between two versions of a paper."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from scaffold.errors import NotAProject
from scaffold.fetch.progress import Progress
from scaffold.model import Paper, Statement
from scaffold.pipeline.planning import is_project
from scaffold.pipeline.reading import Options, inspect
from scaffold.planning.changes import Changes, Pair, Piece, compare
from scaffold.project import state
from scaffold.project.paper import paper_of, project_folder
from scaffold.project.state import Settings

__all__ = ["Changes", "Pair", "Piece", "changes_json", "diff"]

SCHEMA = 1
"""Version of the output of `diff --json`; every breaking change increments it."""


def diff(old: str | None, new: str | None, options: Options, progress: Progress) -> Changes:
    """The changes from one source to another, as `inspect` takes them; in a project also versions, such as "v2".

    The folder of a project means its paper as it is there, and versions are those of its paper; without one, of the
    project that contains the current folder. old None: the paper as it is in the project; new None: the newest version
    on arXiv, as scaffold chooses it. Raises NotAProject outside a project and for a version of a paper that is not from
    arXiv, and the errors of fetching and reading.
    """
    if old is None and new is not None and is_project(new):
        old, new = new, None
    named = [Path(given) for given in (old, new) if given is not None and is_project(given)]
    if old is not None and new is not None and not (_is_version(old) or _is_version(new)):
        return compare(*(_known(source, options, progress) for source in (old, new)))
    folder = named[0] if named else project_folder(Path.cwd())
    settings = state.load(folder)

    def paper(given: str | None) -> Paper:
        if given is not None and is_project(given):
            return _known(given, options, progress)
        source = given or settings.arxiv_id or settings.source
        if _is_version(source):
            source = _version(source, settings, folder)
        return inspect(replace(options, source=source), progress)

    return compare(paper_of(folder, settings) if old is None else paper(old), paper(new))


def _known(source: str, options: Options, progress: Progress) -> Paper:
    """The paper of a project as it is there, or of any other source as `inspect` reads it."""
    if is_project(source):
        return paper_of(Path(source), state.load(Path(source)))
    return inspect(replace(options, source=source), progress)


def _is_version(text: str) -> bool:
    return text[:1] == "v" and text[1:].isdecimal()


def _version(name: str, settings: Settings, folder: Path) -> str:
    """The source of a version of the project's paper; of another paper, a file or folder of that name."""
    if settings.arxiv_id:
        return f"{settings.arxiv_id}{name}"
    if Path(name).exists():
        return name
    message = f"the paper of {folder} is not from arXiv, so it has no version {name}"
    raise NotAProject(message, "give two versions as files or folders: scaffold diff OLD NEW")


def changes_json(changes: Changes) -> dict[str, Any]:
    """The changes as plain JSON values."""
    return {
        "schema": SCHEMA,
        "changed": [_pair(pair) for pair in changes.pairs if pair.changed],
        "added": [_statement(s) for s in changes.added],
        "removed": [_statement(s) for s in changes.removed],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "old": _statement(pair.old),
        "new": _statement(pair.new),
        "renumbered": pair.renumbered,
        "proof": pair.proof,
        "words": [asdict(piece) for piece in pair.pieces],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {"id": statement.id, "title": statement.title, "page": statement.page}
