"""What to do about a TeX error, as a table: one row per kind of error, the first match counts.

The messages are those of TeX and LaTeX (tex.web, ltnews; most are explained in "LaTeX error messages", Lamport's
section 8); the advice is for a student who is writing the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scaffold.engines.latex.packages import advice_for
from scaffold.spelling import meant
from scaffold.tex import unicode_math


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of error: code is its name, pattern matches the message, advice says what to do.

    {0}, {1} … in the advice are the groups of the pattern, {offending} is the token that caused the error, {main} the
    main file. No advice: it depends on the name at fault (`_BY_NAME`).
    """

    code: str
    pattern: re.Pattern[str]
    advice: str


def _rule(code: str, pattern: str, advice: str) -> Rule:
    return Rule(code, re.compile(pattern), advice)


RULES = (
    _rule(
        "forbidden-file",
        r"File [`']((?:/|\.\./|\.\.\\|[A-Za-z]:)[^']*)' not found",
        "a document can read only files in its own folder and subfolders: put a copy there",
    ),
    _rule(
        "undefined-control-sequence",
        r"^Undefined control sequence",
        "",
    ),
    _rule(
        "missing-file", r"File [`'](?:\./)?generated/[^']+' not found", "run: scaffold update, which writes it again"
    ),
    _rule(
        "missing-file",
        r"File [`']([^']+\.(?:sty|cls|def|clo|fd|ldf))' not found",
        "{install}",
    ),
    _rule("missing-file", r"File [`']([^']+)' not found", "check the name {0}, and that the file is in this folder"),
    _rule("missing-file", r"I can't find file [`']([^']+)'", "check the name {0}, and that the file is in this folder"),
    _rule("forbidden-file", r"I can't write on file [`']([^']+)'", "a document can write only to its own folder"),
    _rule("undefined-environment", r"Environment (\S+) undefined", ""),
    _rule(
        "missing-dollar",
        r"^Missing \$ inserted",
        "put mathematics in $…$; in text, write _ as \\_ and ^ as \\^{{}}",
    ),
    _rule(
        "mismatched-environment",
        r"\\begin\{([^}]*)\}.*ended by \\end\{([^}]*)\}",
        "add \\end{{{0}}} before \\end{{{1}}}",
    ),
    _rule(
        "blank-line",
        r"^Paragraph ended before (\\\S+)",
        "the argument of {0} contains an empty line, or its closing brace is missing",
    ),
    _rule(
        "missing-brace",
        r"^File ended while scanning (?:use|definition|text) of (\\\S+)",
        "a closing brace is missing in the argument of {0}",
    ),
    _rule("missing-brace", r"^(?:Missing ([{}]) inserted|Missing \\endgroup)", "count the braces in this line"),
    _rule(
        "extra-brace",
        r"^(?:Too many \}'s|Extra \}|Argument of (\\\S+) has an extra \})",
        "there is one closing brace too many",
    ),
    _rule("double-script", r"^Double (superscript|subscript)", "group with braces: x_{{a_b}}, x^{{a^b}}"),
    _rule("alignment", r"^Misplaced alignment tab character &", "in text, write & as \\&"),
    _rule("alignment", r"^Extra alignment tab", "a row has more & than the table or matrix has columns"),
    _rule(
        "alignment",
        r"^Misplaced \\(noalign|omit|cr)",
        "a rule or row end is outside a table, or \\\\ is missing",
    ),
    _rule("delimiter", r"^(?:Missing \\right|Extra \\right|Missing delimiter)", "pair every \\left with a \\right"),
    _rule(
        "math-end",
        r"^(?:Display math should end with \$\$|Extra \\endgroup|You can't use .\\eqno')",
        "count the braces and dollars above",
    ),
    _rule("math-only", r"allowed only in math mode", "put it in $…$"),
    _rule("caption", r"\\caption outside float", "put it into \\begin{{figure}} or \\begin{{table}}"),
    _rule("verb", r"^\\verb ended by end of line", "end it in the same line with the sign that follows \\verb"),
    _rule("math-environment", r"Bad math environment delimiter", "\\[ or \\( is inside mathematics, or \\] has no \\["),
    _rule("already-defined", r"Command (\\\S+) already defined", "rename {0}, or use \\renewcommand"),
    _rule(
        "unicode",
        r"Unicode character (\S+) \(U\+([0-9A-F]+)\)",
        "",
    ),
    _rule("unicode", r"Invalid UTF-8 byte", "save the file as UTF-8"),
    _rule("preamble-only", r"Can be used only in preamble", "move it above \\begin{{document}} in {main}"),
    _rule(
        "no-document", r"Missing \\begin\{document\}", "there is text or a stray character before \\begin{{document}}"
    ),
    _rule(
        "option-clash",
        r"Option clash for package (\S+?)\.?$",
        "load {0} once, with all options; if you do, the class or scaffold has loaded it, too: write "
        "\\PassOptionsToPackage{{…}}{{{0}}} before \\documentclass, and load it without options",
    ),
    _rule("undefined-color", r"Undefined color [`']([^']+)'", "define the colour {0} with \\definecolor"),
    _rule("list", r"(?:missing \\item|Lonely \\item)", "start every entry of the list with \\item"),
    _rule("line-break", r"There's no line here to end", "remove the \\\\ after an empty line"),
    _rule("dimension", r"^(?:Dimension too large|Arithmetic overflow)", "a length or a picture is too large"),
    _rule("number", r"^Missing number", "put a number or a length here"),
    _rule("number", r"^Illegal unit of measure", "add a unit: pt, mm, em"),
    _rule("macro-use", r"^Use of (\\.+) doesn't match its definition", "give {0} the arguments that it expects"),
    _rule("parameter", r"^(?:Illegal parameter number|You can't use `macro parameter)", "in text, write # as \\#"),
    _rule("endless", r"^TeX capacity exceeded", "a macro calls itself without end, or a picture is too large"),
    _rule("end", r"^Emergency stop", "LaTeX stopped early: check for a missing \\end{{document}} or closing brace"),
    _rule("package", r"^(?:Package|Class) (?!scaffold\b)(\S+) Error", "see the documentation of {0}"),
)

