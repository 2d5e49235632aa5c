"""The deck as PowerPoint: our master, real placeholders, notes, sections, and the same bytes for the same plan.

The text comes from slides/compose.py, as for Beamer. A statement is shown as LaTeX's picture of it; without one, as
text with italics and scripts; if that would not be faithful, as a reference to its place in the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from scaffold.languages import Language
from scaffold.metrics import PITCH
from scaffold.model import Paper
from scaffold.plans import TalkPlan
from scaffold.seminar import Profile
from scaffold.tex.packages import registry
from scaffold.write.equations import on_slides
from scaffold.write.equations.omml import Native
from scaffold.write.equations.parts import Form
from scaffold.write.pptx import package
from scaffold.write.pptx import roadmap as pptx_map
from scaffold.write.pptx.native import alternate
from scaffold.write.pptx.shapes import Box, Canvas
from scaffold.write.pptx.theme import Stage, Theme, ours
from scaffold.write.slides import blocks as slide_blocks
from scaffold.write.slides import compose as slides_text
from scaffold.write.slides import wording
from scaffold.write.slides.blocks import (
    BAR,
    GAP,
    PAD,
    PAD_BOTTOM,
    PAD_TOP,
    POINTER,
    FigureBlock,
    ReferencesBlock,
    RoadMapBlock,
    StatementBlock,
    TextBlock,
)
from scaffold.write.slides.compose import Deck, Page
from scaffold.write.slides.measure import height, largest
from scaffold.write.slides.pictures import Picture, Sheet, key
from scaffold.write.slides.space import title_size
from scaffold.write.slides.wording import shortened
from scaffold.write.text import citations
from scaffold.write.text.plain import NoPlainText, Paragraph, Run, paragraphs

__all__ = ["write"]

_SIZES = (22.0, 20.0, 18.0)
_MOST = 12
"""Slides that one statement may take as text; a longer one is a case for the paper."""

_TALL = 1.15
"""Line spacing of text with formulas, relative to plain text."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement, or a part of one, as text: its size and its depth in points."""

    content: tuple[Paragraph, ...]
    size: float
    depth: float


@dataclass(frozen=True, slots=True)
class _Set:
    """A statement, or a part of one, as LaTeX's picture of it, and its native form if there is one."""

    sheet: Sheet
    form: Form | None

    @property
    def depth(self) -> float:
        """In points: the panel is as deep as the taller of the two forms."""
        return max(self.sheet.height, self.form.depth) if self.form else self.sheet.height


_Body = _Set | _Text


def write(
    paper: Paper,
    plan: TalkPlan,
    profile: Profile,
    *,
    student: str,
    pictures: Mapping[str, Picture] | None = None,
    figures: Mapping[str, Picture] | None = None,
    native: Native | None = None,
    theme: Theme | None = None,
) -> bytes:
    """The deck as the bytes of a .pptx file.

    pictures holds LaTeX's pictures of the statements by pictures.key, figures those of the paper by their id; what is
    missing is shown as text. native holds statements with equations that PowerPoint can edit: they are written in that
    form, with the picture for programs that cannot show it. theme is the master to write on (None: ours); each can be
    used only once. Raises KeyError when the plan names something that the paper does not have.
    """
    theme = theme or ours()
    file = theme.file
    deck = slides_text.compose(paper, plan, profile, student=student, space=theme.space)
    writer = _Writer(paper, deck, pictures or {}, figures or {}, native=native or Native({}), theme=theme)
    pages = [page for planned in deck.pages for page in writer.parts(planned)]
    for page, bodies in pages:
        writer.slide(page, bodies)
    writer.link()
    package.sections(file, [page.section for page, _ in pages])
    package.properties(file, deck, profile.title, paper=paper)
    return package.packed(file)


