"""`update`: a project as scaffold.toml, the paper and the installed scaffold now say; `undo` takes it back.

The project is written once more beside the old one, as `init` does; what differs is merged into a copy of the student's
files, and the result gets its place in one step.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import clock, dates, disk, merging, originals
from scaffold.errors import BadTheme, DiskError, NotAProject, ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.model import Paper
from scaffold.pipeline import building, creating, document_classes, lettering, merging_files, theming
from scaffold.pipeline.creating import Made
from scaffold.pipeline.merging_files import FileChange
from scaffold.pipeline.reading import Options, read, reread
from scaffold.project import journal, layout, state
from scaffold.project.paper import paper_of, profile_of
from scaffold.project.state import Settings

if TYPE_CHECKING:
    from scaffold.planning.changes import Changes

__all__ = ["Undone", "Updated", "undo", "update"]

_OLD_SOURCE = "paper/source/"

Hashes = Mapping[str, str]
"""Hashes of files by path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What an update changed, or would change: files, the paper's statements, notes on what is not as it could be.

    old and new are the versions of the paper as they are called.
    """

    folder: Path
    files: tuple[FileChange, ...]
    paper: Changes
    old: str
    new: str
    notes: tuple[str, ...] = ()

    @property
    def conflicts(self) -> int:
        """How many conflicts the student has to settle."""
        return sum(len(change.conflicts) for change in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What `undo` restored: the step and its day, the files, and copies of files that were edited since.

    before is the step that the next `undo` takes back, and its day; None if there is none.
    """

    what: str
    day: str
    files: tuple[FileChange, ...]
    copies: tuple[str, ...]
    before: tuple[str, str] | None


def update(
    folder: Path,
    *,
    version: int | None = None,
    backup: str | None = None,
    tex: bool | None = None,
    dry_run: bool = False,
    progress: Progress,
) -> Updated:
    """Brings the project in folder up to date; with dry_run, only says what would change.

    version is that of arXiv to change to (None: the one in scaffold.toml). backup is a statement that gets a backup
    slide, and its place in scaffold.toml. tex: whether LaTeX may run (None: as when
    the project was made). Raises NotAProject, BadProfile, BadTheme, BadDeck, DiskError and the errors of fetching and
    reading; the project is then as it was.
    """
    state.load(folder)
    with journal.locked(folder, lambda: building.wait(progress)):
        settings = state.load(folder)
        if version is not None:
            if settings.arxiv_id is None:
                raise NotAProject(f"{folder} is not made from arXiv, so its paper has no versions", "omit --version")
            settings = replace(settings, version=version)
        if backup is not None:
            settings = replace(settings, backup=(*settings.backup, backup))
        with layout.staged(folder / journal.HIDDEN) as stage:
            updated, result, read_then = _staged(folder, settings, stage, tex=tex, progress=progress)
            progress("", "", None, None)  # the last moment at which a signal leaves the project as it was
            changes = dict(_differences(folder, result, read_then))
            _raise_if_edited(folder, changes, read_then)
            if not dry_run:
                journal.apply(folder, changes, "update" if backup is None else "addition")
    return updated


def undo(folder: Path, progress: Progress) -> Undone | None:
    """Restores the files before the last update; None if there is none. Raises NotAProject and DiskError."""
    state.load(folder)
    with journal.locked(folder, lambda: building.wait(progress)):
        snapshot = journal.last(folder)
        if snapshot is None:
            return None
        changes = journal.restored(folder, snapshot)
        journal.undo(folder, snapshot)
        earlier = journal.last(folder)
    copies = tuple(path for path in changes if path not in snapshot.after)
    paths = [path for path in sorted(snapshot.after) if not path.startswith(f"{journal.HIDDEN}/")]
    files = tuple(FileChange(path=path, what=_undone(path, snapshot)) for path in paths)
    before = (earlier.what, earlier.day) if earlier else None
    return Undone(what=snapshot.what, day=snapshot.day, files=files, copies=copies, before=before)


def _undone(path: str, snapshot: journal.Snapshot) -> str:
    """What `undo` does to a file."""
    if snapshot.before.get(path) is None:
        return "removed"
    return "brought back" if snapshot.after[path] is None else "as before"


