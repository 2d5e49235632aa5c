"""Measurements of finished files, kept by the content of all that they depend on, so that none is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable


def kept(measure: Callable[[], tuple[str, ...]], *parts: object) -> tuple[str, ...]:
    """What measure returns; from the cache if it was called for the same parts before.

    parts: all that the measurement depends on, its name first. Errors of measure are raised, and
    nothing is kept.
    """
    from scaffold.engines import results

    key = results.key(*parts)
    if files := results.find(key):
        return tuple(json.loads(files[_LINES]))
    lines = measure()
    results.keep(key, {_LINES: json.dumps(lines).encode()})
    return lines


_LINES = "lines.json"
