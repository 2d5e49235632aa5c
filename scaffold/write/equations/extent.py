"""Width and height of native text and equations: a box model of OMML, for panels, sizes and splitting.

It was not checked against PowerPoint itself. Letters count as wide as in Arial, which is wider than Cambria Math;
fractions, limits and fences get the most that the OpenType MATH table of Cambria Math allows; lines break greedily.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from scaffold.metrics import width as advance
from scaffold.ooxml import M, declarations
from scaffold.write.equations.omml import Formula, NativeParagraph
from scaffold.write.text.runs import Run

__all__ = ["depth", "natural", "rows", "unfenced", "widest"]

_NAMES = declarations("m", "a")
_SCRIPT = 0.73
_UP, _DOWN = 0.92, 0.28
"""Above and below the line, in multiples of the size: together PowerPoint's line spacing."""

_WHITE = 0.15
"""Empty space above and below the characters of a line, which stacked boxes do without."""

_BREAKS = re.compile(r"([=<>≤≥≔≡≈∼≃≅∈∉⊂⊆⊃⊇→↦⇒⇔≪≫≲≳∝+−±∪∩,;:|∧∨⊕⊗-])")
_SPACED = frozenset("=<>≤≥≠≈∼≃≅≡∈∉⊂⊆⊃⊇→←↔⇒⇐⇔⟹⟺↦∝≪≫≺≼⪯⪰≻≲≳+−±×·∪∩∖⊕⊗∧∨≔")
_BEFORE = 6.0

_SPACE = re.compile(r"[^\S\u00a0\u202f]")
_WORD = re.compile(rf"{_SPACE.pattern}*(?:\S|[\u00a0\u202f])+|{_SPACE.pattern}+$")
"""Where lines may break, and words: a non-breaking space of the paper does not break."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: its width, and its height above and below the baseline, in multiples of the font size."""

    width: float
    up: float = _UP
    down: float = _DOWN

    @property
    def height(self) -> float:
        return self.up + self.down


def depth(paragraphs: Sequence[NativeParagraph], size: float, width: float, *, pitch: float = 1.0) -> float:
    """Height in points of paragraphs at a font size in a box of that width in points; pitch is the line spacing."""
    total = 0.0
    for n, paragraph in enumerate(paragraphs):
        own = size * paragraph.scale
        total += (_BEFORE if n else 0.0) + pitch * own * sum(_lines(paragraph, (width - paragraph.inset) / own))
    return total


def widest(paragraph: NativeParagraph, size: float) -> float:
    """Width in points of the widest unbreakable part of a paragraph."""
    return size * max(
        (atom.width for piece in paragraph.pieces for atom in _atoms(piece, paragraph.display)), default=0
    )


def natural(paragraph: NativeParagraph, size: float) -> float:
    """Width in points of a paragraph on one line."""
    return size * sum(atom.width for piece in paragraph.pieces for atom in _atoms(piece, paragraph.display))


def rows(formula: Formula) -> tuple[Formula, ...]:
    """The rows of a formula that consists of rows only, each as a formula; () for any other formula."""
    from lxml import etree

    root = _root(formula.xml)
    array = root[0][0] if len(root[0]) == 1 else None
    if array is None or array.tag != f"{M}eqArr":
        return ()
    found = []
    for row in array.findall(f"{M}e"):
        for text in row.iter(f"{M}t"):
            text.text = (text.text or "").replace("&", "")
        inner = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in row)
        found.append(Formula(re.sub(r' xmlns:\w+="[^"]*"', "", f"<m:oMath>{inner}</m:oMath>")))
    return (*found[:-1], replace(found[-1], number=formula.number))


def unfenced(formula: Formula) -> Formula:
    """The formula with fences of normal size instead of growing ones, so that lines can break between them."""
    from lxml import etree

    root = _root(formula.xml)
    for fence in list(root[0].findall(f"{M}d")):
        at = fence.getparent().index(fence)
        fence.getparent()[at : at + 1] = [*_opened(fence)]
    text = etree.tostring(root[0], encoding="unicode", with_tail=False)
    return replace(formula, xml=re.sub(r' xmlns:\w+="[^"]*"', "", text))


