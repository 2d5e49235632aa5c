"""Finds something out once, for all threads or for the last arguments."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar, cast

__all__ = ["for_last", "once"]

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


def once(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """The function, called once for the same arguments: threads that ask meanwhile wait for the one that asked first.

    `functools.cache` alone calls it once in each of them.
    """
    known, asking = cast(Callable[_Given, _Found], cache(function)), threading.RLock()

    @wraps(function)
    def found(*args: _Given.args, **options: _Given.kwargs) -> _Found:
        with asking:
            return known(*args, **options)

    return found


def for_last(function: Callable[_Given, _Found]) -> Callable[_Given, _Found]:
    """The function, not called again for the very objects that it was called for last: papers take long to compare.

    They have to be given by their places.
    """
    last: list[tuple[tuple[object, ...], _Found]] = []

    @wraps(function)
    def found(*args: _Given.args, **options: _Given.kwargs) -> _Found:
        if last and not options and list(map(id, last[0][0])) == list(map(id, args)):
            return last[0][1]
        result = function(*args, **options)
        last[:] = [] if options else [(args, result)]
        return result

    return found
