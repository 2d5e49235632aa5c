"""Turns a Paper into a project folder: plan, write and, if LaTeX is installed, verify."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import classes, clock, dates, formalities, forms, ids, model, seminar
from scaffold.dates import OwnTalk
from scaffold.errors import BadProfile, NoMainFile
from scaffold.fetch.progress import Progress
from scaffold.formalities import Author, Field
from scaffold.model import Paper
from scaffold.pipeline import attempts, decks, document_classes, graphics, lacking, remembering, theming
from scaffold.pipeline.attempts import Ahead, Attempt, Project
from scaffold.pipeline.decks import Decks
from scaffold.pipeline.outputs import REPORT
from scaffold.pipeline.planning import plan
from scaffold.pipeline.proving import checked_names
from scaffold.pipeline.reading import Options, read
from scaffold.pipeline.theming import Themes
from scaffold.plans import ProjectFile
from scaffold.project import builds, layout, starter_files, state
from scaffold.project.state import Settings
from scaffold.seminar import Profile
from scaffold.spelling import meant
from scaffold.talk import notes, timing

if TYPE_CHECKING:
    from scaffold.fetch import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A new project.

    slides and backup are the numbers of slides of the finished deck; in a Beamer deck that LaTeX has not compiled, of
    frames. formulas and pictured are the formulas that PowerPoint can edit and the statements that it
    shows as pictures; None if there is no such deck with formulas. lacking are lines on what makes the project lesser
    than it could be. due are sentences on what is handed in when. report_pages is None if the report was not verified;
    counting says which of them count, where not all do. failed are the ids of statements that LaTeX could not typeset.
    """

    folder: Path
    paper: Paper
    profile: Profile
    slides: int
    backup: int
    minutes: int
    report_pages: int | None
    failed: tuple[str, ...]
    notes: tuple[str, ...]
    due: tuple[str, ...] = ()
    formulas: int | None = None
    pictured: int | None = None
    lacking: tuple[str, ...] = ()
    counting: str = ""

    @property
    def size(self) -> str:
        """The numbers of slides and minutes in words."""
        return timing.size(self.slides, self.backup, self.minutes)


def init(options: Options, progress: Progress) -> Created:
    """Create a project; if this fails or is interrupted, all its files are removed.

    Raises TargetNotEmpty, BadProfile, DiskError, NoSuchStatement and the errors of fetching and reading.
    """
    profile = seminar.load(options.seminar, options.language).with_talk(_own_talk(options))
    _check_header(options, profile)
    given = options.header
    profile = document_classes.chosen(profile.with_authors(_authors(options, profile)), options.document_class)
    options = replace(options, student=", ".join(options.authors) or options.student)
    if options.own:
        options = remembering.with_remembered(options, profile)
    profile = profile.with_header(options.header)
    if options.due is not None:
        profile = profile.due_on(options.due)
    fixed = profile.report_due is not None and profile.report_due.before_talk is None
    due = profile.due if fixed else None
    options = replace(options, review=form(options.review, profile, options.seminar), due=due)
    if options.main and options.read_from == "pdf":
        raise NoMainFile("--main names a LaTeX file, but --from pdf reads the pages", "omit one of them")
    base = Path() if options.document_class else Path(options.seminar).parent
    profile = document_classes.resolved(profile, base, tex=options.tex)
    themes = theming.chosen(options.themes, options.slides)
    if options.directory is not None:
        layout.check_target(options.directory)
    parent = layout.place_to_stage(options.directory) if options.directory else Path.cwd()
    with layout.staged(parent) as folder:
        fetched, paper = read(options.source, folder / "paper", options, progress, compiling=options.tex)
        checked_names(paper, options.main_results)
        target = options.directory or parent / ids.project_name(paper.authors, paper.year, paper.title)
        layout.check_target(target)
        made = Made(paper, venue(fetched), fetched.warnings)
        created = fill(folder, made, profile, themes=themes, options=options, progress=progress)
        progress("", "", None, None)  # the last moment at which a signal leaves no project
        layout.move_into_place(folder, target)
    if given and options.own:
        remembering.remember(given)
    return replace(created, folder=target)


def _check_header(options: Options, profile: Profile) -> None:
    """Raises BadProfile for a value of a field that the profile does not have."""
    names = [field.name for field in profile.header]
    for name, value in options.header.items():
        if not formalities.has(profile.header, name):
            choice = f"its fields are {', '.join(names)}{meant(name, names)}" if names else "it has none"
            raise BadProfile(f"the seminar profile has no header field {name!r}, to be {value!r}", choice)


