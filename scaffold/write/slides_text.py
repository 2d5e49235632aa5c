"""The words of every slide, cut to fit: what the PowerPoint and the Beamer writer both say, in one order.

Lengths are points of a slide 960 x 540, PowerPoint's 16:9; the Beamer writer scales them to 160 x 90 mm. Only the depth
of a typeset statement is not known here: a Shown says its width and room, and the Beamer theme's TeX decides for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scaffold.metrics import PITCH
from scaffold.model import Figure, Paper, Statement
from scaffold.plans import Item, RoadMap, Slide, TalkPlan
from scaffold.seminar import Profile
from scaffold.write import plain
from scaffold.write.measure import height, largest, lines
from scaffold.write.roadfit import ASIDE, Here, here
from scaffold.write.slides_words import (
    Line,
    cited,
    labels,
    notes_of,
    paper_title,
    part_notes,
    part_title,
    planned,
    pointer,
    reference,
    said,
    section,
    short,
    shortened,
    statement_title,
    this_paper,
)
from scaffold.write.space import OURS, Space, title_size

__all__ = ["Block", "Deck", "Drawn", "Line", "Map", "Page", "Refs", "Shown", "Words", "compose"]

WIDTH, HEIGHT = 960.0, 540.0
LEFT, RIGHT = 48.0, 912.0
TOP, BOTTOM = 112.0, 488.0
"""The area of a slide below its title and above its footer."""

COLUMN, GUTTER = 416.0, 32.0
BAR, PAD, PAD_TOP, PAD_BOTTOM = 5.0, 20.0, 16.0, 10.0
POINTER, GAP = 22.0, 20.0
SIZES = (24.0, 22.0, 20.0, 18.0)
"""Sizes of running text, largest first; nothing but references and footers is smaller."""

REFERENCE_SIZES = (18.0, 16.0, 14.0)
HEADER_SIZE = 18.0
BULLET, LONG_BULLET = 20.0, 36.0
"""Indent of a line with a bullet, and of one whose bullet is longer than a sign."""


@dataclass(frozen=True, slots=True)
class Words:
    """Running text at one size; depth is its estimated height with a line of slack, gap stands between paragraphs."""

    lines: tuple[Line, ...]
    size: float
    depth: float
    gap: float = 10.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in its panel: header where the slide's title does not name it, pointer to the place in the paper."""

    statement: Statement
    header: str
    pointer: str
    width: float
    room: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of the paper with its caption, shortened to two lines, and where it stands."""

    figure: Figure
    caption: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Map:
    """The road map; below it stands a line when statements were left off."""

    roadmap: RoadMap


@dataclass(frozen=True, slots=True)
class Refs:
    """Works, one paragraph each, in small type."""

    lines: tuple[Line, ...]
    size: float


Block = Words | Shown | Drawn | Map | Refs


@dataclass(frozen=True, slots=True)
class Page:
    """One slide to write: id is unique, notes are the speaker's; right holds the second column."""

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


@dataclass(frozen=True, slots=True)
class Deck:
    """All slides in order, and what stands on every one of them."""

    title: str
    authors: str
    footer: str
    student: str
    pages: tuple[Page, ...]


def compose(paper: Paper, plan: TalkPlan, profile: Profile, *, student: str, space: Space = OURS) -> Deck:
    """The deck's words, cut to the space of its master. Raises KeyError when the plan names what the paper lacks."""
    title = paper_title(paper)
    authors = ", ".join(said(paper, a) for a in paper.authors)
    footer = f"{short(title, 62)}  ·  {short(profile.title, 48)}"
    pages: list[Page] = []
    spent = 0
    for slide in plan.slides:
        spent += slide.seconds
        notes = notes_of(slide, spent, plan.minutes)
        pages.extend(_pages(paper, plan, slide, notes, (student, profile.title), space))
    return Deck(title, authors, footer, student, tuple(_distinct(pages)))


