"""Glyphs of a PDF, page by page, with where and in what font they stand: all that pdfplumber is asked for."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scaffold.errors import UnreadablePdf

MAX_PAGES = 400
"""Pages read for layout; a longer document is read so far, and says so."""

MAX_BYTES = 400_000_000
MAX_GLYPHS = 60_000
"""Glyphs of one page kept: a page of text has some thousands, a drawing made of letters may have millions."""

MAX_CONTENT = 6_000_000
"""Bytes of drawing commands that one page may have, and MAX_ALL all pages together: more is a drawing or a trap."""

MAX_ALL = 80_000_000
_DEFLATED_MOST = 1032
"""How many bytes one byte of a deflated stream can become at most."""

_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
                            "\u00ad": "-", "\u2010": "-", "\u2019": "'", "\u2032": "'", "\u00a0": " ",
                            "\ufb05": "st", "\ufb06": "st"})  # fmt: skip

_OLD_LIGATURES = {**dict(zip(range(11, 16), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
                  **dict(zip(range(27, 32), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))}  # fmt: skip
"""What TeX's text fonts (OT1, T1) keep below the letters, where a font does not say itself."""

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
    """What a font looks like, as far as its name tells."""

    bold: bool = False
    italic: bool = False
    caps: bool = False
    math: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph in points from the top left of its page; base is its baseline."""

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


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows: turned tells that it has text, but none that stands upright."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    images: int = 0
    turned: bool = False
    broken: str = ""


@contextmanager
def pages_of(path: Path) -> Iterator[tuple[int, Iterator[Page]]]:
    """How many pages the PDF has, and the first MAX_PAGES of them; raises UnreadablePdf.

    A page whose content cannot be read comes without glyphs and says why.
    """
    count = _count(path)
    import pdfplumber

    try:
        document = pdfplumber.open(path)
    except Exception as trouble:  # the parser's own errors have no common base
        raise _unreadable(path, str(trouble) or type(trouble).__name__) from trouble
    try:
        yield count, _pages(document, count)
    finally:
        document.close()


def _count(path: Path) -> int:
    """The number of pages by a parser that mends damaged files; what it cannot open cannot be read."""
    import pypdfium2

    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise _unreadable(path, "it is not there" if not path.is_file() else "it is larger than 400 MB")
    try:
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
    except (pypdfium2.PdfiumError, ValueError, RuntimeError) as trouble:
        raise _unreadable(path, str(trouble)) from trouble
    if count == 0:
        raise _unreadable(path, "it has no pages")
    return count


def _unreadable(path: Path, why: str) -> UnreadablePdf:
    locked = path.is_file() and b"/Encrypt" in path.read_bytes()[: MAX_BYTES // 4]
    if locked and ("password" in why.lower() or "encrypt" in why.lower()):
        return UnreadablePdf(f"{path.name} is locked with a password", "save a copy without the password and try again")
    if "password" in why.lower():
        why = "it is damaged, or has no pages"
    return UnreadablePdf(
        f"{path.name} cannot be read as a PDF: {why}", "open it in a viewer and save it anew, or download it again"
    )


def _pages(document: Any, count: int) -> Iterator[Page]:
    spent = 0
    for number in range(1, min(count, MAX_PAGES) + 1):
        try:
            page = document.pages[number - 1]
        except IndexError:
            yield Page(number, 612.0, 792.0, (), (), broken="it is missing from the file")
            continue
        try:
            size = _content_size(page)
            spent += size
            if size > MAX_CONTENT or spent > MAX_ALL:
                raise OverflowError("it holds more drawing commands than any page of text")
            yield _page(page, number)
        except Exception as trouble:  # content streams fail in every way there is
            yield Page(number, float(page.width), float(page.height), (), (), broken=str(trouble)[:80] or "damaged")
        finally:
            page.close()


def _content_size(page: Any) -> int:
    """Bytes of a page's commands, found without unpacking more than MAX_CONTENT of them."""
    from pdfminer.pdftypes import resolve1

    total = 0
    for reference in page.page_obj.contents:
        raw = getattr(resolve1(reference), "rawdata", None) or b""
        if len(raw) * _DEFLATED_MOST < MAX_CONTENT / 10:
            total += len(raw)
            continue
        try:
            total += len(zlib.decompressobj().decompress(raw, MAX_CONTENT + 1))
        except zlib.error:
            total += len(raw)
    return total


def _page(page: Any, number: int) -> Page:
    left, above, right, below = (float(v) for v in page.bbox)
    chars = page.chars[:MAX_GLYPHS]
    upright = [c for c in chars if c["upright"] and c["matrix"][0] > 0]
    turned = len(chars) > 50 and len(upright) < len(chars) / 5
    glyphs = tuple(
        g
        for c in upright
        if (g := _glyph(c, left, above)) and 0 <= g.x0 <= right - left and 0 <= g.base <= below - above
    )
    drawn = [*page.lines, *page.rects]
    rules = tuple(
        Rule(float(r["x0"]) - left, float(r["top"]) - above, float(r["x1"]) - left, float(r["bottom"]) - above)
        for r in drawn[:2000]
    )
    return Page(number, right - left, below - above, glyphs, rules, len(page.images), turned)


def _glyph(c: dict[str, Any], left: float, above: float) -> Glyph | None:
    style = style_of(c["fontname"])
    text = _text(c["text"], style.math)
    if not text.strip() and text != " ":
        return None
    base = c["bottom"] - (c["matrix"][5] - c["y0"])
    if not c["top"] - 2 * c["size"] <= base <= c["bottom"] + 2 * c["size"]:
        base = c["bottom"] - 0.2 * c["size"]
    return Glyph(
        text, c["x0"] - left, c["top"] - above, c["x1"] - left, c["bottom"] - above, base - above,
        float(c["size"]), style,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _text(raw: str, math: bool) -> str:
    """A glyph's text: ligatures apart, what has no Unicode as a replacement sign."""
    code = int(raw[5:-1]) if re.fullmatch(r"\(cid:\d+\)", raw) else ord(raw[0]) if len(raw) == 1 else -1
    if code in _OLD_LIGATURES and not math:
        return _OLD_LIGATURES[code]
    if raw.startswith("(cid:") or (len(raw) == 1 and unicodedata.category(raw) in ("Cc", "Co", "Cn")):
        return "\ufffd"
    return raw.translate(_LIGATURES)


@lru_cache(maxsize=4096)
def style_of(fontname: str) -> Style:
    """What a font's name tells of its look."""
    name = fontname.split("+")[-1].lower()
    if _MATH.search(name):
        return Style(math=True)
    return Style(bool(_BOLD.search(name)), bool(_ITALIC.search(name)), bool(_SMALL_CAPS.search(name)))
