"""The command line of bubblewrap (bwrap): new namespaces in which only what a program needs is mounted.

The program has its own processes, no network and an empty /tmp, and ends when scaffold ends, with all it started.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold.engines.sandbox.visible import readable

__all__ = ["find", "prefix"]

_TEMPORARY = str(64 << 20)
"""Bytes that fit into /tmp, which is in memory; only LibreOffice's socket and lock files go there."""

_FEW_PROCESSES = 'ulimit -u 256 2>/dev/null || ulimit -p 256 2>/dev/null; exec "$@"'
"""Within the sandbox, as outside the limit would count all processes of the user; the option has two names.

Root has no such limit.
"""


def find() -> str | None:
    """Path of bwrap; None if it is not installed or this is not Linux."""
    return shutil.which("bwrap") if sys.platform.startswith("linux") else None


def prefix(bwrap: str, program: str, folder: Path) -> list[str]:
    """The words before a program's command line; the program may write to folder, where it starts, and nowhere else."""
    return [
        *(bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--proc", "/proc", "--dev", "/dev", "--size", _TEMPORARY, "--tmpfs", "/tmp"),
        *(word for path in readable(program) for word in _shown(path)),
        *_links(program, readable(program)),
        *("--bind", str(folder), str(folder), "--chdir", str(folder), "--remount-ro", "/", "--"),
        *("/bin/sh", "-c", _FEW_PROCESSES, "sh"),
    ]


def _shown(path: Path) -> Sequence[str]:
    """Mounts a file or folder for reading; a link is made again, as /bin is a link to usr/bin on many systems."""
    if path.is_symlink():
        return ("--symlink", str(path.readlink()), str(path))
    return ("--ro-bind", str(path), str(path))


def _links(program: str, shown: Sequence[Path]) -> Iterator[str]:
    """The links that lead from a program's name to its file: TeX finds its installation by following them."""
    path = Path(program)
    while path.is_symlink() and not any(path.is_relative_to(other) for other in shown):
        target = path.parent / path.readlink()
        yield from ("--symlink", str(target), str(path))
        path = target