def _pages(
    paper: Paper, plan: TalkPlan, slide: Slide, notes: str, who: tuple[str, str], space: Space
) -> Iterable[Page]:
    title = cited(planned(paper, slide.title)) or paper_title(paper)
    place = here(plan.roadmap, slide.here, space.width, space.depth) if slide.here else None
    if place:
        space = replace(space, title=(space.title[0] - ASIDE, space.title[1]))
    size = title_size(title, space)
    page = Page(slide.id, slide.layout, title, size, slide.section, (), (), notes, slide, space, place)
    if slide.layout == "title":
        yield _title_page(paper, page, who)
    elif slide.layout == "section":
        usual, words_room = space.section_size, space.section_words
        large = usual if lines(title, usual, space.section[0] / space.wider, bold=True) <= 2 else page.title_size
        narrow = replace(space, width=words_room[0], depth=words_room[1])
        words = [b for b in _flow(paper, slide.items, title, narrow) if isinstance(b, Words)]
        yield replace(page, title_size=large, blocks=tuple(words[:1]))
    elif slide.layout == "roadmap" and not plan.roadmap.nodes:
        unread = _words([Line("No proof could be read: which result rests on which?", "prompt")], space)
        yield replace(page, layout="text", blocks=(unread,))
    elif slide.layout == "roadmap":
        yield replace(page, blocks=(Map(plan.roadmap),))
        rest = _flow(paper, slide.items, title, space)
        yield from _stacked(replace(page, layout="text"), rest) if rest else ()
    elif slide.right:
        yield from _two_columns(paper, page)
    else:
        yield from _stacked(page, _flow(paper, slide.items, title, space) or _nothing(paper, slide))


def _nothing(paper: Paper, slide: Slide) -> tuple[Block, ...]:
    """A slide that is planned without content: a list of references then names the paper itself."""
    return (Refs((this_paper(paper),), REFERENCE_SIZES[0]),) if slide.layout == "references" else ()


def _title_page(paper: Paper, page: Page, who: tuple[str, str]) -> Page:
    lines = [Line(planned(paper, i.text)) for i in page.slide.items if i.text]
    student, seminar = who
    authors = ", ".join(said(paper, a) for a in paper.authors)
    presenter = Line(student) if student else Line("Your name", "prompt")
    usual = page.space.cover_size
    sizes = (usual, *(s for s in (54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, 24.0) if s < usual))
    size = (
        largest([page.title], page.space.cover[0] / page.space.wider, page.space.cover[1], sizes, bold=True)
        or sizes[-1]
    )
    blocks = (_words(lines or [Line(authors)], page.space), _words([presenter, Line(seminar)], page.space))
    return replace(page, title_size=size, blocks=blocks)


def _flow(paper: Paper, items: Sequence[Item], title: str, space: Space) -> tuple[Block, ...]:
    """Items as blocks; neighbours of the same nature share one."""
    blocks: list[Block] = []
    for item in items:
        block = _block(paper, item, title, space)
        last = blocks[-1] if blocks else None
        if isinstance(block, Words) and isinstance(last, Words):
            blocks[-1] = _words([*last.lines, *block.lines], space)
        elif isinstance(block, Refs) and isinstance(last, Refs):
            blocks[-1] = replace(last, lines=last.lines + block.lines)
        elif block is not None:
            blocks.append(block)
    return tuple(blocks)


def _block(paper: Paper, item: Item, title: str, space: Space) -> Block | None:
    text = planned(paper, item.text) if item.text else ""
    if item.kind == "statement":
        return _shown(paper, paper.statement(item.ref), title, space)
    if item.kind == "figure":
        return _drawn(paper, next(f for f in paper.figures if f.id == item.ref), space.width / space.wider)
    if item.kind == "reference":
        return Refs((reference(paper, item.ref, text),), REFERENCE_SIZES[0])
    if item.kind == "section-map":
        return _words([section(s) for s in paper.sections if s.level == 1], space)
    return _words([Line(text, "prompt" if item.kind == "prompt" else "text")], space) if text else None


def _shown(paper: Paper, statement: Statement, title: str, space: Space) -> Shown:
    named = statement_title(paper, statement)
    header = "" if title.startswith(said(paper, statement.title)) else named
    where = pointer(statement.section, statement.page, appendix=statement.appendix)
    inner = space.width - BAR - 2 * PAD
    taken = PAD_TOP + PAD_BOTTOM + header_depth(header, inner / space.wider) + (POINTER if where else 0)
    return Shown(statement, header, where, inner, space.depth - taken)


