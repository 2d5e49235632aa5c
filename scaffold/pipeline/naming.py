"""How the files that are handed in are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from scaffold import ids
from scaffold.errors import BadProfile
from scaffold.formalities import Field
from scaffold.project.state import Settings
from scaffold.spelling import meant

__all__ = ["MANIFEST", "all_named", "named"]

MANIFEST = "submission.json"

_PLACE = re.compile(r"\{([^{}]*)\}")
_LONGEST = 200


def all_named(patterns: Iterable[str], settings: Settings, header: Sequence[Field]) -> tuple[list[str], list[str]]:
    """The names of files by `named`, and what is wrong with the patterns that cannot be names."""
    names, wrong = [], []
    for pattern in dict.fromkeys(patterns):
        try:
            names.append(named(pattern, settings, header))
        except BadProfile as e:
            wrong.append(e.message)
    return names, wrong


def named(pattern: str, settings: Settings, header: Sequence[Field] = ()) -> str:
    """The name of a file for this student: {student}, {surname}, {arxiv} and header fields are filled in.

    header has the fields that the seminar asks for. What is not known is "unknown". Raises BadProfile for a name that
    is no file name.
    """
    values = {**{ids.slug(field.name): _part(field.value) for field in header}, **_values(settings)}

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
