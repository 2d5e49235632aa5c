"""The modules of scaffold as trees of their syntax, for tests of the code itself: to parse them takes a second."""

from __future__ import annotations

import ast
from functools import cache

from tests.conftest import ROOT

PACKAGE = ROOT / "scaffold"


@cache
def texts() -> dict[str, str]:
    """The text of each module by its path from the package."""
    return {p.relative_to(PACKAGE).as_posix(): p.read_text(encoding="utf-8") for p in sorted(PACKAGE.rglob("*.py"))}


@cache
def parsed(text: str) -> ast.Module:
    """The tree of a module with this text, which nobody changes."""
    return ast.parse(text)
