"""Decks with pictures that have vector forms, as `init` writes them and as PowerPoint rewrites them."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.util import Pt

from scaffold.engines.office.vectors import Vector, digest, index
from scaffold.ooxml import MC, A, M

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
SIZE = (200.0, 40.0)
"""Of every picture, in points of the slide."""


def pdf(*words: str) -> bytes:
    """A PDF of 100 x 20 points with one word a page, in its lower left corner."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for word in words:
        content = f"BT /F1 12 Tf 4 6 Td ({word}) Tj ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 20] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 {font} >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for n, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return (out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode()


def png(shade: int) -> bytes:
    """A picture of one shade of grey, which identifies it."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("L", (20, 4), shade).save(out, "PNG")
    return out.getvalue()


def new_deck() -> Any:
    file: Any = pptx.Presentation()
    file.slide_width, file.slide_height = Pt(960), Pt(540)
    return file


def add_slide(file: Any, title: str = "") -> Any:
    slide = file.slides.add_slide(file.slide_layouts[5 if title else 6])
    if title:
        slide.shapes.title.text = title
    return slide


def add_picture(slide: Any, shade: int, at: tuple[float, float] = (100, 200), size: tuple[float, float] = SIZE) -> Any:
    return slide.shapes.add_picture(io.BytesIO(png(shade)), Pt(at[0]), Pt(at[1]), Pt(size[0]), Pt(size[1]))


def formula(letter: str = "x", exponent: str = "2") -> str:
    """Letter to the power, as our writer writes it."""
    look = '<a:rPr lang="en-GB" sz="2000"><a:latin typeface="Cambria Math"/></a:rPr>'
    return (
        f"<m:oMath><m:sSup><m:e><m:r>{look}<m:t>{letter}</m:t></m:r></m:e>"
        f"<m:sup><m:r>{look}<m:t>{exponent}</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )


def saved_by_powerpoint(letter: str = "𝑥", exponent: str = "2") -> str:
    """The same formula as PowerPoint saves it: italic letters of Unicode, properties of its own."""
    look = '<a:rPr lang="en-US" sz="2000" b="0" i="1" dirty="0" smtClean="0"><a:latin typeface="Cambria Math"/></a:rPr>'
    control = f"<m:sSupPr><m:ctrlPr>{look}</m:ctrlPr></m:sSupPr>"
    return (
        f"<m:oMath><m:sSup>{control}<m:e><m:r>{look}<m:t>{letter}</m:t></m:r></m:e>"
        f"<m:sup><m:r>{look}<m:t>{exponent}</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )


def text_shape(math: str, at: tuple[float, float], size: tuple[float, float], runs: tuple[str, ...] = ("Let ",)) -> str:
    """A p:sp with words and a formula; the words may be split into runs in any way."""
    x, y, w, h = (round(v * 12700) for v in (*at, *size))
    words = "".join(f'<a:r><a:rPr lang="en-GB" sz="2000"/><a:t>{t}</a:t></a:r>' for t in runs)
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="7" name="Statement" descr="Let x squared"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>"
        f"<a:p>{words}<a14:m>{math}</a14:m></a:p></p:txBody></p:sp>"
    )


def add_native(slide: Any, shade: int, at: tuple[float, float] = (100, 200), math: str | None = None) -> Any:
    """A native formula with our fallback picture, as `init` writes it."""
    picture = add_picture(slide, shade, at)._element
    shape = text_shape(math or formula(), at, (400, 60))
    element = parse_xml(
        f'<mc:AlternateContent {NS}><mc:Choice Requires="a14 p14">{shape}</mc:Choice><mc:Fallback/>'
        "</mc:AlternateContent>"
    )
    picture.getparent().replace(picture, element)
    element[1].append(picture)
    return element


def resave(slide: Any, shade: int, at: tuple[float, float] = (100, 200), math: str | None = None, **more: Any) -> Any:
    """What PowerPoint makes of the native formula of a slide: plain a14, and a shape filled by its own picture."""
    (old,) = slide.shapes._spTree.findall(f"{MC}AlternateContent")
    x, y, w, h = (round(v * 12700) for v in (*at, *more.get("size", (400, 60))))
    picture = add_picture(slide, shade, at)
    rid = picture._element.xpath(".//a:blip/@r:embed")[0]
    picture._element.getparent().remove(picture._element)
    shape = text_shape(math or saved_by_powerpoint(), at, more.get("size", (400, 60)), ("L", "et "))
    element = parse_xml(
        f'<mc:AlternateContent {NS}><mc:Choice Requires="a14">{shape}</mc:Choice><mc:Fallback xmlns="">'
        '<p:sp><p:nvSpPr><p:cNvPr id="7" name="Statement" descr="Let x squared"/><p:cNvSpPr><a:spLocks noRot="1" '
        'noChangeAspect="1" noMove="1" noResize="1" noEditPoints="1" noAdjustHandles="1" noChangeArrowheads="1" '
        'noChangeShapeType="1" noTextEdit="1"/></p:cNvSpPr><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom><a:blipFill rotWithShape="1"><a:blip r:embed="{rid}"/><a:stretch>'
        '<a:fillRect l="-1"/></a:stretch></a:blipFill></p:spPr><p:txBody><a:bodyPr/>'
        '<a:lstStyle/><a:p><a:r><a:rPr lang="en-US"><a:noFill/></a:rPr>'
        "<a:t> </a:t></a:r></a:p></p:txBody></p:sp></mc:Fallback></mc:AlternateContent>"
    )
    old.getparent().replace(old, element)
    return element


def resaved(deck: bytes) -> bytes:
    """A whole deck as PowerPoint saves it: every native formula and every fallback picture rewritten by it."""
    file = pptx.Presentation(io.BytesIO(deck))
    for slide in file.slides:
        for element in slide.shapes._spTree.iter(f"{MC}AlternateContent"):
            element[0].set("Requires", "a14")
            for run in element[0].iter(f"{M}r"):
                _italic(run)
            picture = add_picture(slide, 99)._element
            element[1].xpath(".//a:blip", namespaces=picture.nsmap)[0].set(
                EMBED, picture.xpath(".//a:blip/@r:embed")[0]
            )
            picture.getparent().remove(picture)
    return content(file)


EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"


def _italic(run: Any) -> None:
    """PowerPoint expresses italics by Unicode letters."""
    text, look = run.find(f"{M}t"), run.find(f"{A}rPr")
    if look is not None:
        look.set("dirty", "0")
        look.set("i", "1")
    upright = run.find(f"{M}rPr") is not None and len(run.find(f"{M}rPr"))
    if not upright:
        text.text = "".join(
            "ℎ" if c == "h" else chr(0x1D44E + ord(c) - 97) if "a" <= c <= "z" else c for c in text.text or ""
        )


def duplicate(file: Any, slide: Any) -> Any:
    """A copy of a slide after all others, as PowerPoint's "Duplicate slide" makes one."""
    other = file.slides.add_slide(slide.slide_layout)
    for shape in list(other.shapes._spTree)[2:]:
        other.shapes._spTree.remove(shape)
    for shape in list(slide.shapes._spTree)[2:]:
        made = copy.deepcopy(shape)
        other.shapes._spTree.append(made)
        for blip in made.iter(f"{A}blip"):
            key = next(k for k in blip.attrib if k.endswith("}embed"))
            part = slide.part.related_part(blip.get(key))
            blip.set(key, other.part.relate_to(part, slide.part.rels[blip.get(key)].reltype))
    return other


def delete(file: Any, number: int) -> None:
    listed = file.slides._sldIdLst
    file.part.drop_rel(listed[number].rId)
    listed.remove(listed[number])


def content(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def keep(folder: Path, deck: bytes, words: dict[int, str]) -> Path:
    """A folder with the vector forms (a word each) of the pictures of these shades, and their index."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "statements.pdf").write_bytes(pdf(*words.values()))
    box = (0.0, 0.0, 100.0, 20.0)
    forms = {
        digest(png(shade)): Vector(file="statements.pdf", page=n, box=box, width=SIZE[0], height=SIZE[1])
        for n, shade in enumerate(words)
    }
    (folder / "vectors.json").write_bytes(index(deck, forms))
    return folder
