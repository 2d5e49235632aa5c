"""The blocks of a slide: text, statements, figures, the road map and references, each with its size.

Lengths are points of a slide 960 x 540, PowerPoint's 16:9; the Beamer writer scales them to 160 x 90 mm. Only the depth
of a typeset statement is not known here: a StatementBlock has a width and a maximal height, and TeX decides for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scaffold.metrics import PITCH, width
from scaffold.model import Figure, Paper, Statement
from scaffold.plans import Item, RoadMap
from scaffold.write.slides.measure import height, lines, tied
from scaffold.write.slides.space import OURS, Space
from scaffold.write.slides.wording import (
    Line,
    plain_text,
    planned,
    pointer,
    reference,
    section,
    shortened,
    statement_title,
)

__all__ = [
    "Block",
    "FigureBlock",
    "ReferencesBlock",
    "RoadMapBlock",
    "StatementBlock",
    "TextBlock",
    "fitted_text",
    "flow",
    "header_depth",
    "indent",
    "is_label",
    "label_indent",
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
"""Font sizes of running text, largest first; only references and footers are smaller."""

_MOST_SECTIONS = 60
"""Sections that the map of a paper lists."""

REFERENCE_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0)
HEADER_SIZE = 18.0
BULLET, LONG_BULLET = 20.0, 36.0
"""Indent of a line with a bullet of one character, and of one with a longer bullet."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Running text at one size; depth is its estimated height with a line of slack, gap the space between lines."""

    lines: tuple[Line, ...]
    size: float
    depth: float
    gap: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementBlock:
    """A statement in its panel: header, if the slide's title does not name it; pointer, its place in the paper.

    max_height leaves space for the text below it, full_height does not: text is only below the last part.
    """

    statement: Statement
    header: str
    pointer: str
    width: float
    max_height: float
    full_height: float


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure of the paper with its caption, cut to two lines, its place, and what stands there if it is missing."""

    figure: Figure
    caption: str
    pointer: str
    missing: str


@dataclass(frozen=True, slots=True)
class RoadMapBlock:
    """The road map; a line below it says how many statements are omitted."""

    roadmap: RoadMap


@dataclass(frozen=True, slots=True)
class ReferencesBlock:
    """References, one paragraph each, in a small font."""

    lines: tuple[Line, ...]
    size: float


Block = TextBlock | StatementBlock | FigureBlock | RoadMapBlock | ReferencesBlock


def flow(paper: Paper, items: Sequence[Item], title: str, space: Space) -> tuple[Block, ...]:
    """Items as blocks; neighbouring texts share one block, and so do references; links after a text are on its line."""
    blocks: list[Block] = []
    before, joins = "", False
    for item in items:
        joins = item.kind == "link" and (before == "text" or joins)
        before = item.kind
        block = _block(paper, item, title, space)
        last = blocks[-1] if blocks else None
        if isinstance(block, TextBlock) and isinstance(last, TextBlock):
            ends, begins = last.lines[-1], block.lines[0]
            joined = [*last.lines[:-1], ends.joined(begins)] if joins else [*last.lines, begins]
            blocks[-1] = fitted_text([*joined, *block.lines[1:]], space)
        elif isinstance(block, ReferencesBlock) and isinstance(last, ReferencesBlock):
            blocks[-1] = replace(last, lines=last.lines + block.lines)
        elif block is not None:
            blocks.append(block)
    return tuple(blocks)


def _block(paper: Paper, item: Item, title: str, space: Space) -> Block | None:
    text = planned(paper, item.text) if item.text else ""
    if item.kind == "statement":
        return _statement_block(paper, paper.statement(item.ref), title, space)
    if item.kind == "figure":
        return _figure_block(paper, next(f for f in paper.figures if f.id == item.ref), space)
    if item.kind == "reference":
        return ReferencesBlock((reference(paper, item.ref, text),), REFERENCE_SIZES[0])
    if item.kind == "section-map":
        shown = [section(s, space.language) for s in paper.sections if s.level == 1]
        more = len(shown) - _MOST_SECTIONS
        if more > 0:
            shown = [*shown[:_MOST_SECTIONS], Line(space.language("slides.more-sections", n=more))]
        return fitted_text(shown, space) if shown else None
    if item.kind == "link":
        return fitted_text([Line(text, links=((text, item.ref),))], space)
    return fitted_text([Line(text, "prompt" if item.kind == "prompt" else "text")], space) if text else None


def _statement_block(paper: Paper, statement: Statement, title: str, space: Space) -> StatementBlock:
    named = statement_title(paper, statement)
    captioned = statement.kind == "algorithm" and statement.shown_by == "clip"  # the clip begins with its heading
    header = "" if captioned or title.startswith(plain_text(paper, statement.title)) else named
    where = pointer(statement.section, statement.page, space.language, appendix=statement.appendix)
    inner = space.width - BAR - 2 * PAD
    taken = PAD_TOP + PAD_BOTTOM + header_depth(header, inner / space.wider) + (POINTER if where else 0)
    deep = space.depth - taken
    return StatementBlock(
        statement=statement, header=header, pointer=where, width=inner, max_height=deep, full_height=deep
    )


def header_depth(header: str, line_width: float) -> float:
    """Depth of the heading in a statement's panel; 0.0 for none."""
    return height([header], HEADER_SIZE, line_width, bold=True) + 8 if header else 0.0


