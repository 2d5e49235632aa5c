r"""A statement's LaTeX as atoms: the paper's macros expanded, commands that print something read, layout passed over.

Written for comparing, not for setting: an unknown command is taken for layout and its arguments are read. What cannot
be followed (conditionals, pictures, definitions within a statement) is named, so that no difference is reported for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from scaffold.check.fidelity.atoms import ANYTHING, NO_ATOM, Atom, Content, make_content, of_text
from scaffold.check.fidelity.definitions import Definition, definitions
from scaffold.check.fidelity.order import CLOSE, LOWER, MARK, RAISE, accent
from scaffold.check.fidelity.signs import PLAIN, SPACES, VAGUE, meaning
from scaffold.check.fidelity.tokens import AGAIN, END, Tokens, tokens
from scaffold.model import Macro
from scaffold.tex.arguments import NO_VALUE
from scaffold.tex.environments import ARGUMENTS, BRACKETS, DISPLAYS, INNER, OPTIONS
from scaffold.tex.symbols import MATH_ACCENTS

__all__ = ["content"]

_LIMIT = 40_000
"""Tokens after which expansion is taken for endless."""

_DROPPED = {
    "label": 1, "vspace": 1, "hspace": 1, "footnote": 1, "footnotemark": 0, "marginpar": 1, "color": 1, "phantom": 1,
    "hphantom": 1, "vphantom": 1, "rule": 2, "setlength": 2, "addtolength": 2, "setcounter": 2, "linespread": 1,
    "index": 1, "todo": 1, "thispagestyle": 1, "includegraphics": 1, "vskip": 0, "hskip": 0, "kern": 0,
    "mskip": 0, "mkern": 0,
    "renewcommand": 2, "hypertarget": 1, "addcontentsline": 3, "fontsize": 2, "setlist": 1, "stepcounter": 1,
    "refstepcounter": 1,
}  # fmt: skip
"""Commands that print nothing, and how many arguments go with them."""

_FIRST_DROPPED = {"textcolor": 1, "scalebox": 1, "resizebox": 2, "raisebox": 1, "colorbox": 1, "parbox": 1, "href": 1,
                  "hyperref": 0, "rotatebox": 1, "foreignlanguage": 1, "xspace": 0, "discretionary": 2,
                  "IfRefUndefinedExpandable": 2, "kl": 0, "intro": 0, "reintro": 0, "phantomintro": 0}  # fmt: skip
"""Commands whose first arguments print nothing; the one after them does."""

_OPTIONED = frozenset(("kl", "intro", "reintro", "phantomintro"))
"""Commands (of the package knowledge) whose arguments in brackets name what is not printed."""

_TESTS = {
    f"If{asked}{ends}": (token, turned, yes, no)
    for asked, token, turned in (
        ("NoValue", NO_VALUE.strip(), False),
        ("Value", NO_VALUE.strip(), True),
        ("Boolean", "\\BooleanTrue", False),
    )
    for ends, yes, no in (("TF", True, True), ("T", True, False), ("F", False, True))
}
"""xparse's questions: the token that answers yes, whether the question is turned round, which answers have a text."""

_BRANCHES = frozenset(("iftrue", "iffalse", "ifdefined", "else", "fi"))

_CITES = re.compile(r"[A-Za-z]*[Cc]ite[a-z]*|(?:eq|page|auto|name|c|C|v|th|cpage|Auto|full)?[Rr]ef")
_ODD = re.compile(r"if(?!f\Z)[A-Za-z@]*|newcommand|g?def|edef|let|input|csname|expandafter|verb|xymatrix|ar")
_ODD_PLACES = "tikzpicture tikzcd picture verbatim lstlisting algorithm algorithmic figure table".split()
_DELIMITED = re.compile(r"m?left|m?right|middle|[bB]igg?[lrm]?")
_CLOSED = frozenset((*DISPLAYS, *INNER, "math", "subequations", "dgroup", "darray")) - OPTIONS
"""Environments in which a bracket is a formula's."""

_STACKED = {"overset": RAISE, "stackrel": RAISE, "underset": LOWER}
"""Commands that set their first argument above or below the second."""


def content(tex: str, macros: Iterable[Macro] = (), labels: Mapping[str, str] | None = None) -> Content:
    """The atoms of LaTeX in which the paper's macros are used; labels is what citations print, by key."""
    return _Reader(tex, definitions(tuple(macros)), labels or {}).read()


