"""How long one request may take as a whole: the time-out of a socket only limits the time between two bytes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """A request ends after total seconds, or after grace seconds if it brings less than rate bytes per second."""

    grace: float = 120.0
    rate: float = 2048.0
    total: float = 1800.0

    def ends(self, seconds: float, received: int) -> float:
        """Seconds until a request that has run so long and received so much is given up; 0 or less: now."""
        enough = received / self.rate if self.rate > 0 else self.total
        return min(self.total, max(self.grace, enough)) - seconds


class TooSlow(Exception):
    """A request was given up; received bytes came in so many seconds."""

    def __init__(self, received: int, seconds: float) -> None:
        super().__init__(received, seconds)
        self.received, self.seconds = received, seconds


class Count:
    """Counts what a request receives."""

    def __init__(self) -> None:
        self.received = 0
        self.abandoned = False

    def add(self, count: int) -> None:
        """Counts bytes; raises TooSlow in a request that was given up, which ends it."""
        self.received += count
        if self.abandoned:
            raise TooSlow(self.received, 0.0)


class _Work(threading.Thread, Generic[T]):
    def __init__(self, work: Callable[[Count], T]) -> None:
        super().__init__(daemon=True, name="scaffold-request")
        self.count = Count()
        self.result: list[T] = []
        self.error: BaseException | None = None
        self._work = work

    def run(self) -> None:
        try:
            self.result.append(self._work(self.count))
        except BaseException as e:
            self.error = e


def limited(work: Callable[[Count], T], patience: Patience) -> T:
    """What work returns or raises; raises TooSlow when it takes longer than patience allows.

    It runs in a thread, because name resolution, TLS and headers can be drawn out as the body can. A thread that was
    given up ends at its next byte or with the process.
    """
    thread = _Work(work)
    began = time.monotonic()
    thread.start()
    try:
        while thread.is_alive():
            left = patience.ends(time.monotonic() - began, thread.count.received)
            if left <= 0:
                raise TooSlow(thread.count.received, time.monotonic() - began)
            thread.join(min(left, 5.0))
    finally:
        thread.count.abandoned = True
    if thread.error is not None:
        raise thread.error
    return thread.result[0]
