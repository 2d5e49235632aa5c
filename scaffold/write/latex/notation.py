"""The paper's notation for the student's own text: its macros that no statement in the report needs.

They are defined at \\begin{document}, after the student's packages and definitions, which win: an offered macro never
stops the run, and never changes what LaTeX or a package means in text. Offered is what only prints something. A macro
that reads or writes files, defines or counts something, builds names of commands, or calls such a macro is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scaffold.model import Macro, Paper
from scaffold.write.latex import escape, shims
from scaffold.write.latex.macros import MacroSheet, definition, each, is_ours, shims_for, words

__all__ = ["Notation", "offered"]

_FORMS = frozenset(
    """
    newcommand renewcommand providecommand newrobustcmd renewrobustcmd DeclareRobustCommand def gdef let
    DeclareMathOperator DeclarePairedDelimiter DeclarePairedDelimiterX DeclarePairedDelimiterXPP
    NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand
    """.split()
)
"""The defining commands that cannot fail, and that define one command."""

_UNSAFE = frozenset(
    r"""
    input include includeonly InputIfFileExists IfFileExists import subimport verbatiminput lstinputlisting
    includegraphics includepdf includesvg openin openout closein closeout read readline write immediate special
    newread newwrite directlua latelua luaexec luadirect ShellEscape catcode lccode uccode mathcode active scantokens
    endinput shipout output everypar everymath everydisplay everyhbox everyvbox everyjob everycr stop batchmode
    scrollmode nonstopmode errorstopmode message errmessage typeout usepackage RequirePackage documentclass
    AtBeginDocument AtEndDocument AddToHook csname endcsname global long outer
    def edef gdef xdef let futurelet newcommand renewcommand providecommand DeclareRobustCommand DeclareMathOperator
    newenvironment renewenvironment newtheorem NewDocumentCommand DeclareDocumentCommand newif newcounter newlength
    newsavebox newcount newdimen newskip newtoks newbox setcounter addtocounter stepcounter refstepcounter setlength
    addtolength advance multiply divide loop repeat usetikzlibrary tikzset pgfplotsset setbox font
    """.split()
)
"""What only prints something does not use these."""

_OURS = re.compile(r"the[a-z]+|end[a-z]+|[a-z]{3,}(?:name|stretch|skip|width|height|sep|fraction)")
"""Names by which LaTeX and packages are set up rather than something printed."""

_LENGTH = re.compile(r"\s*[-\d.]*\s*(?:pt|em|ex|mm|cm|in)?\s*")
_PLAIN = ("mathrsfs", "nicefrac", "stmaryrd", "xspace")
"""Packages that add letters and signs and change nothing else: loaded for these macros if the paper loads them."""

_INTERNAL = frozenset(("operator@font", "mathpalette", "@"))
"""Commands of LaTeX's own with an at sign that papers use to print something."""


@dataclass(frozen=True, slots=True)
class Notation:
    """Packages to load, what follows the other macros in the preamble, and tex, the file that it reads later."""

    packages: tuple[str, ...]
    announced: str
    tex: str


def offered(paper: Paper, sheet: MacroSheet) -> Notation:
    """The notation beyond the macros that the sheet defines."""
    found = _safe(paper, sheet.carried)
    names = [m.name[1:] for m in found]
    used = words(_meaning(m) for m in found)
    loads = {shims.LOADED.get(word, "") for word in used} & {p.name for p in paper.packages}
    packages = tuple(p for p in _PLAIN if p in loads and p not in sheet.packages)
    lines = [
        "% The paper's other macros, for your own text. Generated: scaffold may replace this file.",
        "% Your own definitions and those of your packages win; left out are macros that do more than print something.",
        r"\makeatletter",
        *each("own", names),
        *shims_for(used - {*names, *(name.lstrip("\\") for name in sheet.carried)}),
        r"\scaffoldlenient",
        *(definition(m) for m in found),
        r"\scaffoldstrict",
        *each("offer", names),
        *each("net", sorted(word for word in used - shims.COMMON if word.isalpha())),
        r"\makeatother",
    ]
    remembered = [r"\makeatletter", *each("remember", names), r"\makeatother"] if names else []
    announced = [*remembered, r"\AtBeginDocument{\input{generated/notation}}"]
    return Notation(packages, "\n".join(announced) + "\n", "\n".join(lines) + "\n")


def _safe(paper: Paper, carried: Collection[str]) -> list[Macro]:
    """The macros to offer, in the paper's order: harmless themselves, and so is every macro of the paper they need."""
    defined = {m.name for m in paper.macros}
    bad = {m.name for m in paper.macros if m.name not in carried and not _harmless(m, defined)}
    while spread := {m.name for m in paper.macros if m.name not in bad and bad.intersection(_needs(m, defined))} - {
        *carried
    }:
        bad |= spread
    return [m for m in paper.macros if m.name not in bad and m.name not in carried]


def _needs(macro: Macro, defined: Collection[str]) -> set[str]:
    return {*macro.needs, *(name for word in words([_meaning(macro)]) if (name := f"\\{word}") in defined)}


def _harmless(macro: Macro, defined: Collection[str]) -> bool:
    """Whether a macro only prints something, and its definition cannot fail."""
    name = macro.name[1:]
    if not (macro.name.startswith("\\") and name.isascii() and name.isalpha()):
        return False
    if macro.form.rstrip("*") not in _FORMS or macro.body is None or not escape.balanced(macro.definition):
        return False
    if any(p.opens == "{" for p in macro.parameters):  # an optional argument in braces, which LaTeX gave up
        return False
    if is_ours(macro.name) or _OURS.fullmatch(name) or _LENGTH.fullmatch(macro.body):
        return False
    return not any(_unsafe(word) for word in words([_meaning(macro)]) if f"\\{word}" not in defined)


def _unsafe(word: str) -> bool:
    return word in _UNSAFE or word.startswith("pdf") or ("@" in word and word not in _INTERNAL)


def _meaning(macro: Macro) -> str:
    """All LaTeX that a use of the macro may turn into."""
    defaults: Iterable[str] = (p.default or "" for p in macro.parameters)
    return "\n".join((macro.body or "", macro.end or "", *macro.fence, *defaults))
