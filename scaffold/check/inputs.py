"""The inputs of all checks: a project, its PDFs and its decks as plain values, loaded by the pipeline.

A missing value is None. A value that could not be loaded is a NotLoaded, which gives the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from scaffold.talk.notes import DECKS

if TYPE_CHECKING:
    from scaffold.check.artefacts.latex_files import Source
    from scaffold.check.artefacts.pdf import Pdf
    from scaffold.check.artefacts.shapes import Deck
    from scaffold.forms import Form
    from scaffold.model import Paper
    from scaffold.seminar import Profile
    from scaffold.talk.timing import Timing

__all__ = ["DECK", "TWIN", "BuiltPdf", "Inputs", "Need", "NotLoaded", "Reprint", "available", "present"]

DECK, TWIN = DECKS["pptx"], DECKS["beamer"]
"""The PowerPoint deck and its Beamer twin, relative to the project."""

Need = Literal["report_pdf", "slides", "slides_pdf", "deck", "twin"]
"""Fields of Inputs without which a check has nothing to measure."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """Why something could not be loaded, and what to do next."""

    message: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltPdf:
    """A PDF in build/ (path is relative to the project) compared with its sources.

    made: whether the PDF exists. newer: sources that changed since the build. error: the first error that the engine
    reported, or "". lost: files that its document loads and that are missing. overfull: lines and boxes that overflow;
    None without a record of the build. pdf is None unless the PDF is up to date and no file is lost.
    """

    path: str
    made: bool
    newer: tuple[str, ...] = ()
    error: str = ""
    lost: tuple[str, ...] = ()
    overfull: tuple[str, ...] | None = None
    pdf: Pdf | NotLoaded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """What a finished PDF prints of a statement that agreed with the paper's page when it was set.

    paper and finished are the first signs that differ, "" for none; page (from 1) is where in the PDF.
    """

    differs: bool
    paper: str = ""
    finished: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A symbol or term whose introduction in the paper is known: used are ids of statements.

    statement is the id of the definition or assumption that introduces it, "" for running text; words is a stretch of
    the sentence that does, without formulas.
    """

    name: str
    words: str
    statement: str = ""
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """A project as checks see it.

    files: the student's LaTeX files. written: hashes of all files as scaffold wrote them. ledger: the student's entry
    for each proof. final: whether the project must be ready to hand in. form is None if the profile has no review.
    slides is None without a deck, deck is None without a PowerPoint deck. twin: whether there is a Beamer deck.
    pictures: the description that each picture of the deck (by hash) had when it was made; None if the deck is
    unchanged. stale: slides whose formulas changed after their fallback pictures were made; None if no formula has a
    picture, or the deck is unchanged. slides_shown: what the deck showed of each statement (by id) when it was
    written, as a hash. figure_fonts: fonts that the paper's figures do not embed. talk: the time of the deck
    talk_deck. reprinted: by finished PDF, what it prints of the statements in it. paper_text: the paper's LaTeX, or the
    text of its PDF; "" if the project has neither. named: what each statement (by id) names, as pairs of what the paper
    prints and the id of the first form, "" for what is no statement or display. meanings: what introduces the symbols
    and terms of the main results, where that is sure.
    prints and the id of the first form, "" for what is no statement or display. handed_in are the names of the files
    that the seminar asks for, misnamed says which of its patterns are no names.
    """

    folder: Path
    profile: Profile
    paper: Paper
    files: tuple[Source, ...]
    report: BuiltPdf
    written: Mapping[str, str]
    ledger: Mapping[str, str]
    paper_text: str = ""
    final: bool = False
    form: Form | NotLoaded | None = None
    slides: BuiltPdf | None = None
    deck: Deck | NotLoaded | None = None
    twin: bool = False
    pictures: Mapping[str, Sequence[str]] | None = None
    stale: tuple[int, ...] | NotLoaded | None = None
    slides_shown: Mapping[str, str] = field(default_factory=dict)
    figure_fonts: frozenset[str] = frozenset()
    talk: Timing | NotLoaded | None = None
    talk_deck: str = ""
    reprinted: Mapping[str, Mapping[str, Reprint]] = field(default_factory=dict)
    named: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    meanings: tuple[Meaning, ...] = ()
    handed_in: tuple[str, ...] = ()
    misnamed: tuple[str, ...] = ()

    def first_form(self, id: str) -> str:
        """The id of the first form of a statement that the paper repeats."""
        return next((s.restates for s in self.paper.statements if s.id == id and s.restates), id)

    @property
    def report_pdf(self) -> Pdf | NotLoaded | None:
        """The report's PDF; None unless it is up to date."""
        return self.report.pdf

    @property
    def slides_pdf(self) -> Pdf | NotLoaded | None:
        """The slides' PDF; None unless it is up to date."""
        return self.slides.pdf if self.slides else None


def available(inputs: Inputs, need: Need) -> bool:
    """Whether a value exists and could be loaded."""
    value = getattr(inputs, need)
    return value not in (None, False) and not isinstance(value, NotLoaded)


def present(value: T | NotLoaded | None) -> T:
    """A value that a check lists among its needs; raises LookupError if it is missing."""
    if value is None or isinstance(value, NotLoaded):
        raise LookupError("a check reads a value that it does not list among its needs")
    return value
