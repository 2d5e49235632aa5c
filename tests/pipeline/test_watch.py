"""`watch` as a process of its own: what is saved is built again, whatever an editor does on the way."""

from __future__ import annotations

import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

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
    project: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], expected: Touched | None
) -> None:
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None, None, None]))
    found = watching.touched(project)
    assert next(found) == Touched(report=True, slides=True)
    change(project)
    assert next(found, None) == expected


def test_what_a_build_writes_is_no_change_and_what_is_saved_meanwhile_is(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None, None, None]))
    found = watching.touched(project)
    next(found)
    (project / "report" / "generated" / "ledger.tex").write_bytes(b"written by the build")
    (project / "slides" / "mine.tex").write_bytes(b"saved while it runs")
    assert next(found) == Touched(report=False, slides=True)
    assert next(found, None) is None


def test_what_is_saved_during_the_first_build_needs_no_report_of_the_system(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system reports changes only after it."""
    monkeypatch.setattr(watching, "_changes", lambda _: iter([None]))
    found = watching.touched(project)
    next(found)
    add("report/own.bib")(project)
    assert next(found, None) == Touched(report=True, slides=False)
    assert next(found, None) is None


def test_an_update_in_another_terminal_is_a_change(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changes(_: Path) -> Iterator[None]:
        yield None
        yield None
        (project / "report" / "generated" / "ledger.tex").write_bytes(b"of an update")
        yield None

    monkeypatch.setattr(watching, "_changes", changes)
    assert [str(found) for found in watching.touched(project)] == ["report and slides", "report"]
