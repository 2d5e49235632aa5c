"""Which LaTeX prints a Unicode character: the tables of `tex.symbols` inverted, and a few more."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.tex.symbols import ALPHABETS, LETTERS, SIGNS

__all__ = ["MATH", "TEXT"]


def _commands(table: Mapping[str, str], form: str) -> dict[str, str]:
    """Maps each character to the first command for it."""
    return {character: form % name for name, character in reversed(tuple(table.items()))}


TEXT = _commands(LETTERS, r"{\%s}") | {
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
