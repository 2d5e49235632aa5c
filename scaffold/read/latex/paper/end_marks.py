r"""Marks set by hand at the end of a statement (\hfill$\diamond$): they say that it ends, and are no part of it."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["without_end_mark"]

_NAMED = frozenset(("qed", "QED", "Qed", "qedsymbol", "qedhere", "eop", "endproof"))
_BOXES = frozenset(("square", "Box", "blacksquare", "openbox"))
_SIGNS = _BOXES | frozenset(
    "diamond Diamond diamondsuit lozenge blacklozenge triangle triangleleft triangleright triangledown vartriangle "
    "blacktriangle blacktriangleleft blacktriangleright bigtriangleup bigtriangledown lhd rhd unlhd unrhd clubsuit "
    "spadesuit heartsuit star bigstar bullet bigcirc circ dagger ddagger oblong maltese ast".split()
)
_SIGN = r"\\([A-Za-z]+)|(\\rule\s*\{[^{}]*\}\s*\{[^{}]*\})"
_LAST = re.compile(
    rf"(\$\s*(?:{_SIGN})\s*\$|\\\(\s*(?:{_SIGN})\s*\\\)|\\ensuremath\s*\{{\s*(?:{_SIGN})\s*\}}|(?:{_SIGN})(?:\{{\}})?)[\s.]*\Z"
)
_GROUP = re.compile(r"(?<![\w}\]^_])\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\s*\Z")
_FILL = re.compile(
    r"\\(?:hfill?|hspace\s*\*?\s*\{\s*\\(?:fill|stretch\s*\{[^{}]*\})\s*\})(?![A-Za-z])(?:\{\}|[~\s])*\Z"
)
_AROUND = re.compile(r"(?:\\(?:null|nobreak|quad|qquad|par|noindent|strut|mbox\s*\{\s*\})(?![A-Za-z])|[~\s])*\Z")
_ENDED = re.compile(r"(?:[.!?]['’”)}\]]*|\\\]|\\end\s*\{[^{}]*\}|\$\$)(?:\\q?quad|[~\s])*\Z")
_MOST = 3
"""Macros in macros, and groups, that are looked into."""


def without_end_mark(body: str, meaning: Callable[[str], str | None]) -> str:
    """The body without such a mark. meaning gives the body of a macro without arguments, or None.

    A box or \\qed is one after the end of a sentence or display; other signs only after a fill.
    """
    rest = _before_mark(body.rstrip(), meaning, _MOST)
    return body if rest is None or not rest.strip() else rest


def _before_mark(text: str, meaning: Callable[[str], str | None], depth: int) -> str | None:
    """What stands before a mark at the end of a text; None if there is none."""
    if not depth:
        return None
    if group := _GROUP.search(text):
        inside = _before_mark(group[1].strip(), meaning, depth - 1)
        return _bare(text[: group.start()]) if inside == "" else None
    last = _LAST.search(text)
    if last is None:
        return None
    before, name = text[: last.start()], next((n for n in last.groups()[1:] if n), "")
    filled = _FILL.search(before)
    opened = meaning(name)
    if name in _NAMED or (filled and (name in _SIGNS or name.startswith("\\rule"))):
        return _bare(before)
    if name in _BOXES and _ENDED.search(before):
        return _bare(before)
    if opened is not None and last[1].startswith("\\" + name):
        return _before_mark(f"{before}{opened.strip()}", meaning, depth - 1)
    return None


def _bare(text: str) -> str:
    """The text without the fill, and other white space, at its end."""
    filled = _FILL.search(text)
    return _AROUND.sub("", text[: filled.start()] if filled else text)
