r"""Expands a paper's own macros in a piece of LaTeX, for writers that hand formulas to something other than LaTeX.

Expansion is textual and outermost first, as TeX's is, by the rules of expand_rules; the questions that definitions ask
(\@ifstar, \IfValueTF, \IfBooleanTF and their kin) are answered on the way. What is not understood raises, so that
nothing is ever half expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scaffold.model import Macro
from scaffold.write.text.expand_rules import CONTROL, NOVALUE, Argument, CannotExpand, Rule, closing, group, rules

__all__ = ["CannotExpand", "expand", "group"]

_LIMIT = 4000
_LONGEST = 200_000
_WINDOW = 40
_TAKES_ONE = re.compile(
    r"\\(?:overline|underline|hat|widehat|tilde|widetilde|bar|vec|dot|ddot|check|breve|sqrt|mathbf|mathrm|mathcal|mathbb"
    r"|mathfrak|mathsf|boldsymbol|bm|text|operatorname\*?)$"
)
"""Commands that take what follows as their argument, be it one macro that stands for several tokens."""

_COMMAND_BEFORE = re.compile(r"\\[a-zA-Z@]+$")
_TRUE, _FALSE = "\\BooleanTrue ", "\\BooleanFalse "
_ASKS = re.compile(r"\\(?:Expandable)?If(?P<what>NoValue|Value|Boolean)(?P<wants>TF|T|F)$")
_QUESTIONS = (r"\@ifstar", r"\@ifnextchar")
_CONDITION = re.compile(r"\\if(?!f$|thenelse$|mmode$|num$|dim$|cat$|case$|odd$|hmode$|vmode$|csname$)[a-zA-Z@]*")
"""Conditionals: TeX's own that can be answered here, and those that a paper makes with \\newif."""

_KNOWN = frozenset(
    "equation align gather multline flalign alignat eqnarray displaymath math split aligned gathered alignedat cases "
    "dcases matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array enumerate itemize description center "
    "quote subequations tabular proof".split()
)
"""Environments that keep LaTeX's meaning: a paper that renews one dresses it only."""


_SWALLOWED = re.compile(r"[ \t]*(?:\n[ \t]*(?!\s*\n))?")
"""The blanks that TeX skips behind a control word: an empty line stays, and ends the paragraph."""

_XSPACE = r"\xspace"
_CLOSE = ("", *"{}~.,:;?!/'-) \n")
"""What xspace sets no space before, by its manual; a blank or an empty line that still follows is one itself."""

_LASTING = (r"\left", r"\right", r"\begin", r"\end", r"\item")
"""Commands that keep LaTeX's meaning: a paper redefines one in a picture of its own, if at all."""


def expand(tex: str, macros: Iterable[Macro]) -> str:
    """The piece with every macro of the paper replaced; raises CannotExpand for one that is not understood."""
    known = {name: rule for name, rule in rules(tuple(macros)).items() if name not in _LASTING}
    at = 0
    for _ in range(_LIMIT):
        found = _next(tex, at, known)
        if found is None:
            return tex
        start, name = found
        text, end, final = _step(tex, start, name, known)
        text = _spaced(text, tex, start, end)
        tex = tex[:start] + text + tex[end:]
        at = start + len(text) if final else start
        if len(tex) > _LONGEST:
            break
    raise CannotExpand("a macro that expands to itself")


def _next(tex: str, at: int, known: Mapping[str, Rule | None]) -> tuple[int, str] | None:
    for control in CONTROL.finditer(tex, at):
        name = control.group().rstrip("*") if len(control.group()) > 2 else control.group()
        if name in known or name in _QUESTIONS or _ASKS.fullmatch(name) or _CONDITION.fullmatch(name):
            return control.start(), name
        if name in (r"\begin", r"\end") and _environment(tex, control.start() + len(name)) in known:
            return control.start(), name
    return None


def _environment(tex: str, at: int) -> str:
    r"""The name behind \begin or \end, unless it is one that keeps LaTeX's meaning."""
    name = re.match(r"\s*\{([^{}]*)\}", tex[at : at + 60])
    return name[1] if name and name[1].rstrip("*") not in _KNOWN else ""


