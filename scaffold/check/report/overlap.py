"""The longest runs of words that the student's text shares with the paper's.

Left out of the student's text: formulas, statements restated by name, quotations that are marked as such, and what
scaffold wrote. Formulas are left out of the paper's, too, so that a run goes on behind one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.check.artefacts.latex_files import Source
from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.report.own_text import NOT_PROSE
from scaffold.check.result import Check, failed, findings_or, passed, short, unknown
from scaffold.tex import tokens
from scaffold.tex.environments import FORMULA

__all__ = ["Run", "check", "runs"]

_LEAST = 7
"""Words of the shortest run that is shown: shorter ones are the language's."""

_SHOWN = 3
_MOST_PLACES = 100
"""Places in the paper at which a run is tried."""

_QUOTED = re.compile(
    r"``.*?''|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|\"[^\"]*\""
    r"|\\begin\{(?P<env>quote|quotation|displayquote)\}.*?\\end\{(?P=env)\}",
    re.DOTALL,
)
_CONTROL = re.compile(r"\\([A-Za-z@]+)\*?|\\.", re.DOTALL)
_TOKEN = re.compile(r"\0|[^\W\d_]+")
_BREAK = "\0"
"""Stands where a run ends: what is left out there may be any words."""

_IN_LINE = frozenset(
    "cite citet citep citealt citealp citeauthor citeyear ref eqref cref Cref label paperref paperpage".split()
)
"""Commands that stand within a sentence: a run goes on behind them."""


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
    theirs = [m[0].casefold() for m in _TOKEN.finditer(_cleared(paper, own=False))]
    places: dict[tuple[str, ...], list[int]] = {}
    for n in range(len(theirs) - _LEAST + 1):
        places.setdefault(tuple(theirs[n : n + _LEAST]), []).append(n)
    found = [run for source in files for run in _runs(source, theirs, places)]
    return tuple(sorted(found, key=lambda run: (-run.words, run.where)))


def _runs(source: Source, theirs: Sequence[str], places: dict[tuple[str, ...], list[int]]) -> Iterator[Run]:
    text = _cleared(source.text, own=True)
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
        n + length < len(ours) and start + length < len(theirs) and ours[n + length] == theirs[start + length] != _BREAK
    ):
        length += 1
    return length


def _cleared(text: str, *, own: bool) -> str:
    """The text of the same length and lines with its words alone; own: with breaks for what is left out."""
    if own:
        text = _QUOTED.sub(lambda m: _blank(m[0], _BREAK), text)
    return _without_commands(FORMULA.sub(lambda m: _blank(m[0], " "), text), own=own)


def _blank(piece: str, first: str) -> str:
    return first + re.sub(r"[^\n]", " ", piece[1:]) if piece and piece[0] != "\n" else re.sub(r"[^\n]", " ", piece)


def _without_commands(text: str, *, own: bool) -> str:
    """Without control sequences, and without the arguments that are no prose."""
    pieces, last = [], 0
    for m in _CONTROL.finditer(text):
        if m.start() < last:
            continue
        end, name = m.end(), m[1] or ""
        count = 1 if own and name == "enquote" else NOT_PROSE.get(name, 0)
        while count and (read := tokens.option(text, end)) is not None:
            end = read[1]
        for _ in range(count):
            if (group := tokens.group(text, end)) is not None:
                end = group[1]
        breaks = own and count and name not in _IN_LINE and name not in ("begin", "end")
        pieces += [text[last : m.start()], _blank(text[m.start() : end], _BREAK if breaks else " ")]
        last = end
    return "".join([*pieces, text[last:]])
