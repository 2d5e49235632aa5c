"""Runs every check on a project: loads what the checks compare as plain values, and passes it to the registry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import disk, forms
from scaffold.diagnostics import Diagnostic
from scaffold.errors import BadDeck, BadProfile, EngineFailed, ScaffoldError
from scaffold.fetch.progress import Progress, quiet
from scaffold.pipeline import document_classes, naming
from scaffold.project import builds, layout, state
from scaffold.project.paper import form_of, paper_of, profile_of, written_language
from scaffold.project.state import Settings
from scaffold.seminar import Profile
from scaffold.talk.notes import DECKS

if TYPE_CHECKING:
    from scaffold.check.artefacts.pdf import Pdf
    from scaffold.check.inputs import BuiltPdf, Inputs, Meaning, NotLoaded
    from scaffold.check.result import Check
    from scaffold.model import Paper

SCHEMA = 2
"""Version of the output of `check --json`; every breaking change increments it."""

REPORT, SLIDES, BEAMER = "build/report.pdf", "build/slides.pdf", "build/slides-beamer.pdf"
_FORMULA = re.compile(r"\$[^$]*\$")
_MAIN, _DECK, _TWIN = "report/report.tex", DECKS["pptx"], DECKS["beamer"]


def check(folder: Path, final: bool = False, progress: Progress = quiet) -> tuple[Check, ...]:
    """All checks of the project in folder, in the order of printing. Raises NotAProject, BadProfile.

    final: draft mode and unfilled placeholders are failures.
    """
    from scaffold.check import registry

    progress("check", "reading report and slides", None, None)
    inputs = load(folder, final)
    return registry.run(inputs, lambda name, done, total: progress("check", name, done, total))


def check_json(checks: tuple[Check, ...], problems: tuple[Diagnostic, ...] = ()) -> dict[str, Any]:
    """The checks as plain JSON values, with counts of checks, what each check measures, and warnings on settings."""
    from scaffold.check import registry
    from scaffold.check.result import counts

    shown: dict[str, Any] = dict(counts(checks).items())
    rows = [asdict(c) | {"check": c.name} for c in checks]
    told = [{"setting": p.subject, "where": str(p.span), "message": p.message} for p in problems]
    measured = [{"check": row.name, "what": row.what} for row in registry.checks()]
    return {"schema": SCHEMA, **shown, "checks": rows, "measured": measured, "warnings": told}


def load(folder: Path, final: bool = False) -> Inputs:
    """What the checks compare. Raises NotAProject, BadProfile."""
    from scaffold.check.artefacts import latex_files
    from scaffold.check.inputs import Inputs

    settings = state.load(folder)
    # What is measured is in the language of the last update, also if the settings name another one by now.
    in_use = replace(settings, language=written_language(folder) or settings.language)
    profile, paper = _measured(profile_of(in_use, folder), folder), paper_of(folder, settings)
    manifest = layout.read_manifest(folder)
    patterns = (pattern for d in profile.deliverables for pattern in d.files)
    names, misnamed = naming.all_named(patterns, settings, profile.header)
    inputs = Inputs(
        folder=folder,
        profile=profile,
        paper=paper,
        files=latex_files.sources(folder),
        report=built(folder, REPORT, _MAIN),
        written={name: str(row["sha256"]) for name, row in manifest["files"].items()},
        ledger=settings.ledger,
        final=final,
        form=_form(folder, settings, profile),
        slides_shown=manifest["shown"],
        figure_fonts=_figure_fonts(folder),
        paper_text=_paper_text(folder),
        named=_named(paper),
        meanings=_meanings(paper, settings),
        handed_in=tuple(names),
        misnamed=tuple(error.message for error in misnamed.values()),
    )
    return _compared(_with_slides(_without_page(inputs)), manifest["sheets"])


def _measured(profile: Profile, folder: Path) -> Profile:
    """The profile with what its document class makes of a page, also if it was not measured when it was chosen."""
    return document_classes.resolved(profile, folder) if profile.document and not profile.page.block else profile


def _without_page(inputs: Inputs) -> Inputs:
    """The inputs without the report's pages, if its class could not be measured."""
    from scaffold.check.inputs import NotLoaded

    profile = inputs.profile
    if profile.document is None or profile.page.block is not None:
        return inputs
    missing = NotLoaded(f"what the class {profile.document.asked} makes of a page is not known", "install LaTeX")
    return replace(inputs, report=replace(inputs.report, pdf=missing))


