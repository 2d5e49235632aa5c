"""Proofs that are one sentence of the running text: "With Lemmas 1 and 2 we prove that Theorem 3 holds"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.read.pdf.layout.columns import Line
from scaffold.read.pdf.layout.text import running
from scaffold.read.pdf.structure.uses import Names

_PREMISE = re.compile(r"\b(?:with|using|by|from|combining|together with|applying|via)\b", re.I)
_VERB = re.compile(r"\b(?:prov(?:e|es|ed|ing)|completes?|concludes?|establish(?:es)?)\b", re.I)
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Derived:
    """A sentence that proves. at: the line where it begins. premises, conclusions: ids of statements."""

    at: int
    text: str
    premises: tuple[str, ...]
    conclusions: tuple[str, ...]


def derived(lines: Sequence[Line], apart: set[int], names: Names) -> Iterator[Derived]:
    """The sentences of running text that name statements before a verb of proving, and others after it.

    apart: the lines of statements, proofs, headings and references, which are not read.
    """
    for run in _runs(len(lines), apart):
        text = running([lines[n] for n in run])
        for start, end in _sentences(text):
            sentence = text[start:end]
            premise = _PREMISE.search(sentence)
            verb = _VERB.search(sentence, premise.end()) if premise else None
            if premise and verb:
                before = names.within(sentence[premise.end() : verb.start()], equations=False)
                after = [id for id in names.within(sentence[verb.end() :], equations=False) if id not in before]
                if before and after:
                    yield Derived(_line_at(lines, run, start), sentence, tuple(before), tuple(after))


def _runs(count: int, apart: set[int]) -> Iterator[list[int]]:
    """Runs of consecutive lines that are not apart."""
    run: list[int] = []
    for n in range(count):
        if n not in apart:
            run.append(n)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    ends = [m.end() for m in _SENTENCE.finditer(text)]
    yield from zip([0, *ends], [*ends, len(text)], strict=True)


def _line_at(lines: Sequence[Line], run: Sequence[int], start: int) -> int:
    """The line of a run in which a position of its text is."""
    long = 0
    for n in run:
        long += len(lines[n].text) + 1
        if long > start:
            return n
    return run[-1]
