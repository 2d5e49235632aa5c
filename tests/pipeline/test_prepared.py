"""A build makes the report's format only beside LibreOffice, on a core that is free, and waits for none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaffold.engines import background, results, workers
from scaffold.engines.latex import compile
from scaffold.engines.office import export
from scaffold.pipeline import building
from tests.engines.running import wait_until


@pytest.fixture(autouse=True)
def exporting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, and a deck that LibreOffice has to export."""
    monkeypatch.setattr(export, "find_office", lambda: Path("soffice"))
    monkeypatch.setattr(export, "key_of", lambda deck, vectors: "key")
    monkeypatch.setattr(results, "holds", lambda key: False)
    monkeypatch.setattr(workers, "cores", lambda: 2)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The documents for which a format is made."""
    found: list[Path] = []
    monkeypatch.setattr(compile, "prepare", found.append)
    return found


def test_it_is_made_while_the_deck_is_exported(made: list[Path], tmp_path: Path) -> None:
    with building._prepared(tmp_path, None, fresh=False):
        wait_until(lambda: made)
    assert made == [tmp_path / "report" / "report.tex"]


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda patch: patch.setattr(workers, "cores", lambda: 1),
        lambda patch: patch.setattr(export, "find_office", lambda: None),
        lambda patch: patch.setattr(results, "holds", lambda key: True),
    ],
)
def test_it_is_not_made_where_that_would_take_time(
    otherwise: Callable[[pytest.MonkeyPatch], None],
    made: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    otherwise(monkeypatch)
    with building._prepared(tmp_path, None, fresh=False):
        pass
    assert made == []


def test_the_build_does_not_wait_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begun: list[Path] = []

    def endless(main: Path) -> None:
        begun.append(main)
        while True:
            background.raise_if_cancelled()

    monkeypatch.setattr(compile, "prepare", endless)
    with building._prepared(tmp_path, None, fresh=False):
        wait_until(lambda: begun)


def test_what_goes_wrong_there_is_no_error_of_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def failing(main: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(compile, "prepare", failing)
    with building._prepared(tmp_path, None, fresh=False):
        pass
