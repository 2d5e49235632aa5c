"""Which programs run on this computer, as tests of their end ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def processes(pattern: str, *, whole: bool = False) -> list[str]:
    """Command lines of running processes that hold the pattern, or are it, on Linux; nothing elsewhere."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        except OSError:
            continue
        if line == pattern if whole else pattern in line:
            found.append(line)
    return found


def wait_until(done: Callable[[], object]) -> None:
    for _ in range(400):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")
