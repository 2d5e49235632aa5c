"""Waiting for the end of a program, with a time limit."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess

__all__ = ["wait"]


def wait(process: subprocess.Popen[bytes], seconds: float) -> int:
    """The exit code of process as soon as it has ended; raises TimeoutExpired after seconds.

    Popen.wait with a time limit looks every 50 ms, which is long for programs that take less; Linux announces the end.
    """
    if process.returncode is None and hasattr(os, "pidfd_open"):
        with contextlib.suppress(OSError):  # such as a kernel that does not know the call
            descriptor = os.pidfd_open(process.pid)
            try:
                poll = select.poll()
                poll.register(descriptor, select.POLLIN)
                if poll.poll(max(0.0, seconds) * 1000):
                    return process.wait()
                raise subprocess.TimeoutExpired(process.args, seconds)
            finally:
                os.close(descriptor)
    return process.wait(seconds)
