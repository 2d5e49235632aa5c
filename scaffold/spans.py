"""Positions in source files, carried by every node and every message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A position: file relative to the source's root, line and column from 1 (0: unknown)."""

    file: str
    line: int = 0
    col: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.col) if n)]
        return ":".join(parts)
