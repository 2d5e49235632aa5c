"""The longest runs of words that the student's text shares with the paper's.

Left out of the student's text: formulas, statements restated by name, quotations that are marked as such, and what
scaffold wrote. Formulas are left out of the paper's, too, so that a run goes on after one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.check.artefacts import prose
from scaffold.check.artefacts.latex_files import Source
from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, short, unknown

__all__ = ["Run", "check", "runs"]

_LEAST = 7
"""Words of the shortest run that is shown: shorter ones are the language's."""

_SHOWN = 3
_MOST_PLACES = 100
"""Places in the paper at which a run is tried."""

_TOKEN = re.compile(r"\0|[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words in a row that are the paper's, too: how many, the text from the first to the last, and its place."""

    words: int
    text: str
    where: str


@registered(
    "overlap",
    what="the longest runs of words that your text shares with the paper's, without restated statements, formulas and "
    "marked quotations; a hint, unless the seminar sets `report.overlap`",
    place=49,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """Passes with the longest runs; fails for those above the limit of the profile."""
    if not inputs.paper_text:
        return (unknown("the paper's text is neither in paper/source nor in paper/paper.pdf"),)
    found, most = runs(inputs.files, inputs.paper_text), inputs.profile.overlap
    over = [
        failed(
            f"{_words(run)}, and at most {most} may be",
            run.where,
            "say it in your own words, or mark it as a quotation: \\begin{quote} … \\end{quote}, ``…''",
        )
        for run in found
        if most is not None and run.words > most
    ]
    hints = [passed(_words(run), run.where) for run in found[:_SHOWN]]
    return (
        findings_or(over, passed(f"no {_LEAST} words in a row are the paper's")) if over or not hints else tuple(hints)
    )


def _words(run: Run) -> str:
    return f"{run.words} words in a row are the paper's: “{short(run.text, 60)}”"


def runs(files: Sequence[Source], paper: str) -> tuple[Run, ...]:
    """The runs of each file, the longest first; none overlaps another one. paper is LaTeX or plain text."""
    theirs = [m[0].casefold() for m in _TOKEN.finditer(prose.cleared(paper, own=False))]
    places: dict[tuple[str, ...], list[int]] = {}
    for n in range(len(theirs) - _LEAST + 1):
        places.setdefault(tuple(theirs[n : n + _LEAST]), []).append(n)
    found = [run for source in files for run in _runs(source, theirs, places)]
    return tuple(sorted(found, key=lambda run: (-run.words, run.where)))


def _runs(source: Source, theirs: Sequence[str], places: dict[tuple[str, ...], list[int]]) -> Iterator[Run]:
    text = prose.cleared(source.text, own=True)
    matches = list(_TOKEN.finditer(text))
    ours, n = [m[0].casefold() for m in matches], 0
    while n + _LEAST <= len(ours):
        starts = places.get(tuple(ours[n : n + _LEAST]), ())[:_MOST_PLACES]
        length = max((_shared(ours, theirs, n, start) for start in starts), default=0)
        if length:
            first, last = matches[n].start(), matches[n + length - 1].end()
            line = text.count("\n", 0, first) + 1
            yield Run(words=length, text=source.text[first:last], where=f"{source.name}:{line}")
        n += max(1, length)


def _shared(ours: Sequence[str], theirs: Sequence[str], n: int, start: int) -> int:
    """How many words from both places on are the same."""
    length = 0
    while (
        n + length < len(ours)
        and start + length < len(theirs)
        and ours[n + length] == theirs[start + length] != prose.BREAK
    ):
        length += 1
    return length
