"""Helpers for pylatexenc's nodes: arguments, source, symbols."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from scaffold.tex.symbols import LETTERS, sign
from scaffold.write.text.tables import SHOWN, UNSPACED

__all__ = ["NoPlainText", "argument", "kind", "optional", "source", "special", "symbol"]


class NoPlainText(ValueError):
    """This LaTeX has no faithful plain text; the message names the construct."""


def argument(chars: str, nodes: Sequence[Any], at: int) -> tuple[list[Any], str, int]:
    """The next argument, from the remaining characters or else the next node; with the rest, and the nodes used."""
    if chars:
        return [_char_node(chars[0])], chars[1:], 0
    if at >= len(nodes):
        raise NoPlainText("a missing argument")
    node = nodes[at]
    if node.isNodeType(kind("LatexMacroNode")) and SHOWN.get(node.macroname, 0) > 0 and not _has_arguments(node):
        wants = SHOWN[node.macroname]
        return list(nodes[at : at + 1 + wants]), "", 1 + wants
    return [node], "", 1


def _char_node(c: str) -> Any:
    from pylatexenc.latexwalker import LatexCharsNode

    return LatexCharsNode(parsing_state=None, chars=c)


def _has_arguments(node: Any) -> bool:
    return bool(node.nodeargd and any(node.nodeargd.argnlist or ()))


def optional(node: Any) -> bool:
    return type(node).__name__ == "LatexGroupNode" and node.delimiters[0] == "["


def source(node: Any) -> str:
    return str(node.latex_verbatim()) if node is not None else ""


@cache
def kind(name: str) -> Any:
    import pylatexenc.latexwalker as walker

    return getattr(walker, name)


@cache
def symbol(name: str) -> str:
    """What a macro without arguments prints, with spaces around a relation; raises NoPlainText for any other macro."""
    if name in LETTERS:
        return LETTERS[name]
    text = sign(name)
    if not text or len(text) > 3 or "\\" in text:
        raise NoPlainText(f"\\{name}")
    return f" {text} " if unicodedata.category(text[0]) == "Sm" and text not in UNSPACED else text


def special(chars: str, math: bool) -> str:
    if chars == "&":
        return " "
    return {"~": "\N{NO-BREAK SPACE}", "``": "“", "''": "”", "---": "—", "--": "–"}.get(chars, chars)
