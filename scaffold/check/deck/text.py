"""The size of text in a shape: lines are broken greedily with Arial's widths, equations estimated by structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scaffold.check.artefacts.shapes import Box, Paragraph, Shape
from scaffold.check.deck.equations import extent
from scaffold.metrics import PITCH, width

__all__ = ["Filled", "fill"]

_TAB = 20.0
"""Width in points of a tab without a tab stop."""

_KERNED = 1.003
"""Kerning makes lines narrower than the sum of their characters: a line may exceed its width by this factor."""

_SMALLER = 0.66
"""Size of raised and lowered letters, as a share of the text's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Text laid out in a shape. Lengths are points. too_wide is unbreakable text that is wider than the box."""

    depth: float
    too_wide: str
    excess: float
    lines: int
    box: Box
    """Where the text is drawn on the slide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """Unbreakable text: its width, its height, the width of the space before it."""

    text: str
    width: float
    height: float
    space: float
    formula: bool = False


def fill(shape: Shape) -> Filled:
    """Lays out the text of a shape in its box."""
    x, y, w, h = shape.box
    left, top, right, bottom = shape.insets
    available = max(1.0, w - left - right)
    depth, widest, too_wide, excess, count = 0.0, 0.0, "", 0.0, 0
    for n, paragraph in enumerate(shape.paragraphs):
        space = available - paragraph.left if shape.wraps else float("inf")
        heights, line_widths = _lines(paragraph, space, 0.0 if paragraph.bullet else paragraph.indent)
        depth += sum(heights) + (paragraph.before if n else 0.0) + (paragraph.after if n else 0.0)
        widest = max([widest, *(v + paragraph.left for v in line_widths)])
        count += len(heights)
        for word in _words(paragraph):
            if word.width - (available - paragraph.left) > excess and not word.formula:
                too_wide, excess = word.text, word.width - (available - paragraph.left)
    if not shape.wraps and widest > available:
        too_wide, excess = shape.text.split("\n")[0], widest - available
    free = h - top - bottom - depth
    shift = {"ctr": free / 2, "b": free}.get(shape.anchor, 0.0)
    drawn = (x + left, y + top + shift, min(widest, available) if shape.wraps else widest, depth)
    return Filled(depth=depth, too_wide=too_wide, excess=excess, lines=count, box=drawn)


def _lines(paragraph: Paragraph, available: float, indent: float) -> tuple[list[float], list[float]]:
    """Height and width of each line of a paragraph. An empty paragraph has one line. The first line is indented."""
    heights, widths = [], []
    used, high = indent, 0.0
    started = False
    for word in _words(paragraph):
        if word.text == "\n" or (started and used + word.space + word.width > available * _KERNED):
            heights.append(high or paragraph.size * PITCH)
            widths.append(used)
            used, high, started = 0.0, 0.0, False
            if word.text == "\n":
                continue
        further = int(max(0.0, word.width - 0.01) // available) if available > 0 else 0
        for _ in range(further):
            heights.append(max(high, word.height))
            widths.append(available)
        used += (word.space if started else 0.0) + word.width - further * (available if further else 0.0)
        high, started = max(high, word.height), True
    heights.append(high or paragraph.size * PITCH)
    widths.append(used)
    return [v * paragraph.spacing for v in heights], widths


def _words(paragraph: Paragraph) -> Iterator[_Word]:
    """Words and formulas. Adjacent ones, such as a formula and the comma after it, are one word."""
    whole: list[_Word] = []
    space = 0.0
    first = True
    for word, gap in _pieces(paragraph, first):
        if whole and (gap or word.text == "\n" or whole[-1].text == "\n"):
            yield _joined(whole, space)
            whole, space = [], gap
        whole.append(word)
    if whole:
        yield _joined(whole, space)


def _joined(words: list[_Word], space: float) -> _Word:
    text = "".join(w.text for w in words)
    formula = any(w.formula for w in words)
    return _Word(
        text=text, width=sum(w.width for w in words), height=max(w.height for w in words), space=space, formula=formula
    )


def _pieces(paragraph: Paragraph, first: bool) -> Iterator[tuple[_Word, float]]:
    """Each word with the space before it, 0.0 if there is none."""
    gap = 0.0
    for piece in paragraph.pieces:
        if piece.formula is not None:
            taken = extent(piece.formula, piece.size, display=piece.display)
            yield _Word(text=piece.text, width=taken.width, height=taken.height, space=0.0, formula=True), gap
            gap = 0.0
            continue
        size = piece.size * (_SMALLER if piece.raised else 1.0)
        for part in re.findall(r"\n|\t|[ \u2003\u2002]+|[^ \t\n\u2003\u2002]+", piece.text):
            if part == "\t":
                gap = -paragraph.indent if paragraph.indent < 0 else _TAB
                gap = max(gap - width(piece.text.split("\t")[0], size, bold=piece.bold), 4.0)
            elif part.isspace() and part != "\n":
                gap = max(gap, width(part, size, bold=piece.bold))
            else:
                yield (
                    _Word(text=part, width=width(part, size, bold=piece.bold), height=piece.size * PITCH, space=0.0),
                    gap,
                )
                gap = 0.0
