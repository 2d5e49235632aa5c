"""Fingerprints of native formulas: they show whether the mathematics in a deck has changed since `init`.

When PowerPoint saves a deck, letters become italic Unicode letters, runs are split and joined, properties are added and
removed. A fingerprint covers only what a reader sees (words, letters, symbols, structure, size and colour), so that
saving keeps the fingerprint of a formula and editing changes it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Any

from scaffold.ooxml import A14, A, M

__all__ = ["fingerprint", "has_formula"]


_PROPERTIES = {
    "nary": (("chr", "∫"), ("subHide", "0"), ("supHide", "0")),
    "d": (("begChr", "("), ("endChr", ")"), ("sepChr", "|")),
    "acc": (("chr", "\u0302"),),
    "bar": (("pos", "bot"),),
    "groupChr": (("chr", "\u23df"), ("pos", "bot")),
    "f": (("type", "bar"),),
    "rad": (("degHide", "0"),),
}
"""Visible properties with their default values (ECMA-376 Part 1, 22.1.2)."""

_LOOKS = ("b", "i", "u", "strike", "baseline", "sz")
_ITALIC = ((0x1D434, 0x1D467), (0x1D6A4, 0x1D6A5), (0x1D6E2, 0x1D71B), (0x210E, 0x210E))
"""Mathematical italic letters, Latin and Greek, and Planck's constant, which is used as the italic h."""


def has_formula(element: Any) -> bool:
    """Whether a shape contains native mathematics."""
    return next(element.iter(f"{M}oMath"), None) is not None


def fingerprint(shape: Any) -> str:
    """A hash (64 hexadecimal digits) of the words and formulas in a shape's element."""
    return hashlib.sha256("\x1f".join(_shape(shape)).encode("utf-8")).hexdigest()


def _shape(shape: Any) -> Iterator[str]:
    for paragraph in shape.iter(f"{A}p"):
        yield "¶"
        yield from _changes(_paragraph(paragraph))


def _changes(tokens: Iterator[tuple[str, str]]) -> Iterator[str]:
    """Tokens, with a look only where it changes: how a line is split into runs does not matter."""
    last, blank = "", False
    for look, token in tokens:
        if look and look != last:
            last = look
            yield f"look {look}"
        if token != " " or not blank:
            yield token
        blank = token == " "


def _paragraph(paragraph: Any) -> Iterator[tuple[str, str]]:
    for child in paragraph:
        if child.tag in (f"{A}r", f"{A}fld"):
            look = _look(child.find(f"{A}rPr"), _LOOKS)
            yield from ((look, " " if c.isspace() else c) for c in child.findtext(f"{A}t") or "")
        elif child.tag == f"{A}br":
            yield "", "↵"
        elif child.tag == f"{A14}m":
            yield from _inside(child)


def _inside(element: Any) -> Iterator[tuple[str, str]]:
    for child in element:
        if isinstance(child.tag, str) and child.tag.startswith(M):
            yield from _formula(child)


def _formula(element: Any) -> Iterator[tuple[str, str]]:
    name = element.tag.removeprefix(M)
    if name == "r":
        yield from _run(element)
    elif not name.endswith("Pr"):
        seen = ",".join(_value(element.find(f"{M}{name}Pr"), key, usual) for key, usual in _PROPERTIES.get(name, ()))
        yield "", f"<{name} {seen}"
        yield from _inside(element)
        yield "", ">"


def _value(properties: Any | None, key: str, usual: str) -> str:
    found = properties.find(f"{M}{key}") if properties is not None else None
    if found is None:
        return usual
    value = str(found.get(f"{M}val", "1" if usual in "01" else ""))
    return {"on": "1", "true": "1", "off": "0", "false": "0"}.get(value, value)


def _run(run: Any) -> Iterator[tuple[str, str]]:
    look = _look(run.find(f"{A}rPr"), ("sz",))
    properties = run.find(f"{M}rPr")
    upright = properties is not None and (
        properties.find(f"{M}nor") is not None or _value(properties, "sty", "i") == "p"
    )
    for c in run.findtext(f"{M}t") or "":
        if not c.isspace():
            yield look, _letter(c, upright=upright)


def _letter(c: str, *, upright: bool) -> str:
    if any(first <= ord(c) <= last for first, last in _ITALIC):
        return "h" if c == "ℎ" else unicodedata.normalize("NFKC", c)
    return f"|{c}" if upright and c.isalpha() else c


def _look(properties: Any | None, names: tuple[str, ...]) -> str:
    """The look of a run; in formulas the letters show italics, so `names` omits them there."""
    if properties is None:
        return "plain"
    values = [f"{name}={v}" for name in names if (v := properties.get(name, "0")) not in ("0", "none", "noStrike")]
    fill = properties.find(f"{A}solidFill")
    values += (
        [f"{e.tag.rpartition('}')[2]}={e.get('val')}" for e in fill.iter() if e.get("val")] if fill is not None else []
    )
    return " ".join(values) or "plain"
