"""`seminar collect`: what students have handed in, measured. The files are untrusted: each hand-in is unpacked within
limits into a folder of its own, and read within a time limit, of three or more by worker processes with a limit on
memory; no program is started."""

from __future__ import annotations

import filecmp
import os
import shutil
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from scaffold import clock, dates, disk, seminar
from scaffold.cohort.tables import key
from scaffold.dates import OwnTalk
from scaffold.errors import BadTable, ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.pipeline import document_classes, manifests, naming, tabulating
from scaffold.pipeline.manifests import Manifest
from scaffold.project import layout, state
from scaffold.seminar import Profile

if TYPE_CHECKING:
    from scaffold.check.artefacts.pdf import Pdf
    from scaffold.check.inputs import BuiltPdf
    from scaffold.check.result import Check
    from scaffold.cohort.handins import Handin
    from scaffold.model import Paper

SCHEMA = 1
"""Version of the output of `seminar collect --json`; every breaking change increments it."""

LARGEST = 100 << 20
"""Bytes of the largest file that is read."""
SECONDS = 120.0
"""How long the reading of one hand-in may take."""

_OF_REPORT = ("pages", "parts", "undefined", "page format", "report fonts")
_OF_SOURCE = ("references", "fidelity", "own words", "to-dos")
_OF_DECK = ("deck", "deck fidelity", "talk")
MEASURED = (*_OF_REPORT, *_OF_SOURCE, *_OF_DECK)
"""The checks whose results count for a hand-in; those of the sources are unknown if only PDFs are handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was measured of a hand-in; None and missing keys: unknown.

    when is the time of its latest file, late how many days after the deadline that is (0: in time). parts gives the
    pages of each part. checks gives for each of MEASURED the verdict and the messages. problems are sentences on files
    that could not be read, ask what to ask the speaker. manifest is what the hand-in says of itself, None without one.
    """

    name: str
    paper: str = ""
    known: bool = True
    files: tuple[str, ...] = ()
    when: str | None = None
    late: float | None = None
    pages: int | None = None
    parts: Mapping[str, float] = field(default_factory=dict)
    slides: int | None = None
    minutes: float | None = None
    checks: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    manifest: Manifest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A hand-in to measure: folder has its files; project is the student's as it was made, None if it is not there."""

    handin: Handin
    folder: Path
    project: Path | None
    profile: Profile
    seminar: str


def collect(
    source: Path,
    table: Path | None,
    projects: Path,
    *,
    rules: str,
    programme: Path | None = None,
    due: date | None = None,
    progress: Progress,
) -> tuple[Facts, ...]:
    """The facts of all hand-ins in a folder, or in a ZIP file of Moodle's.

    table: who has which paper; None: nobody is known. programme: when the talks are, if not as the table says.
    projects: the folder of the projects as they were made, which give the papers. due: the deadline; None: that of the
    report in the profile. Raises BadTable, BadProfile, BadArchive, DiskError.
    """
    from scaffold.cohort.handins import grouped
    from scaffold.cohort.programme import seats_of
    from scaffold.engines import limits
    from scaffold.engines.workers import in_order

    if not source.exists():
        raise BadTable(f"{source} does not exist", "give the folder of the hand-ins, or the ZIP file from Moodle")
    profile = document_classes.resolved(seminar.load(rules), Path(rules).parent)
    profile = profile.due_on(due) if due else profile
    rules = str(Path(rules).resolve()) if rules.endswith(".toml") else rules
    with limits.scratch() as folder:
        if not source.is_dir():
            unpacked(source, folder)
        else:
            folder = source
        handins = grouped(_files(folder), seats_of(table, programme) if table else ())
        if not handins:
            raise BadTable(f"{source} has no files", "give the folder of the hand-ins, or the ZIP file from Moodle")
        tasks = [_task(h, folder, projects, profile=profile, rules=rules) for h in handins]
        found: list[Facts] = []
        for facts in in_order(_measured, tasks):
            found.append(facts)
            progress("collect", f"{len(found)} of {len(tasks)} hand-ins", len(found), len(tasks))
    return tuple(found)


