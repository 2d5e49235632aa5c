"""The student's LaTeX files, parsed as far as checks need it: commands with their arguments and positions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scaffold import disk
from scaffold.tex import tokens
from scaffold.tex.symbols import LETTERS, TEXT_ACCENTS

__all__ = ["Command", "Source", "commands", "missing", "printed", "source", "sources"]

_MAIN = "report/report.tex"

_NOT_FOLLOWED = ("generated/", "template/")

_SIGNS, _NAMES = ("".join(a for a in TEXT_ACCENTS if a.isalpha() == letters) for letters in (False, True))
_ACCENTED = re.compile(
    rf"\\([{re.escape(_SIGNS)}]|[{_NAMES}](?![A-Za-z]))\s*(?:\{{\s*\\?([A-Za-z])\s*\}}|\\?([A-Za-z]))"
)
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)(?:\s+|\{\})?|([^A-Za-z]))")
_PRINTED = {**LETTERS, "textquotedbl": '"'}
_MARKUP = str.maketrans({"{": "", "}": "", "$": "", "~": " "})
_KEPT = {"{": "\ue000", "}": "\ue001", "$": "\ue002", "~": "\ue003"}
"""Signs that are printed, while those of the markup are removed."""


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
    """report/report.tex and the files that it inputs, in order; empty if it does not exist.

    Generated files and those of a chair's template are left out. A file that is input several times is there once.
    """
    return tuple(_follow(project, "report", "report.tex", set()))


def missing(project: Path) -> tuple[str, ...]:
    """The files that the report loads and that do not exist, as paths in the project; generated ones are left out."""
    if not (project / _MAIN).is_file():
        return (_MAIN,)
    loaded = dict.fromkeys(inner for file in sources(project) for inner in tokens.INPUT.findall(file.text))
    own = (inner for inner in loaded if not inner.startswith(_NOT_FOLLOWED) and not re.search(r"[\\#]", inner))
    return tuple(f"report/{_file(inner)}" for inner in own if not _exists(project / "report", inner))


def _exists(folder: Path, inner: str) -> bool:
    """LaTeX looks for the name with .tex, then for the name as it is."""
    return any(disk.is_file(folder / name) for name in (_file(inner), inner))


def _file(inner: str) -> str:
    return inner if inner.endswith(".tex") else f"{inner}.tex"


def source(project: Path, name: str) -> tuple[Source, ...]:
    """The file of this name in the project, without those that it inputs; empty if it does not exist."""
    path = project / name
    if not path.is_file():
        return ()
    raw = path.read_text(encoding="utf-8", errors="replace")
    return (Source(name, tokens.mask(raw), raw),)


def printed(tex: str) -> str:
    """The words that a name or title in LaTeX prints, with letters that are written as commands; others are blanks."""
    tex = _ACCENTED.sub(lambda m: (m[2] or m[3]) + TEXT_ACCENTS[m[1]], tex)
    tex = _COMMAND.sub(lambda m: _shown(m[1] or m[2]), tex).translate(_MARKUP)
    for sign, kept in _KEPT.items():
        tex = tex.replace(kept, sign)
    return " ".join(unicodedata.normalize("NFC", tex).split())


def _shown(name: str) -> str:
    sign = _PRINTED.get(name, " ")
    return _KEPT.get(sign, sign)


def _follow(project: Path, folder: str, name: str, seen: set[str]) -> Iterator[Source]:
    seen.add(name)
    for found in source(project, f"{folder}/{name}"):
        yield found
        for inner in tokens.INPUT.findall(found.text):
            file = _file(inner)
            if file not in seen and not inner.startswith(_NOT_FOLLOWED):
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
