r"""Notes in the margin and marks of changes in a body: what authors and editors say to each other is no statement.

Notes vanish, text that was added stands, text that was deleted is gone.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scaffold.model import Macro
from scaffold.read.latex.paper.opening import DEEPEST, opened
from scaffold.tex.definitions import names, parse

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

__all__ = ["EditingMarks"]

_NOTES = r"""
\newcommand\marginpar[2][]{}
\NewDocumentCommand\marginnote{omo}{}
\NewDocumentCommand\sidenote{oom}{}
\NewDocumentCommand\sidenotetext{oom}{}
\newcommand\sidepar[2][]{}
\NewDocumentCommand\marginalia{om}{}
\newcommand\todo[2][]{}
\newcommand\missingfigure[2][]{}
\NewDocumentCommand\fxnote{som}{}
\NewDocumentCommand\fxwarning{som}{}
\NewDocumentCommand\fxerror{som}{}
\NewDocumentCommand\fxfatal{som}{}
\newcommand\pdfcomment[2][]{}
\newcommand\pdfmargincomment[2][]{}
"""
"""LaTeX's own, and those of marginnote, sidenotes, memoir, marginalia, todonotes, fixme and pdfcomment."""

_CHANGES = {
    "changes": r"""
\newcommand\added[2][]{#2}
\newcommand\deleted[2][]{}
\newcommand\replaced[3][]{#2}
\newcommand\highlight[2][]{#2}
\newcommand\comment[2][]{}
\newcommand\chadded[2][]{#2}
\newcommand\chdeleted[2][]{}
\newcommand\chreplaced[3][]{#2}
\newcommand\chhighlight[2][]{#2}
\newcommand\chcomment[2][]{}
""",
    "trackchanges": r"""
\newcommand\add[2][]{#2}
\newcommand\remove[2][]{}
\newcommand\change[3][]{#3}
\newcommand\annote[3][]{#2}
\newcommand\note[2][]{}
\newcommand\refneeded[2][]{#2}
""",
    "easyReview": r"""
\newcommand\alert[1]{#1}
\newcommand\add[1]{#1}
\newcommand\remove[1]{}
\newcommand\replace[2]{#2}
\newcommand\substitute[2]{#2}
\newcommand\highlight[1]{#1}
\newcommand\comment[2]{#1}
""",
}
"""Packages that mark changes, and what stands when the changes are accepted."""

_FILES = frozenset(f"{name}.sty" for name in (*_CHANGES, *"marginnote sidenotes todonotes fixme pdfcomment".split()))
"""Packages that a paper may bring along."""


class EditingMarks:
    """The marks that a paper's packages and its own macros make."""

    def __init__(self, engine: Engine) -> None:
        tables = [_NOTES, *(table for name, table in _CHANGES.items() if name in engine.notes.packages)]
        lines = (parse(line) for table in tables for line in table.split("\n"))
        self._known = {macro.name[1:]: macro for macro in lines if macro is not None}
        self._own = engine.macros.current
        self._marking: dict[str, bool] = {}

    def accepted(self, body: str) -> str:
        """The body without notes in the margin, all changes accepted."""
        return opened(body, self._chosen)

    def _chosen(self, name: str) -> Macro | None:
        own = self._of_the_paper(name)
        if own is None:
            return self._known.get(name)
        return own if self._marks(name, 0) else None

    def _of_the_paper(self, name: str) -> Macro | None:
        own: Mapping[str, Macro] = self._own
        found = own.get(name)
        return None if found is None or posixpath.basename(found.file) in _FILES else found

    def _marks(self, name: str, depth: int) -> bool:
        """Whether a macro of the paper's uses one of the marks."""
        if name not in self._marking:
            self._marking[name] = False
            own = self._of_the_paper(name)
            self._marking[name] = (
                name in self._known
                if own is None
                else depth < DEEPEST and any(self._marks(n, depth + 1) for n in names(own))
            )
        return self._marking[name]
