r"""The symbols of a formula: letters with their accents, alphabets and indices, and which of them it is about.

Macros of the paper are written out, so that \eps and \epsilon are one symbol; nothing is set or compared beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scaffold.model import Macro
from scaffold.tex.symbols import FUNCTIONS, MATH_ACCENTS, SIGNS

__all__ = ["Formula", "Formulas", "Symbol"]

_TOKEN = re.compile(r"\\(?:[A-Za-z@]+\*?|.)|\s+|.", re.S)
_DRAWN = re.compile(r"\\begin\s*\{(?:tikz|array|CD|xy)|\\xymatrix|\\diagram|\\xy(?![A-Za-z])")
"""What begins a drawing, whose letters are no formula."""

_LONGEST, _DEEPEST, _MOST = 1500, 6, 4000
"""Characters of a formula that are read; how deep macros are written out, and how many tokens they may give."""

_ALPHABETS = frozenset(
    "mathcal mathscr mathfrak mathbb mathbbm mathds mathsf mathtt mathrm mathit operatorname".split()
)
_BOLD = frozenset("mathbf boldsymbol bm pmb bs mathbfit symbf symbfit".split())
_TEXT = frozenset(
    "text textrm textit textbf textsf texttt textsc textnormal mbox hbox label tag hspace vspace begin end".split()
)
_SIZES = re.compile(
    r"\\(?:left|right|middle|[bB]igg?[lrm]?|displaystyle|textstyle|scriptstyle|limits|nolimits|nonumber|notag|quad|qquad"
    r"|ensuremath|xspace|mathstrut|allowbreak|noindent|[,;:! ]|\\)\*?|[&~]|\s+"
)
_BINDERS = frozenset(
    "sum prod coprod int iint iiint oint bigcap bigcup bigsqcup bigoplus bigotimes bigwedge bigvee max min sup inf lim "
    "limsup liminf argmax argmin".split()
)
_DEFINES = frozenset(
    ("=", ":=", "coloneqq", "triangleq", "equiv", "doteq", "defeq", "eqdef", "colonequals", "stackrel")
)
_TYPES = frozenset("in subset subseteq subsetneq colon : to rightarrow hookrightarrow longrightarrow".split())
_RELATIONS = (
    _DEFINES
    | _TYPES
    | frozenset(
        "ni supset supseteq mapsto sim le leq leqslant ge geq geqslant < >"
        " rightrightarrows ll gg prec preceq succ succeq cong approx ne neq | mid".split()
    )
)
_POWERS = re.compile(r"[-+]?[\d./]+|T|top|intercal|-1|mathsf:T|mathrm:T|perp|'?")
_UPPER = re.compile(r"[*+'-]+|[A-Za-z]{1,10}|\([A-Za-z\d]+\)")
_COUNTS = re.compile(r"[ijklmnrst]")
_DIGIT = re.compile(r"[1-9]\d?")
_ASYMPTOTIC = frozenset(
    "E P O o Omega Theta omega mathcal:O tilde(O) tilde(Omega) tilde(Theta) tilde(mathcal:O)".split()
)
_KNOWN = frozenset(
    "mathbb:R mathbb:N mathbb:Z mathbb:Q mathbb:C mathbb:E mathbb:P mathbf:E mathbf:P mathbf:R mathbf:N mathrm:d"
    " mathrm:e mathrm:E mathrm:Pr mathrm:T mathrm:i mathbf:Z mathbf:C mathbf:Q bf:R bf:N bf:Z bf:E bf:P bf:C bf:Q pi"
    " infty mathbbm:1 mathbb:1 mathds:1 bf:1 mathds:R mathds:N mathds:E mathds:P mathbbm:R mathbbm:N mathbbm:E"
    " mathbbm:P e".split()
)
"""Symbols that every reader knows."""

_NUMBERS = frozenset("mathbb:R mathbb:N mathbb:Z mathbb:Q pi infty e mathrm:d mathrm:e".split())

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
        lower = "#" if _COUNTS.fullmatch(self.lower) else self.lower
        return "".join((self.nucleus, f"_{lower}" if lower else "", f"^{self.upper}" if self.upper else ""))

    @property
    def family(self) -> str:
        """The key of what the symbol is one of, if its index is a number: x_1 is one of the x_i."""
        return replace(self, lower="i").key if _DIGIT.fullmatch(self.lower) else self.key

    @property
    def plain(self) -> bool:
        """Whether it is a single letter without accent, alphabet or index: such letters change their meaning."""
        return not self.lower and not self.upper and (len(self.nucleus) == 1 or self.nucleus in SIGNS)

    @property
    def known(self) -> bool:
        """Whether every reader knows it, or it is a function such as the sine."""
        if self.nucleus.partition(":")[2] in FUNCTIONS or (self.nucleus in _ASYMPTOTIC and self.applied):
            return True
        return (self.nucleus in _KNOWN and not self.lower) or (self.nucleus == "ell" and bool(self.lower))

    @property
    def numbers(self) -> bool:
        """Whether it stands for the numbers of a kind, whatever the paper calls them."""
        return self.nucleus in _NUMBERS and not self.lower


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The symbols of a formula in order, and those that it is about: the first one, or a list of them.

    relation is what follows these: "" where nothing does, "define" an equality, "typed" what it is an element or a map
    of, "order" another relation. rows are the
    heads of the rows of a display that define something by a sign such as := or ≜.
    """

    symbols: tuple[Symbol, ...] = ()
    heads: tuple[Symbol, ...] = ()
    relation: str = ""
    rows: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A token as it is after macros are written out, with its place in the formula as it was written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a formula: a symbol, or what kind of sign stands between symbols."""

    kind: str
    text: str = ""
    symbol: Symbol | None = None


class Formulas:
    """Reads formulas of one paper."""

    def __init__(self, macros: Sequence[Macro]) -> None:
        self._bodies = {
            m.name: (len(m.parameters), m.body)
            for m in macros
            if m.body is not None and len(m.body) < _LONGEST and all(p.kind == "m" for p in m.parameters)
        }
        self._known: dict[str, Formula] = {}
        self._own = frozenset(m.name for m in macros if not m.parameters)
        self._named = frozenset(m.name for m in macros if m.form.startswith("DeclareMathOperator"))

    def read(self, tex: str) -> Formula:
        """The symbols of a formula without its delimiters; of a very long one, those at its beginning."""
        if tex not in self._known:
            self._known[tex] = self._read(tex)
        return self._known[tex]

    def _read(self, tex: str) -> Formula:
        if _DRAWN.search(tex):
            return Formula()
        tokens = self._expanded([_Token(m[0], *m.span()) for m in _TOKEN.finditer(tex[:_LONGEST])])
        items = _Parser(tokens, self._own).items()
        heads, relation = _heads([i for i in items if i.kind != "script"])
        return Formula(symbols=tuple(_all(items)), heads=heads, relation=relation, rows=tuple(_defined(items)))

    def _expanded(self, tokens: list[_Token]) -> list[_Token]:
        for _ in range(_DEEPEST):
            if self._bodies.keys().isdisjoint(t.text for t in tokens):
                break
            out, changed = self._once(tokens)
            if not changed or len(out) > _MOST:
                return tokens if len(out) > _MOST else out
            tokens = out
        return tokens

    def _once(self, tokens: list[_Token]) -> tuple[list[_Token], bool]:
        out: list[_Token] = []
        at, changed = 0, False
        while at < len(tokens):
            token = tokens[at]
            known = self._bodies.get(token.text)
            at += 1
            if known is None or token.text in self._named:
                out.append(token)
                continue
            count, body = known
            values: list[list[_Token]] = []
            for _ in range(count):
                value, at = _argument(tokens, at)
                values.append(value)
            end = tokens[at - 1].end
            filled = list(_filled(body, values, token.start, end))
            whole = not filled or not _takes_argument(filled[-1].text)
            out += (_Token("{", token.start, token.start), *filled, _Token("}", end, end)) if whole else filled
            changed = True
        return out, changed


def _all(items: Sequence[_Item]) -> Iterator[Symbol]:
    """All symbols, each with whether arguments follow and whether the formula binds it."""
    bound = {s.key for s in _bound(items)}
    for item, after in zip(items, (*items[1:], _Item("")), strict=False):
        if item.symbol is not None:
            s = item.symbol
            yield replace(s, applied=after.kind == "open", bound=s.bound or s.key in bound)


def _bound(items: Sequence[_Item]) -> Iterator[Symbol]:
    """What a formula binds: after a quantifier, before an arrow, in a set given by a condition, the last of a list."""
    for n, item in enumerate(items):
        if item.kind == "quantifier" or (item.kind == "open" and item.text == "{"):
            heads, at = _listed(items, n + 1)
            if item.kind == "quantifier" or (at < len(items) and items[at].kind == "relation"):
                yield from heads
        elif item.kind == "relation" and item.text == "mapsto":
            heads, at = _listed(items[:n], n - 1)
            yield from heads
        elif item.kind == "dots" and 3 < n < len(items) - 2 and items[n - 2].kind != "symbol":
            yield from filter(None, (items[n + 2].symbol,))


def _takes_argument(text: str) -> bool:
    return text.startswith("\\") and text[1:] in _ALPHABETS | _BOLD | MATH_ACCENTS.keys()


def _filled(body: str, values: list[list[_Token]], start: int, end: int) -> Iterator[_Token]:
    """The tokens of a macro's body; those of its arguments keep their places."""
    pieces = re.split(r"#(\d)", body)
    for n, piece in enumerate(pieces):
        if n % 2 == 0:
            yield from (_Token(m[0], start, end) for m in _TOKEN.finditer(piece))
        elif int(piece) <= len(values):
            yield from values[int(piece) - 1]


