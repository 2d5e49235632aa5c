"""How long a student waits for each command: python -m tests.benchmarks.commands [REPEATS].

Commands run on the example paper as processes of their own, against a loopback arXiv, with compiled modules as in an
installation. Printed are the minimum, median and maximum of the repeats (5) in seconds, and the ratio of the median to
programs that cannot be avoided: one pass of pdfLaTeX over the report, one over the Beamer deck, one export by
LibreOffice, timed in the same turns as the commands.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from pptx import Presentation

from scaffold.engines.office.export import find_office
from tests.conftest import ROOT
from tests.loopback import Loopback

_PAPER = "2401.00001"
_EPRINTS = ROOT / "examples" / "eprints"
_REPORT, _BEAMER, _OFFICE = "pdflatex report.tex", "pdflatex slides.tex", "soffice slides.pptx"


@dataclass
class Desk:
    """A folder with a project and caches of its own. fresh: a number for each edit, watcher: a running `watch`."""

    folder: Path
    fresh: Iterator[int] = field(default_factory=count)
    watcher: subprocess.Popen[bytes] | None = None

    @property
    def project(self) -> Path:
        return self.folder / "paper"

    def scaffold(self, *words: str, cwd: Path | None = None) -> None:
        """Runs a command; exit code 40 is that of `check`, as a new project is not finished."""
        run = subprocess.run([sys.executable, "-m", "scaffold", *words], cwd=cwd or self.project, capture_output=True)
        if run.returncode not in (0, 40):
            sys.exit(f"scaffold {' '.join(words)} failed:\n{run.stderr.decode()}")

    def init(self, *options: str) -> None:
        self.scaffold("init", _PAPER, "paper", *options, cwd=self.folder)

    def init_on_one_core(self) -> None:
        """Without what is done side by side; where the system cannot restrict a process, as `init`."""
        if not hasattr(os, "sched_setaffinity"):
            self.init()
            return
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(before)})
        try:
            self.init()
        finally:
            os.sched_setaffinity(0, before)

    def no_project(self) -> None:
        shutil.rmtree(self.project, ignore_errors=True)

    def no_results(self) -> None:
        """As after the download, before anything was compiled."""
        self.no_project()
        shutil.rmtree(self.folder / "cache" / "results", ignore_errors=True)

    def new_project(self) -> None:
        self.no_results()
        self.init()

    def edited_words(self) -> None:
        """No line of the report moves: a number of four digits takes the place of another."""
        file = self.project / "report" / "summary.tex"
        text = re.sub(r"\nEdit number \d+\.\n", "", file.read_text(encoding="utf-8"))
        file.write_text(f"{text}\nEdit number {1000 + next(self.fresh)}.\n", encoding="utf-8")

    def edited_lines(self) -> None:
        """The end of a part moves, and with it what the report says about its length."""
        with (self.project / "report" / "summary.tex").open("a", encoding="utf-8") as file:
            file.write(f"\nAnother line, number {next(self.fresh)}.\n")

    def built_words(self) -> None:
        """Words are edited in what was built with this line already."""
        self.edited_words()
        self.scaffold("build")
        self.edited_words()

    def edited_deck(self) -> None:
        self.no_watcher()
        deck = Presentation(str(self.project / "slides" / "slides.pptx"))
        deck.slides[1].shapes.title.text_frame.text = f"Edit number {next(self.fresh)}"
        deck.save(str(self.project / "slides" / "slides.pptx"))

    def watching(self) -> None:
        """Starts `scaffold watch`, and waits until it has built everything."""
        self.watcher = subprocess.Popen(
            [sys.executable, "-m", "scaffold", "watch"],
            cwd=self.project,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.watcher.stdout is not None
        self.watcher.stdout.readline()

    def saved(self) -> None:
        """Saves words of the report, and waits for another PDF."""
        pdf = self.project / "build" / "report.pdf"
        before = pdf.read_bytes()
        self.edited_words()
        while pdf.read_bytes() == before:
            time.sleep(0.01)

    def no_watcher(self) -> None:
        if self.watcher is not None:
            self.watcher.terminate()
            self.watcher.wait()
            self.watcher = None

    def engine(self, folder: str, *words: str) -> None:
        """Runs a program in a copy of a folder of the project, in which its auxiliary files stay."""
        copy = self.folder / "engine" / folder
        if not copy.exists():
            shutil.copytree(self.project / folder, copy)
        subprocess.run(words, cwd=copy, capture_output=True, check=True)


def _rows(desk: Desk) -> list[tuple[str, Callable[[], object], Callable[[], object]]]:
    """The name of each row, what is prepared for it, and what is timed; in the order of a student's work."""
    latex, nothing = ("pdflatex", "-interaction=batchmode"), lambda: None
    convert = (str(find_office()), f"-env:UserInstallation=file://{desk.folder}/profile", "--headless")
    return [
        ("scaffold --help", nothing, lambda: desk.scaffold("--help", cwd=desk.folder)),
        ("init, nothing kept", desk.no_results, desk.init),
        ("init, on one core", desk.no_results, desk.init_on_one_core),
        ("init, second time", desk.no_project, desk.init),
        ("init --no-tex", desk.no_results, lambda: desk.init("--no-tex")),
        ("build after init", desk.new_project, lambda: desk.scaffold("build")),
        ("build, no change", nothing, lambda: desk.scaffold("build")),
        ("build, edited words", desk.built_words, lambda: desk.scaffold("build")),
        ("build, edited lines", desk.edited_lines, lambda: desk.scaffold("build")),
        ("watch, save to PDF", desk.watching, desk.saved),
        ("build, edited deck", desk.edited_deck, lambda: desk.scaffold("build")),
        ("check", nothing, lambda: desk.scaffold("check")),
        (_REPORT, nothing, lambda: desk.engine("report", *latex, "report.tex")),
        (_BEAMER, nothing, lambda: desk.engine("slides", *latex, "slides.tex")),
        (_OFFICE, nothing, lambda: desk.engine("slides", *convert, "--convert-to", "pdf", "slides.pptx")),
    ]


