"""Signs of TeX's own fonts for which a PDF has only the code: its fonts then say neither names nor Unicode.

pdfium gives the code itself as character, such as 0x60 of CMMI10, which is ℓ, where the font has no table ToUnicode and
the glyph's name is not in Adobe's list. Codes whose glyphs Adobe's list names are not here, so no character of these
tables can be meant as itself. Sources: the encodings OML and OMS in LaTeX's encguide, and the AMS's amsfndoc.
"""

from __future__ import annotations

import contextlib
import re
import zlib

__all__ = ["bare", "decoded", "plain_name", "swaps_phi", "with_phi_swapped"]


def _table(pairs: str) -> dict[str, str]:
    """The table from words "60:ℓ": a code in hexadecimal digits, and the sign."""
    words = (word.split(":", 1) for word in pairs.split())
    return {chr(int(code, 16)): sign for code, sign in words}


_LETTERS = _table(
    "0B:α 0C:β 0D:γ 0E:δ 0F:ϵ 10:ζ 11:η 12:θ 13:ι 14:κ 15:λ 16:μ 17:ν 18:ξ 19:π 1A:ρ 1B:σ 1C:τ 1D:υ 1E:ϕ 1F:χ "
    "00:Γ 01:Δ 02:Θ 03:Λ 04:Ξ 05:Π 06:Σ 07:Υ 08:Φ 09:Ψ 0A:Ω 25:ϱ 28:↼ 29:↽ 2A:⇀ 2B:⇁ 3F:⋆ 5B:♭ 5C:♮ 5D:♯ "
    "5E:⌣ 5F:⌢ 60:ℓ 7D:℘"
)
"""Encoding OML: fonts of letters in formulas."""

_SIGNS = _table(
    "00:− 01:· 02:× 03:∗ 04:÷ 05:⋄ 06:± 07:∓ 08:⊕ 09:⊖ 0A:⊗ 0B:⊘ 0C:⊙ 0D:○ 0E:∘ 0F:• 10:≍ 11:≡ 12:⊆ 13:⊇ 14:≤ 15:≥ "
    "16:⪯ 17:⪰ 18:∼ 19:≈ 1A:⊂ 1B:⊃ 1C:≪ 1D:≫ 1E:≺ 1F:≻ 25:↗ 26:↘ 27:≃ 2D:↖ 2E:↙ 30:′ 34:△ 35:▽ 36:\u0338 3C:ℜ 3D:ℑ "
    "3E:⊤ 5D:⊎ 60:⊢ 61:⊣ 62:⌊ 63:⌋ 64:⌈ 65:⌉ 68:⟨ 69:⟩ 6B:∥ 6C:↕ 6D:⇕ 6F:≀ 71:∐ 74:⊔ 75:⊓ 76:⊑ 77:⊒"
)
"""Encoding OMS: fonts of signs."""

_TX_SIGNS = {code: sign for code, sign in _SIGNS.items() if code != "]"}
"""newtx's fonts of signs have brackets, by their names, beside the signs of OMS."""

_SYMBOLS_A = _table(
    "00:⊡ 01:⊞ 02:⊠ 03:□ 04:■ 06:◊ 07:⧫ 08:↻ 09:↺ 0A:⇌ 0B:⇋ 0C:⊟ 0D:⊩ 0E:⊪ 0F:⊨ 10:↠ 11:↞ 12:⇇ 13:⇉ 14:⇈ 15:⇊ 16:↾ "
    "17:⇂ 18:↿ 19:⇃ 1A:↣ 1B:↢ 1C:⇆ 1D:⇄ 1E:↰ 1F:↱ 21:↭ 22:↫ 23:↬ 24:≗ 25:≿ 26:≳ 27:⪆ 28:⊸ 29:∴ 2A:∵ 2B:≑ 2C:≜ "
    "2D:≾ 2E:≲ 2F:⪅ 30:⪕ 31:⪖ 32:⋞ 33:⋟ 34:≼ 35:≦ 36:⩽ 37:≶ 38:‵ 3A:≓ 3B:≒ 3C:≽ 3D:≧ 3E:⩾ 3F:≷ 40:⊏ 41:⊐ 42:⊳ 43:⊲ "
    "44:⊵ 45:⊴ 46:★ 47:≬ 48:▼ 49:▶ 4A:◀ 4D:△ 4E:▲ 4F:▽ 50:≖ 51:⋚ 52:⋛ 53:⪋ 54:⪌ 56:⇛ 57:⇚ 58:✓ 59:⊻ 5A:⊼ 5B:⩞ 5C:∠ "
    "5D:∡ 5E:∢ 5F:∝ 60:⌣ 61:⌢ 62:⋐ 63:⋑ 64:⋓ 65:⋒ 66:⋏ 67:⋎ 68:⋋ 69:⋌ 6A:⫅ 6B:⫆ 6C:≏ 6D:≎ 6E:⋘ 6F:⋙ 70:⌜ 71:⌝ 73:Ⓢ "
    "74:⋔ 75:∔ 76:∽ 77:⋍ 78:⌞ 79:⌟ 7A:✠ 7B:∁ 7C:⊺ 7D:⊚ 7E:⊛ 7F:⊝"
)
"""msam: the AMS's first font of symbols. 20, ⇝, is missing: pdfium puts blanks of its own between glyphs."""

