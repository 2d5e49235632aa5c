"""`watch`: builds again what a save touches.

A change is one of content: what a build writes itself, an editor's backup, or a file that is saved as it was starts
nothing. Files that are being replaced, as editors do when they save, are read again until they stay the same.

While nothing is saved, the report's format is made (`engines/latex/formats.py`), with which later runs take less time.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scaffold.engines import background, workers
from scaffold.errors import NotAProject, ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.pipeline import building, status
from scaffold.pipeline.outputs import REPORT, Output
from scaffold.project import builds, state

__all__ = ["Round", "Touched", "begin", "build", "touched"]

_SETTLED = 0.15
"""Seconds for which all files must stay the same before they are built."""

_LONGEST = 5.0
"""Seconds after which they are built although they still change."""

_LOOK = 2000
"""Milliseconds after which the folder is looked at although nothing was reported: it may have been removed."""

_STEP, _DEBOUNCE = 50, 400
"""Milliseconds of silence after which changes are reported, and the longest that reports are held back."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Which documents a save touches: with the settings, both."""

    report: bool
    slides: bool

    def __str__(self) -> str:
        return " and ".join(n for n, yes in (("report", self.report), ("slides", self.slides)) if yes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one build came to. error: why nothing was built or measured, such as a mistake in scaffold.toml."""

    touched: Touched
    seconds: float
    outputs: tuple[Output, ...] = ()
    status: status.Status | None = None
    error: ScaffoldError | None = None


def begin(folder: Path) -> None:
    """Raises NotAProject and BadProfile if there is nothing to watch."""
    state.load(folder)


def touched(folder: Path) -> Generator[Touched, None, None]:
    """All of the project first, then what each save touches; without end. Each must be built before the next is taken.

    Raises NotAProject if the folder has gone. Close it: what runs between two builds ends with it.
    """
    seen: Mapping[str, str] = {}
    with contextlib.ExitStack() as stack:
        idle = _Idle(stack)
        for _ in _changes(folder):
            while (found := _differing(seen, now := _existing(folder))).report or found.slides:
                idle.end()
                yield found
                seen = _after(now, _contents(folder))  # then look again: the first save may precede the first report
                idle.due = True
            idle.begin(folder)


@dataclass(slots=True)
class _Idle:
    """What is done between two builds. due: there was a build since it was begun."""

    stack: contextlib.ExitStack
    due: bool = False
    _making: list[background.Task[None]] = field(default_factory=list)

    def begin(self, folder: Path) -> None:
        """Makes the report's format if there is none, on a core that is free for longer than an export leaves one."""
        if not self.due or workers.cores() == 1:
            return
        self.due = False
        self.stack.close()  # of an earlier one, which was stopped before the build
        self._making = [self.stack.enter_context(background.started(partial(_prepare, folder)))]
        self.stack.callback(self.end)

    def end(self) -> None:
        """Stops the making, without waiting: a build can begin while a program ends on the other core."""
        for task in self._making:
            task.cancel()


def _prepare(folder: Path) -> None:
    """What fails here is said by the build that fails for the same reason."""
    from scaffold.engines.latex import compile

    with contextlib.suppress(ScaffoldError, OSError):
        compile.prepare(folder / REPORT)


def _existing(folder: Path) -> dict[str, str]:
    """The contents of all sources. Raises NotAProject if the folder has gone."""
    now = _settled(folder)
    if not folder.is_dir():
        raise NotAProject(f"{folder} has been removed", "restore it from a backup, or go to another project")
    return now


def build(folder: Path, which: Touched, progress: Progress) -> Round:
    """Builds and measures; what fails is part of the result, as the next save may correct it."""
    begun, outputs = time.monotonic(), list[Output]()
    try:
        outputs = building.build(folder, report=which.report, slides=which.slides, progress=progress)
        measured, error = status.status(folder), None
    except ScaffoldError as e:
        measured, error = None, e
    except FileNotFoundError as e:  # replaced by an editor at this moment: its next report starts another build
        measured, error = None, NotAProject(f"{e.filename} has gone", "save it again")
    took = time.monotonic() - begun
    return Round(touched=which, seconds=took, outputs=tuple(outputs), status=measured, error=error)


def _changes(folder: Path) -> Iterator[object]:
    """Something at once, and again whenever files may have changed; by looking at all files if the system reports none.

    Systems that report changes have a number of folders that can be watched, and some network drives report nothing.
    """
    from watchfiles import watch
    from watchfiles._rust_notify import WatchfilesRustInternalError

    yield None
    try:
        yield from watch(
            folder, watch_filter=None, yield_on_timeout=True, debounce=_DEBOUNCE, step=_STEP, rust_timeout=_LOOK
        )
    except (OSError, WatchfilesRustInternalError):
        while True:
            time.sleep(_LOOK / 1000)
            yield None


def _settled(folder: Path) -> dict[str, str]:
    """The contents of all sources, as soon as they stay the same for a moment."""
    found, until = _contents(folder), time.monotonic() + _LONGEST
    while time.monotonic() < until:
        time.sleep(_SETTLED)
        before, found = found, _contents(folder)
        if before == found:
            break
    return found


def _contents(folder: Path) -> dict[str, str]:
    """The hash of every file that the PDFs are made from, by path; a file that is gone by now is left out."""
    found = {}
    names = {name for main in _MAINS for name in builds.sources(folder, main)}
    for name in sorted(names | {path.name for path in folder.glob("*.toml")}):
        try:
            found[name] = builds.hashed(folder / name)
        except OSError:
            continue
    return found


_MAINS = ("report/report.tex", "slides/slides.pptx", "slides/slides.tex")


def _differing(seen: Mapping[str, str], now: Mapping[str, str]) -> Touched:
    changed = {name for name in seen.keys() | now.keys() if seen.get(name) != now.get(name)}
    rules = any("/" not in name for name in changed)
    report, slides = (rules or any(name.startswith(room) for name in changed) for room in ("report/", "slides/"))
    return Touched(report, slides)


def _after(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What has been built: generated files as the build left them, all others as they were before it."""
    ours = {name: content for name, content in after.items() if "/generated/" in name}
    return {**{name: content for name, content in before.items() if "/generated/" not in name}, **ours}
