"""E-mail addresses and matriculation numbers, from the table of who has which paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scaffold.cohort.tables import key, read

__all__ = ["Contact", "read_contacts"]

_STUDENT = ("student", "name", "full name", "students")
_MAIL = re.compile(r"e ?mail\b|mail\b")
_NUMBER = re.compile(r"matriculation|matrikel|matr\b|student (?:id|number)")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody, and the number; "" where the table has none."""

    mail: str
    number: str


def read_contacts(path: Path) -> Mapping[str, Contact]:
    """The contacts by the keys of the names; of no one if the table has no such columns. Raises BadTable."""
    table = read(path)
    keys = [key(heading) for heading in table.headings]
    name = next((i for i, k in enumerate(keys) if k in _STUDENT), None)
    mail = next((i for i, k in enumerate(keys) if _MAIL.match(k)), None)
    number = next((i for i, k in enumerate(keys) if _NUMBER.match(k)), None)
    return {key(row.plain(name)): Contact(row.plain(mail), row.plain(number)) for row in table.rows}
