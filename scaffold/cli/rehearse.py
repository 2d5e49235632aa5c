"""The full-screen timer of `scaffold talk --rehearse`: its display and its keys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from scaffold.cli.terminal import visible
from scaffold.talk.rehearsal import Key, Mood, Timer, View
from scaffold.talk.timing import clock

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from scaffold.cli.keys import Keyboard

KEYS: dict[str, Key] = {
    **dict.fromkeys((" ", "n", "right", "\r", "\n"), "next"),
    **dict.fromkeys(("b", "left", "\x7f", "\x08"), "back"),
    "p": "pause",
    "q": "stop",
}
_HELP = "space, → or n: next   ←, b: back   p: pause   q: stop"
_COLOURS: dict[Mood, str] = {"good": "green", "soon": "yellow", "over": "red"}
_TICK = 0.2
_SAVE_EVERY = 25
_BAR = 48


def run(timer: Timer, keys: Keyboard, console: Console, save: Callable[[], None]) -> None:
    """Shows the timer until it ends; calls save after every key and every few seconds, so that no time is lost."""
    from rich.live import Live

    with Live(screen(timer.view), console=console, screen=True, auto_refresh=False) as live:
        for tick in count(1):
            key = KEYS.get(keys(_TICK).lower())
            timer.press(key)
            if timer.done:
                return
            if key or tick % _SAVE_EVERY == 0:
                save()
            live.update(screen(timer.view), refresh=True)


def screen(view: View) -> RenderableType:
    """The timer's display; the prompt comes last, as a small terminal cuts off the end."""
    from rich.align import Align
    from rich.console import Group
    from rich.panel import Panel
    from rich.text import Text

    colour, whole = _COLOURS[view.mood], _COLOURS[view.whole]
    planned = f" of {clock(view.planned)}" if view.planned is not None else "   (no time in its notes)"
    rows = [
        Text(f"{view.slide.number}   {visible(view.slide.title) or '(no title)'}", style="bold", overflow="ellipsis"),
        Text(""),
        Text.assemble(
            (f"{clock(view.spent):>6}", f"bold {colour}"), planned, ("   PAUSED" * view.paused, "bold yellow")
        ),
        _bar(view.spent, view.planned, colour),
        Text(""),
        Text.assemble((f"{clock(view.total):>6}", f"bold {whole}"), f" of {clock(view.limit)}", _schedule(view)),
        _bar(view.total, view.limit, whole),
        Text(""),
        Text.assemble(("Next   ", "dim"), _next(view)),
        Text(""),
        *(Text(line) for line in visible(view.slide.prompt).split("\n")),
    ]
    title = f"Rehearsal: slide {view.position} of {view.of}"
    return Align.center(Panel(Group(*rows), title=title, subtitle=_HELP, padding=(1, 3), width=84), vertical="middle")


def _next(view: View) -> str:
    if view.following is None:
        return "the end"
    planned = f"  ({clock(view.following.seconds)})" if view.following.seconds else ""
    return f"{view.following.number}  {visible(view.following.title)}{planned}"


def _schedule(view: View) -> str:
    if view.behind is None:
        return ""
    plan = f"   planned at the end of this slide: {clock(view.until or 0)}"
    off = round(view.behind)
    return f"{plan}, {clock(abs(off))} {'behind' if off > 0 else 'ahead'}" if off else plan


def _bar(spent: float, planned: int | None, colour: str) -> RenderableType:
    from rich.text import Text

    full = min(_BAR, round(_BAR * spent / planned)) if planned else 0
    return Text.assemble(("█" * full, colour), ("░" * (_BAR - full), "dim"))
