"""`scaffold talk`."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.show import plus_questions

if TYPE_CHECKING:
    from scaffold.pipeline.talking import Talk
    from scaffold.talk.notes import DeckSlide
    from scaffold.talk.rehearsal import Rehearsal, Spent
    from scaffold.talk.timing import Timing

_WIDTH = 80
_CELL = 6
"""Columns of a time, with the mark of a rehearsal that was stopped."""

_COLUMNS = 5
"""How many rehearsals stand side by side: the latest."""


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--rehearse", "mode", flag_value="rehearse", help="A full-screen timer that logs each slide's time.")
@click.option("--compare", "mode", flag_value="compare", help="Past rehearsals side by side.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
@click.option("--slides", type=click.Choice(["pptx", "beamer"]), help="Which deck, where there are two.")
@click.option("--minutes", type=click.IntRange(min=1, max=600), help="Length of the talk, if not the project's.")
def talk(project: Path | None, mode: str | None, as_json: bool, slides: str | None, minutes: int | None) -> None:
    """Show how long the talk takes, and what to cut; rehearse it.

    The times are those in the speaker's notes of your deck as it is now: a line that begins with "90 s", "2 min" or
    "1:30". Slides whose notes give a number of leaving out ("cut 2") may be cut, 1 first.
    """
    from scaffold import pipeline
    from scaffold.pipeline import talking

    if mode == "rehearse" and (as_json or not sys.stdin.isatty() or not sys.stdout.isatty()):
        raise click.UsageError("--rehearse needs a terminal, and prints no JSON: scaffold talk --compare --json does.")
    made = talking.talk(project or pipeline.project_folder(Path.cwd()), which=slides, minutes=minutes)
    if mode == "rehearse":
        _rehearse(made)
    elif mode == "compare":
        kept = talking.rehearsals(made.folder)
        click.echo(_json(talking.compared_json(made, kept))) if as_json else _compare(made, kept)
    elif as_json:
        click.echo(_json(talking.talk_json(made)))
    else:
        _table(made)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _table(t: Talk) -> None:
    """Slide by slide, then the total and what to cut."""
    from scaffold.talk.timing import clock

    length = f"{t.minutes} minutes{plus_questions(t.questions)}"
    click.echo(f"{click.style('Talk', bold=True)}: {length}, {t.deck.name}")
    click.echo(click.style("\n     #   time   until  cut", dim=True))
    total = 0
    for slide in t.slides:
        if slide.backup:
            continue
        total += slide.seconds or 0
        time = "" if slide.continues else "?" if slide.seconds is None else clock(slide.seconds)
        until = "" if slide.continues else clock(total)
        _wrapped(f"   {slide.number:>3}  {time:>5}   {until:>5}  {slide.cut or '':>3}  ", slide.title or "(no title)")
    backup = [s.number for s in t.slides if s.backup]
    if backup:
        click.echo(click.style(f"        backup: {_numbers(backup)}", dim=True))
    click.echo()
    if t.unbuilt:
        click.echo("  ? A statement counts as one slide until the deck is built: scaffold build --slides")
    _verdict(t.timing, t.slides)


def _wrapped(begin: str, text: str) -> None:
    click.echo(textwrap.fill(text, _WIDTH, initial_indent=begin, subsequent_indent=" " * len(begin)))


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
    """The total against the limit, slides without a time, and what to cut."""
    from scaffold.talk.timing import clock

    total = f"{clock(timing.total)} of {clock(timing.limit)}"
    if timing.untimed:
        numbers = _numbers([s.number for s in timing.untimed])
        click.echo(f"  ? no time in the notes of slide {numbers}: begin them with a line such as 90 s")
    if timing.fits:
        spare = timing.limit - timing.total
        left = f", {clock(spare)} to spare" if spare else ""
        click.echo(f"  {click.style('?' if timing.untimed else '✓', fg='green')} {total}{left}")
        return
    click.echo(f"  {click.style('✗', fg='red')} {total}: {clock(timing.over)} too long")
    if timing.cuts:
        _wrapped("    ", f"Cutting slide {_named(timing.cuts)} gives {clock(timing.left)}.")
        if set(timing.by_order) != set(timing.cuts):
            then = clock(timing.total - sum(s.seconds or 0 for s in timing.by_order))
            _wrapped("    ", f"In the order of the notes: slide {_named(timing.by_order)} gives {then}.")
    elif any(s.cut and s.seconds for s in slides):
        click.echo(f"    Even without all slides that may be cut it takes {clock(timing.left)}: shorten others.")
    else:
        click.echo("    No slide may be cut: write cut 1, cut 2 into the notes of those that may.")


def _named(slides: Sequence[DeckSlide]) -> str:
    return "; ".join(f"{s.number} ({s.title})" for s in slides)


def _rehearse(t: Talk) -> None:
    """Runs the timer; what was measured is kept whatever ends it."""
    from rich.console import Console

    from scaffold.cli import keys, rehearse
    from scaffold.errors import BadDeck
    from scaffold.pipeline import talking
    from scaffold.talk.rehearsal import Timer

    started = datetime.now().isoformat(timespec="seconds")
    try:
        timer = Timer(t.slides, t.minutes, time.monotonic)
    except ValueError as e:
        raise BadDeck(f"{t.deck}: {e}", "its slides are all hidden or backup") from e

    def keep() -> None:
        talking.keep(t.folder, timer.result(started))

    try:
        with keys.keyboard() as pressed:
            rehearse.run(timer, pressed, Console(), keep)
    except KeyboardInterrupt:
        timer.press("stop")
    keep()
    _after(t, timer.result(started))


def _after(t: Talk, rehearsal: Rehearsal) -> None:
    """Planned against spoken, what was furthest off, what to cut if the talk goes like that."""
    from scaffold.talk.rehearsal import deviations, retimed
    from scaffold.talk.timing import clock

    click.echo(click.style("     #   plan  spent", dim=True))
    for s in rehearsal.slides:
        if s.seconds is not None:
            plan = clock(s.planned) if s.planned is not None else "?"
            _wrapped(f"   {s.number:>3}  {plan:>5}  {clock(s.seconds):>5}  {_off(s):>6}  ", s.title or "(no title)")
    missed = [s.number for s in rehearsal.slides if s.seconds is None]
    if missed:
        click.echo(f"\n  Not come to: slide {_numbers(missed)}; counted below as planned.")
    far = "; ".join(f"slide {s.number} {_off(s)}" for s in deviations(rehearsal))
    click.echo(f"\n  Furthest from the plan: {far}." if far else "\n  Every slide was within ten seconds of its plan.")
    _verdict(retimed(t.slides, rehearsal), t.slides)
    click.echo("  Kept: scaffold talk --compare shows it beside the others.")


def _off(s: Spent) -> str:
    """The deviation with its sign; "" where there is none to speak of."""
    from scaffold.talk.timing import clock

    off = s.deviation
    if off is None or abs(off) < 1:
        return ""
    return clock(off) if off < 0 else f"+{clock(off)}"


def _compare(t: Talk, kept: Sequence[Rehearsal]) -> None:
    """The latest rehearsals as columns, slides as rows."""
    from scaffold.talk.rehearsal import side_by_side
    from scaffold.talk.timing import clock

    if not kept:
        click.echo("No rehearsal yet: scaffold talk --rehearse")
        return
    kept = kept[-_COLUMNS:]
    room = _WIDTH - 16 - (_CELL + 2) * len(kept)
    for head, at in ((f"        {'':<{room}}       ", slice(5, 10)), (f"     #  {'':<{room}}   plan", slice(11, 16))):
        click.echo(click.style("  ".join((head, *(f"{r.started[at]:<{_CELL}}" for r in kept))).rstrip(), dim=True))
    for slide, spent in side_by_side(t.slides, kept):
        title = slide.title if len(slide.title) <= room else f"{slide.title[: room - 1]}…"
        plan = clock(slide.seconds) if slide.seconds is not None else "?"
        cells = "  ".join(f"{clock(n) if n is not None else '–':>5} " for n in spent).rstrip()
        click.echo(f"   {slide.number:>3}  {title:<{room}}  {plan:>5}  {cells}")
    totals = "  ".join(f"{clock(r.total):>5}" + (" " if r.finished else "…") for r in kept).rstrip()
    click.echo(f"        {'Total':<{room}}  {clock(t.timing.total):>5}  {totals}")
    if any(not r.finished for r in kept):
        click.echo(click.style("        …: stopped before the last slide", dim=True))
