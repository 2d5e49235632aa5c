"""Labels of numbered lists as LaTeX prints them, from the options of enumitem and of the enumerate package."""

from __future__ import annotations

import re

__all__ = ["label", "options"]

_STARRED = re.compile(r"\\(arabic|roman|Roman|alph|Alph)\s*\*")
_PATTERN = re.compile(r"[1iIaA]")
_KINDS = {"1": "arabic", "i": "roman", "I": "Roman", "a": "alph", "A": "Alph"}
_FLAGS = frozenset("noitemsep nosep wide resume resume* leftmargin topsep itemsep".split())


def options(tex: str) -> list[str]:
    """The options of the numbered lists in a piece of LaTeX, in order; "" for a list without."""
    return [m[1] or "" for m in re.finditer(r"\\begin\s*\{enumerate\}\s*(?:\[((?:[^\[\]{}]|\{[^{}]*\})*)\])?", tex)]


def label(option: str, n: int) -> str:
    r"""The label of item n (from 1): "(ii)" for label=(\roman*) or (i), "2." for no option."""
    named = re.search(r"label\s*=\s*(\{.*?\}|[^,]+)", option)
    pattern = named[1] if named else option
    if not named and ("=" in option or option.strip() in _FLAGS or not option.strip()):
        return f"{n}."
    pattern = re.sub(
        r"\\(?:text|math)?(?:bf|it|rm|up|normalfont|upshape|bfseries|itshape|sf)(?:series|shape)?\b\s*", "", pattern
    )
    pattern = pattern.replace("{", "").replace("}", "").strip()
    if _STARRED.search(pattern):
        return _STARRED.sub(lambda m: _counted(m[1], n), pattern)
    return _PATTERN.sub(lambda m: _counted(_KINDS[m[0]], n), pattern, count=1)


def _counted(kind: str, n: int) -> str:
    if kind == "arabic":
        return str(n)
    said = roman(n) if kind.lower() == "roman" else chr(96 + min(n, 26))
    return said.upper() if kind[0].isupper() else said


def roman(n: int) -> str:
    """A small number in small roman letters."""
    out = ""
    for value, digit in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while n >= value:
            out, n = out + digit, n - value
    return out
