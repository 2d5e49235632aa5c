"""What a build makes is made again as soon as anything changes that it depends on, and only then."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scaffold import clock
from scaffold.engines import fonts, results
from scaffold.fetch.progress import quiet
from scaffold.pipeline import building
from scaffold.pipeline.outputs import BEAMER, DECK, REPORT, Documents, Output
from scaffold.project import state
from tests.conftest import Once
from tests.pipeline.conftest import own_cache

pytestmark = [pytest.mark.requires_latex, pytest.mark.requires_office, pytest.mark.slow]

DAY = 1_793_448_000


@pytest.fixture(scope="module")
def of_the_day(built: Path, once: Once) -> Path:
    """A folder with paper/, a project that has just been built, on a day of its own."""

    def make(folder: Path) -> None:
        shutil.copytree(built / "paper", folder / "paper")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "seconds", lambda: DAY)
            assert all(output.ok for output in building.build(folder / "paper", progress=quiet))

    return once("of the day", make)


@pytest.fixture
def project(of_the_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that project, on its day."""
    monkeypatch.setenv("SCAFFOLD_CACHE", str(own_cache(tmp_path)))
    monkeypatch.setattr(clock, "seconds", lambda: DAY)
    return Path(shutil.copytree(of_the_day / "paper", tmp_path / "paper"))


def stands(folder: Path) -> tuple[bool, bool]:
    """Whether the report and the slides need not be made again."""
    settings = state.load(folder)
    report, slides = Documents.of(folder, settings, REPORT), Documents.of(folder, settings, DECK, BEAMER)
    return report.find() is not None, slides.find() is not None


def appended(path: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes() + text.encode())


def removed(path: str) -> Callable[[Path], object]:
    return lambda folder: (folder / path).unlink()


