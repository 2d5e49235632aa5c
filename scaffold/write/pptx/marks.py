"""What distinguishes one slide of a .pptx file from others, and whether two slides are the same.

A slide that scaffold wrote has its id as the name of the slide, which PowerPoint and python-pptx keep and LibreOffice
drops. NOTES.md says what programs change in a slide that nobody has edited; none of that is in its fingerprint.
"""

from __future__ import annotations

import hashlib
import io
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from scaffold.ooxml import MC, P14, A, M, P, R

__all__ = ["NEW", "Mark", "look", "marks", "opened", "saved_by_office", "title_text"]


NEW = "new: "
"""How the title of a slide begins that holds the new form of one that the student has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One slide: its name in the file ("" if it has none), title, notes, section ("" if it is in none), fingerprint.

    The fingerprint is of what the slide shows, without its notes; hidden: whether the slide show leaves it out.
    """

    name: str
    title: str
    notes: str
    section: str
    hidden: bool
    fingerprint: str


def opened(content: bytes) -> Any:
    """The presentation in a .pptx file; raises the errors of python-pptx, zipfile and lxml."""
    from pptx import Presentation

    return Presentation(io.BytesIO(content))


def saved_by_office(content: bytes) -> bool:
    """Whether LibreOffice saved the file last."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "docProps/app.xml" in package.namelist() and b"LibreOffice" in package.read("docProps/app.xml")


def look(file: Any) -> str:
    """A hash of the masters, layouts and themes of a presentation."""
    found = hashlib.sha256()
    for master in file.slide_masters:
        themes = [r.target_part.blob for r in master.part.rels.values() if r.reltype.endswith("/theme")]
        for blob in (master.part.blob, *(layout.part.blob for layout in master.slide_layouts), *themes):
            found.update(blob)
    return found.hexdigest()


def marks(file: Any) -> tuple[Mark, ...]:
    """The slides of a presentation, in order."""
    sections = {
        listed.get("id"): section.get("name", "")
        for section in file.part._element.iter(f"{P14}section")
        for listed in section.iter(f"{P14}sldId")
    }
    return tuple(_mark(slide, sections.get(str(slide.slide_id), "")) for slide in file.slides)


def _mark(slide: Any, section: str) -> Mark:
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    title = slide.shapes.title
    return Mark(
        name=slide._element.cSld.get("name") or "",
        title=" ".join(title.text_frame.text.split()) if title is not None else "",
        notes=notes.text if notes is not None else "",
        section=section,
        hidden=slide._element.get("show") in ("0", "false"),
        fingerprint=hashlib.sha256(_normal(slide)).hexdigest(),
    )


_DROPPED = (f"{P}extLst", f"{A}extLst", f"{P}custDataLst", f"{A}endParaRPr", f"{M}ctrlPr", f"{P}timing")
"""Elements that programs add or write anew when they save: their own data, the look of what is typed next, and how a
formula is to be drawn."""

_OPTIONAL = (f"{A}rPr", f"{A}pPr", f"{A}lstStyle")
"""Elements that say nothing if they are empty, which PowerPoint writes all the same."""

_ATTRIBUTES = ("dirty", "err", "lang", "altLang", "smtClean", "noProof", "kumimoji", "bmk")
"""Attributes that programs add to text: what was spelled wrong, in which language."""


def _normal(slide: Any) -> bytes:
    """The XML of a slide without what programs change in slides that nobody edits, and with hashes for its files."""
    from lxml import etree

    root = deepcopy(slide._element)
    root.cSld.attrib.pop("name", None)
    root.attrib.pop("show", None)
    if (first := title_text(root)) is not None:
        first.text = (first.text or "").removeprefix(NEW)
    for node in [n for n in root.iter(*_DROPPED, f"{MC}Fallback") if _is_dropped(n)]:
        node.getparent().remove(node)
    for node in [n for n in root.iter(f"{A}hlinkClick") if n.get("action") == _JUMP]:
        node.getparent().remove(node)
    for node in root.iter(etree.Element):
        _tidy(node, slide.part)
    for node in [n for n in root.iter(*_OPTIONAL) if not (len(n) or n.attrib)]:
        node.getparent().remove(node)
    return bytes(etree.tostring(root, method="c14n", exclusive=True))


_JUMP = "ppaction://hlinksldjump"
"""A jump to another slide, which a slide loses when it is copied into another deck."""


def title_text(root: Any) -> Any | None:
    """The element with the first words of the title of a slide, given as its XML; None if it has none."""
    for shape in root.iter(f"{P}sp"):
        held = shape.find(f"*/{P}nvPr/{P}ph")
        if held is not None and held.get("type") in ("title", "ctrTitle"):
            return next(shape.iter(f"{A}t"), None)
    return None


def _is_dropped(node: Any) -> bool:
    """Whether it counts for nothing: a fallback only beside what it stands for."""
    return node.tag != f"{MC}Fallback" or len(node.getparent()) > 1


def _tidy(node: Any, part: Any) -> None:
    for name in _ATTRIBUTES:
        node.attrib.pop(name, None)
    if node.tag in (f"{P}cNvPr", f"{A}fld", f"{A}stCxn", f"{A}endCxn"):
        node.attrib.pop("id", None)
    if node.tag == f"{P}ph":
        node.attrib.pop("idx", None)  # LibreOffice numbers them through the whole deck
    for name, value in list(node.attrib.items()):
        if name.startswith(R) and value in part.rels:
            node.set(name, _target(part.rels[value]))


def _target(relation: Any) -> str:
    """What a relationship leads to: an address, another slide, or the hash of a file."""
    if relation.is_external:
        return str(relation.target_ref)
    return hashlib.sha256(relation.target_part.blob).hexdigest()
