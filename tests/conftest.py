"""What every test shares: markers for engines and the corpus, and `--accept` for goldens.

A test that needs an absent engine skips on a developer's machine and fails in CI: green must mean measured.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite goldens with what the code makes now")


def has_latex() -> bool:
    """Whether pdflatex, which the templates are made for, is installed."""
    return shutil.which("pdflatex") is not None


def has_office() -> bool:
    """Whether LibreOffice is installed, wherever the build room would find it."""
    from scaffold.engines.office.export import find_office

    return find_office() is not None


def has_pandoc() -> bool:
    """Whether a pandoc that writes PowerPoint's formulas is there, from the system or from the extra."""
    from scaffold.engines.pandoc import find_pandoc

    return find_pandoc() is not None


ENGINES = {
    "requires_pandoc": (has_pandoc, "pandoc 3"),
    "requires_latex": (has_latex, "pdflatex"),
    "requires_xelatex": (lambda: shutil.which("xelatex") is not None, "xelatex"),
    "requires_biber": (lambda: shutil.which("biber") is not None, "biber"),
    "requires_ghostscript": (lambda: shutil.which("gs") is not None, "Ghostscript"),
    "requires_lualatex": (lambda: shutil.which("lualatex") is not None, "lualatex"),
    "requires_office": (has_office, "LibreOffice"),
}


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
