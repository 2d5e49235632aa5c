r"""Expands a paper's own macros in a piece of LaTeX, for writers that hand formulas to something other than LaTeX.

Expansion is textual and outermost first, as TeX's is, for the definitions that papers make: \newcommand and its kin
with default arguments, \def with plain parameters, \let, \DeclareMathOperator and its star, \DeclarePairedDelimiter
with star and size. What is not understood raises, so that nothing is ever half expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from scaffold.model import Macro

__all__ = ["CannotExpand", "expand"]

_LIMIT = 2000
_WINDOW = 40
_CONTROL = re.compile(r"\\(?:[a-zA-Z@]+\*?|.)", re.DOTALL)
_NAME = r"\s*\{?\s*(?P<name>\\(?:[a-zA-Z@]+|.))\s*\}?\s*"
_COMMAND = re.compile(r"\\(?:newcommand|renewcommand|providecommand|newrobustcmd|DeclareRobustCommand)\*?" + _NAME)
_DEF = re.compile(r"\\(?:long\s*\\)?[gex]?def\s*(?P<name>\\(?:[a-zA-Z@]+|.))(?P<params>(?:#\d)*)\s*(?=\{)", re.DOTALL)
_LET = re.compile(r"\\let\s*(?P<name>\\(?:[a-zA-Z@]+|.))\s*=?\s*(?P<to>\\(?:[a-zA-Z@]+|.)|.)", re.DOTALL)
_TAKES_ONE = re.compile(
    r"\\(?:overline|underline|hat|widehat|tilde|widetilde|bar|vec|dot|ddot|check|breve|sqrt|mathbf|mathrm|mathcal|mathbb"
    r"|mathfrak|mathsf|boldsymbol|bm|text|operatorname\*?)$"
)
"""Commands that take what follows as their argument, be it one macro that stands for several tokens."""

_DOCUMENT = re.compile(r"\\(?:New|Renew|Provide|Declare)DocumentCommand" + _NAME)
_OPERATOR = re.compile(r"\\DeclareMathOperator\s*(?P<star>\*?)" + _NAME)
_PAIR = re.compile(r"\\DeclarePairedDelimiter\s*" + _NAME)


class CannotExpand(ValueError):
    """A macro is defined or used in a way that this expander does not understand; the message names it."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one macro is rewritten: count arguments, the first optional when default is given.

    final: what it becomes is LaTeX's own and not expanded again, whatever the paper calls so later.
    """

    count: int = 0
    default: str | None = None
    body: str = ""
    pair: tuple[str, str] | None = None
    final: bool = False


def expand(tex: str, macros: Iterable[Macro]) -> str:
    """The piece with every macro of the paper replaced; raises CannotExpand for one that is not understood."""
    rules = _rules(tuple(macros))
    at = 0
    for _ in range(_LIMIT):
        found = _next(tex, at, rules)
        if found is None:
            return tex
        start, name = found
        rule = rules[name]
        if rule is None:
            raise CannotExpand(name)
        text, end = _apply(rule, tex, start + len(name), name)
        text = _spaced(text, tex, start, end)
        tex = tex[:start] + text + tex[end:]
        at = start + len(text) if rule.final else start
    raise CannotExpand("a macro that expands to itself")


def group(tex: str, at: int) -> tuple[str, int]:
    """The argument that TeX would read at `at`, without its braces, and where it ends; raises CannotExpand."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if at >= len(tex):
        raise CannotExpand("an argument that is not there")
    if tex[at] == "\\":
        control = _CONTROL.match(tex, at)
        word = control.group().rstrip("*") if control else tex[at]
        return word, at + len(word)
    if tex[at] != "{":
        return tex[at], at + 1
    end = _closing(tex, at, "{", "}")
    return tex[at + 1 : end], end + 1


def _closing(tex: str, at: int, opens: str, closes: str) -> int:
    """Index of the bracket that closes the one at `at`, braces balanced."""
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


def _next(tex: str, at: int, rules: dict[str, _Rule | None]) -> tuple[int, str] | None:
    for control in _CONTROL.finditer(tex, at):
        name = control.group().rstrip("*") if len(control.group()) > 2 else control.group()
        if name in rules:
            return control.start(), name
    return None


@lru_cache(maxsize=8)
def _rules(macros: tuple[Macro, ...]) -> dict[str, _Rule | None]:
    """The rules of a paper's macros, read once: a deck expands hundreds of pieces by the same ones."""
    rules: dict[str, _Rule | None] = {}
    for macro in macros:
        rule = _ending(macro.name, _rule(macro.definition))
        # \let takes the meaning of that moment: that of a macro before it, else LaTeX's own.
        if rule is not None and rule.final:
            rule = rules.get(rule.body, rule)
        if macro.name.startswith("\\"):
            rules[macro.name] = rule
    return rules


