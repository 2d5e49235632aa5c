"""`scaffold status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option, project_argument
from scaffold.cli.terminal import echo, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.status import Day, Status


@click.command()
@project_argument
@json_option()
def status(project: Path | None, *, as_json: bool) -> None:
    """Show how far report and talk are, and what to do next."""
    from scaffold import pipeline
    from scaffold.pipeline import status as looking

    found = looking.status(project or pipeline.project_folder(Path.cwd()))
    if as_json:
        print_json(looking.status_json(found))
    else:
        _show(found)


def _show(found: Status) -> None:
    from scaffold.talk.timing import clock

    width = max((len(part.title) for part in found.parts), default=0)
    for part in found.parts:
        pages = "   ?" if part.pages is None else f"{part.pages:.2f}"
        done = style("?", fg="red") if found.missing else style("nothing open", fg="green")
        left = f"{part.open} open" if part.open else done
        echo(f"{part.title:<{width}}  {pages} of {part.budget:.2f} pages  {part.words:>5} words  {left}")
    if found.seconds is not None and found.limit is not None:
        mark = "" if found.seconds <= found.limit else style("  too long", fg="red")
        echo(f"{'Talk':<{width}}  {clock(found.seconds)} of {clock(found.limit)}{mark}")
    if found.deck:
        echo(f"{'Talk':<{width}}  {style('?', fg='red')}  {found.deck}")
    echo(f"{'Proofs':<{width}}  {found.proofs} of {found.restated} in the ledger")
    for day in found.days:
        echo(f"{days_left(day.left):>{width}}  {day.what}, {_long(day)}")
    echo(f"\nnext:  {found.next}")


def days_left(days: int) -> str:
    """The days until a date: "in 12 days", "today", "1 day ago"."""
    if days == 0:
        return "today"
    number = f"{abs(days)} day{'s' * (abs(days) != 1)}"
    return f"in {number}" if days > 0 else f"{number} ago"


def _long(day: Day) -> str:
    from scaffold.clock import long_date

    return long_date(day.day)
