"""From what the user typed to a Paper: fetch, read, compare with the PDF, add arXiv's metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.diagnostics import Log
from scaffold.errors import BadIdentifier, EngineMissing, NoMainFile, ScaffoldError, UnreadablePdf
from scaffold.fetch.progress import Progress
from scaffold.model import Paper, SourceKind, Statement
from scaffold.printable import printable_values
from scaffold.seminar import DEFAULT
from scaffold.spans import Span

if TYPE_CHECKING:
    from scaffold.fetch import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of `init`. directory None: a name made from authors, year and title, in the current folder."""

    source: str
    directory: Path | None = None
    seminar: str = DEFAULT
    language: str | None = None
    """The code of the language of report and slides; None: the profile's."""
    student: str = ""
    """The student's name; if there are authors, theirs count."""
    authors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """If there are several: their names, each with the keys of the parts that are theirs."""
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Values of header fields of one author's own, by the names of the authors."""
    document_class: str = ""
    """The class of the report, or a folder with the chair's; "": the profile's."""
    due: date | None = None
    """The day on which report and slides are due; None: as in the profile."""
    header: Mapping[str, str] = field(default_factory=dict)
    """Values of the header fields that the seminar asks for, by their names."""
    talk_date: date | None = None
    """The day of the student's own talk; as a datetime also the time at which it begins."""
    main_results: tuple[str, ...] = ()
    """The main results, as the paper prints them; empty: scaffold chooses them."""
    backup: tuple[str, ...] = ()
    """Statements for backup slides, besides those that scaffold chooses."""
    minutes: int | None = None
    slides: str = "both"
    version: str | None = None
    main: str | None = None
    review: str | None = None
    offline: bool = False
    refresh: bool = False
    tex: bool = True
    """Whether LaTeX may run: for pictures of statements in the deck, and to verify the report."""
    read_from: SourceKind = "tex"
    """What to read if the paper has both: "pdf" reads the pages although there is LaTeX source."""
    own: bool = True
    """Whether it is the user's own project: values that are remembered of the user are filled in, and new ones kept."""
    themes: tuple[str, ...] = ()
    """Files or names of themes for the decks: at most one for PowerPoint and one for Beamer."""


def is_source(text: str) -> bool:
    """Whether `init` takes this as a paper: an identifier or address of arXiv, or a file or folder that exists."""
    from scaffold.fetch.identifiers import parse

    try:
        parse(text)
    except (BadIdentifier, OSError):
        return False
    return True


def read(
    source: str, into: Path, options: Options, progress: Progress, *, compiling: bool = False
) -> tuple[Fetched, Paper]:
    """Fetch a paper into a folder and read it; raises the errors of fetching and NoMainFile.

    compiling: whether a paper without a PDF is compiled, to compare what was read with its pages.
    """
    from scaffold.fetch import fetch, fetch_pdf

    fetched = fetch(
        source, into, version=options.version, offline=options.offline, refresh=options.refresh, progress=progress
    )
    if options.read_from == "pdf":
        fetched = fetch_pdf(fetched, into)
    progress("read", _READING[fetched.kind], None, None)
    given = fetched.pdf_path is not None
    try:
        if compiling and not given:
            fetched = _compiled(fetched, into, options.main or fetched.main_file, progress)
        paper = _read_own(fetched, options.main or fetched.main_file, progress)
    except NoMainFile as error:
        fetched = _pdf_instead(fetched, into, options, error)
        paper = _read_own(fetched, None, progress)
        given = True
    paper = printable_values(_with_metadata(paper, fetched))
    if fetched.pdf_path is not None:
        paper = replace(paper, source=replace(paper.source, pdf="given" if given else "compiled"))
    progress("read", _brief(paper), None, None)
    return fetched, paper


def _read_own(fetched: Fetched, main: str | None, progress: Progress) -> Paper:
    """The paper; what is wrong with the user's own PDF is said of it under its own name."""
    try:
        return _READERS[fetched.kind](fetched, main, progress)
    except UnreadablePdf as e:
        if not fetched.pdf_name:
            raise
        raise e.of(fetched.pdf_name) from e


