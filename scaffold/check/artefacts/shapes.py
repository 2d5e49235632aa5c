"""The shapes of a finished .pptx as they are drawn: their position, and their text with inherited sizes.

python-pptx skips mc:AlternateContent, which holds our equations. The slides are therefore walked as XML;
python-pptx only opens the file and finds layouts. Lengths are points of the slide.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from scaffold.ooxml import EMU, MC, A, M, P, R
from scaffold.originals import damaged_deck

__all__ = ["Deck", "Paragraph", "Piece", "Shape", "Slide", "described", "parsed", "read"]

_DEFAULT_INSETS = (7.2, 3.6, 7.2, 3.6)
"""Left, top, right and bottom by default (ECMA-376 part 1, bodyPr)."""

Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text, or an equation (formula is its XML element, text its characters)."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False
    raised: bool = False
    lowered: bool = False
    colour: str = ""
    formula: Any = None
    display: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph: left margin, hanging indent, space before and after, line spacing."""

    pieces: tuple[Piece, ...]
    left: float = 0.0
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    spacing: float = 1.0
    size: float = 18.0
    bullet: bool = False

    @property
    def text(self) -> str:
        """Its text, with the characters of its formulas."""
        return "".join(p.text for p in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape. kind: text, picture, line or frame. A shape of higher order is drawn on top.

    holder is the placeholder's type ("" for none). alternative numbers the mc:AlternateContent elements of a slide: a
    shape and its fallback picture (twin is True) share one. filled: whether it hides the shapes below it.
    """

    name: str
    kind: str
    box: Box
    order: int
    description: str = ""
    holder: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    insets: Box = _DEFAULT_INSETS
    anchor: str = "t"
    wraps: bool = True
    grows: bool = False
    filled: bool = False
    alternative: int = 0
    twin: bool = False
    image: str = ""
    cropped: bool = False
    joins: tuple[str, ...] = ()
    """Ids of the shapes that a connector is attached to."""

    @property
    def text(self) -> str:
        """Its paragraphs, one per line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide: number (from 1), name in the file, name of its layout, whether the slide show includes it."""

    number: int
    name: str
    layout: str
    shown: bool
    shapes: tuple[Shape, ...]

    @property
    def title(self) -> str:
        """The text of its title; "" without one."""
        held = (s for s in self.shapes if s.holder in ("title", "ctrTitle"))
        return " ".join(next((s.text for s in held), "").split())


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck: width and height of its slides in points."""

    width: float
    height: float
    slides: tuple[Slide, ...] = field(default=())


def read(path: Path) -> Deck:
    """The deck at path; raises BadDeck."""
    try:
        return _deck(str(path))
    except Exception as e:  # python-pptx passes on errors of zip, XML and its own modules
        raise damaged_deck(path) from e


def parsed(content: bytes) -> Deck:
    """The deck with these bytes, which scaffold has written itself: errors of python-pptx are passed on."""
    return _deck(io.BytesIO(content))


def _deck(source: str | IO[bytes]) -> Deck:
    from pptx import Presentation

    file: Any = Presentation(source)
    slides = tuple(_slide(slide, n) for n, slide in enumerate(file.slides, 1))
    return Deck(file.slide_width / EMU, file.slide_height / EMU, slides)


def described(deck: Deck) -> dict[str, list[str]]:
    """The descriptions (alt text) of the pictures of statements, by the hash of the picture's file."""
    found: dict[str, set[str]] = {}
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.image and shape.name == "Statement":
                found.setdefault(shape.image, set()).add(shape.description)
    return {image: sorted(texts) for image, texts in sorted(found.items())}


def _slide(slide: Any, number: int) -> Slide:
    layout = slide.slide_layout
    reader = _Reader(slide, layout._element, layout.slide_master._element)
    shapes = tuple(reader.shapes(slide._element.cSld.spTree, (1.0, 1.0, 0.0, 0.0), 0, False))
    shown = slide._element.get("show") not in ("0", "false")
    return Slide(
        number=number, name=slide._element.cSld.get("name") or "", layout=layout.name, shown=shown, shapes=shapes
    )


class _Reader:
    """Walks one slide; placeholders inherit from the layout and the master."""

    def __init__(self, slide: Any, layout: Any, master: Any) -> None:
        self.slide, self.master = slide, master
        self.of_layout, self.of_master = _holders(layout), _holders(master)
        self.order = self.alternatives = 0

    def shapes(self, tree: Any, scale: Box, alternative: int, twin: bool) -> Iterator[Shape]:
        """The shapes below tree in drawing order; scale maps the coordinates of a group to those of the slide."""
        for node in tree:
            if node.tag == f"{MC}AlternateContent":
                self.alternatives += 1
                here = self.alternatives
                for branch in node:
                    yield from self.shapes(branch, scale, here, branch.tag == f"{MC}Fallback")
            elif node.tag == f"{P}grpSp":
                yield from self.shapes(node, _group(node, scale), alternative, twin)
            elif node.tag in _KINDS:
                yield self._shape(node, scale, alternative, twin)

    def _shape(self, node: Any, scale: Box, alternative: int, twin: bool) -> Shape:
        self.order += 1
        ancestors = self._ancestors(node)
        texts = [*node.findall(f"{P}txBody"), *node.iterfind(f".//{A}tc/{A}txBody")]
        properties = node.find(".//" + f"{P}cNvPr")
        bodies = [e.find(f"{P}txBody/{A}bodyPr") for e in (node, *ancestors)]
        looks = [b for b in bodies if b is not None]
        held = node.find(f"*/{P}nvPr/{P}ph")
        fit = next((c.tag.rpartition("}")[2] for b in looks for c in b if c.tag.lower().endswith("autofit")), "")
        return Shape(
            name=properties.get("name", ""),
            kind=_KINDS[node.tag],
            box=_box(node, ancestors, scale),
            order=self.order,
            description=properties.get("descr", ""),
            holder=held.get("type", "obj") if held is not None else "",
            paragraphs=tuple(p for text in texts for p in self._paragraphs(node, text, ancestors)),
            insets=_insets(looks),
            anchor=_first(looks, "anchor", "t"),
            wraps=_first(looks, "wrap", "square") != "none",
            grows=fit == "spAutoFit",
            filled=_filled(node),
            alternative=alternative,
            twin=twin,
            image=self._image(node),
            cropped=_cropped(node),
            joins=tuple(e.get("id", "") for e in node.iter(f"{A}stCxn", f"{A}endCxn")),
        )

    def _ancestors(self, node: Any) -> list[Any]:
        """The placeholders of the layout and the master that this one inherits from."""
        held = node.find(f"*/{P}nvPr/{P}ph")
        if held is None:
            return []
        kind, idx = held.get("type", "obj"), held.get("idx", "0")
        found = [e for e in self.of_layout if e[1].get("idx", "0") == idx and _inheritable(e[1], kind)]
        found = found or [e for e in self.of_layout if e[1].get("type", "obj") == kind]
        kind = found[0][1].get("type", kind) if found else kind
        base = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}.get(kind, kind)
        top = [e for e in self.of_master if e[1].get("type", "obj") == base]
        return [e[0] for e in (*found[:1], *top[:1])]

    def _paragraphs(self, node: Any, body: Any, ancestors: Sequence[Any]) -> tuple[Paragraph, ...]:
        held = node.find(f"*/{P}nvPr/{P}ph")
        style = _STYLES.get(held.get("type", "obj"), "bodyStyle") if held is not None else "otherStyle"
        lists = [e.find(f"{P}txBody/{A}lstStyle") for e in (node, *ancestors)]
        lists.append(self.master.find(f"{P}txStyles/{P}{style}"))
        scale = _autofit_scale([e.find(f"{P}txBody/{A}bodyPr") for e in (node, *ancestors)])
        return tuple(_paragraph(p, [e for e in lists if e is not None], scale) for p in body.findall(f"{A}p"))

    def _image(self, node: Any) -> str:
        """The hash of the picture's file, or ""."""
        import hashlib

        blip = node.find(f"{P}blipFill/{A}blip")
        name = f"{R}embed"
        if blip is None or not blip.get(name):
            return ""
        return hashlib.sha256(self.slide.part.related_part(blip.get(name)).blob).hexdigest()


