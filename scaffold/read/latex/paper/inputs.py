"""Bodies with the files that they input in place, also by the paper's own commands (TikZiT's \\tikzfig{name})."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scaffold.model import Macro
from scaffold.read.latex.paper.opening import opened
from scaffold.read.latex.source import Tree
from scaffold.tex import tokens
from scaffold.tex.definitions import names

__all__ = ["Inputs"]

_INPUT = re.compile(r"\\input(?:\s*\{([^{}]*)\}|\s+([^\s{}\\]+))")
_EXISTS = re.compile(r"\\(IfFileExists|InputIfFileExists)(?![A-Za-z])\s*\{([^{}]*)\}\s*(?=\{)")
_READS = ("input", "InputIfFileExists")
_PICTURE = re.compile(r"\\begin\{(tikzpicture|tikzcd|picture)\}.*?\\end\{\1\}", re.DOTALL)
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")

_MOST = 50_000
"""Characters that all inputs of one body may add: more is a chapter, or a file that inputs itself."""


class Inputs:
    """Puts the files that bodies input in their place.

    macros are the paper's by name: a use of one that inputs what its argument names is replaced, too.
    """

    def __init__(self, tree: Tree, macros: Mapping[str, Macro]) -> None:
        self._tree = tree
        self._macros = macros
        self._known: dict[str, bool] = {}
        self._left = 0

    def placed(self, body: str) -> str:
        """The body with its inputs in place, theirs too; one that is missing, empty or too long stays as it is."""
        self._left = _MOST
        return self._placed(body, ())

    def _placed(self, body: str, within: tuple[str, ...]) -> str:
        """The body, which stands in these files, with its inputs in place."""
        used = {m[1] for m in tokens.CONTROL.finditer(body)}
        if any(self._inputs(name) for name in used & self._macros.keys()):
            body = opened(body, lambda name: self._macros[name] if self._inputs(name) else None)
        body, pieces, at = self._chosen(body), list[str](), 0
        for m in _INPUT.finditer(body):
            pieces += [body[at : m.start()], self._content(m, within)]
            at = m.end()
        return tokens.joined(*pieces, body[at:])

    def _inputs(self, name: str) -> bool:
        """Whether a macro inputs a file that its argument names, itself or by another."""
        if name not in self._known:
            self._known[name] = False  # one that calls itself adds nothing by that
            found = self._macros.get(name)
            if found is not None and found.parameters:
                own = names(found)
                self._known[name] = not own.isdisjoint(_READS) or any(self._inputs(n) for n in own)
        return self._known[name]

    def _chosen(self, body: str) -> str:
        """The body with each question whether a file exists replaced by its answer."""
        while found := _EXISTS.search(body):
            first = tokens.group(body, found.end())
            second = first and tokens.argument(body, first[1])
            if first is None or second is None:
                break
            exists = self._tree.find(found[2]) is not None
            taken = first[0] if exists else second[0]
            if exists and found[1] == "InputIfFileExists":
                taken = rf"{taken}\input{{{found[2]}}}"
            body = tokens.joined(body[: found.start()], taken.strip(), body[second[1] :])
        return body

    def _content(self, m: re.Match[str], within: tuple[str, ...]) -> str:
        """The text of the file that is input, or the command."""
        found = self._tree.find(m[1] or m[2])
        if found is None or found in within:
            return m[0]
        text = self._tree.text(found).strip()
        if not 0 < len(text) <= self._left:
            return m[0]
        self._left -= len(text)
        # A display that is an argument, as of align, has no empty lines, and there may be some in its drawings' files.
        return _PICTURE.sub(lambda p: _EMPTY_LINES.sub("\n", p[0]), self._placed(text, (*within, found)))
