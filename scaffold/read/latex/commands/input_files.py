r"""Which file of the source a name in \input means."""

from __future__ import annotations

import posixpath
import re

from scaffold.read.latex.engine import Engine

__all__ = ["find_input"]


def find_input(engine: Engine, name: str) -> str | None:
    """The file of the source that \\input finds under a name; None when there is none."""
    home = engine.home()
    path = engine.macros.parameterless("input@path") or ""
    asked = (folder.strip().rstrip("/") for folder in re.findall(r"\{([^{}]*)\}", path))
    folders = tuple(dict.fromkeys((home.folder, "", posixpath.dirname(home.buffer.file), *asked)))
    return engine.tree.find(engine.plain_name(name).strip('"'), folders, (".tex", "", ".ltx", ".TEX"))
