"""One request in three seconds, over all scaffold processes that share a cache.

https://info.arxiv.org/help/api/tou.html: "no more than one request every three seconds", one connection at a time. A
lock in the cache is held during a request; a file beside it says when the last one was sent. Whoever holds the lock
is the only one that downloads, so unfinished downloads in the cache are then abandoned ones.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scaffold import disk
from scaffold.errors import NetworkError

if TYPE_CHECKING:
    from filelock import BaseFileLock

LONGEST_WAIT = 2 * 3600.0
"""Seconds to wait for other processes: each may have a few downloads to finish, none takes longer than half an hour."""

_BUSY = "end the other scaffold processes, or wait until they are done, and run the same command again"


class Turns:
    """The turns of all processes that use the cache in folder. delay: seconds between two requests.

    notify is called once if this process has to wait for others.
    """

    _last: ClassVar[float | None] = None
    """When this process sent its last request, whatever the cache; time.monotonic is the same for all processes."""

    def __init__(
        self,
        folder: Path,
        delay: float,
        *,
        sleep: Callable[[float], None] = time.sleep,
        notify: Callable[[str], None] = lambda text: None,
    ) -> None:
        self._folder, self.delay, self._sleep, self._notify = folder, delay, sleep, notify
        self._lock: BaseFileLock | None = None

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Holds the lock during the block; may be nested. Raises NetworkError after two hours, DiskError."""
        self._acquire()
        try:
            yield
        finally:
            self._made().release()

    @contextlib.contextmanager
    def if_free(self) -> Iterator[bool]:
        """Whether no other process holds the lock; then it is held during the block. Never waits, never raises."""
        from filelock import Timeout

        try:
            self._made().acquire(timeout=0)
        except (OSError, Timeout):
            yield False
            return
        try:
            yield True
        finally:
            self._made().release()

    def wait(self) -> None:
        """Waits until the next request may be sent, and notes that it is sent now; the lock must be held."""
        pause = self._pause()
        if pause > 0:
            self._sleep(pause)
        self.stamp()

    def stamp(self) -> None:
        """Notes that the server has just received a request."""
        Turns._last = time.monotonic()
        if self.delay > 0:
            with disk.report_errors(self._folder):
                self._stamp.write_text(f"{Turns._last!r}\n", encoding="ascii")

    @property
    def _stamp(self) -> Path:
        return self._folder / ".turn"

    def _pause(self) -> float:
        """Seconds to wait; never more than the delay, as the clock starts anew when the computer does."""
        last = [t for t in (Turns._last, self._noted()) if t is not None]
        if self.delay <= 0 or not last:
            return 0.0
        return min(self.delay, max(0.0, max(last) + self.delay - time.monotonic()))

    def _noted(self) -> float | None:
        """When any process sent its last request; now if the note cannot be read."""
        try:
            return float(self._stamp.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return time.monotonic()

    def _acquire(self) -> None:
        from filelock import Timeout

        with disk.report_errors(self._folder, hidden=self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = self._made()
            try:
                lock.acquire(timeout=0)
            except Timeout:
                self._notify("another scaffold is asking arXiv; waiting for it")
                try:
                    lock.acquire(timeout=LONGEST_WAIT)
                except Timeout as e:
                    hours = f"{LONGEST_WAIT / 3600:.0f} hours"
                    raise NetworkError(f"another scaffold has used {self._folder} for {hours}", _BUSY) from e

    def _made(self) -> BaseFileLock:
        from filelock import FileLock

        if self._lock is None:
            self._lock = FileLock(self._folder / ".turn.lock")
        return self._lock