def _staged(
    folder: Path, settings: Settings, stage: Path, *, tex: bool | None, progress: Progress
) -> tuple[Updated, Path, Hashes]:
    """What an update changes, the folder in stage with the result, and the student's files as they were read."""
    from scaffold.planning import changes

    fresh, result = stage / "fresh", stage / "result"
    old, recorded = paper_of(folder, settings), layout.read_manifest(folder)
    options = replace(_options(folder, settings), tex=recorded.get("tex", True) is True if tex is None else tex)
    made = _paper(folder, settings, fresh / "paper", options, old=old, progress=progress)
    found = changes.compare(old, made.paper)
    names = _renamed(settings, old, made.paper, found)
    text = _settings_text(folder, settings, made.paper, names)
    lost = tuple(_lost_names(settings, names))
    settings = state.parse(text, folder / state.FILE)
    profile = document_classes.resolved(profile_of(settings, folder), folder, tex=options.tex)
    options = replace(_options(folder, settings), tex=options.tex)
    options = replace(options, review=creating.form(options.review, profile, options.seminar))
    themes = _themes(options)
    created = creating.fill(fresh, made, profile, themes=themes, options=options, progress=progress)
    progress("merge", "your files with the new ones", None, None)
    read_then = _copied(folder, result)
    merged = merging_files.merge(folder, fresh, result, found.renamed)
    _completed(folder, fresh, result, settings, text=text, old=old, new=made.paper)
    files = tuple(_all_changes(folder, result, merged, read_then))
    notes = (*_open(folder), *_still_open(result, files), *lost, *_no_longer_set(recorded, layout.read_manifest(fresh)))
    notes += (*_other_day(settings, folder), *_old_numbers(result, fresh, found), *created.notes)
    updated = Updated(folder=folder, files=files, paper=found, old=_called(old), new=_called(made.paper), notes=notes)
    return updated, result, read_then


def _renamed(settings: Settings, old: Paper, new: Paper, changes: Changes) -> dict[str, str | None]:
    """The new names of statements that the settings name, if they have others; None if they are gone.

    Only those that are gone whose name is another statement's now: of others, the warnings about settings say that the
    paper does not have them.
    """
    from scaffold.planning import rank

    now = {pair.old.id: pair.new for pair in changes.pairs}
    found: dict[str, str | None] = {}
    for name in (*settings.main, *settings.backup, *settings.ledger):
        before, after = rank.named(old, name), rank.named(new, name)
        statement = now.get(before or "")
        if before is None or after == (statement and statement.id):
            continue
        if statement is None:
            found[name] = None
        else:
            found[name] = statement.title if rank.named(new, statement.title) == statement.id else statement.id
    return found


def _lost_names(settings: Settings, names: Mapping[str, str | None]) -> Iterator[str]:
    """A note for each setting whose statement is gone, and its name is another statement's."""
    places = {"[report] main": settings.main, "[talk] backup": settings.backup, "[ledger]": settings.ledger}
    for place, given in places.items():
        for name in given:
            if name in names and names[name] is None:
                what = "which is gone from the paper, and another statement has this name now"
                yield f"{place} names {name}, {what}: the entry in {state.FILE} became a comment"


def _themes(options: Options) -> theming.Themes:
    try:
        return theming.chosen(options.themes, options.slides)
    except BadTheme as e:
        raise BadTheme(e.message, f"{e.hint}; the theme is set in {state.FILE} under [talk]") from e


def _open(folder: Path) -> Iterator[str]:
    """A note if another program has the deck open: it would write its own version over the new one."""
    locks = (".~lock.slides.pptx#", "~$slides.pptx")
    if any((folder / "slides" / name).exists() for name in locks):
        yield "slides/slides.pptx is open in another program: close it without saving, then open it again"


def _still_open(result: Path, files: Sequence[FileChange]) -> Iterator[str]:
    """Notes on conflicts of earlier updates that this one has left as they are."""
    named = {(change.path, line) for change in files for line in change.conflicts}
    left = (place for place in merging_files.unmerged(result) if place not in named)
    yield from (f"{path}:{line}: {merging.ADVICE}" for path, line in left)


