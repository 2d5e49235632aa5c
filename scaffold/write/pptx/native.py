"""A statement as native text and equations with LaTeX's picture as fallback (mc:AlternateContent).

`Requires` names both a14 and p14: PowerPoint 2010 and newer know both and use the native form. LibreOffice compares the
whole attribute with "a14", in which case it drops formulas inside text (measured in 7.4); so it uses the picture.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from scaffold.ooxml import EMU, A, declarations
from scaffold.write.equations.omml import Formula, NativeParagraph
from scaffold.write.equations.parts import Form
from scaffold.write.equations.tables import ASIDE, WITHIN, cells, columns, heights
from scaffold.write.slides.blocks import indent, is_label
from scaffold.write.text.runs import Run

__all__ = ["alternate"]

_NS = declarations("a", "p", "r", "mc", "a14", "p14", "m")


def alternate(picture: Any, form: Form, size: tuple[float, float]) -> Any:
    """Puts the picture's element (a p:pic on its slide) into a fallback after the native form; returns the new element.

    size is the width and depth of the form in points.
    """
    from pptx.oxml import parse_xml

    properties = picture.xpath(".//p:cNvPr")[0]
    frame = picture.xpath("./p:spPr/a:xfrm")[0]
    place = picture.xpath(".//p:nvPr/p:ph")
    shape = (_frame if form.paragraphs[0].grid else _shape)(properties, frame, form, size)
    element = parse_xml(
        f'<mc:AlternateContent {_NS}><mc:Choice Requires="a14 p14">{shape}</mc:Choice><mc:Fallback/>'
        "</mc:AlternateContent>"
    )
    if place:
        element.xpath(".//*[local-name()='Choice']//*[local-name()='nvPr']")[0].append(copy.deepcopy(place[0]))
    picture.getparent().replace(picture, element)
    element[1].append(picture)
    return element


def _shape(properties: Any, frame: Any, form: Form, size: tuple[float, float]) -> str:
    off = frame.find(_a("off"))
    width, high = round(size[0] * EMU), round((size[1] - form.top) * EMU)
    top = int(off.get("y")) + round(form.top * EMU)
    alt = escape(properties.get("descr", ""), {'"': "&quot;"})
    body = "".join(_paragraph(p, form, first=n == 0) for n, p in enumerate(form.paragraphs))
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{properties.get("id")}" name="{escape(properties.get("name"))}" descr="{alt}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{off.get("x")}" y="{top}"/><a:ext cx="{width}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{body}</p:txBody></p:sp>"
    )


def _frame(properties: Any, frame: Any, form: Form, size: tuple[float, float]) -> str:
    """A table at the place of the picture."""
    table, off = form.paragraphs[0], frame.find(_a("off"))
    wide = columns(table, form.size, size[0])
    high = heights(table, form.size, wide)
    alt = escape(properties.get("descr", ""), {'"': "&quot;"})
    across = "".join(f'<a:gridCol w="{round(w * EMU)}"/>' for w in wide)
    lines = "".join(_row(table, n, form, deep) for n, deep in enumerate(high))
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{properties.get("id")}"'
        f' name="{escape(properties.get("name"))}" descr="{alt}"/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{off.get("x")}" y="{off.get("y")}"/>'
        f'<a:ext cx="{round(sum(wide) * EMU)}" cy="{round(sum(high) * EMU)}"/></p:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr firstRow="1"/><a:tblGrid>{across}</a:tblGrid>{lines}'
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _row(table: NativeParagraph, number: int, form: Form, deep: float) -> str:
    """A row with the lines above and below it; the caption has none."""
    assert table.grid is not None
    grid, row = table.grid, [*cells(table, form.size)][number]
    first = 1 if grid.caption == 0 else 0
    last = first + len(grid.rows) - (1 if grid.caption is None else 2)
    titled, alone = number == grid.caption, len(row) < len(grid.aligned)
    above = "" if titled or number not in (first, first + grid.head) else _LINE
    below = "" if titled or number not in (first + grid.head - 1, last) else _LINE
    aligned = ["l" if titled else "ctr"] if alone else grid.aligned
    span = f' gridSpan="{len(grid.aligned)}"' if alone else ""
    held = "".join(
        f"<a:tc{span}>"
        f"<a:txBody><a:bodyPr/><a:lstStyle/>{_cell(cell, form, align)}</a:txBody>{_look(above, below)}</a:tc>"
        for cell, align in zip(row, aligned, strict=True)
    )
    merged = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'
    return f'<a:tr h="{round(deep * EMU)}">{held}{merged * (len(grid.aligned) - 1) if alone else ""}</a:tr>'


_LINE = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'


def _cell(cell: NativeParagraph, form: Form, align: str) -> str:
    size = form.size * cell.scale
    pieces = (
        "".join(_piece(p, size) for p in _tied(cell.pieces)) or f'<a:endParaRPr lang="en-GB" sz="{round(size * 100)}"/>'
    )
    return (
        f'<a:p><a:pPr marL="0" indent="0" algn="{align}">{_before(form, first=True)}<a:buNone/></a:pPr>{pieces}</a:p>'
    )


def _look(above: str, below: str) -> str:
    """The insets of a cell, and the lines above and below it; "" for none."""
    sides = {"lnL": "", "lnR": "", "lnT": above, "lnB": below}
    lines = "".join(
        f'<a:{name} w="{EMU if fill else 0}">{fill or "<a:noFill/>"}</a:{name}>' for name, fill in sides.items()
    )
    across, down = round(ASIDE * EMU), round(WITHIN * EMU)
    return (
        f'<a:tcPr marL="{across}" marR="{across}" marT="{down}" marB="{down}" anchor="ctr">{lines}<a:noFill/></a:tcPr>'
    )


def _a(name: str) -> str:
    return f"{A}{name}"


def _paragraph(paragraph: NativeParagraph, form: Form, *, first: bool) -> str:
    size = form.size * paragraph.scale
    if paragraph.display:
        return _display(paragraph, size, _before(form, first=first))
    bullet = paragraph.bullet
    margin, hang = round(paragraph.inset * EMU), round(indent(bullet) * EMU)
    mark = f'<a:buChar char="{escape(bullet)}"/>' if bullet and not is_label(bullet) else "<a:buNone/>"
    lead = _run(Run(bullet + "\t"), size) if is_label(bullet) else ""
    pieces = "".join(_piece(p, size) for p in _tied(paragraph.pieces))
    before = _before(form, first=first)
    return f'<a:p><a:pPr marL="{margin}" indent="{-hang}" algn="l">{before}{mark}</a:pPr>{lead}{pieces}</a:p>'


def _tied(pieces: Sequence[Run | Formula]) -> tuple[Run | Formula, ...]:
    """The pieces of a paragraph with a no-break space before the last word, so that it is not alone on its line."""
    last = pieces[-1] if pieces else None
    if not isinstance(last, Run) or last.text != last.text.rstrip():
        return tuple(pieces)
    first, _, word = last.text.rpartition(" ")
    return (*pieces[:-1], replace(last, text=f"{first}\u00a0{word}")) if first.strip() and word else tuple(pieces)


def _display(paragraph: NativeParagraph, size: float, before: str) -> str:
    """A displayed formula, centred, with its number after it as text within the formula."""
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
    margin = round(paragraph.inset * EMU)
    properties = f'<a:pPr marL="{margin}" indent="0" algn="ctr">{before}<a:buNone/></a:pPr>'
    return f"<a:p>{properties}<a14:m>{para}</a14:m></a:p>"


def _before(form: Form, *, first: bool) -> str:
    pitch = round(form.pitch * 100000)
    return f'<a:lnSpc><a:spcPct val="{pitch}"/></a:lnSpc><a:spcBef><a:spcPts val="{0 if first else 600}"/></a:spcBef>'


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
    """The formula with its letters at the size of the text around it."""
    return xml.replace('<a:rPr lang="en-GB"', f'<a:rPr lang="en-GB" sz="{round(size * 100)}"')
