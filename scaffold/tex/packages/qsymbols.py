r"""qsymbols makes a character active in mathematics: what a paper writes as `l is \lambda.

LaTeX is given the package itself and the paper's own \newqsymbol; for writers that hand formulas to something else,
what the package's table says is written out here. Words are left alone: there `` stays a quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scaffold.model import Macro, Paper
from scaffold.tex.arguments import CannotExpand, Cursor

__all__ = [
    "LOUD", "MATHS", "PACKAGE", "QUIET", "TRIANGLE", "declaration", "declared", "in_words", "meanings", "occurs",
    "spelt", "uses",
]  # fmt: skip

PACKAGE = "qsymbols"
TRIANGLE = r"\@ifundefined{blacktriangle}{\DeclareMathSymbol{\blacktriangle}{\mathord}{AMSa}{78}}{}"
"""The package takes the sign away and expects amssymb to come back with it, which our documents have loaded before."""

QUIET, LOUD = r"\let\@warning\@gobble", r"\let\@warning\@latex@warning"
"""What stands around the paper's own declarations: the package warns of each sign that is declared anew."""

_LETTERS = (
    "a:alpha b:beta c:chi d:delta D:Delta e:epsilon f:phi F:Phi g:gamma G:Gamma h:eta i:iota j:psi J:Psi k:kappa "
    "l:lambda L:Lambda m:mu n:nu p:pi P:Pi q:theta Q:Theta r:rho s:sigma S:Sigma t:tau u:varrho v:varphi w:omega "
    "W:Omega x:xi X:Xi y:upsilon Y:Upsilon z:zeta U:cup C:complement T:top o:circ E:exists A:forall V:lor"
)
_SIGNS = (
    "+ pm|* times|: in|; notin|/ setminus|_ bot|. cdot|= equiv|~ simeq|! lnot|^ land|() bigcirc|(?) circ|(!) bullet|"
    "(+) oplus|(-) ominus|(`*) otimes|(/) oslash|(`.) odot|(*) circledast|[+] boxplus|[-] boxminus|[`*] boxtimes|"
    "[`.] boxdot|[] square|<> lozenge|<?> diamond|{} varnothing"
)
_TABLE = {f"`{key}": f"\\{name}" for key, _, name in (pair.partition(":") for pair in _LETTERS.split())}
_TABLE |= {f"`{key}": f"\\{name}" for key, _, name in (pair.partition(" ") for pair in _SIGNS.split("|"))}
"""What the package's documentation gives for each abbreviation, circled and boxed signs in amssymb's form."""

MATHS = re.compile(
    r"(?<!\\)(?P<dollars>\$\$?)(?:[^$\\]|\\.)*(?P=dollars)|\\\[.*?\\\]|\\\(.*?\\\)"
    r"|\\begin\{(?P<env>(?:equation|displaymath|math|align|alignat|flalign|gather|multline|eqnarray)\*?)\}"
    r".*?\\end\{(?P=env)\}",
    re.DOTALL,
)
"""A formula in a piece of LaTeX, with what stands around it."""

_KEPT = re.compile(r"\\(?:[a-zA-Z]*ref|label|tag)\*?\s*\{[^{}]*\}|``|\\.", re.DOTALL)
"""Keys of labels, quotations in words within a formula, and what a backslash takes away from the package."""


def declaration(cursor: Cursor, made: Macro) -> Macro:
    r"""\newqsymbol{`x}{meaning}: the name is what is written in formulas, and no control sequence."""
    return replace(made, body=cursor.argument(), end="")


def _loaded(paper: Paper) -> bool:
    """Whether the paper loads the package."""
    return any(p.name == PACKAGE for p in paper.packages)


def uses(paper: Paper, texts: Iterable[str]) -> bool:
    """Whether the paper loads the package and one of the texts may call on it."""
    return _loaded(paper) and any("`" in text for text in texts)


def occurs(paper: Paper, text: str) -> bool:
    """Whether an abbreviation of the package stands in the text; quotation marks are none."""
    return uses(paper, (text.replace("``", ""),))


def _declared(paper: Paper) -> dict[str, str]:
    return {m.name: m.body for m in paper.macros if m.form == "newqsymbol" and m.body is not None}


def declared(paper: Paper) -> set[str]:
    """Names, each with its backtick, of what the paper declares by \\newqsymbol."""
    return set(_declared(paper))


def meanings(paper: Paper) -> dict[str, str]:
    """LaTeX for every abbreviation, the paper's own in place of the package's; {} where the package is not loaded."""
    return _TABLE | _declared(paper) if _loaded(paper) else {}


def spelt(tex: str, macros: Iterable[Macro], table: Mapping[str, str]) -> tuple[str, tuple[Macro, ...]]:
    """A piece and the macros that it uses with the abbreviations of its formulas written out; raises CannotExpand.

    A macro is taken for mathematics; one with an abbreviation that is not known is left as it is.
    """
    if not table:
        return tex, tuple(macros)
    return MATHS.sub(lambda m: _written(m[0], table), tex), tuple(_defined(m, table) for m in macros)


def in_words(paper: Paper, tex: str) -> tuple[str, tuple[Macro, ...]]:
    """A piece and the paper's macros as plain words are made of them; what is not known stays as it stands."""
    try:
        return spelt(tex, paper.macros, meanings(paper))
    except CannotExpand:
        return tex, paper.macros


def _defined(macro: Macro, table: Mapping[str, str]) -> Macro:
    if macro.body is None or "`" not in macro.body or macro.form == "newqsymbol":
        return macro
    try:
        return replace(macro, definition=_written(macro.definition, table), body=_written(macro.body, table))
    except CannotExpand:
        return macro


def _written(formula: str, table: Mapping[str, str]) -> str:
    """A formula with every abbreviation in it written out, the longest that is there first."""
    names = sorted(table, key=len, reverse=True)
    said, at = "", 0
    while (tick := formula.find("`", at)) >= 0:
        kept = next((m for m in _KEPT.finditer(formula, at) if m.end() > tick), None)
        if kept and kept.start() <= tick:
            said, at = said + formula[at : kept.end()], kept.end()
            continue
        name = next((n for n in names if formula.startswith(n, tick)), None)
        if name is None:
            raise CannotExpand(formula[tick : tick + 2])
        end = tick + len(name)
        space = " " if formula[end : end + 1].isalpha() and re.search(r"\\[a-zA-Z]+$", table[name]) else ""
        said, at = said + formula[at:tick] + table[name] + space, end
    return said + formula[at:]
