"""Runs of text (characters of one style), paragraphs of runs, and their plain characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

__all__ = ["Paragraph", "Run", "linear", "tidy"]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style; script is 1 for a superscript, -1 for a subscript, else 0."""

    text: str
    italic: bool = False
    bold: bool = False
    script: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs of one paragraph; display: a displayed formula; bullet: the label of a list item, or ""."""

    runs: tuple[Run, ...]
    display: bool = False
    bullet: str = ""

    @property
    def text(self) -> str:
        """The plain characters, with ^ and _ before scripts that Unicode does not have."""
        return linear(self.runs)


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with neighbours of one style merged, spaces collapsed and ends trimmed."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        chars = run.text
        if joined and joined[-1].text.endswith((" ", "(", "[")) and chars.startswith(" "):
            chars = chars.lstrip(" ")
        chars = re.sub(r" {2,}", " ", chars)
        chars = re.sub(r" +(?=[,.;:)\]])", "", chars) if chars.strip() else chars
        if joined and run.script and not joined[-1].script:
            joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip("\u2009"))
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + chars)
        elif chars:
            joined.append(replace(run, text=chars))
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(" "))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(" \u2009"))
    return tuple(r for r in joined if r.text)


_UP = dict(zip("0123456789+−()ni′″", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ′″", strict=True))
_DOWN = dict(zip("0123456789+−()aeijnmkxtp", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑᵢⱼₙₘₖₓₜₚ", strict=True))


def linear(runs: Iterable[Run]) -> str:
    """Runs as plain characters: scripts as Unicode characters if all exist, else after ^ or _."""
    pieces: list[str] = []
    script, held = 0, ""
    for run in (*runs, Run("")):
        if run.script != script and held:
            pieces.append(_raised(held, script))
            held = ""
        script = run.script
        if script:
            held += run.text
        else:
            pieces.append(run.text)
    return "".join(pieces)


def _raised(chars: str, way: int) -> str:
    table = _UP if way > 0 else _DOWN
    if all(c in table for c in chars):
        return "".join(table[c] for c in chars)
    mark = "^" if way > 0 else "_"
    bare = len(chars) == 1 or (chars[0] == "(" and chars[-1] == ")" and "(" not in chars[1:])
    return mark + (chars if bare else f"({chars})")
