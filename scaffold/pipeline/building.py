"""Builds the PDFs of a project: if LaTeX or LibreOffice is missing, the other one still builds its PDF."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scaffold import disk, merging, originals, temporary
from scaffold.errors import BadDeck, BadProfile, EngineFailed, EngineMissing, ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.pipeline import lettering, measurements
from scaffold.pipeline.outputs import BEAMER, DECK, REPORT, Documents, Output, problems, rules
from scaffold.project import builds, journal, state
from scaffold.project.paper import PAPER, language_of, paper_of, profile_of
from scaffold.project.state import Settings

if TYPE_CHECKING:
    from scaffold.diagnostics import Diagnostic
    from scaffold.engines.latex.compile import TexResult
    from scaffold.engines.latex.log import TexMessage

SCHEMA = 1
"""Version of the output of `build --json`; every breaking change increments it."""


_EXPECTED = re.compile(
    r": \d+\.\d\d of \d+\.\d\d pages|You have requested (?:document class|package) .template/", re.DOTALL
)
"""Warnings that are none: the meters of the parts, which `check` measures on the PDF, and a template in its folder."""

_WRITTEN = ("build", "report/generated")
"""The folders into which a build writes."""


def build(
    folder: Path, *, report: bool = True, slides: bool = True, fresh: bool = False, progress: Progress
) -> list[Output]:
    """Build the PDFs of the project in folder; waits until another build of it has ended.

    fresh: also those whose files have not changed. Raises NotAProject and DiskError; a missing engine is an error in
    its Output.
    """
    state.load(folder)
    temporary.sweep(folder.resolve().parent)
    disk.raise_if_in_the_way(folder / "build")
    with journal.locked(folder, lambda: wait(progress)):
        for name in _WRITTEN:
            temporary.sweep(folder / name)
        settings = state.load(folder)  # an update may have ended meanwhile
        return _built(folder, settings, report=report, slides=slides, fresh=fresh, progress=progress)


def shown(folder: Path, what: str) -> Path:
    """The PDF of the report, the slides or the paper. Raises NotAProject, and EngineFailed if it does not exist."""
    state.load(folder)
    path = folder / ("paper/paper.pdf" if what == "paper" else f"build/{what}.pdf")
    if not disk.is_file(path):
        hint = "the paper came without a PDF: look into paper/source" if what == "paper" else "run: scaffold build"
        raise EngineFailed(f"{path} does not exist", hint)
    return path


def build_json(folder: Path, outputs: Sequence[Output], problems: Sequence[Diagnostic] = ()) -> dict[str, Any]:
    """The outputs of a build as plain JSON values, with warnings on settings."""
    told = [{"setting": p.subject, "where": str(p.span), "message": p.message} for p in problems]
    return {"schema": SCHEMA, "outputs": [_output_json(folder, o) for o in outputs], "warnings": told}


def _output_json(folder: Path, output: Output) -> dict[str, Any]:
    error = output.error
    return {
        "name": output.name,
        "ok": output.ok,
        "pdf": output.pdf and output.pdf.relative_to(folder).as_posix(),
        "pages": output.pages,
        "lengths": list(output.lengths),
        "note": output.note,
        "log": output.log and output.log.relative_to(folder).as_posix(),
        "error": error and {"exit_code": error.exit_code, "message": error.message, "hint": error.hint},
        "errors": [_message_json(m) for m in output.errors],
        "warnings": [_message_json(m) for m in output.warnings],
    }


def _message_json(message: TexMessage) -> dict[str, Any]:
    return {name: getattr(message, name) for name in ("file", "line", "code", "text", "offending", "advice")}


def for_student(messages: Sequence[TexMessage]) -> list[TexMessage]:
    """The messages about which a student can do something: not those about fonts, and on LaTeX in generated files."""
    return [m for m in messages if m.code != "font" and not (m.code == "other" and "generated" in Path(m.file).parts)]


def as_lines(messages: Sequence[TexMessage]) -> list[str]:
    """The messages; those that differ only in their place in a file are one, with all lines."""
    rows: dict[tuple[str, str, str], list[TexMessage]] = {}
    for m in messages:
        rows.setdefault((m.file, m.text, m.advice), []).append(m)
    return [_line(found) for found in rows.values()]


def _line(found: Sequence[TexMessage]) -> str:
    lines = ", ".join(dict.fromkeys(str(m.line) for m in found if m.line))
    place = ":".join(filter(None, (found[0].file, lines)))
    return ": ".join(filter(None, (place, found[0].text, found[0].advice)))


def wait(progress: Progress) -> None:
    """Says that another command has the project."""
    progress("wait", "for another build or update of this project to end; Ctrl-C stops waiting", None, None)
    progress("", "", None, None)  # a line is printed when its stage ends


def _built(
    folder: Path, settings: Settings, *, report: bool, slides: bool, fresh: bool, progress: Progress
) -> list[Output]:
    made: list[Output] = []
    with contextlib.ExitStack() as stack:
        begin = cache(lambda: _begun(stack, Documents.of(folder, settings, DECK, BEAMER), fresh=fresh))
        if report:
            progress("report", REPORT, None, None)
            made += _report_outputs(folder, settings, begin if slides else None, fresh=fresh)
        if slides:
            made += _slide_outputs(folder, settings, begin(), progress, fresh=fresh)
    return made


@dataclass(frozen=True, slots=True)
class _Begun:
    """The slides: what is known of them; if nothing is, the compilation of the Beamer slides, which has been started.

    beamer is None if there are none.
    """

    decks: Documents
    known: list[Output] | None
    beamer: _Beamer | None


def _begun(stack: contextlib.ExitStack, decks: Documents, *, fresh: bool) -> _Begun:
    known = None if fresh else decks.find()
    beamer = stack.enter_context(_beamer(decks.folder, fresh=fresh)) if known is None else None
    return _Begun(decks, known, beamer)


def _report_outputs(
    folder: Path, settings: Settings, begin: Callable[[], _Begun] | None, *, fresh: bool
) -> list[Output]:
    """The report, with its lengths; begin is called while LaTeX runs."""
    report = Documents.of(folder, settings, REPORT)
    if not fresh and (known := report.find()):
        return known
    from scaffold.engines import background
    from scaffold.engines.sandbox import walls

    with background.started(walls.wall):  # it tries a program, which takes as long as the ledger
        update_ledger(folder, settings)
    made, notes = _report(folder, settings, fresh=fresh, meanwhile=partial(_meanwhile, folder, begin))
    made = _measured(folder, settings, made)
    report.keep([made])
    return [replace(made, warnings=(*notes, *made.warnings))]


def _meanwhile(folder: Path, begin: Callable[[], _Begun] | None) -> None:
    """What is done while LaTeX sets the report, and is needed later.

    The slides are begun, the settings compared, and all loaded that looks at the result and measures the PDF: that
    takes longer than reading it. What is raised here will be raised again.
    """
    from scaffold.check.artefacts import pdf
    from scaffold.check.report import pages  # noqa: F401
    from scaffold.engines.latex import compile
    from scaffold.pipeline import merging_files, restating  # noqa: F401
    from scaffold.write.report import statements  # noqa: F401

    with contextlib.suppress(ScaffoldError):
        if begin is not None and begin().known is not None:
            problems(folder)
    compile.load()
    pdf.load()


def _slide_outputs(folder: Path, settings: Settings, begun: _Begun, progress: Progress, *, fresh: bool) -> list[Output]:
    if begun.known is not None:
        return begun.known
    outputs = _slides(folder, begun.beamer, progress, fresh=fresh)
    made = [replace(o, lengths=_size(folder, settings, o.pdf)) for o in outputs]
    begun.decks.keep(made)
    return made


def update_ledger(folder: Path, settings: Settings) -> None:
    """Update the ledger line of the report from scaffold.toml.

    It is the only generated file that depends on a setting which students change from day to day.
    """
    file = folder / "report" / "generated" / "ledger.tex"
    if not file.is_file():
        return
    from scaffold.check.artefacts import latex_files
    from scaffold.engines import results

    uses = latex_files.commands(latex_files.sources(folder), "paperstatement|paperref", 1)
    named = sorted({command.arguments[0] for command in uses})
    line = partial(_ledger, folder, settings, named)
    paper = results.file_hash(folder / PAPER)
    text = measurements.kept(line, "the ledger", named, rules(folder, settings), paper)[0].encode()
    if text != file.read_bytes():
        disk.write(text, file)


def _ledger(folder: Path, settings: Settings, named: Collection[str]) -> tuple[str]:
    """The line; named are the statements that the report names. Raises NotAProject."""
    from scaffold.write.report import ledger

    paper = paper_of(folder, settings)
    proved = [s.id for s in paper.statements if s.id in named and s.proofs]
    return (ledger.line(paper, settings.ledger, proved, language=language_of(settings, folder)),)


def _measured(folder: Path, settings: Settings, made: Output) -> Output:
    """The report with the length of each part, and which of its pages count; as it is if they cannot be measured."""
    from scaffold.check.artefacts import pdf as reader

    if made.pdf is None:
        return made
    try:
        found, note = measurements.lengths(made.pdf, profile_of(settings, folder), folder)
    except (reader.Unreadable, BadProfile):
        return made
    lengths = tuple(f"{length}{', over its budget' if length.over else ''}" for length in found)
    return replace(made, lengths=lengths, note=note)


def _report(
    folder: Path, settings: Settings, *, fresh: bool, meanwhile: Callable[[], object]
) -> tuple[Output, tuple[TexMessage, ...]]:
    """The report, and notes on what was done to compile it.

    A statement that LaTeX cannot typeset is replaced, and the report compiled again.
    """
    made, result = _tex(folder, REPORT, "report.pdf", fresh=fresh, meanwhile=meanwhile)
    from scaffold.pipeline import restating

    notes: list[TexMessage] = []
    while result is not None and (more := restating.replaced(folder, settings, result)):
        notes += _messages("warning", more)
        made, result = _tex(folder, REPORT, "report.pdf", fresh=fresh)
    if result is None:
        return made, ()
    warnings = restating.explained(folder, settings, [w for w in result.warnings if not _EXPECTED.search(w.text)])
    return replace(made, warnings=tuple(_in_project(folder, REPORT, warnings))), tuple(notes)


def _tex(
    folder: Path, source: str, name: str, *, fresh: bool, meanwhile: Callable[[], object] | None = None
) -> tuple[Output, TexResult | None]:
    """Compile one LaTeX document to build/name; no result if LaTeX could not be started."""
    document = _document(folder, source, name, fresh=fresh)
    return _recorded(folder, document, document.compiled(meanwhile))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    """A LaTeX document to compile to build/name; made_from are the hashes of its files."""

    folder: Path
    source: str
    name: str
    made_from: Mapping[str, str]
    fresh: bool

    def compiled(self, meanwhile: Callable[[], object] | None = None) -> TexResult | ScaffoldError:
        """The result, or why LaTeX could not be started. Writes nothing but the PDF, and reports no progress.

        meanwhile is called while LaTeX runs, if it does.
        """
        from scaffold.engines.latex import compile

        main = self.folder / self.source
        if not disk.is_file(main):
            return EngineFailed(f"{main} does not exist", originals.to_restore(self.folder, self.source))
        try:
            return compile.compile_tex(
                main,
                self.folder / "build",
                name=self.name,
                fresh=self.fresh,
                meanwhile=meanwhile,
            )
        except ScaffoldError as e:
            return e


def _document(folder: Path, source: str, name: str, *, fresh: bool) -> _Document:
    lettering.update((folder / source).parent)
    made_from = builds.hashes(folder, source)
    return _Document(folder=folder, source=source, name=name, made_from=made_from, fresh=fresh)


def _recorded(folder: Path, document: _Document, result: TexResult | ScaffoldError) -> tuple[Output, TexResult | None]:
    """What a compilation gave, which is recorded in the project."""
    source, name = document.source, document.name
    if isinstance(result, ScaffoldError):
        return Output(name=name, pdf=None, error=result), None
    errors, warnings = (tuple(_in_project(folder, source, m)) for m in (result.errors, result.warnings))
    errors = (*_unmerged(folder, source), *errors)
    log = folder / "build" / f"{Path(name).stem}.log"
    disk.write(result.log.encode(), log)
    if result.pdf:
        parts = builds.split_statements(result.log)
        built = builds.Built(document.made_from, next(map(str, errors), ""), result.overfull, parts)
        builds.record(folder, result.pdf, built)
    return Output(name=name, pdf=result.pdf, pages=result.pages, errors=errors, warnings=warnings, log=log), result


def _unmerged(folder: Path, source: str) -> Iterator[TexMessage]:
    """The conflicts that an update left in the student's files of a document."""
    from scaffold.engines.latex.log import TexMessage
    from scaffold.pipeline import merging_files

    for file, line in merging_files.unmerged(folder):
        if file.startswith(source.partition("/")[0]):
            yield TexMessage(severity="error", code="conflict", file=file, line=line, text=merging.ADVICE)


