"""Reads single key presses, without Enter, from Unix terminals and Windows consoles."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Keyboard = Callable[[float], str]
"""Waits at most that many seconds for a key: a character, "left", "right", or "" if none was pressed."""

_ARROWS = {"\x1b[C": "right", "\x1b[D": "left", "\x1bOC": "right", "\x1bOD": "left"}
_SCANNED = {"M": "right", "K": "left"}
"""The second code of an arrow key on Windows, after 0x00 or 0xE0."""

_TICK = 0.02


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Reads the terminal key by key and restores its settings when the block ends. Ctrl-C still interrupts.

    If the terminal goes away, the keyboard raises EOFError.
    """
    if sys.platform == "win32":
        yield _windows
    else:
        import termios
        import tty

        fd = sys.stdin.fileno()
        before = termios.tcgetattr(fd)
        try:
            tty.setcbreak(fd)
            yield lambda seconds: _unix(fd, seconds)
        finally:
            with contextlib.suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(fd, termios.TCSADRAIN, before)


def _unix(fd: int, seconds: float) -> str:
    import os
    import select

    if not select.select([fd], [], [], seconds)[0]:
        return ""
    try:
        data = os.read(fd, 1)
    except OSError:
        data = b""
    if not data:
        raise EOFError
    if data == b"\x1b" and select.select([fd], [], [], _TICK)[0]:
        data += os.read(fd, 2)
    text = data.decode("utf-8", "ignore")
    return _ARROWS.get(text, text)


def _windows(seconds: float) -> str:
    if sys.platform == "win32":
        import msvcrt

        until = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= until:
                return ""
            time.sleep(_TICK)
        key = msvcrt.getwch()
        if key == "\x03":
            raise KeyboardInterrupt
        return _SCANNED.get(msvcrt.getwch(), "") if key in ("\x00", "\xe0") else key
    raise AssertionError("_windows() was called on another system")