def reread(old: Paper, into: Path, main: str | None, progress: Progress) -> Paper:
    """A paper read again from the files that were fetched for it into a folder; raises the errors of reading.

    What arXiv said of it stays. main is its main file; None: as if nobody had named one.
    """
    from scaffold.fetch import Fetched

    given, pdf = old.source, into / "paper.pdf"
    fetched = Fetched(
        kind=given.kind,
        source_dir=into / "source",
        pdf_path=pdf if pdf.is_file() else None,
        sha256=given.sha256,
        reason="",
        arxiv_id=given.arxiv_id,
        version=given.version,
    )
    progress("read", _READING[given.kind], None, None)
    paper = printable_values(_with_metadata(_READERS[given.kind](fetched, main, progress), fetched))
    paper = replace(paper, source=replace(paper.source, pdf=given.pdf))
    if given.arxiv_id:
        abstract = paper.abstract or old.abstract
        paper = replace(paper, title=old.title, authors=old.authors, year=old.year, abstract=abstract)
    progress("read", _brief(paper), None, None)
    return paper


def _pdf_instead(fetched: Fetched, into: Path, options: Options, error: NoMainFile) -> Fetched:
    """The PDF of a source without a LaTeX document; raises error if there is no PDF or the user named a main file."""
    from scaffold.fetch import fetch_pdf

    if options.main:
        raise error
    try:
        found = fetch_pdf(fetched, into)
    except ScaffoldError:
        raise error from None
    return replace(found, warnings=(*found.warnings, f"{str(error).rstrip('.')}: scaffold read its PDF instead"))


def _compiled(fetched: Fetched, into: Path, main: str | None, progress: Progress) -> Fetched:
    """The paper with a PDF that LaTeX makes of its source; without one, and a warning why, if it does not compile."""
    from scaffold.pipeline import compiling
    from scaffold.read.latex import reader

    progress("compile", "compiling the paper to compare with its pages", None, None)
    pdf = into / "paper.pdf"
    try:
        why = compiling.compiled(reader.read(fetched.source_dir, main), fetched.source_dir, pdf)
    except EngineMissing as error:
        return replace(fetched, warnings=(*fetched.warnings, f"{_NO_PAGES}: {error.message}; {_BESIDE}"))
    if why:
        return replace(
            fetched, warnings=(*fetched.warnings, f"{_NO_PAGES}: it does not compile here: {why}; {_BESIDE}")
        )
    progress("compile", "compiled the paper to compare with its pages", None, None)
    return replace(fetched, pdf_path=pdf)


_NO_PAGES = "the paper has no PDF, so its statements are unverified"
_BESIDE = "put the PDF into the folder of the source as paper.pdf and run init again"


def _read_latex(fetched: Fetched, main: str | None, progress: Progress) -> Paper:
    """The paper from its LaTeX source, compared with its PDF if there is one."""
    from scaffold.read.crosscheck import crosscheck, unsure
    from scaffold.read.latex import reader

    if fetched.pdf_path is None:
        return reader.read(fetched.source_dir, main)
    paper = crosscheck(
        lambda numbers: reader.reading(fetched.source_dir, main, numbers), fetched.pdf_path, fetched.pdf_name
    )
    return _others_placed(_with_layout(paper, fetched.pdf_path, progress) if unsure(paper) else paper)


def _others_placed(paper: Paper) -> Paper:
    """The paper with the page of each display and referent, where the headings and statements around it are on one."""
    from scaffold.planning.source_pages import SourcePages

    pages = SourcePages(paper)

    def placed(s: Statement) -> Statement:
        first, last = pages.at(s.file, s.line) or (0, 1)
        return replace(s, page=first if first == last else None)

    return replace(paper, displays=tuple(map(placed, paper.displays)), referents=tuple(map(placed, paper.referents)))


def _with_layout(paper: Paper, pdf_path: Path, progress: Progress) -> Paper:
    """The paper after looking up in the PDF's layout what its text lines left open."""
    from scaffold.pipeline import places
    from scaffold.read.crosscheck import confirm_by_layout

    progress("read", "the layout of the pages, for numbers that their lines do not confirm", None, None)
    try:
        return confirm_by_layout(paper, places.shown(pdf_path))
    except (ScaffoldError, OSError):
        return paper


def _read_pdf(fetched: Fetched, main: str | None, progress: Progress) -> Paper:
    """The paper from the pages of its PDF; reports progress page by page."""
    from scaffold.engines.workers import apart, in_order
    from scaffold.read.pdf import reader

    if main:
        raise NoMainFile(f"{main} cannot be read: the paper is read from its PDF, not from LaTeX", "omit --main")
    assert fetched.pdf_path is not None  # a paper of kind "pdf" has one
    return reader.read(fetched.pdf_path, page_by_page(progress), reader.Cores(in_order, apart))


