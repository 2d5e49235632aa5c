"""Bodies with the files that they input in place."""

from __future__ import annotations

import re

from scaffold.read.latex.source import Tree

__all__ = ["with_inputs"]

_INPUT = re.compile(r"\\input(?:\s*\{([^{}]*)\}|\s+([^\s{}\\]+))")

_MOST = 50_000
"""Characters that all inputs of one body may add: more is a chapter, or a file that inputs itself."""


def with_inputs(body: str, tree: Tree) -> str:
    """The body with its inputs in place, theirs too; one that is missing, empty or too long stays as it is."""
    return _Inputs(tree).placed(body, ()) if "\\input" in body else body


class _Inputs:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._left = _MOST

    def placed(self, body: str, within: tuple[str, ...]) -> str:
        """The body, which stands in these files, with its inputs in place."""

        def content(m: re.Match[str]) -> str:
            found = self._tree.find(m[1] or m[2])
            if found is None or found in within:
                return m[0]
            text = self._tree.text(found).strip()
            if not 0 < len(text) <= self._left:
                return m[0]
            self._left -= len(text)
            return self.placed(text, (*within, found))

        return _INPUT.sub(content, body)