def _authors(options: Options, profile: Profile) -> tuple[Author, ...]:
    """The authors of the options. Raises BadProfile for a part that the profile does not have."""
    keys = [part.key for part in profile.parts]
    for name, parts in options.authors.items():
        if strange := [key for key in parts if key not in keys]:
            message = f"the report has no part {strange[0]!r}, to be by {name}{meant(strange[0], keys)}"
            raise BadProfile(message, f"its parts are {', '.join(keys)}")
    details = {name: tuple(starmap(Field, values.items())) for name, values in options.details.items()}
    return tuple(Author(name, parts, details.get(name, ())) for name, parts in options.authors.items())


def _own_talk(options: Options) -> OwnTalk:
    moment = options.talk_date
    return OwnTalk(day=moment.date(), time=moment.time()) if isinstance(moment, datetime) else OwnTalk(day=moment)


def form(name: str | None, profile: Profile, seminar_file: str) -> str | None:
    """The review form if it is a file, or not the profile's; a file that the profile names is in the profile's folder.

    Raises BadProfile for a form that cannot be used.
    """
    if name is None and profile.review.endswith(".toml"):
        name = str(Path(seminar_file).parent / profile.review)
    forms.load(profile.review if name is None else name)
    return name


@dataclass(frozen=True, slots=True)
class Made:
    """The paper to make a project of, where it was published ("" if that is not known), and warnings on fetching it."""

    paper: Paper
    venue: str
    warnings: tuple[str, ...] = ()


def venue(fetched: Fetched) -> str:
    """Where the paper was published; "" if that is not known."""
    return (fetched.metadata.journal_ref or "") if fetched.metadata is not None else ""


def fill(folder: Path, made: Made, profile: Profile, themes: Themes, options: Options, progress: Progress) -> Created:
    """Writes all files of a project into a folder that has the paper's files in paper/, and verifies them.

    Raises DiskError and BadTheme.
    """
    from scaffold.engines import background

    project = _planned(folder, made, profile, options=options)
    progress("plan", _main_results(project.paper), None, None)
    progress("write", "", None, None)
    clips = graphics.Clips.of(project.paper, folder / "paper" / "paper.pdf")
    with attempts.begun(project, clips, tex=options.tex) as ahead:
        beside = "report" if ahead.compiling else ""
        drawn = decks.illustrated(project, themes, clips, tex=options.tex, progress=progress, meanwhile=beside)
        project = replace(project, paper=drawn.paper)
        starters = starter_files.files(project.paper, profile, options.slides)
        others = (*starters, *_theme_files(themes), *_settings_files(project.paper, options, profile))
        layout.write_files(folder, others)
        with background.started(partial(decks.write, drawn, themes, options.slides, tex=options.tex)) as slides:
            first = attempts.write(project, Attempt(clips=drawn.clips))
            last = _report(project, first, ahead, progress, tex=options.tex)
            if not slides.done:
                progress("slides", "writing the slides", None, None)
            deck = slides()
    layout.write_files(folder, deck.files)
    layout.write_manifest(folder, (*last.report, *deck.files, *others), _recorded(project, deck, tex=options.tex))
    _record_report(folder, last)
    said = (*made.warnings, *drawn.notes, *deck.notes, *last.notes)
    return _created(project, deck, last, options, said=said)


def _report(project: Project, first: Attempt, ahead: Ahead, progress: Progress, *, tex: bool) -> Attempt:
    """The report as it was written last, after LaTeX has verified it; the first attempt if LaTeX must not run (tex)."""
    talk = f"talk of {project.talk.minutes} minutes"
    progress("write", f"report {project.profile.pages:g} pages, {talk}", None, None)
    if not tex:
        return first
    return attempts.compile_until_stable(project, first, progress, meanwhile="slides", ahead=ahead)


def _record_report(folder: Path, last: Attempt) -> None:
    """Records what the report's PDF was made from, as a build does."""
    result = last.result
    if result is not None and result.pdf is not None:
        error = next(map(str, result.errors), "")
        builds.record(folder, result.pdf, builds.Built(builds.hashes(folder, REPORT), error, result.overfull))


