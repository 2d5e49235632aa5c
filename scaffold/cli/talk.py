"""`scaffold talk`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option, project_argument
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.talking import Talk
    from scaffold.talk.notes import DeckSlide
    from scaffold.talk.rehearsal import Rehearsal, Spent
    from scaffold.talk.timing import Timing

_WIDTH = 80
_CELL = 6
"""Columns of a time, including the mark for a rehearsal that was stopped early."""

_COLUMNS = 5
"""How many rehearsals are compared: the latest ones."""


@click.command()
@project_argument
@click.option(
    "--rehearse", "mode", flag_value="rehearse", help="Full-screen timer that records the time of each slide."
)
@click.option("--compare", "mode", flag_value="compare", help="Show past rehearsals side by side.")
@json_option()
@click.option("--slides", type=click.Choice(["pptx", "beamer"]), help="Which slides, if the project has both.")
@click.option("--minutes", type=click.IntRange(min=1, max=600), help="Length of the talk (default: from the project).")
def talk(project: Path | None, mode: str | None, as_json: bool, slides: str | None, minutes: int | None) -> None:
    """Show how long the talk takes, or rehearse it.

    If the talk is too long, it says which slides to skip.

    The times come from the speaker notes of your current slides: a line that begins with "90 s", "2 min" or "1:30".
    A slide whose notes say "cut 2" may be skipped; "cut 1" is skipped first.
    """
    from scaffold import pipeline
    from scaffold.pipeline import talking

    if mode == "rehearse" and (as_json or not sys.stdin.isatty() or not sys.stdout.isatty()):
        raise click.UsageError(
            "--rehearse needs a terminal and prints no JSON. For JSON, run: scaffold talk --compare --json"
        )
    made = talking.talk(project or pipeline.project_folder(Path.cwd()), which=slides, minutes=minutes)
    if mode == "rehearse":
        _rehearse(made)
    elif mode == "compare":
        kept = talking.rehearsals(made.folder)
        print_json(talking.compared_json(made, kept)) if as_json else _compare(made, kept)
    elif as_json:
        print_json(talking.talk_json(made))
    else:
        _table(made)


def _table(t: Talk) -> None:
    """Prints slide by slide, then the total and which slides to skip."""
    from scaffold.talk.timing import clock

    questions = f", {t.questions} minutes of questions" if t.questions else ""
    allowed = f" ({t.timing.allowed} allowed)" if (t.timing.least, t.timing.limit) != (0, t.timing.target) else ""
    echo(f"{style('Talk', bold=True)}: {t.timing.size}{allowed}{questions}  ({t.deck.name})")
    echo(style("\n     #   time   until  cut", dim=True))
    total = 0
    for slide in t.slides:
        if slide.backup:
            continue
        total += slide.seconds or 0
        time = "" if slide.continues else "?" if slide.seconds is None else clock(slide.seconds)
        until = "" if slide.continues else clock(total)
        begin = f"   {slide.number:>3}  {time:>5}   {until:>5}  {slide.cut or '':>3}  "
        echo(f"{begin}{slide.title or '(no title)'}")
    backup = [s.number for s in t.slides if s.backup]
    if backup:
        echo(style(f"        backup: {_numbers(backup)}", dim=True))
    echo()
    if t.unbuilt:
        echo("  ? Until the slides are built, a statement counts as one slide. Run: scaffold build --slides")
    _verdict(t.timing, t.slides)


def _numbers(numbers: Sequence[int]) -> str:
    """ "3, 7-9": slides by number, runs joined."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)


def _verdict(timing: Timing, slides: Sequence[DeckSlide]) -> None:
    """Prints the total and the limit, slides without a time, and which slides to skip."""
    from scaffold.talk.timing import clock

    total = f"{clock(timing.total)} of {clock(timing.limit)}"
    if timing.untimed:
        which = "slide" if len(timing.untimed) == 1 else "slides"
        numbers = _numbers([s.number for s in timing.untimed])
        echo(f"  ? no time in the notes of {which} {numbers}: add a first line such as 90 s")
    if timing.short:
        total = f"{clock(timing.total)} of at least {clock(timing.least)}"
        echo(f"  {style('✗', fg='red')} {total}: {clock(timing.least - timing.total)} too short")
        return
    if timing.fits:
        spare = timing.limit - timing.total
        left = f", {clock(spare)} to spare" if spare else ""
        echo(f"  {style('?' if timing.untimed else '✓', fg='green')} {total}{left}")
        return
    echo(f"  {style('✗', fg='red')} {total}: {clock(timing.over)} too long")
    if timing.cuts:
        echo(f"    Skip {_named(timing.cuts)} to finish in {clock(timing.left)}.")
    elif any(s.cut and s.seconds for s in slides):
        echo(f"    Without every slide marked cut it still takes {clock(timing.left)}: shorten other slides.")
    else:
        echo("    No slide is marked cut: add cut 1, cut 2 … to the notes of those you can skip.")


