"""Text that can be printed: without characters that command a terminal or that XML forbids.

Papers, PDF files and servers can send any character. An escape sequence in a title would set the title of the
terminal's window, a mark of direction would show a file name backwards, and a .pptx file with either is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

__all__ = ["changed", "printable", "printable_values"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters but for tabs and line ends, and what XML 1.0 does not allow (section 2.2)."""

_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9, section 2)."""

_ANY = re.compile(f"{_CONTROL.pattern}|{_DIRECTION.pattern}")

T = TypeVar("T")


def printable(text: str) -> str:
    """The text with a space for each control character and without marks of direction."""
    return _DIRECTION.sub("", _CONTROL.sub(" ", text)) if _ANY.search(text) else text


def printable_values(value: T) -> T:
    """The value with every text in it printable."""
    return changed(value, printable)


def changed(value: T, change: Callable[[str], str]) -> T:
    """The value with every text in it changed: in dataclasses, tuples, lists and mappings; itself if none changes."""
    made: Any = _made(value, change)
    return made  # type: ignore[no-any-return]


def _made(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, (tuple, list)):
        made = [_made(v, change) for v in value]
        return type(value)(made) if any(a is not b for a, b in zip(made, value, strict=True)) else value
    if isinstance(value, dict):
        return {_made(k, change): _made(v, change) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(f.name, getattr(value, f.name)) for f in fields(value)]
        changes = {name: made for name, old in pairs if (made := _made(old, change)) is not old}
        return replace(value, **changes) if changes else value
    return value
