"""Shapes of one slide: filled and moved placeholders, boxes, pictures and connectors, in reading order.

Shapes are added in the order in which screen readers should read them; empty placeholders are removed from the slide.
Lengths are points of a slide 960 x 540.
"""

from __future__ import annotations

import copy
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.ooxml import EMU, declarations
from scaffold.write.pptx.master import DECORATIVE
from scaffold.write.slides.blocks import indent, is_label, label_indent
from scaffold.write.slides.wording import Line, scripts
from scaffold.write.text.plain import Paragraph, Run

__all__ = ["Box", "Canvas"]

Box = tuple[float, float, float, float]
"""Left, top, width and height of a shape in points."""


_MATHEMATICAL = re.compile("((?:[\U0001d400-\U0001d7cb][\u0300-\u036f\u20d7]*)+)")
"""Script, fraktur and other letters of formulas, which fonts of titles lack: titles use italic letters instead."""


class Canvas:
    """One slide under construction; without footer text it has no slide number either."""

    def __init__(
        self,
        slide: Any,
        footer: str,
        colours: Mapping[str, str] | None = None,
        holders: Mapping[int, int] | None = None,
    ) -> None:
        """For another theme, colours maps our colours to its own, holders our placeholders to its own (idx)."""
        self.slide = slide
        self._tree = slide.shapes._spTree
        self._colours = colours or {}
        self._foreign = holders is not None
        ours = {theirs: n for n, theirs in (holders or {}).items()}
        self._waiting = {self._number(p.placeholder_format.idx, ours): p for p in slide.placeholders}
        self._footer = footer
        self.links: list[tuple[Any, str]] = []
        """Pieces of text that lead to another slide, with that slide's id."""

    def _number(self, idx: int, ours: Mapping[int, int]) -> int:
        """Our number of a placeholder; negative for one that we do not use, which is removed at the end."""
        return ours.get(idx, idx if idx == 0 or not self._foreign else -idx)

    def title(self, text: str, size: float, usual: float) -> None:
        """Writes the title, with its own size where that differs from the master's usual one."""
        shape = self._take(0)
        shape.name = "Title"
        paragraph = shape.text_frame.paragraphs[0]
        for words, script in scripts(text):
            for n, piece in enumerate(_MATHEMATICAL.split(words)):
                if piece:
                    shown = unicodedata.normalize("NFKC", piece) if n % 2 else piece
                    _run(paragraph, Run(shown, italic=n % 2 == 1, script=script), size if size != usual else None)

    def holder(self, idx: int) -> Any | None:
        """The placeholder of that index, moved to the end of the reading order; None if it is used or missing."""
        return self._take(idx) if idx in self._waiting else None

    def lines(self, idx: int | None, content: Sequence[Line], size: float, gap: float, box: Box, name: str) -> Any:
        """Text in the placeholder of that index, or in a text box if that is taken: one paragraph per line."""
        shape = self._text_shape(idx, box, name)
        frame = shape.text_frame
        labels = [line.bullet for line in content if is_label(line.bullet)]
        hang = round(label_indent(labels, size) * EMU)
        for n, line in enumerate(content):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            self.links += _line(paragraph, line, size, gap if n else 0.0, muted=self._name("accent3"))
            if labels and (not line.bullet or line.bullet in labels):
                paragraph._p.get_or_add_pPr().set("marL", str(hang))
            if line.bullet in labels:
                paragraph._p.get_or_add_pPr().set("indent", str(-hang))
        return shape

    def rich(self, idx: int | None, content: Sequence[Paragraph], size: float, gap: float, box: Box, name: str) -> Any:
        """Like `lines`, for paragraphs with italics, subscripts and superscripts."""
        shape = self._text_shape(idx, box, name)
        frame = shape.text_frame
        for n, part in enumerate(content):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            _rich(paragraph, part, size, gap if n else 0.0)
        return shape

    def label(self, idx: int | None, text: str, box: Box, name: str, size: float, **look: Any) -> Any:
        """One short line; look: bold, colour (of the theme), align ("l", "ctr", "r")."""
        shape = self._text_shape(idx, box, name)
        paragraph = shape.text_frame.paragraphs[0]
        for words, script in scripts(text):
            run = _run(paragraph, Run(words, bold=bool(look.get("bold")), script=script), size)
            _colour(run._r.get_or_add_rPr(), self._name(look.get("colour", "tx1")))
        paragraph._p.get_or_add_pPr().set("algn", look.get("align", "l"))
        return shape

    def rectangle(self, box: Box, colour: str, name: str) -> Any:
        """A filled decorative rectangle."""
        shape = self.box_shape(box, name, fill=colour, line=None)
        _describe(shape, "", decorative=True)
        return shape

    def box_shape(self, box: Box, name: str, *, fill: str, line: tuple[str, float] | None) -> Any:
        """A rectangle with its text insets at zero; line is a colour and a width in points, None for no outline."""
        from pptx.enum.shapes import MSO_SHAPE

        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
        shape.name = name
        _plain_style(shape)
        _fill(shape, self._name(fill))
        _line_style(shape, (self._name(line[0]), line[1]) if line else None)
        return shape

    def dashed(self, shape: Any) -> None:
        """Makes the outline of a shape dashed."""
        from pptx.enum.dml import MSO_LINE

        shape.line.dash_style = MSO_LINE.DASH

    def picture(self, idx: int | None, png: bytes, box: Box, name: str, alt: str, svg: bytes | None = None) -> Any:
        """A picture in the placeholder of that index, so that it follows a change of layout."""
        shape = self.slide.shapes.add_picture(io.BytesIO(png), *_emu(box))
        shape.name = name
        _describe(shape, alt)
        held = self.holder(idx) if idx is not None else None
        if held is not None:
            _inherit(shape, held)
            held._element.getparent().remove(held._element)
        if svg:
            _add_svg(self.slide, shape, svg)
        return shape

    def connector(
        self,
        start: Any,
        end: Any,
        name: str,
        colour: str,
        width: float,
        *,
        sites: tuple[int, int] = (0, 2),
        head: bool = True,
    ) -> Any:
        """A straight line connected to a site of each shape (0 top, 2 bottom); head: with an arrow head at its end."""
        from pptx.enum.shapes import MSO_CONNECTOR

        line = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, begin_x=0, begin_y=0, end_x=0, end_y=0)
        line.begin_connect(start, sites[0])
        line.end_connect(end, sites[1])
        line.name = name
        _describe(line, name if head else "", decorative=not head)
        _arrow(line, self._name(colour), width, head=head)
        return line

    def send_to_back(self, shape: Any) -> None:
        """Moves a shape below all others; screen readers read it first, after the title."""
        self._tree.remove(shape._element)
        self.slide.shapes.title._element.addnext(shape._element)

    def put(self, shape: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
        """Text in the middle of a shape; a second line is not bold and at most 14 points."""
        frame = shape.text_frame
        for n, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line
            _points(run.font, size if n == 0 else min(size, 14.0))
            run.font.bold = bold and n == 0
            _colour(run._r.get_or_add_rPr(), self._name(colour))
            paragraph._p.get_or_add_pPr().set("algn", "ctr")

    def finish(self) -> None:
        """Adds footer and number from the layout; removes empty placeholders."""
        for shape in self._waiting.values():
            shape._element.getparent().remove(shape._element)
        self._waiting.clear()
        for held in self.slide.slide_layout.placeholders:
            if held._element.xpath(".//p:nvPr/p:ph[@type='ftr' or @type='sldNum']") and self._footer:
                self._foot(held)

    def _foot(self, held: Any) -> None:
        element = copy.deepcopy(held._element)
        for old in element.findall(".//" + _tag("p:spPr")):
            for child in list(old):
                old.remove(child)
        element.xpath(".//p:cNvPr")[0].set("id", str(1 + max(int(i) for i in self._tree.xpath(".//p:cNvPr/@id"))))
        self._tree.append(element)
        if element.xpath(".//p:nvPr/p:ph[@type='ftr']"):
            shape = self.slide.shapes[-1]
            shape.text_frame.text = self._footer
            for run in shape.text_frame.paragraphs[0].runs if self._foreign else ():
                run._r.get_or_add_rPr().append(_xml(f'<a:latin {_A} typeface="+mn-lt"/>'))
        body = element.find(_tag("p:txBody"))
        style = body.find(_tag("a:lstStyle"))
        for child in list(style):
            style.remove(child)

    def _take(self, idx: int) -> Any:
        shape = self._waiting.pop(idx)
        self._tree.append(shape._element)
        return shape

    def _text_shape(self, idx: int | None, box: Box, name: str) -> Any:
        held = self.holder(idx) if idx is not None else None
        shape = held if held is not None else self.slide.shapes.add_textbox(*_emu(box))
        if held is None:
            _bare(shape)
        else:
            _place(shape, _emu(box))
            if self._foreign:
                _flush(shape)
        shape.name = name
        return shape

    def _name(self, colour: str) -> str:
        """The theme's colour for one of ours."""
        return self._colours.get(colour, colour)


def _place(shape: Any, at: tuple[int, int, int, int]) -> None:
    """Moves a placeholder unless it is there already: without its own position it follows changes of its layout."""
    now = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None or abs(side - wanted) > EMU for side, wanted in zip(now, at, strict=True)):
        shape.left, shape.top, shape.width, shape.height = at