def _in_project(folder: Path, source: str, messages: Iterable[TexMessage]) -> Iterator[TexMessage]:
    """The messages of a run of source, with files as they are called in the project's folder."""
    parent = Path(source).parent
    for m in messages:
        yield replace(m, file=(parent / m.file).as_posix()) if m.file and (folder / parent / m.file).is_file() else m


def _messages(severity: Literal["error", "warning"], texts: Iterable[str]) -> tuple[TexMessage, ...]:
    """What is not in a file, as messages."""
    from scaffold.engines.latex.log import TexMessage

    return tuple(TexMessage(severity=severity, code="other", file="", line=None, text=text) for text in texts)


@dataclass(frozen=True, slots=True)
class _Beamer:
    """The Beamer slides, which LaTeX compiles meanwhile; compiled waits for that."""

    document: _Document
    compiled: Callable[[], TexResult | ScaffoldError]

    def output(self) -> Output:
        """What LaTeX has made of them, recorded in the project."""
        return _recorded(self.document.folder, self.document, self.compiled())[0]


@contextlib.contextmanager
def _beamer(folder: Path, *, fresh: bool) -> Iterator[_Beamer | None]:
    """Compiles the Beamer slides beside all else: LibreOffice and LaTeX take a core each. None if there are none.

    With both decks, Beamer's PDF is slides-beamer.pdf, unless there is no LibreOffice for the other one.
    """
    from scaffold.engines import background
    from scaffold.engines.office import export

    deck = folder / DECK
    if not (folder / BEAMER).is_file():
        yield None
        return
    alone = not deck.is_file() or export.find_office() is None
    document = _document(folder, BEAMER, "slides.pdf" if alone else "slides-beamer.pdf", fresh=fresh)
    with background.started(document.compiled) as result:
        yield _Beamer(document, result)


