"""Finds the files of templates/ in a wheel, an editable install or a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def templates() -> Path:
    """The folder of the templates; raises FileNotFoundError if the installation is incomplete."""
    for folder in (_HERE / "_templates", _HERE.parent / "templates"):
        if (folder / "seminars").is_dir():
            return folder
    raise FileNotFoundError("templates/ is missing from this installation: reinstall scaffold")


def template(*parts: str) -> Path:
    """The path of one template, such as template("report", "report.tex"); raises FileNotFoundError."""
    path = templates().joinpath(*parts)
    if not path.is_file():
        raise FileNotFoundError(f"template {'/'.join(parts)} is missing from this installation: reinstall scaffold")
    return path
