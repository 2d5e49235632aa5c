"""The pages of a paper that came without a PDF: its own source, compiled in the sandbox.

LaTeX sees a copy of the main file's folder and nothing else. The PDF counts only if LaTeX reported no error: after one
it goes on, and prints something else than the paper. So does a reference that is not defined, as to another document.
Errors of the bibliography change only how works are cited.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scaffold import disk
from scaffold.errors import EngineFailed
from scaffold.model import Paper

__all__ = ["compiled"]

_SECONDS = 120.0
"""For all runs together."""

_NEEDS_XETEX = frozenset(("fontspec", "unicode-math", "polyglossia", "xeCJK", "xltxtra", "mathspec"))
"""Packages with which pdfTeX ends at once."""


def compiled(paper: Paper, source: Path, pdf: Path) -> str:
    """Compiles the paper in the folder source; "" if it made the PDF, otherwise why not, with LaTeX's first error.

    Raises EngineMissing if no LaTeX is installed that may run the paper, and DiskError.
    """
    from scaffold.engines import limits
    from scaffold.engines.latex.compile import compile_tex

    engine = "xelatex" if _NEEDS_XETEX.intersection(p.name for p in paper.packages) else None
    with limits.scratch() as folder:
        try:
            result = compile_tex(source / paper.source.main_file, folder, engine=engine, timeout=_SECONDS)
        except EngineFailed as error:
            return error.message
    undefined = next((w for w in result.warnings if w.code == "undefined-reference"), None)
    if result.typeset and undefined is None:
        disk.write(result.data, pdf)
        return ""
    first = next(iter(result.errors), undefined)
    if first is None:
        return "no PDF was made"
    return str(first if first.code == "missing-file" else replace(first, advice=""))
