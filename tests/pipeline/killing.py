"""Ends a command at a moment of its own: at the n-th time that it opens a file to write, renames or removes one.

    python -m tests.pipeline.killing < requests > answers

A request is a line of JSON: [folder, words, signal, moment]; signal 0 only counts the moments. The command runs in the
folder, in a process of its own that has loaded scaffold before. The answer is a line, too: [exit code, number of
moments, what the command printed]. Where writing goes wrong is between two of these moments, and a signal that comes
at any time hits few of them.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import pkgutil
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

_LIBRARIES = (
    "arxiv", "icalendar", "jinja2", "lxml.etree", "pdfplumber", "platformdirs", "pptx", "pylatex",
    "pylatexenc.latex2text", "pylatexenc.latexwalker", "pypdf", "pypdf.filters", "pypdfium2", "requests", "rich",
)  # fmt: skip
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Moments:
    """Counts the changes below a folder; at the one of this number, this process gets the signal."""

    def __init__(self, root: Path, number: int, at: int) -> None:
        self.root, self.number, self.at = root, number, at
        self.count = 0

    def __call__(self, event: str, args: Sequence[Any]) -> None:
        writes = event == "open" and isinstance(args[2], int) and args[2] & _WRITING
        if (writes or event in _CHANGES) and self._is_inside(args[0]):
            self.count += 1
            if self.number and self.count == self.at:
                os.kill(os.getpid(), self.number)

    def _is_inside(self, path: Any) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        return (Path.cwd() / os.fsdecode(path)).is_relative_to(self.root)


def load() -> None:
    """Imports what commands import when they need it, once for all processes, and leaves it to no garbage collector."""
    import scaffold
    from scaffold import cli  # noqa: F401

    for module in pkgutil.walk_packages(scaffold.__path__, "scaffold."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):
                import_module(module.name)
    for name in _LIBRARIES:
        import_module(name)
    gc.freeze()


def run(folder: str, words: Sequence[str], moments: Moments, report: int) -> None:
    """Runs a command, and never returns; the number of moments is written into the file descriptor."""
    main = import_module("scaffold.__main__").main
    os.chdir(folder)
    sys.argv, code = ["scaffold", *words], 1
    sys.addaudithook(moments)
    try:
        main()
    except SystemExit as e:
        code = int(e.code or 0)
    finally:
        moments.number = 0
        os.write(report, str(moments.count).encode())
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def answer(folder: str, words: Sequence[str], number: int, at: int) -> tuple[int, int, str]:
    """Runs a command in a process of its own: exit code (negative: the signal), number of moments, what it printed."""
    read, write = os.pipe()
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if not child:
            for stream in (1, 2):
                os.dup2(printed.fileno(), stream)
            run(folder, words, Moments(Path(folder).resolve(), number, at), write)
        os.close(write)
        with os.fdopen(read) as counted:
            count = counted.read()
        _, status = os.waitpid(child, 0)
        printed.seek(0)
        return os.waitstatus_to_exitcode(status), int(count or 0), printed.read().decode("utf-8", "replace")


def main() -> None:
    """Answers requests until there are no more."""
    load()
    for line in sys.stdin:
        print(json.dumps(answer(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
