"""The TOML parser (tomllib from Python 3.11 on, tomli before), and tables whose values are taken by type."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from scaffold.spelling import meant

if sys.version_info >= (3, 11):
    import tomllib
    from tomllib import TOMLDecodeError
else:
    import tomli as tomllib
    from tomli import TOMLDecodeError

__all__ = ["BadSetting", "Day", "TOMLDecodeError", "Table", "Yearly", "loads", "place", "table"]

_NO_LEAP_YEAR = 2001
_LONGEST = 60
"""Characters of a wrong value that a message repeats."""


def loads(text: str) -> dict[str, Any]:
    """The file as plain values, also after the mark that editors on Windows begin it with; raises TOMLDecodeError."""
    try:
        data: dict[str, Any] = tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise TOMLDecodeError("its values are nested too deeply") from None
    return data


def table(text: str) -> Table:
    """The file as a table; raises TOMLDecodeError."""
    return Table(loads(text))


class Yearly(NamedTuple):
    """A day without a year, written "06-01"; not 29 February, which some years do not have."""

    month: int
    day: int


Day = date | Yearly
"""A date, or a day of every year."""


Path = tuple[str | int, ...]
"""Where a value is: names of settings from the top of the file, and the number of a table in a list, from 1."""


class BadSetting(ValueError):
    """A value that does not fit, or a setting that nothing knows; path says where it is."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class Table:
    """A table of a TOML file. Every method raises BadSetting that names the setting if its value has another type.

    A setting that is missing has the default; without a default, KeyError is raised with its name. Whether a default
    may be None is up to the caller: None in the file does not exist.
    """

    def __init__(self, data: Any, path: Path = ()) -> None:
        """path: where the table is, () for the whole file."""
        self.path = path
        if not isinstance(data, dict):
            raise BadSetting(f"{self.name} is {_shown(data)}: it must be a section, [{self.name}]", path)
        self._data: dict[str, Any] = data

    @property
    def name(self) -> str:
        """How the file calls this table, such as "report.parts[1]"; "" for the whole file."""
        return _named(self.path)

    def wrong(self, key: str, message: str) -> BadSetting:
        """The error that a setting of this table has an impossible value."""
        return BadSetting(message, (*self.path, key))

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        """The names of its settings, in the order of the file."""
        return iter(self._data)

    def only(self, names: str) -> None:
        """Raises BadSetting for an unknown setting, which is usually a typing error."""
        known = names.split()
        for name in self:
            if name not in known:
                message = f"{self.name or 'the file'} has no setting {name!r}{meant(name, known)}"
                raise self.wrong(name, f"{message} (choose from {', '.join(known)})")

    def text(self, key: str, *default: str) -> str:
        """A text."""
        return str(self._take(key, _is_text, "text in quotes", default))

    def whole(self, key: str, *default: int) -> int:
        """A whole number."""
        return int(self._take(key, _is_whole, "a whole number", default))

    def number(self, key: str, *default: float) -> float:
        """A number, whole or not."""
        return float(self._take(key, lambda v: _is_whole(v) or isinstance(v, float), "a number", default))

    def truth(self, key: str, *default: bool) -> bool:
        """true or false."""
        return bool(self._take(key, lambda v: isinstance(v, bool), "true or false, without quotes", default))

    def day(self, key: str, *default: date) -> date:
        """A date."""
        found: date = self._take(key, _is_day, "a date such as 2027-06-01, without quotes", default)
        return found

    def day_or_yearly(self, key: str) -> Day:
        """A date, or a day of any year."""
        needs = 'a date such as 2027-06-01, without quotes, or a day of every year such as "06-01"'
        value = self._take(key, lambda v: _is_day(v) or _is_yearly(v), needs, ())
        return value if isinstance(value, date) else Yearly(*map(int, value.split("-")))

    def day_and_time(self, key: str) -> tuple[date, time | None]:
        """A date, and its time of day if it has one; a zone is left out."""
        needs = "a date such as 2027-06-24 or 2027-06-24T10:15:00, without quotes"
        value = self._take(key, lambda v: isinstance(v, date), needs, ())
        return (value.date(), value.time()) if isinstance(value, datetime) else (value, None)

    def clock_time(self, key: str) -> time:
        """A time of day, such as "23:59" or 23:59:00."""
        value = self._take(key, lambda v: _time(v) is not None, 'a time of day such as "23:59"', ())
        return _time(value) or time()

    def texts(self, key: str, *default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts."""
        needs = "a list of texts in quotes"
        return tuple(self._take(key, lambda v: isinstance(v, (list, tuple)) and all(map(_is_text, v)), needs, default))

    def wholes(self, key: str, *default: tuple[int, ...]) -> tuple[int, ...]:
        """A list of whole numbers."""
        needs = "a list of whole numbers"
        return tuple(self._take(key, lambda v: isinstance(v, (list, tuple)) and all(map(_is_whole, v)), needs, default))

    def is_table(self, key: str) -> bool:
        """Whether a setting of this table is a table."""
        return isinstance(self._data.get(key), dict)

    def table(self, key: str, *default: dict[str, Any]) -> Table:
        """A table in this one."""
        return Table(self._take(key, lambda v: True, "", default), (*self.path, key))

    def tables(self, key: str, *default: tuple[()]) -> tuple[Table, ...]:
        """A list of tables, as [[name]] makes it."""
        path = (*self.path, key)
        needs = f"a list of tables, [[{_named(path)}]]"
        rows = self._take(key, lambda v: isinstance(v, (list, tuple)), needs, default)
        return tuple(Table(row, (*path, n)) for n, row in enumerate(rows, 1))

    def _take(self, key: str, fits: Callable[[Any], bool], needs: str, default: tuple[Any, ...]) -> Any:
        if key not in self._data:
            if not default:
                raise KeyError(key)
            return default[0]
        value = self._data[key]
        if not fits(value):
            path = (*self.path, key)
            raise BadSetting(f"{_named(path)} is {_shown(value)}: it must be {needs}", path)
        return value


def _named(path: Path) -> str:
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


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_yearly(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(f"{_NO_LEAP_YEAR}-{value}")
    except ValueError:
        return False
    return True


def _time(value: Any) -> time | None:
    """A time of day without a zone; None for any other value."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        hours, minutes = map(int, value.split(":"))
        return time(hours, minutes) if hours < 24 and minutes < 60 else None
    return value if isinstance(value, time) else None


def _shown(value: Any) -> str:
    """A value as TOML writes it, cut where it is long."""
    plain = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    text = plain or (str(value) if isinstance(value, (date, float)) else repr(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
