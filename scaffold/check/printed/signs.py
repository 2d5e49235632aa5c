"""Which sign a glyph is: the same letter in italics, in another size or from another font is the same sign.

Letters of the mathematical alphabets (blackboard, Fraktur, script) are signs of their own, as 𝒢 is not G; they are
known by the names of the fonts that TeX has for them, or by Unicode. Spaces, hyphens and accents are no signs: fonts
compose accented letters of one glyph or of two, in any order. Parts of large delimiters are none either, because their
number depends on the height. Sources: fontmath.ltx and the encoding OMX in LaTeX's encguide.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from scaffold.check.printed.encodings import decoded, plain_name

__all__ = ["LARGE_OPERATORS", "SOME_LARGE", "signs"]

_ALPHABETS = (
    ("bb", re.compile(r"msbm|[tp]xsyb|bbm|bbold|dsrom|dsss|doublestr[ou]|msym|mathbb|blackboard|plmbb|pazomathbla")),
    ("frak", re.compile(r"eufm|eufb|frak")),
    ("cal", re.compile(r"rsfs|eusm|eusb|callig|boondox|script|pzc|chancery|mathcal")),
)
"""Names of alphabets by patterns for fonts that have nothing else."""

_SYMBOLS = re.compile(r"cmb?sy|mathsymbols|[a-z]sy[a-z]?\d*$|[a-z]sy\d")
"""Fonts of signs, whose capitals are calligraphic (encoding OMS)."""

_EXTENSION = re.compile(r"cmex|math(?:ext|ex)|[a-z]exx?[a-z]?\d*$|esint|largesymbols")
"""Fonts of large signs (encoding OMX), which rarely say what their glyphs mean."""

_LARGE = {
    **dict(zip(range(0x46, 0x62), "⨆⨆∮∮⨀⨀⨁⨁⨂⨂∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁∐∐", strict=True)),
    **dict.fromkeys(range(0x70, 0x74), "√"),
}
"""Codes of OMX that are operators or roots."""

_ENLARGED = str.maketrans("∩∪∧∨⊔⊕⊗⊙", "⋂⋃⋀⋁⨆⨁⨂⨀")
"""Names that some PDFs have for operators of OMX."""

_BEYOND_OMX = 0x80
SOME_LARGE = "\ufffd"
"""Stands for a code that only the font itself explains: an operator as newtx has them, or part of a delimiter."""

LARGE_OPERATORS = frozenset(_LARGE.values()) - {"√"}

_UNICODE_ALPHABETS = (
    ("bb", "DOUBLE-STRUCK"), ("frak", "FRAKTUR"), ("frak", "BLACK-LETTER"), ("cal", "MATHEMATICAL SCRIPT"),
    ("cal", "MATHEMATICAL BOLD SCRIPT"), ("cal", "SCRIPT CAPITAL"),
)  # fmt: skip

_SAME = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'", "∗": "*", "⋆": "*", "∣": "|", "∥": "‖", "ı": "i",
        "ȷ": "j", "∶": ":", "µ": "μ", "⋅": "·", "∙": "·", "•": "·", "↦": "→", "〈": "⟨", "〉": "⟩", "ǫ": "ϵ", "∕": "/",
        **dict.fromkeys("´¨ˇ¸˘˚˝ˆ˜¯˙~^‐‑-\u00ad\x02\ufffe"),
    }
)  # fmt: skip
_LETTERS_OF_THEIR_OWN = frozenset("ϕϑϵϰϱϖℓ")
"""NFKC makes them φ, θ, ε, κ, ρ, π and l, which are other letters in a formula."""

_MAPS = "7"
"""The code of the bar of ↦ in fonts of signs, which have no name for it; its arrow is a sign of its own."""

_PHI = str.maketrans("φϕ", "ϕφ")
_SWAPPED = re.compile(r"symbol|standardsym|psyr")
"""Adobe's fonts Symbol, in which the names of the two glyphs of phi are the other way round than in TeX's fonts."""

_NOT = "\u0338"
"""The stroke of ≠, which TeX sets before the other sign."""

_DRAWN = re.compile(r"^(?:xy[a-z]|line|lcircle)")
"""Fonts of pieces of lines and tips of arrows."""

_NOTHING = frozenset(("Cc", "Cf", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"))


@lru_cache(maxsize=8192)
def signs(text: str, font: str, *, bare: bool = False) -> tuple[str, ...]:
    """The signs that these characters of a font are, after "bb:", "frak:" or "cal:" if they are of an alphabet.

    bare: whether the fonts of the page say only codes.
    """
    name = plain_name(font)
    if _DRAWN.match(name):
        return ()
    if _EXTENSION.search(name):
        return tuple(sign for c in text if (sign := _large(c)))
    return tuple(sign for c in text for sign in _of(decoded(c, name, bare=bare), name))


def _large(c: str) -> str:
    if sign := _LARGE.get(ord(c)):
        return sign
    if ord(c) > 0x2000 and unicodedata.category(c) == "Sm":
        return c.translate(_ENLARGED)
    return SOME_LARGE if ord(c) >= _BEYOND_OMX else ""


def _of(c: str, font: str) -> list[str]:
    if c == _MAPS and _SYMBOLS.search(font):
        return []
    alphabet = _alphabet(c, font)
    plain = c.translate(_PHI if _SWAPPED.search(font) and not _SYMBOLS.search(font) else _SAME)
    parts = plain if plain in _LETTERS_OF_THEIR_OWN else unicodedata.normalize("NFKD", plain).translate(_SAME)
    kept = [f"{alphabet}{p}" for p in parts if unicodedata.category(p) not in _NOTHING]
    return [_NOT, *kept] if _NOT in parts else kept


def _alphabet(c: str, font: str) -> str:
    """The prefix of a letter of a mathematical alphabet; "" for others."""
    if not c.isalnum():
        return ""
    for name, fonts in _ALPHABETS:
        if fonts.search(font):
            return f"{name}:"
    if "A" <= c <= "Z" and _SYMBOLS.search(font):
        return "cal:"
    named = unicodedata.name(c, "") if not c.isascii() else ""
    return next((f"{name}:" for name, words in _UNICODE_ALPHABETS if named.startswith(words) or words in named), "")
