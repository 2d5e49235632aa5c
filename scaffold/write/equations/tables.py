"""Tables with native cells: the widths of their columns and the heights of their rows at the sizes of a deck.

Widths are estimates, and PowerPoint makes a row taller when its text needs it: cells have some room to spare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaffold.write.equations.extent import depth, natural, widest
from scaffold.write.equations.omml import NativeParagraph
from scaffold.write.equations.parts import SIZES, Form

__all__ = ["ASIDE", "WITHIN", "cells", "columns", "fitted_table", "heights"]

ASIDE, WITHIN = 8.0, 4.0
"""Points between the text of a cell and its sides, and above and below it."""

_SPARE = 1.06
"""How much wider than its estimate a text may be in its cell without another line."""

_CAPTION = 18.0


def fitted_table(table: NativeParagraph, largest: float, width: float, max_height: float) -> Form | None:
    """The table at the first size, not above `largest`, at which it fits; None when it does not at 18 points."""
    for size in (size for size in SIZES if size <= largest):
        wide = columns(table, size, width)
        deep = sum(heights(table, size, wide))
        if wide and deep <= max_height:
            return Form(paragraphs=(table,), size=size, pitch=1.0, depth=deep)
    return None


def cells(table: NativeParagraph, size: float) -> Iterator[tuple[NativeParagraph, ...]]:
    """The cells of each row as paragraphs; the caption has 18 points."""
    assert table.grid is not None
    at = 0
    for n, counts in enumerate(table.grid.rows):
        scale = _CAPTION / size if n == table.grid.caption else 1.0
        row = list[NativeParagraph]()
        for count in counts:
            row.append(NativeParagraph(pieces=table.pieces[at : at + count], scale=scale))
            at += count
        yield tuple(row)


def columns(table: NativeParagraph, size: float, width: float) -> tuple[float, ...]:
    """Widths in points that fill the width, with texts on one line as far as possible; () where words do not fit."""
    assert table.grid is not None
    number = len(table.grid.aligned)
    rows = [row for row in cells(table, size) if len(row) == number]
    least, most = (
        [max((_SPARE * measure(row[n], size) for row in rows), default=0.0) + 2 * ASIDE for n in range(number)]
        for measure in (widest, natural)
    )
    left = width - sum(most)
    if left >= 0:
        return tuple(wide + left / number for wide in most)
    more = width - sum(least)
    wanted = [long - short for long, short in zip(most, least, strict=True)]
    return tuple(short + more * w / sum(wanted) for short, w in zip(least, wanted, strict=True)) if more >= 0 else ()


def heights(table: NativeParagraph, size: float, wide: Sequence[float]) -> tuple[float, ...]:
    """Heights in points of the rows in columns of these widths."""
    return tuple(
        2 * WITHIN + max(depth([cell], size, across - 2 * ASIDE) for cell, across in _placed(row, wide))
        for row in (cells(table, size) if wide else ())
    )


def _placed(row: Sequence[NativeParagraph], wide: Sequence[float]) -> Iterator[tuple[NativeParagraph, float]]:
    """Each cell with its width; that of a row of one cell is that of all columns."""
    yield from zip(row, wide if len(row) == len(wide) else (sum(wide),), strict=True)