_KINDS = {f"{P}sp": "text", f"{P}pic": "picture", f"{P}cxnSp": "line", f"{P}graphicFrame": "frame"}
_STYLES = {
    "title": "titleStyle",
    "ctrTitle": "titleStyle",
    "ftr": "otherStyle",
    "sldNum": "otherStyle",
    "dt": "otherStyle",
}


def _holders(root: Any) -> list[tuple[Any, Any]]:
    """Placeholders of a layout or master with their p:ph."""
    shapes = root.find(f"{P}cSld/{P}spTree").iter(f"{P}sp", f"{P}pic")
    found = ((s, s.find(f"*/{P}nvPr/{P}ph")) for s in shapes)
    return [(s, ph) for s, ph in found if ph is not None]


def _inheritable(held: Any, kind: str) -> bool:
    """Whether a layout's placeholder may be the parent of one of that kind: titles inherit from titles only."""
    titles = ("title", "ctrTitle")
    return (held.get("type", "obj") in titles) == (kind in titles)


def _group(node: Any, scale: Box) -> Box:
    frame = node.find(f"{P}grpSpPr/{A}xfrm")
    if frame is None or frame.find(f"{A}chOff") is None:
        return scale
    off, ext, inner, size = (frame.find(A + n) for n in ("off", "ext", "chOff", "chExt"))
    sx = int(ext.get("cx")) / (int(size.get("cx")) or 1)
    sy = int(ext.get("cy")) / (int(size.get("cy")) or 1)
    dx = int(off.get("x")) - sx * int(inner.get("x"))
    dy = int(off.get("y")) - sy * int(inner.get("y"))
    return scale[0] * sx, scale[1] * sy, scale[0] * dx + scale[2], scale[1] * dy + scale[3]


