"""Finds files of the TeX installation with kpsewhich."""

from __future__ import annotations

from pathlib import Path

from scaffold.engines import limits
from scaffold.once import once

__all__ = ["find", "path_of"]

_SECONDS = 20.0


def find(file: str) -> bool | None:
    """Whether the TeX installation has a file of that name; None if TeX is not installed."""
    program = limits.which("kpsewhich")
    return None if program is None else _answer(program, file) != ""


@once
def path_of(file: str) -> Path | None:
    """Where the TeX installation has a file of that name; None if it has none, or is not there.

    Asked once in a process, as each compilation wants to know it three times.
    """
    program = limits.which("kpsewhich")
    answer = "" if program is None else _answer(program, file)
    return Path(answer.splitlines()[0]) if answer else None


def _answer(program: str, file: str) -> str:
    return limits.answer([program, "--", file], _SECONDS).strip()
