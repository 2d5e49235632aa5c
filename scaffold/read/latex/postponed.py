"""Text that LaTeX writes to a file and prints further on, such as proofs that a package moves to the appendix."""

from __future__ import annotations

from dataclasses import dataclass, field

from scaffold.read.latex.drafts import SectionDraft, StatementDraft
from scaffold.tex.tokens import Buffer

__all__ = ["Piece", "Postponed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is read later, in place. folder: that of the text's inputs."""

    buffer: Buffer
    folder: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Postponed:
    """What waits to be read, by where it is printed: stretches of the paper and code, in order."""

    waiting: dict[str, list[Piece | str]] = field(default_factory=dict)
    released: set[tuple[int, int]] = field(default_factory=set)
    """Buffer and position of the environments that are read where they are printed."""
    owners: dict[tuple[int, int], StatementDraft] = field(default_factory=dict)
    """By the same key: the statement that such a proof proves."""
    kept: list[StatementDraft] = field(default_factory=list)
    """Statements that are repeated there."""
    headed: SectionDraft | None = None
    """The section that has its heading in apxproof's appendix already."""
    repeated: set[str] = field(default_factory=set)
    """apxproof's environments that are repeated in the appendix."""
    decided: int = 0
    """The order of the last proof or statement by which apxproof decided where a proof goes."""
    keys: dict[str, str] = field(default_factory=dict)
    """The keys of proof-at-the-end: of an environment, and by "" of all."""
    last: tuple[str, StatementDraft | None] = ("", None)
    """The keys of the last statement of proof-at-the-end, and the statement unless that is postponed."""

    def add(self, place: str, piece: Piece | str) -> None:
        """Let this be read at that place, after what waits there."""
        self.waiting.setdefault(place, []).append(piece)
