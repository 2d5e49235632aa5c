"""`scaffold watch`."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli import signals
from scaffold.cli.options import project_argument
from scaffold.cli.show import Progress, fail
from scaffold.cli.status import days_left
from scaffold.cli.terminal import echo, style

if TYPE_CHECKING:
    from scaffold.pipeline import Output
    from scaffold.pipeline.status import Status
    from scaffold.pipeline.watching import Round

_WIDTH = 10
"""Characters of a meter."""


@click.command()
@project_argument
def watch(project: Path | None) -> None:
    """Build again whenever you save, and show how far you are.

    Ctrl-C ends it. The PDFs in build/ are always whole.
    """
    from scaffold import pipeline
    from scaffold.pipeline import watching

    folder = project or pipeline.project_folder(Path.cwd())
    watching.begin(folder)
    latest: dict[str, Output] = {}
    building = False
    try:
        with contextlib.closing(watching.touched(folder)) as touched:
            for which in touched:
                building = True
                with Progress(lines=False) as progress:
                    made = watching.build(folder, which, progress)
                building = False
                _remember(latest, made)
                _show(folder, made, latest)
    except KeyboardInterrupt:
        if building:
            raise
        signals.taken()
        echo()


def _remember(latest: dict[str, Output], made: Round) -> None:
    """Keeps the last result of each PDF: an error of the slides is still one after the report was built."""
    for name in list(latest):
        if made.outputs and (made.touched.report if name == "report.pdf" else made.touched.slides):
            del latest[name]
    latest |= {output.name: output for output in made.outputs}


def _show(folder: Path, made: Round, latest: dict[str, Output]) -> None:
    live = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if live:
        click.clear()
    when = f"{time.strftime('%H:%M:%S')}  {made.touched} in {made.seconds:.1f} s"
    meters = list(_meters(made.status, bars=live)) if made.status else []
    if live:
        echo(f"{style(folder.resolve().name, bold=True)}  {when}")
        for line in meters:
            echo(f"  {line}")
    else:
        echo("  ".join([f"{when}:", "; ".join(" ".join(line.split()) for line in meters)]))
    for line in _problems(latest):
        echo(f"  {style('✗', fg='red')} {line}")
    if made.error is not None:
        fail(made.error)
    if live:
        echo(style("Waiting for the next save. Ctrl-C ends.", dim=True))
    sys.stdout.flush()


def _meters(found: Status, *, bars: bool) -> Iterator[str]:
    """A line for each part of the report, for the talk, and for the next date."""
    from scaffold.clock import long_date
    from scaffold.talk.timing import clock

    width = max((len(part.title) for part in found.parts), default=0)
    for part in found.parts:
        pages = "?" if part.pages is None else f"{part.pages:.2f}"
        bar = _bar(part.pages or 0.0, part.budget) if bars else ""
        yield f"{part.title:<{width}}  {pages:>5} of {part.budget:.2f} pages{bar}  {part.open} open"
    if found.seconds is not None and found.limit is not None:
        mark = style("  too long", fg="red") if found.seconds > found.limit else ""
        bar = _bar(found.seconds, found.limit) if bars else ""
        time_of = f"{clock(found.seconds):>5} of {clock(found.limit)} min"
        yield f"{'Talk':<{width}}  {time_of:<19}{bar}{mark}"
    coming = next((day for day in found.days if day.left >= 0), None)
    if coming:
        yield f"{days_left(coming.left):<{width}}  {coming.what}, {long_date(coming.day)}"


def _bar(value: float, budget: float) -> str:
    """A meter; it is red when it is more than full."""
    full = round(_WIDTH * min(1.0, value / budget)) if budget else 0
    drawn = "█" * full + "░" * (_WIDTH - full)
    return f"  {style(drawn, fg='red' if value > budget + 0.01 else 'green')}"


def _problems(latest: dict[str, Output]) -> Iterator[str]:
    """Every error of the last builds: where it is and what to do."""
    from scaffold.pipeline.building import as_lines

    for output in latest.values():
        if output.error is not None:
            yield f"{output.name}: {output.error.message}: {output.error.hint}"
        yield from as_lines(output.errors)
