"""The one list of system packages."""

from __future__ import annotations

from importlib import resources


def apt_packages() -> tuple[str, ...]:
    """The Debian packages of apt-packages.txt, in its order."""
    text = resources.files("scaffold.engines").joinpath("apt-packages.txt").read_text(encoding="utf-8")
    rows = (line.split("#")[0].strip() for line in text.splitlines())
    return tuple(row for row in rows if row)
