"""The size of a PowerPoint equation, estimated from its structure without running an office program.

Fractions, sums with limits, matrices and rows are stacked. Letters are as wide as Arial's, operators have space around
them. Proportions are those of Cambria Math's OpenType MATH table (ISO/IEC 14496-22, table MATH: script percent
scale-down 73 and 60, axis height a quarter of the size), rounded; they are estimates, not PowerPoint's own layout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.metrics import width
from scaffold.ooxml import M

__all__ = ["Extent", "extent"]

_SCRIPT = 0.73
_ASCENT, _DESCENT = 0.93, 0.27
"""Height of a line of text above and below the baseline, relative to the size: 1.2 in total, as for text."""

_LEADING = (0.18, 0.07)
"""Empty space in a line above capitals and below descenders, which stacked parts do not have."""

_AXIS = 0.25
_SPACED = frozenset("=<>≤≥≠≈∼≃≅≡∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦∝≪≫≺≼⪯⪰≻+−±×·∪∩∖⊕⊗∧∨≔")
_SPACE = 0.25
"""Space on each side of an operator, relative to the size."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Width, and height above and below the baseline, in points."""

    width: float = 0.0
    above: float = 0.0
    below: float = 0.0

    @property
    def height(self) -> float:
        """Above and below together."""
        return self.above + self.below


def extent(node: Any, size: float, *, display: bool) -> Extent:
    """The extent of an m:oMath or any part of one at this size in points. display: set on a line of its own."""
    tag = _name(node)
    if tag == "r":
        return _run(node, size)
    known = _STACKS.get(tag)
    if known is not None:
        return known(node, size, display)
    return _row((extent(child, size, display=display) for child in node if _name(child) not in _LOOKS), size)


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


_LOOKS = frozenset(("rPr", "ctrlPr", "fPr", "dPr", "naryPr", "sSubPr", "sSupPr", "sSubSupPr", "sPrePr", "radPr", "mPr",
                    "accPr", "barPr", "groupChrPr", "limLowPr", "limUppPr", "eqArrPr", "funcPr", "boxPr", "borderBoxPr",
                    "phantPr", "oMathParaPr", "argPr"))  # fmt: skip
"""Properties, which take no space."""


def _row(pieces: Iterable[Extent], size: float) -> Extent:
    """Parts side by side; an empty row is as high as a line."""
    row = list(pieces)
    return Extent(
        sum(p.width for p in row),
        max((p.above for p in row), default=_ASCENT * size),
        max((p.below for p in row), default=_DESCENT * size),
    )


def _run(node: Any, size: float) -> Extent:
    # "&" marks the alignment of the rows of an array and is not shown.
    text = "".join(t.text or "" for t in node.iter(f"{M}t")).replace("&", "")
    signs = sum(c in _SPACED for c in text)
    return Extent(width(text, size) + 2 * _SPACE * size * signs, _ASCENT * size, _DESCENT * size)


def _part(node: Any, name: str, size: float, display: bool) -> Extent | None:
    """The child of that name; None if it is missing or empty."""
    child = node.find(M + name)
    if child is None or not any(c.tag != f"{M}ctrlPr" for c in child):
        return None
    return extent(child, size, display=display)


def _tight(node: Any, name: str, size: float) -> Extent | None:
    """The child of that name without the empty space of a line of text."""
    part = _part(node, name, size, False)
    return Extent(part.width, part.above - _LEADING[0] * size, part.below - _LEADING[1] * size) if part else None


def _value(node: Any, path: str, default: str) -> str:
    found = node.find("/".join(M + p for p in path.split("/")))
    return default if found is None else found.get(f"{M}val", "1")


def _fraction(node: Any, size: float, display: bool) -> Extent:
    """Full size on a line of its own, smaller within text."""
    inner = size if display else size * _SCRIPT
    top, bottom = (_tight(node, n, inner) or _row((), inner) for n in ("num", "den"))
    if _value(node, "fPr/type", "bar") == "lin":
        return _row((top, bottom), size)
    gap = 0.08 * size
    axis = _AXIS * size
    return Extent(max(top.width, bottom.width) + 0.2 * size, axis + gap + top.height, bottom.height + gap - axis)


