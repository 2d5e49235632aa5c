"""`scaffold dates`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import json_option, project_argument
from scaffold.cli.status import days_left
from scaffold.cli.terminal import echo, print_file, print_json, style

if TYPE_CHECKING:
    from scaffold.pipeline.calendars import Agenda, Entry

_STDOUT = "-"


@click.command()
@project_argument
@click.option("--ics", metavar="FILE", help="Write a calendar file with reminders; - is standard output.")
@json_option()
def dates(project: Path | None, *, ics: str | None, as_json: bool) -> None:
    """Show all dates of the seminar, or write them for a calendar."""
    from scaffold import pipeline
    from scaffold.pipeline import calendars

    found = calendars.agenda(project or pipeline.project_folder(Path.cwd()))
    if ics == _STDOUT:
        print_file(calendars.calendar(found).decode())
    elif as_json:
        print_json(calendars.dates_json(found))
    else:
        _show(found)
    if ics and ics != _STDOUT:
        count = calendars.save(found, Path(ics))
        echo(f"wrote {ics}: {count} date{'s' * (count != 1)}", err=True)
    if ics and (missing := [e.what for e in found.entries if e.day is None]):
        advice = "set when under [talk] in scaffold.toml, and write it again"
        echo(f"not in it, as it depends on the day of your talk: {'; '.join(missing)}: {advice}", err=True)


def _show(found: Agenda) -> None:
    echo(style(found.title, bold=True))
    for e in found.entries:
        line = f"  {_when(e):>13}  {e.what}, {e.when}"
        echo(style(line, dim=True) if e.over else line)
    if not found.entries:
        echo("  The profile of the seminar has no dates.")
    elif any(e.day is None for e in found.entries):
        echo("  ?: set when under [talk] in scaffold.toml")


def _when(e: Entry) -> str:
    return "?" if e.left is None else days_left(e.left)
