"""What a shape of a deck says, as atoms: its text and its equations, whichever program wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scaffold.check.atoms import Atom, Said, of_text, tidy
from scaffold.check.deck_shapes import Shape

__all__ = ["said"]

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def said(shapes: Iterable[Shape]) -> Said:
    """The atoms of shapes in the order given: a statement may go on over several slides."""
    atoms = [atom for shape in shapes for p in shape.paragraphs for atom in _paragraph(p.pieces)]
    return Said(tidy(atoms))


def _paragraph(pieces: Iterable[Any]) -> Iterator[Atom]:
    """A paragraph begins apart from what stands before it."""
    apart = True
    for piece in pieces:
        text = piece.text if piece.formula is None else "".join(_formula(piece.formula))
        for atom in of_text(text):
            yield Atom(atom.sign, atom.apart or apart)
            apart = False
        apart = apart or text[-1:].isspace()


def _formula(node: Any) -> Iterator[str]:
    """The letters and signs of an equation; a root and a sum have theirs in their properties."""
    name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
    if name == "phant" and not _shown(node):
        return
    if name == "t":
        yield node.text or ""
    elif name == "rad":
        yield "√"
    elif name == "nary":
        yield _sign(node, "naryPr", "∫")
    elif name == "groupChr":
        yield _sign(node, "groupChrPr", "")
    for child in node:
        yield from _formula(child)


def _shown(phantom: Any) -> bool:
    """Whether what keeps room for something is drawn as well."""
    found = phantom.find(f"{_M}phantPr/{_M}show")
    return found is None or found.get(f"{_M}val", "1") in ("1", "on", "true")


def _sign(node: Any, properties: str, default: str) -> str:
    found = node.find(f"{_M}{properties}/{_M}chr")
    return default if found is None else found.get(f"{_M}val", "")