def _box(node: Any, ancestors: Sequence[Any], scale: Box) -> Box:
    """The position and size of a shape, its own or inherited; all zero if it has none."""
    frames = [e.find(f"{P}xfrm") if (f := e.find(f"{P}spPr/{A}xfrm")) is None else f for e in (node, *ancestors)]
    off, ext = (next((f.find(A + n) for f in frames if f is not None and f.find(A + n) is not None), None)
                for n in ("off", "ext"))  # fmt: skip
    if off is None or ext is None:
        return 0.0, 0.0, 0.0, 0.0
    x, y = int(off.get("x")) * scale[0] + scale[2], int(off.get("y")) * scale[1] + scale[3]
    w, h = int(ext.get("cx")) * scale[0], int(ext.get("cy")) * scale[1]
    return x / EMU, y / EMU, w / EMU, h / EMU


def _first(looks: Sequence[Any], name: str, default: str) -> str:
    return next((str(e.get(name)) for e in looks if e.get(name) is not None), default)


def _insets(looks: Sequence[Any]) -> Box:
    names = zip(("lIns", "tIns", "rIns", "bIns"), _DEFAULT_INSETS, strict=True)
    left, top, right, bottom = (int(_first(looks, n, str(round(d * EMU)))) / EMU for n, d in names)
    return left, top, right, bottom


def _autofit_scale(looks: Sequence[Any]) -> tuple[float, float]:
    """The factors by which PowerPoint has scaled text and line spacing down to fit."""
    own = looks[0] if looks else None
    fit = own.find(f"{A}normAutofit") if own is not None else None
    if fit is None:
        return 1.0, 1.0
    return _percent(fit.get("fontScale", "100000")), 1.0 - _percent(fit.get("lnSpcReduction", "0"))


def _percent(value: str) -> float:
    return float(value.rstrip("%")) / 100 if value.endswith("%") else int(value) / 100000


