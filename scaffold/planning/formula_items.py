"""The parts of a formula in order: symbols, and what kind of sign stands between them.

Macros of the paper are written out. A symbol is a letter with its accents, alphabet and indices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scaffold.planning.formula_macros import ALPHABETS, BOLD, SPACES, TEXT, Macros, Token, argument, index
from scaffold.tex.symbols import FUNCTIONS, MATH_ACCENTS, SIGNS

__all__ = ["ARROWS", "DEFINES", "DIGIT", "INTEGRALS", "NUMBERS", "TYPES", "Item", "Parser", "Symbol"]

_DEEPEST = 8
"""Indices and accents within each other of which symbols are read."""

_SIZES = re.compile(
    r"\\(?:left|right|middle|[bB]igg?[lrm]?|displaystyle|textstyle|scriptstyle|limits|nolimits|nonumber|notag|q?quad"
    r"|smash|boxed|mathop|mathrel|mathbin|mathord|ensuremath|xspace|mathstrut|allowbreak|noindent|operator@font"
    r"|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|[,;:! ]|\\)\*?"
    r"|\\(?:m?kern|[hm]skip)[^A-Za-z].*"
    r"|[&~]|\s+"
)
_BINDERS = frozenset(
    "sum prod coprod int iint iiint oint bigcap bigcup bigsqcup bigoplus bigotimes bigwedge bigvee max min sup inf lim "
    "limsup liminf argmax argmin".split()
)
INTEGRALS = frozenset("int iint iiint oint".split())
DEFINES = frozenset(("=", ":=", "coloneqq", "triangleq", "equiv", "doteq", "defeq", "eqdef", "colonequals", "stackrel"))
ARROWS = frozenset("to rightarrow hookrightarrow longrightarrow".split())
"""After a value of a function, they make it the domain of a map."""

TYPES = ARROWS | frozenset("in subset subseteq subsetneq colon :".split())
_RELATIONS = (
    DEFINES
    | TYPES
    | frozenset(
        "ni supset supseteq mapsto sim le leq leqslant ge geq geqslant < >"
        " rightrightarrows ll gg prec preceq succ succeq cong approx ne neq | mid".split()
    )
)
_UPRIGHT = frozenset(("mathrm", "operatorname", "rm"))
_COLUMNED = frozenset(("array", "tabular", "subarray"))
_NAME = re.compile(r"[A-Za-z][A-Za-z-]{1,15}")
_CAPITALS = re.compile(r"[A-Z]{3,12}")
_LETTERED = frozenset(("texttt", "textsf", "textsc"))
"""Types in which a name that is all of a formula is set."""

_CALLED = frozenset(("(", "_", "^", "[", "\\left", "\\big", "\\Big"))
"""What follows the name of a function or a family."""

_SHORTEST_NAME = 3
_SAME = {"\\star": "*", "\\ast": "*", "\\prime": "'"}
"""Commands in an index for signs that can be typed."""

_POWERS = re.compile(r"[-+]?[\d./]+|T|top|intercal|-1|mathsf:T|mathrm:T|perp|'?")
_UPPER = re.compile(r"[*+'-]+|[A-Za-z]{1,10}|\([A-Za-z\d]+\)")
_COUNTS = re.compile(r"[ijklmnrst]")
_LETTER = re.compile(r"(?:[a-z]|[TNKMLD]|tau|nu)(?:[-+]\d)?")
DIGIT = re.compile(r"[1-9]\d?")
_ASYMPTOTIC = frozenset(
    "E P O o Omega Theta omega mathcal:O tilde(O) tilde(Omega) tilde(Theta) tilde(mathcal:O)".split()
)
_FUNCTIONS = FUNCTIONS | frozenset(
    "argmin argmax sgn sign tr Tr trace rank diag span supp Var Cov Id id poly polylog vol Ker Im conv Hom End Aut mod"
    " lcm card esssup const im rk Span polylog".split()
)
"""Functions that every reader knows."""

_KNOWN = frozenset(
    "mathbb:R mathbb:N mathbb:Z mathbb:Q mathbb:C mathbb:E mathbb:P mathbf:E mathbf:P mathbf:R mathbf:N mathrm:d"
    " mathrm:e mathrm:E mathrm:Pr mathrm:T mathrm:i mathbf:Z mathbf:C mathbf:Q bf:R bf:N bf:Z bf:E bf:P pi"
    " infty mathbbm:1 mathbb:1 mathds:1 bf:1 mathds:R mathds:N mathds:E mathds:P mathbbm:R mathbbm:N mathbbm:E"
    " mathbbm:P e".split()
)
"""Symbols that every reader knows."""

_PART = re.compile(r"[-+*>!=0]+|(?:geq?|leq?|>|<|ge(?:qslant)?)?0|\\*")
"""What shows in an index that only some numbers are meant, as the positive ones."""

NUMBERS = frozenset("mathbb:R mathbb:N mathbb:Z mathbb:Q pi infty e mathrm:d mathrm:e".split())

_EXPECTED = frozenset(f"{alphabet}:{letter}" for alphabet in ("mathbb", "mathds", "mathbbm") for letter in "EP")
_OPENING, _CLOSING = frozenset(("(", "[", "{", "langle")), frozenset((")", "]", "}", "rangle"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A symbol of a formula: nucleus with accents and alphabet; lower and upper are its indices, "" for none.

    start and end are its place in the formula. bound: the formula binds it, as a sum does. applied: arguments in
    brackets follow.
    """

    nucleus: str
    lower: str = ""
    upper: str = ""
    start: int = 0
    end: int = 0
    bound: bool = False
    applied: bool = False

    @property
    def key(self) -> str:
        """What occurrences of the same symbol have in common; a letter that only counts is the same as any other."""
        lower = "#" if _COUNTS.fullmatch(self.lower) or self.lower == "cdot" else self.lower
        return "".join((self.nucleus, f"_{lower}" if lower else "", f"^{self.upper}" if self.upper else ""))

    @property
    def family(self) -> str:
        """The key of what the symbol is one of, if its index is a number: x_1 is one of the x_i."""
        return replace(self, lower="i").key if DIGIT.fullmatch(self.lower) else self.key

    @property
    def generic(self) -> str:
        """The key of what the symbol may be one of, if its index is a letter: x_t+1 is one of the x_i."""
        return replace(self, lower="i").key if _LETTER.fullmatch(self.lower) else self.family

    @property
    def derived(self) -> str:
        """The key of the function whose derivative the symbol may be: of f if it is f'(x)."""
        small = len(self.nucleus) == 1 or self.nucleus in SIGNS
        return (
            replace(self, upper="").key
            if self.upper == "'" and self.applied and small and self.nucleus.islower()
            else self.key
        )

    @property
    def plain(self) -> bool:
        """Whether it is a single letter without accent, alphabet and index but a number: such change their meaning."""
        bare = not self.upper and (not self.lower or self.lower.isdecimal())
        return bare and (len(self.nucleus) == 1 or self.nucleus in SIGNS)

    @property
    def letter(self) -> bool:
        """Whether it is a single letter of any alphabet without accent and index."""
        name = self.nucleus.rpartition(":")[2]
        return not self.upper and not self.lower and (len(name) == 1 or name in SIGNS)

    @property
    def word(self) -> bool:
        """Whether it is a name of several letters, which means the same in all of a paper."""
        name = self.nucleus.rpartition(":")[2].rstrip(")")
        return len(name) > 1 and name not in SIGNS and "(" not in self.nucleus

    @property
    def known(self) -> bool:
        """Whether every reader knows it, or it is a function such as the sine."""
        if self.nucleus.rpartition(":")[2].lstrip("\\") in _FUNCTIONS or (self.nucleus in _ASYMPTOTIC and self.applied):
            return True
        part = not self.lower or (self.nucleus in NUMBERS and bool(_PART.fullmatch(self.lower)))
        return (self.nucleus in _KNOWN and part) or (self.nucleus == "ell" and bool(self.lower))

    @property
    def numbers(self) -> bool:
        """Whether it stands for the numbers of a kind or an expectation, whatever the paper calls them."""
        return self.nucleus in NUMBERS | _EXPECTED and (not self.lower or bool(_PART.fullmatch(self.lower)))


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a formula: a symbol, or what kind of sign stands between symbols."""

    kind: str
    text: str = ""
    symbol: Symbol | None = None


class Parser:
    """Turns tokens into items."""

    def __init__(self, tokens: list[Token], macros: Macros, depth: int = 0) -> None:
        self.tokens, self.at, self.macros, self.depth = tokens, 0, macros, depth
        self.groups: list[bool] = []
        self.closed = False
        self.out: list[Item] = []

    def items(self) -> list[Item]:
        """All items in order."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            self._grouped(token)
            self._next(token)
        return self.out

    def _grouped(self, token: Token) -> None:
        """Notes where the argument of a command ends that sets its own signs around it: an index belongs to all."""
        if token.text == "{":
            before = self.tokens[self.at - 2].text if self.at > 1 else ""
            last = self.out[-1] if self.out else Item("")
            self.groups.append(last.kind == "sign" and len(last.text) > 1 and before == f"\\{last.text}")
        elif token.text not in "_^" and not token.text.isspace():
            self.closed = token.text == "}" and bool(self.groups) and self.groups.pop()

    def _next(self, token: Token) -> None:
        text = token.text
        name = text[1:].rstrip("*") if text.startswith("\\") and len(text) > 1 else text
        if text == "\\\\":
            self.out.append(Item("row"))
        elif _SIZES.fullmatch(text) or text in "{}":
            pass
        elif text in ("_", "^"):
            self._script(token)
        elif text == "'":
            self._attach("^", "'", token)
        elif text.startswith("\\") and name in TEXT:
            self._text(name)
        elif text.startswith("\\") and (name in ALPHABETS or name in BOLD or name in MATH_ACCENTS):
            self._decorated(token, name)
        elif text.isalpha() and text.isascii() and len(text) == 1 and self._word(token):
            pass
        elif (text.isalpha() and len(text) == 1) or (text.startswith("\\") and SIGNS.get(name, "").isalpha()):
            self._symbol(name, token)
        else:
            self._sign(name, token)

    def _symbol(self, nucleus: str, token: Token, end: int = 0) -> None:
        self.out.append(Item("symbol", symbol=Symbol(nucleus=nucleus, start=token.start, end=end or token.end)))

    def _sign(self, name: str, token: Token) -> None:
        """A sign: brackets, relations, binders, separators; any other command is an operator of the paper's own."""
        if name == "=" and self.out and self.out[-1].kind == "relation" and self.out[-1].text == ":":
            self.out[-1] = Item("relation", ":=")
        elif name in _BINDERS:
            self.out.append(Item("binder", name))
        elif name in _RELATIONS:
            self.out.append(Item("relation", name))
        elif name in _OPENING | _CLOSING:
            self.out.append(Item("open" if name in _OPENING else "close", name))
        elif name in (",", ";"):
            self.out.append(Item("comma"))
        elif name in ("dots", "ldots", "cdots", "dotsc", "dotsb"):
            self.out.append(Item("dots"))
        elif name in ("forall", "exists"):
            self.out.append(Item("quantifier"))
        elif name not in SIGNS and name not in FUNCTIONS and self._own(token.text):
            word = self.macros.word(token.text)
            self._symbol(f"mathrm:{word}" if word else "\\" + name, token)
        else:
            self.out.append(Item("sign", name))

    def _own(self, text: str) -> bool:
        return text in self.macros.own or self.macros.is_symbol(text)

    def _text(self, name: str) -> None:
        """Words in a formula; a single word with an index or arguments, or in capitals, is a symbol."""
        start = self.tokens[self.at - 1].start
        inside, self.at = argument(self.tokens, self.at)
        if name == "begin" and "".join(t.text for t in inside) in _COLUMNED:
            _, self.at = argument(self.tokens, self.at)
        if f"\\{name}" in SPACES:
            return
        word, end = "".join(t.text for t in inside), self.tokens[self.at - 1].end
        ahead = self.tokens[self.at].text if self.at < len(self.tokens) else ""
        alone = name in _LETTERED and not self.out and self._ended()
        if _NAME.fullmatch(word) and (alone or ahead in _CALLED or _CAPITALS.fullmatch(word)):
            self.out.append(Item("symbol", symbol=Symbol(nucleus=f"mathrm:{word}", start=start, end=end)))
        else:
            self.out.append(Item("comma") if word.strip(" ,") in ("and", "or") else Item("text", name))

    def _ended(self) -> bool:
        return all(t.text in "{}" or t.text.isspace() for t in self.tokens[self.at :])

    def _word(self, token: Token) -> bool:
        """Whether letters in a row are a name, such as poly(n): then it is one symbol."""
        end = self.at
        while end < len(self.tokens) and self._joined(end):
            end += 1
        word = token.text + "".join(t.text for t in self.tokens[self.at : end])
        ahead = self.tokens[end].text if end < len(self.tokens) else ""
        if len(word) < _SHORTEST_NAME or not (ahead in _CALLED or _CAPITALS.fullmatch(word)):
            return False
        self.at = end
        self._symbol(f"mathrm:{word}", token, self.tokens[end - 1].end)
        return True

    def _joined(self, at: int) -> bool:
        """Whether the token at a place is a letter right after another as the paper writes them."""
        one, before = self.tokens[at], self.tokens[at - 1]
        return len(one.text) == 1 and one.text.isascii() and one.text.isalpha() and one.start == before.end

    def _inner(self, tokens: Sequence[Token]) -> list[Item]:
        """The items of a part; none where it is nested deeper than formulas are."""
        return Parser(list(tokens), self.macros, self.depth + 1).items() if self.depth < _DEEPEST else []

    def _decorated(self, token: Token, name: str) -> None:
        """A letter in an alphabet or under an accent; an accent over several symbols stands for them."""
        inside, self.at = argument(self.tokens, self.at)
        end = self.tokens[self.at - 1].end
        word = "".join(t.text for t in inside if not t.text.isspace() and t.text not in "{}")
        if name in ("operatorname", "mathrm") and word in _BINDERS:
            self.out.append(Item("binder", word))
            return
        if name in ALPHABETS and re.fullmatch(r"[A-Za-z\d-]+", word):
            alphabet = "mathrm" if name == "operatorname" else name
            self._symbol(f"{alphabet}:{word}", token, end)
            return
        if name in BOLD and re.fullmatch(r"[A-Za-z]{2,}", word):
            self._symbol(f"bf:{word}", token, end)
            return
        parts = self._inner(inside)
        if len(parts) == 1 and parts[0].symbol is not None:
            one = parts[0].symbol
            accent = {"widehat": "hat", "widetilde": "tilde", "overline": "bar"}.get(name, name)
            nucleus = (
                one.nucleus
                if name in ALPHABETS
                else f"bf:{one.nucleus}"
                if name in BOLD
                else f"{accent}({one.nucleus})"
            )
            made = replace(one, nucleus=nucleus, start=token.start, end=end)
            self.out.append(Item("symbol", symbol=made))
        else:
            self.out += parts or [Item("sign", name)]

    def _script(self, token: Token) -> None:
        inside, self.at = index(self.tokens, self.at)
        last = self.out[-1] if self.out else Item("")
        below = token.text == "_"
        if last.kind in ("binder", "script") and below:
            self._within(inside, bound=last.text not in INTEGRALS or len(inside) > 1)
            return
        if self.closed:
            self._within([] if below else inside)
            return
        text = _compact(inside)
        power = last.kind != "symbol" or last.symbol is None or last.symbol.nucleus in NUMBERS or last.symbol.upper
        if not below and not _POWERS.fullmatch(text) and (power or not _UPPER.fullmatch(text)):
            self._within(inside)
        self._attach(token.text, text, replace(token, end=self.tokens[self.at - 1].end))

    def _within(self, inside: list[Token], *, bound: bool = False) -> None:
        """The symbols under a sum, of which the first is bound, or of a power."""
        parts = (p.symbol for p in self._inner(inside))
        found = [Item("script", symbol=replace(s, bound=bound and n == 0)) for n, s in enumerate(filter(None, parts))]
        last = self.out.pop() if self.out and self.out[-1].kind == "symbol" else None
        self.out += [*found, last] if last else found

    def _attach(self, which: str, text: str, at: Token) -> None:
        """Gives the symbol before it an index; what stands on brackets and numbers is left out."""
        last = self.out[-1] if self.out else Item("")
        if last.kind != "symbol" or last.symbol is None:
            return
        s = last.symbol
        wider = replace(s, start=min(s.start, at.start), end=max(s.end, at.end))
        if which == "_" and not s.lower:
            s = replace(wider, lower=text)
        elif which == "^" and len(s.nucleus) == 1 and s.nucleus.islower() and text.isalpha():
            pass  # a power
        elif which == "^" and s.nucleus in NUMBERS:
            pass
        elif which == "^" and not s.upper and _UPPER.fullmatch(text) and not _POWERS.fullmatch(text):
            s = replace(wider, upper=text)
        elif which == "^" and text == "'":
            s = replace(wider, upper=s.upper + "'")
        self.out[-1] = Item("symbol", symbol=s)


def _compact(tokens: list[Token]) -> str:
    """An index without blanks, braces and sizes."""
    kept: list[str] = []
    at = 0
    while at < len(tokens):
        text = tokens[at].text
        at += 1
        if text in SPACES:
            _, at = argument(tokens, at)
        elif text[1:] not in TEXT | _UPRIGHT and text not in "{}" and not _SIZES.fullmatch(text):
            kept.append(_SAME.get(text, text[1:] if text.startswith("\\") and len(text) > 2 else text))
    return "".join(kept)
