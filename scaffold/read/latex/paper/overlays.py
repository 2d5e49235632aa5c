r"""Beamer's commands for overlays in a body, as beamerarticle prints them: \alert<2>{x}, \only<presentation>{y}."""

from __future__ import annotations

import re
from collections.abc import Callable

from scaffold.tex import tokens
from scaffold.tex.environments import FORMULA

__all__ = ["PACKAGE", "in_article"]

PACKAGE = "beamerarticle"

_SPEC = r"(?:\s*<([^<>\n]{0,60})>)?"
_CHOICES = {
    "only": (1, 0, -1), "onslide": (1, 0, -1), "uncover": (1, 0, -1), "visible": (1, 0, -1), "invisible": (1, -1, 0),
    "alt": (2, 0, 1), "temporal": (3, 1, 0),
}  # fmt: skip
"""How many groups a command has, and which one is printed with and without its overlay; -1: none."""

_STYLED = ("alert", "structure", "item", "color", "textbf", "textit", "textsl", "textrm", "textsf", "emph")
"""Commands that may have an overlay and print their argument."""

_CALL = re.compile(
    rf"\\({'|'.join((*_CHOICES, 'pause', *_STYLED))})(?![A-Za-z]){_SPEC}"
    r"|\\begin\s*\{([^{}]*)\}\s*<([^<>\n]{0,60})>"
)
_SHOWING = frozenset(("onlyenv", "uncoverenv", "visibleenv"))
_BEHIND = re.compile(r"\s*<[^<>\n]{0,60}>")
_STYLES = {"alert": r"\textit", "structure": r"\textbf"}
"""What the article prints these as, outside formulas."""


def in_article(body: str, shown: Callable[[str], bool]) -> str:
    """The body without specifications of overlays and what they hide. shown: whether one lets anything be printed."""
    pos = 0
    while m := _CALL.search(body, pos):
        made, end = _printed(body, m, shown)
        body = tokens.joined(body[: m.start()], made, body[end:])
        pos = m.start() + (len(made) if m[1] in _STYLED or m[3] not in (*_SHOWING, None) else 0)
    return body


def _printed(body: str, m: re.Match[str], shown: Callable[[str], bool]) -> tuple[str, int]:
    """What stands for a command or \\begin, and where what it stands for ends."""
    if m[1] is None:
        return _environment(body, m, shown)
    on = shown(m[2] or "")
    if m[1] == "pause":
        option = tokens.option(body, m.end())
        return "", option[1] if option else m.end()
    if m[1] not in _CHOICES:
        return _styled(body, m, on), m.end()
    count, with_it, without = _CHOICES[m[1]]
    groups = tokens.groups(tokens.mask(body), m.end(), count)
    if groups is None:
        return "", m.end()
    chosen = with_it if on else without
    after = None if m[2] else _BEHIND.match(body, groups[-1][1] + 1)
    return body[slice(*groups[chosen])] if chosen >= 0 else "", after.end() if after else groups[-1][1] + 1


def _environment(body: str, m: re.Match[str], shown: Callable[[str], bool]) -> tuple[str, int]:
    r"""What stands for \begin{x}<2>: those that only show or hide vanish."""
    if m[3] not in _SHOWING:
        return rf"\begin{{{m[3]}}}", m.end()
    end = tokens.close_environment(body, m.end(), m[3])
    if end < 0:
        return "", m.end()
    return body[m.end() : body.rindex(r"\end", 0, end)] if shown(m[4]) else "", end


def _styled(body: str, m: re.Match[str], on: bool) -> str:
    """A command that changes the look of its argument, without its overlay."""
    if m[1] not in _STYLES:
        return f"\\{m[1]}" if on or m[1] in ("item", "color") else ""
    in_formula = any(f.start() < m.start() < f.end() for f in FORMULA.finditer(body))
    return "" if in_formula or not on else _STYLES[m[1]]
