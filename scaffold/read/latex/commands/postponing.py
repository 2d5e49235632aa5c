"""Environments that are read where LaTeX prints them: at a command such as \\printProofs, or at the document's end."""

from __future__ import annotations

from scaffold.read.latex.commands import conditions, handmade, typed_statements
from scaffold.read.latex.drafts import StatementDraft
from scaffold.read.latex.engine import Engine, command
from scaffold.read.latex.postponed import Piece
from scaffold.tex import tokens

__all__ = ["at_end", "end_of", "postpone", "release", "repeat"]

_KEY = "scaffold postponed"


def end_of(engine: Engine, name: str) -> int | None:
    """The position after the environment that begins here, if it may be postponed; otherwise None."""
    frame = engine.frames[-1]
    if (id(frame.buffer), frame.start) in engine.postponed.released:
        return None
    end = tokens.close_environment(frame.text, frame.pos, name)
    return end if 0 <= end <= frame.end else None


def postpone(engine: Engine, place: str, end: int, owner: StatementDraft | None = None) -> None:
    """Read the environment that begins here at another place. owner: what it proves."""
    frame, postponed = engine.frames[-1], engine.postponed
    postponed.add(place, Piece(frame.buffer, frame.folder, frame.start, end))
    if owner is not None:
        postponed.owners[id(frame.buffer), frame.start] = owner
    frame.pos = end


def repeat(engine: Engine, draft: StatementDraft, place: str) -> None:
    """Repeat a statement at another place, under its own number."""
    kept = engine.postponed.kept
    draft.restate_key = draft.restate_key or f"{_KEY} {len(kept)}"
    kept.append(draft)
    engine.postponed.add(place, rf"\getkeytheorem{{{draft.restate_key}}}")


def release(engine: Engine, place: str) -> None:
    """Read what waits for this place, here."""
    if engine.postponed.waiting.get(place):
        engine.push_text(rf"\scaffold@postponed{{{place}}}", at_letter=True)


@command("scaffold@postponed")
def read_next(engine: Engine, how: str) -> None:
    """Read the next piece for this place, and then those after it."""
    place = engine.argument() or ""
    engine.leave_finished()
    pieces = engine.postponed.waiting.get(place, [])
    if not pieces:
        return
    piece = pieces.pop(0)
    release(engine, place)
    if isinstance(piece, str):
        engine.push_text(piece, at_letter=True)
    else:
        _read(engine, piece)


def _read(engine: Engine, piece: Piece) -> None:
    engine.postponed.released.add((id(piece.buffer), piece.start))
    frame = engine.push(piece.buffer, piece.folder, within=(piece.start, piece.end))
    if frame is not None and piece.buffer.is_file:
        handmade.mark_heads(engine, frame)
        conditions.mark_conditions(engine, frame)
        typed_statements.mark_statements(engine, frame)


def at_end(engine: Engine) -> bool:
    r"""At \end{document}: whether something still waits; it is read before that ends the document."""
    places = [place for place, pieces in engine.postponed.waiting.items() if pieces]
    if places:
        engine.frames[-1].pos = engine.frames[-1].start
    for place in reversed(places):
        release(engine, place)
    return bool(places)
