"""The installed fonts, as fontconfig lists them."""

from __future__ import annotations

from scaffold.engines import limits

__all__ = ["installed"]

_SECONDS = 20.0


def installed() -> str:
    """The files and versions of all fonts, sorted; "" without fontconfig."""
    program = limits.which("fc-list")
    if program is None:
        return ""
    with limits.scratch() as folder:
        done = limits.run([program, ":", "file", "fontversion"], folder, limits.Limits(_SECONDS))
    return "\n".join(sorted(done.output.splitlines()))
