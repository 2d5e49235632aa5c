"""The letters of bitmap fonts, which TeX uses if it has no outlines; they do not declare their T1 encoding."""

from __future__ import annotations

from typing import Any

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
            if _numbered(spec):
                font.cid2unicode = {**font.cid2unicode, **dict(enumerate(_UPPER, 128))}
            return font

    return Manager()


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
