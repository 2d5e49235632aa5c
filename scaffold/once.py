"""Finds something out once, for all threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar, cast

__all__ = ["once"]

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
