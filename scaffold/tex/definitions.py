r"""Definitions of LaTeX macros and environments, read once and in every form that papers use.

`FORMS` lists the commands that define something. `parse` reads a whole definition, `complete` one whose name a caller
has already read; both give a `Macro` with its parameters and its body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from scaffold.model import Macro, Paper, Parameter
from scaffold.tex import tokens
from scaffold.tex.arguments import CannotExpand, Cursor
from scaffold.tex.packages.registry import notations

__all__ = ["FORMS", "complete", "completed", "environments", "meanings", "names", "parse", "parsed", "to_latex"]

_PREFIX = re.compile(r"(?:\s|\\(?:long|global|protected|outer|expandafter)(?![A-Za-z@]))*")
_CSNAME = re.compile(r"(?:\s|\\expandafter(?![A-Za-z@]))*\\csname\s*([^\\]*?)\s*\\endcsname")
_PARAMETERS = re.compile(r"(?:\\.|[^{}\\])*(?=\{)", re.DOTALL)
_LET_TO = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|.)|.)", re.DOTALL)
_NUMBER = re.compile(r"(?<![#\\])((?:\\\\|\\#)*(?:##)*)#(\d)")
_NAMES = re.compile(r"\\([A-Za-z@]+|.)", re.DOTALL)
_ENVIRONMENTS = re.compile(r"\\begin\s*\{([^{}\\]+)\}")
_NOT_YET = re.compile(r"(?:\\expandafter\s*)?\\(?:noexpand|unexpanded)(?![A-Za-z@])\s*(?:\\expandafter\s*(?=\{))?")
"""What keeps an \\edef from expanding what follows."""

_ALPHABETS = (
    (r"pzc|rsfs|eus|boondox|bxcal|dutchcal|cmsy", r"\mathcal"),
    (r"msb|bbm|bbold|ds|bb", r"\mathbb"),
    (r"euf|yfrak|frak", r"\mathfrak"),
    (r"cmss|phv|sans", r"\mathsf"),
    (r"cmtt|typewriter|pcr", r"\mathtt"),
)
"""Which of LaTeX's alphabets a font shows, by the first letters of the font's name."""

_KEYWORDS = {
    "SetKw": (r"\textbf", " ", ""), "SetKwData": (r"\textsf", "(", ")"), "SetKwFunction": (r"\texttt", "(", ")"),
    "SetKwArray": (r"\textsf", "[", "]"),
}  # fmt: skip
"""algorithm2e's declaring commands: the font of the word, and what stands around its argument."""

_DELIMITERS = {**dict.fromkeys("oO", ("[", "]")), **dict.fromkeys("gG", ("{", "}")), **dict.fromkeys("rRdD", None)}
"""xparse's letters for an argument between delimiters; None: they follow the letter."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a defining command goes on after its name, and what its name is: "control", "word", "environment"."""

    rest: Callable[[Cursor, Macro], Macro]
    named: str = "control"


def parse(definition: str, name: str | None = None) -> Macro | None:
    """The macro that a definition makes, body None where its meaning cannot be followed; None where it makes none.

    name is what the paper calls it, where that is known; else it is read from the definition.
    """
    text = tokens.without_comments(definition)
    head = tokens.CONTROL_AT.match(text, _end(_PREFIX, text))
    if head is None or (form := FORMS.get(head[1])) is None:
        return None
    cursor = Cursor(text, head.end())
    star = form.named != "word" and head[1] not in _PRIMITIVES and cursor.mark("*")
    if form.rest is _bold:
        cursor.option()
    found = _name(cursor, form)
    made = complete(head[1], name or found, cursor, star=star) if found else None
    made = made or (Macro(name=name, definition="", form=head[1]) if name else None)
    return made and replace(made, definition=definition)


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _name(cursor: Cursor, form: Form) -> str | None:
    """The name that is defined, a command's with its backslash."""
    if form.named == "control":
        if built := _CSNAME.match(cursor.tex, cursor.pos):
            cursor.pos = built.end()
            return "\\" + built[1]
        found = cursor.control()
        return None if found is None else "\\" + found
    found = cursor.argument()
    return found and ("\\" + found.strip() if form.named == "word" else found.strip())


def complete(how: str, name: str, cursor: Cursor, *, star: bool = False) -> Macro | None:
    """The macro that the command `how` defines as `name`, read from what follows the name; None where it is cut short.

    Its definition is left empty.
    """
    try:
        made = replace(FORMS[how].rest(cursor, Macro(name=name, definition="", form=how + "*" * star)), form=how)
    except CannotExpand:
        return None
    parts = (made.body or "", made.end or "", *made.fence)
    used = max((int(m[2]) for part in parts for m in _NUMBER.finditer(part)), default=0)
    given = sum(p.kind != "l" for p in made.parameters)
    return made if used <= given else replace(made, body=None)


