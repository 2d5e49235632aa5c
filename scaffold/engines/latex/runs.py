"""One document's runs: engine, bibliography, engine until nothing changes, at most MAX_RUNS times."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import disk
from scaffold.engines import limits
from scaffold.engines.latex import bibtex, continuing
from scaffold.engines.latex.patience import Patience, Watched
from scaffold.engines.latex.variables import MAX_RUNS, settings
from scaffold.errors import EngineFailed

if TYPE_CHECKING:
    from scaffold.engines.latex.log import TexMessage

__all__ = ["OPTIONS", "TOOLS", "Citations", "Format", "Job", "new_job", "run"]

OPTIONS = ("-no-shell-escape", "-recorder", "-interaction=nonstopmode", "-file-line-error")
"""Of all engines but tectonic."""

TOOLS = ("biber", "bibtex")

_NEUTRAL = (
    r"^\\relax ?$|^\\gdef \\@abspage@last\{\d+\}$",
    r"\\providecommand\\\w+(?:@\w+)*(?:\[\d\])?\{(?:\\AtBeginDocument)?\}",
    r"\\HyperFirstAtBeginDocument\{\\ifx\\hyper@anchor\\@undefined\n.*?\n\\fi\}\n\\fi\}",
    r"\\scaffold@seen\{[^\n]*",
    r"\\global\\let\\hyper@last\\relax ?|\\gdef\\HyperFirstAtBeginDocument#1\{#1\}",
    r"\\@writefile\{nav\}\{\\headcommand \{\\beamer@\w+pages (?:\{1\})?\{0\}\}\}",
    r"\\@writefile\{nav\}\{\\headcommand \{\\gdef \\inserttotalframenumber \{0\}\}\}",
)
"""What .aux files hold that changes no run: hyperref's definitions, marks of the report, that Beamer made no frames."""

_UNREAD = re.compile(rb"^\\(?:scaffold@seen\{|BKM@entry\{|@writefile\{(?:toc|lof|lot|nav)\}).*\n", re.MULTILINE)
"""What .aux files hold that the next run does not use.

The report's marks and the bookmarks, which the end of the same run has read; and lines for the files of lists, which
are compared themselves.
"""

_FORETOLD = re.compile(
    "|".join((*_NEUTRAL, r"^\\(?:citation|bibdata)\{[^\n]*\}$", r"\n")).encode(), re.DOTALL | re.MULTILINE
)
"""What the first run after a guess writes besides that: it changes no run, or only BibTeX reads it."""

_UNFORETOLD = (b"Rerun to", b"PreviousTotalPages")
"""What the log says if a run did not know how many pages there are, and needed to; and the command that prints them."""

_KILLED = 128
"""Exit codes from here on mean that a signal ended the program."""


@dataclass(frozen=True, slots=True)
class Citations:
    """What a document probably cites: the keys of works in order, BibTeX's style, and the names of its .bib files.

    Only the number of runs depends on whether that is right.
    """

    keys: tuple[str, ...]
    style: str
    data: tuple[str, ...]

    def __str__(self) -> str:
        """As LaTeX writes them into the .aux file."""
        cited = "".join(f"\\citation{{{key}}}\n" for key in self.keys)
        return f"\\relax\n{cited}\\bibstyle{{{self.style}}}\n\\bibdata{{{','.join(self.data)}}}\n"


_FORMAT = ".scaffold"
"""The name of a format beside the document, which cannot bring such a file, nor write it (openout_any=p)."""

_INSTEAD = b"\\color{black}\\prevdepth0pt\\relax%\n"
"""In the place of the first line that a format holds: puts on the page what xcolor puts there when it is loaded."""

_SHORTER = 4
"""At least how much longer a preamble takes without its format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of pdfTeX (`formats`): content is its file, beginning the part of the main file that it replaces.

    record are the lines of TeX's record for the files that were read for it.
    """

    beginning: bytes
    content: bytes
    record: str

    def rest(self, main: bytes) -> bytes:
        """The main file for runs with the format; all lines keep their numbers."""
        lines = self.beginning.count(b"\n")
        return _INSTEAD + b"%\n" * (lines - 1) + main.removeprefix(self.beginning)

    def write(self, folder: Path) -> None:
        """Puts the format into the folder of a run, before each one."""
        disk.write_temporary(self.content, folder / f"{_FORMAT}.fmt")


