"""Signals as exceptions, so that SIGTERM and SIGHUP clean up as Ctrl-C does."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from scaffold import temporary

_NAMES = ("SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """A signal asked scaffold to end. As with KeyboardInterrupt, `except Exception` does not catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def name(self) -> str:
        return signal.Signals(self.number).name

    @property
    def exit_code(self) -> int:
        """What shells report for a program that this signal ended."""
        return 128 + self.number


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, in a class of its own.

    CPython notes a KeyboardInterrupt that leaves the exec() of a string, which dataclasses use at import, and then
    `python -m` ends by the signal instead of the exit code, although it was caught. It notes that class only.
    """


_arrived: list[int] = []
"""The signals that were raised, Ctrl-C among them."""


def check() -> None:
    """Raises Stopped or Interrupted again: between two stages, in case that a library caught it when it came."""
    if _arrived:
        raise _exception(_arrived[0])


def taken() -> None:
    """Ctrl-C was the answer that the command waited for, so it does not end it. Raises Stopped for another signal."""
    others = [number for number in _arrived if number != signal.SIGINT]
    if others:
        raise _exception(others[0])
    _arrived.clear()


def _exception(number: int) -> Stopped | Interrupted:
    return Interrupted() if number == signal.SIGINT else Stopped(number)


@contextlib.contextmanager
def as_exceptions() -> Iterator[None]:
    """Raises Stopped in the main thread at the first SIGTERM or SIGHUP, and Interrupted at Ctrl-C.

    It is raised once more at the end of the block if the block went on after it, or failed in another way: a file that
    is closed while the exception passes through it may raise its own. A second SIGTERM or SIGHUP does not
    disturb the cleaning up; what the first one disturbed of it is done at the end. Nothing of it is known after the
    block: another block of the same process starts anew.
    A signal that is ignored stays ignored: nohup starts programs so.
    """
    numbers = [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]
    replaced = [n for n in numbers if signal.getsignal(n) is signal.SIG_DFL]

    def stop(number: int, _: FrameType | None) -> None:
        for n in replaced:
            signal.signal(n, signal.SIG_IGN)
        _arrived.append(number)
        raise _exception(number)

    handlers = {**dict.fromkeys(replaced, stop), **_of_ctrl_c()}
    before = {n: signal.signal(n, handler) for n, handler in handlers.items()}
    try:
        yield
        check()
    except Exception:
        check()
        raise
    finally:
        if _arrived:
            temporary.clear()
        for n, handler in before.items():
            signal.signal(n, handler)
        _arrived.clear()


def _of_ctrl_c() -> dict[int, Callable[[int, FrameType | None], None]]:
    """The handler of Ctrl-C, unless it is ignored or somebody else's."""

    def interrupt(number: int, _: FrameType | None) -> None:
        _arrived.append(number)
        raise _exception(number)

    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    return {signal.SIGINT: interrupt} if ours else {}
