"""How the room tells what it is doing: the pipeline shows it, nobody here prints."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, str, "int | None", "int | None"], None]
"""progress(stage, detail, done, total): stage is resolve, metadata, source, pdf or unpack; done and total are bytes."""


def quiet(stage: str, detail: str, done: int | None, total: int | None) -> None:
    """Tells nobody."""


def size(count: int) -> str:
    """A number of bytes as people say it: "412 kB", "1.1 MB"."""
    if count < 1000:
        return f"{count} bytes"
    if count < 999_500:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1e6:.1f} MB"
