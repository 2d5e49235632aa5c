"""What to do about a TeX error, as a table: one row per kind of trouble, first match wins.

The messages are TeX's and LaTeX's own (tex.web, ltnews; most are explained in "LaTeX error messages", Lamport's
section 8); the advice speaks to a student in the middle of a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scaffold.engines.latex.packages import advice_for


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of trouble: code names it, pattern finds it in the message, advice says what to do.

    {0}, {1} … in the advice are the pattern's groups, {offending} the token that TeX stumbled on.
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
        "a document may read only files in its own folder and below: put a copy there",
    ),
    _rule(
        "undefined-control-sequence",
        r"^Undefined control sequence",
        "{offending} is not defined: check the spelling, or copy its definition from the paper's source",
    ),
    _rule(
        "missing-file",
        r"File [`']([^']+\.(?:sty|cls|def|clo|fd|ldf))' not found",
        "{install}",
    ),
    _rule("missing-file", r"File [`']([^']+)' not found", "check the name {0}, and that the file lies in this folder"),
    _rule(
        "missing-file", r"I can't find file [`']([^']+)'", "check the name {0}, and that the file lies in this folder"
    ),
    _rule("forbidden-file", r"I can't write on file [`']([^']+)'", "a document may write only in its own folder"),
    _rule(
        "undefined-environment",
        r"Environment (\S+) undefined",
        "check the spelling of {0}, or load the package that defines it",
    ),
    _rule(
        "missing-dollar",
        r"^Missing \$ inserted",
        "mathematics stands outside of $…$; a plain _ in text is written \\_, a plain ^ \\^{{}}",
    ),
    _rule("mismatched-environment", r"\\begin\{([^}]*)\}.*ended by \\end\{([^}]*)\}", "close {0} before {1} ends"),
    _rule(
        "blank-line",
        r"^Paragraph ended before (\\\S+)",
        "the argument of {0} holds an empty line, or its closing brace is missing",
    ),
    _rule(
        "missing-brace",
        r"^File ended while scanning (?:use|definition|text) of (\\\S+)",
        "a closing brace is missing in the argument of {0}",
    ),
    _rule("missing-brace", r"^(?:Missing ([{}]) inserted|Missing \\endgroup)", "count the braces in this line"),
    _rule(
        "extra-brace", r"^(?:Too many \}'s|Extra \}|Argument of (\\\S+) has an extra \})", "one closing brace too many"
    ),
    _rule("double-script", r"^Double (superscript|subscript)", "group it with braces: x_{{a_b}}, x^{{a^b}}"),
    _rule("alignment", r"^Misplaced alignment tab character &", "a plain & in text is written \\&"),
    _rule("alignment", r"^Extra alignment tab", "a row has more & than the table or matrix has columns"),
    _rule(
        "alignment",
        r"^Misplaced \\(noalign|omit|cr)",
        "a rule or row end stands outside of a table, or \\\\ is missing",
    ),
    _rule("delimiter", r"^(?:Missing \\right|Extra \\right|Missing delimiter)", "pair every \\left with a \\right"),
    _rule("math-environment", r"Bad math environment delimiter", "\\[ or \\( within mathematics, or \\] without a \\["),
    _rule("already-defined", r"Command (\\\S+) already defined", "rename {0}, or use \\renewcommand"),
    _rule(
        "unicode",
        r"Unicode character (\S+) \(U\+([0-9A-F]+)\)",
        "write {0} as a command, or declare it with \\DeclareUnicodeCharacter{{{1}}}{{…}}",
    ),
    _rule("unicode", r"Invalid UTF-8 byte", "save the file as UTF-8"),
    _rule("preamble-only", r"Can be used only in preamble", "move it above \\begin{{document}}"),
    _rule(
        "no-document", r"Missing \\begin\{document\}", "text, or a stray character, stands above \\begin{{document}}"
    ),
    _rule("option-clash", r"Option clash for package (\S+?)\.?$", "load {0} once, with all options"),
    _rule("undefined-color", r"Undefined color [`']([^']+)'", "define the colour {0} with \\definecolor"),
    _rule("list", r"(?:missing \\item|Lonely \\item)", "every line of a list starts with \\item"),
    _rule("line-break", r"There's no line here to end", "remove the \\\\ after an empty line"),
    _rule("dimension", r"^(?:Dimension too large|Arithmetic overflow)", "a length or a picture is too large"),
    _rule("number", r"^Missing number", "a number or a length is expected here"),
    _rule("number", r"^Illegal unit of measure", "give a unit: pt, mm, em"),
    _rule("macro-use", r"^Use of (\\.+) doesn't match its definition", "give {0} the arguments that it expects"),
    _rule(
        "parameter", r"^(?:Illegal parameter number|You can't use `macro parameter)", "a plain # in text is written \\#"
    ),
    _rule("endless", r"^TeX capacity exceeded", "a macro calls itself without end, or a picture is too large"),
    _rule("end", r"^Emergency stop", "the document broke off: look for a missing \\end{{document}} or closing brace"),
    _rule("package", r"^(?:Package|Class) (\S+) Error", "see the documentation of {0}"),
)

PROVIDES = {
    "amsmath": "text dfrac tfrac binom dbinom eqref operatorname DeclareMathOperator overset underset boldsymbol iint "
    "intertext substack sideset xrightarrow xleftarrow implies impliedby lvert rvert lVert rVert tag pmod",
    "amssymb": "mathbb mathfrak leqslant geqslant lesssim gtrsim triangleq square blacksquare nexists varnothing "
    "complement subsetneq supsetneq nsubseteq lozenge therefore because checkmark rightsquigarrow restriction",
    "amsthm": "qedhere theoremstyle newtheoremstyle qedsymbol",
    "mathtools": "coloneqq eqqcolon DeclarePairedDelimiter mathclap prescript shortintertext vcentcolon mathllap",
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
    "tikz": "tikz usetikzlibrary tikzset draw node",
    "stmaryrd": "llbracket rrbracket",
    "nicefrac": "nicefrac",
    "xfrac": "sfrac",
    "subcaption": "subcaptionbox",
    "algpseudocode": "State Require Ensure For EndFor While EndWhile If EndIf Return Procedure EndProcedure",
    "soul": "hl ul",
    "xspace": "xspace",
    "enumitem": "setlist",
    "todonotes": "todo",
    "physics": "dv pdv norm abs",
}
"""Package by the commands it defines, for those that papers use most."""

_PROVIDER = {name: package for package, names in PROVIDES.items() for name in names.split()}


def advise(message: str, offending: str) -> tuple[str, str]:
    """The kind of an error and what to do about it; ("error", "") when the table does not know it."""
    for rule in RULES:
        found = rule.pattern.search(message)
        if found is None:
            continue
        groups = tuple("a command" if "@" in (group or "") else group or "" for group in found.groups())
        if rule.code == "undefined-control-sequence":
            return rule.code, _undefined(offending, rule)
        install = advice_for(groups[0]) if rule.advice == "{install}" else ""
        return rule.code, rule.advice.format(*groups, offending=offending or "this", install=install)
    return "error", ""


def _undefined(offending: str, rule: Rule) -> str:
    package = _PROVIDER.get(offending.lstrip("\\"))
    if package:
        return f"{offending} comes with \\usepackage{{{package}}}"
    return rule.advice.format(offending=offending or "a command")
