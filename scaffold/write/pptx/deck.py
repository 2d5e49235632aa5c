"""The deck as PowerPoint: our master, real placeholders, notes, sections, and the same bytes for the same plan.

Words come from slides_text, which the Beamer writer shares. A statement is shown as the picture that LaTeX made of
it; where there is none, as text with italics and raised scripts; where that would not be faithful, by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scaffold.metrics import PITCH
from scaffold.model import Paper
from scaffold.plans import TalkPlan
from scaffold.seminar import Profile
from scaffold.tex.packages import qsymbols
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
from scaffold.write.slides.blocks import BAR, GAP, PAD, PAD_BOTTOM, PAD_TOP, POINTER, Drawn, Map, Refs, Shown, Words
from scaffold.write.slides.compose import Deck, Page
from scaffold.write.slides.measure import height, largest
from scaffold.write.slides.pictures import Picture, Sheet, key
from scaffold.write.slides.space import title_size
from scaffold.write.slides.wording import shortened
from scaffold.write.text.plain import Paragraph, Run, Unspeakable, paragraphs

__all__ = ["write"]

_SIZES = (22.0, 20.0, 18.0)
_TALL = 1.15
"""Lines of text with formulas are set apart by this much more than plain lines."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement, or a part of one, as text: its size and its depth in points."""

    said: tuple[Paragraph, ...]
    size: float
    depth: float