def _named(slides: Sequence[DeckSlide]) -> str:
    """ "slide 3 (Limits)", "slides 8 (Figure 1); 3 (Limits)"."""
    return f"slide{'s' * (len(slides) != 1)} " + "; ".join(f"{s.number} ({s.title})" for s in slides)


def _rehearse(t: Talk) -> None:
    """Runs the timer and saves the measured times, however it ends."""
    from rich.console import Console

    from scaffold.cli import keys, rehearse, signals
    from scaffold.errors import BadDeck
    from scaffold.pipeline import talking
    from scaffold.talk.rehearsal import Timer

    started = datetime.now().isoformat(timespec="seconds")
    try:
        timer = Timer(t.slides, t.minutes, time.monotonic)
    except ValueError as e:
        raise BadDeck(f"{t.deck}: {e}", "unhide a slide: all slides are hidden or backup") from e

    def keep() -> None:
        talking.keep(t.folder, timer.result(started))

    try:
        with keys.keyboard() as pressed:
            rehearse.run(timer, pressed, Console(), keep)
    except (KeyboardInterrupt, EOFError):
        signals.taken()
        timer.press("stop")
    except signals.Stopped:
        timer.press("stop")
        keep()
        raise
    keep()
    _after(t, timer.result(started))


def _after(t: Talk, rehearsal: Rehearsal) -> None:
    """Prints planned and measured times, the largest deviations, and which slides to skip at this speed."""
    from scaffold.talk.rehearsal import deviations, retimed
    from scaffold.talk.timing import clock

    echo(style("     #   plan  spent", dim=True))
    for s in rehearsal.slides:
        if s.seconds is not None:
            plan = clock(s.planned) if s.planned is not None else "?"
            times = f"{plan:>5}  {clock(s.seconds):>5}  {_deviation(s):>6}"
            echo(f"   {s.number:>3}  {times}  {s.title or '(no title)'}")
    missed = [s.number for s in rehearsal.slides if s.seconds is None]
    if missed:
        echo(f"\n  Not reached: slide {_numbers(missed)}; counted below as planned.")
    far = "; ".join(f"slide {s.number} {_deviation(s)}" for s in deviations(rehearsal))
    echo(f"\n  Furthest from the plan: {far}." if far else "\n  Every slide was within ten seconds of its plan.")
    _verdict(retimed(t.slides, rehearsal), t.slides)
    echo("  Saved. To compare your rehearsals, run: scaffold talk --compare")


def _deviation(s: Spent) -> str:
    """The deviation from the plan with its sign; "" if it is below a second."""
    from scaffold.talk.timing import clock

    off = s.deviation
    if off is None or abs(off) < 1:
        return ""
    return clock(off) if off < 0 else f"+{clock(off)}"


def _cut(title: str, width: int) -> str:
    """The title, cut after a word if it is too long."""
    if len(title) <= width:
        return title
    whole = title[: width - 1].rpartition(" ")[0] or title[: width - 2]
    return f"{whole} …"


def _compare(t: Talk, kept: Sequence[Rehearsal]) -> None:
    """Prints the latest rehearsals as columns, slides as rows."""
    from scaffold.talk.rehearsal import side_by_side
    from scaffold.talk.timing import clock

    if not kept:
        echo("No rehearsal yet. Run: scaffold talk --rehearse")
        return
    kept = kept[-_COLUMNS:]
    width = _WIDTH - 16 - (_CELL + 2) * len(kept)
    for head, at in ((f"        {'':<{width}}       ", slice(5, 10)), (f"     #  {'':<{width}}   plan", slice(11, 16))):
        echo(style("  ".join((head, *(f"{r.started[at]:<{_CELL}}" for r in kept))).rstrip(), dim=True))
    for slide, spent in side_by_side(t.slides, kept):
        title = _cut(slide.title, width)
        plan = clock(slide.seconds) if slide.seconds is not None else "?"
        cells = "  ".join(f"{clock(n) if n is not None else '–':>5} " for n in spent).rstrip()
        echo(f"   {slide.number:>3}  {title:<{width}}  {plan:>5}  {cells}")
    totals = "  ".join(f"{clock(r.total):>5}" + (" " if r.finished else "…") for r in kept).rstrip()
    echo(f"        {'Total':<{width}}  {clock(t.timing.total):>5}  {totals}")
    if any(not r.finished for r in kept):
        echo(style("        …: stopped before the last slide", dim=True))