@dataclass(slots=True, kw_only=True)
class Job:
    """One running compilation; deadline is in seconds of the monotonic clock, epoch the date of the PDF.

    document is the path by which the document is known again, "" if it is not. expected is what it probably cites, if
    that is known. meanwhile is called while the engine runs for the first time. watched is the last run of the engine,
    code its exit code (None: it was stopped), stopped why. format is the one to begin with, if any.
    """

    folder: Path
    main: str
    engine: str
    path: str
    env: dict[str, str]
    timeout: float
    deadline: float
    epoch: int
    patience: Patience
    document: str = ""
    expected: Citations | None = None
    meanwhile: Callable[[], object] | None = None
    most_runs: int = MAX_RUNS
    runs: int = 0
    timed_out: bool = False
    watched: Watched | None = None
    code: int | None = 0
    stopped: str = ""
    bibliography: tuple[TexMessage, ...] = ()
    format: Format | None = None

    @property
    def stem(self) -> str:
        return Path(self.main).stem

    def typeset(self, argv: list[str]) -> str:
        """Runs the engine once, as long as it gets on; returns its output."""
        self.runs += 1
        patience = self.patience
        if self.format is not None:
            self.format.write(self.folder)
            patience = replace(patience, preambles=patience.preambles * _SHORTER)
        self.watched = Watched(patience=patience, log=self.folder / f"{self.stem}.log")
        if self.engine == "tectonic":  # it prints nothing meanwhile
            self.watched = None
        meanwhile, self.meanwhile = self.meanwhile, None
        return self.start(argv, self.watched, meanwhile)

    def start(
        self, argv: list[str], watch: limits.Watch | None = None, meanwhile: Callable[[], object] | None = None
    ) -> str:
        """Runs one program within the remaining time; returns its output."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            self.timed_out = True
            return ""
        try:
            # tectonic downloads the packages that a document needs into its cache, so it cannot be confined.
            confined = self.engine != "tectonic"
            done = limits.run(
                argv,
                self.folder,
                limits.Limits(left),
                self.env,
                confined=confined,
                watch=watch,
                meanwhile=meanwhile,
            )
        except OSError as e:
            raise EngineFailed(f"cannot start {argv[0]}: {e.strerror}", "run: scaffold doctor") from e
        self.timed_out = self.timed_out or done.timed_out
        self.code, self.stopped = done.code, done.stopped
        return done.output

    @property
    def cut_off(self) -> bool:
        """Whether the last program was stopped, so that its log may lack its end, or be too long to have it."""
        return self.code is None or self.code >= _KILLED

    def leaves_nothing_to_read(self) -> bool:
        """Whether the run wrote nothing for a next run to read, for instance without any references."""
        aux = self.folder / f"{self.stem}.aux"
        text = aux.read_text(encoding="utf-8", errors="replace") if aux.is_file() else ""
        bookmarks = aux.with_suffix(".out")
        if bookmarks.is_file() and bookmarks.stat().st_size:
            return False
        return not re.sub("|".join(_NEUTRAL), "", text, flags=re.DOTALL | re.MULTILINE).strip()

    def state(self, *, foretold: bool = False) -> bytes:
        """A hash of the files that the next run would read; foretold: of what a guess can say of them."""
        digest = hashlib.sha256()
        for name, content in continuing.files(self.folder).items():
            if name.endswith(".aux"):
                content = _UNREAD.sub(b"", content)
                content = _FORETOLD.sub(b"", content) if foretold else content
            if not name.endswith(bibtex.MARK):
                digest.update(name.encode() + content)
        return digest.digest()

    def counts_pages(self) -> bool:
        """Whether the last run needed the number of pages, which no guess has, as its log or the document says."""
        log = self.folder / f"{self.stem}.log"
        sources = (path for path in self.folder.rglob("*") if path.suffix in (".tex", ".sty", ".cls"))
        texts = (path.read_bytes() for path in (log, *sources) if path.is_file())
        return any(sign in text for text in texts for sign in _UNFORETOLD)


def new_job(folder: Path, main: str, engine: str, path: str, *, timeout: float, epoch: int, patience: Patience) -> Job:
    """The compilation of main in folder by the engine at path; timeout is in seconds, epoch the date of the PDF."""
    return Job(
        folder=folder,
        main=main,
        engine=engine,
        path=path,
        env=settings(folder, epoch),
        timeout=timeout,
        deadline=time.monotonic() + timeout,
        epoch=epoch,
        patience=patience,
    )


def run(job: Job) -> str:
    """Runs the engine until its auxiliary files no longer change; returns the last run's output."""
    if job.engine == "tectonic":
        return job.typeset([job.path, "-X", "compile", "--untrusted", "--keep-logs", "--keep-intermediates", job.main])
    options = [*OPTIONS, *_loading(job)]
    output = ""
    guessed = _guessed(job)
    while job.runs < job.most_runs and not job.timed_out:
        foretold = guessed and not job.runs
        before = job.state(foretold=foretold)
        output = job.typeset([job.path, *options, job.main])
        if job.code and not (job.folder / f"{job.stem}.pdf").is_file():
            if not guessed:
                break  # an error that ends the run is there in the next one too
            continuing.clear(job.folder)
            guessed, job.runs = False, 0
            continue
        if job.runs == 1 and job.most_runs > 1:
            _bibliography(job)
        same = job.state(foretold=foretold) == before and not (foretold and job.counts_pages())
        if same or job.leaves_nothing_to_read():
            break
    return output


