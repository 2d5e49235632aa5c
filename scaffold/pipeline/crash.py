"""An unexpected exception as a small file for a bug report: traceback, command, environment.

The home folder and the values called secret are left out. The exception's message is kept, and may quote a file.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from scaffold.pipeline.environment import describe, without_private

_LONGEST_MESSAGE = 200
"""Characters of an exception's message that are kept: a long one quotes what was being read."""

_PACKAGES = re.compile(r"[^\n\"]*[/\\](?=(?:site|dist)-packages[/\\])")


def report(error: BaseException, command: str, secrets: Sequence[str] = ()) -> tuple[str, Path | None]:
    """The text for a bug report, and the file that holds it: in the current folder, else in the system's temporary one.

    command is the command line without private values; secrets are values that must not occur in the text. The file
    is None where neither folder can be written to.
    """
    now = datetime.now()
    text = "\n".join(
        (
            f"scaffold crash report, {now:%Y-%m-%d %H:%M:%S}",
            f"command: {command}",
            "",
            _attempt(lambda: trace(error)),
            _attempt(describe),
        )
    )
    text = without_private(text, secrets)
    return text, _saved(text, f"scaffold-crash-{now:%Y%m%d-%H%M%S}")


def _attempt(part: Callable[[], str]) -> str:
    """What part returns, or that it failed: the report must not fail because one of its parts does."""
    try:
        return part()
    except Exception as e:
        return f"(not available: {type(e).__name__})\n"


def trace(error: BaseException) -> str:
    """The traceback, with files named from their package on and long messages cut; no values of variables."""
    found = traceback.TracebackException.from_exception(error)
    lines = [line for chunk in found.format() for line in chunk.splitlines()]
    return _located("\n".join(_cut(line) for line in lines)) + "\n"


def _cut(line: str) -> str:
    kept = line[:_LONGEST_MESSAGE]
    return kept if line == kept else f"{kept}… ({len(line)} characters)"


def _located(text: str) -> str:
    """Paths of scaffold, of packages, of Python and of the current folder without what stands before them."""
    text = _PACKAGES.sub("", text)
    roots = {str(Path(__file__).resolve().parents[2]): "", sys.prefix: "<python>/", sys.base_prefix: "<python>/"}
    with contextlib.suppress(OSError):  # a folder that was removed meanwhile
        roots[str(Path.cwd())] = "./"
    for root in sorted(roots, key=len, reverse=True):
        if len(root) > 1:
            text = text.replace(root + os.sep, roots[root])
    return text


def _saved(text: str, name: str) -> Path | None:
    """The new file that holds the text; None where no folder takes it."""
    for folder in (Path(), Path(tempfile.gettempdir())):
        for number in ("", "-2", "-3"):
            path = folder / f"{name}{number}.txt"
            try:
                with path.open("x", encoding="utf-8", errors="backslashreplace") as file:
                    file.write(text)
            except FileExistsError:
                continue
            except OSError:
                break
            return path
    return None
