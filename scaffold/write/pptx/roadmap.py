"""The road map as native shapes: boxes that can be moved, and arrows connected to them.

An arrow with bends is a chain of connected straight lines over tiny shapes at the bends: LibreOffice keeps only the
simplest of PowerPoint's bent connectors and would draw the others behind boxes (NOTES.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from scaffold.languages import Language
from scaffold.metrics import width
from scaffold.ooxml import EMU
from scaffold.plans import RoadMap
from scaffold.write.pptx.shapes import Box, Canvas
from scaffold.write.roadmap.fit import ASIDE, LEGEND, Fitted, Here, legend, look, on_slide, words
from scaffold.write.roadmap.routes import Box as Place
from scaffold.write.roadmap.routes import Route

__all__ = ["draw", "here"]

_MARGIN = 8.0
"""Points left free above the small map."""

_TOP, _BOTTOM = 0, 2
"""Connection sites of a box."""


def draw(canvas: Canvas, roadmap: RoadMap, area: Box, wider: float = 1.0, *, language: Language) -> None:
    """Draws the map in its area, with its legend below; wider is how many times as wide as Arial letters may be."""
    x, y, w, h = area
    made = on_slide(roadmap, w, h - LEGEND, language).at(x, y)
    shapes = {place.node.id: _box(canvas, place, made, language) for place in made.drawing.boxes}
    names = {place.node.id: place.node.label for place in made.drawing.boxes}
    for route in sorted(made.drawing.routes, key=lambda r: not r.lit):
        for line in _arrow(
            canvas, route, shapes, language("roadmap.rests-on", user=names[route.user], used=names[route.used])
        ):
            canvas.send_to_back(line)
    text = legend(made, language)
    size = next((s for s in (18.0, 16.0, 14.0) if width(text, s) * wider <= w), 12.0)
    canvas.label(13, text, (x, y + h - 24, w, 24), "Legend", size=size, colour="accent3")


_LOOKS = {
    "main": ("tx2", ("tx2", 3.0), "bg1", True),
    "lit": ("bg1", ("accent2", 3.0), "tx1", True),
    "heavy": ("bg2", ("accent1", 3.0), "tx1", True),
    "outside": ("bg1", ("accent3", 1.5), "tx1", False),
    "plain": ("bg1", ("accent1", 1.5), "tx1", False),
}
"""Fill, outline, text colour, bold."""


def _box(canvas: Canvas, place: Place, made: Fitted, language: Language) -> Any:
    fill, line, ink, bold = _LOOKS[look(place)]
    wide, tall = made.sizes.width, made.sizes.height
    shape = canvas.box_shape(
        (place.x - wide / 2, place.y - tall / 2, wide, tall), place.node.label, fill=fill, line=line
    )
    if place.node.outside:
        canvas.dashed(shape)
    canvas.put(shape, words(place.node, made, language), made.type, ink, bold=bold)
    return shape


def _arrow(canvas: Canvas, route: Route, shapes: Mapping[str, Any], name: str) -> list[Any]:
    """Connected lines from bend to bend, the last one with the arrow head."""
    colour, thick = ("accent2", 3.0) if route.lit else ("accent3", 1.5)
    bends = _bends(canvas, route, colour, thick)
    return [
        canvas.connector(start, end, name, colour, width=thick, sites=sites, head=end is shapes[route.user])
        for start, end, sites in _steps(route, [shapes[route.used], *bends, shapes[route.user]])
    ]


def _bends(canvas: Canvas, route: Route, colour: str, thick: float) -> list[Any]:
    half = thick / 2
    return [canvas.rectangle((x - half, y - half, thick, thick), colour, "Bend") for x, y in route.points[1:-1]]


def _steps(route: Route, stops: list[Any]) -> Iterator[tuple[Any, Any, tuple[int, int]]]:
    """The two shapes that each piece of an arrow connects, and the connection sites."""
    for (start, end), ((_, below), (_, above)) in zip(pairwise(stops), pairwise(route.points), strict=True):
        yield start, end, (_TOP, _BOTTOM) if below > above else (_BOTTOM, _TOP)


def here(canvas: Canvas, small: Here) -> None:
    """Draws the small map to the right of the title, which becomes narrower; nothing if the title area is too small."""
    title = canvas.slide.shapes.title
    left, top, wide, tall = (v / EMU for v in (title.left, title.top, title.width, title.height))
    x, y = left + wide - small.width, top + tall - small.height
    if wide < 2 * ASIDE or y < _MARGIN:
        return
    title.left, title.top, title.width, title.height = (round(v * EMU) for v in (left, top, wide - ASIDE, tall))
    made = small.picture.at(x, y)
    shapes = {place.node.id: _small(canvas, place, made, place.node.id == small.id) for place in made.drawing.boxes}
    lines = [part for route in made.drawing.routes for part in _thin(canvas, route, shapes)]
    at = (x + small.at[0] - small.span / 2, y + small.at[1] - 9, small.span, 18)
    words = canvas.label(None, small.label, at, "Here", size=small.type, bold=True, colour="accent2", align="ctr")
    words.text_frame.word_wrap = False
    group = canvas.slide.shapes.add_group_shape([*lines, *shapes.values(), words])
    group.name = "You are here"
    group._element.xpath("./p:nvGrpSpPr/p:cNvPr")[0].set("descr", small.alt)


def _small(canvas: Canvas, place: Place, made: Fitted, lit: bool) -> Any:
    fill, line = ("accent2", "accent2") if lit else ("bg1", "accent1")
    wide, tall = made.sizes.width, made.sizes.height
    box = (place.x - wide / 2, place.y - tall / 2, wide, tall)
    return canvas.box_shape(box, "Box", fill=fill, line=(line, 0.75))


def _thin(canvas: Canvas, route: Route, shapes: Mapping[str, Any]) -> list[Any]:
    """An arrow of the small map: connected lines without a head."""
    bends = _bends(canvas, route, "accent3", 0.75)
    stops = [shapes[route.used], *bends, shapes[route.user]]
    return [
        *bends,
        *(
            canvas.connector(a, b, "Line", "accent3", width=0.75, sites=s, head=False)
            for a, b, s in _steps(route, stops)
        ),
    ]