def _flush(shape: Any) -> None:
    """Aligns text at the top, without insets and automatic sizes: it was measured that way."""
    body = shape.text_frame._txBody.find(_tag("a:bodyPr"))
    for child in list(body):
        body.remove(child)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", "t")
    body.append(_xml(f"<a:noAutofit {_A}/>"))


def _emu(box: Box) -> tuple[int, int, int, int]:
    x, y, w, h = (round(v * EMU) for v in box)
    return x, y, w, h


def _tag(name: str) -> str:
    from pptx.oxml.ns import qn

    tag: str = qn(name)
    return tag


def _points(font: Any, size: float) -> None:
    font.size = round(size * EMU)


def _xml(text: str) -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(text)


_A = declarations("a")


def _colour(properties: Any, name: str) -> None:
    """Sets the text colour of run properties, before the elements that must follow it in the schema."""
    for old in properties.findall(_tag("a:solidFill")):
        properties.remove(old)
    properties.insert(0, _xml(f'<a:solidFill {_A}><a:schemeClr val="{name}"/></a:solidFill>'))


def _line(paragraph: Any, line: Line, size: float, before: float, muted: str) -> list[tuple[Any, str]]:
    """Fills a paragraph; returns the pieces of it that lead to another slide, with that slide's id."""
    links: list[tuple[Any, str]] = []
    if is_label(line.bullet):
        _run(paragraph, Run(line.bullet + "\t"), size)
    for text, link in line.pieces():
        for words, script in scripts(text):
            run = _run(paragraph, Run(words, italic=line.kind == "prompt", script=script), size)
            links += [(run, link)] if link else []
            if line.kind == "prompt":
                _colour(run._r.get_or_add_rPr(), muted)
    _paragraph(paragraph, before, line.bullet)
    return links


