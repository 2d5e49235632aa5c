"""Compiles LaTeX in a copy of the folder: no shell, no files outside, with limits, until nothing changes.

Documents contain text from other people's papers. latexmk is not used, although many have it: it passes names from the
document (\\bibliography{$(…)}) to a shell, even with -no-shell-escape; NOTES.md has an example. Our own loop does the
same (`runs`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import clock, disk
from scaffold.engines import limits, results
from scaffold.engines.latex import continuing, documents, formats, keeping
from scaffold.engines.latex.choosing import LETTERS, find_engine
from scaffold.engines.latex.patience import OF_A_BUILD, Patience
from scaffold.engines.latex.runs import TOOLS, Citations, Job, new_job, run
from scaffold.engines.latex.variables import EPOCH, LINE_WIDTH, MAX_RUNS, settings
from scaffold.errors import EngineFailed

if TYPE_CHECKING:
    from scaffold.engines.latex.log import TexMessage

_SECONDS = 120.0
"""For all runs of a document together."""

_TOLERANCE = 2.0
"""Points by which a line or a page may be overfull: too little to be visible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TexResult:
    """The result of a compilation.

    pdf is the file in the output folder (None: no PDF, or none was requested), data its bytes (b"": no PDF), pages its
    number of pages. A PDF may exist despite errors, as TeX continues after most; `ok` means that there is a PDF and no
    error. runs is how often the engine ran.
    """

    pdf: Path | None
    pages: int | None
    engine: str
    errors: tuple[TexMessage, ...]
    warnings: tuple[TexMessage, ...]
    log: str
    runs: int
    data: bytes = b""

    @property
    def ok(self) -> bool:
        return bool(self.data) and not self.errors

    @property
    def typeset(self) -> bool:
        """Whether there is a PDF, and no error but those of BibTeX and Biber, which only the bibliography shows."""
        return bool(self.data) and all(e.code == "bibliography" or e.offending in TOOLS for e in self.errors)

    @property
    def overfull(self) -> tuple[str, ...]:
        """The lines and pages that are visibly overfull: where each is and by how much."""
        found = [w for w in self.warnings if w.code.startswith("overfull") and (w.points or 0.0) > _TOLERANCE]
        places = (":".join(str(part) for part in (w.file, w.line) if part) for w in found)
        return tuple(f"{place or 'a page'} by {w.points:.0f} pt" for place, w in zip(places, found, strict=True))