def _paper_text(folder: Path) -> str:
    """The LaTeX of the paper without comments, or the text of its PDF if there is none; "" if neither can be read."""
    from scaffold.engines import pdf
    from scaffold.tex import tokens

    files = sorted(path for path in (folder / "paper" / "source").rglob("*.tex") if disk.is_file(path))
    if files:
        return "\n".join(tokens.mask(path.read_text(encoding="utf-8", errors="replace")) for path in files)
    try:
        return pdf.text(folder / "paper" / "paper.pdf")
    except (OSError, EngineFailed):
        return ""


def _named(paper: Paper) -> dict[str, tuple[tuple[str, str], ...]]:
    """What each statement names."""
    from scaffold.planning.named import Names

    names = Names(paper)
    found = {s.id: tuple((n.words, names.form(n.id)) for n in names.of(s)) for s in paper.restatable}
    return {id: rows for id, rows in found.items() if rows}


def _meanings(paper: Paper, settings: Settings) -> tuple[Meaning, ...]:
    """What surely introduces the symbols and terms of the main results."""
    from scaffold import languages
    from scaffold.check.inputs import Meaning
    from scaffold.planning import rank
    from scaffold.planning.material import material
    from scaffold.planning.notation import needed
    from scaffold.write.slides.wording import plain_text

    ranked = rank.rank(paper, settings.main)
    rows = needed(material(ranked, languages.load(languages.DEFAULT)))
    return tuple(
        Meaning(
            name=plain_text(paper, f"${row.name}$") if row.kind == "symbol" else row.name,
            words=max((plain_text(paper, text) for text in _FORMULA.split(row.words)), key=len),
            statement=row.statement,
            used=row.used,
        )
        for row in rows
    )


def _figure_fonts(folder: Path) -> frozenset[str]:
    """The fonts that figures of the paper lack."""
    from scaffold.check.artefacts import pdf as reader

    figures = (
        path for part in ("report", "slides") for path in (folder / part / "generated" / "figures").glob("*.pdf")
    )
    return frozenset(font for path in figures for font in reader.loose(path))


def _compared(inputs: Inputs, sheets: Mapping[str, Sequence[int]]) -> Inputs:
    """The inputs with what the finished PDFs that LaTeX made print of the statements."""
    from scaffold.pipeline import vectors, witnessing

    typeset = inputs.folder / vectors.STATEMENTS
    found = {
        name: witnessing.again(inputs.paper, _restated(inputs, main, sheets), typeset, inputs.folder / name)
        for name, main in ((REPORT, _MAIN), (SLIDES if inputs.deck is None else BEAMER, _TWIN))
        if (inputs.folder / name).is_file() and not _newer(inputs.folder, name, main)
    }
    return replace(inputs, reprinted=found)


