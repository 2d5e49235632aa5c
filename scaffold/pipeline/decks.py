"""The decks of a project: statements typeset by LaTeX and compared with the paper's pages, figures, files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from scaffold import culprits
from scaffold.culprits import Verdict
from scaffold.errors import EngineMissing
from scaffold.fetch.progress import Progress
from scaffold.model import Paper
from scaffold.pipeline import blame, graphics, lettering, vectors, witnessing
from scaffold.pipeline.attempts import Project
from scaffold.pipeline.graphics import Clips
from scaffold.pipeline.theming import Themes
from scaffold.plans import ProjectFile
from scaffold.project import builds
from scaffold.talk.notes import DECKS
from scaffold.write.latex.statement_tex import file_name

if TYPE_CHECKING:
    from scaffold.engines.latex.compile import TexResult
    from scaffold.write.equations.omml import Native
    from scaffold.write.pptx.theme import Theme
    from scaffold.write.slides.pictures import Picture, Pictures


_COMPARED = 40
"""Statements that are compared with the paper's pages besides those of the deck, at most."""


@dataclass(frozen=True, slots=True)
class _Graphics:
    """The graphics on the slides: pictures of statements, and clips of some."""

    pictures: Pictures
    clips: Clips

    def without(self, ids: Collection[str], *, clips: bool = False) -> _Graphics:
        """The same where LaTeX cannot typeset further statements; clips: whether clips replace them, if there are."""
        failed = {**self.pictures.failed, **dict.fromkeys(ids, "")}
        return _Graphics(replace(self.pictures, failed=failed), self.clips.more(ids) if clips else self.clips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrated:
    """A project whose statements LaTeX has set for the slides, and compared with the paper's pages.

    project has what slides quote of the paper as statements of its own; paper has not, and says of each statement
    whether it agrees with the paper's page, and which ones clips show. notes are for the student.
    """

    project: Project
    theme: Theme
    graphics: _Graphics
    notes: tuple[str, ...] = ()

    @property
    def paper(self) -> Paper:
        from scaffold.write.slides import chains

        return chains.without(self.project.paper)

    @property
    def clips(self) -> Clips:
        """The clips of the statements that the paper's pages have to show."""
        return self.graphics.clips


@dataclass(frozen=True, slots=True, kw_only=True)
class Decks:
    """The files of the decks, and notes for the student.

    sheets are the pages (from 1) of each statement in the PDF that LaTeX made of them. pictured is the number of
    statements that are pictures in PowerPoint; None if there is no such deck with formulas. parts are the numbers of
    slides that LaTeX makes of each statement in the Beamer deck; empty if it was not compiled. described are the
    descriptions of the pictures of statements in PowerPoint, by picture, and fingerprints hashes of what it shows of
    each statement, by its id.
    """

    files: tuple[ProjectFile, ...]
    notes: tuple[str, ...]
    sheets: Mapping[str, Sequence[int]]
    pictured: int | None = None
    parts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    described: Mapping[str, list[str]] = field(default_factory=dict)
    fingerprints: Mapping[str, str] = field(default_factory=dict)


def illustrated(
    project: Project, themes: Themes, clips: Clips, *, tex: bool, progress: Progress, meanwhile: str = ""
) -> Illustrated:
    """The project with LaTeX's pictures of the statements on its slides; without them if LaTeX must not run (tex).

    meanwhile is what is made beside them, for the progress.
    """
    from scaffold.write.slides import chains

    theme = themes.on_slides()
    paper, talk = chains.laid_out(project.paper, project.talk)
    project = replace(project, paper=paper, talk=talk)
    if tex:
        count = len(project.talk.statements())
        beside = f", the {meanwhile} meanwhile" if meanwhile else ""
        progress("write", f"typesetting {count} statements for the slides{beside}", None, None)
        return _pictures(project, theme, clips)
    return Illustrated(project=project, theme=theme, graphics=_Graphics(_no_pictures(), clips))


def write(made: Illustrated, themes: Themes, which: str, *, tex: bool) -> Decks:
    """Writes the decks: which is "pptx", "beamer" or "both"; tex: whether LaTeX may run.

    It may run in the background, and so reports no progress.
    """
    from scaffold.engines import background

    project = made.project
    wanted = {i.ref for s in project.talk.slides for i in (*s.items, *s.right) if i.kind == "figure"}
    figures = graphics.figure_pictures(project.paper, project.figures, wanted, set_pages if tex else None)
    with background.started(partial(_twin, made, themes, which, figures=figures, tex=tex)) as twin:
        slides, why, pictured = _powerpoint(made, which, figures)
        described, fingerprints = _recognized(slides, made.paper)
        beamer, notes, parts = twin()
    written, pages = {file.path for file in beamer}, made.graphics.pictures.pages
    return Decks(
        files=(*beamer, *(file for file in slides if file.path not in written)),
        notes=(*notes, *why),
        sheets={s.id: pages[s.id] for s in made.paper.restatable if s.id in pages},
        pictured=pictured,
        parts=parts,
        described=described,
        fingerprints=fingerprints,
    )


def _recognized(slides: Sequence[ProjectFile], paper: Paper) -> tuple[Mapping[str, list[str]], Mapping[str, str]]:
    """By what a later check recognizes the statements in a PowerPoint deck; nothing without one."""
    from scaffold.check.artefacts import shapes
    from scaffold.check.fidelity import compare

    content = next((file.content for file in slides if file.path == DECKS["pptx"]), None)
    if content is None:
        return {}, {}
    deck = shapes.parsed(content)
    return shapes.described(deck), compare.fingerprints(deck, paper)


def _powerpoint(
    made: Illustrated, which: str, figures: Mapping[str, Picture]
) -> tuple[tuple[ProjectFile, ...], tuple[str, ...], int | None]:
    """The PowerPoint deck, if it is wanted, notes on statements that are pictures, and how many are."""
    if which not in ("pptx", "both"):
        return (), (), None
    native, why, pictured = _native(made) if made.graphics.pictures.by_key else (None, (), None)
    return tuple(_pptx(made, figures, native)), why, pictured


def _twin(
    made: Illustrated, themes: Themes, which: str, *, figures: Mapping[str, Picture], tex: bool
) -> tuple[tuple[ProjectFile, ...], tuple[str, ...], Mapping[str, Sequence[int]]]:
    """The Beamer deck, if it is wanted, notes on it, and slides per statement as far as it was compiled."""
    if which not in ("beamer", "both"):
        return (), (), {}
    if tex:
        return _verified(made, themes, figures)
    return _beamer(made.project, themes, made.graphics, figures), (), {}


def _no_pictures() -> Pictures:
    from scaffold.write.slides.pictures import Pictures

    return Pictures({})


def _pictures(project: Project, theme: Theme, clips: Clips) -> Illustrated:
    """The project with LaTeX's pictures, and with clips of the statements that it could not typeset or that differ."""
    from scaffold.pipeline import kept_pictures
    from scaffold.write.slides import chains, pictures

    own = chains.without(project.paper)

    def attempt(clips: Clips, known: Mapping[str, str]) -> Pictures:
        return pictures.statements(
            *(project.paper, project.talk, project.profile, set_pages),
            clips=clips.by_id,
            space=theme.space,
            ink=theme.ink,
            known=known,
            also=_also(project),
            cutting=kept_pictures.cut,
        )

    shown = {*project.talk.statements(), *project.report.statements()}
    try:
        made = attempt(clips, {})
        failed = made.failed
        found = witnessing.compared(own, clips, made)
        replaced = {*failed, *witnessing.differing(found)} & {s.id for s in own.restatable}
        clips = clips.more(replaced)
        if replaced & set(clips.by_id):
            made = attempt(clips, {id: why for id, why in failed.items() if id not in clips.by_id})
    except EngineMissing:
        return Illustrated(project=project, theme=theme, graphics=_Graphics(_no_pictures(), clips))
    told = {id: why for id, why in failed.items() if id in shown}
    notes = (*_instead(project, clips, told, "slide"), *witnessing.told(project.paper, clips, found, shown))
    project = replace(project, paper=witnessing.recorded(project.paper, clips, made, found))
    return Illustrated(project=project, theme=theme, graphics=_Graphics(made, clips), notes=notes)


def _also(project: Project) -> tuple[str, ...]:
    """The statements to compare besides the deck's: those of the report, and important ones that may be restated."""
    ranked = sorted(project.paper.statements, key=lambda s: -(s.rank or 0.0))
    first = dict.fromkeys((*project.report.statements(), *(s.id for s in ranked)))
    return tuple(first)[:_COMPARED]


def _beamer(
    project: Project, themes: Themes, shown: _Graphics, figures: Mapping[str, Picture]
) -> tuple[ProjectFile, ...]:
    from scaffold.write.beamer import deck

    written = deck.write(
        project.paper,
        project.talk,
        project.profile,
        student=project.student,
        figures=figures,
        unset=tuple(shown.pictures.failed),
        clips=shown.clips.by_id,
        theme=themes.beamer,
    )
    written = lettering.with_letters(written, "slides")
    return (*written, *(ProjectFile(f"slides/{name}", data, "student") for name, data in themes.beamer_files))


def _verified(
    made: Illustrated, themes: Themes, figures: Mapping[str, Picture]
) -> tuple[tuple[ProjectFile, ...], tuple[str, ...], Mapping[str, Sequence[int]]]:
    """The Beamer deck without the statements that only it cannot typeset, notes on those, and slides per statement."""
    project, shown = made.project, made.graphics
    files = _beamer(project, themes, shown, figures)
    names = {f"generated/statements/{file_name(s.id)}": s.id for s in project.paper.restatable}
    written = (names.get(f.path.removeprefix("slides/")) for f in files)
    ids = tuple(id for id in written if id and id not in {*shown.pictures.failed, *shown.clips.by_id})
    problems: dict[tuple[str, ...], str] = {}
    parts: dict[str, list[int]] = {}

    def trial(some: tuple[str, ...]) -> Verdict:
        tried = files if some == ids else _beamer(project, themes, shown.without(set(ids) - set(some)), figures)
        result = _compiled(tried)
        problems[some] = str(next(iter(result.errors), ""))
        parts.update(builds.split_statements(result.log))
        return blame.verdict(result, lambda files: (names[f] for f in files if f in names))

    try:
        found = culprits.find(ids, trial)
    except EngineMissing:
        return files, (), {}
    if not found:
        problem = problems.get(ids, "")
        return files, ((f"the Beamer slides do not compile yet: {problem}",) if problem else ()), parts
    shown = shown.without(found, clips=True)
    notes = tuple(_instead(project, shown.clips, found, "Beamer slide"))
    return _beamer(project, themes, shown, figures), notes, parts


def _compiled(files: Iterable[ProjectFile]) -> TexResult:
    """One run of LaTeX on a Beamer deck that is not written yet."""
    from scaffold.engines.latex import compile
    from scaffold.engines.latex.patience import OF_A_TRIAL

    contents = {f.path.removeprefix("slides/"): f.content for f in files}
    return compile.compile_once(contents, "slides.tex", patience=OF_A_TRIAL)


def _instead(project: Project, clips: Clips, failed: Mapping[str, str], place: str) -> Iterator[str]:
    """Notes on what a slide shows instead of statements that LaTeX could not typeset."""
    for id, why in sorted(failed.items()):
        shown = "a picture of the paper's page" if id in clips.by_id else "plain text"
        yield f"{project.paper.statement(id).title} is {shown} on its {place}: {why or 'LaTeX cannot typeset it'}"


def _native(made: Illustrated) -> tuple[Native | None, tuple[str, ...], int]:
    """The deck's statements with equations that PowerPoint can edit, if pandoc is installed.

    Returns a note with the reason for each statement that stays a picture, and the number of all that do.
    """
    from scaffold.engines import pandoc
    from scaffold.write.equations import on_slides

    paper, talk, pictures = made.project.paper, made.project.talk, made.graphics.pictures
    drawn = {key.rpartition("/")[2] for key in pictures.by_key}
    if pandoc.find_pandoc() is None:
        return None, (), len(drawn)
    found = on_slides.native(paper, talk, pictures, pandoc.run_pandoc, clips=made.clips.by_id)
    reasons = on_slides.pictured(paper, talk, made.project.profile, pictures, native=found, space=made.theme.space)
    told = {id: why for id, why in sorted(reasons.items()) if paper.statement(id).verified != "clip"}
    notes = _as_pictures({paper.statement(id).title: why for id, why in told.items()})
    clipped = {id for id in drawn if paper.statement(id).form == "text"}
    return found, tuple(notes), len(clipped | reasons.keys())


def _as_pictures(reasons: Mapping[str, str]) -> Iterator[str]:
    """One note for each reason why statements are pictures, with their titles."""
    for why in dict.fromkeys(reasons.values()):
        titles = [title for title, reason in reasons.items() if reason == why]
        what = "is a picture" if len(titles) == 1 else "are pictures"
        yield f"{', '.join(titles)} {what} in PowerPoint, which looks right but cannot be edited there: {why}"


def _pptx(made: Illustrated, figures: Mapping[str, Picture], native: Native | None) -> Iterator[ProjectFile]:
    """The PowerPoint deck, and the vector forms of its pictures."""
    from scaffold.write.pptx import deck

    project, pictures = made.project, made.graphics.pictures
    content = deck.write(
        project.paper,
        project.talk,
        project.profile,
        student=project.student,
        pictures=pictures.by_key,
        figures=figures,
        native=native,
        theme=made.theme,
    )
    yield ProjectFile("slides/slides.pptx", content, "student")
    yield from vectors.files(content, pictures, figures)


def set_pages(tex_source: str, files: Mapping[str, bytes]) -> tuple[bytes | None, str]:
    """PDF (None if none was made) and log of a document given as text, with its other files by name."""
    from scaffold.engines.latex import compile
    from scaffold.engines.latex.patience import OF_A_TRIAL

    result = compile.render_pages(tex_source, extra_files=files, patience=OF_A_TRIAL)
    return result.data or None, result.log
