"""SIGTERM and SIGHUP as exceptions, so that they clean up as Ctrl-C does."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

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


_arrived: list[int] = []
"""The signal that was raised, if any."""


def check() -> None:
    """Raises Stopped again: between two stages, in case that a library caught every exception when it came."""
    if _arrived:
        raise Stopped(_arrived[0])


@contextlib.contextmanager
def as_exceptions() -> Iterator[None]:
    """Raises Stopped in the main thread at the first such signal; later ones do not disturb the cleaning up.

    A signal that is ignored stays ignored: nohup starts programs so.
    """
    numbers = [int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name)]
    replaced = [n for n in numbers if signal.getsignal(n) is signal.SIG_DFL]

    def stop(number: int, _: FrameType | None) -> None:
        for n in replaced:
            signal.signal(n, signal.SIG_IGN)
        _arrived.append(number)
        raise Stopped(number)

    _arrived.clear()
    for n in replaced:
        signal.signal(n, stop)
    try:
        yield
    finally:
        for n in replaced:
            signal.signal(n, signal.SIG_DFL)