def _loading(job: Job) -> tuple[str, ...]:
    """The options to load a job's format. Without the program's name, TeX would look for files in other folders."""
    return (f"-progname={Path(job.path).stem}", f"-fmt=./{_FORMAT}") if job.format is not None else ()


def _guessed(job: Job) -> bool:
    """Makes the bibliography of what the document probably cites, so that its first run has one; whether there is one.

    Not if a bibliography of the last compilation is there. Without one, LaTeX needs a run more to learn what is cited,
    and without the numbers of the works, which go into the .aux file, another one to print them.
    If BibTeX has no complaint, it runs again only if the document asks for something else.
    """
    path = limits.which("bibtex") if job.expected and not continuing.files(job.folder) else None
    if path is None:
        return False
    aux, made = job.folder / f"{job.stem}.aux", job.folder / f"{job.stem}.bbl"
    disk.write_temporary(str(job.expected).encode(), aux)
    output = job.start([path, job.stem])
    if made.is_file() and not _complaints(job, output):
        made.with_suffix(bibtex.MARK).write_text(bibtex.made_from(job.folder, path), encoding="utf-8")
    if not made.is_file():
        aux.unlink()
        return False
    numbers = bibtex.numbered(made.read_text(encoding="utf-8", errors="replace"))
    disk.write_temporary(f"{job.expected}{numbers}".encode(), aux)
    return True


def _bibliography(job: Job) -> None:
    """Runs BibTeX or Biber if the document has a bibliography and its files exist."""
    if job.timed_out:
        return
    if (job.folder / f"{job.stem}.bcf").is_file():
        tool = "biber"
    elif bibtex.wanted(job.folder):
        tool = "bibtex"
    else:
        return
    path = limits.which(tool)
    if path is None:
        text = f"{tool} is not installed, so there is no bibliography"
        _add_error(job, text, tool, _NO_BIBER if tool == "biber" else "")
    elif tool == "biber":
        _biber(job, path)
    else:
        _bibtex(job, path)


def _bibtex(job: Job, path: str) -> None:
    """Runs BibTeX, unless the bibliography is there and BibTeX would read what it was made from."""
    made, mark = (job.folder / f"{job.stem}{suffix}" for suffix in (".bbl", bibtex.MARK))
    now = bibtex.made_from(job.folder, path)
    if now and made.is_file() and mark.is_file() and mark.read_text(encoding="utf-8") == now:
        return
    job.bibliography = _complaints(job, job.start([path, job.stem]))
    mark.write_text(now, encoding="utf-8")


def _complaints(job: Job, output: str) -> tuple[TexMessage, ...]:
    """What BibTeX says is wrong in its last run, in its own log or in what it printed."""
    from scaffold.engines.latex.log import parse_blg

    blg = job.folder / f"{job.stem}.blg"
    return parse_blg(blg.read_text(encoding="utf-8", errors="replace") if blg.is_file() else output)


_NO_BIBER = (
    "install it: sudo apt-get install biber, or tlmgr install biber; "
    "or use BibTeX: backend=bibtex for biblatex, bibbackend=bibtex in report.tex"
)


def _biber(job: Job, path: str) -> None:
    """Runs Biber if its control file is safe."""
    from scaffold.engines.latex import biber

    if why := biber.refusal(job.folder / f"{job.stem}.bcf"):
        advice = "set backend=bibtex, or run biber yourself if you trust the whole document"
        _add_error(job, f"biber was not run: in {job.stem}.bcf, {why}", "biber", advice)
        return
    output = job.start(biber.arguments(path, job.stem))
    for text in biber.errors(output):
        _add_error(job, text, "biber", "correct the entry in the .bib file")


def _add_error(job: Job, text: str, tool: str, advice: str) -> None:
    from scaffold.engines.latex.log import TexMessage

    job.bibliography += (
        TexMessage(severity="error", code="engine", file=job.main, line=None, text=text, offending=tool, advice=advice),
    )
