"""Exports that lost nothing, kept by the content of the deck, LibreOffice's build and the installed fonts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scaffold import clock
from scaffold.engines import fonts, results

__all__ = ["Export", "find", "keep", "name"]


@dataclass(frozen=True, slots=True)
class Export:
    """A PDF, what is missing in it, and warnings about what a reader does not miss."""

    pdf: bytes
    lost: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def name(office: Path, deck: bytes, vectors: Path | None, slides: int) -> str:
    """The key of an export; "" where it is unknown which LibreOffice or which fonts are installed.

    Exports of one day have one key, although the times in them differ.
    """
    build = next((path for path in _build_files(office) if path.is_file()), None)
    installed = fonts.installed()
    if build is None or not installed:
        return ""
    drawn = [(path.name, path.read_bytes()) for path in sorted(vectors.glob("*")) if path.is_file()] if vectors else []
    return results.key("office", deck, slides, clock.period(clock.seconds()), build.read_bytes(), installed, drawn)


def find(key: str) -> Export | None:
    """The export with this key; None if there is none."""
    files = results.find(key) if key else None
    try:
        return Export(files["pdf"], (), tuple(json.loads(files["warnings.json"]))) if files else None
    except (KeyError, ValueError):
        return None


def keep(key: str, made: Export) -> None:
    """Keeps an export that lost nothing."""
    if key:
        results.keep(key, {"pdf": made.pdf, "warnings.json": json.dumps(made.warnings).encode()})


def _build_files(office: Path) -> Iterator[Path]:
    """Where LibreOffice says which build it is: beside its program, on macOS in Resources."""
    program = office.resolve().parent
    for folder, file in ((program, "versionrc"), (program, "version.ini"), (program.parent / "Resources", "versionrc")):
        yield folder / file
