"""Runs an engine within limits: own process group, time, memory, file size, and no shell on its way.

Engines are fed text from strangers, so each run gets a scratch directory of its own and is killed with all its
children when the time is up or the user presses Ctrl-C. Memory and file size are limited where the system can
(Linux; macOS knows no memory limit; Windows neither).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from scaffold import disk

OUTPUT_CAP = 4_000_000
"""Bytes of an engine's output that are kept, from its end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may use: seconds of wall time, megabytes of address space (None: any) and of each file written."""

    seconds: float
    memory: int | None = 4096
    file: int = 512


@dataclass(frozen=True, slots=True)
class Finished:
    """How a run ended: code is its exit code, None when it was stopped at the time limit; output is both streams."""

    code: int | None
    output: str

    @property
    def timed_out(self) -> bool:
        return self.code is None


def which(name: str) -> str | None:
    """Path of a program, None when it is not installed. MacTeX is on the path of new shells only, so look there too."""
    mactex = Path("/Library/TeX/texbin") / name
    return shutil.which(name) or (str(mactex) if sys.platform == "darwin" and mactex.is_file() else None)


def run(argv: Sequence[str], cwd: Path, limits: Limits, env: Mapping[str, str] | None = None) -> Finished:
    """Runs a program to its end or its limits; raises OSError when it cannot be started.

    Whatever ends the wait (time, Ctrl-C, an error of ours) ends the program and all its children.
    """
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [*_ulimit(limits), *argv],
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            **_own_group(),
        )
        try:
            code: int | None = process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if process.returncode is None:
                _kill_group(process)
        return Finished(code, _tail(out))


def _ulimit(limits: Limits) -> list[str]:
    """A prefix that sets the limits and becomes the program.

    The alternative, a preexec_fn, runs Python between fork and exec, which can deadlock a process with threads.
    """
    if os.name != "posix":
        return []
    sets = [f"ulimit -t {int(limits.seconds * 4) + 5}", f"ulimit -f {limits.file * 2048}", "ulimit -c 0"]
    if limits.memory is not None:
        sets.append(f"ulimit -v {limits.memory * 1024}")
    script = "; ".join(f"{one} 2>/dev/null" for one in sets) + '; exec "$@"'
    return ["/bin/sh", "-c", script, "sh"]


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that was not yet waited for, with all of its group, so that its number cannot be another's."""
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
    """A directory that is gone afterwards, whatever happened; resolved, as engines compare real paths."""
    with disk.trouble("the temporary folder"):
        folder = tempfile.TemporaryDirectory(prefix="scaffold-", ignore_cleanup_errors=True)
    with folder as name:
        yield Path(name).resolve()
