"""How the files that are handed in are called."""

from __future__ import annotations

import re
import unicodedata
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
"""Bytes of a name; systems allow 255, and programs add endings."""
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]')


def all_named(
    patterns: Iterable[str], settings: Settings, header: Sequence[Field]
) -> tuple[list[str], dict[str, BadProfile]]:
    """The names of files by `named`, and the errors of the patterns that cannot be names, by pattern."""
    names: dict[str, str] = {}
    wrong: dict[str, BadProfile] = {}
    for pattern in dict.fromkeys(patterns):
        try:
            name = named(pattern, settings, header)
            if other := names.get(_folded(name)):
                raise _wrong(pattern, f"{name} and {other} are one file on some systems")
            names[_folded(name)] = name
        except BadProfile as e:
            wrong[pattern] = e
    return list(names.values()), wrong


def _folded(name: str) -> str:
    """What two names have in common that systems cannot tell apart: capital letters, and how accents are written."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


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

    name = _PLACE.sub(value, pattern)
    if "{" in name or "}" in name:
        raise _wrong(pattern, "one of its braces has no partner")
    if not name or name.startswith(".") or _FORBIDDEN.search(name) or not _fits(name):
        raise _wrong(pattern, f"{name!r} is no name of a file")
    if name != name.strip(" ") or name.endswith("."):
        raise _wrong(pattern, f"{name!r} begins or ends with a space, or ends with a dot, which Windows drops")
    if ids.is_device(name):
        raise _wrong(pattern, f"no file can be called {name!r} on Windows")
    if name.casefold() == MANIFEST:
        raise _wrong(pattern, f"{MANIFEST} is what scaffold writes beside the files")
    return name


def _wrong(pattern: str, why: str) -> BadProfile:
    message = f"the seminar asks for a file {pattern!r}, but {why}"
    return BadProfile(message, "correct files under [[deliverables]] in the profile")


def _fits(name: str) -> bool:
    return len(name.encode("utf-8", "replace")) <= _LONGEST


def _values(settings: Settings) -> Mapping[str, str]:
    """What can stand in a name, by slug; "" if it is not known."""
    name = settings.student
    family = name.partition(",")[0] if "," in name else (name.split() or [""])[-1]
    fields = {ids.slug(key): _part(value) for key, value in settings.header.items()}
    return fields | {"student": _part(name), "surname": _part(family), "arxiv": _part(settings.arxiv_id or "")}


def _part(text: str) -> str:
    """Text as a part of a file's name: no spaces, no signs that a system forbids."""
    return re.sub(r"[^\w.]+", "-", text).strip("-.")
