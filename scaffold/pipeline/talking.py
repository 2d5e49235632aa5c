"""The current state of the talk: the deck's time compared with the minutes, and the rehearsals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import disk
from scaffold.project import builds, layout, state
from scaffold.project.paper import profile_of

if TYPE_CHECKING:
    from scaffold.talk.notes import DeckSlide
    from scaffold.talk.rehearsal import Rehearsal
    from scaffold.talk.timing import Timing

SCHEMA = 1
"""Version of the output of `talk --json`; every breaking change increments it."""

_LOGS = ".scaffold/rehearsals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A project's talk: the deck, its visible slides, and their time compared with the minutes.

    unbuilt: it is unknown how many slides the statements take, because the Beamer deck has not been built.
    questions is how many minutes of questions follow the talk.
    """

    folder: Path
    deck: Path
    minutes: int
    slides: tuple[DeckSlide, ...]
    timing: Timing
    unbuilt: bool = False
    questions: int = 0


def talk(folder: Path, *, which: str | None = None, minutes: int | None = None) -> Talk:
    """The talk of the project in folder, from the deck `which` ("pptx", "beamer") or the first one found.

    minutes None: from scaffold.toml, otherwise from the profile. Raises NotAProject, BadProfile, BadDeck.
    """
    from scaffold.talk import notes
    from scaffold.talk.timing import timing

    settings = state.load(folder)
    profile = profile_of(settings, folder)
    own = minutes or settings.minutes
    minutes = own or profile.minutes
    deck = notes.deck_of(folder, which)
    parts = _parts(folder, deck) if deck.suffix == ".tex" else {}
    slides = notes.read(deck, parts)
    return Talk(
        folder=folder,
        deck=deck,
        minutes=minutes,
        slides=slides,
        timing=timing(slides, minutes) if own else timing(slides, minutes, least=profile.least, most=profile.most),
        unbuilt=parts is None,
        questions=profile.questions,
    )


def _parts(folder: Path, deck: Path) -> Mapping[str, Sequence[int]] | None:
    """The slides of each statement in the last build of a Beamer deck, or when `init` compiled it; None if unknown."""
    source = deck.relative_to(folder).as_posix()
    made = (builds.recorded(folder, f"build/{name}") for name in ("slides-beamer.pdf", "slides.pdf"))
    built = next((b for b in made if b is not None and source in b.sources), None)
    if built is not None:
        return built.parts
    manifest = layout.read_manifest(folder)
    unchanged = deck.is_file() and manifest["files"].get(source, {}).get("sha256") == builds.hashed(deck)
    return manifest["parts"] or None if unchanged else None


def talk_json(t: Talk) -> dict[str, Any]:
    """The talk as plain JSON values; cuts are slide numbers in the order in which to skip them."""
    rows, total = [], 0
    for slide in t.slides:
        total += 0 if slide.backup else slide.seconds or 0
        rows.append({**asdict(slide), "until": None if slide.backup else total})
    return {
        "schema": SCHEMA,
        "deck": t.deck.name,
        "unbuilt": t.unbuilt,
        "minutes": t.minutes,
        "least": t.timing.least // 60,
        "most": t.timing.limit // 60,
        "questions": t.questions,
        "total": t.timing.total,
        "over": t.timing.over,
        "untimed": [s.number for s in t.timing.untimed],
        "cuts": [s.number for s in t.timing.cuts],
        "left": t.timing.left,
        "slides": rows,
    }


def keep(folder: Path, rehearsal: Rehearsal) -> Path:
    """Writes a rehearsal into the project atomically and returns its path. Raises DiskError."""
    from scaffold.talk.rehearsal import to_json

    path = folder / _LOGS / f"{rehearsal.started.replace(':', '')}.json"
    disk.write((json.dumps(to_json(rehearsal), ensure_ascii=False, indent=1) + "\n").encode(), path)
    return path


def rehearsals(folder: Path) -> tuple[Rehearsal, ...]:
    """The saved rehearsals of the project, oldest first; other files are skipped."""
    found = (_rehearsal(path) for path in sorted((folder / _LOGS).glob("*.json")))
    return tuple(r for r in found if r is not None)


def _rehearsal(path: Path) -> Rehearsal | None:
    from scaffold.talk.rehearsal import from_json

    try:
        return from_json(disk.read_json(path))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


def compared_json(t: Talk, kept: Sequence[Rehearsal]) -> dict[str, Any]:
    """Rehearsals side by side as plain JSON values."""
    from scaffold.talk.rehearsal import side_by_side, to_json

    rows = side_by_side(t.slides, kept)
    return {
        "schema": SCHEMA,
        "minutes": t.minutes,
        "slides": [{"number": s.number, "title": s.title, "planned": s.seconds, "spent": list(n)} for s, n in rows],
        "rehearsals": [to_json(r) for r in kept],
    }
