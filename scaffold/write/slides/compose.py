"""Every slide of a deck, with its blocks cut to fit: the common input of the PowerPoint and the Beamer writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from scaffold.languages import Language
from scaffold.metrics import width
from scaffold.model import Paper
from scaffold.plans import Slide, TalkPlan
from scaffold.printable import printable_values
from scaffold.seminar import Profile
from scaffold.write.roadmap.fit import ASIDE, Here, here
from scaffold.write.slides.blocks import (
    GAP,
    REFERENCE_SIZES,
    SIZES,
    Block,
    FigureBlock,
    ReferencesBlock,
    RoadMapBlock,
    StatementBlock,
    TextBlock,
    fitted_text,
    flow,
    label_indent,
    spread,
)
from scaffold.write.slides.measure import height, largest, lines
from scaffold.write.slides.space import OURS, Space, title_size
from scaffold.write.slides.wording import (
    Line,
    heading,
    labels,
    notes_of,
    paper_title,
    part_notes,
    part_title,
    plain_text,
    planned,
    short,
    this_paper,
)
from scaffold.write.text import plain

__all__ = ["Deck", "Page", "compose"]

_STACKED = 20.0
"""Type size at which several statements on one slide must fit."""

_CLIPPED = 2.4
"""How many times as large as printed a clip is shown at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One slide to write: id is unique, notes are the speaker notes; right is the second column."""

    id: str
    layout: str
    title: str
    title_size: float
    section: str
    blocks: tuple[Block, ...]
    right: tuple[Block, ...]
    notes: str
    slide: Slide
    space: Space = OURS
    here: Here | None = None

    @property
    def unbroken(self) -> bool:
        """Whether each statement is set in one part, as the slide shows several things beside or below each other."""
        return bool(self.right) or sum(isinstance(b, StatementBlock) for b in self.blocks) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """All slides in order, and what appears on each of them."""

    title: str
    footer: str
    student: str
    language: Language
    pages: tuple[Page, ...]


def compose(paper: Paper, plan: TalkPlan, profile: Profile, *, student: str, space: Space = OURS) -> Deck:
    """The deck's text, cut to fit its master. Raises KeyError when the plan names something that the paper lacks."""
    language, day = profile.language, profile.own_talk.day
    title, space = paper_title(paper, language), replace(space, language=language)
    who = (student, profile.title, *((language.date(day),) if day else ()))
    footer = f"{short(title, 62)}  ·  {short(profile.title, 48)}"
    pages: list[Page] = []
    for slide in plan.slides:
        pages.extend(_pages(paper, plan, slide, notes_of(slide, language), who=who, space=space))
    return printable_values(
        Deck(title=title, footer=footer, student=student, language=language, pages=tuple(_distinct(pages)))
    )


def _pages(
    paper: Paper, plan: TalkPlan, slide: Slide, notes: str, who: tuple[str, ...], space: Space
) -> Iterable[Page]:
    title = heading(paper, slide.title) or paper_title(paper, space.language)
    place = here(plan.roadmap, slide.here, space.width, space.depth, language=space.language) if slide.here else None
    if place:
        space = replace(space, title=(space.title[0] - ASIDE, space.title[1]))
    size = title_size(title, space)
    page = Page(
        id=slide.id,
        layout=slide.layout,
        title=title,
        title_size=size,
        section=slide.section,
        blocks=(),
        right=(),
        notes=notes,
        slide=slide,
        space=space,
        here=place,
    )
    if slide.layout == "title":
        yield _title_page(paper, page, who)
    elif slide.layout == "section":
        yield _section_page(paper, page)
    elif slide.layout == "roadmap" and not plan.roadmap.nodes:
        unread = fitted_text([Line(space.language("slides.unread"), "prompt")], space)
        yield replace(page, layout="text", blocks=(unread,))
    elif slide.layout == "roadmap":
        yield replace(page, blocks=(RoadMapBlock(plan.roadmap),))
        rest = flow(paper, slide.items, title, space)
        yield from _stacked(replace(page, layout="text"), rest) if rest else ()
    elif slide.right:
        yield from _two_columns(paper, page)
    elif slide.layout == "references":
        yield from _stacked(page, _works(paper, flow(paper, slide.items, title, space), space.language))
    else:
        blocks = flow(paper, slide.items, title, space)
        yield from _stacked(page, [_in_text(block, space) for block in blocks])