def _opened(fence: Any) -> Iterator[Any]:
    """The content of a fence, with the fence characters as runs."""
    import copy

    from lxml import etree

    looked = etree.fromstring(
        f'<x {_NAMES}><m:r><m:rPr><m:sty m:val="p"/></m:rPr>'
        '<a:rPr lang="en-GB"><a:latin typeface="Cambria Math"/></a:rPr><m:t/></m:r></x>'
    )[0]

    def sign(name: str, usual: str) -> Any:
        found = fence.find(f"{M}dPr/{M}{name}")
        run = copy.deepcopy(looked)
        run.find(f"{M}t").text = found.get(f"{M}val", "") if found is not None else usual
        return run

    signs = {"begChr": sign("begChr", "("), "sepChr": sign("sepChr", "|"), "endChr": sign("endChr", ")")}
    parts = fence.findall(f"{M}e")
    for n, part in enumerate(parts):
        if signs["sepChr" if n else "begChr"].findtext(f"{M}t"):
            yield copy.deepcopy(signs["sepChr" if n else "begChr"])
        yield from list(part)
    if signs["endChr"].findtext(f"{M}t"):
        yield signs["endChr"]


def _lines(paragraph: NativeParagraph, line_width: float) -> Iterator[float]:
    """Heights of the lines of a paragraph; widths are multiples of the font size here."""
    used, up, down = 0.0, _UP, _DOWN
    for atom in _joined(paragraph, line_width):
        if used and used + atom.width > line_width:
            yield up + down
            used, up, down = 0.0, _UP, _DOWN
        used, up, down = used + atom.width, max(up, atom.up), max(down, atom.down)
    yield up + down


def _joined(paragraph: NativeParagraph, line_width: float) -> list[_Box]:
    """Boxes between which a line may break; a formula stays with what touches it, such as a quotation mark."""
    found: list[_Box] = []
    apart = True
    for piece in paragraph.pieces:
        atoms = list(_atoms(piece, paragraph.display))
        if isinstance(piece, Formula):
            whole = _beside(atoms)
            # PowerPoint decides where a long formula breaks: each of its lines may be the tallest.
            atoms = [whole] if whole.width <= line_width else [_Box(a.width, whole.up, whole.down) for a in atoms]
        starts, ends = _edges(piece)
        if found and atoms and not (apart or starts):
            atoms = [_beside([found.pop(), atoms[0]]), *atoms[1:]]
        found += atoms
        apart = ends
    return found


def _edges(piece: Run | Formula) -> tuple[bool, bool]:
    """Whether a piece starts with a space, and whether it ends with one."""
    text = piece.text if isinstance(piece, Run) else "."
    return bool(_SPACE.match(text[:1])), bool(_SPACE.match(text[-1:]))


def _atoms(piece: Run | Formula, display: bool) -> tuple[_Box, ...]:
    """Boxes between which a line may break: words, and the parts of a formula between its relations."""
    if isinstance(piece, Run):
        return tuple(_Box(advance(word, 1.0, bold=piece.bold)) for word in _WORD.findall(piece.text))
    atoms = list(_formula(piece.xml, display))
    return (*atoms, _Box(2 + advance(piece.number, 1.0))) if piece.number else tuple(atoms)


def _root(xml: str) -> Any:
    from lxml import etree

    return etree.fromstring(f"<x {_NAMES}>{xml}</x>")


@lru_cache(maxsize=4096)
def _formula(xml: str, display: bool) -> tuple[_Box, ...]:
    """The parts of a formula between which PowerPoint breaks lines: at operators outside of structures."""
    atoms: list[_Box] = []
    for child in _root(xml)[0]:
        if child.tag != f"{M}r":
            box = _box(child, display)
            atoms = [*atoms[:-1], _beside([atoms[-1], box])] if atoms else [box]
            continue
        for part in _BREAKS.split(_text(child)):
            if _BREAKS.fullmatch(part):
                atoms.append(_Box(_wide(part)))
            elif part:
                box = _Box(_wide(part))
                atoms = [*atoms[:-1], _beside([atoms[-1], box])] if atoms else [box]
    return tuple(atoms)


def _text(run: Any) -> str:
    return (run.findtext(f"{M}t") or "").replace("&", "")


def _wide(text: str) -> float:
    """Width of characters, with the space around relations and operators."""
    return advance(text, 1.0) + 0.5 * sum(c in _SPACED for c in text)


def _beside(boxes: Sequence[_Box]) -> _Box:
    return _Box(
        sum(b.width for b in boxes),
        max((b.up for b in boxes), default=_UP),
        max((b.down for b in boxes), default=_DOWN),
    )


