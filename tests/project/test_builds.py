"""Which files a PDF is made from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scaffold.project import builds


def test_sources_are_the_files_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "report" / "generated").mkdir(parents=True)
    for name in ("report.tex", "report.aux", ".report.tex.swp", "generated/macros.tex"):
        (tmp_path / "report" / name).write_text("x", encoding="utf-8")
    assert builds.sources(tmp_path, "report/report.tex") == ("report/generated/macros.tex", "report/report.tex")


def test_a_folder_that_is_removed_meanwhile_has_no_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `watch` finds it when the project is removed while it looks for what has changed."""
    (tmp_path / "report" / "generated" / "statements").mkdir(parents=True)
    (tmp_path / "report" / "report.tex").write_text("x", encoding="utf-8")
    real = Path.is_file

    def removed(path: Path) -> bool:
        shutil.rmtree(tmp_path / "report", ignore_errors=True)
        return real(path)

    monkeypatch.setattr(Path, "is_file", removed)
    assert builds.sources(tmp_path, "report/report.tex") == ()