def header_depth(header: str, room: float) -> float:
    """Depth of the heading in a statement's panel; 0.0 for none."""
    return height([header], HEADER_SIZE, room, bold=True) + 8 if header else 0.0


def _drawn(paper: Paper, figure: Figure, room: float) -> Drawn:
    caption = said(paper, figure.caption)
    lead = f"Figure {figure.number}. " if figure.number else ""
    return Drawn(figure, shortened(lead + caption, 18.0, room, 2), pointer(figure.section, figure.page))


def _words(said: Sequence[Line], space: Space = OURS) -> Words:
    """Text at the largest size that fits the depth with a line of slack, else at the smallest."""
    bulleted = tuple(replace(line, bullet=line.bullet or _bullet(line, said)) for line in said)
    texts = [line.text for line in bulleted]
    inner = space.width / space.wider - max(indent(line.bullet) for line in bulleted)
    gap = 10.0 if len(said) > 1 else 0.0
    size = largest(texts, inner, space.depth - SIZES[-1] * PITCH, SIZES[1:], gap=gap) or SIZES[-1]
    return Words(bulleted, size, height(texts, size, inner, gap=gap) + size * PITCH, gap)


def _spread(words: Words, depth: float) -> Words:
    """Questions that have a slide or a column to themselves stand apart, with room to answer below each."""
    if not any(line.kind == "prompt" for line in words.lines):
        return words
    count = len(words.lines)
    gap = min(72.0, max(words.gap, (depth - words.depth + words.gap * (count - 1)) / count))
    return replace(words, gap=gap, depth=words.depth + (gap - words.gap) * (count - 1))


def indent(bullet: str) -> float:
    """How far the lines of a paragraph with that bullet are set in."""
    return (LONG_BULLET if is_label(bullet) else BULLET) if bullet else 0.0


def is_label(bullet: str) -> bool:
    """Whether a bullet is a number or letters, which are set as text: a sign may be in another font."""
    return len(bullet) > 1 or bullet.isalnum()


def _bullet(line: Line, among: Sequence[Line]) -> str:
    if line.kind == "prompt":
        return "–"
    return "•" if len(among) > 1 else ""


