"""Takes out of the copy of a deck what LibreOffice would fetch: everything that is not in the file itself.

LibreOffice follows links while it exports, to any server and to any file of this computer (NOTES.md). A deck leads
outside in two ways: by relationships of any part whose target is external (ECMA-376 Part 2, 9.3), and by addresses in
SVG pictures. Only links that a reader of the PDF clicks stay, if they lead to the web. Embedded objects, such as
workbooks, can hold links of their own: their pictures replace them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scaffold.engines.office.svg import without_links
from scaffold.ooxml import A, P, R

__all__ = ["LeftOut", "take_out"]

_WEB = re.compile(r"(?i)(?:https?|mailto):")

_KINDS = {
    "image": ("a linked picture", "insert the picture itself: Insert > Pictures > This Device"),
    "oleObject": ("a linked object", "copy it and use Paste Special > Picture"),
    "package": ("a linked object", "copy it and use Paste Special > Picture"),
    "video": ("a linked film", "the PDF shows its still picture"),
    "audio": ("a linked sound", "nothing is missing on the page"),
    "media": ("a linked film or sound", "the PDF shows its still picture"),
    "hyperlink": ("a link", "the PDF shows its text; only links to http, https and mailto can be clicked in a PDF"),
    "control": ("a control", "the PDF does not show it; replace it by a picture"),
    "vbaProject": ("a program (macros)", "nothing is missing on the page"),
}
"""What a relationship is for, by the end of its type, and what the user should know or do."""

_OTHER = ("a link of the type {}", "nothing is missing on the page")
_NEEDED = ("image", "oleObject", "package", "control")
_HOLDERS = ("oleObject", "package", "control", "vbaProject")
"""Types whose target is seen on the page; and types whose target, also within the file, can hold links or programs."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A link or object that is left out of the export: a sentence for the user; seen: whether the PDF lacks it."""

    message: str
    seen: bool


def take_out(presentation: Any, names: list[str]) -> tuple[LeftOut, ...]:
    """Removes what leads outside from an open deck of python-pptx; returns what was removed, in order.

    names are the names of the slides for messages, in order.
    """
    owners = _owners(presentation, names)
    package = presentation.part.package
    found: dict[LeftOut, None] = {}
    for part in list(package.iter_parts()):
        where = owners.get(part) or str(part.partname).lstrip("/")
        found |= dict.fromkeys((*_objects(part, where), *_relationships(part, part.rels, where), *_svg(part, where)))
    return tuple(found | dict.fromkeys(_relationships(None, package._rels, "the file")))


def _owners(presentation: Any, names: list[str]) -> dict[Any, str]:
    """What the user calls the place of each part: a slide, its notes, a layout, the master."""
    owners: dict[Any, str] = {presentation.part: "the presentation"}
    for master in presentation.slide_masters:
        owners[master.part] = "the slide master"
        owners |= {layout.part: f"the layout {layout.name!r}" for layout in master.slide_layouts}
        _inherit(master.part, owners, "the theme of the slide master")
    slides = list(zip(presentation.slides, names, strict=True))
    owners |= {slide.part: name for slide, name in slides}
    for slide, name in slides:
        if slide.has_notes_slide:
            owners[slide.notes_slide.part] = f"the notes of {name}"
        _inherit(slide.part, owners, name)
    return owners


def _inherit(part: Any, owners: dict[Any, str], name: str) -> None:
    """Gives the parts that a slide or master uses, such as charts, a name."""
    waiting = [part]
    while waiting:
        for relation in waiting.pop().rels.values():
            if not relation.is_external and relation.target_part not in owners:
                owners[relation.target_part] = name
                waiting.append(relation.target_part)


def _objects(part: Any, where: str) -> Iterator[LeftOut]:
    """Replaces objects of other programs by their pictures; removes and reports those without a picture."""
    root = getattr(part, "_element", None)
    for frame in list(root.iter(f"{P}graphicFrame")) if root is not None else ():
        if next(frame.iter(f"{P}oleObj"), None) is None:
            continue
        picture, place = next(frame.iter(f"{P}pic"), None), frame.find(f"{P}xfrm")
        if picture is None or place is None or not list(picture.iter(f"{A}blip")):
            message = f"{where}: an object of another program has no picture, so it is missing in the PDF"
            yield LeftOut(f"{message}; copy it in PowerPoint and use Paste Special > Picture", seen=True)
        else:
            frame.addprevious(_placed(picture, place))
        frame.getparent().remove(frame)


def _placed(picture: Any, place: Any) -> Any:
    """The picture of an object at the place of its frame."""
    properties = picture.find(f"{P}spPr")
    for old in properties.findall(f"{A}xfrm"):
        properties.remove(old)
    new = copy.deepcopy(place)
    new.tag = f"{A}xfrm"
    properties.insert(0, new)
    return picture


def _relationships(part: Any, relations: Any, where: str) -> Iterator[LeftOut]:
    """Removes relationships to the outside, and to objects that were replaced."""
    for name, relation in list(relations.items()):
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external and not _only_clicked(part, name, kind, relation.target_ref):
            relations.pop(name)
            yield _left_out(where, kind, relation.target_ref, seen=kind in _NEEDED and not _stored(part, name))
        elif not relation.is_external and kind in _HOLDERS:
            relations.pop(name)
            if kind in ("control", "vbaProject"):
                yield _left_out(where, kind, "", seen=kind in _NEEDED)


def _left_out(where: str, kind: str, target: str, *, seen: bool) -> LeftOut:
    what, advice = _KINDS.get(kind, _OTHER)
    to = f" to {target[:120]}" if target else ""
    return LeftOut(
        f"{where}: {what.format(kind)}{to} is left out of the PDF, as scaffold opens no links; {advice}", seen
    )


def _only_clicked(part: Any, name: str, kind: str, target: str) -> bool:
    """Whether a relationship is used only by links to the web that a reader clicks."""
    users = list(_users(part, name))
    return (
        kind == "hyperlink" and _WEB.match(target) is not None and all(user.tag == f"{A}hlinkClick" for user in users)
    )


def _stored(part: Any, name: str) -> bool:
    """Whether all pictures with this link are also stored in the deck."""
    users = list(_users(part, name))
    return bool(users) and all(user.get(f"{R}link") == name and user.get(f"{R}embed") for user in users)


def _users(part: Any, name: str) -> Iterator[Any]:
    """The elements of a part that refer to a relationship."""
    root = _root(part)
    for element in root.iter() if root is not None else ():
        if name in element.attrib.values():
            yield element


def _root(part: Any) -> Any:
    """A part's XML; None if it is not XML."""
    from lxml import etree

    root = getattr(part, "_element", None)
    if root is None and part is not None and part.blob.lstrip().startswith(b"<"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root = etree.fromstring(part.blob, parser)
        except etree.XMLSyntaxError:
            return None
    return root


def _svg(part: Any, where: str) -> Iterator[LeftOut]:
    """Takes the links out of an SVG picture, whatever its name and type say."""
    if getattr(part, "_element", None) is not None:
        return
    content, links = without_links(part.blob)
    if links:
        part._blob = content
    for link in links:
        message = f"{where}: a picture takes {link[:120]} from outside the deck, which is left out of the PDF"
        yield LeftOut(f"{message}; insert it as PNG or EMF instead", seen=True)