def _rich(paragraph: Any, content: Paragraph, size: float, before: float) -> None:
    mark = (Run(content.bullet + "\t"),) if is_label(content.bullet) else ()
    for piece in (*mark, *content.runs):
        _run(paragraph, piece, size)
    _paragraph(paragraph, before, content.bullet)
    if content.display:
        paragraph._p.get_or_add_pPr().set("algn", "ctr")


def _run(paragraph: Any, piece: Run, size: float | None) -> Any:
    """Adds a run to the end of a paragraph; size None: the inherited one."""
    run = paragraph.add_run()
    run.text = piece.text
    if size is not None:
        _points(run.font, size)
    run.font.italic = piece.italic or None
    run.font.bold = piece.bold or None
    if piece.script:
        run._r.get_or_add_rPr().set("baseline", str(30000 if piece.script > 0 else -25000))
    return run


def _paragraph(paragraph: Any, before: float, bullet: str) -> None:
    """Sets the space before and a hanging bullet; a bullet of several characters is text with a tab."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(round(indent(bullet) * EMU)))
    properties.set("indent", str(-round(indent(bullet) * EMU)))
    properties.set("algn", "l")
    properties.append(_xml(f'<a:lnSpc {_A}><a:spcPct val="100000"/></a:lnSpc>'))
    properties.append(_xml(f'<a:spcBef {_A}><a:spcPts val="{round(before * 100)}"/></a:spcBef>'))
    mark = _xml(f"<a:buNone {_A}/>")
    if bullet and not is_label(bullet):
        mark = _xml(f'<a:buChar {_A} char="•"/>')
        mark.set("char", bullet)
    properties.append(mark)


def _bare(shape: Any) -> None:
    """Makes a text box wrap and keep its size, without insets."""
    body = shape.text_frame._txBody.find(_tag("a:bodyPr"))
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("wrap", "square")
    for child in list(body):
        body.remove(child)
    body.append(_xml(f"<a:noAutofit {_A}/>"))


def _plain_style(shape: Any) -> None:
    """Removes shadow and effects: LibreOffice draws both if the style requests any."""
    style = shape._element.find(_tag("p:style"))
    if style is not None:
        shape._element.remove(style)
    body = shape._element.find(_tag("p:txBody")).find(_tag("a:bodyPr"))
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("wrap", "square")
    body.set("anchor", "ctr")


def _fill(shape: Any, colour: str) -> None:
    shape._element.spPr.append(_xml(f'<a:solidFill {_A}><a:schemeClr val="{colour}"/></a:solidFill>'))


def _line_style(shape: Any, line: tuple[str, float] | None) -> None:
    if line is None:
        shape._element.spPr.append(_xml(f"<a:ln {_A}><a:noFill/></a:ln>"))
        return
    colour, width = line
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    shape._element.spPr.append(_xml(f'<a:ln {_A} w="{round(width * EMU)}">{fill}</a:ln>'))


def _arrow(line: Any, colour: str, width: float, *, head: bool) -> None:
    style = line._element.find(_tag("p:style"))
    if style is not None:
        line._element.remove(style)
    fill = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    # An arrow head scales with its line: on a thin line it would be invisible.
    large = "lg" if width < 2 else "med"
    end = f'<a:tailEnd type="triangle" w="{large}" len="{large}"/>' if head else ""
    line._element.spPr.append(_xml(f'<a:ln {_A} w="{round(width * EMU)}">{fill}{end}</a:ln>'))


def _describe(shape: Any, text: str, *, decorative: bool = False) -> None:
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", text)
    if decorative:
        properties.append(_xml(DECORATIVE.replace("<a:extLst>", f"<a:extLst {_A}>", 1)))


def _inherit(shape: Any, held: Any) -> None:
    """Gives a picture the placeholder of another shape, as PowerPoint does when one is inserted into it."""
    place = copy.deepcopy(held._element.xpath(".//p:nvPr/p:ph")[0])
    shape._element.xpath(".//p:nvPr")[0].insert(0, place)
    locks = shape._element.xpath(".//a:picLocks")[0]
    locks.set("noGrp", "1")


def _add_svg(slide: Any, shape: Any, svg: bytes) -> None:
    """Adds the vector form to the PNG: newer office programs show it, others the PNG."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.opc.package import Part

    package = slide.part.package
    part = Part(package.next_image_partname("svg"), "image/svg+xml", package, svg)
    rid = slide.part.relate_to(part, RT.IMAGE)
    blip = shape._element.xpath(".//a:blip")[0]
    blip.append(
        _xml(
            f'<a:extLst {_A}><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
            f'{declarations("asvg", "r")} r:embed="{rid}"/>'
            f"</a:ext></a:extLst>"
        )
    )