@dataclass(frozen=True, slots=True)
class _Set:
    """A statement, or a part of one, as LaTeX's picture of it, and its native form where there is one."""

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
    missing in either is shown in words. native holds statements with equations that PowerPoint edits: those that have
    a picture on one slide are written so, with the picture for offices that cannot show them. Raises KeyError when
    the plan names what the paper does not have. theme is the master to write on, which is used up (None: ours).
    """
    theme = theme or ours()
    file = theme.file
    deck = slides_text.compose(paper, plan, profile, student=student, space=theme.space)
    writer = _Writer(paper, deck, pictures or {}, figures or {}, native=native or Native({}), theme=theme)
    pages = [page for planned in deck.pages for page in writer.parts(planned)]
    for page, bodies in pages:
        writer.slide(page, bodies)
    package.sections(file, [page.section for page, _ in pages])
    package.properties(file, deck.title, student, profile.title, paper=paper)
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
        self.native = native
        self.footer = shortened(deck.footer, theme.footer[1], theme.footer[0] / theme.space.wider, 1)
        self.labels = wording.labels(paper)

    def parts(self, page: Page) -> Iterator[tuple[Page, dict[str, _Body]]]:
        """The slides of a page: several when its statement is too long for one; words stand on the last."""
        shown = [b for b in (*page.blocks, *page.right) if isinstance(b, Shown)]
        bodies = {key(page, b): self._bodies(page, b, split=not page.right) for b in shown}
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
        slide.notes_slide.notes_text_frame.text = page.notes

    def _title_slide(self, canvas: Canvas, page: Page, stage: Stage) -> None:
        """Authors and speaker; where the master has one place for both, they share it."""
        said = [tuple(replace(line, bullet="") for line in b.lines) for b in page.blocks if isinstance(b, Words)]
        if 13 in stage.boxes:
            for idx, lines, name in zip((1, 13), said, ("Authors", "Speaker"), strict=True):
                canvas.lines(idx, lines, 20.0, 6.0, box=stage.boxes[idx], name=name)
            return
        together = [line for lines in said for line in lines]
        width, depth = stage.boxes[1][2] / self.theme.space.wider, stage.boxes[1][3]
        size = largest([line.text for line in together], width, depth, (20.0, 18.0, 16.0, 14.0, 12.0), gap=6.0)
        canvas.lines(1, together, size or 12.0, 6.0, box=stage.boxes[1], name="Authors and speaker")

    def _end(self, page: Page, bodies: Mapping[str, _Body]) -> float:
        """How deep both columns are where both hold nothing but statements: their panels end at one height; else 0."""
        columns = (page.blocks, page.right)
        if not all(isinstance(block, Shown) for column in columns for block in column):
            return 0.0
        deep = ([self._panel(b, bodies[key(page, b)]) for b in c if isinstance(b, Shown)] for c in columns)
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
        """Blocks below one another; free are the placeholders that they may take, in order; end as `_end` says."""
        x, y, w, h = area
        for n, block in enumerate(blocks, 1):
            room = area[1] + h - y
            if isinstance(block, Shown):
                least = area[1] + end - y if n == len(blocks) else 0.0
                depth = self._statement(canvas, block, bodies[key(page, block)], (x, y, w, least), free=free)
            elif isinstance(block, Drawn):
                after = sum(b.depth + GAP for b in blocks if isinstance(b, Words))
                depth = self._figure(canvas, block, (x, y, w, room - after), free)
            elif isinstance(block, Map):
                pptx_map.draw(canvas, block.roadmap, (x, y, w, room), self.theme.space.wider)
                depth = room
            elif isinstance(block, Refs):
                canvas.lines(_pop(free), block.lines, block.size, 8.0, box=(x, y, w, room), name="References")
                depth = room
            else:
                depth = block.depth if len(blocks) > 1 else room
                self._words(canvas, block, _pop(free, last=len(blocks) > 1), (x, y, w, min(depth, room)))
            y += depth + GAP

    def _words(self, canvas: Canvas, block: Any, idx: int | None, box: Box) -> None:
        if isinstance(block, Words):
            canvas.lines(idx, block.lines, block.size, block.gap, box=box, name="Words")

    def _bodies(self, page: Page, shown: Shown, *, split: bool) -> list[_Body]:
        picture = self.pictures.get(key(page, shown))
        if picture is not None:
            return [*self._set(key(page, shown), shown, picture.sheets)]
        try:
            tex = shown.statement.standalone or shown.statement.body
            said = paragraphs(*qsymbols.in_words(self.paper, tex), self.labels)
        except Unspeakable:
            said = ()
        return list(_fitted(said, shown, split=split)) or [_elsewhere(shown)]

    def _set(self, place: str, shown: Shown, sheets: Sequence[Sheet]) -> Iterator[_Set]:
        width = shown.width / self.theme.space.wider
        found = on_slides.forms(self.native, place, shown.statement.id, sheets, width=width, room=shown.room)
        for n, sheet in enumerate(sheets):
            yield _Set(sheet, found[n] if found else None)

    def _head(self, shown: Shown) -> float:
        return slide_blocks.header_depth(shown.header, shown.width / self.theme.space.wider)

    def _panel(self, shown: Shown, body: _Body) -> float:
        """Depth of a statement's panel."""
        return PAD_TOP + self._head(shown) + body.depth + (POINTER if shown.pointer else 0) + PAD_BOTTOM

    def _statement(self, canvas: Canvas, shown: Shown, body: _Body, area: Box, free: list[int]) -> float:
        """The panel with the statement in it, at least as deep as the area; returns its depth."""
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

    def _body(self, canvas: Canvas, shown: Shown, body: _Body, box: Box, idx: int | None) -> None:
        if isinstance(body, _Text):
            canvas.rich(idx, body.said, body.size, 6.0, box=box, name="Statement")
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

    def _bands(self, canvas: Canvas, shown: Shown, sheet: Sheet, form: Form, box: Box, idx: int | None) -> None:
        """Words that PowerPoint edits, and between them the drawings that LaTeX made."""
        x, y, width, _ = box
        named = wording.statement_title(self.paper, shown.statement)
        for band, row in zip(sheet.bands, form.rows, strict=True):
            aside = band.offset(sheet)
            at = (x + aside, y, band.width, band.height)
            if row is None:
                alt = f"{named}: what it draws, set by LaTeX; {shown.pointer or 'see the paper'}."
                canvas.picture(None, band.png, at, "Drawing", alt=alt)
                y += band.height
                continue
            picture = canvas.picture(idx, band.png, at, "Statement", alt=self._alt(shown))
            idx = None
            alternate(picture._element, row, (width, row.depth))
            y += row.depth

    def _alt(self, shown: Shown) -> str:
        """The statement in words, for those who do not see its picture."""
        named = wording.statement_title(self.paper, shown.statement)
        tex = shown.statement.standalone or shown.statement.body
        try:
            said = " ".join(p.text for p in paragraphs(*qsymbols.in_words(self.paper, tex), self.labels))
        except Unspeakable:
            return f"{named}, set by LaTeX; {shown.pointer or 'see the paper'}."
        return f"{named}: {said}"

    def _figure(self, canvas: Canvas, drawn: Drawn, area: Box, free: list[int]) -> float:
        x, y, w, h = area
        caption = f"{drawn.caption}  ({drawn.pointer})" if drawn.pointer else drawn.caption
        deep = height([caption], 18.0, w / self.theme.space.wider) + 4
        picture = self.figures.get(drawn.figure.id)
        room = h - deep - 12
        if picture is not None:
            sheet = picture.sheets[0]
            fit = min(w / sheet.width, room / sheet.height, 2.0)
            size = (sheet.width * fit, sheet.height * fit)
            at = (x + (w - size[0]) / 2, y + (room - size[1]) / 2, *size)
            if self.theme.dark:
                canvas.rectangle(at, "tx1", "Ground")
            canvas.picture(_pop(free), sheet.png, at, "Figure", alt=caption, svg=sheet.svg)
        else:
            where = f"Figure {drawn.figure.number or ''}: {drawn.pointer or 'see the paper'}".replace(" :", ":")
            shape = canvas.box_shape((x, y, w, room), "Figure", fill="bg2", line=("accent4", 1.0))
            canvas.put(shape, where, 20.0, "accent3")
            _pop(free)
        canvas.label(_pop(free), caption, (x, y + room + 12, w, deep), "Caption", size=18.0)
        return h


