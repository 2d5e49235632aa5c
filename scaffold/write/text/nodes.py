"""pylatexenc's nodes, asked the few things that saying them needs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from scaffold.write.text.tables import SHOWN

__all__ = ["Unspeakable", "argument", "default_symbol", "kind", "optional", "source", "special"]


class Unspeakable(ValueError):
    """This LaTeX has no faithful plain text; the message names the construct."""


def argument(chars: str, nodes: Sequence[Any], at: int) -> tuple[list[Any], str, int]:
    """The next argument, from the characters left or else the next node; with what is left, and the nodes used."""
    if chars:
        return [_char_node(chars[0])], chars[1:], 0
    if at >= len(nodes):
        raise Unspeakable("an argument that is not there")
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


@lru_cache(maxsize=1)
def _database() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


@cache
def default_symbol(name: str) -> str:
    """The character that pylatexenc knows for a symbol without arguments; raises Unspeakable for any other macro."""
    spec = _database().get_macro_spec(name)
    symbol = getattr(spec, "simplify_repl", None)
    if not isinstance(symbol, str) or not symbol or len(symbol) > 3 or "%" in symbol or "\\" in symbol:
        raise Unspeakable(f"\\{name}")
    return f" {symbol} " if unicodedata.category(symbol[0]) == "Sm" and symbol not in "∑∏∫∂∇∞√∀∃∅" else symbol


def special(chars: str, math: bool) -> str:
    if chars == "&":
        return " "
    return {"~": "\N{NO-BREAK SPACE}", "``": "“", "''": "”", "---": "—", "--": "–"}.get(chars, chars)
