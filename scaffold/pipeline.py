"""The only place where the stages meet: a source becomes a project, a project becomes PDFs.

Nothing here prints: what happens is told through `Say`, what came of it is returned.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import ids, model, seminar
from scaffold.errors import EngineMissing, NoMainFile, ScaffoldError
from scaffold.model import Paper, Source
from scaffold.plans import ProjectFile, ReportPlan, TalkPlan
from scaffold.project import layout, papers, state
from scaffold.project.state import Settings

if TYPE_CHECKING:
    from scaffold.build.office import OfficeResult
    from scaffold.build.tex import TexResult
    from scaffold.fetch import Fetched
    from scaffold.write.pictures import Picture, Pictures

Say = Callable[[str, str, "int | None", "int | None"], None]
"""say(stage, detail, done, total); done and total are bytes while something is downloaded, else None."""


@dataclass(frozen=True, slots=True)
class Options:
    """What `init` was asked for. directory None: a name made from authors, year and title, in the current folder."""

    source: str
    directory: Path | None = None
    seminar: str = "theory-2020"
    student: str = ""
    minutes: int | None = None
    slides: str = "both"
    version: str | None = None
    main: str | None = None
    review: str | None = None
    offline: bool = False
    refresh: bool = False
    tex: bool = True
    """Whether LaTeX may run: for pictures of statements in the deck, and to verify the report."""


@dataclass(frozen=True, slots=True)
class Created:
    """A new project.

    report_pages is None when nothing was verified; failed are the ids of statements that LaTeX could not set.
    """

    folder: Path
    paper: Paper
    profile: seminar.Profile
    slides: int
    minutes: int
    report_pages: int | None
    failed: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Output:
    """One PDF of a build: pdf is None when it was not made, error then says why; result has TeX's messages."""

    name: str
    pdf: Path | None
    pages: int | None = None
    error: ScaffoldError | None = None
    result: TexResult | OfficeResult | None = None
    note: str = ""


# --- reading


def read(source: str, into: Path, options: Options, say: Say) -> tuple[Fetched, Paper]:
    """Fetch a paper into a folder and read it; raises what fetching and choosing the main file raise."""
    from scaffold.fetch import fetch

    fetched = fetch(
        source, into, version=options.version, offline=options.offline, refresh=options.refresh, progress=say
    )
    say("read", "", None, None)
    paper = _known(_read(fetched, options.main or fetched.main_file), fetched)
    say("read", describe(paper), None, None)
    return fetched, paper


def _read(fetched: Fetched, main: str | None) -> Paper:
    if fetched.kind == "pdf":
        if main:
            raise NoMainFile(
                f"{main} cannot be read: the paper came as a PDF, without LaTeX source", "leave --main out"
            )
        name = fetched.pdf_path.name if fetched.pdf_path else ""
        return Paper(Source("pdf", name, fetched.sha256))
    from scaffold.read.latex import read as read_latex

    return read_latex(fetched.source_dir, main)


def _known(paper: Paper, fetched: Fetched) -> Paper:
    """The paper with what arXiv's metadata knows better than the source, and what the PDF tells."""
    source = replace(paper.source, arxiv_id=fetched.arxiv_id, version=fetched.version, sha256=fetched.sha256)
    pages = paper.pages or _pages(fetched)
    paper = replace(paper, source=source, pages=pages)
    record = fetched.metadata
    if record is None:
        return paper if paper.title else replace(paper, title=Path(paper.source.main_file).stem)
    return replace(
        paper,
        title=record.title or paper.title,
        authors=record.authors or paper.authors,
        abstract=paper.abstract or record.abstract,
        year=record.published.year,
    )


def _pages(fetched: Fetched) -> int | None:
    from scaffold.build.pdf import pdf_pages

    if fetched.pdf_path is None:
        return None
    try:
        return pdf_pages(fetched.pdf_path)
    except ScaffoldError:
        return None


def describe(paper: Paper) -> str:
    """One line on what was read: sections, statements by kind, proofs."""
    if paper.source.kind == "pdf":
        return "no LaTeX source: title and abstract only; reading statements from a PDF is not there yet"
    main = [s for s in paper.sections if s.level == (0 if any(x.level == 0 for x in paper.sections) else 1)]
    appendix = sum(s.appendix for s in main)
    kinds = Counter(s.kind for s in paper.statements if s.restates is None)
    words = [f"{n} {_plural(kind, n)}" for kind, n in kinds.most_common()]
    proofs = sum(len(s.proofs) for s in paper.statements)
    sections = f"{len(main) - appendix} {_plural('section', len(main) - appendix)}" + (
        f" and {appendix} in the appendix" if appendix else ""
    )
    return " · ".join([sections, *words, f"{proofs} {_plural('proof', proofs)}"])


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    return (
        word[:-1] + "ies"
        if word.endswith("ry") or word.endswith("ty")
        else word + ("es" if word.endswith("s") else "s")
    )


def inspect(options: Options, say: Say, scratch: AbstractContextManager[Path]) -> Paper:
    """The model of a paper, ranked; scratch gives a folder to unpack in."""
    from scaffold.planning import rank

    with scratch as folder:
        _, paper = read(options.source, folder / "paper", options, say)
    return rank.rank(paper)


