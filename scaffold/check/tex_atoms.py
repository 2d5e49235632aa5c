r"""A statement's LaTeX as atoms: the paper's macros expanded, commands that say something read, layout passed over.

Written for comparing, not for setting: an unknown command is taken for layout and its arguments are read. What cannot
be followed (conditionals, pictures, definitions within a statement) is told, so that nothing is accused on its account.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scaffold.check.atoms import ANYTHING, Atom, Said, of_text, tidy
from scaffold.model import Macro

__all__ = ["said"]

_LIMIT = 40_000
"""Tokens after which expansion is taken for endless."""

_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)|%[^\n]*\n?[ \t]*|[{}]|#\d|\s+|.", re.DOTALL)

_END = "\1"
"""Begins the token that ends a macro's text: within it, the macro's name means what it meant before."""

_DROPPED = {
    "label": 1, "vspace": 1, "hspace": 1, "footnote": 1, "footnotemark": 0, "marginpar": 1, "color": 1, "phantom": 1,
    "hphantom": 1, "vphantom": 1, "rule": 2, "setlength": 2, "addtolength": 2, "setcounter": 2, "linespread": 1,
    "index": 1, "todo": 1, "thispagestyle": 1, "includegraphics": 1, "vskip": 0, "hskip": 0, "kern": 0,
    "hypertarget": 1, "addcontentsline": 3, "fontsize": 2, "setlist": 1, "stepcounter": 1, "refstepcounter": 1,
}  # fmt: skip
"""Commands that say nothing, and how many arguments go with them."""

_FIRST_DROPPED = {"textcolor": 1, "scalebox": 1, "resizebox": 2, "raisebox": 1, "colorbox": 1, "parbox": 1, "href": 1,
                  "hyperref": 0, "rotatebox": 1, "foreignlanguage": 1, "xspace": 0}  # fmt: skip
"""Commands whose first arguments say nothing; the one behind them does."""

_CITES = re.compile(r"[A-Za-z]*[Cc]ite[a-z]*|(?:eq|page|auto|name|c|C|v|th|cpage|Auto|full)?[Rr]ef")
_ODD = re.compile(r"if[A-Za-z@]*|(?:re)?newcommand|g?def|edef|let|input|csname|expandafter|verb|xymatrix|ar")
_ODD_PLACES = (
    "tikzpicture",
    "tikzcd",
    "picture",
    "verbatim",
    "lstlisting",
    "algorithm",
    "algorithmic",
    "figure",
    "table",
)
_DELIMITED = re.compile(r"m?left|m?right|middle|[bB]igg?[lrm]?")
_STARRED = frozenset(
    ("operatorname", "tag", "hspace", "vspace", "footnote", "DeclareMathOperator", "DeclarePairedDelimiter")
)
_DISPLAYS = frozenset(
    "equation align gather multline displaymath math cases dcases rcases split flalign eqnarray subequations matrix "
    "pmatrix bmatrix vmatrix Vmatrix Bmatrix smallmatrix alignat dmath dgroup darray".split()
)
"""Environments in which a bracket is a formula's."""

_ARGUED = {"array": 1, "tabular": 1, "tabularx": 2, "minipage": 1, "subarray": 1, "alignat": 1, "alignedat": 1,
           "multicols": 1, "list": 2, "spacing": 1, "adjustwidth": 2, "IEEEeqnarray": 1, "tabular*": 2}  # fmt: skip
