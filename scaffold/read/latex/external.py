r"""Labels of other documents that a paper refers to (package xr): a supplement that lies beside it.

They come from the document's .aux, which LaTeX wrote, or are counted in its source as the paper's own are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scaffold.diagnostics import Log
from scaffold.read.latex.drafts import Target
from scaffold.read.latex.source import Tree
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

__all__ = ["add_labels"]

_NEW = re.compile(r"\\newlabel\s*\{([^{}]*)\}\s*\{(?=\{)")
_MOST = 8
"""Documents that are read for one paper."""


def add_labels(engine: Engine, folder: str, walk: Callable[[str, Log], Engine]) -> None:
    """Adds the labels of the documents that the paper in this folder names; its own come first.

    walk reads one of the files.
    """
    for prefix, name, span in engine.notes.external[:_MOST]:
        if engine.tree.find(name, ("", folder), (".aux", "", ".tex")) is None:
            message = f"the document {name}, whose labels the paper uses, is not in the source"
            engine.log.warn("missing-file", name, span, message)
        for key, target in _labels(engine.tree, name, ("", folder), walk):
            engine.notes.labels.setdefault(prefix + key, target)


def _labels(
    tree: Tree, name: str, folders: tuple[str, ...], walk: Callable[[str, Log], Engine]
) -> Iterator[tuple[str, Target]]:
    if aux := tree.find(name, folders, (".aux",)):
        for m in _NEW.finditer(text := tree.text(aux)):
            number = tokens.group(text, m.end())
            if number is not None and not m[1].endswith("@cref"):
                yield m[1], Target(number=number[0], kind="")
    elif source := tree.find(name, folders):
        other = walk(source, Log())
        for key, target in other.notes.labels.items():
            yield key, Target(number=target.number, kind=target.kind, tagged=target.tagged, called=_called(target))


def _called(target: Target) -> str:
    return target.called or (target.statement.env if target.kind == "theorem" and target.statement else "")