def _stacked(page: Page, blocks: Sequence[Block]) -> Iterable[Page]:
    """One column: each slide shows at most one thing that is not words, with the words that follow it."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and _together(groups[-1], block, page.space):
            groups[-1].append(block)
        else:
            groups.append([block])
    groups = [sorted(group, key=lambda block: isinstance(block, Words)) for group in groups]
    whole = [piece for group in groups or [[]] for piece in _cut(group, page.space)]
    for n, group in enumerate(whole, 1):
        yield _numbered(page, n, len(whole), _roomed(group))


def _together(group: Sequence[Block], block: Block, space: Space) -> bool:
    """Whether a block joins the slide: words join what they follow, and words alone are joined by what follows them."""
    if isinstance(block, Words):
        return _room_for(group, block, space)
    return len(group) == 1 and isinstance(group[0], Words) and _room_for([block], group[0], space)


def _room_for(group: Sequence[Block], words: Block, space: Space) -> bool:
    """Whether words may stand beside what the slide shows without taking more than two fifths of it."""
    share = 1.0 if all(isinstance(b, Words) for b in group) else 0.4
    return sum(b.depth for b in (*group, words) if isinstance(b, Words)) <= space.depth * share


def _roomed(group: Sequence[Block]) -> tuple[Block, ...]:
    """The statement of a slide knows how much room the words beside it leave."""
    taken = sum(b.depth + GAP for b in group if isinstance(b, Words))
    return tuple(replace(b, room=b.room - taken) if isinstance(b, Shown) else b for b in group)


def _cut(group: list[Block], space: Space) -> list[list[Block]]:
    """A group that is one long text or list, cut into slides; any other stays as it is."""
    if len(group) != 1 or not isinstance(group[0], Words | Refs):
        return [group]
    block = group[0]
    if isinstance(block, Refs):
        return [[b] for b in _cut_references(block, space)]
    pieces: list[list[Line]] = [[]]
    for line in block.lines:
        if pieces[-1] and _words([*pieces[-1], line], space).depth > space.depth:
            pieces.append([])
        pieces[-1].append(line)
    return [[_spread(_words(piece, space), space.depth)] for piece in pieces if piece]


def _cut_references(block: Refs, space: Space) -> list[Refs]:
    room, depth = space.width / space.wider - LONG_BULLET, space.depth
    texts = [line.text for line in block.lines]
    size = largest(texts, room, depth - 20, REFERENCE_SIZES, gap=8)
    if size:
        return [Refs(block.lines, size)]
    pieces: list[list[Line]] = [[]]
    for line in block.lines:
        if pieces[-1] and height([x.text for x in (*pieces[-1], line)], 14.0, room, gap=8) > depth - 20:
            pieces.append([])
        pieces[-1].append(line)
    return [Refs(tuple(piece), 14.0) for piece in pieces]


def _two_columns(paper: Paper, page: Page) -> Iterable[Page]:
    """Both columns side by side where they surely fit, else, as clips of a PDF in too small type, one by one."""
    slide, space = page.slide, page.space
    left, right = (_flow(paper, items, page.title, space.beside) for items in (slide.items, slide.right))
    depth = space.column_depth
    wide = paper.source.kind == "pdf" and any(isinstance(b, Shown) for b in (*left, *right))
    if not wide and all(_fits(paper, column, depth) for column in (left, right)):
        yield replace(page, blocks=_shared(left, depth), right=_shared(right, depth))
        return
    yield from _stacked(replace(page, layout="text"), _flow(paper, (*slide.items, *slide.right), page.title, space))


def _fits(paper: Paper, column: Sequence[Block], depth: float) -> bool:
    if any(isinstance(b, Map | Refs | Drawn) for b in column):
        return len(column) == 1
    return sum(_depth(paper, b, depth) + GAP for b in column) - GAP <= depth


def _shared(column: tuple[Block, ...], depth: float) -> tuple[Block, ...]:
    """The room of a column divided evenly among its statements."""
    shown = [b for b in column if isinstance(b, Shown)]
    if not shown:
        return tuple(_spread(b, depth) if isinstance(b, Words) and len(column) == 1 else b for b in column)
    words = sum(b.depth + GAP for b in column if isinstance(b, Words)) + GAP * (len(shown) - 1)
    each = (depth - words) / len(shown)
    return tuple(replace(b, room=b.room - depth + each) if isinstance(b, Shown) else b for b in column)


def _depth(paper: Paper, block: Block, depth: float) -> float:
    """Height of a block, that of a statement guessed from its text with room for tall formulas."""
    if isinstance(block, Words):
        return block.depth
    if not isinstance(block, Shown):
        return depth
    frame = depth - block.room
    try:
        said = plain.paragraphs(block.statement.standalone or block.statement.body, paper.macros, labels(paper))
    except plain.Unspeakable:
        return depth
    tall = sum(30.0 for p in said if p.display)
    return frame + tall + 1.15 * height([p.text for p in said], 20.0, block.width, gap=6)


def _numbered(page: Page, n: int, of: int, blocks: tuple[Block, ...]) -> Page:
    """One of several slides made of a planned one; a statement of its own lends it its name."""
    if of == 1:
        return replace(page, blocks=blocks)
    title, notes = part_title(page.title, n, of), part_notes(page.notes, n, of)
    if len(blocks) == 1 and isinstance(blocks[0], Shown) and blocks[0].header:
        title, blocks = blocks[0].header, (replace(blocks[0], header=""),)
    return replace(page, title=title, title_size=title_size(title, page.space), blocks=blocks, notes=notes)


def _distinct(pages: Iterable[Page]) -> Iterable[Page]:
    seen = dict[str, int]()
    for page in pages:
        seen[page.id] = n = seen.get(page.id, 0) + 1
        yield page if n == 1 else replace(page, id=f"{page.id}-{n}")
