"""Every package with a notation of its own: found in this folder, used by writers, checker and parser of definitions.

A module of this folder that defines NOTATION is one such package; nothing else in the code names it. These modules must
not import `scaffold.tex.definitions`, which asks here for the commands that declare a notation.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from scaffold.model import Macro, Paper
from scaffold.tex import packages
from scaffold.tex.arguments import CannotExpand, Cursor

__all__ = ["Notation", "declared", "in_words", "notations", "unread", "used", "written_out"]

Macros = tuple[Macro, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """The notation of a package.

    occurs: whether a text contains it. written_out: a piece of LaTeX and the paper's macros in plain LaTeX; raises
    CannotExpand. called: what a message calls a place where it occurs ("a backtick of qsymbols"). declarations: the
    commands by which a paper adds to it, and how each is read after the name. head: a line for the preamble, before
    the paper's definitions. around: lines before and after them.
    """

    package: str
    called: str
    occurs: Callable[[str], bool]
    written_out: Callable[[Paper, str, Macros], tuple[str, Macros]]
    declarations: Mapping[str, Callable[[Cursor, Macro], Macro]] = field(default_factory=dict)
    head: str = ""
    around: tuple[str, str] = ("", "")


@cache
def notations() -> tuple[Notation, ...]:
    """The notations of all modules in this folder, by the names of the modules."""
    names = sorted(found.name for found in pkgutil.iter_modules(packages.__path__, f"{packages.__name__}."))
    modules = [import_module(name) for name in names if name != __name__]
    return tuple(module.NOTATION for module in modules)


def used(paper: Paper, texts: Iterable[str]) -> tuple[Notation, ...]:
    """The notations that occur in one of the texts and whose package the paper loads."""
    loaded = [n for n in notations() if any(p.name == n.package for p in paper.packages)]
    pieces = tuple(texts) if loaded else ()
    return tuple(n for n in loaded if any(n.occurs(piece) for piece in pieces))


def declared(paper: Paper, found: Iterable[Notation]) -> set[str]:
    """Names of the macros by which the paper adds to these notations."""
    commands = {command for n in found for command in n.declarations}
    return {m.name for m in paper.macros if m.form in commands}


def unread(paper: Paper, text: str) -> str:
    """What a message calls the notation in a text; "" if there is none."""
    return next((n.called for n in used(paper, (text,))), "")


def written_out(paper: Paper, tex: str) -> tuple[str, Macros]:
    """A piece of LaTeX and the paper's macros without the notation of the packages it loads; raises CannotExpand."""
    macros = paper.macros
    for notation in used(paper, (tex, *(m.definition for m in macros))):
        tex, macros = notation.written_out(paper, tex, macros)
    return tex, macros


def in_words(paper: Paper, tex: str) -> tuple[str, Macros]:
    """The same for plain text: what cannot be written out stays unchanged."""
    try:
        return written_out(paper, tex)
    except CannotExpand:
        return tex, paper.macros
