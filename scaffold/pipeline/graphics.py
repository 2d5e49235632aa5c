"""What a project takes from the paper's own files: figures, and clips of the pages of a paper that is only a PDF."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import ScaffoldError
from scaffold.model import Figure, Paper, Region

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


class Clips:
    """Clips of the paper's PDF by statement: of all when there is no LaTeX, else of those that LaTeX cannot set."""

    def __init__(self, paper: Paper, pdf: Path) -> None:
        """pdf need not exist: there are no clips then."""
        self.paper, self.pdf = paper, pdf
        self.by_id: dict[str, bytes] = {}
        self._regions: dict[str, tuple[Region, ...]] | None = None
        if paper.source.kind == "pdf":
            self._regions = {s.id: s.regions for s in paper.statements}
            self.add(self._regions)

    def add(self, ids: Collection[str]) -> None:
        """Cut the clips of these statements, where the PDF has them."""
        wanted = sorted(set(ids) - set(self.by_id))
        if not wanted or not self.pdf.is_file():
            return
        from scaffold.write.clips import clip

        data, regions = self.pdf.read_bytes(), self._found()
        made = {id: clip(data, regions[id]) for id in wanted if regions.get(id)}
        self.by_id |= {id: content for id, content in made.items() if content}

    def _found(self) -> dict[str, tuple[Region, ...]]:
        """Where the PDF shows each numbered statement; the PDF is read once, and only when something is wanted."""
        if self._regions is None:
            from scaffold.build.workers import in_order
            from scaffold.read import pdf

            try:
                printed = {
                    s.title: s.regions for s in reversed(pdf.read(self.pdf, each=in_order).statements) if s.number
                }
            except ScaffoldError:
                printed = {}
            self._regions = {s.id: printed.get(s.title, ()) for s in self.paper.statements}
        return self._regions
