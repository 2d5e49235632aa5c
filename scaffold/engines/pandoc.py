"""Runs pandoc, which converts LaTeX formulas for PowerPoint: sandboxed, with limits, version 3 or newer.

Uses the system's pandoc if it is new enough, otherwise the one in the package pypandoc_binary (extra `all`). What it
made is kept (`results`); which pandoc it was, it says itself: its program has 160 MB, which take longer to hash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from scaffold.engines import limits, results
from scaffold.errors import EngineMissing

__all__ = ["find_pandoc", "run_pandoc"]

OLDEST = 3
_SECONDS = 60.0


@lru_cache(maxsize=1)
def find_pandoc() -> str | None:
    """Path of a pandoc of version 3 or newer; None if there is none."""
    for path in (limits.which("pandoc"), _packaged()):
        if path and _version(path) >= OLDEST:
            return path
    return None


def run_pandoc(args: Sequence[str], data: bytes) -> tuple[bytes | None, str]:
    """Converts data with these arguments: the output (None if pandoc failed) and pandoc's messages.

    Pandoc reads and writes no other files, so what it made of the same data before is taken. Raises EngineMissing.
    """
    path = find_pandoc()
    if path is None:
        raise EngineMissing(f"no pandoc of version {OLDEST} or newer is installed", "run: pip install 'scaffold[all]'")
    key = results.key("pandoc", _about(path), Path(path).stat().st_size, tuple(args), data)
    if known := results.find(key):
        return known[_OUT], known[_MESSAGES].decode()
    out, messages = _converted(path, args, data)
    if out is not None:
        results.keep(key, {_OUT: out, _MESSAGES: messages.encode()})
    return out, messages


_OUT, _MESSAGES = "out", "messages.txt"


def _converted(path: str, args: Sequence[str], data: bytes) -> tuple[bytes | None, str]:
    with limits.scratch() as folder:
        (folder / "in").write_bytes(data)
        # No memory limit: pandoc reserves a terabyte of address space but uses little of it.
        done = limits.run([path, "--sandbox", *args, "-o", "out", "in"], folder, limits.Limits(_SECONDS, memory=None))
        out = folder / "out"
        return (out.read_bytes() if done.code == 0 and out.is_file() else None), done.output


def _packaged() -> str | None:
    """The binary in pypandoc_binary, found without importing the package."""
    spec = find_spec("pypandoc")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "files"
    return next((str(p) for p in (folder / "pandoc", folder / "pandoc.exe") if p.is_file()), None)


def _version(path: str) -> int:
    """Major version of a pandoc, 0 if unknown."""
    found = re.search(r"pandoc(?:\.exe)?\s+(\d+)\.", _about(path))
    return int(found[1]) if found else 0


@lru_cache(maxsize=4)
def _about(path: str) -> str:
    """What a pandoc says about its version and the libraries in it; "" if it cannot be started."""
    with limits.scratch() as folder:
        try:
            return limits.run([path, "--version"], folder, limits.Limits(_SECONDS, memory=None)).output
        except OSError:
            return ""
