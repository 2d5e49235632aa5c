"""Finds a project and loads its paper, profile and review form, which most commands do first."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import classes, disk, languages, seminar
from scaffold.errors import BadProfile, NotAProject
from scaffold.languages import Language
from scaffold.printable import printable_values
from scaffold.project import layout, state
from scaffold.project.state import Settings
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold import forms
    from scaffold.model import Paper

__all__ = ["PAPER", "form_of", "language_of", "paper_of", "profile_of", "project_folder"]

PAPER = "paper/paper.json"
"""The paper as it was read, in a project."""


def project_folder(start: Path) -> Path:
    """The project that contains start: the nearest folder upwards with a scaffold.toml; start itself if none has."""
    for folder in (start, *start.parents):
        if disk.is_file(folder / state.FILE):
            return folder
    return start


def paper_of(folder: Path, settings: Settings) -> Paper:
    """The paper as stored in the project; raises NotAProject."""
    from scaffold import model
    from scaffold.tex.definitions import completed

    path = folder / PAPER
    hint = f"create the project again in another folder and copy {PAPER} from there: {_again(folder, settings)}"
    try:
        return printable_values(completed(model.from_json(disk.read_json(path))))
    except FileNotFoundError:
        raise NotAProject(f"{path} is missing", hint) from None
    except OSError as e:
        raise NotAProject(f"{path} cannot be read: {e.strerror}", "check its permissions") from e
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        raise NotAProject(f"{path} cannot be read: {_why(e)}", hint) from e


def _again(folder: Path, settings: Settings) -> str:
    """The command that reads the paper once more; the project's own copy is there wherever the command is typed."""
    if settings.arxiv_id:
        return f"scaffold init {settings.arxiv_id}"
    copies = (folder / "paper" / name for name in ("source", "paper.pdf"))
    found = next((str(copy) for copy in copies if copy.exists()), settings.source or "PAPER")
    return f"scaffold init {shlex.quote(found)}"


def _why(error: Exception) -> str:
    """What is wrong with a file that JSON or the model refuses, without words of Python's."""
    if isinstance(error, (TypeError, AttributeError)):
        return "it is not what scaffold writes there"
    return str(error.args[0]) if isinstance(error, KeyError) else str(error)


def profile_of(settings: Settings, folder: Path | None) -> seminar.Profile:
    """The profile that the settings name (a path is relative to the folder), with their dates; raises BadProfile."""
    name = settings.seminar
    if name.endswith(".toml") and folder is not None:
        name = str(folder / name)
    try:
        profile = seminar.load(name, settings.language).with_talk(settings.own_talk).with_header(settings.header)
        profile = _with_class(profile, settings, folder).with_authors(settings.authors)
        return profile.due_on(settings.due) if settings.due else profile
    except BadProfile as e:
        raise BadProfile(e.message, f"{e.hint}; the profile is set in {state.FILE} under [seminar]") from e


def _with_class(profile: Profile, settings: Settings, folder: Path | None) -> Profile:
    """The profile with the document class of the settings, and the page as it was measured for the project."""
    wanted = profile.document
    if settings.document_class:
        wanted = classes.named(settings.document_class, settings.class_options, paper=profile.page.paper)
    if wanted is None:
        return profile
    recorded = layout.read_manifest(folder).get("class") if folder is not None else None
    return profile.with_class(wanted, classes.block(recorded, wanted))


def language_of(settings: Settings, folder: Path) -> Language:
    """The language of the project's documents; the usual one if its profile cannot be read."""
    try:
        return profile_of(settings, folder).language
    except BadProfile:
        return languages.load(settings.language or languages.DEFAULT)


def written_language(folder: Path) -> str | None:
    """The code of the language in which the report was written last; None if nothing says it."""
    try:
        made = (folder / "report" / "generated" / "language.tex").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = _WRITTEN.search(made)
    return found[1] if found and found[1] in languages.shipped() else None


_WRITTEN = re.compile(r"^\\scaffoldlanguages\{(\w+)\}", re.MULTILINE)


def form_of(name: str, folder: Path, language: Language) -> forms.Form:
    """The review form of a setting (a path is relative to the folder); raises BadProfile."""
    from scaffold import forms

    return forms.load(str(folder / name) if name.endswith(".toml") else name, language)