def _slides(folder: Path, beamer: _Beamer | None, progress: Progress, *, fresh: bool) -> list[Output]:
    """slides.pdf from PowerPoint, otherwise from Beamer."""
    from scaffold.talk import notes

    try:
        notes.deck_of(folder)
    except BadDeck as e:
        return [Output(name="slides.pdf", pdf=None, error=e)]
    deck = folder / DECK
    outputs: list[Output] = []
    if deck.is_file():
        progress("slides", DECK, None, None)
        with _prepared(folder, beamer, fresh=fresh):
            outputs.append(_office(folder, deck, folder / "build" / "slides.pdf", fresh=fresh))
    if beamer is not None:
        progress("beamer", f"{BEAMER}, compiled meanwhile", None, None)
        made = beamer.output()
        missing = outputs[0].error if outputs else None
        if isinstance(missing, EngineMissing) and made.pdf:
            return [replace(made, note=f"from the Beamer slides: {missing.message}")]
        outputs.append(made)
    return outputs


@contextlib.contextmanager
def _prepared(folder: Path, beamer: _Beamer | None, *, fresh: bool) -> Iterator[None]:
    """Makes the report's format while LibreOffice exports the deck, on the core that is free after the Beamer slides.

    Nobody waits for it: what is not finished with the export is given up.
    """
    from scaffold.engines import background, results, workers
    from scaffold.engines.latex import compile
    from scaffold.engines.office import export

    def prepare() -> None:
        if beamer is not None:
            beamer.compiled()
        compile.prepare(folder / REPORT)

    exported = True
    with contextlib.suppress(ScaffoldError):  # the export says so itself
        exported = results.holds(export.key_of(folder / DECK, vectors=(folder / DECK).parent / "generated"))
    if workers.cores() == 1 or export.find_office() is None or (exported and not fresh):
        yield
        return
    with background.started(prepare) as preparing:
        yield
        preparing.cancel()