def _figure_block(paper: Paper, figure: Figure, space: Space) -> FigureBlock:
    caption = figure.caption if figure.form == "text" else plain_text(paper, figure.caption)
    lead = f"{space.language('figure', number=figure.number)}. " if figure.number else ""
    text = shortened(lead + caption, 18.0, space.width / space.wider, 2)
    where = pointer(figure.section, figure.page, space.language)
    name = space.language("figure", number=figure.number or "").rstrip()
    return FigureBlock(figure, text, where, f"{name}: {where or space.language('slides.see-paper')}")


_NUMBERED = re.compile(
    r"(\b(?:Theorem|Lemma|Proposition|Corollary|Claim|Definition|Assumption|Conjecture|Example|Remark|Fact|Algorithm"
    r"|Figure|Table|Section|Equation|Abbildung|Abschnitt|p\.|S\.)|§) (?=[A-Z]?\.?\d)"
)
"""Where a line must not break: between "Lemma" and "5", "§" and "3", "p." and "7"."""


def fitted_text(content: Sequence[Line], space: Space = OURS, sizes: Sequence[float] = SIZES[1:]) -> TextBlock:
    """Text at the first size that fits with a line of slack, else at the last one.

    Of the sizes that fit, links have one that breaks the fewest: LibreOffice breaks them within words.
    """
    loose = (replace(line, text=line.text.replace("\u00a0", " ")) for line in content)
    bulleted = tuple(replace(line, bullet=line.bullet or _bullet(line, content)) for line in loose)
    texts = [line.text for line in bulleted]
    inner = space.width / space.wider - max(indent(line.bullet) for line in bulleted)
    gap = 10.0 if len(content) > 1 else 0.0
    fitting = [s for s in sizes if height(texts, s, inner, gap=gap) + s * PITCH <= space.depth] or [*sizes[-1:]]
    linked = [line.text for line in bulleted if line.links]
    size = min(fitting, key=lambda s: sum(lines(text, s, inner * 0.97) for text in linked))
    held = tuple(replace(line, text=_NUMBERED.sub("\\1\u00a0", tied(line.text, size, inner))) for line in bulleted)
    return TextBlock(held, size, height([line.text for line in held], size, inner, gap=gap) + size * PITCH, gap)


def spread(block: TextBlock, depth: float) -> TextBlock:
    """Adds space between questions that fill a slide or a column, so that there is space for each answer."""
    if not any(line.kind == "prompt" for line in block.lines):
        return block
    count = len(block.lines)
    gap = min(96.0, max(block.gap, (depth - block.depth + block.gap * (count - 1)) / count))
    return replace(block, gap=gap, depth=block.depth + (gap - block.gap) * (count - 1))


def indent(bullet: str) -> float:
    """Indent of the lines of a paragraph with that bullet."""
    return (LONG_BULLET if is_label(bullet) else BULLET) if bullet else 0.0


def label_indent(bullets: Iterable[str], size: float) -> float:
    """Indent of lines that have labels: that of one with a number, or of the widest label and a space."""
    return max((LONG_BULLET, *(width(f"{b} ", size) for b in bullets if is_label(b))))


def is_label(bullet: str) -> bool:
    """Whether a bullet is a number or letters and thus set as text: a symbol may come from another font."""
    return len(bullet) > 1 or bullet.isalnum()


def _bullet(line: Line, among: Sequence[Line]) -> str:
    if line.kind == "prompt":
        return "–"
    return "•" if len(among) > 1 else ""