def _ending(name: str, rule: _Rule | None) -> _Rule | None:
    """The rule, unless its expansion holds its own name and so would never end."""
    uses_itself = rule is not None and re.search(re.escape(name) + r"(?![a-zA-Z@])", rule.body)
    return None if uses_itself else rule


def _rule(definition: str) -> _Rule | None:
    """The rewriting rule of a definition; None when its form is not understood."""
    text = definition.strip()
    try:
        return _operator(text) or _paired(text) or _document(text) or _command(text) or _plain_def(text) or _let(text)
    except CannotExpand:
        return None


def _operator(text: str) -> _Rule | None:
    head = _OPERATOR.match(text)
    if not head:
        return None
    return _Rule(body=rf"\operatorname{head['star']}{{{group(text, head.end())[0]}}}")


def _paired(text: str) -> _Rule | None:
    head = _PAIR.match(text)
    if not head:
        return None
    left, end = group(text, head.end())
    return _Rule(count=1, pair=(left, group(text, end)[0]))


def _document(text: str) -> _Rule | None:
    """xparse's form, as far as its arguments are mandatory but for a first with a default."""
    head = _DOCUMENT.match(text)
    if not head:
        return None
    arguments, end = group(text, head.end())
    spec = re.fullmatch(r"(?:O\s*\{(?P<default>[^{}]*)\})?(?P<more>m*)", arguments.replace(" ", ""))
    if not spec:
        return None
    count = len(spec["more"]) + (spec["default"] is not None)
    return _Rule(count, spec["default"], group(text, end)[0])


def _command(text: str) -> _Rule | None:
    head = _COMMAND.match(text)
    if not head:
        return None
    at, count, default = head.end(), 0, None
    if text[at : at + 1] == "[":
        end = _closing(text, at, "[", "]")
        count, at = int(text[at + 1 : end]), end + 1
        if text[at:].lstrip().startswith("["):
            at = text.index("[", at)
            end = _closing(text, at, "[", "]")
            default, at = text[at + 1 : end], end + 1
    return _Rule(count, default, group(text, at)[0])


def _plain_def(text: str) -> _Rule | None:
    head = _DEF.match(text)
    return _Rule(head["params"].count("#"), None, group(text, head.end())[0]) if head else None


def _let(text: str) -> _Rule | None:
    head = _LET.match(text)
    return _Rule(body=head["to"], final=True) if head else None


def _apply(rule: _Rule, tex: str, at: int, name: str) -> tuple[str, int]:
    """What the use at `at` (behind the name) becomes, and where the use ends."""
    if rule.pair:
        return _delimited(rule.pair, tex, at)
    values: list[str] = []
    if rule.default is not None:
        open_at = _skip(tex, at)
        if tex[open_at : open_at + 1] == "[":
            end = _closing(tex, open_at, "[", "]")
            values.append(tex[open_at + 1 : end])
            at = end + 1
        else:
            values.append(rule.default)
    while len(values) < rule.count:
        value, at = group(tex, at)
        values.append(value)
    if not rule.count and name[-1].isalpha():
        at = _skip(tex, at)
    return re.sub(r"#(\d)", lambda m: _value(values, int(m[1])), rule.body), at


def _value(values: list[str], n: int) -> str:
    if n > len(values):
        raise CannotExpand(f"parameter #{n}")
    return values[n - 1]


def _delimited(pair: tuple[str, str], tex: str, at: int) -> tuple[str, int]:
    left, right = pair
    if tex[at : at + 1] == "*":
        inside, end = group(tex, at + 1)
        return rf"\left{left} {inside} \right{right} ", end
    size = ""
    if tex[at : at + 1] == "[":
        close = _closing(tex, at, "[", "]")
        size, at = tex[at + 1 : close].strip(), close + 1
    inside, end = group(tex, at)
    return (rf"{size}l{left} {inside} {size}r{right} " if size else f"{left} {inside} {right} "), end


def _skip(tex: str, at: int) -> int:
    while at < len(tex) and tex[at] in " \t\n":
        at += 1
    return at


def _spaced(text: str, tex: str, start: int, end: int) -> str:
    """The text guarded from its surroundings: braced as a script, spaced from a letter that follows."""
    before = tex[max(0, start - _WINDOW) : start].rstrip()
    if (before[-1:] in ("_", "^") or _TAKES_ONE.search(before)) and not text.startswith("{"):
        return f"{{{text}}}"
    follows = tex[end : end + 1]
    return f"{text} " if follows.isalpha() and re.search(r"\\[a-zA-Z@]+$", text) else text
