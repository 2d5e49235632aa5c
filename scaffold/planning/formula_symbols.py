r"""The symbols of a formula: letters with their accents, alphabets and indices, and which of them it is about.

Macros of the paper are written out, so that \eps and \epsilon are one symbol; nothing is set or compared beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scaffold.model import Macro
from scaffold.planning.formula_macros import ALPHABETS, BOLD, SPACES, TEXT, Macros, Token, argument, index, tokens
from scaffold.tex.symbols import FUNCTIONS, MATH_ACCENTS, SIGNS

__all__ = ["Formula", "Formulas", "Symbol"]

_DRAWN = re.compile(
    r"\\begin\s*\{(?:tikz|CD|xy)|\\xymatrix|\\diagram|\\xy(?![A-Za-z])"
    r"|\\begin\s*\{array(?=.*\\(?:down|up|Down|longright|longleft|se|ne|sw|nw)arrow)",
    re.DOTALL,
)
"""What begins a drawing, whose letters are no formula."""

_DEEPEST = 8
"""Indices and accents within each other of which symbols are read."""

_LONGEST = 1500
"""Characters of a formula that are read."""

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
_INTEGRALS = frozenset("int iint iiint oint".split())
_DEFINES = frozenset(
    ("=", ":=", "coloneqq", "triangleq", "equiv", "doteq", "defeq", "eqdef", "colonequals", "stackrel")
)
_ARROWS = frozenset("to rightarrow hookrightarrow longrightarrow".split())
"""After a value of a function, they make it the domain of a map."""

_TYPES = _ARROWS | frozenset("in subset subseteq subsetneq colon :".split())
_RELATIONS = (
    _DEFINES
    | _TYPES
    | frozenset(
        "ni supset supseteq mapsto sim le leq leqslant ge geq geqslant < >"
        " rightrightarrows ll gg prec preceq succ succeq cong approx ne neq | mid".split()
    )
)
_GIVEN = _DEFINES - {"=", "equiv"}
"""Signs that only ever define."""

_BREAKS = frozenset(("row", "comma"))
_ORDERS = frozenset("le leq leqslant ge geq geqslant < > = ll gg".split())
"""What stands before something that a formula defines further on."""

_UPRIGHT = frozenset(("mathrm", "operatorname", "rm"))
_COLUMNED = frozenset(("array", "tabular", "subarray"))
_NAME = re.compile(r"[A-Za-z][A-Za-z-]{1,15}")
_CAPITALS = re.compile(r"[A-Z]{3,12}")
_LETTERED = frozenset(("texttt", "textsf", "textsc"))
"""Types in which a name that is all of a formula is set."""

_CALLED = frozenset(("(", "_", "^", "[", "\\left", "\\big", "\\Big"))
"""What follows the name of a function or a family."""

_SHORTEST_NAME = 3
_COMPARED = 3
"""Parts of a formula that compares two symbols."""

_SHIFT = re.compile(r"[-+]\d+\.?")
_DIGITS = re.compile(r"[\d./-]")

_SAME = {"\\star": "*", "\\ast": "*", "\\prime": "'"}
"""Commands in an index for signs that can be typed."""

_POWERS = re.compile(r"[-+]?[\d./]+|T|top|intercal|-1|mathsf:T|mathrm:T|perp|'?")
_UPPER = re.compile(r"[*+'-]+|[A-Za-z]{1,10}|\([A-Za-z\d]+\)")
_COUNTS = re.compile(r"[ijklmnrst]")
_LETTER = re.compile(r"(?:[a-z]|[TNKMLD]|tau|nu)(?:[-+]\d)?")
_DIGIT = re.compile(r"[1-9]\d?")
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

_NUMBERS = frozenset("mathbb:R mathbb:N mathbb:Z mathbb:Q pi infty e mathrm:d mathrm:e".split())

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
        return replace(self, lower="i").key if _DIGIT.fullmatch(self.lower) else self.key

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
        part = not self.lower or (self.nucleus in _NUMBERS and bool(_PART.fullmatch(self.lower)))
        return (self.nucleus in _KNOWN and part) or (self.nucleus == "ell" and bool(self.lower))

    @property
    def numbers(self) -> bool:
        """Whether it stands for the numbers of a kind or an expectation, whatever the paper calls them."""
        return self.nucleus in _NUMBERS | _EXPECTED and (not self.lower or bool(_PART.fullmatch(self.lower)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The symbols of a formula in order, and those that it is about: the first one, or a list of them.

    relation is what follows these: "" where nothing does, "define" an equality, "typed" what it is an element or a map
    of, "law" its distribution, "range" the numbers that it counts, "value" a single number, "order" another relation,
    "shift" a number that is added. rows are the heads of the rows of a display that define something by a sign such as
    := or ≜, parts those of equalities after commas. sizes are the symbols in the exponents of sets of numbers, as n and
    d of real matrices; arguments are those of what a formula defines.
    """

    symbols: tuple[Symbol, ...] = ()
    heads: tuple[Symbol, ...] = ()
    relation: str = ""
    rows: tuple[Symbol, ...] = ()
    sizes: tuple[Symbol, ...] = ()
    parts: tuple[Symbol, ...] = ()
    arguments: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a formula: a symbol, or what kind of sign stands between symbols."""

    kind: str
    text: str = ""
    symbol: Symbol | None = None


class Formulas:
    """Reads formulas of one paper."""

    def __init__(self, macros: Sequence[Macro]) -> None:
        self._macros = Macros(macros)
        self._known: dict[str, Formula] = {}

    def read(self, tex: str) -> Formula:
        """The symbols of a formula without its delimiters; of a very long one, those at its beginning."""
        if tex not in self._known:
            self._known[tex] = self._read(tex)
        return self._known[tex]

    def _read(self, tex: str) -> Formula:
        if _DRAWN.search(tex):
            return Formula()
        items = _Parser(self._macros.expanded(tokens(tex[:_LONGEST])), self._macros).items()
        heads, relation = _heads([i for i in items if i.kind != "script"])
        return Formula(
            symbols=tuple(_all(items)),
            heads=heads,
            relation=relation,
            rows=tuple(_defined(items)),
            sizes=tuple(_sizes(items)),
            parts=tuple(_parts(items)),
            arguments=tuple(_arguments(items, relation)),
        )


def _all(items: Sequence[_Item]) -> Iterator[Symbol]:
    """All symbols, each with whether arguments follow and whether the formula binds it."""
    bound = {s.key for s in (*_bound(items), *(i.symbol for i in items if i.symbol and i.symbol.bound))}
    for item, after in zip(items, (*items[1:], _Item("")), strict=False):
        if item.symbol is not None:
            s = item.symbol
            yield replace(s, applied=after.kind == "open", bound=s.bound or s.key in bound)


def _bound(items: Sequence[_Item]) -> Iterator[Symbol]:
    """What a formula binds: after a quantifier, before an arrow, in a set given by a condition."""
    yield from _integrated(items)
    for n, item in enumerate(items):
        if item.kind == "quantifier" or (item.kind == "open" and item.text == "{"):
            heads, at = _listed(items, n + 1)
            if item.kind == "quantifier" or (at < len(items) and items[at].kind == "relation"):
                yield from heads
        elif item.kind == "relation" and item.text == "mapsto":
            heads, at = _listed(items[:n], n - 1)
            yield from heads


class _Parser:
    """Turns tokens into items."""

    def __init__(self, tokens: list[Token], macros: Macros, depth: int = 0) -> None:
        self.tokens, self.at, self.macros, self.depth = tokens, 0, macros, depth
        self.groups: list[bool] = []
        self.closed = False
        self.out: list[_Item] = []

    def items(self) -> list[_Item]:
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
            last = self.out[-1] if self.out else _Item("")
            self.groups.append(last.kind == "sign" and len(last.text) > 1 and before == f"\\{last.text}")
        elif token.text not in "_^" and not token.text.isspace():
            self.closed = token.text == "}" and bool(self.groups) and self.groups.pop()

    def _next(self, token: Token) -> None:
        text = token.text
        name = text[1:].rstrip("*") if text.startswith("\\") and len(text) > 1 else text
        if text == "\\\\":
            self.out.append(_Item("row"))
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
        self.out.append(_Item("symbol", symbol=Symbol(nucleus=nucleus, start=token.start, end=end or token.end)))

    def _sign(self, name: str, token: Token) -> None:
        """A sign: brackets, relations, binders, separators; any other command is an operator of the paper's own."""
        if name == "=" and self.out and self.out[-1].kind == "relation" and self.out[-1].text == ":":
            self.out[-1] = _Item("relation", ":=")
        elif name in _BINDERS:
            self.out.append(_Item("binder", name))
        elif name in _RELATIONS:
            self.out.append(_Item("relation", name))
        elif name in _OPENING | _CLOSING:
            self.out.append(_Item("open" if name in _OPENING else "close", name))
        elif name in (",", ";"):
            self.out.append(_Item("comma"))
        elif name in ("dots", "ldots", "cdots", "dotsc", "dotsb"):
            self.out.append(_Item("dots"))
        elif name in ("forall", "exists"):
            self.out.append(_Item("quantifier"))
        elif name not in SIGNS and name not in FUNCTIONS and self._own(token.text):
            word = self.macros.word(token.text)
            self._symbol(f"mathrm:{word}" if word else "\\" + name, token)
        else:
            self.out.append(_Item("sign", name))

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
            self.out.append(_Item("symbol", symbol=Symbol(nucleus=f"mathrm:{word}", start=start, end=end)))
        else:
            self.out.append(_Item("comma") if word.strip(" ,") in ("and", "or") else _Item("text", name))

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
        """Whether the token at a place is a letter right behind another as the paper writes them."""
        one, before = self.tokens[at], self.tokens[at - 1]
        return len(one.text) == 1 and one.text.isascii() and one.text.isalpha() and one.start == before.end

    def _inner(self, tokens: Sequence[Token]) -> list[_Item]:
        """The items of a part; none where it is nested deeper than formulas are."""
        return _Parser(list(tokens), self.macros, self.depth + 1).items() if self.depth < _DEEPEST else []

    def _decorated(self, token: Token, name: str) -> None:
        """A letter in an alphabet or under an accent; an accent over several symbols stands for them."""
        inside, self.at = argument(self.tokens, self.at)
        end = self.tokens[self.at - 1].end
        word = "".join(t.text for t in inside if not t.text.isspace() and t.text not in "{}")
        if name in ("operatorname", "mathrm") and word in _BINDERS:
            self.out.append(_Item("binder", word))
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
            self.out.append(_Item("symbol", symbol=made))
        else:
            self.out += parts or [_Item("sign", name)]

    def _script(self, token: Token) -> None:
        inside, self.at = index(self.tokens, self.at)
        last = self.out[-1] if self.out else _Item("")
        below = token.text == "_"
        if last.kind in ("binder", "script") and below:
            self._within(inside, bound=last.text not in _INTEGRALS or len(inside) > 1)
            return
        if self.closed:
            self._within([] if below else inside)
            return
        text = _compact(inside)
        power = last.kind != "symbol" or last.symbol is None or last.symbol.nucleus in _NUMBERS or last.symbol.upper
        if not below and not _POWERS.fullmatch(text) and (power or not _UPPER.fullmatch(text)):
            self._within(inside)
        self._attach(token.text, text, replace(token, end=self.tokens[self.at - 1].end))

    def _within(self, inside: list[Token], *, bound: bool = False) -> None:
        """The symbols under a sum, of which the first is bound, or of a power."""
        parts = (p.symbol for p in self._inner(inside))
        found = [_Item("script", symbol=replace(s, bound=bound and n == 0)) for n, s in enumerate(filter(None, parts))]
        last = self.out.pop() if self.out and self.out[-1].kind == "symbol" else None
        self.out += [*found, last] if last else found

    def _attach(self, which: str, text: str, at: Token) -> None:
        """Gives the symbol before it an index; what stands on brackets and numbers is left out."""
        last = self.out[-1] if self.out else _Item("")
        if last.kind != "symbol" or last.symbol is None:
            return
        s = last.symbol
        wider = replace(s, start=min(s.start, at.start), end=max(s.end, at.end))
        if which == "_" and not s.lower:
            s = replace(wider, lower=text)
        elif which == "^" and len(s.nucleus) == 1 and s.nucleus.islower() and text.isalpha():
            pass  # a power
        elif which == "^" and s.nucleus in _NUMBERS:
            pass
        elif which == "^" and not s.upper and _UPPER.fullmatch(text) and not _POWERS.fullmatch(text):
            s = replace(wider, upper=text)
        elif which == "^" and text == "'":
            s = replace(wider, upper=s.upper + "'")
        self.out[-1] = _Item("symbol", symbol=s)


