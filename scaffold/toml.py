"""The TOML parser (tomllib from Python 3.11 on, tomli before), and where in a file a setting is."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
    from tomllib import TOMLDecodeError
else:
    import tomli as tomllib
    from tomli import TOMLDecodeError

__all__ = ["BadSetting", "Path", "TOMLDecodeError", "explained", "loads", "named", "place", "shown"]

_LONGEST = 60
"""Characters of a wrong value that a message repeats."""


def loads(text: str) -> dict[str, Any]:
    """The file as plain values, also after the mark that editors on Windows begin it with; raises TOMLDecodeError."""
    try:
        data: dict[str, Any] = tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise TOMLDecodeError("its values are nested too deeply") from None
    except TOMLDecodeError as e:
        raise TOMLDecodeError(_in_words(str(e))) from None
    except ValueError:  # Python's own, on a number of thousands of digits
        raise TOMLDecodeError("it has a number that is too long") from None
    return data


_IN_WORDS = (
    (r"Cannot declare (\(.*\)) twice", "the section [{0}] is there twice"),
    (r"Cannot (?:mutate immutable|redefine) namespace (\(.*\))", "[{0}] is there already"),
    (r"Cannot overwrite a value", "a setting is there twice, or is a section, too"),
    (r"Illegal character '\\n'", "a text in quotes has no quotation mark at its end"),
)
"""What the parser says in words of Python, and what is meant."""


def _in_words(message: str) -> str:
    for said, meant in _IN_WORDS:
        if found := re.match(said, message):
            names = ".".join(re.findall(r"'([^']*)'", found[1])) if found.groups() else ""
            return meant.format(names) + message[found.end() :]
    return message


Path = tuple[str | int, ...]
"""Where a value is: names of settings from the top of the file, and the number of a table in a list, from 1."""


class BadSetting(ValueError):
    """A value that does not fit, or a setting that nothing knows; path says where it is, others what else is wrong."""

    def __init__(self, message: str, path: Path, others: tuple[BadSetting, ...] = ()) -> None:
        super().__init__(message)
        self.path = path
        self.others = others


def named(path: Path) -> str:
    """A place as a message names it, such as "report.parts[1].pages"."""
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).removeprefix(".")


def place(file: str, text: str, error: ValueError | KeyError) -> str:
    """The file, with the line of the setting that the error is about: "scaffold.toml:12"; without it if unknown."""
    line = _line(text, error.path) if isinstance(error, BadSetting) else None
    return f"{file}:{line}" if line else file


def explained(file: str, text: str, error: ValueError, what: str = "") -> str:
    """What is wrong with a file: "the profile mine.toml:3 is not valid: …"; further mistakes have a line each.

    what: words for the file, such as "the profile ".
    """
    said = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    others = error.others if isinstance(error, BadSetting) else ()
    lines = (f"{place(file, text, other)}: {other}" for other in others)
    return "\n".join((f"{what}{place(file, text, error)} is not valid: {said}", *lines))


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
    text = _written(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = "'" not in value and value.isprintable()
        return f"'{value}'" if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name} = {_written(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return _number(value) if isinstance(value, int) else str(value)


def _number(value: int) -> str:
    """A whole number; Python writes none of thousands of digits."""
    return str(value) if abs(value) < 10**_LONGEST else f"a number of more than {_LONGEST} digits"
