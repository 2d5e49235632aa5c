"""Runs tasks in parallel on the cores of this computer and returns the results in the order of the tasks.

Worker processes are spawned, as on Windows and macOS, so that they see only the data of their task.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from typing import TypeVar

from scaffold.engines.background import Cancelled

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

_MAX_WORKERS = 4
"""Maximum number of workers: each one loads libraries of about 80 MB."""

_MEMORY = 3 << 30
"""Maximum address space of a worker in bytes, if the system supports a limit."""


def in_order(function: Callable[[_Task], _Result], tasks: Iterable[_Task]) -> Iterator[_Result]:
    """The function's results for the tasks, in order, from several processes if that helps.

    With one core or fewer than three tasks, or if processes cannot be started or die, this process does the work; the
    results are the same. function and tasks must be picklable; errors of function are raised.
    """
    waiting = deque(tasks)
    workers = min(_MAX_WORKERS, cores(), len(waiting) - 1)
    if workers > 1 and _importable():
        yield from _spread(function, waiting, workers)
    yield from map(function, waiting)


def apart(function: Callable[[_Task], _Result], task: _Task) -> _Result:
    """The function's result for a task, from a process of its own: what memory that took is free afterwards.

    If no process can be started, or it dies, this process does the work. What must be picklable is as for `in_order`.
    """
    waiting = deque([task])
    spread = _spread(function, waiting, 1) if _importable() else ()
    return next(chain(spread, map(function, waiting)))


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in the block when so many seconds have passed, and again after as many.

    Only where the system has such timers, and in the main thread of a process, as tasks of `in_order` are.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _alarm(*_: object) -> None:
    raise TimeoutError("it takes too long")


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _importable() -> bool:
    """Whether a new process can import the main program: not if it was typed or piped in."""
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    return file is None or Path(file).exists()


def _spread(function: Callable[[_Task], _Result], waiting: deque[_Task], workers: int) -> Iterator[_Result]:
    """Results as long as the workers live; a task is removed from waiting when its result is ready."""
    try:
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare)
    except (OSError, ImportError, NotImplementedError):  # no semaphores, no processes
        return
    running: deque[Future[_Result]] = deque()
    others = active_children()
    try:
        while waiting:
            for task in islice(waiting, len(running), 2 * workers):
                with _undisturbed():
                    running.append(pool.submit(_run, function, task))
            result = running[0].result()
            running.popleft()
            waiting.popleft()
            yield result
    except (BrokenExecutor, OSError, MemoryError):
        return
    except Exception:
        raise
    except BaseException:  # Ctrl-C, another signal, or a caller that ended: nobody wants what the workers do
        _give_up(process.pid for process in active_children() if process not in others)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C comes after the block, and never to a process that was started in it, which inherits this.

    The terminal sends it to all processes. A worker that it stops while it sends a result would leave those who read it
    waiting without end; one that begins would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare() -> None:
    """Limits the memory of a worker, and ends it when the process that started it ends, however that ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries log is for nobody, as in a command
    if _GIVE_UP is not None:
        signal.signal(_GIVE_UP, _given_up)
    _limit()


_GIVE_UP: signal.Signals | None = getattr(signal, "SIGUSR1", None)
"""Tells a worker that its results are not wanted any more.

A worker that is killed while it sends a result leaves half of it in the queue, and what reads that waits without end.
"""


@dataclass(slots=True)
class _State:
    """What a worker does: whether it is in a task, and whether its results are no longer wanted."""

    in_task: bool = False
    given_up: bool = False


_state = _State()


def _give_up(workers: Iterable[int | None]) -> None:
    """Ends the tasks of these processes; where the system has no such signal, they are waited for."""
    for pid in filter(None, workers):
        with contextlib.suppress(OSError):
            if _GIVE_UP is not None:
                os.kill(pid, _GIVE_UP)


def _given_up(*_: object) -> None:
    _state.given_up = True
    if _state.in_task:
        raise Cancelled


def _run(function: Callable[[_Task], _Result], task: _Task) -> _Result:
    """The function's result for a task, in a worker; raises Cancelled once its results are no longer wanted."""
    try:
        _state.in_task = True
        if _state.given_up:
            raise Cancelled
        return function(task)
    finally:
        _state.in_task = False


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