_SYMBOLS_B = _table(
    "02:≰ 03:≱ 04:≮ 05:≯ 06:⊀ 07:⊁ 08:≨ 09:≩ 0C:⪇ 0D:⪈ 10:⋨ 11:⋩ 12:⋦ 13:⋧ 16:⪵ 17:⪶ 18:⪹ 19:⪺ 1A:⪉ 1B:⪊ 1C:≁ 1D:≇ "
    "24:⫋ 25:⫌ 28:⊊ 29:⊋ 2A:⊈ 2B:⊉ 2C:∦ 2D:∤ 30:⊬ 31:⊮ 32:⊭ 33:⊯ 34:⋭ 35:⋬ 36:⋪ 37:⋫ 38:↚ 39:↛ 3A:⇍ 3B:⇏ 3C:⇎ 3D:↮ "
    "3E:⋇ 3F:∅ 40:∄ 60:Ⅎ 61:⅁ 66:℧ 67:ð 68:≂ 69:ℶ 6A:ℷ 6B:ℸ 6C:⋖ 6D:⋗ 6E:⋉ 6F:⋊ 70:∣ 71:∥ 72:∖ 73:∼ 74:≈ 75:≊ 76:⪸ "
    "77:⪷ 78:↶ 79:↷ 7A:ϝ 7B:ϰ 7D:ℏ 7E:ℏ 7F:϶"
)
"""msbm: the AMS's second font of symbols, without its capitals."""

_ENCODINGS = (
    (re.compile(r"^(?:cmmib?|lmmi|lmmathitalic|r?[tp]xmi|n(?:ew)?txmi|eur[mb])(?![a-z])"), _LETTERS),
    (re.compile(r"^(?:cmb?sy|lmsy|lmmathsymbols|eus[mb])(?![a-z])"), _SIGNS),
    (re.compile(r"^n?[tp]xsys?(?![a-z])"), _TX_SIGNS),
    (re.compile(r"^(?:msam|n?[tp]xsya)(?![a-z])"), _SYMBOLS_A),
    (re.compile(r"^(?:msbm|n?[tp]xsyb)(?![a-z])"), _SYMBOLS_B),
)
_PHI = str.maketrans("φϕ", "ϕφ")
"""Adobe's list names the two glyphs the other way round than TeX's fonts."""


_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
_LONGEST_MAP = 4_000
"""Bytes of a compressed table from the codes of a font to characters; a font's own program is longer."""

_SWAPPED = re.compile(rb"<27>\s*<D835DF19>")
"""What the package cmap says of φ in fonts of letters in formulas: that it is ϕ."""


def swaps_phi(pdf: bytes) -> bool:
    """Whether the PDF's tables of characters name the two glyphs of phi the other way round than its fonts do."""
    for m in _STREAM.finditer(pdf):
        if int(m[1]) < _LONGEST_MAP:
            with contextlib.suppress(zlib.error):
                if _SWAPPED.search(zlib.decompress(pdf[m.end() : m.end() + int(m[1])])):
                    return True
    return False


def with_phi_swapped(sign: str) -> str:
    """A sign of such a PDF."""
    return sign.translate(_PHI)


def plain_name(font: str) -> str:
    """A font's name in lower case, without the mark of a subset."""
    return font.split("+")[-1].lower()


def bare(text: str, font: str) -> bool:
    """Whether these characters show that the PDF's fonts say only codes; font as from plain_name.

    The fonts of the AMS show nothing: names of their glyphs are in no list, whatever the PDF says of other fonts.
    """
    return any(c in table for fonts, table in _ENCODINGS[:2] if fonts.match(font) for c in text)


def decoded(character: str, font: str, *, bare: bool) -> str:
    """The sign that a character of a font is, by the font's name in lower case; bare: as in the function `bare`."""
    for fonts, table in _ENCODINGS:
        if fonts.match(font):
            sign = table.get(character)
            return sign or (character.translate(_PHI) if bare and table is _LETTERS else character)
    return character
