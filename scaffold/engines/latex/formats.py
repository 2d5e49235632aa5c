"""The beginning of a report, its class and `scaffold-report.sty`, kept as a format of pdfTeX: two fifths of a run.

A format holds what TeX knows after the packages are loaded, but not all: stacks of colours, what is on the page, codes
of fonts, lines of font maps, entries of the PDF's catalogue and the time of day are lost, and nothing says so. So a
format is made of scaffold's own text only. All that is the student's or the paper's comes after it, and is read by
each run. A format is kept when a short document has the same PDF with it and without. NOTES.md has what was measured.

Whatever is in doubt is compiled without a format: another engine, no sandbox, a changed style file, another class or
language, a file of the document that could be read in place of one of TeX's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from scaffold import disk
from scaffold.engines import limits, results
from scaffold.engines.latex import bibtex, continuing, documents, keeping
from scaffold.engines.latex.patience import OF_A_BUILD
from scaffold.engines.latex.runs import OPTIONS, Format, Job, new_job, run
from scaffold.engines.latex.variables import EPOCH, LINE_WIDTH
from scaffold.engines.sandbox.walls import wall
from scaffold.resources import template

__all__ = ["begin", "complete", "find", "make"]

_SECONDS = 60.0
"""For making a format."""

_CONTENT, _RECORD = "format", "record"
"""The names under which a format and the record of what was read for it are kept."""

_ROW = "INPUT "
"""How a line of TeX's record begins that names a file which was read."""

_ANOTHER_DAY = EPOCH + 12_345_678
"""The date of the runs that try a format, at which it was not made: what it knows of that date would differ."""

_STYLE, _WORDS, _LETTERS = "generated/scaffold-report.sty", "generated/language.tex", "generated/letters.tex"

_BEGINNING = re.compile(
    rb"(?:%[^\r\n]*\n)*\\documentclass(?:\[[\w,=.]*\])?\{article\}\n"
    rb"\\usepackage(?:\[[\w,=.]*\])?\{generated/scaffold-report\}\n"
)
"""What a format can replace of a main file."""

_DEFINITIONS = re.compile(
    rb"(?:%[^\r\n]*\n|\\scaffoldlanguages\{en\}\{english\}\{english\}%\n|\\def\\scaffold@today\{[^{}%\r\n]*\}%\n"
    rb"|\\scaffoldword(?:\[\d\])?\{[\w.-]+\}\{(?:[^{}%\r\n]|\{[^{}%\r\n]*\})*\}%\n)*"
)
"""The file of words as scaffold writes it: definitions alone. Babel, which other languages need, has not been tried."""

_HARMLESS = frozenset([*".tex .bib .bbl .bst .pdf .png .jpg .jpeg .md .txt".split(), bibtex.MARK])
"""Suffixes of files that may lie beside the main file: no package looks whether there is one of its own."""

_DUMP = rb"""\makeatletter
\@for\scaffold@x:=minute_int,hour_int,day_int,month_int,year_int,timestamp_str\do{%
  \expandafter\let\csname c_sys_\scaffold@x\endcsname\@undefined}\let\scaffold@x\@undefined
\makeatother
\ifnum\pdfcolorstackinit page direct{}=1 \expandafter\dump\fi \csname @@end\endcsname
"""
"""Ends the run that makes a format: not if a package has made a stack of colours.

The constants of the date would be those of this run. A document that uses them has an error, and is compiled without.
"""

_SAMPLE = rb"""\title{A title}\author{Somebody}
\begin{document}
\maketitle\tableofcontents
\begin{scaffoldpart}{summary}{Summary}{1}\label{part}
Words, \emph{words}, \textcolor{scaffoldgreen}{in colour}.\footnote{See \cref{t}, \cref{part} and \eqref{e}.}
\question{What is asked?}\towrite{What is written?}
\begin{theorem}[Name]\label{t} Let $x\in\mathbb R$. Then
\begin{equation}\label{e}\mathcal F(x)\le\sum_{i=1}^n\bm{x}_i^2.\end{equation}\end{theorem}
\begin{tcolorbox}[breakable,enhanced,drop fuzzy shadow]Text \href{https://example.org}{with a link}.\end{tcolorbox}
\begin{tikzpicture}\draw[-Stealth,fill=scaffoldtint,opacity=.5](0,0)rectangle(1+rand,1)node{$\sqrt y$};\end{tikzpicture}
\end{scaffoldpart}
\end{document}
"""
"""A document that uses what the style loads, to compare a run with the format to one without."""


def find(main: Path, program: str) -> Format | None:
    """The format for the beginning of main; None if there is none, or if it may not be used here."""
    key = _key(main, program)
    kept = _kept(key, _beginning(main)) if key else None
    if kept is None or not kept.content:
        return None
    return None if {Path(row).name for row in kept.record.splitlines()} & set(_beside(main)) else kept


def _kept(key: str, beginning: bytes) -> Format | None:
    kept = results.find(key)
    return Format(beginning=beginning, content=kept[_CONTENT], record=kept[_RECORD].decode()) if kept else None


