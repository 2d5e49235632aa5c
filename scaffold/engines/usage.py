"""Processor time of a running program and of all that it started, read from /proc (Linux)."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

__all__ = ["interrupt", "seconds"]

_PROC = Path("/proc")


def seconds(process: int) -> float | None:
    """Processor seconds of the process and its descendants that are alive; None where the system does not tell."""
    ticks = [_ticks(pid) for pid in _family(process)]
    if not ticks or ticks[0] is None:
        return None
    return sum(t for t in ticks if t is not None) / os.sysconf("SC_CLK_TCK")


def interrupt(process: int) -> bool:
    """Sends Ctrl-C to the processes of a family that have no children, such as TeX within its sandbox.

    False if there is no such process, or the system does not tell.
    """
    sent = False
    for pid in [pid for pid in _family(process)[1:] if not _children(pid)]:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGINT)
            sent = True
    return sent


def _family(process: int) -> list[int]:
    """The process and its descendants."""
    found = [process]
    for pid in found:
        found.extend(child for child in _children(pid) if child not in found)
    return found


def _children(process: int) -> list[int]:
    return list(_listed(process))


def _listed(process: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for thread in (_PROC / str(process) / "task").iterdir():
            with contextlib.suppress(OSError):
                yield from map(int, (thread / "children").read_text(encoding="ascii").split())


def _ticks(process: int) -> int | None:
    """Time in user and system mode: fields 14 and 15 of `stat`, after a name that may contain spaces."""
    try:
        fields = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return None
    return sum(map(int, fields.split()[11:13]))