def _argument(tokens: list[_Token], at: int) -> tuple[list[_Token], int]:
    """The tokens of the group or the token that comes next, and where it ends."""
    while at < len(tokens) and tokens[at].text.isspace():
        at += 1
    if at >= len(tokens) or tokens[at].text != "{":
        return tokens[at : at + 1], min(at + 1, len(tokens))
    depth = 0
    for end in range(at, len(tokens)):
        depth += (tokens[end].text == "{") - (tokens[end].text == "}")
        if depth == 0:
            return tokens[at + 1 : end], end + 1
    return tokens[at + 1 :], len(tokens)


class _Parser:
    """Turns tokens into items."""

    def __init__(self, tokens: list[_Token], own: frozenset[str]) -> None:
        self.tokens, self.at, self.own = tokens, 0, own
        self.out: list[_Item] = []

    def items(self) -> list[_Item]:
        """All items in order."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            self._next(token)
        return self.out

    def _next(self, token: _Token) -> None:
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
        elif text.startswith("\\") and name in _TEXT:
            _, self.at = _argument(self.tokens, self.at)
            self.out.append(_Item("text", name))
        elif text.startswith("\\") and (name in _ALPHABETS or name in _BOLD or name in MATH_ACCENTS):
            self._decorated(token, name)
        elif (text.isalpha() and len(text) == 1) or (text.startswith("\\") and SIGNS.get(name, "").isalpha()):
            self._symbol(name, token)
        else:
            self._sign(name, token)

    def _symbol(self, nucleus: str, token: _Token, end: int = 0) -> None:
        self.out.append(_Item("symbol", symbol=Symbol(nucleus=nucleus, start=token.start, end=end or token.end)))

    def _sign(self, name: str, token: _Token) -> None:
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
        elif token.text in self.own and name not in SIGNS and name not in FUNCTIONS:
            self._symbol("\\" + name, token)
        else:
            self.out.append(_Item("sign", name))

    def _decorated(self, token: _Token, name: str) -> None:
        """A letter in an alphabet or under an accent; an accent over several symbols stands for them."""
        inside, self.at = _argument(self.tokens, self.at)
        end = self.tokens[self.at - 1].end
        word = "".join(t.text for t in inside if not t.text.isspace() and t.text not in "{}")
        if name in _ALPHABETS and re.fullmatch(r"[A-Za-z\d-]+", word):
            alphabet = "mathrm" if name == "operatorname" else name
            self._symbol(f"{alphabet}:{word}", token, end)
            return
        parts = _Parser(list(inside), self.own).items()
        if len(parts) == 1 and parts[0].symbol is not None:
            one = parts[0].symbol
            accent = {"widehat": "hat", "widetilde": "tilde", "overline": "bar"}.get(name, name)
            nucleus = (
                one.nucleus
                if name in _ALPHABETS
                else f"bf:{one.nucleus}"
                if name in _BOLD
                else f"{accent}({one.nucleus})"
            )
            made = replace(one, nucleus=nucleus, start=token.start, end=end)
            self.out.append(_Item("symbol", symbol=made))
        else:
            self.out += parts or [_Item("sign", name)]

    def _script(self, token: _Token) -> None:
        inside, self.at = _argument(self.tokens, self.at)
        last = self.out[-1] if self.out else _Item("")
        if last.kind == "binder" and token.text == "_":
            parts = _Parser(list(inside), self.own).items()
            self.out += [
                _Item("script", symbol=replace(p.symbol, bound=n == 0)) for n, p in enumerate(parts) if p.symbol
            ]
            return
        self._attach(token.text, _compact(inside), replace(token, end=self.tokens[self.at - 1].end))

    def _attach(self, which: str, text: str, at: _Token) -> None:
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
            s = replace(wider, upper="*" if text in ("star", "ast") else text)
        elif which == "^" and text == "'":
            s = replace(wider, upper=s.upper + "'")
        self.out[-1] = _Item("symbol", symbol=s)


def _compact(tokens: list[_Token]) -> str:
    """An index without blanks, braces and sizes."""
    kept = (t.text for t in tokens if t.text not in "{}" and not _SIZES.fullmatch(t.text))
    return "".join(k[1:] if k.startswith("\\") and len(k) > 2 else k for k in kept)


def _heads(items: list[_Item]) -> tuple[tuple[Symbol, ...], str]:
    """What a formula is about, and what follows it: a symbol, a list, or a tuple or family in brackets."""
    rest = [i for i in items if i.kind != "row"]
    if rest and rest[0].kind == "open" and rest[0].text != "[" and (close := _close(rest, 0)):
        heads, at = _listed(rest[1:close], 0)
        return (
            (heads, _relation(rest, close + 1)) if at == close - 1 and _relation(rest, close + 1) != "?" else ((), "")
        )
    heads, at = _listed(rest, 0)
    relation = _relation(rest, at)
    if not heads or relation == "?":
        return (), ""
    if relation == "define" and len(rest) > at + 1 and rest[at + 1].kind == "open":
        close = _close(rest, at + 1)
        inner, end = _listed(rest[at + 2 : close], 0)
        if close == len(rest) - 1 and end == close - at - 2 and len(inner) > 1:
            heads = (*heads, *inner)
    return heads, relation


def _listed(items: Sequence[_Item], at: int) -> tuple[tuple[Symbol, ...], int]:
    """Symbols with commas between them from a place on, and where they end; their arguments are skipped."""
    heads: list[Symbol] = []
    while at < len(items):
        if items[at].kind == "dots":
            heads = [replace(h, lower="i") if _DIGIT.fullmatch(h.lower) else h for h in heads]
            at += 1
        elif items[at].kind == "symbol" and (symbol := items[at].symbol) is not None:
            at += 1
            if at < len(items) and items[at].kind == "open" and items[at].text == "(":
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


def _close(items: Sequence[_Item], at: int) -> int:
    """Where the bracket at a place is closed; 0 if it is not."""
    depth = 0
    for n in range(at, len(items)):
        depth += (items[n].kind == "open") - (items[n].kind == "close")
        if depth == 0:
            return n
    return 0


def _relation(items: Sequence[_Item], at: int) -> str:
    """ "" at the end, "define", "typed" or "order" before a relation, "?" before anything else."""
    rest = items[at:]
    if not rest or all(i.kind in ("sign", "row") and i.text in (".", "") for i in rest):
        return ""
    if rest[0].kind in ("comma", "text") and rest[0].text not in ("begin", "end"):
        return ""
    if rest[0].kind != "relation":
        return "?"
    return "define" if rest[0].text in _DEFINES else "typed" if rest[0].text in _TYPES else "order"


def _defined(items: Sequence[_Item]) -> Iterator[Symbol]:
    """What the rows of a display, or the parts of a formula between commas, define by a sign for it."""
    row: list[_Item] = []
    for item in (*items, _Item("row")):
        if item.kind != "row":
            row.append(item)
            continue
        part = [i for i in row if i.kind != "text" or i.text not in ("begin", "end", "label", "tag")]
        heads, at = _listed(part, 0)
        if heads and at < len(part) and part[at].kind == "relation" and part[at].text in _DEFINES - {"=", "equiv"}:
            yield from heads
        row = []