def _restated(inputs: Inputs, main: str, sheets: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    """The sheets of the statements that a document shows; one that it only names may look like another."""
    from scaffold.check.artefacts import latex_files

    files = inputs.files if main == _MAIN else latex_files.source(inputs.folder, main)
    uses = latex_files.commands(files, "paperstatement|statementframe", 1)
    shown = {c.arguments[0] for c in uses if not c.starred}
    return {id: pages for id, pages in sheets.items() if id in shown}


def _form(folder: Path, settings: Settings, profile: Profile) -> forms.Form | NotLoaded | None:
    """The review form with its ratings; None if the profile has no review."""
    from scaffold.check.inputs import NotLoaded

    if not any(part.form == "review" for part in profile.parts):
        return None
    name = settings.review or profile.review
    try:
        return form_of(name, folder, profile.language)
    except BadProfile as e:
        return NotLoaded(e.message, e.hint)


def built(folder: Path, name: str, main: str) -> BuiltPdf:
    """A PDF of a project (name and main are paths in it) with the state of the files that it is made from."""
    from scaffold.check.artefacts import latex_files
    from scaffold.check.inputs import BuiltPdf

    record, made = builds.recorded(folder, name), (folder / name).is_file()
    lost = latex_files.missing(folder) if name == REPORT else ()
    newer = _newer(folder, name, main) if made else ()
    return BuiltPdf(
        path=name,
        made=made,
        newer=newer,
        error=record.error if record else "",
        lost=lost,
        overfull=record.overfull if record else None,
        pdf=_read(folder / name, None if record else main) if made and not newer and not lost else None,
    )


def _newer(folder: Path, name: str, main: str) -> tuple[str, ...]:
    """The sources of a PDF that have changed since it was made."""
    from scaffold.check.pdf import fresh

    built = builds.recorded(folder, name)
    return fresh.newer(folder, name, builds.sources(folder, main), built.sources if built else None)


def _read(path: Path, main: str | None) -> Pdf | NotLoaded:
    """The PDF at path in build/; main is what it must say if scaffold did not build it, None if it did."""
    from scaffold.check.artefacts import pdf as reader
    from scaffold.check.inputs import NotLoaded
    from scaffold.check.pdf import origin
    from scaffold.pipeline import measurements

    try:
        pdf = measurements.read_pdf(path)
    except reader.Unreadable as e:
        return NotLoaded(str(e), "run: scaffold build")
    folder = path.parent.parent
    if main is None or not (lacking := origin.missing(_said(folder, main), pdf)):
        return pdf
    named = path.relative_to(folder).as_posix()
    message = f"{named} was not built by scaffold, and is not the PDF of {main}: it does not print “{lacking}”"
    return NotLoaded(message, "run: scaffold build")


def _said(folder: Path, main: str) -> tuple[Sequence[str], ...]:
    """The texts that a PDF of main prints; none if main cannot be read."""
    from scaffold.check.artefacts import latex_files, shapes
    from scaffold.check.pdf import origin

    try:
        if main == _DECK:
            return origin.of_deck(shapes.read(folder / main))
        files = latex_files.sources(folder) if main == _MAIN else latex_files.source(folder, main)
        return origin.of_latex(files, paper_of(folder, state.load(folder)).title if main == _MAIN else "")
    except BadDeck:
        return ()


def _with_slides(inputs: Inputs) -> Inputs:
    """The inputs with the decks and their PDF; unchanged if there is no deck."""
    from scaffold.check.artefacts import shapes
    from scaffold.check.inputs import NotLoaded

    folder = inputs.folder
    has_deck, has_twin = ((folder / name).is_file() for name in (_DECK, _TWIN))
    if not has_deck and not has_twin:
        return inputs
    slides = built(folder, SLIDES, _DECK if has_deck else _TWIN)
    inputs = _with_talk(replace(inputs, slides=slides, twin=has_twin))
    if not has_deck:
        return inputs
    try:
        deck = shapes.read(folder / _DECK)
    except BadDeck as e:
        return replace(inputs, deck=NotLoaded(e.message, e.hint))
    if builds.hashed(folder / _DECK) == inputs.written.get(_DECK):
        return replace(inputs, deck=deck)
    return replace(inputs, deck=deck, pictures=_pictures(folder), stale=_stale(inputs))


def _with_talk(inputs: Inputs) -> Inputs:
    from scaffold.check.inputs import NotLoaded
    from scaffold.pipeline import talking

    try:
        talk = talking.talk(inputs.folder)
    except ScaffoldError as e:
        return replace(inputs, talk=NotLoaded(e.message, e.hint))
    return replace(inputs, talk=talk.timing, talk_deck=talk.deck.relative_to(inputs.folder).as_posix())


def _pictures(folder: Path) -> Mapping[str, Sequence[str]]:
    """The description of each picture in the deck, as recorded by `init`."""
    kept: Mapping[str, Sequence[str]] = layout.read_manifest(folder)["pictures"]
    return kept


def _stale(inputs: Inputs) -> tuple[int, ...] | NotLoaded | None:
    """The slides whose formulas no longer match their fallback pictures, which other programs show.

    None if `init` wrote no index of pictures because it made none.
    """
    from scaffold.check.deck.pages import NO_INDEX
    from scaffold.engines.office import vectors
    from scaffold.pipeline.vectors import FOLDER

    index = f"{FOLDER}/{vectors.FILE}"
    if index not in inputs.written:
        return None
    if not (inputs.folder / index).is_file():
        return NO_INDEX
    return vectors.stale_slides(inputs.folder / _DECK, vectors.load(inputs.folder / FOLDER))
