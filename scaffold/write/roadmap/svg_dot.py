"""A road map as files that other programs open: DOT for Graphviz, and an SVG picture for browsers and slides.

Labels and names are plain text; an arrow leads from a result to those whose proofs use it, as in report and deck.
Text fits its box by the metrics of Arial with an eighth of slack, for the fonts that replace it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from scaffold import metrics
from scaffold.plans import RoadMap, RoadNode
from scaffold.write.roadmap.routes import Box, Drawing, Sizes, draw

__all__ = ["FONTS", "GAP", "LABEL", "NAME", "PADDING", "SLACK", "dot", "svg"]

FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
LABEL, NAME = 13.0, 10.5
"""Font sizes in a box: the statement's number above, its name and page below."""

PADDING, GAP, SLACK = 9.0, 6.0, 1.125
"""Space left and right of a box's text, and before its page; how much wider than Arial a substitute may be."""

_NARROW, _NAMED, _WIDE = 104.0, 150.0, 190.0
_HEIGHT, _NAME_LINE, _NAME_LINES = 32.0, 13.0, 2
_MARGIN, _LEAST = 28.0, 460.0
_TITLE, _SMALL = 16.0, 11.0
_INK, _GREY, _LINE, _TINT, _PALE, _WHITE = "#1f3a5f", "#5a6270", "#9aa5b4", "#eaf0f8", "#d5e0ee", "#ffffff"
_LIT = "#b4530a"
_ROUND = {"stroke-linejoin": "round", "stroke-linecap": "round"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that are not allowed in XML 1.0."""


def dot(roadmap: RoadMap, title: str = "", names: Mapping[str, str] | None = None) -> str:
    """The road map in Graphviz's language, with all edges (`tred` removes those implied by a longer path)."""
    names = names or {}
    lines = [
        "// What the main results depend on. a -> b means: the proof of a uses b.",
        "digraph roadmap {",
        f"  graph [rankdir=TB, ranksep=0.6, nodesep=0.25, labelloc=t, fontname={_quoted('sans-serif')},"
        f" label={_quoted(title)}];",
        f"  node [shape=box, style={_quoted('rounded,filled')}, color={_quoted(_LINE)}, fillcolor={_quoted(_WHITE)},"
        f" fontname={_quoted('sans-serif')}, fontsize=11];",
        f"  edge [dir=back, arrowsize=0.7, color={_quoted(_GREY)}];",
    ]
    for node in roadmap.nodes:
        label = "\\n".join(_escaped(part) for part in (node.label, _under(node, names)) if part)
        lines.append(f'  {_quoted(node.id)} [label="{label}"{_look(node)}];')
    mains = " ".join(f"{_quoted(n.id)};" for n in roadmap.nodes if n.layer == 0)
    if mains:
        lines.append(f"  {{ rank=min; {mains} }}")
    lines += [f"  {_quoted(a)} -> {_quoted(b)};" for a, b in roadmap.edges]
    return "\n".join([*lines, "}"]) + "\n"


def _look(node: RoadNode) -> str:
    if node.main:
        return f", color={_quoted(_INK)}, fillcolor={_quoted(_INK)}, fontcolor={_quoted(_WHITE)}"
    if node.outside:
        return f", style={_quoted('rounded,dashed')}"
    return f", color={_quoted(_INK)}, fillcolor={_quoted(_TINT)}, penwidth=2" if node.heavy else ""


def _escaped(text: str) -> str:
    """Text for a quoted label: Graphviz interprets backslashes in it."""
    return " ".join(_clean(text).split()).replace("\\", "\\\\").replace('"', '\\"')


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _under(node: RoadNode, names: Mapping[str, str]) -> str:
    page = f"p. {node.page}" if node.page else ""
    return " · ".join(x for x in (" ".join(names.get(node.id, "").split()), page) if x)


def svg(roadmap: RoadMap, title: str = "", names: Mapping[str, str] | None = None) -> str:
    """The picture of a road map; title is the paper's; names maps ids to names of statements.

    Main results are dark, key lemmas tinted and bold; the tooltip of a box says what it is and what it uses.
    """
    names = {id: " ".join(_clean(name).split()) for id, name in (names or {}).items()}
    sizes, words = _boxes(roadmap, names)
    picture = draw(roadmap, sizes)
    max_width = max(_LEAST, picture.width)
    heading = _wrapped(_clean(title), _TITLE, max_width, bold=True)
    top = _MARGIN + len(heading) * _TITLE * 1.3 + 12
    notes = [line for note in _notes(roadmap, picture) for line in _wrapped(note, _SMALL, max_width)]
    height = top + picture.height + 26 + len(notes) * _SMALL * 1.5 + _MARGIN - 8
    root = _root(max_width + 2 * _MARGIN, height, title, _described(roadmap))
    for i, line in enumerate(heading):
        _text(root, line, _MARGIN, _MARGIN + (i + 0.8) * _TITLE * 1.3, size=_TITLE, fill=_INK, bold=True)
    left = _MARGIN + (max_width - picture.width) / 2
    stage = ET.SubElement(root, "g", {"transform": f"translate({_n(left)} {_n(top)})"})
    _arrows(stage, picture)
    for box in picture.boxes:
        id = box.node.id
        _box(stage, box, sizes, words[id], tooltip=_sentence(box.node, roadmap, names.get(id, "")))
    for i, line in enumerate(notes):
        _text(root, line, _MARGIN, top + picture.height + 36 + i * _SMALL * 1.5, size=_SMALL, fill=_GREY)
    return _printed(root)


@dataclass(frozen=True, slots=True)
class _BoxText:
    """The text of a box: its label and page in the first line, its name in up to two more."""

    label: str
    page: str
    name: tuple[str, ...]


def _box_text(node: RoadNode, name: str, max_width: float) -> _BoxText:
    """The text of a box, cut if it does not fit: the page is always kept, a name has at most two lines."""
    page = f"p. {node.page}" if node.page else ""
    label = _shortened(" ".join(_clean(node.label).split()), LABEL, max_width - _page_width(page), bold=True)
    lines = _wrapped(name, NAME, max_width)
    if len(lines) > _NAME_LINES:
        last = _shortened(" ".join(lines[_NAME_LINES - 1 :]), NAME, max_width)
        lines = [*lines[: _NAME_LINES - 1], last]
    return _BoxText(label, page, tuple(lines))


def _page_width(page: str) -> float:
    return GAP + metrics.width(page, NAME) * SLACK if page else 0.0


def _boxes(roadmap: RoadMap, names: Mapping[str, str]) -> tuple[Sizes, dict[str, _BoxText]]:
    """The size of all boxes, as wide as the widest label within limits, and the text of each."""
    pages = {n.id: f"p. {n.page}" if n.page else "" for n in roadmap.nodes}
    widths = [
        metrics.width(_clean(n.label), LABEL, bold=True) * SLACK + _page_width(pages[n.id]) for n in roadmap.nodes
    ]
    widest = max(widths, default=0.0) + 2 * PADDING + 1
    least = _NAMED if any(names.get(n.id) for n in roadmap.nodes) else _NARROW
    width = float(math.ceil(min(_WIDE, max(least, widest))))
    words = {n.id: _box_text(n, names.get(n.id, ""), width - 2 * PADDING) for n in roadmap.nodes}
    lines = max((len(w.name) for w in words.values()), default=0)
    return Sizes(width=width, height=_HEIGHT + lines * _NAME_LINE), words


def _root(width: float, height: float, title: str, description: str) -> ET.Element:
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "width": _n(width), "height": _n(height),
        "viewBox": f"0 0 {_n(width)} {_n(height)}", "role": "img", "aria-labelledby": "title desc",
        "font-family": FONTS,
    })  # fmt: skip
    name = f"Proof road map of {_clean(title)}" if title else "Proof road map"
    ET.SubElement(root, "title", {"id": "title"}).text = " ".join(name.split())
    ET.SubElement(root, "desc", {"id": "desc"}).text = _clean(description)
    ET.SubElement(root, "rect", {"width": _n(width), "height": _n(height), "fill": _WHITE})
    return root