PROVIDES = {
    "amsmath": "text dfrac tfrac binom dbinom eqref operatorname DeclareMathOperator overset underset boldsymbol iint "
    "intertext substack sideset xrightarrow xleftarrow implies impliedby lvert rvert lVert rVert tag pmod "
    "align align* gather gather* multline multline* split aligned gathered cases pmatrix bmatrix vmatrix matrix",
    "amssymb": "mathbb mathfrak leqslant geqslant lesssim gtrsim triangleq square blacksquare nexists varnothing "
    "complement subsetneq supsetneq nsubseteq lozenge therefore because checkmark rightsquigarrow restriction",
    "amsthm": "proof qedhere theoremstyle newtheoremstyle qedsymbol",
    "mathtools": "coloneqq eqqcolon DeclarePairedDelimiter mathclap prescript shortintertext vcentcolon mathllap "
    "dcases",
    "bm": "bm",
    "mathrsfs": "mathscr",
    "bbm": "mathbbm",
    "dsfont": "mathds",
    "graphicx": "includegraphics resizebox scalebox rotatebox graphicspath",
    "xcolor": "textcolor definecolor colorlet colorbox",
    "hyperref": "href autoref url texorpdfstring hypersetup phantomsection",
    "cleveref": "cref Cref crefname Crefname cpageref",
    "natbib": "citep citet citeauthor citeyear Citet citealp citealt",
    "booktabs": "toprule midrule bottomrule cmidrule addlinespace",
    "multirow": "multirow",
    "tikz": "tikz usetikzlibrary tikzset draw node tikzpicture",
    "tikz-cd": "tikzcd",
    "pgfplots": "axis addplot pgfplotsset",
    "stmaryrd": "llbracket rrbracket",
    "nicefrac": "nicefrac",
    "xfrac": "sfrac",
    "subcaption": "subcaptionbox subfigure subtable",
    "wrapfig": "wrapfigure wraptable",
    "rotating": "sidewaysfigure sidewaystable",
    "pdflscape": "landscape",
    "tabularx": "tabularx",
    "longtable": "longtable",
    "multicol": "multicols",
    "listings": "lstlisting lstset lstinline",
    "verbatim": "comment",
    "csquotes": "enquote",
    "siunitx": "SI num qty si unit",
    "bussproofs": "prooftree AxiomC UnaryInfC BinaryInfC",
    "tcolorbox": "tcolorbox newtcolorbox",
    "algorithm": "algorithm",
    "algorithm2e": "KwIn KwOut KwData KwResult KwRet ForEach eIf uIf SetAlgoLined SetKwInOut",
    "algpseudocode": "algorithmic State Require Ensure For EndFor While EndWhile If EndIf Return Procedure "
    "EndProcedure Comment ForAll Repeat Until Function EndFunction Else ElsIf Statex",
    "soul": "hl ul",
    "xspace": "xspace",
    "enumitem": "setlist",
    "todonotes": "todo",
    "physics": "dv pdv norm abs",
}
"""The commands and environments of the packages that papers use most, by package."""

