"""Glyphs of a page with position and font: all that scaffold reads from a PDF page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from operator import attrgetter
from typing import Any

MAX_GLYPHS = 60_000
"""Maximum number of glyphs of a page: a page of text has some thousands, a drawing of letters may have millions."""

_MAX_RULES = 2000
FRAME = (100.0, 12.0)
"""Minimum width and height of a frame around text, in points."""

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
                            "\u00ad": "-", "\u2010": "-", "\u2019": "'", "\u2032": "'", "\u00a0": " ",
                            "\ufb05": "st", "\ufb06": "st"})  # fmt: skip

_OLD_LIGATURES = {**dict(zip(range(11, 16), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
                  **dict(zip(range(27, 32), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))}  # fmt: skip
"""Characters below the letters in TeX's text fonts (OT1, T1), for fonts without this information."""

_BOLD = re.compile(
    r"bold|black|heavy|demi|semibold|[-_.]bd|cmb(?!r)|cmsl?bx|sfb|sfxb|bx\d|[a-z]bx|lmroman\d*-?b|mbx|-b$|-medi(?:ital)?$|"
    r"ptmb|phvb|minl?b|t1xb|txb(?!m)|pxb|ntxb|cmssbx|-bo|xbt|(?:roman|sans|serif)\d*b|tgtermesb|libertin\w*[tz]b|biolinum\w*[tz]b"
)
_ITALIC = re.compile(
    r"ital|obli|slant|cmti|cmsl|sfti|sfsl|sfbi|cmbxti|cmbxsl|-it|[-_]i$|lmroman\d*-?i|ptmri|ptmbi|bxi\b|t1xi|txi|pxi|"
    r"[-a-z]ti\d|[a-z]sl\d|libertin\w*t?i\b|mti\d|cmss(?:i|qi)"
)
_SMALL_CAPS = re.compile(r"csc|caps|[-_]sc\b|sfcc|smallcap|cmcsc|sc\d|xcc|tcs|-sc$|scten|t1xsc|ptmrc")
_MATH = re.compile(
    r"cmmi|cmsy|cmex|cmmib|cmbsy|msam|msbm|eufm|eusm|eurm|rsfs|mathit|mathsy|mathex|txmi|txsy|txex|pxmi|pxsy|mtmi|mtsy|mtex|"
    r"stix.*math|math|symbol|stmary|wasy|bbold|dsrom|bbm|dsss|lasy|mt2|zplm|ntxmi|rtxmi|newtxmi|fourier-m|mathsym|euex|msxm|"
    r"txbmi|yhmath|esint|pzdr|zapfdingb"
)


@dataclass(frozen=True, slots=True)
class Style:
    """The style of a font, according to its name."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    math: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph in points from the top left of its page; base is its baseline.

    Unlike elsewhere in this code, its fields are positional: a page has thousands, made from columns.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn rule or box."""

    x0: float
    top: float
    x1: float
    bottom: float


@lru_cache(maxsize=64)
def boxes(rules: tuple[Rule, ...]) -> tuple[tuple[float, float, float, float], ...]:
    """The frames among the rules of a page: boxes, or two vertical rules of equal height that are the sides."""
    out = [(r.x0, r.top, r.x1, r.bottom) for r in rules if r.x1 - r.x0 > FRAME[0] and r.bottom - r.top > FRAME[1]]
    upright = [r for r in rules if r.x1 - r.x0 < 2 and r.bottom - r.top > FRAME[1]]
    for a, b in combinations(upright[:60], 2):
        if abs(a.top - b.top) < 1.5 and abs(a.bottom - b.bottom) < 1.5 and abs(b.x0 - a.x0) > FRAME[0]:
            out.append((min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom)))
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The content of one page. turned: it has text, but none upright. commands: bytes of drawing commands."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    images: int = 0
    turned: bool = False
    broken: str = ""
    commands: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickles the glyphs as columns: one by one, they would cost as much as reading the page."""
        columns = tuple(zip(*map(attrgetter(*Glyph.__slots__), self.glyphs), strict=True))
        rest = {name: getattr(self, name) for name in self.__slots__ if name != "glyphs"}
        return _unpacked, (columns, rest)


def _unpacked(columns: tuple[Any, ...], rest: Mapping[str, Any]) -> Page:
    return Page(glyphs=tuple(map(Glyph, *columns)) if columns else (), **rest)


def page_of(layout: Any, number: int, commands: int) -> Page:
    """A page from pdfminer's own objects: converting them to dictionaries first would take twice the time.

    pdfminer's coordinates start at the lower left corner of the page's box.
    """
    chars: list[Any] = []
    rules: list[Rule] = []
    images = 0
    for kind, item in _items(layout):
        if kind in ("LTRect", "LTLine", "LTCurve"):
            if kind == "LTCurve" and (item.width < FRAME[0] or item.height < FRAME[1]):
                continue  # a stroke of a drawing, not a frame with round corners
            if len(rules) < _MAX_RULES:
                rules.append(Rule(item.x0, layout.height - item.y1, item.x1, layout.height - item.y0))
        elif kind == "LTImage":
            images += 1
        elif len(chars) < MAX_GLYPHS:
            chars.append(item)
    upright = [c for c in chars if c.upright and c.matrix[0] > 0]
    turned = len(chars) > 50 and len(upright) < len(chars) / 5
    glyphs = tuple(
        g
        for c in upright
        if (g := _glyph(c, layout.height)) and 0 <= g.x0 <= layout.width and 0 <= g.base <= layout.height
    )
    return Page(
        number=number,
        width=layout.width,
        height=layout.height,
        glyphs=glyphs,
        rules=tuple(rules),
        images=images,
        turned=turned,
        commands=commands,
    )


def _items(container: Any) -> Iterator[tuple[str, Any]]:
    """The glyphs, rules and images of a page, including those of its figures, with the names of their classes."""
    for item in container:
        kind = type(item).__name__
        if kind in ("LTChar", "LTRect", "LTLine", "LTCurve", "LTImage"):
            yield kind, item
        elif hasattr(item, "__iter__"):
            yield from _items(item)


def _glyph(c: Any, height: float) -> Glyph | None:
    style = style_of(c.fontname)
    text = _text(c.get_text(), style.math)
    if not text.strip() and text != " ":
        return None
    top, bottom, base, size = height - c.y1, height - c.y0, height - c.matrix[5], float(c.size)
    if not top - 2 * size <= base <= bottom + 2 * size:
        base = bottom - 0.2 * size
    return Glyph(text=text, x0=c.x0, top=top, x1=c.x1, bottom=bottom, base=base, size=size, style=style)


@lru_cache(maxsize=4096)
def _text(raw: str, math: bool) -> str:
    """A glyph's text: ligatures split, characters without Unicode as the replacement character."""
    code = int(raw[5:-1]) if re.fullmatch(r"\(cid:\d+\)", raw) else ord(raw[0]) if len(raw) == 1 else -1
    if code in _OLD_LIGATURES and not math:
        return _OLD_LIGATURES[code]
    if raw.startswith("(cid:") or (len(raw) == 1 and unicodedata.category(raw) in ("Cc", "Co", "Cn")):
        return "\ufffd"
    return raw.translate(_LIGATURES)


@lru_cache(maxsize=4096)
def style_of(fontname: str) -> Style:
    """The style of a font, according to its name."""
    name = fontname.split("+")[-1].lower()
    if _MATH.search(name):
        return Style(math=True)
    return Style(bool(_BOLD.search(name)), bool(_ITALIC.search(name)), bool(_SMALL_CAPS.search(name)))