_MORE = {
    "neq": "≠", "ne": "≠", "implies": "⇒", "iff": "⇔", "land": "∧", "lor": "∨", "lnot": "¬", "imath": "i",
    "jmath": "j", "coloneqq": "=", "colonequals": "=", "eqqcolon": "=", "defeq": "=", "gets": "←", "xrightarrow": "→",
    "xleftarrow": "←", "pod": "", "sqrt": "√", "dotsc": "", "dotsb": "",
    "dots": "", "ldots": "", "cdots": "", "triangleq": "≜", "neg": "¬", "Im": "ℑ", "Re": "ℜ", "bot": "⊥",
    "varlimsup": "lim", "varliminf": "lim", "nsim": "≁",
    "lesssim": "≲", "gtrsim": "≳", "textless": "<", "textgreater": ">", "textasteriskcentered": "*", "leqq": "≤",
    "geqq": "≥", "le": "≤", "ge": "≥", "owns": "∋", "ni": "∋", "minus": "−", "textendash": "−", "textemdash": "−",
    "bigtimes": "×", "bbone": "1", "mathbbm": "", "S": "", "P": "", "ensuremath": "", "colon": "", "mid": "",
    "vert": "", "Vert": "", "backslash": "∖", "smallsetminus": "∖", "hbar": "ħ", "AA": "A", "aa": "a",
    "textbackslash": "∖", "sum": "∑", "prod": "∏", "int": "∫", "iint": "∫∫", "iiint": "∫∫∫", "oint": "∮",
    "smallint": "∫", "slash": "", "TeX": "", "qed": "", "qedhere": "", "square": "", "Box": "", "blacksquare": "",
}  # fmt: skip
"""What pylatexenc's table lacks, or says in a way that is not for comparing."""


_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log sec sin sinh sup tan "
    "tanh Pr max min limsup liminf argmax argmin injlim projlim mod bmod pmod Tr tr rank diag sgn".split()
)
"""Commands that print their name."""


@dataclass(frozen=True, slots=True)
class _Definition:
    """A macro of the paper: the default of its optional argument (None: it has none), number of arguments, its text."""

    count: int
    body: tuple[str, ...]
    option: tuple[str, ...] | None = None
    readable: bool = True
    starred: bool = False


def said(tex: str, macros: Iterable[Macro] = (), labels: Mapping[str, str] | None = None) -> Said:
    """The atoms of LaTeX in which the paper's macros are used; labels is what citations print, by key."""
    reader = _Reader(_definitions(tuple(macros)), labels or {})
    reader.read(_tokens(tex))
    return Said(tidy(reader.done), reader.loose, reader.odd)


def _tokens(tex: str) -> list[str]:
    return [t for t in _TOKEN.findall(tex) if not t.startswith("%")]


