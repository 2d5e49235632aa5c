"""The content of a shape as atoms: its text and its equations, whichever program wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scaffold.check.artefacts.shapes import Shape
from scaffold.check.fidelity.atoms import Atom, Content, make_content, of_text
from scaffold.check.fidelity.order import CLOSE, LOWER, MARK, RAISE, accent
from scaffold.ooxml import M

__all__ = ["content"]


def content(shapes: Iterable[Shape]) -> Content:
    """The atoms of shapes in the given order: a statement may continue over several slides."""
    return make_content(atom for shape in shapes for p in shape.paragraphs for atom in _paragraph(p.pieces))


def _paragraph(pieces: Iterable[Any]) -> Iterator[Atom]:
    """The atoms of a paragraph; its first atom counts as separated by space."""
    apart = True
    for piece in pieces:
        text = piece.text
        for part in _run(piece) if piece.formula is None else _formula(piece.formula):
            for atom in (Atom(part),) if part[:1] == MARK else of_text(part):
                yield Atom(atom.sign, atom.apart or apart)
                apart = apart and atom.sign[0] == MARK
        apart = apart or text[-1:].isspace()


def _run(piece: Any) -> Iterator[str]:
    """A run of text, with marks if it is raised or lowered."""
    mark = RAISE if piece.raised else LOWER if piece.lowered else ""
    yield from (mark, piece.text, CLOSE if mark else "")


def _formula(node: Any) -> Iterator[str]:
    """The letters, signs and marks of an equation. Roots, sums and brackets have their signs in properties."""
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
    elif name == "acc":
        yield accent(_sign(node, "accPr", "\u0302"))
    elif name == "bar" and _sign(node, "barPr", "bot", "pos") == "top":
        yield accent("‾")
    if name == "d":
        yield from _bracketed(node)
    else:
        for child in node:
            yield from _placed(child, name)


def _bracketed(node: Any) -> Iterator[str]:
    """The content of brackets, with the brackets and the separators."""
    yield _sign(node, "dPr", "(", "begChr")
    for n, child in enumerate(node.findall(f"{M}e")):
        yield _sign(node, "dPr", "|", "sepChr") if n else ""
        yield from _formula(child)
    yield _sign(node, "dPr", ")", "endChr")


def _placed(child: Any, parent: str) -> Iterator[str]:
    """A part of an equation, with marks if it is raised or lowered."""
    name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
    mark = {"sub": LOWER, "sup": RAISE, "lim": RAISE if parent == "limUpp" else LOWER}.get(name)
    yield mark or ""
    yield from _formula(child)
    yield CLOSE if mark else ""


def _shown(phantom: Any) -> bool:
    """Whether a phantom is visible."""
    found = phantom.find(f"{M}phantPr/{M}show")
    return found is None or found.get(f"{M}val", "1") in ("1", "on", "true")


def _sign(node: Any, properties: str, default: str, name: str = "chr") -> str:
    found = node.find(f"{M}{properties}/{M}{name}")
    return default if found is None else found.get(f"{M}val", "")
