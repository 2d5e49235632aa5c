"""The student's LaTeX files, parsed as far as checks need it: commands with their arguments and positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scaffold.tex import tokens

__all__ = ["Command", "Source", "commands", "source", "sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file. name is relative to the project. raw is what it holds; in text, comments and verbatim are blanked."""

    name: str
    text: str
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command in the student's text: its arguments in braces, its option (None without one) and its position."""

    name: str
    arguments: tuple[str, ...]
    option: str | None
    starred: bool
    file: str
    line: int

    @property
    def where(self) -> str:
        """The position in the form that editors accept: report/summary.tex:12."""
        return f"{self.file}:{self.line}"


def sources(project: Path) -> tuple[Source, ...]:
    """report/report.tex and the files that it inputs, in order, without generated files; empty if it does not exist.

    A file that is input several times is there once.
    """
    return tuple(_follow(project, "report", "report.tex", set()))


def source(project: Path, name: str) -> tuple[Source, ...]:
    """The file of this name in the project, without those that it inputs; empty if it does not exist."""
    path = project / name
    if not path.is_file():
        return ()
    raw = path.read_text(encoding="utf-8", errors="replace")
    return (Source(name, tokens.mask(raw), raw),)


def _follow(project: Path, folder: str, name: str, seen: set[str]) -> Iterator[Source]:
    seen.add(name)
    for found in source(project, f"{folder}/{name}"):
        yield found
        for inner in tokens.INPUT.findall(found.text):
            file = inner if inner.endswith(".tex") else f"{inner}.tex"
            if file not in seen and not inner.startswith("generated/"):
                yield from _follow(project, folder, file, seen)


def commands(files: tuple[Source, ...], names: str, count: int) -> Iterator[Command]:
    """Every use of the commands of these names (a regular expression without groups) with `count` arguments in braces.

    Uses with fewer arguments are skipped.
    """
    found = re.compile(rf"\\({names})(\*?)(?![A-Za-z@])")
    for source in files:
        for match in found.finditer(source.text):
            option, at = _option(source.text, match.end())
            arguments: list[str] = []
            while len(arguments) < count and (group := tokens.group(source.text, at)) is not None:
                arguments.append(group[0])
                at = group[1]
            if len(arguments) == count:
                line = source.text.count("\n", 0, match.start()) + 1
                yield Command(
                    name=match[1],
                    arguments=tuple(arguments),
                    option=option,
                    starred=bool(match[2]),
                    file=source.name,
                    line=line,
                )


def _option(text: str, at: int) -> tuple[str | None, int]:
    """The first option in brackets, and the position after the last one."""
    first = None
    while read := tokens.option(text, at):
        first, at = read[0] if first is None else first, read[1]
    return first, at
