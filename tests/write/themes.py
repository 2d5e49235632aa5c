"""Themes like those of universities, made by code: other sizes, positions, colours and layouts than ours."""

from __future__ import annotations

import io
import re
from typing import Any

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Pt

RED = {"dk2": "7A0019", "lt2": "FFF3E0", "accent1": "7A0019", "accent2": "FFCC33", "accent3": "D9D9D9"}
NIGHT = {"dk1": "FFFFFF", "lt1": "10203A", "dk2": "9AD0FF", "lt2": "1D3557", "accent1": "66C2FF", "accent3": "30405A"}


def narrow() -> bytes:
    """4:3, red, with the texts further right and lower than usual; slides of its own, which are not wanted."""
    file: Any = pptx.Presentation()
    _recolour(file, RED)
    _put(file.slide_master, "BODY", (90, 130, 600, 340))
    file.slides.add_slide(file.slide_layouts[1]).shapes.title.text = "Our Institute"
    return _content(file)


def night() -> bytes:
    """16:9, light on dark, with one layout, which has a title and nothing else."""
    file: Any = pptx.Presentation()
    file.slide_width, file.slide_height = Pt(960), Pt(540)
    _recolour(file, NIGHT)
    _put(file.slide_master, "TITLE", (60, 20, 840, 70))
    for layout in list(file.slide_layouts):
        if layout.name != "Title Only":
            file.slide_layouts.remove(layout)
    return _content(file)


def untitled() -> bytes:
    """A file without a title in any layout."""
    file: Any = pptx.Presentation()
    for layout in list(file.slide_layouts):
        if layout.name != "Blank":
            file.slide_layouts.remove(layout)
    return _content(file)


def cramped() -> bytes:
    """A file whose texts are too small for a statement."""
    file: Any = pptx.Presentation()
    _put(file.slide_master, "BODY", (90, 130, 300, 100))
    return _content(file)


def template(deck: bytes) -> bytes:
    """The same as a .potx."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as read, zipfile.ZipFile(out, "w") as written:
        for name in read.namelist():
            part = read.read(name).replace(b"presentationml.presentation.main", b"presentationml.template.main")
            written.writestr(name, part if name == "[Content_Types].xml" else read.read(name))
    return out.getvalue()


def _put(master: Any, kind: str, box: tuple[float, float, float, float]) -> None:
    for holder in master.placeholders:
        if holder.placeholder_format.type.name == kind:
            holder.left, holder.top, holder.width, holder.height = (Pt(side) for side in box)


def _recolour(file: Any, colours: dict[str, str]) -> None:
    part = file.slide_master.part.part_related_by(RT.THEME)
    text = part.blob.decode("utf-8")
    for name, value in colours.items():
        filled = f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", filled, text, flags=re.DOTALL)
    part._blob = text.encode("utf-8")


def _content(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()
