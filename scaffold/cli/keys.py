"""Keys as they are pressed, without the return key: one small door for Unix terminals and Windows consoles."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Keyboard = Callable[[float], str]
"""Waits so many seconds at most for a key: a character, "left", "right", or "" when none came."""

_ARROWS = {"\x1b[C": "right", "\x1b[D": "left", "\x1bOC": "right", "\x1bOD": "left"}
_SCANNED = {"M": "right", "K": "left"}
"""What follows a nought or 0xE0 on Windows when an arrow is pressed."""

_TICK = 0.02


@contextmanager
def keyboard() -> Iterator[Keyboard]:
    """Reads the terminal key by key; it is as it was when the block ends. An interrupt stays an interrupt."""
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
            termios.tcsetattr(fd, termios.TCSADRAIN, before)


def _unix(fd: int, seconds: float) -> str:
    import os
    import select

    if not select.select([fd], [], [], seconds)[0]:
        return ""
    data = os.read(fd, 1)
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
    raise AssertionError("a Windows console was asked for elsewhere")
