"""What the types of a file are made of: sections, days, times of day, and types of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, ClassVar

import msgspec

from scaffold.toml import Path

__all__ = ["ClockTime", "Custom", "Date", "Section", "Wrong", "is_date", "says"]


def says(description: str) -> msgspec.Meta:
    """A line on a setting, which editors show."""
    return msgspec.Meta(description=description)


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table whose settings are all known."""


class Wrong(ValueError):
    """Raised by `__post_init__` of a section whose settings do not fit together; path leads from it to one of them."""

    def __init__(self, sentence: str, *path: str | int) -> None:
        super().__init__(sentence)
        self.path: Path = path


class Custom:
    """A type of its own kind. `read` makes it from a value of the file, or raises ValueError."""

    needs: ClassVar[str]
    """What it must be, to end a sentence."""

    json: ClassVar[dict[str, Any]] = {"type": "string"}

    @classmethod
    def read(cls, value: object) -> Custom:
        """The value as this type."""
        raise NotImplementedError

    @classmethod
    def choice(cls) -> Iterable[str]:
        """What a wrong value may have been meant to be."""
        return ()


class Date(date, Custom):
    """A day with its year."""

    needs = "a date such as 2027-06-01, without quotes"

    @classmethod
    def read(cls, value: object) -> Date:
        if not isinstance(value, date) or not is_date(value):
            raise ValueError(cls.needs)
        return cls.fromordinal(value.toordinal())


class ClockTime(time, Custom):
    """A time of day without a zone, such as "23:59" or 23:59:00."""

    needs = 'a time of day such as "23:59"'
    json: ClassVar[dict[str, Any]] = {
        "type": "string",
        "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
    }

    @classmethod
    def read(cls, value: object) -> ClockTime:
        if isinstance(value, str) and re.fullmatch("[0-9]{2}:[0-9]{2}", value):
            return cls.fromisoformat(value)
        if not isinstance(value, time):
            raise ValueError(cls.needs)
        return cls(value.hour, value.minute, value.second)


def is_date(value: object) -> bool:
    """Whether it is a day without a time of day."""
    return isinstance(value, date) and not isinstance(value, datetime)