def _step(tex: str, start: int, name: str, known: Mapping[str, Rule | None]) -> tuple[str, int, bool]:
    """What the macro at `start` becomes, where its use ends, and whether that is final."""
    at = start + len(name)
    if name not in known and _CONDITION.fullmatch(name):
        return (*_branch(tex, at, name, known), False)
    if name == r"\@ifstar":
        starred, at = group(tex, at)
        plain, at = group(tex, at)
        at = _skip(tex, at)
        return (starred, at + 1, False) if tex[at : at + 1] == "*" else (plain, at, False)
    if name == r"\@ifnextchar":
        wanted, at = group(tex, at)
        there, at = group(tex, at)
        other, at = group(tex, at)
        return (there if tex[_skip(tex, at) :].startswith(wanted) else other), at, False
    if asks := _ASKS.fullmatch(name):
        return (*_answered(tex, at, asks["what"], asks["wants"]), False)
    if name in (r"\begin", r"\end"):
        inner = _environment(tex, at)
        at = tex.index("}", at) + 1
        rule = _understood(known, inner)
        if name == r"\end":
            if "#" in rule.end:
                raise CannotExpand(inner)
            return rule.end, at, False
        return (*_apply(rule, tex, at, inner), False)
    rule = _understood(known, name)
    return (*_apply(rule, tex, at, name), rule.final)


def _branch(tex: str, at: int, name: str, known: Mapping[str, Rule | None]) -> tuple[str, int]:
    r"""The branch of a conditional; one that \newif made, or nobody, is false, as our own documents have it."""
    truth = name == r"\iftrue"
    if name in (r"\ifx", r"\if"):
        first, at = group(tex, at)
        second, at = group(tex, at)
        truth = first == second
    elif name == r"\ifdefined":
        asked, at = group(tex, at)
        truth = asked in known
    depth, parts, start = 0, list[str](), _skip(tex, at)
    for word in re.finditer(r"\\(?:if(?!f(?![a-zA-Z@])|thenelse)[a-zA-Z@]*|else|fi)(?![a-zA-Z@])", tex[at:]):
        if word.group() == r"\fi" and not depth:
            yes, no = (*parts, tex[start : at + word.start()], "")[:2]
            return (yes if truth else no), _skip(tex, at + word.end())
        if word.group() == r"\else" and not depth:
            parts, start = [*parts, tex[start : at + word.start()]], _skip(tex, at + word.end())
        elif word.group() != r"\else":
            depth += -1 if word.group() == r"\fi" else 1
    raise CannotExpand(f"{name} without its end")


def _understood(known: Mapping[str, Rule | None], name: str) -> Rule:
    rule = known[name]
    if rule is None:
        raise CannotExpand(name)
    return rule


def _answered(tex: str, at: int, what: str, wants: str) -> tuple[str, int]:
    """The branch of a question about an argument that was or was not given."""
    asked, at = group(tex, at)
    asked = asked.strip()
    if what == "Boolean":
        if asked not in (_TRUE.strip(), _FALSE.strip()):
            raise CannotExpand(r"\IfBooleanTF")
        truth = asked == _TRUE.strip()
    else:
        truth = (asked == NOVALUE.strip()) == (what == "NoValue")
    yes, at = group(tex, at) if "T" in wants else ("", at)
    no, at = group(tex, at) if "F" in wants else ("", at)
    return (yes if truth else no), at


def _apply(rule: Rule, tex: str, at: int, name: str) -> tuple[str, int]:
    """What the use at `at` (behind the name) becomes, and where the use ends."""
    size, star = "", False
    if name[-1].isalpha() and name[0] == "\\":
        at = _skip(tex, at) if rule.arguments or rule.pair else _blanks(tex, at)
    if rule.pair:
        size, star, at = _sized(tex, at)
    values: list[str] = []
    for argument in rule.arguments:
        value, at = _read(argument, tex, at)
        if argument.kind != "l":
            values.append(value)
    body = _filled(rule.body, values)
    return _delimited(rule, body, size, star) if rule.pair else body, at


