"""`submit`: builds and checks once more, then puts what is handed in into submission/, in one step."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import __version__, clock, dates, disk
from scaffold.dates import Deliverable
from scaffold.errors import BadProfile, DiskError
from scaffold.fetch.progress import Progress
from scaffold.pipeline import building, checking, naming, packing
from scaffold.project import builds, journal, state
from scaffold.project.paper import profile_of
from scaffold.project.state import Settings
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold.check.result import Check
    from scaffold.pipeline.outputs import Output

__all__ = ["FOLDER", "SCHEMA", "Submitted", "submit"]

FOLDER = "submission"
SCHEMA = 1
"""Version of submission.json; every breaking change increments it."""

_USUAL = ("report.pdf", "slides.pdf")
"""What is handed in if the seminar names no files."""

_ZIP = "sources.zip"
_BESIDES = ("scaffold.toml", "latexmkrc", "README.md", "seminar.toml", "review.toml")
_DECKS = ("slides/", "build/slides")
"""How the places of findings about slides begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What `submit` wrote: files are names in folder; none if written is False, because of the reasons.

    unfinished is what is not written yet: for a draft, that is no reason. unknown is what could not be checked, others
    are files in the folder that do not belong to the submission, due are sentences on what is handed in when.
    """

    folder: Path
    stage: str
    written: bool
    files: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    due: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    """What is handed in: files by name, what each is, the files of the archive, and names for which there is none."""

    files: Mapping[str, bytes]
    kinds: Mapping[str, str]
    sources: Mapping[str, bytes]
    archive: str
    missing: tuple[str, ...]


def submit(folder: Path, *, stage: str | None, anyway: bool, progress: Progress) -> Submitted:
    """Builds and checks the project, and writes submission/ unless something fails; with anyway also then.

    stage is that of deliverables of the profile (None: of what is due next). What is handed in as a draft may be
    unfinished, and nothing else may be wrong with it. Raises NotAProject, BadProfile, DiskError.
    """
    settings = state.load(folder)
    profile = profile_of(settings, folder)
    wanted = _wanted(profile, stage, clock.now())
    stage = wanted[0].stage if wanted else "final"
    names = _names(wanted, settings, profile)
    disk.raise_if_in_the_way(folder / FOLDER)
    before = packing.documents(folder)
    outputs = building.build(folder, progress=progress)
    checks = _about(checking.check(folder, final=True, progress=progress), names)
    with journal.locked(folder, lambda: building.wait(progress)):
        package = _package(folder, names)
        _raise_if_edited(before, package.sources)
        missing = [c for c in checks if c.unfinished and stage == "draft"]
        reasons = (*_not_made(outputs, package), *_failed([c for c in checks if c not in missing]))
        found = Submitted(
            folder=folder / FOLDER,
            stage=stage,
            written=anyway or not reasons,
            files=(*package.files, package.archive, naming.MANIFEST),
            reasons=reasons,
            unfinished=tuple(_failed(missing)),
            unknown=tuple(_sentence(c) for c in checks if c.verdict == "unknown"),
            others=tuple(_others(folder, package)),
            due=tuple(f"{d.what}: {dates.due(d, clock.now())}" for d in wanted),
        )
        if found.written:
            manifest = _manifest(settings, profile, package, found=found, checks=checks)
            progress("submit", f"{len(found.files)} files", None, None)
            progress("", "", None, None)  # the last moment at which a signal leaves the old submission
            journal.apply(folder, _changes(folder, package, manifest), "submission")
    return found


def _wanted(profile: Profile, stage: str | None, now: datetime) -> tuple[Deliverable, ...]:
    """The deliverables of a stage; stage None: that of the one that is due next, or was due last."""
    rows = sorted(profile.deliverables, key=lambda d: (d.day is None, d.day or now.date()))
    if stage is None and rows:
        stage = next((d.stage for d in rows if not dates.is_over(d, now)), rows[-1].stage)
    found = tuple(d for d in rows if d.stage == stage)
    if rows and not found:
        known = ", ".join(dict.fromkeys(d.stage for d in rows))
        raise BadProfile(f"nothing is handed in at the stage {stage!r} of this seminar", f"its stages are {known}")
    return found


def _names(wanted: Sequence[Deliverable], settings: Settings, profile: Profile) -> tuple[str, ...]:
    patterns = [pattern for d in wanted for pattern in d.files] or _USUAL
    names, wrong = naming.all_named(patterns, settings, profile.header)
    if wrong:
        raise next(iter(wrong.values()))
    return tuple(names)


def _about(checks: Sequence[Check], names: Sequence[str]) -> list[Check]:
    """The checks of what is handed in: without slides among the names, not those of the slides, and so on."""
    kinds = set(dates.kinds(names).values())
    slides = bool(kinds & {dates.SLIDES, dates.DECK, dates.SOURCES})
    report = bool(kinds & {dates.REPORT, dates.SOURCES})

    def counts(c: Check) -> bool:
        return slides if c.where.startswith(_DECKS) else report or not c.where.startswith(("report", "build/report"))

    return [c for c in checks if counts(c)]


def _package(folder: Path, names: Sequence[str]) -> _Package:
    built = {dates.REPORT: checking.REPORT, dates.SLIDES: checking.SLIDES, dates.DECK: "slides/slides.pptx"}
    kinds = dates.kinds(names)
    archives = [name for name, kind in kinds.items() if kind == dates.SOURCES]
    found = {name: _content(folder, name, built.get(kind, "")) for name, kind in kinds.items() if name not in archives}
    files = {name: content for name, content in found.items() if content is not None}
    return _Package(
        files=files,
        kinds=kinds,
        sources=packing.documents(folder, _BESIDES),
        archive=next(iter(archives), _ZIP),
        missing=tuple(name for name in found if name not in files),
    )


def _content(folder: Path, name: str, built: str) -> bytes | None:
    """A file that is handed in: the student's own of this name in the project, else what scaffold built."""
    for path in (folder / name, folder / "build" / name, folder / built if built else folder):
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            with disk.report_errors(path):
                return path.read_bytes()
    return None


