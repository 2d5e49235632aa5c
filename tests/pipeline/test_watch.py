"""`watch` as a process of its own: what is saved is built again, whatever an editor does on the way."""

from __future__ import annotations

import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from scaffold.engines import background
from scaffold.engines.latex import formats
from scaffold.engines.latex.choosing import find_engine
from scaffold.engines.sandbox.walls import wall
from scaffold.pipeline import watching
from scaffold.pipeline.watching import Touched
from scaffold.project import state
from tests.pipeline.conftest import Run

LONG = 120
"""Seconds that a test waits for a line: far more than it takes."""


class Watch:
    """`scaffold watch` on a project; its standard output line by line."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "scaffold", "watch"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, what: str) -> list[str]:
        """The lines up to one that has these words."""
        found = [""]
        while what not in found[-1]:
            found.append(self.lines.get(timeout=LONG))
        return found[1:]

    def ended(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=LONG)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def project(drafted_small: Path, desk: Path, scaffold: Run) -> Path:
    return Path(shutil.copytree(drafted_small / "paper", desk / "here"))


@pytest.fixture
def watched(project: Path) -> Iterator[Watch]:
    """`watch` on a project with one deck."""
    (project / "slides" / "slides.tex").unlink()
    watch = Watch(project)
    yield watch
    watch.close()


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done between two builds."""
    monkeypatch.setattr(watching._Idle, "begin", lambda *_: None)


def save(path: Path, text: str) -> None:
    """Saves as many editors do: into another file, which then takes the name."""
    other = path.with_name(f".{path.name}.swp")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


@pytest.mark.requires_latex
@pytest.mark.requires_office
@pytest.mark.slow
def test_a_day_of_writing(project: Path, watched: Watch) -> None:
    first = watched.until("report and slides in")[-1]
    assert "Summary" in first
    assert "Talk 25:00 of 25:00" in first
    summary, main = project / "report" / "summary.tex", project / "report" / "report.tex"
    text = summary.read_text(encoding="utf-8")
    save(summary, f"{text}\n\\nosuchcommand\n")
    assert "slides" not in watched.until("report in")[-1].partition(" in ")[0]
    mistake = watched.until("nosuchcommand")[-1]
    assert "report/summary.tex:" in mistake
    save(summary, text[: len(text) // 2])  # half of a file
    watched.until("report in")
    save(summary, f"{text}\nUncommonword.\n")
    watched.until("report in")
    main.rename(main.with_suffix(".old"))
    watched.until("report/report.tex does not exist")
    main.with_suffix(".old").rename(main)
    watched.until("report in")
    assert watched.ended(signal.SIGINT) == 0
    assert "Uncommonword" in "".join(page.extract_text() for page in PdfReader(project / "build/report.pdf").pages)
    assert not [p for p in project.rglob(".scaffold-*") if p.name != ".scaffold"]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 0)])
def test_signals_end_it(project: Path, number: signal.Signals, code: int) -> None:
    shutil.rmtree(project / "slides")
    (project / "report" / "report.tex").unlink()
    watch = Watch(project)
    watch.until("does not exist")
    watch.until("slides.pdf: ")
    assert watch.ended(number) == code
    watch.close()


@pytest.mark.slow
def test_mistakes_in_settings_and_their_correction(project: Path) -> None:
    (project / "report" / "report.tex").unlink()
    shutil.rmtree(project / "slides")
    watch = Watch(project)
    watch.until("slides.pdf: ")
    settings = (project / state.FILE).read_text(encoding="utf-8")
    save(project / state.FILE, "[paper\n")
    assert ";" not in watch.until("report and slides in")[-1]  # no meters
    save(project / state.FILE, settings.replace("minutes = 25", "minutes = 26"))
    assert "Summary" in watch.until("report and slides in")[-1]
    shutil.rmtree(project)
    assert watch.process.wait(timeout=LONG) == 32
    watch.close()


def test_a_folder_without_a_project_is_refused(scaffold: Run, desk: Path) -> None:
    assert scaffold("watch", cwd=desk).returncode == 32


# --- What a save touches --------------------------------------------------------------------------------------------


def notes(project: Path) -> None:
    (project / "report" / "summary.tex~").write_text("backup", encoding="utf-8")
    (project / "report" / "#summary.tex#").write_text("backup", encoding="utf-8")
    (project / "slides" / "~$slides.pptx").write_text("lock", encoding="utf-8")
    (project / "notes.txt").write_text("mine", encoding="utf-8")
    (project / "build").mkdir(exist_ok=True)
    (project / "build" / "report.pdf").write_bytes(b"%PDF")
    (project / "report" / "summary.tex").touch()


