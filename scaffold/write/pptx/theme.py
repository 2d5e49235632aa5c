"""The master that a PowerPoint deck is written on: ours, or a university's own file (.pptx or .potx).

The first master of such a file is used. Layouts are chosen by type, else by name, else by their placeholders; titles,
texts and footers use its placeholders, positions, fonts and colours. Its slides are removed. Lengths are points of its
slides.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scaffold.errors import BadTheme
from scaffold.ooxml import EMU
from scaffold.write.pptx import master, theme_colours
from scaffold.write.slides.blocks import BOTTOM, COLUMN, GUTTER, LEFT, RIGHT, TOP
from scaffold.write.slides.space import OURS, Space

__all__ = ["Stage", "Theme", "load", "ours"]

Box = tuple[float, float, float, float]

_GAP = 12.0
_LEAST = (360.0, 180.0)
"""Least width and depth below a title for a statement."""

_LIKE_ARIAL = ("Arial", "Helvetica", "Liberation Sans")
_WIDER = 1.15
"""How much wider than Arial another font may be: as wide as DejaVu Sans, which LibreOffice uses for missing fonts."""

_INSET = (14.4, 7.2)
"""Default insets of PowerPoint's text boxes: both sides together, and above and below together."""

_TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_DECK = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_HINT = "give a .pptx or .potx file that PowerPoint opens, with layouts that have a title and a text placeholder"