class _Reader:
    """Reads tokens from a stack, so that a macro's text is read where it is used."""

    def __init__(self, definitions: Mapping[str, _Definition], labels: Mapping[str, str]) -> None:
        self.definitions, self.labels = definitions, labels
        self.done: list[Atom] = []
        self.loose: Counter[str] = Counter()
        self.odd = ""
        self._stack: list[str] = []
        self._apart = False
        self._negated = False
        self._open: list[str] = []

    def read(self, tokens: list[str]) -> None:
        self._stack = tokens[::-1]
        for _ in range(_LIMIT):
            if not self._stack:
                return
            self._token(self._stack.pop())
        self.odd = "macros that do not end"

    def _token(self, token: str) -> None:
        if token[0] == _END:
            self._open.remove(token[1:])
        elif token[0] == "\\" and len(token) > 1:
            self._command(token[1:])
        elif token.isspace() or token == "~":
            self._apart = True
        elif token not in ("{", "}", "$", "&", "^", "_", "\\"):
            self._say(token)

    def _say(self, text: str) -> None:
        if self._negated and text.strip():
            text, self._negated = text + "\u0338", False
        for atom in of_text(text):
            self.done.append(Atom(atom.sign, atom.apart or self._apart))
            self._apart = False

    def _command(self, name: str) -> None:
        defined = self.definitions.get(name) if name not in self._open else None
        cites = _CITES.fullmatch(name) is not None
        if (cites or name in _STARRED or name == "\\" or (defined and defined.starred)) and self._next() == "*":
            self._stack.pop()
        if defined is not None:
            self._expand(defined, name)
        elif cites:
            self._cite()
        elif name in _DROPPED:
            self._drop(name)
        elif name in _FIRST_DROPPED:
            self._drop_first(_FIRST_DROPPED[name])
        else:
            self._layout(name)

    def _layout(self, name: str) -> None:
        """Environments, items, numbers and line ends; a sign otherwise."""
        if name in ("begin", "end"):
            self._place(name)
        elif name == "item":
            self._option(loose=True)
            self.done.append(Atom(ANYTHING))
        elif name == "tag":
            self.loose.update(a.sign for a in of_text("".join(self._argument())))
        elif name == "\\":
            self._option(lengths=True)
            self._apart = True
        else:
            self._sign(name)

    def _drop_first(self, count: int) -> None:
        for _ in range(count):
            self._option()
            self._argument()

    def _next(self) -> str:
        return self._stack[-1] if self._stack else ""

    def _sign(self, name: str) -> None:
        if _ODD.fullmatch(name):
            self.odd = self.odd or f"\\{name}"
        elif name == "not":
            self._negated = True
        elif _DELIMITED.fullmatch(name):
            if self._next() not in ("{", "}", ""):
                self._stack.pop()
        elif len(name) == 1 and not name.isalpha():
            self._apart = self._apart or name in " ,;:!/"
        elif (text := _meaning(name)) is not None:
            self._say(text)
            if name == "sqrt":
                self._sayback(self._option() or [])
        elif name in ("quad", "qquad", "enspace", "par", "newline"):
            self._apart = True

    def _sayback(self, tokens: list[str]) -> None:
        self._stack.extend(tokens[::-1])

    def _expand(self, d: _Definition, name: str) -> None:
        """A macro's text with its arguments takes its place; a star that belongs to the use is passed over."""
        if not d.readable:
            self.odd = self.odd or f"\\{name}"
            return
        given: list[list[str]] = []
        if d.option is not None:
            option = self._option()
            given.append(list(d.option) if option is None else option)
        while len(given) < d.count:
            given.append(self._argument())
        body: list[str] = []
        for token in d.body:
            n = int(token[1]) - 1 if len(token) == 2 and token[0] == "#" and token[1].isdigit() else -1
            body.extend(["{", *given[n], "}"] if 0 <= n < len(given) else [token])
        self._open.append(name)
        self._sayback([*body, _END + name])

    def _place(self, kind: str) -> None:
        name = "".join(self._argument())
        if name.rstrip("*") in _ODD_PLACES:
            self.odd = self.odd or name
        if name == "proof" and kind == "begin":
            self.loose.update("Proof")
        if kind == "begin":
            if name.rstrip("*") not in _DISPLAYS:
                self._option()
            for _ in range(_ARGUED.get(name, 0)):
                self._argument()
        self._apart = True

    def _cite(self) -> None:
        """A citation or reference prints what it likes."""
        while self._option() is not None:
            pass
        keys = "".join(self._argument()).split(",")
        for key in keys:
            self.loose.update(a.sign for a in of_text(self.labels.get(key.strip(), "")))
        self.done.append(Atom(ANYTHING, self._apart))

    def _drop(self, name: str) -> None:
        if name in ("vskip", "hskip", "kern"):
            self._length()
        for _ in range(_DROPPED[name]):
            self._option()
            self._argument()

    def _length(self) -> None:
        """A length without braces: 3pt, -1.5 em, \\baselineskip."""
        taken = ""
        while self._stack and len(taken) < 24:
            if re.fullmatch(r"\s*=?\s*-?[\d.]*\s*(?:[a-z]{2}|\\[A-Za-z]+)", taken):
                return
            taken += self._stack.pop()

    def _argument(self) -> list[str]:
        """The next argument, without its braces."""
        while self._next().isspace():
            self._stack.pop()
        if not self._stack:
            return []
        first = self._stack.pop()
        if first != "{":
            return [first]
        level, taken = 1, list[str]()
        while self._stack:
            token = self._stack.pop()
            level += (token == "{") - (token == "}")
            if level == 0:
                return taken
            taken.append(token)
        return taken

    def _option(self, *, loose: bool = False, lengths: bool = False) -> list[str] | None:
        """The next argument in brackets, None where none comes; lengths: only one that is a length."""
        spare = []
        while self._next().isspace():
            spare.append(self._stack.pop())
        if self._next() != "[":
            self._sayback(spare)
            return None
        taken, level = [self._stack.pop()], 0
        while self._stack:
            token = self._stack.pop()
            taken.append(token)
            level += (token == "{") - (token == "}")
            if token == "]" and level == 0:
                break
        inner = taken[1:-1]
        if lengths and not re.fullmatch(r"-?[\d.]+\s*[a-z]{2}", "".join(inner).strip()):
            self._sayback(taken)
            return None
        if loose:
            self.loose.update(a.sign for a in of_text("".join(t for t in inner if not t.startswith("\\"))))
        return inner