_UNITS = {
    "init, nothing kept": (_REPORT,),
    "init, on one core": (_REPORT, _BEAMER),
    "build after init": (_BEAMER, _OFFICE),
    "build, edited words": (_REPORT,),
    "watch, save to PDF": (_REPORT,),
    "build, edited lines": (_REPORT,),
    "build, edited deck": (_OFFICE,),
}
"""The programs without which a command cannot do its work."""


def _timed(desk: Desk, repeats: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    for _ in range(repeats):
        for name, prepare, work in _rows(desk):
            prepare()
            start = time.perf_counter()
            work()
            times.setdefault(name, []).append(time.perf_counter() - start)
    return times


def _line(name: str, times: dict[str, list[float]]) -> str:
    medians = {row: statistics.median(taken) for row, taken in times.items()}
    ratio = ""
    if units := _UNITS.get(name):
        ratio = f"{medians[name] / sum(medians[unit] for unit in units):5.1f} x {' + '.join(units)}"
    taken = times[name]
    return f"{name:22}{min(taken):8.2f}{medians[name]:8.2f}{max(taken):8.2f}  {ratio}".rstrip()


def main(repeats: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder, Loopback(_EPRINTS) as arxiv:
        own = {"SCAFFOLD_ARXIV_URL": arxiv.url, "SCAFFOLD_ARXIV_DELAY": "0", "SCAFFOLD_CACHE": f"{folder}/cache"}
        os.environ.update(own, PYTHONPYCACHEPREFIX=f"{folder}/modules")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        desk = Desk(Path(folder))
        desk.init()  # downloads the paper
        try:
            times = _timed(desk, repeats)
        finally:
            desk.no_watcher()
    print(f"{'seconds of ' + str(repeats):22}{'min':>8}{'median':>8}{'max':>8}")
    for name in times:
        print(_line(name, times))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
