"""Titles and notes of a PowerPoint file, regardless of the program that saved it.

Reads the package directly (ECMA-376: parts, relationships, XML), because python-pptx skips mc:AlternateContent, in
which PowerPoint wraps a title with an equation. LibreOffice drops sections when it saves.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from scaffold import languages
from scaffold.ooxml import MC, P14, A, M, P, R
from scaffold.originals import damaged_deck

_BACKUP = tuple(name.lower() for name in sorted(languages.every("slides.section.backup")))

Row = tuple[int, str, str, bool]
"""Number, title, notes, and whether it is a backup slide."""


def rows(deck: Path) -> list[Row]:
    """The visible slides. Raises BadDeck if it is not a deck, OSError if the file cannot be opened."""
    try:
        with zipfile.ZipFile(deck) as package:
            return list(_rows(package))
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ET.ParseError, NotImplementedError, RuntimeError) as e:
        raise damaged_deck(deck) from e


def _rows(package: zipfile.ZipFile) -> Iterator[Row]:
    root = _parsed(package, "ppt/presentation.xml")
    parts = _related(package, "ppt/presentation.xml")
    backup = _backup(root)
    for number, listed in enumerate(root.iter(f"{P}sldId"), start=1):
        part = parts[listed.attrib[f"{R}id"]][1]
        shown = _parsed(package, part)
        if shown.get("show") not in ("0", "false"):
            yield number, _title(shown), _notes(package, part), listed.get("id") in backup


def _backup(presentation: ET.Element) -> set[str | None]:
    """The ids of the slides in sections called Backup."""
    sections = presentation.iter(f"{P14}section")
    inside = [s for s in sections if s.get("name", "").strip().lower().startswith(_BACKUP)]
    return {slide.get("id") for section in inside for slide in section.iter(f"{P14}sldId")}


def _parsed(package: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(package.read(part))


def _related(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Type and target of a part's relationships by their ids; empty if it has none."""
    folder, name = posixpath.split(part)
    try:
        found = _parsed(package, f"{folder}/_rels/{name}.rels")
    except KeyError:
        return {}
    base = f"/{folder}"
    inside = [r for r in found if r.get("TargetMode") != "External"]
    targets = [posixpath.normpath(posixpath.join(base, r.attrib["Target"])).lstrip("/") for r in inside]
    return {r.attrib["Id"]: (r.attrib["Type"], target) for r, target in zip(inside, targets, strict=True)}


def _title(slide: ET.Element) -> str:
    """The text of the title placeholder, on one line; "" if there is none."""
    return " ".join(" ".join(_placed(slide, ("title", "ctrTitle"))).split())


def _notes(package: zipfile.ZipFile, part: str) -> str:
    for kind, target in _related(package, part).values():
        if kind.endswith("/notesSlide"):
            return "\n".join(_placed(_parsed(package, target), ("body",)))
    return ""


def _placed(root: ET.Element, kinds: tuple[str, ...]) -> list[str]:
    """The paragraphs of the first placeholder of one of these kinds."""
    for shape in _shapes(root):
        held = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
        body = shape.find(f"{P}txBody")
        if held is not None and held.get("type", "obj") in kinds and body is not None:
            return [_paragraph(p) for p in body.iter(f"{A}p")]
    return []


def _shapes(node: ET.Element) -> Iterator[ET.Element]:
    """All shapes except fallbacks."""
    for child in node:
        if child.tag == f"{P}sp":
            yield child
        elif child.tag != f"{MC}Fallback":
            yield from _shapes(child)


def _paragraph(paragraph: ET.Element) -> str:
    """Text, characters of formulas and line breaks, in order."""
    out = []
    for node in paragraph.iter():
        if node.tag in (f"{A}t", f"{M}t"):
            out.append(node.text or "")
        elif node.tag == f"{A}br":
            out.append("\n")
    return "".join(out)