class _Reader:
    """Reads tokens from a stack, so that a macro's text is read where it is used."""

    def __init__(self, tex: str, known: Mapping[str, Definition], labels: Mapping[str, str]) -> None:
        self.known, self.labels = known, labels
        self.done: list[Atom] = []
        self.loose: Counter[str] = Counter()
        self.odd = ""
        self.vague = False
        self._rest = Tokens(tokens(tex))
        self._apart = self._negated = False
        self._open: list[str] = []

    def read(self) -> Content:
        """The atoms of all of it."""
        for _ in range(_LIMIT):
            if not self._rest:
                return make_content(self.done, self.loose, self.odd, self.vague)
            self._token(self._rest.pop())
        return make_content(self.done, self.loose, "a macro that does not end")

    def _token(self, token: str) -> None:
        if token[0] == END:
            self._open.remove(token[1:])
        elif token[0] == AGAIN:
            self._open.append(token[1:])
        elif token[0] == "\\" and len(token) > 1:
            self._command(token[1:])
        elif token.isspace() or token == "~":
            self._apart = True
        elif token[0] == MARK:
            self.done.append(Atom(token, self._apart))
        elif token in ("^", "_"):
            self._script(RAISE if token == "^" else LOWER)
        elif token not in ("{", "}", "$", "&", "\\"):
            self._add(token)

    def _script(self, mark: str) -> None:
        """What is raised or lowered: a group, a letter, or a command with its argument."""
        while self._rest.next()[:1] == END:
            self._token(self._rest.pop())
        self._rest.skip()
        grouped = self._rest.next() == "{"
        given = self._rest.argument()
        if not grouped and given and given[0][0] == "\\" and given[0][1:] not in self.known:
            given = [*given, *self._taken(given[0][1:])]
        self._rest.back([mark, *given, CLOSE])

    def _taken(self, name: str) -> list[str]:
        """The groups that a command takes with it when it is raised: none where it is a sign."""
        taken: list[str] = []
        for _ in range(0 if meaning(name) else 2 if name.endswith("frac") else 1):
            if self._rest.next() == "{":
                taken += ["{", *self._rest.argument(), "}"]
        return taken

    def _add(self, text: str) -> None:
        if self._negated and text.strip():
            text, self._negated = text + "\u0338", False
        for atom in of_text(text):
            self.done.append(Atom(atom.sign, atom.apart or self._apart))
            self._apart = self._apart and atom.sign[0] == MARK

    def _command(self, name: str) -> None:
        """A macro of the paper's; a citation; what prints nothing; then what `_layout` knows."""
        defined = self.known.get(name) if name not in self._open else None
        if defined is not None:
            self._expand(defined, name)
        elif _CITES.fullmatch(name):
            self._cite()
        elif name in _DROPPED or name in _FIRST_DROPPED:
            self._drop(name)
        elif (test := _TESTS.get(name)) is not None:
            self._test(*test)
        elif name in _BRANCHES:
            self._branch(name)
        else:
            self._layout(name)

    def _expand(self, defined: Definition, name: str) -> None:
        """A macro's text with its arguments takes its place."""
        taken = defined.arguments(self._rest) if defined.readable else None
        if taken is None:
            self.odd = self.odd or f"\\{name}"
            return
        self.vague = self.vague or any("@" in token for token in defined.body)
        given = [[END + name, *tokens, AGAIN + name] if f"\\{name}" in tokens else tokens for tokens in taken]
        # What \let made is LaTeX's own, whatever the paper calls so later.
        within = [name, *(t[1:] for t in defined.body if defined.final)]
        self._open += within
        self._rest.back([*defined.expanded(given), *(END + n for n in within)])

    def _cite(self) -> None:
        """A citation prints its label, in whole or in part; a reference or an unknown work anything."""
        self._rest.star()
        while (option := self._rest.option()) is not None:
            self._may(option)
        printed = [self.labels.get(key.strip(), "") for key in "".join(self._rest.argument()).split(",")]
        for label in printed:
            self.loose.update(a.sign for a in of_text(label) if a.sign[0] != MARK)
        if not all(printed):
            self.done.append(Atom(ANYTHING, self._apart))

    def _may(self, given: Sequence[str]) -> None:
        """What may be printed, or not."""
        signs = ((meaning(t[1:]) or "") if t.startswith("\\") else t for t in given if t != "~")
        atoms = [a.sign for a in of_text("".join(signs)) if a.sign[0] != MARK]
        self.loose.update(atoms or [NO_ATOM] * bool(given))

    def _drop(self, name: str) -> None:
        self._rest.star()
        if name in ("vskip", "hskip", "kern", "mskip", "mkern"):
            self._rest.length()
        for _ in range(_DROPPED.get(name, 0) + _FIRST_DROPPED.get(name, 0)):
            self._rest.option()
            self._rest.option("(", ")")
            self._rest.argument()
        if name in _OPTIONED:
            self._rest.option()
            self._rest.option("(", ")")

    def _test(self, wanted: str, turned: bool, first: bool, second: bool) -> None:
        """A question about an argument; first and second: whether there is a text for yes, and one for no."""
        holds = (wanted in self._rest.argument()) != turned
        yes = self._rest.argument() if first else []
        no = self._rest.argument() if second else []
        self._rest.back(yes if holds else no)

    def _branch(self, name: str) -> None:
        """A conditional whose answer is known: what is defined is what the paper defines."""
        if name == "else":
            self._skip()
        elif name != "fi":
            holds = name == "iftrue" or (name == "ifdefined" and self._rest.pop()[1:] in self.known)
            if not holds:
                self._skip()

    def _skip(self) -> None:
        """Passes over a branch, up to the other one or the end."""
        level = 0
        while self._rest:
            token = self._rest.pop()
            if re.fullmatch(r"\\if[a-z@]*", token):
                level += 1
            elif token == "\\fi":
                level -= 1
            if level < 0 or (level == 0 and token == "\\else"):
                return

    def _layout(self, name: str) -> None:
        """Environments, items, numbers and line ends; a sign otherwise."""
        if name in ("begin", "end"):
            self._place(name)
        elif name == "item":
            self._may(self._rest.option() or [])
            self.done.append(Atom(ANYTHING))
        elif name == "tag":
            self._rest.star()
            self._may(self._rest.argument())
        elif name == "\\":
            self._rest.star()
            self._rest.length_option()
            self._apart = True
        else:
            self._sign(name)

    def _bracket(self, token: str) -> None:
        """A bracket of whatever height; anything else there prints nothing."""
        meant = {"<": "⟨", ">": "⟩", "\\|": "‖"}.get(token) or meaning(token[1:]) or token.lstrip("\\")
        for atom in of_text(meant):
            if atom.sign[0] == MARK:
                self.done.append(Atom(atom.sign, self._apart))

    def _place(self, kind: str) -> None:
        name = "".join(self._rest.argument())
        if name.rstrip("*") in _ODD_PLACES:
            self.odd = self.odd or name
        if kind == "begin":
            if name == "proof":
                self.loose.update("Proof")
            if name.rstrip("*") not in _CLOSED:
                self._rest.option()
            for _ in range(ARGUMENTS.get(name, ARGUMENTS.get(name.rstrip("*"), 0))):
                self._rest.argument()
        self._add(BRACKETS.get(name.rstrip("*"), ("", ""))[kind == "end"])
        self._apart = True

    def _sign(self, name: str) -> None:
        """What does more than print itself; anything else is a sign or layout."""
        if _ODD.fullmatch(name):
            self.odd = self.odd or f"\\{name}"
        elif name == "not":
            self._negated = True
        elif name == "operatorname":
            self._rest.star()
        elif _DELIMITED.fullmatch(name):
            if self._rest.next() not in ("{", "}", ""):
                self._bracket(self._rest.pop())
        elif name == "fitrows":
            rows, _instead = self._rest.argument(), self._rest.argument()
            self._rest.back(rows)
        elif name in _STACKED or name == "binom":
            self._stack(name)
        elif name in ("{", "}", "|"):
            self._add("‖" if name == "|" else name)
        elif len(name) == 1 and not name.isalpha():
            self._apart = self._apart or name in " ,;:!/"
        else:
            self._word(name)

    def _word(self, name: str) -> None:
        """An accent or a sign by its name, or layout."""
        if mark := accent(MATH_ACCENTS.get(name, "")):
            self.done.append(Atom(mark, self._apart))
            return
        text = meaning(name)
        if text is not None:
            self._add(text)
            if name == "sqrt":
                self._rest.back(self._rest.option() or [])
        self._apart = self._apart or name in SPACES
        self.vague = self.vague or name in VAGUE or (text is None and name not in PLAIN | SPACES)

    def _stack(self, name: str) -> None:
        """What is set over something, or under it; a binomial coefficient."""
        first, second = (["{", *self._rest.argument(), "}"] for _ in "ab")
        mark = _STACKED.get(name)
        self._rest.back([*second, mark, *first, CLOSE] if mark else ["(", *first, *second, ")"])
