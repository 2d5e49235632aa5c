r"""Expands a paper's own macros in a piece of LaTeX, for writers that hand formulas to something other than LaTeX.

Expansion is textual and outermost first, as TeX's is, by what tex.definitions reads; the questions that definitions ask
(\@ifstar, \IfValueTF, \IfBooleanTF and their kin) are answered on the way. What is not understood raises, so that
nothing is ever half expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from scaffold.model import Macro
from scaffold.tex import tokens
from scaffold.tex.arguments import FALSE, NO_VALUE, TRUE, CannotExpand, Cursor, expansion, substitute, take
from scaffold.tex.definitions import meanings
from scaffold.tex.environments import DISPLAYS, INNER
from scaffold.tex.symbols import ALPHABETS, MATH_ACCENTS

__all__ = ["CannotExpand", "expand"]

_LIMIT = 4000
_LONGEST = 200_000
_WINDOW = 40
_WITH_ARGUMENT = (*MATH_ACCENTS, *ALPHABETS, "sqrt", "mathrm", "boldsymbol", "bm", "text", r"operatorname\*?")
_TAKES_ONE = re.compile(rf"\\(?:{'|'.join(_WITH_ARGUMENT)})$")
"""Commands that take what follows as their argument, even if it is one macro that becomes several tokens."""

_CONTROL = re.compile(r"\\(?:[a-zA-Z@]+\*?|.)", re.DOTALL)
_COMMAND_BEFORE = re.compile(r"\\[a-zA-Z@]+$")
_ASKS = re.compile(r"\\(?:Expandable)?If(?P<what>NoValue|Value|Boolean)(?P<wants>TF|T|F)$")
_QUESTIONS = (r"\@ifstar", r"\@ifnextchar")
_CONDITION = re.compile(r"\\if(?!f$|thenelse$|mmode$|num$|dim$|cat$|case$|odd$|hmode$|vmode$|csname$)[a-zA-Z@]*")
"""Conditionals: TeX's own that can be answered here, and those that a paper makes with \\newif."""

_OF_TEXT = "math enumerate itemize description center quote subequations tabular proof".split()
_KNOWN = frozenset((*DISPLAYS, *INNER, *_OF_TEXT))
"""Environments that keep LaTeX's meaning: a paper that redefines one changes its appearance only."""

_SWALLOWED = re.compile(r"[ \t]*(?:\n[ \t]*(?!\s*\n))?")
"""The blanks that TeX skips after a control word: an empty line stays, and ends the paragraph."""

_XSPACE = r"\xspace"
_CLOSE = ("", *"{}~.,:;?!/'-) \n")
"""What xspace sets no space before, by its manual; a blank or an empty line that still follows is one itself."""

_LASTING = (r"\left", r"\right", r"\begin", r"\end", r"\item")
"""Commands that keep LaTeX's meaning: a paper redefines one in a picture of its own, if at all."""


def expand(tex: str, macros: Iterable[Macro]) -> str:
    """The piece with every macro of the paper replaced; raises CannotExpand for one that is not understood."""
    known = {name: macro for name, macro in meanings(tuple(macros)).items() if name not in _LASTING}
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


def _next(tex: str, at: int, known: Mapping[str, Macro]) -> tuple[int, str] | None:
    for control in _CONTROL.finditer(tex, at):
        name = control.group().rstrip("*") if len(control.group()) > 2 else control.group()
        if name in known or name in _QUESTIONS or _ASKS.fullmatch(name) or _CONDITION.fullmatch(name):
            return control.start(), name
        if name in (r"\begin", r"\end") and _environment(tex, control.start() + len(name)) in known:
            return control.start(), name
    return None


def _environment(tex: str, at: int) -> str:
    r"""The name after \begin or \end, unless it is one that keeps LaTeX's meaning."""
    name = re.match(r"\s*\{([^{}]*)\}", tex[at : at + 60])
    return name[1] if name and name[1].rstrip("*") not in _KNOWN else ""


