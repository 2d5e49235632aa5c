"""Progress reports: callers pass a function that shows them; nothing here prints."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, str, "int | None", "int | None"], None]
"""progress(stage, detail, done, total): while something is downloaded, done and total are bytes, otherwise None.

Stages in fetch: resolve, metadata, source, pdf, unpack.
"""


def quiet(stage: str, detail: str, done: int | None, total: int | None) -> None:
    """Ignores the progress."""


def size(count: int) -> str:
    """A number of bytes for display: "412 kB", "1.1 MB"."""
    if count < 1000:
        return f"{count} bytes"
    if count < 999_500:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1e6:.1f} MB"