def _filled(node: Any) -> bool:
    """Whether it hides the shapes below it."""
    look = node.find(f"{P}spPr")
    return look is not None and any(
        look.find(A + n) is not None for n in ("solidFill", "gradFill", "pattFill", "blipFill")
    )


def _cropped(node: Any) -> bool:
    cut = node.find(f"{P}blipFill/{A}srcRect")
    return cut is not None and any(int(v.rstrip("%") or 0) > 0 for v in cut.attrib.values())


# ---- text -----------------------------------------------------------------------------------------------------------


def _paragraph(node: Any, lists: Sequence[Any], scale: tuple[float, float]) -> Paragraph:
    own = node.find(f"{A}pPr")
    level = int(own.get("lvl", "0")) + 1 if own is not None else 1
    styles = [e for e in (own, *(x.find(f"{A}lvl{level}pPr") for x in lists)) if e is not None]
    defaults = [d for e in styles if (d := e.find(f"{A}defRPr")) is not None]
    size = int(_first(defaults, "sz", "1800")) / 100
    end = node.find(f"{A}endParaRPr")
    if end is not None and end.get("sz") and not node.findall(f"{A}r"):
        size = int(end.get("sz")) / 100
    pieces = tuple(_pieces(node, defaults, size, scale[0]))
    biggest = max((p.size for p in pieces), default=size * scale[0])
    return Paragraph(
        pieces=pieces,
        left=int(_first(styles, "marL", "0")) / EMU,
        indent=int(_first(styles, "indent", "0")) / EMU,
        before=_space(styles, "spcBef", biggest) * scale[0],
        after=_space(styles, "spcAft", biggest) * scale[0],
        spacing=_spacing(styles) * scale[1],
        size=biggest,
        bullet=_has_bullet(styles),
    )


def _pieces(node: Any, defaults: Sequence[Any], size: float, scale: float) -> Iterator[Piece]:
    for child in node:
        kind = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if kind in ("r", "fld"):
            looks = [e for e in (child.find(f"{A}rPr"), *defaults) if e is not None]
            text = "".join(t.text or "" for t in child.findall(f"{A}t"))
            yield Piece(
                text=text,
                size=int(_first(looks, "sz", str(round(size * 100)))) / 100 * scale,
                bold=_first(looks, "b", "0") in ("1", "true"),
                italic=_first(looks, "i", "0") in ("1", "true"),
                raised=_percent(_first(looks, "baseline", "0")) > 0,
                lowered=_percent(_first(looks, "baseline", "0")) < 0,
                colour=_colour(looks[0]) if looks else "",
            )
        elif kind == "br":
            yield Piece(text="\n", size=size * scale)
        elif kind == "m":
            for formula in child.iter(f"{M}oMath"):
                sizes = [int(r.get("sz")) / 100 for r in formula.iter(f"{A}rPr") if r.get("sz")]
                text = "".join(t.text or "" for t in formula.iter(f"{M}t"))
                display = child.find(f"{M}oMathPara") is not None
                yield Piece(text=text, size=max(sizes, default=size) * scale, formula=formula, display=display)


def _colour(look: Any) -> str:
    found = look.find(f"{A}solidFill/{A}schemeClr")
    return found.get("val", "") if found is not None else ""


def _space(styles: Sequence[Any], name: str, size: float) -> float:
    for style in styles:
        space = style.find(A + name)
        if space is not None:
            points, percent = space.find(f"{A}spcPts"), space.find(f"{A}spcPct")
            if points is not None:
                return int(points.get("val")) / 100
            return _percent(percent.get("val")) * size * 1.2 if percent is not None else 0.0
    return 0.0


def _spacing(styles: Sequence[Any]) -> float:
    for style in styles:
        percent = style.find(f"{A}lnSpc/{A}spcPct")
        if percent is not None:
            return _percent(percent.get("val"))
    return 1.0


def _has_bullet(styles: Sequence[Any]) -> bool:
    for style in styles:
        for child in style:
            if child.tag in (f"{A}buNone", f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"):
                return bool(child.tag != f"{A}buNone")
    return False