def _raise_if_edited(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> None:
    """Raises DiskError if a file of the student's was saved while the project was built and checked."""
    for path, content in before.items():
        if "/generated/" not in path and now.get(path) != content:
            message = f"{path} was saved while scaffold submit was running; nothing was written"
            raise DiskError(message, "run scaffold submit again")


def _not_made(outputs: Sequence[Output], package: _Package) -> Iterator[str]:
    """What was not built, and the files that are missing."""
    kinds = set(package.kinds.values())
    for output in outputs:
        about = dates.REPORT if output.name == "report.pdf" else dates.SLIDES
        if not output.ok and kinds & {about, dates.SOURCES}:
            errors = building.as_lines(output.errors) or [output.error.message if output.error else "it was not made"]
            yield f"{output.name} was not built without errors: {errors[0]}"
    for name in package.missing:
        place = f"put a file of this name into the folder of the project, beside {state.FILE}"
        yield f"{name} is missing: {place if package.kinds[name] == dates.OWN else 'run scaffold build'}"


def _failed(checks: Sequence[Check]) -> Iterator[str]:
    """A sentence for each check that failed."""
    failed: dict[str, list[Check]] = {}
    for c in checks:
        if c.verdict == "fail":
            failed.setdefault(c.name, []).append(c)
    for rows in failed.values():
        more = len(rows) - 1
        yield _sentence(rows[0]) + (f", and {more} more finding{'s' * (more != 1)}" if more else "")


def _sentence(check: Check) -> str:
    where = f" ({check.where})" if check.where else ""
    return f"{check.name}: {check.message}{where}"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _manifest(
    settings: Settings, profile: Profile, package: _Package, *, found: Submitted, checks: Sequence[Check]
) -> bytes:
    """submission.json: what is handed in, its hashes, the paper, the version of scaffold and the results of checks."""
    files = [
        {"name": name, "what": package.kinds[name], "bytes": len(content), "sha256": _hash(content)}
        for name, content in sorted(package.files.items())
    ]
    arxiv = {"id": settings.arxiv_id, "version": settings.version} if settings.arxiv_id else None
    manifest: dict[str, Any] = {
        "schema": SCHEMA,
        "scaffold": __version__,
        "day": clock.today().isoformat(),
        "student": settings.student,
        "header": dict(settings.header),
        "seminar": profile.name,
        "stage": found.stage,
        "paper": {"arxiv": arxiv, "main_file": settings.main_file, "sha256": settings.sha256},
        "files": files,
        "sources": {
            "name": package.archive,
            "files": {path: _hash(content) for path, content in sorted(package.sources.items())},
        },
        "anyway": bool(found.reasons),
        "reasons": list(found.reasons),
        "unfinished": list(found.unfinished),
        "checks": [asdict(c) for c in checks],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _changes(folder: Path, package: _Package, manifest: bytes) -> dict[str, bytes | None]:
    """The files to write into submission/, and those of the last submission to remove."""
    whole = {**package.sources, **package.files, naming.MANIFEST: manifest}
    written = {**package.files, package.archive: packing.packed(whole), naming.MANIFEST: manifest}
    changes: dict[str, bytes | None] = {f"{FOLDER}/{name}": None for name in _earlier(folder) if name not in written}
    changes |= {f"{FOLDER}/{name}": content for name, content in written.items()}
    return {path: content for path, content in changes.items() if content is None or _differs(folder / path, content)}


def _differs(path: Path, content: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != content


def _earlier(folder: Path) -> Iterator[str]:
    """The files of the last submission that are as they were written."""
    try:
        manifest = disk.read_json(folder / FOLDER / naming.MANIFEST)
        rows = {str(row["name"]): row["sha256"] for row in manifest["files"]}
        archive = str(manifest["sources"]["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name, known in rows.items():
        path = folder / FOLDER / name
        if journal.inside(name) and path.is_file() and builds.hashed(path) == known:
            yield name
    if journal.inside(archive) and (folder / FOLDER / archive).is_file():
        yield archive


def _others(folder: Path, package: _Package) -> Iterator[str]:
    """Files in submission/ that belong neither to this submission nor to the last one."""
    known = {*package.files, package.archive, naming.MANIFEST, *_earlier(folder)}
    if (folder / FOLDER).is_dir():
        yield from sorted(p.name for p in (folder / FOLDER).iterdir() if p.name not in known)
