"""Which engine compiles a document: the best one that is installed and may run here."""

from __future__ import annotations

from scaffold.engines import limits
from scaffold.engines.latex.packages import INSTALL_TEX, install_hint
from scaffold.engines.sandbox.walls import trusted, wall
from scaffold.errors import EngineMissing

__all__ = ["LETTERS", "find_engine", "is_installed"]

LETTERS = "generated/letters.tex"
"""The file of a document with the fonts for letters that pdfLaTeX cannot print (`letters`)."""

ENGINES = ("pdflatex", "xelatex", "tectonic", "lualatex")
"""The engines to choose from. lualatex is never chosen automatically: it is slow."""

AUTOMATIC = ENGINES[:3]
_SANDBOX_ONLY = ("xelatex", "lualatex")
"""Engines that can read any file: by a \\special, or in Lua code."""


def find_engine(engine: str | None = None, *, letters: bool = False) -> tuple[str, str]:
    """Name and path of the given engine, or of the best installed one that may run here; raises EngineMissing.

    letters: whether the document has letters that pdfLaTeX cannot print.
    """
    if engine is not None and engine not in ENGINES:
        raise EngineMissing(f"{engine!r} is not a LaTeX engine", f"choose one of {', '.join(ENGINES)}")
    if engine in _SANDBOX_ONLY and not _may_run(engine):
        raise EngineMissing(
            f"{engine} can read any file, and there is no sandbox on this computer",
            "use pdflatex, install bubblewrap (Linux), or set SCAFFOLD_SANDBOX=none if you trust the paper",
        )
    for name in (engine,) if engine else AUTOMATIC[letters:]:
        path = limits.which(name)
        if path and _may_run(name):
            return name, path
    if letters and engine is None:
        raise EngineMissing(
            "the document has letters that pdfLaTeX cannot print, and XeLaTeX is not installed or has no sandbox",
            "install it (on Debian/Ubuntu: sudo apt-get install texlive-xetex bubblewrap), or write the names in Latin "
            "letters",
        )
    wanted = engine or "no LaTeX engine"
    raise EngineMissing(
        f"{wanted} is not installed" if engine else f"{wanted} is installed (looked for {', '.join(AUTOMATIC)})",
        f"install one: {install_hint(INSTALL_TEX)}",
    )


def is_installed() -> bool:
    """Whether there is an engine that may run here."""
    try:
        return bool(find_engine())
    except EngineMissing:
        return False


def _may_run(engine: str) -> bool:
    return engine not in _SANDBOX_ONLY or trusted() or wall() != "none"
