"""Every check: its name, what it measures, what it needs, its function.

A check is one function from `Inputs` to `Check` values, registered where it is defined. The pipeline runs `checks()`
in order. A check has no other name than its own here, so the names of printed lines, of `check --json` and of the
table in docs/checks.md agree.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, wraps
from importlib import import_module

from scaffold import check as package
from scaffold.check.inputs import Inputs, Need, available
from scaffold.check.result import Check

__all__ = ["Row", "checks", "registered", "run", "table"]

Function = Callable[[Inputs], Iterable[Check]]
Named = Callable[[Inputs], tuple[Check, ...]]
"""A registered check: its results have the name of its row."""

_LAST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A check. what: one line of Markdown that says what is measured. place: sort key for the order of printing.

    It does not run if an input that it needs is missing or could not be loaded: another check reports that.
    """

    name: str
    what: str
    needs: tuple[Need, ...]
    place: int
    function: Named


_ROWS: dict[str, Row] = {}


def registered(
    name: str, *, what: str, needs: tuple[Need, ...] = (), place: int = _LAST
) -> Callable[[Function], Named]:
    """Decorator that registers a check and gives its results the name.

    place: 10 to 99 for the report, 100 and up for slides; default: last.
    """

    def register(function: Function) -> Named:
        if name in _ROWS:
            raise ValueError(f"there are two checks named {name!r}")

        @wraps(function)
        def named(inputs: Inputs) -> tuple[Check, ...]:
            return tuple(replace(found, name=name) for found in function(inputs))

        _ROWS[name] = Row(name=name, what=what, needs=needs, place=place, function=named)
        return named

    return register


@cache
def checks() -> tuple[Row, ...]:
    """All checks that modules of this package register, in the order of printing."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return tuple(sorted(_ROWS.values(), key=lambda row: (row.place, row.name)))


def run(inputs: Inputs, begins: Callable[[str, int, int], None] = lambda *_: None) -> tuple[Check, ...]:
    """Runs all checks in order; begins is called before each with its name, how many were done, and of how many."""
    rows = [row for row in checks() if all(available(inputs, need) for need in row.needs)]
    found: list[Check] = []
    for done, row in enumerate(rows):
        begins(row.name, done, len(rows))
        found += row.function(inputs)
    return tuple(found)


def table() -> str:
    """The checks as a table in Markdown, for the documentation."""
    rows = [("check", "what is measured"), ("---", "---"), *((row.name, row.what) for row in checks())]
    return "".join(f"| {name} | {what} |\n" for name, what in rows)
