"""Whether a PDF that scaffold did not build says what its sources say.

Compared are short runs of words. A page, a column or a footnote may interrupt a run, so each may be in two pieces. What
a command of the student's prints or hides is not known, so some runs may be missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from scaffold.check.artefacts import prose
from scaffold.check.artefacts.latex_files import Source, commands, printed
from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.artefacts.shapes import Deck
from scaffold.tex import tokens
from scaffold.tex.environments import FORMULA

__all__ = ["missing", "of_deck", "of_latex"]

_RUN = 5
"""Words of a run."""

_SHARE = 0.2
"""The share of runs that may be missing."""

_TOKEN = re.compile(r"[\0{}]|[^\W\d_]+")
_BEGUN = re.compile(r"\\begin\s*\{document\}")
_UNPRINTED = re.compile(r"\\(note|input|titleslide|sectionslide|statement|statementframe|slidename)(?![A-Za-z])")


def missing(said: Sequence[Sequence[str]], pdf: Pdf) -> str:
    """The first run of words of a text that the PDF does not print, if it lacks too many of that text; otherwise ""."""
    printed = _letters(" ".join(line.text for line in pdf.lines))
    for runs in said:
        lacking = [run for run in runs if not _prints(printed, run.split())]
        if len(lacking) > _SHARE * len(runs):
            return lacking[0]
    return ""


def of_latex(files: Sequence[Source], title: str) -> tuple[Sequence[str], ...]:
    """The runs of words that a document of these files prints: those of its title, and those of its text."""
    heads = [printed(c.arguments[0]) for c in commands(tuple(files), "student|title", 1)]
    texts = [_without_unprinted(_body(source.text)) for source in files]
    return _words(title), [run for text in (*heads, *texts) for run in _words(text)]


def _words(tex: str) -> list[str]:
    return [*_runs(prose.cleared(FORMULA.sub(prose.BREAK, tex), own=True))]


def of_deck(deck: Deck) -> tuple[Sequence[str], ...]:
    """The runs of words that the visible slides of a deck print: those of the titles, and those of all text."""
    shown = [slide for slide in deck.slides if slide.shown]
    paragraphs = (p for slide in shown for shape in slide.shapes for p in shape.paragraphs)
    texts = ("".join(prose.BREAK if x.formula is not None else x.text for x in p.pieces) for p in paragraphs)
    return [run for slide in shown for run in _runs(slide.title)], [run for text in texts for run in _runs(text)]


def _body(text: str) -> str:
    begun = _BEGUN.search(text)
    return text[begun.end() :] if begun else text


def _without_unprinted(text: str) -> str:
    """Without what is only said, and without what is printed from other files."""

    def end(m: re.Match[str]) -> int:
        pos = m.end()
        while (read := tokens.option(text, pos) or tokens.group(text, pos)) is not None:
            pos = read[1]
        return pos

    return prose.replaced(text, _UNPRINTED, end, lambda *_: prose.BREAK)


def _runs(text: str) -> Iterator[str]:
    run: list[str] = []
    for word in (*_TOKEN.findall(text), prose.BREAK):
        if word.isalpha():
            run.append(word)
        if run and (not word.isalpha() or len(run) == _RUN):
            yield " ".join(run)
            run = []


def _prints(text: str, words: Sequence[str]) -> bool:
    """Whether the words are there in their order, in one piece or in two."""
    letters = [_letters(word) for word in words]
    return any("".join(letters[:n]) in text and "".join(letters[n:]) in text for n in range(len(letters)))


def _letters(text: str) -> str:
    """The letters alone, small and without accents: hyphens, ligatures and accents depend on font and line breaks."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalpha())