def _scripts(node: Any, size: float, display: bool) -> Extent:
    base = _part(node, "e", size, display) or _row((), size)
    sub, sup = (_tight(node, n, size * _SCRIPT) for n in ("sub", "sup"))
    above = max(base.above, base.above - 0.53 * size + sup.height - 0.2 * size) if sup else base.above
    below = max(base.below, base.below - 0.15 * size + sub.below) if sub else base.below
    wide = max((s.width for s in (sub, sup) if s), default=0.0)
    return Extent(base.width + wide + 0.05 * size, above, below)


def _nary(node: Any, size: float, display: bool) -> Extent:
    """A sum or an integral with limits: above and below it on a line of its own, beside it within text."""
    body = _part(node, "e", size, display) or Extent()
    sub, sup = (_tight(node, n, size * _SCRIPT) for n in ("sub", "sup"))
    big = 1.4 if display else 1.05
    sign = Extent(0.9 * size, _AXIS * size + big * size / 2, big * size / 2 - _AXIS * size)
    stacked = display and _value(node, "naryPr/limLoc", "undOvr") == "undOvr"
    if stacked:
        wide = max(sign.width, *(s.width for s in (sub, sup) if s), 0.0)
        above, below = (sign.above + (sup.height if sup else 0)), (sign.below + (sub.height if sub else 0))
    else:
        wide = sign.width + max((s.width for s in (sub, sup) if s), default=0.0)
        above = sign.above + (0.45 * sup.height if sup else 0)
        below = sign.below + (0.45 * sub.height if sub else 0)
    return _row((Extent(wide, above, below), body), size)


def _limit(node: Any, size: float, display: bool) -> Extent:
    base = _part(node, "e", size, display) or _row((), size)
    lim = _tight(node, "lim", size * _SCRIPT) or Extent()
    wide = max(base.width, lim.width)
    if _name(node) == "limLow":
        return Extent(wide, base.above, base.below + lim.height)
    return Extent(wide, base.above + lim.height, base.below)


def _delimited(node: Any, size: float, display: bool) -> Extent:
    inner = _row((extent(e, size, display=display) for e in node.findall(f"{M}e")), size)
    return Extent(inner.width + 0.7 * size, inner.above + 0.05 * size, inner.below + 0.05 * size)


def _stacked(rows: list[Extent], size: float, wide: float) -> Extent:
    """Rows below one another, centred on the axis."""
    depth = sum(r.height for r in rows) + 0.2 * size * max(0, len(rows) - 1)
    return Extent(wide, depth / 2 + _AXIS * size, depth / 2 - _AXIS * size)


def _matrix(node: Any, size: float, display: bool) -> Extent:
    cells = [[extent(e, size, display=False) for e in row.findall(f"{M}e")] for row in node.findall(f"{M}mr")]
    columns = max((len(row) for row in cells), default=0)
    wide = sum(max((row[i].width for row in cells if i < len(row)), default=0.0) for i in range(columns))
    return _stacked([_row(row, size) for row in cells], size, wide + 0.8 * size * max(0, columns - 1))


def _rows(node: Any, size: float, display: bool) -> Extent:
    rows = [extent(e, size, display=display) for e in node.findall(f"{M}e")]
    return _stacked(rows, size, max((r.width for r in rows), default=0.0))


def _root(node: Any, size: float, display: bool) -> Extent:
    inner = _part(node, "e", size, display) or _row((), size)
    return Extent(inner.width + 0.75 * size, inner.above + 0.15 * size, inner.below)


def _marked(node: Any, size: float, display: bool) -> Extent:
    """An accent, a bar or a brace over (or under) something."""
    inner = _part(node, "e", size, display) or _row((), size)
    more = 0.3 * size if _name(node) == "groupChr" else 0.08 * size
    return Extent(inner.width, inner.above + more, inner.below)


_STACKS: Mapping[str, Callable[[Any, float, bool], Extent]] = {
    "f": _fraction, "sSub": _scripts, "sSup": _scripts, "sSubSup": _scripts, "sPre": _scripts, "nary": _nary,
    "limLow": _limit, "limUpp": _limit, "d": _delimited, "m": _matrix, "eqArr": _rows, "rad": _root, "acc": _marked,
    "bar": _marked, "groupChr": _marked,
}  # fmt: skip
