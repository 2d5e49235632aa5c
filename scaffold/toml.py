"""The TOML parser (tomllib from Python 3.11 on, tomli before), and where in a file a setting is."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
    from tomllib import TOMLDecodeError
else:
    import tomli as tomllib
    from tomli import TOMLDecodeError

__all__ = ["BadSetting", "Path", "TOMLDecodeError", "loads", "named", "place", "shown"]

_LONGEST = 60
"""Characters of a wrong value that a message repeats."""


def loads(text: str) -> dict[str, Any]:
    """The file as plain values, also after the mark that editors on Windows begin it with; raises TOMLDecodeError."""
    try:
        data: dict[str, Any] = tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise TOMLDecodeError("its values are nested too deeply") from None
    return data


Path = tuple[str | int, ...]
"""Where a value is: names of settings from the top of the file, and the number of a table in a list, from 1."""


class BadSetting(ValueError):
    """A value that does not fit, or a setting that nothing knows; path says where it is."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


def named(path: Path) -> str:
    """A place as a message names it, such as "report.parts[1].pages"."""
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).removeprefix(".")


def place(file: str, text: str, error: ValueError | KeyError) -> str:
    """The file, with the line of the setting that the error is about: "scaffold.toml:12"; without it if unknown."""
    line = _line(text, error.path) if isinstance(error, BadSetting) else None
    return f"{file}:{line}" if line else file


_KEY = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEYS = rf"\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*"
_HEAD = re.compile(rf"\s*(\[\[?){_KEYS}\]")
_SETTING = re.compile(rf"{_KEYS}=")


def _line(text: str, path: Path) -> int | None:
    """The number of the line that gives this setting, or the table that holds it; None if no line does."""
    lines, best = text.splitlines(keepends=True), (0, 0)
    table: Path = ()
    counts: dict[Path, int] = {}
    for n, line in enumerate(lines):
        head, setting = _HEAD.match(line), _SETTING.match(line)
        if not (head or setting) or not _is_toml("".join(lines[:n])):
            continue
        if head:
            table = _with_numbers(_split(head[2]), counts, new=head[1] == "[[")
        found: Path = table if setting is None else (*table, *_split(setting[1]))
        if found and isinstance(found[-1], int) and found[:-1] == path:  # the first table of a list
            found = path
        if path[: len(found)] == found and len(found) > best[0]:
            best = (len(found), n + 1)
    return best[1] or None


def _split(keys: str) -> Path:
    """The names of a dotted key."""
    return tuple(json.loads(k) if k.startswith('"') else k.strip("'") for k in re.findall(_KEY, keys))


def _with_numbers(names: Path, counts: dict[Path, int], *, new: bool) -> Path:
    """The path of a table with the numbers of the lists of tables on its way; new: it is the next of its list."""
    path: Path = ()
    for n, name in enumerate(names, 1):
        path = (*path, name)
        if new and n == len(names):
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _is_toml(text: str) -> bool:
    try:
        loads(text)
    except TOMLDecodeError:
        return False
    return True


def shown(value: Any) -> str:
    """A value as TOML writes it, cut where it is long."""
    plain = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    text = plain or (str(value) if isinstance(value, (date, float)) else repr(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
