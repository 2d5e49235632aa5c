"""`scaffold seminar`: the rules of a seminar in words, and a profile to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold import clock, dates, disk, forms, seminar, seminar_file, toml
from scaffold.errors import BadProfile, Collected, TargetNotEmpty
from scaffold.formalities import Field
from scaffold.languages import Language
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
    if name_or_path.endswith(".toml"):
        _raise_all(Path(name_or_path))
    profile = document_classes.resolved(seminar.load(name_or_path), Path(name_or_path).parent)
    form = _form(profile.review, Path(name_or_path), profile.language)
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


def _form(review: str, path: Path, language: Language | None) -> forms.Form:
    """The review form of a profile at path, which may name a file beside it."""
    return forms.load(str(path.parent / review) if review.endswith(".toml") else review, language)


def _raise_all(path: Path) -> None:
    """Raises BadProfile with all that is wrong with a profile, the names of its files and its review form."""
    problems = Collected()
    given = _raw(path)
    header = given.get("header")
    with problems.step(BadProfile):
        seminar.load(str(path))
    with problems.step(BadProfile):
        names = header.get("fields") if isinstance(header, dict) else ()
        _check_names(path, given.get("deliverables"), [Field(name) for name in _texts(names)])
    with problems.step(BadProfile):
        _form(next(iter(_texts([given.get("review")])), seminar_file.REVIEW), path, None)
    problems.raise_all()


def _raw(path: Path) -> dict[str, Any]:
    """The values of a profile as they stand there; none if it cannot be read, which loading it says."""
    try:
        return toml.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list | tuple) else []


def _check_names(path: Path, deliverables: object, header: Sequence[Field]) -> None:
    """Raises BadProfile for the names of files that `submit` could not fill in, or that no system can tell apart."""
    rows = deliverables if isinstance(deliverables, list) else []
    by_row = [_texts(row.get("files")) if isinstance(row, dict) else [] for row in rows]
    student = Settings(student="Ada Example")
    wrong = naming.all_named([pattern for patterns in by_row for pattern in patterns], student, header)[1]
    text, messages = path.read_text(encoding="utf-8") if wrong else "", []
    for pattern, error in wrong.items():
        n = next(n for n, patterns in enumerate(by_row, 1) if pattern in patterns)
        where = toml.BadSetting(error.message, ("deliverables", n, "files"))
        messages.append(f"{toml.place(str(path), text, where)}: {where}")
    if messages:
        raise BadProfile("\n".join(messages), "correct files in this entry of [[deliverables]]")


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
