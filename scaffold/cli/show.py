"""Prints progress lines, errors and diagnostics on the terminal."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Any

from scaffold.cli import signals
from scaffold.cli.terminal import echo, style, visible
from scaffold.errors import ScaffoldError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaffold.diagnostics import Diagnostic

_SHARED = {"metadata": "resolve", "source": "fetch", "pdf": "fetch", "unpack": "fetch"}

_ENDED = re.compile(r"\w[)\]”\"']*\.$")
"""A full stop after a word; one after a path such as .. belongs to the path."""

_SLOW = 0.05
"""Seconds; the duration of a shorter stage is not printed."""

_SPINNER = 3
"""Columns of the spinner, of the space after it and of the edge."""

_PATIENCE = 1.0
"""Seconds of silence after which a line says what is going on; each further line takes twice as long."""


def fail(error: ScaffoldError) -> None:
    """Prints an error and its hint on standard error."""
    hint = f"\n  Hint: {_sentence(error.hint)}" if error.hint else ""
    message = f"{style('Error:', fg='red', bold=True)} {_sentence(error.message)}{hint}"
    echo(message, err=True)


def _sentence(text: str) -> str:
    """The text with one full stop at its end: messages of other programs may come with their own."""
    return text if _ENDED.search(text) else f"{text}."


def plus_questions(minutes: int) -> str:
    """The minutes of questions after a talk, to be appended to its own minutes; "" where there are none."""
    return f" plus {minutes} for questions" if minutes else ""


def _live() -> bool:
    """Whether standard error leads to a terminal that may be sent more than text."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Progress:
    """Prints a line for each stage when it ends, and what is going on meanwhile.

    That is a spinner on a terminal; elsewhere, and without colours, a line for what takes more than a second. lines:
    whether the lines of the stages are printed. Nothing is printed if quiet. Related stages share a line: metadata is
    shown as resolve; source, pdf and unpack as fetch.
    """

    def __init__(self, quiet: bool = False, *, lines: bool = True) -> None:
        self.quiet, self.lines = quiet, lines
        self.stage = ""
        self.detail = ""
        self.started = 0.0
        self._status: Any = None
        self._reminder: _Reminder | None = None

    def __enter__(self) -> Progress:
        if not self.quiet and _live():
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        elif not self.quiet:
            self._reminder = _Reminder()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reminder is not None:
            self._reminder.stop()
        if error is None:
            self._finish()
        if self._status is not None:
            self._status.stop()

    def __call__(self, stage: str, detail: str, done: int | None, total: int | None) -> None:
        """Show what happens; the pipeline and fetch call this. Raises Stopped after a signal that got lost."""
        signals.check()
        shown = _SHARED.get(stage, stage)
        if shown != self.stage:
            self._finish()
            self.stage, self.detail, self.started = shown, "", time.monotonic()
        if done is None and detail:
            self.detail = detail
        if self._reminder is not None:
            self._reminder.show(shown, detail or self.detail)
        if self._status is not None:
            from rich.text import Text

            amount = f" {done / total:4.0%}" if done is not None and total else ""
            line = Text(visible(f"{shown:<9} {detail or self.detail}{amount}"))
            # Of a spinner of two lines, rich would erase the line above when it starts again.
            line.truncate(self._status.console.width - _SPINNER, overflow="ellipsis")
            self._status.update(line)

    def _finish(self) -> None:
        if not self.stage or self.quiet or not self.lines:
            return
        took = time.monotonic() - self.started
        timed = f"  {took:.1f} s" if took >= _SLOW else ""
        if self._status is not None:
            self._status.stop()
        if self._reminder is not None:
            self._reminder.restart()
        echo(f"  {_named(self.stage)} {self.detail}{style(timed, dim=True)}", err=True)
        if self._status is not None:
            self._status.start()
        self.stage = ""


def _named(stage: str) -> str:
    return style(f"{stage:<9}", fg="cyan")


class _Reminder:
    """Prints what is going on, after a second of silence, then after two more, four and so on.

    Of the same thing, the seconds that it has taken are printed too.
    """

    def __init__(self) -> None:
        self._doing, self._since = ("", ""), time.monotonic()
        self._printed, self._ended = SimpleQueue[None](), False  # an Event stays locked if a signal ends `set`
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def show(self, stage: str, detail: str) -> None:
        """Remember what is going on; nothing is printed of a stage without a detail."""
        if self._doing != (stage, detail):
            self._doing, self._since = (stage, detail), time.monotonic()

    def restart(self) -> None:
        """Another line is printed: the silence begins anew."""
        self._printed.put(None)

    def stop(self) -> None:
        """Print nothing any more."""
        self._ended = True
        self._printed.put(None)
        self._thread.join()

    def _run(self) -> None:
        silence, shown = _PATIENCE, ("", "")
        while not self._ended:
            with suppress(Empty):
                self._printed.get(timeout=silence)
                silence = _PATIENCE
                continue
            (stage, detail), before = self._doing, shown
            shown = self._doing
            if detail:
                again = f" {time.monotonic() - self._since:.0f} s" if shown == before else ""
                echo(f"  {_named(stage)} {detail} …{again}", err=True)
                silence *= 2


def print_problems(entries: Iterable[Diagnostic]) -> None:
    """Prints diagnostics on standard error, one a line: "Warning: main.tex:12: Lemma 3: …"."""
    for entry in entries:
        colour = "red" if entry.severity == "error" else "yellow"
        severity = style(f"{entry.severity.capitalize()}:", fg=colour)
        subject = (
            "" if entry.subject in (entry.span.file, "") or entry.subject in entry.message else f"{entry.subject}: "
        )
        echo(f"{severity} {entry.span}: {subject}{entry.message}", err=True)


def counted(number: int, name: str) -> str:
    """A number of things, such as "1 figure" and "2 figures"."""
    return f"{number} {name}{'s' * (number != 1)}"


def diagnostics(entries: Iterable[Diagnostic], name: str, statements: int, proofs: int) -> None:
    """Prints warnings and errors line by line, then a summary line, on standard error."""
    entries = list(entries)
    print_problems(entry for entry in entries if entry.severity != "info")
    count = {s: sum(e.severity == s for e in entries) for s in ("warning", "error")}
    read = f"{counted(statements, 'statement')}, {counted(proofs, 'proof')}"
    echo(f"read {name}: {counted(count['warning'], 'warning')}; {counted(count['error'], 'error')}; {read}", err=True)
