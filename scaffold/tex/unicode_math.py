"""Which LaTeX prints a Unicode character: the tables of `tex.symbols` inverted, and a few more."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from scaffold.tex.symbols import ALPHABETS, LETTERS, MATH_ACCENTS, SIGNS, TEXT_ACCENTS

__all__ = ["MATH", "accented", "command", "typed"]

_ACCENTS = {combining: command for command, combining in TEXT_ACCENTS.items()}
"""Combining marks and the text accent that sets each."""


def _commands(table: Mapping[str, str], form: str) -> dict[str, str]:
    """Maps each character to the first command for it."""
    return {character: form % name for name, character in reversed(tuple(table.items()))}


_TEXT = _commands(LETTERS, r"{\%s}") | {
    "–": "--", "—": "---", "‐": "-", "‑": "-", "―": "---", "‘": "`", "’": "'", "‚": ",", "“": "``", "”": "''",
    "\u00a0": "~", "\u202f": r"\,", "\u2009": r"\,", "\u00ad": r"\-", "№": "No.", "′": r"\ensuremath{'}",
    "″": r"\ensuremath{''}", "\ufffd": "?",
}  # fmt: skip
"""Characters that can be printed in text mode."""

MATH = {letter: rf"\mathbb{{{c}}}" for c, letter in ALPHABETS["mathbb"].items() if c.isupper()}
MATH |= _commands(SIGNS, r"\%s")
MATH |= {
    "µ": r"\mu", "ο": "o", "Α": r"\mathrm{A}", "Β": r"\mathrm{B}", "Ε": r"\mathrm{E}", "Η": r"\mathrm{H}",
    "Κ": r"\mathrm{K}", "Ν": r"\mathrm{N}", "Ρ": r"\mathrm{P}", "Τ": r"\mathrm{T}", "Χ": r"\mathrm{X}", "≔": ":=",
    "⋅": r"\cdot", "∙": r"\bullet", "−": "-", "∕": "/", "°": r"{}^{\circ}", "²": "{}^{2}", "³": "{}^{3}",
    "¹": "{}^{1}", "⁰": "{}^{0}", "⁴": "{}^{4}", "ⁿ": "{}^{n}", "₀": "{}_{0}", "₁": "{}_{1}", "₂": "{}_{2}",
    "₃": "{}_{3}", "ₙ": "{}_{n}", "∎": r"\blacksquare", "◦": r"\circ", "½": r"\tfrac12", "¼": r"\tfrac14",
    "¾": r"\tfrac34",
}  # fmt: skip
"""Characters that can be printed in math mode, by commands of LaTeX, amsmath and amssymb."""

_STYLED = {letter: rf"\{name}{{{c}}}" for name, letters in reversed(ALPHABETS.items()) for c, letter in letters.items()}


def command(char: str) -> str | None:
    """One character as LaTeX; None when no command prints it."""
    if " " <= char <= "~":
        return char
    if char in _TEXT:
        return _TEXT[char]
    if char in MATH:
        return rf"\ensuremath{{{MATH[char]}}}"
    if unicodedata.category(char) in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if unicodedata.category(char) in ("Cf", "Mn", "Co", "Cn"):
        return ""
    return accented(char) or _formed(char) or _compatible(char)


def accented(char: str) -> str | None:
    """A letter with an accent by its command (é as \\'{e}), a struck-through symbol by \\not."""
    parts = unicodedata.normalize("NFD", char)
    if parts[1:] == "\u0338":
        struck = MATH.get(parts[0], parts[0])
        return rf"\ensuremath{{\not{' ' if struck[:1].isalpha() else ''}{struck}}}"
    if len(parts) != 2 or parts[1] not in _ACCENTS or not parts[0].isascii():
        return None
    letter = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0]) if parts[1] not in "\u0323\u0327\u0328" else parts[0]
    return rf"{{\{_ACCENTS[parts[1]]}{{{letter}}}}}"


def _formed(char: str) -> str | None:
    """A letter in another alphabet (𝒦, 𝐱, 𝑥), or above or below the line (ᵈ, ᵢ); None for others."""
    form, _, parts = unicodedata.decomposition(char).partition(" ")
    if form not in ("<font>", "<sub>", "<super>") or " " in parts:
        return None
    plain = chr(int(parts, 16))
    letter = MATH.get(plain, plain if plain.isascii() else "")
    if form != "<font>":
        return rf"\ensuremath{{{{}}{'^' if form == '<super>' else '_'}{{{letter}}}}}" if letter else None
    name = unicodedata.name(char, "")
    styled = _STYLED.get(char, "")
    if styled and not styled.startswith(r"\mathbb") and "BOLD ITALIC" not in name:
        return rf"\ensuremath{{{styled}}}"
    bold = name.startswith("MATHEMATICAL BOLD") and letter
    return rf"\ensuremath{{\boldsymbol{{{letter}}}}}" if bold else rf"\ensuremath{{{letter}}}" if letter else None


def _compatible(char: str) -> str | None:
    """A composed form by its plain one (ﬁ as fi); None when there is none."""
    plain = unicodedata.normalize("NFKD", char)
    if plain == char or (char.isalpha() and unicodedata.normalize("NFD", char) != char):
        return None  # its accents would be lost
    spelt = [command(c) for c in plain]
    return None if None in spelt else "".join(s for s in spelt if s is not None)


def typed(char: str) -> str:
    """What a person types in text to get a character, with dollars around mathematics; "" if no command prints it."""
    if char in _STYLED and char not in MATH:
        return f"${_STYLED[char]}$"
    if accent := next((name for name, combining in MATH_ACCENTS.items() if combining == char), ""):
        return rf"$\{accent}{{x}}$"
    form, _, digit = unicodedata.decomposition(char).partition(" ")
    if form in ("<super>", "<sub>") and char not in "\u00aa\u00ba":
        return f"${'^' if form == '<super>' else '_'}{{{chr(int(digit.split()[0], 16))}}}$"
    latex = command(char) or ""
    return latex.replace(r"\ensuremath{", "$")[:-1] + "$" if latex.startswith(r"\ensuremath{") else latex
