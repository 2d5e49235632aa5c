"""Compiles LaTeX: own copy of the folder, no shell, no file outside, limits, and as many runs as it takes.

Documents hold text from strangers' papers. latexmk is not used, although many have it: it hands names that the
document chooses (\\bibliography{$(…)}) to a shell, whatever -no-shell-escape says; NOTES.md has the specimen. Our
loop is the same few runs: engine, bibliography, engine until nothing changes, at most MAX_RUNS times.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scaffold import disk
from scaffold.engines import limits
from scaffold.engines.latex import biber
from scaffold.engines.latex.log import TexMessage, parse_blg, parse_log, read_log
from scaffold.engines.latex.packages import INSTALL_TEX, everywhere
from scaffold.errors import EngineFailed, EngineMissing

ENGINES = ("pdflatex", "xelatex", "tectonic", "lualatex")
"""What can be asked for. lualatex is never chosen unasked: its Lua reads any file, whatever openin_any says."""

AUTOMATIC = ENGINES[:3]
MAX_RUNS = 4
EPOCH = 1_577_836_800
"""1 January 2020, in seconds: the date inside every PDF, so that the same text gives the same bytes."""

_WIDTH = 2000
_BY_PRODUCTS = frozenset(
    ".aux .log .out .toc .lof .lot .nav .snm .vrb .bcf .blg .fls .fdb_latexmk .synctex .run.xml .pdf~".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TexResult:
    """What a compilation gave.

    pdf is the file in the output folder (None: no PDF, or none was asked for), data its bytes (b"": no PDF), pages
    its length. A PDF may exist in spite of errors: TeX goes on after most; `ok` means that it exists and there were
    none. runs is how often the engine ran.
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


def find_engine(engine: str | None = None) -> tuple[str, str]:
    """Name and path of the engine asked for, or of the best one here; raises EngineMissing."""
    if engine is not None and engine not in ENGINES:
        raise EngineMissing(f"no LaTeX engine is called {engine!r}", f"choose one of {', '.join(ENGINES)}")
    for name in (engine,) if engine else AUTOMATIC:
        path = limits.which(name)
        if path:
            return name, path
    wanted = engine or "no LaTeX engine"
    raise EngineMissing(
        f"{wanted} is not installed" if engine else f"{wanted} is installed (looked for {', '.join(AUTOMATIC)})",
        f"install one: {everywhere(INSTALL_TEX)}",
    )


def compile_tex(
    main: Path,
    out_dir: Path,
    *,
    name: str | None = None,
    engine: str | None = None,
    timeout: float = 120.0,
    epoch: int = EPOCH,
) -> TexResult:
    """Compiles main, which may use the files of its own folder and below, to out_dir/name.

    name is the PDF's file name (None: that of main with .pdf). timeout is in seconds, for all runs together. A
    document with errors, or one that was stopped, is a result with errors; an older PDF stays when no new one was
    made. Raises EngineMissing, EngineFailed (no such file, or the engine could not be started) and DiskTrouble.
    """
    found, path = find_engine(engine)
    if not main.is_file():
        raise EngineFailed(f"{main} is not there", "run the command in the project's folder")
    with limits.scratch() as folder:
        with disk.trouble("the temporary folder"):
            _copy(main.parent, folder)
        result = _compile(folder, main.name, found, path, timeout=timeout, epoch=epoch)
    if not result.data:
        return result
    pdf = out_dir / (name or f"{main.stem}.pdf")
    disk.write(result.data, pdf)
    return replace(result, pdf=pdf)


def render_pages(
    tex: str,
    *,
    extra_files: Mapping[str, bytes] | None = None,
    engine: str | None = None,
    timeout: float = 120.0,
    epoch: int = EPOCH,
) -> TexResult:
    """Compiles a document given as text, with extra_files (relative path to content) beside it; the PDF is in `data`.

    Made for many small pieces in one run, one page each. Raises as compile_tex does; ValueError for a path that
    leaves the folder.
    """
    name, path = find_engine(engine)
    with limits.scratch() as folder:
        for relative, content in {**(extra_files or {}), "pages.tex": tex.encode("utf-8")}.items():
            target = (folder / relative).resolve()
            if not target.is_relative_to(folder):
                raise ValueError(f"{relative} leaves the folder of the document")
            disk.write(content, target)
        return _compile(folder, "pages.tex", name, path, timeout=timeout, epoch=epoch)


