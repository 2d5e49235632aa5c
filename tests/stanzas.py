"""Cases as text files: a stanza is a title, a line ".", the input, a line ".", what is expected, a line ".".

Text between stanzas that starts with "#" or is blank is a heading or a note. A file without a stanza fails, so does
one that is cut short: a case that is not run must not look like a case that passed.

    @pytest.mark.parametrize("stanza", params("logs.md"))
    def test_logs(stanza: Stanza) -> None:
        stanza.check(dump(parse_log(stanza.input)))
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parent / "cases"


class BadCases(ValueError):
    """A case file without cases, or with an incomplete case."""


@dataclass(frozen=True, slots=True)
class Stanza:
    """One case. input and expected end in a newline unless empty; line is that of the title, from 1."""

    title: str
    input: str
    expected: str
    file: str
    line: int

    @property
    def where(self) -> str:
        """File and line, in the form that editors and terminals link."""
        return f"{self.file}:{self.line}"

    def check(self, got: str) -> None:
        """Raises AssertionError that cites file and line if got differs, ignoring trailing newlines."""
        if got.rstrip("\n") == self.expected.rstrip("\n"):
            return
        diff = difflib.unified_diff(self.expected.splitlines(), got.splitlines(), "expected", "got", lineterm="")
        raise AssertionError("\n".join((f"{self.where}: {self.title}", *diff)))


def load(path: Path) -> list[Stanza]:
    """The stanzas of a file; raises BadCases when there is none or the last is cut short."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    found, i = [], 0
    while i < len(lines):
        if not lines[i].strip() or lines[i].startswith("#"):
            i += 1
            continue
        start = i
        dots = [j for j in range(start, len(lines)) if lines[j].rstrip("\r\n") == "."][:3]
        if len(dots) < 3 or dots[0] != start + 1:
            raise BadCases(f"{path}:{start + 1}: not a finished stanza (title . input . expected .)")
        text, expected = "".join(lines[dots[0] + 1 : dots[1]]), "".join(lines[dots[1] + 1 : dots[2]])
        found.append(Stanza(lines[start].strip(), text, expected, f"tests/cases/{path.name}", start + 1))
        i = dots[2] + 1
    if not found:
        raise BadCases(f"{path}: no stanza defined")
    return found


def params(name: str) -> Iterable[object]:
    """The stanzas of tests/cases/NAME as parameters, each named by its title."""
    return [pytest.param(stanza, id=stanza.title) for stanza in load(CASES / name)]
