"""Runs a program in a sandbox and its own process group, with limits on time, memory and file size, without a shell.

Engines process text from untrusted papers, so each run gets its own temporary directory and is killed with all its
child processes at the time limit, on Ctrl-C, or when scaffold ends in any other way. Memory and file size are limited
on Linux; macOS limits only the file size, Windows neither.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from scaffold import disk, temporary
from scaffold.engines import background, usage
from scaffold.engines.sandbox import launch, waiting
from scaffold.engines.sandbox.visible import environment
from scaffold.engines.sandbox.walls import launched, wall
from scaffold.errors import ScaffoldError

OUTPUT_CAP = 4_000_000
"""Maximum bytes of a program's output to keep; the beginning is dropped."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a run: seconds of wall time, megabytes of address space (None: no limit) and of each written file."""

    seconds: float
    memory: int | None = 4096
    file: int = 512


_NO_HOME = Path("/nonexistent")
"""The home of programs that have nothing to write."""

_INTERVAL = 0.25
"""Seconds between two looks at a run that is watched, or that can be cancelled."""

_LAST_WORDS = 1.0
"""Seconds that a program gets to end after Ctrl-C: TeX then prints the line that it is at."""

_UNTOLD = 3.0
"""How many seconds count as one of the processor where the system does not tell: others use it too."""

Watch = Callable[[bytes, float], str]
"""Is told the new output of a run and the processor seconds it has used so far; returns why to stop it, "" to go on."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The result of a run: code is its exit code, None if it was stopped; output is both streams.

    stopped is why a watch stopped it; "" if nothing did, or the time limit.
    """

    code: int | None
    output: str
    stopped: str = ""

    @property
    def timed_out(self) -> bool:
        return self.code is None


def which(name: str) -> str | None:
    """Path of a program, None if it is not installed. Also looks in MacTeX, which is on the PATH of new shells only."""
    mactex = Path("/Library/TeX/texbin") / name
    return shutil.which(name) or (str(mactex) if sys.platform == "darwin" and mactex.is_file() else None)


def run(
    argv: Sequence[str],
    folder: Path,
    limits: Limits,
    env: Mapping[str, str] | None = None,
    *,
    sockets: bool = False,
    confined: bool = True,
    watch: Watch | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Finished:
    """Runs a program until it ends or reaches a limit; raises OSError if it cannot be started.

    argv[0] is the program's absolute path. It starts in folder, and where there is a sandbox it can write nowhere else
    and read only folder, the system and the TeX installation. env is added to the variables of `visible.environment`.
    sockets allows Unix sockets in /tmp; a program that is not confined runs without a sandbox. The time limit, Ctrl-C
    or an error in scaffold kills the program and all its child processes. A program that is watched is first asked to
    end, by Ctrl-C, when watch or the time limit stops it. In the background it may raise Cancelled. meanwhile is called
    once, while the program runs; the watch and the time limit wait for its end.
    """
    background.raise_if_cancelled()
    folder = folder.resolve()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [*_launched(wall() if confined else "none", argv[0], folder, limits, sockets=sockets), *argv],
            cwd=folder,
            env=environment(folder, argv[0]) | dict(env or {}),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            **_own_group(),
        )
        try:
            if meanwhile is not None:
                meanwhile()
            code, stopped = _waited(process, limits.seconds, out, watch)
        finally:
            _end(process)
        _raise_if_not_started(code, argv[0])
        return Finished(code, _tail(out), stopped)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that has not ended, with its group."""
    if process.returncode is None:
        _kill_group(process)
    if process.stdin is not None:
        process.stdin.close()


def answer(argv: Sequence[str], seconds: float) -> str:
    """What a program of the system prints that reads nothing but its own files; "" if it fails.

    It gets no sandbox: to start one takes ten times as long as such a program.
    """
    env, root = environment(_NO_HOME, argv[0]), Path.cwd().anchor
    try:
        done = subprocess.run(argv, cwd=root, env=env, capture_output=True, timeout=seconds, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _waited(
    process: subprocess.Popen[bytes], seconds: float, out: IO[bytes], watch: Watch | None
) -> tuple[int | None, str]:
    """The exit code, None if the run must be stopped, and why a watch wants that."""
    deadline, read, why = time.monotonic() + seconds, 0, ""
    while not why and (left := deadline - time.monotonic()) > 0:
        with contextlib.suppress(subprocess.TimeoutExpired):
            looks = watch is not None or background.is_background()
            return waiting.wait(process, min(left, _INTERVAL) if looks else left), ""
        background.raise_if_cancelled()
        if watch is not None:
            new = os.pread(out.fileno(), OUTPUT_CAP, read) if hasattr(os, "pread") else b""
            read += len(new)
            used = usage.seconds(process.pid)
            why = watch(new, used if used is not None else (time.monotonic() - deadline + seconds) / _UNTOLD)
    if watch is not None and usage.interrupt(process.pid):
        with contextlib.suppress(subprocess.TimeoutExpired):
            waiting.wait(process, _LAST_WORDS)
    return None, why


def _launched(name: str, program: str, folder: Path, limits: Limits, *, sockets: bool) -> list[str]:
    return launched(
        name,
        program,
        folder,
        seconds=int(limits.seconds * 4) + 5,
        memory=None if limits.memory is None else limits.memory << 20,
        file=limits.file << 20,
        sockets=sockets,
    )


def _raise_if_not_started(code: int | None, program: str) -> None:
    if code == launch.NOT_STARTED and not Path(program).is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), program)


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process and its group; as nobody has waited for it yet, its id cannot belong to another process."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        import signal

        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _tail(out: IO[bytes]) -> str:
    """The end of a binary file as text."""
    size = out.seek(0, os.SEEK_END)
    out.seek(max(0, size - OUTPUT_CAP))
    return out.read().decode("utf-8", "replace")


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A temporary directory, always removed at the end; its path is resolved, as engines compare real paths.

    Raises DiskError if it cannot be made, or if the disk is full after the block.
    """
    with contextlib.ExitStack() as stack:
        with disk.report_errors("the temporary folder"):
            parent = temporary.system_folder().resolve()
        place = f"the temporary folder {parent}"
        with disk.report_errors(place):
            folder = stack.enter_context(temporary.folder(parent, temporary.VISIBLE))
        try:
            yield folder
        except ScaffoldError:
            disk.raise_if_full(folder, place)
            raise
        disk.raise_if_full(folder, place)