def _step(tex: str, start: int, name: str, known: Mapping[str, Macro]) -> tuple[str, int, bool]:
    """What the macro at `start` becomes, where its use ends, and whether that is final."""
    at = start + len(name)
    if name not in known and _CONDITION.fullmatch(name):
        return (*_branch(tex, at, name, known), False)
    cursor = Cursor(tex, at)
    if name == r"\@ifstar":
        starred, plain = cursor.needed(), cursor.needed()
        at = _skip(tex, cursor.pos)
        return (starred, at + 1, False) if tex[at : at + 1] == "*" else (plain, at, False)
    if name == r"\@ifnextchar":
        wanted, found, other = cursor.needed(), cursor.needed(), cursor.needed()
        return (found if tex[_skip(tex, cursor.pos) :].startswith(wanted) else other), cursor.pos, False
    if asks := _ASKS.fullmatch(name):
        return (*_answered(tex, at, asks["what"], asks["wants"]), False)
    if name in (r"\begin", r"\end"):
        inner = _environment(tex, at)
        at = tex.index("}", at) + 1
        if name == r"\begin":
            return (*_begun(known[inner], tex, at), False)
        return _ending(known[inner]), at, False
    macro = known[name]
    return (*_applied(macro, tex, at), macro.final)


def _applied(macro: Macro, tex: str, at: int) -> tuple[str, int]:
    """What the use at `at` (after the name) becomes, and where the use ends."""
    values, end = _taken(macro, tex, at)
    return expansion(macro, values), end


def _taken(macro: Macro, tex: str, at: int) -> tuple[list[str], int]:
    """The values that a use takes, and where it ends."""
    if macro.body is None:
        raise CannotExpand(macro.name)
    word = macro.name[0] == "\\" and macro.name[-1].isalpha()
    cursor = Cursor(tex, _blanks(tex, at) if word else at)
    return take(macro.parameters, cursor), cursor.pos


def _begun(macro: Macro, tex: str, at: int) -> tuple[str, int]:
    """What the beginning of an environment becomes; all of one at whose end the arguments are used."""
    values, at = _taken(macro, tex, at)
    begin = expansion(macro, values)
    if "#" not in (macro.end or ""):
        return begin, at
    cursor = Cursor(tex, at)
    inside = cursor.before(rf"\end{{{macro.name}}}", keep=False)
    if inside is None:
        raise CannotExpand(macro.name)
    return tokens.joined(begin, inside, substitute(macro.end or "", values)), cursor.pos


def _ending(macro: Macro) -> str:
    if macro.end is None or "#" in macro.end:
        raise CannotExpand(macro.name)
    return macro.end


def _branch(tex: str, at: int, name: str, known: Mapping[str, Macro]) -> tuple[str, int]:
    r"""The branch of a conditional; one that \newif made or nobody defined is false, as in generated documents."""
    truth, cursor = name == r"\iftrue", Cursor(tex, at)
    if name in (r"\ifx", r"\if"):
        truth = cursor.needed() == cursor.needed()
    elif name == r"\ifdefined":
        truth = cursor.needed() in known
    at = cursor.pos
    depth, parts, start = 0, list[str](), _skip(tex, at)
    for word in re.finditer(r"\\(?:if(?!f(?![a-zA-Z@])|thenelse)[a-zA-Z@]*|else|fi)(?![a-zA-Z@])", tex[at:]):
        if word.group() == r"\fi" and not depth:
            yes, no = (*parts, tex[start : at + word.start()], "")[:2]
            return (yes if truth else no), _skip(tex, at + word.end())
        if word.group() == r"\else" and not depth:
            parts, start = [*parts, tex[start : at + word.start()]], _skip(tex, at + word.end())
        elif word.group() != r"\else":
            depth += -1 if word.group() == r"\fi" else 1
    raise CannotExpand(rf"{name} without \fi")


def _answered(tex: str, at: int, what: str, wants: str) -> tuple[str, int]:
    """The branch of a question about an argument that was or was not given."""
    cursor = Cursor(tex, at)
    asked = cursor.needed().strip()
    if what == "Boolean":
        if asked not in (TRUE.strip(), FALSE.strip()):
            raise CannotExpand(r"\IfBooleanTF")
        truth = asked == TRUE.strip()
    else:
        truth = (asked == NO_VALUE.strip()) == (what == "NoValue")
    yes = cursor.needed() if "T" in wants else ""
    no = cursor.needed() if "F" in wants else ""
    return (yes if truth else no), cursor.pos


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
        # A command that takes an argument itself takes what follows it: no brace may come between.
        if not _TAKES_ONE.search(text.strip()):
            return f"{{{text}}}"
        text = text.strip()
    if before.endswith("$"):
        text = text.lstrip()
    follows = tex[end : end + 1]
    if (text or follows)[:1].isalpha() and _COMMAND_BEFORE.search(before):
        text = f" {text}"
    return f"{text} " if follows.isalpha() and _COMMAND_BEFORE.search(text) else text