def _no_longer_set(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A note if LaTeX has set statements for the slides before, and did not run now."""
    if before["sheets"] and not after["sheets"]:
        what = "the statements on the slides that were equations become plain text, and none is verified"
        yield f"LaTeX did not run: {what}; scaffold update --tex brings them back"


def _other_day(settings: Settings, folder: Path) -> Iterator[str]:
    """A note if scaffold.toml has another day than the seminar: the one that `init` wrote outlives other rules."""
    asked = profile_of(replace(settings, due=None), folder).report_due
    if settings.due and asked and not (asked.day and (asked.day.month, asked.day.day) == settings.due.timetuple()[1:3]):
        day = clock.long_date(settings.due)
        yield f"due in {state.FILE} is {day}, and the seminar says {dates.when(asked)}: remove it to follow the seminar"


_MOST_PLACES = 8
"""Lines with old numbers that are named one by one."""


def _old_numbers(result: Path, fresh: Path, changes: Changes) -> Iterator[str]:
    """Notes on what the student has written about statements that have other numbers now."""
    found = list(merging_files.outdated(result, fresh, _retitled(changes)))
    yield from found[:_MOST_PLACES]
    if len(found) > _MOST_PLACES:
        yield f"and so on: {len(found)} lines of your files have old numbers"


def _retitled(changes: Changes) -> dict[str, str]:
    """The new titles of statements that have another, by the old ones."""
    pairs = ((p.old.title, p.new.title) for p in changes.pairs)
    return {old: new for old, new in pairs if old != new}


def _options(folder: Path, settings: Settings) -> Options:
    """The options with which `init` would make the project as scaffold.toml now says."""

    def inside(name: str | None) -> str | None:
        return str(folder / name) if name is not None and (folder / name).is_file() else name

    return Options(
        source=settings.arxiv_id or settings.source,
        seminar=inside(settings.seminar) or settings.seminar,
        language=settings.language,
        student=settings.student,
        due=settings.due,
        main_results=settings.main,
        backup=settings.backup,
        minutes=settings.minutes,
        slides=settings.slides,
        review=inside(settings.review),
        themes=tuple(inside(name) or name for name in settings.themes),
        version=f"v{settings.version}" if settings.arxiv_id and settings.version else None,
    )


def _paper(folder: Path, settings: Settings, into: Path, options: Options, *, old: Paper, progress: Progress) -> Made:
    """The paper, read anew: from its files in the project if the same version is wanted and they are there.

    As it is in the project if its files cannot be had.
    """
    source = old.source
    same = (settings.arxiv_id, settings.version or source.version) == (source.arxiv_id, source.version)
    named = settings.main_file or None if same or settings.main_file != source.main_file else None
    main = named if source.kind in _WITH_MAIN_FILES else None
    options = replace(options, read_from=source.kind, main=main)
    if not same:
        return _fetched(options, into, progress)
    venue = layout.read_manifest(folder).get("venue", "")
    venue = venue if isinstance(venue, str) else ""
    if _has_files(folder / "paper"):
        _copy_paper(folder / "paper", into)
        return Made(reread(old, into, main, progress), venue)
    try:
        return _fetched(options, into, progress)
    except ScaffoldError as e:
        _copy_paper(folder / "paper", into)
        return Made(old, venue, (f"the paper was not read again, but taken as it is in the project: {e.message}",))


_WITH_MAIN_FILES = ("tex",)
"""Kinds of sources in which the student can choose the main file."""


def _fetched(options: Options, into: Path, progress: Progress) -> Made:
    fetched, paper = read(options.source, into, options, progress, compiling=options.tex)
    return Made(paper, creating.venue(fetched), fetched.warnings)


def _has_files(paper: Path) -> bool:
    """Whether the files of the paper are in a project; a copy from git has none."""
    return (paper / "source").is_dir() or (paper / "paper.pdf").is_file()


def _copy_paper(paper: Path, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    if (paper / "source").is_dir():
        disk.copy_files(paper / "source", into / "source")
    if (paper / "paper.pdf").is_file():
        shutil.copyfile(paper / "paper.pdf", into / "paper.pdf")


def _settings_text(folder: Path, settings: Settings, paper: Paper, names: Mapping[str, str | None]) -> str:
    """scaffold.toml with the version of the paper, and with the new names of its statements; None: it is gone."""
    text = (folder / state.FILE).read_bytes().decode()
    source = paper.source
    values: dict[str, str | int] = {"sha256": source.sha256, "main_file": source.main_file}
    if settings.arxiv_id and source.version:
        values["version"] = source.version
    now = state.parse(text, folder / state.FILE)
    if settings.backup != now.backup:
        text = state.with_backup(text, settings.backup)
    known = {"sha256": now.sha256, "main_file": now.main_file, "version": now.version}
    titles = {name: title for name, title in names.items() if title is not None}
    changed = {k: v for k, v in values.items() if v and v != known[k]}
    return state.updated(text, changed, titles, names.keys() - titles.keys())


_FOLDERS = ("report", "slides", "theme")
"""The folders with files that the student can edit; what is in others is none of an update's business."""


def _copied(folder: Path, result: Path) -> Hashes:
    """Copies what the student can edit; a link to a file becomes the file, all else that is no file is left out.

    Gives the hashes of what was copied.
    """
    result.mkdir()
    found: dict[str, str] = {}
    for path, file in _files(folder, _FOLDERS).items():
        (result / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, result / path)
        found[path] = _hash(result / path)
    return found


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _completed(
    folder: Path, fresh: Path, result: Path, settings: Settings, *, text: str, old: Paper, new: Paper
) -> None:
    """Adds to the result what is not merged: settings, paper, records, and what depends on the student's text."""
    (result / state.FILE).write_bytes(text.encode())
    disk.copy_files(fresh / "paper", result / "paper")
    disk.copy_files(fresh / originals.FOLDER, result / originals.FOLDER)
    _keep_replaced(folder, result, old, new)
    _write_manifest(folder, fresh, result)
    for name in ("report", "slides"):
        if (result / name / "generated").is_dir():
            lettering.update(result / name)
    building.update_ledger(result, settings)


def _keep_replaced(folder: Path, result: Path, old: Paper, new: Paper) -> None:
    """Keeps what a build put in place of statements that LaTeX cannot typeset, where they are the same as before."""
    before = {s.id: s.body for s in old.statements}
    for statement in new.statements:
        name = f"report/generated/statements/{statement.id}.tex"
        path = folder / name
        if before.get(statement.id) != statement.body or not path.is_file():
            continue
        content = path.read_bytes()
        if content.startswith((b"\\scaffoldclip{", b"\\scaffoldfallback{")):
            (result / name).write_bytes(content)
            clip = f"report/generated/clips/{statement.id}.pdf"
            if (folder / clip).is_file():
                (result / clip).parent.mkdir(exist_ok=True)
                shutil.copyfile(folder / clip, result / clip)


def _write_manifest(folder: Path, fresh: Path, result: Path) -> None:
    """The new manifest, which also knows the pictures on slides that the student has kept."""
    manifest, before = layout.read_manifest(fresh), layout.read_manifest(folder)
    manifest["pictures"] = dict(sorted({**before["pictures"], **manifest["pictures"]}.items()))
    for path, row in before["files"].items():
        if path.startswith("report/generated/clips/") and path not in manifest["files"] and (result / path).is_file():
            manifest["files"][path] = row
    manifest["files"] = dict(sorted(manifest["files"].items()))
    (result / layout.MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _differences(folder: Path, result: Path, read_then: Hashes) -> Iterator[tuple[str, bytes | None]]:
    """What has to be written into folder, or removed from it, to be the result.

    What the student saved or made since read_then, and the update does not change, stays.
    """
    now, wanted = _files(folder), _files(result)
    for path, file in wanted.items():
        before = read_then.get(path) or (_hash(now[path]) if path in now else None)
        if _hash(file) != before:
            yield path, file.read_bytes()
    paper_changed = _paper_changed(folder, result)
    for path in now.keys() - wanted.keys():
        if path.startswith("paper/"):
            removed = paper_changed and path.startswith(_OLD_SOURCE)
        else:
            removed = path in read_then or path.startswith(originals.FOLDER)
        if removed:
            yield path, None


def _raise_if_edited(folder: Path, changes: Mapping[str, bytes | None], read_then: Hashes) -> None:
    """Raises DiskError if a file that the update changes was saved since it was read."""
    now = _files(folder, _FOLDERS)
    for path in changes:
        if path in now and not path.startswith("paper/") and _hash(now[path]) != read_then.get(path):
            message = f"{path} was saved while the update was running; nothing was changed"
            raise DiskError(message, "run scaffold update again")


def _paper_changed(folder: Path, result: Path) -> bool:
    """Whether the files in paper/source are those of another paper."""
    marks = []
    for place in (folder, result):
        settings = state.parse((place / state.FILE).read_bytes().decode(), place / state.FILE)
        marks.append((settings.arxiv_id, settings.version, settings.sha256))
    return marks[0] != marks[1]


def _files(folder: Path, folders: Sequence[str] = (*_FOLDERS, "paper", originals.FOLDER)) -> Mapping[str, Path]:
    """The files of a project in these folders and beside them, and its manifest; links to folders are not followed."""
    found = [folder / layout.MANIFEST, *folder.iterdir()]
    for name in folders:
        found += (folder / name).rglob("*")
    return {p.relative_to(folder).as_posix(): p for p in sorted(found) if p.is_file()}


def _all_changes(folder: Path, result: Path, merged: tuple[FileChange, ...], read_then: Hashes) -> Iterator[FileChange]:
    """Every file that changes: those that were merged, and all others; not what scaffold keeps for itself."""
    known = {change.path: change for change in merged}
    found = _differences(folder, result, read_then)
    paths = {path: content for path, content in found if not path.startswith(".scaffold/")}
    for path in sorted({*known, *paths}):
        if path in known and (path in paths or known[path].what.startswith("kept")):
            yield known[path]
        elif path in paths:
            what = "removed" if paths[path] is None else "changed" if (folder / path).is_file() else "added"
            yield FileChange(path=path, what=what)


def _called(paper: Paper) -> str:
    """What a version of a paper is called."""
    source = paper.source
    return f"{source.arxiv_id}v{source.version}" if source.arxiv_id and source.version else source.main_file
