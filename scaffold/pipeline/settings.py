"""What scaffold.toml asks for and the project does not follow: a sentence for each, with what to do.

Report and slides were written with the settings of `init` or the last update and are the student's since then. So each
setting is compared with the files as they are now: who updates, or changed both by hand, is not warned again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import classes, languages
from scaffold.diagnostics import Diagnostic, Log
from scaffold.errors import BadProfile, NotAProject, ScaffoldError
from scaffold.formalities import Author
from scaffold.model import Paper, Statement
from scaffold.project import layout, state
from scaffold.project.paper import form_of, language_of, paper_of, profile_of, written_language
from scaffold.project.state import Settings
from scaffold.seminar import Profile
from scaffold.spans import Span
from scaffold.spelling import meant
from scaffold.talk.notes import DECKS

if TYPE_CHECKING:
    from scaffold.check.artefacts.latex_files import Source

_LEAST, _MOST = 0.8, 1.1
"""The part of the talk's time that its slides may take without a warning about the setting."""

_UPDATE = "run scaffold update, which keeps your text"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """A project with what its settings are compared with; files are the student's files of the report and slides.tex.

    paper and profile are None if they cannot be loaded: a command that needs them says so itself.
    """

    folder: Path
    settings: Settings
    paper: Paper | None
    profile: Profile | None
    files: tuple[Source, ...]


def problems(folder: Path, *, updated: bool = False) -> tuple[Diagnostic, ...]:
    """Warnings about settings that are not followed, slides that LaTeX did not set, and entries of the ledger without
    effect. Raises NotAProject.

    updated: only those that are left after an update.
    """
    from scaffold.write.report import ledger

    subject = _loaded(folder)
    log = Log()
    for compare in _COMPARED:
        for setting, message in compare(subject):
            if not (updated and message.endswith(_UPDATE)):
                log.warn("setting-not-followed", setting, Span(state.FILE), f"{setting} {message}")
    if not updated and (why := _not_set(subject)):
        log.warn(
            "not-set-by-latex", "slides", Span("slides"), f"{why}: run scaffold update --tex, which keeps your text"
        )
    entries = ledger.diagnostics(subject.paper, subject.settings.ledger) if subject.paper else ()
    return (*log.entries, *entries)


def _not_set(s: _Subject) -> str:
    """Why LaTeX has set no statement of the deck although it could have; "" if it has, or has nothing to set."""
    from scaffold.engines.latex import choosing

    made = layout.read_manifest(s.folder)
    latex = any(statement.form == "latex" for statement in s.paper.statements) if s.paper else False
    if not latex or made["sheets"] or not made["shown"]:
        return ""
    if made.get("tex", True) is not True or choosing.is_installed():
        return "made without LaTeX, so statements are plain text, and none is verified"
    return ""


def _loaded(folder: Path) -> _Subject:
    from scaffold.check.artefacts import latex_files

    settings = state.load(folder)
    try:
        paper = paper_of(folder, settings)
    except NotAProject:
        paper = None
    try:
        profile = profile_of(settings, folder)
    except BadProfile:
        profile = None
    files = (*latex_files.sources(folder), *latex_files.source(folder, DECKS["beamer"]))
    return _Subject(folder=folder, settings=settings, paper=paper, profile=profile, files=files)


def _paper(s: _Subject) -> Iterator[tuple[str, str]]:
    """The paper in the project is that of `init`."""
    if s.paper is None:
        return
    made, now = s.paper.source, s.settings
    pairs = {
        "arxiv": (now.arxiv_id, made.arxiv_id),
        "version": (now.version, made.version),
        "main_file": (now.main_file or None, made.main_file),
    }
    for name, (value, old) in pairs.items():
        if value is not None and value != old:
            yield f"[paper] {name}", f"is {value}, but the project was made from {old}: {_UPDATE}"


def _student(s: _Subject) -> Iterator[tuple[str, str]]:
    from scaffold.write.latex import escape

    name = s.settings.student
    for command in ("student", "author"):
        for found in _given(s.files, command) if name else ():
            if found[1] not in (escape.tex(name), name):
                yield "[student] name", f"is {name}, but {found[0]} has another: {_UPDATE}"