def _read(argument: Argument, tex: str, at: int) -> tuple[str, int]:
    if argument.kind == "m":
        return group(tex, at)
    start = _skip(tex, at)
    if argument.kind == "l":
        if not tex.startswith(argument.opens.strip(), start):
            raise CannotExpand(f"{argument.opens.strip()} is not there")
        return "", start + len(argument.opens.strip())
    if argument.kind == "s":
        return (_TRUE, start + len(argument.opens)) if tex.startswith(argument.opens, start) else (_FALSE, at)
    if argument.kind == "u":
        return _until(tex, at, argument.closes)
    if not tex.startswith(argument.opens, start):
        return argument.default, at
    if len(argument.opens) != 1 or len(argument.closes) != 1:
        raise CannotExpand(f"an argument between {argument.opens} and {argument.closes}")
    end = closing(tex, start, argument.opens, argument.closes)
    return tex[start + 1 : end], end + 1


def _until(tex: str, at: int, mark: str) -> tuple[str, int]:
    """What stands before a mark outside of braces; the braces around all of it go, as TeX takes them off."""
    depth, i = 0, at
    mark = mark if mark.strip() == "" else mark.strip()
    while i < len(tex):
        if not depth and tex.startswith(mark, i):
            value = tex[at:i]
            whole = value.startswith("{") and closing(value, 0, "{", "}") == len(value) - 1
            return (value[1:-1] if whole else value), i + len(mark)
        depth += (tex[i] == "{") - (tex[i] == "}")
        i += 2 if tex[i] == "\\" else 1
    raise CannotExpand(f"{mark} is not there")


def _filled(body: str, values: list[str]) -> str:
    r"""The body with its parameters; a command stays apart from a letter that comes to stand behind it."""

    def value(m: re.Match[str]) -> str:
        if int(m["n"]) > len(values):
            raise CannotExpand(f"parameter #{m['n']}")
        said = values[int(m["n"]) - 1]
        before = " " if m["command"] and said[:1].isalpha() else ""
        after = " " if body[m.end() : m.end() + 1].isalpha() and re.search(r"\\[a-zA-Z@]+$", said) else ""
        return f"{m['command'] or ''}{before}{said}{after}"

    return re.sub(r"(?P<command>\\[a-zA-Z@]+)?(?<!#)#(?P<n>\d)", value, body)


def _sized(tex: str, at: int) -> tuple[str, bool, int]:
    r"""The size, the star, and where the arguments of a paired delimiter begin: \norm*{x}, \norm[\big]{x}."""
    if tex[at : at + 1] == "*":
        return "", True, at + 1
    if tex[at : at + 1] == "[":
        end = closing(tex, at, "[", "]")
        return tex[at + 1 : end].strip(), False, end + 1
    return "", False, at


def _delimited(rule: Rule, body: str, size: str, star: bool) -> str:
    left, right = rule.pair or ("", "")
    before, after = rule.around
    if star:
        made = rf"\left{left} {body} \right{right} "
    elif size:
        made = f"{size}l{left} {body} {size}r{right} "
    else:
        made = f"{left} {body} {right} "
    middle = r"\middle" if star else size
    return before + re.sub(r"\\delimsize(?![A-Za-z])\s*", lambda _: middle, made) + after


def _skip(tex: str, at: int) -> int:
    while at < len(tex) and tex[at] in " \t\n":
        at += 1
    return at


def _blanks(tex: str, at: int) -> int:
    found = _SWALLOWED.match(tex, at)
    return found.end() if found else at


def _spaced(text: str, tex: str, start: int, end: int) -> str:
    """The text guarded from its surroundings: braced as a script, spaced from the letters around it."""
    if text.endswith(_XSPACE):
        text = text.removesuffix(_XSPACE) + " " * (tex[end : end + 1] not in _CLOSE)
    before = tex[max(0, start - _WINDOW) : start]
    bare = before.rstrip()
    if (bare[-1:] in ("_", "^") or _TAKES_ONE.search(bare)) and not text.startswith("{"):
        # What takes an argument itself takes it from behind: no brace may come between.
        if not _TAKES_ONE.search(text.strip()):
            return f"{{{text}}}"
        text = text.strip()
    if before.endswith("$"):
        text = text.lstrip()
    follows = tex[end : end + 1]
    if (text or follows)[:1].isalpha() and _COMMAND_BEFORE.search(before):
        text = f" {text}"
    return f"{text} " if follows.isalpha() and _COMMAND_BEFORE.search(text) else text
