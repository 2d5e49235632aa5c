"""What checks compare: a project, its PDFs and its decks as plain values, which the pipeline loads.

A value that is not there is None; one that could not be loaded is a Trouble, which says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

__all__ = ["DECK", "TWIN", "BuiltPdf", "Inputs", "Need", "Trouble", "available", "present"]

DECK, TWIN = DECKS["pptx"], DECKS["beamer"]
"""The PowerPoint deck and its Beamer twin, relative to the project."""

Need = Literal["report_pdf", "slides", "slides_pdf", "deck", "twin"]
"""Fields of Inputs without which a check has nothing to measure."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something could not be loaded, and what to do next."""

    message: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltPdf:
    """A PDF in build/ (path is relative to the project) against the files that it is made from.

    made: whether it is there. newer are the sources that changed since. error is the first that the engine reported, or
    "". overfull names what is too full for its place; None where no build says so. pdf is None unless the PDF is made
    from the files as they are.
    """

    path: str
    made: bool
    newer: tuple[str, ...] = ()
    error: str = ""
    overfull: tuple[str, ...] | None = None
    pdf: Pdf | Trouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """A project as checks see it.

    files are the student's LaTeX files, written the hashes of all files as the tool wrote them, ledger what the student
    says of each proof. final: whether it should be what is handed in. form is None where the profile has no review.
    slides is None where there is no deck, deck where there is no PowerPoint deck; twin: whether there is a Beamer deck.
    pictures says what each picture of
    the deck (by hash) was described as when it was made; None: the deck is as it was written. stale are the slides
    whose formulas changed since the pictures behind them were made; None where no formula has a picture, or the deck is
    as it was written. talk is the time of the deck talk_deck.
    """

    folder: Path
    profile: Profile
    paper: Paper
    files: tuple[Source, ...]
    report: BuiltPdf
    written: Mapping[str, str]
    ledger: Mapping[str, str]
    final: bool = False
    form: Form | Trouble | None = None
    slides: BuiltPdf | None = None
    deck: Deck | Trouble | None = None
    twin: bool = False
    pictures: Mapping[str, Sequence[str]] | None = None
    stale: tuple[int, ...] | Trouble | None = None
    talk: Timing | Trouble | None = None
    talk_deck: str = ""

    @property
    def report_pdf(self) -> Pdf | Trouble | None:
        """What the report's PDF holds, where it is made from the files as they are."""
        return self.report.pdf

    @property
    def slides_pdf(self) -> Pdf | Trouble | None:
        """The same of the slides' PDF."""
        return self.slides.pdf if self.slides else None


def available(inputs: Inputs, need: Need) -> bool:
    """Whether a value is there and could be loaded."""
    value = getattr(inputs, need)
    return value not in (None, False) and not isinstance(value, Trouble)


def present(value: T | Trouble | None) -> T:
    """A value that a check says it needs; raises LookupError where it is not there."""
    if value is None or isinstance(value, Trouble):
        raise LookupError("a check reads a value that it does not list among its needs")
    return value
