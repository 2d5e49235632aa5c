"""Runs a task in a thread of its own, beside what the caller does meanwhile; for tasks that wait for programs.

A signal can raise an error in the main thread between any two steps of Python. `threading` and `concurrent.futures`
take their locks in Python code, so an error there leaves a lock taken, and the thread or its caller waits without end.
The locks and threads of `_thread` are steps of the interpreter, which no signal divides.
"""

from __future__ import annotations

import _thread
import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

__all__ = ["Cancelled", "Task", "is_background", "raise_if_cancelled", "started"]

_Result = TypeVar("_Result")

_INTERVAL = 0.25
"""Seconds between two looks at whether a task that waits for another one is still wanted."""


class Cancelled(BaseException):
    """Ends a task whose result nobody wants any more; `except Exception` does not catch it, as KeyboardInterrupt."""


def _taken() -> _thread.LockType:
    lock = _thread.allocate_lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False, kw_only=True)
class _Work(Generic[_Result]):
    """A task and how far it is; results holds its result. The thread gives ended back when it ends."""

    task: Callable[[], _Result]
    cancelled: bool = False
    begun: bool = False
    done: bool = False
    results: list[_Result] = field(default_factory=list)
    error: BaseException | None = None
    beginning: _thread.LockType = field(default_factory=_thread.allocate_lock)
    ended: _thread.LockType = field(default_factory=_taken)

    def run(self) -> None:
        """What the thread does."""
        with self.beginning:
            self.begun = not self.cancelled
        try:
            if not self.begun:
                raise Cancelled
            _current.set(cast("_Work[object]", self))
            self.results.append(self.task())
        except BaseException as e:
            self.error = e
        finally:
            self.done = True
            self.ended.release()

    def look(self) -> None:
        """Waits a moment, or until the thread has ended."""
        if self.ended.acquire(timeout=_INTERVAL):
            self.ended.release()

    def leave(self) -> None:
        """Waits for the thread of a task that is cancelled, if it has begun; it does not begin any more."""
        with self.beginning:
            begun = self.begun
        while begun and not self.done:
            self.look()


_current: ContextVar[_Work[object] | None] = ContextVar("current", default=None)
"""The task that this thread runs; None in other threads."""


@dataclass(frozen=True, slots=True)
class Task(Generic[_Result]):
    """A task that was started. Called, it waits for the result, or raises the task's error."""

    _work: _Work[_Result]

    def __call__(self) -> _Result:
        while not self._work.done:
            self._work.look()
            raise_if_cancelled()  # who waits in the background can be cancelled as well
        if self._work.error is not None:
            raise self._work.error
        return self._work.results[0]

    @property
    def done(self) -> bool:
        """Whether there is nothing to wait for."""
        return self._work.done

    def cancel(self) -> None:
        """Kills the program for which the task waits; nobody may ask for the result any more."""
        self._work.cancelled = True


@contextlib.contextmanager
def started(task: Callable[[], _Result]) -> Iterator[Task[_Result]]:
    """Starts a task beside what the block does.

    If the block fails, as at Ctrl-C, the program for which task waits is killed. The thread has ended after the block.
    Signals and progress stay with the caller's thread.
    """
    work = _Work(task=task)
    try:
        _thread.start_new_thread(work.run, ())
        yield Task(work)
        while not work.done:
            work.look()
    except BaseException:
        work.cancelled = True
        work.leave()
        raise


def is_background() -> bool:
    """Whether this thread runs a task that can be cancelled."""
    return _current.get() is not None


def raise_if_cancelled() -> None:
    """Raises Cancelled in a task whose result nobody wants any more."""
    work = _current.get()
    if work is not None and work.cancelled:
        raise Cancelled
