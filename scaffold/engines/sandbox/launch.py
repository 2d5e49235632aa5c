"""Runs a program under limits, with Landlock and a system call filter where Linux has them, and ends it with scaffold.

This file is a program of its own, started with `python -I -S` so that it starts fast; it imports nothing of scaffold,
and no json, contextlib or platform, which would take as long as Python itself:

    launch.py POLICY program …

POLICY is a dict in hexadecimal digits, as `packed` makes it: "folder": …, "read": […], "sockets": …, "seconds": …,
"memory": …, "file": …, "confine": ….

It ends with the program's exit code. The standard input is a pipe from scaffold: when it closes, scaffold has ended,
however that happened, and the program is killed with all processes of its group. Exit code 126: the sandbox could not
be set up, 127: the program could not be started.
"""

from __future__ import annotations

import ctypes
import marshal
import os
import select
import signal
import stat
import struct
import sys

UNCONFINED = 126
NOT_STARTED = 127

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls of Landlock, the same numbers on every architecture (linux/landlock.h)."""

_READ = 0b1101  # execute, read a file, list a folder
_WRITE_FILE = 0b0110 | 1 << 14 | 1 << 15  # write and read, truncate, control a device
_OF_A_FILE = 0b0111 | 1 << 14 | 1 << 15
_MAKE_SOCKET = 1 << 9
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights to files each version of Landlock knows; later ones know as many as 5."""

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


def packed(policy: dict[str, object]) -> str:
    """A policy as a word of the command line, for the same Python."""
    return marshal.dumps(policy).hex()


def main(argv: list[str]) -> int:
    """Runs the program; the exit code."""
    policy, command = marshal.loads(bytes.fromhex(argv[1])), argv[2:]
    _limit(policy["seconds"], policy["memory"], policy["file"])
    if policy["confine"]:
        try:
            confine(policy["read"], policy["folder"], sockets=policy["sockets"])
        except OSError as e:
            sys.stderr.write(f"the sandbox could not be set up: {e}\n")
            return UNCONFINED
    return _supervised(command)


def _limit(seconds: int, memory: int | None, file: int) -> None:
    """Limits processor seconds, bytes of memory and bytes of each file; skips what the system refuses."""
    import resource

    wanted = [(resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, file), (resource.RLIMIT_CORE, 0)]
    if memory is not None:
        wanted.append((resource.RLIMIT_AS, memory))
    for kind, value in wanted:
        try:
            hard = resource.getrlimit(kind)[1]
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (bound, bound))
        except (ValueError, OSError):
            pass


def _supervised(command: list[str]) -> int:
    """Starts the command and waits until it ends or scaffold does."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(write)
    child = os.fork()
    if child == 0:
        _become(command)
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return _code(status)
        ready, _, _ = select.select([0, read], [], [])
        if 0 in ready and not os.read(0, 1):
            _kill(child)
        if read in ready:
            os.read(read, 512)


def _kill(child: int) -> None:
    """Ends the command with all processes of this group, or it alone if the group is another program's."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    try:  # noqa: SIM105
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os._exit(128 + signal.SIGKILL)


def _become(command: list[str]) -> None:
    """Replaces this process by the program, with nothing to read from its standard input."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores the last two
            signal.signal(number, signal.SIG_DFL)
        os.execv(command[0], command)
    except OSError as e:
        sys.stderr.write(f"cannot start {command[0]}: {e.strerror}\n")
        sys.stderr.flush()
    os._exit(NOT_STARTED)


def _code(status: int) -> int:
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def confine(read: list[str], folder: str, *, sockets: bool) -> None:
    """Lets this process and its children read these files and folders, write to folder, and reach no network.

    sockets allows Unix sockets, in /tmp. Raises OSError if the kernel has no Landlock, or refuses.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.prctl(*(38, 1, 0, 0, 0)))  # PR_SET_NO_NEW_PRIVS, without which the next calls need root
    _landlock(libc, read, folder, sockets=sockets)
    _without_network(libc, sockets=sockets)


def _landlock(libc: ctypes.CDLL, read: list[str], folder: str, *, sockets: bool) -> None:
    version = _check(libc.syscall(_CREATE_RULESET, None, 0, 1))
    rights = (1 << _RIGHTS.get(version, 16)) - 1
    network, scope = (3 if version >= 4 else 0), (3 if version >= 6 else 0)
    attributes = struct.pack("QQQ", rights, network, scope)[: 8 if version < 4 else 16 if version < 6 else 24]
    ruleset = _check(libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0))
    for path in read:
        _allow(libc, ruleset, path, _READ & rights)
    for path in _DEVICES:
        _allow(libc, ruleset, path, _WRITE_FILE & rights)
    if sockets:
        _allow(libc, ruleset, "/tmp", _MAKE_SOCKET)
    _allow(libc, ruleset, folder, rights)
    _check(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    """Adds these rights to what path holds; for a file, those that a file can have."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what does not exist cannot be read
    try:
        kept = rights if stat.S_ISDIR(os.fstat(opened).st_mode) else rights & _OF_A_FILE
        rule = struct.pack("=Qi", kept, opened)  # struct landlock_path_beneath_attr
        _check(libc.syscall(_ADD_RULE, *(ruleset, 1, rule, 0)))
    finally:
        os.close(opened)


_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198), "riscv64": (0xC00000F3, 198)}
"""By machine: its number in linux/audit.h, and that of the system call `socket`."""

_URING = 425
"""io_uring_setup: with it, a program could make sockets without the call."""


def _without_network(libc: ctypes.CDLL, *, sockets: bool) -> None:
    """Refuses to make sockets, except Unix sockets if allowed, by a filter of system calls (linux/seccomp.h)."""
    name = os.uname().machine
    machine = _ARCHITECTURES.get(name)
    if machine is None:
        raise OSError(f"no system call filter for {name}")
    rows = b"".join(struct.pack("HBBI", *row) for row in _filter(*machine, sockets=sockets))
    buffer = ctypes.create_string_buffer(rows, len(rows))
    program = struct.pack("HxxxxxxP", len(rows) // 8, ctypes.addressof(buffer))
    _check(libc.prctl(*(22, 2, program, 0, 0)))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def _filter(architecture: int, socket: int, *, sockets: bool) -> list[tuple[int, int, int, int]]:
    """The filter as classic BPF: operation, rows to skip if true and if false, operand."""
    load, equal, at_least, end = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EACCES
    return [
        (load, 0, 0, 4),
        (equal, 0, 7, architecture),
        (load, 0, 0, 0),
        (at_least, 5, 0, 0x40000000),  # x32, another interface to the same kernel
        (equal, 4, 0, _URING),
        (equal, 0, 2, socket),
        (load, 0, 0, 16),
        (equal, 0, 1, 1 if sockets else 0xFFFFFFFF),  # the family AF_UNIX, or none
        (end, 0, 0, allow),
        (end, 0, 0, refuse),
    ]


def _check(result: int) -> int:
    """The result of a system call; raises OSError if it failed."""
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv))
