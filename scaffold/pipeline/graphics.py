"""What a project takes from the paper's files: figures, and clips of the pages of its PDF."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from scaffold.errors import EngineMissing, ScaffoldError
from scaffold.model import Figure, Paper, Region
from scaffold.plans import ReportPlan, TalkPlan
from scaffold.sheets import PDFIUM

if TYPE_CHECKING:
    from scaffold.write.slides.pictures import Picture, Run

_LARGEST = 20_000_000
"""Maximum size of a figure's file in bytes; with a larger one the report could not be sent by mail."""


Files = dict[str, list[tuple[str, bytes]]]
"""Names (relative to the paper's source) and contents of image files, by figure id."""


def figure_files(paper: Paper, source: Path, wanted: Collection[str]) -> Files:
    """The files of the wanted figures; PostScript is converted to PDF with Ghostscript.

    A figure of a paper read from its PDF is a clip of paper.pdf beside the source.
    """
    figures = (f for f in paper.figures if f.id in wanted)
    return {f.id: found for f in figures if (found := [_included(*file) for file in _files(f, source)])}


def shown_figures(report: ReportPlan, talk: TalkPlan) -> set[str]:
    """Ids of the figures that the plans show or offer."""
    slides = (i for slide in talk.slides for i in (*slide.items, *slide.right))
    placed = (i for part in report.parts for i in part.items)
    return {i.ref for i in (*slides, *placed) if i.kind == "figure"} | set(report.figures)


def _files(figure: Figure, source: Path) -> list[tuple[str, bytes]]:
    """The figure's existing files; for an Inkscape .pdf_tex file also the PDF that it includes."""
    if figure.regions:
        return [*_clipped(figure, source.with_name("paper.pdf"))]
    found: dict[str, bytes] = {}
    for name in figure.files:
        if content := _content(source, name):
            found[name] = content
            if name.endswith(".pdf_tex"):
                drawing = name.removesuffix("_tex")
                found |= {drawing: drawn} if (drawn := _content(source, drawing)) else {}
    return list(found.items())


def _clipped(figure: Figure, pdf: Path) -> Iterator[tuple[str, bytes]]:
    """The clip of a figure in the PDF, as one page; nothing if the PDF is not there or cannot show it."""
    from scaffold.write.clips.clips import clip

    if pdf.is_file() and (made := clip(pdf.read_bytes(), figure.regions, whole=True)):
        yield f"{figure.id}.pdf", made


def _content(source: Path, name: str) -> bytes:
    """A file of the paper; b"" if it is outside the folder, missing or too large."""
    root = source.resolve()
    path = (root / name).resolve()
    fits = path.is_relative_to(root) and path.is_file() and path.stat().st_size <= _LARGEST
    return path.read_bytes() if fits else b""


def _included(name: str, content: bytes) -> tuple[str, bytes]:
    """The file in a format that LaTeX and the decks can include; unchanged if it cannot be converted."""
    from scaffold.engines import postscript

    pure = PurePosixPath(name)
    if pure.suffix.lower() not in postscript.SUFFIXES or (made := postscript.to_pdf(content)) is None:
        return name, content
    return str(pure.with_suffix(".pdf")), made


def figure_pictures(paper: Paper, files: Files, wanted: Collection[str], run: Run | None = None) -> dict[str, Picture]:
    """Pictures of the wanted figures, for slides; figures that cannot be shown are left out.

    run compiles a document with LaTeX, which joins the panels of a figure; without it only the first panel is shown.
    """
    from scaffold.write.slides import pictures

    found: dict[str, Picture] = {}
    for figure in sorted((f for f in paper.figures if f.id in set(wanted)), key=lambda f: f.id):
        given = [*_joined(paper, figure, files, run), *files.get(figure.id, ())]
        drawn = (pictures.figure(content, PurePosixPath(name).suffix.lower()) for name, content in given)
        if picture := next((p for p in drawn if p), None):
            found[figure.id] = picture
    return found


def _joined(paper: Paper, figure: Figure, files: Files, run: Run | None) -> Iterator[tuple[str, bytes]]:
    """All panels of a figure on one page, if there are several and LaTeX compiles them."""
    from scaffold.write.report import figures

    document = figures.joined(paper, figure, files) if run else None
    if document and run:
        with contextlib.suppress(EngineMissing):
            pdf, _ = run(*document)
            if pdf:
                yield "joined.pdf", pdf


@dataclass(frozen=True, slots=True)
class Clips:
    """Clips of the paper's PDF by statement: for statements read from the PDF, and for those that fail to compile.

    If pdf does not exist, there are no clips. regions is where the PDF shows each statement, as far as it was looked
    up.
    """

    paper: Paper
    pdf: Path
    by_id: Mapping[str, bytes] = field(default_factory=dict)
    regions: Mapping[str, tuple[Region, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, paper: Paper, pdf: Path) -> Clips:
        """The clips of all statements that only a clip can show."""
        regions = {s.id: s.regions for s in paper.restatable if s.shown_by == "clip"}
        return cls(paper, pdf, {}, regions).more(regions)

    def more(self, ids: Collection[str]) -> Clips:
        """These clips plus clips of further statements, if the PDF has them."""
        wanted = sorted(set(ids) - set(self.by_id))
        if not wanted or not self.pdf.is_file():
            return self
        from scaffold.write.clips.clips import clips

        data = self.pdf.read_bytes()
        with PDFIUM:
            regions = self.regions if self.regions.keys() >= set(wanted) else {**_printed(self), **self.regions}
        made = clips(data, {id: regions[id] for id in wanted if regions.get(id)})
        by_id = {**self.by_id, **{id: made[id] for id in wanted if made.get(id)}}
        return replace(self, by_id=by_id, regions=regions)


def _printed(clips: Clips) -> dict[str, tuple[Region, ...]]:
    """Where the pages of the PDF show each numbered statement, and each figure that LaTeX draws."""
    from scaffold.pipeline import places

    shown: dict[str, tuple[Region, ...]] = {}
    with contextlib.suppress(ScaffoldError, OSError):
        found = places.shown(clips.pdf)
        shown = {f"Figure {f.number}": f.regions for f in found.figures if f.number}
        shown |= {s.title: s.regions for s in reversed(found.restatable) if s.number}
    return {s.id: shown.get(s.title, ()) for s in clips.paper.restatable}