def _optional(default: str, placeholder: str | None = None) -> Parameter:
    return Parameter(kind="o", default=default, opens="[", closes="]", placeholder=placeholder)


def _counted(cursor: Cursor) -> tuple[Parameter, ...]:
    r"""The parameters of \newcommand's form, [count][default]."""
    count = _count(cursor)
    default = cursor.option()
    if default is None or not count:
        return (Parameter(),) * count
    return (_optional(default), *(Parameter(),) * (count - 1))


def _count(cursor: Cursor, otherwise: int = 0) -> int:
    count = (cursor.option() or "").strip()
    return min(int(count), 9) if count.isdecimal() else otherwise


def _keyed(cursor: Cursor) -> tuple[Parameter, ...]:
    """The parameters of xargs: [count][1=default,3=default,usedefault]."""
    count, given = _count(cursor), tokens.key_values(cursor.option() or "")
    defaults = [given.get(str(n)) for n in range(1, count + 1)]
    # One that is optional in the first place alone is left to \newcommand, which knows no usedefault.
    placeholder = given.get("usedefault") if any(value is not None for value in defaults[1:]) else None
    return tuple(Parameter() if value is None else _optional(value, placeholder) for value in defaults)


def _command(cursor: Cursor, made: Macro) -> Macro:
    parameters = _keyed(cursor) if made.form.rstrip("*").endswith("x") else _counted(cursor)
    return replace(made, parameters=parameters, body=cursor.needed())


def _environment(cursor: Cursor, made: Macro) -> Macro:
    return replace(_command(cursor, made), end=cursor.needed())


def _document(cursor: Cursor, made: Macro) -> Macro:
    spec, body = cursor.needed(), cursor.needed()
    made = replace(made, end=cursor.needed()) if made.form.endswith("Environment") else made
    try:
        return replace(made, parameters=_specified(spec, made.name), body=body)
    except CannotExpand:
        return made


def _specified(spec: str, environment: str = "") -> tuple[Parameter, ...]:
    """The parameters of an argument specification of xparse; raises CannotExpand for one that is not understood."""
    return tuple(_letters(Cursor(spec), environment))[:9]


def _letters(cursor: Cursor, environment: str) -> Iterator[Parameter]:
    tight, processors = False, list[str]()
    while kind := cursor.tex[cursor.pos : cursor.pos + 1]:
        cursor.pos += 1
        if kind == ">":
            processors.insert(0, cursor.needed().strip())
        elif kind == "=":
            cursor.needed()
        elif kind == "!":
            tight = True
        elif not kind.isspace() and kind != "+":
            for parameter in _of_kind(kind, cursor, environment):
                yield replace(parameter, tight=tight, processors=(*processors, *parameter.processors))
            tight, processors = False, []


def _of_kind(kind: str, cursor: Cursor, environment: str) -> Iterable[Parameter]:
    """The parameters that one letter of a specification stands for, with what follows the letter."""
    if kind in "mv":
        return (Parameter(kind="v" if kind == "v" else "m"),)
    if kind == "l":
        return (Parameter(kind="u", closes="{"),)
    if kind == "b":
        return (Parameter(kind="b", closes=rf"\end{{{environment}}}", processors=(r"\TrimSpaces",)),)
    if kind in "st":
        return (Parameter(kind="s", opens="*" if kind == "s" else cursor.needed()),)
    if kind == "u":
        return (Parameter(kind="u", closes=cursor.needed()),)
    if kind in "eE":
        signs, defaults = cursor.needed(), cursor.needed() if kind == "E" else ""
        return _embellishments(Cursor(signs), Cursor(defaults))
    if kind not in _DELIMITERS:
        raise CannotExpand(kind)
    opens, closes = _DELIMITERS[kind] or (cursor.needed(), cursor.needed())
    default = cursor.needed() if kind in "ORDG" else None
    return (Parameter(kind="d", opens=opens, closes=closes, default=default),)


def _embellishments(signs: Cursor, defaults: Cursor) -> Iterator[Parameter]:
    while (sign := signs.argument()) is not None:
        yield Parameter(kind="e", opens=sign, default=defaults.argument())


def _operator(cursor: Cursor, made: Macro) -> Macro:
    star = "*" * made.form.endswith("*")
    return replace(made, body=rf"\operatorname{star}{{{cursor.needed()}}}")