def _files(folder: Path) -> Iterator[str]:
    """The files in a folder; no links, which may lead out of it, and no hidden ones."""
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "__MACOSX")) for part in relative.parts[:1])
        if path.is_file() and not path.is_symlink() and not hidden:
            yield relative.as_posix()


def _task(handin: Handin, folder: Path, projects: Path, *, profile: Profile, rules: str) -> _Task:
    project = projects / handin.seat.folder if handin.seat else None
    if handin.seat and handin.seat.talk:
        profile = profile.with_talk(OwnTalk(day=handin.seat.talk))
    made = project is not None and (project / state.FILE).is_file()
    return _Task(handin=handin, folder=folder, project=project if made else None, profile=profile, seminar=rules)


def unpacked(archive: Path, into: Path) -> None:
    """Unpacks a ZIP file within limits; its files get the times that it gives them. Raises BadArchive, DiskError."""
    from scaffold.errors import BadArchive
    from scaffold.fetch.sink import Limits, Sink
    from scaffold.fetch.zips import BROKEN, unpack_zip

    into.mkdir(parents=True, exist_ok=True)
    most = Limits(files=20_000, members=40_000, single=LARGEST, total=4 << 30)
    try:
        unpack_zip(archive, Sink(folder=into, into=into, packed=archive.stat().st_size, limits=most))
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                path = into / info.filename
                if path.is_file() and path.resolve().is_relative_to(into.resolve()):
                    moment = datetime(*info.date_time).timestamp()  # in the zone of the place, as ZIP has none
                    os.utime(path, (moment, moment))
    except BROKEN as e:
        raise BadArchive(f"{archive.name} is damaged, or no ZIP file: {e}", "download it again") from e


def _measured(task: _Task) -> Facts:
    """The facts of one hand-in; never raises."""
    from scaffold.cohort.measured import NOTHING
    from scaffold.engines import limits
    from scaffold.engines.workers import within

    handin = task.handin
    paper = handin.seat.paper if handin.seat else ""
    base = Facts(name=handin.label, paper=paper, known=handin.seat is not None, files=handin.files)
    if not handin.files:
        return replace(base, problems=(NOTHING,))
    try:
        with limits.scratch() as folder, within(SECONDS):
            return _read(task, _Inbox.of(task, folder), _dated(base, task))
    except TimeoutError:
        return replace(base, problems=(f"reading it took more than {SECONDS:.0f} seconds",))
    except ScaffoldError as e:
        return replace(base, problems=(e.message,))
    except (Exception, MemoryError) as e:
        return replace(base, problems=(f"it cannot be read ({type(e).__name__}: {e})",))


def _dated(base: Facts, task: _Task) -> Facts:
    latest = max((task.folder / name).stat().st_mtime for name in task.handin.files)
    moment = datetime.fromtimestamp(latest).astimezone(clock.now().tzinfo)
    due = task.profile.report_due
    over = dates.late(due, moment) if due else None
    days = None if over is None else round(over.total_seconds() / 86_400, 2)
    return replace(base, when=moment.isoformat(timespec="minutes"), late=days)


@dataclass(frozen=True, slots=True)
class _Inbox:
    """The files of a hand-in without archives, in a folder of their own; and what could not be taken."""

    folder: Path
    files: tuple[Path, ...]
    problems: tuple[str, ...]

    @classmethod
    def of(cls, task: _Task, folder: Path) -> _Inbox:
        problems: list[str] = []
        for name in task.handin.files:
            _take(task.folder / name, folder / _INBOX / name, problems, depth=2)
        files = tuple(sorted(path for path in (folder / _INBOX).rglob("*") if path.is_file()))
        return cls(folder, files, tuple(problems))

    def place(self, path: Path) -> PurePosixPath:
        """Where a file is in the hand-in, with archives as folders."""
        return PurePosixPath(path.relative_to(self.folder / _INBOX).as_posix())

    def named(self, *suffixes: str) -> list[Path]:
        return [path for path in self.files if path.suffix.lower() in suffixes]


