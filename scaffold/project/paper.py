"""Which project, paper and profile are meant: what most commands load first."""

from __future__ import annotations

import json
from pathlib import Path

from scaffold import model, seminar
from scaffold.errors import BadProfile, NotAProject
from scaffold.model import Paper
from scaffold.project import state
from scaffold.project.state import Settings
from scaffold.tex.definitions import completed

__all__ = ["paper_of", "profile_of", "project_folder"]

_PAPER = "paper/paper.json"


def project_folder(start: Path) -> Path:
    """The project that start lies in: the nearest folder upwards with a scaffold.toml; without one, start itself."""
    for folder in (start, *start.parents):
        if (folder / state.FILE).is_file():
            return folder
    return start


def paper_of(folder: Path, settings: Settings) -> Paper:
    """The paper as the project keeps it; raises NotAProject."""
    path = folder / _PAPER
    source = settings.arxiv_id or settings.source or "the paper"
    hint = f"make the project anew in another folder and copy {_PAPER} from there: scaffold init {source}"
    try:
        return completed(model.from_json(json.loads(path.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        raise NotAProject(f"{path} is missing", hint) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise NotAProject(f"{path} cannot be read: {e}", hint) from e


def profile_of(settings: Settings, folder: Path | None) -> seminar.Profile:
    """The profile that a project's settings name, relative to its folder; raises BadProfile."""
    name = settings.seminar
    if name.endswith(".toml") and folder is not None:
        name = str(folder / name)
    try:
        return seminar.load(name)
    except BadProfile as e:
        raise BadProfile(e.message, f"{e.hint}; the name stands in {state.FILE} under [seminar]") from e
