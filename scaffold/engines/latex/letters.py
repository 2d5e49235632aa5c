"""The fonts for letters that pdfLaTeX cannot print: generated/letters.tex, with which a document needs XeLaTeX.

Each script gets one installed font that has all its letters, found by fontconfig.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scaffold.engines import fonts
from scaffold.engines.latex.choosing import LETTERS as FILE
from scaffold.engines.latex.packages import platform
from scaffold.resources import template

__all__ = ["FILE", "written"]

_OWN = "Latin Modern Roman"
"""The font of the document itself."""

_LIKE_HELVETICA = ("TeX Gyre Heros", "Arial", "Latin Modern Sans")
"""Fonts for slides with the widths of Helvetica, or less, best first."""

_PREFERRED = ("Noto Sans", "Source Han Sans", "DejaVu Sans", "FreeSans", "Liberation Sans", "Arial")
"""Beginnings of names of fonts without serifs, as the heads of report and slides have, best first."""


@dataclass(frozen=True, slots=True)
class _Script:
    """ranges: all its characters, as letters.tex takes them; "" for those that occur. option: for fontspec."""

    ranges: str
    option: str = ""
    debian: str = "fonts-dejavu-core"


_HAN = "2E80-2FDF,3000-30FF,31F0-31FF,3400-4DBF,4E00-9FFF,F900-FAFF,FF00-FFEF,20000-2FA1F"
_SCRIPTS = {
    "GREEK": _Script("0370-03FF,1F00-1FFF"),
    "CYRILLIC": _Script("0400-052F,1C80-1C8F,A640-A69F"),
    "ARMENIAN": _Script("0530-058F"),
    "HEBREW": _Script("0590-05FF,FB1D-FB4F", "Script=Hebrew"),
    "ARABIC": _Script("0600-06FF,0750-077F,08A0-08FF,FB50-FDFF,FE70-FEFC", "Script=Arabic"),
    "DEVANAGARI": _Script("0900-097F,A8E0-A8FF", "Script=Devanagari", "fonts-noto-core"),
    "BENGALI": _Script("0980-09FF", "Script=Bengali", "fonts-noto-core"),
    "TAMIL": _Script("0B80-0BFF", "Script=Tamil", "fonts-noto-core"),
    "THAI": _Script("0E00-0E7F", "Script=Thai", "fonts-noto-core"),
    "GEORGIAN": _Script("10A0-10FF,1C90-1CBF,2D00-2D2F"),
    "HANGUL": _Script("1100-11FF,3130-318F,AC00-D7AF", "", "fonts-noto-cjk"),
    "CJK": _Script(_HAN, "", "fonts-noto-cjk"),
}
_AS_CJK = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH")


def written(characters: Iterable[str]) -> str:
    """letters.tex for these characters; "" if there are none. A script without a font is an error of the document."""
    scripts = _by_script(characters)
    if not scripts:
        return ""
    lines = [line for n, (name, found) in enumerate(scripts.items()) for line in _font(n, name, "".join(found))]
    head = template("letters", "letters.tex").read_text(encoding="utf-8")
    return "\n".join([head.rstrip(), *lines, r"\scaffoldlettersend", ""])


def _by_script(characters: Iterable[str]) -> Mapping[str, list[str]]:
    """The characters by the first word of their names, which is their script; marks belong to any script."""
    found: dict[str, list[str]] = {}
    for c in sorted(set(characters)):
        word = unicodedata.name(c, "OTHER").split()[0]
        if word != "COMBINING":
            found.setdefault("CJK" if word in _AS_CJK else word, []).append(c)
    return found


def _font(n: int, name: str, letters: str) -> Iterator[str]:
    """The line of letters.tex for a script; if the report's own font has its letters, only slides need another."""
    fonts = _fonts_with(letters)
    if fonts and _OWN in fonts:
        latin = next(font for font in (*_LIKE_HELVETICA, _OWN) if font in fonts)
        yield rf"\def\scaffoldlatin{{{latin}}}"
        return
    script = _SCRIPTS.get(name, _Script("", debian="fonts-noto-core"))
    if fonts:
        ranges = script.ranges or ",".join(f"{ord(c):04X}-{ord(c):04X}" for c in letters)
        command = rf"\csname scaffold@font@{chr(ord('a') + n)}\endcsname"
        yield rf"\expandafter\scaffoldletters{command}{{{_best(fonts)}}}{{{script.option}}}{{{ranges}}}"
        return
    install = {
        "debian": f"sudo apt-get install {script.debian}",
        "macos": "brew install --cask font-noto-sans",
        "windows": "install a Noto font from notofonts.github.io",
    }[platform()]
    known = {"CJK": "Chinese or Japanese", "HANGUL": "Korean"}.get(name, name.capitalize())
    kind = f"{known} letters" if name in _SCRIPTS else "signs"
    what = f"No installed font has the {kind} {letters}" if fonts is not None else _NO_FONTCONFIG
    yield rf"\PackageError{{scaffold}}{{{what}. Install one ({install}) and run: scaffold build}}{{}}"


_NO_FONTCONFIG = "The fonts cannot be listed without fc-list of fontconfig"


def _best(fonts: Iterable[str]) -> str:
    def order(font: str) -> tuple[bool, int, int, str]:
        rank = next((n for n, start in enumerate(_PREFERRED) if font.startswith(start)), len(_PREFERRED))
        return "Mono" in font or "Condensed" in font, rank, len(font), font

    return min(fonts, key=order)


def _fonts_with(letters: str) -> set[str] | None:
    """The families of installed fonts that XeTeX can use and that have all the letters; None without fontconfig."""
    wanted = " ".join(f"{ord(c):x}" for c in letters)
    lines = fonts.listed("-f", r"%{family[0]}|%{fontformat}\n", f":charset={wanted}")
    if lines is None:
        return None
    rows = [line.rpartition("|") for line in lines]
    return {family for family, _, form in rows if form in ("TrueType", "CFF") and family}