def page_by_page(progress: Progress) -> Callable[[int, int], None]:
    """Reports how many pages of a PDF were read."""
    return lambda done, total: progress("read", f"page {done} of {total}", done, total)


_READERS: Mapping[str, Callable[[Fetched, str | None, Progress], Paper]] = {"tex": _read_latex, "pdf": _read_pdf}
"""By the kind of the source, as `fetch` found it."""

_READING: Mapping[str, str] = {"tex": "the LaTeX source", "pdf": "the pages of the PDF"}
"""What is read, for the progress."""


def _with_metadata(paper: Paper, fetched: Fetched) -> Paper:
    """The paper with arXiv's metadata, where it is more reliable than the source, and the number of pages."""
    source = replace(paper.source, arxiv_id=fetched.arxiv_id, version=fetched.version, sha256=fetched.sha256)
    pages = paper.pages or _pages(fetched)
    paper = replace(paper, source=source, pages=pages)
    record = fetched.metadata
    if record is not None:
        from scaffold.read.latex import plain_text

        paper = replace(
            paper,
            title=plain_text.online_title(record.title) or paper.title,
            authors=record.authors or paper.authors,
            abstract=paper.abstract or record.abstract,
            year=record.published.year,
        )
    return paper if paper.title else _named(paper)


_USUAL_NAMES = frozenset("main paper ms arxiv article manuscript root draft template sample source document".split())
"""Names of files that say nothing about a paper."""


def _named(paper: Paper) -> Paper:
    """A paper without a title, called by its identifier or its file; a warning says so."""
    source = paper.source
    stem = Path(source.main_file).stem
    own = "" if stem.lower() in _USUAL_NAMES else stem
    title = f"arXiv:{source.arxiv_id}" if source.arxiv_id else own or "Untitled paper"
    log = Log()
    message = f"no title was found, so the paper is called “{title}”: write its title where you need it"
    log.warn("no-title", source.main_file, Span(source.main_file), message)
    return replace(paper, title=title, diagnostics=(*paper.diagnostics, *log.entries))


def _pages(fetched: Fetched) -> int | None:
    from scaffold.engines.pdf import pdf_pages

    if fetched.pdf_path is None:
        return None
    try:
        return pdf_pages(fetched.pdf_path)
    except ScaffoldError:
        return None


def _brief(paper: Paper) -> str:
    """A short summary of what was read."""
    counts = [f"{len(paper.sections)} headings", f"{len(paper.statements)} statements"]
    proofs = sum(len(s.proofs) for s in paper.statements)
    clipped = any(s.shown_by == "clip" for s in paper.statements)
    from_pdf = " (read from its pages: statements are shown as clips)" if clipped else ""
    return f"{paper.source.main_file}{from_pdf}: " + ", ".join([*counts, f"{proofs} proofs", *_confirmed(paper)])


def describe(paper: Paper) -> str:
    """A one-line summary of what was read: sections, statements by kind, proofs."""
    main = [s for s in paper.sections if s.level == (0 if any(x.level == 0 for x in paper.sections) else 1)]
    appendix = sum(s.appendix for s in main)
    kinds = Counter(s.kind for s in paper.statements if s.restates is None)
    words = [f"{n} {_plural(kind, n)}" for kind, n in kinds.most_common()]
    proofs = sum(len(s.proofs) for s in paper.statements)
    sections = f"{len(main) - appendix} {_plural('section', len(main) - appendix)}" + (
        f" and {appendix} in the appendix" if appendix else ""
    )
    return " · ".join([sections, *words, f"{proofs} {_plural('proof', proofs)}"])


def _confirmed(paper: Paper) -> list[str]:
    """How many statement numbers the paper's PDF confirms; empty if no PDF was read."""
    if paper.pages is None:
        return []
    numbered = [s for s in paper.statements if s.number]
    confirmed = sum(s.confidence == "confirmed" for s in numbered)
    return [f"{confirmed}/{len(numbered)} numbers confirmed in the PDF"] if numbered else []


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    return (
        word[:-1] + "ies"
        if word.endswith("ry") or word.endswith("ty")
        else word + ("es" if word.endswith("s") else "s")
    )


def inspect(options: Options, progress: Progress) -> Paper:
    """The paper with its results ranked; it is unpacked in a temporary folder."""
    from scaffold.engines import limits
    from scaffold.planning import rank

    with limits.scratch() as folder:
        _, paper = read(options.source, folder / "paper", options, progress)
    return rank.rank(paper)
