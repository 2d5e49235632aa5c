"""How much room a deck's master leaves for words: ours, or that of a theme from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.metrics import PITCH, width
from scaffold.write.measure import lines

__all__ = ["OURS", "Space", "title_size"]


@dataclass(frozen=True, slots=True)
class Space:
    """Lengths in points of the slide.

    width and depth are those of the area below a title, column and column_depth of each of two columns; the other
    pairs are the room for a title, for the paper's title on the first slide, and for a section's title and words.
    The sizes are those that the master sets these titles in.
    """

    width: float = 864.0
    depth: float = 376.0
    column: float = 416.0
    column_depth: float = 376.0
    title: tuple[float, float] = (864.0, 66.0)
    title_size: float = 30.0
    cover: tuple[float, float] = (864.0, 120.0)
    cover_size: float = 40.0
    section: tuple[float, float] = (834.0, 110.0)
    section_size: float = 38.0
    section_words: tuple[float, float] = (840.0, 376.0)
    wider: float = 1.0
    """How many times as wide as Arial its letters may be: fonts from elsewhere are not measured."""

    @property
    def beside(self) -> Space:
        """The same for one of two columns."""
        from dataclasses import replace

        return replace(self, width=self.column, depth=self.column_depth)


OURS = Space()
"""The room on our own master and in our Beamer theme."""

_SMALLEST = 20.0


def title_size(title: str, space: Space = OURS) -> float:
    """The largest size, from the master's down, at which a slide's title fits on one line, or else on two."""
    room, depth = space.title[0] / space.wider, space.title[1]
    size = space.title_size
    while size > _SMALLEST:
        one = width(title, size, bold=True) <= room * 0.98
        taken = 1 if one else max(2, lines(title, size, room * 0.96, bold=True))
        if taken <= 2 and taken * size * PITCH <= max(depth, size * PITCH):
            return size
        size -= 2.0
    return min(_SMALLEST, space.title_size)
