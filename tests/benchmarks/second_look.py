"""A second look at statements that the witness verified, which shares no code and no library with it.

pdfminer's characters of both PDFs, in the order of the content, are aligned: letters, digits, brackets, punctuation and
signs; a glyph without a name is the code that it has in its encoding (OML, OMS or OMX, by the name of its font). Left
out are quotation marks, hyphens, accents, and the parts of which high brackets are composed. Explained, and no mark, is
what only the page has at a break between pages or columns, small signs of footnotes, numbers beside the text, and what
stands where a citation of ours does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

__all__ = ["Char", "characters", "marks"]

_ENCODINGS = (
    ("BB", re.compile(r"MSBM|[tp]xsyb|bbm|bbold|dsrom", re.IGNORECASE)),
    ("OMX", re.compile(r"CMEX|MathExt|EXX?\d*$|exx?[a-z]?\d*$", re.IGNORECASE)),
    ("OMS", re.compile(r"CMB?SY|MathSymbols|sy[a-z]?\d*$", re.IGNORECASE)),
    ("OML", re.compile(r"CMMIB?|MathItalic|txmi|pxmi", re.IGNORECASE)),
    ("FRAK", re.compile(r"EUF[MB]", re.IGNORECASE)),
    ("SCR", re.compile(r"rsfs|EUS[MB]|callig", re.IGNORECASE)),
)
_CODE = re.compile(r"\(cid:(\d+)\)$")
_PARTS = {f"OMX{n}" for n in (0x0C, 0x0D, *range(0x30, 0x44), *range(0x62, 0x68), *range(0x74, 0x80))}
_OMS = "−·×*÷⋄±∓⊕⊖⊗⊘⊙○∘•≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽/↦∀∃¬∅ℜℑ⊤⊥ℵ"
_OMS_FENCES = dict(zip(range(0x5B, 0x6F), "∪∩⊎∧∨⊢⊣⌊⌋⌈⌉{}⟨⟩|‖↕⇕\\", strict=True))
_OML = dict(zip(range(0x0B, 0x1F), "αβγδϵζηθικλμνξπρστυφ", strict=True)) | {
    0x22: "ε",
    0x23: "ϑ",
    0x27: "ϕ",
    0x60: "ℓ",
    0x40: "∂",
}
_OMX = dict(
    zip(
        (*range(12), 16, 17, *range(18, 30), *range(32, 44), 68, 69, *range(104, 112)),
        "()[]⌊⌋⌈⌉{}⟨⟩()" + 2 * "()[]⌊⌋⌈⌉{}⟨⟩" + "⟨⟩[]⌊⌋⌈⌉{}",
        strict=True,
    )
)
_OMX |= dict(zip(range(80, 96), 2 * "∑∏∫⋃⋂⊎⋀⋁", strict=True)) | dict.fromkeys((96, 97), "∐")
_OMX |= dict.fromkeys(range(112, 116), "√")
_ANY = "OMX"
"""A code above those of OMX, which only the font itself explains."""

_LEFT_OUT = re.compile(r"[\s\-‐‑\u00ad\u0300-\u036f\u20d7´`¨^~˜ˆ¯˙'\"“”‘’„•·\uf8e6-\uf8fe\u239b-\u23b1\ufe00-\ufe03]")
_SAME = str.maketrans({"∗": "*", "⋆": "*", "∣": "|", "∥": "‖", "µ": "μ", "∆": "Δ", "Ω": "Ω"})
_NUMBERS = re.compile(r"[\dA-Z.()]*[a-z]?\)?")
_WIDEST = 30.0
"""Points that the number of an equation or line takes, at most."""

_STROKE = "\u0338"
"""The stroke of ≠ and ∉, which TeX sets before the other sign."""

_CITED, _LONGEST_CITATION = "¤", 90
_SHINGLE, _COLUMN, _SMALL = 8, 80, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Char:
    """A character: what it is, its page (from 1), left edge and distance from the top, and the size of its font."""

    sign: str
    page: int
    x: float
    top: float
    size: float


def characters(pdf: Any, numbers: Iterable[int]) -> list[Char]:
    """The characters of these pages (from 1) of a PDF of pdfplumber."""
    return [
        Char(sign=sign, page=n, x=float(c["x0"]), top=float(c["bottom"]), size=float(c["size"]))
        for n in numbers
        if n <= len(pdf.pages)
        for c in pdf.pages[n - 1].chars
        for sign in _signs(str(c["text"]), str(c["fontname"]).split("+")[-1])
    ]


def _signs(text: str, font: str) -> list[str]:
    encoding = next((name for name, fonts in _ENCODINGS if fonts.search(font)), "")
    code = _CODE.match(text)
    if code or (encoding == "OMX" and len(text) == 1 and ord(text) < 0x80) or (encoding == "OMS" and text in "0467"):
        return _coded(int(code[1]) if code else ord(text), encoding)
    decomposed = unicodedata.normalize("NFKD", _unstyled(text)).translate(_SAME)
    plain = "/" * decomposed.count(_STROKE) + _LEFT_OUT.sub("", decomposed)
    alphabet = encoding if encoding in ("BB", "FRAK", "SCR") or (encoding == "OMS" and plain.isupper()) else ""
    return [alphabet + c for c in plain if unicodedata.category(c) not in ("Cc", "Co")]


def _coded(code: int, encoding: str) -> list[str]:
    """The sign of a code: brackets of any size are one, and parts of them none."""
    if encoding == "OMX":
        sign = _OMX.get(code) or (_ANY if code > 0x7F else f"OMX{code}")
        return [] if sign in _PARTS else [sign]
    if encoding == "OMS":
        return [_OMS[code] if code < len(_OMS) else _OMS_FENCES.get(code, f"OMS{code}")]
    if encoding == "OML" and code in _OML:
        return list(_unstyled(_OML[code]))
    return [f"{encoding or '?'}{code}"]


def _unstyled(text: str) -> str:
    """The letters of formulas that have forms of their own, of which NFKD makes φ, ε, θ and l."""
    return text.replace("ϕ", "φ′").replace("ϵ", "ε′").replace("ϑ", "θ′").replace("ℓ", "l′")


def marks(ours: Sequence[Char], theirs: Sequence[Char], labels: Iterable[str]) -> list[str]:
    """What differs and is not explained; nothing if ours is not found in theirs, which the witness has found."""
    ours = _cited(ours, labels)
    start = _start(ours, theirs)
    if start is None:
        return [] if "".join(_text(ours)) in "".join(_text(theirs)) else ["not found"]
    window = theirs[max(0, start - 20) : start + int(1.5 * len(ours)) + 2500]
    blocks = SequenceMatcher(None, _text(ours), _text(window), autojunk=False).get_matching_blocks()
    found = []
    for one, two in pairwise(blocks):
        end = two.b if two.size else one.b + one.size  # after the last block the page goes on
        mine, yours = _Part(ours, one.a + one.size, two.a), _Part(window, one.b + one.size, end)
        if (mine.chars or yours.chars) and not _explained(mine, yours):
            found.append(f"{str(mine)[:40]!r} for {str(yours)[:40]!r}")
    return found


def _text(chars: Sequence[Char]) -> list[str]:
    return [c.sign for c in chars]


def _cited(ours: Sequence[Char], labels: Iterable[str]) -> list[Char]:
    """Ours with one sign for each citation, by the labels of ours."""
    text = "".join(c.sign[-1] for c in ours)
    names = sorted({"".join(s for c in label for s in _signs(c, "")) for label in labels} - {""}, key=len, reverse=True)
    if not names:
        return list(ours)
    one = "|".join(map(re.escape, names))
    kept, end = list[Char](), 0
    for m in re.finditer(rf"\[(?:{one})(?:[,;](?:{one}))*(?:,[^\[\]]{{0,30}})?\]", text):
        first = ours[m.start()]
        cited = Char(sign=_CITED, page=first.page, x=first.x, top=first.top, size=first.size)
        kept += [*ours[end : m.start()], cited]
        end = m.end()
    return [*kept, *ours[end:]]


def _start(ours: Sequence[Char], theirs: Sequence[Char]) -> int | None:
    """Where most pieces of ours stand in theirs, taken back to the first one."""
    places: dict[tuple[str, ...], list[int]] = {}
    signs = _text(theirs)
    for at in range(len(signs) - _SHINGLE + 1):
        places.setdefault(tuple(signs[at : at + _SHINGLE]), []).append(at)
    votes: Counter[int] = Counter()
    mine = _text(ours)
    for at in range(max(1, len(mine) - _SHINGLE)):
        for place in places.get(tuple(mine[at : at + _SHINGLE]), ())[:20]:
            votes[(place - at) // 32] += 1
    return votes.most_common(1)[0][0] * 32 if votes else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of all characters, from start to stop."""

    all: Sequence[Char]
    start: int
    stop: int

    @property
    def chars(self) -> Sequence[Char]:
        return self.all[self.start : self.stop]

    def __str__(self) -> str:
        return "".join(_text(self.chars))

    @property
    def is_at_the_margin(self) -> bool:
        """Whether it is only of numbers beside the text, or empty."""
        if not _NUMBERS.fullmatch(str(self)):
            return False
        xs = {page: [c.x for c in self.all if c.page == page] for page in {c.page for c in self.chars}}
        return all(c.x > max(xs[c.page]) - _WIDEST or c.x < min(xs[c.page]) + _WIDEST for c in self.chars)


def _explained(mine: _Part, yours: _Part) -> bool:
    if _CITED in str(mine):
        return len(mine.chars) < 10 and len(yours.chars) <= _LONGEST_CITATION
    if mine.is_at_the_margin and yours.is_at_the_margin:
        return True
    if _ANY in _text(yours.chars):
        return len(mine.chars) <= len(yours.chars)
    return not mine.chars and _beside_the_text(yours)


def _beside_the_text(part: _Part) -> bool:
    before, after = part.all[max(0, part.start - 1)], part.all[min(part.stop, len(part.all) - 1)]
    if after.page != before.page or after.top < before.top - _COLUMN:
        return True
    small = all(c.size < _SMALL * max(before.size, after.size) for c in part.chars) and len(part.chars) < 3
    return small and not str(part).isalpha()
