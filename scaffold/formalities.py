"""What a seminar prints around a report: header fields, a title page, a declaration. They are data of the profile.

The texts are plain examples for a seminar that gives none of its own; none of them is law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Ai", "Author", "Declaration", "Field", "filled", "has", "same"]

Ai = Literal["", "none", "allowed", "disclose"]
"""What a seminar says of AI tools: nothing; they are not allowed; they are; they are, and each use is listed."""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the header, such as a matriculation number; value is "" as long as it is not known."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """One of several authors: parts are the keys of those that are theirs, details their own header fields."""

    name: str
    parts: tuple[str, ...] = ()
    details: tuple[Field, ...] = ()

    def has(self, name: str) -> bool:
        """Whether the author gives a header field of this name."""
        return has(self.details, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What the student signs: on authorship and on AI tools.

    The texts are those of the seminar. signature: whether there is a line to sign on.
    """

    authorship: str
    ai: Ai = ""
    on_ai: str = ""
    signature: bool = True


def filled(header: tuple[Field, ...], values: Mapping[str, str]) -> tuple[Field, ...]:
    """The header with its values; capitals and spaces in the names do not matter."""
    known = {_bare(name): value for name, value in values.items()}
    return tuple(Field(field.name, known.get(_bare(field.name), field.value)) for field in header)


def has(header: tuple[Field, ...], name: str) -> bool:
    """Whether a field of the header has this name."""
    return _bare(name) in {_bare(field.name) for field in header}


def same(name: str, names: Mapping[str, str]) -> bool:
    """Whether one of the names is this one, but for capitals and spaces."""
    return _bare(name) in map(_bare, names)


def _bare(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())