_INBOX = "inbox"


def _take(path: Path, into: Path, problems: list[str], *, depth: int) -> None:
    """Copies a file as into, or unpacks an archive and those in it into a folder of this name."""
    if (size := path.stat().st_size) > LARGEST:
        problems.append(f"{path.name} has {size >> 20} MB, and is not read")
    elif path.suffix.lower() != ".zip" or not depth:
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, into)
    else:
        try:
            unpacked(path, into)
        except ScaffoldError as e:
            problems.append(e.message if path.name in e.message else f"{path.name}: {e.message}")
            return
        for n, inner in enumerate(sorted(p for p in into.rglob("*.zip") if p.is_file())):
            _take(inner, into / f"unpacked-{n}", problems, depth=depth - 1)


def _read(task: _Task, inbox: _Inbox, facts: Facts) -> Facts:
    problems = list(inbox.problems)
    deck = next(iter(sorted(inbox.named(".pptx"), key=lambda path: -path.stat().st_size)), None)
    root = min((p.parent for p in inbox.files if p.name == state.FILE), key=lambda p: len(p.parts), default=None)
    report, slides = _pdfs(inbox, [path for path in inbox.named(".pdf") if _finished(path, inbox, root)], problems)
    if report is None and slides is None and deck is None and root is None:
        problems.append("there is no PDF, no deck and no project in it that can be read")
    facts = replace(facts, pages=len(report[1].pages) if report else None)
    facts = replace(
        facts, slides=len(slides[1].pages) if slides else None, manifest=_manifest(task, inbox, root, problems)
    )
    if report is not None:
        from scaffold.check.report.pages import lengths

        parts = {x.part.title: round(x.pages, 2) for x in lengths(report[1], task.profile)}
        facts = replace(facts, parts=parts)
    project = _assembled(task, inbox.folder / "project", root, report=report, slides=slides, deck=deck)
    if project is None:
        problems.append(
            _NO_PROJECT if task.handin.seat else "it is nobody's in the table, so that little can be measured"
        )
    else:
        facts = _checked(facts, project, task, problems, report=report, has_source=root is not None)
    return replace(facts, problems=tuple(problems))


_NO_PROJECT = "there is no project for it, so that little can be measured: scaffold seminar init makes one"


def _manifest(task: _Task, inbox: _Inbox, root: Path | None, problems: list[str]) -> Manifest | None:
    """What the hand-in says of itself, and problems if it is another student's, or about another version."""
    found = manifests.read(inbox.files, root)
    if not isinstance(found, Manifest):
        problems += [found] if found else []
        return None
    seat = task.handin.seat
    if seat and found.student and set(key(found.student).split()).isdisjoint(key(seat.name).split()):
        problems.append(f"{naming.MANIFEST} names {found.student}")
    settings = state.load(task.project) if task.project else None
    ours = f"{settings.arxiv_id}v{settings.version}" if settings and settings.arxiv_id else ""
    if ours and found.paper and found.paper != ours:
        problems.append(f"it is about {found.paper}, and the project about {ours}")
    return found


def _finished(path: Path, inbox: _Inbox, root: Path | None) -> bool:
    """Whether a PDF may be a report or slides: not a figure in the folder of a project, or beside LaTeX files."""
    if root is not None and path.is_relative_to(root):
        twin = path.name == "slides-beamer.pdf" and path.with_name("slides.pdf").is_file()
        return path.parent in (root, root / "build") and not twin
    within = inbox.place(path).parts[1:-1]
    return not {"figures", "figs", "images", "img", "generated"} & {part.lower() for part in within}


_Read = tuple[Path, "Pdf"]