def _header(s: _Subject) -> Iterator[tuple[str, str]]:
    """The header fields in the report have the values of the settings."""
    from scaffold.check.artefacts import latex_files
    from scaffold.write.latex import escape

    given = {c.arguments[0]: c for c in latex_files.commands(s.files, "headerfield", 2)}
    for field in s.profile.header if s.profile else ():
        found = given.get(escape.tex(field.name))
        if field.value and found and found.arguments[1] not in (escape.tex(field.value), field.value):
            wanted = f"\\headerfield{{{field.name}}}{{{field.value}}}"
            yield f"[header] {field.name}", f"is {field.value}, but {found.where} has another: write {wanted} there"


def _authors(s: _Subject) -> Iterator[tuple[str, str]]:
    """Several authors have parts of the report, and each part has an author."""
    from scaffold.write.latex import escape

    if s.profile is None or not s.settings.authors:
        return
    keys = [part.key for part in s.profile.parts]
    choice = ", ".join(keys)
    for author in s.settings.authors:
        for key in author.parts:
            if key not in keys:
                yield "[[authors]] part", f"is {key!r} for {author.name}, which is none of {choice}{meant(key, keys)}"
    yield from _without_part(s.settings.authors, [key for key in keys if not s.profile.by(key)], choice)
    shown = {name for _, name in _given(s.files, "reportauthor")}
    for author in s.settings.authors if s.files else ():
        if author.name not in shown and escape.tex(author.name) not in shown:
            yield "[[authors]] name", f"has {author.name}, who is not in report/report.tex: {_UPDATE}"


def _without_part(authors: Sequence[Author], open_parts: Sequence[str], choice: str) -> Iterator[tuple[str, str]]:
    """Authors without a part and parts without an author, in one sentence: one is the remedy of the other."""
    without = [author.name for author in authors if not author.parts]
    if without:
        more = f"; nobody has {', '.join(open_parts)}" if open_parts else ""
        yield "[[authors]] part", f"is missing for {', '.join(without)}: write one of {choice}{more}"
    elif open_parts:
        yield "[[authors]] part", f"gives nobody the part {', '.join(open_parts)}"


def _language(s: _Subject) -> Iterator[tuple[str, str]]:
    """The report is in the language of the settings, or of the profile."""
    written = written_language(s.folder)
    if s.profile and written and written != s.profile.language.code:
        yield "[seminar] language", f"is {s.profile.language.code}, but the report is in {written}: {_UPDATE}"


def _rules(s: _Subject) -> Iterator[tuple[str, str]]:
    """The title and the parts of the report are those of the profile."""
    from scaffold.check.artefacts import latex_files
    from scaffold.write.latex import escape

    if s.profile is None or not s.files:
        return
    for where, title in _given(s.files, "seminar"):
        if title not in (escape.tex(s.profile.title), s.profile.title):
            yield "[seminar] profile", f"has another title than {where}: {_UPDATE}"
    begun = [c for c in latex_files.commands(s.files, "begin", 4) if c.arguments[0] == "scaffoldpart"]
    keys = [part.key for part in s.profile.parts]
    if begun and {c.arguments[1] for c in begun} != set(keys):
        yield "[seminar] profile", f"has the parts {', '.join(keys)}, and {begun[0].where} has others: {_UPDATE}"
        return
    budgets = {c.arguments[1]: (c.where, c.arguments[3]) for c in begun}
    for part in s.profile.parts:
        where, pages = budgets.get(part.key, ("", f"{part.pages:g}"))
        if pages.strip() != f"{part.pages:g}":
            yield "[seminar] profile", f"gives part {part.key} {part.pages:g} pages, and {where} others: {_UPDATE}"


_DOCUMENT = re.compile(r"\\documentclass\s*(?:\[([^\]]*)\])?\s*\{([^{}]*)\}")


def _class(s: _Subject) -> Iterator[tuple[str, str]]:
    """The report has the document class of the settings, or of the profile."""
    found = _DOCUMENT.search(s.files[0].text) if s.files and s.files[0].name == "report/report.tex" else None
    if s.profile is None or found is None:
        return
    asked = s.profile.document
    own, template = found[2] in ("article", "extarticle"), classes.FOLDER in s.files[0].text
    if asked is None and (template or not own):
        yield "[report] class", f"is not set, but report/report.tex has {found[2]}: {_UPDATE}"
    elif asked and (not template if asked.folder else template or found[2] != asked.asked):
        yield "[report] class", f"is {asked.asked}, but report/report.tex has {found[2]}: {_UPDATE}"


