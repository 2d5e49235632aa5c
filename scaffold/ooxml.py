"""Constants for all readers and writers of Office files: XML namespaces, and the unit of length.

The namespaces are those of ECMA-376 (transitional) and of Microsoft's extensions to it ([MS-PPTX], [MS-ODRAWXML]).
"""

from __future__ import annotations

__all__ = ["A14", "EMU", "MC", "NAMESPACES", "P14", "A", "M", "P", "R", "W", "declarations"]

EMU = 12700
"""English metric units in a point: Office's files give lengths in them."""

NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
"""Namespaces by Office's prefixes; ct and rel, which Office declares as the default namespace, are our prefixes."""

A, P, R, M, W, MC, A14, P14 = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("a", "p", "r", "m", "w", "mc", "a14", "p14"))
"""Namespaces in braces, as lxml and ElementTree begin the name of an element: f"{A}p"."""


def declarations(*prefixes: str) -> str:
    """The namespaces of these prefixes as attributes of an element, in the order given; raises KeyError."""
    return " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)