def _keep(key: str, content: bytes, record: str) -> None:
    read = [Path(row.removeprefix(_ROW)) for row in record.splitlines()]
    results.keep(key, {_CONTENT: content, _RECORD: record.encode()}, read)


def begin(job: Job) -> None:
    """Lets a job begin with a format, if there is one: comments take the place of what it holds of the main file."""
    main = job.folder / job.main
    job.format = find(main, job.path)
    if job.format is not None:
        disk.write_temporary(job.format.rest(main.read_bytes()), main)


def complete(job: Job) -> None:
    """Adds to the record of a run what was read for its format: the PDF was made from that as well."""
    record = job.folder / f"{job.stem}.fls"
    if job.format is not None and record.is_file():
        own = record.read_text(encoding="utf-8", errors="replace")
        record.write_text(job.format.record + own, encoding="utf-8")


def make(main: Path, program: str) -> None:
    """Makes the format for the beginning of main, unless that was tried before. Raises DiskError and EngineFailed.

    If it is cancelled, the next call goes on with what TeX has dumped.
    """
    key = _key(main, program)
    if not key or results.holds(key):
        return
    beginning, files = _beginning(main), {name: (main.parent / name).read_bytes() for name in (_STYLE, _WORDS)}
    untried = results.key("untried", key)
    made = _kept(untried, beginning)
    if made is None:
        made = _dumped(beginning, {**files, main.name: beginning + _DUMP}, main.name, program)
        if made is None:
            return
        _keep(untried, made.content, made.record)
    sample = {**files, main.name: beginning + _SAMPLE}
    same = bool(made.content) and _outcome(sample, main.name, program) == _outcome(sample, main.name, program, made)
    _keep(key, made.content if same else b"", made.record)


def _dumped(beginning: bytes, files: Mapping[str, bytes], main: str, program: str) -> Format | None:
    """The format of files, whose content is b"" if TeX made none; None if TeX was stopped."""
    from scaffold.engines.latex import recorded

    with limits.scratch() as folder:
        job = _job(folder, files, main, program, epoch=EPOCH)
        job.typeset([program, "-ini", *OPTIONS, "&pdflatex", main])
        record, content = folder / f"{job.stem}.fls", folder / f"{job.stem}.fmt"
        if job.cut_off or job.timed_out or not record.is_file():
            return None
        rows = "".join(f"{_ROW}{path}\n" for path in recorded.system_files(record, folder))
        made = content.read_bytes() if content.is_file() and not job.code else b""
        return Format(beginning=beginning, content=made, record=rows)


def _outcome(files: Mapping[str, bytes], main: str, program: str, made: Format | None = None) -> object:
    """All that a run leaves: its PDF, its messages, its auxiliary files. Another object for each PDF that fails."""
    from scaffold.engines.latex.log import parse_log, read_log

    with limits.scratch() as folder:
        job = _job(folder, files, main, program, epoch=_ANOTHER_DAY)
        if made is not None:
            job.format = made
            disk.write_temporary(made.rest(files[main]), folder / main)
        job.most_runs = 1
        run(job)
        pdf = folder / f"{job.stem}.pdf"
        if job.code or not pdf.is_file():
            return object()
        messages = parse_log(read_log(folder / f"{job.stem}.log", LINE_WIDTH))
        return pdf.read_bytes(), messages, continuing.files(folder)


def _job(folder: Path, files: Mapping[str, bytes], main: str, program: str, *, epoch: int) -> Job:
    for name, content in files.items():
        disk.write_temporary(content, folder / name)
    return new_job(folder, main, "pdflatex", program, timeout=_SECONDS, epoch=epoch, patience=OF_A_BUILD)


def _key(main: Path, program: str) -> str:
    """The name of the format for main; "" if there can be none."""
    beginning = _beginning(main)
    if not beginning or Path(program).stem != "pdflatex" or wall() == "none" or not _is_ours(main):
        return ""
    words = (main.parent / _WORDS).read_bytes()
    return results.key("format", beginning, words, main.name, keeping.surroundings(program, EPOCH))


def _beginning(main: Path) -> bytes:
    found = _BEGINNING.match(main.read_bytes())
    return found[0] if found and b"biblatex" not in found[0] else b""


def _is_ours(main: Path) -> bool:
    """Whether what a format is made of is scaffold's own, and nothing beside it can be read in its place."""
    style, words = main.parent / _STYLE, main.parent / _WORDS
    if not style.is_file() or not words.is_file() or (main.parent / _LETTERS).exists():
        return False
    if any(Path(name).suffix not in _HARMLESS for name in _beside(main)):
        return False
    shipped = template("report", "scaffold-report.sty")
    return results.file_hash(style) == results.file_hash(shipped) and bool(_DEFINITIONS.fullmatch(words.read_bytes()))


def _beside(main: Path) -> list[str]:
    """The files of the document that lie beside its main file, where TeX looks first."""
    return [name for name in documents.files(main.parent) if "/" not in name and name != main.name]
