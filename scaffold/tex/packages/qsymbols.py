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
from scaffold.tex.environments import FORMULA
from scaffold.tex.packages.registry import Notation

__all__ = ["NOTATION", "meanings", "spelt"]

_PACKAGE = "qsymbols"
_TRIANGLE = r"\@ifundefined{blacktriangle}{\DeclareMathSymbol{\blacktriangle}{\mathord}{AMSa}{78}}{}"
"""The package takes the sign away and expects amssymb to come back with it, which our documents have loaded before."""

_QUIET, _LOUD = r"\let\@warning\@gobble", r"\let\@warning\@latex@warning"
"""What surrounds the paper's own declarations: the package warns of each sign that is declared again."""

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

_KEPT = re.compile(r"\\(?:[a-zA-Z]*ref|label|tag)\*?\s*\{[^{}]*\}|``|\\.", re.DOTALL)
"""Keys of labels, quotations in words within a formula, and what a backslash takes away from the package."""


def _declaration(cursor: Cursor, made: Macro) -> Macro:
    r"""\newqsymbol{`x}{meaning}: the name is what is written in formulas, and no control sequence."""
    return replace(made, body=cursor.argument(), end="")


def _occurs(text: str) -> bool:
    """Whether an abbreviation of the package stands in the text; quotation marks are none."""
    return "`" in text.replace("``", "")


def _declared(paper: Paper) -> dict[str, str]:
    return {m.name: m.body for m in paper.macros if m.form == "newqsymbol" and m.body is not None}


def meanings(paper: Paper) -> dict[str, str]:
    """LaTeX for every abbreviation, the paper's own in place of the package's."""
    return _TABLE | _declared(paper)


def spelt(tex: str, macros: Iterable[Macro], table: Mapping[str, str]) -> tuple[str, tuple[Macro, ...]]:
    """A piece and the macros that it uses with the abbreviations of its formulas written out; raises CannotExpand.

    A macro is taken for mathematics; one with an abbreviation that is not known is left as it is.
    """
    return FORMULA.sub(lambda m: _written(m[0], table), tex), tuple(_defined(m, table) for m in macros)


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
    done, at = "", 0
    while (tick := formula.find("`", at)) >= 0:
        kept = next((m for m in _KEPT.finditer(formula, at) if m.end() > tick), None)
        if kept and kept.start() <= tick:
            done, at = done + formula[at : kept.end()], kept.end()
            continue
        name = next((n for n in names if formula.startswith(n, tick)), None)
        if name is None:
            raise CannotExpand(formula[tick : tick + 2])
        end = tick + len(name)
        space = " " if formula[end : end + 1].isalpha() and re.search(r"\\[a-zA-Z]+$", table[name]) else ""
        done, at = done + formula[at:tick] + table[name] + space, end
    return done + formula[at:]


NOTATION = Notation(
    package=_PACKAGE,
    called=f"a backtick of {_PACKAGE}",
    occurs=_occurs,
    written_out=lambda paper, tex, macros: spelt(tex, macros, meanings(paper)),
    declarations={"newqsymbol": _declaration},
    head=_TRIANGLE,
    around=(_QUIET, _LOUD),
)