def _copy(source: Path, target: Path) -> None:
    """Copies a document's folder without hidden files, by-products of earlier runs and links that lead outside."""
    root = source.resolve()

    def skipped(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if _skip(Path(folder, name), root)}

    shutil.copytree(source, target, ignore=skipped, dirs_exist_ok=True)


def _skip(path: Path, root: Path) -> bool:
    if path.name.startswith(".") or path.suffix in _BY_PRODUCTS:
        return True
    if path.is_symlink():
        # A link to a folder is never followed: it may lead back up.
        return not path.resolve().is_relative_to(root) or path.is_dir()
    return not (path.is_dir() or path.is_file())


def environment(folder: Path, epoch: int) -> dict[str, str]:
    """The engine's environment: files only below folder and in the TeX tree, a fixed date, log lines not broken."""
    dropped = {"TEXINPUTS", "BIBINPUTS", "BSTINPUTS", "TEXMFOUTPUT", "TEXMF_OUTPUT_DIRECTORY", "LUAINPUTS"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return kept | {
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "parse_first_line": "f",
        "TEXMFOUTPUT": str(folder),
        "SOURCE_DATE_EPOCH": str(epoch),
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
        "max_print_line": str(_WIDTH),
        "error_line": "254",
        "half_error_line": "200",
    }


@dataclass(slots=True, kw_only=True)
class _Job:
    """One compilation under way; deadline is in seconds of the monotonic clock."""

    folder: Path
    main: str
    engine: str
    path: str
    env: dict[str, str]
    deadline: float
    runs: int = 0
    timed_out: bool = False
    bibliography: tuple[TexMessage, ...] = ()

    @property
    def stem(self) -> str:
        return Path(self.main).stem

    def start(self, argv: list[str], **env: str) -> str:
        """Runs one program within what is left of the time, with further variables; its output."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            self.timed_out = True
            return ""
        try:
            done = limits.run(argv, self.folder, limits.Limits(left), self.env | env)
        except OSError as e:
            raise EngineFailed(f"cannot start {argv[0]}: {e.strerror}", "run: scaffold doctor") from e
        self.timed_out = self.timed_out or done.timed_out
        return done.output

    def remembers_nothing(self) -> bool:
        """Whether the run left nothing for the next one to read, as a document without references does."""
        aux = self.folder / f"{self.stem}.aux"
        text = aux.read_text(encoding="utf-8", errors="replace") if aux.is_file() else ""
        return not re.sub(r"\\relax|\\gdef \\@abspage@last\{\d+\}|\s", "", text)

    def state(self) -> bytes:
        """A digest of what the next run would read."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in (".aux", ".toc", ".out", ".bbl", ".nav", ".lof", ".lot"):
                digest.update(path.name.encode() + path.read_bytes())
        return digest.digest()


def _compile(folder: Path, main: str, engine: str, path: str, timeout: float, epoch: int) -> TexResult:
    job = _Job(
        folder=folder,
        main=main,
        engine=engine,
        path=path,
        env=environment(folder, epoch),
        deadline=time.monotonic() + timeout,
    )
    output = _runs(job)
    log = read_log(folder / f"{job.stem}.log", _WIDTH) or output
    messages = parse_log(log)
    errors = [m for m in messages if m.severity == "error"] + list(job.bibliography)
    pdf = folder / f"{job.stem}.pdf"
    data = pdf.read_bytes() if pdf.is_file() and not job.timed_out else b""
    if job.timed_out:
        errors.insert(0, _stopped(job, timeout, messages))
    elif not data and not errors:
        last = next((line for line in reversed(output.splitlines()) if line.strip()), "it said nothing")
        errors.append(
            TexMessage(severity="error", code="engine", file=job.main, line=None, text=f"{engine} made no PDF: {last}")
        )
    return TexResult(
        pdf=None,
        pages=_pages(data),
        engine=engine,
        errors=tuple(errors),
        warnings=tuple(m for m in messages if m.severity == "warning" and _stands(m, bool(data))),
        log=log,
        runs=job.runs,
        data=data,
    )


def _stands(warning: TexMessage, made: bool) -> bool:
    """Whether a warning of the last run means something: what is undefined after a run that broke off may not be."""
    return warning.code != "rerun" and (made or not warning.code.startswith("undefined-"))


def _runs(job: _Job) -> str:
    """Runs the engine until what it reads and what it writes agree; the last run's output."""
    if job.engine == "tectonic":
        job.runs = 1
        return job.start([job.path, "-X", "compile", "--untrusted", "--keep-logs", "--keep-intermediates", job.main])
    options = ["-no-shell-escape", "-interaction=nonstopmode", "-file-line-error"]
    output = ""
    while job.runs < MAX_RUNS and not job.timed_out:
        before = job.state()
        output = job.start([job.path, *options, job.main])
        job.runs += 1
        if job.runs == 1:
            _bibliography(job)
        if job.state() == before or job.remembers_nothing():
            break
    return output


def _bibliography(job: _Job) -> None:
    """Runs BibTeX or Biber when the document asks for a bibliography whose files are here."""
    if job.timed_out:
        return
    if (job.folder / f"{job.stem}.bcf").is_file():
        tool = "biber"
    elif _wants_bibtex(job):
        tool = "bibtex"
    else:
        return
    path = limits.which(tool)
    if path is None:
        text = f"{tool} is not installed, so there is no bibliography"
        _complain(job, text, tool, _NO_BIBER if tool == "biber" else "")
    elif tool == "biber":
        _biber(job, path)
    else:
        output = job.start([path, job.stem])
        blg = job.folder / f"{job.stem}.blg"
        job.bibliography = parse_blg(blg.read_text(encoding="utf-8", errors="replace") if blg.is_file() else output)


_NO_BIBER = (
    "install it: sudo apt-get install biber, or tlmgr install biber; "
    "or have BibTeX do it: backend=bibtex for biblatex, bibbackend=bibtex in report.tex"
)


def _biber(job: _Job, path: str) -> None:
    """Runs Biber where its control file is as biblatex writes it."""
    if why := biber.refusal(job.folder / f"{job.stem}.bcf"):
        advice = "set backend=bibtex, or run biber yourself if the document is all yours"
        _complain(job, f"biber was not run: in {job.stem}.bcf, {why}", "biber", advice)
        return
    output = job.start(biber.arguments(path, job.stem), HOME=str(job.folder))
    for text in biber.errors(output):
        _complain(job, text, "biber", "correct the entry in the .bib file")


def _complain(job: _Job, text: str, tool: str, advice: str) -> None:
    job.bibliography += (
        TexMessage(severity="error", code="engine", file=job.main, line=None, text=text, offending=tool, advice=advice),
    )


def _wants_bibtex(job: _Job) -> bool:
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(job.folder.rglob("*.aux"))]
    named = [
        name.strip() for text in texts for row in re.findall(r"\\bibdata\{([^}]*)\}", text) for name in row.split(",")
    ]
    cited = any(r"\citation{" in text for text in texts)
    return cited and any((job.folder / f"{name.removesuffix('.bib')}.bib").is_file() for name in named if name)


def _stopped(job: _Job, timeout: float, messages: tuple[TexMessage, ...]) -> TexMessage:
    """The message for a run that was killed: TeX cannot say where it was, but the last it said may help."""
    last = messages[-1] if messages else None
    text = f"{job.engine} was stopped after {timeout:g} s"
    advice = "look for a macro or loop that never ends; a large picture may need more time"
    return TexMessage(
        severity="error",
        code="timeout",
        file=last.file if last else job.main,
        line=last.line if last else None,
        text=text,
        offending="",
        advice=advice,
    )


def _pages(data: bytes) -> int | None:
    if not data:
        return None
    from scaffold.engines.pdf import count_pages

    return count_pages(data)