def _in_text(block: Block, space: Space) -> Block:
    """References beside other things are text of its size."""
    return fitted_text(block.lines, space) if isinstance(block, ReferencesBlock) else block


def _section_page(paper: Paper, page: Page) -> Page:
    """A section slide: its title, larger if it fits on two lines, and its text."""
    space, usual = page.space, page.space.section_size
    large = usual if lines(page.title, usual, space.section[0] / space.wider, bold=True) <= 2 else page.title_size
    narrow = replace(space, width=space.section_words[0], depth=space.section_words[1])
    words = [b for b in flow(paper, page.slide.items, page.title, narrow) if isinstance(b, TextBlock)]
    return replace(page, title_size=large, blocks=tuple(words[:1]))


def _works(paper: Paper, blocks: tuple[Block, ...], language: Language) -> tuple[Block, ...]:
    """The list of references, with the paper itself first."""
    cited = [line for block in blocks if isinstance(block, ReferencesBlock) for line in block.lines]
    others = tuple(block for block in blocks if not isinstance(block, ReferencesBlock))
    return (ReferencesBlock((this_paper(paper, language), *cited), REFERENCE_SIZES[0]), *others)


def _title_page(paper: Paper, page: Page, who: tuple[str, ...]) -> Page:
    lines = [Line(planned(paper, i.text)) for i in page.slide.items if i.text]
    student, *about = who
    authors = _authors([plain_text(paper, a) for a in paper.authors], page.space)
    presenter = Line(student) if student else Line(page.space.language("slides.your-name"), "prompt")
    usual = page.space.cover_size
    sizes = (usual, *(s for s in (54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0) if s < usual))
    size = (
        largest([page.title], page.space.cover[0] / page.space.wider, page.space.cover[1], sizes, bold=True)
        or sizes[-1]
    )
    written = lines or [Line(authors) if authors else Line(page.space.language("slides.authors"), "prompt")]
    blocks = (fitted_text(written, page.space), fitted_text([presenter, *map(Line, about)], page.space))
    return replace(page, title_size=size, blocks=blocks)


def _authors(names: Sequence[str], space: Space) -> str:
    """All names if they take two lines on the title page, otherwise the first ones and the number of the others."""
    said = ""
    for n in range(len(names), 0, -1):
        left = len(names) - n
        said = ", ".join(names[:n])
        said = space.language("report.authors", names=said, n=left) if left else said
        if lines(said, SIZES[0], space.cover[0] / space.wider) <= _LINES_OF_NAMES:
            break
    return said


_LINES_OF_NAMES = 2


def _stacked(page: Page, blocks: Sequence[Block]) -> Iterable[Page]:
    """One column: each slide shows at most one block that is not text, and the text that follows it."""
    groups: list[list[Block]] = []
    for block in blocks:
        joined = _together(groups[-1], block, page.space) if groups else None
        if joined:
            groups[-1] = joined
        else:
            groups.append([block])
    groups = [sorted(group, key=lambda block: isinstance(block, TextBlock)) for group in groups]
    whole = [_with_max_height(piece) for group in groups or [[]] for piece in _cut(group, page.space)]
    yield from _numbered(page, whole)


def _together(group: list[Block], block: Block, space: Space) -> list[Block] | None:
    """The slide with a block that joins it: text joins the block before it, and a block a slide that has only text.

    Text is set in the smallest type where it does not fit otherwise. None where the block does not join.
    """
    if isinstance(block, TextBlock):
        sizes = (block, fitted_text(block.lines, space, SIZES[-1:]))
        return next(([*group, words] for words in sizes if _fits_beside(group, words, space)), None)
    joins = len(group) == 1 and isinstance(group[0], TextBlock) and _fits_beside([block], group[0], space)
    return [*group, block] if joins else None


