"""Runs commands in processes that have loaded scaffold before: the start takes longer than most commands.

    python -m tests.pipeline.forking < requests > answers

A request is a line of JSON, a `Request`; the answer is a line with the exit code, negative for a signal. The process
of a command has its own environment, folder and streams, and ends as any other does. What Python reads when it starts,
such as the seed of its hashes, is that of the server: `Forking` starts a process anew where that differs.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from tests.conftest import ROOT
from tests.pipeline.killing import load

_LIBRARIES = ("arxiv", "jinja2", "lxml.etree", "pdfplumber", "pptx", "pypdf", "pypdfium2", "requests", "rich")
_AT_START = ("PYTHON", "LC_", "LANG")
"""Beginnings of the variables that Python reads when it starts."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A command of scaffold; what it prints goes into two files."""

    words: Sequence[str]
    folder: str
    variables: Mapping[str, str]
    out: str
    err: str


class Forking:
    """Runs commands of scaffold, each in a process of its own."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None
        self._at_start = _at_start()

    def run(self, words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        """Runs a command with the variables of this process."""
        if _at_start() != self._at_start or not hasattr(os, "fork"):
            command = [sys.executable, "-m", "scaffold", *words]
            return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
        with tempfile.TemporaryDirectory() as place:
            out, err = Path(place, "out"), Path(place, "err")
            request = Request(words=words, folder=str(folder), variables=dict(os.environ), out=str(out), err=str(err))
            code = self._asked(json.dumps(asdict(request)))
            printed = [file.read_text(encoding="utf-8") for file in (out, err)]
        return subprocess.CompletedProcess(["scaffold", *words], code, *printed)

    def _asked(self, request: str) -> int:
        server = self._server = self._server or _start()
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            print(request, file=server.stdin, flush=True)
            return int(server.stdout.readline())
        except BaseException:  # such as the time limit of a test: the next one must not get this answer
            self.close()
            raise

    def close(self) -> None:
        """Ends the server, and with it a command that still runs."""
        if self._server is not None:
            self._server.kill()
            self._server.communicate()
            self._server = None


def _at_start() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith(_AT_START)}


def _start() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.pipeline.forking"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def become(request: Request) -> None:
    """Makes this process that of a command."""
    os.environ.clear()
    os.environ.update(request.variables)
    time.tzset()
    os.chdir(request.folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in ((1, request.out), (2, request.err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.argv, tempfile.tempdir = ["scaffold", *request.words], None


def main() -> None:
    """Answers requests until there are no more; in the process of a command, runs it and returns."""
    load()
    for name in _LIBRARIES:
        import_module(name)
    gc.freeze()
    for line in sys.stdin:
        if not (child := os.fork()):
            become(Request(**json.loads(line)))
            import_module("scaffold.__main__").main()
            return
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
