"""Runs a task in a thread of its own, beside what the caller does meanwhile; for tasks that wait for programs."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Cancelled", "Task", "is_background", "raise_if_cancelled", "started"]

_Result = TypeVar("_Result")

_cancelled: ContextVar[threading.Event | None] = ContextVar("cancelled", default=None)
"""Set when the caller of this thread's task does not want its result any more; None in other threads."""


_INTERVAL = 0.25
"""Seconds between two looks at whether a task that waits for another one is still wanted."""


class Cancelled(BaseException):
    """Ends a task whose result nobody wants any more; `except Exception` does not catch it, as KeyboardInterrupt."""


@dataclass(frozen=True, slots=True)
class Task(Generic[_Result]):
    """A task that was started. Called, it waits for the result, or raises the task's error."""

    _future: Future[_Result]
    _cancelled: threading.Event

    def __call__(self) -> _Result:
        while is_background() and not self.done:  # who waits in the background can be cancelled as well
            wait([self._future], _INTERVAL)
            raise_if_cancelled()
        return self._future.result()

    @property
    def done(self) -> bool:
        """Whether there is nothing to wait for."""
        return self._future.done()

    def cancel(self) -> None:
        """Kills the program for which the task waits; nobody may ask for the result any more."""
        self._cancelled.set()


@contextlib.contextmanager
def started(task: Callable[[], _Result]) -> Iterator[Task[_Result]]:
    """Starts a task beside what the block does.

    If the block fails, as at Ctrl-C, the program for which task waits is killed. The thread has ended after the block.
    Signals and progress stay with the caller's thread.
    """
    cancelled = threading.Event()

    def run() -> _Result:
        _cancelled.set(cancelled)
        return task()

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(run)
        try:
            yield Task(future, cancelled)
        except BaseException:
            cancelled.set()
            raise


def is_background() -> bool:
    """Whether this thread runs a task that can be cancelled."""
    return _cancelled.get() is not None


def raise_if_cancelled() -> None:
    """Raises Cancelled in a task whose result nobody wants any more."""
    cancelled = _cancelled.get()
    if cancelled is not None and cancelled.is_set():
        raise Cancelled
