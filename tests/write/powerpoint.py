"""A deck as PowerPoint saves it again: other names of parts and relationships, and data of its own in each slide.

By ECMA-376, [MS-PPTX] and [MS-ODRAWXML]: slides and notes are numbered in their order, relationships anew; slides and
shapes get ids of their creation; runs their language and whether they were checked, paragraphs the look of what is
typed next; what may be left out is written (list styles, run properties, the map of colours);
the file gets a thumbnail. Parts that no slide needs go. Slide ids, names of slides and sections stay.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any
from uuid import UUID

from lxml import etree

from scaffold.ooxml import A, P, R

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_A16 = "http://schemas.microsoft.com/office/drawing/2014/main"
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<TotalTime>7</TotalTime><Application>Microsoft Office PowerPoint</Application></Properties>"
)

Parts = dict[str, bytes]


def saved(content: bytes) -> bytes:
    """The deck as PowerPoint saves it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    _drop_unlisted(parts)
    for name in [name for name in parts if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]:
        parts[name] = _slide(parts[name], int(re.sub(r"\D", "", name)))
    for name in [name for name in parts if re.match(r"ppt/(?:slides|notesSlides)/[^/]+\.xml", name)]:
        _number_relationships(parts, name)
    parts = _renamed(parts, _new_names(parts))
    parts["docProps/app.xml"] = _APP
    parts["docProps/thumbnail.jpeg"] = b"\xff\xd8\xff\xd9"
    _add(parts, "_rels/.rels", f"{_OFFICE}/extended-properties", "docProps/app.xml")
    _add(
        parts,
        "_rels/.rels",
        _RELATIONSHIP[1:].replace("}Relationship", "/metadata/thumbnail"),
        "docProps/thumbnail.jpeg",
    )
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"</Types>",
        b'<Default Extension="jpeg" ContentType="image/jpeg"/><Override PartName="/docProps/app.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>',
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _drop_unlisted(parts: Parts) -> None:
    """Removes slides, with their notes, that the presentation does not list."""
    rels = etree.fromstring(parts["ppt/_rels/presentation.xml.rels"])
    listed = {entry.get(f"{R}id") for entry in etree.fromstring(parts["ppt/presentation.xml"]).iter(f"{P}sldId")}
    for row in [row for row in rels if row.get("Type") == f"{_OFFICE}/slide" and row.get("Id") not in listed]:
        rels.remove(row)
        slide = f"ppt/{row.get('Target')}"
        notes = [
            x.get("Target") for x in etree.fromstring(parts[_rels(slide)]) if x.get("Type").endswith("/notesSlide")
        ]
        for name in (slide, *(posixpath.normpath(f"ppt/slides/{target}") for target in notes)):
            del parts[name], parts[_rels(name)]
            types = parts["[Content_Types].xml"]
            parts["[Content_Types].xml"] = re.sub(
                rb'<Override [^>]*"/%s"[^>]*/>' % re.escape(name.encode()), b"", types
            )
    parts["ppt/_rels/presentation.xml.rels"] = _xml(rels)


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _slide(content: bytes, number: int) -> bytes:
    root = etree.fromstring(content)
    for n, shape in enumerate(list(root.iter(f"{P}cNvPr")), 1):
        _extend(shape, f"{A}", "{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}",
                f'<a16:creationId xmlns:a16="{_A16}" id="{{{UUID(int=number * 1000 + n)}}}"/>')  # fmt: skip
    for body in [*root.iter(f"{P}txBody")]:
        if body.find(f"{A}lstStyle") is None:
            body.insert(1, etree.Element(f"{A}lstStyle"))
    for run in [*root.iter(f"{A}r", f"{A}br", f"{A}fld")]:
        if run.find(f"{A}rPr") is None:
            run.insert(0, etree.Element(f"{A}rPr"))
    for look in root.iter(f"{A}rPr"):
        look.set("dirty", "0")
        look.set("lang", look.get("lang", "en-GB"))
        _reverse(look)
    for paragraph in root.iter(f"{A}p"):
        if paragraph.find(f"{A}endParaRPr") is None:
            etree.SubElement(paragraph, f"{A}endParaRPr", lang="en-GB", dirty="0")
    _extend(root.find(f"{P}cSld"), P, "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}",
            f'<p14:creationId xmlns:p14="{_P14}" val="{number}"/>')  # fmt: skip
    if root.find(f"{P}clrMapOvr") is None:
        etree.SubElement(etree.SubElement(root, f"{P}clrMapOvr"), f"{A}masterClrMapping")
    return _xml(root)