def _described(roadmap: RoadMap) -> str:
    """The alternative text of the picture."""
    if not roadmap.nodes:
        return "No main result was found, so there is no road map."
    return " ".join(f"{_sentence(node, roadmap)}." for node in roadmap.nodes)


def _sentence(node: RoadNode, roadmap: RoadMap, name: str = "") -> str:
    label = {n.id: n.label for n in roadmap.nodes}
    used = [label[b] for a, b in roadmap.edges if a == node.id and b in label]
    page = f" (page {node.page})" if node.page else ""
    what = ", a main result" if node.main else ", a result of another work" if node.outside else ""
    called = f" ({name})" if name else ""
    return _clean(f"{node.label}{called}{page}{what}" + (f" uses {', '.join(used)}" if used else ""))


def _notes(roadmap: RoadMap, picture: Drawing) -> list[str]:
    if not roadmap.nodes:
        return ["No main result was found in the paper: name them in scaffold.toml to see what they depend on."]
    lines = [
        "An arrow leads from a result to one whose proof uses it. Dark: main results; tinted: key lemmas; "
        "orange: a path to the main result through key lemmas."
    ]
    if any(n.outside for n in roadmap.nodes):
        lines.append("Dashed boxes are results of other works.")
    if any(n.page for n in roadmap.nodes):
        lines.append("Page numbers are the paper's.")
    if picture.implied:
        lines.append(f"{_counted(picture.implied, 'arrow')} omitted (implied by a longer path).")
    if roadmap.folded:
        lines.append(f"{_counted(roadmap.folded, 'further statement')} omitted.")
    if any(r.turned for r in picture.routes):
        lines.append("Dashed arrows close a cycle in the proofs, as read.")
    return [" ".join(lines)]


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _wrapped(text: str, size: float, max_width: float, *, bold: bool = False) -> list[str]:
    """The text broken into lines that fit, with slack."""
    lines: list[str] = []
    for word in text.split():
        if lines and metrics.width(f"{lines[-1]} {word}", size, bold=bold) * SLACK <= max_width:
            lines[-1] += f" {word}"
        else:
            lines.append(_shortened(word, size, max_width, bold=bold))
    return lines