def _created(project: Project, deck: Decks, last: Attempt, options: Options, *, said: tuple[str, ...]) -> Created:
    folder, profile = project.folder, project.profile
    shown = notes.read(notes.deck_of(folder), deck.parts)
    return Created(
        folder=folder,
        paper=project.paper,
        profile=profile,
        slides=sum(not slide.backup for slide in shown),
        backup=sum(slide.backup for slide in shown),
        minutes=project.talk.minutes,
        report_pages=last.pages,
        counting=last.counting,
        failed=last.failed,
        notes=said,
        due=tuple(_due(profile, clock.now())),
        formulas=_formulas(folder / "slides" / "slides.pptx") if deck.pictured is not None else None,
        pictured=deck.pictured,
        lacking=lacking.lacking(project, options.slides, tex=options.tex),
    )


def _recorded(project: Project, deck: Decks, *, tex: bool) -> layout.Recorded:
    document = project.profile.document
    return layout.Recorded(
        pictures=deck.described,
        sheets=deck.sheets,
        shown=deck.fingerprints,
        parts=deck.parts,
        tex=tex,
        venue=project.venue,
        document=classes.options(document, project.profile.page.block) if document else None,
    )


def _planned(folder: Path, made: Made, profile: Profile, options: Options) -> Project:
    paper, report, talk = plan(made.paper, profile, options.minutes, options.main_results, backup=options.backup)
    shown = graphics.shown_figures(report, talk)
    return Project(
        folder=folder,
        paper=paper,
        profile=profile,
        report=report,
        talk=talk,
        student=options.student,
        review=options.review,
        figures=graphics.figure_files(paper, folder / "paper" / "source", shown),
        venue=made.venue,
    )


def _due(profile: Profile, now: datetime) -> Iterator[str]:
    """A sentence for everything that is handed in; what to do if the date of the report has passed, or is not known."""
    for d in profile.deliverables:
        then = f"{d.what}: {dates.due(d, now)}"
        if dates.is_over(d, now):
            own = "If you have another date, set \\handedin in report/report.tex and due in scaffold.toml"
            yield f"{then}, which has passed. {own}; for a new project, use --due." if d is profile.report_due else then
        elif d.day is None:
            yield f"{then}: set when under [talk] in scaffold.toml once you know it."
        else:
            yield f"{then}."


def _formulas(deck: Path) -> int:
    """How many formulas of the deck PowerPoint can edit."""
    with zipfile.ZipFile(deck) as file:
        slides = (name for name in file.namelist() if name.startswith("ppt/slides/slide"))
        return sum(file.read(name).count(b"<m:oMath>") for name in slides)


def _main_results(paper: Paper) -> str:
    mains = [s.title for s in paper.statements if s.main]
    return f"main results: {', '.join(mains)}" if mains else "no main result found: the report asks you to name it"


_THEMES = "theme"
"""The folder with the themes that the student gave as files."""


def _theme_files(themes: Themes) -> Iterator[ProjectFile]:
    """Copies of the themes that the student gave as files, for later updates."""
    if themes.deck is not None:
        yield ProjectFile(f"{_THEMES}/{Path(themes.deck_name).name}", themes.deck, "student")
    for name, content in themes.beamer_files:
        yield ProjectFile(f"{_THEMES}/{name}", content, "student")


def _settings_files(paper: Paper, options: Options, profile: Profile) -> Iterator[ProjectFile]:
    """scaffold.toml, paper.json and copies of the profile and the review form, if they are files of the user's."""
    names = {"seminar.toml": options.seminar, "review.toml": options.review}
    copied = {name: path for name, path in names.items() if path is not None and path.endswith(".toml")}
    for name, path in copied.items():
        yield ProjectFile(name, Path(path).read_bytes(), "student")
    settings = Settings(
        arxiv_id=paper.source.arxiv_id,
        version=paper.source.version,
        source=options.source.encode("utf-8", "replace").decode(),  # a path may have bytes that are not UTF-8
        sha256=paper.source.sha256,
        main_file=paper.source.main_file,
        student="" if profile.authors else options.student,
        authors=profile.authors,
        seminar="seminar.toml" if "seminar.toml" in copied else options.seminar,
        language=options.language,
        due=options.due,
        review="review.toml" if "review.toml" in copied else options.review,
        document_class=document_classes.to_record(profile, options.document_class),
        main=options.main_results,
        slides=options.slides,
        minutes=options.minutes,
        own_talk=_own_talk(options),
        themes=tuple(f"{_THEMES}/{Path(name).name}" if Path(name).is_file() else name for name in options.themes),
        header=options.header,
    )
    data = json.dumps(model.to_json(paper), ensure_ascii=False, indent=1) + "\n"
    yield ProjectFile("scaffold.toml", state.render(settings).encode(), "student")
    yield ProjectFile("paper/paper.json", data.encode(), "tool")
