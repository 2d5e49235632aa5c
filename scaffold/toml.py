"""The TOML parser (tomllib from Python 3.11 on, tomli before), and tables whose values are taken by type."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
    from tomllib import TOMLDecodeError
else:
    import tomli as tomllib
    from tomli import TOMLDecodeError

__all__ = ["TOMLDecodeError", "Table", "loads", "table"]

_LONGEST = 60
"""Characters of a wrong value that a message repeats."""


def loads(text: str) -> dict[str, Any]:
    """The file as plain values; raises TOMLDecodeError."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except RecursionError:
        raise TOMLDecodeError("its values are nested too deeply") from None
    return data


def table(text: str) -> Table:
    """The file as a table; raises TOMLDecodeError."""
    return Table(loads(text))


class Table:
    """A table of a TOML file. Every method raises ValueError that names the setting if its value has another type.

    A setting that is missing has the default; without a default, KeyError is raised with its name. Whether a default
    may be None is up to the caller: None in the file does not exist.
    """

    def __init__(self, data: Any, name: str = "") -> None:
        """name: how the file calls this table, "" for the whole file."""
        if not isinstance(data, dict):
            raise ValueError(f"{name} is {_shown(data)}: it must be a section, [{name}]")
        self.name = name
        self._data: dict[str, Any] = data

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        """The names of its settings, in the order of the file."""
        return iter(self._data)

    def only(self, names: str) -> None:
        """Raises ValueError for an unknown setting, which is usually a typing error."""
        known = names.split()
        if unknown := sorted(self._data.keys() - set(known)):
            where = self.name or "the file"
            raise ValueError(f"{where} has no setting {unknown[0]!r} (choose from {', '.join(known)})")

    def unknown(self, names: str) -> list[str]:
        """The settings that are not among these names, in the order of the file."""
        return [key for key in self if key not in names.split()]

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
        found: date = self._take(key, _is_day, "a date such as 2020-06-01, without quotes", default)
        return found

    def texts(self, key: str, *default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of texts."""
        needs = "a list of texts in quotes"
        return tuple(self._take(key, lambda v: isinstance(v, (list, tuple)) and all(map(_is_text, v)), needs, default))

    def table(self, key: str, *default: dict[str, Any]) -> Table:
        """A table in this one."""
        return Table(self._take(key, lambda v: True, "", default), self._full(key))

    def tables(self, key: str, *default: tuple[()]) -> tuple[Table, ...]:
        """A list of tables, as [[name]] makes it."""
        full = self._full(key)
        rows = self._take(key, lambda v: isinstance(v, (list, tuple)), f"a list of tables, [[{full}]]", default)
        return tuple(Table(row, f"{full}[{n}]") for n, row in enumerate(rows, 1))

    def _full(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _take(self, key: str, fits: Callable[[Any], bool], needs: str, default: tuple[Any, ...]) -> Any:
        if key not in self._data:
            if not default:
                raise KeyError(key)
            return default[0]
        value = self._data[key]
        if not fits(value):
            raise ValueError(f"{self._full(key)} is {_shown(value)}: it must be {needs}")
        return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _shown(value: Any) -> str:
    """A value as TOML writes it, cut where it is long."""
    plain = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
    text = plain or (str(value) if isinstance(value, (date, float)) else repr(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