def _parts(items: Sequence[_Item]) -> Iterator[Symbol]:
    """What equalities after the first comma or row outside brackets are about."""
    depth = 0
    for n, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        if item.kind in ("comma", "row") and depth <= 0:
            heads, at = _listed(items, n + 1)
            if len(heads) == 1 and at < len(items) and _relation(items, at) == "define":
                yield from heads


def _arguments(items: Sequence[_Item], relation: str) -> Iterator[Symbol]:
    """What stands in the brackets right after what is defined, or the last number of a range."""
    if relation == "range" and items[-1].symbol is not None:
        yield items[-1].symbol
    elif relation == "define" and len(items) > 2 and items[1].kind == "open" and (close := _close(items, 1)):
        yield from (i.symbol for i in items[2:close] if i.symbol is not None)
    elif relation == "define" and items[-1].text == "}" and items[-2].symbol and any(i.kind == "dots" for i in items):
        yield items[-2].symbol
    elif relation == "order" and len(items) == _COMPARED and items[-1].symbol is not None:
        yield items[-1].symbol


def _sizes(items: Sequence[_Item]) -> Iterator[Symbol]:
    """What stands in the exponents of sets of numbers."""
    exponent: list[Symbol] = []
    for item in items:
        if item.kind == "script" and item.symbol is not None:
            exponent.append(item.symbol)
        else:
            if item.symbol is not None and item.symbol.nucleus in _NUMBERS:
                yield from exponent
            exponent = []