def _pdfs(inbox: _Inbox, paths: Sequence[Path], problems: list[str]) -> tuple[_Read | None, _Read | None]:
    """The report and the slides: which is which is seen from the shape of the pages, not from the names."""
    from scaffold.check.artefacts import pdf as reader

    found: dict[bool, list[_Read]] = {True: [], False: []}
    for path in _different(paths):
        if reader.locked(path):
            problems.append(f"{path.name} is protected by a password")
            continue
        try:
            read = reader.read(path)
        except reader.Unreadable as e:
            problems.append(str(e))
            continue
        if read.pages:
            found[read.pages[0].width > read.pages[0].height].append((path, read))
    chosen = _chosen(found[False], "report"), _chosen(found[True], "slides")
    for kind, one, many in (("slides", chosen[1], found[True]), ("the report", chosen[0], found[False])):
        if one is not None and len(many) > 1:
            shown = ", ".join(str(inbox.place(path)) for path, _ in many)
            problems.append(f"several PDFs may be {kind}: {shown}; {inbox.place(one[0])} is measured")
    return chosen


def _different(paths: Sequence[Path]) -> Iterator[Path]:
    """The files without further copies of one: what `submit` writes is in its folder and in its archive."""
    sizes: dict[int, list[Path]] = {}
    for path in paths:
        alike = sizes.setdefault(path.stat().st_size, [])
        if not any(filecmp.cmp(path, other, shallow=False) for other in alike):
            alike.append(path)
            yield path


def _chosen(many: Sequence[_Read], word: str) -> _Read | None:
    return max(many, key=lambda pair: (word in pair[0].name.lower(), len(pair[1].pages)), default=None)


def _assembled(
    task: _Task, project: Path, root: Path | None, *, report: _Read | None, slides: _Read | None, deck: Path | None
) -> Path | None:
    """A project of what was handed in, with the paper as the instructor's project has it; None without a paper."""
    if root is not None:
        shutil.copytree(root, project)
    else:
        project.mkdir()
    for name in (state.FILE, "paper/paper.json", layout.MANIFEST) if task.project else ():
        origin, target = (task.project or project) / name, project / name
        if origin.is_file() and not (name == state.FILE and target.is_file()):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(origin, target)
    if not (project / state.FILE).is_file() or not (project / "paper" / "paper.json").is_file():
        return None
    settings = replace(state.load(project), seminar=task.seminar, due=None)
    disk.write(state.render(settings).encode(), project / state.FILE)
    placed = {"build/report.pdf": report and report[0], "build/slides.pdf": slides and slides[0]}
    for name, path in (*placed.items(), ("slides/slides.pptx", deck)):
        if path is not None:
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, project / name)
    return project


def _checked(
    facts: Facts, project: Path, task: _Task, problems: list[str], *, report: _Read | None, has_source: bool
) -> Facts:
    from scaffold.check import registry
    from scaffold.pipeline import checking

    inputs = replace(checking.load(project, final=True), profile=task.profile)
    if report is not None:
        problems += _differing(inputs.report, report[0].name, has_source=has_source)
        inputs = replace(inputs, report=replace(inputs.report, pdf=report[1], newer=(), lost=()))
    has_deck = inputs.deck is not None
    wanted = {
        *(_OF_REPORT if report is not None else ()),
        *(_OF_SOURCE if has_source else ()),
        *(_OF_DECK if has_deck else ()),
    }
    results = [check for check in registry.run(inputs) if check.name in wanted]
    checks = {name: _verdict([c for c in results if c.name == name]) for name in MEASURED if name in wanted}
    talk = inputs.talk
    seconds = getattr(talk, "total", None) if has_deck and not getattr(talk, "untimed", ()) else None
    return replace(
        facts,
        checks={name: value for name, value in checks.items() if value[0]},
        minutes=round(seconds / 60, 1) if seconds is not None else None,
        ask=tuple(_questions(inputs.paper, _shown(inputs), inputs.ledger if has_source else None)),
    )