@dataclass(frozen=True, slots=True)
class Stage:
    """A layout and its areas: boxes by our placeholder numbers, and the layout's own placeholders for them."""

    layout: Any
    boxes: Mapping[int, Box]
    holders: Mapping[int, int] | None = None
    """The layout's placeholder for each of our numbers; None: they have our numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """An empty deck and how to write on it; each theme can be used only once.

    stages holds a Stage for each of master.LAYOUTS; colours maps our colours to the theme's; ink is the text colour as
    RRGGBB ("": ours); footer the width and font size of a slide's footer.
    """

    file: Any
    stages: Mapping[str, Stage]
    space: Space = OURS
    colours: Mapping[str, str] = field(default_factory=dict)
    ink: str = ""
    dark: bool = False
    footer: tuple[float, float] = (760.0, 12.0)


def ours() -> Theme:
    """Our own master."""
    file = master.presentation()
    wide, tall = RIGHT - LEFT, BOTTOM - TOP
    boxes: dict[str, dict[int, Box]] = {key: {1: (LEFT, TOP, wide, tall)} for key in master.LAYOUTS}
    boxes["title"] = {1: (LEFT, 246, wide, 72), 13: (LEFT, 364, wide, 96)}
    boxes["section"] = {1: (LEFT + 24, 296, wide - 24, 120)}
    boxes["two-column"] = {1: (LEFT, TOP, COLUMN, tall), 2: (LEFT + COLUMN + GUTTER, TOP, COLUMN, tall)}
    layouts = zip(master.LAYOUTS, file.slide_layouts, strict=True)
    return Theme(file=file, stages={key: Stage(layout, boxes[key]) for key, layout in layouts})


def load(content: bytes, name: str) -> Theme:
    """A theme from the bytes of a .pptx or .potx file; name is for messages. Raises BadTheme."""
    file = _opened(content, name)
    layouts = [layout for layout in file.slide_layouts if _title(layout) is not None]
    if not layouts:
        raise BadTheme(f"the theme {name} has no layout with a title placeholder", _HINT)
    text = _chosen(layouts, ("obj", "tx"), r"title and content|titel und inhalt|titre et contenu") or _largest_layout(
        layouts
    )
    cover = _chosen(layouts, ("title",), r"title slide|titelfolie|diapositive de titre") or _centred(layouts) or text
    section = _chosen(layouts, ("secHead",), r"section|abschnitt|kapitel") or text
    columns = _chosen(layouts, ("twoObj",), r"two content|zwei inhalte|deux contenus")
    size = (file.slide_width / EMU, file.slide_height / EMU)
    body = _body(text, size)
    if body[2] < _LEAST[0] or body[3] < _LEAST[1]:
        raise BadTheme(
            f"the layout {text.name!r} of the theme {name} leaves {body[2]:.0f} x {body[3]:.0f} points below "
            f"its title: a statement needs {_LEAST[0]:.0f} x {_LEAST[1]:.0f}",
            _HINT,
        )
    stages = {key: Stage(text, {1: body}, _first(text)) for key in master.LAYOUTS}
    stages["two-column"] = _columns(columns, size) or Stage(text, dict(zip((1, 2), _halves(body), strict=True)), {})
    for key, layout in (("title", cover), ("section", section)):
        stages[key] = Stage(layout, {1: _body(layout, size)}, _first(layout))
    look = theme_colours.read(file.slide_master)
    wider = 1.0 if theme_colours.font(file.slide_master) in _LIKE_ARIAL else _WIDER
    return Theme(
        file=file,
        stages=stages,
        space=replace(_space(stages), wider=wider),
        colours=look.names,
        ink=look.ink,
        dark=look.dark,
        footer=_footer(text),
    )


def _opened(content: bytes, name: str) -> Any:
    """The file without its slides; a template is opened as the deck that PowerPoint would create from it."""
    from lxml.etree import LxmlError
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    try:
        file = Presentation(io.BytesIO(_as_deck(content)))
        listed = file.slides._sldIdLst
        for slide in list(listed):
            file.part.drop_rel(slide.rId)
            listed.remove(slide)
        return file
    except (
        zipfile.BadZipFile,
        KeyError,
        IndexError,
        ValueError,
        AttributeError,
        EOFError,
        LxmlError,
        PythonPptxError,
    ) as e:
        raise BadTheme(f"the theme {name} is not a PowerPoint file, or is damaged ({e})", _HINT) from e


def _as_deck(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as written:
        for entry in read.namelist():
            part = read.read(entry)
            written.writestr(entry, part.replace(_TEMPLATE, _DECK) if entry == "[Content_Types].xml" else part)
    return out.getvalue()


def _chosen(layouts: Sequence[Any], types: Sequence[str], names: str) -> Any | None:
    """The first layout of one of these types, else with a matching name."""
    by_type = (layout for kind in types for layout in layouts if layout._element.get("type") == kind)
    by_name = (layout for layout in layouts if re.search(names, layout.name or "", re.IGNORECASE))
    return next(by_type, None) or next(by_name, None)


def _largest_layout(layouts: Sequence[Any]) -> Any:
    """The layout with the largest text placeholder, else the first."""
    return max(layouts, key=lambda layout: max((_area(h) for h in _texts(layout)), default=0.0))


def _centred(layouts: Sequence[Any]) -> Any | None:
    return next((layout for layout in layouts if _kind(_title(layout)) == "CENTER_TITLE"), None)


def _kind(holder: Any) -> str:
    return holder.placeholder_format.type.name if holder.placeholder_format.type is not None else ""


def _title(layout: Any) -> Any | None:
    return next((h for h in layout.placeholders if _kind(h) in ("TITLE", "CENTER_TITLE")), None)


def _texts(layout: Any) -> Iterator[Any]:
    """Placeholders for text; on a title slide, the subtitle."""
    for holder in layout.placeholders:
        if _kind(holder) in ("OBJECT", "BODY", "SUBTITLE") and _placed(holder) is not None:
            yield holder


def _placed(holder: Any) -> Box | None:
    """The position of a placeholder, possibly inherited from the master; None when it has none."""
    sides = (holder.left, holder.top, holder.width, holder.height)
    if any(side is None for side in sides):
        return None
    x, y, w, h = (side / EMU for side in sides)
    return (x, y, w, h)


def _area(holder: Any) -> float:
    box = _placed(holder)
    return box[2] * box[3] if box else 0.0


def _largest(layout: Any) -> Any | None:
    return max(_texts(layout), key=_area, default=None)


def _first(layout: Any) -> dict[int, int]:
    """Maps our placeholder 1 to the largest text placeholder of the layout."""
    holder = _largest(layout)
    return {1: holder.placeholder_format.idx} if holder is not None else {}


def _body(layout: Any, size: tuple[float, float]) -> Box:
    """The box of a layout's text; without one, the area between title and footers."""
    holder = _largest(layout)
    box = _placed(holder) if holder is not None else None
    if box is not None:
        return box
    x, y, w, h = _placed(_title(layout)) or (0.06 * size[0], 0.06 * size[1], 0.88 * size[0], 0.14 * size[1])
    tops = [b[1] for f in layout.placeholders if _kind(f) in ("FOOTER", "SLIDE_NUMBER", "DATE") and (b := _placed(f))]
    foot = min([top for top in tops if top > y + h], default=0.93 * size[1])
    return (x, y + h + _GAP, w, foot - y - h - 2 * _GAP)


