"""Vector versions of the pictures in a deck: stored in slides/generated, where `build` finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scaffold.plans import ProjectFile

if TYPE_CHECKING:
    from scaffold.engines.office.vectors import Vector
    from scaffold.write.slides.pictures import Picture, Pictures, Sheet

FOLDER = "slides/generated"
_STATEMENTS = "statements.pdf"
STATEMENTS = f"{FOLDER}/{_STATEMENTS}"
"""Where a project keeps the PDF that holds each statement alone on its pages."""


def files(deck: bytes, statements: Pictures, figures: Mapping[str, Picture]) -> Iterator[ProjectFile]:
    """The PDFs with the vector versions of a deck's statements and figures, and their index."""
    from scaffold.engines.office import vectors

    found: dict[str, Vector] = {}
    if statements.pdf:
        found |= _vectors(_STATEMENTS, _shown(statements))
        yield ProjectFile(f"{FOLDER}/{_STATEMENTS}", statements.pdf, "tool")
    for id, picture in sorted(figures.items()):
        sheet = picture.sheets[0]
        if sheet.pdf:
            name = f"figures/{re.sub(r'[^A-Za-z0-9-]', '_', id)}.pdf"
            found |= _vectors(name, [sheet])
            yield ProjectFile(f"{FOLDER}/{name}", sheet.pdf, "tool")
    if found:
        yield ProjectFile(f"{FOLDER}/{vectors.FILE}", vectors.index(deck, found), "tool")


def _shown(statements: Pictures) -> Iterator[Sheet]:
    for picture in statements.by_key.values():
        for sheet in picture.sheets:
            yield from (sheet, *sheet.bands)


def _vectors(file: str, sheets: Iterable[Sheet]) -> dict[str, Vector]:
    from scaffold.engines.office.vectors import Vector, digest

    return {
        digest(s.png): Vector(file=file, page=s.page, box=s.box, width=s.width, height=s.height)
        for s in sheets
        if s.box is not None
    }