def _differing(built: BuiltPdf, name: str, *, has_source: bool) -> Iterator[str]:
    """In what a report that was handed in by this name is not that of the sources that were handed in with it."""
    from scaffold.check.inputs import NotLoaded

    newer = [file for file in built.newer if file not in built.lost]
    if has_source and built.lost:
        yield f"the report loads {', '.join(built.lost[:3])}, which was not handed in"
    if newer:
        yield f"the report is older than {', '.join(newer[:3])}, which were handed in with it"
    if isinstance(built.pdf, NotLoaded):
        yield built.pdf.message.replace(built.path, name, 1)


def _verdict(results: Sequence[Check]) -> tuple[str, tuple[str, ...]]:
    """The worst verdict, and the messages that have it; "" if the check did not run."""
    worst = next((v for v in ("fail", "unknown", "pass") if any(c.verdict == v for c in results)), "")
    return worst, tuple(c.message for c in results if c.verdict == worst)


def _shown(inputs: Any) -> str | None:
    """All text of the slides without spaces; None without slides."""
    from scaffold.check.inputs import NotLoaded

    texts = []
    if inputs.deck is not None and not isinstance(inputs.deck, NotLoaded):
        texts += [shape.text for slide in inputs.deck.slides for shape in slide.shapes]
    if inputs.slides_pdf is not None and not isinstance(inputs.slides_pdf, NotLoaded):
        texts += [line.text for line in inputs.slides_pdf.lines]
    return "".join("".join(texts).split()) if texts else None


def _questions(paper: Paper, shown: str | None, ledger: Mapping[str, str] | None) -> Iterator[str]:
    """What to ask the speaker: of main results, proofs that were not checked, and statements that no slide names."""
    read = {" ".join(name.lower().split()): how for name, how in (ledger or {}).items()}
    for s in paper.statements:
        if not s.main:
            continue
        how = read.get(s.title.lower(), read.get(s.id.lower(), "not entered in the ledger"))
        if ledger is not None and s.proofs and how != "checked":
            yield f"How does the proof of {s.title} go? It was {how}."
        if shown is not None and "".join(s.title.split()) not in shown:
            yield f"What does {s.title} say? No slide names it."


def write_csv(found: Sequence[Facts], profile: str, path: Path) -> None:
    """Writes a line for each hand-in. Raises DiskError, BadProfile."""
    titles = [part.title for part in seminar.load(profile).parts]
    heads = ("student", "paper", "handed in", "days late", "report pages", *titles, "slide pages", "minutes", *MEASURED)
    rows = []
    for f in found:
        lengths = [f.parts.get(title) for title in titles]
        verdicts = [f.checks.get(name, ("unknown",))[0] for name in MEASURED]
        row = (f.name, f.paper, f.when, f.late, f.pages, *lengths, f.slides, f.minutes, *verdicts)
        rows.append((*row, "; ".join(f.problems), "; ".join(f.ask), *_of_manifest(f.manifest)))
    tabulating.write((*heads, "problems", "ask", *_MANIFEST), rows, path)


_MANIFEST = ("scaffold", "submitted", "paper version", "in spite of", "failed at submit", "differs", "missing")


def _of_manifest(m: Manifest | None) -> tuple[str, ...]:
    """The cells under _MANIFEST."""
    if m is None:
        return ("",) * len(_MANIFEST)
    failed = [name for name, verdict in m.checks.items() if verdict == "fail"]
    return m.scaffold, m.day, m.paper, *map("; ".join, (m.reasons, failed, m.differs, m.missing))


def facts_json(found: Sequence[Facts]) -> dict[str, Any]:
    """The facts as plain JSON values."""
    rows = [asdict(f) for f in found]
    for row in rows:
        row["checks"] = [{"check": n, "verdict": v, "messages": list(m)} for n, (v, m) in row["checks"].items()]
    return {"schema": SCHEMA, "handins": rows}
