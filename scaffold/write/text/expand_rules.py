r"""How a paper's macros are rewritten: their definitions read as rules, in every form in which papers define them.

\newcommand and its kin with a default argument, \def with delimited parameters, \let, \DeclareMathOperator,
\DeclarePairedDelimiter with X and XPP, xparse's and xargs' argument lists, \DeclareMathAlphabet, \newenvironment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from scaffold.model import Macro

__all__ = ["CONTROL", "NOVALUE", "Argument", "CannotExpand", "Rule", "closing", "group", "rules"]

_COMMENT = re.compile(r"(?<!\\)%[^\n]*(?:\n[ \t]*|$)")
CONTROL = re.compile(r"\\(?:[a-zA-Z@]+\*?|.)", re.DOTALL)
NOVALUE = "\\scaffoldnovalue "
"""What stands for an optional argument of xparse that was not given."""

_NAME = r"\s*\{?\s*(?P<name>\\(?:[a-zA-Z@]+|.))\s*\}?\s*"
_COMMAND = re.compile(r"\\(?:newcommand|renewcommand|providecommand|newrobustcmd|DeclareRobustCommand)\*?" + _NAME)
_XARGS = re.compile(r"\\(?:re|provide)?newcommandx\*?" + _NAME + r"\[(?P<count>\d)\]\s*(?:\[(?P<defaults>[^\[\]]*)\])?")
_DEF = re.compile(r"\\(?:long\s*\\)?[gex]?def\s*(?P<name>\\(?:[a-zA-Z@]+|.))(?P<params>[^{}]*)(?=\{)", re.DOTALL)
_LET = re.compile(r"\\let\s*(?P<name>\\(?:[a-zA-Z@]+|.))\s*=?\s*(?P<to>\\(?:[a-zA-Z@]+|.)|.)", re.DOTALL)
_DOCUMENT = re.compile(r"\\(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand" + _NAME)
_OPERATOR = re.compile(r"\\DeclareMathOperator\s*(?P<star>\*?)" + _NAME)
_PAIR = re.compile(r"\\DeclarePairedDelimiter(?P<kind>XPP|X|)\s*" + _NAME + r"(?:\[(?P<count>\d)\])?\s*")
_ALPHABET = re.compile(r"\\Declare(?:MathAlphabet|SymbolFontAlphabet)\*?" + _NAME + r"(?:\{\w+\}\s*)?\{(?P<font>\w+)\}")
_ENVIRONMENT = re.compile(r"\\(?:re)?newenvironment\*?\s*\{[^{}]*\}\s*")
_ALPHABETS = (
    (r"pzc|rsfs|eus|boondox|bxcal|dutchcal|cmsy", r"\mathcal"),
    (r"msb|bbm|bbold|ds|bb", r"\mathbb"),
    (r"euf|yfrak|frak", r"\mathfrak"),
    (r"cmss|phv|sans", r"\mathsf"),
    (r"cmtt|typewriter|pcr", r"\mathtt"),
)
"""Which of LaTeX's alphabets a font shows, by the first letters of the font's name."""


class CannotExpand(ValueError):
    """A macro is defined or used in a way that this expander does not understand; the message names it."""


@dataclass(frozen=True, slots=True)
class Argument:
    """How one argument is read.

    kind: "m" mandatory, "o" optional between `opens` and `closes`, "s" a star or the token `opens`, "u" all up to
    `closes`, "l" nothing but the literal text `opens`. default stands for an optional one that is not given.
    """

    kind: str = "m"
    default: str = NOVALUE
    opens: str = "["
    closes: str = "]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one macro is rewritten. pair: delimiters that a star or a size makes grow, around the body.

    final: what it becomes is LaTeX's own and not expanded again, whatever the paper calls so later. end: for an
    environment, what stands at its end.
    """

    arguments: tuple[Argument, ...] = ()
    body: str = ""
    pair: tuple[str, str] | None = None
    around: tuple[str, str] = ("", "")
    final: bool = False
    end: str = ""