class _Writer:
    """Draws pages onto slides."""

    def __init__(
        self,
        paper: Paper,
        deck: Deck,
        pictures: Mapping[str, Picture],
        figures: Mapping[str, Picture],
        native: Native,
        theme: Theme,
    ) -> None:
        self.paper, self.pictures, self.figures, self.theme = paper, pictures, figures, theme
        self.native, self.say = native, deck.language
        self.slides: dict[str, Any] = {}
        self.links: list[tuple[Any, Any, str]] = []
        self.footer = shortened(deck.footer, theme.footer[1], theme.footer[0] / theme.space.wider, 1)
        self.labels = citations.labels(paper)

    def parts(self, page: Page) -> Iterator[tuple[Page, dict[str, _Body]]]:
        """The slides of a page: several when its statement is too long for one; its text is on the last."""
        shown = [b for b in (*page.blocks, *page.right) if isinstance(b, StatementBlock)]
        bodies = {key(page, b): self._bodies(page, b, split=not page.unbroken) for b in shown}
        count = max((len(b) for b in bodies.values()), default=1)
        for n in range(1, count + 1):
            chosen = {k: b[min(n, len(b)) - 1] for k, b in bodies.items()}
            yield _part(page, n, count), chosen

    def slide(self, page: Page, bodies: Mapping[str, _Body]) -> None:
        stage, space = self.theme.stages[page.layout], self.theme.space
        slide = self.theme.file.slides.add_slide(stage.layout)
        slide.name = page.id
        canvas = Canvas(slide, "" if page.layout == "title" else self.footer, self.theme.colours, stage.holders)
        usual = {"title": space.cover_size, "section": space.section_size}.get(page.layout, space.title_size)
        canvas.title(page.title, page.title_size, usual)
        if page.here:
            pptx_map.here(canvas, page.here)
        if page.layout == "title":
            self._title_slide(canvas, page, stage)
        elif page.layout == "section":
            for block in page.blocks:
                self._words(canvas, block, 1, stage.boxes[1])
        elif page.right:
            end = self._end(page, bodies)
            self._column(canvas, page, page.blocks, stage.boxes[1], bodies=bodies, free=[1], end=end)
            self._column(canvas, page, page.right, stage.boxes[2], bodies=bodies, free=[2], end=end)
        else:
            self._column(canvas, page, page.blocks, stage.boxes[1], bodies=bodies, free=[1, 13])
        canvas.finish()
        self.slides.setdefault(page.id, slide)
        self.links += [(slide, run, target) for run, target in canvas.links]
        slide.notes_slide.notes_text_frame.text = page.notes

    def link(self) -> None:
        """Makes the texts that lead to another slide do so, once all slides exist."""
        for slide, run, target in self.links:
            if target in self.slides:
                package.link(slide, run, self.slides[target])

    def _title_slide(self, canvas: Canvas, page: Page, stage: Stage) -> None:
        """Authors and speaker, in one placeholder if the master has only one."""
        content = [tuple(replace(line, bullet="") for line in b.lines) for b in page.blocks if isinstance(b, TextBlock)]
        # The grey of questions cannot be read on the colour behind the authors.
        content[:1] = [tuple(replace(line, kind="text") for line in content[0])]
        if 13 in stage.boxes:
            for idx, lines, name in zip((1, 13), content, ("Authors", "Speaker"), strict=True):
                canvas.lines(idx, lines, 20.0, 6.0, box=stage.boxes[idx], name=name)
            return
        together = [line for lines in content for line in lines]
        width, depth = stage.boxes[1][2] / self.theme.space.wider, stage.boxes[1][3]
        size = largest([line.text for line in together], width, depth, (20.0, 18.0, 16.0, 14.0, 12.0), gap=6.0)
        canvas.lines(1, together, size or 12.0, 6.0, box=stage.boxes[1], name="Authors and speaker")

    def _end(self, page: Page, bodies: Mapping[str, _Body]) -> float:
        """The common depth of two columns of statements only, whose panels end at the same height; else 0."""
        columns = (page.blocks, page.right)
        if not all(isinstance(block, StatementBlock) for column in columns for block in column):
            return 0.0
        deep = ([self._panel(b, bodies[key(page, b)]) for b in c if isinstance(b, StatementBlock)] for c in columns)
        return max(sum(panels) + GAP * (len(panels) - 1) for panels in deep)

    def _column(
        self,
        canvas: Canvas,
        page: Page,
        blocks: Sequence[Any],
        area: Box,
        bodies: Mapping[str, _Body],
        free: list[int],
        end: float = 0.0,
    ) -> None:
        """Draws blocks below one another; free are the placeholders to use, in order; end is the result of `_end`."""
        x, y, w, h = area
        for n, block in enumerate(blocks, 1):
            available = area[1] + h - y
            if isinstance(block, StatementBlock):
                least = area[1] + end - y if n == len(blocks) else 0.0
                depth = self._statement(canvas, block, bodies[key(page, block)], (x, y, w, least), free=free)
            elif isinstance(block, FigureBlock):
                after = sum(b.depth + GAP for b in blocks if isinstance(b, TextBlock))
                depth = self._figure(canvas, block, (x, y, w, available - after), free)
            elif isinstance(block, RoadMapBlock):
                pptx_map.draw(canvas, block.roadmap, (x, y, w, available), self.theme.space.wider, language=self.say)
                depth = available
            elif isinstance(block, ReferencesBlock):
                canvas.lines(_pop(free), block.lines, block.size, 8.0, box=(x, y, w, available), name="References")
                depth = available
            else:
                depth = block.depth if len(blocks) > 1 else available
                self._words(canvas, block, _pop(free, last=len(blocks) > 1), (x, y, w, min(depth, available)))
            y += depth + GAP

    def _words(self, canvas: Canvas, block: Any, idx: int | None, box: Box) -> None:
        if isinstance(block, TextBlock):
            canvas.lines(idx, block.lines, block.size, block.gap, box=box, name="Text")

    def _bodies(self, page: Page, shown: StatementBlock, *, split: bool) -> list[_Body]:
        picture = self.pictures.get(key(page, shown))
        if picture is not None:
            return [*self._set(key(page, shown), shown, picture.sheets)]
        try:
            tex = shown.statement.standalone or shown.statement.body
            content = paragraphs(*registry.in_words(self.paper, tex), self.labels)
        except NoPlainText:
            content = ()
        fitted = list(islice(_fitted(content, shown, split=split), _MOST + 1))
        if len(fitted) > _MOST:
            return [_elsewhere(shown, "slides.too-long", self.say)]
        return [*fitted] or [_elsewhere(shown, "slides.not-set", self.say)]

    def _set(self, place: str, shown: StatementBlock, sheets: Sequence[Sheet]) -> Iterator[_Set]:
        width = shown.width / self.theme.space.wider
        found = on_slides.forms(
            self.native, place, shown.statement.id, sheets, width=width, max_height=shown.max_height
        )
        for n, sheet in enumerate(sheets):
            yield _Set(sheet, found[n] if found else None)

    def _head(self, shown: StatementBlock) -> float:
        return slide_blocks.header_depth(shown.header, shown.width / self.theme.space.wider)

    def _panel(self, shown: StatementBlock, body: _Body) -> float:
        """Depth of a statement's panel."""
        return PAD_TOP + self._head(shown) + body.depth + (POINTER if shown.pointer else 0) + PAD_BOTTOM

    def _statement(self, canvas: Canvas, shown: StatementBlock, body: _Body, area: Box, free: list[int]) -> float:
        """Draws the panel with the statement, at least as deep as the area; returns its depth."""
        x, y, w, least = area
        head, depth = self._head(shown), body.depth
        panel = max(least, self._panel(shown, body))
        canvas.rectangle((x, y, w, panel), "bg2", "Panel")
        canvas.rectangle((x, y, BAR, panel), "accent1", "Panel edge")
        left, top, width = x + BAR + PAD, y + PAD_TOP, w - BAR - 2 * PAD
        if shown.header:
            canvas.label(None, shown.header, (left, top, width, head), "Heading", size=18.0, bold=True, colour="tx2")
        self._body(canvas, shown, body, (left, top + head, width, depth), idx=_pop(free))
        if shown.pointer:
            box = (left, y + panel - PAD_BOTTOM - POINTER + 2, width, POINTER - 2)
            canvas.label(14, shown.pointer, box, "Place in the paper", size=14.0, colour="accent3", align="r")
        return panel

    def _body(self, canvas: Canvas, shown: StatementBlock, body: _Body, box: Box, idx: int | None) -> None:
        if isinstance(body, _Text):
            canvas.rich(idx, body.content, body.size, 6.0, box=box, name="Statement")
            return
        x, y, width, depth = box
        sheet = body.sheet
        if body.form and body.form.rows:
            self._bands(canvas, shown, sheet, body.form, box=box, idx=idx)
            return
        at = (x, y, sheet.width, sheet.height)
        picture = canvas.picture(idx, sheet.png, at, "Statement", alt=self._alt(shown), svg=sheet.svg)
        if body.form:
            alternate(picture._element, body.form, (width, depth))

    def _bands(
        self, canvas: Canvas, shown: StatementBlock, sheet: Sheet, form: Form, box: Box, idx: int | None
    ) -> None:
        """Draws text that PowerPoint can edit, and LaTeX's drawings between it."""
        x, y, width, _ = box
        named = wording.statement_title(self.paper, shown.statement)
        for band, row in zip(sheet.bands, form.rows, strict=True):
            aside = band.offset(sheet)
            at = (x + aside, y, band.width, band.height)
            if row is None:
                alt = self.say("slides.alt-drawing", name=named, where=shown.pointer or self.say("slides.see-paper"))
                canvas.picture(None, band.png, at, "Drawing", alt=alt)
                y += band.height
                continue
            picture = canvas.picture(idx, band.png, at, "Statement", alt=self._alt(shown))
            idx = None
            alternate(picture._element, row, (width, row.depth))
            y += row.depth

    def _alt(self, shown: StatementBlock) -> str:
        """The alternative text of a statement's picture."""
        named = wording.statement_title(self.paper, shown.statement)
        tex = shown.statement.standalone or shown.statement.body
        try:
            content = " ".join(p.text for p in paragraphs(*registry.in_words(self.paper, tex), self.labels))
        except NoPlainText:
            return self.say("slides.alt-set", name=named, where=shown.pointer or self.say("slides.see-paper"))
        return f"{named}: {content}"

    def _figure(self, canvas: Canvas, drawn: FigureBlock, area: Box, free: list[int]) -> float:
        x, y, w, h = area
        caption = f"{drawn.caption}  ({drawn.pointer})" if drawn.pointer else drawn.caption
        deep = height([caption], 18.0, w / self.theme.space.wider) + 4
        picture = self.figures.get(drawn.figure.id)
        available = h - deep - 12
        if picture is not None:
            sheet = picture.sheets[0]
            fit = min(w / sheet.width, available / sheet.height, 2.0)
            size = (sheet.width * fit, sheet.height * fit)
            at = (x + (w - size[0]) / 2, y + (available - size[1]) / 2, *size)
            if self.theme.dark:
                canvas.rectangle(at, "tx1", "Background")
            canvas.picture(_pop(free), sheet.png, at, "Figure", alt=caption, svg=sheet.svg)
        else:
            shape = canvas.box_shape((x, y, w, available), "Figure", fill="bg2", line=("accent4", 1.0))
            canvas.put(shape, drawn.missing, 20.0, "accent3")
            _pop(free)
        canvas.label(_pop(free), caption, (x, y + available + 12, w, deep), "Caption", size=18.0)
        return h