def _above(boxes: Sequence[_Box], gap: float = 0.1) -> _Box:
    """Boxes on top of one another, centred on the math axis."""
    high = sum(b.height - _WHITE for b in boxes) + gap * (len(boxes) - 1) + _WHITE
    return _Box(max((b.width for b in boxes), default=0.0), high / 2 + 0.32, high / 2 - 0.32)


def _small(box: _Box, by: float = _SCRIPT) -> _Box:
    return _Box(box.width * by, box.up * by, box.down * by)


def _of(structure: Any, name: str, display: bool) -> _Box:
    part = structure.find(f"{M}{name}")
    return _beside([_box(child, display) for child in part]) if part is not None else _Box(0.0)


def _box(element: Any, display: bool) -> _Box:
    name = element.tag.removeprefix(M)
    if name == "r":
        return _Box(_wide(_text(element)))
    if name in _BOXES:
        return _BOXES[name](element, display)
    return _beside(
        [_box(child, display) for child in element if child.tag.startswith(M) and not child.tag.endswith("Pr")]
    )


def _fraction(element: Any, display: bool) -> _Box:
    by = 1.0 if display else _SCRIPT
    box = _above([_small(_of(element, part, False), by) for part in ("num", "den")], 0.15)
    return replace(box, width=box.width + 0.2)


def _scripts(element: Any, display: bool) -> _Box:
    """A base with its scripts: a superscript starts a third of the font size below the top of its base."""
    base = _of(element, "e", display)
    up, down = (_small(_of(element, part, False)) for part in ("sup", "sub"))
    return _Box(
        base.width + max(up.width, down.width) + 0.05,
        max(base.up, base.up - 0.54 + up.up - _WHITE) if up.width else base.up,
        max(base.down, base.down - 0.08 + down.down - _WHITE) if down.width else base.down,
    )


def _limits(element: Any, display: bool) -> _Box:
    base, limit = _of(element, "e", display), _small(_of(element, "lim", False))
    wide = max(base.width, limit.width)
    if element.tag.endswith("limUpp"):
        return _Box(wide, base.up + limit.height - _WHITE, base.down)
    return _Box(wide, base.up, base.down + limit.height - _WHITE)


def _large(element: Any, display: bool) -> _Box:
    """A sum or an integral with its limits and its operand."""
    up, down = (_small(_of(element, part, False)) for part in ("sup", "sub"))
    body = _of(element, "e", display)
    location = element.find(f"{M}naryPr/{M}limLoc")
    stacked = location is not None and location.get(f"{M}val") == "undOvr"
    sign = _Box(1.3, 1.25, 0.55) if display else _Box(0.9, 0.95, 0.35)
    if stacked:
        sign = _Box(
            max(sign.width, up.width, down.width),
            sign.up + (up.height if up.width else 0),
            sign.down + (down.height if down.width else 0),
        )
    else:
        sign = _Box(sign.width + max(up.width, down.width), sign.up + 0.15, sign.down + 0.15)
    return _beside([sign, body])


def _fenced(element: Any, display: bool) -> _Box:
    inside = _beside([_box(child, display) for part in element.findall(f"{M}e") for child in part])
    return replace(inside, width=inside.width + 0.9)


def _matrix(element: Any, display: bool) -> _Box:
    lines = [[_beside([_box(c, False) for c in cell]) for cell in row] for row in element.findall(f"{M}mr")]
    columns = max((len(line) for line in lines), default=0)
    wide = sum(max((line[n].width for line in lines if n < len(line)), default=0.0) for n in range(columns))
    return replace(_above([_beside(line) for line in lines], 0.35), width=wide + 0.8 * columns)


def _array(element: Any, display: bool) -> _Box:
    return _above([_beside([_box(c, display) for c in row]) for row in element.findall(f"{M}e")], 0.35)


def _root_sign(element: Any, display: bool) -> _Box:
    inside = _of(element, "e", display)
    return _Box(inside.width + 0.8, inside.up + 0.15, inside.down)


def _dressed(element: Any, display: bool) -> _Box:
    inside = _of(element, "e", display)
    below = element.find(f".//{M}pos[@{M}val='bot']") is not None
    return replace(inside, down=inside.down + 0.3) if below else replace(inside, up=inside.up + 0.25)


_BOXES = {
    "f": _fraction, "sSup": _scripts, "sSub": _scripts, "sSubSup": _scripts, "sPre": _scripts, "limLow": _limits,
    "limUpp": _limits, "nary": _large, "d": _fenced, "m": _matrix, "eqArr": _array, "rad": _root_sign,
    "acc": _dressed, "bar": _dressed, "groupChr": _dressed,
}  # fmt: skip
