"""Uses of some macros in a body replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Callable

from scaffold.model import Macro
from scaffold.tex import gaps, tokens
from scaffold.tex.arguments import CannotExpand, Cursor, expansion, take

__all__ = ["DEEPEST", "opened"]

DEEPEST = 5
"""How often what a use stands for is looked at again."""


_NEAR = 200
"""Characters before a place that say how what follows is joined."""


def opened(body: str, chosen: Callable[[str], Macro | None]) -> str:
    """The body with every use of a chosen command replaced; where nothing is left of it, as if it had printed nothing.

    chosen gives the macro of a name, or None for one to leave.
    """
    for _ in range(DEEPEST):
        done = _once(body, chosen)
        if done == body:
            break
        body = done
    return body


def _once(body: str, chosen: Callable[[str], Macro | None]) -> str:
    pieces, last, at, masked = list[str](), "", 0, tokens.mask(body)
    for m in tokens.CONTROL.finditer(masked):
        found = chosen(m[1]) if m.start() >= at else None
        if found is not None and (use := _use(found, masked, m.end())) is not None:
            text, end = use
            last = _added(pieces, last, body[at : m.start()])
            if not text:
                text, end = gaps.closed(last, body, end)
            last, at = _added(pieces, last, text), end
    _added(pieces, last, body[at:])
    return "".join(pieces)


def _added(pieces: list[str], last: str, text: str) -> str:
    """Adds a piece, apart from a control word before it, and gives the end of all so far: copying all is quadratic."""
    made = tokens.joined(last, text)
    pieces.append(made[len(last) :])
    return made[-_NEAR:]


def _use(macro: Macro, tex: str, at: int) -> tuple[str, int] | None:
    """What the use of a macro whose name ends at `at` becomes, and where it ends; None where it cannot be followed."""
    cursor = Cursor(tex, at, at_letter=False)
    try:
        return expansion(macro, take(macro.parameters, cursor)), cursor.pos
    except CannotExpand:
        return None