def _shortened(text: str, size: float, max_width: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis if it does not fit."""
    if metrics.width(text, size, bold=bold) * SLACK <= max_width:
        return text
    while text and metrics.width(text + "…", size, bold=bold) * SLACK > max_width:
        text = text[:-1].rstrip(" ,;:-")
    return text + "…"


def _arrows(stage: ET.Element, picture: Drawing) -> None:
    """Draws lines first, the highlighted ones above the others, then the heads; all below the boxes."""
    lines = ET.SubElement(stage, "g", {"fill": "none", "stroke": _LINE, "stroke-width": "1.3", **_ROUND})
    heads = ET.SubElement(stage, "g", {"fill": _GREY})
    for route in sorted(picture.routes, key=lambda r: r.lit):
        look = {"stroke": _LIT, "stroke-width": "2.2"} if route.lit else {}
        d = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in route.points)
        ends = {"data-from": _clean(route.used), "data-to": _clean(route.user)}
        line = ET.SubElement(lines, "path", {"d": d, **ends, **look})
        if route.turned:
            line.set("stroke-dasharray", "4 3")
        ET.SubElement(heads, "path", {"d": _head(*route.points[-2:]), **({"fill": _LIT} if route.lit else {})})


def _head(before: tuple[float, float], tip: tuple[float, float]) -> str:
    """A triangle at the end of a line, in its direction."""
    (x0, y0), (x, y) = before, tip
    length = math.hypot(x - x0, y - y0) or 1.0
    dx, dy = (x - x0) / length, (y - y0) / length
    left, right = ((x - 8 * dx - s * 3.6 * dy, y - 8 * dy + s * 3.6 * dx) for s in (1, -1))
    return f"M{_n(x)} {_n(y)}L{_n(left[0])} {_n(left[1])}L{_n(right[0])} {_n(right[1])}z"


def _box(stage: ET.Element, box: Box, sizes: Sizes, words: _BoxText, tooltip: str) -> None:
    node, strong = box.node, box.node.main or box.node.heavy
    group = ET.SubElement(stage, "g", {"data-id": _clean(node.id)})
    ET.SubElement(group, "title").text = tooltip
    fill, ink, soft = (_INK, _WHITE, _PALE) if node.main else (_TINT if node.heavy else _WHITE, _INK, _GREY)
    ET.SubElement(group, "rect", {
        "x": _n(box.x - sizes.width / 2), "y": _n(box.y - sizes.height / 2), "width": _n(sizes.width),
        "height": _n(sizes.height), "rx": "5", "fill": fill,
        "stroke": _LIT if box.lit and not node.main else _INK if strong else _LINE,
        "stroke-width": "1.8" if strong or box.lit else "1.1",
        **({"stroke-dasharray": "5 3"} if node.outside else {}),
    })  # fmt: skip
    y = box.y - len(words.name) * _NAME_LINE / 2 + 4.5
    line = _text(group, "", box.x, y, size=LABEL, fill=ink, bold=strong, anchor="middle")
    ET.SubElement(line, "tspan").text = words.label
    if words.page:
        look = {"dx": _n(GAP), "font-size": _n(NAME), "font-weight": "normal", "fill": soft}
        ET.SubElement(line, "tspan", look).text = words.page
    for i, name in enumerate(words.name, start=1):
        _text(group, name, box.x, y + i * _NAME_LINE + 1, size=NAME, fill=soft, anchor="middle")


def _text(
    parent: ET.Element, text: str, x: float, y: float, size: float, *, fill: str, bold: bool = False, anchor: str = ""
) -> ET.Element:
    look = {"x": _n(x), "y": _n(y), "font-size": _n(size), "fill": fill}
    if bold:
        look["font-weight"] = "bold"
    if anchor:
        look["text-anchor"] = anchor
    element = ET.SubElement(parent, "text", look)
    element.text = text
    return element


def _printed(root: ET.Element) -> str:
    """The tree indented, except within a line of text, where white space would be visible."""
    ET.indent(root)
    for line in root.iter("text"):
        if len(line):
            line.text = None
        for piece in line:
            piece.tail = None
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _n(value: float) -> str:
    """A coordinate, rounded to a tenth of a unit, which nobody can see; never negative zero."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
