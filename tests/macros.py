"""Macros of a paper as the reader hands them on."""

from __future__ import annotations

from scaffold.model import Macro
from scaffold.tex.definitions import parsed


def macro(name: str, definition: str, needs: tuple[str, ...] = ()) -> Macro:
    """The macro of that name with all that its definition gives it."""
    return parsed(Macro(name=name, definition=definition, needs=needs))
