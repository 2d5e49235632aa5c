"""Which sign a glyph is: the same letter in italics, in another size or from another font is the same sign.

Letters of the mathematical alphabets (blackboard, Fraktur, script) are signs of their own, as 𝒢 is not G; they are
known by the names of the fonts that TeX has for them, or by Unicode. Spaces, hyphens and accents are no signs: fonts
compose accented letters of one glyph or of two, in any order. Parts of large delimiters say no more than that they are
some, because their number depends on the height. Sources: fontmath.ltx and the encoding OMX in LaTeX's encguide.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from scaffold.check.printed.encodings import decoded, plain_name

__all__ = ["LARGE_OPERATORS", "PART", "SOME_LARGE", "is_of_large_signs", "names_large_signs", "signs"]

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

SOME_LARGE = "\ufffd"
"""Stands for a code that only the font itself explains: an operator as newtx has them, or part of a delimiter."""

PART = "\ufffc"
"""Stands for a part of a bracket."""

_LARGE = {
    **dict(zip(range(0x46, 0x62), "⨆⨆∮∮⨀⨀⨁⨁⨂⨂∑∏∫⋃⋂⊎⋀⋁∑∏∫⋃⋂⊎⋀⋁∐∐", strict=True)),
    **dict.fromkeys(range(0x70, 0x74), "√"),
}
"""Codes of OMX that are operators or roots."""

_BRACKETS = "()[]⌊⌋⌈⌉{}⟨⟩"
_LARGE_BRACKETS = {
    **dict(zip((*range(0x0C), 0x10, 0x11), _BRACKETS + "()", strict=True)),
    **dict(zip((*range(0x12, 0x1E), *range(0x20, 0x2C)), 2 * _BRACKETS, strict=True)),
    **dict(zip((0x44, 0x45, *range(0x68, 0x70)), "⟨⟩[]⌊⌋⌈⌉{}", strict=True)),
    **dict.fromkeys((*range(0x30, 0x3F), *range(0x40, 0x44)), PART),
}
"""Codes of OMX that are brackets, or parts of some."""

_PARTS = re.compile("[\u239b-\u23b1\uf8e6\uf8eb-\uf8fe]")
"""Names that some PDFs have for those parts: of Unicode, and of Adobe's list."""

_ENLARGED = str.maketrans("∩∪∧∨⊔⊕⊗⊙", "⋂⋃⋀⋁⨆⨁⨂⨀")
"""Names that some PDFs have for operators of OMX."""

_BEYOND_OMX, _NAMES = 0x80, 0x2000

LARGE_OPERATORS = frozenset(_LARGE.values()) - {"√"}

_UNICODE_ALPHABETS = (
    ("bb", "DOUBLE-STRUCK"), ("frak", "FRAKTUR"), ("frak", "BLACK-LETTER"), ("cal", "MATHEMATICAL SCRIPT"),
    ("cal", "MATHEMATICAL BOLD SCRIPT"), ("cal", "SCRIPT CAPITAL"),
)  # fmt: skip

_SAME = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "`": "'", "∗": "*", "⋆": "*", "∣": "|", "∥": "‖", "ı": "i",
        "ȷ": "j", "∶": ":", "µ": "μ", "⋅": "·", "∙": "·", "•": "·", "↦": "→", "〈": "⟨", "〉": "⟩", "ǫ": "ϵ", "∕": "/",
        "∆": "Δ", "◦": "∘", "∖": "\\", "◇": "⋄",
        **dict.fromkeys("´¨ˇ¸˘˚˝ˆ˜¯˙~^‐‑-\u00ad\x02\ufffe"),
    }
)  # fmt: skip
_LETTERS_OF_THEIR_OWN = frozenset("ϕϑϵϰϱϖℓ")
"""NFKC makes them φ, θ, ε, κ, ρ, π and l, which are other letters in a formula."""

_STYLED = "<font> "
"""Begins the decomposition of a letter of formulas, such as 𝜙, of which it takes the style alone."""

_MAPS = "7↦"
"""The bar of ↦ in fonts of signs, which have no name for it but that of the whole; its arrow is a sign of its own."""

_PHI = str.maketrans("φϕ", "ϕφ")
_SWAPPED = re.compile(r"symbol|standardsym|psyr")
"""Adobe's fonts Symbol, in which the names of the two glyphs of phi are the other way round than in TeX's fonts."""

_NOT = "\u0338"
"""The stroke of ≠, which TeX sets before the other sign."""

_DRAWN = re.compile(r"^(?:xy[a-z]|line|lcircle)")
"""Fonts of pieces of lines and tips of arrows."""

_NOTHING = frozenset(("Cc", "Cf", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"))


def is_of_large_signs(font: str) -> bool:
    """Whether it is a font of large signs; font as from plain_name."""
    return bool(_EXTENSION.search(font))


def names_large_signs(text: str, font: str) -> bool:
    """Whether these characters show that a font of large signs says what its glyphs mean, instead of their codes."""
    return is_of_large_signs(font) and any(ord(c) > _NAMES and not _PARTS.match(c) for c in text)


@lru_cache(maxsize=8192)
def signs(text: str, font: str, bare: bool = False, named: bool = False) -> tuple[str, ...]:
    """The signs that these characters of a font are, after "bb:", "frak:" or "cal:" if they are of an alphabet.

    bare: whether the fonts of the page say only codes; named: whether those of large signs say what they mean.
    """
    name = plain_name(font)
    if _DRAWN.match(name):
        return ()
    if is_of_large_signs(name):
        return tuple(sign for c in text if (sign := _large(c, named=named)))
    return tuple(sign for c in text for sign in _of(decoded(c, name, bare=bare), name))


def _large(c: str, *, named: bool) -> str:
    if named and c in _BRACKETS:
        return c
    if sign := _LARGE.get(ord(c)) or _LARGE_BRACKETS.get(ord(c)):
        return sign
    if _PARTS.match(c):
        return PART
    if ord(c) > _NAMES and unicodedata.category(c) == "Sm":
        return c.translate(_ENLARGED)
    return SOME_LARGE if ord(c) >= _BEYOND_OMX and unicodedata.category(c) not in _NOTHING else ""


def _of(c: str, font: str) -> list[str]:
    if c in _MAPS and _SYMBOLS.search(font):
        return []
    alphabet = _alphabet(c, font)
    c = _unstyled(c)
    plain = c.translate(_PHI if _SWAPPED.search(font) and not _SYMBOLS.search(font) else _SAME)
    parts = plain if plain in _LETTERS_OF_THEIR_OWN else unicodedata.normalize("NFKD", plain).translate(_SAME)
    kept = [f"{alphabet}{p}" for p in parts if unicodedata.category(p) not in _NOTHING]
    return [_NOT, *kept] if _NOT in parts else kept


def _unstyled(c: str) -> str:
    """The letter ϕ for 𝜙, which some PDFs have for the letters of formulas; other signs as they are."""
    decomposed = unicodedata.decomposition(c)
    return chr(int(decomposed.removeprefix(_STYLED), 16)) if decomposed.startswith(_STYLED) and c not in "ℓ" else c


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
