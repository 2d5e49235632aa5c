"""Lists of a statement's body as LaTeX's own, with the labels that the paper gives all its lists of that name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scaffold.read.latex.drafts import ListUse
from scaffold.tex import tokens

__all__ = ["written_out"]

_MARK = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_LABELS = re.compile(r"\\(?:label|the)enum")
"""A statement that sets labels itself."""


def written_out(body: str, uses: Sequence[ListUse]) -> str:
    """The body with these lists, in order, written as what they are; as it is where it has other lists."""
    if _LABELS.search(body):
        uses = [replace(u, option=None) if u.kind == u.name else u for u in uses]
    if all(u.option is None for u in uses):
        return body
    names = {u.name for u in uses}
    marks = [m for m in _MARK.finditer(tokens.mask(body)) if m[2] in names]
    begun = [m[2] for m in marks if m[1] == "begin"]
    return _rewritten(body, marks, uses) if begun == [u.name for u in uses[: len(begun)]] else body


def _rewritten(body: str, marks: Sequence[re.Match[str]], uses: Sequence[ListUse]) -> str:
    pieces, at, rest, open_ = list[str](), 0, iter(uses), list[ListUse]()
    for m in marks:
        if m[1] == "begin":
            open_.append(next(rest))
        elif not open_:
            return body
        use = open_[-1] if m[1] == "begin" else open_.pop()
        if use.option is not None:
            given = tokens.option(body, m.end()) if m[1] == "begin" else None
            pieces += [body[at : m.start()], rf"\{m[1]}{{{use.kind}}}", use.option if m[1] == "begin" else ""]
            at = given[1] if given else m.end()
    return "".join([*pieces, body[at:]])