_THEOREMS = frozenset(
    "theorem lemma proposition corollary definition remark example claim conjecture fact observation assumption "
    "problem question exercise notation note hypothesis axiom property".split()
)
"""Names of environments that documents declare themselves."""

_ENVIRONMENTS = (
    "itemize enumerate description center figure table tabular equation array quote abstract minipage".split()
)

_PROVIDER = {name: package for package, names in PROVIDES.items() for name in names.split()}


def provider(name: str) -> str | None:
    """The package that defines a command or an environment; None if it is not in the table."""
    return _PROVIDER.get(name.lstrip("\\"))


def advise(message: str, offending: str, main: str = "") -> tuple[str, str]:
    """The code of an error of the document main and what to do about it; ("error", "") if it is not in the table."""
    for rule in RULES:
        found = rule.pattern.search(message)
        if found is None:
            continue
        groups = tuple("a command" if "@" in (group or "") else group or "" for group in found.groups())
        file = main or "the main file"
        if not rule.advice:
            return rule.code, _BY_NAME[rule.code](offending or "a command", file)
        install = advice_for(groups[0]) if rule.advice == "{install}" else ""
        return rule.code, rule.advice.format(*groups, offending=offending or "this", install=install, main=file)
    return "error", ""


def _command(name: str, main: str) -> str:
    if package := provider(name):
        return f"{name} needs \\usepackage{{{package}}} above \\begin{{document}} in {main}"
    return f"{name} is not defined: check the spelling, or copy its definition from the paper's source into {main}"


def _environment(name: str, main: str) -> str:
    if package := provider(name):
        return f"add \\usepackage{{{package}}} above \\begin{{document}} in {main}"
    if name.rstrip("*") in _THEOREMS:
        return f"add \\newtheorem{{{name}}}{{{name.rstrip('*').capitalize()}}} above \\begin{{document}} in {main}"
    known = (*_ENVIRONMENTS, *_PROVIDER)
    return f"check the spelling{meant(name, known)}, or load its package above \\begin{{document}} in {main}"


def _character(char: str, main: str) -> str:
    """What to type instead of a character that LaTeX does not know."""
    latex = unicode_math.typed(char[-1:])
    if not latex:
        return "write it as a command, or leave it out"
    inside = f" (within a formula {latex[1:-1]})" if latex.startswith("$") else ""
    return f"write {latex}{inside}"


_BY_NAME: Mapping[str, Callable[[str, str], str]] = {
    "undefined-control-sequence": _command,
    "undefined-environment": _environment,
    "unicode": _character,
}
"""By code, the advice that depends on the name or the character at fault."""
