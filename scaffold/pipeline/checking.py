"""Runs every check on a project: loads what they compare, hands it over as plain values, collects what they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold.errors import BadProfile, ScaffoldError
from scaffold.project import builds, layout, state
from scaffold.project.state import Settings

if TYPE_CHECKING:
    from scaffold.check.pdf.reader import Pdf
    from scaffold.check.report.latex_files import Source
    from scaffold.check.result import Check
    from scaffold.model import Paper
    from scaffold.seminar import Profile

SCHEMA = 1
"""Counts the breaking changes of what `check --json` prints."""

REPORT, SLIDES = "build/report.pdf", "build/slides.pdf"
_MAIN, _DECK, _TWIN = "report/report.tex", "slides/slides.pptx", "slides/slides.tex"
_EMBED = "build it again with scaffold build; a figure of yours may bring a font that is not embedded"


@dataclass(frozen=True, slots=True)
class _Project:
    """What the checks compare."""

    folder: Path
    settings: Settings
    profile: Profile
    paper: Paper
    files: tuple[Source, ...]
    written: Mapping[str, str]
    """Hashes of the project's files as the tool wrote them."""
    final: bool
    """Whether it should be what is handed in."""


def check(folder: Path, final: bool = False) -> tuple[Check, ...]:
    """All checks of the project in folder, in the order in which they are told. Raises NotAProject, BadProfile.

    final: drafts, and what is still to write, are failures.
    """
    from scaffold.check.report import latex_files
    from scaffold.project.paper import paper_of, profile_of

    settings = state.load(folder)
    profile, paper = profile_of(settings, folder), paper_of(folder, settings)
    written = {name: str(row["sha256"]) for name, row in layout.remembered(folder)["files"].items()}
    project = _Project(folder, settings, profile, paper, latex_files.sources(folder), written, final)
    return (*_report(project), *_slides(project))


def check_json(checks: tuple[Check, ...]) -> dict[str, Any]:
    """The checks as plain JSON values, with how many there are of each verdict."""
    counts = {v: sum(c.verdict == v for c in checks) for v in ("pass", "fail", "unknown")}
    return {"schema": SCHEMA, **counts, "checks": [asdict(c) for c in checks]}


def _report(p: _Project) -> Iterator[Check]:
    """The report's files, and its PDF where it is made from them."""
    from scaffold.check.fidelity import compare
    from scaffold.check.report import references

    fresh, pdf = _pdf(p, REPORT, _MAIN, "report.pdf")
    yield fresh
    yield from _pages(p, pdf)
    yield from references.check(p.folder, p.files, p.paper)
    yield from compare.report(p.folder, p.paper, p.files, p.written)
    yield from _review(p)


def _pages(p: _Project, pdf: Pdf | None) -> Iterator[Check]:
    from scaffold.check.pdf import health
    from scaffold.check.report import draft, pages, references
    from scaffold.check.result import unknown

    if pdf is None:
        yield unknown("pages", f"nothing to measure: no PDF of the present text at {REPORT}", REPORT, "scaffold build")
        return
    yield from pages.check(pdf, p.profile, p.files, REPORT)
    yield from references.printed(pdf, REPORT)
    yield from draft.check(pdf, p.files, REPORT, p.final)
    yield from health.check(pdf, "report fonts", REPORT, _EMBED)


def _review(p: _Project) -> Iterator[Check]:
    """The review's form says which ratings there are; without a review in the profile there is nothing to check."""
    from scaffold import forms
    from scaffold.check.report import review
    from scaffold.check.result import unknown

    if not any(part.form == "review" for part in p.profile.parts):
        return
    name = p.settings.review or p.profile.review
    try:
        form = forms.load(str(p.folder / name) if name.endswith(".toml") else name)
    except BadProfile as e:
        yield unknown("review", e.message, state.FILE, e.hint)
        return
    c = form.confidence
    bounded = (c.rating, {"nothing": c.nothing, "some": c.some, "half": c.half, "all": c.all}) if c else None
    scales = {r.name: r.scale for r in form.ratings}
    yield from review.check(p.files, p.paper, p.settings.ledger, scales, bounded)


