"""The road map as native shapes: boxes that can be moved, and arrows glued to them.

An arrow that has to bend is a chain of glued lines over bends as small as the line is wide: of PowerPoint's own bent
connectors LibreOffice keeps none but the plainest, and would draw them behind boxes (NOTES.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from scaffold.plans import RoadMap
from scaffold.write.pptx_shapes import Box, Canvas
from scaffold.write.roadfit import Fitted, look, on_slide, words
from scaffold.write.routes import Box as Place
from scaffold.write.routes import Route

__all__ = ["LEGEND", "draw", "legend"]

LEGEND = 36.0
"""Points that the line below the map takes."""

_TOP, _BOTTOM = 0, 2
"""Where connectors are glued to a box."""


def draw(canvas: Canvas, roadmap: RoadMap, area: Box) -> None:
    """The map in its area, with its legend below."""
    x, y, w, h = area
    made = on_slide(roadmap, w, h - LEGEND).at(x, y)
    shapes = {place.node.id: _box(canvas, place, made) for place in made.drawing.boxes}
    names = {place.node.id: place.node.label for place in made.drawing.boxes}
    for route in sorted(made.drawing.routes, key=lambda r: not r.lit):
        _arrow(canvas, route, shapes, f"{names[route.user]} rests on {names[route.used]}")
    canvas.label(13, legend(made), (x, y + h - 24, w, 24), "Legend", 18.0, colour="accent3")


def legend(made: Fitted) -> str:
    """What the looks of boxes mean, and how many statements are not drawn."""
    said = "An arrow leads from a result to what rests on it. Orange: the way to the main result."
    return f"{said} {made.folded} more not shown." if made.folded else said


_LOOKS = {
    "main": ("tx2", ("tx2", 3.0), "bg1", True),
    "lit": ("bg1", ("accent2", 3.0), "tx1", True),
    "heavy": ("bg2", ("accent1", 3.0), "tx1", True),
    "plain": ("bg1", ("accent1", 1.5), "tx1", False),
}
"""Fill, outline, colour of the words, bold."""


def _box(canvas: Canvas, place: Place, made: Fitted) -> Any:
    fill, line, ink, bold = _LOOKS[look(place)]
    wide, tall = made.sizes.width, made.sizes.height
    shape = canvas.box_shape(
        (place.x - wide / 2, place.y - tall / 2, wide, tall), place.node.label, fill=fill, line=line
    )
    canvas.put(shape, words(place.node, made), made.type, ink, bold=bold)
    return shape


def _arrow(canvas: Canvas, route: Route, shapes: Mapping[str, Any], name: str) -> None:
    """Glued lines from bend to bend, the last one with the arrow's head; all behind the boxes."""
    colour, thick = ("accent2", 3.0) if route.lit else ("accent3", 1.5)
    bends = [
        canvas.rectangle((x - thick / 2, y - thick / 2, thick, thick), colour, "Bend") for x, y in route.points[1:-1]
    ]
    stops = [shapes[route.used], *bends, shapes[route.user]]
    up = [start[1] > end[1] for start, end in pairwise(route.points)]
    for i, rises in enumerate(up):
        sites = (_TOP, _BOTTOM) if rises else (_BOTTOM, _TOP)
        last = i == len(up) - 1
        line = canvas.connector(stops[i], stops[i + 1], name, colour, thick, sites=sites, head=last)
        canvas.behind(line)
