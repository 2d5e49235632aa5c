"""What every test shares: markers for engines and the corpus, `--accept` for goldens, `--quick`, `once`.

A test that needs an absent engine skips on a developer's machine and fails in CI: a passing run must have tested all.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"

# The time of an example means nothing on shared cores; in CI Hypothesis' own profile is the default. `make fuzz` draws
# thousands of examples.
settings.register_profile("suite", settings.default, deadline=None, max_examples=30)
settings.register_profile("quick", settings.default, deadline=None, max_examples=20)
if EXAMPLES := int(os.environ.get("FUZZ_EXAMPLES", "0")):
    settings.register_profile("fuzz", settings.default, deadline=None, max_examples=EXAMPLES)

LONG_TESTS = os.environ.get("LONG_TESTS") == "1"
"""Whether `make long` runs: every combination of attacks and bad statements, many kills, and all marked `long`."""

Once = Callable[[str, Callable[[Path], object]], Path]
"""Gives the folder of a name, filled by the function at the first call in a run."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite goldens with what the code makes now")
    parser.addoption(
        "--quick", action="store_true", help="leave out tests that need an engine or the corpus, or are slow"
    )


def pytest_configure(config: pytest.Config) -> None:
    quick = config.getoption("--quick") and not os.environ.get("CI")
    settings.load_profile("fuzz" if EXAMPLES else "quick" if quick else "suite")
    # A shell starts jobs in the background with Ctrl-C ignored, nohup without SIGHUP; programs would inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if os.name == "posix" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Workers of `-n auto`: more than cores, as many tests wait for other programs, for locks and for time to pass."""
    return (os.cpu_count() or 1) * 2


def has_latex() -> bool:
    """Whether pdflatex, which the templates are made for, is installed."""
    return shutil.which("pdflatex") is not None


def has_office() -> bool:
    """Whether LibreOffice is installed, wherever the package engines would find it."""
    from scaffold.engines.office.export import find_office

    return find_office() is not None


def has_pandoc() -> bool:
    """Whether a pandoc that writes PowerPoint's formulas is there, from the system or from the extra."""
    from scaffold.engines.pandoc import find_pandoc

    return find_pandoc() is not None


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The path of a browser that tests can drive; None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


ENGINES = {
    "requires_pandoc": (has_pandoc, "pandoc 3"),
    "requires_latex": (has_latex, "pdflatex"),
    "requires_xelatex": (lambda: shutil.which("xelatex") is not None, "xelatex"),
    "requires_biber": (lambda: shutil.which("biber") is not None, "biber"),
    "requires_ghostscript": (lambda: shutil.which("gs") is not None, "Ghostscript"),
    "requires_lualatex": (lambda: shutil.which("lualatex") is not None, "lualatex"),
    "requires_office": (has_office, "LibreOffice"),
    "requires_browser": (lambda: browser() is not None, "Chromium"),
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = set() if LONG_TESTS else {"long"}
    if config.getoption("--quick"):
        left_out |= {*ENGINES, "corpus", "slow", "long"}
    kept, deselected = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        (kept if left_out.isdisjoint(m.name for m in item.iter_markers()) else deselected).append(item)
    config.hook.pytest_deselected(items=deselected)
    items[:] = kept


def pytest_collection_finish() -> None:
    """All that was collected lives as long as the run: the garbage collector need not look at it again and again."""
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (present, name) in ENGINES.items():
        if item.get_closest_marker(marker) is None or present():
            continue
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed: in CI that is a failure (run .ci/setup.sh)", pytrace=False)
        pytest.skip(f"{name} is not installed (run .ci/setup.sh)")
    if item.get_closest_marker("corpus") is not None and not CORPUS.is_dir():
        pytest.skip("the corpus of real papers is not here")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """True when goldens are to be rewritten (`pytest --accept`)."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def corpus() -> Path:
    """The folder of real papers; a test that uses it carries the marker `corpus`."""
    return CORPUS


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all workers of a run: none of the user's, and what is compiled often is compiled once."""
    cache = _shared(tmp_path_factory) / "cache"
    (cache / "results").mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCAFFOLD_CACHE", str(cache))
        patch.setenv("SCAFFOLD_CONFIG", str(cache / "no config.toml"))
        yield


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Fills the folder of a name by a function, at the first call in a run; other workers wait, then have it too.

    Nobody writes into such a folder: a test that changes something copies it.
    """
    shared = _shared(tmp_path_factory) / "once"
    shared.mkdir(exist_ok=True)

    def once(name: str, fill: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                fill(folder)
                done.touch()
        return folder

    return once


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the programs that this process starts by `limits.run`."""
    from scaffold.engines import limits

    names: list[str] = []
    real = limits.run

    def run(argv: Any, *args: Any, **options: Any) -> limits.Finished:
        names.append(Path(argv[0]).name)
        return real(argv, *args, **options)

    monkeypatch.setattr(limits, "run", run)
    return names


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.pluginmanager.hasplugin("_cov"):
        from tests.covered import table

        terminalreporter.section("coverage")
        terminalreporter.write_line(table())