def _slides(p: _Project) -> Iterator[Check]:
    """The deck and its PDF."""
    from scaffold.check.deck import pages as deck_pages
    from scaffold.check.fidelity import compare
    from scaffold.check.pdf import health
    from scaffold.check.result import unknown

    has_deck, has_twin = ((p.folder / name).is_file() for name in (_DECK, _TWIN))
    if not has_deck and not has_twin:
        yield unknown("deck", f"neither {_DECK} nor {_TWIN} is there", "slides", "restore one of them from a copy")
        return
    fresh, pdf = _pdf(p, SLIDES, _DECK if has_deck else _TWIN, "slides.pdf")
    yield fresh
    if pdf is not None:
        yield from health.check(pdf, "slides fonts", SLIDES, "export the deck with scaffold build, which embeds them")
    if has_deck:
        yield from _deck(p, pdf)
    elif pdf is not None:
        yield from deck_pages.check(pdf, SLIDES)
        built = builds.recorded(p.folder, SLIDES)
        yield deck_pages.frames(built.overfull if built else None, _TWIN)
    if has_twin:
        yield from compare.twin(p.folder, p.paper, p.written)
    yield from _talk(p)


def _deck(p: _Project, pdf: Pdf | None) -> Iterator[Check]:
    """The PowerPoint file, and its PDF against it."""
    from scaffold.check.deck import overflow, shapes
    from scaffold.check.deck import pages as deck_pages
    from scaffold.check.fidelity import compare
    from scaffold.check.result import failed
    from scaffold.errors import BadDeck

    try:
        read = shapes.read(p.folder / _DECK)
    except BadDeck as e:
        yield failed("deck", e.message, _DECK, e.hint)
        return
    yield from overflow.check(read, _DECK, p.final)
    if pdf is not None:
        yield from deck_pages.check(pdf, SLIDES, sum(slide.shown for slide in read.slides))
    yield from compare.deck(read, p.paper, _pictures(p), _DECK)
    yield from _behind(p)


def _behind(p: _Project) -> Iterator[Check]:
    """Whether the pictures behind formulas, which other programs show, still show the same.

    A deck as it was made is not read. `init` leaves no index where it made no pictures.
    """
    from scaffold.check.deck import pages as deck_pages
    from scaffold.engines.office import vectors
    from scaffold.pipeline.vectors import FOLDER

    index = f"{FOLDER}/{vectors.FILE}"
    if index not in p.written or builds.hashed(p.folder / _DECK) == p.written.get(_DECK):
        return
    kept = (p.folder / index).is_file()
    made = vectors.load(p.folder / FOLDER)
    yield deck_pages.pictures(vectors.stale_slides(p.folder / _DECK, made) if kept else None, _DECK)


def _pictures(p: _Project) -> Mapping[str, Sequence[str]] | None:
    """What each picture was described as when it was made; None where the deck is as it was written."""
    if (p.folder / _DECK).is_file() and builds.hashed(p.folder / _DECK) == p.written.get(_DECK):
        return None
    kept = layout.remembered(p.folder).get("pictures")
    return kept if isinstance(kept, dict) else {}


def _talk(p: _Project) -> Iterator[Check]:
    from scaffold.check import talk as talk_length
    from scaffold.check.result import unknown
    from scaffold.pipeline import talking

    try:
        talk = talking.talk(p.folder)
    except ScaffoldError as e:
        yield unknown("talk", e.message, "slides", e.hint)
        return
    yield from talk_length.check(talk.timing, talk.deck.relative_to(p.folder).as_posix())


def _pdf(p: _Project, name: str, main: str, called: str) -> tuple[Check, Pdf | None]:
    """Whether a PDF is made from the files as they are, and what it holds; None where it is not, or cannot be read."""
    from scaffold.check.pdf import fresh, reader
    from scaffold.check.result import failed

    built = builds.recorded(p.folder, name)
    kept = built.sources if built else None
    found = fresh.check(p.folder, name, builds.sources(p.folder, main), kept, built.error if built else "", called)
    if found.verdict == "unknown":
        return found, None
    try:
        return found, reader.read(p.folder / name)
    except reader.Unreadable as e:
        return failed(called, str(e), name, "scaffold build"), None