def _paired(cursor: Cursor, made: Macro) -> Macro:
    r"""mathtools' delimiters. A use has a star or a size first, so that #1 of the definition becomes #3."""
    kind = made.form.removeprefix("DeclarePairedDelimiter").removesuffix("*")
    count = _count(cursor, 1) if kind else 1
    parts = [cursor.needed() for _ in range({"": 2, "X": 3, "XPP": 5}[kind])]
    before, left, right, after = (parts[0], *parts[1:4]) if kind == "XPP" else ("", *parts[:2], "")
    body = parts[-1] if kind else "#1"
    sized = (Parameter(kind="s", opens="*"), _optional(""))
    return replace(
        made,
        parameters=(*sized, *(Parameter(),) * count),
        body=_moved(body),
        fence=tuple(_moved(part) for part in (before, left, right, after)),
    )


def _moved(part: str) -> str:
    return _NUMBER.sub(lambda m: f"{m[1]}#{int(m[2]) + 2}", part)


def _tex(cursor: Cursor, made: Macro) -> Macro:
    r"""\def and its kin: a parameter text with delimiters."""
    given = _PARAMETERS.match(cursor.tex, cursor.pos)
    if given is None:
        raise CannotExpand(made.name)
    cursor.pos = given.end()
    body = cursor.needed()
    literal, *parts = re.split(r"#\d", given[0].removesuffix("#"))
    closing = [*parts[:-1], parts[-1] or "{"] if parts and given[0].endswith("#") else parts
    first = [Parameter(kind="l", opens=literal)] if literal.strip() else []
    rest = (Parameter(kind="u", closes=mark) if mark else Parameter() for mark in closing)
    if made.form in ("edef", "xdef", "csedef", "csxdef"):
        body = _NOT_YET.sub("", body)
    return replace(made, parameters=(*first, *rest), body=body)


def _let(cursor: Cursor, made: Macro) -> Macro:
    to = _LET_TO.match(cursor.tex, cursor.pos)
    if to is None or to[1] in "{}":
        raise CannotExpand(made.name)
    cursor.pos = to.end()
    return replace(made, body=to[1], final=True)


def _alphabet(cursor: Cursor, made: Macro) -> Macro:
    """The alphabet of LaTeX's own that looks most like a font; body None for a font that is not known."""
    given = [cursor.needed() for _ in range(1 if made.form.startswith("DeclareSymbolFont") else 4)]
    shown = (alphabet for known, alphabet in _ALPHABETS if any(re.match(known, font) for font in given))
    return replace(made, body=next(shown, None))


def _font(cursor: Cursor, made: Macro) -> Macro:
    return replace(made, parameters=(Parameter(),), body=tokens.joined("{", cursor.needed(), " #1}"))


def _bold(cursor: Cursor, made: Macro) -> Macro:
    return replace(made, body=rf"\bm{{{cursor.needed()}}}")


def _keyword(cursor: Cursor, made: Macro) -> Macro:
    r"""algorithm2e's \SetKwFunction{x}{word}: \x prints the word, \x{y} word(y)."""
    word = cursor.needed()
    font, opens, closes = _KEYWORDS[made.form]
    around = rf"{font}{{{word}{opens}}}\emph{{#1}}" + (rf"{font}{{{closes}}}" if closes else "")
    body = rf"\textnormal{{\IfValueTF{{#1}}{{{around}}}{{{font}{{{word}}}}}}}\xspace"
    return replace(made, parameters=(Parameter(kind="d", opens="{", closes="}"),), body=body)


def _environ(cursor: Cursor, made: Macro) -> Macro:
    r"""environ's \NewEnviron{x}[n][default]{… \BODY …}: the body of the environment as its last parameter."""
    parameters = (*_counted(cursor), *_specified("b", made.name))
    begin = cursor.needed()
    body = re.sub(r"\\BODY(?![A-Za-z@])\s?", f"#{len(parameters)}", begin)
    return replace(made, parameters=parameters, body=body, end=cursor.option() or "")


_ONLY_LATEX = {"DeclareMathSymbol": 3, "DeclareMathDelimiter": 5, "newsavebox": 0, "newlength": 0}
"""Declarations of a name whose meaning only LaTeX knows, and how many arguments follow the name."""


def _only_latex(cursor: Cursor, made: Macro) -> Macro:
    for _ in range(_ONLY_LATEX[made.form.rstrip("*")]):
        cursor.needed()
    return made


def _each(commands: str, rest: Callable[[Cursor, Macro], Macro], named: str = "control") -> dict[str, Form]:
    return {name: Form(rest, named) for name in commands.split()}


_PRIMITIVES = frozenset(("def", "gdef", "edef", "xdef", "let"))

