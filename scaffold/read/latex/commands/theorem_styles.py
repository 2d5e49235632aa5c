r"""Styles of theorems: which print no number, and which print the note alone (amsthm, ntheorem, thmtools)."""

from __future__ import annotations

import re

from scaffold.read.latex.engine import Engine, command
from scaffold.tex import tokens

__all__ = ["headed"]

_NTHEOREM = {"nonumber": "silent", "empty": "bare"}
"""What begins the names of ntheorem's styles that do not print all of the head."""

_KEY = "\\theoremstyle"
_HOOKS = ("postheadhook", "prefoothook")
_OPENS = re.compile(r"\\(?:begin|end|[a-z]*group)(?![A-Za-z])")


def headed(engine: Engine, name: str | None = None) -> str:
    """How much of its head a theorem of this style prints, as in `Spec.style`; None: of the style that is set."""
    name = name or engine.options.get(_KEY, "")
    own = engine.options.get(f"{_KEY}:{name}")
    if own is not None or "ntheorem" not in engine.notes.packages:
        return own or ""
    return next((style for start, style in _NTHEOREM.items() if name.startswith(start)), "")


def around(engine: Engine, keys: dict[str, str]) -> tuple[str, str]:
    """What thmtools' keys of a theorem, and its style, put before and after every body.

    Nothing where that begins an environment: the body is what stands in it.
    """
    style = keys.get("style", "").strip()
    lead, tail = (engine.options.get(f"{_KEY}:{style}:{hook}", "") + keys.get(hook, "") for hook in _HOOKS)
    return ("", "") if _OPENS.search(lead + tail) else (lead, tail)


@command("newtheoremstyle", "renewtheoremstyle")
def new_style(engine: Engine, _: str) -> None:
    r"""amsthm's \newtheoremstyle{name}…{head}, and ntheorem's \newtheoremstyle{name}{head}{head with a note}."""
    name = engine.argument()
    ntheorem = "ntheorem" in engine.notes.packages and "amsthm" not in engine.notes.packages
    given = [engine.argument() or "" for _ in range(2 if ntheorem else 8)]
    if name:
        _keep(engine, name, given[-1], ("#1", "#2", "#3"))


@command("declaretheoremstyle")
def declare_style(engine: Engine, _: str) -> None:
    r"""thmtools' \declaretheoremstyle[headformat=\NAME\NOTE]{name}."""
    keys, name = tokens.key_values(engine.option() or ""), engine.argument()
    if name:
        _keep(engine, name, keys.get("headformat", ""), (r"\NAME", r"\NUMBER", r"\NOTE"))
        for hook in _HOOKS:
            engine.options[f"{_KEY}:{name.strip()}:{hook}"] = keys.get(hook, "")


def _keep(engine: Engine, name: str, head: str, signs: tuple[str, str, str]) -> None:
    """Record what a style prints of name, number and note; a head without any of them is the usual one."""
    named, numbered, noted = (sign in head for sign in signs)
    style = "" if numbered or not (named or noted) else "silent" if named else "bare"
    if style == "silent" and noted and "(" not in head.partition(signs[0])[2].partition(signs[2])[0]:
        style = "noted"
    engine.options[f"{_KEY}:{name.strip()}"] = style


@command(
    "theoremstyle",
    "theorembodyfont",
    "theoremheaderfont",
    "theoremseparator",
    "theoremsymbol",
    "theoremnumbering",
    "swapnumbers",
)
def style(engine: Engine, how: str) -> None:
    """How theorems look; some say how the next ones are numbered, and whether numbers are printed."""
    if how in ("theoremnumbering", "theoremstyle"):
        engine.options[f"\\{how}"] = engine.argument() or ("arabic" if how == "theoremnumbering" else "plain")
