"""The letters of fonts: text, width and style; bitmap fonts, which TeX uses without outlines, do not declare T1."""

from __future__ import annotations

from typing import Any

from scaffold.read.pdf.page.glyphs import style_of, text_of

_UPPER = (
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞẞàáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß"
)
"""T1's letters from 128 on (LaTeX's t1enc.def); the other encodings of TeX's text fonts have none there."""


def manager() -> Any:
    """pdfminer's font manager, extended by the upper letters of bitmap fonts whose glyphs are named by number."""
    from pdfminer.pdfinterp import PDFResourceManager

    class Manager(PDFResourceManager):
        def get_font(self, objid: Any, spec: Any) -> Any:
            font: Any = super().get_font(objid, spec)
            if not hasattr(font, "letters"):
                if _numbered(spec):
                    font.cid2unicode = {**font.cid2unicode, **dict(enumerate(_UPPER, 128))}
                font.letters = Letters(font)
            return font

    return Manager()


class Letters(dict[int, tuple[str, float]]):
    """What a font of pdfminer's draws for each code, asked for once: its text, empty if that is not read, and width."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self.style = style_of(font.fontname)

    def __missing__(self, code: int) -> tuple[str, float]:
        from pdfminer.pdffont import PDFUnicodeNotDefined

        try:
            raw = self._font.to_unichr(code)
        except PDFUnicodeNotDefined:
            raw = f"(cid:{code})"
        text = text_of(raw, self.style.math)
        self[code] = text if text.strip() or text == " " else "", self._font.char_width(code)
        return self[code]


def _numbered(spec: Any) -> bool:
    """Whether it is a bitmap font without character names, whose glyphs are named "a65" after their codes."""
    from pdfminer.pdftypes import resolve1

    encoding = resolve1(spec.get("Encoding"))
    if getattr(spec.get("Subtype"), "name", "") != "Type3" or "ToUnicode" in spec or not isinstance(encoding, dict):
        return False
    code, agree, others = 0, 0, 0
    for item in resolve1(encoding.get("Differences")) or ():
        if isinstance(item, int):
            code = item
            continue
        name = getattr(item, "name", "")
        agree += name == f"a{code}"
        others += name not in (f"a{code}", ".notdef")
        code += 1
    return agree > 0 and not others