# --- init


def init(options: Options, say: Say) -> Created:
    """Make a project; nothing is left behind when it fails or is interrupted.

    Raises TargetNotEmpty, BadProfile, DiskTrouble and whatever fetching and reading raise.
    """
    profile = seminar.load(options.seminar)
    if options.directory is not None:
        layout.check_target(options.directory)
    beside = options.directory.absolute().parent if options.directory else Path.cwd()
    with layout.staged(beside) as folder:
        fetched, paper = read(options.source, folder / "paper", options, say)
        target = options.directory or beside / ids.project_name(paper.authors, paper.year, paper.title)
        layout.check_target(target)
        created = _fill(folder, fetched, paper, profile, options, say)
        layout.settle(folder, target)
    return replace(created, folder=target)


def _fill(
    folder: Path, fetched: Fetched, paper: Paper, profile: seminar.Profile, options: Options, say: Say
) -> Created:
    paper, report, talk = plan(paper, profile, options.minutes)
    say("plan", _main_results(paper), None, None)
    project = _Project(paper, report, talk, profile, options, folder)
    project.write(fetched, say)
    notes = (*fetched.warnings, *project.notes)
    return Created(folder, paper, profile, project.slides, talk.minutes, project.pages, project.failed, notes)


def plan(
    paper: Paper, profile: seminar.Profile, minutes: int | None, main: tuple[str, ...] = ()
) -> tuple[Paper, ReportPlan, TalkPlan]:
    """The paper with its main results marked, and the plans of report and talk."""
    from scaffold.planning import rank
    from scaffold.planning import report as report_plan
    from scaffold.planning import talk as talk_plan

    ranked = rank.rank(paper, main)
    return ranked, report_plan.plan(ranked, profile), talk_plan.plan(ranked, profile, minutes)


def _main_results(paper: Paper) -> str:
    mains = [s.title for s in paper.statements if s.main]
    return f"main results: {', '.join(mains)}" if mains else "no main result found: the plan asks for them"


class _Project:
    """Writes one project: report first as planned, then, where LaTeX is there, as it compiles."""

    def __init__(
        self, paper: Paper, report: ReportPlan, talk: TalkPlan, profile: seminar.Profile, options: Options, folder: Path
    ) -> None:
        self.paper, self.report, self.talk, self.profile = paper, report, talk, profile
        self.options, self.folder = options, folder
        self.failed: tuple[str, ...] = ()
        self.pages: int | None = None
        self.slides = 0
        self.notes: list[str] = []

    def write(self, fetched: Fetched, say: Say) -> None:
        """All files of the project."""
        say("write", "", None, None)
        rest = [*self._deck(say), *papers.files(self.paper, self.profile, self.options.slides), *self._own(fetched)]
        report = self._report()
        layout.write_files(self.folder, [*report, *rest])
        say(
            "write",
            f"report {self.profile.pages:g} pages, deck {self.slides} slides for {self.talk.minutes} minutes",
            None,
            None,
        )
        if self.options.tex:
            self._verify(rest, say)

    def _report(self) -> tuple[ProjectFile, ...]:
        from scaffold.write import report

        return report.write(self.paper, self.report, self.profile, student=self.options.student or None,
                            review=self.options.review, failed=self.failed)  # fmt: skip

    def _deck(self, say: Say) -> list[ProjectFile]:
        from scaffold.write import beamer, pptx

        kind, files = self.options.slides, list[ProjectFile]()
        self.slides = len(self.talk.slides)
        pictures, figures = self._pictures(say), self._figures()
        plan, profile, student = self.talk, self.profile, self.options.student
        if kind in ("beamer", "both"):
            unset = tuple(pictures.failed)
            files += beamer.write(self.paper, plan, profile, student=student, figures=figures, unset=unset)
        if kind in ("pptx", "both"):
            shown = pictures.by_key
            content = pptx.write(self.paper, plan, profile, student=student, pictures=shown, figures=figures)
            files.append(ProjectFile("slides/slides.pptx", content, "student"))
        return files

    def _pictures(self, say: Say) -> Pictures:
        """LaTeX's pictures of the statements on slides; without LaTeX none, and that is told."""
        from scaffold.write import pictures

        if not self.options.tex:
            return pictures.Pictures({})
        say("write", "setting the statements of the deck with LaTeX", None, None)
        try:
            made = pictures.statements(self.paper, self.talk, self.profile, _set_pages)
        except EngineMissing as e:
            self.notes.append(f"{e.message}: the deck's statements are in plain text ({e.hint})")
            return pictures.Pictures({})
        for id, why in sorted(made.failed.items()):
            self.notes.append(f"{self.paper.statement(id).title} is in plain text on its slide: {why}")
        return made

    def _figures(self) -> dict[str, Picture]:
        from scaffold.write import pictures

        wanted = {i.ref for s in self.talk.slides for i in (*s.items, *s.right) if i.kind == "figure"}
        found: dict[str, Picture] = {}
        for figure in self.paper.figures:
            if figure.id in wanted and figure.files:
                path = self.folder / "paper" / "source" / figure.files[0]
                picture = pictures.figure(path.read_bytes(), path.suffix.lower()) if path.is_file() else None
                if picture:
                    found[figure.id] = picture
        return found

    def _own(self, fetched: Fetched) -> list[ProjectFile]:
        """scaffold.toml, paper.json and, when the seminar is the user's own, its file."""
        name, files = self.options.seminar, list[ProjectFile]()
        if name.endswith(".toml"):
            files.append(ProjectFile("seminar.toml", Path(name).read_bytes(), "student"))
            name = "seminar.toml"
        o, source = self.options, self.paper.source
        settings = Settings(
            source.arxiv_id,
            source.version,
            o.source,
            source.sha256,
            source.main_file,
            o.student,
            name,
            o.review,
            o.slides,
            o.minutes,
        )
        data = json.dumps(model.to_json(self.paper), ensure_ascii=False, indent=1) + "\n"
        files.append(ProjectFile("scaffold.toml", state.render(settings).encode(), "student"))
        files.append(ProjectFile("paper/paper.json", data.encode(), "tool"))
        return files

    def _verify(self, rest: list[ProjectFile], say: Say) -> None:
        """Compile the report; a statement that does not compile gives way to a pointer, and that is told."""
        from scaffold.build import tex
        from scaffold.write import statements

        say("verify", "compiling the report", None, None)
        for _ in range(4):
            try:
                result = tex.compile_tex(self.folder / "report" / "report.tex", self.folder / "build")
            except EngineMissing as e:
                self.notes.append(f"nothing was verified: {e.message} ({e.hint})")
                return
            broken = statements.failed(m.file for m in result.errors)
            new = tuple(sorted((broken & {s.id for s in self.paper.statements}) - set(self.failed)))
            if result.ok or not new:
                break
            self.failed += new
            layout.write_files(self.folder, [*self._report(), *rest])
        self.pages = result.pages if result.ok else None
        for id in self.failed:
            self.notes.append(
                f"{self.paper.statement(id).title} does not compile outside the paper: the report points to it instead"
            )
        if not result.ok:
            first = result.errors[0] if result.errors else "no PDF was made"
            self.notes.append(f"the report does not compile yet: {first}")
        told = f"report compiles, {result.pages} pages" if result.ok else "report does not compile yet"
        say("verify", told, None, None)


