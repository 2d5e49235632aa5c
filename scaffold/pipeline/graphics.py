"""What a project takes from the paper's own files: figures, and clips of the pages of a paper that is only a PDF."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.model import Figure, Paper

if TYPE_CHECKING:
    from scaffold.write.pictures import Picture

_LARGEST = 20_000_000
"""Bytes of a figure's file at most; a larger one would make a report that no one can send."""


def figure_files(paper: Paper, source: Path) -> dict[str, list[tuple[str, bytes]]]:
    """The files of the paper's figures by the figure's id: names relative to source, and contents."""
    return {f.id: found for f in paper.figures if (found := _files(f, source))}


def _files(figure: Figure, source: Path) -> list[tuple[str, bytes]]:
    root = source.resolve()
    found = []
    for name in figure.files:
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file() and path.stat().st_size <= _LARGEST:
            found.append((name, path.read_bytes()))
    return found


def figure_pictures(files: dict[str, list[tuple[str, bytes]]], wanted: Collection[str]) -> dict[str, Picture]:
    """Pictures of the wanted figures, for slides; those that cannot be shown are left out."""
    from scaffold.write import pictures

    found: dict[str, Picture] = {}
    for id in sorted(wanted):
        name, content = next(iter(files.get(id, ())), ("", b""))
        picture = pictures.figure(content, Path(name).suffix.lower()) if content else None
        if picture:
            found[id] = picture
    return found


def clips(paper: Paper, pdf: Path, ids: Collection[str]) -> dict[str, bytes]:
    """Clips of the PDF by statement, for a paper that has no LaTeX: its text would garble the mathematics."""
    if paper.source.kind != "pdf" or not pdf.is_file():
        return {}
    from scaffold.write.clips import clip

    data = pdf.read_bytes()
    made = {s.id: clip(data, s.regions) for s in paper.statements if s.id in ids and s.regions}
    return {id: content for id, content in made.items() if content}