def compile_tex(
    main: Path,
    out_dir: Path,
    *,
    name: str | None = None,
    engine: str | None = None,
    timeout: float = _SECONDS,
    patience: Patience = OF_A_BUILD,
    fresh: bool = False,
    expected: Citations | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> TexResult:
    """Compiles main, which can use files of its own folder and subfolders, to out_dir/name.

    name is the PDF's file name (None: that of main with .pdf). timeout is in seconds, for all runs together; patience
    is how long a run may compute without output. The PDF has the date of the build (`clock`). A document that was
    compiled before on the same day, and has not changed, is not compiled again, unless fresh. expected is
    what it probably cites, which often saves a run. meanwhile is called while the engine runs, if it does. If a run
    fails or is stopped, the result contains errors; an older PDF stays if no new one was made. Raises EngineMissing,
    EngineFailed (no such file, or the engine could not be started) and DiskError.
    """
    found, path = find_engine(engine, letters=(main.parent / LETTERS).is_file())
    if not main.is_file():
        raise EngineFailed(f"{main} does not exist", "check its name, and that it is in this folder")
    document = str(main.resolve())
    result = None if fresh else _known(keeping.name_of(main, path), found, document)
    if result is None:
        with limits.scratch() as folder:
            with disk.report_errors("the temporary folder"):
                documents.copy(main.parent, folder)
            job = new_job(folder, main.name, found, path, timeout=timeout, epoch=clock.seconds(), patience=patience)
            job.document, job.expected, job.meanwhile = document, expected, meanwhile or load
            result = _made(job, documents.files(folder), fresh=fresh)
    if not result.data:
        return result
    pdf = out_dir / (name or f"{main.stem}.pdf")
    disk.write(result.data, pdf)
    return replace(result, pdf=pdf)


def prepare(main: Path) -> None:
    """Makes the format with which the runs of main can begin, if there can be one (`formats`). Raises ScaffoldError."""
    formats.make(main, find_engine(letters=(main.parent / LETTERS).is_file())[1])


def load() -> None:
    """Loads what looks at a run when it has ended; as `meanwhile`, that takes no time."""
    from scaffold.engines import pdf
    from scaffold.engines.latex import finished, log, mistakes, recorded  # noqa: F401

    pdf.load()


def render_pages(
    tex: str,
    *,
    extra_files: Mapping[str, bytes] | None = None,
    engine: str | None = None,
    timeout: float = _SECONDS,
    patience: Patience = OF_A_BUILD,
    most_runs: int = MAX_RUNS,
) -> TexResult:
    """Compiles a document given as text, with extra_files (content by relative path); the PDF is in `data`.

    Meant for many small pieces in one run, one page each; with most_runs = 1 without bibliography. Raises the errors of
    compile_tex, and ValueError for a path outside the folder.
    """
    name, path = find_engine(engine, letters=LETTERS in (extra_files or {}))
    with limits.scratch() as folder:
        files = {**(extra_files or {}), "pages.tex": tex.encode("utf-8")}
        _fill(folder, files)
        job = new_job(folder, "pages.tex", name, path, timeout=timeout, epoch=EPOCH, patience=patience)
        job.most_runs = most_runs
        return _kept_or_made(job, files, trial=True)


def compile_ahead(
    files: Mapping[str, bytes], main: str, *, patience: Patience, expected: Citations | None = None
) -> None:
    """Compiles a document, given by its files (content by relative path): `compile_tex` then finds what is kept of it.

    Not where Biber is used, of whose documents nothing is kept. Raises the errors of compile_tex, and ValueError for a
    path outside the folder.
    """
    name, path = find_engine(letters=LETTERS in files)
    with limits.scratch() as folder:
        _fill(folder, files)
        job = new_job(folder, main, name, path, timeout=_SECONDS, epoch=clock.seconds(), patience=patience)
        job.expected = expected
        _kept_or_made(job, files)


def compile_once(files: Mapping[str, bytes], main: str, *, patience: Patience) -> TexResult:
    """Runs LaTeX once over a document that is given by its files (content by relative path); the PDF is in `data`.

    A `compile_tex` of the same main file in another folder begins with what this run left. Raises the errors of
    compile_tex, and ValueError for a path outside the folder.
    """
    name, path = find_engine(letters=LETTERS in files)
    with limits.scratch() as folder:
        _fill(folder, files)
        job = new_job(folder, main, name, path, timeout=_SECONDS, epoch=EPOCH, patience=patience)
        job.most_runs = 1
        result = _kept_or_made(job, files, trial=True)
        continuing.keep(continuing.alike(folder / main), name, continuing.files(folder) if result.ok else {})
    return result


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files into a temporary folder; raises ValueError for a path outside, and DiskError."""
    for relative, content in files.items():
        target = (folder / relative).resolve()
        if not target.is_relative_to(folder):
            raise ValueError(f"{relative} is outside the folder of the document")
        disk.write_temporary(content, target)


def _of_failure(key: str) -> str:
    """The key of a document's failure, which counts for trials only; "" for ""."""
    return results.key("a trial that failed", key) if key else ""


def _kept_or_made(job: Job, files: Iterable[str], *, trial: bool = False) -> TexResult:
    """What is kept of the same files, otherwise that of new runs; trial: also if they failed."""
    main = job.folder / job.main
    key = keeping.name(main, files, program=job.path, epoch=job.epoch, most_runs=job.most_runs)
    failed = _of_failure(key) if trial else ""
    known = _known(key, job.engine, job.document) or _known(failed, job.engine, "")
    return known or _made(job, files, failed=failed)


def _known(key: str, engine: str, document: str) -> TexResult | None:
    """The compilation that is kept under the key; None if there is none. document is that of a Job."""
    if not key or (known := keeping.find(key)) is None:
        return None
    from scaffold.engines.latex.log import TexMessage, parse_log

    _leave(document, engine, known.auxiliary)
    errors, messages = [TexMessage(**error) for error in known.errors], parse_log(known.log)
    return _result(engine, known.log, messages, errors=errors, data=known.pdf, pages=known.pages, runs=known.runs)


def _made(job: Job, files: Iterable[str], *, fresh: bool = False, failed: str = "") -> TexResult:
    """The PDF of new runs, which is kept if it has no errors; fresh: without what the last compilation left.

    files are those of the document, by which the result is known again. failed is the key under which its failure is
    kept, unless LaTeX was stopped; "": it is not.
    """
    main = job.folder / job.main
    key = keeping.name(main, files, program=job.path, epoch=job.epoch, most_runs=job.most_runs)
    result = _compiled(job) if fresh else _continued(job)
    if not result.ok:
        if failed and not (job.timed_out or job.cut_off):
            keeping.keep(failed, job.folder / job.stem, _kept(result, {}))
        return result
    left = continuing.files(job.folder)
    for document in _names(job):
        _leave(document, job.engine, left)
    if key:
        keeping.keep(key, job.folder / job.stem, _kept(result, left))
    return result


def _kept(result: TexResult, auxiliary: Mapping[str, bytes]) -> keeping.Kept:
    errors = tuple(map(asdict, result.errors))
    return keeping.Kept(
        pdf=result.data, log=result.log, pages=result.pages, runs=result.runs, auxiliary=auxiliary, errors=errors
    )


def _leave(document: str, engine: str, auxiliary: Mapping[str, bytes]) -> None:
    """Leaves the auxiliary files for the next compilation, if this document will be known again."""
    if document:
        continuing.keep(document, engine, auxiliary)


def _names(job: Job) -> tuple[str, ...]:
    """What the document is known by for its next compilation: its path, and what it has in common with its copies."""
    return (job.document, continuing.alike(job.folder / job.main)) if job.document else ()


def _continued(job: Job) -> TexResult:
    """The result of runs that begin with what the last compilation left, and with a format; of others at an error."""
    if not any(continuing.begin(document, job.engine, job.folder) for document in _names(job)):
        return _compiled(job)
    main = job.folder / job.main
    again, whole = replace(job, meanwhile=None), main.read_bytes()
    formats.begin(job)
    result = _compiled(job)
    if result.ok or (job.timed_out and not (job.format and job.stopped)):
        return result
    continuing.clear(job.folder)
    disk.write_temporary(whole, main)
    return _compiled(again)


def _compiled(job: Job) -> TexResult:
    folder, output = job.folder, run(job)
    formats.complete(job)
    from scaffold.engines.latex.finished import judged
    from scaffold.engines.latex.log import TexMessage, parse_log, read_log, still_open, unwrap
    from scaffold.engines.latex.mistakes import separate
    from scaffold.engines.latex.recorded import outside

    log = "" if job.cut_off else read_log(folder / f"{job.stem}.log", LINE_WIDTH)
    messages = parse_log(log := log or unwrap(output, LINE_WIDTH))
    interrupted = next((n for n, m in enumerate(messages) if m.text.startswith("Interruption")), None)
    errors = separate([m for m in messages[:interrupted] if m.severity == "error"], folder, job.main)
    errors += job.bibliography
    pdf = folder / f"{job.stem}.pdf"
    made = pdf.read_bytes() if pdf.is_file() and not job.timed_out else b""
    data, pages, refused = judged(made, folder, job.main)
    errors += refused
    if job.timed_out:
        errors.insert(0, _stopped(job, messages[interrupted] if interrupted is not None else None, output))
    elif leaked := outside(folder / f"{job.stem}.fls", folder, job.path):
        data = b""
        errors.insert(0, _leak(job, leaked))
    elif job.document and errors and job.format is None:
        errors += _hidden(job, errors)
    elif not data and not errors:
        last = next((line for line in reversed(output.splitlines()) if line.strip()), "it printed no message")
        text = f"{job.engine} made no PDF: {last}"
        errors.append(
            TexMessage(severity="error", code="engine", file=still_open(output) or job.main, line=None, text=text)
        )
    return _result(job.engine, log, messages, errors=errors, data=data, pages=pages, runs=job.runs)


_MOST_MENDED = 3
"""Runs that look for mistakes after others."""


def _hidden(job: Job, errors: Sequence[TexMessage]) -> list[TexMessage]:
    """The mistakes that others hide: those of runs in which these are mended, in a copy of the document."""
    from scaffold.engines.latex import mending
    from scaffold.engines.latex.log import parse_log, read_log
    from scaffold.engines.latex.mistakes import separate

    found: list[TexMessage] = []
    left = errors
    with limits.scratch() as folder:
        documents.copy(job.folder, folder)
        for _ in range(_MOST_MENDED):
            if not mending.mend(folder, left):
                break
            again = replace(job, folder=folder, env=settings(folder, job.epoch), most_runs=1, runs=0)
            run(again)
            if again.timed_out:
                break
            log = "" if again.cut_off else read_log(folder / f"{job.stem}.log", LINE_WIDTH)
            messages = [m for m in parse_log(log) if m.severity == "error"]
            left = mending.new(separate(messages, folder, job.main), [*errors, *found])
            found += left
    return found


def _result(
    engine: str,
    log: str,
    messages: Sequence[TexMessage],
    *,
    data: bytes,
    pages: int | None,
    runs: int,
    errors: Sequence[TexMessage] = (),
) -> TexResult:
    return TexResult(
        pdf=None,
        pages=pages,
        engine=engine,
        errors=tuple(errors),
        warnings=tuple(m for m in messages if m.severity == "warning" and _is_reliable(m, bool(data))),
        log=log,
        runs=runs,
        data=data,
    )


def _is_reliable(warning: TexMessage, made: bool) -> bool:
    """Whether a warning of the last run is reliable: after an aborted run, "undefined" may be wrong."""
    return warning.code != "rerun" and (made or not warning.code.startswith("undefined-"))


def _stopped(job: Job, at: TexMessage | None, output: str) -> TexMessage:
    """The message for a run that was stopped: at is where TeX says it was; otherwise the open file is known."""
    from scaffold.engines.latex.log import TexMessage, still_open

    text, advice = f"after {job.timeout:g} s", f"{_ENDLESS}; a large picture may need more time"
    if job.watched is not None and job.stopped == "quiet":
        text = f"as it finished no page and opened no file in {job.watched.quiet:.0f} s"
    elif job.stopped:
        advice = _ENDLESS
        text = f"after {job.patience.pages} pages" if job.stopped == "pages" else "as it printed without end"
    return TexMessage(
        severity="error",
        code="timeout",
        file=at.file if at else still_open(output) or job.main,
        line=at.line if at else None,
        text=f"{job.engine} was stopped {text}",
        offending="",
        advice=advice,
    )


_ENDLESS = "check for a macro or loop that never ends"


def _leak(job: Job, file: Path) -> TexMessage:
    from scaffold.engines.latex.log import TexMessage

    return TexMessage(
        severity="error",
        code="leak",
        file=job.main,
        line=None,
        text=f"the document reads {file}, a file outside its folder, so the PDF was not kept",
        offending="",
        advice="find what reads it in the paper's macros and statements, and do not compile them elsewhere",
    )