def _extend(node: Any, space: str, uri: str, data: str) -> None:
    """Adds an extension with this data to the last child of the node."""
    found = node.find(f"{space}extLst")
    if found is None:
        found = etree.SubElement(node, f"{space}extLst")
    etree.SubElement(found, f"{space}ext", uri=uri).append(etree.fromstring(data))


def _reverse(node: Any) -> None:
    attributes = list(node.attrib.items())
    node.attrib.clear()
    for name, value in reversed(attributes):
        node.set(name, value)


def _rels(name: str) -> str:
    return f"{posixpath.dirname(name)}/_rels/{posixpath.basename(name)}.rels"


def _number_relationships(parts: Parts, name: str) -> None:
    """The relationships of a part in another order, with other numbers."""
    root, part = etree.fromstring(parts[_rels(name)]), etree.fromstring(parts[name])
    root[:] = list(root)[::-1]
    new = {row.get("Id"): f"rId{n}" for n, row in enumerate(root, 11)}
    for row in root:
        row.set("Id", new[row.get("Id")])
    for node in part.iter(etree.Element):
        for attribute, value in node.attrib.items():
            if attribute.startswith(R):
                node.set(attribute, new[value])
    parts[_rels(name)], parts[name] = _xml(root), _xml(part)


def _new_names(parts: Parts) -> dict[str, str]:
    """The names of slides in their order, and of notes in the order of their slides, counted down for a change."""
    rows = etree.fromstring(parts["ppt/_rels/presentation.xml.rels"])
    targets = {row.get("Id"): row.get("Target") for row in rows}
    listed = etree.fromstring(parts["ppt/presentation.xml"]).iter(f"{P}sldId")
    names, total = {}, sum(name.startswith("ppt/slides/slide") for name in parts)
    for n, slide in enumerate((f"ppt/{targets[entry.get(f'{R}id')]}" for entry in listed), 1):
        names[slide] = f"ppt/slides/slide{n}.xml"
        for row in etree.fromstring(parts[_rels(slide)]):
            if row.get("Type") == f"{_OFFICE}/notesSlide":
                notes = posixpath.normpath(f"ppt/slides/{row.get('Target')}")
                names[notes] = f"ppt/notesSlides/notesSlide{total + 1 - n}.xml"
    return names


def _renamed(parts: Parts, names: dict[str, str]) -> Parts:
    names = names | {_rels(old): _rels(new) for old, new in names.items()}
    found = {}
    for name, data in parts.items():
        base = posixpath.dirname(posixpath.dirname(name))
        if name.endswith(".rels"):
            root = etree.fromstring(data)
            for row in root.iter(_RELATIONSHIP):
                target = posixpath.normpath(f"{base}/{row.get('Target')}")
                if row.get("TargetMode") != "External" and target in names:
                    row.set("Target", posixpath.relpath(names[target], base))
            data = _xml(root)
        if name == "[Content_Types].xml":
            data = re.sub(rb'(?<=PartName="/)[^"]*', lambda m: names.get(m[0].decode(), m[0].decode()).encode(), data)
        found[names.get(name, name)] = data
    return found


def _add(parts: Parts, rels: str, kind: str, target: str) -> None:
    root = etree.fromstring(parts[rels])
    etree.SubElement(root, _RELATIONSHIP, Id=f"rId{len(root) + 30}", Type=kind, Target=target)
    parts[rels] = _xml(root)
