"""The installed fonts, as fontconfig lists them."""

from __future__ import annotations

from scaffold.engines import limits

__all__ = ["installed", "listed"]

_SECONDS = 20.0


def listed(*arguments: str) -> tuple[str, ...] | None:
    """The lines that fc-list prints with these arguments; None without fontconfig."""
    program = limits.which("fc-list")
    if program is None:
        return None
    with limits.scratch() as folder:
        return tuple(limits.run([program, *arguments], folder, limits.Limits(_SECONDS)).output.splitlines())


def installed() -> str:
    """The files and versions of all fonts, sorted; "" without fontconfig.

    They may be more than engines see in their sandbox, so that something is made again without need.
    """
    program = limits.which("fc-list")
    answer = limits.answer([program, ":", "file", "fontversion"], _SECONDS) if program else ""
    return "\n".join(sorted(answer.splitlines()))
