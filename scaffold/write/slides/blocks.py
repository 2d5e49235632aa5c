"""What stands on a slide: blocks of words, statements, figures, the road map and works, each with its size and room.

Lengths are points of a slide 960 x 540, PowerPoint's 16:9; the Beamer writer scales them to 160 x 90 mm. Only the depth
of a typeset statement is not known here: a Shown says its width and room, and the Beamer theme's TeX decides for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scaffold.metrics import PITCH
from scaffold.model import Figure, Paper, Statement
from scaffold.plans import Item, RoadMap
from scaffold.write.slides.measure import height, tied
from scaffold.write.slides.space import OURS, Space
from scaffold.write.slides.wording import Line, planned, pointer, reference, said, section, shortened, statement_title

__all__ = [
    "Block",
    "Drawn",
    "Map",
    "Refs",
    "Shown",
    "Words",
    "fitted_words",
    "flow",
    "header_depth",
    "indent",
    "is_label",
    "spread",
]

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


@dataclass(frozen=True, slots=True, kw_only=True)
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


def flow(paper: Paper, items: Sequence[Item], title: str, space: Space) -> tuple[Block, ...]:
    """Items as blocks; neighbours of the same nature share one."""
    blocks: list[Block] = []
    for item in items:
        block = _block(paper, item, title, space)
        last = blocks[-1] if blocks else None
        if isinstance(block, Words) and isinstance(last, Words):
            blocks[-1] = fitted_words([*last.lines, *block.lines], space)
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
        return fitted_words([section(s) for s in paper.sections if s.level == 1], space)
    return fitted_words([Line(text, "prompt" if item.kind == "prompt" else "text")], space) if text else None


def _shown(paper: Paper, statement: Statement, title: str, space: Space) -> Shown:
    named = statement_title(paper, statement)
    header = "" if title.startswith(said(paper, statement.title)) else named
    where = pointer(statement.section, statement.page, appendix=statement.appendix)
    inner = space.width - BAR - 2 * PAD
    taken = PAD_TOP + PAD_BOTTOM + header_depth(header, inner / space.wider) + (POINTER if where else 0)
    return Shown(statement=statement, header=header, pointer=where, width=inner, room=space.depth - taken)


def header_depth(header: str, room: float) -> float:
    """Depth of the heading in a statement's panel; 0.0 for none."""
    return height([header], HEADER_SIZE, room, bold=True) + 8 if header else 0.0


def _drawn(paper: Paper, figure: Figure, room: float) -> Drawn:
    caption = said(paper, figure.caption)
    lead = f"Figure {figure.number}. " if figure.number else ""
    return Drawn(figure, shortened(lead + caption, 18.0, room, 2), pointer(figure.section, figure.page))


_NUMBERED = re.compile(
    r"\b(Theorem|Lemma|Proposition|Corollary|Claim|Definition|Assumption|Conjecture|Example|Remark|Fact|Algorithm"
    r"|Figure|Table|Section|Equation) (?=[A-Z]?\d)"
)
"""What a line does not end between: Lemma 5."""


def fitted_words(said: Sequence[Line], space: Space = OURS, sizes: Sequence[float] = SIZES[1:]) -> Words:
    """Text at the first size that fits the depth with a line of slack, else at the last one."""
    loose = (replace(line, text=line.text.replace("\u00a0", " ")) for line in said)
    bulleted = tuple(replace(line, bullet=line.bullet or _bullet(line, said)) for line in loose)
    texts = [line.text for line in bulleted]
    inner = space.width / space.wider - max(indent(line.bullet) for line in bulleted)
    gap = 10.0 if len(said) > 1 else 0.0
    size = next((s for s in sizes if height(texts, s, inner, gap=gap) + s * PITCH <= space.depth), sizes[-1])
    held = tuple(replace(line, text=_NUMBERED.sub("\\1\u00a0", tied(line.text, size, inner))) for line in bulleted)
    return Words(held, size, height([line.text for line in held], size, inner, gap=gap) + size * PITCH, gap)


def spread(block: Words, depth: float) -> Words:
    """Questions that have a slide or a column to themselves stand apart, with room to answer below each."""
    if not any(line.kind == "prompt" for line in block.lines):
        return block
    count = len(block.lines)
    gap = min(96.0, max(block.gap, (depth - block.depth + block.gap * (count - 1)) / count))
    return replace(block, gap=gap, depth=block.depth + (gap - block.gap) * (count - 1))


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
