"""Copies slides from one presentation into another, with all files that they need, and their links to each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from copy import deepcopy
from typing import Any

from scaffold.ooxml import P, R

__all__ = ["copied", "hide", "linked", "only"]

_OF_ITS_DECK = ("/slideLayout", "/notesSlide", "/comments", "/tags")
"""Relationships that lead to what only the other presentation has."""

_OPEN = "open link to "
"""What stands for the id of a relationship to another slide, until all slides are copied."""


def copied(slide: Any, target: Any, layout: str) -> Any:
    """A copy of the slide at the end of target, on the layout of this name, else on the one most like its own.

    Comments are left out; links to other slides of its presentation lead nowhere until `linked`.
    """
    made = target.slides.add_slide(_layout(slide.slide_layout, target, layout))
    element = made._element
    for child in list(element):
        element.remove(child)
    element.attrib.update(slide._element.attrib)
    for child in slide._element:
        element.append(deepcopy(child))
    ids = {rel.rId: _related(rel, made.part) for rel in slide.part.rels.values()}
    for node in list(element.iter()):
        _relink(node, ids)
    return made


def _layout(layout: Any, target: Any, name: str) -> Any:
    layouts = list(target.slide_layouts)
    kinds = _holders(layout)
    return min(layouts, key=lambda one: (one.name != name, len(kinds ^ _holders(one))))


def _holders(layout: Any) -> set[tuple[str, str]]:
    """What placeholders a layout has: each kind, and which of its kind it is."""
    found = [held.get("type", "obj") for held in layout._element.iter(f"{P}ph")]
    return {(kind, str(n)) for kind in found for n in range(found.count(kind))}


def _related(relation: Any, part: Any) -> str | None:
    """The id in part of a relationship like this one; None if part cannot have it."""
    if not relation.is_external and relation.reltype.endswith("/slide"):
        return f"{_OPEN}{relation.target_part.partname}"
    if relation.is_external:
        return str(part.relate_to(relation.target_ref, relation.reltype, is_external=True))
    if relation.reltype.endswith(_OF_ITS_DECK):
        return None
    return str(part.relate_to(_file(relation.target_part, part.package, {}), relation.reltype))


def _file(source: Any, package: Any, done: dict[Any, Any]) -> Any:
    """A copy of a part in another package, with the parts that it needs; the same part for the same content."""
    from pptx.opc.package import Part
    from pptx.oxml import parse_xml

    if source in done:
        return done[source]
    same = (p for p in package.iter_parts() if p.content_type == source.content_type and p.blob == source.blob)
    if not source.rels and (found := next(same, None)) is not None:
        return found
    name = package.next_partname(re.sub(r"\d*(\.\w+)$", r"%d\1", str(source.partname)))
    made = done[source] = Part(name, source.content_type, package, source.blob)
    if source.rels:
        inner = {r.target_part.partname: r.target_part for r in source.rels.values() if not r.is_external}
        parts = {partname: _file(part, package, done) for partname, part in inner.items()}
        made.load_rels_from_xml(parse_xml(source.rels.xml), parts)
    return made


def _relink(node: Any, ids: dict[str, str | None]) -> None:
    """Gives the references of a node their new ids; a node with one that leads nowhere is removed."""
    if not isinstance(node.tag, str):
        return
    for name, value in list(node.attrib.items()):
        if name.startswith(R) and value in ids:
            if (new := ids[value]) is not None:
                node.set(name, new)
            elif (parent := node.getparent()) is not None:
                parent.remove(node)
                return


def linked(slide: Any, found: Callable[[str], Any]) -> None:
    """Gives the links of a copied slide their ends; found gives the slide for the name of a part, None for none.

    A link to a slide that is not there any more is removed.
    """
    for node in list(slide._element.iter()):
        for name, value in list(node.attrib.items()) if isinstance(node.tag, str) else ():
            if not (name.startswith(R) and value.startswith(_OPEN)):
                continue
            end = found(value.removeprefix(_OPEN))
            if end is not None:
                node.set(name, slide.part.relate_to(end.part, _TO_SLIDE))
            elif (parent := node.getparent()) is not None:
                parent.remove(node)


_TO_SLIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"


def only(file: Any, slides: Sequence[Any]) -> None:
    """Leaves these slides of a presentation, in this order, and no links to others.

    Some programs leave a deleted slide in the file; such a slide goes, too, as its name would be given twice.
    """
    listed = file.slides._sldIdLst
    by_id = {entry.id: entry for entry in listed}
    wanted = [by_id[slide.slide_id] for slide in slides]
    for entry in list(listed):
        listed.remove(entry)
    for entry in wanted:
        listed.append(entry)
    parts = {slide.part for slide in slides}
    for slide in slides:
        _unlink(slide, parts)
    kept = {entry.rId for entry in wanted}
    for id in [rel.rId for rel in file.part.rels.values() if rel.reltype == _TO_SLIDE and rel.rId not in kept]:
        file.part.drop_rel(id)


def _unlink(slide: Any, parts: Collection[Any]) -> None:
    """Removes the links of a slide to slides that are not among these parts: they would stay in the file."""
    lost: dict[str, str | None] = {
        rel.rId: None
        for rel in slide.part.rels.values()
        if not rel.is_external and rel.reltype == _TO_SLIDE and rel.target_part not in parts
    }
    for node in list(slide._element.iter()):
        _relink(node, lost)
    for id in lost:
        slide.part.rels.pop(id)


def hide(slide: Any, *, hidden: bool) -> None:
    """Hides a slide from the slide show, or shows it."""
    if hidden:
        slide._element.set("show", "0")
    else:
        slide._element.attrib.pop("show", None)
