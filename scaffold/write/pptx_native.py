"""A statement as native text and equations with LaTeX's picture as its fallback, in one alternate content.

`Requires` names both a14 and p14: PowerPoint 2010 and newer know both and take the native form. LibreOffice compares
the whole attribute with "a14", for which it would drop formulas inside text (measured in 7.4), and takes the picture.
"""

from __future__ import annotations

import copy
from typing import Any
from xml.sax.saxutils import escape

from scaffold.write.master import EMU
from scaffold.write.omml import Formula, Native, NativeParagraph
from scaffold.write.plain_runs import Run
from scaffold.write.slides_text import indent, is_label

__all__ = ["alternate", "chosen", "depth"]

_TALLER = 1.15
"""PowerPoint's height of native formulas is not measured; this much more than LaTeX's is kept for it."""

_NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def chosen(native: Native, id: str, height: float, size: float, room: float) -> float | None:
    """The size at which a statement whose picture is `height` points tall at `size` stands natively in the room.

    None when it is not native, or would fit only below 18 points.
    """
    if id not in native.by_id or not size:
        return None
    sizes = [s for s in (22.0, 20.0, 18.0) if s <= size]
    return next((s for s in sizes if depth(height, s / size) <= room), None)


def depth(height: float, scale: float) -> float:
    """Room kept for the native form of a statement whose picture is so high, set at `scale` times its size."""
    return height * _TALLER * scale


def alternate(picture: Any, paragraphs: tuple[NativeParagraph, ...], size: float, room: tuple[float, float]) -> Any:
    """Puts the picture's element (a p:pic on its slide) into a fallback behind the native form; the new element."""
    from pptx.oxml import parse_xml

    properties = picture.xpath(".//p:cNvPr")[0]
    frame = picture.xpath("./p:spPr/a:xfrm")[0]
    place = picture.xpath(".//p:nvPr/p:ph")
    shape = _shape(properties, frame, paragraphs, size, room)
    element = parse_xml(
        f'<mc:AlternateContent {_NS}><mc:Choice Requires="a14 p14">{shape}</mc:Choice><mc:Fallback/>'
        "</mc:AlternateContent>"
    )
    if place:
        element.xpath(".//*[local-name()='Choice']//*[local-name()='nvPr']")[0].append(copy.deepcopy(place[0]))
    picture.getparent().replace(picture, element)
    element[1].append(picture)
    return element


def _shape(
    properties: Any,
    frame: Any,
    paragraphs: tuple[NativeParagraph, ...],
    size: float,
    room: tuple[float, float],
) -> str:
    off = frame.find(_a("off"))
    width, high = (round(v * EMU) for v in room)
    alt = escape(properties.get("descr", ""), {'"': "&quot;"})
    body = "".join(_paragraph(p, size, first=n == 0) for n, p in enumerate(paragraphs))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{properties.get("id")}" name="{escape(properties.get("name"))}" descr="{alt}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{off.get("x")}" y="{off.get("y")}"/><a:ext cx="{width}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{body}</p:txBody></p:sp>"
    )


def _a(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}"


def _paragraph(paragraph: NativeParagraph, size: float, *, first: bool) -> str:
    if paragraph.display:
        return _display(paragraph, size, first=first)
    bullet = paragraph.bullet
    margin = round(indent(bullet) * EMU)
    hang = f' marL="{margin}" indent="{-margin}" algn="l"'
    mark = f'<a:buChar char="{escape(bullet)}"/>' if bullet and not is_label(bullet) else "<a:buNone/>"
    lead = _run(Run(bullet + "\t"), size) if is_label(bullet) else ""
    pieces = "".join(_piece(p, size) for p in paragraph.pieces)
    return f"<a:p><a:pPr{hang}>{_before(first)}{mark}</a:pPr>{lead}{pieces}</a:p>"


def _display(paragraph: NativeParagraph, size: float, *, first: bool) -> str:
    """A formula on its own, centred; its number stands behind it as text of the formula."""
    (formula,) = (p for p in paragraph.pieces if isinstance(p, Formula))
    xml = _sized(formula.xml, size)
    if formula.number:
        number = (
            f'<m:r><m:rPr><m:nor/></m:rPr><a:rPr lang="en-GB" sz="{round(size * 100)}">'
            '<a:latin typeface="+mn-lt"/></a:rPr>'
            f'<m:t xml:space="preserve">     ({escape(formula.number)})</m:t></m:r>'
        )
        xml = xml.replace("</m:oMath>", f"{number}</m:oMath>")
    para = f'<m:oMathPara><m:oMathParaPr><m:jc m:val="center"/></m:oMathParaPr>{xml}</m:oMathPara>'
    return f'<a:p><a:pPr marL="0" indent="0" algn="ctr">{_before(first)}<a:buNone/></a:pPr><a14:m>{para}</a14:m></a:p>'


def _before(first: bool) -> str:
    return f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="{0 if first else 600}"/></a:spcBef>'


def _piece(piece: Run | Formula, size: float) -> str:
    if isinstance(piece, Formula):
        return f"<a14:m>{_sized(piece.xml, size)}</a14:m>"
    return _run(piece, size)


def _run(run: Run, size: float) -> str:
    look = (' i="1"' if run.italic else "") + (' b="1"' if run.bold else "")
    if run.script:
        look += f' baseline="{30000 if run.script > 0 else -25000}"'
    return f'<a:r><a:rPr lang="en-GB" sz="{round(size * 100)}"{look}/><a:t>{escape(run.text)}</a:t></a:r>'


def _sized(xml: str, size: float) -> str:
    """The formula with its letters at the size of the text around."""
    return xml.replace('<a:rPr lang="en-GB"', f'<a:rPr lang="en-GB" sz="{round(size * 100)}"')
