r"""The order of the atoms in a formula, with brackets, accents, primes, subscripts and superscripts.

Both readers put *marks* among the atoms. LaTeX and PowerPoint write scripts in different orders, with primes before or
in them. In normal form, primes come first, then subscripts, then superscripts.
"""

from __future__ import annotations

from collections.abc import Sequence

from scaffold.tex.symbols import COMBINING, MATH_ACCENTS

__all__ = ["CLOSE", "LOWER", "MARK", "RAISE", "accent", "bracket", "in_order"]

MARK = "\2"
"""The first character of every mark."""

LOWER, RAISE, CLOSE = f"{MARK}_", f"{MARK}^", f"{MARK}."
"""Begin a subscript or a superscript, and end either."""

_PRIME = f"{MARK}′"
_BRACKETS = {
    **{c: c for c in "()[]{}|⟨⟩⌊⌋⌈⌉"}, "‖": "||", "∥": "||", "∣": "|", "❘": "|", "〈": "⟨", "〉": "⟩", "′": "′",
    "″": "′′", "‴": "′′′", "'": "′", "’": "′", "”": "′′", '"': "′′",
}  # fmt: skip
"""Brackets and primes. LaTeX uses one character for apostrophes and primes."""

_COMPARED = frozenset(MATH_ACCENTS[command] for command in ("hat", "tilde", "bar", "dot", "ddot", "check", "vec"))
"""The accents that are compared; others are set differently by each program."""

_SAME = COMBINING | {"^": "\u0302", "~": "\u0303", "‾": "\u0304", "\u0305": "\u0304", "→": "\u20d7"}
"""Accents as signs of their own, and as combining characters."""


def bracket(c: str) -> list[str]:
    """The marks for a bracket or a prime; empty for other characters."""
    return [MARK + b for b in _BRACKETS.get(c, "")]


def accent(c: str) -> str:
    """The mark for an accent, combining or not; "" for one that is not compared."""
    same = _SAME.get(c, c)
    return MARK + same if same in _COMPARED else ""


def in_order(signs: Sequence[str]) -> list[str]:
    """Atoms and marks in normal form."""
    done, at = _row(signs, 0)
    while at < len(signs):
        more, at = _row(signs, at + 1)
        done += more
    return done


def _row(signs: Sequence[str], at: int) -> tuple[list[str], int]:
    """The normal form of the row that begins at this index, and the index at which the row ends."""
    done: list[str] = []
    while at < len(signs) and signs[at] != CLOSE:
        if signs[at] in (LOWER, RAISE, _PRIME):
            scripts, at = _scripts(signs, at)
            done += scripts
        else:
            done.append(signs[at])
            at += 1
    return done, at


def _scripts(signs: Sequence[str], at: int) -> tuple[list[str], int]:
    """Adjacent primes and scripts in normal form: primes, subscripts, superscripts."""
    primes, rows = 0, {LOWER: list[str](), RAISE: list[str]()}
    while at < len(signs) and signs[at] in (LOWER, RAISE, _PRIME):
        if signs[at] == _PRIME:
            primes, at = primes + 1, at + 1
            continue
        kind = signs[at]
        row, at = _row(signs, at + 1)
        at += 1
        while kind == RAISE and row[:1] == [_PRIME]:
            primes, row = primes + 1, row[1:]
        rows[kind] += row
    scripts = [s for kind, row in rows.items() if row for s in (kind, *row, CLOSE)]
    return [_PRIME] * primes + scripts, at
