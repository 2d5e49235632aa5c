"""Fits a road map into an area: at the largest font size possible, else with fewer statements.

This module makes the picture of the deck, in points of a slide: PowerPoint and Beamer draw the same one, and the small
map that shows where the talk is ("you are here") is a copy of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import product

from scaffold.languages import Language
from scaffold.metrics import width
from scaffold.plans import RoadMap, RoadNode
from scaffold.write.roadmap.path import around, folded
from scaffold.write.roadmap.routes import Box, Drawing, Route, Sizes, draw, least

__all__ = ["ASIDE", "LEGEND", "Fitted", "Here", "fitted", "here", "legend", "look", "on_slide", "words"]

_LEAST_RISE, _MOST_RISE = 24.0, 78.0
_NODES = 12
_TYPES = (18.0, 16.0, 14.0)
_WIDEST, _INSET, _PAGE = 224.0, 18.0, 14.0

LEGEND = 36.0
"""Points for the line below the map of a slide."""

ASIDE, _THUMB, _CAPTION = 186.0, (168.0, 58.0), 14.0
"""By how much the small map narrows a title; its own width and height; the font size of the text below it."""

Choice = tuple[float, bool, Sizes]
"""A font size, whether the page has a line of its own, and the sizes for both."""

Choices = Callable[[RoadMap], Iterable[Iterable[Choice]]]
"""Ways to draw a map, the best first; for each way the choices to try in turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A drawing, the font size (type) and sizes it was made with, and how many statements it omits (folded).

    stacked: the page is below the label, in the smallest font size.
    """

    drawing: Drawing
    sizes: Sizes
    type: float
    folded: int
    stacked: bool = False

    @property
    def bends(self) -> int:
        """The number of bends of all arrows."""
        return sum(len(route.points) - 2 for route in self.drawing.routes)

    def at(self, x: float, y: float, scale: float = 1.0) -> Fitted:
        """The same picture, scaled, with its top left corner at that point."""

        def moved(point: tuple[float, float]) -> tuple[float, float]:
            return (x + scale * point[0], y + scale * point[1])

        boxes = tuple(_boxed(b, moved((b.x, b.y))) for b in self.drawing.boxes)
        routes = tuple(_routed(r, [moved(p) for p in r.points]) for r in self.drawing.routes)
        sizes = replace(self.sizes, width=self.sizes.width * scale, height=self.sizes.height * scale)
        d = replace(
            self.drawing,
            boxes=boxes,
            routes=routes,
            width=self.drawing.width * scale,
            height=self.drawing.height * scale,
        )
        return replace(self, drawing=d, sizes=sizes)


def _boxed(box: Box, at: tuple[float, float]) -> Box:
    return replace(box, x=at[0], y=at[1])


def _routed(route: Route, points: Iterable[tuple[float, float]]) -> Route:
    return replace(route, points=tuple(points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The small map of a slide that shows where the talk is: the picture and the id of the highlighted box.

    label is the text below the picture, centred at `at`, as close to the box as it fits; span is its width; alt is the
    alternative text. Lengths are points from the top left of the small map.
    """

    picture: Fitted
    id: str
    label: str
    at: tuple[float, float]
    span: float
    alt: str
    width: float = _THUMB[0]
    height: float = _THUMB[1] + 20.0
    type: float = _CAPTION


def here(roadmap: RoadMap, id: str, wide: float, deep: float, language: Language) -> Here | None:
    """The small map for a statement on the road map of a slide of that size; None when that map does not show it.

    It shows the path from a main result and the neighbours only: of a whole map nobody could tell the boxes apart.
    """
    if all(b.node.id != id for b in on_slide(roadmap, wide, deep - LEGEND, language).drawing.boxes):
        return None
    near = around(roadmap, id)
    made = on_slide(near, wide, deep - LEGEND, language)
    box = next(b for b in made.drawing.boxes if b.node.id == id)
    tight = _tight(made)
    scale = min(_THUMB[0] / tight.drawing.width, _THUMB[1] / tight.drawing.height)
    small = tight.at((_THUMB[0] - scale * tight.drawing.width) / 2, 0.0, scale)
    x = next(b.x for b in small.drawing.boxes if b.node.id == id)
    label = box.node.label
    while _span(label) > _THUMB[0]:
        label = label[:-2].rstrip() + "…"
    half = _span(label) / 2
    middle = min(max(x, half), _THUMB[0] - half)
    users = [n.label for n in roadmap.nodes if (n.id, id) in roadmap.edges]
    return Here(
        picture=small,
        id=id,
        label=label,
        at=(middle, _THUMB[1] + 11.0),
        span=2 * half,
        alt=_alt_text(box.node.label, users, language),
    )


def _span(label: str) -> float:
    """The width of a label with some slack, for the fonts that replace Arial."""
    return width(label, _CAPTION, bold=True) * 1.06 + 4


def _tight(made: Fitted) -> Fitted:
    """The picture without the space around it."""
    half = (made.sizes.width / 2, made.sizes.height / 2)
    corners = [(b.x + i * half[0], b.y + i * half[1]) for b in made.drawing.boxes for i in (-1, 1)]
    corners += [point for route in made.drawing.routes for point in route.points]
    (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*corners, strict=True))
    moved = made.at(-left, -top)
    return replace(moved, drawing=replace(moved.drawing, width=right - left, height=bottom - top))


