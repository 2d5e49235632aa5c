"""Glyphs of a page with position and font: all that scaffold reads from a PDF page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

MAX_GLYPHS = 60_000
"""Maximum number of glyphs of a page: a page of text has some thousands, a drawing of letters may have millions."""

MAX_RULES = 2000
"""Maximum number of rules of a page."""

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


class Glyph(NamedTuple):
    """A glyph in points from the top left of its page; base is its baseline.

    A tuple, because a page has thousands: an instance of a frozen dataclass takes four times as long to make.
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


@lru_cache(maxsize=4096)
def text_of(raw: str, math: bool) -> str:
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
