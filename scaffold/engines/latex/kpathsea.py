"""Finds files of the TeX installation with kpsewhich."""

from __future__ import annotations

from scaffold.engines import limits

__all__ = ["find"]

_SECONDS = 20.0


def find(file: str) -> bool | None:
    """Whether the TeX installation has a file of that name; None if TeX is not installed."""
    program = limits.which("kpsewhich")
    if program is None:
        return None
    with limits.scratch() as folder:
        done = limits.run([program, file], folder, limits.Limits(_SECONDS))
    return bool(done.output.strip())
