"""Which sandbox works on this computer, and the command line that runs a program in it.

Tried once in a process with a program that does nothing: that bwrap is installed does not mean that the system lets it
make namespaces (containers and some distributions do not), nor a new kernel that Landlock is switched on.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scaffold.engines.sandbox import bubblewrap, launch, waiting
from scaffold.engines.sandbox.visible import readable
from scaffold.once import once

__all__ = ["CHOICES", "asked", "launched", "trusted", "wall"]

CHOICES = ("bubblewrap", "landlock", "none")

_SECONDS = 20


def wall() -> str:
    """The sandbox in use, one of CHOICES; "none" where neither works, or where the user switched it off."""
    return "none" if trusted() else _working(asked())


def asked() -> str:
    """The sandbox that the user chose; "" for the best one that works."""
    return os.environ.get("SCAFFOLD_SANDBOX", "")


def trusted() -> bool:
    """Whether the user switched the sandbox off, and so takes what a paper can do to be harmless."""
    return asked() == "none"


@once
def _working(name: str) -> str:
    tried = [name] if name in CHOICES else CHOICES[:2]
    return next((name for name in tried if _works(name)), "none")


def _works(name: str) -> bool:
    """Whether a program starts in this sandbox, and cannot list the root directory of the user's files."""
    if not sys.platform.startswith("linux") or (name == "bubblewrap" and bubblewrap.find() is None):
        return False
    program = "/bin/true"
    command = launched(name, program, Path("/tmp").resolve(), seconds=_SECONDS, memory=None, file=1 << 20)
    with subprocess.Popen(
        [*command, program],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            return waiting.wait(process, _SECONDS) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            return False


def launched(
    name: str, program: str, folder: Path, *, seconds: int, memory: int | None, file: int, sockets: bool = False
) -> list[str]:
    """The words before a program's command line that set its limits and put it into the sandbox of that name.

    folder is where it starts and all that it may write to; seconds is processor time, memory is bytes of address space
    (None: no limit), file is bytes of each written file, sockets allows Unix sockets in /tmp. Its standard input must
    be a pipe that stays open while the program shall run. Empty on Windows, where there are no limits.
    """
    if os.name != "posix":
        return []
    policy: dict[str, object] = {
        "folder": str(folder),
        "read": [str(path) for path in readable(program)] if name == "landlock" else [],
        "sockets": sockets,
        "seconds": seconds,
        "memory": memory,
        "file": file,
        "confine": name == "landlock",
    }
    outside = [sys.executable, "-I", "-S", launch.__file__, launch.packed(policy)]
    bwrap = bubblewrap.find() if name == "bubblewrap" else None
    return [*outside, *(bubblewrap.prefix(bwrap, program, folder) if bwrap else [])]