def _due(s: _Subject) -> Iterator[tuple[str, str]]:
    """A date in the report that is not written as scaffold writes it is the student's own."""
    report = s.profile.report_due if s.profile else None
    counted = report is not None and report.before_talk is not None
    due = report.day if counted and report else s.settings.due
    setting = "[talk] when" if counted else "[seminar] due"
    for where, given in _given(s.files, "handedin") if due and s.profile else ():
        if (
            due
            and s.profile
            and given not in {languages.load(code).date(due) for code in languages.shipped()}
            and re.fullmatch(r"\\today|\d{1,2}\.? [^\W\d_]+ \d{4}", given.strip())
        ):
            says = f"is {s.settings.own_talk.day}, so the report is due on {due}" if counted else f"is {due}"
            yield setting, f"{says}, but {where} has another: {_UPDATE}"


def _form(s: _Subject) -> Iterator[tuple[str, str]]:
    """The ratings in the report are those of the form."""
    name = s.settings.review
    if name is None:
        return
    try:
        form = form_of(name, s.folder, language_of(s.settings, s.folder))
    except BadProfile:
        return  # `check` says it
    found = _given(s.files, "rating")
    names = {answer.name for answer in form.answers}
    if found and names and not {rating for _, rating in found} & names:
        yield "[report] review", f"is {name}, but the ratings at {found[0][0]} are those of another form: {_UPDATE}"


def _main_results(s: _Subject) -> Iterator[tuple[str, str]]:
    from scaffold.planning import rank

    if s.paper is None:
        return
    ids = {id for _, id in _given(s.files, "paperstatement")}
    restated = [statement for statement in s.paper.statements if statement.id in ids]
    for name in s.settings.main:
        if (id := rank.named(s.paper, name)) is None:
            near = meant(name, (statement.title for statement in s.paper.statements))
            yield "[report] main", f"names {name!r}, but the paper has no statement with this name{near}"
        elif s.files and id not in ids:
            yield "[report] main", f"says {name}, {_instead(restated)}: {_UPDATE}"


def _backup(s: _Subject) -> Iterator[tuple[str, str]]:
    """The statements for backup slides are the paper's."""
    from scaffold.planning import rank

    for name in s.settings.backup if s.paper else ():
        if s.paper and rank.named(s.paper, name) is None:
            near = meant(name, (statement.title for statement in s.paper.statements))
            yield "[talk] backup", f"names {name!r}, but the paper has no statement with this name{near}"


def _instead(restated: Sequence[Statement]) -> str:
    """What the report restates: its main results, as far as it does."""
    mains = [statement.title for statement in restated if statement.main]
    return f"but the report restates {', '.join(mains)}" if mains else "but the report does not restate it"


def _decks(s: _Subject) -> Iterator[tuple[str, str]]:
    """A deck that is missing; with "both", the student keeps one."""
    wanted = s.settings.slides
    have = {name: (s.folder / path).is_file() for name, path in DECKS.items()}
    if wanted == "both" or not any(have.values()):
        return
    other = next(name for name in DECKS if name != wanted)
    if not have[wanted]:
        yield "[talk] slides", f"is {wanted}, but the project has only {DECKS[other]}: {_UPDATE}"
    elif have[other]:
        yield "[talk] slides", f"is {wanted}, but there is {DECKS[other]} too: delete it, or {_UPDATE}"


def _minutes(s: _Subject) -> Iterator[tuple[str, str]]:
    from scaffold.pipeline import talking

    minutes = s.settings.minutes
    if minutes is None:
        return
    try:
        talk = talking.talk(s.folder)
    except ScaffoldError:
        return  # `check` says it
    if not talk.unbuilt and not _LEAST <= talk.timing.total / (60 * minutes) <= _MOST:
        over = talk.timing.total > 60 * minutes
        what = f"scaffold talk shows what to skip; or {_UPDATE}" if over else f"there is time for more; {_UPDATE}"
        yield "[talk] minutes", f"is {minutes}, but the slides take {round(talk.timing.total / 60)}: {what}"


def _given(files: Sequence[Source], command: str) -> list[tuple[str, str]]:
    """The place and the first argument of each use of a command."""
    from scaffold.check.artefacts import latex_files

    return [(c.where, c.arguments[0]) for c in latex_files.commands(tuple(files), command, 1)]


_COMPARED = (
    _paper,
    _student,
    _header,
    _authors,
    _language,
    _rules,
    _class,
    _due,
    _form,
    _main_results,
    _backup,
    _decks,
    _minutes,
)
"""The comparisons, in the order of their warnings."""