def _integrated(items: Sequence[_Item]) -> Iterator[Symbol]:
    """The d of an integral and the variable after it, which may be the argument of a measure."""
    if not any(i.kind == "binder" and i.text in _INTEGRALS for i in items):
        return
    for n, item in enumerate(items[:-1]):
        after = items[n + 1].symbol
        if item.symbol is not None and item.symbol.key == "d" and after is not None:
            yield item.symbol
            inner = items[n + 3].symbol if n + 3 < len(items) and items[n + 2].kind == "open" else after
            yield from filter(None, (inner,))


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


def _heads(items: list[_Item]) -> tuple[tuple[Symbol, ...], str]:
    """What a formula is about, and what follows it: a symbol, a list, or a tuple or family in brackets."""
    rest = _behind_bound(_behind_words([i for i in items if i.kind != "row"]))
    if rest and rest[0].kind == "open" and rest[0].text != "[" and (close := _close(rest, 0)):
        heads, at = _listed(rest[1:close], 0)
        return (
            (heads, _relation(rest, close + 1)) if at == close - 1 and _relation(rest, close + 1) != "?" else ((), "")
        )
    heads, at = _listed(rest, 0)
    if heads and _is_shift(rest[at:]):
        return heads, "shift"
    relation = _relation(rest, at)
    if heads and heads[-1].applied and at < len(rest) and rest[at].text in _ARROWS:
        return heads, "order"
    if relation == "define" and all(i.kind == "sign" and _DIGITS.fullmatch(i.text) for i in rest[at + 1 :]):
        return heads, "value"
    if relation == "define" and _is_range(rest[at + 1 :]):
        return (heads[:-1], "") if len(heads) > 1 else (heads, "range")
    if not heads or relation == "?":
        return (), ""
    if relation == "define" and len(rest) > at + 1 and rest[at + 1].kind == "symbol":
        further, end = _listed(rest, at + 1)
        heads = (*heads, *further) if len(further) == 1 and _relation(rest, end) == "define" else heads
    if relation == "define" and len(rest) > at + 1 and rest[at + 1].kind == "open":
        close = _close(rest, at + 1)
        inner, end = _listed(rest[at + 2 : close], 0)
        ended = close == len(rest) - 1 or _relation(rest, close + 1) not in ("", "?")
        if ended and end == close - at - 2 and len(inner) > 1:
            heads = (*heads, *inner)
    return heads, relation


