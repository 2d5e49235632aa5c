"""An unexpected exception as a small file for a bug report: traceback, command, environment.

Nothing in it is private: the messages of exceptions, which may quote a user's file, are left out, and so are the home
folder, the account's name and the values called secret.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from scaffold.pipeline.environment import describe, without_private

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
    """The traceback of an exception and of those it followed from, oldest first; only the length of each message."""
    blocks = ["".join(_frames(e)) + _without_message(e) for e in reversed(list(_chain(error)))]
    return _located("\nwhich led to:\n\n".join(blocks))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, the one that it was raised from or that was being handled, and so on, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _frames(error: BaseException) -> list[str]:
    return ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__)]


def _without_message(error: BaseException) -> str:
    try:
        length = len(str(error))
    except Exception:  # the exception cannot say what it is
        length = 0
    return f"{type(error).__qualname__}" + (f" (message of {length} characters, not shown)\n" if length else "\n")


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