def _pop(free: list[int], *, last: bool = False) -> int | None:
    """The next placeholder to use; the last one for text below something else."""
    return free.pop(-1 if last else 0) if free else None


def _part(page: Page, n: int, of: int) -> Page:
    """One of the slides over which a statement continues."""
    if of == 1:
        return page
    title = wording.part_title(page.title, n, of)
    blocks = tuple(b for b in page.blocks if n == of or not isinstance(b, TextBlock))
    notes = wording.part_notes(page.notes, n, of, page.space.language)
    size = title_size(title, page.space)
    return replace(page, title=title, title_size=size, blocks=blocks, notes=notes)


def _elsewhere(shown: StatementBlock, why: str, say: Language) -> _Text:
    """A reference to the paper in place of the statement, when it cannot be shown as a whole, with the reason."""
    where = shown.pointer or say("slides.the-paper")
    content = (Paragraph((Run(say(why, where=where), italic=True),)),)
    return _Text(content, 20.0, _depth(content, 20.0, shown.width))


def _fitted(content: Sequence[Paragraph], shown: StatementBlock, *, split: bool) -> Iterator[_Text]:
    """A statement as text: at the largest size that fits, else over several slides, or smaller if not `split`."""
    for size in _SIZES if split else (*_SIZES, 16.0, 14.0, 12.0):
        depth = _depth(content, size, shown.width)
        if content and depth <= shown.max_height:
            yield _Text(tuple(content), size, depth)
            return
    if not split:
        return
    piece: list[Paragraph] = []
    for paragraph in _shortened(content, 20.0, shown):
        if piece and _depth([*piece, paragraph], 20.0, shown.width) > shown.max_height:
            yield _Text(tuple(piece), 20.0, _depth(piece, 20.0, shown.width))
            piece = []
        piece.append(paragraph)
    if piece:
        yield _Text(tuple(piece), 20.0, _depth(piece, 20.0, shown.width))


def _depth(content: Sequence[Paragraph], size: float, width: float) -> float:
    """Depth of rich text with a line of slack; the indent of bullets is taken into account."""
    texts = [p.text for p in content]
    inner = width - max((slide_blocks.indent(p.bullet) for p in content), default=0.0)
    return height(texts, size * _TALL, inner * _TALL, gap=6.0) + size * PITCH * 0.6


def _shortened(content: Sequence[Paragraph], size: float, shown: StatementBlock) -> Iterator[Paragraph]:
    """The paragraphs; one that fills more than a slide is cut between its runs."""
    for paragraph in content:
        piece: list[Run] = []
        for run in paragraph.runs:
            longer = replace(paragraph, runs=(*piece, run))
            if piece and not run.script and _depth([longer], size, shown.width) > shown.max_height:
                yield replace(paragraph, runs=tuple(piece))
                piece = []
            piece.append(run)
        yield replace(paragraph, runs=tuple(piece))