def _meaning(name: str) -> str | None:
    """What a command prints: a sign, the letters of a function; None for layout and what is not known."""
    if name in _MORE:
        return _MORE[name]
    if name in _FUNCTIONS:
        return "mod" if name.endswith("mod") else name
    spec = _table().get_macro_spec(name)
    text = getattr(spec, "simplify_repl", None)
    return text if isinstance(text, str) and "%" not in text else None


@lru_cache(maxsize=1)
def _table() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


# ---- the paper's macros ---------------------------------------------------------------------------------------------

_HEAD = re.compile(r"\s*\\(?P<how>(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|"
                   r"DeclarePairedDelimiter|NewDocumentCommand|RenewDocumentCommand|DeclareDocumentCommand|"
                   r"ProvideDocumentCommand|[gex]?def|let)(?![A-Za-z])\*?")  # fmt: skip


@lru_cache(maxsize=4)
def _definitions(macros: tuple[Macro, ...]) -> dict[str, _Definition]:
    found = {}
    for macro in macros:
        if macro.name.startswith("\\"):
            found[macro.name[1:]] = _definition(macro.definition)
    return found


_UNREADABLE = _Definition(0, (), None, readable=False)


def _definition(text: str) -> _Definition:
    text = re.sub(r"\A(?:\s|\\(?:long|global|protected|outer))+", "", text)
    head = _HEAD.match(text)
    if head is None:
        return _UNREADABLE
    how, rest = head["how"], _Reader({}, {})
    rest._stack = _tokens(text[head.end() :])[::-1]
    name = "".join(rest._argument())
    if how == "let":
        return _let(name, rest)
    if how.endswith("def"):
        return _def(rest)
    if how == "DeclareMathOperator":
        return _Definition(0, tuple(rest._argument()))
    if how == "DeclarePairedDelimiter":
        return _Definition(2, ("#2",), (), starred=True)
    if how.endswith("DocumentCommand"):
        return _document(rest)
    count = rest._option()
    option = rest._option()
    number = "".join(count or []).strip()
    default = None if option is None else tuple(option)
    return _Definition(int(number) if number.isdigit() else 0, tuple(rest._argument()), default)


def _let(name: str, rest: _Reader) -> _Definition:
    while rest._next().isspace() or rest._next() == "=":
        rest._stack.pop()
    other = rest._stack.pop() if rest._stack else ""
    return _Definition(0, (other,)) if other and other != name else _UNREADABLE


def _def(rest: _Reader) -> _Definition:
    """\\def with arguments that nothing delimits."""
    parameters: list[str] = []
    while rest._next() not in ("{", ""):
        parameters.append(rest._stack.pop())
    kept = [p for p in parameters if not p.isspace()]
    if any(not p.startswith("#") for p in kept):
        return _UNREADABLE
    return _Definition(len(kept), tuple(rest._argument()))


def _document(rest: _Reader) -> _Definition:
    """xparse: m and a first o or O{…}; anything else is not read."""
    kinds = "".join(rest._argument()).replace(" ", "")
    body = tuple(rest._argument())
    if re.fullmatch(r"m*", kinds):
        return _Definition(len(kinds), body)
    if (match := re.fullmatch(r"(?:o|O\{([^{}]*)\})(m*)", kinds)) is not None:
        return _Definition(1 + len(match[2]), body, tuple(_tokens(match[1] or "")))
    return _UNREADABLE
