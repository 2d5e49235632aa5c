"""A Paper to a project folder: plan, write, and where LaTeX is there, verify."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import ids, model, seminar
from scaffold.errors import EngineMissing
from scaffold.model import Paper
from scaffold.pipeline import graphics, theming, vectors
from scaffold.pipeline.planning import plan
from scaffold.pipeline.reading import Options, Say, read
from scaffold.pipeline.theming import Themes
from scaffold.plans import ProjectFile, ReportPlan, TalkPlan
from scaffold.project import layout, starter_files, state
from scaffold.project.state import Settings

if TYPE_CHECKING:
    from scaffold.fetch import Fetched
    from scaffold.write.equations.omml import Native
    from scaffold.write.slides.pictures import Picture, Pictures


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


def init(options: Options, say: Say) -> Created:
    """Make a project; nothing is left behind when it fails or is interrupted.

    Raises TargetNotEmpty, BadProfile, DiskTrouble and whatever fetching and reading raise.
    """
    profile = seminar.load(options.seminar)
    themes = theming.chosen(options.themes, options.slides)
    if options.directory is not None:
        layout.check_target(options.directory)
    beside = options.directory.absolute().parent if options.directory else Path.cwd()
    with layout.staged(beside) as folder:
        fetched, paper = read(options.source, folder / "paper", options, say)
        target = options.directory or beside / ids.project_name(paper.authors, paper.year, paper.title)
        layout.check_target(target)
        created = _fill(folder, fetched, paper, profile, themes, options, say)
        layout.settle(folder, target)
    return replace(created, folder=target)


def _fill(
    folder: Path, fetched: Fetched, paper: Paper, profile: seminar.Profile, themes: Themes, options: Options, say: Say
) -> Created:
    paper, report, talk = plan(paper, profile, options.minutes)
    say("plan", _main_results(paper), None, None)
    project = _Project(paper, report, talk, profile, themes, options, folder)
    if fetched.metadata is not None:
        project.venue = fetched.metadata.journal_ref or ""
    project.write(fetched, say)
    notes = (*fetched.warnings, *project.notes)
    return Created(folder, paper, profile, project.slides, talk.minutes, project.pages, project.failed, notes)


def _main_results(paper: Paper) -> str:
    mains = [s.title for s in paper.statements if s.main]
    return f"main results: {', '.join(mains)}" if mains else "no main result found: the plan asks for them"


class _Project:
    """Writes one project: report first as planned, then, where LaTeX is there, as it compiles."""

    def __init__(
        self,
        paper: Paper,
        report: ReportPlan,
        talk: TalkPlan,
        profile: seminar.Profile,
        themes: Themes,
        options: Options,
        folder: Path,
    ) -> None:
        self.paper, self.report, self.talk, self.profile = paper, report, talk, profile
        self.themes, self.theme = themes, themes.on_slides()
        self.options, self.folder = options, folder
        self.failed: tuple[str, ...] = ()
        self.pages: int | None = None
        self.slides = 0
        self.notes: list[str] = []
        self.clips = graphics.Clips(paper, folder / "paper" / "paper.pdf")
        self.figures = graphics.figure_files(paper, folder / "paper" / "source", graphics.shown_figures(report, talk))
        self.venue = ""

    def write(self, fetched: Fetched, say: Say) -> None:
        """All files of the project."""
        say("write", "", None, None)
        rest = [
            *self._deck(say),
            *starter_files.files(self.paper, self.profile, self.options.slides),
            *self._own(fetched),
        ]
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
        from scaffold.engines import limits
        from scaffold.write.report import files as report

        self.clips.add(report.broken(self.paper, self.report))
        return report.write(
            self.paper,
            self.report,
            self.profile,
            student=self.options.student or None,
            review=self.options.review,
            failed=self.failed,
            clips=self.clips.by_id,
            figures=self.figures,
            venue=self.venue,
            bibtex=limits.which("biber") is None,
        )

    def _deck(self, say: Say) -> list[ProjectFile]:
        from scaffold.write.beamer import deck
        from scaffold.write.pptx import deck as pptx

        kind, files = self.options.slides, list[ProjectFile]()
        self.slides = len(self.talk.slides)
        wanted = {i.ref for s in self.talk.slides for i in (*s.items, *s.right) if i.kind == "figure"}
        pictures, figures = self._pictures(say), self._figures(wanted)
        plan, profile, student = self.talk, self.profile, self.options.student
        if kind in ("beamer", "both"):
            unset = tuple(pictures.failed)
            files += deck.write(
                self.paper,
                plan,
                profile,
                student=student,
                figures=figures,
                unset=unset,
                clips=self.clips.by_id,
                theme=self.themes.beamer,
            )
            files += [ProjectFile(f"slides/{name}", data, "student") for name, data in self.themes.beamer_files]
        if kind in ("pptx", "both"):
            shown = pictures.by_key
            content = pptx.write(
                self.paper,
                plan,
                profile,
                student=student,
                pictures=shown,
                figures=figures,
                native=self._native(pictures),
                theme=self.theme,
            )
            files.append(ProjectFile("slides/slides.pptx", content, "student"))
            written = {file.path for file in files}
            files += [file for file in vectors.files(content, pictures, figures) if file.path not in written]
        return files

    def _figures(self, wanted: set[str]) -> dict[str, Picture]:
        run = _set_pages if self.options.tex else None
        return graphics.figure_pictures(self.paper, self.figures, wanted, run)

    def _pictures(self, say: Say) -> Pictures:
        """LaTeX's pictures of the statements on slides; without LaTeX none, and that is told."""
        from scaffold.write.slides import pictures

        if not self.options.tex:
            return pictures.Pictures({})
        say("write", "setting the statements of the deck with LaTeX", None, None)
        try:
            made = self._set()
            self.clips.add(made.failed)
            if set(made.failed) & set(self.clips.by_id):
                made = self._set()
        except EngineMissing as e:
            self.notes.append(f"{e.message}: the deck's statements are in plain text ({e.hint})")
            return pictures.Pictures({})
        for id, why in sorted(made.failed.items()):
            self.notes.append(f"{self.paper.statement(id).title} is in plain text on its slide: {why}")
        return made

    def _set(self) -> Pictures:
        from scaffold.write.slides import pictures

        space, ink, clips = self.theme.space, self.theme.ink, self.clips.by_id
        return pictures.statements(self.paper, self.talk, self.profile, _set_pages, clips, space=space, ink=ink)

    def _native(self, made: Pictures) -> Native:
        """The deck's statements with equations that PowerPoint edits, where a pandoc is there to read them.

        What stays a picture is told, with the reason.
        """
        from scaffold.engines import pandoc
        from scaffold.write.equations import omml
        from scaffold.write.equations import on_slides as pptx_native

        if not self.options.tex or self.paper.source.kind == "pdf" or pandoc.find_pandoc() is None:
            return omml.Native({})
        found = pptx_native.native(self.paper, self.talk, made, pandoc.run_pandoc, self.clips.by_id)
        space = self.theme.space
        for id, why in sorted(pptx_native.pictured(self.paper, self.talk, self.profile, made, found, space).items()):
            self.notes.append(f"{self.paper.statement(id).title} is a picture in PowerPoint: {why}")
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
        from scaffold.engines.latex import compile
        from scaffold.write.report import statements

        say("verify", "compiling the report", None, None)
        for _ in range(4):
            try:
                result = compile.compile_tex(self.folder / "report" / "report.tex", self.folder / "build")
            except EngineMissing as e:
                self.notes.append(f"nothing was verified: {e.message} ({e.hint})")
                return
            broken = statements.failed(m.file for m in result.errors)
            new = tuple(sorted((broken & {s.id for s in self.paper.statements}) - set(self.failed)))
            if result.ok or not new:
                break
            self.failed += new
            self.clips.add(new)
            layout.write_files(self.folder, [*self._report(), *rest])
        self.pages = result.pages if result.ok else None
        for id in self.failed:
            instead = "shows a clip of it" if id in self.clips.by_id else "points to it"
            title = self.paper.statement(id).title
            self.notes.append(f"{title} does not compile outside the paper: the report {instead} instead")
        if not result.ok:
            first = result.errors[0] if result.errors else "no PDF was made"
            self.notes.append(f"the report does not compile yet: {first}")
        told = f"report compiles, {result.pages} pages" if result.ok else "report does not compile yet"
        say("verify", told, None, None)


def _set_pages(tex_source: str, files: Mapping[str, bytes]) -> tuple[bytes | None, str]:
    """PDF and log of a document given as text, for the deck's pictures."""
    from scaffold.engines.latex import compile

    result = compile.render_pages(tex_source, extra_files=files)
    return result.data or None, result.log
