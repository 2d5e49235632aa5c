r"""The symbols of a formula, and which of them it is about.

Macros of the paper are written out, so that \eps and \epsilon are one symbol; nothing is set or compared beyond that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scaffold.model import Macro
from scaffold.planning.formula_items import ARROWS, DEFINES, DIGIT, INTEGRALS, NUMBERS, TYPES, Item, Parser, Symbol
from scaffold.planning.formula_macros import Macros, tokens

__all__ = ["Formula", "Formulas"]

_DRAWN = re.compile(
    r"\\begin\s*\{(?:tikz|CD|xy)|\\xymatrix|\\diagram|\\xy(?![A-Za-z])"
    r"|\\begin\s*\{array(?=.*\\(?:down|up|Down|longright|longleft|se|ne|sw|nw)arrow)",
    re.DOTALL,
)
"""What begins a drawing, whose letters are no formula."""

_LONGEST = 1500
"""Characters of a formula that are read."""

_GIVEN = DEFINES - {"=", "equiv"}
"""Signs that only ever define."""

_BREAKS = frozenset(("row", "comma"))
_ORDERS = frozenset("le leq leqslant ge geq geqslant < > = ll gg".split())
"""What stands before something that a formula defines further on."""

_COMPARED = 3
"""Parts of a formula that compares two symbols."""

_SHIFT = re.compile(r"[-+]\d+\.?")
_DIGITS = re.compile(r"[\d./-]")


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
        items = Parser(self._macros.expanded(tokens(tex[:_LONGEST])), self._macros).items()
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


def _all(items: Sequence[Item]) -> Iterator[Symbol]:
    """All symbols, each with whether arguments follow and whether the formula binds it."""
    bound = {s.key for s in (*_bound(items), *(i.symbol for i in items if i.symbol and i.symbol.bound))}
    for item, after in zip(items, (*items[1:], Item("")), strict=False):
        if item.symbol is not None:
            s = item.symbol
            yield replace(s, applied=after.kind == "open", bound=s.bound or s.key in bound)


def _bound(items: Sequence[Item]) -> Iterator[Symbol]:
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


def _parts(items: Sequence[Item]) -> Iterator[Symbol]:
    """What equalities after the first comma or row outside brackets are about."""
    depth = 0
    for n, item in enumerate(items):
        depth += (item.kind == "open") - (item.kind == "close")
        if item.kind in ("comma", "row") and depth <= 0:
            heads, at = _listed(items, n + 1)
            if len(heads) == 1 and at < len(items) and _relation(items, at) == "define":
                yield from heads


def _arguments(items: Sequence[Item], relation: str) -> Iterator[Symbol]:
    """What stands in the brackets right after what is defined, or the last number of a range."""
    if relation == "range" and items[-1].symbol is not None:
        yield items[-1].symbol
    elif relation == "define" and len(items) > 2 and items[1].kind == "open" and (close := _close(items, 1)):
        yield from (i.symbol for i in items[2:close] if i.symbol is not None)
    elif relation == "define" and items[-1].text == "}" and items[-2].symbol and any(i.kind == "dots" for i in items):
        yield items[-2].symbol
    elif relation == "order" and len(items) == _COMPARED and items[-1].symbol is not None:
        yield items[-1].symbol


def _sizes(items: Sequence[Item]) -> Iterator[Symbol]:
    """What stands in the exponents of sets of numbers."""
    exponent: list[Symbol] = []
    for item in items:
        if item.kind == "script" and item.symbol is not None:
            exponent.append(item.symbol)
        else:
            if item.symbol is not None and item.symbol.nucleus in NUMBERS:
                yield from exponent
            exponent = []


def _integrated(items: Sequence[Item]) -> Iterator[Symbol]:
    """The d of an integral and the variable after it, which may be the argument of a measure."""
    if not any(i.kind == "binder" and i.text in INTEGRALS for i in items):
        return
    for n, item in enumerate(items[:-1]):
        after = items[n + 1].symbol
        if item.symbol is not None and item.symbol.key == "d" and after is not None:
            yield item.symbol
            inner = items[n + 3].symbol if n + 3 < len(items) and items[n + 2].kind == "open" else after
            yield from filter(None, (inner,))


def _heads(items: list[Item]) -> tuple[tuple[Symbol, ...], str]:
    """What a formula is about, and what follows it: a symbol, a list, or a tuple or family in brackets."""
    rest = _after_bound(_after_words([i for i in items if i.kind != "row"]))
    if rest and rest[0].kind == "open" and rest[0].text != "[" and (close := _close(rest, 0)):
        heads, at = _listed(rest[1:close], 0)
        return (
            (heads, _relation(rest, close + 1)) if at == close - 1 and _relation(rest, close + 1) != "?" else ((), "")
        )
    heads, at = _listed(rest, 0)
    if heads and _is_shift(rest[at:]):
        return heads, "shift"
    relation = _relation(rest, at)
    if heads and heads[-1].applied and at < len(rest) and rest[at].text in ARROWS:
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


def _is_shift(items: Sequence[Item]) -> bool:
    """Whether only a number follows that is added or taken away."""
    signs = "".join(i.text if i.kind == "sign" else "?" for i in items)
    return bool(_SHIFT.fullmatch(signs))


def _is_range(items: Sequence[Item]) -> bool:
    """Whether numbers up to something follow: 1, ..., n."""
    return bool(items) and items[0].kind == "sign" and any(i.kind == "dots" for i in items[1:5])


def _after_words(items: list[Item]) -> list[Item]:
    """A formula without the words at its beginning."""
    return items[next((n for n, i in enumerate(items) if i.kind != "text"), len(items)) :]


def _after_bound(items: list[Item]) -> list[Item]:
    """A formula without the number at its beginning that bounds what follows, as in 2 < d < n."""
    at = next((n for n, i in enumerate(items) if i.kind != "sign" or not _DIGITS.fullmatch(i.text)), 0)
    if 0 < at < len(items) and items[at].kind == "relation" and items[at].text not in DEFINES | TYPES:
        return items[at + 1 :]
    return items[at + 1 :] if 0 < at < len(items) and items[at].kind == "comma" else items


def _listed(items: Sequence[Item], at: int) -> tuple[tuple[Symbol, ...], int]:
    """Symbols with commas between them from a place on, and where they end; their arguments are skipped."""
    heads: list[Symbol] = []
    while at < len(items):
        if items[at].kind == "dots":
            heads = [replace(h, lower="i") if DIGIT.fullmatch(h.lower) else h for h in heads]
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


def _close(items: Sequence[Item], at: int) -> int:
    """Where the bracket at a place is closed; 0 if it is not."""
    depth = 0
    for n in range(at, len(items)):
        depth += (items[n].kind == "open") - (items[n].kind == "close")
        if depth == 0:
            return n
    return 0


def _relation(items: Sequence[Item], at: int) -> str:
    """ "" at the end, "define", "typed", "law" or "order" before a relation, "?" before anything else."""
    rest = items[at:]
    if not rest or all(i.kind in ("sign", "row") and i.text in (".", "") for i in rest):
        return ""
    if rest[0].kind in ("comma", "text") and rest[0].text not in ("begin", "end"):
        return ""
    if rest[0].kind != "relation":
        return "?"
    kinds = (("define", DEFINES), ("typed", TYPES), ("law", ("sim",)))
    return next((kind for kind, signs in kinds if rest[0].text in signs), "order")


def _defined(items: Sequence[Item]) -> Iterator[Symbol]:
    """What the rows of a display, or the parts of a formula between commas, define by a sign for it."""
    row: list[Item] = []
    for item in (*items, Item("row")):
        if item.kind != "row":
            row.append(item)
            continue
        part = [i for i in row if i.kind != "text" or i.text not in ("begin", "end", "label", "tag")]
        for start, before in enumerate((Item("row"), *part)):
            if before.kind in _BREAKS or (before.kind == "relation" and before.text in _ORDERS):
                heads, at = _listed(part, start)
                if heads and at < len(part) and part[at].kind == "relation" and part[at].text in _GIVEN:
                    yield from heads
        row = []
