"""The road map as native shapes: boxes that can be moved, and arrows glued to them."""

from __future__ import annotations

from typing import Any

from scaffold.metrics import width
from scaffold.plans import RoadMap
from scaffold.write.layers import Layout, Place, layout
from scaffold.write.pptx_shapes import Box, Canvas

__all__ = ["box_size", "draw", "legend", "node_text"]

_LEGEND = 30.0
_TALLEST, _WIDEST = 46.0, 208.0


def draw(canvas: Canvas, roadmap: RoadMap, area: Box) -> None:
    """The map in its area, with its legend below."""
    picture = layout(roadmap)
    x, y, w, h = area
    deep = h - _LEGEND
    wide, tall = box_size(picture, w, deep)
    shapes = {}
    for place in picture.places:
        centre = (x + place.x * w, y + place.y * deep)
        shapes[place.node.id] = _box(canvas, place, (centre[0] - wide / 2, centre[1] - tall / 2, wide, tall))
    names = {p.node.id: p.node.label for p in picture.places}
    for edge in picture.edges:
        name = f"{names[edge.above]} rests on {names[edge.below]}"
        colour, thick = ("accent2", 3.0) if edge.lit else ("accent3", 1.5)
        line = canvas.connector(shapes[edge.below], shapes[edge.above], name, colour, thick)
        canvas.behind(line)
    canvas.label(13, legend(picture), (x, y + h - 24, w, 24), "Legend", 18.0, colour="accent3")


def box_size(picture: Layout, wide: float, deep: float) -> tuple[float, float]:
    """Width and height of the boxes of a picture drawn on so much room."""
    tall = min(_TALLEST, deep / max(1, picture.rows) - 22)
    return min(_WIDEST, wide / max(1, picture.columns) - 12), tall


def legend(picture: Layout) -> str:
    """What the looks of boxes mean, and how many statements are not drawn."""
    said = "An arrow leads from a result to what rests on it. Orange: the way to the main result."
    return f"{said} {picture.folded} more not shown." if picture.folded else said


def node_text(place: Place, wide: float) -> tuple[str, float]:
    """A box's words, its label and page, and the size at which they fit: 18 points, or less for a long name."""
    page = f", p. {place.node.page}" if place.node.page else ""
    for text in (place.node.label + page, place.node.label):
        if width(text, 18.0, bold=True) <= wide - 10:
            return text, 18.0
    label = place.node.label
    while len(label) > 1 and width(label + "…", 18.0, bold=True) > wide - 10:
        label = label[:-1]
    return label.rstrip() + "…", 18.0


def look(place: Place) -> str:
    """Which of the four looks a box has: "main", "lit", "heavy" or "plain"."""
    if place.node.main:
        return "main"
    if place.lit:
        return "lit"
    return "heavy" if place.node.heavy else "plain"


_LOOKS = {
    "main": ("tx2", ("tx2", 3.0), "bg1", True),
    "lit": ("bg1", ("accent2", 3.0), "tx1", True),
    "heavy": ("bg2", ("accent1", 3.0), "tx1", True),
    "plain": ("bg1", ("accent1", 1.5), "tx1", False),
}
"""Fill, outline, colour of the words, bold."""


def _box(canvas: Canvas, place: Place, box: Box) -> Any:
    fill, line, ink, bold = _LOOKS[look(place)]
    text, size = node_text(place, box[2])
    shape = canvas.box_shape(box, place.node.label, fill=fill, line=line)
    canvas.put(shape, text, size, ink, bold=bold)
    return shape
