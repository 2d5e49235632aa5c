"""`scaffold seminar`: the rules of a seminar in words, and a profile to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold import clock, dates, disk, forms, seminar, seminar_file, toml
from scaffold.errors import BadProfile, TargetNotEmpty
from scaffold.pipeline import document_classes, naming
from scaffold.project.state import Settings
from scaffold.resources import template
from scaffold.seminar import Profile
from scaffold.spelling import meant
from scaffold.typed import files

__all__ = ["Rules", "json_schema", "names", "new", "rules"]


@dataclass(frozen=True, slots=True)
class Rules:
    """A profile in words: lines of a subject and what is said of it."""

    name: str
    title: str
    lines: tuple[tuple[str, str], ...]


def names() -> tuple[str, ...]:
    """The profiles that come with scaffold."""
    return seminar.shipped()


def rules(name_or_path: str) -> Rules:
    """The rules of a profile, which is read completely with its review form. Raises BadProfile."""
    profile = document_classes.resolved(seminar.load(name_or_path), Path(name_or_path).parent)
    if name_or_path.endswith(".toml"):
        _check_names(profile, Path(name_or_path))
    own = profile.review.endswith(".toml")
    form = forms.load(str(Path(name_or_path).parent / profile.review) if own else profile.review, profile.language)
    lines = (
        *_report(profile),
        *_around(profile),
        *_talk(profile),
        *_block(profile),
        *_grading(profile),
        ("review form", form.title),
        *_dates(profile),
    )
    return Rules(profile.name, profile.title, lines)


def _check_names(profile: Profile, path: Path) -> None:
    """Raises BadProfile for a file's name that `submit` could not fill in."""
    text = path.read_text(encoding="utf-8")
    rows = files.read(toml.loads(text), seminar_file.Seminar).deliverables
    for n, row in enumerate(rows, 1):
        _, wrong = naming.all_named(row.files, Settings(student="Ada Example"), profile.header)
        if wrong:
            where = toml.place(str(path), text, toml.BadSetting(wrong[0], ("deliverables", n, "files")))
            raise BadProfile(f"{where}: {wrong[0]}", "correct files in this entry of [[deliverables]]")


def json_schema() -> dict[str, Any]:
    """The JSON schema of profiles, as plain values."""
    return {"title": "Seminar profile of scaffold", **files.schema(seminar_file.Seminar)}


def new(path: Path, name: str) -> None:
    """Writes a copy of a built-in profile, to be changed. Raises BadProfile, DiskError, and TargetNotEmpty."""
    if path.suffix != ".toml":
        raise BadProfile(f"{path} is no name for a profile: it must end with .toml", f"name it {path.name}.toml")
    if name not in seminar.shipped():
        hint = f"choose one of {', '.join(seminar.shipped())}"
        raise BadProfile(f"no built-in seminar profile is named {name!r}{meant(name, seminar.shipped())}", hint)
    if path.exists():
        raise TargetNotEmpty(f"{path} exists", "choose another name")
    text = template("seminars", f"{name}.toml").read_text(encoding="utf-8")
    disk.write(text.replace(f'name = "{name}"\n', "", 1).encode(), path)


def _report(profile: Profile) -> Iterator[tuple[str, str]]:
    parts = ", ".join(f"{part.title} ({part.pages:g})" for part in profile.parts)
    yield "report", f"{profile.pages:g} page{'s' * (profile.pages != 1)}: {parts}"
    for limit in profile.limits:
        demanded = "" if limit.hard else ", recommended"
        yield "limit", f"{'whole report' if limit.of == seminar.TOTAL else limit.of}: {limit}{demanded}"
    if profile.overlap is not None:
        yield "overlap", f"at most {profile.overlap} words in a row may be the paper's"
    counted = "counts" if profile.count_references else "does not count"
    yield "bibliography", f"{profile.references.engine}, {profile.references.style}; it {counted}"
    yield "page", _page(profile)


def _page(profile: Profile) -> str:
    page, text = profile.page, profile.page.text
    columns = "one column" if text.columns == 1 else "two columns"
    if profile.document is None:
        return f"{page.paper}, {page.font_size} pt, {columns}, margins {page.margin:g} and {page.side_margin:g} mm"
    name = f"{profile.document.name} of {profile.document.asked}" if profile.document.folder else profile.document.asked
    if page.block is None:
        return f"{name}, {columns}; margins are those of the class"
    return f"{name}, {text.points:g} pt, {columns}, text of {text.width:.0f} × {text.height:.0f} mm"


def _around(profile: Profile) -> Iterator[tuple[str, str]]:
    fields = ", ".join(field.name for field in profile.header)
    if fields or profile.title_page:
        yield "title page" if profile.title_page else "head", fields or "yes"
    if profile.declaration:
        ai = {"": "", "none": ", no AI", "allowed": ", AI allowed", "disclose": ", AI disclosed in a table"}
        yield "declaration", f"authorship{ai[profile.declaration.ai]}"


def _talk(profile: Profile) -> Iterator[tuple[str, str]]:
    allowed = f", {profile.least} to {profile.most or profile.minutes} allowed" if profile.least or profile.most else ""
    questions = f", then {profile.questions} of questions" if profile.questions else ""
    yield "talk", f"{profile.minutes} minutes{allowed}{questions}"


def _block(profile: Profile) -> Iterator[tuple[str, str]]:
    if profile.event("talks"):
        block = profile.block
        breaks = ", ".join(f"{b.what} {b.at:%H:%M} ({b.minutes})" for b in block.breaks)
        room = f", in {block.room}" if block.room else ""
        yield "day of talks", f"{block.start:%H:%M} to {block.end:%H:%M}{room}; breaks: {breaks or 'none'}"


def _grading(profile: Profile) -> Iterator[tuple[str, str]]:
    grading = profile.grading
    parts = ", ".join(f"{part.what} {part.weight:g} %" for part in grading.parts)
    yield "grade", f"{parts}; {grading.needed:g} % to pass; {grading.bonus:g} % for each good question"


def _dates(profile: Profile) -> Iterator[tuple[str, str]]:
    now = clock.now()
    for d in profile.deliverables:
        yield "handed in", f"{d.what}{' (draft)' if d.stage == 'draft' else ''}: {dates.due(d, now)}"
    for event in profile.events:
        last = f" to {clock.long_date(event.last)}" if event.last else ""
        yield "date", f"{clock.long_date(event.first)}{last}: {event.what}"