def setting(old: str, new: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        text = (folder / "scaffold.toml").read_text(encoding="utf-8")
        assert old in text
        (folder / "scaffold.toml").write_text(text.replace(old, new), encoding="utf-8")

    return change


def swapped(folder: Path) -> None:
    """The PDF of another document."""
    shutil.copyfile(folder / "build" / "slides.pdf", folder / "build" / "report.pdf")


CHANGES = [
    ("nothing", lambda folder: None, (True, True)),
    ("the report", appended("report/summary.tex", "\nMore.\n"), (False, True)),
    ("a generated file", appended("report/generated/macros.tex", "%"), (False, True)),
    ("a new file", lambda folder: (folder / "report" / "new.tex").touch(), (False, True)),
    ("Beamer", appended("slides/slides.tex", "%"), (True, False)),
    ("the paper", appended("paper/paper.json", "\n"), (False, False)),
    ("a setting", setting('# language = "de"', 'language = "de"'), (False, False)),
    ("no PDF", removed("build/report.pdf"), (False, True)),
    ("another PDF", swapped, (False, True)),
    ("no log", removed("build/slides-beamer.log"), (True, False)),
    ("the log of a run with a format", appended("build/report.log", "(preloaded format=report)"), (True, True)),
    ("no record", removed(".scaffold/builds.json"), (False, False)),
]


@pytest.mark.parametrize(("change", "expected"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_each_change_counts(change: Callable[[Path], object], expected: tuple[bool, bool], project: Path) -> None:
    change(project)
    assert stands(project) == expected


def test_another_day_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "seconds", lambda: DAY + 86_400)
    assert stands(project) == (False, False)


def test_other_fonts_count_for_the_deck(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", lambda: "another font")
    assert stands(project) == (True, False)


@pytest.mark.parametrize(
    ("file", "expected"),
    [("pdflatex", (False, False)), ("scrartcl.cls", (True, True)), ("zref-savepos.sty", (False, True))],
)
def test_another_engine_and_another_package_count(
    file: str, expected: tuple[bool, bool], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = results.file_hash
    monkeypatch.setattr(results, "file_hash", lambda path: "another" if path.name == file else real(path))
    assert stands(project) == expected


def test_what_was_found_is_what_was_made(project: Path, started: list[str]) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (project / "build").iterdir()}
    first = building.build(project, progress=quiet)
    assert building.build(project, progress=quiet) == first
    assert started == []
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (project / "build").iterdir()} == before
    assert [len(output.lengths) for output in first] == [3, 1, 1]


def test_force_makes_all_again(project: Path, started: list[str]) -> None:
    assert all(output.ok for output in building.build(project, fresh=True, progress=quiet))
    assert {"pdflatex", "soffice"} <= set(started)


def test_what_is_saved_meanwhile_is_not_taken_for_built(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, summary = building._measured, project / "report" / "summary.tex"

    def saved(*args: Any) -> Output:
        summary.write_text(summary.read_text(encoding="utf-8") + "\nSaved while it was built.\n", encoding="utf-8")
        return real(*args)

    appended("report/summary.tex", "\nMore.\n")(project)
    monkeypatch.setattr(building, "_measured", saved)
    building.build(project, slides=False, progress=quiet)
    assert stands(project) == (False, True)


_LOADED = """
import json, sys
from scaffold.cli import main
try:
    sys.argv = ["scaffold", "build"]
    main()
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)))
"""

_HEAVY = {"jinja2", "lxml", "pdfminer", "pdfplumber", "PIL", "pptx", "pypdf", "rich", "requests", "xml.etree"}
_OURS = {
    "scaffold.model",
    "scaffold.plans",
    "scaffold.tex",
    *(f"scaffold.{n}" for n in ("check", "planning", "read", "write")),
}


def test_a_build_without_a_change_loads_little(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of its time goes into modules."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", _LOADED], cwd=project, capture_output=True, text=True, check=True)
    loaded = json.loads(run.stdout.splitlines()[-1])
    assert "scaffold.engines.results" in loaded
    assert [name for name in loaded if any(f"{name}.".startswith(f"{heavy}.") for heavy in _HEAVY | _OURS)] == []


EDITS = {
    "lines": ("report/summary.tex", "\nMore words.\n\nAnd more.\n", 1),
    "a longer part": ("report/review.tex", "\n\\vspace{9cm}Words.\n", None),
    "references": ("report/review.tex", "\n\\begin{remark}\\label{own}x\\end{remark} As \\cref{own}.\n", 2),
    "moved references": ("report/summary.tex", "\n\\newpage\nWords on another page.\n", None),
    "citations": ("report/proofs.tex", "\nAs in \\citep{paper}.\n", None),
    "contents": ("report/summary.tex", "\n\\tableofcontents\n", 2),
    "moved contents": ("report/summary.tex", "\n\\newpage\\subsection{More}\n", None),
}


def test_the_report_is_that_of_a_build_from_nothing(project: Path, started: list[str]) -> None:
    """After each of a row of edits, byte for byte; the number of runs where the edit alone decides it."""
    building.build(project, slides=False, fresh=True, progress=quiet)
    for name, (file, text, runs) in EDITS.items():
        appended(file, text)(project)
        started.clear()
        (made,) = building.build(project, slides=False, progress=quiet)
        assert made.ok, (name, made.errors)
        assert runs in (None, started.count("pdflatex")), name
        content = (project / "build" / "report.pdf").read_bytes()
        building.build(project, slides=False, fresh=True, progress=quiet)
        assert (project / "build" / "report.pdf").read_bytes() == content, name


_WHILE_LATEX_RUNS = """
import json, subprocess, sys
from scaffold.cli import main
from scaffold.engines import limits

seen = []
class Started(subprocess.Popen):
    def __init__(self, argv, **options):
        super().__init__(argv, **options)
        if argv[-1] == "report.tex":
            seen.append(sorted(sys.modules))
waited = limits._waited
def waiting(process, *rest):
    if process.args[-1] == "report.tex":
        seen.append(sorted(sys.modules))
    return waited(process, *rest)
subprocess.Popen, limits._waited = Started, waiting
try:
    sys.argv = ["scaffold", "build"]
    main()
except SystemExit:
    pass
print(json.dumps([*seen, sorted(sys.modules)]))
"""

_LATE = {"pdfminer", "pdfplumber", "PIL", "pypdf", "pypdfium2", "pptx", "xml.etree", "scaffold.planning"}


def test_after_an_edit_modules_are_loaded_while_latex_runs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it starts, nothing but what starts it; when it ends, next to nothing is left to load."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    for words in ("First.", "Second."):  # the ledger is known after the first
        appended("report/summary.tex", f"\n{words}\n")(project)
        run = subprocess.run(
            [sys.executable, "-c", _WHILE_LATEX_RUNS], cwd=project, capture_output=True, text=True, check=True
        )
    started, ready, ended = json.loads(run.stdout.splitlines()[-1])  # one run: words moved lines, and no more
    assert [name for name in started if any(f"{name}.".startswith(f"{late}.") for late in _LATE)] == []
    assert {"pdfplumber", "pypdf", "pypdfium2", "scaffold.pipeline.restating"} <= set(ready)
    assert len(set(ended) - set(ready)) < 15, sorted(set(ended) - set(ready))