def group(tex: str, at: int) -> tuple[str, int]:
    """The argument that TeX would read at `at`, without its braces, and where it ends; raises CannotExpand."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if at >= len(tex):
        raise CannotExpand("an argument that is not there")
    if tex[at] == "\\":
        control = CONTROL.match(tex, at)
        word = control.group() if control else tex[at]
        word = word.rstrip("*") if len(word) > 2 else word
        return word, at + len(word)
    if tex[at] != "{":
        return tex[at], at + 1
    end = closing(tex, at, "{", "}")
    return tex[at + 1 : end], end + 1


def closing(tex: str, at: int, opens: str, closes: str) -> int:
    """Index of the bracket that closes the one at `at`, braces balanced; raises CannotExpand."""
    depth = braces = 0
    i = at
    while i < len(tex):
        c = tex[i]
        if c == "\\":
            i += 2
            continue
        if opens != "{":
            braces += (c == "{") - (c == "}")
        if not braces:
            depth += (c == opens) - (c == closes)
            if depth == 0:
                return i
        i += 1
    raise CannotExpand("a brace that is never closed")


@lru_cache(maxsize=8)
def rules(macros: tuple[Macro, ...]) -> dict[str, Rule | None]:
    """The rules of a paper's macros by name; None for one that is not understood.

    Read once: a deck expands hundreds of pieces by the same ones.
    """
    found: dict[str, Rule | None] = {}
    for macro in macros:
        rule = rule_of(macro.definition)
        # \let takes the meaning of that moment: that of a macro before it, else LaTeX's own.
        if rule is not None and rule.final:
            rule = found.get(rule.body, rule)
        found[macro.name] = rule
    return found


def rule_of(definition: str) -> Rule | None:
    """The rewriting rule of a definition; None when its form is not understood."""
    text = _COMMENT.sub("", definition).strip()
    forms = (_operator, _paired, _document, _xargs, _command, _plain_def, _let, _alphabet, _environment)
    try:
        return next((rule for form in forms if (rule := form(text)) is not None), None)
    except CannotExpand:
        return None


def _operator(text: str) -> Rule | None:
    head = _OPERATOR.match(text)
    if not head:
        return None
    return Rule(body=rf"\operatorname{head['star']}{{{group(text, head.end())[0]}}}")


def _paired(text: str) -> Rule | None:
    """mathtools' delimiters; those of the plain form take one argument, which is the body."""
    head = _PAIR.match(text)
    if not head:
        return None
    parts, at = [], head.end()
    for _ in range({"": 2, "X": 3, "XPP": 5}[head["kind"]]):
        part, at = group(text, at)
        parts.append(part)
    arguments = (Argument(),) * int(head["count"] or 1)
    if head["kind"] == "XPP":
        before, left, right, after, body = parts
        return Rule(arguments=arguments, body=body, pair=(left, right), around=(before, after))
    return Rule(arguments=arguments, body=parts[2] if head["kind"] else "#1", pair=(parts[0], parts[1]))


def _document(text: str) -> Rule | None:
    head = _DOCUMENT.match(text)
    if not head:
        return None
    spec, end = group(text, head.end())
    return Rule(arguments=tuple(_specified(spec)), body=group(text, end)[0])


def _specified(spec: str) -> Iterable[Argument]:
    """xparse's list of arguments; raises CannotExpand for a kind that is not understood."""
    at = 0
    while at < len(spec):
        kind, at = spec[at], at + 1
        if kind in " +!>\t\n":
            at = group(spec, at)[1] if kind == ">" else at
        elif kind in "ms":
            yield Argument(kind, opens="*")
        elif kind == "o":
            yield Argument("o")
        elif kind == "O":
            default, at = group(spec, at)
            yield Argument("o", default)
        elif kind == "t":
            token, at = group(spec, at)
            yield Argument("s", opens=token)
        elif kind in "drDR":
            opens, at = group(spec, at)
            closes, at = group(spec, at)
            default, at = group(spec, at) if kind in "DR" else (NOVALUE, at)
            yield Argument("o", default, opens, closes)
        elif kind in "gG":
            default, at = group(spec, at) if kind == "G" else (NOVALUE, at)
            yield Argument("o", default, "{", "}")
        else:
            raise CannotExpand(f"an argument of kind {kind}")


def _xargs(text: str) -> Rule | None:
    head = _XARGS.match(text)
    if not head:
        return None
    given = dict(re.findall(r"(\d)\s*=\s*([^,]*)", head["defaults"] or ""))
    arguments = [
        Argument("o", given[str(n)]) if str(n) in given else Argument() for n in range(1, int(head["count"]) + 1)
    ]
    return Rule(arguments=tuple(arguments), body=group(text, head.end())[0])


def _command(text: str) -> Rule | None:
    head = _COMMAND.match(text)
    if not head:
        return None
    arguments, at = _counted(text, head.end())
    return Rule(arguments=arguments, body=group(text, at)[0])


def _counted(text: str, at: int) -> tuple[tuple[Argument, ...], int]:
    r"""The arguments of \newcommand's form, [count][default], and where the body begins."""
    if text[at : at + 1] != "[":
        return (), at
    end = closing(text, at, "[", "]")
    arguments, at = (Argument(),) * int(text[at + 1 : end]), end + 1
    if text[at:].lstrip().startswith("["):
        at = text.index("[", at)
        end = closing(text, at, "[", "]")
        arguments, at = (Argument("o", text[at + 1 : end]), *arguments[1:]), end + 1
    return arguments, at


def _plain_def(text: str) -> Rule | None:
    head = _DEF.match(text)
    if not head:
        return None
    literal, *parts = re.split(r"#\d", head["params"])
    arguments = [Argument("u", closes=part) if part else Argument() for part in parts]
    first = [Argument("l", opens=literal)] if literal else []
    return Rule(arguments=(*first, *arguments), body=group(text, head.end())[0])


def _let(text: str) -> Rule | None:
    head = _LET.match(text)
    return Rule(body=head["to"], final=True) if head else None


def _alphabet(text: str) -> Rule | None:
    head = _ALPHABET.match(text)
    fonts = re.findall(r"\{(\w+)\}", text)[1:] if head else []
    for known, alphabet in _ALPHABETS:
        if any(re.match(known, font) for font in fonts):
            return Rule(body=alphabet)
    return None


def _environment(text: str) -> Rule | None:
    head = _ENVIRONMENT.match(text)
    if not head:
        return None
    arguments, at = _counted(text, head.end())
    begin, at = group(text, at)
    return replace(Rule(arguments=arguments, body=begin), end=group(text, at)[0])
