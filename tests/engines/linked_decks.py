"""Decks that lead outside, one way each: made with python-pptx, then changed as another program could have."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pptx
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Pt

from scaffold.ooxml import NAMESPACES, A, P, R

SVG = "http://www.w3.org/2000/svg"
MICROSOFT = "http://schemas.microsoft.com/office"
_NS = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("a", "p", "r", "p14", "asvg", "mc"))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)

Change = Callable[[Any, str], None]
"""Adds one link to the presentation, to an address."""


def blank() -> Any:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Results"
    return made


def saved(presentation: Any) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def deck(change: Change, address: str) -> bytes:
    made = blank()
    change(made, address)
    return saved(made)


def picture(shapes: Any) -> Any:
    return shapes.add_picture(io.BytesIO(PNG), Pt(100), Pt(100), Pt(50), Pt(50))._element


def _linked(part: Any, blip: Any, address: str, kind: str = RT.IMAGE) -> None:
    """Makes the picture a linked one."""
    blip.attrib.pop(f"{R}embed", None)
    blip.set(f"{R}link", part.relate_to(address, kind, is_external=True))


def linked_picture(made: Any, address: str) -> None:
    slide = made.slides[0]
    _linked(slide.part, next(picture(slide.shapes).iter(f"{A}blip")), address)


def linked_and_stored(made: Any, address: str) -> None:
    slide = made.slides[0]
    blip = next(picture(slide.shapes).iter(f"{A}blip"))
    blip.set(f"{R}link", slide.part.relate_to(address, RT.IMAGE, is_external=True))


def embedded_outside(made: Any, address: str) -> None:
    slide = made.slides[0]
    blip = next(picture(slide.shapes).iter(f"{A}blip"))
    blip.set(f"{R}embed", slide.part.relate_to(address, RT.IMAGE, is_external=True))


def by_hyperlink(made: Any, address: str) -> None:
    slide = made.slides[0]
    _linked(slide.part, next(picture(slide.shapes).iter(f"{A}blip")), address, RT.HYPERLINK)


def _moved(made: Any, owner: Any, address: str) -> None:
    """A linked picture on a layout or master: python-pptx adds pictures to slides only."""
    element = picture(made.slides[0].shapes)
    owner.shapes._spTree.append(element)
    _linked(owner.part, next(element.iter(f"{A}blip")), address)


def on_layout(made: Any, address: str) -> None:
    _moved(made, made.slides[0].slide_layout, address)


def on_master(made: Any, address: str) -> None:
    _moved(made, made.slide_master, address)


def in_notes(made: Any, address: str) -> None:
    _moved(made, made.slides[0].notes_slide, address)


def background(made: Any, address: str) -> None:
    slide = made.slides[0]
    name = slide.part.relate_to(address, RT.IMAGE, is_external=True)
    fill = f'<a:blipFill><a:blip r:link="{name}"/><a:stretch/></a:blipFill>'
    text = f"<p:bg {_NS}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"
    slide._element.find(f"{P}cSld").insert(0, etree.fromstring(text))


def shape_fill(made: Any, address: str) -> None:
    slide = made.slides[0]
    name = slide.part.relate_to(address, RT.IMAGE, is_external=True)
    properties = slide.shapes.add_shape(1, Pt(10), Pt(10), Pt(90), Pt(90))._element.spPr
    text = f'<a:blipFill {_NS}><a:blip r:link="{name}"/><a:stretch/></a:blipFill>'
    properties.find(f"{A}prstGeom").addnext(etree.fromstring(text))


def bullet(made: Any, address: str) -> None:
    slide = made.slides[0]
    name = slide.part.relate_to(address, RT.IMAGE, is_external=True)
    box = slide.shapes.add_textbox(Pt(10), Pt(10), Pt(90), Pt(90))
    box.text_frame.text = "x"
    properties = box.text_frame.paragraphs[0]._p.get_or_add_pPr()
    properties.append(etree.fromstring(f'<a:buBlip {_NS}><a:blip r:link="{name}"/></a:buBlip>'))


def _ole(made: Any, name: str, inner: str) -> None:
    slide = made.slides[0]
    text = f"""<p:graphicFrame {_NS}><p:nvGraphicFramePr><p:cNvPr id="90" name="o"/><p:cNvGraphicFramePr/>
      <p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="999999" cy="999999"/></p:xfrm>
      <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole">
      <p:oleObj name="W" r:id="{name}" imgW="99" imgH="99" progId="Excel.Sheet.12">{inner}</p:oleObj>
      </a:graphicData></a:graphic></p:graphicFrame>"""
    slide.shapes._spTree.append(etree.fromstring(text))


def ole_link(made: Any, address: str) -> None:
    slide = made.slides[0]
    shown = picture(slide.shapes)
    shown.getparent().remove(shown)
    name = slide.part.relate_to(address, RT.OLE_OBJECT, is_external=True)
    _ole(made, name, f"<p:link updateAutomatic='1'/>{etree.tostring(shown, encoding='unicode')}")


def ole_without_picture(made: Any, address: str) -> None:
    name = made.slides[0].part.relate_to(address, RT.OLE_OBJECT, is_external=True)
    _ole(made, name, "<p:link updateAutomatic='1'/>")


def ole_embedded(made: Any, address: str) -> None:
    inner = deck(linked_picture, address)
    slide = made.slides[0]
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    part = Part(PackURI("/ppt/embeddings/inner.pptx"), kind, made.part.package, inner)
    shown = picture(slide.shapes)
    shown.getparent().remove(shown)
    _ole(made, slide.part.relate_to(part, RT.PACKAGE), f"<p:embed/>{etree.tostring(shown, encoding='unicode')}")


def _media(made: Any, address: str, tag: str, kind: str) -> None:
    slide = made.slides[0]
    first = slide.part.relate_to(address, kind, is_external=True)
    second = slide.part.relate_to(address, f"{MICROSOFT}/2007/relationships/media", is_external=True)
    properties = next(picture(slide.shapes).iter(f"{P}nvPr"))
    text = f"""<p:nvPr {_NS}><a:{tag} r:link="{first}"/><p:extLst><p:ext uri="{{DAA4B4D4-6D71-4841-9C94-3DE7FCFB9230}}">
      <p14:media r:link="{second}"/></p:ext></p:extLst></p:nvPr>"""
    properties.getparent().replace(properties, etree.fromstring(text))


def film(made: Any, address: str) -> None:
    _media(made, address, "videoFile", RT.VIDEO)


def sound(made: Any, address: str) -> None:
    _media(made, address, "audioFile", RT.AUDIO)


def svg_text(address: str) -> bytes:
    return (
        f'<?xml version="1.0"?><svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90">'
        f'<style>@import "{address}?css"; rect {{fill: url({address}?fill)}}</style>'
        f'<image width="90" height="90" xlink:href="{address}"/><image width="9" height="9" href="{address}?2"/>'
        f'<use xlink:href="{address}?use#x"/><rect width="5" height="5"/></svg>'
    ).encode()


def _svg(made: Any, content: bytes, kind: str, name: str, *, second: bool) -> None:
    slide = made.slides[0]
    blip = next(picture(slide.shapes).iter(f"{A}blip"))
    part = Part(PackURI(f"/ppt/media/{name}"), kind, made.part.package, content)
    relation = slide.part.relate_to(part, RT.IMAGE)
    if second:
        text = f"""<a:extLst {_NS}><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">
          <asvg:svgBlip r:embed="{relation}"/></a:ext></a:extLst>"""
        blip.append(etree.fromstring(text))
    else:
        blip.set(f"{R}embed", relation)


def svg(made: Any, address: str) -> None:
    _svg(made, svg_text(address), "image/svg+xml", "linked.svg", second=True)


def svg_alone(made: Any, address: str) -> None:
    _svg(made, svg_text(address), "image/svg+xml", "alone.svg", second=False)


def svg_as_png(made: Any, address: str) -> None:
    _svg(made, svg_text(address), "image/png", "image99.png", second=False)


def svg_packed(made: Any, address: str) -> None:
    _svg(made, gzip.compress(svg_text(address), mtime=0), "image/svg+xml", "packed.svg", second=False)


def svg_in_svg(made: Any, address: str) -> None:
    import base64

    inner = base64.b64encode(svg_text(address)).decode()
    _svg(made, svg_text(f"data:image/png;base64,{inner}"), "image/svg+xml", "nested.svg", second=False)


def in_theme(made: Any, address: str) -> None:
    part = made.slide_master.part.part_related_by(RT.THEME)
    name = part.relate_to(address, RT.IMAGE, is_external=True)
    fill = f'<a:blipFill {_NS}><a:blip r:link="{name}"/><a:stretch/></a:blipFill></a:bgFillStyleLst>'.encode()
    part._blob = part.blob.replace(b"</a:bgFillStyleLst>", fill)


def chart(made: Any, address: str) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["x", "y"]
    data.add_series("s", (1, 2))
    frame = made.slides[0].shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Pt(90), Pt(90), Pt(300), Pt(300), data)
    part = frame.chart.part
    outside = next(e for e in part._element.iter() if str(e.tag).endswith("}externalData"))
    outside.set(f"{R}id", part.relate_to(address, RT.OLE_OBJECT, is_external=True))


def template(made: Any, address: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    made.part.relate_to(address, kind, is_external=True)


def master_outside(made: Any, address: str) -> None:
    made.part.relate_to(address, RT.SLIDE_MASTER, is_external=True)


def of_the_file(made: Any, address: str) -> None:
    made.part.package.relate_to(address, RT.THUMBNAIL, is_external=True)


def hover(made: Any, address: str) -> None:
    slide = made.slides[0]
    slide.shapes.title.text_frame.paragraphs[0].runs[0].hyperlink.address = address
    click = next(slide._element.iter(f"{A}hlinkClick"))
    click.tag = f"{A}hlinkMouseOver"


def drawing(made: Any, address: str) -> None:
    slide = made.slides[0]
    text = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
        f'<v:shape id="s"><v:imagedata src="{address}" o:relid="rId1"/></v:shape></xml>'
    )
    kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    part = Part(PackURI("/ppt/drawings/vmlDrawing1.vml"), kind, made.part.package, text.encode())
    part.relate_to(address, RT.IMAGE, is_external=True)
    slide.part.relate_to(part, RT.VML_DRAWING)


def macros(made: Any, address: str) -> None:
    kind = "application/vnd.ms-office.vbaProject"
    part = Part(PackURI("/ppt/vbaProject.bin"), kind, made.part.package, address.encode())
    made.part.relate_to(part, f"{MICROSOFT}/2006/relationships/vbaProject")


FORMS: dict[str, Change] = {
    change.__name__: change
    for change in (
        linked_picture, linked_and_stored, embedded_outside, by_hyperlink, on_layout, on_master, in_notes, background,
        shape_fill, bullet, ole_link, ole_without_picture, film, sound, svg, svg_alone, svg_as_png, svg_packed,
        svg_in_svg, in_theme, chart, template, master_outside, of_the_file, hover, drawing, macros,
    )
}  # fmt: skip
"""Every form by its name; `ole_embedded` is apart, as it is replaced without a message."""


def everything(address: str) -> bytes:
    """One deck with all forms; each has an address of its own."""
    made = blank()
    for name, change in [*FORMS.items(), ("ole_embedded", ole_embedded)]:
        if change is not master_outside:
            change(made, f"{address}/{name}.png")
    return saved(made)


def external(content: bytes) -> list[str]:
    """The targets outside that a deck still names."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        texts = [packed.read(name) for name in packed.namelist() if name.endswith(".rels")]
    roots = [etree.fromstring(text) for text in texts]
    return [row.get("Target") for root in roots for row in root if row.get("TargetMode") == "External"]