def _size(folder: Path, settings: Settings, pdf: Path | None) -> tuple[str, ...]:
    """How many slides the deck of a PDF has for how many minutes; empty if that cannot be read."""
    from scaffold.pipeline import talking

    if pdf is None:
        return ()
    built = builds.recorded(folder, pdf.relative_to(folder).as_posix())
    which = "pptx" if built and DECK in built.sources else "beamer"
    try:
        return (talking.talk(folder, which=which).timing.size,)
    except (BadDeck, BadProfile):
        return ()


def _office(folder: Path, deck: Path, pdf: Path, *, fresh: bool) -> Output:
    from scaffold.engines.office import export

    made_from = builds.hashes(folder, deck.relative_to(folder).as_posix())
    try:
        slides, vectors = export.shown_slides(deck), deck.parent / "generated"
        result = export.export_pdf(deck, pdf, slides=slides, vectors=vectors, fresh=fresh)
    except ScaffoldError as e:
        return Output(name=pdf.name, pdf=None, error=e)
    builds.record(folder, result.pdf, builds.Built(made_from, result.lost[0] if result.lost else ""))
    errors, warnings = _messages("error", result.lost), _messages("warning", result.warnings)
    return Output(name=pdf.name, pdf=result.pdf, pages=result.pages, errors=errors, warnings=warnings)