FORMS: Mapping[str, Form] = {
    **_each("newcommand renewcommand providecommand DeclareRobustCommand", _command),
    **_each("newrobustcmd renewrobustcmd providerobustcmd", _command),
    **_each("newcommandx renewcommandx providecommandx DeclareRobustCommandx", _command),
    **_each("NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand", _document),
    **_each("NewExpandableDocumentCommand RenewExpandableDocumentCommand", _document),
    **_each("ProvideExpandableDocumentCommand DeclareExpandableDocumentCommand", _document),
    **_each("DeclareMathOperator", _operator),
    **_each("DeclarePairedDelimiter DeclarePairedDelimiterX DeclarePairedDelimiterXPP", _paired),
    **_each("def gdef edef xdef", _tex),
    **_each("@namedef csdef csgdef csedef csxdef", _tex, "word"),
    **_each("let", _let),
    **_each("DeclareMathAlphabet DeclareSymbolFontAlphabet", _alphabet),
    **_each("DeclareTextFontCommand", _font),
    **_each("DeclareBoldMathCommand bmdefine", _bold),
    **_each(" ".join(_ONLY_LATEX), _only_latex),
    **_each(" ".join(_KEYWORDS), _keyword, "word"),
    **_each("newenvironment renewenvironment provideenvironment", _environment, "environment"),
    **_each("newenvironmentx renewenvironmentx", _environment, "environment"),
    **_each("NewEnviron RenewEnviron", _environ, "environment"),
    **_each("NewDocumentEnvironment RenewDocumentEnvironment", _document, "environment"),
    **_each("ProvideDocumentEnvironment DeclareDocumentEnvironment", _document, "environment"),
    **{name: Form(rest, "environment") for n in notations() for name, rest in n.declarations.items()},
}
"""Every command that defines a name: how it is read."""


@lru_cache(maxsize=8)
def meanings(macros: tuple[Macro, ...]) -> Mapping[str, Macro]:
    r"""The macros by name, the last definition of each.

    \let takes the meaning of its moment: that of a macro before it, else LaTeX's own. Built once for a paper: a deck
    expands hundreds of pieces by the same macros.
    """
    found: dict[str, Macro] = {}
    for macro in macros:
        if macro.form.lower().startswith("provide") and macro.name in found:
            continue
        target = found.get(macro.body or "", macro) if macro.final else macro
        found[macro.name] = replace(target, name=macro.name)
    return found


def completed(paper: Paper) -> Paper:
    """The paper with its macros parsed: one that was kept before macros carried what they mean lacks that."""
    return replace(paper, macros=tuple(parsed(m) if m.body is None else m for m in paper.macros))


def parsed(macro: Macro) -> Macro:
    """The macro with the parameters, the body and all else that its definition gives it."""
    made = parse(macro.definition, macro.name)
    return replace(made, needs=macro.needs, file=macro.file, line=macro.line) if made else macro


def _written(macro: Macro) -> str:
    """All that uses of the macro may print; the definition where only LaTeX can follow it."""
    if macro.body is None:
        return macro.definition
    return " ".join((macro.body, macro.end or "", *macro.fence, *(p.default or "" for p in macro.parameters)))


@lru_cache(maxsize=4096)
def names(macro: Macro) -> frozenset[str]:
    """The control sequences, without backslash, that uses of the macro call on."""
    return frozenset(_NAMES.findall(_written(macro)))


def environments(macro: Macro) -> frozenset[str]:
    """The environments that uses of the macro begin."""
    return frozenset(_ENVIRONMENTS.findall(_written(macro)))


def to_latex(macro: Macro) -> str:
    r"""A definition in LaTeX of a command with that meaning: by \def where that can take its arguments, else xparse."""
    plain = re.fullmatch(r"\\(?:[A-Za-z@]+|[^A-Za-z@])", macro.name)
    name = macro.name if plain else rf"\csname {macro.name[1:]}\endcsname"
    start = "" if plain else r"\expandafter"
    if all(p.kind in "mul" and not p.processors for p in macro.parameters):
        numbers = iter(range(1, 10))
        text = "".join(p.opens if p.kind == "l" else f"#{next(numbers)}{p.closes}" for p in macro.parameters)
        return rf"{start}\def{tokens.joined(name, text)}{{{macro.body}}}"
    spec = "".join(_letter(p) for p in macro.parameters)
    return rf"{start}\DeclareDocumentCommand{name}{{{spec}}}{{{macro.body}}}"


def _letter(p: Parameter) -> str:
    """The parameter in xparse's letters."""
    before = "".join(f">{{{processor}}}" for processor in reversed(p.processors)) + "!" * p.tight
    default = "" if p.default is None else f"{{{p.default}}}"
    letter = {"s": f"t{p.opens}", "u": f"u{{{p.closes}}}"}.get(p.kind, p.kind)
    if p.kind in "od":
        letter = {"[]": "o", "{}": "g"}.get(p.opens + p.closes, f"d{p.opens}{p.closes}")
    elif p.kind == "e":
        letter, default = f"e{{{p.opens}}}", default and f"{{{default}}}"
    return before + (letter[0].upper() + letter[1:] if default else letter) + default
