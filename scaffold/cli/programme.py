"""`scaffold seminar programme` and `scaffold seminar drop`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scaffold.cli.options import FILE, json_option, seminar_option
from scaffold.cli.terminal import echo, print_json, style, typed

if TYPE_CHECKING:
    from scaffold.pipeline.scheduling import Dropped, Programme

TABLE, PROGRAMME = Path("assignment.csv"), Path("programme.csv")
programme_option = click.option(
    "--programme", type=FILE, help="The talks and duties (default: programme.csv, if it is here)."
)


def here(given: Path | None, usual: Path) -> Path | None:
    """The file that was given, else the usual one; None if that is not here."""
    return given or (usual if usual.is_file() else None)


def programme_here(given: Path | None) -> Path | None:
    """The table of the programme; None if there is none."""
    return here(given, PROGRAMME)


@click.command()
@click.argument("table", required=False, type=FILE, default=TABLE, metavar="[ASSIGNMENT.csv]")
@seminar_option
@click.option("--papers", type=FILE, help="CSV file of the papers, in whose order the talks are.")
@click.option(
    "--day",
    "days",
    type=click.DateTime(["%Y-%m-%d"]),
    multiple=True,
    metavar="YYYY-MM-DD",
    help="A day of talks, instead of the profile's.",
)
@click.option("-o", "--output", type=FILE, default=PROGRAMME, show_default=True, help="The table of the programme.")
@click.option("--anew", is_flag=True, help="Do not keep what the table has already.")
@click.option("--ics", type=FILE, help="Also write the talks to this calendar file.")
@json_option()
def programme(
    table: Path,
    *,
    seminar: str,
    papers: Path | None,
    days: tuple[datetime, ...],
    output: Path,
    anew: bool,
    ics: Path | None,
    as_json: bool,
) -> None:
    """Plan the talks: slots, moderators, opponents, reviewers.

    Slots and duties that the table of the programme has already stay as they are, also if you have changed them.
    """
    from scaffold.pipeline import calendars, scheduling

    found = scheduling.programme(
        table, output, rules=seminar, days=[day.date() for day in days], papers=papers, anew=anew
    )
    if ics is not None:
        calendars.save(scheduling.agenda(found), ics)
    if as_json:
        print_json(scheduling.programme_json(found))
        return
    for line in _lines(found):
        echo(line)
    for problem in found.problems:
        echo(f"{style('Warning:', fg='yellow')} {problem}", err=True)
    verb = "Brought up to date" if found.kept else "Written to"
    echo(f"\n{verb}: {', '.join(typed(str(path)) for path in (output, ics) if path)}")


def _lines(found: Programme) -> Iterator[str]:
    """The talks and breaks of each day; below each talk, who has which duty."""
    from scaffold.pipeline.scheduling import duties

    yield style(found.title, bold=True)
    for day, entries in groupby(found.entries, key=lambda e: e.day):
        yield f"\n{day:%A}, {day.day} {day:%B} {day.year}"
        for e in entries:
            when = f"  {e.start:%H:%M}–{e.end:%H:%M}"
            if e.kind != "talk":
                yield style(f"{when}  {e.title or e.kind}", dim=True)
                continue
            yield f"{when}  {style(e.name, bold=True)}  {e.paper}  {e.title}".rstrip()
            yield f"{'':<13}  {' · '.join(f'{duty} {name}' for duty, name in duties(e) if name)}"


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--table", type=FILE, default=TABLE, show_default=True, help="Who has which paper.")
@seminar_option
@click.option("--anyway", is_flag=True, help="Also after the last day to de-register.")
@json_option()
def drop(name: str, *, table: Path, seminar: str, anyway: bool, as_json: bool) -> None:
    """Record that a student has de-registered.

    Their paper is then free. It is written to dropped.csv beside the table, which stays as it is. After the last day in
    the profile, exit code 37.
    """
    from scaffold.pipeline import scheduling

    found = scheduling.drop(name, table, rules=seminar, anyway=anyway)
    if as_json:
        print_json(scheduling.drop_json(found))
        return
    for line in _of_drop(found):
        echo(line)


def _of_drop(found: Dropped) -> Iterator[str]:
    late = ", after the last day" if found.late else ""
    yield f"{style(found.name, bold=True)} has de-registered on {found.day}{late}"
    if found.last is None:
        yield "  The profile gives no last day to de-register."
    if found.partners:
        yield f"  {found.paper} stays with {' and '.join(found.partners)}"
    elif found.paper:
        yield f"  {found.paper} is free: {found.title}".removesuffix(": ")
        if found.waiting:
            yield f"  without a paper: {', '.join(found.waiting)}"
    yield "  next: scaffold seminar programme"
