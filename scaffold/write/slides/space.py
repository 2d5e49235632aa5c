"""The space for text on a deck's master: ours, or that of the user's theme."""

from __future__ import annotations

from dataclasses import dataclass, field

from scaffold import languages
from scaffold.languages import Language
from scaffold.metrics import PITCH, width
from scaffold.write.slides.measure import lines

__all__ = ["OURS", "Space", "title_size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Lengths in points of the slide.

    width and depth are those of the area below a title, column and column_depth of each of two columns; the other
    pairs are the sizes of a title, of the paper's title on the first slide, and of a section's title and text.
    The font sizes are those of these titles on the master.
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
    """How many times as wide as Arial its letters may be: other fonts are not measured."""
    language: Language = field(default_factory=lambda: languages.load(languages.DEFAULT))
    """That of the words that are added to the paper's."""

    @property
    def beside(self) -> Space:
        """The same for one of two columns."""
        from dataclasses import replace

        return replace(self, width=self.column, depth=self.column_depth)


OURS = Space()
"""The space on our own master and in our Beamer theme."""

_SMALLEST = 20.0
_ONE_LINE = 0.73
"""How much smaller than usual a title may be before it is set on two lines."""


def title_size(title: str, space: Space = OURS) -> float:
    """The largest size, from the master's down, at which a slide's title fits on one line, or else on two.

    A somewhat smaller line is better than two lines, of which the second often has only a word or two.
    """
    line_width, depth = space.title[0] / space.wider, space.title[1]
    sizes = [space.title_size - 2.0 * n for n in range(int((space.title_size - _SMALLEST) / 2.0) + 1)]
    on_one = [s for s in sizes if s >= _ONE_LINE * space.title_size and width(title, s, bold=True) <= line_width * 0.98]
    on_two = [s for s in sizes if 2 * s * PITCH <= depth and lines(title, s, line_width * 0.96, bold=True) <= 2]
    return next(iter((*on_one, *on_two)), min(_SMALLEST, space.title_size))