def _alt_text(label: str, users: list[str], language: Language) -> str:
    if not users:
        return language("roadmap.at", label=label)
    if len(users) == 1:
        return language("roadmap.at-used.one", label=label, users=users[0])
    listed = language("names.and", names=", ".join(users[:-1]), last=users[-1])
    return language("roadmap.at-used.many", label=label, users=listed)


def fitted(roadmap: RoadMap, wide: float, deep: float, choices: Choices, most: int = _NODES) -> Fitted:
    """The map drawn to fit into that area, with fewer statements if it does not fit otherwise.

    Of the ways to draw it, the one with the fewest bends is chosen; a font one point smaller must save a bend. A single
    statement is always drawn, even if it does not fit. An empty map gives an empty drawing.
    """
    for limit in range(min(most, len(roadmap.nodes)), 0, -1):
        less = folded(roadmap, limit)
        tries = (_first(less, wide if limit > 1 else math.inf, deep, way) for way in choices(less))
        made = [m for m in tries if m is not None]
        if made:
            return min(made, key=lambda m: m.bends - m.type)
    return Fitted(drawing=Drawing(), sizes=Sizes(width=0.0, height=0.0), type=0.0, folded=roadmap.folded)


def _first(roadmap: RoadMap, wide: float, deep: float, way: Iterable[Choice]) -> Fitted | None:
    """The map with the first of these choices with which it fits."""
    for type, stacked, sizes in way:
        least_wide, least_deep = least(roadmap, sizes)
        if least_wide > wide or least_deep > deep:
            continue
        drawing = draw(roadmap, sizes)
        if drawing.width <= wide and drawing.height <= deep:
            return Fitted(drawing=drawing, sizes=sizes, type=type, folded=roadmap.folded, stacked=stacked)
    return None


@lru_cache(maxsize=8)
def on_slide(roadmap: RoadMap, wide: float, deep: float, language: Language) -> Fitted:
    """The picture for both decks, centred in an area of that size."""
    made = fitted(roadmap, wide, deep, partial(_for_slides, language=language))
    if not made.drawing.boxes:
        return made
    made = _spread(folded(roadmap, len(made.drawing.boxes)), made, deep)
    return made.at((wide - made.drawing.width) / 2, (deep - made.drawing.height) / 2)


def _for_slides(roadmap: RoadMap, language: Language) -> Iterator[Iterator[Choice]]:
    """Ways to draw: large fonts first, pages below labels before pages on the same line."""
    paged = any(node.page for node in roadmap.nodes)
    for type, stacked in product(_TYPES, (True, False) if paged else (False,)):
        yield _sized(roadmap, type, stacked, language)


def _sized(roadmap: RoadMap, type: float, stacked: bool, language: Language) -> Iterator[Choice]:
    """Choices: long rows first, then wide gaps before narrow ones."""
    labels = [node.label if stacked else _full(node, language) for node in roadmap.nodes]
    box = max(72.0, min(_WIDEST, max(width(text, type, bold=True) for text in labels) + _INSET))
    lines = type + _PAGE if stacked else type
    for per_row, between, spare in product((5, 4, 3), (40.0, 24.0, 14.0), (20.0, 8.0)):
        yield (
            type,
            stacked,
            Sizes(
                width=box,
                height=lines * 1.2 + spare,
                between=between,
                lane=12.0,
                rise=_LEAST_RISE,
                most_rise=_LEAST_RISE,
                per_row=per_row,
            ),
        )


def _spread(roadmap: RoadMap, made: Fitted, deep: float) -> Fitted:
    """Increases the distance of rows as far as the area allows, up to _MOST_RISE."""
    gaps = round((made.drawing.height - (1 + max(b.row for b in made.drawing.boxes)) * made.sizes.height) / _LEAST_RISE)
    if not gaps:
        return made
    rise = min(_MOST_RISE, _LEAST_RISE + (deep - made.drawing.height) / gaps)
    sizes = replace(made.sizes, rise=rise, most_rise=rise)
    return replace(made, drawing=draw(roadmap, sizes), sizes=sizes)


def words(node: RoadNode, made: Fitted, language: Language) -> str:
    """The text of a box in the decks: label and page, on two lines or one, or as much of the label as fits."""
    max_width = made.sizes.width - 10
    page = language("page", page=node.page)
    stacked = f"{node.label}\n{page}" if node.page else node.label
    for text in (stacked if made.stacked else _full(node, language), node.label):
        if width(text.partition("\n")[0], made.type, bold=True) <= max_width:
            return text
    label = node.label
    while len(label) > 1 and width(label + "…", made.type, bold=True) > max_width:
        label = label[:-1]
    cut = label.rstrip() + "…"
    return f"{cut}\n{page}" if made.stacked and node.page else cut


def _full(node: RoadNode, language: Language) -> str:
    return f"{node.label}, {language('page', page=node.page)}" if node.page else node.label


def look(box: Box) -> str:
    """Which of the five looks a box has: "main", "lit", "heavy", "outside" or "plain"."""
    if box.node.main:
        return "main"
    if box.node.outside:
        return "outside"
    if box.lit:
        return "lit"
    return "heavy" if box.node.heavy else "plain"


def legend(made: Fitted, language: Language) -> str:
    """The legend: what arrows mean, and how many statements are not drawn."""
    other = any(box.node.outside for box in made.drawing.boxes)
    more = language("roadmap.more", n=made.folded) if made.folded else ""
    parts = (language("roadmap.legend"), language("roadmap.other-works") if other else "", more)
    return " ".join(filter(None, parts))
