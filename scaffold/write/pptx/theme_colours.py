"""Maps our colours to those of another theme, so that text is readable on its background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.ooxml import A, P
from scaffold.write.pptx.master import COLOURS

__all__ = ["Look", "font", "read"]

_READABLE, _SEEN = 4.5, 3.0
"""Contrast that text and lines need (WCAG 2.1, 1.4.3 and 1.4.11)."""

_ACCENTS = tuple(f"accent{n}" for n in range(1, 7))


@dataclass(frozen=True, slots=True)
class Look:
    """The theme's name for each of our colours, its text colour as RRGGBB, and whether it is light on dark."""

    names: Mapping[str, str]
    ink: str
    dark: bool


def read(master: Any) -> Look:
    """The look of a slide master's theme; a colour that the theme does not define is ours."""
    scheme = _scheme(master)
    mapped = master._element.find(f"{P}clrMap")
    colours = dict(scheme)
    for name, usual in (("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2")):
        colours[name] = scheme[mapped.get(name, usual) if mapped is not None else usual]
    ground = _ground(master, colours)
    ink = max(("tx1", "bg1"), key=lambda name: _contrast(colours[name], ground))
    panel = next((n for n in ("bg2", "bg1") if _contrast(colours[n], colours[ink]) >= 7), "bg1")
    backgrounds = (ground, colours[panel])

    def first(names: tuple[str, ...], least: float) -> str:
        return next((n for n in names if all(_contrast(colours[n], b) >= least for b in backgrounds)), ink)

    lines = first(("accent1", "tx2", *_ACCENTS), _SEEN)
    names = {
        "tx1": ink,
        "bg1": "bg1" if ink == "tx1" else "tx1",
        "bg2": panel,
        "tx2": first(("tx2", "accent1"), _READABLE),
        "accent1": lines,
        "accent2": first(tuple(n for n in ("accent2", *_ACCENTS) if n != lines), _SEEN),
        "accent3": first(("accent3", "tx2"), _READABLE),
    }
    return Look(names, colours[ink], _light(ground) < 0.2)


def font(master: Any) -> str:
    """The font of the theme's running text; "" when it is not set."""
    root = _root(master)
    found = root.findall(f".//{A}minorFont/{A}latin") if root is not None else []
    return str(found[0].get("typeface", "")) if found else ""


def _root(master: Any) -> Any | None:
    """The theme of a master; None when there is no readable one."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT

    try:
        return etree.fromstring(master.part.part_related_by(RT.THEME).blob)
    except (KeyError, etree.XMLSyntaxError):
        return None


def _scheme(master: Any) -> dict[str, str]:
    """The theme's colours by their names in the file, as RRGGBB."""
    colours, root = dict(COLOURS), _root(master)
    if root is None:
        return colours
    for scheme in root.iter(f"{A}clrScheme"):
        for entry in scheme:
            for value in entry:
                found = value.get("lastClr") or value.get("val") or ""
                if len(found) == 6:
                    colours[str(entry.tag).rpartition("}")[2]] = found.upper()
    return colours


def _ground(master: Any, colours: Mapping[str, str]) -> str:
    """The colour of the slides' background; that of bg1 when it is a picture or not set."""
    for name in master._element.xpath("./p:cSld/p:bg//a:schemeClr/@val"):
        return colours.get(name, colours["bg1"])
    for value in master._element.xpath("./p:cSld/p:bg//a:srgbClr/@val"):
        return str(value).upper()
    return colours["bg1"]


def _light(colour: str) -> float:
    """Relative luminance of RRGGBB, 0 to 1 (WCAG 2.1)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