def _pop(free: list[int], *, last: bool = False) -> int | None:
    """The next placeholder to take; the last one for words that stand below something else."""
    return free.pop(-1 if last else 0) if free else None


def _part(page: Page, n: int, of: int) -> Page:
    """One of the slides over which a statement goes on."""
    if of == 1:
        return page
    title = wording.part_title(page.title, n, of)
    blocks = tuple(b for b in page.blocks if n == of or not isinstance(b, Words))
    notes = wording.part_notes(page.notes, n, of)
    size = title_size(title, page.space)
    return replace(page, title=title, title_size=size, blocks=blocks, notes=notes)


def _elsewhere(shown: Shown) -> _Text:
    """Says where the statement stands, in place of half of it."""
    where = shown.pointer or "the paper"
    said = Paragraph((Run(f"Its formulas need LaTeX to be set: see {where}.", italic=True),))
    return _Text((said,), 20.0, 20.0 * PITCH)


def _fitted(said: Sequence[Paragraph], shown: Shown, *, split: bool) -> Iterator[_Text]:
    """A statement as text at the largest size that fits, else over several slides (or as small as it must be)."""
    for size in _SIZES if split else (*_SIZES, 16.0, 14.0, 12.0):
        depth = _depth(said, size, shown.width)
        if said and depth <= shown.room:
            yield _Text(tuple(said), size, depth)
            return
    if not split:
        return
    piece: list[Paragraph] = []
    for paragraph in _shortened(said, 20.0, shown):
        if piece and _depth([*piece, paragraph], 20.0, shown.width) > shown.room:
            yield _Text(tuple(piece), 20.0, _depth(piece, 20.0, shown.width))
            piece = []
        piece.append(paragraph)
    if piece:
        yield _Text(tuple(piece), 20.0, _depth(piece, 20.0, shown.width))


def _depth(said: Sequence[Paragraph], size: float, width: float) -> float:
    """Depth of rich text with a line of slack; bullets take their indent."""
    texts = [p.text for p in said]
    inner = width - max((slide_blocks.indent(p.bullet) for p in said), default=0.0)
    return height(texts, size * _TALL, inner * _TALL, gap=6.0) + size * PITCH * 0.6


def _shortened(said: Sequence[Paragraph], size: float, shown: Shown) -> Iterator[Paragraph]:
    """Paragraphs that would fill more than a slide are cut between their runs."""
    for paragraph in said:
        piece: list[Run] = []
        for run in paragraph.runs:
            longer = replace(paragraph, runs=(*piece, run))
            if piece and not run.script and _depth([longer], size, shown.width) > shown.room:
                yield replace(paragraph, runs=tuple(piece))
                piece = []
            piece.append(run)
        yield replace(paragraph, runs=tuple(piece))
