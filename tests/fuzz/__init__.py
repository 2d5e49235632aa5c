"""Inputs that nobody wrote on purpose: a short run in every test run, a long one by `make fuzz`.

shapes.py         sources that repeat one thing; each can be made of any size
stages.py         all that scaffold makes of a source without an external program
scaling.py        the long run over the shapes: doubles each up to a megabyte and prints how the time grows
test_scaling.py   the short one: how the work grows, counted
test_*.py         values drawn by hypothesis
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings

from scaffold.errors import ScaffoldError

_FEWEST = 5
T = TypeVar("T")


def examples(share: float) -> Callable[[Any], Any]:
    """Settings of a target whose examples are dear: so many of the usual number, which `make fuzz` raises."""
    usual = settings.default.max_examples if settings.default else 0
    count = max(_FEWEST, round(usual * share))
    return settings(max_examples=count, suppress_health_check=list(HealthCheck))


def used_or_refused(load: Callable[[], T], name: str) -> T | None:
    """What load returns; None if it refuses with an error that names the file and says what to do."""
    try:
        return load()
    except ScaffoldError as e:
        if name not in e.message or not e.hint:
            raise
        return None