def _set_pages(tex_source: str, files: Mapping[str, bytes]) -> tuple[bytes | None, str]:
    """PDF and log of a document given as text, for the deck's pictures."""
    from scaffold.build import tex

    result = tex.render_pages(tex_source, extra_files=files)
    return result.data or None, result.log


# --- build


def build(folder: Path, *, report: bool = True, slides: bool = True, say: Say) -> list[Output]:
    """Build the PDFs of the project in folder; a missing engine costs only its own half. Raises NotAProject."""
    settings = state.load(folder)
    outputs: list[Output] = []
    if report:
        say("report", "report/report.tex", None, None)
        outputs.append(_tex(folder, "report/report.tex", "report.pdf"))
    if slides:
        outputs.extend(_slides(folder, settings, say))
    return outputs


def _tex(folder: Path, source: str, name: str) -> Output:
    """One LaTeX document to build/name, whatever the document is called."""
    from scaffold.build import tex

    try:
        result = tex.compile_tex(folder / source, folder / "build", name=name)
    except ScaffoldError as e:
        return Output(name, None, error=e)
    return Output(name, result.pdf, result.pages, None, result)


def _slides(folder: Path, settings: Settings, say: Say) -> list[Output]:
    """slides.pdf from the PowerPoint deck, else from its Beamer twin; with both, the twin's PDF stands beside it."""
    deck, twin = folder / "slides" / "slides.pptx", folder / "slides" / "slides.tex"
    outputs: list[Output] = []
    if deck.is_file():
        say("slides", "slides/slides.pptx", None, None)
        outputs.append(_office(deck, folder / "build" / "slides.pdf"))
    if twin.is_file():
        say("beamer", "slides/slides.tex", None, None)
        instead = not outputs or isinstance(outputs[0].error, EngineMissing)
        made = _tex(folder, "slides/slides.tex", "slides.pdf" if instead else "slides-beamer.pdf")
        if outputs and instead and made.pdf:
            why = outputs[0].error.message if outputs[0].error else ""
            return [replace(made, note=f"from the Beamer twin: {why}")]
        outputs.append(made)
    return outputs


def _office(deck: Path, pdf: Path) -> Output:
    from scaffold.build import office

    try:
        result = office.export_pdf(deck, pdf, slides=office.shown_slides(deck))
    except ScaffoldError as e:
        return Output(pdf.name, None, error=e)
    return Output(pdf.name, result.pdf, result.pages, None, result)


def project_folder(start: Path) -> Path:
    """The project that start lies in: the nearest folder upwards with a scaffold.toml; without one, start itself."""
    for folder in (start, *start.parents):
        if (folder / state.FILE).is_file():
            return folder
    return start
