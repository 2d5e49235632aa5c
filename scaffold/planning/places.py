"""Where a statement is: the chain of headings above it, and which part of the paper they announce."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scaffold.model import Paper, Section, Statement

_PARTS = {
    "introduction": r"introduc|overview|einleitung",
    "results": r"\b(main|our|summary of|statement of)\b.*\b(results?|theorems?|contributions?)\b"
    r"|^(results?|contributions?)$|\btheoretical (results?|guarantees?|analysis)\b",
    "background": r"preliminar|background|related|prior work|previous work|notations?\b|\breview of\b|known results"
    r"|recollection|basic (facts|definitions|notions)|prerequisite|\bsetup\b|\bsetting\b",
    "auxiliary": r"auxiliar|technical|helper|useful|supporting|tools\b|\bfacts\b|inequalit|concentration"
    r"|missing|omitted|deferred|supplement",
    "proofs": r"\bproofs?\b|\bproving\b|\bbeweis",
    "closing": r"conclu|discussion|future|open (problems?|questions?)|outlook|further|extension|\bgenerali[sz]ations\b",
}


@dataclass(frozen=True, slots=True)
class Place:
    """The headings above a statement, outermost first, and the parts (such as "introduction") that they announce."""

    headings: tuple[Section, ...]
    parts: frozenset[str]

    @property
    def title(self) -> str:
        """Title of the innermost heading, "" where there is none."""
        return self.headings[-1].printed if self.headings else ""


class Places:
    """Looks up places; reads the sections of a paper once."""

    def __init__(self, paper: Paper) -> None:
        self._sections = paper.sections
        self._numbered: dict[tuple[str, bool], int] = {}
        for i, section in enumerate(paper.sections):
            if section.number:
                self._numbered.setdefault((section.number, section.appendix), i)
                self._numbered.setdefault((section.number, not section.appendix), i)

    def of(self, statement: Statement) -> Place:
        """The place of a statement."""
        return self.at(statement.section, statement.appendix, statement.file, statement.line)

    def index(self, section: str | None, appendix: bool, file: str, line: int) -> int:
        """How many headings come before the one above a line, found by its file or else its section; -1 without one."""
        above = self._above(file, line)
        return self._numbered.get((section or "", appendix), -1) if above is None else above

    def at(self, section: str | None, appendix: bool = False, file: str = "", line: int = 0) -> Place:
        """The place of a section, by its number; where that is None, of a line of a file."""
        index = self._above(file, line) if section is None else self._numbered.get((section, appendix))
        if index is None:
            return Place((), frozenset({"introduction"} if self._before_all(section, file, line) else ()))
        return self._place(index)

    def _before_all(self, section: str | None, file: str, line: int) -> bool:
        """Whether the line is before the first heading: that text introduces the paper."""
        first = self._sections[0] if self._sections else None
        return section is None and first is not None and first.file == file and 0 < line < first.line

    def _above(self, file: str, line: int) -> int | None:
        """Index of the last heading of that file at or before the line."""
        above = [i for i, s in enumerate(self._sections) if s.file == file and s.line <= line]
        return max(above, key=lambda i: self._sections[i].line, default=None)

    def _place(self, index: int) -> Place:
        chain = [self._sections[index]]
        for section in reversed(self._sections[:index]):
            if section.level < chain[-1].level and section.appendix == chain[-1].appendix:
                chain.append(section)
        parts = {part for section in chain for part in _parts(section.printed.lower())}
        if any(s.appendix for s in chain):
            parts.add("appendix")
        return Place(tuple(reversed(chain)), frozenset(parts))


def _parts(title: str) -> set[str]:
    """What one title announces: "Proofs of the main results" are proofs, a "technical overview" is an overview."""
    parts = {part for part, pattern in _PARTS.items() if re.search(pattern, title)}
    if "proofs" in parts:
        parts -= {"introduction", "results"}
    if parts & {"introduction", "results"}:
        parts -= {"auxiliary"}
    return parts