def _fits_beside(group: Sequence[Block], words: Block, space: Space) -> bool:
    """Whether text fits next to another block without taking more than two fifths of the slide."""
    share = 1.0 if all(isinstance(b, TextBlock) for b in group) else 0.4
    return sum(b.depth for b in (*group, words) if isinstance(b, TextBlock)) <= space.depth * share


def _with_max_height(group: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the maximal height of a statement reduced by the height of the text next to it."""
    taken = sum(b.depth + GAP for b in group if isinstance(b, TextBlock))
    return tuple(replace(b, max_height=b.max_height - taken) if isinstance(b, StatementBlock) else b for b in group)


def _cut(group: list[Block], space: Space) -> list[list[Block]]:
    """Splits a group of one long text or list over slides; leaves any other as-is."""
    if len(group) != 1 or not isinstance(group[0], TextBlock | ReferencesBlock):
        return [group]
    block = group[0]
    if isinstance(block, ReferencesBlock):
        return [[b] for b in _cut_references(block, space)]
    pieces = _even(block.lines, space.depth, lambda lines: fitted_text(lines, space, SIZES[-1:]).depth)
    return [[spread(fitted_text(piece, space, SIZES), space.depth)] for piece in pieces]


def _even(lines: Sequence[Line], depth: float, deep: Callable[[Sequence[Line]], float]) -> list[list[Line]]:
    """Splits lines into as few pieces of at most that depth as possible, as evenly as possible; deep measures one."""
    pieces = _pieces(lines, depth, deep)
    for tenths in range(10 // len(pieces), 10):
        closer = _pieces(lines, depth * tenths / 10, deep)
        if len(closer) == len(pieces):
            return closer
    return pieces


def _pieces(lines: Sequence[Line], depth: float, deep: Callable[[Sequence[Line]], float]) -> list[list[Line]]:
    pieces: list[list[Line]] = [[]]
    for line in lines:
        if pieces[-1] and deep([*pieces[-1], line]) > depth:
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def _cut_references(block: ReferencesBlock, space: Space) -> list[ReferencesBlock]:
    hang = label_indent((line.bullet for line in block.lines), REFERENCE_SIZES[0])
    line_width, depth = space.width / space.wider - hang, space.depth
    texts = [line.text for line in block.lines]
    size = largest(texts, line_width, depth - 20, REFERENCE_SIZES, gap=8)
    if size:
        return [ReferencesBlock(block.lines, size)]
    pieces = _even(block.lines, depth - 20, lambda lines: height([x.text for x in lines], 14.0, line_width, gap=8))
    return [ReferencesBlock(tuple(piece), 14.0) for piece in pieces]


def _two_columns(paper: Paper, page: Page) -> Iterable[Page]:
    """Two short statements below one another, over the full width; else both columns side by side if they certainly
    fit; else one after the other, also if one is a clip of a PDF.
    """
    slide, space = page.slide, page.space
    blocks = flow(paper, (*slide.items, *slide.right), page.title, space)
    if low := _below_one_another(paper, blocks, space):
        yield replace(page, layout="text", blocks=low)
        return
    left, right = (flow(paper, items, page.title, space.beside) for items in (slide.items, slide.right))
    depth = space.column_depth
    wide = any(isinstance(b, StatementBlock) and b.statement.shown_by == "clip" for b in (*left, *right))
    if not wide and all(_fits(paper, column, depth) for column in (left, right)):
        yield replace(page, blocks=_shared(left, depth), right=_shared(right, depth))
        return
    yield from _stacked(replace(page, layout="text"), blocks)


def _below_one_another(paper: Paper, blocks: Sequence[Block], space: Space) -> tuple[Block, ...]:
    """Several statements, and text after them, on one slide, if they certainly fit; else ()."""
    shown = [b for b in blocks if isinstance(b, StatementBlock)]
    words = [b for b in blocks if isinstance(b, TextBlock)]
    if len(shown) < 2 or len(shown) + len(words) < len(blocks):
        return ()
    deep = [_depth(paper, b, space.depth, _STACKED) for b in shown]
    spare = space.depth - sum(deep) - sum(b.depth for b in words) - GAP * (len(blocks) - 1)
    if spare < 0:
        return ()
    frames = [space.depth - b.max_height for b in shown]
    parts = zip(shown, deep, frames, strict=True)
    return (*(replace(b, max_height=d - frame + spare / len(shown)) for b, d, frame in parts), *words)


def _fits(paper: Paper, column: Sequence[Block], depth: float) -> bool:
    if any(isinstance(b, RoadMapBlock | ReferencesBlock | FigureBlock) for b in column):
        return len(column) == 1
    if any(_too_wide(paper, b) for b in column if isinstance(b, StatementBlock)):
        return False
    return sum(_depth(paper, b, depth) + GAP for b in column) - GAP <= depth


def _too_wide(paper: Paper, block: StatementBlock) -> bool:
    """Whether a display of a statement is wider than its column in the smallest type, so that it would be scaled."""
    try:
        found = plain.paragraphs(block.statement.standalone or block.statement.body, paper.macros, labels(paper))
    except plain.NoPlainText:
        return False
    return any(p.display and width(p.text, SIZES[-1]) > block.width for p in found)


def _shared(column: tuple[Block, ...], depth: float) -> tuple[Block, ...]:
    """Divides the height of a column evenly among its statements."""
    shown = [b for b in column if isinstance(b, StatementBlock)]
    if not shown:
        return tuple(spread(b, depth) if isinstance(b, TextBlock) and len(column) == 1 else b for b in column)
    words = sum(b.depth + GAP for b in column if isinstance(b, TextBlock)) + GAP * (len(shown) - 1)
    each = (depth - words) / len(shown)
    return tuple(
        replace(b, max_height=b.max_height - depth + each) if isinstance(b, StatementBlock) else b for b in column
    )


def _depth(paper: Paper, block: Block, depth: float, size: float = 20.0) -> float:
    """Height of a block; for a statement, estimated from its text at that size, with extra space for tall formulas."""
    if isinstance(block, TextBlock):
        return block.depth
    if not isinstance(block, StatementBlock):
        return depth
    frame = depth - block.max_height
    if block.statement.shown_by == "clip":
        return frame + _clip_depth(block) if block.statement.regions else depth
    try:
        found = plain.paragraphs(block.statement.standalone or block.statement.body, paper.macros, labels(paper))
    except plain.NoPlainText:
        return depth
    tall = sum(1.5 * size for p in found if p.display)
    return frame + tall + 1.15 * height([p.text for p in found], size, block.width, gap=6)


def _clip_depth(block: StatementBlock) -> float:
    """Height of a clip that is as wide as its block, or as large as clips are shown."""
    boxes = [(r.box[2] - r.box[0], r.box[3] - r.box[1]) for r in block.statement.regions]
    widest = max(width for width, _ in boxes)
    scale = min(_CLIPPED, block.width / widest) if widest > 0 else _CLIPPED
    return sum(scale * deep + 8.0 for _, deep in boxes)


def _numbered(page: Page, parts: Sequence[tuple[Block, ...]]) -> Iterable[Page]:
    """The slides made from one planned slide; one on a single statement has the statement's title and no number."""
    own = [_own_title(blocks) if len(parts) > 1 else None for blocks in parts]
    named = own.count(None)
    number = 0
    for n, (blocks, found) in enumerate(zip(parts, own, strict=True), 1):
        number += found is None
        notes = part_notes(page.notes, n, len(parts), page.space.language)
        title = part_title(page.title, number, named) if found is None else found.header
        shown = tuple(replace(b, header="") if b is found else b for b in blocks)
        size = title_size(title, page.space)
        yield replace(page, title=title, title_size=size, blocks=shown, notes=notes)


def _own_title(blocks: Sequence[Block]) -> StatementBlock | None:
    """The only statement of a slide, if it has a heading besides the slide's title."""
    found = [b for b in blocks if isinstance(b, StatementBlock)]
    alone = len(found) == 1 and all(isinstance(b, TextBlock) for b in blocks if b is not found[0])
    return found[0] if alone and found[0].header else None


def _distinct(pages: Iterable[Page]) -> Iterable[Page]:
    seen = dict[str, int]()
    for page in pages:
        seen[page.id] = n = seen.get(page.id, 0) + 1
        yield page if n == 1 else replace(page, id=f"{page.id}-{n}")
