"""What a seminar calls the files that are handed in, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from scaffold import ids
from scaffold.errors import BadProfile
from scaffold.project.state import Settings
from scaffold.spelling import meant

__all__ = ["DECK", "MANIFEST", "OWN", "REPORT", "SLIDES", "SOURCES", "kinds", "named"]

MANIFEST = "submission.json"
REPORT, SLIDES, DECK, SOURCES, OWN = "report", "slides", "deck", "sources", "own"

_PLACE = re.compile(r"\{([^{}]*)\}")
_SLIDES = re.compile(
    r"slides?|talk|presentation|beamer|folien|vortrag|pr(?:ae?|ä)sentation|expos[eé]|diapo", re.IGNORECASE
)
_REPORT = re.compile(r"report|essay|paper|bericht|arbeit|rapport", re.IGNORECASE)
_OTHER = re.compile(r"handout|poster|declaration|erkl(?:ae|ä)rung|code|data|cue|cards?|abstract", re.IGNORECASE)
_LONGEST = 200


def named(pattern: str, settings: Settings) -> str:
    """The name of a file for this student: {student}, {surname}, {arxiv} and header fields are filled in.

    What is not known is "unknown". Raises BadProfile for a name that is no file name.
    """
    values = _values(settings)

    def value(found: re.Match[str]) -> str:
        key = ids.slug(found[1])
        if key not in values:
            choice = ", ".join(f"{{{name}}}" for name in values)
            raise _wrong(pattern, f"{{{found[1]}}} is none of {choice}{meant(key, values)}")
        return values[key] or "unknown"

    name = _PLACE.sub(value, pattern).strip()
    if not name or name.startswith(".") or re.search(r'[/\\:*?"<>|\x00-\x1f]', name) or len(name) > _LONGEST:
        raise _wrong(pattern, f"{name!r} is no name of a file")
    if name.casefold() == MANIFEST:
        raise _wrong(pattern, f"{MANIFEST} is what scaffold writes beside the files")
    return name


def _wrong(pattern: str, why: str) -> BadProfile:
    message = f"the seminar asks for a file {pattern!r}, but {why}"
    return BadProfile(message, "correct files under [[deliverables]] in the profile")


def _values(settings: Settings) -> Mapping[str, str]:
    """What can stand in a name, by slug; "" if it is not known."""
    name = settings.student
    family = name.partition(",")[0] if "," in name else (name.split() or [""])[-1]
    fields = {ids.slug(key): _part(value) for key, value in settings.header.items()}
    return fields | {"student": _part(name), "surname": _part(family), "arxiv": _part(settings.arxiv_id or "")}


def _part(text: str) -> str:
    """Text as a part of a file's name: no spaces, no signs that a system forbids."""
    return re.sub(r"[^\w.]+", "-", text).strip("-.")


def kinds(names: Sequence[str]) -> dict[str, str]:
    """What each file is that the seminar asks for: report, slides, deck, sources, or own, which only the student has.

    Of several PDFs that are no slides, the report is the one that is called so, otherwise the first.
    """
    found = {name: _kind(name) for name in names}
    reports = [name for name, kind in found.items() if kind == REPORT]
    called = [name for name in reports if _REPORT.search(name)] or reports[:1]
    return found | {name: OWN for name in reports if name not in called}


def _kind(name: str) -> str:
    pure = PurePosixPath(name.lower())
    by_suffix = {".zip": SOURCES, ".pptx": DECK, ".pdf": SLIDES if _SLIDES.search(pure.stem) else REPORT}
    return OWN if _OTHER.search(pure.stem) else by_suffix.get(pure.suffix, OWN)
