"""Runs commands in processes that have loaded scaffold before: the start takes longer than most commands.

    python -m tests.pipeline.forking < requests > answers

A request is a line of JSON, a `Request`; the answer is a line with the exit code, negative for a signal. The process
of a command has its own environment, folder and streams, and ends as any other does. What Python reads when it starts,
such as the seed of its hashes, is that of the server: `Forking` starts a process anew where that differs. `scaffold`
runs a command in the one server of this process.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from tests.conftest import ROOT
from tests.pipeline.killing import load

_AT_START = ("PYTHON", "LC_", "LANG")
"""Beginnings of the variables that Python reads when it starts."""

_STREAMS = "PYTHONIOENCODING"
"""The one that concerns nothing but the standard streams, which a process can set later, too."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """A command of scaffold, and the paths of its standard streams."""

    words: Sequence[str]
    folder: str
    variables: Mapping[str, str]
    read: str
    out: str
    err: str


class Forking:
    """Runs commands of scaffold, each in a process of its own."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None
        self._at_start = _at_start(os.environ)

    def run(
        self, words: Sequence[str], folder: Path, env: Mapping[str, str], place: str = ""
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs a command with the variables env; place: the path of a terminal or device for what it reads and prints.

        With a place, nothing is known of what it printed.
        """
        if _at_start(env) != self._at_start or not hasattr(os, "fork"):
            return _anew(words, folder, env, place)
        with tempfile.TemporaryDirectory() as files:
            read, out, err = (place,) * 3 if place else (os.devnull, str(Path(files, "out")), str(Path(files, "err")))
            request = Request(words=words, folder=str(folder.absolute()), variables=env, read=read, out=out, err=err)
            code = self._asked(json.dumps(asdict(request)))
            printed = [] if place else [Path(path).read_bytes() for path in (out, err)]
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


def _at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(_AT_START) and name != _STREAMS}


def _anew(words: Sequence[str], folder: Path, env: Mapping[str, str], place: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "scaffold", *words]
    if not place:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
    with Path(place).open("r+b", buffering=0) as stream:
        return subprocess.run(command, cwd=folder, env=env, stdin=stream, stdout=stream, stderr=stream, check=False)


def _start() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.pipeline.forking"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


_FORKING = Forking()
atexit.register(_FORKING.close)


def scaffold(*words: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs `scaffold` with these words in cwd, as a process of its own, with the variables of this one and these."""
    ran = scaffold_bytes(*words, cwd=cwd, **variables)
    out, err = (io.TextIOWrapper(io.BytesIO(printed), encoding="utf-8").read() for printed in (ran.stdout, ran.stderr))
    return subprocess.CompletedProcess(ran.args, ran.returncode, out, err)


def scaffold_bytes(*words: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The same with what is printed as it is, in any encoding."""
    return _FORKING.run([str(word) for word in words], cwd, {**os.environ, **variables})


def scaffold_at(place: str, words: Sequence[str], cwd: Path, env: Mapping[str, str]) -> int:
    """Runs `scaffold` with exactly these variables at a terminal or device; its exit code."""
    return _FORKING.run(words, cwd, env, place).returncode


def become(request: Request) -> None:
    """Makes this process that of a command."""
    os.environ.clear()
    os.environ.update(request.variables)
    time.tzset()
    os.chdir(request.folder)
    os.dup2(os.open(request.read, os.O_RDONLY | os.O_NOCTTY), 0)
    for number, path in ((1, request.out), (2, request.err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOCTTY), number)
    _streams(request.variables.get(_STREAMS, ""))
    sys.argv, tempfile.tempdir = ["scaffold", *request.words], None


def _streams(encoding: str) -> None:
    """Sets the standard streams as Python does when it starts."""
    name, _, errors = encoding.partition(":")
    source = io.BufferedReader(io.FileIO(0, closefd=False))
    sys.stdin = io.TextIOWrapper(source, encoding=name or sys.stdin.encoding, errors=errors or sys.stdin.errors)
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)
        if encoding:
            given = errors if errors and stream is sys.stdout else stream.errors
            stream.reconfigure(encoding=name or None, errors=given)
        stream.reconfigure(line_buffering=os.isatty(stream.fileno()) or stream is sys.stderr)


def _code() -> int:
    """Runs the command: its exit code."""
    try:
        import_module("scaffold.__main__").main()
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else int(e.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _end(code: int) -> NoReturn:
    """Ends this process as Python does, but for freeing every object, which takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main() -> None:
    """Answers requests until there are no more; the process of a command runs it and ends."""
    load()
    for line in sys.stdin:
        if not (child := os.fork()):
            become(Request(**json.loads(line)))
            _end(_code())
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