def add(name: str) -> Callable[[Path], object]:
    return lambda project: (project / name).write_bytes(b"new")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (notes, None),
        (add("report/own.bib"), Touched(report=True, slides=False)),
        (add("report/figure.png"), Touched(report=True, slides=False)),
        (add("slides/slides.pptx"), Touched(report=False, slides=True)),
        (lambda project: (project / "slides/slides.tex").unlink(), Touched(report=False, slides=True)),
        (add("mine.toml"), Touched(report=True, slides=True)),
    ],
)
def test_what_a_change_touches(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], object],
    expected: Touched | None,
    idle: None,
) -> None:
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None, None, None]))
    found = watching.touched(project)
    assert next(found) == Touched(report=True, slides=True)
    change(project)
    assert next(found, None) == expected


# --- What is done between two builds ---------------------------------------------------------------------------------


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaffold.engines.workers.cores", lambda: 2)


class Making:
    """In place of the making of a format: it ends when it is cancelled, at the earliest when the test lets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.ended, self.may_end = threading.Semaphore(0), threading.Semaphore(0), threading.Event()
        monkeypatch.setattr(watching, "_prepare", self)

    def __call__(self, folder: Path) -> None:
        self.begun.release()
        try:
            while True:
                self.may_end.wait(LONG)
                background.raise_if_cancelled()
        finally:
            self.ended.release()


def test_a_save_stops_the_making_of_a_format_and_does_not_wait_for_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, cores: None
) -> None:
    making = Making(monkeypatch)

    def changes(_: Path) -> Iterator[None]:
        yield None
        yield None
        assert making.begun.acquire(timeout=LONG)
        assert not making.begun.acquire(blocking=False), "it is begun once after a build"
        add("report/own.bib")(project)
        yield None
        assert making.begun.acquire(timeout=LONG), "it is begun again after the next build"
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "_changes", changes)
    found = watching.touched(project)
    next(found)
    assert next(found) == Touched(report=True, slides=False)
    assert not making.ended.acquire(blocking=False), "the build begins before it has ended"
    making.may_end.set()
    with pytest.raises(KeyboardInterrupt):
        next(found)
    assert making.ended.acquire(blocking=False)
    assert making.ended.acquire(blocking=False), "nothing runs after Ctrl-C"


def test_it_ends_with_watch_when_nothing_was_saved(project: Path, monkeypatch: pytest.MonkeyPatch, cores: None) -> None:
    making = Making(monkeypatch)
    making.may_end.set()
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None, None]))
    assert len(list(watching.touched(project))) == 1
    assert making.ended.acquire(blocking=False)


def test_nothing_is_made_with_one_core(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    making = Making(monkeypatch)
    monkeypatch.setattr("scaffold.engines.workers.cores", lambda: 1)
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None, None, None]))
    assert len(list(watching.touched(project))) == 1
    assert not making.begun.acquire(blocking=False)


def test_a_report_that_has_gone_is_no_failure_between_builds(project: Path, cores: None) -> None:
    (project / "report" / "report.tex").unlink()
    watching._prepare(project)


@pytest.mark.requires_latex
@pytest.mark.slow
def test_a_format_is_there_for_the_second_save(project: Path, monkeypatch: pytest.MonkeyPatch, cores: None) -> None:
    """No deck was exported."""
    if wall() == "none":
        pytest.skip("no format is made without a sandbox")
    program = find_engine()[1]
    monkeypatch.setenv("SCAFFOLD_CACHE", str(project.parent / "cache"))

    def changes(_: Path) -> Iterator[None]:
        yield None
        until = time.monotonic() + LONG
        while formats.find(project / "report/report.tex", program) is None and time.monotonic() < until:
            time.sleep(0.1)

    monkeypatch.setattr(watching, "_changes", changes)
    assert formats.find(project / "report/report.tex", program) is None
    assert len(list(watching.touched(project))) == 1
    assert formats.find(project / "report/report.tex", program) is not None


# --- What is no change -----------------------------------------------------------------------------------------------


def test_what_a_build_writes_is_no_change_and_what_is_saved_meanwhile_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, idle: None
) -> None:
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None, None, None]))
    found = watching.touched(project)
    next(found)
    (project / "report" / "generated" / "ledger.tex").write_bytes(b"written by the build")
    (project / "slides" / "mine.tex").write_bytes(b"saved while it runs")
    assert next(found) == Touched(report=False, slides=True)
    assert next(found, None) is None


def test_what_is_saved_during_the_first_build_needs_no_report_of_the_system(
    project: Path, monkeypatch: pytest.MonkeyPatch, idle: None
) -> None:
    """The system reports changes only after it."""
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None]))
    found = watching.touched(project)
    next(found)
    add("report/own.bib")(project)
    assert next(found, None) == Touched(report=True, slides=False)
    assert next(found, None) is None


def test_an_update_in_another_terminal_is_a_change(project: Path, monkeypatch: pytest.MonkeyPatch, idle: None) -> None:
    def changes(_: Path) -> Iterator[None]:
        yield None
        yield None
        (project / "report" / "generated" / "ledger.tex").write_bytes(b"of an update")
        yield None

    monkeypatch.setattr(watching, "_changes", changes)
    assert [str(found) for found in watching.touched(project)] == ["report and slides", "report"]
