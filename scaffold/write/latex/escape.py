"""Text for LaTeX: plain text escaped, and characters that pdfLaTeX cannot print written as commands.

`tex` uses the tables for plain text, `source` for LaTeX of the paper.
"""

from __future__ import annotations

import re
import unicodedata

from scaffold.tex.symbols import TEXT_ACCENTS
from scaffold.write.latex.unicode_math import MATH, TEXT

__all__ = ["balanced", "source", "tex", "unknown"]

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "[": "{[}", "]": "{]}",
}  # fmt: skip
"""Brackets are put in braces: otherwise they would end an optional argument, or start one after a line break."""

_ACCENTS = {combining: command for command, combining in TEXT_ACCENTS.items()}
"""Combining marks and the text accent that sets each."""


def tex(text: str) -> str:
    """Plain text as LaTeX that prints it: special characters escaped, others written as commands where needed.

    Control characters and line ends become spaces; a character that cannot be printed becomes "?".
    """
    return "".join(_SPECIAL.get(c) or _as_latex(c) for c in unicodedata.normalize("NFC", text))


def source(text: str) -> str:
    """LaTeX source with its markup kept; only characters that pdfLaTeX cannot print are written as commands."""
    return "".join(c if c in "\n\t" else _as_latex(c) for c in unicodedata.normalize("NFC", text))


def balanced(latex: str) -> bool:
    """Whether all braces match, ignoring escaped ones and comments."""
    depth = 0
    for token in re.findall(r"\\.|%[^\n]*|[{}]", latex, flags=re.DOTALL):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0


def unknown(text: str) -> tuple[str, ...]:
    """Characters of text that are in no table and print as "?", in order, without duplicates."""
    return tuple(
        dict.fromkeys(c for c in unicodedata.normalize("NFC", text) if c not in "\n\t" and _command(c) is None)
    )


def _as_latex(char: str) -> str:
    spelt = _command(char)
    return "?" if spelt is None else spelt


def _command(char: str) -> str | None:
    """One character as LaTeX; None when no command prints it."""
    if " " <= char <= "~":
        return char
    if char in TEXT:
        return TEXT[char]
    if char in MATH:
        return rf"\ensuremath{{{MATH[char]}}}"
    if unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if unicodedata.category(char) in ("Cf", "Mn", "Co", "Cn"):
        return ""
    return _accented(char) or _compatible(char)


def _accented(char: str) -> str | None:
    """A letter with an accent by its command (é as \\'{e}), a struck-through symbol by \\not."""
    parts = unicodedata.normalize("NFD", char)
    if parts[1:] == "\u0338":
        return rf"\ensuremath{{\not{MATH.get(parts[0], parts[0])}}}"
    if len(parts) != 2 or parts[1] not in _ACCENTS or not parts[0].isascii():
        return None
    letter = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0]) if parts[1] not in "\u0323\u0327\u0328" else parts[0]
    return rf"{{\{_ACCENTS[parts[1]]}{{{letter}}}}}"


def _compatible(char: str) -> str | None:
    """A styled or composed form by its plain one (𝐱 as x, ﬁ as fi); None when there is none."""
    plain = unicodedata.normalize("NFKD", char)
    if plain == char:
        return None
    spelt = [_command(c) for c in plain]
    return None if None in spelt else "".join(s for s in spelt if s is not None)