def _columns(layout: Any | None, size: tuple[float, float]) -> Stage | None:
    """Two texts side by side that are large enough; None when the layout does not have them."""
    if layout is None:
        return None
    found = sorted(_texts(layout), key=_area, reverse=True)[:2]
    found.sort(key=lambda holder: holder.left)
    boxes = [box for h in found if (box := _placed(h)) is not None and box[2] >= size[0] / 4 and box[3] >= _LEAST[1]]
    if len(boxes) < 2 or boxes[0][0] + boxes[0][2] > boxes[1][0]:
        return None
    holders = {n: h.placeholder_format.idx for n, h in enumerate(found, 1)}
    return Stage(layout, dict(enumerate(boxes, 1)), holders)


def _halves(body: Box) -> tuple[Box, Box]:
    x, y, w, h = body
    half = (w - 2 * _GAP) / 2
    return (x, y, half, h), (x + half + 2 * _GAP, y, half, h)


def _space(stages: Mapping[str, Stage]) -> Space:
    body, cover, section = stages["text"].boxes[1], stages["title"], stages["section"]
    left, right = (stages["two-column"].boxes[n] for n in (1, 2))
    return Space(
        width=body[2],
        depth=body[3],
        column=min(left[2], right[2]),
        column_depth=min(left[3], right[3]),
        title=_title_box(stages["text"].layout),
        title_size=_size(stages["text"].layout, 44.0),
        cover=_title_box(cover.layout),
        cover_size=_size(cover.layout, 60.0),
        section=_title_box(section.layout),
        section_size=_size(section.layout, 44.0),
        section_words=section.boxes[1][2:],
    )


def _title_box(layout: Any) -> tuple[float, float]:
    """Width and depth of a layout's title, without insets."""
    box = _placed(_title(layout)) or (0.0, 0.0, OURS.title[0], OURS.title[1])
    return (box[2] - _INSET[0], box[3] - _INSET[1])


def _size(layout: Any, usual: float) -> float:
    """The font size of a layout's title: from its placeholder, the master's placeholder, or the master's style."""
    whole = layout.slide_master
    above = next((h for h in whole.placeholders if _kind(h) == "TITLE"), None)
    places = [
        h._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz") for h in (_title(layout), above) if h is not None
    ]
    places.append(whole._element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz"))
    found = next((place[0] for place in places if place), None)
    return float(int(found) / 100) if found else usual


def _footer(layout: Any) -> tuple[float, float]:
    """Width and font size of the footer."""
    holder = next((h for h in layout.placeholders if _kind(h) == "FOOTER"), None)
    box = _placed(holder) if holder is not None else None
    found = holder._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz") if holder is not None else []
    return ((box[2] if box else 300.0) - _INSET[0], int(found[0]) / 100 if found else 12.0)