def _is_shift(items: Sequence[_Item]) -> bool:
    """Whether only a number follows that is added or taken away."""
    signs = "".join(i.text if i.kind == "sign" else "?" for i in items)
    return bool(_SHIFT.fullmatch(signs))


def _is_range(items: Sequence[_Item]) -> bool:
    """Whether numbers up to something follow: 1, ..., n."""
    return bool(items) and items[0].kind == "sign" and any(i.kind == "dots" for i in items[1:5])


def _behind_words(items: list[_Item]) -> list[_Item]:
    """A formula without the words at its beginning."""
    return items[next((n for n, i in enumerate(items) if i.kind != "text"), len(items)) :]


def _behind_bound(items: list[_Item]) -> list[_Item]:
    """A formula without the number at its beginning that bounds what follows, as in 2 < d < n."""
    at = next((n for n, i in enumerate(items) if i.kind != "sign" or not _DIGITS.fullmatch(i.text)), 0)
    if 0 < at < len(items) and items[at].kind == "relation" and items[at].text not in _DEFINES | _TYPES:
        return items[at + 1 :]
    return items[at + 1 :] if 0 < at < len(items) and items[at].kind == "comma" else items


def _listed(items: Sequence[_Item], at: int) -> tuple[tuple[Symbol, ...], int]:
    """Symbols with commas between them from a place on, and where they end; their arguments are skipped."""
    heads: list[Symbol] = []
    while at < len(items):
        if items[at].kind == "dots":
            heads = [replace(h, lower="i") if _DIGIT.fullmatch(h.lower) else h for h in heads]
            at += 1
        elif items[at].kind == "symbol" and (symbol := items[at].symbol) is not None:
            at += 1
            if at < len(items) and items[at].kind == "open" and items[at].text in _brackets(symbol):
                close = _close(items, at)
                symbol = replace(symbol, applied=True)
                at = close + 1 if close else len(items)
            heads.append(symbol)
        else:
            return (), at
        if at >= len(items) or items[at].kind != "comma":
            break
        at += 1
    return tuple(heads), at


