"""Takes out of SVG pictures what a program that shows them would fetch.

LibreOffice knows SVG by its content, also compressed, and opens the files and addresses that it names. PostScript is
given to other programs. Sources: SVG 1.1, 5.1 (URI references), 6 (style sheets).
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any

__all__ = ["without_links"]

MAX_BYTES = 20_000_000
"""Maximum size of an SVG picture, unpacked."""

_PLAIN = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"%PDF")
"""How pictures begin that name no files: PNG, JPEG, GIF, BMP, TIFF, EMF, WMF; and PDF."""

_POSTSCRIPT = (b"%!", b"\xc5\xd0\xd3\xc6")
_BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_LINK = re.compile(r"(?i)url\(\s*[\"']?\s*(?!#)([^)\"']*)[\"']?\s*\)|@import\s+[^;]*;?")
_MARK = re.compile(rb"<svg|<[A-Za-z]\w*:svg|<!DOCTYPE\s+svg")
_DATA = re.compile(r"(?is)\s*data:[^,]*;base64,(.{1,64})")


def without_links(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A picture without links to the outside, and these links; unchanged and () if it has none.

    A picture that looks like SVG but cannot be read, and one in PostScript, is replaced by an empty one.
    """
    if content.startswith(_PLAIN):
        return content, ()
    if content.startswith(_POSTSCRIPT):
        return _BLANK, ("PostScript",)
    plain = _unpacked(content)
    if not _MARK.search(plain.replace(b"\0", b"")):
        return content, ()
    root = _parsed(plain)
    if root is None:
        return _BLANK, ("something that cannot be read",)
    links = tuple(dict.fromkeys(link for element in root.iter() for link in _cleaned(element)))
    return (_written(root), links) if links else (content, ())


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return zlib.decompressobj(31).decompress(content, MAX_BYTES)
    except zlib.error:
        return content


def _parsed(content: bytes) -> Any:
    """The root element; None if it cannot be read, is too large or has a document type with entities of its own."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(content, parser) if len(content) < MAX_BYTES else None
    except (etree.XMLSyntaxError, ValueError):
        return None
    own = root is not None and root.getroottree().docinfo.internalDTD
    return None if own and (list(own.entities()) or b"<!ENTITY" in content) else root


def _written(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, encoding="utf-8"))


def _cleaned(element: Any) -> list[str]:
    """The links of one element, after removing them."""
    if not isinstance(element.tag, str):
        return []
    found = []
    for name, value in list(element.attrib.items()):
        if name.rpartition("}")[2] in ("href", "src", "base") and not _inside(value):
            del element.attrib[name]
            found += [] if element.tag.endswith("}a") else [value.strip()]
        elif _LINK.search(value):
            element.set(name, _LINK.sub("none", value))
            found.append(value.strip())
    if element.text and _LINK.search(element.text) and element.tag.rpartition("}")[2] == "style":
        found.append(element.text.strip())
        element.text = _LINK.sub("none", element.text)
    return found


def _inside(value: str) -> bool:
    """Whether an address is a place in the picture or a picture that it holds."""
    if not value.strip() or value.lstrip().startswith("#"):
        return True
    held = _DATA.match(value)
    if held is None:
        return False
    text = re.sub(r"[^A-Za-z0-9+/]", "", held[1])
    try:
        return base64.b64decode(text[: len(text) // 4 * 4]).startswith(_PLAIN)
    except binascii.Error:
        return False