def _brackets(symbol: Symbol) -> tuple[str, ...]:
    """The brackets that hold arguments of a symbol: square ones only of a name such as Adv."""
    return ("(", "[") if symbol.nucleus.startswith("math") else ("(",)


def _close(items: Sequence[_Item], at: int) -> int:
    """Where the bracket at a place is closed; 0 if it is not."""
    depth = 0
    for n in range(at, len(items)):
        depth += (items[n].kind == "open") - (items[n].kind == "close")
        if depth == 0:
            return n
    return 0


def _relation(items: Sequence[_Item], at: int) -> str:
    """ "" at the end, "define", "typed", "law" or "order" before a relation, "?" before anything else."""
    rest = items[at:]
    if not rest or all(i.kind in ("sign", "row") and i.text in (".", "") for i in rest):
        return ""
    if rest[0].kind in ("comma", "text") and rest[0].text not in ("begin", "end"):
        return ""
    if rest[0].kind != "relation":
        return "?"
    kinds = (("define", _DEFINES), ("typed", _TYPES), ("law", ("sim",)))
    return next((kind for kind, signs in kinds if rest[0].text in signs), "order")


def _defined(items: Sequence[_Item]) -> Iterator[Symbol]:
    """What the rows of a display, or the parts of a formula between commas, define by a sign for it."""
    row: list[_Item] = []
    for item in (*items, _Item("row")):
        if item.kind != "row":
            row.append(item)
            continue
        part = [i for i in row if i.kind != "text" or i.text not in ("begin", "end", "label", "tag")]
        for start, before in enumerate((_Item("row"), *part)):
            if before.kind in _BREAKS or (before.kind == "relation" and before.text in _ORDERS):
                heads, at = _listed(part, start)
                if heads and at < len(part) and part[at].kind == "relation" and part[at].text in _GIVEN:
                    yield from heads
        row = []
